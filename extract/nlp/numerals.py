"""Chinese numerals and uppercase amounts (大写金额), behind an exact guard.

cn2an reads the numeral group by group, because it refuses or misreads lawful whole forms. Nothing that it
says is believed until the value, written back, gives the same characters again, 零 standing where it may.
What cannot be written back raises NumeralError: 二百五 (250 or 205?), 壹佰佰, 壹贰万.

Source of the standard form: 《正确填写票据和结算凭证的基本规定》 (支付结算办法附一).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import lru_cache

from cn2an import cn2an

_CHARACTERS = {
    "零": "零〇○",
    "一": "一壹弌",
    "二": "二贰貳弍貮",
    "三": "三叁參叄参弎",
    "四": "四肆",
    "五": "五伍",
    "六": "六陆陸",
    "七": "七柒",
    "八": "八捌",
    "九": "九玖",
    "十": "十拾",
    "百": "百佰陌",
    "千": "千仟阡",
    "万": "万萬",
    "亿": "亿億",
    "两": "两兩",
    "点": "点點",
}
_SIMPLE: dict[int, str] = {ord(form): simple for simple, forms in _CHARACTERS.items() for form in forms} | {
    ord("廿"): "二十",
    ord("卅"): "三十",
}
_AMOUNT_WORDS = {"圆": "元", "圓": "元", "正": "整", "毛": "角", "另": "零"}
_SIMPLE_AMOUNT = _SIMPLE | {ord(form): word for form, word in _AMOUNT_WORDS.items()}
_TRADITIONAL = str.maketrans("貳弍貮參叄参陸萬億圓圆正", "贰贰贰叁叁叁陆万亿元元整")
_FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")

_DIGITS = "零一二三四五六七八九"
_UNITS = ("", "十", "百", "千")
_GROUPS = {4: "万", 8: "亿", 12: "万"}
"""The mark behind the group whose lowest place is this power of ten; 万亿 is 万 before the group of 亿."""
_LARGEST = 10**16 - 1

_DIGIT_STRING = re.compile(rf"[{_DIGITS}]|[{_DIGITS}]零|零[{_DIGITS}]|[{_DIGITS}]{{3,}}")
_MISPLACED_TWO = re.compile(r"两(?![百千万亿]|$)|(?<!^)两$")
_GROUP = re.compile(rf"[{_DIGITS}十百千]*")
_ZERO_PLACE = re.compile(r"零[十百千万亿]")
_PLACED_GROUP = (
    rf"(?:零?[{_DIGITS}]千)?(?:零?[{_DIGITS}]百)?(?:零?[{_DIGITS}]十)?(?:(?<![千百])[{_DIGITS}]|零[{_DIGITS}]?)?"
)
_PLACED = re.compile(rf"(?:({_PLACED_GROUP})亿)?(?:({_PLACED_GROUP})万)?({_PLACED_GROUP})")
_PRINTED = re.compile("[万亿]|零.?零")
"""What shows a printed form; 壹佰零拾 alone may be 壹佰壹拾 badly written."""
_UNFINISHED = re.compile(r"(?:零[千百十])+")
"""Places of a group that were struck out, and nothing in its last: 零拾万."""
_PLACED_DIGIT = re.compile(rf"([{_DIGITS}])([千百十]?)")
_PREFIX = re.compile(r"(?:人民[币幣]|RMB|CNY|[(（]?大[写寫][)）]?|[¥￥:：])*", re.IGNORECASE)
_AMOUNT = re.compile(
    rf"""(?x)
    (?: (?P<whole>[{_DIGITS}两十百千万亿]++)
        (?:点 (?P<fraction>[{_DIGITS}]++) (?P<scale>[百千]?[万亿]|万亿)? )? 元 )?
    (?: (?:零(?!零))? (?P<tenths>[{_DIGITS}])角 )?
    (?: (?:零(?!零))? (?P<hundredths>[{_DIGITS}])分 )?
    整?
  | (?P<bare>[{_DIGITS}两十百千万亿]++) 整?
    """
)
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "亿": 10**8}


class NumeralError(ValueError):
    """The text is not a well-formed Chinese numeral or amount."""


class _Zero(Enum):
    """May 零 stand before a word of a number?"""

    NEVER = "never"
    EITHER = "either"
    ALWAYS = "always"


@dataclass(frozen=True, slots=True)
class _Word:
    """A digit with the unit behind it (八十, 三千, 五万), and when 零 stands before it.

    `lawful` follows 支付结算办法附一; `readable` also admits a 零 too many or too few that leaves no doubt.
    """

    text: str
    lawful: _Zero
    readable: _Zero


@lru_cache(maxsize=2048)
def read_integer(text: str) -> int:
    """Return the whole number that `text` writes: 一百八十, 壹佰捌拾, 十五, 两, 廿五, 二〇二四, plain digits.

    Two digits without a unit (三五) are no number: they may mean "three to five".
    Raises NumeralError for anything that is not written as that number would be.
    """
    compact = "".join(text.split())
    if compact.isascii() and compact.isdecimal():
        return int(compact)
    numeral = compact.translate(_SIMPLE)
    if _DIGIT_STRING.fullmatch(numeral):
        return int("".join(str(_DIGITS.index(digit)) for digit in numeral))
    return _read_counted(numeral)


def read_uppercase_amount(text: str) -> Decimal:
    """Return the yuan that Chinese writes: 人民币壹佰捌拾万零叁仟元整, 柒角整, 壹佰伍拾贰点捌捌万元.

    The prefix (人民币, 大写, ¥), 元 behind a whole number, and 整 may be absent; simple and traditional
    characters, a superfluous or missing 零 that leaves no doubt, and 零佰零拾 of printed forms are read.
    Raises NumeralError for a malformed amount.
    """
    compact = "".join(text.split())
    written = compact[_PREFIX.match(compact).end() :].translate(_SIMPLE_AMOUNT)  # type: ignore[union-attr]
    match = _AMOUNT.fullmatch(written)
    if not match or not any(match.group("whole", "tenths", "hundredths", "bare")):
        raise NumeralError(f"不是大写金额:{text}")
    if match["bare"]:
        return Decimal(_read_counted(match["bare"]))
    value = Decimal(_read_counted(match["whole"])) if match["whole"] else Decimal(0)
    if fraction := match["fraction"]:
        value += _decimal_digits(fraction)
        for unit in match["scale"] or "":
            value *= _SCALES[unit]
    tenths, hundredths = (_DIGITS.index(match[name] or "零") for name in ("tenths", "hundredths"))
    return value + Decimal(tenths * 10 + hundredths) / 100


def standard_uppercase(amount: Decimal) -> str:
    """Return `amount` (yuan) in the standard uppercase form, without 人民币: 壹拾万零柒仟元零伍角叁分.

    Where the rule leaves 零 or 整 free, it is written. Raises ValueError for a negative amount, parts of a
    fen, or 10^16 yuan and more.
    """
    whole, tenths, hundredths = _yuan_jiao_fen(amount)
    words = _amount_words(whole, tenths, hundredths)
    body = "".join(word.text if word.lawful is _Zero.NEVER else "零" + word.text for word in words)
    return (body + ("" if hundredths else "整")).translate(_FORMAL)


def is_standard_uppercase(text: str, value: Decimal) -> bool:
    """Return whether `text` is `value` yuan in a form that 支付结算办法附一 admits.

    圆 and traditional characters are admitted, 人民币 may stand before it, 正 for 整; behind 角 both with
    and without 整. Raises ValueError where `value` has no such form, as `standard_uppercase` does.
    """
    whole, tenths, hundredths = _yuan_jiao_fen(value)
    written = text.strip().removeprefix("人民币").removeprefix("人民幣").translate(_TRADITIONAL)
    words = tuple(
        _Word(word.text.translate(_FORMAL), word.lawful, word.readable)
        for word in _amount_words(whole, tenths, hundredths)
    )
    bare = written.removesuffix("整")
    ended = bare != written
    if ended is bool(hundredths) and not (tenths and not hundredths):
        return False
    return _spells(bare, words, lawful=True)


def _read_counted(numeral: str) -> int:
    """Return the value of a numeral with units, in simple characters."""
    if not numeral or _MISPLACED_TWO.search(numeral):
        raise NumeralError(f"不是数字:{numeral}")
    numeral = numeral.replace("两", "二")
    if numeral.startswith("十"):
        numeral = "一" + numeral
    if _ZERO_PLACE.search(numeral):
        return _read_places(numeral)
    head, mark, tail = numeral.rpartition("亿")
    if not head.endswith("万亿"):  # 九万亿九千亿 says what 九万九千亿 says; 一万亿亿 says nothing
        head = head.replace("万亿", "万", 1)
    value = _read_myriads(head) * 10**8 + _read_myriads(tail)
    if value > _LARGEST or not _spells(head + mark + tail, tuple(_words(value)), lawful=False):
        raise NumeralError(f"数字书写有误:{numeral}")
    return value


def _read_myriads(numeral: str) -> int:
    high, _, low = numeral.rpartition("万")
    return _read_group(high) * 10**4 + _read_group(low)


def _read_group(numeral: str) -> int:
    """Return what cn2an makes of a number below ten thousand; an empty group is 0."""
    if not _GROUP.fullmatch(numeral):
        raise NumeralError(f"数字书写有误:{numeral}")
    significant = numeral.strip("零")
    if not significant:
        return 0
    try:
        return int(cn2an(significant, "normal"))
    except (ValueError, KeyError) as error:  # 四一千 is a KeyError
        raise NumeralError(f"数字书写有误:{numeral}") from error


def _read_places(numeral: str) -> int:
    """Read a printed form that names its places, with 零 in the empty ones: 伍拾万零仟零佰零拾零."""
    match = _PLACED.fullmatch(numeral)
    if match is None or not _PRINTED.search(numeral) or any(map(_UNFINISHED.fullmatch, match.groups("")[:-1])):
        raise NumeralError(f"数字书写有误:{numeral}")
    value = 0
    for group in match.groups(""):
        value *= 10**4
        value += sum(_DIGITS.index(digit) * 10 ** _UNITS.index(unit) for digit, unit in _PLACED_DIGIT.findall(group))
    if not value and not numeral.endswith("零"):  # 零万元: a figure was lost
        raise NumeralError(f"数字书写有误:{numeral}")
    return value


def _words(value: int) -> Iterator[_Word]:
    """Yield the words of `value` in simple characters, each with the places where 零 may stand before it."""
    if value == 0:
        yield _Word("零", _Zero.NEVER, _Zero.NEVER)
        return
    previous: int | None = None
    for power in reversed(range(len(str(value)))):
        digit = value // 10**power % 10
        group, place = power - power % 4, power % 4
        counted = value // 10**8 if group == 8 else value // 10**group % 10**4
        mark = _GROUPS.get(group, "") if place == 0 and counted else ""
        if digit:
            yield _Word(_DIGITS[digit] + _UNITS[place] + mark, *_zeros(power, previous, bool(mark)))
            previous = power
        elif mark:
            yield _Word(mark, _Zero.NEVER, _Zero.NEVER)


def _zeros(power: int, previous: int | None, marked: bool) -> tuple[_Zero, _Zero]:
    """Return the lawful and the readable 零 before the digit at `power`; the last one stood at `previous`."""
    if previous is None:
        return _Zero.NEVER, _Zero.NEVER
    gap, in_thousands = previous - power > 1, power % 4 == 3
    lawful = _Zero.NEVER if not gap else _Zero.EITHER if in_thousands else _Zero.ALWAYS
    other_group = previous // 4 != power // 4
    if power % 4 or (marked and other_group):  # it has its own unit: 壹万伍佰 leaves no doubt
        return lawful, _Zero.EITHER
    return lawful, lawful


def _amount_words(whole: int, tenths: int, hundredths: int) -> Iterator[_Word]:
    """Yield the words of an amount, without 整; 元 is absent below one yuan."""
    if whole or not (tenths or hundredths):
        yield from _words(whole)
        yield _Word("元", _Zero.NEVER, _Zero.NEVER)
    if tenths:
        zero = _Zero.EITHER if whole and whole % 10 == 0 else _Zero.NEVER
        yield _Word(_DIGITS[tenths] + "角", zero, zero)
    if hundredths:
        zero = _Zero.NEVER if tenths or not whole else _Zero.ALWAYS
        yield _Word(_DIGITS[hundredths] + "分", zero, zero)


def _spells(text: str, words: tuple[_Word, ...], *, lawful: bool) -> bool:
    """Return whether `text` is exactly `words`, with 零 only where it may and wherever it must stand."""
    position = 0
    for word in words:
        zero = word.lawful if lawful else word.readable
        present = zero is not _Zero.NEVER and text.startswith("零", position)
        if zero is _Zero.ALWAYS and not present:
            return False
        position += present
        if not text.startswith(word.text, position):
            return False
        position += len(word.text)
    return position == len(text)


def _decimal_digits(fraction: str) -> Decimal:
    return Decimal("0." + "".join(str(_DIGITS.index(digit)) for digit in fraction))


def _yuan_jiao_fen(amount: Decimal) -> tuple[int, int, int]:
    cents = amount * 100
    if cents != int(cents) or not 0 <= amount <= _LARGEST + 1 - Decimal("0.01"):
        raise ValueError(f"没有对应的大写金额:{amount}")
    whole, rest = divmod(int(cents), 100)
    return whole, *divmod(rest, 10)
