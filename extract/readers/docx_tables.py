"""Rows of Word tables as lines of text: cells parted by tabs, columns kept, layout tables dissolved.

Merged cells: a cell merged over columns is written in its first one, the others stay empty, so that columns line up.
A cell merged over rows is written in its first row. Below it, short words without figures are written again (the
class of several items, the party that rows of labels belong to, a head beside two rows of heads), so that each row
says what it is of; figures, amounts and long texts are not: a price that is repeated is a price too many.

Whatever is no row of values keeps its paragraphs: a cell that frames a form or clauses is text like any other, and
cells full of labelled values (the parties side by side on a signature page) give one line for each pair of labels.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from extract.readers.cell_words import holds_clauses, holds_labels

_NARROW = 300
"""Grid columns narrower than this (twips; 5 mm) are too narrow for a word."""
_MOST_BESIDE = 3
"""A row of more cells is a row of values, whatever they hold."""
_LONG, _MOST_LINES = 400, 8
"""Characters and lines of a cell beyond which it is no value but a clause."""
_FEWEST_COLUMNS, _MOST_BROKEN = 3, 12
"""Labelled values in a cell of a wider table keep a line each; the flow knows such broken rows by their tabs."""
_REPEATED = 12
"""Longest text that is written again where its cell is merged over rows."""
_FIGURES = re.compile(r"\d|[零壹贰叁肆伍陆柒捌玖拾佰仟]{2}|元整|[¥￥%％]|[:：。；]")
_GAP = re.compile(r"[\t ]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands in the grid of its table (`table` numbers the tables of the document)."""

    table: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the document and the cells in it: start and end in the line."""

    text: str
    cells: tuple[tuple[int, int, Place], ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as the file has it: its grid columns (end exclusive), its lines, whether it continues one above."""

    column: int
    end: int
    lines: tuple[Line, ...]
    continues: bool = False

    @property
    def texts(self) -> list[str]:
        """The lines that are not empty."""
        return [line.text for line in self.lines if line.text.strip()]

    @property
    def is_layout(self) -> bool:
        """Whether the cell holds more than a value: another table, or clauses of the contract."""
        return holds_clauses(self.texts) or any(line.cells for line in self.lines)

    @property
    def is_labelled(self) -> bool:
        """Whether the cell is a column of labelled values."""
        return holds_labels(self.texts)


Row = Sequence[GridCell]


def table_lines(rows: Sequence[Row], table: int) -> Iterator[Line]:
    """Yield the lines of a table whose number is `table`."""
    columns = sorted({cell.column for row in rows for cell in row if cell.texts})
    writer = _Writer(table, {column: index for index, column in enumerate(columns)})
    heights = _heights(rows)
    above: dict[int, GridCell] = {}
    for index, row in enumerate(rows):
        shown = []
        for cell in row:
            origin = above.get(cell.column) if cell.continues else None
            if origin is None:
                above[cell.column] = cell
                shown.append(cell)
            elif _is_repeated(origin):
                shown.append(origin)
        yield from writer.lines([cell for cell in shown if cell.texts], row, heights[index])


def aligned(rows: Sequence[Row], widths: Sequence[int]) -> Sequence[Row]:
    """Return the rows on the columns of a grid that are wide enough to be columns; `widths` are in twips.

    Borders that do not quite line up leave narrow ones. Where narrow columns hold cells of their own (a number with a
    box for each digit), all columns stay.
    """
    places = [0, *accumulate(int(width >= _NARROW) for width in widths)]

    def place(edge: int) -> int:
        return places[edge] if edge < len(places) else places[-1] + edge - len(places) + 1

    moved = [[replace(cell, column=place(cell.column), end=place(cell.end)) for cell in row] for row in rows]
    kept = all(cell.column < cell.end or not cell.texts for row in moved for cell in row)
    return moved if kept else rows


def _is_repeated(cell: GridCell) -> bool:
    text = "".join(cell.texts)
    return len(cell.texts) == 1 and len(text) <= _REPEATED and not cell.is_layout and _FIGURES.search(text) is None


def _heights(rows: Sequence[Row]) -> list[dict[int, int]]:
    """Return, for each row, how many rows the cells that begin in it cover, by their columns."""
    heights: list[dict[int, int]] = [{} for _ in rows]
    top: dict[int, int] = {}
    for index, row in enumerate(rows):
        for cell in row:
            if cell.continues and cell.column in top:
                heights[top[cell.column]][cell.column] += 1
            else:
                top[cell.column] = index
                heights[index][cell.column] = 1
    return heights


@dataclass(slots=True)
class _Writer:
    """Writes the rows of one table; `places` gives the column of a grid column in which some cell begins."""

    table: int
    places: dict[int, int]
    row: int = -1

    def lines(self, cells: list[GridCell], own: Row, heights: dict[int, int]) -> Iterator[Line]:
        """Yield the lines of a row: `cells` are those that show, `own` those that belong to it."""
        self.row += 1
        if not cells:
            return
        layout = len(cells) <= _MOST_BESIDE and any(cell.is_layout for cell in cells)
        if layout or (len(cells) == 1 and len(cells[0].texts) > 1):
            yield from (line for cell in cells if _is_among(cell, own) for line in cell.lines)
        elif len(cells) > 1 and all(cell.is_labelled for cell in cells):
            yield from self._side_by_side(cells)
        else:
            yield from self._values(cells, own, heights)

    def _side_by_side(self, cells: list[GridCell]) -> Iterator[Line]:
        """Yield one line for each pair of labels; each is a row of its own."""
        depth = max(len(cell.texts) for cell in cells)
        for index in range(depth):
            texts = [(cell, _flat(cell.texts[index]) if index < len(cell.texts) else "") for cell in cells]
            yield self._line(texts, {}, cells)
            self.row += index < depth - 1

    def _values(self, cells: list[GridCell], own: Row, heights: dict[int, int]) -> Iterator[Line]:
        """Yield the line of a row; a last cell that holds a whole clause follows on lines of its own."""
        last = cells[-1]
        clause = len(last.texts) > _MOST_LINES or (len(last.texts) > 1 and sum(map(len, last.texts)) > _LONG)
        values = cells[:-1] if clause and 1 < len(cells) <= _MOST_BESIDE else cells
        lines = sum(len(cell.texts) for cell in values)
        broken = self.row > 0 and len(self.places) >= _FEWEST_COLUMNS and lines <= _MOST_BROKEN
        joints = ["\n" if broken and cell.is_labelled else " " for cell in values]
        texts = [joint.join(map(_flat, cell.texts)) for cell, joint in zip(values, joints, strict=True)]
        line = self._line(list(zip(values, texts, strict=True)), heights, own)
        if values is cells:
            yield line
        else:
            yield replace(line, text=line.text.rstrip("\t"))
            place = self._place(last, heights)
            yield from (Line(text, ((0, len(text), place),)) for text in map(_flat, last.texts))

    def _line(self, texts: list[tuple[GridCell, str]], heights: dict[int, int], own: Row) -> Line:
        """Return cells in their columns; one that spans them all stands alone: it is a heading."""
        columns = len(self.places)
        alone = len(texts) == 1 and self._place(texts[0][0], {}).column_span == columns
        row = [""] * (1 if alone else columns)
        for cell, text in texts:
            row[self.places[cell.column]] = text
        starts = [sum(len(text) + 1 for text in row[:index]) for index in range(len(row))]
        marks = []
        for cell, text in texts:
            if text and _is_among(cell, own):
                start = starts[self.places[cell.column]]
                marks.append((start, start + len(text), self._place(cell, heights)))
        return Line("\t".join(row), tuple(marks))

    def _place(self, cell: GridCell, heights: dict[int, int]) -> Place:
        width = sum(cell.column <= column < cell.end for column in self.places)
        return Place(self.table, self.row, self.places[cell.column], heights.get(cell.column, 1), width)


def _is_among(cell: GridCell, row: Row) -> bool:
    """Tell whether a cell belongs to a row; a merged one from above that is written again does not."""
    return any(cell is own for own in row)


def _flat(text: str) -> str:
    """Return a line of a cell without gaps that would part columns."""
    return _GAP.sub(" ", text).strip() if "\t" in text else text.strip()
