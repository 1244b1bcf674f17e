"""Pages in reading order: furniture taken off, columns and tables put into rows, halves brought together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.readers.layout.columns import ColumnRow, in_columns
from extract.readers.layout.furniture import PageLines, split_furniture
from extract.readers.layout.lines import Line, lines_of
from extract.readers.layout.tables import RuledTable, joined, read_table
from extract.readers.layout.text import Writer
from extract.readers.page import PageContent, Piece

_APART = 1.3
"""Lines so many times the usual distance apart are two paragraphs."""
_COMMON = 0.15
"""A distance between lines that is so frequent is that of lines of one paragraph, if no smaller one is."""
_SHORT_PAGE = 3.0
"""A page that ends so many lines early was ended on purpose: nothing goes on behind it."""
Block = Line | list[ColumnRow] | RuledTable


@dataclass(frozen=True, slots=True)
class _Sheet:
    content: PageContent
    lines: tuple[Line, ...]
    tables: tuple[RuledTable, ...]


def assemble(pages: Sequence[PageContent]) -> Writer:
    """Return what the pages say, written in reading order."""
    sheets = [_sheet(page) for page in pages]
    in_tables = "".join(cell.text for sheet in sheets for table in sheet.tables for cell in table.cells)
    told, bodies = split_furniture([PageLines(sheet.content.height, sheet.lines) for sheet in sheets], in_tables)
    blocks = _joined_tables([list(_blocks(b, s.tables)) for b, s in zip(bodies, sheets, strict=True)])
    pitch = _usual_pitch(bodies)
    writer = Writer(pages)
    for run in told:
        writer.run(run)
        writer.space("\n")
    lowest = max((_bottom(block[-1]) for block in blocks if block), default=0.0)
    previous: Block | None = None
    for sheet, page_blocks in zip(sheets, blocks, strict=True):
        writer.start_page(sheet.content.number)
        if previous is not None and page_blocks and _bottom(previous) < lowest - _SHORT_PAGE * pitch * _em(previous):
            writer.space("\n")
        above: Block | None = None
        for block in page_blocks:
            if above is not None and _top(block) - _top_of_last(above) > pitch * _APART * _em(block, above):
                writer.space("\n")
            _write(writer, block)
            previous = above = block
    return writer


def _sheet(page: PageContent) -> _Sheet:
    pieces: list[Piece] = list(page.pieces)
    tables: list[RuledTable] = []
    for grid in page.grids:
        table, pieces = read_table(page.number, grid, pieces)
        if any(cell.paragraphs for cell in table.cells):
            tables.append(table)
    return _Sheet(page, tuple(lines_of(page.number, pieces)), tuple(tables))


def _blocks(lines: Sequence[Line], tables: Sequence[RuledTable]) -> Iterator[Block]:
    """Yield what stands on a page from top to bottom."""
    rest = list(lines)
    for table in sorted(tables, key=lambda table: table.box[1]):
        above = [line for line in rest if line.box[1] + line.box[3] < 2 * table.box[1]]
        yield from in_columns(above)
        rest = rest[len(above) :]
        yield table
    yield from in_columns(rest)


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


def _write(writer: Writer, block: Block) -> None:
    if isinstance(block, Line):
        writer.run(block.run())
        writer.space("\n")
    elif isinstance(block, RuledTable):
        writer.table(block)
    else:
        writer.columns(block)


# --- distances ---------------------------------------------------------------------------------------------


def _usual_pitch(bodies: Sequence[Sequence[Line]]) -> float:
    """Return how far lines of a paragraph stand apart, in em."""
    found: Counter[float] = Counter()
    for lines in bodies:
        for line, following in zip(lines, lines[1:], strict=False):
            found[round((following.box[1] - line.box[1]) / max(line.em, following.em), 1)] += 1
    enough = sum(found.values()) * _COMMON
    return min((pitch for pitch, count in found.items() if 1.0 <= pitch <= 3.0 and count > enough), default=2.0)


def _top(block: Block) -> float:
    return block[0].top if isinstance(block, list) else block.box[1]


def _top_of_last(block: Block) -> float:
    """Return where the last line of a block begins."""
    if isinstance(block, RuledTable):
        return block.box[3]
    return block[-1].top if isinstance(block, list) else block.box[1]


def _bottom(block: Block) -> float:
    return block[-1].bottom if isinstance(block, list) else block.box[3]


def _em(*blocks: Block) -> float:
    return max((block.em for block in blocks if isinstance(block, Line)), default=12.0)
