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


MONTHS = (
    "序号 项目 数量 单位 单价(元) 月数 金额(元) 1 厨师 2 人 7,000.00 3 42,000.00 2 留样耗材 1 批 1,500.00 / 1,500.00 "
)
SPECIFIED = "序号 名称 规格型号 产地 数量 单价 金额 1 心电图机 心瑞 ECG-12P 青屿 6 100.00 600.00 2 输液泵 润驰 瑞宁 2 50.00 100.00 "
UNNUMBERED = "岗位/费用项 数量 单价(元/月) 月小计(元) 项目经理 1人 7,800.00 7,800.00 保洁员 14人 3,900.00 54,600.00 "
PRICES = "编号 品目 规格 计量单位 单价(元) 1 文件印刷 A4,单面 张 0.08 2 信封 5号 个 0.22 3 票据 A5 本 6.30 "
WRONG = "序号 品名 数量 单价 金额 1 甲册 2 3.00 6.00 2 乙册 3 3.00 9.00 3 丙册 4 2.00 8.00 4 丁册 5 2.00 11.00 "


@pytest.mark.parametrize(
    ("table", "last"),
    [
        (MONTHS, ["2", "留样耗材", "1", "批", "1,500.00", "/", "1,500.00"]),
        (SPECIFIED, ["2", "输液泵", "润驰", "瑞宁", "2", "50.00", "100.00"]),
        (UNNUMBERED, ["保洁员", "14人", "3,900.00", "54,600.00"]),
        (PRICES, ["3", "票据", "A5", "本", "6.30"]),
        (WRONG, ["4", "丁册", "5", "2.00", "11.00"]),
    ],
)
def test_tables_of_other_kinds(table: str, last: list[str]) -> None:
    assert table_of(LEAD + table + TAIL)[-1] == last


def test_surplus_words_are_the_specification() -> None:
    assert table_of(LEAD + SPECIFIED + TAIL)[1] == ["1", "心电图机", "心瑞 ECG-12P", "青屿", "6", "100.00", "600.00"]


@pytest.mark.parametrize(
    "line",
    [
        LEAD + SPECIFIED.replace("规格型号", "车型") + TAIL,  # nothing tells whose cell holds spaces
        LEAD + UNNUMBERED.replace("54,600", "54,000") + TAIL,
        LEAD + PRICES.replace("信封 5号", "信封") + TAIL,
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
