"""People for masking: also who is named only by the label or the heading of a column, whatever the surname.

Where a record asks for a name it must be one for certain; where it is to be masked, a label of people is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from extract.nlp.mentions import Text
from extract.nlp.names import is_person_name
from extract.nlp.segmentation import segmenter, tag_of
from extract.rulepack import RulePack

_RARE_NAME_TAGS = ("nr", "x")
_SHORTEST_ALONE = 3
_LONGEST = 4
_LENGTHS = (3, 4, 2)
"""Of a name at the end of other words (人事科樊文静), the likelier length first."""
_HAN = regex.compile(r"\p{Han}{3,}")
_CELLS = re.compile(r"[^\t|\n]+")
_FIGURE = re.compile(r"\d")


def find_personal_names(text: str, pack: RulePack) -> Iterator[str]:
    """Yield the names that stand in `text` behind labels of people, in lists of them and in their columns.

    代表人:保无忧, 监督人:蔺无双、王大锤, Authorized:Hans Brandt, and the cells of a table below 姓名.
    """
    for first in pack.pattern("redaction.person").finditer(text):
        yield from _listed(first, text, pack)
    for line in _below_headings(text, pack):
        yield from _listed(line, text, pack)
    for match in pack.pattern("redaction.before_phone").finditer(text):
        name = _at_the_end(match["words"], pack)
        if name is not None:
            yield name
    for match in pack.pattern("redaction.latin_person").finditer(text):
        yield match["name"]


def find_likely_names(text: str, pack: RulePack) -> Iterator[Text]:
    """Yield what can only be a name in the flow `text`, whatever stands around it: 由岑知远牵头, 原“岑知远”变更为…

    A surname and what jieba's model of names joins to it, of three characters or more and in no dictionary. Of two
    characters too much else is one (方执 in 采购方执三份).
    """
    surnames = frozenset((*pack.words("names.surnames"), *pack.words("names.compound_surnames")))
    for run in _HAN.finditer(text):
        if surnames.isdisjoint(segmenter().cut(run[0])):
            continue  # the model is slow, and most have no surname that stands for itself
        for word in segmenter().guess(run[0]):
            start = run.start() + word.start
            if len(word.text) < _SHORTEST_ALONE or not word.tag.startswith("nr") or tag_of(word.text) != "x":
                continue
            if is_person_name(word.text, pack) and not pack.pattern("redaction.no_person").match(text, start):
                yield Text(start, start + len(word.text), word.text)


def _at_the_end(words: str, pack: RulePack) -> str | None:
    """Return the name that the words right before a telephone end with, 人事科樊文静, or a lone one of any surname."""
    if len(words) <= _LONGEST and _can_be_named(words, pack):
        return words
    ends = (words[-length:] for length in _LENGTHS if len(words) > length)
    return next((end for end in ends if is_person_name(end, pack, labelled=True)), None)


def _listed(first: regex.Match[str], text: str, pack: RulePack) -> Iterator[str]:
    """Yield the name of a match, and those that go on the list behind it."""
    match: regex.Match[str] | None = first
    while match and _can_be_named(match["name"].replace(" ", ""), pack):
        yield match["name"]
        match = pack.pattern("redaction.next_person").match(text, match.end("name"))


def _below_headings(text: str, pack: RulePack) -> Iterator[regex.Match[str]]:
    """Yield where a cell of a table begins with a name, in the columns whose heading says that they hold people."""
    columns: set[int] = set()
    start = 0
    for line in text.splitlines(keepends=True):
        cells = list(_CELLS.finditer(text, start, start + len(line))) if "\t" in line or "|" in line else []
        start += len(line)
        headed = _headed([cell[0].replace(" ", "") for cell in cells], columns, pack)
        columns = headed or (columns if len(cells) > 1 else set())
        for place in columns - headed:
            name = place < len(cells) and pack.pattern("redaction.cell_person").match(text, *cells[place].span())
            if name:
                yield name


def _headed(cells: list[str], columns: set[int], pack: RulePack) -> set[int]:
    """Return which of a row's cells head columns of people: none when it has figures or names and belongs to a table.

    `columns` are those of people in the row above; elsewhere two characters like a name (班名) are none.
    """
    named = (is_person_name(cell, pack) and (place in columns or len(cell) > 2) for place, cell in enumerate(cells))
    if any(map(_FIGURE.search, cells)) or any(named):
        return set()
    return {place for place, cell in enumerate(cells) if cell in pack.words("redaction.name_headings")}


def _can_be_named(words: str, pack: RulePack) -> bool:
    """Tell whether `words` can be a name where only people stand: no word of the dictionary, no part of an office."""
    if is_person_name(words, pack, labelled=True):
        return True
    if any(words in labels for labels in pack.table("labels.fields").values()):
        return False
    return tag_of(words).startswith(_RARE_NAME_TAGS) and not any(
        part in words for part in pack.words("redaction.no_name")
    )
