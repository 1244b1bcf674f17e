"""What a table of the dataset is made of: columns with a type and a meaning, each beside what fills it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from extract.model import DateField, DecimalField, Duration, Evidence, Money, Record, Span

Type = Literal["text", "integer", "boolean", "date", "money", "ratio"]
Cell = str | int | bool | date | Decimal | None
Row = tuple[Cell, ...]
Item = TypeVar("Item")

PRECISION = 38
SCALES = {"money": 6, "ratio": 12}
"""Digits behind the point. What a contract states has fewer; a computed share (one third) is rounded to them."""


class Column(NamedTuple):
    """A column: its name, its type, and its meaning in Chinese."""

    name: str
    type: Type
    meaning: str


class Part(NamedTuple, Generic[Item]):
    """Columns that stand side by side, and the cells that one item gives for them."""

    columns: tuple[Column, ...]
    cells: Callable[[Item], Row]


_CONTRACT = Column("contract", "text", "合同文件（输入目录下的路径），各表以此相连")
_POSITION = Column("position", "integer", "在该合同同类项中的序号，从 1 起")
_PLACE = (
    Column("start", "integer", "依据在原文中的起点（字符），原文在 text/ 目录"),
    Column("end", "integer", '依据在原文中的终点（不含）；SQL 中写作 "end"'),
    Column("page", "integer", "依据所在页，从 1 起；没有页的文件为空"),
)


class Table(NamedTuple):
    """A table: its name, its meaning, the items of a record that are its rows, and its parts.

    The contract stands first in each row, then, where the contract has many such items, the item's position.
    """

    name: str
    meaning: str
    items: Callable[[Record], Iterable[Any]]
    parts: tuple[Part[Any], ...]
    numbered: bool = True

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns, in order."""
        own = (column for part in self.parts for column in part.columns)
        return (_CONTRACT, *((_POSITION,) if self.numbered else ()), *own)

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def rows(self, record: Record) -> Iterator[Row]:
        """Yield the rows that one record gives."""
        path = record.document.path
        for position, item in enumerate(self.items(record), 1):
            first: Row = (path, position) if self.numbered else (path,)
            yield (*first, *(cell for part in self.parts for cell in part.cells(item)))


# -- the kinds of columns ---------------------------------------------------------------------------------


def text(name: str, meaning: str, get: Callable[[Item], Evidence | str | None]) -> Part[Item]:
    """Return a column of words: those of a field, or plain ones."""
    return Part((Column(name, "text", meaning),), lambda item: (value_of(get(item)),))


def integer(name: str, meaning: str, get: Callable[[Item], int | None]) -> Part[Item]:
    """Return a column of whole numbers."""
    return Part((Column(name, "integer", meaning),), lambda item: (get(item),))


def boolean(name: str, meaning: str, get: Callable[[Item], bool | None]) -> Part[Item]:
    """Return a column of yes and no."""
    return Part((Column(name, "boolean", meaning),), lambda item: (get(item),))


def money(name: str, meaning: str, get: Callable[[Item], DecimalField | Money | Decimal | None]) -> Part[Item]:
    """Return a column of amounts, prices or quantities."""
    return Part((Column(name, "money", meaning),), lambda item: (_number(get(item), "money"),))


def ratio(name: str, meaning: str, get: Callable[[Item], DecimalField | Decimal | None]) -> Part[Item]:
    """Return a column of shares and rates: 0.3 is 30 %."""
    return Part((Column(name, "ratio", meaning),), lambda item: (_number(get(item), "ratio"),))


def dated(name: str, meaning: str, get: Callable[[Item], DateField | None]) -> Part[Item]:
    """Return the two columns of a date: the day, and what was written."""
    return Part(
        (
            Column(name, "date", meaning),
            Column(f"{name}_text", "text", f"{meaning}，如所写：只写到年或月的（2025-06）也在此"),
        ),
        lambda item: date_cells(get(item)),
    )


def lasting(name: str, meaning: str, get: Callable[[Item], Duration | None]) -> Part[Item]:
    """Return the two columns of a duration."""

    def cells(item: Item) -> Row:
        duration = get(item)
        return (duration.value, duration.unit) if duration is not None else (None, None)

    return Part(
        (
            Column(f"{name}_value", "integer", f"{meaning}的长度"),
            Column(f"{name}_unit", "text", f"{meaning}的单位：hour、day、workday、week、month、quarter、year"),
        ),
        cells,
    )


def place(get: Callable[[Item], tuple[Span, ...]]) -> Part[Item]:
    """Return the columns that say where an item stands: at the first of its spans."""
    return Part(_PLACE, lambda item: _place_cells(get(item)))


def evidence(get: Callable[[Item], Iterable[Evidence | None]], of: str = "") -> Part[Item]:
    """Return the columns of place and words of the first of an item's fields that there is; `of` says whose."""

    def cells(item: Item) -> Row:
        field = next((field for field in get(item) if field is not None), None)
        return (*_place_cells(field.spans), field.text) if field is not None else (None, None, None, None)

    columns = (*_PLACE, Column("text", "text", "依据的原文"))
    return Part(tuple(column._replace(meaning=f"{of}{column.meaning}") for column in columns), cells)


def own_evidence() -> Part[Evidence]:
    """Return the columns of place and words of items that are evidence themselves."""
    return evidence(lambda item: (item,))


# -- cells ------------------------------------------------------------------------------------------------


def date_cells(field: DateField | None) -> tuple[date | None, str | None]:
    """Return a date where it is whole and possible, and its ISO text in any case."""
    return (field.day, field.value) if field is not None else (None, None)


def value_of(field: Evidence | str | None) -> str | None:
    """Return the value of a text field, or the words themselves."""
    return str(getattr(field, "value", field.text)) if isinstance(field, Evidence) else field


def joined(fields: Iterable[Evidence | str | None]) -> str | None:
    """Return the values of several text fields, joined by ；."""
    return "；".join(filter(None, map(value_of, fields))) or None


def scaled(value: Decimal | None, kind: Literal["money", "ratio"]) -> Decimal | None:
    """Return a number with the digits of its column; None when it has more before the point than a column holds."""
    scale = SCALES[kind]
    if value is None or not value.is_finite() or value.adjusted() >= PRECISION - scale:
        return None
    with localcontext() as context:
        context.prec = PRECISION
        return value.quantize(Decimal(1).scaleb(-scale), ROUND_HALF_EVEN)


def _number(number: DecimalField | Money | Decimal | None, kind: Literal["money", "ratio"]) -> Decimal | None:
    return scaled(number if isinstance(number, Decimal) or number is None else number.value, kind)


def _place_cells(spans: tuple[Span, ...]) -> tuple[int | None, int | None, int | None]:
    return (spans[0].start, spans[0].end, spans[0].page) if spans else (None, None, None)
