"""What a contract states about money, as entries and laws of the ledger.

A law whose scope the record does not settle (is this 合计 the price of the contract, or of one month?) is laid down
only where it holds, or where one slip of the pen explains why it does not.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import regex

from extract.checks.ledger import Kind, Ledger
from extract.checks.slips import slip
from extract.model import DecimalField, Evidence, LineItem, Money, Payment, Record, Subtotal
from extract.rulepack import RulePack
from extract.width import fold_width

_WHOLE = Decimal(1)
_TOTAL = "total"
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_NUMBER = regex.compile(r"\d[\d,]*(?:\.\d+)?")
_PERIODS = 60
"""A price table of one month stands for at most so many months."""
_MANY = 36
"""A row may hide a factor up to this one: the months or people that another column counts."""


def instalments(record: Record) -> list[Payment]:
    """Return the payments that are part of the contract price: paid once, of the total."""
    return [payment for payment in record.payments if payment.base is None and payment.recurs is None]


def build_ledger(record: Record, pack: RulePack) -> Ledger:
    """Return all entries and laws of a contract."""
    ledger = Ledger()
    tolerance = pack.threshold("checks.amount_tolerance")
    _state_total(ledger, record)
    _state_payments(ledger, record, tolerance)
    _state_recurring(ledger, record, tolerance)
    _state_items(ledger, record, tolerance, pack.threshold("checks.same_price_within"))
    _state_taxes(ledger, record, pack, tolerance)
    _state_guarantees(ledger, record, pack)
    _state_pairs(ledger, record)
    return ledger


# --- amounts -----------------------------------------------------------------------------------------------


def state(ledger: Ledger, unknown: str, kind: Kind, money: Money, label: str) -> None:
    """Enter an amount, its digits and its uppercase each for itself."""
    mention = money.spans[0].start
    if money.digits is not None and money.digits_value is not None:
        ledger.enter(unknown, kind, money.digits_value, money.digits, label, mention)
    if money.uppercase is not None and money.uppercase_value is not None:
        words, standard = money.uppercase.value, money.standard_uppercase
        ledger.enter(unknown, kind, money.uppercase_value, money.uppercase, label, mention, words, standard)
    if money.digits is None and money.uppercase is None:
        ledger.enter(unknown, kind, money.value, money, label, mention)


def rounding(money: Money, tolerance: Decimal) -> Decimal:
    """Return by how much rounding to the written places may move an amount: 0.5 for 12,345元, 50 for 1.23万元."""
    written = money.digits.value if money.digits is not None else ""
    places = len(written.rpartition(".")[2]) if "." in written else 0
    if money.unit != "元":
        return max(tolerance, Decimal(10**4).scaleb(-places) / 2) if places >= 2 else Decimal(50)
    return tolerance if places else Decimal("0.5")


def _state_total(ledger: Ledger, record: Record) -> None:
    total = record.total
    if total is None:
        return
    state(ledger, _TOTAL, "total", total, "合同总价")
    rows = [span for subtotal in record.subtotals for span in subtotal.spans]
    for other in total.others:
        in_row = any(row.start < s.end and s.start < row.end for row in rows for s in other.spans)
        if other.currency == total.currency and not in_row:
            state(ledger, _TOTAL, "total", other, "另一处所写合同总价")


def _state_pairs(ledger: Ledger, record: Record) -> None:
    """Enter every other amount that stands in digits and in uppercase: the two forms must agree."""
    entered = {entry.mention for entry in ledger.entries}
    for money in record.amounts:
        if money.digits is not None and money.uppercase is not None and money.spans[0].start not in entered:
            state(ledger, f"amount {money.spans[0].start}", "other", money, "金额")


# --- payments ----------------------------------------------------------------------------------------------


def _state_payments(ledger: Ledger, record: Record, tolerance: Decimal) -> None:
    """Enter the instalments: share × total = amount, Σ shares = 1, Σ amounts = total."""
    shared = instalments(record)
    paid = Decimal(0)
    for index, payment in enumerate(shared, start=1):
        label = f"第 {index} 期付款"
        share, amount = f"share {index}", f"instalment {index}"
        level = paid + payment.share.value if payment.share is not None else paid
        if payment.level is not None:
            level = payment.level.value
            ledger.enter(f"level {index}", "share", level, payment.level, f"{label}累计比例")
            ledger.sum("PAY001", [f"share {n}" for n in range(1, index + 1)], f"level {index}")
        elif payment.share is not None and payment.share_basis == "stated" and not payment.cumulative:
            ledger.enter(share, "share", payment.share.value, payment.share, f"{label}比例")
        money = payment.amount
        if money is not None and record.total is not None and money.currency == record.total.currency:
            upto = payment.cumulative and _is_level(ledger, money.value, level, paid)
            state(ledger, f"upto {index}" if upto else amount, "instalment", money, f"{label}金额")
            if upto:
                ledger.product("PAY002", [share, _TOTAL], amount, tolerance)
            if not (payment.cumulative and index == 1):
                factor = f"level {index}" if upto else share
                code = "PAY003" if payment.share_basis == "stated" else "PAY002"
                ledger.product(code, [factor, _TOTAL], f"upto {index}" if upto else amount, rounding(money, tolerance))
        elif record.total is not None:
            ledger.product("PAY002", [share, _TOTAL], amount, tolerance)
        paid = level
    if _are_complete(shared):
        _add_up(ledger, record, len(shared), tolerance)


def _is_level(ledger: Ledger, amount: Decimal, level: Decimal, paid: Decimal) -> bool:
    """Tell whether an amount beside 付至80% is all that has been paid by then, and not what this instalment adds."""
    totals = [entry.value for entry in ledger.of(_TOTAL)] if level > paid else []
    if not totals:
        return False
    apart = min(abs((level - paid) * total - amount) for total in totals)
    return min(abs(level * total - amount) for total in totals) < apart


def _are_complete(shared: list[Payment]) -> bool:
    """Tell whether the instalments claim to be the whole price: a lone one below 100 % may have others elsewhere."""
    if len(shared) == 1:
        share = shared[0].share
        return share is not None and shared[0].share_basis == "stated" and share.value >= _WHOLE
    return len(shared) > 1 and not any(p.cumulative and p.share is None and p.level is None for p in shared)


def _add_up(ledger: Ledger, record: Record, count: int, tolerance: Decimal) -> None:
    """Lay down that the instalments are the whole price, with a place for one that was left out."""
    shares = [f"share {index}" for index in range(1, count + 1)]
    place = instalments(record)[0]
    whole = _WHOLE
    paid = sum((p.share.value for p in instalments(record) if p.share is not None), Decimal(0))
    if all(ledger.of(name) or ledger.of(name.replace("share", "level")) for name in shares):
        whole = paid if paid == _WHOLE - _retention(record) else _WHOLE
    if (rest := _recurring_rest(record, paid)) is None:
        ledger.enter("missing share", "complete", Decimal(0), place, "漏写的一期")
    elif rest.share is not None:
        ledger.enter("missing share", "share", rest.share.value, rest.share, "其余各期比例")
    code = "PAY001" if any(entry.kind == "share" for entry in ledger.entries) else "PAY002"
    ledger.sum(code, [*shares, "missing share"], ledger.constant("whole", whole))
    if record.total is not None and whole == _WHOLE:
        ledger.product("PAY002", ["missing share", _TOTAL], "missing amount", Decimal(0))
        amounts = [f"instalment {index}" for index in range(1, count + 1)]
        ledger.sum("PAY002", [*amounts, "missing amount"], _TOTAL, tolerance)


def _recurring_rest(record: Record, paid: Decimal) -> Payment | None:
    """Return the payment that recurs and takes what the instalments leave (余款按月支付), or None.

    Its share counts where it is that of all its times together; otherwise it takes whatever is left.
    """
    recurring = [p for p in record.payments if p.recurs is not None and p.base is None]
    if not recurring:
        return None
    share = recurring[0].share if recurring[0].share_basis == "stated" and len(recurring) == 1 else None
    whole = share is not None and _plausible(share.value, _WHOLE - paid)
    return recurring[0] if whole else recurring[0].model_copy(update={"share": None})


def _retention(record: Record) -> Decimal:
    rates = (g.rate for g in record.guarantees if g.kind == "quality_retention" and g.rate is not None)
    return max(rates, default=Decimal(0))


def _state_recurring(ledger: Ledger, record: Record, tolerance: Decimal) -> None:
    """Enter a payment that recurs: so many times as the service period holds, it is the price."""
    for index, payment in enumerate(record.payments):
        if payment.recurs is None or payment.base is not None or record.total is None:
            continue
        share, amount = f"recurring share {index}", f"recurring {index}"
        alone = not any(other.base is None for other in record.payments if other is not payment)
        times = _times(record, payment) if alone else None
        if payment.share is not None and payment.share_basis == "stated":
            ledger.enter(share, "share", payment.share.value, payment.share, "每期付款比例")
            if times and _plausible(payment.share.value, _WHOLE / times):
                ledger.sum("PAY001", [share], ledger.constant("whole", _WHOLE), factor=times)
        if payment.amount is not None:
            state(ledger, amount, "instalment", payment.amount, "每期付款金额")
            if ledger.of(share):
                ledger.product("PAY003", [share, _TOTAL], amount, rounding(payment.amount, tolerance))
            if times and _plausible(payment.amount.value, record.total.value / times):
                ledger.sum("PAY002", [amount], _TOTAL, tolerance * times, factor=times)


def _times(record: Record, payment: Payment) -> Decimal | None:
    """Return how often a recurring payment falls due within the service, or None where that is not certain."""
    lengths = {
        Decimal(period.duration.value * (12 if period.duration.unit == "year" else 1))
        for period in record.periods
        if period.kind in ("service", "contract")
        and period.duration is not None
        and period.duration.unit in ("year", "month")
    }
    if len(lengths) != 1 or payment.recurs is None:
        return None
    times = lengths.pop() / _MONTHS[payment.recurs]
    return times if times == times.to_integral_value() and times >= 1 else None


def _plausible(stated: Decimal, right: Decimal) -> bool:
    """Tell whether two numbers are the same or one slip apart."""
    return stated == right or slip(stated, right) is not None


# --- price tables ------------------------------------------------------------------------------------------


def _state_items(ledger: Ledger, record: Record, tolerance: Decimal, within: Decimal) -> None:
    """Enter the rows of price tables: quantity × unit price = amount, Σ amounts = subtotal = total."""
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
        _add_up_items(ledger, record, [s for s in record.subtotals if s.items == items], tolerance, within)
    every = tuple(range(len(record.line_items)))
    priced = all(item.amount is not None for item in record.line_items)
    if record.total is not None and len(every) > 1 and priced and all(s.items != every for s in record.subtotals):
        summed = sum((item.amount.value for item in record.line_items if item.amount is not None), Decimal(0))
        if _is_whole_price(record, summed, every, within):
            ledger.sum("AMT005", [f"item {index}" for index in every], _TOTAL, tolerance)


def _enter_number(ledger: Ledger, unknown: str, kind: Kind, field: DecimalField | None, label: str) -> None:
    if field is not None:
        ledger.enter(unknown, kind, field.value, field, label)


def _add_up_items(ledger: Ledger, record: Record, rows: list[Subtotal], tolerance: Decimal, within: Decimal) -> None:
    """Lay down what the 合计 rows over the same items say: they are the sum, and the price where they cover all."""
    items = rows[0].items
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
    if record.total is not None and _is_whole_price(record, rows[0].amount, items, within):
        ledger.sum("AMT004", [unknown], _TOTAL, tolerance)


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
    summed = sum((record.line_items[i].amount.value for i in items if record.line_items[i].amount), Decimal(0))  # type: ignore[union-attr]
    if _is_of_one_period(price, amount):
        return False
    if any(_plausible(one, other) for one in (amount, summed) for other in words):
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
            ratios[index] = _WHOLE if near else (item.amount.value / product).quantize(Decimal("0.0001"))
    usual, often = Counter(ratios.values()).most_common(1)[0] if ratios else (_WHOLE, 0)
    if usual != _WHOLE and (often < 2 or often * 2 <= len(ratios)):
        usual = _WHOLE
    return {index: _factor(items[index], ratio, usual) for index, ratio in ratios.items()}


def _factor(item: LineItem, ratio: Decimal, usual: Decimal) -> Decimal | None:
    if ratio == usual or ratio in _other_numbers(item):
        return ratio
    if usual != _WHOLE or item.quantity is None or item.unit_price is None or item.amount is None:
        return usual
    whole = ratio == ratio.to_integral_value() and _WHOLE < ratio <= _MANY
    slipped = slip(item.amount.value, item.quantity.value * item.unit_price.value)
    return None if whole and slipped is None else usual


def _other_numbers(item: LineItem) -> set[Decimal]:
    """Return the numbers of a row that stand in none of its known cells."""
    offset = item.spans[0].start
    cells = [
        (span.start - offset, span.end - offset)
        for cell in (item.sequence, item.name, item.specification, item.quantity, item.unit_price, item.amount)
        if cell is not None
        for span in cell.spans
    ]
    return {
        Decimal(match[0].replace(",", ""))
        for match in _NUMBER.finditer(item.text)
        if not any(start <= match.start() < end for start, end in cells)
    }


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


# --- tax ---------------------------------------------------------------------------------------------------


def _state_taxes(ledger: Ledger, record: Record, pack: RulePack, tolerance: Decimal) -> None:
    """Enter net price, tax and rate: net + tax = gross, rate × net = tax."""
    total = record.total
    if total is None or (total.net is None and total.tax_amount is None):
        return
    if total.tax is not None and total.tax.value == "excluded":
        return
    if total.net is not None:
        state(ledger, "net", "net", total.net, "不含税金额")
    if total.tax_amount is not None:
        state(ledger, "tax", "tax", total.tax_amount, "税额")
    ledger.sum("AMT008", ["net", "tax"], _TOTAL, tolerance)
    if total.tax_rate is not None and not _has_mixed_rates(record, pack):
        ledger.enter("tax rate", "tax_rate", total.tax_rate.value, total.tax_rate, "税率")
        exact = [rounding(m, tolerance) for m in (total.net, total.tax_amount) if m is not None]
        ledger.product("AMT008", ["tax rate", "net"], "tax", max(exact) + tolerance)


def _has_mixed_rates(record: Record, pack: RulePack) -> bool:
    """Tell whether net and tax fit the price, but no single lawful rate: the goods are taxed at different rates."""
    total = record.total
    if total is None or total.net is None or total.tax_amount is None or total.net.value == 0:
        return False
    if total.net.value + total.tax_amount.value != total.value:
        return False
    implied = total.tax_amount.value / total.net.value
    lawful = {Decimal(rate) for row in pack.rows("tax_rates") for rate in row["rates"]}
    return all(abs(implied - rate) > Decimal("0.0005") for rate in lawful)


# --- guarantees --------------------------------------------------------------------------------------------


def _state_guarantees(ledger: Ledger, record: Record, pack: RulePack) -> None:
    """Enter bonds and deposits: rate × total = amount, where the text says that the rate is of the contract price."""
    entered = {entry.mention for entry in ledger.entries}
    for index, guarantee in enumerate(record.guarantees):
        money = guarantee.amount
        if money is None or money.spans[0].start in entered:
            continue
        label = pack.table("checks.guarantee_names")[guarantee.kind][0]
        state(ledger, f"guarantee {index}", "guarantee", money, f"{label}金额")
        if guarantee.rate is None or record.total is None or money.currency != record.total.currency:
            continue
        right = guarantee.rate * record.total.value
        if _plausible(money.value, right) or pack.pattern("checks.of_the_total").search(
            fold_width("".join(guarantee.text.split()))
        ):
            place: Evidence = guarantee
            ledger.enter(f"guarantee rate {index}", "share", guarantee.rate, place, f"{label}比例")
            law = [f"guarantee rate {index}", _TOTAL]
            ledger.product("PAY003", law, f"guarantee {index}", rounding(money, Decimal("0.01")))
