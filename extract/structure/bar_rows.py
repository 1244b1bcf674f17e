"""The rows of a Markdown table that was run together into one line: | 甲方 | 乙方 | |---|---| | 某局 | 某公司 |."""

from __future__ import annotations

import re

_RULE = re.compile(r"\|(?:\s?:?-{2,}:?\s?\|)+")
_LONGEST_CELL = 400


def bar_rows(line: str) -> list[tuple[int, int]]:
    """Return where the rows of tables in `line` begin and end; the rule below a head tells how many cells each has."""
    rows: list[tuple[int, int]] = []
    for rule in _RULE.finditer(line):
        bars = rule[0].count("|")
        above = [bar.start() for bar in re.finditer(r"\|", line[: rule.start()])]
        if len(above) < bars:
            continue
        rows += [(above[-bars], rule.start()), rule.span()]
        row = re.compile(rf"\s{{0,2}}(?P<row>\|(?:[^|\n]{{0,{_LONGEST_CELL}}}\|){{{bars - 1}}})")
        while (match := row.match(line, rows[-1][1])) is not None:
            rows.append(match.span("row"))
    return rows
