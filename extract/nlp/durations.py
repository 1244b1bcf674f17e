"""Durations: a number and a unit of time, in figures, in Chinese, or in both (叁(3)年)."""

from __future__ import annotations

import regex

from extract.nlp.mentions import Duration, Unit
from extract.nlp.numerals import NumeralError, read_integer
from extract.rulepack import RulePack

_GROUPING = str.maketrans("", "", ", ")
_UNITS: tuple[Unit, ...] = ("year", "month", "quarter", "workday", "week", "hour")
_LONGEST_YEARS = 99
"""A number of years above this is a calendar year, or a slip."""
_MONTH_NAMES = 12
"""X月 up to this is the name of a month; 36月 is a length."""
_ALL_DAY = 24
"""24小时热线 is always open; 24小时内 is a term."""
_HALF_MONTH_DAYS = 15
"""半个月 counts as fifteen days, as the Civil Code's time limits are counted in practice."""
_BEFORE = 24
"""How far back the text is read to tell 每月5日 from 5日."""


def find_durations(text: str, pack: RulePack) -> tuple[Duration, ...]:
    """Return every duration of the flow `text`, in order.

    Half years and years with months become months, half months become days, so that `value` is whole.
    Where figures and words of one number differ there is no mention: nobody can say which one counts.
    """
    found = []
    for match in pack.pattern("durations.duration").finditer(text):
        duration = _duration(match, text, pack)
        if duration is not None:
            found.append(duration)
    return tuple(found)


def _duration(match: regex.Match[str], text: str, pack: RulePack) -> Duration | None:
    if match["half"]:
        if not _stands_alone(match, text):
            return None
        return _made(match, 6, "month") if match["year"] else _made(match, _HALF_MONTH_DAYS, "day")
    number = _number(match)
    if number is not None and match["year"]:
        return _years(match, number)
    if not number:
        return None
    if match["decimal"] == ".5":
        return None  # 1.5个月 is no whole count of days
    if match["month"] == "半月":
        return _made(match, number * 30 + _HALF_MONTH_DAYS, "day")
    if match["month"] == "月" and number <= _MONTH_NAMES and not _runs_from_event(match, text, pack):
        return None
    if _names_a_time(match, number, text, pack):
        return None
    for unit in _UNITS:
        if match[unit]:
            return _made(match, number, unit)
    return _made(match, number, "day")


def _made(match: regex.Match[str], value: int, unit: Unit) -> Duration:
    return Duration(match.start(), match.end(), value, unit, calendar=bool(match["calendar"]))


def _number(match: regex.Match[str]) -> int | None:
    """Return the number, or None when words and figures differ or the words are no number."""
    digits = int(match["digits"].translate(_GROUPING)) if match["digits"] else None
    written = match["words"]
    if written is None:
        return digits
    if len(written) > 1 and not any(place in written for place in "十百拾佰廿卅"):
        return None  # 二三天, 一二年: vague, or the digits of a year
    try:
        words = read_integer(written)
    except NumeralError:
        return None
    return words if digits in (None, words) else None


def _years(match: regex.Match[str], number: int) -> Duration | None:
    """Return whole years, or months where a half or further months follow."""
    more = match["more"]
    months = 6 if match["and_half"] or match["decimal"] == ".5" else 0
    if number > _LONGEST_YEARS or number + months == 0:
        return None
    if more:
        try:
            months += int(more) if more.isdecimal() else read_integer(more)
        except NumeralError:
            return None
    if months:
        return _made(match, number * 12 + months, "month")
    return _made(match, number, "year")


def _names_a_time(match: regex.Match[str], number: int, text: str, pack: RulePack) -> bool:
    """Tell 每月5日, 24小时热线 and 2024年一季度 from lengths of time."""
    if match["day"] and not match["calendar"] and not match["workday"]:
        before = text[max(match.start() - _BEFORE, 0) : match.start()]
        return pack.pattern("durations.day_of_month").search(before) is not None
    if match["hour"]:
        return number == _ALL_DAY and text.startswith(pack.words("durations.schedules"), match.end())
    if match["quarter"] and not match["quarter"].startswith("个"):
        return number != 1 or _is_named_quarter(match, text, pack)
    return False


def _runs_from_event(match: regex.Match[str], text: str, pack: RulePack) -> bool:
    """Tell 质保期满1月内 from 2025年1月内, the month of a year."""
    event = pack.pattern("durations.event_before").search(text, max(match.start() - 2, 0), match.start())
    return event is not None and pack.pattern("durations.within").match(text, match.end()) is not None


def _stands_alone(match: regex.Match[str], text: str) -> bool:
    """Tell 半年 from 上半年, 一年半, 大半年."""
    return text[max(match.start() - 1, 0) : match.start()] not in tuple("上下前后大小多年个月")


def _is_named_quarter(match: regex.Match[str], text: str, pack: RulePack) -> bool:
    """Tell the first quarter of a year from 一季度 as a length; 二季度 and on are always names."""
    named = pack.pattern("durations.named_quarter")
    before, after = text[max(match.start() - 2, 0) : match.start()], text[match.end() : match.end() + 2]
    return bool(named.search(before) or named.search(after))
