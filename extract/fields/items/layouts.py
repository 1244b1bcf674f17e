"""Price tables laid out otherwise than row under row: two blocks side by side, or every item a column."""

from __future__ import annotations

from collections.abc import Sequence

from extract.fields.context import Context
from extract.fields.items.columns import MONEY, column_names, read_columns
from extract.nlp.figures import read_amount
from extract.structure.tables import TableCell

Row = tuple[TableCell, ...]
_NARROWEST = 3
"""Columns of one of two blocks, and rows of a table whose items are columns."""


def row_under_row(context: Context, rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows of a table with one item each, whatever way they were laid out."""
    texts = [[context.text[cell.start : cell.end] for cell in row] for row in rows]
    for index, heads in enumerate(texts):
        half = len(heads) // 2
        if half >= _NARROWEST and heads[:half] == heads[half:] and column_names(heads, context.pack) >= len(heads) - 2:
            return [*rows[:index], *_stacked(rows[index:], texts[index:], half)]
    return _turned(context, rows, texts)


def _stacked(rows: Sequence[Row], texts: Sequence[Sequence[str]], half: int) -> list[Row]:
    """Return the head of two blocks once, the rows of the left one, those of the right one, then the common rows."""
    left: list[Row] = []
    right: list[Row] = []
    common: list[Row] = []
    for row, words in zip(rows[1:], texts[1:], strict=True):
        pair = words[:half], words[half:]
        if len(row) == 2 * half and (_has_number(pair[0]) or not any(pair[0])):
            left.append(row[:half])
            right.append(row[half:])
        else:  # 合计 over both blocks, a heading
            common.append(row)
    return [rows[0][:half], *left, *right, *common]


def _has_number(words: Sequence[str]) -> bool:
    return any(read_amount(word, "元") is not None for word in words if word)


def _turned(context: Context, rows: Sequence[Row], texts: Sequence[Sequence[str]]) -> Sequence[Row]:
    """Return a table whose first column is its head with its columns as rows; any other as it is."""
    width = max(map(len, rows), default=0)
    heads = [words[0] for words in texts]
    if len(rows) < _NARROWEST or width < _NARROWEST or any(len(row) != width for row in rows):
        return rows
    columns = read_columns(heads, context.pack, "元")
    if columns is None or column_names(heads, context.pack) < len(heads) - 1 or "quantity" not in columns.roles:
        return rows
    of_money = [texts[columns.roles[role]][1:] for role in MONEY if role in columns.roles]
    across = read_columns(texts[0], context.pack, "元")
    if (across is not None and len(across.roles) >= len(columns.roles)) or not all(map(_has_number, of_money)):
        return rows
    return [tuple(row[index] for row in rows) for index in range(width)]
