"""Chooses the instalments among all the places of a contract that promise payment."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from extract.fields.payments.anchors import Anchor
from extract.fields.payments.blocks import ANNEX, BODY, PAYMENT, PRICE
from extract.fields.payments.shares import is_part_of_total, stated_sum
from extract.fields.payments.terms import Terms

SCHEDULE = "payments.schedule"
"""The rule of an instalment that is a row of a table; prose beside the table may say it again."""
_WHOLE = Decimal(1)
_LEAST_LEVELS = 3
"""Two shares that are too much together may be one that is wrong."""
_MOST_TIMES = 60
"""The months of five years."""
_MOST_KEPT = Decimal("0.1")
"""A retention of more is stated with its share."""
_NUMBERED = ("share", "amount", "rest", "unread")
_AT_ONCE, _AGAIN = ("whole",), ("recurring",)
_ORDER = (
    (PAYMENT, _NUMBERED),
    (PRICE, _NUMBERED),
    (PAYMENT, _AT_ONCE),
    (PRICE, _AT_ONCE),
    (PAYMENT, _AGAIN),
    (PRICE, _AGAIN),
    (BODY, _NUMBERED),
    (BODY, _AT_ONCE),
    (BODY, _AGAIN),
    (ANNEX, _NUMBERED),
    (ANNEX + PRICE, _NUMBERED),
    (ANNEX, _AT_ONCE),
)
"""Where to look for what, the best first."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One instalment as one place of the contract promises it; `group` and `place` tell where.

    `option` are the words of the case in which it is paid instead of others: 大型企业.
    """

    start: int
    end: int
    anchor: Anchor
    terms: Terms
    group: int
    place: int
    rule: str
    option: tuple[int, int] | None = None


def choose(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Return the drafts that are the instalments, in order.

    The first place that says how much decides, the payment clause before the price clause before the rest of
    the contract; all of it at once (一次性付清) and 按月支付 count where nothing says more. A fee beside the price
    (按量费用期满结清) is one more where the price is paid again and again.
    """
    beside = [draft for draft in drafts if draft.anchor.kind == "whole" and draft.anchor.share is None]
    chosen = _chosen([draft for draft in drafts if draft not in beside], price)
    if any(draft.anchor.kind != "recurring" for draft in chosen):
        return chosen
    return sorted([*chosen, *beside], key=lambda draft: draft.start)


def _chosen(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    for place, kinds in _ORDER:
        here = [draft for draft in drafts if draft.place == place and draft.anchor.kind in kinds]
        here = _without_vague_retention(here, price)
        if place not in (PAYMENT, PRICE):
            here = _certain(here, price)
        if not here:
            continue
        if kinds is not _NUMBERED:
            return [max(here, key=_detail)]
        here = _as_parts(_as_levels(here), price)
        closing = [
            draft
            for draft in drafts
            if draft.place == place
            and draft.anchor.kind == "whole"
            and draft.start > here[-1].start
            and draft.group == here[-1].group
        ]
        fitting = _fitting([*here, *_as_rest(closing, here, price)], price)
        return _without_idle(_completed(fitting, drafts, price), price)
    return []


def _without_vague_retention(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop a retention without a share (质保期满后支付质保金), unless the others leave just what is usually kept."""
    vague = [draft for draft in drafts if draft.anchor.kind == "rest" and draft.anchor.retained]
    others = [draft for draft in drafts if draft not in vague]
    left = _WHOLE - sum_of(others, price)
    return drafts if not vague or (len(vague) == 1 and 0 < left <= _MOST_KEPT) else others


def _as_levels(drafts: list[Draft]) -> list[Draft]:
    """Read 付70%,付80%,付95%,另5%作为质保金 as 付至: they rise, and the last one leaves just the retention."""
    paid = [d for d in drafts if d.anchor.kind == "share" and is_part_of_total(d.anchor, recurs=bool(d.terms.recurs))]
    levels = {id(d): d.anchor.share for d in paid if d.anchor.share is not None and not d.anchor.retained}
    kept = sum((d.anchor.share for d in paid if d.anchor.share is not None and d.anchor.retained), Decimal(0))
    rising = list(levels.values())
    if len(rising) < _LEAST_LEVELS or not kept or rising[-1] + kept != _WHOLE or len({d.group for d in paid}) > 1:
        return drafts
    if any(d.anchor.cumulative for d in paid) or any(before >= after for before, after in pairwise(rising)):
        return drafts
    return [replace(d, anchor=replace(d.anchor, cumulative=True)) if id(d) in levels else d for d in drafts]


def _as_parts(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Read 支付至45%(即45万元) as 支付45% where every share has its amount beside it, and these make up the price."""
    stated = [(d.anchor.share, d.anchor.money.value) for d in drafts if d.anchor.money is not None]
    if price is None or len(stated) != len(drafts) or sum(amount for _, amount in stated) != price:
        return drafts
    if any(share is not None and share * price != amount for share, amount in stated):
        return drafts
    return [replace(d, anchor=replace(d.anchor, cumulative=False)) for d in drafts]


def _detail(draft: Draft) -> tuple[int, int]:
    """Return how much a draft says of event and time; of equals the first one wins."""
    return (draft.terms.trigger is not None) + 2 * (draft.terms.due is not None), -draft.start


def _certain(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Outside the clauses on price and payment, take bare amounts for instalments only when they make up the price.

    Alone or with the shares beside them, or one paid again and again (每月支付10万元 of a price of 100万元). Or when
    several stand together, each called an instalment (第一笔款): a wrong one among them must not hide them all.
    """
    amounts = [draft for draft in drafts if draft.anchor.kind == "amount"]
    together = len(amounts) > 1 and len({draft.group for draft in amounts}) == 1
    if _WHOLE in (sum_of(amounts, price), sum_of(drafts, price)) or (
        together and all(draft.terms.label is not None for draft in amounts)
    ):
        return drafts
    if len(drafts) == 1 and price and _comes_to(drafts[0], price):
        return drafts
    return [draft for draft in drafts if draft.anchor.kind != "amount"]


def _comes_to(draft: Draft, price: Decimal) -> bool:
    """Tell whether an amount that is paid each month or quarter goes into the price a plausible number of times."""
    money = draft.anchor.money
    if money is None or draft.terms.recurs is None or draft.anchor.kind != "amount":
        return False
    return price % money.value == 0 and 1 < price / money.value <= _MOST_TIMES


def sum_of(drafts: Iterable[Draft], price: Decimal | None) -> Decimal:
    """Return what the shares of `drafts` come to, the rest (余款) left out."""
    chosen = list(drafts)
    return stated_sum([d.anchor for d in chosen], [d.terms.recurs is not None for d in chosen], price)


def _as_rest(closing: list[Draft], before: list[Draft], price: Decimal | None) -> list[Draft]:
    """Take 全部付清 behind other instalments for the rest, if the others leave one."""
    if not closing or sum_of(before, price) >= _WHOLE or any(draft.anchor.kind == "rest" for draft in before):
        return []
    last = closing[0]
    return [replace(last, anchor=replace(last.anchor, kind="rest", share=None, rest=True), rule="payments.rest")]


def _fitting(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop what one contract says twice, as a cadence or where the shares come to more than the price."""
    drafts = _without_told_cadence(drafts, price)
    if any(draft.anchor.kind == "rest" for draft in drafts) and sum_of(drafts, price) == _WHOLE:
        drafts = [draft for draft in drafts if draft.anchor.kind != "rest"]  # nothing is left
    if sum_of(drafts, price) <= _WHOLE and not _repeats(drafts):
        return drafts
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.group, []).append(draft)
    if len(groups) > 1:
        distinct = _distinct(list(groups.values()), price)
        kept = [draft for group in distinct for draft in group]
        if sum_of(kept, price) > _WHOLE:
            kept = max(distinct, key=lambda group: (-abs(sum_of(group, price) - _WHOLE), len(group)))
        drafts = kept
    return _without_repeats(drafts, price)


def _without_told_cadence(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop 每季度支付25% where the four quarters follow one by one; with a wrong amount it stays to be checked."""
    told = [d for d in drafts if d.anchor.base is None and (d.terms.recurs is None or d.terms.due_on is not None)]
    shares = [_share_of(draft, price) for draft in told]

    def is_told(draft: Draft) -> bool:
        share = _share_of(draft, price) if draft.anchor.base is None and draft not in told else None
        if share is None or _is_wrong(draft, price):
            return False
        return share in shares and len(told) > 1 and round(_WHOLE / share) == len(told)

    return [draft for draft in drafts if not is_told(draft)]


def _share_of(draft: Draft, price: Decimal | None) -> Decimal | None:
    """Return the share of the price that a draft states, or its amount comes to."""
    money = draft.anchor.money
    if draft.anchor.share is not None or money is None or not price:
        return draft.anchor.share
    return money.value / price


def _is_wrong(draft: Draft, price: Decimal | None) -> bool:
    """Tell whether a draft states an amount that is not its share of the price."""
    money, share = draft.anchor.money, draft.anchor.share
    return money is not None and share is not None and price is not None and share * price != money.value


def _repeats(drafts: list[Draft]) -> bool:
    """Tell whether two places each leave a rest: the same instalments, stated twice."""
    return len({draft.group for draft in drafts if draft.anchor.kind == "rest"}) > 1


def _distinct(groups: list[list[Draft]], price: Decimal | None) -> list[list[Draft]]:
    """Leave out groups whose shares another group states too."""
    kept: list[list[Draft]] = []
    for group in sorted(groups, key=len, reverse=True):
        keys = [_key(draft, price) for draft in group]
        if not any(all(key in [_key(draft, price) for draft in other] for key in keys) for other in kept):
            kept.append(group)
    return sorted(kept, key=lambda group: group[0].start)


def _key(draft: Draft, price: Decimal | None) -> tuple[object, ...]:
    """Return what tells whether two drafts pay the same: an amount of a known price counts as its share."""
    money, share = draft.anchor.money, _share_of(draft, price)
    return draft.anchor.kind == "rest", share if share is not None else money.value if money else None


def _without_repeats(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop a draft that repeats another's share without event and time, or with its sum, while there is too much."""
    kept = list(drafts)
    for draft in drafts:
        if sum_of(kept, price) <= _WHOLE:
            break
        dated = draft.terms.trigger or draft.terms.due or draft.terms.due_on
        vague = not dated and not _is_wrong(draft, price)
        twice = sum(_key(other, price) == _key(draft, price) for other in kept) > 1
        rest = [other for other in kept if other is not draft]
        told = draft.rule != SCHEDULE and any(other.rule == SCHEDULE and _same_sum(draft, other) for other in rest)
        if (vague and twice) or told or (draft.anchor.retained and sum_of(rest, price) == _WHOLE):
            kept = rest
    return kept


def _same_sum(one: Draft, other: Draft) -> bool:
    """Tell whether two drafts state the same share and the same amount: a row of a schedule, and a note on it."""
    sums = one.anchor.money, other.anchor.money
    return one.anchor.share == other.anchor.share and all(sums) and len({money.value for money in sums if money}) == 1


def _completed(chosen: list[Draft], drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Add the retention that another clause releases, where it is just what is missing."""
    missing = _WHOLE - sum_of(chosen, price)
    if missing <= 0 or any(draft.anchor.kind == "rest" for draft in chosen):
        return chosen
    for draft in drafts:
        if draft not in chosen and draft.anchor.retained and draft.anchor.share == missing and draft.place < ANNEX:
            return sorted([*chosen, draft], key=lambda d: d.start)
    return chosen


def _without_idle(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop 付足95% where the instalments before it already come to 95 %: it pays nothing more."""
    kept: list[Draft] = []
    for draft in drafts:
        if not (
            draft.anchor.cumulative and draft.anchor.share is not None and draft.anchor.share == sum_of(kept, price)
        ):
            kept.append(draft)
    return kept
