"""Line items told in running text: (1)宣传折页 大16开 20000份 单价0.42元 计8400元;."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

import regex

from extract.fields.context import Context
from extract.model import LineItem
from extract.nlp.mentions import Money, Region

_REACH = 24
"""Characters before a unit price in which its quantity stands."""
_LONGEST_NAME = 60
_MARK = re.compile(r"[。;:\n\t]|其中")
_NUMBER = re.compile(r"\s*(?:\(\d{1,2}\)|[①-⑳]|\d{1,2}[、.](?!\d))?\s*")
_RULE = "items.told_price"


def told_items(context: Context) -> Iterator[LineItem]:
    """Yield what the text says is bought at which price and for how much, in order: 空调5台,单价3200元,计16000元."""
    before, between = context.pack.pattern(_RULE), context.pack.pattern("items.told_amount")
    reached = 0
    for price, amount in pairwise(context.mentions.money):
        joint = between.fullmatch(context.text, price.end, amount.start)
        ahead = before.search(context.text, max(reached, price.start - _REACH), price.start)
        if joint is None or ahead is None or (ahead["quantity"] is None) is (joint["quantity"] is None):
            continue
        told = ahead if ahead["quantity"] is not None else joint
        yield _item(context, _name(context, reached, ahead.start()), told, price, amount)
        reached = amount.end


def _name(context: Context, start: int, end: int) -> Region | None:
    """Return the words of an item before its quantity or price, behind its number and who supplies it to whom."""
    text = context.text
    start = max((mark.end() for mark in _MARK.finditer(text, start, end)), default=start)
    start = max(start, min(context.outline.paragraph_at(start).body_start, end))
    number = _NUMBER.match(text, start, end)
    start = number.end() if number is not None else start
    lead = context.pack.pattern("items.told_lead").match(text, start, end)
    start = lead.end() if lead is not None else start
    while start < end and text[end - 1] in " ,":
        end -= 1
    return (start, end) if 1 < end - start <= _LONGEST_NAME else None


def _item(context: Context, name: Region | None, told: regex.Match[str], price: Money, amount: Money) -> LineItem:
    span = context.span(min(name[0] if name else price.start, told.start("quantity"), price.start), amount.end)
    quantity = Decimal(told["quantity"].replace(",", ""))
    return LineItem(
        text=context.quote(span),
        spans=(span,),
        rule=_RULE,
        name=context.text_field(*name, _RULE) if name is not None else None,
        unit=context.text_field(*told.span("unit"), _RULE),
        quantity=context.decimal_field(quantity, *told.span("quantity"), _RULE),
        unit_price=context.decimal_field(price.value, price.start, price.end, _RULE),
        amount=context.decimal_field(amount.value, amount.start, amount.end, _RULE),
    )
