"""What stands on one page of an OFD file: its characters, its ruling lines and its pictures.

Objects are walked with a queue, never by recursion, and only so many of them: composite objects may refer to each
other in circles. What stands on the page itself comes before what composite objects hold.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from extract.document import Box
from extract.readers.ofd_geometry import POINTS, Matrix, matrix_of, number_of, positions, width_of
from extract.readers.ofd_package import children, name_of
from extract.readers.page import Glyph, Piece

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_OBJECTS, _MOST_CHARACTERS = 50_000, 100_000
"""A page of a contract has a few thousand of each."""
_DEEPEST = 16
_ASCENT = 0.88
"""Of a character's height above its baseline; Chinese fonts differ little."""
_GAP = 0.9
"""Characters further apart than this share of their height belong to two pieces."""
_SLANT = 5.0
"""Degrees off the axes; what slants more is a watermark."""
_HOLDERS = ("Layer", "PageBlock", "Appearance")
_LAYOUT = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece with the angle of its baseline in degrees (0, 90, 180, -90) and whether it can be seen."""

    piece: Piece
    turn: int
    visible: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its box in points, and the resource that it shows."""

    box: Box
    resource: str


@dataclass(slots=True)
class Objects:
    """All that was found on a page. `paths` are the path objects with their maps to the page."""

    runs: list[Run] = field(default_factory=list)
    paths: list[tuple[_Element, Matrix]] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    slanted: int = 0
    characters: int = 0
    complete: bool = True


def find_objects(contents: Iterator[_Element], units: Mapping[str, _Element], origin: Matrix) -> Objects:
    """Return the objects in layers, appearances or cells of a page; `units` are its composite graphic units."""
    found = Objects()
    queue = deque((content, origin, 0) for content in islice(contents, _MOST_OBJECTS))
    budget = _MOST_OBJECTS
    while queue:
        element, matrix, depth = queue.popleft()
        budget -= 1
        if budget < 0 or depth > _DEEPEST:
            found.complete = False
            break
        if element.get("Visible", "true").strip().lower() != "false":
            inner = _add(found, element, matrix)
            deeper = 0 if name_of(element) == "Layer" else 1
            room = _MOST_OBJECTS - len(queue)
            queue += ((child, inner, depth + deeper) for child in islice(_parts(element, units), room))
    return found


def _parts(element: _Element, units: Mapping[str, _Element]) -> Iterator[_Element]:
    """Yield the objects that stand in another one."""
    name = name_of(element)
    if name == "CompositeObject":
        yield from children(units.get(element.get("ResourceID", "").strip()), "Content", "*")
    elif name in _HOLDERS:
        yield from element


def _add(found: Objects, element: _Element, outer: Matrix) -> Matrix:
    """Add an object that can be seen itself; return the map of what stands in it."""
    name = name_of(element)
    if name in ("Layer", "PageBlock"):
        return outer
    matrix = outer.after(_matrix(element))
    if name == "TextObject":
        _add_text(found, element, matrix)
    elif name == "PathObject":
        found.paths.append((element, matrix))
    elif name == "ImageObject":
        found.pictures.append(Picture(matrix.box(0.0, 0.0, 1.0, 1.0), element.get("ResourceID", "").strip()))
    return matrix


def _matrix(element: _Element) -> Matrix:
    return matrix_of(element.get("Boundary"), element.get("CTM"))


def _add_text(found: Objects, element: _Element, matrix: Matrix) -> None:
    """Add the pieces of one text object."""
    size = number_of(element.get("Size")) or 0.0
    turn = round(matrix.turn / 90) * 90
    if abs(matrix.turn - turn) > _SLANT:
        found.slanted += 1
        return
    x = y = 0.0
    for code in children(element, "TextCode"):
        x, y = _given(code.get("X"), x), _given(code.get("Y"), y)
        if len(code.text or "") > _MOST_CHARACTERS - found.characters:
            found.complete = False
            break
        found.characters += len(code.text or "")
        glyphs = _glyphs(code, matrix, size, number_of(element.get("HScale")) or 1.0, x, y)
        for piece in _pieces(glyphs, size * POINTS * abs(matrix.a * matrix.d - matrix.b * matrix.c) ** 0.5):
            found.runs.append(Run(piece, turn, _is_visible(element)))


def _is_visible(element: _Element) -> bool:
    unpainted = element.get("Fill", "true").lower() == "false" and element.get("Stroke", "false").lower() == "false"
    return number_of(element.get("Alpha", "255")) != 0 and not unpainted


def _given(text: str | None, default: float) -> float:
    number = number_of(text)
    return default if number is None else number


def _glyphs(code: _Element, matrix: Matrix, size: float, stretch: float, x: float, y: float) -> list[Glyph]:
    text = _LAYOUT.sub("", code.text or "")
    if not text or size <= 0:
        return []
    widths = [width_of(character) * size * stretch for character in text]
    places = positions(text, code.get("DeltaX"), code.get("DeltaY"), widths)
    glyphs = []
    for index, (character, (right, down)) in enumerate(zip(text, places, strict=True)):
        step = places[index + 1][0] - right if index + 1 < len(places) else 0.0
        width = min(widths[index], step) if step > 0 else widths[index]
        top = y + down - size * _ASCENT
        glyphs.append(Glyph(character, matrix.box(x + right, top, x + right + width, top + size)))
    return glyphs


def _pieces(glyphs: list[Glyph], height: float) -> Iterator[Piece]:
    """Yield the glyphs in pieces, parted where they stand apart; spaces alone are no piece."""
    start = 0
    for index in range(1, len(glyphs) + 1):
        if index == len(glyphs) or _distance(glyphs[index - 1].box, glyphs[index].box) > height * _GAP:
            if any(not glyph.text.isspace() for glyph in glyphs[start:index]):
                yield Piece(tuple(glyphs[start:index]))
            start = index


def _distance(one: Box, other: Box) -> float:
    return max(other[0] - one[2], one[0] - other[2], other[1] - one[3], one[1] - other[3])
