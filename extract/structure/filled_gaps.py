"""Sentences in which white space was left around what a form had filled in: 支付合同总额    30%货款;    验收后……."""

from __future__ import annotations

from itertools import pairwise

import regex

from extract.structure.lines import Line
from extract.structure.numbering import starts_numbered

_UNIT = r"(?:%|‰|个|工作日|日历天|天|日|周|年|月|小时|万?元|份)"
_GAP = regex.compile(
    rf"""(?x)
    (?<=[,;。])\t+(?=[^\t]{{4}})
    | (?<=\p{{Han}})\t+(?=\d[\d.,]*\t*{_UNIT}(?:的?\p{{Han}}{{2}}|[内后前]))
    | (?<=\p{{Han}}\t*[\d.,]*\d)\t+(?={_UNIT}(?!\t|$))
    | (?<=[甲乙丙])\t+(?=方\p{{Han}})
    | (?<=:)\t+(?=[^\t:,]{{1,20}},\p{{Han}}{{2,6}}:)
    | (?<=\A[^\t]{{2,16}}[在于由向])\t+(?=[^\t]{{2,40}}\t)
    | (?<=\A[^\t]{{2,16}}[在于由向]\t+[^\t]{{2,40}})\t+(?=\p{{Han}}{{2,12}}[。;]\Z)
    """
)
_SENTENCE = regex.compile(
    r"\A[(]?[\d一二三四五六七八九十]{1,3}[.、)](?:\d{1,2}[.、]?)*\p{Han}|[,;。]\Z|:\t[^\t:,]{1,20},\p{Han}{2,6}:"
)
_WHOLE = regex.compile(r"\A(?:[\d一二三四五六七八九十]{1,3}[.、]|\([\d一二三四五六七八九十]{1,3}\)).*[,。;].*[。;]\Z")
"""Begins with a number and ends as a sentence does: what wide gaps part are no cells."""
_LONGEST_FILLED = 14
_HEADING = regex.compile(r"[^,。;:]{1,14}")
_SHORTEST_REST = 5
_GOES_ON = regex.compile(rf"{_UNIT}|[,。;)元方种条款项内前后起止]")
"""What goes on with a blank, however short it is: 叁|份。."""
_ANY_GAP = regex.compile(r"\t+")


def without_filled_gaps(line: Line) -> Line:
    """Return a sentence without the tabs around what was filled in; any tab that parts cells leaves it as it is."""
    if "\t" not in line.text or _SENTENCE.search(line.text) is None:
        return line
    whole = _WHOLE.match(line.text) is not None and _is_filled(line.text.split("\t"))
    gaps = list((_ANY_GAP if whole else _GAP).finditer(line.text))
    if sum(len(gap[0]) for gap in gaps) != line.text.count("\t"):
        return line
    for gap in reversed(gaps):
        line.text = line.text[: gap.start()] + line.text[gap.end() :]
        del line.origin[gap.start() : gap.end()]
    line.alone = False
    return line


def _is_filled(pieces: list[str]) -> bool:
    """Tell whether of two neighbouring pieces of a sentence one is, or begins with, what was filled in.

    That is short, or a figure; neither begins a clause of its own, and the first is no heading of what is told behind.
    """
    told = [piece for piece in pieces if piece]
    if _HEADING.fullmatch(told[0]) and len(told[1]) > _LONGEST_FILLED and not told[1].startswith("方"):
        return False
    if len(told[-1]) < _SHORTEST_REST and _GOES_ON.match(told[-1]) is None:
        return False  # 1.资料齐全|60%|合格。
    return all(
        (min(len(one), len(other)) <= _LONGEST_FILLED or other[0].isdecimal()) and not starts_numbered(other)
        for one, other in pairwise(told)
    )
