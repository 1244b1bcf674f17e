"""The terms of one instalment: what it is called, which event releases it, what else it needs, until when it is due."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from extract.fields.context import Context
from extract.fields.payments.anchors import Anchor
from extract.fields.payments.due import read_due, read_due_on, read_due_start
from extract.fields.payments.events import find_event, read_trigger
from extract.fields.payments.retentions import find_held
from extract.nlp import mentions as found
from extract.nlp.mentions import Region

Cadence = Literal["month", "quarter", "half_year", "year"]
_CADENCES: tuple[Cadence, ...] = ("half_year", "quarter", "month", "year")
_LABEL_REACH = 14


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


def read_terms(context: Context, start: int, end: int, anchor: Anchor) -> Terms:
    """Return the terms in the words [start, end) about the instalment of `anchor`."""
    end = _before_exception(context, start, end, anchor)
    heading = _heading_label(context, start, end, anchor)
    label = heading or _near_label(context, start, end, anchor)
    told = heading is not None and (heading[1] <= anchor.start or anchor.end <= start)
    first = _behind_heading(context, heading, end, anchor) if heading is not None and told else start
    due = read_due(context, first, end, anchor)
    due_on = read_due_on(context, first, end)
    trigger = read_trigger(context, first, end, anchor, dated=due_on is not None)
    if trigger is None and heading is not None and first > heading[1]:
        trigger = _event_in_remark(context, heading[1], first)
    return Terms(
        label=label,
        trigger=trigger,
        conditions=_conditions(context, first, end, trigger),
        due=due,
        due_after=read_due_start(context, due, first, anchor) if due is not None else None,
        due_on=due_on,
        recurs=_cadence(context, start, end, anchor, trigger),
    )


def with_line_below(context: Context, start: int, end: int, terms: Terms) -> Terms:
    """Return the terms of the instalment in [start, end) with those that the line below sets for it by its name.

    A form has a line for the share and one for the time: 预付款比例:30%。/ 预付款支付期限:开工日期7天前。
    """
    if terms.trigger is not None or terms.due is not None or terms.due_on is not None:
        return terms
    here = context.outline.paragraph_at(start).index
    for below in context.outline.paragraphs[here + 1 : here + 2]:
        line = context.pack.pattern("payments.term_of_last").match(context.text, below.body_start, below.end)
        if line is not None and line["label"] is not None and line["label"] in context.text[start:end]:
            told = read_terms(context, line.end(), below.end, Anchor("whole", below.end, below.end))
            return replace(terms, trigger=told.trigger, due=told.due, due_after=told.due_after, due_on=told.due_on)
    return terms


def _before_exception(context: Context, start: int, end: int, anchor: Anchor) -> int:
    """Return `end`, or where one of many payments is excepted: 每月10日前支付,最后一个月服务费于验收后支付."""
    excepted = context.pack.pattern("payments.exception").search(context.text, anchor.end, end)
    if excepted is None or not context.pack.pattern("payments.cadence").search(context.text, start, excepted.start()):
        return end
    return excepted.start()


# --- what it is called -------------------------------------------------------------------------------------


def _heading_label(context: Context, start: int, end: int, anchor: Anchor) -> Region | None:
    """Return the label at the beginning of an instalment: 首付款:合同签订后……."""
    pack, text = context.pack, context.text
    number = pack.pattern("payments.item_start").match(text, start, end)
    begin = number.end() if number is not None else start
    for place in dict.fromkeys(
        (begin, text.find(":", begin, anchor.start) + 1, text.rfind(":", begin, anchor.start) + 1)
    ):
        named = pack.pattern("payments.label_start").match(text, place, end) if place else None
        if named is not None:
            return named.span("label")
    return None


def _behind_heading(context: Context, heading: Region, end: int, anchor: Anchor) -> int:
    """Return where an instalment goes on behind its name and a remark on it: 第一期(初稿):."""
    remark = context.pack.pattern("payments.spelled_behind").match(context.text, heading[1], end)
    told = remark is not None and context.text.startswith(":", remark.end()) and remark.end() <= anchor.start
    return remark.end() if remark is not None and told else heading[1]


def _event_in_remark(context: Context, start: int, end: int) -> Region | None:
    """Return the event that the remark on an instalment's name tells: 第一期(初稿提交后):."""
    event = find_event(context, start + 1, end - 1, end)
    return (event.start, event.end) if event is not None and event.marked and not event.paper else None


def _near_label(context: Context, start: int, end: int, anchor: Anchor) -> Region | None:
    """Return the label beside the sum: 支付30%作为预付款, 支付首付款,即合同总价的50%."""
    pack, text = context.pack, context.text
    named = pack.pattern("payments.label_near").match(text, anchor.end, end)
    if named is not None:
        return named.span("label")
    word = pack.pattern("payments.label_word")
    stop = max(text.rfind(mark, start, anchor.words_start) for mark in "。;\n") + 1
    before = list(word.finditer(text, max(start, stop, anchor.words_start - _LABEL_REACH), anchor.words_start))
    if before:
        return before[-1].span()
    behind = word.search(text, anchor.end, min(end, anchor.end + _LABEL_REACH))
    held = behind is not None and any(low < behind.start() < high for low, high in find_held(context, anchor.end, end))
    return behind.span() if behind is not None and not held else None


# --- what else it needs ------------------------------------------------------------------------------------


def _conditions(context: Context, start: int, end: int, trigger: Region | None) -> tuple[Region, ...]:
    found_regions: list[Region] = []
    for name in ("payments.paper", "payments.condition"):
        for match in context.pack.pattern(name).finditer(context.text, start, end):
            lead = context.pack.pattern("payments.condition_lead").match(context.text, *match.span())
            region = (lead.end() if lead is not None else match.start(), match.end())
            overlaps = any(region[0] < other[1] and other[0] < region[1] for other in found_regions)
            if not overlaps and region != trigger:
                found_regions.append(region)
    return tuple(sorted(found_regions))


# --- how often ---------------------------------------------------------------------------------------------


def _cadence(context: Context, start: int, end: int, anchor: Anchor, trigger: Region | None) -> Cadence | None:
    """Return how often the instalment comes back: by the event, by 按季支付, by the last words before the sum."""
    pattern = context.pack.pattern("payments.cadence")
    paid = context.pack.pattern("payments.paid_by").search(context.text, start, end)
    before = [match.span() for match in pattern.finditer(context.text, start, anchor.words_start)]
    for region in (trigger, paid.span() if paid is not None else None, before[-1] if before else None, (start, end)):
        match = pattern.search(context.text, *region) if region is not None else None
        if match is not None:
            group = str(match.lastgroup)
            return next(cadence for cadence in _CADENCES if group.startswith(cadence.split("_")[0]))
    return None
