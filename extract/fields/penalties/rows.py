"""Table rows that set penalties: 考核扣款表, 违约处理标准, and clauses laid out in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.fields.context import Context
from extract.nlp.mentions import Region
from extract.structure.tables import TableCell, TextTable

ColumnUse = Literal["sanction", "cap"]
_LONGEST_TITLE = 40
_LONGEST_LABEL = 16
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class SanctionCell:
    """A cell that may hold sanctions, where to look around it, and what its column is for."""

    region: Region
    around: tuple[Region, ...]
    announced: bool
    heading: Region | None
    use: ColumnUse | None


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with what its table says of all its rows."""

    cells: Sequence[TableCell]
    head: Sequence[TableCell]
    title: Region | None
    about_breaches: bool

    @property
    def headed(self) -> bool:
        """Whether the table has a first row of headings, and this is not it."""
        return len(self.head) >= _FEWEST_ROWS and self.cells[0].row > 0

    @property
    def head_region(self) -> Region:
        """The region of the table's first row."""
        return self.head[0].start, self.head[-1].end


def table_rows(context: Context) -> dict[int, TableRow]:
    """Return the rows of all tables by the index of their paragraph."""
    rows: dict[int, TableRow] = {}
    for table in context.tables:
        title = _title(context, table)
        about = _about_breaches(context, table, title)
        for cells in table.rows:
            index = context.outline.paragraph_at(cells[0].start).index
            rows[index] = TableRow(cells, table.rows[0], title, about)
    return rows


def sanction_cells(context: Context, row: TableRow) -> Iterator[SanctionCell]:
    """Yield the cells of a row that may hold sanctions.

    A cell counts when it speaks of a sanction itself, stands behind a label 违约金, in a column headed 扣款,
    处罚 …, or in a table about breaches. Around it are its row's other cells, the heading of its column, the
    first row and the title.
    """
    text, pack = context.text, context.pack
    sanction, paid = pack.pattern("penalties.sanction"), pack.pattern("penalties.paid_column")
    for cell in row.cells:
        if cell.end <= cell.start:
            continue
        labelled = _labelled(context, row, cell)
        heading = None if labelled else _heading(row, cell)
        use = _column_use(context, heading, about=row.about_breaches)
        listed = labelled or (row.about_breaches and not (heading is not None and paid.search(text[slice(*heading)])))
        if use is None and not listed and sanction.search(text, cell.start, cell.end) is None:
            continue
        around = [(other.start, other.end) for other in row.cells if other is not cell and other.end > other.start]
        around += [heading, row.head_region] if heading is not None else []
        around += [row.title] if row.title is not None else []
        announced = labelled or row.about_breaches or use == "sanction"
        yield SanctionCell((cell.start, cell.end), tuple(around), announced, heading, use)


def _labelled(context: Context, row: TableRow, cell: TableCell) -> bool:
    """Tell whether the cell right before is a label that names a sanction: 误期赔偿费 | 每迟交1日 …."""
    before = next((other for other in row.cells if other.column == cell.column - 1), None)
    if before is None or not 0 < before.end - before.start <= _LONGEST_LABEL:
        return False
    pattern = context.pack.pattern("penalties.sanction_label")
    return pattern.fullmatch(context.text, before.start, before.end) is not None


def _about_breaches(context: Context, table: TextTable, title: Region | None) -> bool:
    """Tell whether a table of several rows is about breaches: by its title, its first row or its clause."""
    pattern = context.pack.pattern("penalties.sanction_table")
    if title is not None and pattern.search(context.text, *title):
        return True
    head = table.rows[0]
    if len(table.rows) < _FEWEST_ROWS or len(head) < _FEWEST_ROWS:
        return False
    if pattern.search(context.text, head[0].start, head[-1].end):
        return True
    return context.outline.is_about(table.start, "breach")


def _column_use(context: Context, heading: Region | None, *, about: bool) -> ColumnUse | None:
    """Return whether a column holds sanctions or their caps, None when its heading says neither."""
    if heading is None:
        return None
    text, pack = context.text, context.pack
    if pack.pattern("penalties.paid_column").search(text[slice(*heading)]):
        return None
    if about and pack.pattern("penalties.cap_column").search(text, *heading):
        return "cap"
    if pack.pattern("penalties.sanction_column").search(text, *heading):
        return "sanction"
    return "sanction" if about and pack.pattern("penalties.measure_column").search(text, *heading) else None


def _heading(row: TableRow, cell: TableCell) -> Region | None:
    """Return the heading of a cell's column, None for the first row and for columns without a heading."""
    if not row.headed or cell.column >= len(row.head):
        return None
    above = row.head[cell.column]
    return (above.start, above.end) if above.end > above.start else None


def _title(context: Context, table: TextTable) -> Region | None:
    """Return the short line above the table; a line like 「单位：元」 between them is passed over."""
    offset = table.start
    while offset > 0:
        above = context.outline.paragraph_at(offset - 1)
        words = context.text[above.start : above.end]
        if not words or len(words) > _LONGEST_TITLE or "。" in words:
            return None
        if ":" not in words:
            return above.start, above.end
        offset = above.start if offset == table.start else 0
    return None
