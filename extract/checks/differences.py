"""Where two writings of one value differ, and what may have happened."""

from __future__ import annotations

from difflib import SequenceMatcher

_FEW = 2
"""More characters that differ are another writing, not a slip, and say nothing when they are listed."""
_LOOK_ALIKES = (
    "0OoDQ",
    "1lI",
    "2Z",
    "5S",
    "8B",
    "6b",
    "已己巳",
    "未末",
    "人入",
    "日曰",
    "土士",
    "干千",
    "大太",
    "木本",
)


def difference(one: str, other: str) -> str:
    """Say from which character on two writings differ, in which few characters, and how long they are."""
    prefix = _common(one, other)
    suffix = _common(one[prefix:][::-1], other[prefix:][::-1])
    first, second = one[prefix : len(one) - suffix], other[prefix : len(other) - suffix]
    lengths = f"长度 {len(one)}" if len(one) == len(other) else f"长度 {len(one)} 与 {len(other)}"
    if max(len(first), len(second)) > _FEW:
        return f"第 {prefix + 1} 位起不同，{lengths}"
    if first and second:
        return f"第 {prefix + 1} 位起「{first}」与「{second}」不同，{lengths}"
    return f"第 {prefix + 1} 位起的「{first or second}」另一处没有，{lengths}"


def _common(one: str, other: str) -> int:
    return next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def likely_cause(one: str, other: str) -> str | None:
    """Say how one writing may have become the other, or None when nothing simple explains it."""
    if len(one) == len(other):
        places = [index for index, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        if len(places) == 1:
            a, b = one[places[0]], other[places[0]]
            alike = any(a in group and b in group for group in _LOOK_ALIKES)
            return f"可能是形近误认（{a}／{b}）" if alike else f"可能是第 {places[0] + 1} 位写错"
        if len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]]:
            return f"可能是第 {places[0] + 1}、{places[1] + 1} 位颠倒" if one[places[1]] == other[places[0]] else None
        return None
    shorter, longer = sorted((one, other), key=len)
    if len(longer) - len(shorter) == 1:
        place = _common(shorter, longer)
        if longer[:place] + longer[place + 1 :] == shorter:
            return f"可能是漏写或多写第 {place + 1} 位「{longer[place]}」"
    return None


def similar(one: str, other: str) -> float:
    """Return how alike two writings are, 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def plain(words: str) -> str:
    """Return `words` without spaces and punctuation."""
    return "".join(character for character in words if character.isalnum())


def contained(one: str, other: str) -> bool:
    """Tell whether one writing is part of the other, spaces and punctuation apart."""
    first, second = plain(one), plain(other)
    return first in second or second in first
