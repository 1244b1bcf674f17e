"""Prices that come out of what stands before them: what an amount was changed to, what a reduction left, a product."""

from __future__ import annotations

import regex

from extract.fields.context import Context
from extract.nlp.mentions import Money


def is_reduction(context: Context, before: Money, money: Money) -> bool:
    """Tell whether an amount is taken off the one before it: 合同总价50万元,优惠2万元."""
    return money.value < before.value and _stands_between(context, "price.reduction", before, money)


def is_reduced(context: Context, before: Money, money: Money) -> bool:
    """Tell whether an amount is what a reduction left of the one before it: 合同总价50万元,优惠后48万元."""
    return _is_less(context, before, money) and _stands_between(context, "price.reduced", before, money)


def changing_noun(context: Context, before: Money, called: int | None, money: Money) -> int | None:
    """Return where the price is named whose change ends in this amount (合同总价由50万元调整为56万元), or None.

    `called` is where the words begin that call the amount before it a price, if any do.
    """
    if not _stands_between(context, "price.changed", before, money):
        return None
    if called is not None:
        return called
    match = _right_before(context, "price.changing", before)
    return match.start("noun") if match is not None else None


def deriving(context: Context, before: Money, money: Money) -> regex.Match[str] | None:
    """Return the words that name a price as a share of the amount before it: 合同价为中标价24万元的98%,即23.52万元."""
    if not _is_less(context, before, money) or not _stands_between(context, "price.scaled", before, money):
        return None
    return _right_before(context, "price.deriving", before)


def product_start(context: Context, figure: int) -> int | None:
    """Return where the factors begin of the amount at `figure` (1326人×200天×5元=132.6万元), or None."""
    lowest = max(0, figure - int(context.pack.threshold("price.reach")))
    factors = context.pack.pattern("price.product").search(context.text, lowest, figure)
    return factors.start() if factors is not None else None


def _is_less(context: Context, before: Money, money: Money) -> bool:
    """Tell whether an amount could be what the price before it came down to, no bond or instalment of it."""
    other = context.pack.pattern("price.other_behind").match(context.text, money.end)
    return money.value < before.value and money.currency == before.currency and other is None


def _stands_between(context: Context, rule: str, before: Money, money: Money) -> bool:
    return context.pack.pattern(rule).search(context.text[before.end : money.start]) is not None


def _right_before(context: Context, rule: str, money: Money) -> regex.Match[str] | None:
    lowest = max(0, money.start - int(context.pack.threshold("price.reach")))
    return context.pack.pattern(rule).search(context.text, lowest, money.start)
