"""The typed mentions that recognisers find in the text.

A mention says *what stands where*; it does not say what it means for the contract.
`start` and `end` are offsets into the flow, the normalised text of `extract.structure.flow`
(half-width punctuation, no spaces between Han characters, wrapped lines joined).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Unit = Literal["hour", "day", "workday", "week", "month", "quarter", "year"]
Region = tuple[int, int]
"""Flow offsets, half-open."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of the flow: half-open offsets [start, end)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Money(Mention):
    """One amount, in digits, in uppercase Chinese, or in both side by side.

    `value` is in yuan (or in whole units of `currency`), never in 万元.
    When both forms stand and differ, `value` is the digits' and `agree` is False.
    """

    value: Decimal
    currency: str = "CNY"
    unit: str = "元"
    digits: Region | None = None
    digits_value: Decimal | None = None
    uppercase: Region | None = None
    uppercase_value: Decimal | None = None
    agree: bool | None = None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Date(Mention):
    """A date as ISO text, partial where the contract is: "2025-06-13", "2025-06", "2025".

    `possible` is False for 2月30日 and the like; `whole_year` is True for 2024年度.
    """

    value: str
    possible: bool = True
    whole_year: bool = False


@dataclass(frozen=True, slots=True)
class Duration(Mention):
    """A length of time. `value` is a count of `unit`; 半年 is 6 months, 一年半 18 months.

    `calendar` is True where the text says so (日历天, 自然日).
    """

    value: int
    unit: Unit
    calendar: bool = False


@dataclass(frozen=True, slots=True)
class Rate(Mention):
    """A ratio as a fraction: 10% is 0.10, 万分之二 is 0.0002.

    `words_value` is what the Chinese words beside the digits say, `10%（百分之二十）`.
    """

    value: Decimal
    words_value: Decimal | None = None
    agree: bool | None = None


@dataclass(frozen=True, slots=True)
class Text(Mention):
    """A mention whose value is text: phone, e-mail, postcode, credit code, organisation, person, law.

    `complete` is False where the text is visibly cut off (an account of five digits and a bracket).
    """

    value: str
    complete: bool = True


@dataclass(frozen=True, slots=True)
class Law(Text):
    """A law that is cited; `order` is the number behind it of the order that enacted it, as 财政部令第87号."""

    order: Text | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """All mentions of one contract, each tuple in order of `start`, without overlap inside a kind."""

    money: tuple[Money, ...] = ()
    dates: tuple[Date, ...] = ()
    durations: tuple[Duration, ...] = ()
    rates: tuple[Rate, ...] = ()
    phones: tuple[Text, ...] = ()
    emails: tuple[Text, ...] = ()
    postcodes: tuple[Text, ...] = ()
    accounts: tuple[Text, ...] = ()
    credit_codes: tuple[Text, ...] = ()
    laws: tuple[Law, ...] = ()
    organisations: tuple[Text, ...] = ()
    people: tuple[Text, ...] = ()
