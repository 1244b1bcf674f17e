"""References to clauses: which lead into the contract, and whether they lead anywhere."""

from __future__ import annotations

import pytest

from tests.helpers import record_of

FRAME = """保洁服务合同
第一条 服务内容
乙方提供保洁服务。
第二条 验收
{}
第三条 付款
按月付款。
第四条 违约责任
4.1 逾期的支付违约金。
4.2 擅自停工的支付违约金。
第五条 其他
本合同一式两份。
"""


def references(sentence: str) -> list[tuple[str, bool]]:
    return [(found.number, found.found) for found in record_of(FRAME.format(sentence)).references]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("不合格的按本合同第四条处理。", [("4", True)]),
        ("不合格的按照第九条第2款、第三条处理。", [("9", False), ("3", True)]),
        ("违反第4.2条的，解除合同。", [("4.2", True)]),
        ("违反第4.7条的，解除合同。", [("4.7", False)]),
        ("本合同第二十条所称损失。", [("20", False)]),
    ],
)
def test_references_to_the_contract(sentence: str, expected: list[tuple[str, bool]]) -> None:
    assert references(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "依照《民法典》第五百六十三条处理。",
        "依照《中华人民共和国民法典》第五百六十三条、第五百六十六条和第五百七十七条处理。",
        "按照政府采购法第五十条执行。",
        "按照招标文件第三章第二十条的要求验收。",
        "按照磋商文件第20.3条验收。",
        "依据《云岭市物业管理办法》（云政发〔2020〕3号）第十二条验收。",
        "通用条款第二十条不适用。",
        "共有三条款项。",
        "清扫面积3.5项目每日一次。",
    ],
)
def test_references_to_other_papers_are_none(sentence: str) -> None:
    assert references(sentence) == []


def test_an_annex_refers_to_itself_or_to_the_contract() -> None:
    text = FRAME.format("按月验收。") + (
        "甲方（盖章）：云浒市档案馆        乙方（盖章）：云浒洁诚保洁服务有限公司\n日期：2025年2月20日\n\n"
        "附件一\n保密协议\n第一条 义务\n乙方应当保密。\n第二条 期限\n永久。\n第三条 责任\n违反第二条的，依主合同第四条承担责任。\n"
    )
    found = record_of(text).references
    assert [(reference.number, reference.found) for reference in found] == [("2", True), ("4", True)]


def test_a_paper_without_such_numbers_says_nothing() -> None:
    assert record_of("甲方向乙方购买办公桌十张，依照第三条付款。\n").references == ()
