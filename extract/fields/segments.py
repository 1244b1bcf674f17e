"""Stretches of a sentence between its commas and stops; the comma inside 1,803,000 is none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from extract.nlp.mentions import Region

_STOP = re.compile(r"[。;\n]|,(?!(?<=\d,)\d{3}(?!\d))")
_LAST_STOP = regex.compile(r"(?r)[。;\n]|,(?!(?<=\d,)\d{3}(?!\d))")


def segment_start(text: str, offset: int, start: int) -> int:
    """Return where the segment that holds `offset` begins, not before `start`."""
    match = _LAST_STOP.search(text, start, offset)
    return match.end() if match is not None else start


def segment_end(text: str, offset: int, end: int) -> int:
    """Return where the segment that holds `offset` ends, not behind `end`."""
    match = _STOP.search(text, offset, end)
    return match.start() if match is not None else end


def segment_around(text: str, offset: int, start: int, end: int) -> Region:
    """Return the segment of [start, end) that holds `offset`."""
    return segment_start(text, offset, start), segment_end(text, offset, end)


def has_stop(text: str, start: int, end: int) -> bool:
    """Tell whether a comma or stop stands in [start, end)."""
    return _STOP.search(text, start, end) is not None


def stops(text: str, start: int, end: int) -> list[int]:
    """Return the offsets behind the commas and stops in [start, end)."""
    return [match.end() for match in _STOP.finditer(text, start, end)]


def segments(text: str, start: int, end: int) -> Iterator[Region]:
    """Yield the segments of [start, end); stops inside brackets do not count."""
    begin = start
    for match in _STOP.finditer(text, start, end):
        if (
            text.count("(", begin, match.start()) > text.count(")", begin, match.start())
            and text.find(")", match.end(), end) >= 0
        ):
            continue
        if match.start() > begin:
            yield begin, match.start()
        begin = match.end()
    if end > begin:
        yield begin, end
