"""Names that are nearly the same: one character apart, which is a misprint, or one the short form of the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extract.width import is_han

_ANCHOR = 4


def is_shortened(short: str, name: str) -> bool:
    """Tell whether the characters of `short` stand in `name` in the same order: 工行云岭支行, 中国工商银行云岭支行."""
    rest = iter(name)
    return all(character in rest for character in short)


def one_character_apart(text: str, name: str, unlike: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places where `text` holds `name` with exactly one character missing, added or changed.

    A change within one of the groups `unlike` (第一中学 and 第二中学, 东区 and 西区) makes another name, not a
    misprint; a change at an end of the name counts only where no other Han character stands beside it. Places are
    found by the first or the last characters of the name: one misprint leaves one of the two intact.
    """
    seen: set[int] = set()
    length = min(_ANCHOR, len(name) // 2)
    for anchor, from_end in ((name[:length], False), (name[-length:], True)):
        position = text.find(anchor) if anchor else -1
        while position >= 0:
            for size in (len(name) - 1, len(name), len(name) + 1):
                start = position + length - size if from_end else position
                if start < 0 or start in seen or start + size > len(text):
                    continue
                if _is_misprint(text, start, start + size, name, unlike):
                    seen.add(start)
                    yield start, start + size
                    break
            position = text.find(anchor, position + 1)


def _is_misprint(text: str, start: int, end: int, name: str, unlike: Sequence[str]) -> bool:
    window = text[start:end]
    if name in text[max(0, start - 1) : end + 1]:
        return False
    if window[0] != name[0] and is_han(text[max(start - 1, 0) : start]):
        return False
    if window[-1] != name[-1] and is_han(text[end : end + 1]):
        return False
    return _one_edit(window, name, unlike)


def _one_edit(window: str, name: str, unlike: Sequence[str]) -> bool:
    """Tell whether one misprint leads from `name` to `window`."""
    prefix = 0
    while prefix < min(len(window), len(name)) and window[prefix] == name[prefix]:
        prefix += 1
    suffix = 0
    while suffix < min(len(window), len(name)) - prefix and window[-1 - suffix] == name[-1 - suffix]:
        suffix += 1
    changed, original = window[prefix : len(window) - suffix], name[prefix : len(name) - suffix]
    if len(changed) > 1 or len(original) > 1 or not (changed + original).strip():
        return False
    if any(not character.isalnum() for character in changed):
        return False
    return not any(changed and original and changed in group and original in group for group in unlike)
