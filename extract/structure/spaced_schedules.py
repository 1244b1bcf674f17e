"""Payment schedules with a row a line and a space between the cells, as a form pasted from a web page has them.

「支付期次 支付比例(%) 支付期次说明」, then 「1 20 合同签订后15个工作日内」: every word of the head names a column,
and the rows are numbered from 1 on, with a number in the column of shares or amounts. What is not so is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.rulepack import RulePack

_GAP = re.compile(r" +")
_NUMBER = re.compile(r"¥?\d[\d,]*(?:\.\d+)?[%元]?")
_FEWEST, _MOST = 3, 8
_LONGEST_NUMBER = 6
_HAN = "一二三四五六七八九十"
_SUMS = ("share", "amount")


def with_spaced_schedules(text: str, pack: RulePack) -> str:
    """Return a text of half-width characters with tabs between the cells of such schedules; no offset changes."""
    if not any(head in text for head in pack.words("payments.schedule_heads")):
        return text
    lines = text.split("\n")
    index = 0
    while index < len(lines):
        roles = _roles(lines[index], pack)
        count = _count(lines[index + 1 :], roles) if roles else 0
        if count > 1:
            for place in range(index, index + count + 1):
                lines[place] = _tabbed(lines[place], len(roles))
        index += count + 1
    return "\n".join(lines)


def _roles(line: str, pack: RulePack) -> list[str]:
    """Return what the columns of a head hold; nothing where a word names none, or none says how much is paid."""
    words = _GAP.split(line.strip()) if " " in line and "\t" not in line else []
    if not _FEWEST <= len(words) <= _MOST:
        return []
    noise, table = pack.pattern("items.head_noise"), pack.table("payments.columns")
    heads = [noise.sub("", word) for word in words]
    roles = [next((role for role, names in table.items() if head in names), "") for head in heads]
    return roles if all(roles) and set(_SUMS) & set(roles) else []


def _count(lines: Sequence[str], roles: Sequence[str]) -> int:
    """Return how many rows follow a head, each numbered in turn and with its sums in their columns."""
    for count, line in enumerate(lines):
        cells = _GAP.split(line.strip(), len(roles) - 1)
        sums = [cell for cell, role in zip(cells, roles, strict=False) if role in _SUMS]
        if (
            len(cells) < len(roles)
            or not _is_numbered(cells[0], count)
            or not all(_NUMBER.fullmatch(cell) for cell in sums)
        ):
            return count
    return len(lines)


def _is_numbered(cell: str, count: int) -> bool:
    """Tell whether the first cell of a row behind `count` others has the next number: 2, 第二期."""
    numbers = (str(count + 1), *_HAN[count : count + 1])
    return len(cell) <= _LONGEST_NUMBER and any(number in cell for number in numbers)


def _tabbed(line: str, columns: int) -> str:
    start = len(line) - len(line.lstrip())
    characters = list(line)
    for gap in list(_GAP.finditer(line, start, len(line.rstrip())))[: columns - 1]:
        characters[gap.end() - 1] = "\t"
    return "".join(characters)
