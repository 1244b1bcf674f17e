"""Shares of a part of the price that is called by its name: 设备款的60%, 安装费的100%."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import regex

from extract.fields.context import Context, between
from extract.fields.payments.choice import Draft, sum_of
from extract.fields.segments import segment_around

_WHOLE = Decimal(1)
_REST = 2
"""Characters of 剩余."""
_BESIDE = 10
"""Characters between the name of a part and its price: 安装费为人民币40000元."""


def with_named_bases(context: Context, drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Give the shares of named parts of the price their base.

    A name is that of a part where the contract states a lesser price for it, or where the clause names several
    (设备款的60%, 软件款的60%) and the shares do not come to 1; not where it is what the contract calls its price.
    """
    based: dict[int, Draft] = {}
    for group in {draft.group for draft in drafts}:
        inside = [draft for draft in drafts if draft.group == group]
        named = [(draft, part) for draft in inside if (part := _part(context, draft)) is not None]
        several = _are_several({part["thing"] for _, part in named}) and sum_of(inside, price) != _WHOLE
        for draft, part in named:
            prices = set(_prices(context, part["noun"]))
            lesser = price is not None and any(value < price for value in prices)
            if price not in prices and (several or lesser):
                based[id(draft)] = replace(draft, anchor=replace(draft.anchor, base=part.span("noun")))
    return [based.get(id(draft), draft) for draft in drafts]


def with_bases_in_turn(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Give the shares of several fees that are paid off one behind the other their base.

    软件许可费交付后支付100%;实施费完成后支付70%,一年后支付30%: the shares of each come to 1 and begin with its name.
    """
    based: dict[int, Draft] = {}
    fee = context.pack.pattern("payments.fee_named")
    for group in {draft.group for draft in drafts}:
        runs = _runs_of_whole([draft for draft in drafts if draft.group == group and draft.anchor.share is not None])
        names = [fee.match(context.text, run[0].start, run[0].anchor.start) for run in runs]
        if len({name["noun"] for name in names if name is not None}) < max(len(runs), 2):
            continue
        for run, name in zip(runs, names, strict=True):
            words = name.span("noun") if name is not None else None
            based |= {id(draft): replace(draft, anchor=replace(draft.anchor, base=words)) for draft in run}
    return [based.get(id(draft), draft) for draft in drafts]


def _runs_of_whole(drafts: list[Draft]) -> list[list[Draft]]:
    """Return `drafts` in runs that come to 1 each; none where one does not, or where one has a base already."""
    runs: list[list[Draft]] = [[]]
    for draft in drafts:
        if draft.anchor.base is not None or draft.anchor.cumulative or draft.anchor.kind != "share":
            return []
        runs[-1].append(draft)
        if sum_of(runs[-1], None) >= _WHOLE:
            runs.append([])
    *whole, rest = runs
    return whole if not rest and all(sum_of(run, None) == _WHOLE for run in whole) else []


def without_whole_bases(context: Context, drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop a base that is all of the price: 年度养护费的20% of a contract for one year.

    The contract states the price by that name, or most amounts beside the shares are those of the price.
    """
    once = [d for d in drafts if d.anchor.base is not None and d.terms.recurs is None and not d.anchor.rest]
    named: dict[str, list[Draft]] = {}
    for draft in once:
        named.setdefault(context.text[slice(*draft.anchor.base or (0, 0))], []).append(draft)
    whole = [told for name, told in named.items() if price in set(_prices(context, name)) or _most_fit(told, price)]
    freed = {id(draft) for told in whole for draft in told}
    return [replace(d, anchor=replace(d.anchor, base=None)) if id(d) in freed else d for d in drafts]


def _most_fit(drafts: list[Draft], price: Decimal | None) -> bool:
    """Tell whether most of several amounts are the price times the share beside them."""
    stated = [(d.anchor.share, d.anchor.money.value) for d in drafts if d.anchor.share and d.anchor.money is not None]
    fitting = [amount for share, amount in stated if price is not None and share * price == amount]
    return len(fitting) > 1 and len(fitting) * 2 > len(stated)


def with_rests_of_price(context: Context, drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Read a share of what is left that is all of it as one of the price: 付至95%;剩余合同价款5%作为质保金."""
    out = list(drafts)
    for index, draft in enumerate(drafts):
        anchor = draft.anchor
        if anchor.base is None or anchor.share is None or not anchor.rest:
            continue
        of_rest = context.pack.pattern("payments.rest_before").search(context.text[slice(*anchor.base)][:_REST])
        before = [other for other in out[:index] if other.group == draft.group]
        if of_rest is not None and sum_of(before, price) + anchor.share == _WHOLE:
            out[index] = replace(draft, anchor=replace(anchor, base=None))
    return out


def _part(context: Context, draft: Draft) -> regex.Match[str] | None:
    """Return the name of the part of the price that a share is of, or None."""
    anchor = draft.anchor
    if anchor.kind != "share" or anchor.base is not None or anchor.lead < 0:
        return None
    return context.pack.pattern("payments.part_of_price").match(context.text, anchor.lead, anchor.start)


def _are_several(things: set[str]) -> bool:
    """Tell whether things differ; 软件开发 and 开发 are one."""
    return len([thing for thing in things if not any(thing in other for other in things - {thing})]) > 1


def _prices(context: Context, noun: str) -> Iterator[Decimal]:
    """Yield the prices that the contract states for a part, outside the words that pay it."""
    text, pay = context.text, context.pack.pattern("payments.pay")
    place = text.find(noun)
    while place >= 0:
        start, end = segment_around(text, place, 0, len(text))
        behind = place + len(noun)
        money = between(context.mentions.money, behind, min(end, behind + _BESIDE))
        if money and not pay.search(text, start, end) and not between(context.mentions.rates, start, end):
            yield money[0].value
        place = text.find(noun, behind)
