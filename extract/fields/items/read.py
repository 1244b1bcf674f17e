"""Line items: the rows of price tables, and the rows that add them up."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.fields.context import Context
from extract.fields.items.labelled import labelled_items
from extract.fields.items.prose import told_items
from extract.fields.items.rows import ItemRow, PriceTable, Row, read_price_tables
from extract.model import DecimalField, LineItem, Span, Subtotal, TextField
from extract.rulepack import RulePack
from extract.structure.tables import TableCell
from extract.width import fold_width

_SHORTEST_NAME = 3
"""硬件 and 人员 stand everywhere, and mean nothing."""


def read_line_items(context: Context) -> tuple[tuple[LineItem, ...], tuple[Subtotal, ...]]:
    """Return the rows of all price tables, in order, and their 合计 and 小计 rows with what they add up.

    Where no table has any, the items are those that the text tells, part by part under labels or in running text.
    """
    items: list[LineItem] = []
    subtotals: list[Subtotal] = []
    for table in read_price_tables(context):
        subtotals.extend(_subtotals(context, table, len(items)))
        headings: dict[TableCell, TextField] = {}
        items.extend(_line_item(context, item, headings) for item in table.items)
    items = items or [_line_item(context, item, {}) for item in labelled_items(context)]
    return tuple(items or told_items(context)), tuple(subtotals)


def read_section_mentions(context: Context, items: Sequence[LineItem]) -> tuple[TextField, ...]:
    """Return where the contract speaks of the sections of its price tables outside of them: one place for each name."""
    tables = [(_first_row(table)[0].start, table.end) for table in read_price_tables(context) if table.items]
    found = []
    for name in dict.fromkeys(section_name(item.section, context.pack) for item in items if item.section is not None):
        if len(name) < _SHORTEST_NAME:
            continue
        for match in re.finditer(r"\s?".join(map(re.escape, name)), context.text):
            if not any(start <= match.start() < end for start, end in tables):
                found.append(context.text_field(*match.span(), "items.section_mention", value=name))
                break
    return tuple(found)


def _first_row(table: PriceTable) -> Row:
    first = table.items[0]
    return (first.section,) if first.section is not None else first.row


def section_name(heading: TextField, pack: RulePack) -> str:
    """Return the heading of a section without its number."""
    return pack.pattern("items.heading_number").sub("", fold_width(heading.value)).strip()


def _row_span(context: Context, row: Row) -> Span:
    """Return where a row stands; of one that is a column of the table its first cell."""
    across = "\n" in context.text[row[0].start : row[-1].end]
    return context.span(row[0].start, row[0 if across else -1].end)


def _line_item(context: Context, item: ItemRow, headings: dict[TableCell, TextField]) -> LineItem:
    if item.section is not None and item.section not in headings:
        headings[item.section] = context.text_field(item.section.start, item.section.end, "items.heading")
    span = _row_span(context, item.row)
    return LineItem(
        text=context.quote(span),
        spans=(span,),
        rule="items.row",
        section=headings[item.section] if item.section is not None else None,
        sequence=_text(context, item, "sequence"),
        name=_text(context, item, "name"),
        specification=_text(context, item, "specification"),
        unit=_text(context, item, "unit"),
        quantity=_number(context, item, "quantity"),
        unit_price=_number(context, item, "unit_price"),
        amount=_number(context, item, "amount"),
    )


def _text(context: Context, item: ItemRow, role: str) -> TextField | None:
    cell = item.cells.get(role)
    return context.text_field(cell.start, cell.end, "items.cell") if cell is not None else None


def _number(context: Context, item: ItemRow, role: str) -> DecimalField | None:
    value = item.numbers.get(role)
    if value is None:
        return None
    cell = item.cells[role]
    return context.decimal_field(value, cell.start, cell.end, f"items.{role}")


def _subtotals(context: Context, table: PriceTable, offset: int) -> list[Subtotal]:
    out = []
    for position, total in enumerate(table.totals):
        covered = table.covered(context, position)
        span = _row_span(context, total.row)
        out.append(
            Subtotal(
                label=total.label,
                amount=total.amount,
                items=tuple(offset + index for index in covered),
                text=context.quote(span),
                spans=(span,),
                rule="items.total_row",
            )
        )
    return out
