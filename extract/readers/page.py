"""What stands on a page, whatever format it came from, and how pages become one Document.

PDF, OCR and OFD readers each make `PageContent`: pieces of text with the box of every character, and the grids of
ruled tables. `document_of_pages` puts them in reading order; it is the only place that does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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
class PageContent:
    """All that stands on one page, upright: size in points, pieces in any order."""

    number: int
    width: float
    height: float
    pieces: tuple[Piece, ...]
    grids: tuple[Grid, ...] = ()
    ocr: bool = False


def document_of_pages(source: Source, pages: Sequence[PageContent], warnings: tuple[str, ...] = ()) -> Document:
    """Return the document of `pages` in reading order. Raises ReadError when no page holds text."""
    characters: list[str] = []
    glyphs: list[Glyph | None] = []
    starts: list[Page] = []
    for page in pages:
        starts.append(Page(page.number, len(characters), page.width, page.height, page.ocr))
        for piece in sorted(page.pieces, key=lambda piece: (piece.glyphs[0].box[1], piece.glyphs[0].box[0])):
            for glyph in piece.glyphs:
                characters.extend(glyph.text)
                glyphs.extend([glyph] * len(glyph.text))
            characters.append("\n")
            glyphs.append(None)
    if not any(map(str.isalnum, characters)):
        raise source.error("文件中没有文字")
    return Document(
        path=source.name,
        sha256=source.sha256,
        media_type=source.media_type,
        reader=source.reader,
        text="".join(characters),
        pages=tuple(starts),
        boxes=tuple(glyph.box if glyph else None for glyph in glyphs),
        confidences=tuple(glyph.confidence if glyph else 1.0 for glyph in glyphs),
        warnings=warnings,
    )
