"""Disputes: court or arbitration, which one, and where; options count when one is chosen."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.fields.dispute import read_dispute
from extract.rulepack import load_rules
from tests.helpers import clause_context, party

PACK = load_rules()
CASES = tomllib.loads((Path(__file__).parent / "cases" / "dispute.toml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"].strip()[:24])
def test_reads_how_and_where_disputes_are_settled(case: dict[str, Any]) -> None:
    dispute = read_dispute(clause_context("第三条 争议解决\n" + case["clause"].strip()))
    institution = dispute.institution.value if dispute.institution else None
    assert (dispute.method, dispute.venue, institution) == (
        case["method"],
        case["venue"],
        case.get("institution"),
    )


def test_the_place_of_a_label_is_the_place_of_its_role() -> None:
    context = clause_context("第三条 争议解决\n协商不成的，向甲方所在地人民法院起诉。")
    parties = (party("supplier", "甲方"), party("buyer", "乙方"))
    assert read_dispute(context, parties).venue == "supplier"


@pytest.mark.parametrize(
    ("options", "settled"),
    [
        ("□向____仲裁委员会申请仲裁\n☑向__甲方所在地__人民法院提起诉讼", ("litigation", "buyer")),
        ("☑向云岭仲裁委员会申请仲裁\n□向____人民法院提起诉讼", ("arbitration", "named")),
        ("☑向____仲裁委员会申请仲裁\n☑向甲方所在地人民法院提起诉讼", ("either", "buyer")),
        ("☑提交云岭仲裁委员会仲裁\n乙方代甲方向人民法院提起诉讼", ("arbitration", "named")),
    ],
)
def test_options_below_one_another_in_a_row_of_a_table(options: str, settled: tuple[str, str]) -> None:
    dispute = read_dispute(clause_context(f"第三条 专用条款\n第19.1款\t解决争议的方法\t{options}\n第21款\t其他\t无"))
    assert (dispute.method, dispute.venue) == settled


def test_quotes_the_sentence_that_settles_it() -> None:
    context = clause_context(
        "第三条 争议解决\n争议由双方协商。协商不成的，向 甲方 所在地人民法院起诉。诉讼费由败诉方承担。"
    )
    dispute = read_dispute(context)
    assert dispute.text == "协商不成的，向 甲方 所在地人民法院起诉"
    (span,) = dispute.spans
    assert context.document.text[span.start : span.end] == dispute.text


def test_courts_in_passing_settle_nothing() -> None:
    dispute = read_dispute(clause_context("第三条 送达\n法院或仲裁机构发出的法律文书送达至本合同载明的地址。"))
    assert (dispute.method, dispute.venue, dispute.spans) == ("unstated", "unstated", ())


def test_the_contract_goes_before_its_annex() -> None:
    clause = (
        "第三条 争议解决\n协商不成的，向甲方所在地人民法院起诉。\n"
        "甲方（盖章）：某局\t乙方（盖章）：某公司\n日期：2025年3月1日\t日期：2025年3月1日\n"
        "附件：保密协议\n一、争议提交云岭仲裁委员会仲裁。"
    )
    dispute = read_dispute(clause_context(clause))
    assert (dispute.method, dispute.venue) == ("litigation", "buyer")
