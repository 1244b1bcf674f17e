"""Which gaps of a plain text part the columns of a table that was laid out with spaces.

One line cannot tell: two spaces part columns, the letters of a spaced-out word, or the halves of a number. Several
lines can: where the same place is empty in all of them, or where each falls into the same number of parts with
figures among them, the gaps are borders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import regex

from extract.structure.gaps import FIGURE, GAP, HAN, SPACE, SPACES, Row, count_wide, fills, row_of, wide_gaps
from extract.structure.gutters import LEAST_LINES, LEAST_PARTS, aligned_borders, regular_borders
from extract.width import page_columns

_BOX = re.compile(r"[\u2500-\u257f]")
_BOX_RULE = re.compile(r"[\s\u2500-\u257f|+-]*[─━┄┅┈┉═]{2}[\s\u2500-\u257f|+-]*")
_WALL = re.compile(r"[│┃┆┇┊┋║]")
_PADDED_WALL = re.compile(rf"[{SPACE}\t]*{_WALL.pattern}[{SPACE}\t]*")
_RULE = re.compile(rf"[{SPACE}]*[-=─━_]{{6,}}[-=─━_{SPACE}]*")
_CLAUSE_NUMBER = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}")
_LEAST_COLUMNS, _LEAST_FIGURES = 4, 2
"""Columns of a table whose cells one space parts, and figures in each of its rows."""
_PART = re.compile(r"[^ ]+")
_HEAD_OF_PRICES = re.compile(r"单价|金额|合价|总价|小计|合计|数量|人数|费用")
_ROW_NUMBERS = ("序号", "编号", "项次", "项号", "行号")
"""The heads of a column that numbers the rows."""
_TWICE = regex.compile(
    rf"^[{SPACE}]{{0,4}}(?P<label>\p{{Han}}{{2,12}}):[^\n\t:]{{1,60}}?(?P<gap>[{SPACE}]+)(?P=label):", regex.MULTILINE
)
_TWO_LABELS = re.compile(r"[^\s:：][^\s:：]{1,12}[:：] ?\S+[ \u3000]{4,}[^\s:：]{2,12}[:：]")
"""A line of two columns, each with its label: 地址：某路1号        地址：某街2号."""
_INDENT = re.compile(rf"[{SPACE}]{{8}}")
_INDENTED = regex.compile(
    rf"(?P<indent>[{SPACE}]{{8,}})\p{{Han}}{{2,12}}(?:[(（][^()（）]{{0,10}}[)）])?[:：](?!.*(?:{GAP.pattern}))"
)
_OFF_COLUMN = 2
"""Columns of the page by which a line may miss the column that it stands in."""
_LONGEST_LINE = 240
_LONGEST_SUM = 40
"""Characters behind a gap of the line that adds up a table."""
_LONGEST_BLOCK = 200


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
        by_width = [row_of(*line, word, page_columns) for line, word in zip(block, words, strict=True)]
        by_count = [row_of(*line, word, len) for line, word in zip(block, words, strict=True)]
        regular = dict(regular_borders(by_count))
        if len(regular) == sum(map(count_wide, by_count)):
            borders |= regular  # every row has a word in every column, wherever it stands
            continue
        found, other = dict(aligned_borders(by_width)), dict(aligned_borders(by_count))
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
        gaps = list(SPACES.finditer(line))
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


def _of_full_rows(rows: Sequence[Row], regular: dict[int, int], aligned: dict[int, int]) -> dict[int, int]:
    """Return the `aligned` borders, but for a table whose full rows do not align: there every wide gap is a border.

    The line right below its last full row is the sum.
    """
    least = LEAST_PARTS if any(map(_heads_prices, rows)) else _LEAST_COLUMNS
    full = [index for index, row in enumerate(rows) if _is_full(row, regular, least)]
    gaps = [row.offset + gap.start for row in map(rows.__getitem__, full) for gap in wide_gaps(row)]
    below = rows[full[-1] + 1 : full[-1] + 2] if full else []
    if all(aligned.get(gap) == 1 for gap in gaps):
        return {
            row.offset + gap.start: 1 for row in below for gap in wide_gaps(row) if FIGURE.fullmatch(gap.right)
        } | aligned
    table = [
        *rows[full[0] : full[-1] + 1],
        *(row for row in below if all(len(gap.right) <= _LONGEST_SUM for gap in row.gaps)),
    ]
    inside = {row.offset + gap.start for row in table for gap in row.gaps}
    outside = {gap: count for gap, count in aligned.items() if gap not in inside}
    return outside | {row.offset + gap.start: 1 for row in table for gap in wide_gaps(row)}


def _heads_prices(row: Row) -> bool:
    """Tell whether a row is the head of a price table, however few its columns are: 序号　项目　金额(元)."""
    gaps = wide_gaps(row)
    words = [gap.right for gap in gaps]
    return bool(gaps) and gaps[0].left in _ROW_NUMBERS and any(map(_HEAD_OF_PRICES.search, words))


def _is_full(row: Row, regular: Mapping[int, int], least: int) -> bool:
    """Tell whether a row is one of a regular table of prices: all its gaps are borders, and there are enough."""
    gaps = wide_gaps(row)
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
            if len(block) >= LEAST_LINES:
                yield block
            block = []
        offset += len(line) + 1
    if len(block) >= LEAST_LINES:
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
        figures = sum(FIGURE.fullmatch(word) is not None for word in words)
        goes_on = plain and figures >= _LEAST_FIGURES and bool(run) and fills(words, [part[0] for part in run[0][1]])
        if not goes_on:
            yield from _spaces_of(run, line)
            run = []
        if goes_on or (plain and figures == 0 and _HEAD_OF_PRICES.search(line)):
            run.append((offset, parts))
        offset += len(line) + 1


def _said_twice(folded: str) -> Iterator[tuple[int, int]]:
    """Yield the borders of lines that have the same label twice: the values of two parties, however near."""
    for match in _TWICE.finditer(folded):
        if folded[match.start("gap") - 1] != "|":
            yield match.start("gap"), 1


def _spaces_of(run: Sequence[tuple[int, list[re.Match[str]]]], below: str) -> Iterator[tuple[int, int]]:
    """Yield the borders of the rows of `run`, where the line `below` it leaves no doubt that they are a table.

    A head with 序号 or the like needs no second row below 1, unless the next line goes on with 2.
    """
    firsts = [parts[0][0] for _, parts in run]
    single = len(run) == LEAST_LINES - 1 and firsts[0] in _ROW_NUMBERS and firsts[1] == "1"
    if len(run) >= LEAST_LINES or (single and not below.startswith("2 ")):
        yield from ((offset + part.end(), 1) for offset, parts in run for part in parts[:-1])


def _may_be_row(line: str) -> bool:
    """Tell whether a line has gaps, and is not a word whose letters they space out: 合  同  书."""
    if len(line) > _LONGEST_LINE or "\t" in line or "|" in line or GAP.search(line) is None:
        return False
    parts = [part for part in GAP.split(line.strip()) if part]
    if len(parts) == 2 and _CLAUSE_NUMBER.fullmatch(parts[0]) and HAN.match(parts[1]) and _heads_text(line):
        return False
    return len(parts) > 1 and any(len(part) > 1 for part in parts)


def _heads_text(line: str) -> bool:
    """Tell whether the one gap of a line is what drafters put behind the number of a clause: 4.1　采购单位……."""
    gap = GAP.search(line.strip())
    return gap is not None and (gap[0] == "\u3000" or "." in line.strip()[: gap.start()])
