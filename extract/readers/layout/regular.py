"""Tables laid out with spaces that do not align, for their letters are not equally wide.

Lines that fall into the same number of parts, with figures among them, are rows, wherever their parts stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.readers.layout.lines import Line, Run
from extract.readers.page import Glyph

_LEAST_ROWS = 3
_LEAST_PARTS = 3
_LEAST_NARROW_PARTS, _LEAST_FIGURES = 4, 2
"""Parts of a line that one space may part, and figures among them."""
_FURTHEST = 3.0  # em between the middles of two rows
_FIGURE = re.compile(r"[¥￥]?\d[\d,.，]{0,20}[%‰]?[一-鿿]{0,2}")
_SENTENCE_ENDS = ("。", "；", ";")
"""Lines that end so are items of a list, which single spaces around figures part alike: 1. 接到通知后 2 小时内到达。"""
_DATE_PART = re.compile(r"[年月日](?![一-鿿])")
Row = tuple[Line, list[Run]]


def regular_rows(lines: Sequence[Line]) -> list[Row]:
    """Return the lines at the beginning of `lines` that are such rows, each with its cells; none if too few are."""
    return _rows(lines, 1, _LEAST_NARROW_PARTS, _LEAST_FIGURES) or _rows(lines, 2, _LEAST_PARTS, 1)


def _rows(lines: Sequence[Line], spaces: int, least: int, figures: int) -> list[Row]:
    rows: list[Row] = []
    for line in lines:
        parts = _parts(line, spaces)
        if len(parts) < least or any(_DATE_PART.match(part.text) for part in parts):
            break
        if spaces == 1 and parts[-1].text.endswith(_SENTENCE_ENDS):
            break
        if rows and (len(parts) != len(rows[0][1]) or line.level - rows[-1][0].level > _FURTHEST * line.em):
            break
        rows.append((line, parts))
    told = sum(sum(_FIGURE.fullmatch(part.text) is not None for part in parts) >= figures for _, parts in rows)
    return rows if len(rows) >= _LEAST_ROWS and told >= len(rows) - 1 else []


def _parts(line: Line, least: int) -> list[Run]:
    """Return the stretches of a line that at least so many spaces part."""
    parts: list[list[Glyph]] = []
    spaces: list[Glyph] = []
    for glyph in line.run().glyphs:
        if glyph.text.isspace():
            spaces.append(glyph)
            continue
        if not parts or len(spaces) >= least:
            parts.append([])
        else:
            parts[-1] += spaces
        parts[-1].append(glyph)
        spaces = []
    return [Run(line.page, tuple(part)) for part in parts]
