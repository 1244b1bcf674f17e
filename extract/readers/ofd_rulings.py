"""Tables that the ruling lines of an OFD page draw."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from extract.document import Box
from extract.readers.ofd_geometry import POINTS, Matrix, number_of
from extract.readers.page import Grid, GridCell

if TYPE_CHECKING:
    from lxml.etree import _Element

_SNAP = 2.0
"""Lines so many points apart are one line, drawn twice or as a thin box."""
_MOST_LINES = 4000
_ENDS = {"M": 2, "S": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
"""Operators of a path, and how many numbers follow; the last two are where the pen then stands."""
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A ruling line in points: at `place` across its direction, from `start` to `end` along it."""

    place: float
    start: float
    end: float


def find_grids(paths: Sequence[tuple[_Element, Matrix]]) -> tuple[Grid, ...]:
    """Return the tables that path objects draw, from top to bottom; a frame around a page is none."""
    level: list[Line] = []
    upright: list[Line] = []
    for element, matrix in paths:
        for (x0, y0), (x1, y1) in islice(_strokes(element, matrix), _MOST_LINES + 1):
            if abs(y1 - y0) <= _SNAP < abs(x1 - x0):
                level.append(Line((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x1 - x0) <= _SNAP < abs(y1 - y0):
                upright.append(Line((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
        if len(level) + len(upright) > _MOST_LINES:
            return ()
    level, upright = _joined(level), _joined(upright)
    grids = [grid for rows, columns in _tables(level, upright) if (grid := _grid(rows, columns)) is not None]
    return tuple(sorted(grids, key=lambda grid: (grid.box[1], grid.box[0])))


def _strokes(element: _Element, matrix: Matrix) -> Iterator[tuple[Point, Point]]:
    """Yield the straight strokes of a path in points, and the edges of boxes that are filled."""
    data = next((child.text for child in element if str(child.tag).endswith("AbbreviatedData")), None)
    words = (data or "").split()
    start = pen = (0.0, 0.0)
    index = 0
    while index < len(words):
        operator = words[index]
        count = _ENDS.get(operator)
        if count is None:
            return
        given = [number_of(word) for word in words[index + 1 : index + 1 + count]]
        index += 1 + count
        if len(given) < count or None in given:
            return
        if operator == "C":
            target = start
        else:
            x, y = matrix.apply(given[-2] or 0.0, given[-1] or 0.0)
            target = (x * POINTS, y * POINTS)
        if operator in "MS":
            start = target
        elif operator in "LC":
            yield pen, target
        pen = target


def _joined(lines: list[Line]) -> list[Line]:
    """Return lines with those that lie upon or behind each other made one."""
    joined: list[Line] = []
    last = None
    place = 0.0
    snapped = []
    for line in sorted(lines, key=lambda line: line.place):
        place = place if last is not None and line.place - last <= _SNAP else line.place
        last = line.place
        snapped.append(Line(place, line.start, line.end))
    for line in sorted(snapped, key=lambda line: (line.place, line.start)):
        if joined and joined[-1].place == line.place and line.start <= joined[-1].end + _SNAP:
            joined[-1] = Line(line.place, joined[-1].start, max(joined[-1].end, line.end))
        else:
            joined.append(line)
    return joined


def _tables(level: list[Line], upright: list[Line]) -> Iterator[tuple[list[Line], list[Line]]]:
    """Yield the lines that meet each other, as horizontal and vertical ones."""
    left_level, left_upright = set(level), set(upright)
    while left_level:
        rows, columns = [left_level.pop()], list[Line]()
        queue: list[tuple[Line, bool]] = [(rows[0], True)]
        while queue:
            line, is_level = queue.pop()
            others = left_upright if is_level else left_level
            met = [other for other in others if _meet(line, other)]
            others.difference_update(met)
            (columns if is_level else rows).extend(met)
            queue += [(other, not is_level) for other in met]
        yield rows, columns


def _meet(line: Line, other: Line) -> bool:
    """Tell whether two lines at right angles touch."""
    return (
        line.start - _SNAP <= other.place <= line.end + _SNAP and other.start - _SNAP <= line.place <= other.end + _SNAP
    )


def _grid(rows: list[Line], columns: list[Line]) -> Grid | None:
    """Return the table between lines, or None when they frame less than two cells."""
    ys = sorted({line.place for line in rows})
    xs = sorted({line.place for line in columns})
    height, width = len(ys) - 1, len(xs) - 1
    if height < 1 or width < 1 or height * width < 2:
        return None
    cells: list[GridCell] = []
    taken: set[tuple[int, int]] = set()
    for row in range(height):
        for column in range(width):
            if (row, column) in taken:
                continue
            across = column + 1
            while across < width and not _wall(columns, xs[across], ys[row], ys[row + 1]):
                across += 1
            down = row + 1
            while down < height and not any(
                _wall(rows, ys[down], xs[place], xs[place + 1]) for place in range(column, across)
            ):
                down += 1
            taken |= {(r, c) for r in range(row, down) for c in range(column, across)}
            box: Box = (xs[column], ys[row], xs[across], ys[down])
            cells.append(GridCell(box, row, column, down - row, across - column))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), tuple(cells)) if len(cells) > 1 else None


def _wall(lines: list[Line], place: float, start: float, end: float) -> bool:
    """Tell whether a line at `place` parts what lies between `start` and `end` along it."""
    middle = (start + end) / 2
    return any(line.place == place and line.start <= middle <= line.end for line in lines)
