"""The working paper (审计工作底稿): one workbook, one sheet per subject, every row with its clause, words and link.

XlsxWriter, because it writes row by row in constant memory, and the same rows as the same bytes. Every text is
written as a string cell, so that nothing in a contract becomes a formula.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from extract.exporters import exporter
from extract.exporters.cells import Amount, Code, Column, Level, Link, Ratio, Value
from extract.exporters.cross_file import stored_cross
from extract.exporters.places import stored_text
from extract.exporters.run_file import failures
from extract.exporters.sheets import CROSS, SHEETS, UNREAD, cross_rows
from extract.files import replacing
from extract.model import Record
from extract.output_folder import WORKING_PAPER

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_MADE_ON = datetime(2020, 1, 1)  # noqa: DTZ001 (a fixed date without meaning: the same records give the same bytes)
_FIRST_YEAR = 1900
_MOST_LINKS = 60_000
"""Excel opens no sheet with more than 65,530 links; rows behind that show the address as text."""
_LONGEST_CELL = 32_000
_LINE_HEIGHT, _PADDING = 13.5, 3.0
_MOST_LINES = 8
_LONGEST_SHOWN = 1000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_LEVEL_COLOURS = {
    "error": "#F8D7DA",
    "warning": "#FFF0CC",
    "info": "#DDEBF7",
    "unverifiable": "#E7E6E6",
    "crashed": "#E4D7F0",
}


@exporter("xlsx", WORKING_PAPER, after_audit=True)
def export_xlsx(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/report.xlsx`. Raises OSError when it cannot be written."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    path = output / WORKING_PAPER
    try:
        with (
            replacing(path) as partial,
            Workbook(str(partial), {"constant_memory": True, "strings_to_urls": False}) as book,
        ):
            book.set_properties({"title": "审计工作底稿", "author": "勘合 Kanhe", "created": _MADE_ON})
            _fill(book, records, output)
    except FileCreateError as error:  # XlsxWriter's own name for it
        raise OSError(errno.EACCES, "不能写入", str(path)) from error


def _fill(book: Workbook, records: Iterable[Record], output: Path) -> None:
    styles = _Styles(book)
    sheets = [(_Sheet(book, title, columns, styles), rows) for title, columns, rows in SHEETS]
    for record in records:
        text = stored_text(output, record)
        for sheet, rows in sheets:
            for row in rows(record, text):
                sheet.add(row)
    cross = stored_cross(output).findings
    if cross:
        sheet = _Sheet(book, *CROSS, styles)
        for number, finding in enumerate(cross, 1):
            for row in cross_rows(finding, number):
                sheet.add(row)
        sheet.finish()
    unread = failures(output)
    if unread:
        sheet = _Sheet(book, *UNREAD, styles)
        for failure in unread:
            sheet.add([failure.name, failure.reason])
        sheet.finish()
    for sheet, _ in sheets:
        sheet.finish()


class _Styles:
    """The cell formats of the workbook."""

    def __init__(self, book: Workbook) -> None:
        base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#D9D9D9", "font_size": 10}
        self.head = book.add_format(
            {**base, "bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "valign": "vcenter"}
        )
        self.text = book.add_format(base)
        self.quoted = book.add_format({**base, "quote_prefix": True})
        self.code = book.add_format({**base, "num_format": "@", "indent": 1})
        self.number = book.add_format({**base, "num_format": "0"})
        self.amount = book.add_format({**base, "num_format": "#,##0.00"})
        self.ratio = book.add_format({**base, "num_format": "0.00%"})
        self.fine_ratio = book.add_format({**base, "num_format": "0.0000%"})
        self.day = book.add_format({**base, "num_format": "yyyy-mm-dd"})
        self.link = book.add_format({**base, "font_color": "#0563C1", "underline": 1})
        self.levels = {
            code: book.add_format({**base, "bold": True, "bg_color": colour}) for code, colour in _LEVEL_COLOURS.items()
        }


class _Sheet:
    """One sheet that is filled from top to bottom."""

    def __init__(self, book: Workbook, title: str, columns: tuple[Column, ...], styles: _Styles) -> None:
        self._sheet: Worksheet = book.add_worksheet(title)
        self._styles = styles
        self._columns = columns
        self._rows = 0
        self._links = 0
        for index, column in enumerate(columns):
            self._sheet.set_column(index, index, column.width)
            self._sheet.write_string(0, index, column.title, styles.head)
        self._sheet.freeze_panes(1, 1)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)  # A4
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_footer("&L&A&R第 &P 页，共 &N 页")

    def add(self, values: Iterable[Value]) -> None:
        """Write the next row."""
        self._rows += 1
        row = list(values)
        self._sheet.set_row(self._rows, _height(row, self._columns))
        for index, value in enumerate(row):
            self._write(self._rows, index, value)

    def finish(self) -> None:
        """Set the filter over all rows."""
        self._sheet.autofilter(0, 0, max(self._rows, 1), len(self._columns) - 1)

    def _write(self, row: int, column: int, value: Value) -> None:
        sheet, styles = self._sheet, self._styles
        match value:
            case None:
                sheet.write_blank(row, column, None, styles.text)
            case Link(address):
                self._write_link(row, column, address)
            case Code(text):
                sheet.write_string(row, column, text, styles.code)
            case Level(code, word):
                sheet.write_string(row, column, word, styles.levels[code])
            case Amount(number):
                sheet.write_number(row, column, float(number), styles.amount)
            case Ratio(number):
                sheet.write_number(row, column, float(number), _ratio_style(number, styles))
            case int():
                sheet.write_number(row, column, value, styles.number)
            case date() if value.year >= _FIRST_YEAR:
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), styles.day)  # noqa: DTZ001
            case _:
                self._write_text(row, column, str(value)[:_LONGEST_CELL])

    def _write_text(self, row: int, column: int, text: str) -> None:
        plain = self._styles.quoted if text.startswith(_FORMULA_STARTS) else self._styles.text
        self._sheet.write_string(row, column, text, plain)

    def _write_link(self, row: int, column: int, address: str) -> None:
        self._links += 1
        if self._links <= _MOST_LINKS:
            self._sheet.write_url(row, column, f"external:{address}", self._styles.link, string="查看原文")
        else:
            self._sheet.write_string(row, column, address, self._styles.text)


def _height(row: Sequence[Value], columns: Sequence[Column]) -> float:
    """Return the height in points that shows a row's wrapped texts, within bounds: not every program fits it itself."""
    lines = 1
    for value, column in zip(row, columns, strict=True):
        if isinstance(value, str | Code):
            text = value if isinstance(value, str) else value.text
            width = sum(2 if east_asian_width(character) in "WF" else 1 for character in text[:_LONGEST_SHOWN])
            lines = max(lines, -(-width // column.width))
    return _LINE_HEIGHT * min(lines, _MOST_LINES) + _PADDING


def _ratio_style(ratio: Decimal, styles: _Styles) -> Format:
    return styles.ratio if ratio == round(ratio, 4) else styles.fine_ratio
