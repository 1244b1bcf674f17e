"""What a reader produces: the text of a contract and where each character stands.

Offsets everywhere are into `Document.text`, half-open `[start, end)`. Readers of paginated formats fill
`pages` and `boxes`; for plain text both are empty and every page is None.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points, origin at the top left of the page."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its 1-based number, where its text starts, its size in points.

    `ocr`: OCR read it. `damaged`: the file's content of it is broken; text may be lost or wrong.
    """

    number: int
    start: int
    width: float
    height: float
    ocr: bool = False
    damaged: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One table cell: where its text stands and which grid places it covers (0-based, inclusive-exclusive)."""

    start: int
    end: int
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A table that the reader knows to be one (DOCX, PDF); text tables are found by the structure stage."""

    start: int
    end: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """The text of one contract as its reader produced it, before any normalisation.

    `boxes[i]` is the box of `text[i]`, or None; empty when the format has no positions. `confidences[i]` is how sure
    OCR is of `text[i]`, 0 to 1; empty when nothing was guessed. `page_numbers[i]` is the page of `text[i]`: a row of a
    table that a page break cut holds characters of both pages in turn.
    """

    path: str
    sha256: str
    media_type: str
    reader: str
    text: str
    pages: tuple[Page, ...] = ()
    tables: tuple[Table, ...] = ()
    boxes: tuple[Box | None, ...] = ()
    confidences: tuple[float, ...] = ()
    page_numbers: tuple[int, ...] = ()
    warnings: tuple[str, ...] = ()

    def page_at(self, offset: int) -> int | None:
        """Return the 1-based page that holds the character at `offset`, or None without pages."""
        if not self.pages:
            return None
        if self.page_numbers:
            return self.page_numbers[min(offset, len(self.page_numbers) - 1)]
        index = bisect_right([page.start for page in self.pages], offset) - 1
        return self.pages[max(index, 0)].number

    def box_of(self, start: int, end: int) -> Box | None:
        """Return the box around the characters [start, end) that have one, or None.

        Where they stand on several pages, it is the box of those on the page of the first one.
        """
        if not self.boxes:
            return None
        page = self.page_at(start)
        found = [
            box
            for offset, box in enumerate(self.boxes[start:end], start)
            if box is not None and self.page_at(offset) == page
        ]
        if not found:
            return None
        return (
            min(box[0] for box in found),
            min(box[1] for box in found),
            max(box[2] for box in found),
            max(box[3] for box in found),
        )

    def confidence_of(self, start: int, end: int) -> float:
        """Return how sure the reader is of the least certain of the characters [start, end); 1 without OCR."""
        return min(self.confidences[start:end], default=1.0)
