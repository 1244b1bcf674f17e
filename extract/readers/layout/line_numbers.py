"""Line numbers in the margin: figures beside every line, left of all that is written, and no part of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.readers.layout.lines import box_around
from extract.readers.page import PageContent, Piece

_FEWEST = 5
"""So many numbers stand in the margin of the first page that has any."""
_MOST_DIGITS = 4
_ALIGNED = 2.0  # points by which their right ends may differ
_STEPS = (1, 2, 5, 10)
_REGULAR = 0.8
"""So many of the steps from one number to the next are alike: OCR loses some."""


def without_line_numbers(pages: Sequence[PageContent]) -> list[PageContent]:
    """Return the pages without the numbers of their lines, which begin with the first one and run on or anew."""
    return list(_stripped(pages))


def _stripped(pages: Sequence[PageContent]) -> Iterator[PageContent]:
    last: int | None = None
    step = 1
    for page in pages:
        column = _column(page.pieces)
        values = [_value(piece) for piece in column]
        if last is None:
            step = _step(values)
            numbered = len(values) >= _FEWEST and step in _STEPS and values[0] in (1, step)
        else:
            numbered = (bool(values) and 0 < values[0] - last <= 2 * step) or values[:1] in ([1], [step])
        numbered = numbered and _is_regular(values, step)
        last = values[-1] if numbered else last
        yield replace(page, pieces=tuple(p for p in page.pieces if p not in column)) if numbered else page


def _column(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the bare numbers of a page that stand below each other left of everything else, from top to bottom."""
    numbers = [piece for piece in pieces if _is_number(piece)]
    if not numbers:
        return []
    end, _ = Counter(round(piece.glyphs[-1].box[2]) for piece in numbers).most_common(1)[0]
    column = [piece for piece in numbers if abs(piece.glyphs[-1].box[2] - end) <= _ALIGNED]
    others = [piece.glyphs[0].box[0] for piece in pieces if piece not in column]
    if not others or min(others) <= max(piece.glyphs[-1].box[2] for piece in column):
        return []
    return sorted(column, key=lambda piece: box_around(piece.glyphs)[1])


def _is_number(piece: Piece) -> bool:
    text = "".join(glyph.text for glyph in piece.glyphs)
    return len(text) <= _MOST_DIGITS and text.isdecimal() and text.isascii()


def _value(piece: Piece) -> int:
    return int("".join(glyph.text for glyph in piece.glyphs))


def _step(values: Sequence[int]) -> int:
    return Counter(after - before for before, after in pairwise(values)).most_common(1)[0][0] if len(values) > 1 else 0


def _is_regular(values: Sequence[int], step: int) -> bool:
    """Tell whether numbers rise, by the same step nearly always."""
    steps = [after - before for before, after in pairwise(values)]
    return all(one > 0 for one in steps) and sum(one == step for one in steps) >= len(steps) * _REGULAR
