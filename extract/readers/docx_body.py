"""Walks the blocks of a Word part (paragraphs, tables, text boxes, notes) and yields its lines in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.readers.docx_fields import content_control
from extract.readers.docx_numbering import Numbering
from extract.readers.docx_package import COMPATIBILITY, RELATION, WORD, number_of, value_of
from extract.readers.docx_tables import GridCell, Line, aligned, table_lines
from extract.readers.docx_text import TextReader, alternative

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_COLUMNS = 200
"""The most that a cell may span, or a row leave out; the Word program draws 63."""
_ROW_WRAPPERS = (f"{WORD}sdt", f"{WORD}sdtContent", f"{WORD}customXml", f"{WORD}ins", f"{WORD}moveTo")


@dataclass(slots=True)
class Body:
    """Reads blocks in their order, for numbers count paragraphs as they come."""

    reader: TextReader
    numbering: Numbering
    notes: dict[tuple[str, str], _Element] = field(default_factory=dict)
    embedded: Callable[[str | None], list[str]] = lambda _: []
    """Returns the lines of an embedded document (`w:altChunk`), by the identifier of its relation."""
    tables: int = 0
    carried: str = ""
    """Text of a paragraph whose end was deleted: the next one goes on with it."""
    look: tuple[str | None, ...] = ()
    """Style and alignment of the last paragraph outside tables."""
    indented: bool = False
    """Whether its first line was."""

    def lines(self, parent: _Element, *, in_cell: bool = False) -> Iterator[Line]:
        """Yield the lines of the blocks below an element; empty paragraphs as empty lines."""
        for element in parent:
            tag = element.tag
            if tag == f"{WORD}p":
                yield from self._paragraph(element, in_cell)
            elif tag == f"{WORD}tbl":
                yield from self._table(element)
            elif tag == f"{WORD}sdt":
                shown = content_control(element.find(f"{WORD}sdtPr"))
                content = element.find(f"{WORD}sdtContent")
                if shown:
                    yield Line(shown)
                elif shown is None and content is not None:
                    yield from self.lines(content, in_cell=in_cell)
            elif tag == f"{WORD}altChunk":
                yield from map(Line, self.embedded(element.get(f"{RELATION}id")))
            elif tag == f"{COMPATIBILITY}AlternateContent":
                yield from self.lines(alternative(element), in_cell=in_cell)
            elif tag in _ROW_WRAPPERS:
                yield from self.lines(element, in_cell=in_cell)

    def _paragraph(self, element: _Element, in_cell: bool) -> Iterator[Line]:
        properties = element.find(f"{WORD}pPr")
        paragraph = self.reader.read(element)
        if not in_cell and self._is_apart(properties):
            yield Line("")
        text = self.carried + paragraph.text
        if _is_joined(properties):
            self.carried = text
        else:
            self.carried = ""
            shown = text.strip() if in_cell else text.strip(" \t\n")
            label = self.numbering.label(properties)
            if shown or in_cell:  # the numbers of a table's rows stand in empty paragraphs
                shown = f"{label}{shown}".strip()
            yield from (Line(line.strip()) for line in shown.split("\n"))
        for box in paragraph.boxes:
            yield from self.lines(box)
        for note in paragraph.notes:
            if note in self.notes:
                yield from (line for line in self.lines(self.notes.pop(note)) if line.text)

    def _is_apart(self, properties: _Element | None) -> bool:
        """Tell whether a paragraph shows that it does not go on with the one before: by style, alignment or indent.

        Files made from pages have a paragraph for each line of them; lines that belong together look alike.
        """
        before, was_indented = self.look, self.indented
        found = properties.find if properties is not None else lambda _: None
        self.look = tuple(value_of(found(f"{WORD}{name}")) for name in ("pStyle", "jc"))
        self.indented = any(number_of(found(f"{WORD}ind"), 0, name) > 0 for name in ("firstLine", "firstLineChars"))
        return before != self.look or (self.indented and not was_indented)

    def _table(self, element: _Element) -> Iterator[Line]:
        self.tables += 1
        number = self.tables
        rows = [self._row(row) for row in _children(element, f"{WORD}tr") if self._stays(row)]
        widths = [number_of(column, 0, "w") for column in element.findall(f"{WORD}tblGrid/{WORD}gridCol")]
        yield from table_lines(aligned(rows, widths), number)

    def _stays(self, row: _Element) -> bool:
        """Tell whether a row is still there, and count its revision."""
        deleted = row.find(f"{WORD}trPr/{WORD}del") is not None
        self.reader.counts.deleted += deleted
        self.reader.counts.inserted += row.find(f"{WORD}trPr/{WORD}ins") is not None
        return not deleted

    def _row(self, row: _Element) -> list[GridCell]:
        cells: list[GridCell] = []
        column = min(max(0, number_of(row.find(f"{WORD}trPr/{WORD}gridBefore"), 0)), _MOST_COLUMNS)
        for element in _children(row, f"{WORD}tc"):
            properties = element.find(f"{WORD}tcPr")
            width, joined, continues = _shape(properties)
            end = column + width
            content = tuple(self.lines(element, in_cell=True))
            if joined and cells:
                last = cells[-1]
                cells[-1] = GridCell(last.column, end, last.lines + content, last.continues)
            else:
                cells.append(GridCell(column, end, content, continues))
            column = end
        return cells


def _shape(properties: _Element | None) -> tuple[int, bool, bool]:
    """Return how many grid columns a cell takes, whether it belongs to the one before, whether to the one above."""
    if properties is None:
        return 1, False, False
    width = max(1, min(number_of(properties.find(f"{WORD}gridSpan"), 1), _MOST_COLUMNS))
    across, down = properties.find(f"{WORD}hMerge"), properties.find(f"{WORD}vMerge")
    joined = across is not None and value_of(across) != "restart"
    return width, joined, down is not None and value_of(down) != "restart"


def _children(parent: _Element, tag: str) -> Iterator[_Element]:
    """Yield the rows of a table or the cells of a row, through content controls and marks of revision."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _ROW_WRAPPERS:
            yield from _children(element, tag)


def _is_joined(properties: _Element | None) -> bool:
    """Tell whether the end of a paragraph was deleted."""
    if properties is None:
        return False
    marks = (properties.find(f"{WORD}rPr/{WORD}{name}") for name in ("del", "moveFrom"))
    return any(mark is not None for mark in marks)
