"""Wide gaps in a line, which the recogniser passes over: two telephone numbers side by side are not one."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from extract.readers.layout.lines import heads
from extract.readers.scan.decode import Reading

_EM = 0.72  # font size over the height of a line as it is cropped
_LATIN_GAP = 0.45  # of the font size; between the ones of 11 it is 0.33
_GAP = 0.9
_NUMBER_GAP = 0.35  # between the number of a clause and its title
_GAP_AT_SIGN = 1.3  # full-width punctuation brings half its width in white


def put_spaces(reading: Reading, picture: NDArray[np.uint8]) -> Reading:
    """Return `reading` of a line's `picture` with a space where the picture is white for longer than a letter."""
    text, middles, confidences = reading.text[:1], list(reading.middles[:1]), list(reading.confidences[:1])
    inked, em = _inked_columns(picture), picture.shape[0] * _EM
    for index in range(1, len(reading.text)):
        before, after = reading.middles[index - 1], reading.middles[index]
        gap = _longest_white(inked, round(before * len(inked)), round(after * len(inked)))
        pair = reading.text[index - 1 : index + 1]
        widest = _NUMBER_GAP if heads(reading.text[:index], pair[1]) else _widest(pair)
        if not any(map(str.isspace, pair)) and gap > widest * em:
            text += " "
            middles.append((before + after) / 2)
            confidences.append(1.0)
        text += reading.text[index]
        middles.append(after)
        confidences.append(reading.confidences[index])
    return Reading(text, tuple(middles), tuple(confidences))


def _widest(pair: str) -> float:
    """Return how much white may lie between two characters that belong together, of the font size."""
    if pair.isascii():
        return _LATIN_GAP
    return _GAP if all(map(str.isalnum, pair)) else _GAP_AT_SIGN


def _inked_columns(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    _, ink = cv2.threshold(picture, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    return np.asarray(ink.max(axis=0) > 0)


def _longest_white(inked: NDArray[np.bool_], start: int, end: int) -> int:
    """Return the length of the longest run of columns without ink between two columns."""
    marks = np.flatnonzero(inked[start:end])
    return int(np.diff(marks).max()) if len(marks) > 1 else 0
