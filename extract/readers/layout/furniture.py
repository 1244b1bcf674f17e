"""What is printed on every page and is no part of the text: headers, footers, page numbers.

A line is furniture when the same line stands at the same height of several pages with nothing but furniture between
it and the paper's edge. What such a line says and no other place does, the contract's number above all, is kept once.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.readers.layout.lines import Line, Run, run_of
from extract.readers.page import Piece

_DEEPEST = 3
"""Lines of a header or footer."""
_SAME_HEIGHT = 8.0  # points
_EDGE = 0.2  # of the page's height; text further inside is no header
_NUMBER = re.compile(r"\d{1,4}|(?<=第)[一二三四五六七八九十百]{1,5}(?=页)|(?<=共)[一二三四五六七八九十百]{1,5}(?=页)")
_BARE = re.compile(r"[-—–~·.|]*\d{1,4}[-—–~·.|]*")
_PAGE_PART = re.compile(
    r"第\s*[\d一二三四五六七八九十百]{1,5}\s*页.*|共\s*\d{1,4}\s*页.*|(?<![\d/])\d{1,4}\s*/\s*\d{1,4}$|[Pp]age\s*\d.*"
)
_NUMERALS = "零一二三四五六七八九"
_TELLS = re.compile(r"[:：]\s*\S|编号|[Nn][Oo]\.?\s*\d")


@dataclass(frozen=True, slots=True)
class PageLines:
    """The lines of one page that stand outside its tables, and the page's height in points."""

    height: float
    lines: tuple[Line, ...]


def split_furniture(pages: Sequence[PageLines], elsewhere: str) -> tuple[list[Run], list[tuple[Line, ...]]]:
    """Return what the furniture tells and nothing else does, and the lines of each page without it.

    `elsewhere` is the text that stands in the tables.
    """
    found: set[int] = set()
    for edge in (_above, _below):
        groups: dict[str, list[tuple[int, float, Line]]] = defaultdict(list)
        for index, page in enumerate(pages):
            for distance, line in edge(page):
                groups[_pattern(line, index)].append((index, distance, line))
        repeated = {id(line) for group in groups.values() for line in _repeated(group, len(pages))}
        for page in pages:
            for _, line in edge(page):
                if id(line) not in repeated:
                    break
                found.add(id(line))
    bodies = [tuple(line for line in page.lines if id(line) not in found) for page in pages]
    if not elsewhere and not any(bodies):
        return [], [page.lines for page in pages]  # what is all that stands on the pages is no furniture
    furniture = [line for page in pages for line in page.lines if id(line) in found]
    text = _squeezed(elsewhere) + "".join(_squeezed(line.text) for lines in bodies for line in lines)
    return list(_told(furniture, text)), bodies


def _above(page: PageLines) -> Iterator[tuple[float, Line]]:
    """Yield the lines that may be a header, the outermost first, with their distance from the edge."""
    for line in page.lines[:_DEEPEST]:
        if line.box[1] <= page.height * _EDGE:
            yield line.box[1], line


def _below(page: PageLines) -> Iterator[tuple[float, Line]]:
    for line in reversed(page.lines[-_DEEPEST:]):
        if line.box[3] >= page.height * (1 - _EDGE):
            yield page.height - line.box[3], line


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _pattern(line: Line, index: int) -> str:
    """Return what a line says; where it counts pages, # for the number and how far it is from the page's index."""
    text = _squeezed(line.text)
    part = _PAGE_PART.search(text) or _BARE.fullmatch(text)
    number = _NUMBER.search(part[0]) if part else None
    if part is None or number is None:
        return text
    return f"{text[: part.start()]}{_NUMBER.sub('#', part[0])}{_value(number[0]) - index}"


def _value(number: str) -> int:
    """Return a page number in figures or Chinese numerals below a hundred."""
    if number.isdigit():
        return int(number)
    tens, ten, ones = number.rpartition("十")
    return (10 * max(_NUMERALS.find(tens or "一"), 0) if ten else 0) + max(_NUMERALS.find(ones or "零"), 0)


def _repeated(group: list[tuple[int, float, Line]], pages: int) -> Iterator[Line]:
    """Yield the lines of a group that stand at the same height on enough pages."""
    enough = 2 if pages <= 4 else 3
    for _, distance, line in group:
        same = {index for index, other, _ in group if abs(other - distance) <= _SAME_HEIGHT}
        if len(same) >= enough:
            yield line


def _told(furniture: Sequence[Line], body: str) -> Iterator[Run]:
    """Yield the parts of the furniture that tell something, once each: a label or a number, but no page number."""
    seen: set[str] = set()
    for line in furniture:
        for piece in line.pieces:
            kept = _without_page_number(piece)
            text = _squeezed("".join(glyph.text for glyph in kept.glyphs))
            if text and text not in seen and text not in body and _TELLS.search(text):
                seen.add(text)
                yield run_of(line.page, (kept,), line.em)


def _without_page_number(piece: Piece) -> Piece:
    """Return a piece without the page number at its end."""
    glyphs = piece.glyphs
    number = _PAGE_PART.search("".join(glyph.text[:1] for glyph in glyphs))
    glyphs = glyphs[: number.start()] if number else glyphs
    while glyphs and glyphs[-1].text.isspace():
        glyphs = glyphs[:-1]
    return Piece(glyphs)
