"""Tables of the flow: rows and cells of tab-separated, Markdown and HTML tables."""

from __future__ import annotations

import pytest

from extract.structure.tables import TextTable, find_tables
from tests.helpers import outline_of


def grids(text: str) -> list[list[list[str]]]:
    """Return the words of every cell, per table and row."""
    outline = outline_of(text)
    return [[[outline.text[c.start : c.end] for c in row] for row in t.rows] for t in find_tables(outline)]


EXPECTED = [["序号", "名称", "数量", "单价"], ["1", "潜水泵", "3", "1,200.00"], ["2", "配电箱", "1", "860.00"]]


@pytest.mark.parametrize(
    "table",
    [
        "序号\t名称\t数量\t单价\n1\t潜水泵\t3\t1,200.00\n2\t配电箱\t1\t860.00\n",
        "| 序号 | 名称 | 数量 | 单价 |\n|---|:---:|---|---:|\n| 1 | 潜水泵 | 3 | 1,200.00 |\n| 2 | 配电箱 | 1 | 860.00 |\n",
        (
            "<table><tr><th>序号</th><th>名称</th><th>数量</th><th>单价</th></tr><tr><td>1</td><td>潜水泵</td><td>3</td><td>1,200.00</td></tr>"
            "<tr><td>2</td><td>配电箱</td><td>1</td><td>860.00</td></tr></table>\n"
        ),
        (
            "<table>\n<tr><td>序号</td><td>名称</td><td>数量</td><td>单价</td></tr>\n<tr><td>1</td><td>潜水泵</td><td>3</td><td>1,200.00</td></tr>\n"
            "<tr><td>2</td><td>配电箱</td><td>1</td><td>860.00</td></tr>\n</table>\n"
        ),
        "序号      名称      数量      单价\n1         潜水泵    3         1，200.00\n2         配电箱    1         860.00\n",
    ],
)
def test_reads_the_cells_of_every_notation(table: str) -> None:
    text = (
        "设备清单如下，双方以此作为交货验收和结算的依据，不得擅自变更。\n"
        + table
        + "以上价格均含税，并包含运输、安装、调试、培训的全部费用。\n"
    )
    found = [[[cell for cell in row if cell] for row in grid] for grid in grids(text)]
    assert found == [EXPECTED]


def test_cells_know_row_and_column_and_empty_cells_stay() -> None:
    outline = outline_of("费用表\n甲\t\t乙\n1\t2\t3\n")
    (table,) = find_tables(outline)
    cells = [(outline.text[c.start : c.end], c.row, c.column) for row in table.rows for c in row]
    assert cells == [("甲", 0, 0), ("", 0, 1), ("乙", 0, 2), ("1", 1, 0), ("2", 1, 1), ("3", 1, 2)]
    assert isinstance(table, TextTable)
    assert outline.text[table.start : table.end] == "甲\t\t乙\n1\t2\t3"


def test_a_heading_line_between_rows_is_a_row_of_one_cell() -> None:
    assert grids("序号\t名称\t金额\n一、硬件部分\n1\t服务器\t80000\n二、软件部分\n1\t数据库\t20000\n") == [
        [
            ["序号", "名称", "金额"],
            ["一、硬件部分"],
            ["1", "服务器", "80000"],
            ["二、软件部分"],
            ["1", "数据库", "20000"],
        ]
    ]


def test_a_paragraph_parts_two_tables() -> None:
    prose = (
        "以上为设备清单，以下为人员清单，乙方应当按照清单所列人员配备并不得擅自更换，更换的应当事先书面报甲方同意。\n"
    )
    found = grids("名称\t数量\n水泵\t3\n" + prose + prose + "姓名\t岗位\n贺云帆\t工程师\n")
    assert found == [[["名称", "数量"], ["水泵", "3"]], [["姓名", "岗位"], ["贺云帆", "工程师"]]]


def test_two_short_lines_part_two_tables() -> None:
    assert len(grids("名称\t数量\n水泵\t3\n以上为清单。\n人员如下：\n姓名\t岗位\n贺云帆\t工程师\n")) == 2


def test_a_heading_below_the_last_row_is_no_row() -> None:
    assert grids("名称\t数量\n水泵\t3\n单位：台\n") == [[["名称", "数量"], ["水泵", "3"]]]


def test_prose_has_no_tables() -> None:
    assert grids("第一条 服务内容\n乙方应当按照约定提供服务。\n") == []


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("地址：云岭县文昌路8号 | 地址：临江市科技路9号", ["地址:云岭县文昌路8号", "地址:临江市科技路9号"]),
        ("合计|||||1,200.00", ["合计", "", "", "", "", "1,200.00"]),
        ("首页 | 通知公告", None),
        ("甲||乙", None),
    ],
)
def test_walls_that_part_cells(line: str, cells: list[str] | None) -> None:
    assert grids(f"采购合同\n{line}\n") == ([[cells]] if cells is not None else [])
