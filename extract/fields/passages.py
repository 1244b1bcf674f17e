"""Regions of the flow: sentences and comma phrases, the units in which clauses are read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.nlp.mentions import Region
from extract.structure.outline import Outline

_SENTENCE_END = re.compile(r"[。;\n]")
_PHRASE_MARKS = frozenset("。;\n\t,")
_LONGEST_LEAD = 16
"""Characters of a line that says whose duties are listed below it: 乙方的责任:."""


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
    for offset in range(*region):
        if text[offset] in _PHRASE_MARKS and _ends_phrase(text, offset):
            yield position, offset
            position = offset + 1
    yield position, region[1]


def phrase_around(text: str, start: int, end: int, region: Region) -> Region:
    """Return the comma phrase of [start, end) inside `region`."""
    first = start
    while first > region[0] and not (text[first - 1] in _PHRASE_MARKS and _ends_phrase(text, first - 1)):
        first -= 1
    last = end
    while last < region[1] and not (text[last] in _PHRASE_MARKS and _ends_phrase(text, last)):
        last += 1
    return first, last


def first_phrase(text: str) -> str:
    """Return `text` up to the end of its first comma phrase."""
    return text[slice(*next(phrases(text, (0, len(text)))))]


def _ends_phrase(text: str, offset: int) -> bool:
    """Tell whether the mark at `offset` ends a phrase: a comma before just three digits groups a figure."""
    if text[offset] != ",":
        return True
    group = text[offset + 1 : offset + 5]
    return not (len(group) >= 3 and group[:3].isdecimal() and not group[3:].isdecimal())


def above_list(outline: Outline, offset: int) -> Iterator[Region]:
    """Yield the short line above the list that the paragraph at `offset` stands in."""
    item = outline.paragraph_at(offset)
    for paragraph in reversed(outline.paragraphs[: item.index]):
        if item.number is None or paragraph.number is None or paragraph.number.style != item.number.style:
            if item.number is not None and paragraph.end - paragraph.start <= _LONGEST_LEAD:
                yield paragraph.start, paragraph.end
            return
