"""The terms of one instalment: what it is called, which event releases it, what else it needs, until when it is due."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import regex

from extract.fields.context import Context, between
from extract.fields.payment_anchors import Anchor
from extract.fields.segments import segment_end, segment_start, segments
from extract.nlp import mentions as found

Region = tuple[int, int]
Cadence = Literal["month", "quarter", "half_year", "year"]
_CADENCES: tuple[Cadence, ...] = ("half_year", "quarter", "month", "year")
_LABEL_REACH = 14
_SHORTEST_CLAUSE = 5
"""施工至主体封顶时: a segment that ends in 时 or 后 names an event whatever its words."""
_REMARKS = ("作为", "即", "计人民币", "大写", "人民币", "共计", "用于")
_TAIL = regex.compile(r"(?:[\s,、:;。()]|方可|则|即|由|甲方|再|在|于|后|一次性|无息|全额|足额|向乙方|予以|并|且|及|和|\d{1,2}月内)+$")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one instalment, as regions and mentions of the flow."""

    label: Region | None = None
    trigger: Region | None = None
    conditions: tuple[Region, ...] = ()
    due: found.Duration | None = None
    due_after: Region | None = None
    due_on: found.Date | None = None
    recurs: Cadence | None = None


@dataclass(frozen=True, slots=True)
class _Event:
    """An event in one segment; `paper` when it is only papers or funds coming in, `marked` when 后 or 时 ends it."""

    start: int
    end: int
    paper: bool
    marked: bool = False


def read_terms(context: Context, start: int, end: int, anchor: Anchor) -> Terms:
    """Return the terms in the words [start, end) about the instalment of `anchor`."""
    heading = _heading_label(context, start, end, anchor)
    label = heading or _near_label(context, start, end, anchor)
    first = heading[1] if heading is not None and heading[1] <= anchor.start else start
    due = _due(context, first, end, anchor)
    due_on = _due_on(context, first, end)
    trigger = _trigger(context, first, end, anchor, dated=due_on is not None)
    return Terms(
        label=label, trigger=trigger, conditions=_conditions(context, first, end, trigger), due=due,
        due_after=_after(context, due, first, anchor) if due is not None else None, due_on=due_on,
        recurs=read_cadence(context, start, end, trigger),
    )


def has_event(context: Context, start: int, end: int) -> bool:
    """Tell whether [start, end) names an event that could release a payment."""
    return any(_event(context, *segment, end) is not None for segment in segments(context.text, start, end))


# --- what it is called -------------------------------------------------------------------------------------


def _heading_label(context: Context, start: int, end: int, anchor: Anchor) -> Region | None:
    """Return the label at the beginning of an instalment: 首付款:合同签订后……."""
    pack, text = context.pack, context.text
    number = pack.pattern("payments.item_start").match(text, start, end)
    begin = number.end() if number is not None else start
    for place in dict.fromkeys((begin, text.find(":", begin, anchor.start) + 1, text.rfind(":", begin, anchor.start) + 1)):
        named = pack.pattern("payments.label_start").match(text, place, end) if place else None
        if named is not None:
            return named.span("label")
    return None


def _near_label(context: Context, start: int, end: int, anchor: Anchor) -> Region | None:
    """Return the label beside the sum: 支付30%作为预付款, 支付首付款,即合同总价的50%."""
    pack, text = context.pack, context.text
    named = pack.pattern("payments.label_near").match(text, anchor.end, end)
    if named is not None:
        return named.span("label")
    word = pack.pattern("payments.label_word")
    before = list(word.finditer(text, max(start, anchor.words_start - _LABEL_REACH), anchor.words_start))
    if before:
        return before[-1].span()
    behind = word.search(text, anchor.end, min(end, anchor.end + _LABEL_REACH))
    return behind.span() if behind is not None else None


# --- the event ---------------------------------------------------------------------------------------------


def _trigger(context: Context, start: int, end: int, anchor: Anchor, *, dated: bool) -> Region | None:
    """Return the words of the event: those before the anchor, or else those behind it.

    Papers and funds alone (收到发票后) are the event only where nothing else is said.
    """
    stretches = list(segments(context.text, start, end))
    pivot = max(anchor.start, anchor.words_start)
    before = [event for stretch in stretches if stretch[0] <= pivot and (event := _event(context, *stretch, anchor.words_start))]
    own = next((stretch for stretch in stretches if stretch[0] <= anchor.start < stretch[1]), None)
    late = _event(context, anchor.end, own[1], end) if own is not None else None
    behind = _behind(context, [stretch for stretch in stretches if stretch[0] > pivot], end)
    for events in ([late] if late is not None and (late.marked or anchor.kind == "rest") else [], before, behind):
        region = _joined(context, [event for event in events if not event.paper])
        if region is not None:
            return region
    papers = [event for event in (*before, *behind, late) if event is not None and event.paper]
    return (papers[0].start, papers[0].end) if papers and not dated else None


def _behind(context: Context, stretches: list[Region], end: int) -> list[_Event]:
    """Return the events of the segments behind the sum, up to the one that says 支付."""
    events: list[_Event] = []
    for stretch in stretches:
        event = _event(context, *stretch, end)
        if event is not None:
            events.append(event)
        if events and context.pack.pattern("payments.pay").search(context.text, *stretch):
            break
    return events


def _joined(context: Context, events: list[_Event]) -> Region | None:
    """Return one region over neighbouring events; the last group when they stand far apart."""
    if not events:
        return None
    first, last = events[-1], events[-1]
    for event in reversed(events[:-1]):
        if last.end - event.start > context.pack.threshold("payments.longest_trigger"):
            break
        first = event
    return first.start, last.end


def _event(context: Context, start: int, end: int, limit: int) -> _Event | None:
    """Return the event that the segment [start, end) names, or None."""
    pack, text = context.pack, context.text
    begin = _skip_lead(context, start, end)
    if text.startswith(_REMARKS, begin):
        return None
    stop = _before_paying(context, begin, min(end, max(limit, begin)))
    mark = _last_mark(context, begin, end if limit >= end else max(stop, begin))
    if mark is not None:
        stop = mark
    else:
        stop = _before_duration(context, begin, stop)
        tail = _TAIL.search(text, begin, stop)
        stop = tail.start() if tail is not None else stop
    clause = mark is not None and (stop >= end - 1 and stop - begin >= _SHORTEST_CLAUSE)
    elapsed = mark is not None and any(d.end < stop for d in between(context.mentions.durations, begin, stop))
    words = pack.pattern("payments.not_event").sub("", text[begin:stop])
    if stop - begin < 2 or not (clause or elapsed or any(word in words for word in pack.words("payments.event_words"))):
        return None
    paper = pack.pattern("payments.paper").search(text, begin, stop)
    if paper is None:
        return _Event(begin, stop, paper=False, marked=mark is not None)
    return _beside_paper(context, begin, stop, paper)


def _beside_paper(context: Context, begin: int, stop: int, paper: regex.Match[str]) -> _Event:
    """Return the event that stands beside papers in one segment: 合同生效且收到发票后, 提供发票并验收合格后."""
    words = context.pack.words("payments.event_words")
    before = context.text[begin : paper.start()]
    kept = before.rstrip("且并及和与,、经由在已应须 ")
    if any(word in kept for word in words):
        return _Event(begin, begin + len(kept), paper=False)
    behind = context.text[paper.end() : stop]
    skipped = len(behind) - len(behind.lstrip("且并及和与,、后的等"))
    if skipped and any(word in behind for word in words):
        return _Event(paper.end() + skipped, stop, paper=False)
    return _Event(begin, stop, paper=True)


def _last_mark(context: Context, start: int, end: int) -> int | None:
    """Return the end of the last event mark (后, 之日) in [start, end), or None."""
    text, last = context.text, None
    for match in context.pack.pattern("payments.event_mark").finditer(text, start, end):
        if match.start() - start < 2 or context.pack.pattern("payments.not_event_mark").search(text, start, match.start()):
            continue
        if match[0].startswith(("前", "之前")) and any(date.end >= match.start() for date in between(context.mentions.dates, start, match.end())):
            continue
        last = match.start() + len(match[0].rstrip("起的"))
        if match[0][0] == "起":
            last = match.start()
    return last


def _skip_lead(context: Context, start: int, end: int) -> int:
    pack, text = context.pack, context.text
    number = pack.pattern("payments.item_start").match(text, start, end)
    start = number.end() if number is not None else start
    lead = pack.pattern("payments.lead").match(text, start, end)
    return lead.end() if lead is not None else start


def _before_paying(context: Context, start: int, end: int) -> int:
    """Return where the verb of paying begins, so that what stands behind it is left out."""
    match = context.pack.pattern("payments.pay").search(context.text, start, end)
    return match.start() if match is not None else end


def _before_duration(context: Context, start: int, end: int) -> int:
    """Return where the payment period begins (10个工作日内), so that it is left out of the event."""
    for duration in between(context.mentions.durations, start, end):
        if context.pack.pattern("payments.within").match(context.text, duration.end):
            return duration.start
    return end


# --- what else it needs ------------------------------------------------------------------------------------


def _conditions(context: Context, start: int, end: int, trigger: Region | None) -> tuple[Region, ...]:
    found_regions: list[Region] = []
    for name in ("payments.paper", "payments.condition"):
        for match in context.pack.pattern(name).finditer(context.text, start, end):
            region = (match.end() - len(match[0].lstrip("在已应须需并")), match.end())
            overlaps = any(region[0] < other[1] and other[0] < region[1] for other in found_regions)
            if not overlaps and region != trigger:
                found_regions.append(region)
    return tuple(sorted(found_regions))


# --- until when --------------------------------------------------------------------------------------------


def _due(context: Context, start: int, end: int, anchor: Anchor) -> found.Duration | None:
    """Return the payment period: the last one before the anchor, or else the first one behind it."""
    valid = [duration for duration in between(context.mentions.durations, start, end) if _is_due(context, duration, end)]
    before = [duration for duration in valid if duration.start < anchor.start]
    return before[-1] if before else valid[0] if valid else None


def _is_due(context: Context, duration: found.Duration, end: int) -> bool:
    """Tell whether a duration is the time for paying, not a part of the event or the time for another deed."""
    pack, text = context.pack, context.text
    if text[duration.start - 1 : duration.start] in ("按", "每", "逐", "各", "个"):
        return False
    within = pack.pattern("payments.within").match(text, duration.end, end)
    if within is None:
        return pack.pattern("payments.then_paid").match(text, duration.end, end) is not None
    following = text[within.end() : segment_end(text, within.end(), end)]
    if following.startswith(("到期", "有效", "承兑")):
        return False
    if pack.pattern("payments.pay").search(following):
        return True
    return not any(deed in following for deed in pack.words("payments.deeds"))


def _after(context: Context, due: found.Duration, start: int, anchor: Anchor) -> Region | None:
    """Return the event that the payment period is counted from, as written right before it."""
    text = context.text
    begin = segment_start(text, due.start, start)
    if begin <= anchor.start < due.start:  # 余款在到货后30日内付清
        begin = anchor.end
    begin = _skip_lead(context, begin, due.start)
    stop = _last_mark(context, begin, due.start)
    if stop is None:
        return None
    words = text[begin:stop]
    stop -= len(words) - len(words.removesuffix("后").removesuffix("之日"))
    return (begin, stop) if stop - begin >= 2 else None


def _due_on(context: Context, start: int, end: int) -> found.Date | None:
    """Return the fixed date until which is paid: 2024年10月1日前; never the date of something else."""
    pack, text = context.pack, context.text
    for date in between(context.mentions.dates, start, end):
        match = pack.pattern("payments.by_date").match(text, date.end, end)
        if match is None or not date.possible:
            continue
        following = text[match.start() : segment_end(text, match.end(), end)]
        if pack.pattern("payments.pay").search(following) or not any(deed in following for deed in pack.words("payments.deeds")):
            return date
    return None


# --- how often ---------------------------------------------------------------------------------------------


def read_cadence(context: Context, start: int, end: int, trigger: Region | None = None) -> Cadence | None:
    """Return how often the instalment comes back; the words of the event go before the rest of the sentence."""
    pattern = context.pack.pattern("payments.cadence")
    for region in ([trigger] if trigger is not None else []) + [(start, end)]:
        match = pattern.search(context.text, *region)
        if match is not None:
            group = str(match.lastgroup)
            return next(cadence for cadence in _CADENCES if group.startswith(cadence.split("_")[0]))
    return None
