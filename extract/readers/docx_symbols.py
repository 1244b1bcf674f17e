"""Characters of symbol fonts (Wingdings and its kin) as the signs that they look like."""

from __future__ import annotations

_PRIVATE = 0xF000
"""Symbol fonts keep their characters at U+F020 to U+F0FF, or at the bare code."""
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "□", 0x70: "□", 0x71: "□", 0x72: "□", 0x75: "◆", 0x76: "◆", 0x77: "◆", 0x78: "☒",
    0x9E: "·", 0x9F: "•", 0xA1: "○", 0xA2: "○", 0xA3: "○", 0xA7: "■", 0xA8: "□", 0xD8: "➢", 0xE0: "→", 0xFB: "✗",
    0xFC: "√", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {
    0x4F: "✗", 0x50: "√", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x81: "○", 0x97: "●", 0xA2: "■", 0xA3: "□",
    0x2A: "□", 0x30: "□",
} | {0x6A + index: sign for index, sign in enumerate("①②③④⑤⑥⑦⑧⑨⑩")}  # fmt: skip
_SYMBOL = {code: chr(code) for code in range(0x20, 0x40)} | {
    0xB7: "•", 0xB4: "×", 0xB0: "°", 0xB1: "±", 0xA3: "≤", 0xB3: "≥", 0xB8: "÷", 0xD7: "·", 0x6D: "μ",
}  # fmt: skip
_WEBDINGS = {0x61: "√", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "☒"}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": {},
    "symbol": _SYMBOL,
    "webdings": _WEBDINGS,
}
_UNKNOWN = "•"


def is_symbol_font(font: str | None) -> bool:
    """Tell whether the characters of a font are pictures."""
    return font is not None and font.strip().lower() in _FONTS


def symbol(code: int, font: str | None) -> str:
    """Return the sign of the character `code` in a symbol font, a bullet where it only decorates."""
    table = _FONTS.get((font or "").strip().lower())
    low = code - _PRIVATE if _PRIVATE <= code <= _PRIVATE + 0xFF else code
    if table is None:
        return _WINGDINGS.get(low, _UNKNOWN) if low != code else chr(code)
    return table.get(low, _UNKNOWN if low > 0x20 else " ")


def written(text: str, font: str | None) -> str:
    """Return text set in `font`; Chinese characters in it are set in another one and stay."""
    if is_symbol_font(font):
        return "".join(symbol(ord(sign), font) if _is_symbol(sign) else sign for sign in text)
    return "".join(symbol(ord(sign), font) if "\uf020" <= sign <= "\uf0ff" else sign for sign in text)


def _is_symbol(sign: str) -> bool:
    return "\x20" < sign <= "\xff" or "\uf020" <= sign <= "\uf0ff"
