"""What a contract states about money, as entries and laws of the ledger.

A law whose scope the record does not settle (is this 合计 the price of the contract, or of one month?) is laid down
only where it holds, or where one slip of the pen explains why it does not.
"""

from __future__ import annotations

from decimal import Decimal

from extract.checks.item_entries import state_items
from extract.checks.ledger import Ledger
from extract.checks.statements import TOTAL, in_side_agreement, plausible, rounding, state
from extract.model import Evidence, Payment, Record
from extract.rulepack import RulePack
from extract.width import close_up

_WHOLE = Decimal(1)
_MILLIONTH = Decimal("0.000001")
_ROUNDED_PLACES = 4
"""A share of so many decimals (8.33 %) was rounded to them."""
_WHOLE_YUAN = Decimal("0.5")
"""Yuan. A tax without fen was rounded, however many noughts stand behind its point."""
_WORK = ("工程量", "工作量", "产值", "进度")
"""The base of a payment that follows the work done."""
_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


def instalments(record: Record) -> list[Payment]:
    """Return the payments that are part of the contract price: paid once, of the total, instead of no other."""
    return [each for each in record.payments if each.base is None and each.recurs is None and each.option is None]


def build_ledger(record: Record, pack: RulePack) -> Ledger:
    """Return all entries and laws of a contract."""
    ledger = Ledger()
    tolerance = pack.threshold("checks.amount_tolerance")
    _state_total(ledger, record, pack)
    _state_payments(ledger, record, tolerance)
    _state_recurring(ledger, record, tolerance)
    state_items(ledger, record, pack, tolerance)
    _state_parts(ledger, record, tolerance, pack.threshold("checks.same_price_within"))
    _state_taxes(ledger, record, pack, tolerance)
    _state_guarantees(ledger, record, pack)
    _state_pairs(ledger, record)
    return ledger


# --- amounts -----------------------------------------------------------------------------------------------


def _state_total(ledger: Ledger, record: Record, pack: RulePack) -> None:
    total = record.total
    if total is None:
        return
    state(ledger, TOTAL, "total", total, "合同总价")
    cells = [item.amount for item in record.line_items if item.amount is not None]
    rows = [span for row in (*record.subtotals, *cells) for span in row.spans]
    for other in total.others:
        in_row = any(row.start < s.end and s.start < row.end for row in rows for s in other.spans)
        own = not plausible(other.value, total.value) and in_side_agreement(other, record, pack)
        if other.currency == total.currency and not in_row and not own:
            state(ledger, TOTAL, "total", other, "另一处所写合同总价")


def _state_parts(ledger: Ledger, record: Record, tolerance: Decimal, within: Decimal) -> None:
    """Enter the parts that the sentence of the price names (其中设备款、服务款), where they are meant to be all of it.

    Instalments and bonds are none; parts that come to far less than the price are some of them.
    """
    total = record.total
    if total is None or not total.parts:
        return
    told = [p.amount for p in record.payments] + [g.amount for g in record.guarantees]
    taken = {money.spans[0] for money in told if money is not None}
    summed = sum((part.value for part in total.parts), Decimal(0))
    if summed < total.value * (1 - within) or any(part.spans[0] in taken for part in total.parts):
        return
    names = [f"part {index}" for index in range(len(total.parts))]
    for name, part in zip(names, total.parts, strict=True):
        state(ledger, name, "item", part, f"其中「{part.text.strip()}」")
    rounded = sum((rounding(part, tolerance) for part in total.parts if part.unit != "元"), tolerance)
    ledger.sum("AMT005", names, TOTAL, rounded)


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
    rest = _recurring_rest(record, sum((p.share.value for p in shared if p.share is not None), Decimal(0)))
    paid = Decimal(0)
    for index, payment in enumerate(shared, start=1):
        label = f"第 {index} 期付款"
        share, amount = f"share {index}", f"instalment {index}"
        level = paid + payment.share.value if payment.share is not None else paid
        if payment.level is not None:
            level = payment.level.value
            ledger.enter(f"level {index}", "share", level, payment.level, f"{label}累计比例")
            meanwhile = rest is not None and rest.share is not None and _stands_before(rest, payment)
            upto_here = [*(["missing share"] if meanwhile else []), *(f"share {n}" for n in range(1, index + 1))]
            ledger.sum("PAY001", upto_here, f"level {index}", _uneven(shared[:index]))
        elif payment.share is not None and payment.share_basis == "stated" and not payment.cumulative:
            ledger.enter(share, "share", payment.share.value, payment.share, f"{label}比例")
        money = payment.amount
        uneven = _uneven([payment]) * record.total.value if record.total is not None else Decimal(0)
        if money is not None and record.total is not None and money.currency == record.total.currency:
            upto = payment.cumulative and _is_level(ledger, money.value, level, paid)
            state(ledger, f"upto {index}" if upto else amount, "instalment", money, f"{label}金额")
            if upto:
                ledger.product("PAY002", [share, TOTAL], amount, tolerance + uneven)
            if not (payment.cumulative and index == 1):
                factor = f"level {index}" if upto else share
                code = "PAY003" if payment.share_basis == "stated" else "PAY002"
                exact = rounding(money, tolerance) + uneven
                ledger.product(code, [factor, TOTAL], f"upto {index}" if upto else amount, exact)
        elif record.total is not None:
            ledger.product("PAY002", [share, TOTAL], amount, tolerance + uneven)
        paid = level
    if _are_complete(shared):
        _add_up(ledger, record, len(shared), tolerance)


def _stands_before(one: Payment, other: Payment) -> bool:
    return one.spans[0].start < other.spans[0].start


def _uneven(payments: list[Payment]) -> Decimal:
    """Return by how much shares that do not come out even (三分之一, 33.33%) may miss what they stand for."""
    return sum((_unevenness(payment.share.value) for payment in payments if payment.share is not None), Decimal(0))


def _unevenness(share: Decimal) -> Decimal:
    """Return by how much a share may miss what it stands for: one of two decimals or more was rounded to them."""
    if share != round(share, 5):
        return _MILLIONTH
    places = -int(share.normalize().as_tuple().exponent)
    return Decimal(1).scaleb(-places) if places >= _ROUNDED_PLACES else Decimal(0)


def _is_level(ledger: Ledger, amount: Decimal, level: Decimal, paid: Decimal) -> bool:
    """Tell whether an amount beside 付至80% is all that has been paid by then, and not what this instalment adds."""
    totals = [entry.value for entry in ledger.of(TOTAL)] if level > paid else []
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
    rest = _recurring_rest(record, paid)
    if rest is None and any(payment.remainder for payment in instalments(record)):
        ledger.constant("missing share", Decimal(0))  # the rest of the price leaves nothing out
    elif rest is None:
        ledger.enter("missing share", "complete", Decimal(0), place, "漏写的一期")
    elif rest.share is not None:
        ledger.enter("missing share", "share", rest.share.value, rest.share, "其余各期比例")
    code = "PAY001" if any(entry.kind == "share" for entry in ledger.entries) else "PAY002"
    ledger.sum(code, [*shares, "missing share"], ledger.constant("whole", whole), _uneven(instalments(record)))
    if record.total is not None and whole == _WHOLE:
        ledger.product("PAY002", ["missing share", TOTAL], "missing amount", Decimal(0))
        amounts = [f"instalment {index}" for index in range(1, count + 1)]
        ledger.sum("PAY002", [*amounts, "missing amount"], TOTAL, tolerance)


def _recurring_rest(record: Record, paid: Decimal) -> Payment | None:
    """Return the payment that recurs and takes what the instalments leave (余款按月支付), or None.

    Its share counts where it is that of all its times together; otherwise it takes whatever is left. A share of each
    batch (每批货款的60%) is one of the whole where it is just what is left.
    """
    for payment in record.payments:
        if payment.base is not None and payment.share is not None and payment.share.value == _WHOLE - paid:
            return payment
        if payment.base is not None and any(word in payment.base.value for word in _WORK):
            return payment.model_copy(update={"share": None})  # up to some level, with what was paid in advance
    recurring = [p for p in record.payments if p.recurs is not None and p.base is None]
    if not recurring:
        return None
    share = recurring[0].share if recurring[0].share_basis == "stated" and len(recurring) == 1 else None
    whole = share is not None and plausible(share.value, _WHOLE - paid)
    return recurring[0] if whole else recurring[0].model_copy(update={"share": None})


def _retention(record: Record) -> Decimal:
    """Return the share that is kept back beside the instalments; one that an instalment pays out is no other."""
    paid_out = [p.share for p in instalments(record) if p.share is not None]
    kept = [g for g in record.guarantees if g.kind == "quality_retention" and g.rate is not None]
    rates = [
        g.rate for g in kept if g.rate is not None and not any(s.value == g.rate and _stands_in(s, g) for s in paid_out)
    ]
    return max(rates, default=Decimal(0))


def _stands_in(part: Evidence, whole: Evidence) -> bool:
    return any(o.start <= i.start and i.end <= o.end for i in part.spans for o in whole.spans)


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
            if times and not _is_one_of_parts(record, payment) and plausible(payment.share.value, _WHOLE / times):
                whole = ledger.constant("whole", _WHOLE)
                ledger.sum("PAY001", [share], whole, _uneven([payment]) * times, factor=times)
        if payment.amount is not None:
            state(ledger, amount, "instalment", payment.amount, "每期付款金额")
            if ledger.of(share):
                uneven = _uneven([payment]) * record.total.value
                ledger.product("PAY003", [share, TOTAL], amount, rounding(payment.amount, tolerance) + uneven)
            if times and plausible(payment.amount.value, record.total.value / times):
                ledger.sum("PAY002", [amount], TOTAL, tolerance * times, factor=times)


def _is_one_of_parts(record: Record, payment: Payment) -> bool:
    """Tell whether a share that recurs is what another one leaves of each fee: 每月支付80%,余20%每季度支付."""
    shares = [other.share.value for other in record.payments if other is not payment and other.share is not None]
    return payment.remainder or (payment.share is not None and _WHOLE - payment.share.value in shares)


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
    ledger.sum("AMT008", ["net", "tax"], TOTAL, tolerance)
    if total.tax_rate is not None and not _has_mixed_rates(record, pack):
        ledger.enter("tax rate", "tax_rate", total.tax_rate.value, total.tax_rate, "税率")
        stated = [m for m in (total.net, total.tax_amount) if m is not None]
        exact = [max(rounding(m, tolerance), _WHOLE_YUAN if m.value % 1 == 0 else tolerance) for m in stated]
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
        if plausible(money.value, right) or pack.pattern("checks.of_the_total").search(close_up(guarantee.text)):
            place: Evidence = guarantee
            ledger.enter(f"guarantee rate {index}", "share", guarantee.rate, place, f"{label}比例")
            law = [f"guarantee rate {index}", TOTAL]
            ledger.product("PAY003", law, f"guarantee {index}", rounding(money, Decimal("0.01")))
