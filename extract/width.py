"""One width for every character: full-width ASCII and its look-alikes become half-width.

The folding is one to one, so offsets do not move. `。、《》“”【】` stay as they are: they have
no half-width form that contracts use.
"""

from __future__ import annotations

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
    "⼀": "一",
    "⼆": "二",
    "⼈": "人",
    "⼄": "乙",
    "⽅": "方",
    "⽇": "日",
    "⽉": "月",
    "⽬": "目",
    "⾦": "金",
    "⼤": "大",
    "⼩": "小",
    "⾏": "行",
    "⽤": "用",
    "⼯": "工",
    "⼾": "户",
    "⾄": "至",
}

WIDTH_TABLE: dict[int, int] = _FULL_TO_HALF | {ord(wide): ord(narrow) for wide, narrow in _LOOK_ALIKES.items()}


def fold_width(text: str) -> str:
    """Return `text` with every character at its half-width form; the length is unchanged."""
    return text.translate(WIDTH_TABLE)
