"""Sums that the same clause deals out to instalments, and that are none themselves.

费用总额40万元,分四期支付,每期支付10万元; 信用证支付100%,其中90%凭单据支付,10%验收后支付.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import accumulate

from extract.fields.context import Context
from extract.fields.payments.choice import Draft, sum_of
from extract.fields.payments.dealing import is_for_each

_WHOLE = Decimal(1)


def without_price(context: Context, drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Return `drafts` without the price that the same clause deals out: 费用总额40万元,分四期支付,每期支付10万元.

    Shares that make it up deal it out too: 支付服务费40万元,签订后支付50%,验收后支付50%.
    """
    kept = [
        draft
        for draft in drafts
        if not (_is_price(draft, price) and (_is_dealt_out(draft, drafts, price) or _is_paid_off(draft, drafts)))
    ]
    for each in drafts:
        if each.anchor.kind != "amount" or not is_for_each(context, each.start, each.anchor.words_start):
            continue
        for whole in drafts:
            if whole is not each and whole.group == each.group and _is_price(whole, price):
                terms = replace(each.terms, recurs=each.terms.recurs or whole.terms.recurs)
                kept = [replace(draft, terms=terms) if draft is each else draft for draft in kept if draft is not whole]
    return kept


def without_divided(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Return `drafts` without the shares that those right behind 其中 make up: 支付100%,其中90%凭单据,10%验收后.

    The first of these takes the event of the whole where it has none.
    """
    kept: list[Draft] = []
    for index, draft in enumerate(drafts):
        last = kept[-1] if kept else None
        if last is not None and _divides(context, last, draft) and _comes_to(last, drafts[index:]):
            kept[-1] = replace(draft, terms=replace(draft.terms, trigger=draft.terms.trigger or last.terms.trigger))
        else:
            kept.append(draft)
    return kept


def _divides(context: Context, whole: Draft, part: Draft) -> bool:
    """Tell whether 其中 and the like stand between a share and the next."""
    divided = context.pack.pattern("payments.divided")
    return divided.search(context.text, whole.anchor.end, part.anchor.words_start) is not None


def _comes_to(whole: Draft, behind: list[Draft]) -> bool:
    """Tell whether several of the shares `behind` another come to just as much; its rest is left out."""
    shares = [
        draft.anchor.share if draft.anchor.base is None else None for draft in behind if draft.group == whole.group
    ]
    told = [share for share in shares if share is not None and share != _WHOLE]
    return whole.anchor.kind == "share" and whole.anchor.share in [*accumulate(told)][1:]


def _is_dealt_out(whole: Draft, drafts: list[Draft], price: Decimal | None) -> bool:
    shares = [draft for draft in drafts if draft.group == whole.group and draft.anchor.kind == "share"]
    return sum_of(shares, price) == _WHOLE


def _is_paid_off(whole: Draft, drafts: list[Draft]) -> bool:
    """Tell whether a price without event and time is all paid by another sentence: 款项共计10万元。验收后一次性付清."""
    terms = whole.terms
    if terms.trigger or terms.due or terms.due_on or terms.recurs:
        return False
    others = [draft for draft in drafts if draft.place == whole.place and draft is not whole]
    return [draft.anchor.kind for draft in others] == ["whole"] and others[0].terms.trigger is not None


def _is_price(draft: Draft, price: Decimal | None) -> bool:
    return draft.anchor.kind == "amount" and draft.anchor.money is not None and draft.anchor.money.value == price
