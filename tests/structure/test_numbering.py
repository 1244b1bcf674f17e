"""Clause numbers: what is one, what only looks like one."""

from __future__ import annotations

import pytest

from extract.structure.numbering import read_number


@pytest.mark.parametrize(
    ("text", "number", "style"),
    [
        ("第一条合同标的", "第一条", "article"),
        ("第12条 违约责任", "第12条", "article"),
        ("第三章总则", "第三章", "chapter"),
        ("第二部分通用条款", "第二部分", "part"),
        ("一、服务内容", "一、", "han"),
        ("十二、其他", "十二、", "han"),
        ("七,违约责任", "七,", "han"),
        ("六 乙方的义务", "六", "han"),
        ("(三)验收", "(三)", "han_bracket"),
        ("壹、服务期限:壹年", "壹、", "formal"),
        ("4 结算与付款", "4", "plain"),
        ("6付款方式\n6.1合同签订后", "6", "plain"),
        ("1、乙方应当", "1、", "arabic"),
        ("3.甲方应当", "3.", "arabic"),
        ("1.1服务期限", "1.1", "decimal2"),
        ("2.3.1响应时间", "2.3.1", "decimal3"),
        ("1-2工程名称:综合楼", "1-2", "dashed"),
        ("10-1  争议", "10-1", "dashed"),
        ("(2)培训", "(2)", "arabic_bracket"),
        ("1)培训", "1)", "arabic_half"),
        ("③巡检", "③", "circled"),
    ],
)
def test_reads_number_and_style(text: str, number: str, style: str) -> None:
    found = read_number(text)
    assert found is not None
    assert (found.text, found.style) == (number, style)


@pytest.mark.parametrize(
    "text",
    [
        "2025年6月1日签订",
        "1.5元",
        "3.2万元",
        "第三条款所述",
        "第二节第3.1款约定",
        "一般条款",
        "合同总价",
        "30%",
        "100台设备",
        "6付款方式\n7.1合同签订后",
        "6付款方式",
        "3 个工作日内",
        "三 个工作日内付款",
        "三 包装完好，数量无误。",
        "12 台电梯",
        "5 日内支付货款。",
        "3-5年经验",
        "1-2个工作日",
        "2-3层装修",
        "",
    ],
)
def test_rejects_what_is_no_number(text: str) -> None:
    assert read_number(text) is None
