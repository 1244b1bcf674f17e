"""What a cell of the working paper can be, and the cells that many sheets have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extract.exporters.places import clause_at, link_to_place, quote
from extract.model import DateField, Money, Record, Span, TextField


class Column(NamedTuple):
    """A column: its heading, and its width in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Code:
    """Digits that are a name and no number: accounts, phones, the exact text of an amount."""

    text: str


@dataclass(frozen=True, slots=True)
class Level:
    """How grave a row is: a severity, or the status of a check that came to no end; `word` is what is shown."""

    code: str
    word: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount to calculate with."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """A fraction, shown as a percentage."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Link:
    """An address in the HTML report."""

    address: str


Value = str | int | date | Code | Level | Amount | Ratio | Link | None
Row = list[Value]
Rows = Callable[[Record, str | None], Iterator[Row]]

CONTRACT = (Column("合同文件", 28), Column("合同名称", 26))
PLACE = (Column("条款", 18), Column("页", 6), Column("原文", 48), Column("链接", 10))
MONEY = (Column("金额", 16), Column("金额（精确）", 18))


def contract_cells(record: Record) -> Row:
    """Return the cells that every row begins with."""
    return [record.document.path, text_cell(record.title)]


def place_cells(record: Record, text: str | None, spans: tuple[Span, ...]) -> Row:
    """Return the cells that every row ends with: clause, page, words, link."""
    page = spans[0].page if spans else None
    return [clause_at(record, spans, text), page, quote(text, spans), Link(link_to_place(record, spans))]


def text_cell(field: TextField | None) -> str | None:
    """Return the value of a text field."""
    return field.value if field is not None else None


def code_cell(field: TextField | None) -> Code | None:
    """Return the value of a field of digits that are a name."""
    return Code(field.value) if field is not None else None


def day_cell(field: DateField | None) -> date | str | None:
    """Return a date where it is whole and possible, otherwise its text."""
    return (field.day or field.value) if field is not None else None


def money_cells(money: Money | None) -> Row:
    """Return an amount as a number and as its exact decimal."""
    return [None, None] if money is None else [Amount(money.value), Code(f"{money.value:f}")]


def ratio_cell(value: Decimal | None) -> Ratio | None:
    """Return a fraction."""
    return Ratio(value) if value is not None else None
