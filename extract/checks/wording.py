"""How checks write numbers and join sentences."""

from __future__ import annotations

from decimal import Decimal


def yuan(value: Decimal) -> str:
    """Return an amount as it was written, without an exponent: 1803000.00, 303000."""
    return f"{value:f}"


def plain(value: Decimal) -> str:
    """Return a number without needless zeros: 64800, 0.5."""
    return f"{value.normalize():f}"


def percent(share: Decimal) -> str:
    """Return a fraction as a percentage: 0.305 is 30.5%."""
    return f"{(share * 100).normalize():f}%"


def join(*parts: str) -> str:
    """Return the parts that are not empty as one text, divided by 「；」."""
    return "；".join(part for part in parts if part)
