"""How far an amount may be rounded, by how it is written."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.checks.statements import rounding
from extract.model import TextField
from tests.helpers import HERE, money


@pytest.mark.parametrize(
    ("digits", "value", "expected"),
    [
        ("370370.10", "370370.10", "0.01"),
        ("370,370元", "370370", "0.5"),
        ("37.04万元", "370400", "50"),
        ("37.0370万元", "370370", "0.5"),
        ("37.0370", "370370", "0.5"),  # 万元 stands in the head of the column
        ("37万元", "370000", "50"),
        ("0.37亿元", "37000000", "500000"),
        (None, "370370", "0.5"),
    ],
)
def test_half_of_the_last_place(digits: str | None, value: str, expected: str) -> None:
    written = None if digits is None else TextField(value=digits, **HERE)
    amount = money(value).model_copy(update={"digits": written, "digits_value": written and Decimal(value)})
    assert rounding(amount, Decimal("0.01")) == Decimal(expected)
