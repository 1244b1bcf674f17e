"""A period while it is put together, and its arithmetic: any two of start, end and duration give the third."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from extract.fields.context import Context
from extract.model import DateField, Duration, Period
from extract.nlp import mentions as found
from extract.workdays import shift


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


def period(context: Context, draft: Draft) -> Period:
    """Return the period of a draft, the part that follows from the two others filled in and marked derived."""
    kind = draft.cue.kind
    rule = f"periods.{kind}"
    start = _stated(context, draft.start, rule)
    end = _stated(context, draft.end, rule)
    duration = context.duration(draft.duration, rule) if draft.duration else None
    if draft.year is not None:
        start, end = _year(context, draft.year, rule)
    elif start and end is None and duration:
        end = _moved(start, duration, rule, forward=True)
    elif end and start is None and duration:
        start = _moved(end, duration, rule, forward=False)
    elif start and end and duration is None:
        duration = _length(start, end, rule)
    anchor = context.text_field(*draft.anchor, "periods.anchor") if draft.anchor and start is None else None
    first = min([draft.cue.start, *([draft.anchor[0]] if draft.anchor else [])])
    span = context.span(first, draft.last)
    return Period(
        kind=kind,  # type: ignore[arg-type]
        start=start,
        end=end,
        duration=duration,
        anchor=anchor,
        text=context.quote(span),
        spans=(span,),
        rule=rule,
    )


def _stated(context: Context, mention: found.Date | None, rule: str) -> DateField | None:
    return context.date_field(mention.value, mention.start, mention.end, rule) if mention else None


def _year(context: Context, mention: found.Date, rule: str) -> tuple[DateField, DateField]:
    year = mention.value[:4]
    return (
        context.date_field(f"{year}-01-01", mention.start, mention.end, rule, derived=True),
        context.date_field(f"{year}-12-31", mention.start, mention.end, rule, derived=True),
    )


def _moved(known: DateField, duration: Duration, rule: str, *, forward: bool) -> DateField | None:
    """Return the other end of a period: one year from 2024-07-13 ends 2025-07-12."""
    moved = shift(known.value, duration.value if forward else -duration.value, duration.unit)
    if moved is None:
        return None
    moved += timedelta(days=-1 if forward else 1)
    spans = (*known.spans, *duration.spans)
    return DateField(value=moved.isoformat(), text=known.text, spans=spans, rule=rule, derived=True)


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
