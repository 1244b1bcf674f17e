"""What stands on a page, whatever format it came from, and how pages become one Document.

PDF, OCR and OFD readers each make `PageContent`: pieces of text with the box of every character, and the grids of
ruled tables. `document_of_pages` puts them in reading order; it is the only place that does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Box, Document, Page
from extract.readers import Source


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character: its box in points from the page's top left, and how sure its reader is of it (0 to 1)."""

    text: str
    box: Box
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters that stand behind each other on one line, as the source wrote them or OCR found them."""

    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell of a ruled table: its box, and the grid places that it covers (0-based)."""

    box: Box
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table that the page's ruling lines or aligned columns show, cells in order of row and column."""

    box: Box
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as its file shows it, where it had to be turned or levelled to be read: its size in points, and the map
    to it from upright points, (a, b, c, d, e, f) for x' = ax + by + c, y' = dx + ey + f.
    """

    width: float
    height: float
    matrix: tuple[float, float, float, float, float, float]

    def box(self, box: Box) -> Box:
        """Return the box on the shown page around an upright `box`."""
        a, b, c, d, e, f = self.matrix
        corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        across = [a * x + b * y + c for x, y in corners]
        down = [d * x + e * y + f for x, y in corners]
        return round(min(across), 2), round(min(down), 2), round(max(across), 2), round(max(down), 2)


@dataclass(frozen=True, slots=True)
class PageContent:
    """All that stands on one page, upright: size in points, pieces in any order; `shown` where the file's differs.

    `ocr`: OCR read it. `damaged`: its source is broken; something may be lost or wrong.
    """

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    grids: tuple[Grid, ...] = ()
    ocr: bool = False
    damaged: bool = False
    shown: Shown | None = None

    def page(self, start: int) -> Page:
        """Return the document's page, as shown, whose text starts at `start`."""
        as_shown = self.shown or self
        return Page(self.number, start, as_shown.width, as_shown.height, self.ocr, self.damaged)

    def shown_box(self, box: Box) -> Box:
        """Return where an upright `box` stands on the page as shown."""
        return self.shown.box(box) if self.shown else box


def doubted(content: PageContent, most: float) -> PageContent:
    """Return a page of which no character is surer than `most`."""
    pieces = (Piece(tuple(replace(g, confidence=min(g.confidence, most)) for g in p.glyphs)) for p in content.pieces)
    return replace(content, pieces=tuple(pieces))


def document_of_pages(source: Source, pages: Sequence[PageContent], warnings: tuple[str, ...] = ()) -> Document:
    """Return the document of `pages` in reading order. Raises ReadError when no page holds text."""
    from extract.readers.layout.assembly import assemble  # builds on the classes above

    written = assemble(pages)
    return replace(
        source.document(written.text, warnings),
        pages=tuple(written.pages),
        tables=tuple(written.tables),
        boxes=tuple(written.boxes),
        confidences=tuple(written.confidences),
        page_numbers=tuple(written.page_numbers),
    )
