"""How checks write numbers and join sentences."""

from __future__ import annotations

from decimal import Decimal


def yuan(value: Decimal) -> str:
    """Return an amount as it was written, without an exponent: 1803000.00, 303000."""
    return f"{value:f}"


def grouped(value: Decimal) -> str:
    """Return an amount as a sentence says it, in groups of three digits and to the fen: 1,803,000.00."""
    return f"{value:,.2f}" if value == round(value, 2) else f"{value.normalize():,f}"


def plain(value: Decimal) -> str:
    """Return a number without needless zeros: 64800, 0.5."""
    return f"{value.normalize():f}"


def join(*parts: str | None) -> str:
    """Return the parts that there are as one text, divided by 「；」."""
    return "；".join(part for part in parts if part)
