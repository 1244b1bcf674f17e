"""Turning a page so that its lines run from left to right, level, the right way up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

_LEVEL = 0.05  # degrees; under this a page is left as it is
_LONG = 3.0  # length over height of lines that tell the direction
_MAX_TILT = 20.0


@dataclass(frozen=True, slots=True)
class Turn:
    """How to turn a picture: the matrix (2, 3) from its pixels to the turned one's, and that one's size."""

    matrix: NDArray[np.float64]
    width: int
    height: int

    def picture(self, picture: NDArray[np.uint8], border: int) -> NDArray[np.uint8]:
        """Return `picture` turned, what was outside it filled with `border`."""
        if np.array_equal(self.matrix, np.eye(2, 3)):
            return picture
        size = (self.width, self.height)
        turned = cv2.warpAffine(picture, self.matrix, size, flags=cv2.INTER_CUBIC, borderValue=border)
        return np.asarray(turned, np.uint8)

    def quadrangle(self, line: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the corners of `line` turned; which corner is the first stays."""
        return np.asarray(line @ self.matrix[:, :2].T + self.matrix[:, 2], np.float32)

    def back(self, scale: float) -> tuple[float, float, float, float, float, float]:
        """Return the way back, in points of `scale` pixels: x' = ax + by + c, y' = dx + ey + f."""
        (a, b, c), (d, e, f) = cv2.invertAffineTransform(self.matrix)
        return float(a), float(b), float(c) / scale, float(d), float(e), float(f) / scale

    def then(self, next_turn: Turn) -> Turn:
        """Return this turn followed by `next_turn`."""
        combined = _square(next_turn.matrix) @ _square(self.matrix)
        return Turn(combined[:2], next_turn.width, next_turn.height)


def leave(width: int, height: int) -> Turn:
    """Return the turn that changes nothing."""
    return Turn(np.eye(2, 3), width, height)


def quarter_turns(width: int, height: int, count: int) -> Turn:
    """Return the turn by `count` quarters clockwise of a picture of that size, in pixels."""
    turn = leave(width, height)
    for _ in range(count % 4):
        quarter = np.array([[0.0, -1.0, turn.height], [1.0, 0.0, 0.0]])
        turn = turn.then(Turn(quarter, turn.height, turn.width))
    return turn


def lies_on_its_side(lines: Sequence[NDArray[np.float32]]) -> bool:
    """Tell whether most of the text runs up or down the picture."""
    sizes = [(width, height) for width, height in map(extent, lines) if max(width, height) > 2 * min(width, height)]
    return sum(height for width, height in sizes if height > width) > sum(w for w, h in sizes if w > h)


def levelled(lines: Sequence[NDArray[np.float32]], width: int, height: int) -> Turn:
    """Return the turn that makes `lines` level, about the middle of a picture of that size, which it keeps."""
    angles, weights = [], []
    for line in lines:
        across = (line[1] - line[0] + line[2] - line[3]) / 2
        length, line_height = float(np.hypot(*across)), float(np.hypot(*(line[3] - line[0])))
        angle = float(np.degrees(np.arctan2(across[1], across[0])))
        if length > _LONG * line_height and abs(angle) < _MAX_TILT:
            angles.append(angle)
            weights.append(length)
    angle = _weighted_median(angles, weights)
    if abs(angle) < _LEVEL:
        return leave(width, height)
    return Turn(np.asarray(cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)), width, height)


def extent(line: NDArray[np.float32]) -> tuple[float, float]:
    """Return width and height of the upright box around `line`."""
    width, height = line.max(axis=0) - line.min(axis=0)
    return float(width), float(height)


def in_reading_direction(line: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the corners of a nearly level `line` in order: top left, top right, bottom right, bottom left."""
    by_height = line[np.argsort(line[:, 1])]
    top = by_height[:2][np.argsort(by_height[:2, 0])]
    bottom = by_height[2:][np.argsort(by_height[2:, 0])]
    return np.stack([top[0], top[1], bottom[1], bottom[0]])


def _weighted_median(values: list[float], weights: list[float]) -> float:
    if not values:
        return 0.0
    order = np.argsort(values)
    passed = np.cumsum(np.array(weights)[order])
    return float(values[order[int(np.searchsorted(passed, passed[-1] / 2))]])


def _square(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.vstack([matrix, [0.0, 0.0, 1.0]])
