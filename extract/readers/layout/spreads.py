"""Two pages on one sheet: a scanned booklet, or a print of two pages side by side. Each is read as a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extract.document import Box
from extract.readers.layout.lines import Line, box_around, em_of, lines_of
from extract.readers.page import PageContent, Piece

_LANDSCAPE = 1.15
"""Width over height of a sheet that may hold two pages."""
_MIDDLE = 0.08
"""Of the width; so far from the middle the pages may meet."""
_GUTTER = 2.5  # em that stay empty between two pages
_FEWEST = 8
"""Lines of a page."""
_FULL_LENGTH, _ENOUGH_FULL = 0.75, 0.2
"""So long, of the longest, are full lines; so many of the lines are: prose, and no column of a table."""


def pages_of(sheet: PageContent) -> Iterator[PageContent]:
    """Yield the pages that stand on a sheet, the left one first; a sheet that is one page as it is."""
    boxes = [box_around(piece.glyphs) for piece in sheet.pieces] + [grid.box for grid in sheet.grids]
    middle = _fold(sheet, boxes) if sheet.width > sheet.height * _LANDSCAPE else None
    if middle is None:
        yield sheet
        return
    halves = [_half(sheet, middle, right=right) for right in (False, True)]
    if all(_is_page(sheet.number, half.pieces) for half in halves):
        yield from halves
    else:
        yield sheet


def _fold(sheet: PageContent, boxes: Sequence[Box]) -> float | None:
    """Return where a wide strip down the middle of a sheet is empty, in points, or None."""
    em = em_of([glyph for piece in sheet.pieces for glyph in piece.glyphs]) if sheet.pieces else 0.0
    end = 0.0
    for box in sorted(boxes):
        place = (end + box[0]) / 2
        if box[0] - end >= _GUTTER * em and abs(place - sheet.width / 2) <= sheet.width * _MIDDLE:
            return place
        end = max(end, box[2])
    return None


def _half(sheet: PageContent, middle: float, *, right: bool) -> PageContent:
    return replace(
        sheet,
        pieces=tuple(piece for piece in sheet.pieces if (piece.glyphs[0].box[0] > middle) == right),
        grids=tuple(grid for grid in sheet.grids if (grid.box[0] > middle) == right),
    )


def _is_page(number: int, pieces: Sequence[Piece]) -> bool:
    """Tell whether what stands on one half is a page of its own: many lines, enough of them full."""
    lines: list[Line] = lines_of(number, pieces)
    longest = max((line.box[2] - line.box[0] for line in lines), default=0.0)
    full = sum(line.box[2] - line.box[0] >= longest * _FULL_LENGTH for line in lines)
    return len(lines) >= _FEWEST and full >= len(lines) * _ENOUGH_FULL
