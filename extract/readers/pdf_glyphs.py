"""The characters of a PDF page with their boxes, as runs of text; which of them cannot be read."""

from __future__ import annotations

import math
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from extract.document import Box
from extract.readers.layout.lines import heads, spaces_between
from extract.readers.page import Glyph, Piece
from extract.readers.pdf_view import Matrix

if TYPE_CHECKING:
    import pypdfium2

_FULL_WIDTH = "\u2e80"
_BREAK = 0.8  # em; a wider gap parts two pieces
_NUMBER_GAP, _LONGEST_NUMBER = 0.15, 8  # em between a clause's number and its title; characters of the number
_SAME_PLACE = 0.3  # of a character's size; the same character so near is printed twice to look bold
_CELL = 4.0  # points; side of the squares in which twins are looked for
_QUARTER = math.pi / 2
_LEVEL = 0.1  # of a quarter turn
_ASLANT = -1
_BAD_SHARE = 0.02
_BAD_FEW = 3
_HYPHENS = "\u0002\u00ad\ufffe"
"""What pdfium gives for a hyphen at the end of a line."""
_SYMBOLS = str.maketrans(
    {
        "\uf06c": "●",
        "\uf06e": "■",
        "\uf06f": "□",
        "\uf071": "□",
        "\uf075": "◆",
        "\uf076": "◆",
        "\uf0a3": "□",
        "\uf0a7": "▪",
        "\uf0a8": "□",
        "\uf0b7": "•",
        "\uf0d8": "➢",
        "\uf0fc": "√",
        "\uf0fe": "☑",
        "\uf052": "☑",
        "\uf053": "☒",
    }
)
"""Signs of the fonts Symbol and Wingdings, which have no place in Unicode of their own."""


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page in the order of its content, as the page is shown.

    `turns`: by how many quarters, clockwise, the page must be turned for most of them to stand upright. `bad`: how
    many characters cannot be told. `sideways`: how many run in another direction, and are left out; those that run
    aslant are watermarks.
    """

    glyphs: tuple[Glyph, ...]
    turns: int
    bad: int
    sideways: int = 0

    @property
    def unreadable(self) -> bool:
        """Whether so many characters are unknown that the page must be read from its picture."""
        return self.bad > _BAD_FEW and self.bad > _BAD_SHARE * len(self.text)

    @property
    def text(self) -> str:
        """The characters without white space."""
        return "".join(glyph.text for glyph in self.glyphs if not glyph.text.isspace())


def read_characters(page: pypdfium2.PdfPage, view: Matrix) -> Characters:
    """Return the characters of a page, those that are printed twice to look bold once."""
    width, height = page.get_size()
    facing: dict[int, list[Glyph]] = defaultdict(list)
    bad = 0
    for text, box, quarter, known in _characters(page, view):
        x0, top, x1, bottom = box
        if x1 <= 0 or x0 >= width or bottom <= 0 or top >= height or x1 <= x0:
            continue
        bad += not known
        facing[quarter].append(Glyph(text, box))
    facing.pop(_ASLANT, None)
    main = max(facing, key=lambda quarter: len(facing[quarter]), default=0)
    sideways = sum(len(glyphs) for quarter, glyphs in facing.items() if quarter != main)
    return Characters(tuple(_once(facing[main])), -main % 4, bad, sideways)


def _characters(page: pypdfium2.PdfPage, view: Matrix) -> Iterator[tuple[str, Box, int, bool]]:
    """Yield each character with its box, by how many quarters it is turned clockwise, and whether it is known.

    This runs once a character: what is called per character is called as few times as can be.
    """
    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    handle, rect = text_page.raw, raw.FS_RECTF()
    a, b, c, d, e, f = view.a, view.b, view.c, view.d, view.e, view.f
    shown = math.atan2(b, a)
    for index in range(text_page.count_chars()):
        if raw.FPDFText_IsGenerated(handle, index) == 1 or not raw.FPDFText_GetLooseCharBox(handle, index, rect):
            continue
        code = raw.FPDFText_GetUnicode(handle, index)
        plain = 0x4E00 <= code < 0xA000 or 0x20 < code < 0x7F
        text = chr(code) if plain else _character(raw, handle, index, code)
        if not text:
            continue
        known = (plain or not _is_bad(text)) and raw.FPDFText_HasUnicodeMapError(handle, index) != 1
        left, right = a * rect.left + c * rect.bottom + e, a * rect.right + c * rect.top + e
        top, bottom = b * rect.left + d * rect.bottom + f, b * rect.right + d * rect.top + f
        if left > right:
            left, right = right, left
        if top > bottom:
            top, bottom = bottom, top
        turned = (shown + raw.FPDFText_GetCharAngle(handle, index)) / _QUARTER
        quarter = round(turned)
        box = (round(left, 2), round(top, 2), round(right, 2), round(bottom, 2))
        yield text, box, quarter % 4 if abs(turned - quarter) < _LEVEL else _ASLANT, known
    text_page.close()


def _character(raw: Any, handle: Any, index: int, code: int) -> str:
    """Return the character with this code, both halves of a surrogate pair at the first; "" for the second."""
    if 0xD800 <= code < 0xDC00:
        low = raw.FPDFText_GetUnicode(handle, index + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else "\ufffd"
    if 0xDC00 <= code < 0xE000:
        return ""
    text = chr(code) if code < 0x110000 else "\ufffd"
    return "-" if text in _HYPHENS else text.translate(_SYMBOLS)


def _is_bad(text: str) -> bool:
    """Tell whether a character says nothing: a control, one for private use, the replacement character."""
    return not text.isspace() and (unicodedata.category(text) in ("Cc", "Co", "Cn", "Cs") or text == "\ufffd")


def _once(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """Yield the glyphs without those that stand where the same character stands already."""
    if not _may_hold_twins(glyphs):
        yield from glyphs
        return
    seen: dict[tuple[str, int, int], list[Box]] = {}
    for glyph in glyphs:
        x0, top, x1, bottom = glyph.box
        column, row = int(x0 / _CELL), int(top / _CELL)
        near = [box for c in (-1, 0, 1) for r in (-1, 0, 1) for box in seen.get((glyph.text, column + c, row + r), ())]
        reach, depth = (x1 - x0) * _SAME_PLACE, (bottom - top) * _SAME_PLACE
        if not any(abs(box[0] - x0) < reach and abs(box[1] - top) < depth for box in near):
            seen.setdefault((glyph.text, column, row), []).append(glyph.box)
            yield glyph


def _may_hold_twins(glyphs: Sequence[Glyph]) -> bool:
    """Tell whether the same character falls twice into one square of a grid, or of a grid that is half a square off."""
    half = _CELL / 2
    for across in (0.0, half):
        for down in (0.0, half):
            places = {(g.text, int((g.box[0] + across) / _CELL), int((g.box[1] + down) / _CELL)) for g in glyphs}
            if len(places) < len(glyphs):
                return True
    return False


def pieces_of(glyphs: Sequence[Glyph]) -> Iterator[Piece]:
    """Yield the stretches of glyphs that stand behind each other on one line.

    Gaps inside a stretch are filled with spaces; the spaces of the file count where they leave a gap too small to see.
    """
    piece: list[Glyph] = []
    space: Glyph | None = None
    for glyph in glyphs:
        if glyph.text.isspace():
            space = glyph
            continue
        if piece:
            last = piece[-1]
            if _follows(last, glyph):
                em = max(_em(last), _em(glyph))
                gap = spaces_between(last, glyph, em)
                piece.extend(gap or ([replace(space, text=" ")] if space else []) or _behind_number(piece, glyph, em))
            else:
                yield Piece(tuple(piece))
                piece = []
        piece.append(glyph)
        space = None
    if piece:
        yield Piece(tuple(piece))


def _behind_number(piece: Sequence[Glyph], glyph: Glyph, em: float) -> list[Glyph]:
    """Return the space between the number of a clause and its title, which many fonts make narrow, if there is one."""
    last = piece[-1]
    x0, x1 = last.box[2], glyph.box[0]
    if x1 - x0 < em * _NUMBER_GAP or len(piece) > _LONGEST_NUMBER:
        return []
    number = "".join(glyph.text for glyph in piece)
    return [Glyph(" ", (x0, last.box[1], x1, last.box[3]))] if heads(number, glyph.text) else []


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Tell whether a character stands right behind another one on its line."""
    reach = max(_em(last), _em(glyph)) * _BREAK
    shared = min(last.box[3], glyph.box[3]) - max(last.box[1], glyph.box[1])
    low = min(last.box[3] - last.box[1], glyph.box[3] - glyph.box[1])
    return -reach <= glyph.box[0] - last.box[2] <= reach and shared >= low / 2


def _em(glyph: Glyph) -> float:
    x0, top, x1, bottom = glyph.box
    return x1 - x0 if glyph.text >= _FULL_WIDTH else bottom - top
