"""Shares and sums told without a verb of paying each: 签订30%,到货60%,验收10%; 进度款:94400元; 按3:4:3分三次支付."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.fields.context import Context, between
from extract.fields.segments import segment_start
from extract.nlp import mentions as found
from extract.nlp.mentions import Region
from extract.nlp.numerals import read_integer
from extract.nlp.rates import fraction

_WHOLE, _HUNDRED = Decimal(1), Decimal(100)
_NUMBER = re.compile(r"\d+")
_LONGEST_ROW, _LONGEST_ITEM = 400, 60


def find_ratio(context: Context, start: int, end: int) -> list[found.Rate]:
    """Return the shares of the ratio by which the part [start, end) pays (按3:4:3的比例), none without one.

    Nor any where sums behind it in the clause say how much each instalment is.
    """
    pack, text = context.pack, context.text
    for match in pack.pattern("payments.ratio").finditer(text, start, end):
        numbers = list(_NUMBER.finditer(text, *match.span("numbers")))
        whole = sum(Decimal(number[0]) for number in numbers)
        exact = whole > 0 and _HUNDRED % whole == 0
        told = _says_how_much(context, match.end(), end)
        if exact and not told and pack.pattern("payments.pay").search(text, *context.sentence(match.start())):
            return [found.Rate(*number.span(), Decimal(number[0]) / whole) for number in numbers]
    return []


def find_equal_parts(context: Context, start: int, end: int) -> list[found.Rate]:
    """Return the shares of a price that the part [start, end) pays in parts that are alike: 平均分三次支付.

    All stand where the words do; there is one alone where it comes again and again (每季度末支付一期).
    """
    pack, text = context.pack, context.text
    match = pack.pattern("payments.equal_parts").search(text, start, end)
    if (
        match is None
        or _says_how_much(context, match.end(), end)
        or not pack.pattern("payments.pay").search(text, start, end)
    ):
        return []
    count = read_integer(match["count"])
    again = pack.pattern("payments.cadence").search(text, start, end) is not None
    return [found.Rate(*match.span(), fraction(1, count))] * (1 if again else count) if count > 1 else []


def _says_how_much(context: Context, offset: int, end: int) -> bool:
    """Tell whether a sum stands behind `offset`, up to `end` or to where the clause ends."""
    clause = context.outline.clause_at(offset)
    return has_sum(context, offset, max(end, clause.end) if clause is not None else end)


def has_sum(context: Context, start: int, end: int) -> bool:
    """Tell whether a rate or an amount stands in [start, end)."""
    mentions = context.mentions
    return any(between(numbers, start, end) for numbers in (mentions.rates, mentions.money))


def is_in_row(context: Context, rate: found.Rate) -> bool:
    """Tell whether a rate is one of a row that deals out the price among events: 签订30%,到货60%,验收10%.

    All rates of the sentence are, each behind an event or the name of an instalment, and they come to 1.
    """
    text = context.text
    low, high = max(0, rate.start - _LONGEST_ROW), min(len(text), rate.end + _LONGEST_ROW)
    start = max(low, *(text.rfind(mark, low, rate.start) + 1 for mark in "。\n"))
    end = min(high, *(place for mark in "。\n" if (place := text.find(mark, rate.end, high)) >= 0), high)
    rates = between(context.mentions.rates, start, end)
    if len(rates) < 2 or sum(each.value for each in rates) != _WHOLE:
        return False
    closed = context.pack.pattern("payments.row_share")
    for each in rates:
        behind = closed.match(text, each.end, end)
        if behind is None or not is_behind_event(context, start, each.start):
            return False
        start = behind.end()
    return True


def is_behind_event(context: Context, start: int, share: int) -> bool:
    """Tell whether all that stands before a share in its segment is an event, or what an instalment is called."""
    text, pack = context.text, context.pack
    words = pack.pattern("payments.row_words").search(text[segment_start(text, share, start) : share])
    if words is None:
        return False
    events = [word for kind in ("event_words", "row_events", "labels") for word in pack.words(f"payments.{kind}")]
    return any(word in words["event"] for word in events)


def ends_item(context: Context, rate: found.Rate, start: int, end: int) -> bool:
    """Tell whether a rate closes an item of a list: (1)合同签订:30%;, ①签约10%."""
    text = context.text
    if end - start > _LONGEST_ITEM or text[rate.end : end].strip("。;,\n 的"):
        return False
    if text[start : rate.start].rstrip().endswith((":", "付", "为")):
        return True
    named = context.pack.pattern("payments.listed_event").fullmatch(text, start, rate.start)
    return named is not None and any(word in named[0] for word in context.pack.words("payments.event_words"))


def leaves_out_verb(context: Context, start: int, segment: Region, rate: found.Rate) -> bool:
    """Tell whether a share stands for a payment whose verb an earlier segment gave: 签订后付30%,验收后60%."""
    text, pack = context.text, context.pack
    ends = not text[rate.end : segment[1]].strip("。;,\n )")
    left_out = pack.pattern("payments.left_out").search(text, segment[0], rate.start) is not None
    opened = left_out or is_behind_event(context, segment[0], rate.start)
    return ends and opened and pack.pattern("payments.pay").search(text, start, segment[0]) is not None


def is_listed_sum(context: Context, number: found.Money | found.Rate, start: int) -> bool:
    """Tell whether an amount or share stands in an item without a verb of paying: 2、进度款:94400元."""
    pack, text = context.pack, context.text
    mark = pack.pattern("payments.item_start").match(text, start, number.start)
    begin = mark.end() if mark is not None else start
    named = pack.pattern("payments.listed_sum").fullmatch(text, begin, number.start)
    if named is None or named["date"] is not None:
        return named is not None
    if named["event"] is not None:
        return any(word in named["event"] for word in pack.words("payments.event_words"))
    return pack.pattern("payments.label_start").match(text, begin, number.end) is not None
