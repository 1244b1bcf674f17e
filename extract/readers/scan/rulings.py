"""Ruled tables: from the lines on a page to grids of cells.

Long straight strokes are kept, everything else falls away; what they enclose are the cells, so merged cells need no
rule of their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

PixelBox = tuple[int, int, int, int]
"""Left, top, right, bottom, in pixels."""

_BLOCK, _CONTRAST = 31, 12  # of the adaptive threshold: window in pixels, grey levels below its mean
_BREAK = 7  # pixels that a stroke may be broken for
_INKED = 0.9  # of a stroke's length; less are strokes of characters that nearly touch the lines around them
_MIN_CELL = 14  # pixels
_MIN_FILL = 0.6  # of a cell's box by the cell
_EDGE = 10  # pixels between edges that are one ruling


@dataclass(frozen=True, slots=True)
class RuledCell:
    """A cell: its box in pixels and the grid places that it covers (0-based)."""

    box: PixelBox
    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(frozen=True, slots=True)
class RuledTable:
    """A table of at least two cells."""

    box: PixelBox
    cells: tuple[RuledCell, ...]


@dataclass(frozen=True, slots=True)
class Rulings:
    """The tables of a page, and its picture without their lines."""

    tables: tuple[RuledTable, ...]
    picture: NDArray[np.uint8]


def find_rulings(picture: NDArray[np.uint8], line_height: float) -> Rulings:
    """Return the tables of a level grey picture; `line_height` is that of its text, in pixels."""
    dark = cv2.adaptiveThreshold(picture, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _CONTRAST)
    level = _strokes(dark, (max(round(1.5 * line_height), 30), 1))
    upright = _strokes(dark, (1, max(round(line_height), 20)))
    strokes = cv2.bitwise_or(level, upright)
    network = cv2.bitwise_or(_longer(level, (2 * _BREAK + 1, 3)), _longer(upright, (3, 2 * _BREAK + 1)))
    tables, clean = [], picture.copy()
    for window, own in _connected(network):
        lines = np.where(own, np.uint8(255), np.uint8(0))  # not those of the tables inside a frame
        table = _table(lines, window[1].start, window[0].start)
        if table is not None:
            tables.append(table)
            paper = np.percentile(picture[window], 90)
            clean[window][_between_cells(strokes[window], table)] = paper
    tables.sort(key=lambda table: (table.box[1], table.box[0]))
    return Rulings(tuple(tables), clean)


def _between_cells(strokes: cv2.typing.MatLike, table: RuledTable) -> NDArray[np.bool_]:
    """Return where the table's lines are, with their blurred rims; long strokes of characters in cells stay."""
    lines = cv2.dilate(strokes, np.ones((3, 3), np.uint8)) > 0
    for left, top, right, bottom in (cell.box for cell in table.cells):
        lines[top - table.box[1] : bottom - table.box[1], left - table.box[0] : right - table.box[0]] = False
    return lines


def _strokes(dark: cv2.typing.MatLike, size: tuple[int, int]) -> cv2.typing.MatLike:
    """Return the strokes that are at least `size` long, in width and height; one of the two is 1."""
    bridge = np.ones((_BREAK if size[1] > 1 else 1, _BREAK if size[0] > 1 else 1), np.uint8)
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, bridge)
    strokes = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((size[1], size[0]), np.uint8))
    for window, own in _connected(strokes):
        inked = (own & (dark[window] > 0)).any(axis=1 if size[0] == 1 else 0)
        if inked.mean() < _INKED:
            strokes[window][own] = 0
    return strokes


def _connected(picture: cv2.typing.MatLike) -> Iterator[tuple[tuple[slice, slice], NDArray[np.bool_]]]:
    """Yield for each connected part of a picture the rows and columns that it takes, and which pixels there are its."""
    count, labels, boxes, _ = cv2.connectedComponentsWithStats(picture)
    for label in range(1, count):
        left, top, width, height = (int(value) for value in boxes[label][:4])
        window = (slice(top, top + height), slice(left, left + width))
        yield window, labels[window] == label


def _longer(strokes: cv2.typing.MatLike, size: tuple[int, int]) -> cv2.typing.MatLike:
    return cv2.dilate(strokes, np.ones((size[1], size[0]), np.uint8))


def _table(network: NDArray[np.uint8], left: int, top: int) -> RuledTable | None:
    """Return the table that a connected network of lines encloses, None for fewer than two cells."""
    height, width = network.shape
    count, _, regions, _ = cv2.connectedComponentsWithStats(cv2.bitwise_not(network), connectivity=4)
    boxes = []
    for x, y, w, h, area in regions[1:count]:
        outside = x == 0 or y == 0 or x + w == width or y + h == height
        if not outside and min(w, h) >= _MIN_CELL and area >= _MIN_FILL * w * h:
            boxes.append((int(x) + left, int(y) + top, int(x + w) + left, int(y + h) + top))
    if len(boxes) < 2:
        return None
    columns = _edges([x for box in boxes for x in (box[0], box[2])])
    rows = _edges([y for box in boxes for y in (box[1], box[3])])
    cells = [_cell(box, columns, rows) for box in boxes]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return RuledTable((left, top, left + width, top + height), tuple(cells))


def _cell(box: PixelBox, columns: list[float], rows: list[float]) -> RuledCell:
    first, last = _nearest(columns, box[0]), _nearest(columns, box[2])
    upper, lower = _nearest(rows, box[1]), _nearest(rows, box[3])
    return RuledCell(box, upper, first, max(lower - upper, 1), max(last - first, 1))


def _edges(positions: list[int]) -> list[float]:
    """Return where the rulings are, from the inner edges of the cells on both sides."""
    groups: list[list[int]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][-1] <= _EDGE:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [sum(group) / len(group) for group in groups]


def _nearest(edges: list[float], position: int) -> int:
    return min(range(len(edges)), key=lambda index: abs(edges[index] - position))
