"""How an amount is written: the standard uppercase form of its value, and in what the written one departs from it."""

from __future__ import annotations

import re

from extract.nlp.mentions import Money
from extract.nlp.numerals import is_standard_uppercase, standard_uppercase

NONSTANDARD_UPPERCASE = "nonstandard_uppercase"
MALFORMED_UPPERCASE = "malformed_uppercase"
"""Nothing but numerals and units, and yet no number: 壹佰佰元. What holds other characters is only unreadable."""
_NUMERALS_ONLY = re.compile(
    r"[零〇一二三四五六七八九两十百千万亿壹弌贰貳弍貮叁參叄参弎肆伍陆陸柒捌玖拾佰陌仟阡萬億元圆圓角分整正人民币幣\s]*+"
)
_READ_FROM = 10**16


def standard_form(money: Money) -> str | None:
    """Return the standard uppercase of an amount written in uppercase: of its digits where they stand beside it."""
    if money.uppercase is None or money.currency != "CNY":
        return None
    value = money.digits_value if money.digits_value is not None else money.uppercase_value
    if value is None or not 0 <= value < _READ_FROM or value * 100 != int(value * 100):
        return None
    return standard_uppercase(value)


def uppercase_problems(text: str, money: Money) -> tuple[str, ...]:
    """Return what is wrong with the uppercase form of an amount of the flow `text`, beside its value."""
    if money.uppercase is None or money.currency != "CNY":
        return ()
    written = "".join(text[slice(*money.uppercase)].split())
    if money.uppercase_value is None:
        return (MALFORMED_UPPERCASE,) if _NUMERALS_ONLY.fullmatch(written) else ()
    value = money.uppercase_value
    if value * 100 != int(value * 100) or value >= _READ_FROM:
        return (NONSTANDARD_UPPERCASE,)
    return () if is_standard_uppercase(written, value) else (NONSTANDARD_UPPERCASE,)
