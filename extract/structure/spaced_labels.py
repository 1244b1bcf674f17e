"""The particulars of two parties side by side, written without colons: 地址  某路1号      地址  某街2号.

The gap behind a label parts it from its value, the gap behind a value parts the two sides. Where labels are of one
length both gaps look alike, and where they are not, only the first label stands above others: the label gets a colon,
so that no gap but that between the sides is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

import regex

from extract.rulepack import RulePack
from extract.structure.lines import label_keys, without_note
from extract.width import fold_width

_CELL = regex.compile(r"\p{Han}[ \u3000]{1,6}\p{Han}(?=  |\u3000|$)|[^ \u3000](?:[^ \u3000]| (?! ))*")
"""Words that no gap parts (two spaces, or a wide one), and the two letters of a word that are spaced out: 地    址."""
_COLON = re.compile("[:：]")
_UNSURE = frozenset({"other", "seal", "total", "number"})
"""Labels that head the columns of tables, too."""
_FEWEST_LINES, _FEWEST_LABELS = 2, 2
_BESIDE = 8
"""A line that begins so far to the right has nothing on the left side."""


def with_spaced_labels(text: str, pack: RulePack) -> str:
    """Return `text` with a colon for the first space behind each label of such lines; no offset changes.

    At least two lines that follow each other have two labels each, or one line has three: 户名 … 开户行 … 账号 …; one
    that has the label of the right side alone may stand among them.
    """
    labels = label_keys(pack)
    lines = text.split("\n")
    run: list[tuple[int, list[int]]] = []
    both = 0
    for index, line in enumerate([*lines, ""]):
        gaps = list(_label_gaps(line, labels))
        if gaps:
            run.append((index, gaps))
            both += len(gaps) - 1
            continue
        if both >= _FEWEST_LINES:
            for place, found in run:
                lines[place] = _with_colons(lines[place], found)
        run, both = [], 0
    return "\n".join(lines)


def _with_colons(line: str, gaps: list[int]) -> str:
    characters = list(line)
    for gap in gaps:
        characters[gap] = ":"
    return "".join(characters)


def _label_gaps(line: str, labels: Mapping[str, str]) -> Iterator[int]:
    """Yield where the gaps behind labels begin, in a line of labels with a value behind each, or none (经办人)."""
    if not ("  " in line or "\u3000" in line) or _COLON.search(line):
        return
    cells = list(_cells(line, labels))
    known = [label for _, _, label in cells]
    if not cells or not known[0] or all(known):
        return
    if any(not one and not other for one, other in pairwise(known)):
        return
    if sum(known) >= _FEWEST_LABELS or cells[0][0] >= _BESIDE:
        yield from (end for _, end, label in cells if label and end < len(line))


def _cells(line: str, labels: Mapping[str, str]) -> Iterator[tuple[int, int, bool]]:
    """Yield where the words between gaps begin and end, and whether they are a label; 地址 某路1号 are two of them."""
    for cell in _CELL.finditer(line.rstrip()):
        start, end = cell.span()
        first, space, _ = cell[0].partition(" ")
        if space and not _is_label(cell[0], labels) and _is_label(first, labels):
            yield start, start + len(first), True
            start += len(first) + 1
        yield start, end, _is_label(line[start:end], labels)


def _is_label(words: str, labels: Mapping[str, str]) -> bool:
    word = without_note("".join(fold_width(words).split()))
    return len(word) > 1 and labels.get(word, "other") not in _UNSURE
