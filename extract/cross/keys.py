"""One form for what may be written in many: names, accounts, telephones, addresses. "" is nothing to compare."""

from __future__ import annotations

import re
from collections.abc import Iterable

import regex

from extract.rulepack import RulePack
from extract.width import close_up, fold_width

_NOTHING = regex.compile(r"[^\p{L}\p{N}]+")
_MASKED = "*"
_SHORTEST_ACCOUNT, _SHORTEST_PHONE, _LONGEST_PHONE, _SHORTEST_ADDRESS = 9, 7, 15, 8
_FEWEST_DIGITS = 3
"""Numbers of fewer different digits (00000000) are placeholders."""
_CALLING_CODE = re.compile(r"^(?:00|\+)?86(?=1\d{10}$|0?[1-9]\d{8,11}$)")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x).*$", re.IGNORECASE)
_PEOPLE = regex.compile(r"\p{Han}{2,4}(?:·\p{Han}{1,6})?")


def name_key(text: str) -> str:
    """Return a name or number without width, case, spaces, brackets and punctuation; "" when it is masked."""
    return "" if _MASKED in text else _NOTHING.sub("", fold_width(text)).casefold()


def account_key(text: str) -> str:
    """Return the digits of an account number."""
    return _number(text, _SHORTEST_ACCOUNT)


def phone_key(text: str) -> str:
    """Return the digits of a telephone number, without the country's code and an extension; "" for hot lines."""
    plain = _EXTENSION.sub("", fold_width(text))
    digits = _CALLING_CODE.sub("", "".join(c for c in plain if c.isdigit() or c in "+*"))
    key = _number(digits, _SHORTEST_PHONE)
    return key if len(key) <= _LONGEST_PHONE else ""


def _number(text: str, shortest: int) -> str:
    digits = "".join(character for character in fold_width(text) if character.isdigit())
    masked = _MASKED in text or len(digits) < shortest or len(set(digits)) < _FEWEST_DIGITS
    return "" if masked else digits


def address_key(text: str) -> str:
    """Return an address; "" when it has no number, for a street or district is not shared by coincidence alone."""
    key = name_key(text)
    return key if len(key) >= _SHORTEST_ADDRESS and any(character.isdigit() for character in key) else ""


def person_key(text: str) -> str:
    """Return a person's name, "" for what is none."""
    plain = close_up(text)
    return plain if _PEOPLE.fullmatch(plain) else ""


def subject_key(text: str, pack: RulePack, buyers: Iterable[str]) -> str:
    """Return what a contract is about: the project without years, lots, the buyer's name and words that all have."""
    plain = pack.pattern("cross.year").sub("", fold_width(text))
    plain = pack.pattern("cross.lot").sub("", plain)
    for buyer in filter(None, buyers):
        plain = plain.replace(fold_width(buyer), "")
    for word in pack.words("cross.common_words"):
        plain = plain.replace(word, "")
    return name_key(plain)


def lots_of(text: str, pack: RulePack) -> frozenset[str]:
    """Return the lots that a project's name gives: 二标段, 第3包."""
    return frozenset(name_key(match[0]).strip("第") for match in pack.pattern("cross.lot").finditer(fold_width(text)))


def alike(one: str, other: str, at_least: float) -> bool:
    """Tell whether two subjects are nearly the same: their pairs of characters in common, by Dice's measure."""
    if not one or not other:
        return False
    first, second = _pairs(one), _pairs(other)
    return one == other or 2 * len(first & second) >= at_least * (len(first) + len(second)) > 0


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[index : index + 2] for index in range(len(text) - 1))
