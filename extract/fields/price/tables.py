"""The price as the price table adds it up."""

from __future__ import annotations

from decimal import Decimal

from extract.fields.context import Context
from extract.fields.items.rows import read_price_tables
from extract.model import Money, Total

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
    return Total(**fields | {"confidence": 0.6})


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
