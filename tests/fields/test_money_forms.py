"""How an amount is written in uppercase, and how it should be."""

from __future__ import annotations

import pytest

from extract.model import Money
from tests.helpers import record_of


def amount_of(text: str) -> Money:
    return next(m for m in record_of(f"第三条 合同价款\n合同总价为{text}。").amounts if m.uppercase is not None)


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("人民币壹拾贰万陆仟元整（￥126,000.00元）", ()),
        ("人民币壹拾贰万陆仟圆正（￥126,000.00元）", ()),
        ("人民币壹拾贰万陆仟元（￥126,000.00元）", ("nonstandard_uppercase",)),
        ("人民币壹十贰万六仟元整（￥126,000.00元）", ("nonstandard_uppercase",)),
        ("126,000.00元（大写：壹拾贰万陆仟佰元整）", ("unreadable_uppercase", "malformed_uppercase")),
        ("126,000.00元（大写：壹拾贰方陆仟元整）", ("unreadable_uppercase",)),
    ],
)
def test_problems_of_the_uppercase_form(text: str, problems: tuple[str, ...]) -> None:
    assert amount_of(text).problems == problems


def test_the_standard_form_is_that_of_the_digits() -> None:
    assert amount_of("1,803,000.00元（大写：壹佰捌拾万叁佰元整）").standard_uppercase == "壹佰捌拾万零叁仟元整"
    assert amount_of("人民币伍拾万元整").standard_uppercase == "伍拾万元整"


def test_figures_alone_have_none() -> None:
    money = record_of("合同总价为126,000.00元。").amounts[0]
    assert (money.standard_uppercase, money.problems) == (None, ())


@pytest.mark.parametrize("words", ["优惠后合同总价", "按投标总价下浮5%后的合同总价"])
def test_a_discount_is_known(words: str) -> None:
    total = record_of(f"第三条 合同价款\n{words}为人民币200,000.00元。").total
    assert total is not None
    assert total.discount is not None


def test_no_discount() -> None:
    total = record_of("第三条 合同价款\n合同总价为人民币200,000.00元，享受税收优惠政策。").total
    assert total is not None
    assert total.discount is None
