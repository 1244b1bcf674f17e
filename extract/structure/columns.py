"""Which gaps of a plain text part the columns of a table that was laid out with spaces.

One line cannot tell: two spaces part columns, the letters of a spaced-out word, or the halves of a number. Several
lines can: where the same place is empty in all of them, or where each falls into the same number of parts with
figures among them, the gaps are borders.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from statistics import median

import regex

from extract.structure.numbering import read_number
from extract.width import page_columns

_SPACE = " \u00a0\u2002\u2003\u3000"
_SPACES = re.compile(rf"[{_SPACE}]+")
_GAP = re.compile(rf"[{_SPACE}]{{2,}}|\u3000")
_HAN = regex.compile(r"\p{Han}")
_LABEL = regex.compile(r"\p{Han}{1,6}(?:[(（][^()（）]{0,10}[)）])?[ \u3000]{0,4}[:：]")
_NAME_AHEAD = regex.compile(r"[:：]\p{Han}$")
_BLANK_DATE = regex.compile(r"[年月日](?!\p{Han})")
_SPACED_DATE = re.compile(r"[年月] \d")
_FIGURE = regex.compile(r"[¥￥]?\d[\d,.，]{0,20}[%‰]?\p{Han}{0,2}")
_BOX = re.compile(r"[\u2500-\u257f]")
_BOX_RULE = re.compile(r"[\s\u2500-\u257f|+-]*[─━┄┅┈┉═]{2}[\s\u2500-\u257f|+-]*")
_WALL = re.compile(r"[│┃┆┇┊┋║]")
_PADDED_WALL = re.compile(rf"[{_SPACE}\t]*{_WALL.pattern}[{_SPACE}\t]*")
_MEASURED = re.compile(r"\d{1,5} ?[号楼层室幢栋单区年月日元万个台套份项条款次人天%℃级]")
"""A single space between figures and one of these spaces them out: 58 号 3 号楼."""
_RULE = re.compile(rf"[{_SPACE}]*[-=─━_]{{6,}}[-=─━_{_SPACE}]*")
_CLAUSE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")
_STOPS = "，、。；,;"
_LEAST_LINES = 3
_LEAST_PARTS = 3
"""Parts of a line that make a row where its neighbours have as many but do not align."""
_LEAST_ROWS = 5
"""So many rows of as many parts make a table of words, too."""
_LEAST_COLUMNS, _LEAST_FIGURES = 4, 2
"""Columns of a table whose cells one space parts, and figures in each of its rows."""
_PART = re.compile(r"[^ ]+")
_NUMBERS = "序号"
"""The head of the column that numbers the rows."""
_HEAD_OF_PRICES = re.compile(r"单价|金额|合价|总价|小计|合计|数量|人数|费用")
_ROW_NUMBERS = ("序号", "编号", "项次", "项号", "行号")
_REMARKS = re.compile(r"备\s?注|附注|备考")
"""The last column of a table that may be empty in any of its rows."""
_TWICE = regex.compile(
    rf"^[{_SPACE}]{{0,4}}(?P<label>\p{{Han}}{{2,12}}):[^\n\t:]{{1,60}}?(?P<gap>[{_SPACE}]+)(?P=label):", regex.MULTILINE
)
_TWO_LABELS = re.compile(r"[^\s:：][^\s:：]{1,12}[:：] ?\S+[ \u3000]{4,}[^\s:：]{2,12}[:：]")
"""A line of two columns, each with its label: 地址：某路1号        地址：某街2号."""
_INDENT = re.compile(rf"[{_SPACE}]{{8}}")
_INDENTED = regex.compile(
    rf"(?P<indent>[{_SPACE}]{{8,}})\p{{Han}}{{2,12}}(?:[(（][^()（）]{{0,10}}[)）])?[:：](?!.*(?:{_GAP.pattern}))"
)
_OFF_COLUMN = 2
"""Columns of the page by which a line may miss the column that it stands in."""
_LONGEST_LINE = 240
_LONGEST_SUM = 40
"""Characters behind a gap of the line that adds up a table."""
_LONGEST_BLOCK = 200
Measure = Callable[[str], int]
Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Gap:
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
            return len(self.right) == 1 and _HAN.match(self.right) is not None
        return len(self.left) == 1 and _HAN.match(self.left) is not None and _LABEL.match(self.right) is not None

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
class _Row:
    """A line with gaps; `offset` is its place in the text, `blank` has a bit for every empty column of the page."""

    offset: int
    gaps: tuple[_Gap, ...]
    blank: int


def with_columns(text: str, folded: str) -> str:
    """Return `folded`, the text at half width, with a tab for every border between columns; no offset changes.

    `text` is the text as it was written: the width of its characters tells which stand below each other.
    """
    characters = None
    for offset, count in column_gaps(text, folded).items():
        characters = list(folded) if characters is None else characters
        characters[offset : offset + count] = "\t" * count
    tabbed = folded if characters is None else "".join(characters)
    return tabbed if _BOX.search(tabbed) is None else "\n".join(map(_boxed, tabbed.split("\n")))


def _boxed(line: str) -> str:
    """Return a line of a table drawn with box characters: a rule as dashes, a row with tabs between its cells."""
    if _BOX.search(line) is None:
        return line
    if _BOX_RULE.fullmatch(line):
        return _BOX.sub("-", line)
    inner = line.strip()
    start = line.index(inner)
    row = _PADDED_WALL.sub(lambda wall: _border(wall, inner), inner)
    return line[:start] + row + line[start + len(inner) :]


def _border(wall: re.Match[str], row: str) -> str:
    """Return what stands for a wall and the spaces that pad the cells beside it: one tab, none at the row's ends."""
    outer = wall.start() == 0 or wall.end() == len(row)
    return " " * len(wall[0]) if outer else "\t".ljust(len(wall[0]))


def column_gaps(text: str, folded: str) -> dict[int, int]:
    """Return the offsets in `text` at which gaps that part columns begin, and how many borders each gap holds."""
    borders: dict[int, int] = dict(_single_spaced(text)) | dict(_said_twice(folded))
    for block in _blocks(text):
        words = [folded[offset : offset + len(line)] for offset, line in block]
        by_width = [_row(*line, word, page_columns) for line, word in zip(block, words, strict=True)]
        by_count = [_row(*line, word, len) for line, word in zip(block, words, strict=True)]
        regular = dict(_regular(by_count))
        if len(regular) == sum(map(_inner, by_count)):
            borders |= regular  # every row has a word in every column, wherever it stands
            continue
        found, other = dict(_aligned(by_width)), dict(_aligned(by_count))
        aligned = (found if _single(found) >= _single(other) else other) or regular
        borders |= _of_full_rows(by_count, regular, aligned)
    return borders | dict(_right_alone(text, borders))


def _right_alone(text: str, borders: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the borders of lines that have a label in the right one of two columns and nothing in the left."""
    if _INDENT.search(text) is None:
        return
    right = None
    offset = 0
    for line in text.split("\n"):
        gaps = list(_SPACES.finditer(line))
        paired = bool(gaps) and _TWO_LABELS.match(line) is not None
        own = [gap for gap in gaps if (paired and len(gap[0]) > 1) or offset + gap.start() in borders]
        indented = _INDENTED.match(line) if gaps else None
        if len(own) == 1 and own[0].start() > 0:
            right = page_columns(line[: own[0].end()])
        elif right is not None and indented and not own and _reaches(indented["indent"], right):
            yield offset, 1
        elif line.strip():
            right = None
        offset += len(line) + 1


def _reaches(indent: str, column: int) -> bool:
    return abs(page_columns(indent) - column) <= _OFF_COLUMN


def _of_full_rows(rows: Sequence[_Row], regular: dict[int, int], aligned: dict[int, int]) -> dict[int, int]:
    """Return the `aligned` borders, but for a table whose full rows do not align: there every wide gap is a border.

    The line right below its last full row is the sum.
    """
    least = _LEAST_PARTS if any(map(_heads_prices, rows)) else _LEAST_COLUMNS
    full = [index for index, row in enumerate(rows) if _is_full(row, regular, least)]
    gaps = [row.offset + gap.start for row in map(rows.__getitem__, full) for gap in _wide(row)]
    below = rows[full[-1] + 1 : full[-1] + 2] if full else []
    if all(aligned.get(gap) == 1 for gap in gaps):
        return {
            row.offset + gap.start: 1 for row in below for gap in _wide(row) if _FIGURE.fullmatch(gap.right)
        } | aligned
    table = [
        *rows[full[0] : full[-1] + 1],
        *(row for row in below if all(len(gap.right) <= _LONGEST_SUM for gap in row.gaps)),
    ]
    inside = {row.offset + gap.start for row in table for gap in row.gaps}
    outside = {gap: count for gap, count in aligned.items() if gap not in inside}
    return outside | {row.offset + gap.start: 1 for row in table for gap in _wide(row)}


def _wide(row: _Row) -> list[_Gap]:
    return [gap for gap in row.gaps if gap.start > 0 and gap.wide]


def _heads_prices(row: _Row) -> bool:
    """Tell whether a row is the head of a price table, however few its columns are: 序号　项目　金额(元)."""
    gaps = _wide(row)
    words = [gap.right for gap in gaps]
    return bool(gaps) and gaps[0].left in _ROW_NUMBERS and any(map(_HEAD_OF_PRICES.search, words))


def _is_full(row: _Row, regular: Mapping[int, int], least: int) -> bool:
    """Tell whether a row is one of a regular table of prices: all its gaps are borders, and there are enough."""
    gaps = _wide(row)
    return len(gaps) + 1 >= least and all(row.offset + gap.start in regular for gap in gaps)


def _single(borders: dict[int, int]) -> int:
    """Return how many gaps hold one border: where many hold two, the columns were measured wrongly."""
    return sum(count == 1 for count in borders.values())


def _blocks(text: str) -> Iterator[list[tuple[int, str]]]:
    """Yield runs of lines with gaps, as offsets and lines; no run is parted by rules, nor by a blank below its head."""
    block: list[tuple[int, str]] = []
    offset = 0
    for line in text.split("\n"):
        if _may_be_row(line) and len(block) < _LONGEST_BLOCK:
            block.append((offset, line))
        elif _RULE.fullmatch(line) is None and (line.strip() or len(block) != 1):
            if len(block) >= _LEAST_LINES:
                yield block
            block = []
        offset += len(line) + 1
    if len(block) >= _LEAST_LINES:
        yield block


def _single_spaced(text: str) -> Iterator[tuple[int, int]]:
    """Yield the borders of tables whose cells one space parts: a head of words, rows with as many parts and figures.

    A row with fewer parts (合计) ends the table: nobody can say in which columns its figures stand.
    """
    run: list[tuple[int, list[re.Match[str]]]] = []
    offset = 0
    for line in [*text.split("\n"), ""]:
        spaced = " " in line and "  " not in line and "\t" not in line and "|" not in line
        parts = list(_PART.finditer(line)) if spaced and len(line) <= _LONGEST_LINE else []
        plain = len(parts) >= _LEAST_COLUMNS
        words = [part[0] for part in parts]
        figures = sum(_FIGURE.fullmatch(word) is not None for word in words)
        goes_on = plain and figures >= _LEAST_FIGURES and bool(run) and _fills(words, [part[0] for part in run[0][1]])
        if not goes_on:
            yield from _spaces_of(run, line)
            run = []
        if goes_on or (plain and figures == 0 and _HEAD_OF_PRICES.search(line)):
            run.append((offset, parts))
        offset += len(line) + 1


def _fills(row: Sequence[str], head: Sequence[str]) -> bool:
    """Tell whether a row has a part below each of a head's, but perhaps for the remarks: its last is a figure then."""
    if len(row) + 1 == len(head) and row and _REMARKS.fullmatch(head[-1]) is not None:
        return _FIGURE.fullmatch(row[-1]) is not None
    return len(row) == len(head)


def _said_twice(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the borders of lines that have the same label twice: the values of two parties, however near."""
    for match in _TWICE.finditer(folded):
        if folded[match.start("gap") - 1] != "|":
            yield match.start("gap"), 1


def _spaces_of(run: Sequence[tuple[int, list[re.Match[str]]]], below: str) -> Iterator[tuple[int, int]]:
    """Yield the borders of the rows of `run`, where the line `below` it leaves no doubt that they are a table.

    A head with 序号 needs no second row below 1, unless the next line goes on with 2.
    """
    single = len(run) == _LEAST_LINES - 1 and [parts[0][0] for _, parts in run] == [_NUMBERS, "1"]
    if len(run) >= _LEAST_LINES or (single and not below.startswith("2 ")):
        yield from ((offset + part.end(), 1) for offset, parts in run for part in parts[:-1])


def _may_be_row(line: str) -> bool:
    """Tell whether a line has gaps, and is not a word whose letters they space out: 合  同  书."""
    if len(line) > _LONGEST_LINE or "\t" in line or "|" in line or _GAP.search(line) is None:
        return False
    parts = [part for part in _GAP.split(line.strip()) if part]
    if len(parts) == 2 and _CLAUSE_NUMBER.fullmatch(parts[0]) and _HAN.match(parts[1]) and _heads_text(line):
        return False
    return len(parts) > 1 and any(len(part) > 1 for part in parts)


def _heads_text(line: str) -> bool:
    """Tell whether the one gap of a line is what drafters put behind the number of a clause: 4.1　采购单位……."""
    gap = _GAP.search(line.strip())
    return gap is not None and (gap[0] == "\u3000" or "." in line.strip()[: gap.start()])


def _row(offset: int, line: str, words: str, measure: Measure) -> _Row:
    """Return a line as a row: its columns by the line as written, its words at half width."""
    places = list(accumulate(map(measure, line), initial=0))
    found = [match.span() for match in _SPACES.finditer(line.rstrip())]
    ends = [*(start for start, _ in found), len(line)]
    gaps = []
    blank = -1 << places[len(line.rstrip())]  # all behind the line's end
    for index, (start, end) in enumerate(found):
        left = words[found[index - 1][1] if index else 0 : start].strip()
        right = words[end : ends[index + 1]].strip()
        gap = _Gap(start, end, (places[start], places[end]), left, right, _GAP.fullmatch(line, start, end) is not None)
        if start == 0 or gap.parts:
            blank |= (1 << places[end]) - (1 << places[start])
            gaps.append(gap)
    return _Row(offset, tuple(gaps), blank)


def _aligned(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Yield the borders of rows, or of runs of them, that leave the same columns of the page empty."""
    gutters = _gutters(rows)
    if gutters and len(gutters) >= median(map(_inner, rows)):
        yield from _borders(rows, gutters)
        return
    start = 0
    while start + _LEAST_LINES <= len(rows):
        run = list(rows[start : start + _LEAST_LINES])
        gutters = _gutters(run)
        start += _LEAST_LINES if gutters else 1
        while gutters and start < len(rows):
            if len(narrowed := _gutters([*run, rows[start]])) >= len(gutters):
                run.append(rows[start])
                gutters = narrowed
            elif len(rows[start].gaps) == len(gutters):  # one long cell has shifted the row
                yield from ((rows[start].offset + gap.start, 1) for gap in rows[start].gaps)
            else:
                break
            start += 1
        yield from _borders(run, gutters)


def _borders(rows: Sequence[_Row], gutters: Sequence[Interval]) -> Iterator[tuple[int, int]]:
    for row in rows:
        for gap in row.gaps:
            if count := sum(_covers(gap, gutter) for gutter in gutters):
                yield row.offset + gap.start, min(count, gap.end - gap.start)


def _inner(row: _Row) -> int:
    return len(_wide(row))


def _words(row: _Row) -> list[str]:
    return [gap.right for gap in _wide(row)]


def _covers(gap: _Gap, gutter: Interval) -> bool:
    return gap.columns[0] <= gutter[0] and gutter[1] <= gap.columns[1]


def _gutters(rows: Sequence[_Row]) -> list[Interval]:
    """Return the columns of the page that are empty in all rows, lie in gaps of most, and part cells."""
    common = -1
    for row in rows:
        common &= row.blank
    furthest = max((gap.columns[1] for row in rows for gap in row.gaps), default=0)
    found = [span for span in _runs(common, furthest) if _parts_cells(rows, span)]
    gutters = [span for span in found if not _spaces_out_head(rows, span, found)]
    if len(gutters) == 1 and all(gap.left.isdigit() for row in rows for gap in row.gaps if _covers(gap, gutters[0])):
        return []  # numbers and what they number
    return gutters


def _spaces_out_head(rows: Sequence[_Row], gutter: Interval, gutters: Sequence[Interval]) -> bool:
    """Tell whether a gutter is a single space in some rows, 工作量 (人月), and beside another one in all others."""
    gaps = [gap for row in rows for gap in row.gaps if _covers(gap, gutter)]
    narrow = sum(not gap.wide for gap in gaps)
    beside = sum(gap.wide and sum(_covers(gap, other) for other in gutters) > 1 for gap in gaps)
    return narrow > 0 and narrow + beside == len(gaps)


def _runs(bits: int, length: int) -> Iterator[Interval]:
    """Yield the runs of ones among the first `length` bits."""
    start = None
    for place in range(length + 1):
        one = place < length and bits >> place & 1
        if one and start is None:
            start = place
        elif not one and start is not None:
            yield start, place
            start = None


def _parts_cells(rows: Sequence[_Row], gutter: Interval) -> bool:
    """Tell whether a gutter is a border: most rows go on behind it, and it spaces out no word or number of a clause."""
    gaps = [gap for row in rows for gap in row.gaps if _covers(gap, gutter) and gap.left and gap.wide]
    headed = _inner(rows[0]) > _LEAST_PARTS and any(_covers(gap, gutter) and gap.wide for gap in rows[0].gaps)
    if len(gaps) < 2 or (len(gaps) * 2 < len(rows) and not headed):
        return False
    lone = sum(len(gap.left) == 1 == len(gap.right) and _HAN.match(gap.left) is not None for gap in gaps)
    numbered = sum(_is_number(gap) for gap in gaps)
    return lone < len(gaps) and numbered * 2 <= len(gaps)


def _is_number(gap: _Gap) -> bool:
    """Tell whether the number of a clause stands before a gap; a bare figure may number the rows of a table."""
    number = read_number(gap.left + gap.right)
    return number is not None and number.end >= len(gap.left) and not gap.left.isdigit()


def _regular(rows: Sequence[_Row]) -> Iterator[tuple[int, int]]:
    """Yield the borders of rows that do not align, but have the same number of parts, with figures in most."""
    start = 0
    for end in range(1, len(rows) + 1):
        count = _inner(rows[start])
        if end < len(rows) and (_inner(rows[end]) == count or _fills(_words(rows[end]), _words(rows[start]))):
            continue
        run = rows[start:end]
        figures = sum(any(_FIGURE.fullmatch(gap.right) for gap in row.gaps) for row in run)
        measured = figures * 2 >= len(run) or len(run) >= _LEAST_ROWS
        if count + 1 >= _LEAST_PARTS and len(run) >= _LEAST_LINES and measured:
            gaps = ((row, gap) for row in run for gap in _wide(row) if not _is_number(gap))
            yield from ((row.offset + gap.start, 1) for row, gap in gaps)
        start = end
