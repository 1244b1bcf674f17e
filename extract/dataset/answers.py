"""The result of a query as a file: CSV, or a workbook whose amounts and dates are amounts and dates."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from extract.dataset.csv_lines import csv_writer, plain_number
from extract.dataset.query import Result
from extract.errors import KanheError
from extract.files import replacing, writing_error

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS = 1_048_575
_LONGEST_CELL = 32_000
_MOST_DIGITS = 15
_FIRST_YEAR = 1900
_MADE_ON = datetime(2020, 1, 1)  # noqa: DTZ001 (a fixed date without meaning: the same rows give the same bytes)


def writer_for(path: Path) -> Callable[[Result, Path], int]:
    """Return the function that writes a result under the suffix of `path`. Raises KanheError for another suffix."""
    writers = {".csv": _write_csv, ".xlsx": _write_xlsx}
    if path.suffix.lower() not in writers:
        raise KanheError(f"{path}：结果可写入 .csv 或 .xlsx 文件")
    return writers[path.suffix.lower()]


def write_result(result: Result, path: Path) -> int:
    """Write the rows of a query into `path` (.csv, .xlsx) and return how many there are. Raises KanheError."""
    write = writer_for(path)
    try:
        with replacing(path) as partial:
            return write(result, partial)
    except OSError as error:
        raise writing_error(path, error) from error


def _write_csv(result: Result, path: Path) -> int:
    count = 0
    with csv_writer(path, result.columns) as write:
        for row in result.rows:
            write(row)
            count += 1
    return count


def _write_xlsx(result: Result, path: Path) -> int:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    count = 0
    try:
        with Workbook(str(path), {"constant_memory": True, "strings_to_urls": False}) as book:
            book.set_properties({"author": "勘合 Kanhe", "created": _MADE_ON})
            sheet, day = book.add_worksheet("查询结果"), book.add_format({"num_format": "yyyy-mm-dd"})
            for index, name in enumerate(result.columns):
                sheet.write_string(0, index, name, book.add_format({"bold": True}))
            sheet.freeze_panes(1, 0)
            for row in result.rows:
                count += 1
                if count > _MOST_ROWS:
                    raise KanheError(f"结果超过 {_MOST_ROWS:,} 行，工作表放不下，请写入 .csv 文件")
                for index, value in enumerate(row):
                    _write_cell(sheet, count, index, value, day)
    except FileCreateError as error:  # XlsxWriter's own name for it
        raise OSError(errno.EACCES, "不能写入", str(path)) from error
    return count


def _write_cell(sheet: Worksheet, row: int, column: int, value: object, day: Format) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | Decimal() if _fits(value):
            sheet.write_number(row, column, float(value))
        case Decimal():
            sheet.write_string(row, column, plain_number(value))
        case float():
            sheet.write_number(row, column, value)
        case date() if not isinstance(value, datetime) and value.year >= _FIRST_YEAR:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        case _:
            sheet.write_string(row, column, str(value)[:_LONGEST_CELL])


def _fits(value: int | Decimal) -> bool:
    """Tell whether a spreadsheet, which keeps 15 digits, shows a number as it is."""
    number = Decimal(value)
    return number.is_finite() and len(number.normalize().as_tuple().digits) <= _MOST_DIGITS
