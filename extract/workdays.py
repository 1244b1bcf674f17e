"""Working days of the People's Republic of China, public holidays and make-up days counted."""

from __future__ import annotations

from datetime import date, timedelta


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
