"""Working days by the official calendar."""

from __future__ import annotations

from datetime import date

import pytest

from extract.workdays import add_workdays


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [
        (date(2025, 9, 30), 1, date(2025, 10, 9)),  # 国庆节 and 中秋节: 1 to 8 October
        (date(2025, 9, 26), 1, date(2025, 9, 28)),  # a Sunday worked for the holiday
        (date(2025, 6, 6), 10, date(2025, 6, 20)),
        (date(2025, 10, 9), -1, date(2025, 9, 30)),
    ],
)
def test_counts_holidays_and_make_up_days(start: date, count: int, expected: date) -> None:
    assert add_workdays(start, count) == expected


def test_is_silent_beyond_the_announced_years() -> None:
    assert add_workdays(date(2099, 1, 1), 3) is None
