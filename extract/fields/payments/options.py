"""Instalments that are paid instead of others: 中小企业预付60%,大型企业预付30%."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal

import regex

from extract.fields.context import Context
from extract.fields.payments.choice import Draft, sum_of
from extract.nlp.mentions import Region

Case = tuple[Draft, str | None, Region | None]
"""A draft, the case that it is for, and the words of the case."""
_WHOLE = Decimal(1)
_BEHIND = 16
"""A bracket behind a share (60%(中小企业)) ends within this."""


def set_apart(context: Context, drafts: list[Draft], price: Decimal | None) -> tuple[list[Draft], list[Draft]]:
    """Return the drafts that hold together, and those that hold instead of some of them.

    Where a clause tells two cases apart (中小企业, 大型企业; with a bond, without), the case named first is taken; a
    single case (中小企业支付60%) is set apart where the others make up the price without it. The words of the case
    taken are a condition of its instalments, those of another are the `option` of its own.
    """
    kept: list[Draft] = []
    apart: list[Draft] = []
    for group in dict.fromkeys(draft.group for draft in drafts):
        here = list(_cases(context, [draft for draft in drafts if draft.group == group]))
        names = list(dict.fromkeys(name for _, name, _ in here if name is not None))
        others = set(names[1:])
        if len(names) == 1 and _stands_beside(context, here, price):
            others = set(names)
        for draft, name, words in here:
            if name in others:
                apart.append(replace(draft, option=words))
            else:
                kept.append(_with_condition(draft, words) if others and words is not None else draft)
    return sorted(kept, key=lambda draft: draft.start), apart


def _stands_beside(context: Context, here: list[Case], price: Decimal | None) -> bool:
    """Tell whether the only case of a clause stands beside shares that hold without it: 60%(大型企业为30%)."""
    if sum_of((draft for draft, _, _ in here), price) > _WHOLE:
        return sum_of((draft for draft, name, _ in here if name is None), price) == _WHOLE
    behind = {draft.anchor.end for draft, name, _ in here if name is None}
    return all(words is None or (words[0] - 1 in behind and context.text[words[0] - 1] == "(") for _, _, words in here)


def _with_condition(draft: Draft, words: Region) -> Draft:
    conditions = tuple(sorted({*draft.terms.conditions, words}))
    return replace(draft, terms=replace(draft.terms, conditions=conditions))


def _cases(context: Context, drafts: Iterable[Draft]) -> Iterator[Case]:
    """Yield each draft with the case that it is for, and its words.

    A case holds to the end of its sentence or bracket; 余款 behind two cases is for both.
    """
    told: list[regex.Match[str]] = []
    last = 0
    for draft in drafts:
        between = context.text[last : draft.anchor.start]
        if any(mark in between for mark in "。;\n") or (told and between.find(")") > between.find("(")):
            told = []
        own = _case(context, draft)
        told = [*told, own] if own is not None else told
        several = len({case.lastgroup for case in told}) > 1
        case = None if not told or (own is None and draft.anchor.kind == "rest" and several) else told[-1]
        last = draft.anchor.end
        yield draft, case.lastgroup if case is not None else None, case.span() if case is not None else None


def _case(context: Context, draft: Draft) -> regex.Match[str] | None:
    """Return the words of the case that a draft names before its sum, or in a bracket behind it."""
    pattern, text, anchor = context.pack.pattern("payments.case"), context.text, draft.anchor
    before = list(pattern.finditer(text, draft.start, anchor.start))
    if before:
        return before[-1]
    if text[anchor.end : anchor.end + 1] != "(":
        return None
    behind = pattern.match(text, anchor.end + 1, anchor.end + _BEHIND)
    return behind if behind is not None and text[behind.end() : behind.end() + 1] == ")" else None
