"""Rows of columns without rules: which of them hold the rest of cells that the width of their column broke."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.readers.layout.lines import Line, Run, em_of, label_broken, wraps
from extract.readers.layout.parts import (
    LABELLED,
    NARROWEST,
    NUMBERING,
    words_of,
)

_LEAST_TABLE = 3
"""Columns of a table; two are the halves of a page."""
_MONEY = re.compile(r"[¥￥]?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,7})(?:\.\d{1,4})?[元%％]?")
_BROKEN_FIGURE = re.compile(r"[¥￥\d,]{1,20}(?:\.\d?\|\d{1,2}|\|\.\d{1,2})")
_TOTAL = re.compile(r"[合小总共]\s*计")
_DANGLING = frozenset("-—，、（(《")
_COLON = re.compile("[:：]")
_LABEL = re.compile(r"[一-鿿\s]{2,12}(?:[（(][^（()）]{0,8}[)）])?\s?[:：]")
_DATE = re.compile(r"[\d\s_]{0,12}年[\d\s_]{0,8}月")


@dataclass(slots=True)
class ColumnRow:
    """One row of columns: for each column the runs that stand in it, those of a wrapped line one behind another.

    `banded`: its cells are known to be whole.
    """

    cells: list[list[Run]]
    top: float
    bottom: float
    banded: bool = False

    @property
    def width(self) -> int:
        """How many columns are written: a line that stands alone on the left and is no labelled value is a heading."""
        alone = self.cells[0] and not any(self.cells[1:])
        heading = alone and not any(_COLON.search(run.text) for run in self.cells[0])
        return 1 if heading else len(self.cells)


def mended(rows: Sequence[ColumnRow]) -> list[ColumnRow]:
    """Return the rows with wrapped cells put behind their first lines."""
    limits = [max((run.right for row in rows for run in row.cells[i]), default=0.0) for i in range(len(rows[0].cells))]
    borders = [*_lefts(rows)[1:], limits[-1]]
    whole: list[ColumnRow] = []
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        rest = _rest(whole[-1], row, below, limits, borders) if whole and not row.banded else set()
        for i in rest:
            whole[-1].cells[i].extend(row.cells[i])
        new = [[] if i in rest else cell for i, cell in enumerate(row.cells)]
        if any(new):
            whole.append(ColumnRow(new, row.top, row.bottom, row.banded))
        else:
            whole[-1].bottom = row.bottom
    return whole


def take_rest(rows: Sequence[ColumnRow], line: Line) -> bool:
    """Add the first line of the next page to the last row of a table whose cells it ends; tell whether it does."""
    cells: list[Run | None] = [None] * len(rows[0].cells)
    lefts = _lefts(rows)
    for word in words_of(line):
        start = word.glyphs[0].box[0]
        column = next((i for i, left in enumerate(lefts) if abs(left - start) < line.em / 2), None)
        if column is None or cells[column] is not None:
            return False
        cells[column] = Run(line.page, word.glyphs)
    borders = [*lefts[1:], max((run.right for row in rows for run in row.cells[-1]), default=0.0)]
    if not _is_continued(rows[-1], cells, borders, line.em):
        return False
    for i, cell in enumerate(cells):
        if cell is not None:
            rows[-1].cells[i].append(cell)
    return True


def _lefts(rows: Sequence[ColumnRow]) -> list[float]:
    """Return where each column begins, in points."""
    return [min((run.left for row in rows for run in row.cells[i]), default=0.0) for i in range(len(rows[0].cells))]


def _rest(
    above: ColumnRow, row: ColumnRow, below: ColumnRow | None, limits: Sequence[float], borders: Sequence[float]
) -> set[int]:
    """Return the columns in which a row of single lines holds the rest of the row above."""
    cells = [cell[0] if cell else None for cell in row.cells]
    next_cells = [cell[0] if cell else None for cell in below.cells] if below else [None] * len(cells)
    em = em_of([glyph for cell in cells if cell is not None for glyph in cell.glyphs])
    if _is_continued(above, cells, borders, em):
        return {i for i, cell in enumerate(cells) if cell is not None}
    return {
        i
        for i, cell in enumerate(cells)
        if not _is_label_head(cell, next_cells[i]) and _goes_on(above, i, cells, limits[i], em)
    }


def _is_continued(above: ColumnRow, cells: Sequence[Run | None], borders: Sequence[float], em: float) -> bool:
    """Tell whether a row of a table of three columns or more holds the rest of the row above.

    Nothing stands in the column in which that row begins, or what does is a rest too. A cell was full when it reached
    up to the next column, as `borders` tell.
    """
    rests = [(i, cell) for i, cell in enumerate(cells) if cell is not None]
    if len(cells) < _LEAST_TABLE or any(not above.cells[i] for i, _ in rests):
        return False
    head = cells[next(i for i, cell in enumerate(above.cells) if cell)]
    if any(_TOTAL.search(cell.text) or _are_figures(above.cells[i][-1], cell) for i, cell in rests):
        return False
    full = [i for i, cell in rests if wraps(above.cells[i][-1], cell, borders[i] - em * NARROWEST, em)]
    if head is None:
        return bool(full)
    return len(full) == len(rests) and not _LABEL.match(head.text) and not NUMBERING.fullmatch(head.text.strip())


def _are_figures(above: Run, below: Run) -> bool:
    """Tell whether two runs are amounts, shares or counts, and none of them is the rest of the other: 4,860.0, 0."""
    if _BROKEN_FIGURE.fullmatch(f"{above.text}|{below.text}"):
        return False
    return _MONEY.fullmatch(above.text) is not None and _MONEY.fullmatch(below.text) is not None


def _is_label_head(cell: Run | None, below: Run | None) -> bool:
    return cell is not None and below is not None and label_broken(cell.text, below.text)


def _is_labelled(cell: Sequence[Run]) -> bool:
    return LABELLED.match(cell[0].text) is not None


def _dangles(above: Sequence[Run]) -> bool:
    """Tell whether a cell stops at what nothing ends with: the hyphen of a telephone number, a comma, a bracket."""
    return bool(above) and above[-1].text[-1] in _DANGLING


def _goes_on(row: ColumnRow, column: int, cells: Sequence[Run | None], limit: float, em: float) -> bool:
    """Tell whether a cell is the rest of the one above it, which was full: beside it nothing stands, or a new label."""
    cell, above = cells[column], row.cells[column]
    if cell is None or not above:
        return False
    if label_broken(above[-1].text, cell.text):
        return True
    if LABELLED.match(cell.text) or _DATE.match(cell.text):
        return False
    if all(_dangles(row.cells[i]) for i, other in enumerate(cells) if other is not None):
        return True
    others = [other for index, other in enumerate(cells) if index != column and other is not None]
    if others and not LABELLED.match(above[0].text):
        return False
    labelled = [LABELLED.match(other.text) is not None for other in others]
    if not all(labelled) and (any(labelled) or not all(_is_labelled(c) for c in row.cells if c)):
        return False
    return wraps(above[-1], cell, limit, em)
