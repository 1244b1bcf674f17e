"""Pages in reading order: furniture taken off, columns and tables put into rows, halves brought together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extract.readers.layout.columns import ColumnRow, in_columns, take_rest
from extract.readers.layout.furniture import PageLines, split_furniture
from extract.readers.layout.line_numbers import without_line_numbers
from extract.readers.layout.lines import Line, lines_of, seam
from extract.readers.layout.paragraphs import Paragraphs
from extract.readers.layout.spreads import pages_of
from extract.readers.layout.tables import RuledTable, joined, read_table
from extract.readers.layout.text import Writer
from extract.readers.page import PageContent, Piece

_SHORT_PAGE = 3.0
"""A page that ends so many lines early was ended on purpose: nothing goes on behind it."""
_EM = 12.0
"""Points of the usual type size."""
Block = Line | list[ColumnRow] | RuledTable


@dataclass(frozen=True, slots=True)
class _Sheet:
    content: PageContent
    lines: tuple[Line, ...]
    tables: tuple[RuledTable, ...]


def assemble(pages: Sequence[PageContent]) -> Writer:
    """Return what the pages say, written in reading order."""
    sheets = [_sheet(page) for sheet in without_line_numbers(pages) for page in pages_of(sheet)]
    in_tables = "".join(cell.text for sheet in sheets for table in sheet.tables for cell in table.cells)
    told, bodies = split_furniture([PageLines(sheet.content.height, sheet.lines) for sheet in sheets], in_tables)
    paragraphs = Paragraphs(bodies)
    margins = [paragraphs.margin(sheet.content.number) for sheet in sheets]
    blocks = _joined_tables(
        [list(_blocks(b, s.tables, margin)) for b, s, margin in zip(bodies, sheets, margins, strict=True)]
    )
    _end_cut_rows(blocks)
    writer = Writer(pages)
    for run in told:
        writer.run(run)
        writer.space("\n")
    lowest = max((_bottom(block[-1]) for block in blocks if block), default=0.0)
    previous: Block | None = None
    for sheet, page_blocks in zip(sheets, blocks, strict=True):
        ended = previous is not None and _bottom(previous) < lowest - _SHORT_PAGE * paragraphs.pitch * _EM
        for index, block in enumerate(page_blocks):
            if previous is not None:
                apart = ended if index == 0 else _apart(paragraphs, previous, block)
                writer.space(_between(paragraphs, previous, block, apart=apart))
            if index == 0:
                writer.start_page(sheet.content.number)
            _write(writer, block)
            previous = block
        if not page_blocks:
            writer.start_page(sheet.content.number)
    if previous is not None:
        writer.space("\n")
    return writer


def _between(paragraphs: Paragraphs, before: Block, after: Block, *, apart: bool) -> str:
    """Return what parts two blocks: nothing where a line was broken, a blank line where a paragraph surely ended."""
    if not apart and isinstance(before, Line) and isinstance(after, Line) and paragraphs.broken(before, after):
        return seam(before.text, after.text)
    return "\n\n" if apart else "\n"


def _apart(paragraphs: Paragraphs, before: Block, after: Block) -> bool:
    """Tell whether one block of a page surely ends before the next one begins."""
    if isinstance(before, Line) and isinstance(after, Line):
        return paragraphs.ended(before, after) and not paragraphs.broken(before, after)
    if isinstance(before, RuledTable) or isinstance(after, RuledTable):
        return True
    return _top(after) - _bottom(before) > paragraphs.pitch * _EM


def _sheet(page: PageContent) -> _Sheet:
    pieces: list[Piece] = list(page.pieces)
    tables: list[RuledTable] = []
    for grid in page.grids:
        table, pieces = read_table(page.number, grid, pieces)
        if any(cell.paragraphs for cell in table.cells):
            tables.append(table)
    return _Sheet(page, tuple(lines_of(page.number, pieces)), tuple(tables))


def _blocks(lines: Sequence[Line], tables: Sequence[RuledTable], margin: float | None) -> Iterator[Block]:
    """Yield what stands on a page from top to bottom."""
    rest = list(lines)
    for table in sorted(tables, key=lambda table: table.box[1]):
        above = [line for line in rest if line.box[1] + line.box[3] < 2 * table.box[1]]
        yield from in_columns(above, margin)
        rest = rest[len(above) :]
        yield table
    yield from in_columns(rest, margin)


def _joined_tables(pages: list[list[Block]]) -> list[list[Block]]:
    """Return the blocks with each table that goes on at the top of the next page made one."""
    last: tuple[int, RuledTable] | None = None
    for number, blocks in enumerate(pages):
        first = blocks[0] if blocks else None
        if last is not None and isinstance(first, RuledTable) and (whole := joined(last[1], first)) is not None:
            pages[last[0]][-1] = whole
            del blocks[0]
            last = (last[0], whole)
            if not blocks:
                continue
        end = blocks[-1] if blocks else None
        last = (number, end) if isinstance(end, RuledTable) else None
    return pages


def _end_cut_rows(pages: list[list[Block]]) -> None:
    """Give the last row of a table without rules what a page break cut off of its cells."""
    for blocks, following in pairwise(pages):
        table = blocks[-1] if blocks else None
        while isinstance(table, list) and following and isinstance(following[0], Line):
            if not take_rest(table, following[0]):
                break
            del following[0]


def _write(writer: Writer, block: Block) -> None:
    if isinstance(block, Line):
        writer.run(block.run())
    elif isinstance(block, RuledTable):
        writer.table(block)
    else:
        writer.columns(block)


def _top(block: Block) -> float:
    return block[0].top if isinstance(block, list) else block.box[1]


def _bottom(block: Block) -> float:
    return block[-1].bottom if isinstance(block, list) else block.box[3]
