"""Table rows that set penalties: 考核扣款表, 违约处理标准, and clauses laid out in cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.fields.context import Context
from extract.fields.passages import Region
from extract.structure.outline import Paragraph
from extract.structure.tables import TableCell, TextTable


_LONGEST_TITLE = 40


@dataclass(frozen=True, slots=True)
class SanctionCell:
    """A cell that may hold sanctions: where to look around it, and the heading when that speaks of sanctions."""

    region: Region
    around: tuple[Region, ...]
    announced: bool
    heading: Region | None


def row_cells(context: Context, paragraph: Paragraph) -> Iterator[SanctionCell]:
    """Yield the cells of a row that may hold sanctions.

    A cell counts when it speaks of a sanction itself, or stands in a column headed 扣款, 处罚 … or under a
    table title that says so. Around it are its row's other cells, then the heading of its column, the first row, and the title.
    """
    table, row = _place(context, paragraph)
    text = context.text
    sanction = context.pack.pattern("penalties.sanction")
    column = context.pack.pattern("penalties.sanction_column")
    title = _title(context, table)
    titled = title is not None and column.search(text, *title) is not None
    for cell in row:
        heading = _heading(table, cell)
        headed = heading is not None and column.search(text, heading.start, heading.end) is not None
        if cell.end > cell.start and (headed or titled or sanction.search(text, cell.start, cell.end)):
            around = [
                (other.start, other.end) for other in row if other is not cell and other.end > other.start
            ]
            around += [(heading.start, heading.end), _head(table)] if heading is not None else []
            around += [title] if title is not None else []
            priced = heading is not None and "元" in text[heading.start : heading.end]
            region = (heading.start, heading.end) if heading is not None and (headed or titled and priced) else None
            yield SanctionCell((cell.start, cell.end), tuple(around), headed or titled, region)


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


def _heading(table: TextTable, cell: TableCell) -> TableCell | None:
    """Return the cell of the table's first row above `cell`, None for cells of that row itself."""
    head = table.rows[0]
    if cell.row == 0 or cell.column >= len(head) or len(head) < 2:
        return None
    return head[cell.column]


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
