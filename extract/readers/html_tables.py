"""Rows of a web page's tables as lines of text: merged cells keep their columns, layout tables dissolve."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.readers.cell_words import holds_clauses, holds_labels

_MOST_COLUMNS = 200
"""What stands further right joins the last column."""
_HEADING_ROWS = 4


@dataclass(frozen=True, slots=True)
class _Placed:
    """A cell's lines at its first column, and how many columns and rows it covers."""

    column: int
    lines: Sequence[str]
    width: int = 1
    height: int = 1


@dataclass(slots=True)
class TableRows:
    """The rows of one table as its cells come in."""

    rows: list[list[_Placed]] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    """Columns that a cell of an earlier row still covers, and how many rows it goes on for."""
    column: int = 0

    def start_row(self) -> None:
        """Begin the next row."""
        if self.rows:
            self.covered = {column: rows - 1 for column, rows in self.covered.items() if rows > 1}
        self.rows.append([])
        self.column = 0

    def add_cell(self, lines: Sequence[str], column_span: str | None = None, row_span: str | None = None) -> None:
        """Add the next cell of the row; spans are as the page writes them."""
        if not self.rows:
            self.start_row()
        width, height = _span(column_span), _span(row_span)
        while self.column in self.covered:
            self.column += 1
        self.rows[-1].append(_Placed(self.column, lines, width, height))
        end = min(self.column + width, _MOST_COLUMNS)
        if height > 1:
            self.covered |= dict.fromkeys(range(self.column, end), height)
        self.column = end

    def lines(self) -> list[str]:
        """Return the table as lines: one a row, cells parted by tabs, without columns that are empty throughout.

        A heading that stands beside two rows of headings counts for both; other merged cells are written once,
        for an amount that is repeated is an amount too many.
        """
        used = sorted({cell.column for row in self.rows for cell in row if cell.lines})
        places = {column: index for index, column in enumerate(used)}
        heading = self.rows[0] if self.rows and any(cell.width > 1 for cell in self.rows[0]) else []
        found: list[str] = []
        for index, row in enumerate(self.rows):
            filled = [cell for cell in row if cell.lines]
            if filled and 0 < index < _HEADING_ROWS:
                filled += [cell for cell in heading if cell.height > index]
            if _is_row(filled, places):
                found += _row_lines(filled, places)
            else:
                found += [line for cell in filled for line in cell.lines]
        return found


def _span(text: str | None) -> int:
    digits = (text or "").strip()
    return max(1, min(int(digits[:6]), _MOST_COLUMNS)) if digits.isascii() and digits.isdigit() else 1


def _is_row(cells: Sequence[_Placed], places: dict[int, int]) -> bool:
    """Tell whether cells keep their columns: several values, or one behind columns that are empty."""
    if len(cells) == 1:
        return len(cells[0].lines) == 1 and places[cells[0].column] > 0
    return not any(map(_is_layout, cells))


def _is_layout(cell: _Placed) -> bool:
    """Tell whether a cell holds more than a value: a table, or clauses of the contract."""
    return holds_clauses(cell.lines) or any("\t" in line for line in cell.lines)


def _row_lines(cells: Sequence[_Placed], places: dict[int, int]) -> Iterator[str]:
    """Yield the line of a row, or one line for each line of cells that hold labelled values side by side."""
    if len(cells) > 1 and all(holds_labels(cell.lines) for cell in cells):
        for index in range(max(len(cell.lines) for cell in cells)):
            yield "\t".join(cell.lines[index] if index < len(cell.lines) else "" for cell in cells)
        return
    texts: list[list[str]] = [[] for _ in places]
    for cell in cells:
        texts[places[cell.column]] += cell.lines
    yield "\t".join(map(" ".join, texts))
