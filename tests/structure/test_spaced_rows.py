"""Price tables that OCR ran together in one line: read where their arithmetic shows that they were read rightly."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.structure.spaced_rows import with_spaced_rows
from tests.helpers import PACK, record_of

LEAD = "根据《中华人民共和国民法典》及有关规定，甲方委托代理机构就设备采购项目公开招标，双方本着平等互利的原则签订本合同，共同信守。 一、合同标的 "
HEAD = "序号 设备名称 品牌 型号 数量 单位 单价(元) 金额(元) "
ROWS = "1 彩色超声诊断仪(心脏) 迈澜 Resona R9E 1 台 1,260,000.00 1,260,000.00 2 彩色超声诊断仪(妇产) 迈澜 R7E 2 台 890,000.00 1,780,000.00 "
TAIL = "合计 3,040,000.00 设备详细配置见附件。"


def table_of(line: str) -> list[list[str]]:
    parted, starts = with_spaced_rows(line, PACK)
    assert len(parted) == len(line)
    return [parted[start:end].strip().split("\t") for start, end in pairwise(starts)]


def test_rows_and_cells_are_parted() -> None:
    assert table_of(LEAD + HEAD + ROWS + TAIL) == [
        ["序号", "设备名称", "品牌", "型号", "数量", "单位", "单价(元)", "金额(元)"],
        ["1", "彩色超声诊断仪(心脏)", "迈澜", "Resona R9E", "1", "台", "1,260,000.00", "1,260,000.00"],
        ["2", "彩色超声诊断仪(妇产)", "迈澜", "R7E", "2", "台", "890,000.00", "1,780,000.00"],
    ]


@pytest.mark.parametrize(
    "line",
    [
        LEAD + HEAD + ROWS.replace("1,780,000.00", "1,870,000.00") + TAIL,  # does not add up
        LEAD + HEAD + ROWS.replace("迈澜 R7E", "迈澜") + TAIL,  # a cell is missing
        LEAD + HEAD.replace("数量", "产地") + ROWS + TAIL,
        HEAD + "1 甲 乙 丙 1 台 5 5",
    ],
)
def test_what_is_not_sure_is_left_as_it_is(line: str) -> None:
    assert with_spaced_rows(line, PACK) == (line, [])


def test_the_items_of_a_contract_without_line_breaks_are_read() -> None:
    filler = "乙方应当保证服务质量，接受甲方检查。" * 40
    record = record_of(
        f"设备采购合同 甲方：云岭市中医院 乙方：临江科技有限公司 {LEAD}{HEAD}{ROWS}{TAIL} 二、质量 {filler}"
    )
    assert [(item.name.value, item.amount and item.amount.value) for item in record.line_items if item.name] == [
        ("彩色超声诊断仪(心脏)", 1260000),
        ("彩色超声诊断仪(妇产)", 1780000),
    ]
