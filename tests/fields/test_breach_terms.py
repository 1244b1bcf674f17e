"""Who is liable for breach at all, in many drafters' words."""

from __future__ import annotations

import pytest

from tests.helpers import record_of

FRAME = "合同\n甲方：云浒市档案馆\n乙方：云浒信远科技有限公司\n第一条 违约责任\n"


def liable(text: str) -> set[str]:
    told = record_of(FRAME + text).liability
    return {name for name in ("buyer", "supplier", "either", "late_payment") if getattr(told, name) is not None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("乙方逾期交货的，应当承担违约责任。", {"supplier"}),
        ("甲方未按约定支付货款的，应当支付逾期利息。", {"buyer", "late_payment"}),
        ("甲方无正当理由拒收货物的，应当赔偿乙方损失。", {"buyer"}),
        ("任何一方违反本合同的，应当赔偿对方的损失。", {"either"}),
        ("甲方逾期付款超过30日的，乙方有权解除合同并要求赔偿损失。", {"buyer", "late_payment"}),
        ("因乙方原因造成甲方损失的，乙方负责赔偿。", {"supplier"}),
        ("甲方无故迟延付费的，按贷款市场报价利率计付利息。", {"buyer", "late_payment"}),
        ("甲方没有按时付款的，要赔偿乙方的利息损失。", {"buyer", "late_payment"}),
        ("乙方送货晚了的，要承担违约责任。", {"supplier"}),
        ("乙方逾期交货或者甲方逾期付款的，应当承担违约责任。", {"supplier", "late_payment"}),
        ("因乙方开票不合规导致甲方延迟付款的，乙方承担违约责任。", {"supplier"}),
    ],
)
def test_who_is_liable(text: str, expected: set[str]) -> None:
    assert liable(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "甲方有权监督乙方的工作。",
        "因财政原因延迟支付的，甲方不承担违约责任。",
        "上述违约金不足以弥补甲方损失的，应当继续赔偿。",
    ],
)
def test_what_makes_the_buyer_liable_for_nothing(text: str) -> None:
    assert "buyer" not in liable(text)


def test_late_return_of_a_bond_is_no_late_payment() -> None:
    assert "late_payment" not in liable("甲方逾期退还保证金的，应支付利息。")
