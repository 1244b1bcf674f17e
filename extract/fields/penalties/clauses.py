"""What is broken where a penalty names no breach but a clause: 违反本条的, 违反第八条第二款的."""

from __future__ import annotations

import re

from extract.fields.context import Context
from extract.fields.passages import sentences
from extract.fields.penalties.facts import breach_named
from extract.model import Breach
from extract.nlp.mentions import Region
from extract.nlp.numerals import NumeralError, read_integer
from extract.structure.outline import ClauseNode

_NO_FIGURE = re.compile(r"[^\d一二三四五六七八九十]")
_CLAUSE = ("违反本条", "违反本款", "违反了本条", "违反了本款")
_CHAPTER = ("违反本章", "违反本节", "违反了本章")
_OPENING = 60
"""Characters of a clause that say what it is about."""


def breach_by_clause(context: Context, offset: int, condition: Region) -> Breach | None:
    """Return the breach of the clause that the words `condition` of the penalty at `offset` point to, or None."""
    text, pack = context.text, context.pack
    here = pack.pattern("penalties.this_clause").search(text, *condition)
    if here is not None:
        return _breach_here(context, offset, here[0])
    match = pack.pattern("penalties.other_clause").search(text, *condition)
    if match is None:
        return None
    if match["decimal"]:
        clause = next((c for c in context.outline.clauses if c.number.rstrip(".、") == match["decimal"]), None)
    else:
        clause = _numbered(context, match["number"], None, match["unit"])
    if clause is None:
        return None
    item = (_numbered(context, match["item"], clause.index) if match["item"] else None) or clause
    opening = text[item.start : min(item.end, item.start + _OPENING)]
    return breach_named(opening, pack) or _breach(context, clause)


def _breach_here(context: Context, offset: int, words: str) -> Breach | None:
    """Return the breach of the innermost clause around `offset` that tells one; `words` point to it (违反本条约定).

    A clause without a title says in its own sentences what it forbids, whatever its chapter is about:
    「第十五条 乙方不得转包。违反本条约定的 …」.
    """
    clauses = context.outline.ancestry(offset)
    if clauses and clauses[0].title is None and not words.startswith(_CHAPTER):
        kind = _forbidden(context, offset, nearest=not words.startswith(_CLAUSE))
        if kind is not None:
            return kind
    return next((kind for clause in clauses if (kind := _breach(context, clause))), None)


def _forbidden(context: Context, offset: int, *, nearest: bool) -> Breach | None:
    """Return the breach of what the first (or nearest) sentence before `offset` in its paragraph forbids."""
    text, pack = context.text, context.pack
    paragraph = context.outline.paragraph_at(offset)
    before = list(sentences(text, paragraph.body_start, context.sentence(offset)[0]))
    for start, end in before[::-1] if nearest else before:
        if pack.pattern("penalties.forbids").search(text, start, end):
            kind = breach_named(text[start:end], pack)
            if kind is not None:
                return kind
    return None


def _breach(context: Context, clause: ClauseNode) -> Breach | None:
    """Return what it is to break a clause, by its kind."""
    breaches: tuple[Breach, ...] = (
        "confidentiality", "intellectual_property", "subcontracting", "safety", "staffing", "late_performance",
        "quality",
    )  # fmt: skip
    table = context.pack.table("penalties.clause_breaches")
    return next((breach for breach in breaches if clause.kind in table[breach]), None)


def _numbered(context: Context, number: str, parent: int | None, unit: str | None = None) -> ClauseNode | None:
    """Return the first clause with the number: one of that `unit` (第八条, 第八章) if any, else one under `parent`."""
    same = [c for c in context.outline.clauses if _value(c.number) == _value(number)]
    called = [c for c in same if unit is not None and c.number.endswith(unit)]
    return next(iter(called or [c for c in same if c.parent == parent]), None)


def _value(number: str) -> int | None:
    digits = _NO_FIGURE.sub("", number)
    try:
        return read_integer(digits)
    except NumeralError:
        return None
