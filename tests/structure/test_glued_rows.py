"""Rows of a table that were run together into one line."""

import pytest

from extract.structure.glued_rows import rows_of

HEAD = "序号 | 标的名称 | 数量 | 总价(元)"


def rows(line: str) -> list[str]:
    return [line[start:end].strip(" |") for start, end in rows_of(line)]


def test_rows_begin_at_their_sequence_numbers() -> None:
    line = f"{HEAD} | 1 | 保洁 | 1 | 500 | 2 | 绿化 | 3 | 120"
    assert rows(line) == [HEAD, "1 | 保洁 | 1 | 500", "2 | 绿化 | 3 | 120"]


def test_walls_between_rows_and_what_follows_the_last_are_no_cells_of_a_row() -> None:
    line = f"| {HEAD} | | 1 | 保洁 | 1 | 500 | | 2 | 绿化 | 3 | 120 | 合计金额小写: 620 元 |"
    assert rows(line) == [HEAD, "1 | 保洁 | 1 | 500", "2 | 绿化 | 3 | 120", "合计金额小写: 620 元"]


def test_sections_and_subitems_are_rows_and_empty_cells_stay() -> None:
    line = f"{HEAD} | 备注 | | | 一 | 绿化 | | 800 | | | 1.1 | 草坪 | 20 | 800 | 按定额"
    assert rows(line) == [f"{HEAD} | 备注", "一 | 绿化 | | 800", "1.1 | 草坪 | 20 | 800 | 按定额"]


def test_two_tables_in_one_line() -> None:
    line = f"{HEAD} | 1 | 保洁 | 1 | 500 | 说明 {HEAD} | 1 | 绿化 | 3 | 120"
    assert rows(line) == [HEAD, "1 | 保洁 | 1 | 500", "说明", HEAD, "1 | 绿化 | 3 | 120"]


@pytest.mark.parametrize(
    "line",
    [
        "1 | 保洁 | 1 | 500",  # one row
        HEAD,  # a head alone
        "合同编号 | A-1 | 份数 | 2 | 页数 | 1",  # labels and values
        "序号 | 名称 | 1",  # too narrow for a table
        "序号 | 名称 | 单位 | 数量 | 无",  # no row below
    ],
)
def test_a_line_of_one_row_stays_whole(line: str) -> None:
    assert list(rows_of(line)) == [(0, len(line))]
