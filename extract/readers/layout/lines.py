"""Pieces of text become lines, each from left to right, whatever order their source wrote them in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from extract.document import Box
from extract.readers.page import Glyph, Piece

_OVERLAP = 0.5  # of the lower of two heights: so much of it on one level is one line
_TALLER = 2.2  # times the height of its neighbour: no neighbour, but a stamp or a heading beside lines
_GAP = 0.3  # em; less is the room that a justified line spreads between its characters
_WORD_GAP = 0.15  # em; parts two words of Latin letters or figures
_SLACK, _LOOSE = 0.2, 1.1  # em, and times what is needed: the room ends at a place that is known roughly
_CLAUSE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")
_COUNTED = frozenset("个台年月日天元万份套人次小周项米吨名件批章条级期时分秒平季倍路")
_OPENING = frozenset("（《〈「『“‘【〔([¥￥$")
"""What never ends a line."""
_FULL_WIDTH = "\u2e80"
_LABEL_HEAD = re.compile(r"(?:^|[\s：:;；，。)）])[一-鿿（()）/]{1,16}$")
_LABEL_REST = re.compile(r"[一-鿿](?:\s{0,3}[一-鿿]){1,3}\s?(?:[(（][^()（）]{1,6}[)）])?\s?[:：]")
_REST = 16
_SPREAD = 3.2  # em between the letters of a label, at most
_NARROW, WIDE = " ", "\u3000"
"""Between words, and between the letters of a label that is spread to the width of others: 住　　所："""
_LABEL_END = re.compile(r"[一-鿿][:：]")
_LATIN_SEAM = re.compile(r"[A-Za-z]{2}")
_ADDRESS = re.compile(r"@|://|www\.")
_CLOSING = frozenset("，。、；：！？）》〉」』”’】〕,.;:!?)]%‰℃")
"""What never begins a line: it goes to the next one with the character before it."""


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one line on one page, gaps filled with spaces."""

    page: int
    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        """The characters."""
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def left(self) -> float:
        """Where it begins, in points."""
        return self.glyphs[0].box[0]

    @property
    def right(self) -> float:
        """Where it ends, in points."""
        return self.glyphs[-1].box[2]


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces on one level, from left to right; `level` is the middle of its characters, `em` their size, in points."""

    page: int
    pieces: tuple[Piece, ...]
    box: Box
    em: float
    level: float

    def run(self) -> Run:
        """Return the whole line."""
        return run_of(self.page, self.pieces, self.em)

    @property
    def text(self) -> str:
        """The characters of the whole line."""
        return self.run().text


def lines_of(page: int, pieces: Iterable[Piece]) -> list[Line]:
    """Return the lines that `pieces` make, from the top of the page to its bottom."""
    placed = sorted(((box_around(piece.glyphs), piece) for piece in pieces), key=lambda pair: pair[0][1] + pair[0][3])
    levels: list[list[tuple[Box, Piece]]] = []
    for box, piece in placed:
        level = next((level for level in reversed(levels[-4:]) if _level(level[0][0], box)), None)
        if level is None:
            levels.append([(box, piece)])
        else:
            level.append((box, piece))
    lines = [_line(page, level) for level in levels]
    return sorted(lines, key=lambda line: (line.box[1] + line.box[3], line.box[0]))


def _level(box: Box, other: Box) -> bool:
    """Tell whether two boxes stand beside each other on one line."""
    low, high = sorted((box[3] - box[1], other[3] - other[1]))
    shared = min(box[3], other[3]) - max(box[1], other[1])
    return shared >= low * _OVERLAP and high <= low * _TALLER


def _line(page: int, level: list[tuple[Box, Piece]]) -> Line:
    level.sort(key=lambda pair: pair[0][0])
    pieces = tuple(_spread_labels([piece for _, piece in level]))
    boxes = [box for box, _ in level]
    around = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    glyphs = [glyph for piece in pieces for glyph in piece.glyphs]
    full = [glyph for glyph in glyphs if glyph.text >= _FULL_WIDTH] or glyphs
    return Line(page, pieces, around, em_of(glyphs), median((g.box[1] + g.box[3]) / 2 for g in full))


def _spread_labels(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of a line, each label whose letters are spread to the width of others as one: 住　　所：."""
    joined: list[Piece] = []
    for piece in reversed(pieces):
        glyph, rest = piece.glyphs[0], joined[-1].glyphs if joined else ()
        em = glyph.box[2] - glyph.box[0]
        if (
            len(piece.glyphs) == 1
            and rest
            and rest[0].box[0] - glyph.box[2] <= em * _SPREAD
            and spread_label((glyph, *rest[:_REST]))
        ):
            joined[-1] = Piece((glyph, *spaces_between(glyph, rest[0], em, WIDE), *rest))
        else:
            joined.append(piece)
    return joined[::-1]


def spread_label(glyphs: Sequence[Glyph]) -> int:
    """Return how many of the glyphs are the label that they begin with, perhaps spread: 地 址：; 0 when none is."""
    label = _LABEL_REST.match("".join(glyph.text for glyph in glyphs))
    return label.end() if label is not None else 0


def box_around(glyphs: Sequence[Glyph]) -> Box:
    """Return the box around `glyphs`, of which there is at least one."""
    boxes = [glyph.box for glyph in glyphs]
    return min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes)


def em_of(glyphs: Sequence[Glyph]) -> float:
    """Return the width of one full-width character of this size, in points."""
    widths = [glyph.box[2] - glyph.box[0] for glyph in glyphs if glyph.text >= _FULL_WIDTH]
    size = median(widths) if widths else median(glyph.box[3] - glyph.box[1] for glyph in glyphs)
    return max(size, 1.0)


def run_of(page: int, pieces: Sequence[Piece], em: float) -> Run:
    """Return `pieces`, which stand on one line from left to right, with spaces for the gaps between them."""
    glyphs: list[Glyph] = list(pieces[0].glyphs)
    for piece in pieces[1:]:
        glyphs.extend(spaces_between(glyphs[-1], piece.glyphs[0], em))
        glyphs.extend(piece.glyphs)
    return Run(page, tuple(glyphs))


def spaces_between(left: Glyph, right: Glyph, em: float, space: str = _NARROW) -> list[Glyph]:
    """Return the spaces, narrow ones half an em each, that fill the gap between two characters of a line."""
    gap = right.box[0] - left.box[2]
    if gap < em * (_WORD_GAP if _in_words(left) and _in_words(right) else _GAP):
        return []
    count = max(1, round(gap / (em if space == WIDE else em / 2)))
    width = gap / count
    start, top, bottom = left.box[2], left.box[1], left.box[3]
    return [Glyph(space, (start + width * i, top, start + width * (i + 1), bottom)) for i in range(count)]


def heads(before: str, after: str) -> bool:
    """Tell whether what begins a line is the number of a clause, and no count of what follows: 7 保密, not 7 日."""
    return after >= _FULL_WIDTH and after not in _COUNTED and _CLAUSE_NUMBER.fullmatch(before) is not None


def _in_words(glyph: Glyph) -> bool:
    return glyph.text.isascii() and not glyph.text.isspace()


def _one_word(left: Glyph, right: Glyph) -> bool:
    return _in_words(left) and _in_words(right)


def wraps(before: Run, after: Run, limit: float, em: float) -> bool:
    """Tell whether a line that may reach to `limit` points broke for want of room: what follows would not have fitted.

    What follows is the next line's first character with the punctuation that must stay beside it, or its first Latin
    word or number.
    """
    glyphs = list(after.glyphs)
    end = 0
    while end < len(glyphs) - 1 and glyphs[end].text in _OPENING:
        end += 1
    while end + 1 < len(glyphs) and (glyphs[end + 1].text in _CLOSING or _one_word(glyphs[end], glyphs[end + 1])):
        end += 1
    needed = max(glyphs[end].box[2] - glyphs[0].box[0], em if glyphs[0].text >= _FULL_WIDTH else 0.0)
    return limit - before.right < needed * _LOOSE + em * _SLACK


def label_broken(before: str, after: str) -> bool:
    """Tell whether a label was broken before its last character: 统一社会信用代, 码：…; no label has one character."""
    return _LABEL_END.match(after) is not None and _LABEL_HEAD.search(before) is not None


def seam(before: str, after: str) -> str:
    """Return what stands between the halves of a line that was wrapped: a space between Latin words, else nothing.

    An address of the internet is one word, wherever it was broken.
    """
    latin = _LATIN_SEAM.search(before[-1:] + after[:1])
    return " " if latin and not _ADDRESS.search(before.rpartition(" ")[2] + after.partition(" ")[0]) else ""
