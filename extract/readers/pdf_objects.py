"""What is drawn on a PDF page besides text: ruling lines, pictures, and text that is not to be seen."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from extract.document import Box
from extract.readers.pdf_view import Matrix

if TYPE_CHECKING:
    import pypdfium2

_THIN = 3.0  # points; a filled box no wider is a line
_SHORTEST = 4.0  # points
_MOST_SEGMENTS = 20_000
"""A page with more is a drawing."""
_DEEPEST = 8
_INVISIBLE = 3


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight line along or across the page, from one end to the other."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def upright(self) -> bool:
        """Whether it runs from top to bottom."""
        return self.bottom - self.top > self.x1 - self.x0


@dataclass(slots=True)
class Objects:
    """What the objects of a page are."""

    rulings: list[Ruling]
    pictures: list[Box]
    paths: int = 0
    segments: int = 0
    texts: int = 0
    invisible: int = 0
    """Text objects, and how many of them are drawn invisibly: over a scan, what OCR read."""


def read_objects(page: pypdfium2.PdfPage, view: Matrix) -> Objects:
    """Return what is drawn on a page, in points of the page as `view` shows it."""
    import pypdfium2.raw as raw

    found = Objects([], [])
    for item, kind, matrix in _walk(raw, page.raw, view, 0):
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            found.texts += 1
            found.invisible += raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE
        elif kind == raw.FPDF_PAGEOBJ_IMAGE:
            found.pictures.append(matrix.box((0.0, 0.0, 1.0, 1.0)))
        elif kind == raw.FPDF_PAGEOBJ_PATH and found.segments < _MOST_SEGMENTS:
            found.paths += 1
            found.rulings.extend(_rulings(raw, item, matrix, found))
    return found


def _walk(raw: Any, holder: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, int, Matrix]]:
    """Yield the objects of a page or form with the matrix that leads from their own points to the page as shown."""
    count, get = (
        (raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject)
        if depth == 0
        else (raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject)
    )
    own = raw.FS_MATRIX()
    for index in range(count(holder)):
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_TEXT:
            yield item, kind, matrix
            continue
        raw.FPDFPageObj_GetMatrix(item, own)
        placed = matrix.after(Matrix(own.a, own.b, own.c, own.d, own.e, own.f))
        if kind == raw.FPDF_PAGEOBJ_FORM:
            if depth < _DEEPEST:
                yield from _walk(raw, item, placed, depth + 1)
        else:
            yield item, kind, placed


def _rulings(raw: Any, path: Any, matrix: Matrix, found: Objects) -> Iterator[Ruling]:
    """Yield the rulings that a path draws: its level and upright strokes, or the thin boxes that it fills."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroke)
    if not fill.value and not stroke.value:
        return
    for outline in _outlines(raw, path, matrix, found):
        xs, ys = [x for x, _ in outline], [y for _, y in outline]
        x0, top, x1, bottom = min(xs), min(ys), max(xs), max(ys)
        if min(x1 - x0, bottom - top) <= _THIN:
            if max(x1 - x0, bottom - top) >= _SHORTEST:
                yield _line(x0, top, x1, bottom)
        elif stroke.value:
            for (ax, ay), (bx, by) in pairwise(outline):
                if min(abs(bx - ax), abs(by - ay)) <= 1 and max(abs(bx - ax), abs(by - ay)) >= _SHORTEST:
                    yield _line(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def _line(x0: float, top: float, x1: float, bottom: float) -> Ruling:
    """Return the middle line of a narrow box."""
    if bottom - top > x1 - x0:
        middle = (x0 + x1) / 2
        return Ruling(middle, top, middle, bottom)
    middle = (top + bottom) / 2
    return Ruling(x0, middle, x1, middle)


def _outlines(raw: Any, path: Any, matrix: Matrix, found: Objects) -> Iterator[list[tuple[float, float]]]:
    """Yield the corners of each part of a path, parts with curves left out."""
    x, y = ctypes.c_float(), ctypes.c_float()
    outline: list[tuple[float, float]] = []
    straight = True
    for index in range(raw.FPDFPath_CountSegments(path)):
        found.segments += 1
        if found.segments >= _MOST_SEGMENTS:
            return
        segment = raw.FPDFPath_GetPathSegment(path, index)
        kind = raw.FPDFPathSegment_GetType(segment)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if len(outline) > 1 and straight:
                yield outline
            outline, straight = [], True
        straight = straight and kind != raw.FPDF_SEGMENT_BEZIERTO
        outline.append(matrix.point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            outline.append(outline[0])
    if len(outline) > 1 and straight:
        yield outline
