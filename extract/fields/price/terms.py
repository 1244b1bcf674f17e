"""What the contract says of its price: fixed or not, with tax or without, at which rate."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from extract.fields.context import Context, between
from extract.model import DecimalField, Money, TextField
from extract.nlp import mentions as found
from extract.nlp.mentions import Region

Kind = Literal["fixed", "unit_price", "ceiling", "estimate"]
_HIGHEST_TAX_RATE = Decimal("0.2")
_LONGEST_CLAUSE = 2500
_NEAR = 24
_LABELS = 20
_FEWEST_PARTS = 2
_RIGHT_BEFORE = 8
"""An amount above the price counts as net price or tax, wrongly written, only this near behind the words."""


def read_kind(context: Context, stated: Region) -> Kind:
    """Return how binding the price is: 最高限价, 暂定, 单价合同, or (unless something else is said) fixed."""
    before = context.text[max(0, stated[0] - 4) : stated[1]].rpartition("。")[2]
    behind = context.text[stated[1] : stated[1] + _NEAR]
    limited = any(word in before for word in context.pack.words("price.ceiling"))
    budget = any(word in before for word in context.pack.words("price.budgets"))
    held = budget and context.pack.pattern("price.spent_up_to").match(context.text, stated[1]) is not None
    if limited or held or context.pack.pattern("price.ceiling_behind").search(behind):
        return "ceiling"
    words = (before + behind).split("。")[0].split("其中")[0]
    about = context.pack.pattern("price.about").search(before)
    if about is not None or any(word in words for word in context.pack.words("price.estimate")):
        return "estimate"
    for start, end in _regions(context, stated[0]):
        clause = context.pack.pattern("price.open_box").sub("", context.text[start:end])
        if context.pack.pattern("price.lump_sum").search(clause):
            return "fixed"
        if context.pack.pattern("price.unit_price").search(clause):
            return "unit_price"
    return "fixed"


def read_parts(context: Context, price: found.Money) -> tuple[Money, ...]:
    """Return the amounts that the sentence of the price, or the next, names as parts: 其中设备款12万元、服务款6万元.

    Empty where only one stands there, or net price and tax, which are told apart elsewhere.
    """
    pack, text = context.pack, context.text
    behind = pack.pattern("price.parts").search(text[price.end : price.end + _LONGEST_CLAUSE])
    if behind is None:
        return ()
    end = context.sentence(price.end)[1]
    if behind["list"] is not None:
        end = min(place for mark in "。\n" if (place := (text + mark).find(mark, price.end + behind.end())) >= 0)
    second = text.find("其中", price.end + behind.end(), end)
    amounts = between(context.mentions.money, price.end + behind.end(), second if second >= 0 else end)
    per_unit, each = pack.pattern("price.unit_price_behind"), pack.pattern("price.part_for_each")
    net, tax = pack.pattern("price.net_before"), pack.pattern("price.tax_before")
    if len(amounts) < _FEWEST_PARTS or any(
        money.currency != price.currency
        or money.value >= price.value
        or per_unit.match(text, money.end)
        or each.search(text, max(0, money.start - _RIGHT_BEFORE), money.start)
        or any(beside.search(text, max(0, money.start - _NEAR), money.start) for beside in (net, tax))
        for money in amounts
    ):
        return ()
    return tuple(context.money(money, "price.part") for money in amounts)


def read_tax(context: Context, stated: Region) -> TextField | None:
    """Return "included" or "excluded" with the words that say so, or None."""
    included, excluded = (
        context.pack.pattern("price.tax_included"),
        context.pack.pattern("price.tax_excluded"),
    )
    near = (max(0, stated[0] - 6), min(len(context.text), stated[1] + _NEAR))
    regions = [near, *_regions(context, stated[0]), *_price_clauses(context)]
    open_boxes = [match.span() for match in context.pack.pattern("price.open_box").finditer(context.text)]
    for start, end in regions:
        yes = next(
            (m for m in included.finditer(context.text, start, end) if not _inside(m.start(), open_boxes)),
            None,
        )
        no = next(
            (m for m in excluded.finditer(context.text, start, end) if not _inside(m.start(), open_boxes)),
            None,
        )
        if yes is not None:
            return context.text_field(*yes.span(), "price.tax_included", value="included")
        if no is not None:
            return context.text_field(*no.span(), "price.tax_excluded", value="excluded")
    told = context.pack.pattern("price.price_holds").finditer(context.text)
    holds = next((match for match in told if context.in_contract(match.start())), None)
    return context.text_field(*holds.span(), "price.price_holds", value="included") if holds is not None else None


def read_tax_rate(context: Context, stated: Region) -> DecimalField | None:
    """Return the rate of value added tax: of the clause that states the price, else the first that is stated.

    None where the sentence before the price puts its parts under several rates: 软件12万元(税率13%),服务8万元(税率6%).
    """
    rates = [rate for rate in context.mentions.rates if _is_tax_rate(context, rate)]
    regions = [(stated[0], stated[1] + _NEAR), *_regions(context, stated[0]), *_price_clauses(context)]
    before = between(rates, context.sentence(stated[0])[0], stated[0])
    if len({rate.value for rate in before}) > 1:
        return None
    for region in regions:
        inside = between(rates, *region)
        if inside:
            return context.decimal_field(inside[0].value, inside[0].start, inside[0].end, "price.tax_rate")
    own = [rate for rate in rates if context.in_contract(rate.start)] or rates
    return context.decimal_field(own[0].value, own[0].start, own[0].end, "price.tax_rate") if own else None


def read_discount(context: Context, stated: Region) -> TextField | None:
    """Return the words by which the price is less than its parts (优惠后总价, 下浮5%), or None."""
    pattern = context.pack.pattern("price.discount")
    for start, end in [(max(0, stated[0] - _NEAR), stated[1]), *_regions(context, stated[0])]:
        match = pattern.search(context.text, start, end)
        if match is not None:
            return context.text_field(*match.span(), "price.discount")
    return None


def read_net(context: Context, price: Decimal, places: list[int]) -> Money | None:
    """Return the price without tax, where it stands beside one of the `places` that state the price."""
    return _beside(context, price, places, "price.net_before")


def read_tax_amount(context: Context, price: Decimal, places: list[int]) -> Money | None:
    """Return the amount of tax, where it stands beside one of the `places` that state the price."""
    return _beside(context, price, places, "price.tax_before")


def _beside(context: Context, price: Decimal, places: list[int], rule: str) -> Money | None:
    """Return the first amount below the price that `rule` names, or else a larger one that it names right before."""
    pattern, text = context.pack.pattern(rule), context.text
    regions = dict.fromkeys(region for place in places for region in _regions(context, place))  # shared by many places
    amounts = [money for region in regions for money in between(context.mentions.money, *region)]
    for money in amounts:
        if money.value < price and pattern.search(text, max(0, money.start - 40), money.start):
            return context.money(money, rule)
    for money in amounts:
        if money.value > price and pattern.search(text, max(0, money.start - _RIGHT_BEFORE), money.start):
            return context.money(money, rule)
    return None


def _is_tax_rate(context: Context, rate: found.Rate) -> bool:
    pack, text = context.pack, context.text
    if not 0 < rate.value <= _HIGHEST_TAX_RATE:
        return False
    if pack.pattern("price.tax_rate_behind").match(text, rate.end):
        return True
    return pack.pattern("price.tax_rate_before").search(text, max(0, rate.start - _LABELS), rate.start) is not None


def _regions(context: Context, offset: int) -> list[Region]:
    """Return the paragraph of `offset` (a table row with its neighbours) and the price clause around it."""
    outline = context.outline
    paragraph = outline.paragraph_at(offset)
    regions = [(paragraph.start, paragraph.end)]
    if "\t" in context.text[paragraph.start : paragraph.end]:
        following = outline.paragraphs[min(paragraph.index + 3, len(outline.paragraphs) - 1)]
        regions.append((paragraph.start, following.end))
    kinds = context.pack.words("price.price_clauses")
    around = [clause for clause in outline.ancestry(offset) if clause.kind in kinds]
    if around:
        clause = around[-1]
        regions.append((clause.start, min(clause.end, clause.start + _LONGEST_CLAUSE)))
    return regions


def _price_clauses(context: Context) -> list[Region]:
    clauses = context.outline.of_kind(*context.pack.words("price.price_clauses"))
    return [
        (clause.start, min(clause.end, clause.start + _LONGEST_CLAUSE))
        for clause in clauses
        if context.in_contract(clause.start)
    ]


def _inside(offset: int, regions: list[Region]) -> bool:
    return any(start <= offset < end for start, end in regions)
