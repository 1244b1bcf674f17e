"""Forms and tables whose cells each became a line: made labelled values (标签:值) and rows again.

Web pages and converters that write one cell of a table per line leave 租赁期限 / 三年 / 起止日期 / 2025年5月1日至…. A
text does so by habit where many known labels fill a line above a value; there, the unknown ones do, too. A table of
items leaves its head, and then 1, 2, 3 at the beginning of as many lines each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import regex

from extract.rulepack import RulePack
from extract.structure.lines import LABEL_START, Line, label_words, without_note
from extract.structure.numbering import starts_numbered
from extract.structure.unwrapping import is_page_number
from extract.width import fold_width

_HABIT = 6
"""So many known labels above their values make a habit, unless as many stand before theirs in one line."""
_LABEL = regex.compile(r"\p{Han}[\p{Han}A-Za-z/、]{1,13}(?:\([^()]{1,14}\))?")
_LONGEST_HEADING = 30
_FIRST_ROW = re.compile(r"\n[^\S\n]*[1１][^\S\n]*\n")
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 10
_LONGEST_HEAD, _LONGEST_CELL = 14, 60
_MOST_FURNITURE = 4
"""So many lines, besides the head of the table, may stand at the end of a page and the beginning of the next."""
_FIGURE = re.compile(r"¥?\d[\d,]*(?:\.\d+)?元?")


def label_lines(lines: Sequence[Line], pack: RulePack) -> set[int]:
    """Return the indices of the lines that are the label of the line below; none where the text has no such habit."""
    words = label_words(pack)
    known = {index for index, line in enumerate(lines) if without_note(line.text) in words}
    sure = {index for index in known if index - 1 not in known and _has_value(lines, index, known)}
    beside = sum(LABEL_START.match(line.text) is not None for line in lines)
    if len(sure) < max(_HABIT, beside):
        return set()
    found: set[int] = set()
    index, opened = 0, False
    while index < len(lines) - 1:
        numbered = starts_numbered(lines[index].text)
        told = index in sure or (opened and not numbered and _LABEL.fullmatch(lines[index].text) is not None)
        if told and _has_value(lines, index, known):
            found.add(index)
            index, opened = index + 2, True
        else:
            opened = numbered and len(lines[index].text) <= _LONGEST_HEADING
            index += 1
    return found


def with_rows(text: str, pack: RulePack) -> str:
    """Return `text` with tabs for the line breaks between the cells of a table that has one cell a line.

    No offset changes. Its head begins with 序号 or the like; then 1, 2 and so on begin as many lines each. Blank lines
    between the cells, and what the end of a page puts between two rows, are stepped over.
    """
    if _FIRST_ROW.search(text) is None:
        return text
    firsts, sums = pack.table("structure.heads")["first"], pack.words("structure.sums")
    lines = text.split("\n")
    filled = [place for place, line in enumerate(lines) if line.strip()]
    words = [fold_width(lines[place]).strip() for place in filled]
    ends = ["\n"] * len(lines)

    def join(first: int, last: int) -> None:
        ends[filled[first] : filled[last]] = " " * (filled[last] - filled[first])
        for cell in range(first, last):
            ends[filled[cell]] = "\t"

    index = 0
    while index < len(words):
        width = _width(words, index) if words[index] in firsts else 0
        number = 0
        while width and _begins_row(words[index : index + width], width, number, sums):
            join(index, index + width - 1)
            index, number = index + width, number + 1
            index += _page_end(words, index, width, number, sums)
        if number and words[index : index + 1] and words[index] in sums:
            sums_behind = sum(1 for _ in takewhile(_is_sum, words[index + 2 : index + width]))
            join(index, min(index + 1 + sums_behind, len(words) - 1))
        index += 1
    return "".join(line + end for line, end in zip(lines, ends, strict=True))[:-1]


def _width(words: Sequence[str], head: int) -> int:
    """Return how many columns the table has whose head begins here: so many lines to 1, and from 1 to 2; else 0."""
    for width in range(_FEWEST_COLUMNS, _MOST_COLUMNS + 1):
        heads, numbers = words[head : head + width], words[head + width : head + 3 * width : width]
        if numbers == ["1", "2"] and all(0 < len(word) <= _LONGEST_HEAD and "\t" not in word for word in heads):
            return width
    return 0


def _begins_row(cells: Sequence[str], width: int, number: int, sums: tuple[str, ...]) -> bool:
    """Tell whether these lines are the head (number 0) or the row with that number of a table with a cell a line."""
    whole = len(cells) == width and all(0 < len(cell) <= _LONGEST_CELL and "\t" not in cell for cell in cells)
    whole = whole and not any(cell in sums for cell in cells)  # a row with an empty cell took those below it
    return whole and (number == 0 or cells[0] == str(number))


def _page_end(words: Sequence[str], index: int, width: int, number: int, sums: tuple[str, ...]) -> int:
    """Return how many lines the end of a page puts between the rows of a table: its number, a title, the head again."""
    numbered = False
    for lines in range(width + _MOST_FURNITURE):
        at = index + lines
        if _begins_row(words[at : at + width], width, number, sums) or (words[at : at + 1] and words[at] in sums):
            return lines if numbered else 0
        if at >= len(words) or (words[at] and not is_page_number(words[at]) and words.count(words[at]) == 1):
            return 0
        numbered = numbered or is_page_number(words[at])
    return 0


def _is_sum(cell: str) -> bool:
    """Tell whether a line below 合计 is the sum of another column, and no page number."""
    return _FIGURE.fullmatch(cell) is not None and not is_page_number(cell)


def _has_value(lines: Sequence[Line], index: int, known: set[int]) -> bool:
    """Tell whether the line below can be the value of the label at `index`: no label, no clause, no row of a table."""
    if index + 1 >= len(lines) or index + 1 in known:
        return False
    below = lines[index + 1]
    return not (below.blank_before or below.alone or "\t" in below.text or below.text[0] == "(") and not (
        starts_numbered(below.text) or LABEL_START.match(below.text)
    )
