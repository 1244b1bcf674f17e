"""The places in a sentence that say how much is paid: a share, an amount, the rest, all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from extract.fields.context import Context, between
from extract.fields.payments.lists import (
    ends_item,
    find_equal_parts,
    find_ratio,
    is_in_row,
    is_listed_sum,
    leaves_out_verb,
)
from extract.fields.payments.makeup import without_makeup
from extract.fields.payments.retentions import find_held, is_retained
from extract.fields.segments import has_stop, segment_around, segment_end, segment_start
from extract.nlp import mentions as found
from extract.nlp.mentions import Region

AnchorKind = Literal["share", "amount", "rest", "whole", "recurring", "blank", "unread"]
_BEHIND = 30
_LONGEST_ITEM = 60
_SAID_AGAIN = 30
"""Characters between an amount and the share that says the same: 支付10万元(合同总价的30%)."""
_REST_AHEAD, _REST_BEHIND = 24, 12
"""Characters between 余款 and its number behind it (尾款,即合同总价的10%), and before it (10%作为尾款)."""
_MOST_NUMBERS = 60
"""A part with more rates and amounts than this is a list of something else."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a part says how much one instalment is.

    `base` is what the share is of, when that is not the price of the contract; `words`: 40% of 30%(百分之四十);
    `cumulative`: 付至80%; `rest`: 剩余款项; `retained`: kept back as 质保金. `lead` is where the words
    about the sum begin (合同总价的30%); `progress`: a share of the work done by then, all of which is the price;
    `parts`: one of so many that are alike and told at one place (平均分三次).
    """

    kind: AnchorKind
    start: int
    end: int
    share: Decimal | None = None
    words: Decimal | None = None
    money: found.Money | None = None
    base: Region | None = None
    cumulative: bool = False
    cap: bool = False
    rest: bool = False
    retained: bool = False
    progress: bool = False
    lead: int = -1
    parts: int = 1

    @property
    def words_start(self) -> int:
        """Flow offset where the words about the sum begin."""
        return self.lead if self.lead >= 0 else self.start


def find_anchors(context: Context, start: int, end: int, *, strict: bool) -> list[Anchor]:
    """Return the anchors of the part [start, end), in order, one for each instalment.

    `strict` asks for a verb of paying in the part, for places outside the payment clause. What being late costs at the
    end of a part (,逾期返还的按LPR计息) pays nothing and spoils nothing.
    """
    late = context.pack.pattern("payments.late_clause").search(context.text, start, end)
    end = late.start() if late is not None else end
    words = _without_asides(context, start, end)
    pays = context.pack.pattern("payments.pay").search(words) is not None
    if (strict and not pays) or context.pack.pattern("payments.not_instalment").search(words):
        return []
    rates, sums = between(context.mentions.rates, start, end), between(context.mentions.money, start, end)
    if len(rates) + len(sums) > _MOST_NUMBERS:
        return []
    if ratio := find_ratio(context, start, end):
        return [Anchor("share", each.start, each.end, share=each.value, lead=ratio[0].start) for each in ratio]
    if alike := find_equal_parts(context, start, end):
        return [Anchor("share", each.start, each.end, share=each.value, parts=len(alike)) for each in alike]
    paid = without_makeup(context, sums, start, end)
    rates = without_makeup(context, rates, start, end)
    anchors = [anchor for rate in rates if (anchor := _share(context, rate, start, end, strict=strict))]
    amounts = [
        anchor
        for money in paid
        if (pays or (not strict and is_listed_sum(context, money, start)))
        and (anchor := _amount(context, money, start, end))
    ]
    anchors = _without_taken_off(context, _merged(context, anchors, amounts))
    anchors = _with_rest(context, anchors, start, end, pays)
    if not anchors:
        blank = context.pack.pattern("payments.blank_share").search(context.text, start, end)
        anchors = [Anchor("blank", *blank.span())] if blank is not None else _whole(context, start, end)
    if not anchors and pays:
        anchors = _unread(context, start, end, sums)
    return sorted(anchors, key=lambda anchor: anchor.start)


def _unread(context: Context, start: int, end: int, read: Sequence[found.Money]) -> list[Anchor]:
    """Return the figure before 元 that cannot be read for certain, 24O000元: how much is paid is not known."""
    for match in context.pack.pattern("payments.unread_amount").finditer(context.text, start, end):
        if not any(money.start < match.end() and match.start() < money.end for money in read):
            return [Anchor("unread", *match.span())]
    return []


def _without_asides(context: Context, start: int, end: int) -> str:
    """Return the words of a part without remarks in brackets and what is deducted before paying."""
    return str(context.pack.pattern("payments.set_aside").sub("", context.text[start:end]))


# --- shares ------------------------------------------------------------------------------------------------


def _share(context: Context, rate: found.Rate, start: int, end: int, *, strict: bool) -> Anchor | None:
    """Return a rate as a share of the price, or None when it measures something else."""
    pack, text = context.pack, context.text
    if not 0 < rate.value <= 1:
        return None
    lowest = max(start, rate.start - int(pack.threshold("payments.reach")))
    before, behind = text[lowest : rate.start], text[rate.end : min(end, rate.end + _BEHIND)]
    cumulative = pack.pattern("payments.cumulative").search(before) is not None
    stopped = cumulative and pack.pattern("payments.stops_paying").match(behind)
    if not stopped and pack.pattern("payments.not_share_behind").match(behind):
        return None
    if pack.pattern("payments.range_behind").match(behind) or pack.pattern("payments.range_before").search(before):
        return None
    work = pack.pattern("payments.work_base").search(before)
    if work is None and pack.pattern("payments.paid_behind").match(behind):
        work = pack.pattern("payments.work_share").search(before)  # 完成的工程量的80%支付进度款
    base, of_work = work or pack.pattern("payments.share_base").search(before), work is not None
    if not cumulative and not of_work and pack.pattern("payments.not_share_before").search(before):
        return None
    segment = segment_around(text, rate.start, start, end)
    if any(low < rate.start < high for low, high in find_held(context, *segment)):
        return None
    retained = is_retained(context, *segment)
    named = segment[0]
    if pack.pattern("payments.restates").match(text, named):
        named = segment_start(text, max(named - 1, start), start)
    if _is_deposit(context, named, rate.start, rate.end, segment[1]):
        return None
    listed = not strict and (
        ends_item(context, rate, start, end) or is_in_row(context, rate) or is_listed_sum(context, rate, start)
    )
    told = retained or listed or _is_named(context, segment, rate)
    if base is None and not (told or (not strict and leaves_out_verb(context, start, segment, rate))):
        return None
    noun = (lowest + base.start("noun"), lowest + base.end("noun")) if base is not None else None
    part = noun if of_work or noun is None else _part(context, *noun)
    return Anchor(
        "share",
        rate.start,
        rate.end,
        share=rate.value,
        words=rate.words_value,
        cumulative=cumulative,
        base=part,
        progress=of_work,
        lead=lowest + base.start("noun") if base is not None else rate.start,
        cap=pack.pattern("payments.cap").search(before) is not None,
        rest=pack.pattern("payments.rest_near").search(before) is not None,
        retained=retained,
    )


def _part(context: Context, start: int, end: int) -> Region | None:
    """Return the words of a base that is not the price of the contract: 当月物业服务费, 该批货款."""
    lowest = segment_start(context.text, start, max(0, start - 12))
    for verb in context.pack.pattern("payments.pay").finditer(context.text, lowest, start):
        lowest = verb.end()  # 每季度结束后支付当季服务费
    match = context.pack.pattern("payments.part_base").search(context.text, lowest, start)
    return (match.start("part"), end) if match is not None else None


def _is_named(context: Context, segment: Region, rate: found.Rate) -> bool:
    """Tell whether a rate without a base is one of the price: 支付30%, 预付款30%, 30%预付款, 余30%."""
    text, pack = context.text, context.pack
    number = pack.pattern("payments.item_start").match(text, segment[0], rate.start)
    before, behind = text[number.end() if number else segment[0] : rate.start], text[rate.end : segment[1]]
    if pack.pattern("payments.pay").search(text, segment[0], rate.end) or pack.pattern("payments.label_near").search(
        before
    ):
        return True
    named = pack.pattern("payments.label_near").match(behind) or pack.pattern("payments.pay").search(behind)
    return (
        named is not None
        or pack.pattern("payments.proportion").search(before) is not None
        or pack.pattern("payments.rest_before").search(before) is not None
        or pack.pattern("payments.label_start").match(before, before.rfind(":") + 1) is not None
    )


# --- amounts -----------------------------------------------------------------------------------------------


def _amount(context: Context, money: found.Money, start: int, end: int) -> Anchor | None:
    """Return an amount that is paid, or None when it is a price, a limit, a price per unit."""
    pack, text = context.pack, context.text
    if money.value <= 0 or pack.pattern("price.unit_price_behind").match(text, money.end):
        return None
    before = text[max(start, money.start - int(pack.threshold("payments.reach"))) : money.start]
    if pack.pattern("payments.not_amount_before").search(before) or pack.pattern("payments.bond_item").match(
        text, start
    ):
        return None
    segment = segment_around(text, money.start, start, end)
    words = text[segment[0] : segment[1]]
    named = segment[0]
    if pack.pattern("payments.restates").match(text, named):
        named = segment_start(text, max(named - 1, start), start)
    if _is_deposit(context, named, money.start, money.end, segment[1]) or _states_price(context, money, named):
        return None
    if any(pack.pattern(f"payments.{name}").match(text, money.end, end) for name in ("not_amount_behind", "set_off")):
        return None
    retained = pack.pattern("payments.retention").search(words) is not None
    return Anchor(
        "amount",
        money.start,
        money.end,
        money=money,
        retained=retained,
        cap=pack.pattern("payments.cap").search(before) is not None,
        cumulative=pack.pattern("payments.cumulative").search(before) is not None,
    )


def _is_deposit(context: Context, start: int, number: int, number_end: int, end: int) -> bool:
    """Tell whether a number in the segment [start, end) is a guarantee that the supplier hands over."""
    before = context.pack.pattern("payments.deposited").search(context.text, start, number)
    return (
        before is not None
        or context.pack.pattern("payments.deposit_behind").match(context.text, number_end, end) is not None
    )


def _states_price(context: Context, money: found.Money, start: int) -> bool:
    """Tell whether an amount is the price itself (服务费为人民币10万元), not what is paid of it."""
    pack, text = context.pack, context.text
    if _is_fee(context, money, start):
        return True
    stated = pack.pattern("price.statement").search(text, start, money.start)
    if stated is None or pack.pattern("payments.pay").search(text, start, money.start):
        return False
    if pack.pattern("payments.added").search(text, start, stated.start("noun")):
        return False
    summed = stated["noun"] in pack.words("price.summing")  # 三期共计60万元
    if not summed and pack.pattern("payments.of_instalment").search(text, start, stated.start("noun")):
        return False
    return pack.pattern("price.per_period").search(text, start, stated.end("noun")) is None


def _is_fee(context: Context, money: found.Money, start: int) -> bool:
    """Tell whether an amount is the fee of a month or year (保洁费每月8500元) of which the sentence pays by another."""
    pack, text = context.pack, context.text
    end = segment_end(text, money.end, len(text))
    if pack.pattern("payments.pay").search(text, start, end):
        return False
    period = pack.pattern("payments.cadence").search(text, start, money.start)
    sentence = context.sentence(money.end)
    paid_by = pack.pattern("payments.paid_by")
    paid = paid_by.search(text, end, sentence[1]) or paid_by.search(text, sentence[0], start)
    again = pack.pattern("payments.cadence").search(text, *paid.span()) if paid is not None else None
    return period is not None and again is not None and period.lastgroup != again.lastgroup


def _merged(context: Context, shares: list[Anchor], amounts: list[Anchor]) -> list[Anchor]:
    """Join each share with the amount that says the same: 30%,即人民币10万元; 支付10万元(合同总价的30%)."""
    if (
        len(shares) == len(amounts) > 1
        and shares[-1].end <= amounts[0].start
        and "分别" in context.text[shares[-1].end : amounts[0].start]
    ):
        return [replace(share, money=amount.money) for share, amount in zip(shares, amounts, strict=True)]
    joint, of_sum = context.pack.pattern("payments.same_payment"), context.pack.pattern("payments.share_of_sum")
    merged: list[Anchor] = []
    left = list(amounts)
    for index, share in enumerate(shares):
        ahead = next((a for a in reversed(left) if a.end <= share.start), None)
        if ahead is not None and of_sum.fullmatch(context.text, ahead.end, share.start):
            left.remove(ahead)
            merged.append(replace(share, start=ahead.start, money=ahead.money))
            continue
        limit = shares[index + 1].start if index + 1 < len(shares) else None
        behind = next((a for a in left if a.start >= share.end and (limit is None or a.start < limit)), None)
        if behind is not None and (
            joint.fullmatch(context.text, share.end, behind.start) or _is_remark(context, share.end, behind.start)
        ):
            left.remove(behind)
            merged.append(replace(share, end=behind.end, money=behind.money))
            continue
        if (
            ahead is not None
            and share.start - ahead.end <= _SAID_AGAIN
            and joint.fullmatch(context.text, ahead.end, share.start)
        ):
            left.remove(ahead)
            merged.append(replace(share, start=ahead.start, money=ahead.money))
            continue
        merged.append(share)
    # a sum behind the shares is what they come to; a second amount beside a share is a remark
    return [*merged, *(amount for amount in left if not any(_says_again(context, share, amount) for share in merged))]


def _without_taken_off(context: Context, anchors: list[Anchor]) -> list[Anchor]:
    """Leave out the retention that only says what a level leaves: 扣除5%质保金后支付至结算价的95%."""
    kept: list[Anchor] = []
    for anchor in anchors:
        if kept and _leaves(context, kept[-1], anchor):
            kept[-1] = replace(anchor, retained=False)
        else:
            kept.append(anchor)
    return kept


def _leaves(context: Context, retention: Anchor, level: Anchor) -> bool:
    """Tell whether `level` is all of the price but the `retention` named before it in its segment."""
    if retention.share is None or level.share is None or not (retention.retained and level.cumulative):
        return False
    return retention.share + level.share == 1 and _same_segment(context, retention, level)


def _is_remark(context: Context, start: int, end: int) -> bool:
    """Tell whether an amount behind a share only spells it out, at once or at the end of the sentence.

    30%作为首期培训费,计人民币……; 5%作为质保金,质保期满后10日内付清,计……
    """
    head, comma, tail = context.text[start:end].rpartition(",")
    plain = len(head) <= _LONGEST_ITEM and bool(comma) and not any(mark in head for mark in "。;")
    return plain and context.pack.pattern("payments.spells_out").fullmatch(tail) is not None


def _says_again(context: Context, share: Anchor, amount: Anchor) -> bool:
    """Tell whether an amount stands beside a share, or is what is left to pay of it: 30%,扣除定金后实付9万元."""
    net = context.pack.pattern("payments.net")
    return _same_segment(context, share, amount) or bool(net.fullmatch(context.text, share.end, amount.start))


def _same_segment(context: Context, one: Anchor, other: Anchor) -> bool:
    low, high = min(one.end, other.end), max(one.start, other.start)
    return not has_stop(context.text, low, high)


# --- the rest, and all of it -------------------------------------------------------------------------------


def _with_rest(context: Context, anchors: list[Anchor], start: int, end: int, pays: bool) -> list[Anchor]:
    """Add 余款 and 剩余款项 where no number stands beside them; mark the number where one does."""
    if not pays:
        return anchors
    if (but := _paid_but(context, anchors, start, end)) is not None:
        return [*anchors, but]
    out = list(anchors)
    kept: Anchor | None = None
    for match in context.pack.pattern("payments.rest").finditer(context.text, start, end):
        beside = _beside(context, match.span(), out)
        titled = context.pack.pattern("payments.rest_title").fullmatch(context.text, start, match.end() + 1)
        if beside is None and titled and len(anchors) == 1:
            beside = anchors[0]  # 尾款:验收合格满12个月后,支付合同总价的5%
        if beside is not None:
            if "尾" not in match[0]:
                out[out.index(beside)] = replace(beside, rest=True)
            kept = beside if beside.retained else None
            continue
        kept = kept or _freed(context, out, match.start())
        if kept is not None or any(anchor.rest and anchor.start >= match.end() for anchor in anchors):
            continue  # 尾款5%作为质保金,保修期满后结清余款; 剩余金额在满一年后,付清剩余10%
        retained = is_retained(context, *segment_around(context.text, match.start(), start, end))
        out.append(Anchor("rest", match.start(), match.end(), rest=True, retained=retained))
        break
    return out


def _freed(context: Context, anchors: list[Anchor], offset: int) -> Anchor | None:
    """Return the retention that is all the rest when it is paid: 扣留5%作为质保金,质保期满后付清余款."""
    before = [anchor for anchor in anchors if anchor.end <= offset]
    if not before or not before[-1].retained or before[-1].share is None:
        return None
    over = context.pack.pattern("payments.retention_over").search(context.text, before[-1].end, offset)
    return before[-1] if over is not None else None


def _paid_but(context: Context, anchors: list[Anchor], start: int, end: int) -> Anchor | None:
    """Return the rest that is paid once one of `anchors` is taken off: 扣除5%作为质保金后付清余款."""
    told = context.pack.pattern("payments.pays_but").search(context.text, start, end)
    if told is None or not any(anchor.retained and told.start() < anchor.start < told.end() for anchor in anchors):
        return None
    return Anchor("rest", *told.span("kept"), rest=True)


def _beside(context: Context, words: Region, anchors: list[Anchor]) -> Anchor | None:
    """Return the anchor with a number that 余款 or 尾款 belongs to: 尾款(合同总价的10%), 剩余20%款项."""
    pack = context.pack
    for anchor in anchors:
        if anchor.kind not in ("share", "amount"):
            continue
        if anchor.start <= words[0] < anchor.end or _same_segment(context, anchor, Anchor("rest", *words)):
            return anchor
        gap = anchor.start - words[1]
        if gap == 0 or (0 < gap <= _REST_AHEAD and pack.pattern("payments.rest_is").match(context.text, words[1])):
            return anchor
        gap = words[0] - anchor.end
        if 0 <= gap <= _REST_BEHIND and pack.pattern("payments.as_rest").fullmatch(context.text, anchor.end, words[0]):
            return anchor
    return None


def _whole(context: Context, start: int, end: int) -> list[Anchor]:
    match = context.pack.pattern("payments.whole").search(context.text, start, end)
    if match is not None:
        term = context.pack.pattern("payments.of_one_term").match(context.text, match.end(), end)
        part = context.pack.pattern("payments.part_of_fee").match(context.text, start, match.start())
        base = term or part  # 一次性付清下一学年租金, 按量资源费用在服务期满后一次结清
        batch = any(word in context.text[start : match.start()] for word in context.pack.words("payments.batches"))
        again = context.pack.pattern("payments.cadence").search(context.text, start, match.start())
        each = batch or (term is None and again is not None and not str(again.lastgroup).endswith("_named"))
        share = Decimal(1) if part is None and not each else None
        return [Anchor("whole", *match.span(), share=share, base=base.span("fee") if base else None, lead=match.end())]
    match = context.pack.pattern("payments.pays_retention").search(context.text, start, end)
    if match is not None:
        return [Anchor("rest", match.start(), match.end(), rest=True, retained=True)]
    match = context.pack.pattern("payments.recurring").search(context.text, start, end)
    return [Anchor("recurring", match.start(), match.end(), lead=match.end())] if match is not None else []
