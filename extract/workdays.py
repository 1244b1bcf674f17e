"""Dates so many days, months or working days away; public holidays and make-up days of China counted."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
"""How many months the longer units of time have."""


def add_workdays(day: date, count: int) -> date | None:
    """Return the `count`-th working day after `day` (before it when negative).

    Returns None when the way there leaves the years whose holidays the State Council has announced: no calendar
    knows them, and a guess would be a wrong date.
    """
    from chinese_calendar import is_workday

    step = timedelta(days=1 if count > 0 else -1)
    left = abs(count)
    try:
        while left:
            day += step
            left -= is_workday(day)
    except (NotImplementedError, OverflowError):
        return None
    return day


def shift(value: str, count: int, unit: str) -> date | None:
    """Return the date `count` units from ISO date `value`; None for partial or impossible dates.

    Working days are those of the official calendar; outside its years the result is None.
    """
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    if unit == "day":
        return day + timedelta(days=count)
    if unit == "week":
        return day + timedelta(weeks=count)
    if unit == "workday":
        return add_workdays(day, count)
    if unit not in MONTHS:
        return None
    month = day.year * 12 + day.month - 1 + count * MONTHS[unit]
    year, month = divmod(month, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
