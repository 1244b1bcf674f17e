"""What becomes of a guarantee: when and how it is returned, when it is kept, and what late return costs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extract.fields.context import Context
from extract.nlp.mentions import Region

_LONGEST = 900
"""The clause of a guarantee is read this far from its name."""
_FOLLOWING = 3
"""Without such a clause, so many paragraphs behind the name are read."""
_SENTENCE = re.compile(r"[^。;\n\t]++")


@dataclass(frozen=True, slots=True)
class GuaranteeTerms:
    """The first sentence on each, or None."""

    returned: Region | None = None
    forfeited: Region | None = None
    late: Region | None = None


def read_terms(context: Context, kind: str, name: int, named: Mapping[int, str]) -> GuaranteeTerms:
    """Return the terms in the clause of the guarantee of `kind` that is named at the flow offset `name`.

    `named` has the kinds of all guarantees by where their names stand: a sentence on others alone says nothing of it.
    """
    start, end = _clause(context, name)
    if start == end:
        return GuaranteeTerms()
    pack, text = context.pack, context.text
    sentences = [
        match.span()
        for match in _SENTENCE.finditer(text, start, end)
        if not defers(context, match.span())
        and kind in ({other for place, other in named.items() if match.start() <= place < match.end()} or {kind})
    ]
    late = [each for each in sentences if pack.pattern("guarantees.late_return").search(text, *each)]
    kept = [
        _behind_label(context, each) for each in sentences if pack.pattern("guarantees.forfeited").search(text, *each)
    ]
    back = [each for each in sentences if each not in late and is_return(context, kind, each)]
    return GuaranteeTerms(*(next(iter(found), None) for found in (back, kept, late)))


def _behind_label(context: Context, cell: Region) -> Region:
    """Return the cell behind one that only says what it is about (不予退还的情形), or else `cell` itself."""
    label = context.pack.pattern("guarantees.label_cell").fullmatch(context.text, *cell)
    if label is None or not context.text.startswith("\t", cell[1]):
        return cell
    told = _SENTENCE.match(context.text, cell[1] + 1)
    return told.span() if told is not None else cell


def is_return(context: Context, kind: str, sentence: Region) -> bool:
    """Tell whether a sentence says when a guarantee comes back; 付清 pays out a retention, but no deposit."""
    if context.pack.pattern("guarantees.return_heading").fullmatch(context.text, *sentence) is not None:
        return False
    given_back = context.pack.pattern("guarantees.given_back")
    if kind == "deposit" and given_back.search(context.text, *sentence) is None:
        return False
    return context.pack.pattern("guarantees.returned").search(context.text, *sentence) is not None


def defers(context: Context, sentence: Region) -> bool:
    """Tell whether a general term leaves what it is about to the special ones, and so says nothing itself."""
    return context.pack.pattern("guarantees.defers").search(context.text, *sentence) is not None


def _clause(context: Context, name: int) -> Region:
    """Return the clause on guarantees around `name`, or else its paragraph with those behind it that go on about it."""
    clauses = [clause for clause in context.outline.ancestry(name) if clause.kind == "guarantee"]
    if clauses:
        return max(clauses[0].start, name - _LONGEST), min(clauses[0].end, name + _LONGEST)
    paragraphs = context.outline.paragraphs
    first = last = context.outline.paragraph_at(name)
    for following in paragraphs[first.index + 1 : first.index + 1 + _FOLLOWING]:
        if context.pack.pattern("guarantees.goes_on").search(context.text, following.start, following.end) is None:
            break
        last = following
    return first.start, min(last.end, name + _LONGEST)
