"""Cross-references to the contract's own clauses, and whether there is such a clause."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from extract.fields.context import Context
from extract.model import Reference
from extract.nlp.numerals import NumeralError, read_integer
from extract.structure.numbering import figures_of, number_alone
from extract.structure.outline import ClauseNode

_REACH = 60
"""So many characters before a reference may say which paper it leads into."""
_FEWEST_CLAUSES = 3
_HEADINGS = ("formal", "han", "arabic", "arabic_half")
Numbers = tuple[set[int], set[str]]
"""The numbers of the articles, and the decimal numbers, of one paper."""


def read_references(context: Context) -> tuple[Reference, ...]:
    """Return the references to clauses; those into laws, the tender or other papers are left out.

    In an annex a reference leads to the annex itself, or to the contract where it says so. A paper whose clauses
    are not numbered in the way of the reference says nothing about it.
    """
    return tuple(_references(context))


def _references(context: Context) -> Iterator[Reference]:
    text, pack = context.text, context.pack
    papers: dict[int | None, Numbers] = {}
    outside = -1  # where the last reference out of this contract ends
    for match in pack.pattern("references.reference").finditer(text):
        paragraph = context.outline.paragraph_at(match.start())
        if not text[paragraph.start : match.start()].strip(" \t#*->"):
            continue  # the number of the clause itself
        before = text[max(paragraph.start, match.start() - _REACH) : match.start()]
        goes_on = outside >= paragraph.start and pack.pattern("references.goes_on").fullmatch(
            text, outside, match.start()
        )
        if goes_on or pack.pattern("references.other_paper").search(before):
            outside = match.end()
            continue
        annex = context.outline.section_at(match.start()).annex
        if annex is not None and pack.pattern("references.main_contract").search(before):
            annex = None
        if annex not in papers:
            papers[annex] = _numbers(context, annex)
        number = _number(match)
        known = _known(number, papers[annex])
        if known is None and annex is not None:
            continue
        if known is not None:
            span = context.span(*match.span())
            yield Reference(
                number=number, found=known, text=context.quote(span), spans=(span,), rule="references.reference"
            )


def called_clauses(context: Context, words: str) -> Iterator[ClauseNode]:
    """Yield the clauses that words in a table call, which tells the terms of each in a row: 第五条, 合同条款第5.2款."""
    match = context.pack.pattern("references.reference").search(words)
    if match is None or words[match.end() :].strip(":"):
        return
    called = _number(match).partition(".")[0]
    for clause in context.outline.clauses:
        read = number_alone(clause.number)
        heads = read is not None and read.style in ("article", *_HEADINGS)
        if heads and str(_value(figures_of(clause.number))) == called:
            yield clause


def _number(match: regex.Match[str]) -> str:
    if match["decimal"]:
        return str(match["decimal"])
    try:
        return str(read_integer(match["article"]))
    except NumeralError:
        return ""


def _known(number: str, numbers: Numbers) -> bool | None:
    """Tell whether a paper has the clause; None where its numbering cannot say."""
    articles, decimals = numbers
    if number == "":
        return None
    if "." not in number:
        return int(number) in articles if len(articles) >= _FEWEST_CLAUSES else None
    if not any(other.count(".") == number.count(".") and _head(other) == _head(number) for other in decimals):
        return None  # clause 8 has no 8.x at all: 8.2 may be its second sub-clause
    return number in decimals


def _head(number: str) -> str:
    return number.rpartition(".")[0]


def _numbers(context: Context, annex: int | None) -> Numbers:
    """Return the numbers of a paper's clauses: articles, else the headings that stand for them."""
    articles: set[int] = set()
    headings: set[int] = set()
    decimals: set[str] = set()
    for clause in context.outline.clauses:
        if context.outline.section_at(clause.start).annex != annex:
            continue
        read = number_alone(clause.number)
        if read is None:
            continue
        bare = figures_of(clause.number)
        if read.style.startswith("decimal"):
            decimals.add(bare)
            headings.add(int(bare.partition(".")[0]))
            continue
        value = _value(bare)
        if value is None:
            continue
        if read.style == "article":
            articles.add(value)
        elif read.style in _HEADINGS:
            headings.add(value)
        if clause.parent is not None:
            parent = context.outline.clauses[clause.parent]
            decimals.update(_sub_number(parent.number, value))
    return articles or headings, decimals


def _value(bare: str) -> int | None:
    try:
        return read_integer(bare)
    except NumeralError:
        return None


def _sub_number(parent: str, value: int) -> Iterator[str]:
    """Yield the decimal number by which a sub-clause may be called: 第八条 with （二） is 8.2."""
    bare = re.sub(r"[^\d一二三四五六七八九十百零〇]", "", parent) if "." not in parent.strip(".") else ""
    try:
        yield f"{read_integer(bare)}.{value}" if bare else f"0.{value}"
    except NumeralError:
        return
