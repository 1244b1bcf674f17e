"""Regions of the flow: sentences and comma phrases, the units in which clauses are read."""

from __future__ import annotations

from collections.abc import Iterator

import regex

Region = tuple[int, int]
"""Flow offsets, half-open."""
_PHRASE_END = regex.compile(r"[。;\n\t]|,(?!\d{3}(?!\d))")
_SENTENCE_END = regex.compile(r"[。;\n]")


def sentences(text: str, start: int, end: int) -> Iterator[Region]:
    """Yield the sentences of [start, end): up to 。 or ;"""
    position = start
    for match in _SENTENCE_END.finditer(text, start, end):
        if match.start() > position:
            yield position, match.start()
        position = match.end()
    if position < end:
        yield position, end


def phrases(text: str, region: Region) -> Iterator[Region]:
    """Yield the comma phrases of `region`; commas inside figures (1,000) do not end one."""
    position = region[0]
    for match in _PHRASE_END.finditer(text, *region):
        yield position, match.start()
        position = match.end()
    yield position, region[1]


def phrase_around(text: str, start: int, end: int, region: Region) -> Region:
    """Return the comma phrase of [start, end) inside `region`."""
    first = region[0]
    for match in _PHRASE_END.finditer(text, region[0], start):
        first = match.end()
    last = _PHRASE_END.search(text, end, region[1])
    return first, last.start() if last else region[1]


def first_phrase(text: str) -> str:
    """Return `text` up to the end of its first comma phrase."""
    stop = _PHRASE_END.search(text)
    return text[: stop.start()] if stop else text
