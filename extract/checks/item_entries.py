"""Price tables in the ledger: quantity × unit price = amount, Σ amounts = subtotal = total."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

from extract.checks.ledger import Kind, Ledger
from extract.checks.slips import slip
from extract.checks.statements import TOTAL, plausible, state
from extract.model import DecimalField, LineItem, Money, Record, Subtotal
from extract.rulepack import RulePack
from extract.width import fold_width

_WHOLE, _TEN, _HUNDRED = Decimal(1), Decimal(10), Decimal(100)
_NUMBER = re.compile(r"(?P<figure>\d[\d,]*(?:\.\d+)?)(?P<part>[%折])?")
_PERIODS = 60
"""A price table of one month stands for at most so many months."""
_MANY = 36
"""A row may hide a factor up to this one: the months or people that another column counts."""


def state_items(ledger: Ledger, record: Record, pack: RulePack, tolerance: Decimal) -> None:
    """Enter the rows of price tables: quantity × unit price = amount, Σ amounts = subtotal = total."""
    within = pack.threshold("checks.same_price_within")
    for index, item in enumerate(record.line_items):
        label = f"「{item.name.value}」" if item.name is not None else f"第 {index + 1} 行"
        _enter_number(ledger, f"item {index}", "item", item.amount, f"{label}金额")
        _enter_number(ledger, f"quantity {index}", "quantity", item.quantity, f"{label}数量")
        _enter_number(ledger, f"price {index}", "unit_price", item.unit_price, f"{label}单价")
    for index, factor in row_factors(record.line_items).items():
        if factor is not None:
            row = [f"quantity {index}", f"price {index}"]
            allowed = _row_rounding(record.line_items[index], tolerance)
            ledger.product("AMT006", row, f"item {index}", allowed, factor=factor)
    for items in dict.fromkeys(subtotal.items for subtotal in record.subtotals if subtotal.items):
        _add_up_items(ledger, record, [s for s in record.subtotals if s.items == items], tolerance, within, pack)
    whole = tuple(range(len(record.line_items)))
    every = _counted(record, whole, record.total.value, pack) if record.total is not None else whole
    priced = all(record.line_items[index].amount is not None for index in every)
    told = any(s.items == whole or set(every) <= set(s.items) for s in record.subtotals)
    if record.total is not None and len(every) > 1 and priced and not told:
        summed = _sum(record, every)
        if _is_whole_price(record, summed, every, within):
            ledger.sum("AMT005", [f"item {index}" for index in every], TOTAL, tolerance)


def _enter_number(ledger: Ledger, unknown: str, kind: Kind, field: DecimalField | None, label: str) -> None:
    if field is not None:
        ledger.enter(unknown, kind, field.value, field, label)


def _sum(record: Record, items: tuple[int, ...]) -> Decimal:
    amounts = (_amount(record.line_items[index]) for index in items)
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def _counted(record: Record, items: tuple[int, ...], stated: Decimal, pack: RulePack) -> tuple[int, ...]:
    """Return which of `items` a sum adds up: all; where they do not fit, without options and merged cells.

    What may be bought beside the rest (选配) is not in the price. An amount over several rows may stand in each.
    """
    if _sum(record, items) == stated:
        return items
    option = pack.pattern("checks.optional_item")
    words = {index: record.line_items[index].text + _section(record.line_items[index]) for index in items}
    firm = tuple(index for index in items if option.search(fold_width(words[index])) is None) or items
    rows = record.line_items
    repeats = {
        index
        for before, index in pairwise(firm)
        if _amount(rows[before]) == _amount(rows[index]) != _product(rows[index])
    }
    once = tuple(index for index in firm if index not in repeats)
    return once if _sum(record, once) == stated else firm


def _product(item: LineItem) -> Decimal | None:
    return item.quantity.value * item.unit_price.value if item.quantity and item.unit_price else None


def _section(item: LineItem) -> str:
    return item.section.value if item.section is not None else ""


def _add_up_items(
    ledger: Ledger, record: Record, rows: list[Subtotal], tolerance: Decimal, within: Decimal, pack: RulePack
) -> None:
    """Lay down what the 合计 rows over the same items say: they are the sum, and the price where they cover all."""
    items = _counted(record, rows[0].items, rows[0].amount, pack)
    unknown = f"subtotal {items[0]}-{items[-1]}"
    for row in rows:
        label = f"「{row.label[:12]}」"
        money = _amount_in(record, row)
        if money is not None:
            state(ledger, unknown, "subtotal", money, label)
        else:
            ledger.enter(unknown, "subtotal", row.amount, row, label)
    if all(record.line_items[index].amount is not None for index in items):
        ledger.sum("AMT005", [f"item {index}" for index in items], unknown, tolerance)
    part = any(set(rows[0].items) < set(other.items) for other in record.subtotals)  # 小计, 优惠, 合计
    if record.total is not None and not part and _is_whole_price(record, rows[0].amount, items, within):
        ledger.sum("AMT004", [unknown], TOTAL, tolerance)


def _amount_in(record: Record, row: Subtotal) -> Money | None:
    """Return the amount that a 合计 row states, where it is a mention of its own with its two forms."""
    start, end = row.spans[0].start, row.spans[-1].end
    inside = [m for m in record.amounts if start <= m.spans[0].start < end and m.uppercase is not None]
    return next((m for m in inside if row.amount in (m.digits_value, m.uppercase_value)), None)


def _is_whole_price(record: Record, amount: Decimal, items: tuple[int, ...], within: Decimal) -> bool:
    """Tell whether a sum of items is meant to be the contract price, even where it differs from it."""
    if record.total is None or record.total.currency != "CNY":
        return False
    price = record.total.value
    if record.total.discount is not None:
        return amount == price
    words = {price, *(m.uppercase_value for m in (record.total, *record.total.others) if m.uppercase_value)}
    summed = _sum(record, items)
    if _is_of_one_period(price, amount):
        return False
    if any(plausible(one, other) for one in (amount, summed) for other in words):
        return True
    whole = len(items) == len(record.line_items) and record.total.kind == "fixed"
    return whole and any(abs(amount - each) <= each * within for each in words)


def _is_of_one_period(price: Decimal, amount: Decimal) -> bool:
    """Tell whether the price is a sum taken several times: the table is of one month or year of the contract."""
    times = price / amount if amount else _WHOLE
    return times == times.to_integral_value() and 2 <= times <= _PERIODS and times not in (10, 100)


def row_factors(items: tuple[LineItem, ...]) -> dict[int, Decimal | None]:
    """Return for each row with quantity, unit price and amount what the product is to be multiplied by.

    Mostly 1; where another column counts months or people, what the table shows for most of its rows, or a number in
    the row itself. None where a factor may be hidden that the row does not tell.
    """
    ratios: dict[int, Decimal] = {}
    for index, item in enumerate(items):
        if item.quantity is None or item.unit_price is None or item.amount is None:
            continue
        product = item.quantity.value * item.unit_price.value
        if product > 0 and item.amount.value > 0:
            near = abs(product - item.amount.value) <= _row_rounding(item, Decimal("0.01"))
            if near or not _is_shared(items, index):
                ratios[index] = _WHOLE if near else (item.amount.value / product).quantize(Decimal("0.0001"))
    usual, often = Counter(ratios.values()).most_common(1)[0] if ratios else (_WHOLE, 0)
    if usual != _WHOLE and (often < 2 or often * 2 <= len(ratios)):
        usual = _WHOLE
    told = any(usual in _other_numbers(items[index]) for index, ratio in ratios.items() if ratio == usual != _WHOLE)
    return {index: _factor(items[index], ratio, usual, told) for index, ratio in ratios.items()}


def _is_shared(items: tuple[LineItem, ...], index: int) -> bool:
    """Tell whether an amount is that of several rows, its cell merged: what they come to, at their own prices."""
    first, last = index, index + 1
    amount = _amount(items[index])
    if amount is None:
        return False
    while first > 0 and _amount(items[first - 1]) == amount:
        first -= 1
    while last < len(items) and _amount(items[last]) in (None, amount):
        last += 1
    products, price = Decimal(0), Decimal(0)
    for item in items[first:last]:
        price = item.unit_price.value if item.unit_price is not None else price
        products += price * item.quantity.value if item.quantity is not None else Decimal(0)
    return last - first > 1 and products == amount


def _amount(item: LineItem) -> Decimal | None:
    return item.amount.value if item.amount is not None else None


def _factor(item: LineItem, ratio: Decimal, usual: Decimal, told: bool) -> Decimal | None:
    """Return the factor of a row; where rows tell the usual one (`told`), those that do not may have none."""
    others = _other_numbers(item)
    if _taken_off(item) in others:
        return None  # 优惠5000元
    if ratio == usual or ratio in others or (told and ratio == _WHOLE and usual not in others):
        return ratio
    if usual != _WHOLE or item.quantity is None or item.unit_price is None or item.amount is None:
        return usual
    whole = ratio == ratio.to_integral_value() and _WHOLE < ratio <= _MANY
    slipped = slip(item.amount.value, item.quantity.value * item.unit_price.value)
    return None if whole and slipped is None else usual


def _other_numbers(item: LineItem) -> set[Decimal]:
    """Return the numbers of a row that stand in none of its known cells; of a discount (90%, 9折) what it leaves."""
    offset = item.spans[0].start
    cells = [
        (span.start - offset, span.end - offset)
        for cell in (item.sequence, item.name, item.specification, item.quantity, item.unit_price, item.amount)
        if cell is not None
        for span in cell.spans
    ]
    return {
        number
        for match in _NUMBER.finditer(item.text)
        if not any(start <= match.start() < end for start, end in cells)
        for number in _meant(Decimal(match["figure"].replace(",", "")), match["part"])
    }


def _meant(figure: Decimal, part: str | None) -> tuple[Decimal, ...]:
    """Return what a number may stand for: 90% and 9折 are 0.9 of the price, 10% of discount leaves as much."""
    if part is None:
        return (figure,)
    share = figure / (_HUNDRED if part == "%" or figure >= _TEN else _TEN)
    return (share, _WHOLE - share) if part == "%" else (share,)


def _taken_off(item: LineItem) -> Decimal | None:
    """Return how much less the amount of a row is than its quantity at its price; None where it is no less."""
    product, amount = _product(item), _amount(item)
    return product - amount if product is not None and amount is not None and amount < product else None


def _row_rounding(item: LineItem, tolerance: Decimal) -> Decimal:
    """Return by how much a rounded unit price (33.33) may move the amount of a row."""
    price, quantity = item.unit_price, item.quantity
    if price is None or quantity is None:
        return tolerance
    fraction = price.text.strip().rpartition(".")[2] if "." in price.text else ""
    digits = "".join(sign for sign in fraction if sign.isdigit())
    figure = Decimal("".join(sign for sign in price.text if sign.isdigit() or sign == ".").strip(".") or 0)
    if not digits.strip("0") or figure == 0:
        return tolerance
    scale = price.value / figure
    return max(tolerance, quantity.value * scale.scaleb(-len(digits)) / 2)
