"""Red seals (公章): taken off the picture before it is read, and remembered.

Red ink hardly darkens the red channel and black ink does, so in that channel the text under a seal stays. Only what
has a seal's shape is taken off: red headings (红头) and red corrections are text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.scan.decode import Reading

_REDNESS = 40  # red minus the stronger of green and blue, of 255
_FAINT_REDNESS = 12  # at the blurred rims of a stroke
_MIN_SIDE = 11.0  # mm; the smallest seals, of persons, measure 15 to 20
_MAX_SIDE = 75.0
_MAX_ASPECT = 2.4  # ovals of invoice seals have 1.5
_RIM_SIDE = 25.0  # mm; the height of a slice that a seal across page edges (骑缝章) leaves
_LETTER = 25.0  # mm; the characters of a red heading are no higher
_GAP = 2.5  # mm between parts of one seal
_OVERRATED = 8  # ink over a character makes the recogniser surer than it should be: 0.92 becomes 0.5
_SURE = 0.9
_DOUBTED = 0.5
_HIDDEN = 0.4  # of a line's height, white between two characters that seal ink fills: one may be hidden there
_REACH = 0.36  # of a line's height, from a character's middle


@dataclass(frozen=True, slots=True)
class Unsealed:
    """A grey picture without its seals, the same with them, and where their ink is (255, else 0)."""

    clean: NDArray[np.uint8]
    raw: NDArray[np.uint8]
    ink: NDArray[np.uint8]


def take_off_seals(picture: NDArray[np.uint8], pixels_per_mm: float) -> Unsealed:
    """Return the RGB `picture` in grey, seals taken off."""
    raw = _bytes(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY))
    red = np.ascontiguousarray(picture[:, :, 0])
    redness = cv2.subtract(red, cv2.max(picture[:, :, 1], picture[:, :, 2]))
    strokes = _bytes((redness > _REDNESS) * np.uint8(255))
    clean, ink = raw.copy(), np.zeros_like(raw)
    for area in _seal_areas(strokes, pixels_per_mm):
        inside = area > 0
        rim = inside & (redness > _FAINT_REDNESS)
        pure = float(np.median(red[inside & (strokes > 0)]))
        brightened = np.clip(red.astype(np.float32) * (255.0 / max(pure, 1.0)), 0, 255).astype(np.uint8)
        clean[inside] = red[inside]
        clean[rim] = brightened[rim]
        ink[inside & (strokes > 0)] = 255
    return Unsealed(clean, raw, ink)


def _seal_areas(strokes: NDArray[np.uint8], pixels_per_mm: float) -> list[NDArray[np.uint8]]:
    """Return for each seal a mask of the convex area that its strokes span."""
    if not strokes.any():
        return []
    gap = max(3, round(_GAP * pixels_per_mm))
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    boxes = [cv2.boundingRect(outline) for outline in outlines]
    areas = []
    for outline, box in zip(outlines, boxes, strict=True):
        if _has_shape(box, strokes.shape[1], pixels_per_mm) and not _is_letter(box, boxes, pixels_per_mm):
            area = np.zeros_like(strokes)
            cv2.fillConvexPoly(area, cv2.convexHull(outline), 255)
            areas.append(_bytes(cv2.dilate(area, np.ones((5, 5), np.uint8))))
    return areas


def _has_shape(box: Sequence[int], page_width: int, pixels_per_mm: float) -> bool:
    """Tell whether a box (left, top, width, height) is one that a seal may fill."""
    left, _, width, height = box
    narrow, wide = sorted((width / pixels_per_mm, height / pixels_per_mm))
    if wide > _MAX_SIDE:
        return False
    at_edge = left <= pixels_per_mm or left + width >= page_width - pixels_per_mm
    if at_edge and height > width and height / pixels_per_mm >= _RIM_SIDE:
        return True
    return narrow >= _MIN_SIDE and wide <= _MAX_ASPECT * narrow


def _is_letter(box: Sequence[int], boxes: Sequence[Sequence[int]], pixels_per_mm: float) -> bool:
    """Tell whether a box stands in a row with others of its height: a large red heading."""
    _, top, _, height = box
    if height > _LETTER * pixels_per_mm:
        return False
    row = [
        other
        for other in boxes
        if 2 * abs(top + height / 2 - other[1] - other[3] / 2) < height and 1 / 2 < other[3] / height < 2
    ]
    return len(row) > 2


def _bytes(picture: cv2.typing.MatLike) -> NDArray[np.uint8]:
    return np.asarray(picture, np.uint8)


def doubted_under_seal(reading: Reading, second: Reading, ink: NDArray[np.uint8]) -> Reading:
    """Return `reading` less sure of what seal ink touches, all of that as little as of the worst.

    `second` is the reading with the seal left on, `ink` the picture of the line's seal ink.
    """
    agreed = [False] * len(reading.text)
    for block in SequenceMatcher(None, reading.text, second.text, autojunk=False).get_matching_blocks():
        agreed[block.a : block.a + block.size] = [True] * block.size
    touched, hiding = _touched(reading, ink)
    confidences = list(reading.confidences)
    for index, character in enumerate(reading.text):
        if touched[index] and not character.isspace():
            confidences[index] **= _OVERRATED
        if hiding[index] or (touched[index] and not agreed[index]):
            confidences[index] = min(confidences[index], _DOUBTED)
    lowest = min((sure for sure, under in zip(confidences, touched, strict=True) if under), default=1.0)
    if lowest < _SURE:
        confidences = [lowest if under else sure for sure, under in zip(confidences, touched, strict=True)]
    return replace(reading, confidences=tuple(confidences))


def _touched(reading: Reading, ink: NDArray[np.uint8]) -> tuple[list[bool], list[bool]]:
    """Return of each character whether seal ink touches it, and whether ink beside it may hide another."""
    height, width = ink.shape
    columns = ink.max(axis=0) > 0
    middles = [middle * width for middle in reading.middles]
    touched = [
        bool(columns[max(round(middle - _REACH * height), 0) : round(middle + _REACH * height)].any())
        for middle in middles
    ]
    hiding = [False] * len(middles)
    for index in range(len(middles) - 1):
        start, end = round(middles[index] + _REACH * height), round(middles[index + 1] - _REACH * height)
        if end - start > _HIDDEN * height and columns[start:end].mean() > _HIDDEN:
            hiding[index] = hiding[index + 1] = touched[index] = touched[index + 1] = True
    return touched, hiding
