"""Page numbers and running titles inside a line that lost its line breaks: 第3页 共6页, - 3 - 某某采购合同.

Where lines are whole they are lines of their own. Run together they stand in the middle of a sentence, an address or a
table, and are told by counting up, and the running title by standing beside each of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import regex

from extract.structure.unwrapping import Mended, replaced
from extract.width import fold_width

RUN_TOGETHER = 800
"""No paragraph is so long: a line beyond it holds what were many."""
_MARKS = (
    regex.compile(r"第\s?(?P<number>\d{1,3})\s?页[,/\s]{0,3}共\s?\d{1,3}\s?页"),
    regex.compile(
        r"(?<![\d.—-])[-—]\s?(?P<number>\d{1,3})\s?[-—](?![\d—-])|[-—]\s(?P<number>\d{1,3})\s[-—](?![\d—-])"
        r"|(?<=\d{6})-(?P<number>\d{1,3})-(?=\p{Han})"
    ),
)
_FEWEST, _FEWEST_AMONG_OTHERS = 2, 3
_SHORTEST_TITLE, _LONGEST_TITLE = 6, 60
_NO_TITLE = re.compile(r"[。;:,]")


def without_page_marks(whole: Mended) -> Mended:
    """Return a text with a space in the place of every page number, and of the title beside it, in such a line."""
    if "页" not in whole.text and max(map(len, whole.text.split("\n"))) <= RUN_TOGETHER:
        return whole
    text = fold_width(whole.text)
    for pattern in _MARKS:
        found = [match for match in pattern.finditer(text) if _is_run_together(text, match)]
        marks = _counting_up(found)
        if len(marks) >= (_FEWEST if marks == found else _FEWEST_AMONG_OTHERS):
            return replaced(whole, [(start, end, " ") for start, end in _with_titles(text, marks)])
    return whole


def _is_run_together(text: str, mark: regex.Match[str]) -> bool:
    """Tell whether a mark stands in a line that holds what were many, or ends one that is no title: a whole page."""
    start, end = text.rfind("\n", 0, mark.start()) + 1, (text + "\n").find("\n", mark.end())
    ends_page = "页" in mark[0] and mark.start() - start > _LONGEST_TITLE and not text[mark.end() : end].strip()
    return ends_page or end - start > RUN_TOGETHER


def _counting_up(marks: Sequence[regex.Match[str]]) -> list[regex.Match[str]]:
    """Return the longest run of marks that count up one by one; the dashes of a table stand between them: — 43 —."""
    runs = []
    for index in range(len(marks)):
        run = [marks[index]]
        for mark in marks[index:]:
            if int(mark["number"]) == int(run[-1]["number"]) + 1:
                run.append(mark)
        runs.append(run)
    return max(runs, key=len, default=[])


def _with_titles(text: str, marks: Sequence[regex.Match[str]]) -> list[tuple[int, int]]:
    """Return where the page marks stand, with the running title above or below each of them."""
    above = [text[max(0, mark.start() - _LONGEST_TITLE) : mark.start()].rstrip()[::-1] for mark in marks]
    below = [text[mark.end() : mark.end() + _LONGEST_TITLE].lstrip() for mark in marks]
    header, footer = _shared(above)[::-1], _shared(below)
    regions = []
    for mark, before, after in zip(marks, above, below, strict=True):
        start, end = mark.span()
        if header and before.startswith(header[::-1]):
            start = text.rindex(header, 0, start)
        if footer and after.startswith(footer):
            end = text.index(footer, end) + len(footer)
        start, end = len(text[:start].rstrip()), len(text) - len(text[end:].lstrip())
        regions.append((start, max(start + 1, end)))
    return regions


def _shared(neighbours: Sequence[str]) -> str:
    """Return the words with which all begin that are no end of the text; nothing where they are no title."""
    whole = sorted(words for words in neighbours if len(words) >= _SHORTEST_TITLE)
    if len(whole) < _FEWEST:
        return ""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(whole[0], whole[-1], strict=False))
    shared = _NO_TITLE.split("".join(one for one, _ in alike), maxsplit=1)[0].strip()
    return shared if len(shared) >= _SHORTEST_TITLE else ""
