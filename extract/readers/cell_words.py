"""What the cell of a table holds where it is no value: clauses of the contract, or labelled values, a line each."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CLAUSE = re.compile(r"\s*(?:第[一二三四五六七八九十百零\d]{1,5}[条章节]|[一二三四五六七八九十]{1,3}、)")
_LEAST_CLAUSES = 2
_LABEL = re.compile(r"\s*[^:：\d]{1,20}(?:[(（][^()（）]{0,12}[)）])?\s{0,6}[:：]|[_\s\d]{0,12}年[_\s\d]{0,8}月")
_LEAST_LABELS = 2


def holds_clauses(lines: Sequence[str]) -> bool:
    """Tell whether the lines of a cell are clauses of the contract."""
    return sum(_CLAUSE.match(line) is not None for line in lines) >= _LEAST_CLAUSES


def holds_labels(lines: Sequence[str]) -> bool:
    """Tell whether the lines of a cell are labelled values: a party's half of a signature table."""
    labels = sum(_LABEL.match(line) is not None for line in lines)
    return labels >= _LEAST_LABELS and labels * 2 >= len(lines)
