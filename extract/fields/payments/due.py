"""Until when an instalment is paid: a period (收到发票后10个工作日内) or a date (2025年3月31日前)."""

from __future__ import annotations

import regex

from extract.fields.context import Context, between
from extract.fields.payments.anchors import Anchor
from extract.fields.payments.events import last_mark, skip_lead
from extract.fields.segments import segment_end, segment_start
from extract.nlp import mentions as found
from extract.nlp.mentions import Region

_HAN = regex.compile(r"\p{Han}")
_BILL = 12
"""Characters before a length of time that name a bill."""


def read_due(context: Context, start: int, end: int, anchor: Anchor) -> found.Duration | None:
    """Return the payment period: the last one before the anchor, or else the first one behind it.

    The time for drawing up the account is it only where there is no other: 20日内结算一次,收到发票后15日内付款.
    """
    valid = [
        duration for duration in between(context.mentions.durations, start, end) if _is_due(context, duration, end)
    ]
    settles = context.pack.pattern("payments.settles")
    valid = [duration for duration in valid if not settles.match(context.text, duration.end)] or valid
    before = [duration for duration in valid if duration.start < anchor.start]
    return before[-1] if before else valid[0] if valid else None


def _is_due(context: Context, duration: found.Duration, end: int) -> bool:
    """Tell whether a duration is the time for paying, not a part of the event or the time for another deed."""
    pack, text = context.pack, context.text
    if text[duration.start - 1 : duration.start] in ("按", "每", "逐", "各", "个", "分"):
        return False
    if duration.unit == "hour" or text.endswith("提前", 0, duration.start):
        return False  # 6小时内到达现场; 提前15天内缴清
    if pack.pattern("payments.term_of_bill").search(text, max(0, duration.start - _BILL), duration.start):
        return False  # 承兑汇票(票据期限6个月以内)
    opens = text[duration.start - 1 : duration.start] in (",", ";") and duration.unit not in ("day", "workday")
    if opens and pack.pattern("payments.so_long").match(text, duration.end):
        return False
    within = pack.pattern("payments.within").match(text, duration.end, end)
    if within is None:
        passed = text[duration.start - 1 : duration.start] == "满"  # 满1年退还
        return not passed and pack.pattern("payments.then_paid").match(text, duration.end, end) is not None
    behind = within.end() + (text[within.end() : within.end() + 1] == ",")  # 每季度结束后5日内,乙方提供清单
    stop = segment_end(text, behind, end)
    others = between(context.mentions.durations, behind, stop)  # 15日内审核完毕并于审核后30日内支付
    following = text[behind : others[0].start if others else stop]
    if pack.pattern("payments.matures").match(following):
        return False
    if pack.pattern("payments.pay").search(following) or pack.pattern("payments.on_papers").match(following):
        return True
    return not any(deed in following for deed in pack.words("payments.deeds"))


def read_due_start(context: Context, due: found.Duration, start: int, anchor: Anchor) -> Region | None:
    """Return the event that the payment period is counted from, as written right before it."""
    text = context.text
    begin = segment_start(text, due.start, start)
    if begin <= anchor.start < due.start:  # 余款在到货后30日内付清
        begin = anchor.end
    begin = skip_lead(context, begin, due.start)
    stop = last_mark(context, begin, due.start)
    if stop is None:
        return None
    words = text[begin:stop]
    stop -= len(words) - len(words.removesuffix("以后").removesuffix("之后").removesuffix("后").removesuffix("之日"))
    return (begin, stop) if stop - begin >= 2 else None


def read_due_on(context: Context, start: int, end: int) -> found.Date | None:
    """Return the fixed date until which is paid: 2024年10月1日前; never the date of something else: 3月10日前供应."""
    pack, text = context.pack, context.text
    for date in between(context.mentions.dates, start, end):
        match = pack.pattern("payments.by_date").match(text, date.end, end)
        if match is None or not date.possible:
            continue
        following = text[match.start() : segment_end(text, match.end(), end)]
        if pack.pattern("payments.pay").search(following) or not _HAN.match(text, match.end()):
            return date
    return None
