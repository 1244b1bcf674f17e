"""What the gaps of a line part: its words, the halves of a signature page, the cells between given cuts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extract.readers.layout.lines import WIDE, Line, Run, run_of, spread_label
from extract.readers.page import Piece

GUTTER = 1.2  # em
NARROWEST = 0.5  # em, once the columns are known
HAIR = 0.25  # em, where most rows leave a gutter
NUMBERING = re.compile(
    r"[（(]?[\d.．一二三四五六七八九十①-⑳]{1,8}[、.．)）]?|第[一二三四五六七八九十百\d]{1,5}[条章节款]|[•●■◆☑□√-]"
)
_LABEL = 16
"""Characters in which a label's letters may be spread."""
LABELLED = re.compile(r".{0,20}?[:：]")
Interval = tuple[float, float]


def parts_of(line: Line, least: float = GUTTER) -> list[Interval]:
    """Return the intervals that the line's parts take, those apart by less than `least` em as one."""
    parts: list[Interval] = []
    for piece in words_of(line):
        left, right = piece.glyphs[0].box[0], piece.glyphs[-1].box[2]
        if parts and left - parts[-1][1] < least * line.em:
            parts[-1] = (parts[-1][0], max(right, parts[-1][1]))
        else:
            parts.append((left, right))
    return parts if len(parts) > 1 else labelled_halves(line) or parts


def labelled_halves(line: Line) -> list[Interval]:
    """Return the halves of a line that are a labelled value each, though little room is between them."""
    words = words_of(line)
    labels = [word for word in words if LABELLED.match("".join(glyph.text for glyph in word.glyphs))]
    if len(labels) != 2 or labels[0] is not words[0]:
        return []
    left = words[words.index(labels[1]) - 1]
    if labels[1].glyphs[0].box[0] - left.glyphs[-1].box[2] < NARROWEST * line.em:
        return []
    return [(words[0].glyphs[0].box[0], left.glyphs[-1].box[2]), (labels[1].glyphs[0].box[0], line.box[2])]


def cells_of(line: Line, cuts: Sequence[float]) -> list[Run | None]:
    """Return what a line says in each of the columns that meet at `cuts`, in points; two labels are two columns."""
    if len(cuts) == 1 and (halves := labelled_halves(line)):
        cuts = [halves[1][0]]
    cells: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
    for piece in words_of(line):
        cells[sum(piece.glyphs[0].box[0] >= cut for cut in cuts)].append(piece)
    return [run_of(line.page, pieces, line.em) if pieces else None for pieces in cells]


def words_of(line: Line) -> list[Piece]:
    """Return the pieces of a line, parted where they hold spaces that may be borders of columns; labels stay whole."""
    words: list[Piece] = []
    for piece in line.pieces:
        first, spaces, whole = 0, 0, 0
        for index, glyph in enumerate(piece.glyphs):
            if glyph.text.isspace() and glyph.text != WIDE:
                spaces += 1
                continue
            end = index - spaces
            if spaces and end == first + 1:
                whole = max(whole, first + spread_label(piece.glyphs[first : first + _LABEL]))
            gap = glyph.box[0] - piece.glyphs[end - 1].box[2] if spaces and end > first else 0.0
            if gap >= HAIR * line.em and index >= whole:
                words.append(Piece(piece.glyphs[first:end]))
                first = index
            spaces = 0
        words.append(Piece(piece.glyphs[first:]))
    return words


def united(intervals: Sequence[Interval]) -> list[Interval]:
    """Return the intervals from left to right, those that overlap as one."""
    whole: list[Interval] = []
    for left, right in sorted(intervals):
        if whole and left <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(right, whole[-1][1]))
        else:
            whole.append((left, right))
    return whole


def gaps_between(taken: Sequence[Interval], width: float) -> list[Interval]:
    """Return the gaps of at least `width` points between united intervals."""
    gaps = [(left[1], right[0]) for left, right in pairwise(taken)]
    return [gap for gap in gaps if gap[1] - gap[0] >= width]
