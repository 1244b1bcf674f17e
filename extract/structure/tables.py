"""Tables of the flow: runs of tab-separated rows, with single heading lines between them kept as rows of one cell."""

from __future__ import annotations

from dataclasses import dataclass

from extract.structure.outline import Outline

_LONGEST_HEADING = 60


@dataclass(frozen=True, slots=True)
class TableCell:
    """One cell: flow offsets, row and column, 0-based."""

    start: int
    end: int
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table of the flow; `rows` may differ in length."""

    start: int
    end: int
    rows: tuple[tuple[TableCell, ...], ...]


def find_tables(outline: Outline) -> tuple[TextTable, ...]:
    """Return the tables of the outline, in order; a single tabbed line is a table of one row."""
    text = outline.text
    tables: list[TextTable] = []
    rows: list[list[tuple[int, int]]] = []
    pending: list[list[tuple[int, int]]] = []

    def flush() -> None:
        if rows:
            cells = tuple(
                tuple(TableCell(start, end, r, c) for c, (start, end) in enumerate(row)) for r, row in enumerate(rows)
            )
            tables.append(TextTable(rows[0][0][0], rows[-1][-1][1], cells))
        rows.clear()
        pending.clear()

    for paragraph in outline.paragraphs:
        if "\t" in text[paragraph.start : paragraph.end]:
            rows.extend(pending)
            pending.clear()
            rows.append(_cells(text, paragraph.start, paragraph.end))
        elif rows and not pending and paragraph.end - paragraph.start <= _LONGEST_HEADING:
            pending.append([(paragraph.start, paragraph.end)])
        else:
            flush()
    flush()
    return tuple(tables)


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cells = []
    position = start
    for part in text[start:end].split("\t"):
        inner = position + len(part) - len(part.lstrip(" "))
        cells.append((inner, max(inner, position + len(part.rstrip(" ")))))
        position += len(part) + 1
    return cells
