"""Mutations of amounts, shares, rates and quantities."""

from __future__ import annotations

from collections.abc import Iterator

from tests.checks.injection import Contract, Edit, mutation

_UPPERCASE = "壹贰叁肆伍陆柒捌玖"


def changed_digit(text: str, place: int) -> str:
    """Return the digit at `place` as another one, never 0."""
    return str(int(text[place]) % 9 + 1)


def digits_in(text: str, start: int, end: int) -> list[int]:
    """Return the places of the ASCII digits in [start, end)."""
    return [place for place in range(start, end) if text[place] in "0123456789"]


@mutation("a digit of the total", "AMT001", "AMT004", "AMT005", "PAY002")
def digit_of_the_total(contract: Contract) -> Iterator[Edit]:
    """Change the first two significant digits of the total, each alone."""
    total = contract.record.total
    if total is None or total.digits is None:
        return
    span = total.digits.spans[0]
    for place in digits_in(contract.text, span.start, span.end)[:2]:
        yield Edit(place, place + 1, changed_digit(contract.text, place))


@mutation("a character of an uppercase amount", "AMT001")
def uppercase_character(contract: Contract) -> Iterator[Edit]:
    """Change the first numeral of every uppercase amount that stands beside digits."""
    for money in contract.record.amounts:
        if money.uppercase is None or money.digits is None:
            continue
        span = money.uppercase.spans[0]
        for place in range(span.start, span.end):
            if contract.text[place] in _UPPERCASE:
                other = _UPPERCASE[(_UPPERCASE.index(contract.text[place]) + 1) % 9]
                yield Edit(place, place + 1, other)
                break
