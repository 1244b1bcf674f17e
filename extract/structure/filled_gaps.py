"""Sentences in which white space was left around what a form had filled in: 支付合同总额    30%货款;    验收后……."""

from __future__ import annotations

import regex

from extract.structure.lines import Line

_UNIT = r"(?:%|‰|个|工作日|日历天|天|日|周|年|月|小时|万?元|份)"
_GAP = regex.compile(
    rf"""(?x)
    (?<=[,;。])\t+(?=[^\t]{{4}})
    | (?<=\p{{Han}})\t+(?=\d[\d.,]*\t*{_UNIT}(?:的?\p{{Han}}{{2}}|[内后前]))
    | (?<=\p{{Han}}\t*[\d.,]*\d)\t+(?={_UNIT}(?!\t|$))
    """
)
_SENTENCE = regex.compile(r"\A[(]?[\d一二三四五六七八九十]{1,3}[.、)](?:\d{1,2}[.、]?)*\p{Han}|[,;。]\Z")


def without_filled_gaps(line: Line) -> Line:
    """Return a sentence without the tabs around what was filled in; any tab that parts cells leaves it as it is."""
    if "\t" not in line.text or _SENTENCE.search(line.text) is None:
        return line
    gaps = list(_GAP.finditer(line.text))
    if sum(len(gap[0]) for gap in gaps) != line.text.count("\t"):
        return line
    for gap in reversed(gaps):
        line.text = line.text[: gap.start()] + line.text[gap.end() :]
        del line.origin[gap.start() : gap.end()]
    line.alone = False
    return line
