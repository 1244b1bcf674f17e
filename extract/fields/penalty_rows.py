"""Table rows that set penalties: 考核扣款表, 违约处理标准, and clauses laid out in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.fields.context import Context
from extract.fields.passages import Region
from extract.structure.outline import Paragraph
from extract.structure.tables import TableCell, TextTable

ColumnUse = Literal["sanction", "cap"]
_LONGEST_TITLE = 40
_FEWEST_ROWS = 2


@dataclass(frozen=True, slots=True)
class SanctionCell:
    """A cell that may hold sanctions, where to look around it, and what its column is for."""

    region: Region
    around: tuple[Region, ...]
    announced: bool
    heading: Region | None
    use: ColumnUse | None


def row_cells(context: Context, paragraph: Paragraph) -> Iterator[SanctionCell]:
    """Yield the cells of a row that may hold sanctions.

    A cell counts when it speaks of a sanction itself, or stands in a column headed 扣款, 处罚 …, or in a
    table about breaches. Around it are its row's other cells, the heading of its column, the first row and
    the title.
    """
    table, row = _place(context, paragraph)
    text, pack = context.text, context.pack
    sanction = pack.pattern("penalties.sanction")
    title = _title(context, table)
    about = _about_breaches(context, table, title)
    for cell in row:
        if cell.end <= cell.start:
            continue
        heading = _heading(table, cell)
        use = _column_use(context, heading, about=about)
        paid = heading is not None and pack.pattern("penalties.paid_column").search(text[slice(*heading)])
        if use is not None or (about and not paid) or sanction.search(text, cell.start, cell.end):
            around = [
                (other.start, other.end) for other in row if other is not cell and other.end > other.start
            ]
            around += [heading, _head(table)] if heading is not None else []
            around += [title] if title is not None else []
            yield SanctionCell(
                (cell.start, cell.end), tuple(around), about or use == "sanction", heading, use
            )


def _about_breaches(context: Context, table: TextTable, title: Region | None) -> bool:
    """Tell whether a table of several rows is about breaches: by its title, its first row or its clause."""
    pattern = context.pack.pattern("penalties.sanction_table")
    if title is not None and pattern.search(context.text, *title):
        return True
    if len(table.rows) < _FEWEST_ROWS or len(table.rows[0]) < _FEWEST_ROWS:
        return False
    return pattern.search(context.text, *_head(table)) is not None or "breach" in context.outline.kinds_at(
        table.start
    )


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


def _place(context: Context, paragraph: Paragraph) -> tuple[TextTable, Sequence[TableCell]]:
    """Return the table and row of a paragraph that holds tabs."""
    for table in context.tables:
        if table.start <= paragraph.start < max(table.end, table.start + 1):
            for row in table.rows:
                if row[0].start == paragraph.start or row[0].start <= paragraph.start <= row[-1].end:
                    return table, row
    cells = tuple(
        TableCell(start, end, 0, index) for index, (start, end) in enumerate(_split(context.text, paragraph))
    )
    return TextTable(paragraph.start, paragraph.end, (cells,)), cells


def _split(text: str, paragraph: Paragraph) -> Iterator[Region]:
    position = paragraph.start
    for part in text[paragraph.start : paragraph.end].split("\t"):
        yield position, position + len(part)
        position += len(part) + 1


def _heading(table: TextTable, cell: TableCell) -> Region | None:
    """Return the cell of the table's first row above `cell`, None for cells of that row itself."""
    head = table.rows[0]
    if cell.row == 0 or cell.column >= len(head) or len(head) < _FEWEST_ROWS:
        return None
    above = head[cell.column]
    return (above.start, above.end) if above.end > above.start else None


def _head(table: TextTable) -> Region:
    """Return the region of the table's first row."""
    return table.rows[0][0].start, table.rows[0][-1].end


def _title(context: Context, table: TextTable) -> Region | None:
    """Return the short line above the table; a line like 「单位：元」 between them is passed over."""
    offset = table.start
    for _ in range(2):
        if offset == 0:
            return None
        above = context.outline.paragraph_at(offset - 1)
        words = context.text[above.start : above.end]
        if not words or len(words) > _LONGEST_TITLE or "。" in words:
            return None
        if ":" not in words:
            return above.start, above.end
        offset = above.start
    return None
