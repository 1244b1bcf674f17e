"""Entering one amount into the ledger: both its forms, how far it is rounded, and what one slip makes of it."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.checks.ledger import Kind, Ledger
from extract.checks.slips import slip
from extract.model import Evidence, Money, Record
from extract.rulepack import RulePack

_FIGURE = re.compile(r"\d[\d,]*(?:\.(?P<decimals>\d+))?")
_HALF = Decimal("0.5")
_ROUNDED = 2
"""So many decimals of 万元 or 亿元 and more were rounded to them."""
TOTAL = "total"
"""The unknown that is the contract price."""


def state(ledger: Ledger, unknown: str, kind: Kind, money: Money, label: str) -> None:
    """Enter an amount, its digits and its uppercase each for itself."""
    mention = money.spans[0].start
    if money.digits is not None and money.digits_value is not None:
        ledger.enter(unknown, kind, money.digits_value, money.digits, label, mention)
    if money.uppercase is not None and money.uppercase_value is not None:
        words, standard = money.uppercase.value, money.standard_uppercase
        ledger.enter(unknown, kind, money.uppercase_value, money.uppercase, label, mention, words, standard)
    if money.digits is None and money.uppercase is None:
        ledger.enter(unknown, kind, money.value, money, label, mention)


def rounding(money: Money, tolerance: Decimal) -> Decimal:
    """Return by how much rounding may have moved an amount: half of its last place, 0.5 for 12,345元, 50 for 1.23万元.

    Fewer decimals of a larger unit are taken to be exact: 12万元 is not rounded from 12.4万元.
    """
    figure = _FIGURE.match(money.digits.value) if money.digits is not None else None
    if figure is None or money.digits_value is None:
        return max(tolerance, _HALF)
    places, number = len(figure["decimals"] or ""), Decimal(figure[0].replace(",", ""))
    unit = abs(money.digits_value / number) if number else Decimal(1)
    if unit == 1:
        return tolerance if places else _HALF
    return max(tolerance, unit.scaleb(-max(places, _ROUNDED)) * _HALF)


def plausible(stated: Decimal, right: Decimal) -> bool:
    """Tell whether two numbers are the same or one slip apart."""
    return stated == right or slip(stated, right) is not None


def in_side_agreement(place: Evidence, record: Record, pack: RulePack) -> bool:
    """Tell whether a place lies in an annexed agreement on something else than the contract's performance (廉洁协议).

    Its amounts and penalties have a subject of their own and are not measured by the contract price.
    """
    headings = [a.title for a in record.annexes if a.present and a.title not in a.mentions]
    before = [title for title in headings if title.spans[0].start <= place.spans[0].start]
    last = max(before, key=lambda title: title.spans[0].start, default=None)
    return last is not None and pack.pattern("checks.side_agreement").search(last.value) is not None
