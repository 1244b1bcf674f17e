"""Names that are one character apart: the misprint that two clean-looking copies of a name hide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_ANCHOR = 4


def one_character_apart(text: str, name: str, unlike: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the places where `text` holds `name` with exactly one character missing, added or changed.

    A change within one of the groups `unlike` (第一中学 and 第二中学, 东区 and 西区) makes another name, not a
    misprint. Places are found by the first or the last characters of the name, so at least one end is intact.
    """
    seen: set[int] = set()
    for anchor, from_end in ((name[:_ANCHOR], False), (name[-_ANCHOR:], True)):
        position = text.find(anchor)
        while position >= 0:
            for length in (len(name) - 1, len(name), len(name) + 1):
                start = position + _ANCHOR - length if from_end else position
                if start < 0 or start in seen or start + length > len(text):
                    continue
                window = text[start : start + length]
                if _one_edit(window, name, unlike) and name not in text[max(0, start - 1) : start + length + 1]:
                    seen.add(start)
                    yield start, start + length
                    break
            position = text.find(anchor, position + 1)


def _one_edit(window: str, name: str, unlike: Sequence[str]) -> bool:
    """Tell whether one misprint leads from `name` to `window`; the first and last characters must agree."""
    if window == name or window[0] != name[0] or window[-1] != name[-1]:
        return False
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
