"""Text set in columns without rules: the two halves of a signature page, tables that only alignment shows.

Neighbouring lines that leave the same strip of the page empty are columns. A line alone is left as it is, its gaps
filled with spaces: whether those part anything is for the flow to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from extract.readers.layout.bands import centred_rows
from extract.readers.layout.lines import Line, Run, wraps
from extract.readers.layout.parts import (
    GUTTER,
    HAIR,
    LABELLED,
    NARROWEST,
    NUMBERING,
    Interval,
    cells_of,
    gaps_between,
    labelled_halves,
    parts_of,
    united,
    words_of,
)
from extract.readers.layout.regular import regular_rows
from extract.readers.layout.wrapped import ColumnRow, mended

_ALIGNED = 0.3  # em by which the beginnings of one column may differ
_FURTHEST = 4.0  # em between the tops of two lines of one block
_APART = 2.6  # em between two lines of which the second stands alone on the left: a heading below a table
_HANGS, _DEEPEST = 0.5, 2.5  # em by which what is broken off an indented line begins further out than this
_LEAST_ROWS = 2
_MANY_CUTS, _MANY_ROWS = 3, 3
"""What is empty between so many columns in so many rows is a gutter, however narrow."""
_LEAD = 6
"""So many lines of one part may begin a table of centred cells: those of a cell that is higher than its neighbours."""
_DATE_PART = re.compile(r"[年月日]")
_DATE_REST = re.compile(r"\d{1,2}\s{0,9}[月日]")
_NAME_ENDS = re.compile(r"(?:有限(?:责任)?|股份)公司|[支分]行|营业部|信用社|分理处")
_ENDING_LABEL = re.compile(r"[:：]\s*$")


@dataclass(slots=True)
class _Block:
    """Lines in columns under construction, and the strips that all of them leave empty.

    `margin` is where the page's full lines end; `overflowing` are the lines that begin at the left of the page with
    what had no room there: the rest of the last column.
    """

    margin: float
    lines: list[Line] = field(default_factory=list)
    taken: list[Interval] = field(default_factory=list)
    gutters: list[Interval] = field(default_factory=list)
    overflowing: list[Line] = field(default_factory=list)

    def cells(self, cuts: Sequence[float]) -> list[list[Run | None]]:
        """Return what each line says in the columns that `cuts` part."""
        return [
            [*[None] * len(cuts), line.run()] if line in self.overflowing else cells_of(line, cuts)
            for line in self.lines
        ]


def in_columns(lines: Sequence[Line], margin: float | None = None) -> Iterator[Line | list[ColumnRow]]:
    """Yield the lines of a page, those in columns as the rows of their block.

    `margin` is where the page's full lines end, in points, if that is known.
    """
    margin = float("inf") if margin is None else margin
    index = 0
    while index < len(lines):
        centred = _centred(lines, index, margin)
        if centred is not None:
            yield centred[0]
            index += centred[1]
            continue
        block = _block(lines, index, margin)
        rows = _rows(block) if block is not None else None
        regular = regular_rows(lines[index:])
        if regular and (rows is None or block is None or _is_better(regular, rows, len(block.lines))):
            yield [ColumnRow([[run] for run in row], line.box[1], line.box[3]) for line, row in regular]
            index += len(regular)
        elif block is None or rows is None:
            yield lines[index]
            index += 1
        else:
            yield rows
            index += len(block.lines)


def _is_better(regular: Sequence[tuple[Line, list[Run]]], rows: Sequence[ColumnRow], lines: int) -> bool:
    """Tell whether rows of equally many parts leave out no line of the rows that align, which have a hole or fewer."""
    holes = any(not cell for row in rows for cell in row.cells)
    return len(regular) >= lines and (holes or len(regular[0][1]) > len(rows[0].cells))


def _centred(lines: Sequence[Line], start: int, margin: float) -> tuple[list[ColumnRow], int] | None:
    """Return the rows of a table that begins with a line, cells centred on their rows, and how many lines it has."""
    block = _Block(margin)
    sided = 0
    for line in lines[start:]:
        parts = [(piece.glyphs[0].box[0], piece.glyphs[-1].box[2]) for piece in line.pieces]
        if sided == 0 and len(parts) < 2 and len(block.lines) == _LEAD:
            return None
        if not _takes(block, line, parts, _LEAST_ROWS if sided else 0):
            break
        sided += len(parts) > 1
    while sided and block.lines:
        rows, ends = _centred_rows(block, sided), _belongs(block)
        if rows is not None and (rows[-1].banded or (ends and sum(map(bool, rows[-1].cells)) > 1)):
            return rows, len(block.lines)
        if rows is None and ends:
            return None
        block.lines.pop()
    return None


def _centred_rows(block: _Block, sided: int) -> list[ColumnRow] | None:
    """Return the rows of a block of which `sided` lines have several parts, if it surely is a table."""
    cuts = _cuts(block)
    headed = len(parts_of(block.lines[0])) > 1
    rows = centred_rows(block.cells(cuts), max(line.em for line in block.lines))
    if rows is None:
        return _rows(block) if len(cuts) >= _MANY_CUTS and sided >= _MANY_ROWS and headed else None
    return mended([_column_row(row) for row in rows]) if headed or sum(map(len, rows[0])) > 1 else None


def _cuts(block: _Block) -> list[float]:
    """Return where columns meet: in the gutters, and in narrower strips that most rows show to be wider."""
    lines = [line for line in block.lines if line not in block.overflowing]
    words = [[(word.glyphs[0].box[0], word.glyphs[-1].box[2]) for word in words_of(line)] for line in lines]
    em = max(line.em for line in lines)
    strips = gaps_between(united([word for row in words for word in row]), HAIR * em)
    return [
        (left + right) / 2
        for left, right in strips
        if any(left < gutter[1] and gutter[0] < right for gutter in block.gutters)
        or _is_wide(words, (left + right) / 2, GUTTER * em, block.gutters)
    ]


def _is_wide(words: Sequence[Sequence[Interval]], cut: float, width: float, gutters: Sequence[Interval]) -> bool:
    """Tell whether most of the rows that write the columns on both sides of a cut, and several, leave `width` there."""
    gaps = [(left, right) for row in words for (_, left), (right, _) in pairwise(row) if left < cut < right]
    beside = [gap for gap in gaps if not any(gap[0] <= gutter[0] <= gap[1] for gutter in gutters)]
    wide = [gap for gap in beside if gap[1] - gap[0] >= width]
    return len(wide) >= max(_MANY_ROWS, len(beside) / 2)


def _column_row(cells: list[list[Run]]) -> ColumnRow:
    boxes = [glyph.box for cell in cells for run in cell for glyph in run.glyphs]
    return ColumnRow(
        cells, min(box[1] for box in boxes), max(box[3] for box in boxes), banded=any(len(cell) > 1 for cell in cells)
    )


def _block(lines: Sequence[Line], start: int, margin: float) -> _Block | None:
    """Return the longest block of columns that begins with a line of several parts, or None."""
    block = _Block(margin)
    sided = 0
    for line in lines[start:]:
        parts = parts_of(line)
        if not block.lines and len(parts) < 2:
            return None
        if not _takes(block, line, parts, sided):
            break
        sided += len(parts) > 1
    while block.lines and not _belongs(block):
        block.lines.pop()
    sided = sum(len(parts_of(line)) > 1 for line in block.lines)
    return block if sided >= _LEAST_ROWS or block.overflowing or _is_wrapped_pair(block.lines) else None


def _is_wrapped_pair(lines: Sequence[Line]) -> bool:
    """Tell whether below two labelled values beside each other stands the rest of the right one alone."""
    if len(lines) != 2 or LABELLED.match(lines[1].text):
        return False
    parts = parts_of(lines[0])
    halves = [run for run in cells_of(lines[0], [parts[-1][0] - 1]) if run is not None]
    labelled = len(parts) == 2 and all(LABELLED.match(half.text) for half in halves)
    return labelled and abs(lines[1].box[0] - parts[1][0]) < lines[1].em / 2


def _takes(block: _Block, line: Line, parts: Sequence[Interval], sided: int) -> bool:
    """Add a line to a block of which `sided` lines have several parts, unless it is too far or closes a gutter."""
    if block.lines and line.box[1] - block.lines[-1].box[1] > _FURTHEST * max(line.em, block.lines[-1].em):
        return False
    if block.lines and _overflows(block, line):
        block.lines.append(line)
        block.overflowing.append(line)
        return True
    alone = block.gutters and len(parts) < 2 and parts[0][0] < block.gutters[0][0]
    if alone and line.level - block.lines[-1].level > _APART * line.em:
        return False
    if sided >= _LEAST_ROWS or labelled_halves(block.lines[0] if block.lines else line):
        least, parts = NARROWEST, parts_of(line, NARROWEST)
    else:
        least = GUTTER
    taken = united([*block.taken, *parts])
    gutters = gaps_between(taken, least * line.em)
    begins = sided == 0 and len(parts) < 2
    if not begins and (not gutters or (sided >= _LEAST_ROWS and len(gutters) < len(block.gutters))):
        return False
    block.lines.append(line)
    block.taken, block.gutters = taken, gutters
    return True


def _overflows(block: _Block, line: Line) -> bool:
    """Tell whether a line is the rest of the right one of two labelled values above it, which ran up to the margin.

    It is when the left value had room for it, or is there while the right one is still to come, or when the right
    values do not begin below each other: then spaces part the halves, and nothing but the margin breaks a line.
    """
    above = block.lines[-1]
    parts = parts_of(above)
    if len(parts) != 2 or len(parts_of(line)) > 1 or LABELLED.match(line.text):
        return False
    indent = (parts[0][0] - line.box[0]) / line.em
    if not -1 <= indent <= _DEEPEST:
        return False
    left, right = (run for run in cells_of(above, [parts[1][0] - 1]) if run is not None)
    labelled = LABELLED.match(left.text) and LABELLED.match(right.text)
    if not labelled or not wraps(right, line.run(), block.margin, line.em):
        return False
    if _ENDING_LABEL.search(right.text):
        return _ENDING_LABEL.search(left.text) is None
    ends_name = _ends_name(right.text, line.text) and not _ends_name(left.text, line.text)
    if ends_name or indent > _HANGS:  # below an indented line what the margin broke begins further out than a column
        return True
    starts = [halves[1][0] for other in block.lines[:-1] if len(halves := parts_of(other)) == 2]
    aligned = not starts or any(abs(start - right.left) < line.em * _ALIGNED for start in starts)
    return not aligned or not wraps(left, line.run(), right.left - GUTTER * line.em, line.em)


def _ends_name(words: str, rest: str) -> bool:
    """Tell whether a name goes on from one line into the other: 云岭数维有限公 / 司（章）, 高新支 / 行."""
    return any(match.start() < len(words) < match.end() for match in _NAME_ENDS.finditer(words + rest))


def _belongs(block: _Block) -> bool:
    """Tell whether a block may end with its last line: in several parts, or the rest of a cell on the right."""
    last = block.lines[-1]
    if last in block.overflowing:
        return True
    return len(parts_of(last)) > 1 or last.box[0] >= block.gutters[0][1] - last.em or len(block.lines) < 2


def _rows(block: _Block) -> list[ColumnRow] | None:
    """Return the rows of a block, or None when its gaps part nothing: numbers from clauses, labels from values."""
    cuts = _cuts(block)
    while cuts:
        table = block.cells(cuts)
        idle = next((i for i in range(len(cuts)) if _parts_nothing(table, i, len(cuts))), None)
        if idle is None:
            cells = [[[cell] if cell is not None else [] for cell in row] for row in table]
            return mended(
                [ColumnRow(row, line.box[1], line.box[3]) for row, line in zip(cells, block.lines, strict=True)]
            )
        del cuts[idle]
    return None


def _parts_nothing(table: Sequence[Sequence[Run | None]], cut: int, cuts: int) -> bool:
    """Tell whether a cut is no border: on its left bare numbers or labels stand, or on its right the parts of dates."""
    left = [run.text.strip() for row in table if (run := row[cut]) is not None]
    right = [run.text for row in table if (run := row[cut + 1]) is not None]
    if cuts == 1 and all(NUMBERING.fullmatch(text) for text in left):
        return True
    if all(text.endswith(("年", "月")) for text in left) and all(_DATE_REST.match(text) for text in right):
        return True
    return all(text.endswith((":", "：")) for text in left) or all(_DATE_PART.match(text) for text in right)
