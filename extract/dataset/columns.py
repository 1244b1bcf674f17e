"""What a table of the dataset is made of: columns with a type and a meaning, and the cells that fill them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Literal, NamedTuple

from extract.model import DateField, DecimalField, Evidence, Money, Record, Span

Type = Literal["text", "integer", "boolean", "date", "money", "ratio"]
Cell = str | int | bool | date | Decimal | None
Row = tuple[Cell, ...]
Rows = Callable[[Record], Iterator[Row]]

PRECISION = 38
SCALES = {"money": 6, "ratio": 12}
"""Digits behind the point. What a contract states has fewer; a computed share (one third) is rounded to them."""


class Column(NamedTuple):
    """A column: its name, its type, and its meaning in Chinese."""

    name: str
    type: Type
    meaning: str


class Table(NamedTuple):
    """A table: its name, its meaning, its columns, and the rows that one record gives."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Rows

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


CONTRACT = Column("contract", "text", "合同文件（输入目录下的路径），各表以此相连")
POSITION = Column("position", "integer", "在该合同同类项中的序号，从 1 起")
PLACE = (
    Column("start", "integer", "依据在原文中的起点（字符），原文在 text/ 目录"),
    Column("end", "integer", '依据在原文中的终点（不含）；SQL 中写作 "end"'),
    Column("page", "integer", "依据所在页，从 1 起；没有页的文件为空"),
)
EVIDENCE = (*PLACE, Column("text", "text", "依据的原文"))


def date_columns(name: str, meaning: str) -> tuple[Column, Column]:
    """Return the two columns of a date."""
    return (
        Column(name, "date", meaning),
        Column(f"{name}_text", "text", f"{meaning}，如所写：只写到年或月的（2025-06）也在此"),
    )


def date_cells(field: DateField | None) -> tuple[date | None, str | None]:
    """Return a date where it is whole and possible, and its ISO text in any case."""
    if field is None:
        return None, None
    try:
        return date.fromisoformat(field.value), field.value
    except ValueError:  # known to the month or year alone, or impossible (2月30日)
        return None, field.value


def value_of(field: Evidence | None) -> str | None:
    """Return the value of a text field."""
    return str(getattr(field, "value", field.text)) if field is not None else None


def joined(fields: Iterable[Evidence]) -> str | None:
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


def number_of(field: DecimalField | Money | None, kind: Literal["money", "ratio"]) -> Decimal | None:
    """Return the value of a number that was read, with the digits of its column."""
    return scaled(field.value, kind) if field is not None else None


def place_cells(spans: tuple[Span, ...]) -> tuple[int | None, int | None, int | None]:
    """Return start, end and page of the first span."""
    return (spans[0].start, spans[0].end, spans[0].page) if spans else (None, None, None)


def evidence_cells(*fields: Evidence | None) -> tuple[Cell, ...]:
    """Return place and words of the first of `fields` that there is."""
    field = next((field for field in fields if field is not None), None)
    return (*place_cells(field.spans), field.text) if field is not None else (None, None, None, None)
