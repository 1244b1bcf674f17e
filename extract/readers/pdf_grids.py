"""Tables that the ruling lines of a PDF page draw, found by pdfplumber's table finder from lines that pdfium gives.

pdfplumber's own way from page to lines parses every character of the page once more; it takes longer than all the rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.document import Box
from extract.readers.page import Grid, GridCell
from extract.readers.pdf_objects import Ruling

_SNAP = 3.0  # points; lines so near are one line, lines so far apart meet
_MOST_CROSSINGS = 250_000
_SAME = 2.0  # points


def find_grids(rulings: Sequence[Ruling]) -> tuple[Grid, ...]:
    """Return the tables of at least two cells, from top to bottom."""
    if not any(ruling.upright for ruling in rulings) or all(ruling.upright for ruling in rulings):
        return ()
    from pdfplumber.table import cells_to_tables, edges_to_intersections, intersections_to_cells

    lines = _merged(rulings)
    lines = _merged([*lines, *_open_sides(lines), *_open_ends(lines)])
    upright = sum(line.upright for line in lines)
    if upright * (len(lines) - upright) > _MOST_CROSSINGS:
        return ()
    cells = intersections_to_cells(edges_to_intersections(list(map(_edge, lines)), _SNAP, _SNAP))
    return tuple(_grid(table) for table in cells_to_tables(cells))


def _merged(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return rulings with those that lie upon or behind each other made one."""
    from pdfplumber.table import merge_edges

    edges = merge_edges(list(map(_edge, rulings)), _SNAP, _SNAP, _SNAP, _SNAP)
    return [Ruling(edge["x0"], edge["top"], edge["x1"], edge["bottom"]) for edge in edges]


def _edge(ruling: Ruling) -> dict[str, float | str]:
    return {
        "x0": ruling.x0,
        "x1": ruling.x1,
        "top": ruling.top,
        "bottom": ruling.bottom,
        "doctop": ruling.top,
        "width": ruling.x1 - ruling.x0,
        "height": ruling.bottom - ruling.top,
        "orientation": "v" if ruling.upright else "h",
    }


def _open_sides(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return the outer borders of tables that have none: between level lines that an upright line inside connects."""
    level = sorted((ruling for ruling in rulings if not ruling.upright), key=lambda ruling: ruling.top)
    upright = [ruling for ruling in rulings if ruling.upright]
    sides: list[Ruling] = []
    while level:
        first = level[0]
        group = [r for r in level if abs(r.x0 - first.x0) <= _SAME and abs(r.x1 - first.x1) <= _SAME]
        level = [ruling for ruling in level if ruling not in group]
        for above, below in pairwise(group):
            if any(
                above.x0 + _SNAP < r.x0 < above.x1 - _SNAP
                and r.top <= above.top + _SAME
                and r.bottom >= below.top - _SAME
                for r in upright
            ):
                sides += [Ruling(x, above.top, x, below.top) for x in (above.x0, above.x1)]
    return sides


def _open_ends(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Return the upper and lower borders of tables that a page break cut: where upright lines begin and end."""
    upright = [ruling for ruling in rulings if ruling.upright]
    ends: list[Ruling] = []
    for place in ("top", "bottom"):
        left = sorted(upright, key=lambda r: getattr(r, place))
        while left:
            level = getattr(left[0], place)
            group = [r for r in left if getattr(r, place) - level <= _SAME]
            left = left[len(group) :]
            x0, x1 = min(r.x0 for r in group), max(r.x0 for r in group)
            if any(
                not r.upright and r.x0 <= x0 + _SAME and r.x1 >= x1 - _SAME and _within(r.top, group) for r in rulings
            ):
                ends.append(Ruling(x0, level, x1, level))
    return [end for end in ends if end.x1 > end.x0]


def _within(level: float, group: Sequence[Ruling]) -> bool:
    return any(ruling.top - _SAME <= level <= ruling.bottom + _SAME for ruling in group)


def _grid(boxes: Sequence[Box]) -> Grid:
    xs = sorted({x for box in boxes for x in (box[0], box[2])})
    ys = sorted({y for box in boxes for y in (box[1], box[3])})
    cells = []
    for box in sorted(boxes, key=lambda box: (box[1], box[0])):
        column, row = xs.index(box[0]), ys.index(box[1])
        cells.append(GridCell(box, row, column, ys.index(box[3]) - row, xs.index(box[2]) - column))
    return Grid((xs[0], ys[0], xs[-1], ys[-1]), tuple(cells))
