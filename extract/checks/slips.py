"""Slips of the pen: how one number became another, told from their digits or their uppercase characters."""

from __future__ import annotations

from decimal import Decimal
from difflib import SequenceMatcher

_LOOKALIKES = (
    {"3", "8"},
    {"0", "6"},
    {"1", "7"},
    {"5", "6"},
    {"6", "8"},
    {"0", "8"},
    {"4", "9"},
    {"0", "9"},
    {"2", "7"},
)
"""Digits that OCR takes for each other."""
_FEW = 3
"""More characters that differ are told in runs."""
_SCALES = {4: "「元」与「万元」混淆", 8: "「元」与「亿元」混淆", 1: "错一位", 2: "错两位", 3: "错三位"}


def slip(stated: Decimal, right: Decimal) -> str | None:
    """Return in Chinese how `right` came to be written as `stated` by one slip, or None when no single slip does it."""
    if stated <= 0 or right <= 0 or stated == right:
        return None
    if (scaled := _scale(stated, right)) is not None:
        return scaled
    wrong, good = _digits(stated, right)
    if len(wrong) == len(good):
        return _same_length(wrong, good)
    longer, shorter = (wrong, good) if len(wrong) > len(good) else (good, wrong)
    for place in range(len(longer)):
        if longer[:place] + longer[place + 1 :] == shorter:
            doubled = longer[place] in (longer[place - 1 : place], longer[place + 1 : place + 2])
            if longer is wrong:
                return f"重写了一个「{longer[place]}」" if doubled else f"多写了一个「{longer[place]}」"
            return f"漏写了一个「{longer[place]}」"
    return None


def _scale(stated: Decimal, right: Decimal) -> str | None:
    ratio = stated / right if stated > right else right / stated
    for power, words in _SCALES.items():
        if ratio == 10**power:
            return words if power >= 4 else f"小数点或零的个数{words}"
    return None


def _digits(one: Decimal, other: Decimal) -> tuple[str, str]:
    """Return both as digits of the same unit, the last place that either needs."""
    places = max(0, *(-int(number.normalize().as_tuple().exponent) for number in (one, other)))
    if places > 6:
        return "", ""
    return tuple(str(int(number.scaleb(places))) for number in (one, other))  # type: ignore[return-value]


def _same_length(wrong: str, good: str) -> str | None:
    differing = [place for place in range(len(wrong)) if wrong[place] != good[place]]
    if len(differing) == 1:
        place = differing[0]
        look = "，两字形近，也可能是识别错误" if {wrong[place], good[place]} in _LOOKALIKES else ""
        return f"第 {place + 1} 位数字「{good[place]}」写成「{wrong[place]}」{look}"
    if len(differing) == 2:
        first, second = differing
        if second == first + 1 and wrong[first] == good[second] and wrong[second] == good[first]:
            pair = slice(first, second + 1)
            return f"第 {first + 1}、{second + 1} 位数字互换（「{good[pair]}」写成「{wrong[pair]}」）"
    return None


def uppercase_difference(written: str, standard: str) -> str:
    """Return in Chinese in which characters an uppercase amount differs from the standard form of the right value."""
    differing = [place for place, pair in enumerate(zip(written, standard, strict=False)) if pair[0] != pair[1]]
    if len(written) == len(standard) and len(differing) <= _FEW:
        return _in_place(written, standard, differing)
    parts = []
    for kind, first, last, low, high in SequenceMatcher(None, written, standard, autojunk=False).get_opcodes():
        if kind == "replace":
            parts.append(f"第 {first + 1} 字「{written[first:last]}」应为「{standard[low:high]}」")
        elif kind == "delete":
            parts.append(f"第 {first + 1} 字起多「{written[first:last]}」")
        elif kind == "insert":
            parts.append(f"第 {first + 1} 字前少「{standard[low:high]}」")
    return "，".join(parts)


def _in_place(written: str, standard: str, differing: list[int]) -> str:
    """Return the difference of two amounts of one length: characters that changed places, or each that is another."""
    if len(differing) == 2:
        first, second = differing
        if written[first] == standard[second] and written[second] == standard[first]:
            return f"第 {first + 1} 字「{written[first]}」与第 {second + 1} 字「{written[second]}」互换"
    return "，".join(f"第 {place + 1} 字「{written[place]}」应为「{standard[place]}」" for place in differing)
