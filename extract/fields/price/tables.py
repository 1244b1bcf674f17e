"""The price as the price table adds it up."""

from __future__ import annotations

from decimal import Decimal

from extract.fields.context import Context
from extract.fields.items.rows import read_price_tables
from extract.fields.price.terms import read_tax, read_tax_rate
from extract.model import Money, TextField, Total

_MOST_PERIODS = 60
"""A price table of one month stands for at most this many months of the contract."""


def table_totals(context: Context, price: Decimal) -> list[Money]:
    """Return the grand totals of the price table, where it states the `price` of the whole contract again."""
    totals = _grand_totals(context)
    return [] if any(_prices_a_part(price, total.value) for total in totals) else totals


def total_of_table(context: Context) -> Total | None:
    """Return the grand total of the only price table, for a contract that states its price nowhere else."""
    totals = _grand_totals(context)
    if len(totals) != 1:
        return None
    fields = {name: getattr(totals[0], name) for name in Money.model_fields}
    span = totals[0].spans[0]
    stated = (context.flow.flow_offset(span.start), context.flow.flow_offset(span.end))
    tax = read_tax(context, stated) or tax_of_table(context)
    return Total(**fields | {"confidence": 0.6}, tax=tax, tax_rate=read_tax_rate(context, stated))


def tax_of_table(context: Context) -> TextField | None:
    """Return what the head of the only price table says of the tax (含税单价), None where it says both or nothing."""
    tables = [table for table in read_price_tables(context) if table.items]
    if len(tables) != 1:
        return None
    first = context.outline.paragraph_at(tables[0].items[0].row[0].start).index
    head = context.outline.paragraphs[max(first - 1, 0)]
    told = {
        value: match
        for value in ("included", "excluded")
        if (match := context.pack.pattern(f"price.tax_{value}").search(context.text, head.start, head.end)) is not None
    }
    if len(told) != 1:
        return None
    value, match = told.popitem()
    return context.text_field(*match.span(), f"price.tax_{value}", value=value)


def _prices_a_part(price: Decimal, amount: Decimal) -> bool:
    """Tell whether a table prices one month or year of the contract: the price is a multiple of its total."""
    times = price / amount
    return times != 1 and times == times.to_integral_value() and times <= _MOST_PERIODS


def _grand_totals(context: Context) -> list[Money]:
    """Return the sums over all items, each amount once; none for a table of one month, or one of several."""
    tables = read_price_tables(context)
    if len(tables) != 1 or tables[0].columns.each_time:
        return []
    table = tables[0]
    totals: dict[Decimal, Money] = {}
    for position, total in enumerate(table.totals):
        whole = len(table.covered(context, position)) == len(table.items) and "小计" not in total.label
        if whole and total.amount > 0 and not context.pack.pattern("price.per_period").search(total.label):
            span = context.span(total.row[0].start, total.row[-1].end)
            money = Money(
                value=total.amount, text=context.quote(span), spans=(span,), rule="price.table", confidence=0.8
            )
            totals.setdefault(total.amount, money)
    return list(totals.values())
