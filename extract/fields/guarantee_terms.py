"""What becomes of a guarantee: when and how it is returned, when it is kept, and what late return costs."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extract.fields.context import Context

Region = tuple[int, int]
_LONGEST = 900
"""The clause of a guarantee is read this far from its name."""
_SENTENCE = regex.compile(r"[^。;\n\t]++")


@dataclass(frozen=True, slots=True)
class GuaranteeTerms:
    """The first sentence on each, or None."""

    returned: Region | None = None
    forfeited: Region | None = None
    late: Region | None = None


def read_terms(context: Context, name: int) -> GuaranteeTerms:
    """Return the terms in the clause of the guarantee that is named at the flow offset `name`."""
    start, end = _clause(context, name)
    if start == end:
        return GuaranteeTerms()
    sentences = [match.span() for match in _SENTENCE.finditer(context.text, start, end)]
    pack, text = context.pack, context.text
    late = [each for each in sentences if pack.pattern("guarantees.late_return").search(text, *each)]
    kept = [each for each in sentences if pack.pattern("guarantees.forfeited").search(text, *each)]
    back = [each for each in sentences if each not in late and pack.pattern("guarantees.returned").search(text, *each)]
    return GuaranteeTerms(*(next(iter(found), None) for found in (back, kept, late)))


def _clause(context: Context, name: int) -> Region:
    """Return the clause on guarantees around `name`, or else its paragraph."""
    clauses = [clause for clause in context.outline.ancestry(name) if clause.kind == "guarantee"]
    paragraph = context.outline.paragraph_at(name)
    if not clauses:
        return paragraph.start, min(paragraph.end, name + _LONGEST)
    clause = clauses[0]
    return max(clause.start, name - _LONGEST), min(clause.end, name + _LONGEST)
