"""One width for every character: full-width ASCII and its look-alikes become half-width.

The folding is one to one, so offsets do not move. `。、《》“”【】` stay as they are: they have
no half-width form that contracts use.
"""

from __future__ import annotations

import unicodedata

_FULL_TO_HALF = {full: full - 0xFEE0 for full in range(0xFF01, 0xFF5F)}
_LOOK_ALIKES = {
    "\u3000": " ",
    "\u00a0": " ",
    "\u2002": " ",
    "\u2003": " ",
    "\u2009": " ",
    "\u202f": " ",
    "\ufeff": " ",
    "\u200b": " ",
    "￥": "¥",
    "﹣": "-",
    "－": "-",
    "–": "-",
    "−": "-",
    "﹪": "%",
    "﹕": ":",
    "﹔": ";",
    "∶": ":",
    "〇": "〇",
    "○": "〇",
    "＂": '"',
    "｡": "。",
    "､": "、",
    "﹙": "(",
    "﹚": ")",
}

_RADICALS = (*range(0x2E80, 0x2FE0), *range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
"""Radicals and compatibility ideographs: the PDFs of some word processors hold them for 一, 人, 方, 日 and others."""


def _ideographs() -> dict[int, int]:
    """Return the radicals and compatibility ideographs that stand for one ordinary character, and that character."""
    normal = ((code, unicodedata.normalize("NFKC", chr(code))) for code in _RADICALS)
    return {code: ord(character) for code, character in normal if len(character) == 1 and ord(character) != code}


_RADICAL_FORMS = "⼾⺟⺠⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻮⻰⻳"
_CHARACTERS = "户母民虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐齿龙龟"
"""Radicals for which Unicode names no character, or its traditional form."""

WIDTH_TABLE: dict[int, int] = (
    _FULL_TO_HALF
    | _ideographs()
    | {ord(wide): ord(narrow) for wide, narrow in _LOOK_ALIKES.items()}
    | str.maketrans(_RADICAL_FORMS, _CHARACTERS)
)
_WIDE = frozenset(map(chr, WIDTH_TABLE))


class _PageColumns(dict[str, int]):
    """How many columns of the page each character takes, filled as characters are met."""

    def __missing__(self, character: str) -> int:
        columns = self[character] = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        return columns


_PAGE_COLUMNS = _PageColumns()


def page_columns(text: str) -> int:
    """Return how many columns of the page a text takes: a Chinese character takes two."""
    return sum(map(_PAGE_COLUMNS.__getitem__, text))


def fold_width(text: str) -> str:
    """Return `text` with every character at its half-width form; the length is unchanged."""
    for wide in _WIDE.intersection(text):  # few are met in a text: half the time of a translation
        text = text.replace(wide, chr(WIDTH_TABLE[ord(wide)]))
    return text


def close_up(text: str) -> str:
    """Return `text` in half width, without the spaces and breaks of its layout."""
    return "".join(fold_width(text).split())


def is_han(character: str) -> bool:
    """Tell whether `character` is a common Chinese one."""
    return "\u4e00" <= character <= "\u9fff"
