"""Bonds, retentions and deposits: which are asked for, how much, in which form, when they come back."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.fields.guarantees.read import read_guarantees
from extract.model import Guarantee
from tests.helpers import context_of

OPENING = """服务合同
甲方：云岭市教育局
乙方：临江科技有限公司
第一条 服务
乙方按采购文件为甲方提供服务，具体见附件，双方共同遵守执行。
第二条 约定
"""
CLOSING = "\n第三条 其他\n本合同一式四份。\n"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "guarantees.toml").read_text(encoding="utf-8"))["cases"]


def guarantees_of(clause: str) -> tuple[Guarantee, ...]:
    return read_guarantees(context_of(OPENING + clause + CLOSING))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"][:24])
def test_reads_the_clause(case: dict[str, Any]) -> None:
    found = [(g.kind, g.rate, g.amount.value if g.amount else None) for g in guarantees_of(case["clause"])]
    assert found == [(g["kind"], number(g.get("rate")), number(g.get("amount"))) for g in case["guarantees"]]


def number(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


@pytest.mark.parametrize(
    ("clause", "form"),
    [
        ("乙方以银行保函形式提交合同总价5%的履约保证金。", "银行保函"),
        ("履约保证金为合同总价的5%，可采用支票、汇票、本票或者银行保函提交。", "支票、汇票、本票或者银行保函"),
        ("乙方应提交金额为合同总价30%的预付款保函。", "保函"),
        ("履约保证金为合同总价的5%。", None),
    ],
)
def test_form(clause: str, form: str | None) -> None:
    (guarantee,) = guarantees_of(clause)
    assert (guarantee.form.value if guarantee.form else None) == form


@pytest.mark.parametrize(
    ("clause", "terms"),
    [
        ("履约保证金为合同总价的5%。服务期满后10日内无息退还。", "服务期满后10日内无息退还"),
        ("履约保证金为合同总价的5%。乙方违约的，不予退还。", None),
        ("履约保证金为合同总价的5%。退还方式、时间见附件。", None),
        (
            "☑收取履约保证金：金额为合同总价的5%，形式：☑保函 □转账，退还时间：验收合格后5个工作日内。",
            "退还时间:验收合格后5个工作日内",
        ),
        ("押金30,000元，租赁期满后全额退还。", "租赁期满后全额退还"),
    ],
)
def test_return_terms(clause: str, terms: str | None) -> None:
    (guarantee,) = guarantees_of(clause)
    assert (guarantee.return_terms.value if guarantee.return_terms else None) == terms


def test_one_guarantee_of_each_kind_gathers_what_all_places_say() -> None:
    clause = "1.履约保证金为合同总价的5%。\n2.履约保证金50,000元，以银行保函提交。"
    (guarantee,) = guarantees_of(clause)
    assert (guarantee.rate, guarantee.amount.value if guarantee.amount else None) == (Decimal("0.05"), Decimal(50000))


def test_the_first_amount_counts() -> None:
    (guarantee,) = guarantees_of("履约保证金为50,000元。\n第三条 附则\n履约保证金为30,000元。")
    assert guarantee.amount is not None and guarantee.amount.value == Decimal(50000)


def test_evidence_is_the_sentence() -> None:
    (guarantee,) = guarantees_of("甲方按约付款。履约保证金为合同总价的5%，即50,000元。其他另议。")
    assert guarantee.text == "履约保证金为合同总价的5%，即50,000元"


def test_a_name_without_a_number_is_remembered_as_a_loser() -> None:
    context = context_of(OPENING + "乙方应按采购文件提交履约保证金。" + CLOSING)
    assert read_guarantees(context) == ()
    (candidate,) = context.trace.of("guarantees")
    assert not candidate.won and "未写明" in candidate.reason
