"""Rates: percentages and per-mille, in figures, in Chinese, or both side by side, as exact fractions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import regex

from extract.nlp.mentions import Rate
from extract.nlp.numerals import NumeralError, read_integer
from extract.rulepack import RulePack

_DIVISORS = {"hundred": 2, "thousand": 3, "ten_thousand": 4, "hundred_thousand": 5, "million": 6}
"""The power of ten that each scale of `rates.scales` divides by."""
_POINT = re.compile("[点點]")
_FRACTION_DIGITS = str.maketrans("零〇一二两三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖", "001223456789122334566789")
_ROUNDED = Decimal("0.005")
"""三分之一(33%) says one thing twice."""
_FINEST = Decimal("0.000001")
"""A third is rounded to a millionth."""


def find_rates(text: str, pack: RulePack) -> tuple[Rate, ...]:
    """Return every rate of the flow `text`, in order, as fractions: 5‰ is 0.005.

    Of 10%(百分之二十) `value` is the figures' 0.10, `words_value` 0.20 and `agree` False.
    Of 30-50% both figures are rates. 一半, 三分之一 and 三成 are rates, thirds to the millionth.
    """
    powers = {sign: _DIVISORS[scale] for scale, signs in pack.table("rates.scales").items() for sign in signs}
    found = []
    for match in pack.pattern("rates.rate").finditer(text):
        rate = _rate(match, powers)
        if rate is not None:
            found.append(rate)
    fractions = [_of_words(match) for match in pack.pattern("rates.fraction").finditer(text)]
    if fractions:
        found = [rate for rate in found if not any(f.start < rate.end and rate.start < f.end for f in fractions)]
    return tuple(sorted([*found, *fractions], key=lambda rate: rate.start))


def fraction(top: int, bottom: int) -> Decimal:
    """Return a fraction as a ratio, rounded to a millionth where it does not come out even."""
    exact = Decimal(top) / bottom
    return exact if exact == round(exact, 6) else exact.quantize(_FINEST)


def _of_words(match: regex.Match[str]) -> Rate:
    """Return a fraction in words, or the percentage behind it where they differ by more than rounding."""
    if match["half"]:
        value = Decimal("0.5")
    elif match["half_tenth"]:
        value = Decimal("0.05")
    elif match["tenths"]:
        last = Decimal(5) if match["and_half"] else Decimal(read_integer(match["hundredths"] or "零"))
        value = (Decimal(read_integer(match["tenths"])) * 10 + last) / 100
    else:
        value = fraction(read_integer(match["top"]), read_integer(match["bottom"]))
    if match["percent"] is None:
        return Rate(*match.span(), value)
    stated = _fraction(Decimal(match["percent"]), 2)
    agree = abs(stated - value) < _ROUNDED
    return Rate(*match.span(), value if agree else stated, value, agree)


def _rate(match: regex.Match[str], powers: Mapping[str, int]) -> Rate | None:
    start, end = match.span()
    if match.string[end : end + 1].isdecimal():
        return None  # 20%472,000.00: cells of a table run together, nobody can say what is of what
    if low := match["low"]:
        rises = _decimal(low) < _decimal(match["high"])  # 2024年3-2% is something else
        return Rate(start, end, _fraction(_decimal(low), powers[match["sign"]])) if rises else None
    figures = _fraction(_decimal(match["number"]), powers[match["sign"]]) if match["number"] else None
    words = _words_value(match, powers)
    if figures is None:
        return None if words is None else Rate(start, end, words)
    if match["part"] is None:
        return Rate(start, end, figures)
    return Rate(start, end, figures, words, None if words is None else words == figures)


def _decimal(figure: str) -> Decimal:
    """Return a figure as a number; OCR may have left a space in it."""
    return Decimal(figure.replace(" ", ""))


def _fraction(number: Decimal, power: int) -> Decimal:
    return number.scaleb(-power)


def _words_value(match: regex.Match[str], powers: Mapping[str, int]) -> Decimal | None:
    """Return what the words say (百分之 number), or None when they are no number."""
    part = match["part"]
    if part is None:
        return None
    number = _number(part)
    return None if number is None else _fraction(number, powers[match["base"]])


def _number(written: str) -> Decimal | None:
    """Return a number in figures or Chinese, with 点 as the decimal point."""
    if written[0].isascii():
        return _decimal(written)
    if written in ("百", "佰"):
        return Decimal(100)
    whole, *fraction = _POINT.split(written)
    try:
        integer = read_integer(whole) if whole else 0
        digits = fraction[0].translate(_FRACTION_DIGITS) if fraction else ""
        if len(fraction) > 1 or (fraction and not digits.isdecimal()):
            return None
        return Decimal(f"{integer}.{digits}") if digits else Decimal(integer)
    except NumeralError:
        return None
