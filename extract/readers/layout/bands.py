"""Tables without rules whose cells are centred on their row: the lines of one row stand on different levels.

A row is a band of the page in which the lines of every column lie evenly around one level, and every line is there
because the width of its column broke the one above it. Where the columns have different numbers of lines, that is no
chance; where they have the same number, they must be nearer to each other than to the rows around.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from extract.readers.layout.lines import Run, wraps

_EVEN = 0.3  # em by which the middle of a cell may miss that of its row
_LEVEL = 0.15  # em by which runs on one level may differ
_NEARER = 0.95
_MOST_LEVELS = 24
"""In one row."""
_FURTHEST = 3.0  # em between two lines of a cell
_LABELLED = re.compile(r"[^:：]{1,16}[:：]")
_FIGURES = re.compile(r"[¥￥\d,.，%‰\s]{1,40}")
_TERMINAL = frozenset("。；;")
_FULL_WIDTH = "\u2e80"
Cells = list[list[Run]]
"""For each column the lines in it, from top to bottom."""


@dataclass(frozen=True, slots=True)
class _Fragment:
    """What one line says in one column; `level` is the middle of its characters in points."""

    column: int
    run: Run
    level: float


def centred_rows(lines: Sequence[Sequence[Run | None]], em: float) -> list[Cells] | None:
    """Return the rows of a table, given for each line what it says in every column; None when no row has cells with
    different numbers of lines.
    """
    columns = len(lines[0])
    found = [_Fragment(i, run, _level_of(run)) for line in lines for i, run in enumerate(line) if run is not None]
    levels = _levels(sorted(found, key=lambda fragment: fragment.level), em * _LEVEL)
    headings = [level[0] for level in levels if len(level) == 1 and level[0].column == 0]
    cells = [fragment for fragment in found if fragment not in headings] or found
    widths = [max((f.run.right - f.run.left for f in cells if f.column == i), default=0.0) for i in range(columns)]
    bands = _bands(levels, widths, em)
    if all(len(band) == 1 for band in bands):
        return None
    return [_cells([fragment for level in band for fragment in level], columns) for band in bands]


def _level_of(run: Run) -> float:
    """Return the middle of the characters of a run, of its full-width ones where it has any."""
    boxes = [glyph.box for glyph in run.glyphs if not glyph.text.isspace()]
    full = [glyph.box for glyph in run.glyphs if glyph.text >= _FULL_WIDTH and not glyph.text.isspace()]
    return median((box[1] + box[3]) / 2 for box in full or boxes)


def _levels(fragments: Sequence[_Fragment], same: float) -> list[list[_Fragment]]:
    """Return the fragments level by level."""
    levels: list[list[_Fragment]] = []
    for fragment in fragments:
        if levels and fragment.level - levels[-1][0].level <= same:
            levels[-1].append(fragment)
        else:
            levels.append([fragment])
    return levels


def _bands(levels: Sequence[list[_Fragment]], widths: Sequence[float], em: float) -> list[Sequence[list[_Fragment]]]:
    """Return the levels in as few rows as they can be."""
    fewest, begins = [0], [0]
    for end in range(1, len(levels) + 1):
        best, start = fewest[end - 1] + 1, end - 1
        for first in range(end - 2, max(end - 1 - _MOST_LEVELS, -1), -1):
            if fewest[first] + 1 < best and _is_row(levels, first, end, widths, em):
                best, start = fewest[first] + 1, first
        fewest.append(best)
        begins.append(start)
    bands: list[Sequence[list[_Fragment]]] = []
    end = len(levels)
    while end:
        bands.append(levels[begins[end] : end])
        end = begins[end]
    return bands[::-1]


def _is_row(levels: Sequence[list[_Fragment]], start: int, end: int, widths: Sequence[float], em: float) -> bool:
    """Tell whether what stands on the levels [start, end) is one row."""
    within = [fragment for level in levels[start:end] for fragment in level]
    cells = [[fragment for fragment in within if fragment.column == i] for i in range(len(widths))]
    filled = [cell for cell in cells if cell]
    middles = [(cell[0].level + cell[-1].level) / 2 for cell in filled]
    if max(middles) - min(middles) > em * _EVEN:
        return False
    if len({len(cell) for cell in filled}) < 2 and (len(filled) < 2 or not _stands_apart(levels, start, end)):
        return False
    several = [cell for cell in filled if len(cell) > 1]
    if not all(_is_closer(cell, levels, start, end, em * _LEVEL) for cell in several):
        return False
    if len(several) > 1 and any(all(_FIGURES.fullmatch(f.run.text) for f in cell) for cell in several):
        return False
    return all(
        _goes_on(before, after, widths[before.column], em) for cell in several for before, after in pairwise(cell)
    )


def _is_closer(cell: Sequence[_Fragment], levels: Sequence[list[_Fragment]], start: int, end: int, same: float) -> bool:
    """Tell whether the lines of a cell are no further from each other than from the rest of their column."""
    column = cell[0].column
    above = [f.level for level in levels[max(start - _MOST_LEVELS, 0) : start] for f in level if f.column == column]
    below = [f.level for level in levels[end : end + _MOST_LEVELS] for f in level if f.column == column]
    around = [cell[0].level - above[-1]] if above else []
    around += [below[0] - cell[-1].level] if below else []
    return all(lower.level - upper.level <= min(around) + same for upper, lower in pairwise(cell)) if around else True


def _stands_apart(levels: Sequence[list[_Fragment]], start: int, end: int) -> bool:
    """Tell whether the levels [start, end) are nearer to each other than to those above and below."""
    gaps = [below[0].level - above[0].level for above, below in pairwise(levels)]
    around = gaps[max(start - 1, 0) : start] + gaps[end - 1 : end]
    return bool(around) and max(gaps[start : end - 1]) < min(around) * _NEARER


def _goes_on(before: _Fragment, after: _Fragment, width: float, em: float) -> bool:
    """Tell whether the width of a column broke a line into these two, or a sentence ended in between."""
    if after.level - before.level > em * _FURTHEST:
        return False
    if before.run.text[-1] in _TERMINAL:
        return True
    if _LABELLED.match(after.run.text):
        return False
    return wraps(before.run, after.run, before.run.left + width, em)


def _cells(fragments: Sequence[_Fragment], columns: int) -> Cells:
    return [[fragment.run for fragment in fragments if fragment.column == i] for i in range(columns)]
