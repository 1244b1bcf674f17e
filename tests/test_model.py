"""Dates of the record, which may be known to the month or year alone."""

from __future__ import annotations

from datetime import date

import pytest

from extract.model import DateField


def dated(value: str) -> DateField:
    return DateField(value=value, text=value, spans=())


def test_a_day_is_whole_and_possible() -> None:
    assert dated("2024-02-29").day == date(2024, 2, 29)
    assert [dated(value).day for value in ("2025", "2025-02", "2025-02-30", "2025-13-01")] == [None] * 4


@pytest.mark.parametrize(
    ("one", "other", "before", "agree"),
    [
        ("2025-05-31", "2025-06-01", True, False),
        ("2025-05", "2025-06-13", True, False),
        ("2025", "2025-06-13", False, True),
        ("2025-06-13", "2025-06", False, True),
        ("2025-06-13", "2025-06-13", False, True),
        ("2026", "2025-06-13", False, False),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(one: str, other: str, before: bool, agree: bool) -> None:
    assert dated(one).precedes(dated(other)) is before
    assert dated(one).agrees(dated(other)) is agree
