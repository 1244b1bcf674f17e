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
from extract.readers.layout.lines import WIDE, Line, Run, em_of, label_broken, run_of, wraps
from extract.readers.layout.regular import regular_rows
from extract.readers.page import Piece

_GUTTER = 1.2  # em
_NARROWEST = 0.5  # em, once the columns are known
_HAIR = 0.25  # em, where most rows leave a gutter
_ALIGNED = 0.3  # em by which the beginnings of one column may differ
_FURTHEST = 4.0  # em between the tops of two lines of one block
_APART = 2.6  # em between two lines of which the second stands alone on the left: a heading below a table
_LEAST_ROWS = 2
_LEAST_TABLE = 3
"""Columns of a table; two are the halves of a page."""
_MANY_CUTS, _MANY_ROWS = 3, 3
"""What is empty between so many columns in so many rows is a gutter, however narrow."""
_LEAD = 6
"""So many lines of one part may begin a table of centred cells: those of a cell that is higher than its neighbours."""
_NUMBERING = re.compile(
    r"[（(]?[\d.．一二三四五六七八九十①-⑳]{1,8}[、.．)）]?|第[一二三四五六七八九十百\d]{1,5}[条章节款]|[•●■◆☑□√-]"
)
_DATE_PART = re.compile(r"[年月日]")
_DATE_REST = re.compile(r"\d{1,2}\s{0,9}[月日]")
_MONEY = re.compile(r"[¥￥]?(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,7})(?:\.\d{1,4})?[元%％]?")
_BROKEN_FIGURE = re.compile(r"[¥￥\d,]{1,20}(?:\.\d?\|\d{1,2}|\|\.\d{1,2})")
_TOTAL = re.compile(r"[合小总共]\s*计")
_DANGLING = frozenset("-—，、（(《")
_COLON = re.compile("[:：]")
_LABELLED = re.compile(r".{0,20}?[:：]")
_LABEL = re.compile(r"[一-鿿\s]{2,12}(?:[（(][^（()）]{0,8}[)）])?\s?[:：]")
_DATE = re.compile(r"[\d\s_]{0,12}年[\d\s_]{0,8}月")
_ENDING_LABEL = re.compile(r"[:：]\s*$")
Interval = tuple[float, float]


@dataclass(slots=True)
class ColumnRow:
    """One row of columns: for each column the runs that stand in it, those of a wrapped line one behind another.

    `banded`: its cells are known to be whole.
    """

    cells: list[list[Run]]
    top: float
    bottom: float
    banded: bool = False

    @property
    def width(self) -> int:
        """How many columns are written: a line that stands alone on the left and is no labelled value is a heading."""
        alone = self.cells[0] and not any(self.cells[1:])
        heading = alone and not any(_COLON.search(run.text) for run in self.cells[0])
        return 1 if heading else len(self.cells)


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
            [*[None] * len(cuts), line.run()] if line in self.overflowing else _cells(line, cuts) for line in self.lines
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
    headed = len(_parts(block.lines[0])) > 1
    rows = centred_rows(block.cells(cuts), max(line.em for line in block.lines))
    if rows is None:
        return _rows(block) if len(cuts) >= _MANY_CUTS and sided >= _MANY_ROWS and headed else None
    return _mended([_column_row(row) for row in rows]) if headed or sum(map(len, rows[0])) > 1 else None


def _cuts(block: _Block) -> list[float]:
    """Return where columns meet: in the gutters, and in narrower strips that most rows show to be wider."""
    lines = [line for line in block.lines if line not in block.overflowing]
    words = [[(word.glyphs[0].box[0], word.glyphs[-1].box[2]) for word in _words(line)] for line in lines]
    em = max(line.em for line in lines)
    strips = _between(_united([word for row in words for word in row]), _HAIR * em)
    return [
        (left + right) / 2
        for left, right in strips
        if any(left < gutter[1] and gutter[0] < right for gutter in block.gutters)
        or _is_wide(words, (left + right) / 2, _GUTTER * em, block.gutters)
    ]


def _is_wide(words: Sequence[Sequence[Interval]], cut: float, width: float, gutters: Sequence[Interval]) -> bool:
    """Tell whether most of the rows on both sides of a cut, and several, leave `width` and no known gutter there."""
    gaps = [(left, right) for row in words for (_, left), (right, _) in pairwise(row) if left < cut < right]
    wide = [gap for gap in gaps if gap[1] - gap[0] >= width and not any(gap[0] <= g[0] <= gap[1] for g in gutters)]
    return len(wide) >= max(_MANY_ROWS, len(gaps) / 2)


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
        parts = _parts(line)
        if not block.lines and len(parts) < 2:
            return None
        if not _takes(block, line, parts, sided):
            break
        sided += len(parts) > 1
    while block.lines and not _belongs(block):
        block.lines.pop()
    sided = sum(len(_parts(line)) > 1 for line in block.lines)
    return block if sided >= _LEAST_ROWS or block.overflowing or _is_wrapped_pair(block.lines) else None


def _is_wrapped_pair(lines: Sequence[Line]) -> bool:
    """Tell whether below two labelled values beside each other stands the rest of the right one alone."""
    if len(lines) != 2 or _LABELLED.match(lines[1].text):
        return False
    parts = _parts(lines[0])
    halves = [run for run in _cells(lines[0], [parts[-1][0] - 1]) if run is not None]
    labelled = len(parts) == 2 and all(_LABELLED.match(half.text) for half in halves)
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
    if sided >= _LEAST_ROWS or _labelled_halves(block.lines[0] if block.lines else line):
        least, parts = _NARROWEST, _parts(line, _NARROWEST)
    else:
        least = _GUTTER
    taken = _united([*block.taken, *parts])
    gutters = _between(taken, least * line.em)
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
    parts = _parts(above)
    if len(parts) != 2 or len(_parts(line)) > 1 or _LABELLED.match(line.text):
        return False
    if abs(line.box[0] - parts[0][0]) > line.em:
        return False
    left, right = (run for run in _cells(above, [parts[1][0] - 1]) if run is not None)
    labelled = _LABELLED.match(left.text) and _LABELLED.match(right.text)
    if not labelled or not wraps(right, line.run(), block.margin, line.em):
        return False
    if _ENDING_LABEL.search(right.text):
        return _ENDING_LABEL.search(left.text) is None
    starts = [halves[1][0] for other in block.lines[:-1] if len(halves := _parts(other)) == 2]
    aligned = not starts or any(abs(start - right.left) < line.em * _ALIGNED for start in starts)
    return not aligned or not wraps(left, line.run(), right.left - _GUTTER * line.em, line.em)


def _belongs(block: _Block) -> bool:
    """Tell whether a block may end with its last line: in several parts, or the rest of a cell on the right."""
    last = block.lines[-1]
    if last in block.overflowing:
        return True
    return len(_parts(last)) > 1 or last.box[0] >= block.gutters[0][1] - last.em or len(block.lines) < 2


def _parts(line: Line, least: float = _GUTTER) -> list[Interval]:
    """Return the intervals that the line's parts take, those apart by less than `least` em as one."""
    parts: list[Interval] = []
    for piece in _words(line):
        left, right = piece.glyphs[0].box[0], piece.glyphs[-1].box[2]
        if parts and left - parts[-1][1] < least * line.em:
            parts[-1] = (parts[-1][0], max(right, parts[-1][1]))
        else:
            parts.append((left, right))
    return parts if len(parts) > 1 else _labelled_halves(line) or parts


def _labelled_halves(line: Line) -> list[Interval]:
    """Return the halves of a line that are a labelled value each, though little room is between them."""
    words = _words(line)
    labels = [word for word in words if _LABELLED.match("".join(glyph.text for glyph in word.glyphs))]
    if len(labels) != 2 or labels[0] is not words[0]:
        return []
    left = words[words.index(labels[1]) - 1]
    if labels[1].glyphs[0].box[0] - left.glyphs[-1].box[2] < _NARROWEST * line.em:
        return []
    return [(words[0].glyphs[0].box[0], left.glyphs[-1].box[2]), (labels[1].glyphs[0].box[0], line.box[2])]


def _united(intervals: Sequence[Interval]) -> list[Interval]:
    united: list[Interval] = []
    for left, right in sorted(intervals):
        if united and left <= united[-1][1]:
            united[-1] = (united[-1][0], max(right, united[-1][1]))
        else:
            united.append((left, right))
    return united


def _between(taken: Sequence[Interval], width: float) -> list[Interval]:
    gaps = [(left[1], right[0]) for left, right in pairwise(taken)]
    return [gap for gap in gaps if gap[1] - gap[0] >= width]


def _rows(block: _Block) -> list[ColumnRow] | None:
    """Return the rows of a block, or None when its gaps part nothing: numbers from clauses, labels from values."""
    cuts = _cuts(block)
    while cuts:
        table = block.cells(cuts)
        idle = next((i for i in range(len(cuts)) if _parts_nothing(table, i, len(cuts))), None)
        if idle is None:
            cells = [[[cell] if cell is not None else [] for cell in row] for row in table]
            return _mended(
                [ColumnRow(row, line.box[1], line.box[3]) for row, line in zip(cells, block.lines, strict=True)]
            )
        del cuts[idle]
    return None


def _cells(line: Line, cuts: Sequence[float]) -> list[Run | None]:
    cells: list[list[Piece]] = [[] for _ in range(len(cuts) + 1)]
    for piece in _words(line):
        cells[sum(piece.glyphs[0].box[0] >= cut for cut in cuts)].append(piece)
    return [run_of(line.page, pieces, line.em) if pieces else None for pieces in cells]


def _words(line: Line) -> list[Piece]:
    """Return the pieces of a line, parted where they hold spaces that may be borders of columns; labels stay whole."""
    words: list[Piece] = []
    for piece in line.pieces:
        first, spaces = 0, 0
        for index, glyph in enumerate(piece.glyphs):
            if glyph.text.isspace() and glyph.text != WIDE:
                spaces += 1
                continue
            end = index - spaces
            if spaces and end > first and glyph.box[0] - piece.glyphs[end - 1].box[2] >= _HAIR * line.em:
                words.append(Piece(piece.glyphs[first:end]))
                first = index
            spaces = 0
        words.append(Piece(piece.glyphs[first:]))
    return words


def _parts_nothing(table: Sequence[Sequence[Run | None]], cut: int, cuts: int) -> bool:
    """Tell whether a cut is no border: on its left bare numbers or labels stand, or on its right the parts of dates."""
    left = [run.text.strip() for row in table if (run := row[cut]) is not None]
    right = [run.text for row in table if (run := row[cut + 1]) is not None]
    if cuts == 1 and all(_NUMBERING.fullmatch(text) for text in left):
        return True
    if all(text.endswith(("年", "月")) for text in left) and all(_DATE_REST.match(text) for text in right):
        return True
    return all(text.endswith((":", "：")) for text in left) or all(_DATE_PART.match(text) for text in right)


def _mended(rows: Sequence[ColumnRow]) -> list[ColumnRow]:
    """Return the rows with wrapped cells put behind their first lines."""
    limits = [max((run.right for row in rows for run in row.cells[i]), default=0.0) for i in range(len(rows[0].cells))]
    borders = [*_lefts(rows)[1:], limits[-1]]
    mended: list[ColumnRow] = []
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        rest = _rest(mended[-1], row, below, limits, borders) if mended and not row.banded else set()
        for i in rest:
            mended[-1].cells[i].extend(row.cells[i])
        new = [[] if i in rest else cell for i, cell in enumerate(row.cells)]
        if any(new):
            mended.append(ColumnRow(new, row.top, row.bottom, row.banded))
        else:
            mended[-1].bottom = row.bottom
    return mended


def _rest(
    above: ColumnRow, row: ColumnRow, below: ColumnRow | None, limits: Sequence[float], borders: Sequence[float]
) -> set[int]:
    """Return the columns in which a row of single lines holds the rest of the row above."""
    cells = [cell[0] if cell else None for cell in row.cells]
    next_cells = [cell[0] if cell else None for cell in below.cells] if below else [None] * len(cells)
    em = em_of([glyph for cell in cells if cell is not None for glyph in cell.glyphs])
    if _is_continued(above, cells, borders, em):
        return {i for i, cell in enumerate(cells) if cell is not None}
    return {
        i
        for i, cell in enumerate(cells)
        if not _is_label_head(cell, next_cells[i]) and _goes_on(above, i, cells, limits[i], em)
    }


def _is_continued(above: ColumnRow, cells: Sequence[Run | None], borders: Sequence[float], em: float) -> bool:
    """Tell whether a row of a table of three columns or more holds the rest of the row above.

    Nothing stands in the column in which that row begins, or what does is a rest too. A cell was full when it reached
    up to the next column, as `borders` tell.
    """
    rests = [(i, cell) for i, cell in enumerate(cells) if cell is not None]
    if len(cells) < _LEAST_TABLE or any(not above.cells[i] for i, _ in rests):
        return False
    head = cells[next(i for i, cell in enumerate(above.cells) if cell)]
    if any(_TOTAL.search(cell.text) or _are_figures(above.cells[i][-1], cell) for i, cell in rests):
        return False
    full = [i for i, cell in rests if wraps(above.cells[i][-1], cell, borders[i] - em * _NARROWEST, em)]
    if head is None:
        return bool(full)
    return len(full) == len(rests) and not _LABEL.match(head.text) and not _NUMBERING.fullmatch(head.text.strip())


def _are_figures(above: Run, below: Run) -> bool:
    """Tell whether two runs are amounts, shares or counts, and none of them is the rest of the other: 4,860.0, 0."""
    if _BROKEN_FIGURE.fullmatch(f"{above.text}|{below.text}"):
        return False
    return _MONEY.fullmatch(above.text) is not None and _MONEY.fullmatch(below.text) is not None


def take_rest(rows: Sequence[ColumnRow], line: Line) -> bool:
    """Add the first line of the next page to the last row of a table whose cells it ends; tell whether it does."""
    cells: list[Run | None] = [None] * len(rows[0].cells)
    lefts = _lefts(rows)
    for word in _words(line):
        start = word.glyphs[0].box[0]
        column = next((i for i, left in enumerate(lefts) if abs(left - start) < line.em / 2), None)
        if column is None or cells[column] is not None:
            return False
        cells[column] = Run(line.page, word.glyphs)
    borders = [*lefts[1:], max((run.right for row in rows for run in row.cells[-1]), default=0.0)]
    if not _is_continued(rows[-1], cells, borders, line.em):
        return False
    for i, cell in enumerate(cells):
        if cell is not None:
            rows[-1].cells[i].append(cell)
    return True


def _lefts(rows: Sequence[ColumnRow]) -> list[float]:
    """Return where each column begins, in points."""
    return [min((run.left for row in rows for run in row.cells[i]), default=0.0) for i in range(len(rows[0].cells))]


def _is_label_head(cell: Run | None, below: Run | None) -> bool:
    return cell is not None and below is not None and label_broken(cell.text, below.text)


def _is_labelled(cell: Sequence[Run]) -> bool:
    return _LABELLED.match(cell[0].text) is not None


def _dangles(above: Sequence[Run]) -> bool:
    """Tell whether a cell stops at what nothing ends with: the hyphen of a telephone number, a comma, a bracket."""
    return bool(above) and above[-1].text[-1] in _DANGLING


def _goes_on(row: ColumnRow, column: int, cells: Sequence[Run | None], limit: float, em: float) -> bool:
    """Tell whether a cell is the rest of the one above it, which was full: beside it nothing stands, or a new label."""
    cell, above = cells[column], row.cells[column]
    if cell is None or not above:
        return False
    if label_broken(above[-1].text, cell.text):
        return True
    if _LABELLED.match(cell.text) or _DATE.match(cell.text):
        return False
    if all(_dangles(row.cells[i]) for i, other in enumerate(cells) if other is not None):
        return True
    others = [other for index, other in enumerate(cells) if index != column and other is not None]
    if others and not _LABELLED.match(above[0].text):
        return False
    labelled = [_LABELLED.match(other.text) is not None for other in others]
    if not all(labelled) and (any(labelled) or not all(_is_labelled(c) for c in row.cells if c)):
        return False
    return wraps(above[-1], cell, limit, em)
