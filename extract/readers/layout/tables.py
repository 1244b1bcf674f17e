"""Ruled tables: what stands in each cell, tables that go on behind a page break, and their rows as lines of text.

Merged cells keep their columns. A word that heads several rows is written in each of them; a merged figure is written
once, for an amount that is repeated is an amount too many.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.document import Box
from extract.readers.cell_words import holds_clauses, holds_labels
from extract.readers.layout.lines import Line, Run, em_of, label_broken, lines_of, wraps
from extract.readers.page import Glyph, Grid, GridCell, Piece

_TOLERANCE = 4.0
"""Points by which the same column may stand elsewhere on the next page."""
_LONGEST_REPEATED = 40
_NEAR = 1.8  # em between a full line and the border of its cell
_HEADING_ROWS = 3
_FIGURE = re.compile(r"[\d%‰:：元零壹贰叁肆伍陆柒捌玖拾佰仟萬]")
_FIGURES = re.compile(r"[¥￥\d,.%元]+")
_LONG_WORD = 12
_LATIN = re.compile(r"[A-Za-z\d.]+")
_LATIN_END = re.compile(r"[A-Za-z\d.@-]{10}$")
_TOTAL = re.compile(r"[合小总共]\s*计")
Paragraph = tuple[Run, ...]
"""Runs that were one line before the cell's width broke it."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell, the paragraphs in it, and where its lines must end."""

    cell: GridCell
    paragraphs: tuple[Paragraph, ...]
    limit: float

    @property
    def text(self) -> str:
        """All characters, without spaces."""
        return "".join("".join(run.text.split()) for paragraph in self.paragraphs for run in paragraph)

    @property
    def lines(self) -> list[str]:
        """The text of each paragraph."""
        return ["".join(run.text for run in paragraph) for paragraph in self.paragraphs]


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table, cells by row and column; `edges` are its column borders in points."""

    page: int
    box: Box
    edges: tuple[float, ...]
    cells: tuple[TableCell, ...]

    def rows(self) -> list[list[TableCell]]:
        """Return the cells by the row in which they begin."""
        rows: list[list[TableCell]] = [[] for _ in range(max(c.cell.row + c.cell.row_span for c in self.cells))]
        for cell in sorted(self.cells, key=lambda cell: cell.cell.column):
            rows[cell.cell.row].append(cell)
        return rows


def read_table(page: int, grid: Grid, pieces: Sequence[Piece]) -> tuple[RuledTable, list[Piece]]:
    """Return the table of `grid`, and the pieces that stand outside its cells."""
    inside: dict[GridCell, list[Piece]] = {}
    outside: list[Piece] = []
    for piece in pieces:
        for cell, glyphs in _by_cell(grid, piece):
            if cell is None:
                outside.append(Piece(tuple(glyphs)))
            else:
                inside.setdefault(cell, []).append(Piece(tuple(glyphs)))
    cells = tuple(_table_cell(page, cell, inside.get(cell, [])) for cell in grid.cells)
    columns = max(cell.column + cell.column_span for cell in grid.cells)
    edges = [grid.box[2]] * (columns + 1)
    for cell in grid.cells:
        edges[cell.column] = min(edges[cell.column], cell.box[0])
    return RuledTable(page, grid.box, tuple(edges), cells), outside


def _by_cell(grid: Grid, piece: Piece) -> Iterator[tuple[GridCell | None, list[Glyph]]]:
    """Yield the stretches of a piece that stand in one cell, or in none."""
    current: GridCell | None = None
    stretch: list[Glyph] = []
    for glyph in piece.glyphs:
        x, y = (glyph.box[0] + glyph.box[2]) / 2, (glyph.box[1] + glyph.box[3]) / 2
        if current is None or not _holds(current.box, x, y):
            found = (
                next((cell for cell in grid.cells if _holds(cell.box, x, y)), None) if _holds(grid.box, x, y) else None
            )
            if found is not current and stretch:
                yield current, stretch
                stretch = []
            current = found
        if stretch or not glyph.text.isspace():
            stretch.append(glyph)
    if stretch:
        yield current, stretch


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _table_cell(page: int, cell: GridCell, pieces: Sequence[Piece]) -> TableCell:
    lines = lines_of(page, pieces)
    if not lines:
        return TableCell(cell, (), cell.box[2])
    padding = max(0.0, min(line.box[0] for line in lines) - cell.box[0])
    limit = min(cell.box[2], max(max(line.box[2] for line in lines), cell.box[2] - padding))
    return TableCell(cell, tuple(_paragraphs(lines, limit)), limit)


def _paragraphs(lines: Sequence[Line], limit: float) -> Iterator[Paragraph]:
    paragraph: list[Run] = []
    for line in lines:
        run = line.run()
        if paragraph and not _belongs(paragraph[-1], run, limit, line.em):
            yield tuple(paragraph)
            paragraph = []
        paragraph.append(run)
    yield tuple(paragraph)


def _belongs(before: Run, after: Run, limit: float, em: float) -> bool:
    """Tell whether a line of a cell goes on with the one before it."""
    words, rest = before.text, after.text
    return wraps(before, after, limit, em) or label_broken(words, rest) or _is_rest(words, rest)


def _is_rest(before: str, after: str) -> bool:
    """Tell whether a line is the end of a long number or name in Latin letters that no line of the cell could hold."""
    return (
        len(before) >= _LONG_WORD > 2 * len(after)
        and _LATIN.fullmatch(after) is not None
        and _LATIN_END.search(before) is not None
    )


# --- tables that go on -------------------------------------------------------------------------------------


def joined(table: RuledTable, following: RuledTable) -> RuledTable | None:
    """Return a table with its continuation on the next page, or None when `following` is another table.

    A heading that is repeated is dropped, and a row that the page break cut is made whole.
    """
    if abs(table.edges[0] - following.edges[0]) > _TOLERANCE or abs(table.edges[-1] - following.edges[-1]) > _TOLERANCE:
        return None
    edges = _merged_edges(table.edges, following.edges)
    if edges is None:
        return None
    above, below = _on_edges(table, edges), _on_edges(following, edges)
    rows, more = above.rows(), below.rows()
    repeated = _repeated(rows, more)
    if repeated == len(more):
        return above
    cut = _is_cut(rows, more[repeated])
    first = len(rows) - 1 if cut else len(rows)
    cells = list(above.cells)
    for cell in (cell for row in more[repeated:] for cell in row):
        place = replace(cell, cell=replace(cell.cell, row=cell.cell.row - repeated + first))
        half = next((c for c in rows[-1] if c.cell.column == cell.cell.column), None) if cut else None
        if half is not None and cell.cell.row == repeated:
            cells[cells.index(half)] = _whole(half, cell)
        else:
            cells.append(place)
    return RuledTable(table.page, table.box, edges, tuple(cells))


def _merged_edges(edges: tuple[float, ...], others: tuple[float, ...]) -> tuple[float, ...] | None:
    """Return the column borders of both parts when one of them has all borders of the other."""
    more, fewer = (edges, others) if len(edges) >= len(others) else (others, edges)
    return more if all(any(abs(edge - other) <= _TOLERANCE for edge in more) for other in fewer) else None


def _on_edges(table: RuledTable, edges: tuple[float, ...]) -> RuledTable:
    """Return a table with its cells in the columns between `edges`."""
    if len(table.edges) == len(edges):
        return table
    place = [min(range(len(edges)), key=lambda i: abs(edges[i] - edge)) for edge in table.edges]
    cells = tuple(
        replace(
            cell,
            cell=replace(
                cell.cell,
                column=place[cell.cell.column],
                column_span=place[cell.cell.column + cell.cell.column_span] - place[cell.cell.column],
            ),
        )
        for cell in table.cells
    )
    return replace(table, edges=edges, cells=cells)


def _repeated(rows: list[list[TableCell]], more: list[list[TableCell]]) -> int:
    """Return how many rows at the top of the continuation repeat the heading."""
    count = 0
    while count < min(_HEADING_ROWS, len(rows), len(more)):
        texts = [[cell.text for cell in row] for row in (rows[count], more[count])]
        if texts[0] != texts[1] or not any(texts[0]) or any(text.isdigit() for text in texts[0]):
            break
        count += 1
    return count


def _is_cut(rows: list[list[TableCell]], following: list[TableCell]) -> bool:
    """Tell whether the page break cut a row: the next page begins with the rest of some of its cells."""
    last = {cell.cell.column: cell for cell in rows[-1]}
    rest = [cell for cell in following if cell.paragraphs]
    if not rest or any(cell.cell.column not in last for cell in following):
        return False
    if any(not last[cell.cell.column].paragraphs for cell in rest):
        return False
    if all(last[cell.cell.column].text.endswith("-") for cell in rest):
        return True
    if any(cell.text.isdigit() or _TOTAL.search(cell.text) for cell in rest):
        return False
    if all(_goes_on(last[cell.cell.column], cell) for cell in rest):
        return True
    if any(_FIGURES.fullmatch(cell.text) for cell in rest):
        return False
    always = all(row and row[0].cell.column == 0 and row[0].paragraphs and row[0].cell.row_span == 1 for row in rows)
    return always and not following[0].paragraphs


def _goes_on(half: TableCell, rest: TableCell) -> bool:
    """Tell whether a cell's last line is full, up to the cell's border, so that the next page may end its sentence."""
    before, after = half.paragraphs[-1][-1], rest.paragraphs[0][0]
    em = em_of(before.glyphs)
    full = half.cell.box[2] - before.right < em * _NEAR
    return full and wraps(before, after, max(half.limit, rest.limit), em)


def _whole(half: TableCell, rest: TableCell) -> TableCell:
    if not half.paragraphs or not rest.paragraphs:
        return replace(half, paragraphs=half.paragraphs or rest.paragraphs)
    if not _goes_on(half, rest):
        return replace(half, paragraphs=half.paragraphs + rest.paragraphs)
    mended = (*half.paragraphs[-1], *rest.paragraphs[0])
    return replace(half, paragraphs=(*half.paragraphs[:-1], mended, *rest.paragraphs[1:]))


# --- rows as text ------------------------------------------------------------------------------------------

Row = list[tuple[TableCell | None, tuple[Paragraph, ...]]]
"""For each column the cell that stands there, if one does, and what is written there."""


def text_rows(table: RuledTable) -> Iterator[Row]:
    """Yield the rows as they are written: one place a column, without columns that are empty throughout."""
    rows = table.rows()
    used = sorted({cell.cell.column for cell in table.cells if cell.paragraphs})
    carried: dict[int, TableCell] = {}
    heading = 1 + any(cell.cell.column_span > 1 and len(rows[0]) > 1 for cell in rows[0])
    for index, row in enumerate(rows):
        carried = {c: cell for c, cell in carried.items() if cell.cell.row + cell.cell.row_span > index}
        filled = {cell.cell.column: cell for cell in row if cell.paragraphs}
        written = filled if not filled else {**carried, **filled}
        if not written:
            continue
        for cell in filled.values():
            if cell.cell.row_span > 1 and (index < heading or _is_word(cell.text)):
                carried[cell.cell.column] = cell
        if _is_prose(list(filled.values()), len(table.edges) - 1) and not carried.keys() - filled.keys():
            for cell in filled.values():
                for paragraph in cell.paragraphs:
                    yield [(cell, (paragraph,))]
        elif len(filled) > 1 and all(holds_labels(cell.lines) for cell in filled.values()):
            yield from _side_by_side(filled, used)
        else:
            yield [(written.get(c), written[c].paragraphs if c in written else ()) for c in used]


def _is_word(text: str) -> bool:
    """Tell whether a merged cell names its rows, so that it may stand in each of them."""
    return len(text) <= _LONGEST_REPEATED and _FIGURE.search(text) is None


def _is_prose(cells: list[TableCell], columns: int) -> bool:
    """Tell whether a row is no row of values: one cell across the table, or clauses of the contract."""
    if len(cells) == 1 and (cells[0].cell.column_span >= columns or len(cells[0].paragraphs) > 1):
        return True
    return any(holds_clauses(cell.lines) for cell in cells)


def _side_by_side(cells: dict[int, TableCell], used: Sequence[int]) -> Iterator[Row]:
    for index in range(max(len(cell.paragraphs) for cell in cells.values())):
        yield [(cells.get(c), cells[c].paragraphs[index : index + 1] if c in cells else ()) for c in used]
