"""A period while it is put together, and its arithmetic: any two of start, end and duration give the third."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from extract.fields.context import Context
from extract.model import DateField, Duration, Period
from extract.nlp import mentions as found
from extract.workdays import shift

FULL_DATE = len("2025-06-01")
BY_WHEN = ("前", "之前", "以前", "底前", "末前", "底之前")
"""What follows a day by which something is done."""
_ALMOST = 5
"""Days by which 365日 and 一年 may differ."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that announces a period."""

    kind: str
    word: str
    start: int
    end: int


@dataclass(slots=True)
class Draft:
    """A period while it is put together from one sentence."""

    cue: Cue
    start: found.Date | None = None
    end: found.Date | None = None
    duration: found.Duration | None = None
    year: found.Date | None = None
    anchor: tuple[int, int] | None = None
    last: int = 0
    listed: bool = False
    """An entry of a list: it stands for itself even if another entry is as long."""

    @property
    def filled(self) -> int:
        """How many of start, end, duration and whole year are known."""
        return sum(part is not None for part in (self.start, self.end, self.duration, self.year))

    @property
    def starts(self) -> list[int]:
        """Where the times stand that it is made of."""
        return [m.start for m in (self.start, self.end, self.duration, self.year) if m is not None]


def times_of(drafts: Iterable[Draft]) -> set[int]:
    """Return where the times stand that drafts are made of: none of them belongs to another period."""
    return {start for draft in drafts for start in draft.starts}


def period(context: Context, draft: Draft, signed_on: DateField | None) -> Period:
    """Return the period of a draft, the part that follows from the two others filled in and marked derived.

    One that runs 自合同签订之日起至 a date starts on the day of signing.
    """
    kind = draft.cue.kind
    rule = f"periods.{kind}"
    start = _stated(context, draft.start, rule)
    end = _stated(context, draft.end, rule)
    duration = context.duration(draft.duration, rule) if draft.duration else None
    if draft.year is not None:
        start, end = _year(context, draft.year, rule)
    elif end and start is None and duration is None and draft.anchor and signed_on is not None:
        start = _signing(context, draft.anchor, signed_on, rule)
        duration = _length(start, end, rule) if start else None
    elif start and end is None and duration:
        end = _moved(start, duration, rule, forward=True)
    elif end and start is None and duration and not _deadline(context, draft):
        start = _moved(end, duration, rule, forward=False)
    elif start and end and duration is None:
        duration = _length(start, end, rule)
    anchor = context.text_field(*draft.anchor, "periods.anchor") if draft.anchor and start is None else None
    first = min([draft.cue.start, *([draft.anchor[0]] if draft.anchor else []), *draft.starts])
    span = context.span(first, draft.last)
    return Period(
        kind=kind,  # type: ignore[arg-type]
        start=start,
        end=end,
        duration=duration,
        anchor=anchor,
        of_all=_is_of_all(context, draft),
        text=context.quote(span),
        spans=(span,),
        rule=rule,
    )


def _deadline(context: Context, draft: Draft) -> bool:
    """Tell whether the last day is only one by which all is done: 工期60日历天,6月30日前竣工 tells no first day."""
    return draft.end is not None and context.text.startswith(BY_WHEN, draft.end.end)


def _is_of_all(context: Context, draft: Draft) -> bool:
    """Tell whether a warranty is of everything that is supplied: no part is named before its length."""
    if draft.cue.kind != "warranty" or draft.duration is None or draft.listed:
        return False
    paragraph = context.outline.paragraph_at(draft.cue.start)
    told = context.text[paragraph.body_start : draft.duration.start]
    return context.pack.pattern("periods.of_all").search(told) is not None


def _stated(context: Context, mention: found.Date | None, rule: str) -> DateField | None:
    possible = mention is not None and mention.possible  # 至2026年2月30日: on no day
    return context.date_field(mention.value, mention.start, mention.end, rule) if mention and possible else None


def _year(context: Context, mention: found.Date, rule: str) -> tuple[DateField, DateField]:
    year = mention.value[:4]
    return (
        context.date_field(f"{year}-01-01", mention.start, mention.end, rule, derived=True),
        context.date_field(f"{year}-12-31", mention.start, mention.end, rule, derived=True),
    )


def _signing(context: Context, anchor: tuple[int, int], signed_on: DateField, rule: str) -> DateField | None:
    """Return the day of signing as a start, where the event that a period runs from is the signing."""
    if (
        context.pack.pattern("periods.signing").search(context.text, *anchor) is None
        or len(signed_on.value) != FULL_DATE
    ):
        return None
    spans = (context.span(*anchor), *signed_on.spans)
    return DateField(value=signed_on.value, text=context.quote(spans[0]), spans=spans, rule=rule, derived=True)


def _moved(known: DateField, duration: Duration, rule: str, *, forward: bool) -> DateField | None:
    """Return the other end of a period: one year from 2024-07-13 ends 2025-07-12."""
    moved = shift(known.value, duration.value if forward else -duration.value, duration.unit)
    if moved is None:
        return None
    moved += timedelta(days=-1 if forward else 1)
    spans = (*known.spans, *duration.spans)
    return DateField(value=moved.isoformat(), text=known.text, spans=spans, rule=rule, derived=True)


def as_long(start: str, end: str, duration: found.Duration) -> bool:
    """Tell whether from `start` to `end` is as long as `duration`; partial dates may be."""
    last = shift(start, duration.value, duration.unit)
    try:
        return last is None or abs((date.fromisoformat(end) - last).days) <= _ALMOST
    except ValueError:
        return True


def outlasts(start: str, end: str, duration: found.Duration) -> bool:
    """Tell whether `duration` from `start` goes on after `end`; False for partial dates."""
    last = shift(start, duration.value, duration.unit)
    return last is not None and last.isoformat() > end


def _length(start: DateField, end: DateField, rule: str) -> Duration | None:
    """Return the whole years or months between two full dates, or the days; None for partial dates."""
    try:
        first, last = date.fromisoformat(start.value), date.fromisoformat(end.value)
    except ValueError:
        return None
    if last < first:
        return None
    after = last + timedelta(days=1)
    months = (after.year - first.year) * 12 + after.month - first.month
    spans = (*start.spans, *end.spans)
    if after.day == first.day and months > 0:
        value, unit = (months // 12, "year") if months % 12 == 0 else (months, "month")
    else:
        value, unit = (last - first).days + 1, "day"
    return Duration(value=value, unit=unit, text=start.text, spans=spans, rule=rule, derived=True)  # type: ignore[arg-type]
