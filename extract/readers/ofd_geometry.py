"""Numbers, boxes and matrices as OFD writes them. Lengths are millimetres, y grows downwards."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from extract.document import Box
from extract.width import page_columns

POINTS = 72 / 25.4
"""Points in a millimetre."""
Point = tuple[float, float]
_FARTHEST = 1e5


@dataclass(frozen=True, slots=True)
class Matrix:
    """An affine map: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def apply(self, x: float, y: float) -> tuple[float, float]:
        """Return where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def after(self, inner: Matrix) -> Matrix:
        """Return the map that applies `inner` first."""
        e, f = self.apply(inner.e, inner.f)
        return Matrix(
            self.a * inner.a + self.c * inner.b,
            self.b * inner.a + self.d * inner.b,
            self.a * inner.c + self.c * inner.d,
            self.b * inner.c + self.d * inner.d,
            e,
            f,
        )

    def box(self, x0: float, top: float, x1: float, bottom: float) -> Box:
        """Return the upright box in points around where a box in millimetres goes."""
        corners = [self.apply(x, y) for x in (x0, x1) for y in (top, bottom)]
        xs, ys = zip(*corners, strict=True)
        return min(xs) * POINTS, min(ys) * POINTS, max(xs) * POINTS, max(ys) * POINTS

    @property
    def turn(self) -> float:
        """The angle of the x axis, in degrees clockwise, -180 to 180."""
        return math.degrees(math.atan2(self.b, self.a))


def numbers(text: str | None) -> list[float]:
    """Return the numbers of a list, as far as they are numbers of a size that a page can have."""
    found = []
    for word in (text or "").replace(",", " ").split():
        number = number_of(word)
        if number is None:
            break
        found.append(number)
    return found


def number_of(text: str | None) -> float | None:
    """Return a number that a page can hold, or None."""
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) <= _FARTHEST else None  # neither infinite nor no number


def matrix_of(boundary: str | None, written: str | None) -> Matrix:
    """Return the map from an object's space to its parent's: its CTM, then to the place of its boundary."""
    ctm, place = numbers(written), numbers(boundary)
    x, y = place[:2] if len(place) >= 2 else (0.0, 0.0)
    a, b, c, d, e, f = ctm if len(ctm) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    return Matrix(a, b, c, d, e + x, f + y)


def steps(text: str | None, count: int) -> list[float]:
    """Return at most `count` of the distances in DeltaX or DeltaY; `g 3 4.2` stands for 4.2 three times."""
    words = (text or "").split()
    found: list[float] = []
    index = 0
    while index < len(words) and len(found) < count:
        times, step = "1", words[index]
        if step == "g" and index + 2 < len(words):
            times, step = words[index + 1 : index + 3]
            index += 2
        distance = number_of(step)
        if distance is None or not times.isascii() or not times.isdigit():
            break
        found += [distance] * min(int(times[:9]), count - len(found))
        index += 1
    return found


def positions(text: str, x_steps: str | None, y_steps: str | None, widths: Sequence[float]) -> list[Point]:
    """Return where each character starts, relative to the first; without any steps it is set by its width."""
    gaps = len(text) - 1
    across, down = steps(x_steps, gaps), steps(y_steps, gaps)
    set_down = bool(down) and not across
    places = [(0.0, 0.0)]
    for index in range(gaps):
        x, y = places[-1]
        width = 0.0 if set_down else widths[index]
        places.append((x + _at(across, index, width), y + _at(down, index, 0.0)))
    return places


def width_of(character: str) -> float:
    """Return how wide a character usually is, in its own height."""
    return page_columns(character) / 2


def _at(distances: Sequence[float], index: int, default: float) -> float:
    return distances[index] if index < len(distances) else default
