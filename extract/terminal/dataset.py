"""The dataset on the terminal: its columns, and the answer to a query, as a table or column by column."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice

from rich.cells import cell_len
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extract.dataset.csv_lines import plain_number
from extract.dataset.query import Result
from extract.dataset.tables import TABLES
from extract.terminal.screen import MOST_ROWS, console, plain

_GAP = len(" ┃ ")
_READABLE = 24
"""Terminal columns to which a cell may be narrowed by breaking its text into lines; it has two for a Han character."""


def print_columns() -> None:
    """Print every table of the dataset and its columns, with their meaning."""
    screen = console()
    for table in TABLES:
        screen.print(Text(f"{table.name}  {table.meaning}", "bold"), soft_wrap=True)
        listed = Table.grid(padding=(0, 2, 0, 0))
        for column in table.columns:
            listed.add_row("", column.name, Text(column.type, "dim"), column.meaning)
        screen.print(listed)


def print_result(result: Result) -> None:
    """Print the rows of a query, at most `MOST_ROWS`: one below the other as a table, or where a table would be wider
    than the screen, each row column by column.
    """
    screen = console()
    asked = list(islice(result.rows, MOST_ROWS + 1))
    header = [plain(name) for name in result.columns]
    rows = [[plain(_shown(value)) for value in row] for row in asked[:MOST_ROWS]]
    if _table_width(header, rows) <= screen.width:
        screen.print(_table(header, rows))
    else:
        for number, row in enumerate(rows, 1):
            screen.print(Rule(f"第 {number} 行", align="left", characters="─", style="dim"))
            screen.print(_column_by_column(header, row))
    more = "，其余未列出，全部结果可用 -o 文件.csv 写出" if len(asked) > MOST_ROWS else ""
    screen.print(f"{len(rows)} 行{more}", style="dim", soft_wrap=True)


def _table_width(header: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Return how wide the table is at least, when no cell is narrower than can be read."""
    widths = [max(map(cell_len, column)) for column in zip(header, *rows, strict=True)]
    return sum(min(width, _READABLE) + _GAP for width in widths) - _GAP


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for index, name in enumerate(header):
        widest = max(cell_len(cells[index]) for cells in (header, *rows))
        table.add_column(Text(name), overflow="fold", min_width=min(widest, _READABLE))
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _column_by_column(header: Sequence[str], row: Sequence[str]) -> Table:
    listed = Table.grid(padding=(0, 2, 0, 0))
    listed.add_column(no_wrap=True, style="bold", min_width=max(map(cell_len, header)))
    listed.add_column(overflow="fold")
    for name, value in zip(header, row, strict=True):
        listed.add_row(Text(name), Text(value))
    return listed


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else plain_number(value) if isinstance(value, Decimal) else str(value)
