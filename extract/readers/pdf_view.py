"""How the points of a PDF page lie on the page as a viewer shows it: turned, cut, origin at the top left."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.document import Box

if TYPE_CHECKING:
    import pypdfium2

_PIXELS = 100
"""Per point: the shown page is measured in whole pixels."""
_FAR = 1000


@dataclass(frozen=True, slots=True)
class Matrix:
    """x' = ax + cy + e, y' = bx + dy + f, as PDF writes it."""

    a: float
    b: float
    c: float
    d: float
    e: float
    f: float

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, box: Box) -> Box:
        """Return the upright box around where the corners of a box go."""
        corners = [self.point(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return min(xs), min(ys), max(xs), max(ys)

    def after(self, first: Matrix) -> Matrix:
        """Return the matrix that applies `first` and then this one."""
        a, b = self.a * first.a + self.c * first.b, self.b * first.a + self.d * first.b
        c, d = self.a * first.c + self.c * first.d, self.b * first.c + self.d * first.d
        e, f = self.point(first.e, first.f)
        return Matrix(a, b, c, d, e, f)


def view_of(page: pypdfium2.PdfPage) -> Matrix:
    """Return the matrix from the page's own points to points on the page as shown."""
    import pypdfium2.raw as raw

    width, height = (round(side * _PIXELS) for side in page.get_size())
    x, y = ctypes.c_int(), ctypes.c_int()

    def shown(across: float, up: float) -> tuple[float, float]:
        raw.FPDF_PageToDevice(page.raw, 0, 0, width, height, 0, across, up, x, y)
        return x.value / _PIXELS, y.value / _PIXELS

    (e, f), (ax, ay), (cx, cy) = shown(0, 0), shown(_FAR, 0), shown(0, _FAR)
    return Matrix((ax - e) / _FAR, (ay - f) / _FAR, (cx - e) / _FAR, (cy - f) / _FAR, e, f)


def quarter_turn(turns: int, width: float, height: float) -> Matrix:
    """Return the matrix that turns a shown page of this size clockwise by `turns` quarters."""
    return (
        Matrix(1, 0, 0, 1, 0, 0),
        Matrix(0, 1, -1, 0, height, 0),
        Matrix(-1, 0, 0, -1, width, height),
        Matrix(0, -1, 1, 0, 0, width),
    )[turns % 4]
