"""Rows of text tables whose cells hold line breaks, put back into one line.

A table copied out of a word processor has its cells separated by tabs and keeps the line breaks inside cells. A
row that has fewer cells than the head of its table, and whose missing tabs stand in the lines below it, is one
row. Entries of a list (一、合同编号|…, 地址|…) below a wider row are no parts of one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

import regex

from extract.structure.lines import LABEL_START, without_note

_LONGEST_ROW = 16
"""Lines that one row may take."""
_FEWEST_COLUMNS = 3
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}、")
_NUMBERED_CELL = re.compile(rf"\t{_NUMBER.pattern}")
_FURTHER_ENTRY = re.compile(r"\t+(?:[^\t:]{2,12}:(?:\t|$)|\d{1,2}、)")
"""A line below 三、|提货地点:|…, with nothing in the column of the numbers: |提货日期:|…, ||2、…."""


_TERM = regex.compile(r"\p{Han}{2,8}\t[^\t]{12,}")
"""A term of the contract in a form of two columns: 违约责任|乙方逾期完成的,每逾期一天…."""


class Row(Protocol):
    """A line of the flow under construction."""

    text: str
    blank_before: bool


AnyRow = TypeVar("AnyRow", bound=Row)


def whole_rows(
    lines: Sequence[AnyRow],
    glue: Callable[[list[AnyRow]], AnyRow],
    sums: tuple[str, ...],
    labels: frozenset[str],
) -> Iterator[AnyRow]:
    """Yield `lines` with the lines of each broken row glued into one.

    A row of `sums` is the rest of none, nor is one that begins with one of `labels`.
    """
    columns = 0
    index = 0
    while index < len(lines):
        tabs = lines[index].text.count("\t")
        if tabs == 0 or lines[index].blank_before:
            columns = 0
        if tabs and not columns:
            columns = tabs + 1
        length = _row_length(lines, index, columns, sums, labels) if 0 < tabs < columns - 1 else 1
        yield lines[index] if length == 1 else glue(list(lines[index : index + length]))
        index += length


def _row_length(lines: Sequence[Row], start: int, columns: int, sums: tuple[str, ...], labels: frozenset[str]) -> int:
    """Return how many lines the row at `start` takes: as many as bring its missing tabs, or one."""
    if columns < _FEWEST_COLUMNS or lines[start].text.startswith(sums):
        return 1
    tabs = lines[start].text.count("\t")
    for index in range(start + 1, min(start + _LONGEST_ROW, len(lines))):
        if lines[index].blank_before or lines[index].text.startswith(sums):
            return 1
        if _labelled(lines[start].text) and _labelled(lines[index].text):
            return 1  # two lines of a signature page below a wider row
        if _TERM.fullmatch(lines[start].text) and _TERM.fullmatch(lines[index].text):
            return 1
        if _is_entry(lines[index].text, labels) or _begins_clause(lines[start].text, lines[index].text):
            return 1
        tabs += lines[index].text.count("\t")
        if tabs == columns - 1:
            return index - start + 1
        if tabs > columns - 1:
            return 1
    return 1


def _labelled(text: str) -> bool:
    """Tell whether a line has several cells and a label begins each: 甲方:某局|乙方:某公司."""
    cells = text.split("\t")
    return len(cells) > 1 and all(LABEL_START.match(cell) for cell in cells)


def _is_entry(text: str, labels: frozenset[str]) -> bool:
    """Tell whether a line's first cell is a label and nothing else: 三、项目编号(如有)|…."""
    first, tab, _ = text.partition("\t")
    return (bool(tab) and without_note(_NUMBER.sub("", first)) in labels) or _FURTHER_ENTRY.match(text) is not None


def _begins_clause(row: str, line: str) -> bool:
    """Tell whether a line begins with the number of a clause, and the row above it lists nothing in a cell of its own.

    保洁|一、清扫 above 二、清运|12000 is a row with a list in it.
    """
    listed = _NUMBER.match(row) is None and _NUMBERED_CELL.search(row) is not None
    return _NUMBER.match(line) is not None and not listed
