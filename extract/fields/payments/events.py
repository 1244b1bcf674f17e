"""The event that releases an instalment: 合同签订后, 全部货物到货并验收合格, 稳定运行一个月后."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from extract.fields.context import Context, between
from extract.fields.segments import segments
from extract.nlp.mentions import Region

if TYPE_CHECKING:
    from extract.fields.payments.anchors import Anchor

_LONGEST_ASIDE = 30
_BEFORE = ("前", "之前", "以前")
_SHORTEST_CLAUSE = 5
"""施工至主体封顶时: a segment that ends in 时 or 后 names an event whatever its words."""


@dataclass(frozen=True, slots=True)
class Event:
    """An event in one segment; `paper` when it is only papers or funds coming in, `marked` when 后 or 时 ends it."""

    start: int
    end: int
    paper: bool
    marked: bool = False


def has_event(context: Context, start: int, end: int) -> bool:
    """Tell whether [start, end) names an event that could release a payment."""
    return any(find_event(context, *segment, end) is not None for segment in segments(context.text, start, end))


def read_trigger(context: Context, start: int, end: int, anchor: Anchor, *, dated: bool) -> Region | None:
    """Return the words of the event: those before the anchor, or else those behind it.

    Papers and funds alone (收到发票后) are the event only where nothing else is said.
    """
    stretches = list(segments(context.text, start, end))
    pivot = anchor.end if anchor.kind == "recurring" else max(anchor.start, anchor.words_start)
    before = [
        event
        for stretch in stretches
        if stretch[0] <= pivot and (event := find_event(context, *stretch, anchor.words_start))
    ]
    own = next((stretch for stretch in stretches if stretch[0] <= anchor.start < stretch[1]), None)
    spelled = context.pack.pattern("payments.spelled_behind").match(context.text, anchor.end, end)
    told_by = spelled.end() if spelled is not None else anchor.end
    late = find_event(context, told_by, own[1], end) if own is not None and told_by < own[1] else None
    behind = _behind(context, [stretch for stretch in stretches if stretch[0] > pivot], end)
    paid = late is not None and own is not None and _pays_at(context, late.end, own[1])
    told = (own[0] if own is not None else start), anchor.start
    kept = anchor.retained and context.pack.pattern("payments.keeps_back").search(context.text, *told) is not None
    for events in (
        behind if kept else [],  # 扣合同总价的5%作为质保金,质保期满后支付
        [late] if late is not None and (late.marked or anchor.kind in ("rest", "recurring")) else [],
        before,
        [late] if late is not None and paid else [],  # 5%质保期满付清, 5%质保期满一周内付清
        behind,
    ):
        region = _joined(context, [event for event in events if not event.paper])
        if region is not None:
            return region
    papers = [event for event in (*before, *behind, late) if event is not None and event.paper]
    return (papers[0].start, papers[0].end) if papers and not dated else None


def _pays_at(context: Context, start: int, end: int) -> bool:
    """Tell whether what is paid is so right at `start`, or, before `end`, within a length of time that stands there."""
    pay, within = context.pack.pattern("payments.pay"), context.pack.pattern("payments.within")
    length = next(iter(between(context.mentions.durations, start, end)), None)
    if length is None or length.start > start:
        return pay.match(context.text, start) is not None
    inside = within.match(context.text, length.end)
    return inside is not None and pay.search(context.text, inside.end(), end) is not None


def _behind(context: Context, stretches: list[Region], end: int) -> list[Event]:
    """Return the events of the segments behind the sum, up to the one that says 支付; not what follows payment."""
    events: list[Event] = []
    follows = context.pack.pattern("payments.follows_payment")
    for stretch in stretches:
        event = find_event(context, *stretch, end)
        if event is not None and (event.marked or not follows.match(context.text, *stretch)):
            events.append(event)
        if events and context.pack.pattern("payments.pay").search(context.text, *stretch):
            break
    return events


def _joined(context: Context, events: list[Event]) -> Region | None:
    """Return one region over neighbouring events; the last group when they stand far apart, or in two sentences."""
    if not events:
        return None
    first, last = events[-1], events[-1]
    for event in reversed(events[:-1]):
        apart = last.end - event.start > context.pack.threshold("payments.longest_trigger")
        if apart or "。" in context.text[event.end : last.start]:
            break  # 乙方于签订后5日内交付保单。甲方收到保单后…: what is done then has an event of its own
        first = event
    return _opened(context.text, first.start, last.end), last.end


def _opened(text: str, start: int, end: int) -> int:
    """Return `start`, or where the phrase begins whose bracket closes behind it: 第一季度(7月至9月)服务期满."""
    if text.count(")", start, end) <= text.count("(", start, end):
        return start
    bracket = text.rfind("(", max(0, start - _LONGEST_ASIDE), start)
    stop = max(text.rfind(mark, 0, bracket) for mark in ",。;:\n\t")
    return stop + 1 if bracket >= 0 and bracket - stop <= _LONGEST_ASIDE else start


def find_event(context: Context, start: int, end: int, limit: int) -> Event | None:
    """Return the event that the segment [start, end) names, or None."""
    pack, text = context.pack, context.text
    begin = skip_lead(context, start, end)
    if pack.pattern("payments.remark").match(text, begin):
        return None
    stop = _before_paying(context, begin, min(end, max(limit, begin)))
    mark = last_mark(context, begin, end if limit >= end else max(stop, begin))
    if mark is None and pack.pattern("payments.duty_by_day").search(text, begin, end):
        return None
    if mark is not None:
        faultless = pack.pattern("payments.faultless").match(text, mark, end)
        stop = faultless.end() if faultless is not None else mark
    else:
        begin = _behind_duration(context, begin, stop)
        stop = _before_duration(context, begin, stop)
        tail = pack.pattern("payments.tail").search(text, begin, stop)
        stop = tail.start() if tail is not None else stop
    clause = mark is not None and (stop >= end - 1 and stop - begin >= _SHORTEST_CLAUSE)
    elapsed = mark is not None and any(d.end < stop for d in between(context.mentions.durations, begin, stop))
    words = pack.pattern("payments.not_event").sub("", text[begin:stop])
    if stop - begin < 2 or not (clause or elapsed or any(word in words for word in pack.words("payments.event_words"))):
        return None
    paper = pack.pattern("payments.paper").search(text, begin, stop)
    if paper is None or pack.pattern("payments.bought").search(text, begin, stop):
        return Event(begin, stop, paper=False, marked=mark is not None)
    return _beside_paper(context, begin, stop, paper)


def _beside_paper(context: Context, begin: int, stop: int, paper: regex.Match[str]) -> Event:
    """Return the event that stands beside papers in one segment: 合同生效且收到发票后, 提供发票并验收合格后.

    That the papers are looked through (收到发票并审核无误后) is no event apart from them.
    """
    words = context.pack.words("payments.event_words")
    before = context.text[begin : paper.start()]
    kept = before.rstrip("且并及和与,、经由在已应须待俟 ")
    named = context.pack.pattern("payments.not_event").sub("", kept)
    if any(word in named for word in words):
        return Event(begin, begin + len(kept), paper=False)
    behind = context.text[paper.end() : stop]
    if context.pack.pattern("payments.papers_checked").fullmatch(behind):
        return Event(begin, stop, paper=False)
    skipped = len(behind) - len(behind.lstrip("且并及和与,、后的等"))
    apart = context.pack.pattern("payments.paper").sub("", behind)  # 收到发票且财政资金到位后: papers and funds alone
    if skipped and any(word in apart for word in words):
        return Event(paper.end() + skipped, stop, paper=False)
    if behind and context.pack.pattern("payments.not_event").fullmatch(behind):
        stop = paper.end()  # 凭发票以转账方式支付
    return Event(begin, stop, paper=True)


def last_mark(context: Context, start: int, end: int) -> int | None:
    """Return the end of the last event mark (后, 之日) in [start, end), or None."""
    text, last = context.text, None
    for match in context.pack.pattern("payments.event_mark").finditer(text, start, end):
        if match.start() - start < 2 or context.pack.pattern("payments.not_event_mark").search(
            text, start, match.start()
        ):
            continue
        if match[0].startswith(_BEFORE) and any(
            date.end >= match.start() for date in between(context.mentions.dates, start, match.end())
        ):
            continue
        if match[0].startswith(_BEFORE) and context.pack.pattern("payments.deadline").search(
            text, start, match.start()
        ):
            continue  # 每月5日前双方核对送货单: the event is the deed, not its last day
        last = match.start() + len(match[0].rstrip("起的"))
        if match[0][0] == "起":
            last = match.start()
    return last


def skip_lead(context: Context, start: int, end: int) -> int:
    """Return where the words of an event begin: behind item numbers, the sum that is paid, 甲方应于, 自, 待."""
    pack, text = context.pack, context.text
    number = pack.pattern("payments.item_start").match(text, start, end)
    start = number.end() if number is not None else start
    for money in between(context.mentions.money, start, end):
        if pack.pattern("payments.sum_before").match(text, money.end, end):
            start = money.end  # 租金180,000元于合同签订后7日内付清
    lead = pack.pattern("payments.lead").match(text, start, end)
    return lead.end() if lead is not None else start


def _before_paying(context: Context, start: int, end: int) -> int:
    """Return where the verb of paying begins, so that what stands behind it is left out."""
    match = context.pack.pattern("payments.pay").search(context.text, start, end)
    return match.start() if match is not None else end


def _behind_duration(context: Context, start: int, end: int) -> int:
    """Return where the deed begins that somebody has so long for (甲方在5个工作日内完成考核), or `start`."""
    deed = context.pack.pattern("payments.deed_within").match(context.text, start, end)
    return deed.start("deed") if deed is not None else start


def _before_duration(context: Context, start: int, end: int) -> int:
    """Return where the payment period begins (10个工作日内), so that it is left out of the event."""
    for duration in between(context.mentions.durations, start, end):
        if context.pack.pattern("payments.within").match(context.text, duration.end):
            return duration.start
    return end
