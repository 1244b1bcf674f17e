"""Clause numbers that do not follow one another: a clause was taken out, or one number stands twice.

A list is the clauses of one numbering style under one parent. It may begin anywhere and begin again with 1; only
inside a list is a number wrong. A number that merely was not recognised as one (in a table, in a long line) is
looked for in the text before it counts as missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import regex

from extract.fields.context import Context
from extract.model import NumberingBreak
from extract.nlp.numerals import NumeralError, read_integer
from extract.structure.numbering import figures_of, number_alone
from extract.structure.outline import ClauseNode

_SHORTEST_LIST = 3
_LONGEST_SKIP = 3
"""More numbers than this are not left out by mistake: a selection of a form's clauses."""
_HAN = "〇一二三四五六七八九十"
_FORMAL = "零壹贰叁肆伍陆柒捌玖拾"
_AS_FORMAL = str.maketrans(_HAN, _FORMAL)


@dataclass(frozen=True, slots=True)
class _Entry:
    clause: ClauseNode
    value: int


def read_numbering_breaks(context: Context) -> tuple[NumberingBreak, ...]:
    """Return the numbers that skip or repeat, in order of the document."""
    lists: dict[tuple[object, ...], list[_Entry]] = {}
    for clause in context.outline.clauses:
        style, prefix, value = _parsed(clause.number)
        if value is not None:
            section = context.outline.section_at(clause.start)
            key = (clause.parent, style, prefix, section.annex)
            lists.setdefault(key, []).append(_Entry(clause, value))
    breaks = [found for entries in lists.values() for run in _runs(entries) for found in _breaks(context, run)]
    return tuple(sorted(breaks, key=lambda found: found.spans[0].start))


def _parsed(number: str) -> tuple[str, str, int | None]:
    """Return the style of a number, what stands before its last part, and the last part's value."""
    read = number_alone(number)
    if read is None:
        return "", "", None
    bare = figures_of(number)
    prefix, _, last = bare.rpartition(".")
    try:
        return read.style, prefix, read_integer(last)
    except NumeralError:
        return read.style, prefix, None


def _runs(entries: list[_Entry]) -> Iterator[list[_Entry]]:
    """Yield the lists that one after another begin with 1 again; a backward step that fits nothing begins one too."""
    run: list[_Entry] = []
    for index, entry in enumerate(entries):
        backward = bool(run) and entry.value < run[-1].value
        following = entries[index + 1].value if index + 1 < len(entries) else None
        slipped = backward and following == run[-1].value + 2
        slipped = slipped or (backward and len(run) > 1 and entry.value == run[-2].value + 2)
        if run and ((entry.value == 1 and not slipped) or (backward and not slipped)):
            yield run
            run = []
        run.append(entry)
    if run:
        yield run


def _breaks(context: Context, run: list[_Entry]) -> Iterator[NumberingBreak]:
    if len(run) < _SHORTEST_LIST or _is_selection(run):
        return
    last = run[0].value
    for index, entry in enumerate(run[1:], 1):
        expected = last + 1
        if entry.value == expected:
            last = expected
            continue
        following = run[index + 1].value if index + 1 < len(run) else None
        wrong_alone = following == expected + 1  # the next one goes on as if this one were right
        before = run[index - 1]
        last = expected if wrong_alone else entry.value
        if entry.value > expected and not wrong_alone:
            missing = range(expected, entry.value)
            if len(missing) > _LONGEST_SKIP or _stands_between(context, before.clause, entry.clause, missing):
                continue
        repeated = any(entry.value == other.value for other in run[:index])
        if not repeated and _selects(context, entry.clause):
            continue
        yield _break(context, before.clause, entry, expected, "repeat" if repeated else "skip")


def _is_selection(run: list[_Entry]) -> bool:
    """Tell whether a list leaves out so many numbers that it is a selection of a form's clauses (1, 4, 9, 11)."""
    steps = [after.value - before.value for before, after in pairwise(run)]
    return max(steps) > _LONGEST_SKIP and sum(step > 1 for step in steps) * 2 >= len(steps)


def _selects(context: Context, clause: ClauseNode) -> bool:
    """Tell whether a clause stands in special terms, which take up only those general terms that they amend."""
    pattern = context.pack.pattern("structure.special_terms")
    return any(around.title and pattern.search(around.title) for around in context.outline.ancestry(clause.start))


def _stands_between(context: Context, before: ClauseNode, clause: ClauseNode, missing: range) -> bool:
    """Tell whether one of the missing numbers stands between two clauses without having been read as a clause."""
    between = context.text[before.start + len(before.number) : clause.start]
    style, prefix, _ = _parsed(clause.number)
    return any(regex.search(_written(style, prefix, value), between) for value in missing)


def _written(style: str, prefix: str, value: int) -> str:
    """Return a pattern for a number of a style."""
    either = f"(?:{value}|{_han(value)})"
    if style in ("article", "chapter", "section", "part"):
        return rf"(?<!\p{{Han}})第\s?{either}\s?(?:条|章|节|部分)"  # 依照本合同第九条 is a reference
    if style in ("han", "formal"):
        either = f"(?:{_han(value)}|{_han(value).translate(_AS_FORMAL)})"
        return rf"(?<![一二三四五六七八九十第]){either}\s?[、.:]"
    if style.startswith("decimal"):
        return rf"(?<![\d.]){regex.escape(prefix)}\.{value}(?!\d)"
    if style == "circled":
        return f"[{_circled(value)}]"
    return rf"\({either}\)|(?<![\d.]){value}\s?[、.):,]"


def _han(value: int) -> str:
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else _HAN[min(tens, 9)] + "十"
    return lead + (_HAN[ones] if ones else "")


def _circled(value: int) -> str:
    return chr(ord("①") + value - 1) if 1 <= value <= 20 else "①"


def _break(context: Context, before: ClauseNode, entry: _Entry, expected: int, kind: str) -> NumberingBreak:
    places = tuple(context.span(clause.start, clause.start + len(clause.number)) for clause in (entry.clause, before))
    actual = context.quote(places[0])
    chinese, formal = (re.search(f"[{numerals}]", actual) is not None for numerals in (_HAN, _FORMAL))
    han = _han(expected).translate(_AS_FORMAL) if formal else _han(expected)
    wanted = re.sub(
        rf"[\d{_HAN}{_FORMAL}百]+(?=[^\d{_HAN}{_FORMAL}百]*$)",
        han if chinese or formal else str(expected),
        actual,
        count=1,
    )
    return NumberingBreak(
        kind=kind,  # type: ignore[arg-type]
        expected=wanted,
        actual=actual,
        text=context.quote(places[0]),
        spans=places,
        rule="structure.numbering",
    )
