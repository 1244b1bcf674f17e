"""Whose the values are of a table that says each label twice, once for each party: 住所|…|住所|….

The heads of the two halves tell, as a rule. Where the layout lost them, both halves would be one party's, with two
addresses and two accounts. Then the names of the parties in the table tell, or nobody has the values: a wrong owner is
worse than none. So it is where each label follows itself in the next line, once for each party: 账号:…, 账号:….
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from extract.structure.outline import Outline
from extract.structure.values import LabelledValue, Owner

_SINGLE = frozenset({"name", "address", "tax_id", "legal_representative", "bank", "account"})
"""What a party has once in one table."""
Pair = tuple[int, int]
"""The indices of two values that stand behind the same label, in one row or in lines that follow each other."""
_NAMES = ("name", "holder")
_FEWEST_STACKED, _APART = 3, 3
"""So many labels in succession must be said twice over, each at most so many lines from itself."""
_READ = 0.8
"""Of a name that a scan left letters out of, so much is there."""


def with_sides(values: Sequence[LabelledValue], outline: Outline) -> list[LabelledValue]:
    """Return `values`, those that stand beside each other behind one label not both one party's."""
    owned = list(values)
    names = {
        outline.text[value.start : value.end]: value.owner
        for value in values
        if value.key == "party" and value.owner is not None and not value.blank
    }
    for pairs in _tables(values, outline):
        doubled = [pair for pair in pairs if values[pair[0]].group == values[pair[1]].group]
        if not any(values[left].key in _SINGLE and values[left].owner is not None for left, _ in doubled):
            continue
        sides = _sides(values, pairs, names, outline)
        for pair in doubled:
            for index, owner in zip(pair, sides, strict=True):
                owned[index] = replace(values[index], owner=owner)
    for pairs in _stacks(values):
        sides = _sides_of_stack(values, pairs, names, outline)
        for pair in pairs:
            if values[pair[0]].group == values[pair[1]].group:
                for index, owner in zip(pair, sides, strict=True):
                    owned[index] = replace(values[index], owner=owner)
    return owned


def _stacks(values: Sequence[LabelledValue]) -> Iterator[list[Pair]]:
    """Yield the pairs of each page that was copied line by line: 地址:…, 地址:…, 电话:…, 电话:….

    Every label is said twice, in two lines.
    """
    stack: list[Pair] = []
    index = 0
    while index < len(values):
        apart = values[index + 1].paragraph - values[index].paragraph if index + 1 < len(values) else 0
        if 0 < apart <= _APART and values[index].label == values[index + 1].label and values[index].key != "party":
            stack.append((index, index + 1))
            index += 2
            continue
        if len(stack) >= _FEWEST_STACKED:
            yield stack
        stack = []
        index += 1
    if len(stack) >= _FEWEST_STACKED:
        yield stack


def _sides_of_stack(
    values: Sequence[LabelledValue], pairs: Sequence[Pair], names: Mapping[str, Owner], outline: Outline
) -> tuple[Owner | None, Owner | None]:
    """Return whose the first and the second of each pair are: told by their names, or by the parties right above."""
    for pair in pairs:
        if values[pair[0]].key in _NAMES:
            words = [outline.text[values[index].start : values[index].end] for index in pair]
            named = [owner for word in words for name, owner in names.items() if _is_read_as(name, word)]
            if len({owner.group for owner in named}) == 2:
                return named[0], named[-1]
    first = pairs[0][0]
    above = values[max(first - 2, 0) : first]
    owners = [value.owner for value in above if value.key == "party" and value.owner is not None]
    near = bool(above) and values[first].paragraph - above[0].paragraph <= _APART
    return (owners[0], owners[1]) if near and len({owner.group for owner in owners}) == 2 else (None, None)


def _is_read_as(name: str, words: str) -> bool:
    """Tell whether `words` are a name, or what a scan left of it."""
    letters = iter(name)
    return len(words) >= _READ * len(name) and all(letter in letters for letter in words)


def _tables(values: Sequence[LabelledValue], outline: Outline) -> Iterator[list[Pair]]:
    """Yield the pairs of each table: in rows that follow each other, or with one row between."""
    table: list[Pair] = []
    for pair in _pairs(values, outline):
        if table and values[pair[0]].paragraph - values[table[-1][0]].paragraph > 2:
            yield table
            table = []
        table.append(pair)
    if table:
        yield table


def _pairs(values: Sequence[LabelledValue], outline: Outline) -> Iterator[Pair]:
    for paragraph, row in groupby(range(len(values)), key=lambda index: values[index].paragraph):
        by_label: dict[str, list[int]] = {}
        for index in row:
            by_label.setdefault(values[index].label, []).append(index)
        span = outline.paragraphs[paragraph]
        if "\t" in outline.text[span.start : span.end]:
            yield from ((found[0], found[1]) for found in by_label.values() if len(found) == 2)


def _sides(
    values: Sequence[LabelledValue], pairs: Sequence[Pair], names: Mapping[str, Owner], outline: Outline
) -> tuple[Owner | None, Owner | None]:
    """Return whose the left and the right half of a table are, told by the row that names both parties."""
    first, last = values[pairs[0][0]].paragraph, values[pairs[-1][0]].paragraph
    for paragraph in outline.paragraphs[max(first - 2, 0) : last + 1]:
        cells = outline.text[paragraph.start : paragraph.end].split("\t")
        named = [names[cell] for cell in cells if cell in names]
        if len(named) == 2 and named[0].group != named[1].group:
            return named[0], named[1]
    return None, None
