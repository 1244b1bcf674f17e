"""Writes the text of a document, and with each character its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from extract.document import Box, Cell, Page, Table
from extract.readers.layout.columns import ColumnRow
from extract.readers.layout.lines import Run, seam
from extract.readers.layout.tables import Paragraph, RuledTable, text_rows
from extract.readers.page import PageContent


class Writer:
    """The text so far, and for each character its page, its box on the page as shown, and how sure its reader is."""

    def __init__(self, pages: Sequence[PageContent]) -> None:
        self._pages: Mapping[int, PageContent] = {page.number: page for page in pages}
        self._page = pages[0].number if pages else 1
        self._written: list[str] = []
        self.boxes: list[Box | None] = []
        self.confidences: list[float] = []
        self.page_numbers: list[int] = []
        self.pages: list[Page] = []
        self.tables: list[Table] = []

    @property
    def text(self) -> str:
        """The text so far."""
        return "".join(self._written)

    def start_page(self, number: int) -> None:
        """Go on with the page `number`; the second page of one sheet is the same to the file."""
        self._page = number
        if not self.pages or self.pages[-1].number != number:
            self.pages.append(self._pages[number].page(len(self.boxes)))

    def space(self, text: str) -> None:
        """Write what stands nowhere: a line break, a tab, a space between mended lines."""
        self._written.append(text)
        self.boxes += [None] * len(text)
        self.confidences += [1.0] * len(text)
        self.page_numbers += [self._page] * len(text)

    def run(self, run: Run) -> None:
        """Write the characters of one line."""
        shown = self._pages[run.page].shown_box
        for glyph in run.glyphs:
            length = len(glyph.text)
            self._written.append(glyph.text)
            self.boxes += [shown(glyph.box)] * length
            self.confidences += [glyph.confidence] * length
            self.page_numbers += [run.page] * length

    def paragraph(self, paragraph: Paragraph) -> None:
        """Write runs that were one line before it was broken."""
        said = ""
        for run in paragraph:
            between = seam(said, run.text)
            self.space(between)
            self.run(run)
            said += between + run.text

    def columns(self, rows: Sequence[ColumnRow]) -> None:
        """Write rows of columns, one a line, cells parted by tabs."""
        for number, row in enumerate(rows):
            if number:
                self.space("\n")
            for index, cell in enumerate(row.cells[: row.width]):
                if index:
                    self.space("\t")
                self.paragraph(tuple(cell))

    def table(self, table: RuledTable) -> None:
        """Write the rows of a ruled table, one a line, cells parted by tabs."""
        start = len(self.boxes)
        cells: list[Cell] = []
        for row_number, row in enumerate(text_rows(table)):
            if row_number:
                self.space("\n")
            for index, (cell, paragraphs) in enumerate(row):
                if index:
                    self.space("\t")
                begin = len(self.boxes)
                for number, paragraph in enumerate(paragraphs):
                    if number:
                        self.space(" ")
                    self.paragraph(paragraph)
                if cell is not None:
                    grid = cell.cell
                    cells.append(Cell(begin, len(self.boxes), grid.row, grid.column, grid.row_span, grid.column_span))
        if cells:
            self.tables.append(Table(start, len(self.boxes), tuple(cells)))
