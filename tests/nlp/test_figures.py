"""Figures with separators, and the amounts of table cells."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.nlp.figures import MALFORMED_GROUPING, MONEY_UNITS, TWO_POINTS, compound, factor, read_figure
from extract.nlp.money import read_amount

GROUPED, POINTS = (MALFORMED_GROUPING,), (TWO_POINTS,)


@pytest.mark.parametrize(
    ("written", "value", "problems"),
    [
        ("500", "500", ()),
        ("0.355", "0.355", ()),
        ("1,803,000.00", "1803000.00", ()),
        ("1 803 000.00", "1803000.00", ()),
        ("1,803, 000.00", "1803000.00", ()),
        ("1,803,\n000.00", "1803000.00", ()),
        ("1803000. 00", "1803000.00", ()),
        ("1,9 00", "1900", ()),
        ("3 00", "300", ()),
        ("12 000", "12000", ()),
        ("1370,000.00", "1370000.00", GROUPED),
        ("1,80,000", "180000", GROUPED),
        ("1,2,000.00", "12000.00", GROUPED),
        ("3,5000.00", "35000.00", GROUPED),
        ("10,00", None, GROUPED),
        ("3,5000", None, GROUPED),
        ("1.803,00", None, GROUPED),
        ("1.803.000", "1803000", POINTS),
        ("1.803.000.00", "1803000.00", POINTS),
        ("1,803.000.00", "1803000.00", POINTS),
        ("1.80.3", None, POINTS),
        ("2024.7.19", None, POINTS),
        ("1 500", None, ()),
        ("24000 0", None, GROUPED),
        ("2 40000", None, GROUPED),
        ("24 0000.00", None, GROUPED),
        ("2 4 0 0 0 0", "240000", ()),
        ("240 000", "240000", ()),
        ("3.2 500", None, ()),
        ("00", None, ()),
        ("050", None, ()),
    ],
)
def test_a_figure_and_what_is_wrong_with_it(written: str, value: str | None, problems: tuple[str, ...]) -> None:
    got, found = read_figure(written)
    assert got == (None if value is None else Decimal(value))
    assert found == problems


def test_behind_a_mark_the_separator_is_inside_one_number() -> None:
    assert read_figure("3,5000", marked=True) == (Decimal(35000), GROUPED)
    assert read_figure("1 500", marked=True) == (Decimal(1500), ())


@pytest.mark.parametrize(
    ("figure", "scale", "second", "second_scale", "value"),
    [
        ("1", "亿", "2000", "万", 120_000_000),
        ("15", "万", "8000", None, 158_000),
        ("3", "万", "5", "千", 35_000),
        ("3", "万", "5", None, None),
        ("3", "万", "50000", None, None),
        ("3", "万", "1,00", None, None),
    ],
)
def test_compound_figures(figure: str, scale: str, second: str, second_scale: str | None, value: int | None) -> None:
    assert compound(Decimal(figure), scale, second, second_scale) == value


def test_units() -> None:
    assert MONEY_UNITS["元"] == 1
    assert {unit: factor(unit) for unit in MONEY_UNITS} == MONEY_UNITS
    assert factor("万") == factor("万美元") == 10_000
    assert factor("美元") == 1


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("120,000", "元", "120000"),
        ("¥ 1,803,000", "元", "1803000"),
        ("￥１，２００．５０", "元", "1200.50"),
        ("1.5", "万元", "15000"),
        ("152.88", "万元", "1528800"),
        ("1528800元", "万元", "1528800"),
        ("12万", "元", "120000"),
        ("1.2亿元", "万元", "120000000"),
        ("贰仟元整", "元", "2000"),
        ("人民币贰仟元整", "万元", "2000"),
        ("壹佰伍拾", "万元", "1500000"),
        ("1 500", "元", "1500"),
        ("1 803 000.00", "元", "1803000"),
        ("1370,000.00", "元", "1370000"),
        ("-1,000.00", "元", "-1000"),
        ("¥-50", "元", "-50"),
        ("1,200.00元/年", "元", "1200"),
        ("300元/人/天", "元", "300"),
        ("5000元整", "元", "5000"),
        ("0", "元", "0"),
        ("_800_", "元", "800"),
        ("12,000", "美元", "12000"),
        ("1.2", "万美元", "12000"),
        ("USD 12,000", "美元", "12000"),
        ("12000美元", "万美元", "12000"),
        ("", "元", None),
        (" ", "元", None),
        ("-", "元", None),
        ("—", "元", None),
        ("/", "元", None),
        ("____", "元", None),
        ("无", "元", None),
        ("免费", "元", None),
        ("包含在总价中", "元", None),
        ("6%", "元", None),
        ("3台", "元", None),
        ("2024年", "元", None),
        ("10,00", "元", None),
        ("2024.7.19", "元", None),
        ("1803000.00", "万元", None),
        ("1803000.00万元", "元", None),
        ("壹佰佰元", "元", None),
    ],
)
def test_amounts_of_table_cells(cell: str, unit: str, value: str | None) -> None:
    assert read_amount(cell, unit) == (None if value is None else Decimal(value))


def test_more_figures_than_any_contract_has_are_no_amount() -> None:
    assert read_figure("1" + ",000" * 5)[0] is None
    assert read_figure("1" + ",000" * 4)[0] == 10**12
