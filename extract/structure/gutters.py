"""Which gaps several rows have in common: the same columns of the page are empty, or all have as many parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from extract.structure.gaps import (
    FIGURE,
    HAN,
    Gap,
    Interval,
    Row,
    count_wide,
    fills,
    wide_gaps,
    words_of,
)
from extract.structure.numbering import read_number

LEAST_LINES = 3
LEAST_PARTS = 3
"""Parts of a line that make a row where its neighbours have as many but do not align."""
_GROUP = 4
_LEAST_ROWS = 5
"""So many rows of as many parts make a table of words, too."""


def aligned_borders(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the borders of rows, or of runs of them, that leave the same columns of the page empty."""
    gutters = _gutters(rows)
    if gutters and len(gutters) >= median(map(count_wide, rows)):
        yield from _borders(rows, gutters)
        return
    start = 0
    while start + LEAST_LINES <= len(rows):
        run = list(rows[start : start + LEAST_LINES])
        gutters = _gutters(run)
        start += LEAST_LINES if gutters else 1
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


def _borders(rows: Sequence[Row], gutters: Sequence[Interval]) -> Iterator[tuple[int, int]]:
    for row in rows:
        for before, gap in zip([None, *row.gaps], row.gaps, strict=False):
            if before is not None and _in_number(before, gap):
                continue  # 1304 0000 1122 33: one account
            if count := sum(_covers(gap, gutter) for gutter in gutters):
                yield row.offset + gap.start, min(count, gap.end - gap.start)


def _in_number(before: Gap, gap: Gap) -> bool:
    """Tell whether a single space stands in a number written in groups of four: behind two of them, before a third."""
    groups = (before.left, gap.left, gap.right)
    fours = all(len(group) == _GROUP and group.isdecimal() for group in groups[:2])
    return fours and not (before.wide or gap.wide) and gap.right.isdecimal() and len(gap.right) <= _GROUP


def _covers(gap: Gap, gutter: Interval) -> bool:
    return gap.columns[0] <= gutter[0] and gutter[1] <= gap.columns[1]


def _gutters(rows: Sequence[Row]) -> list[Interval]:
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


def _spaces_out_head(rows: Sequence[Row], gutter: Interval, gutters: Sequence[Interval]) -> bool:
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


def _parts_cells(rows: Sequence[Row], gutter: Interval) -> bool:
    """Tell whether a gutter is a border: most rows go on behind it, and it spaces out no word or number of a clause."""
    gaps = [gap for row in rows for gap in row.gaps if _covers(gap, gutter) and gap.left and gap.wide]
    headed = count_wide(rows[0]) > LEAST_PARTS and any(_covers(gap, gutter) and gap.wide for gap in rows[0].gaps)
    if len(gaps) < 2 or (len(gaps) * 2 < len(rows) and not headed):
        return False
    lone = sum(len(gap.left) == 1 == len(gap.right) and HAN.match(gap.left) is not None for gap in gaps)
    numbered = sum(_is_number(gap) for gap in gaps)
    return lone < len(gaps) and numbered * 2 <= len(gaps)


def _is_number(gap: Gap) -> bool:
    """Tell whether the number of a clause stands before a gap; a bare figure may number the rows of a table."""
    number = read_number(gap.left + gap.right)
    return number is not None and number.end >= len(gap.left) and not gap.left.isdigit()


def regular_borders(rows: Sequence[Row]) -> Iterator[tuple[int, int]]:
    """Yield the borders of rows that do not align, but have the same number of parts, with figures in most."""
    start = 0
    for end in range(1, len(rows) + 1):
        count = count_wide(rows[start])
        if end < len(rows) and (count_wide(rows[end]) == count or fills(words_of(rows[end]), words_of(rows[start]))):
            continue
        run = rows[start:end]
        figures = sum(any(FIGURE.fullmatch(gap.right) for gap in row.gaps) for row in run)
        measured = figures * 2 >= len(run) or len(run) >= _LEAST_ROWS
        if count + 1 >= LEAST_PARTS and len(run) >= LEAST_LINES and measured:
            gaps = ((row, gap) for row in run for gap in wide_gaps(row) if not _is_number(gap))
            yield from ((row.offset + gap.start, 1) for row, gap in gaps)
        start = end
