"""Forms whose cells each became a line: a label, and below it its value, made the labelled value 标签:值 again.

Web pages and converters that write one cell of a table per line leave 租赁期限 / 三年 / 起止日期 / 2025年5月1日至…. A
text does so by habit where many known labels fill a line above a value; there, the unknown ones do, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extract.rulepack import RulePack
from extract.structure.lines import LABEL_START, Line, label_words
from extract.structure.numbering import starts_numbered

_HABIT = 6
"""So many known labels above their values make a habit, unless as many stand before theirs in one line."""
_LABEL = regex.compile(r"\p{Han}[\p{Han}A-Za-z/、]{1,13}(?:\([^()]{1,14}\))?")
_NOTE = regex.compile(r"\([^()]*\)$")
_LONGEST_HEADING = 30


def label_lines(lines: Sequence[Line], pack: RulePack) -> set[int]:
    """Return the indices of the lines that are the label of the line below; none where the text has no such habit."""
    words = label_words(pack)
    known = {index for index, line in enumerate(lines) if _NOTE.sub("", line.text) in words}
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


def _has_value(lines: Sequence[Line], index: int, known: set[int]) -> bool:
    """Tell whether the line below can be the value of the label at `index`: no label, no clause, no row of a table."""
    if index + 1 >= len(lines) or index + 1 in known:
        return False
    below = lines[index + 1]
    return not (below.blank_before or below.alone or "\t" in below.text or below.text[0] == "(") and not (
        starts_numbered(below.text) or LABEL_START.match(below.text)
    )
