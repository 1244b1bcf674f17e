"""Numbers that a web page does not spell out: those of its lists."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z -]+)", re.IGNORECASE)
_BY_TYPE = {
    "1": "decimal",
    "a": "lower-alpha",
    "A": "upper-alpha",
    "i": "lower-roman",
    "I": "upper-roman",
}
_CHINESE = ("cjk", "chinese", "hanidec")
_NUMBERED = re.compile(r"\s*(?:[(（]?[\d一二三四五六七八九十]{1,3}[)）、.．](?!\d)|第.{1,4}[条章节])")
_LARGEST = 9999
_DIGITS = "〇一二三四五六七八九"
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


@dataclass(slots=True)
class Numbering:
    """The numbers of one list: the style, "" without numbers, and the last number given."""

    style: str
    last: int

    @classmethod
    def of(cls, element: _Element) -> Numbering:
        """Return the numbering of an <ol>, or of a <ul>, which has none."""
        declared = _STYLE.search(element.get("style", ""))
        style = declared[1].strip().lower() if declared else _BY_TYPE.get(element.get("type", "1").strip(), "decimal")
        numbered = element.tag == "ol" and "none" not in style
        return cls(style if numbered else "", _number(element.get("start"), 1) - 1)

    def next(self, item: _Element) -> str:
        """Return the number of the next item as the page shows it, or ""."""
        self.last = _number(item.get("value"), self.last + 1)
        return _shown(self.last, self.style) if self.style else ""


def marker(number: str, line: str) -> str:
    """Return `line` behind its number; a line that spells out a number of its own gets no second one."""
    return line if _NUMBERED.match(line) else number + line


def _number(text: str | None, default: int) -> int:
    try:
        return max(-_LARGEST, min(int(text), _LARGEST)) if text else default
    except ValueError:
        return default


def _shown(number: int, style: str) -> str:
    if number > 0 and any(name in style for name in _CHINESE):
        return f"{_chinese(number)}、"
    if number > 0 and style.endswith(("alpha", "latin")):
        letters = _letters(number)
        return f"{letters if style.startswith('lower') else letters.upper()}. "
    if 0 < number < 40 and style.endswith("roman"):
        roman = _roman(number)
        return f"{roman if style.startswith('lower') else roman.upper()}. "
    return f"{number}. "


def _chinese(number: int) -> str:
    if number >= 100:
        return "".join(_DIGITS[int(digit)] for digit in str(number))
    tens, ones = divmod(number, 10)
    return (_DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _roman(number: int) -> str:
    roman = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        roman += letters * count
    return roman
