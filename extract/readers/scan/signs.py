"""Percent or per mille: the recogniser cannot tell, so the rings are counted.

PP-OCR reads 0.5‰ as 0.5%, 0.5%0 or 0.5%o, and is sure of it. The picture settles it: % has one ring at the bottom,
‰ has two. Where the rings cannot be made out, neither reading is sure.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.scan.decode import Reading

_PERCENT, _PER_MILLE = "%％", "‰"
_LOOSE_RINGS = "0oO○°"
_TOLD, _UNTOLD = 0.95, 0.5
_LEGIBLE = 32  # height of a line in pixels; in smaller ones two rings may flow into one
_ENLARGED = 4
_EM = 0.72  # font size over the height of a line as it is cropped
_RING = (0.06, 0.55)  # height of a ring's hole over that of the sign
_ALIKE = 0.3  # how much the two rings of one sign may differ in place and height, of their height


def tell_percent_signs(reading: Reading, picture: NDArray[np.uint8]) -> Reading:
    """Return `reading` of a line's `picture` with its percent and per mille signs as their rings show."""
    if not any(character in _PERCENT + _PER_MILLE for character in reading.text):
        return reading
    large = cv2.resize(picture, None, fx=_ENLARGED, fy=_ENLARGED, interpolation=cv2.INTER_CUBIC)
    _, paper = cv2.threshold(large, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    text, middles, confidences = list(reading.text), list(reading.middles), list(reading.confidences)
    for index in reversed([i for i, c in enumerate(text) if c in _PERCENT + _PER_MILLE]):
        loose = index + 1 < len(text) and text[index] in _PERCENT and text[index + 1] in _LOOSE_RINGS
        start, end = _extent(text, middles, index, index + 1 + loose, paper.shape[1], paper.shape[0] * _EM)
        rings = _rings_below(np.asarray(paper, np.uint8), start, end)
        if rings == 2:
            text[index : index + 1 + loose] = [_PER_MILLE]
            middles[index : index + 1 + loose] = [(start + end) / 2 / paper.shape[1]]
            confidences[index : index + 1 + loose] = [_TOLD]
        elif rings != 1 or loose or text[index] == _PER_MILLE or picture.shape[0] < _LEGIBLE:
            confidences[index : index + 1 + loose] = [min(_UNTOLD, confidences[index])] * (1 + loose)
    return replace(reading, text="".join(text), middles=tuple(middles), confidences=tuple(confidences))


def _extent(
    text: list[str], middles: list[float], index: int, after: int, width: int, em: float
) -> tuple[float, float]:
    """Return where in pixels the sign at `index` may stand: up to its neighbours, `after` being the next one."""
    start, end = 0.0, float(width)
    if index > 0:
        start = middles[index - 1] * width + _half_width(text[index - 1]) * em
    if after < len(text):
        end = middles[after] * width - _half_width(text[after]) * em
    return start, max(end, start)


def _half_width(character: str) -> float:
    """Return how far a character's ink reaches from its middle, of the font size."""
    if character == "。":  # a ring itself
        return 0.35
    if not character.isalnum():
        return 0.1
    return 0.5 if ord(character) >= 0x2E80 else 0.25


def _rings_below(paper: NDArray[np.uint8], start: float, end: float) -> int:
    """Return how many small holes lie in the lower half of the writing between two columns."""
    window = paper[:, round(start) : max(round(end), round(start) + 1)]
    inked = np.flatnonzero((window == 0).sum(axis=1) > 0)
    if not len(inked):
        return 0
    top, bottom = int(inked[0]), int(inked[-1])
    height = bottom - top
    count, _, boxes, middles = cv2.connectedComponentsWithStats(paper, connectivity=4)
    rings = []
    for (_, _, _, h, _), (column, row) in zip(boxes[1:count], middles[1:count], strict=True):
        if _RING[0] * height <= h <= _RING[1] * height and start < column < end and row > top + height / 2:
            rings.append((float(row), float(h)))
    lowest = max((row for row, _ in rings), default=0.0)
    largest = max((h for _, h in rings), default=0.0)
    return sum(lowest - row < _ALIKE * largest and h > (1 - _ALIKE) * largest for row, h in rings)
