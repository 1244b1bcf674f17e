"""From the recogniser's probabilities to characters (CTC), with where each stands and how sure it is.

RapidOCR's own decoder tells half of what this needs: its confidence of a comma or a bracket is low wherever the model
wavers between the full-width and the half-width form, which no reader of a contract cares about.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_FULL, _HALF = "，：；（）！？％～－—–．￥／", ",:;()!?%~---.¥/"
_BLANK = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What one line says: per character where its middle stands (0 to 1 along the line) and how sure that is."""

    text: str
    middles: tuple[float, ...]
    confidences: tuple[float, ...]

    @property
    def confidence(self) -> float:
        """The mean over the characters; 0 for a line without any."""
        return sum(self.confidences) / len(self.confidences) if self.confidences else 0.0


class Decoder:
    """Takes the place of RapidOCR's decoder; its results for the words of a line are a Reading."""

    def __init__(self, characters: Sequence[str]) -> None:
        """Take the model's characters in the order of their probabilities, the blank of CTC first."""
        self._characters = tuple(characters)
        places = {character: index for index, character in enumerate(characters)}
        self._twins = np.arange(len(characters))
        for full, half in zip(_FULL, _HALF, strict=True):
            if full in places and half in places:
                self._twins[places[full]], self._twins[places[half]] = places[half], places[full]

    def __call__(
        self,
        probabilities: NDArray[np.float32],
        _return_word_box: bool,
        wh_ratio_list: Sequence[float],
        max_wh_ratio: float,
    ) -> tuple[list[tuple[str, float]], list[Reading]]:
        """Return text with mean confidence, and Reading, for each line of a batch of shape (line, step, character).

        Every line of a batch is as wide as the widest (`max_wh_ratio`), padded behind its own width.
        """
        readings = [
            self._decode(line, len(line) * width / max_wh_ratio)
            for line, width in zip(probabilities, wh_ratio_list, strict=True)
        ]
        return [(reading.text, reading.confidence) for reading in readings], readings

    def _decode(self, line: NDArray[np.float32], steps: float) -> Reading:
        best = line.argmax(axis=1)
        starts = np.flatnonzero(np.diff(best, prepend=-1))
        text, middles, confidences = [], [], []
        for start, end in zip(starts, [*starts[1:], len(best)], strict=True):
            index = int(best[start])
            if index == _BLANK:
                continue
            character, twin = self._characters[index], int(self._twins[index])
            sure = line[start:end, index] + (line[start:end, twin] if twin != index else 0)
            text.append(character)
            middles.append(min((int(start) + int(end)) / 2 / steps, 1.0))
            confidences.append(1.0 if character.isspace() else min(float(sure.max()), 1.0))
        return Reading("".join(text), tuple(middles), tuple(confidences))
