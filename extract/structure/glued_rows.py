"""Rows of a table that a web page or a paste ran together into one line, told apart by their sequence numbers.

「序号 | 标的名称 | … | 总价(元) | 1 | 保洁服务 | … | 2 | 绿化养护 | …」: the head says how many columns there are, the
number in the first column where each row begins.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

_WALL = re.compile(r"[|\t]")
_HEAD = regex.compile(r".*(?P<head>序号|项次|行号)|(?P<head>编号)")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,2}){0,3}|[一二三四五六七八九十]{1,3}|\([一二三四五六七八九十]{1,3}\)")
_FIRST = frozenset({"1", "一", "(一)", "01"})
_FEWEST_COLUMNS = 3
_FEWEST_PARTINGS = 2
_MOST_COLUMNS = 24
_LOOSE = 2
"""So many empty cells may stand between two rows: the walls at their ends."""

Cell = tuple[int, int]


def row_starts(line: str) -> list[int]:
    """Return where the rows of the tables in `line` begin and where their last rows end; nothing in a line of one row.

    A row counts only where its first cell is a sequence number at the head's distance from the row before.
    """
    walls = [match.start() for match in _WALL.finditer(line)]
    cells = list(zip((0, *(wall + 1 for wall in walls)), (*walls, len(line)), strict=True))
    words = [line[start:end].strip() for start, end in cells]
    starts: list[int] = []
    index = 0
    while index < len(words):
        head = _HEAD.fullmatch(words[index])
        rows = _rows(words, index) if head is not None else []
        if head is not None and rows:  # what stands before 序号 in its cell is no part of the table
            starts.append(line.rindex(head["head"], *cells[index]))
            starts.extend(cells[row][0] for row in rows if row < len(cells))
        index = rows[-1] if rows else index + 1
    if not starts and "|" in line:
        starts = [cells[index][1] for index in _partings(words)]
    return [start for start in dict.fromkeys(starts) if line[:start].strip(" |\t")]


def _partings(words: Sequence[str]) -> list[int]:
    """Return the empty cells that part rows of equal length: 「甲方 | 乙方 | | 电话 | 电话 | | 日期 | 日期」."""
    first, last = (1 if words and not words[0] else 0), len(words) - (1 if words and not words[-1] else 0)
    empty = [index for index in range(first, last) if not words[index]]
    lengths = {end - start for start, end in pairwise((first - 1, *empty, last))}
    return empty if len(empty) >= _FEWEST_PARTINGS and len(lengths) == 1 and min(lengths) > _FEWEST_PARTINGS else []


def _rows(words: Sequence[str], head: int) -> list[int]:
    """Return the cells at which the rows below the head at `head` begin, and the cell behind the last; or nothing."""
    first = next((i for i in range(head + _FEWEST_COLUMNS, len(words)) if words[i] in _FIRST), None)
    if first is None or first - head > _MOST_COLUMNS:
        return []
    width = first - head
    while width > _FEWEST_COLUMNS and not words[head + width - 1]:
        width -= 1
    if width < _FEWEST_COLUMNS or first + width > len(words) + 1:
        return []
    rows = [first]
    while (following := _following(words, rows[-1] + width)) is not None:
        rows.append(following)
    return [*rows, rows[-1] + width]


def _following(words: Sequence[str], expected: int) -> int | None:
    """Return the cell near `expected` that begins the next row: a sequence number behind empty cells."""
    for index in range(expected, min(expected + _LOOSE + 1, len(words))):
        if _NUMBER.fullmatch(words[index]):
            return index
        if words[index]:
            return None
    return None


def rows_of(line: str) -> Iterator[Cell]:
    """Yield [start, end) of every row of `line`, its whole length where it holds one row."""
    yield from pairwise((0, *row_starts(line), len(line)))
