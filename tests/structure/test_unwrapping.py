"""Text that was cut at a margin and broken into pages is put together again, and nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.structure.unwrapping import mended
from tests.helpers import context_of

LABELS = frozenset({"甲方", "乙方", "地址", "账号", "项目名称"})
PARAGRAPHS = (
    "根据《中华人民共和国政府采购法》，甲乙双方就云岭市教育局信息化运维服务项目经协商一致，订立本合同，以资共同遵守。",
    "一、合同总价为人民币1803000.00元（大写：壹佰捌拾万零叁仟元整），为包干价，含税，服务期内不作调整。",
    "二、乙方收款账户：户名为临江科技有限公司，开户银行为云岭农村商业银行城东支行，账号为53001234567890123456，变更时应书面通知。",
    "三、甲方收到乙方开具的等额增值税发票后10个工作日内支付合同总价的百分之三十，其余款项于验收合格之后一次付清。",
)


def cut(paragraph: str, width: int) -> list[str]:
    """Return the lines of a paragraph at a margin."""
    return [paragraph[start : start + width] for start in range(0, len(paragraph), width)]


@given(st.integers(min_value=16, max_value=26))
def test_lines_that_reach_the_margin_are_joined(width: int) -> None:
    text = "\n".join(line for paragraph in PARAGRAPHS for line in cut(paragraph, width))
    joined = mended(text, LABELS)
    assert "1803000.00元" in joined.text
    assert "53001234567890123456" in joined.text
    assert joined.text.replace("\n", "") == "".join(PARAGRAPHS)


@given(st.integers(min_value=16, max_value=26))
def test_every_character_knows_where_it_stood(width: int) -> None:
    text = "\n\n".join("\n".join(cut(paragraph, width)) for paragraph in PARAGRAPHS)
    joined = mended(text, LABELS)
    assert len(joined.text) == len(joined.origin)
    assert all(text[offset] == letter for letter, offset in zip(joined.text, joined.origin, strict=True))


def test_text_without_a_margin_stays_as_it_is() -> None:
    text = "\n\n".join([*PARAGRAPHS, "甲方：云岭市教育局", "地址：云岭市人民路1号"])
    assert mended(text, LABELS).text == text


def test_a_label_begins_a_line_even_below_a_full_one() -> None:
    lines = [line for paragraph in PARAGRAPHS for line in cut(paragraph, 20)]
    full = "甲方：云岭市教育局信息化建设运维中心综合"
    assert len(full) == 20
    joined = mended("\n".join([*lines, full, "地址：云岭市人民路1号"]), LABELS)
    assert f"{full}\n地址" in joined.text


@pytest.mark.parametrize(
    ("end", "begin", "goes_on"),
    [
        ("以本合同", "第4条定金抵作。", True),
        ("按照", "第四条执行。", True),
        ("并将定金", "第4条 验收", False),
        ("（采购编号：YL-2024-03", "1）于六月确定乙方为成交供应商。", True),
        ("（编号：YL）如下：A", "1）乙方供应教材。", False),
    ],
)
def test_what_a_full_line_speaks_of_or_opens_begins_no_paragraph(end: str, begin: str, goes_on: bool) -> None:
    lines = [line for paragraph in PARAGRAPHS for line in cut(paragraph, 20)]
    full = "甲方支付的全部款项其中一万元整均须".rjust(20 - len(end), "应")[: 20 - len(end)] + end
    assert len(full) == 20
    joined = mended("\n".join([*lines, full, begin]), LABELS)
    assert (full + begin in joined.text) is goes_on


def test_indents_of_lines_that_go_on_are_dropped() -> None:
    lines = [line for paragraph in PARAGRAPHS for line in cut(paragraph, 20)]
    indented = "\n".join([*lines[:-1], "    " + lines[-1]])
    assert mended(indented, LABELS).text.endswith("".join(cut(PARAGRAPHS[-1], 20)))


def test_page_numbers_and_running_titles_go() -> None:
    pages = [[f"第{page}页第{line}行的内容。" for line in range(12)] for page in range(3)]
    text = "\n".join(
        line
        for number, page in enumerate(pages, 1)
        for line in (*page, f"第 {number} 页 共 3 页", "云岭市教育局运维合同")
    )
    joined = mended(f"云岭市教育局运维合同\n{text}", LABELS).text
    assert joined.count("云岭市教育局运维合同") == 1
    assert "共 3 页" not in joined
    assert joined.count("的内容") == 36


def test_cells_of_a_table_line_by_line_are_no_running_titles() -> None:
    cells = "\n".join(f"{row}\n台式计算机\n台\n{row}0" for row in range(1, 8))
    assert mended(cells, LABELS).text.count("台式计算机") == 7


def test_figures_alone_in_a_line_that_the_next_one_counts_are_no_page_number() -> None:
    text = "采购合同\n第一条 验收\n乙方提交书面申请，甲方应在收到验收申请后\n10\n个工作日内组织验收。\n3\n第二条 付款\n甲方付款。\n"
    assert "收到验收申请后10个工作日内组织验收。" in context_of(text).text
    assert "3" not in context_of(text).text


def test_figures_that_the_margin_cut_off_are_no_page_number() -> None:
    number = "合同编号为云采2025号第LWJT-RJ-2024-102"
    lines = [line for paragraph in PARAGRAPHS for line in cut(paragraph, len(number))]
    assert "2024-1021" in mended("\n".join([*lines, number, "1"]), LABELS).text
