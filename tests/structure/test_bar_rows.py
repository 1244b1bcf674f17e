"""The rows of a Markdown table in one line."""

from __future__ import annotations

import pytest

from extract.structure.bar_rows import bar_rows


@pytest.mark.parametrize(
    ("line", "rows"),
    [
        (
            "依据如下。 | 名称 | 数量 | |---|---| | 桌子 | 2 | | | 3 | 以上",
            ["| 名称 | 数量 | ", "|---|---|", "| 桌子 | 2 |", "| | 3 |"],
        ),
        ("|甲|乙||:--|--:||1|2||3|4|", ["|甲|乙|", "|:--|--:|", "|1|2|", "|3|4|"]),
        ("| 名称 | 数量 | | 桌子 | 2 |", []),
        ("数量 | |---|---| | 桌子 | 2 |", []),
    ],
)
def test_the_rule_tells_how_many_cells_a_row_has(line: str, rows: list[str]) -> None:
    assert [line[start:end] for start, end in bar_rows(line)] == rows
