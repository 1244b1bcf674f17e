"""Lines of text: cut where table cells end, cropped for reading, and taken apart into characters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.scan.decode import Reading
from extract.readers.scan.rulings import PixelBox, RuledTable

Quadrangle = NDArray[np.float32]

_INK_CONTRAST = 40  # grey levels between paper and the faintest writing
_MIN_PART = 0.3  # of the line's height; a narrower part in the next cell is the line's margin
_STACKED = 1.8  # height over the page's line height, and over its own width, of characters set one below the other
_CHARACTER_WIDTH = 0.45  # of the line's height: half of it is the most that a character reaches from its middle


def cut_at_cells(lines: Iterable[Quadrangle], tables: Sequence[RuledTable]) -> list[Quadrangle]:
    """Return `lines` with those that run through several cells of a table as one part per cell."""
    parts: list[Quadrangle] = []
    for line in lines:
        spans = _cells_crossed(line, tables)
        parts.extend([part_of(line, start, end) for start, end in spans] if len(spans) > 1 else [line])
    return parts


def _cells_crossed(line: Quadrangle, tables: Sequence[RuledTable]) -> list[tuple[float, float]]:
    """Return which parts of `line`, 0 to 1 along it, stand in which cell."""
    left, right = float(line[:, 0].min()), float(line[:, 0].max())
    middle, height = float(line[:, 1].mean()), float(np.ptp(line[:, 1]))
    spans = []
    for table in tables:
        for cell in table.cells:
            x0, top, x1, bottom = cell.box
            start, end = max(left, x0), min(right, x1)
            if top <= middle <= bottom and end - start > _MIN_PART * height:
                spans.append(((start - left) / (right - left), (end - left) / (right - left)))
    return sorted(spans)


def part_of(line: Quadrangle, start: float, end: float) -> Quadrangle:
    """Return the part of `line` between two places along it, each 0 to 1."""
    top, bottom = line[1] - line[0], line[2] - line[3]
    corners = [line[0] + start * top, line[0] + end * top, line[3] + end * bottom, line[3] + start * bottom]
    return np.asarray(corners, np.float32)


def height_of(lines: Sequence[Quadrangle]) -> float:
    """Return the usual height of lines in pixels; 40 without any (12 point at 200 dots per inch)."""
    heights = [float(np.hypot(*(line[3] - line[0]))) for line in lines]
    return float(np.median(heights)) if heights else 40.0


def unstack(lines: Iterable[Quadrangle], line_height: float) -> list[Quadrangle]:
    """Return `lines` with characters that are set one below the other as a line each."""
    parts: list[Quadrangle] = []
    for line in lines:
        width, height = float(np.hypot(*(line[1] - line[0]))), float(np.hypot(*(line[3] - line[0])))
        count = round(height / max(width, 1.0)) if height > _STACKED * max(line_height, width) else 1
        left, right = line[3] - line[0], line[2] - line[1]
        for index in range(count):
            start, end = index / count, (index + 1) / count
            corners = [line[0] + start * left, line[1] + start * right, line[1] + end * right, line[0] + end * left]
            parts.append(np.asarray(corners, np.float32))
    return parts


def crop(picture: NDArray[np.uint8], line: Quadrangle) -> NDArray[np.uint8]:
    """Return the level picture of one line."""
    width = max(int(np.hypot(*(line[1] - line[0]))), 1)
    height = max(int(np.hypot(*(line[3] - line[0]))), 1)
    target = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    matrix = cv2.getPerspectiveTransform(line, target)
    level = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(level, np.uint8)


def has_ink(line: NDArray[np.uint8]) -> bool:
    """Tell whether anything is written in the picture of a line."""
    dark, light = np.percentile(line, (1, 90))
    return float(light - dark) >= _INK_CONTRAST


def character_boxes(reading: Reading, line: Quadrangle) -> list[Quadrangle]:
    """Return the quadrangle of each character of `reading`, which was read from `line`."""
    if not reading.middles:
        return []
    length, height = float(np.hypot(*(line[1] - line[0]))), float(np.hypot(*(line[3] - line[0])))
    reach = _CHARACTER_WIDTH * height / max(length, 1.0)
    middles = np.maximum.accumulate(np.array(reading.middles))
    borders = (middles[:-1] + middles[1:]) / 2
    starts = np.maximum(np.concatenate([[0.0], borders]), middles - reach)
    ends = np.minimum(np.concatenate([borders, [1.0]]), middles + reach)
    return [part_of(line, float(start), float(end)) for start, end in zip(starts, ends, strict=True)]


def bounds(line: Quadrangle) -> PixelBox:
    """Return the pixels that `line` touches, as an upright box."""
    (left, top), (right, bottom) = np.floor(line.min(axis=0)), np.ceil(line.max(axis=0))
    return max(int(left), 0), max(int(top), 0), max(int(right), 0), max(int(bottom), 0)
