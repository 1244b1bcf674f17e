"""Line items: the rows of price tables, and the rows that add them up."""

from __future__ import annotations

from extract.fields.context import Context
from extract.fields.item_rows import ItemRow, PriceTable, read_price_tables
from extract.model import DecimalField, LineItem, Subtotal, TextField
from extract.structure.tables import TableCell


def read_line_items(context: Context) -> tuple[tuple[LineItem, ...], tuple[Subtotal, ...]]:
    """Return the rows of all price tables, in order, and their 合计 and 小计 rows with what they add up."""
    items: list[LineItem] = []
    subtotals: list[Subtotal] = []
    for table in read_price_tables(context):
        subtotals.extend(_subtotals(context, table, len(items)))
        headings: dict[TableCell, TextField] = {}
        items.extend(_line_item(context, item, headings) for item in table.items)
    return tuple(items), tuple(subtotals)


def _line_item(context: Context, item: ItemRow, headings: dict[TableCell, TextField]) -> LineItem:
    if item.section is not None and item.section not in headings:
        headings[item.section] = context.text_field(item.section.start, item.section.end, "items.heading")
    span = context.span(item.row[0].start, item.row[-1].end)
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
        span = context.span(total.row[0].start, total.row[-1].end)
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
