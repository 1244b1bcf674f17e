"""Numbers as Word writes them in lists (ISO/IEC 29500-1, 17.18.59)."""

from __future__ import annotations

from collections.abc import Callable

_SIMPLE = "零一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_FORMAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_UNITS = ("", "十", "百", "千")
_FORMAL_UNITS = ("", "拾", "佰", "仟")
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_LARGEST = 32767
"""Word's own limit of a list number."""


def numeral(value: int, number_format: str, pattern: str = "") -> str:
    """Return `value` in Word's `number_format`; what is not known to this function, and large numbers, as digits.

    `pattern` is the `w:format` of the format `custom`, such as `001, 002, 003, ...`.
    """
    if number_format == "custom":
        return str(value).zfill(len(pattern.partition(",")[0].strip())) if pattern[:1].isdigit() else str(value)
    writer = _WRITERS.get(number_format)
    return writer(value) if writer is not None and 0 <= value <= _LARGEST else str(value)


def _chinese(value: int, digits: str = _SIMPLE, units: tuple[str, ...] = _UNITS) -> str:
    """Return a number below 100,000 in Chinese words: 十二, 一百零五."""
    if value == 0:
        return digits[0]
    if value >= 10_000:
        rest = value % 10_000
        zero = digits[0] if 0 < rest < 1000 else ""
        return _chinese(value // 10_000, digits, units) + "万" + zero + (_chinese(rest, digits, units) if rest else "")
    words = ""
    gap = False
    for place in range(3, -1, -1):
        digit = value // 10**place % 10
        if digit:
            zero = digits[0] if gap and words else ""
            words += zero + digits[digit] + units[place]
        gap = digit == 0
    return words


def _counting(value: int) -> str:
    """Return 十二, not 一十二."""
    words = _chinese(value)
    return words[1:] if words.startswith("一十") else words


def _digits(characters: str) -> Callable[[int], str]:
    return lambda value: "".join(characters[int(digit)] for digit in str(value))


def _counted_to_hundred(value: int) -> str:
    """Return the number as `chineseCounting` does: in words below 100, digit by digit from there on."""
    return _counting(value) if value < 100 else _digits("○" + _SIMPLE[1:])(value)


def _formal(digits: str) -> Callable[[int], str]:
    return lambda value: _chinese(value, digits, _FORMAL_UNITS)


def _cycle(characters: str) -> Callable[[int], str]:
    """Write with as many characters as there are, then in digits."""
    return lambda value: characters[value - 1] if 1 <= value <= len(characters) else str(value)


def _run(first: str, last: int) -> Callable[[int], str]:
    """Write with the characters from `first` on that Unicode has in a row, up to the number `last`."""
    return _cycle("".join(chr(ord(first) + index) for index in range(last)))


def _letters(value: int) -> str:
    """Return a … z, aa, bb …: Word repeats letters."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 1 <= value <= 26 * 30 else str(value)


def _roman(value: int) -> str:
    words = ""
    for amount, letters in _ROMAN:
        words += letters * (value // amount)
        value %= amount
    return words


_CIRCLED = _cycle("".join(map(chr, [*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0)])))
_WRITERS: dict[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": lambda value: f"{value:02}",
    "none": lambda _: "",
    "bullet": lambda _: "",
    "chineseCounting": _counted_to_hundred,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counted_to_hundred,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "ideographDigital": _digits("〇" + _SIMPLE[1:]),
    "taiwaneseDigital": _digits("○" + _SIMPLE[1:]),
    "japaneseDigitalTenThousand": _digits("〇" + _SIMPLE[1:]),
    "chineseLegalSimplified": _formal(_FORMAL),
    "ideographLegalTraditional": _formal(_FORMAL_TRADITIONAL),
    "japaneseLegal": _formal(_FORMAL),
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "ideographZodiacTraditional": lambda value: _STEMS[(value - 1) % 10] + _BRANCHES[(value - 1) % 12],
    "ideographEnclosedCircle": _run("㊀", 10),
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": _run("⑴", 20),
    "decimalEnclosedFullstop": _run("⒈", 20),
    "decimalFullWidth": lambda value: str(value).translate(_FULL_WIDTH),
    "decimalFullWidth2": lambda value: str(value).translate(_FULL_WIDTH),
    "lowerLetter": _letters,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerRoman": lambda value: _roman(value).lower(),
    "upperRoman": _roman,
    "numberInDash": lambda value: f"- {value} -",
    "ordinal": lambda value: f"{value}.",
}
