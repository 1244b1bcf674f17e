"""Lines of plain text as rows: the gaps in them, the words between, and the columns of the page that stay empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

import regex

SPACE = " \u00a0\u2002\u2003\u3000"
SPACES = re.compile(rf"[{SPACE}]+")
GAP = re.compile(rf"[{SPACE}]{{2,}}|\u3000")
HAN = regex.compile(r"\p{Han}")
_LABEL = regex.compile(r"\p{Han}{1,6}(?:[(（][^()（）]{0,10}[)）])?[ \u3000]{0,4}[:：]")
_NAME_AHEAD = regex.compile(r"[:：]\p{Han}$")
_BLANK_DATE = regex.compile(r"[年月日](?!\p{Han})")
_SPACED_DATE = re.compile(r"[年月] \d")
_MEASURED = re.compile(r"\d{1,5} ?[号楼层室幢栋单区年月日元万个台套份项条款次人天%℃级]")
"""A single space between figures and one of these spaces them out: 58 号 3 号楼."""
_STOPS = "，、。；,;"
FIGURE = regex.compile(r"[¥￥]?\d[\d,.，]{0,20}[%‰]?\p{Han}{0,2}")
_REMARKS = re.compile(r"备\s?注|附注|备考")
"""The last column of a table that may be empty in any of its rows."""
Measure = Callable[[str], int]
Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Gap:
    """White space in a line: its place in the line, the columns of the page that it takes, and the words beside it.

    A single space is not `wide`: it is a border only where other lines have a wide gap.
    """

    start: int
    end: int
    columns: Interval
    left: str
    right: str
    wide: bool

    @property
    def spaces_letters(self) -> bool:
        """Whether it stands inside a spaced-out label or name: 甲  方：, 代理人：童  欣."""
        if _NAME_AHEAD.search(self.left) is not None:
            return len(self.right) == 1 and HAN.match(self.right) is not None
        return len(self.left) == 1 and HAN.match(self.left) is not None and _LABEL.match(self.right) is not None

    @property
    def parts(self) -> bool:
        """Whether it may part two cells: not a label and its value, not two halves of a sentence or of a date."""
        if _BLANK_DATE.match(self.right) or self.spaces_letters:
            return False
        if not self.wide and _SPACED_DATE.search(f"{self.left} {self.right}"):
            return False
        if not self.wide and _MEASURED.match(self.right if not self.left[-1:].isdigit() else "1" + self.right):
            return False
        return not self.left or not (self.left[-1] in f":：_{_STOPS}" or self.right[0] in _STOPS)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with gaps; `offset` is its place in the text, `blank` has a bit for every empty column of the page."""

    offset: int
    gaps: tuple[Gap, ...]
    blank: int


def row_of(offset: int, line: str, words: str, measure: Measure) -> Row:
    """Return a line as a row: its columns by the line as written, its words at half width."""
    places = list(accumulate(map(measure, line), initial=0))
    found = [match.span() for match in SPACES.finditer(line.rstrip())]
    ends = [*(start for start, _ in found), len(line)]
    gaps = []
    blank = -1 << places[len(line.rstrip())]  # all behind the line's end
    for index, (start, end) in enumerate(found):
        left = words[found[index - 1][1] if index else 0 : start].strip()
        right = words[end : ends[index + 1]].strip()
        gap = Gap(start, end, (places[start], places[end]), left, right, GAP.fullmatch(line, start, end) is not None)
        if start == 0 or gap.parts:
            blank |= (1 << places[end]) - (1 << places[start])
            gaps.append(gap)
    return Row(offset, tuple(gaps), blank)


def wide_gaps(row: Row) -> list[Gap]:
    """Return the wide gaps that part words of a row."""
    return [gap for gap in row.gaps if gap.start > 0 and gap.wide]


def count_wide(row: Row) -> int:
    """Return how many wide gaps part words of a row."""
    return len(wide_gaps(row))


def words_of(row: Row) -> list[str]:
    """Return the words behind each wide gap of a row."""
    return [gap.right for gap in wide_gaps(row)]


def fills(row: Sequence[str], head: Sequence[str]) -> bool:
    """Tell whether a row has a part below each of a head's, but perhaps for the remarks: its last is a figure then."""
    if len(row) + 1 == len(head) and row and _REMARKS.fullmatch(head[-1]) is not None:
        return FIGURE.fullmatch(row[-1]) is not None
    return len(row) == len(head)
