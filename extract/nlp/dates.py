"""Dates: full, partial and whole years, in figures and in Chinese, and both ends of a range.

A form whose blanks are open (20__年, 2024年__月__日) holds no date. One whose day alone is blank holds a
month.
"""

from __future__ import annotations

from calendar import monthrange

import regex

from extract.nlp.mentions import Date
from extract.nlp.numerals import NumeralError, read_integer
from extract.rulepack import RulePack

_YEAR_DIGITS = str.maketrans("〇零OoО一二三四五六七八九壹贰貳叁肆伍陆柒捌玖", "000001234567891223456789")
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_CENTURY_TURN = 70
"""Two-digit years from here on are of the 20th century: 98年 is 1998, 24年 is 2024."""


def find_dates(text: str, pack: RulePack) -> tuple[Date, ...]:
    """Return every date of the flow `text`, in order.

    `value` is ISO text as precise as the contract. A date that the calendar does not have keeps what it says,
    "2024-02-30", with `possible` False. The end of a range takes its year (and month) from the start.
    """
    pattern = pack.pattern("dates.date")
    found: list[Date] = []
    position = 0
    while match := pattern.search(text, position):
        position = match.end()
        date = _date(match)
        if date is None:
            continue
        found.append(date)
        while ending := _range_end(text, found[-1], pack):
            found.append(ending)
        position = found[-1].end
    return tuple(found)


def _date(match: regex.Match[str]) -> Date | None:
    """Return the date of a match of `dates.date`, or None when its figures are no date."""
    year = _year(match)
    month, day = _number(match["month"]), _number(match["day"])
    if year is None or (match["month"] and not month) or (match["day"] and not day):
        return None
    figures = match["mark"] is not None
    if figures and ((month or 0) > 12 or (day or 0) > 31):
        return None  # 2024.13.45 is a number of something else
    whole = bool(match["whole"] or match["whole_before"])
    return _made(match.start(), match.end(), year, month, day, whole_year=whole)


def _year(match: regex.Match[str]) -> int | None:
    if short := match["short"]:
        return int(short) + (1900 if int(short) >= _CENTURY_TURN else 2000)
    digits = match["year"].replace(" ", "").translate(_YEAR_DIGITS)
    year = int(digits)
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _number(written: str | None) -> int | None:
    """Return a month or day in figures or Chinese; None where there is none, 0 where it is no number."""
    if written is None:
        return None
    if written == "元":  # 元月 is January
        return 1
    compact = written.replace(" ", "")
    if compact.isdecimal():
        return int(compact)
    try:
        return read_integer(compact.lstrip("〇零"))
    except NumeralError:
        return 0


def _range_end(text: str, start: Date, pack: RulePack) -> Date | None:
    """Return the date behind `start` that borrows its year or month, or None."""
    parts = [int(part) for part in start.value.split("-")]
    if len(parts) == 1:
        return None
    match = pack.pattern("dates.range_end").match(text, start.end)
    if match is None or (match["mark"] and match["mark"] not in text[start.start : start.end]):
        return None
    month, day = _number(match["month"]), _number(match["day"])
    if (match["month"] and not month) or (match["day"] and not day):
        return None
    if month is None:
        if len(parts) < 3 or match["also"]:
            return None
        month = parts[1]
    year = parts[0] + (1 if match["next"] else 0)
    if (year, month, day or 31) < tuple(parts):
        return None  # 2024年7月1日至6月30日: the year of the end is not stated
    first = match.start("month") if match["month"] else match.start("day")
    if match["next"]:
        first = match.start("next")
    return _made(first, match.end(), year, month, day)


def _made(start: int, end: int, year: int, month: int | None, day: int | None, *, whole_year: bool = False) -> Date:
    """Return the date at [start, end); whether the calendar has it is worked out here."""
    value = "-".join(f"{part:02d}" for part in (year, month, day) if part is not None)
    possible = month is None or (1 <= month <= 12 and (day is None or 1 <= day <= monthrange(year, month)[1]))
    return Date(start, end, value, possible, whole_year)
