"""What a contract states about its payments, as entries and laws of the ledger: shares, amounts, levels, sums."""

from __future__ import annotations

from decimal import Decimal

from extract.checks.ledger import Ledger
from extract.checks.statements import TOTAL, plausible, rounding, state
from extract.model import Evidence, Payment, Record
from extract.rulepack import RulePack
from extract.workdays import MONTHS

_WHOLE = Decimal(1)
_MILLIONTH = Decimal("0.000001")
_ROUNDED_PLACES = 4
"""A share of so many decimals (8.33 %) was rounded to them."""


def instalments(record: Record) -> list[Payment]:
    """Return the payments that are part of the contract price: paid once, of the total, instead of no other."""
    return [each for each in record.payments if each.base is None and each.recurs is None and each.option is None]


def state_payments(ledger: Ledger, record: Record, pack: RulePack, tolerance: Decimal) -> None:
    """Enter every payment: the instalments of the price, and what recurs until it is paid."""
    _state_instalments(ledger, record, pack, tolerance)
    _state_recurring(ledger, record, tolerance)


def _state_instalments(ledger: Ledger, record: Record, pack: RulePack, tolerance: Decimal) -> None:
    """Enter the instalments: share × total = amount, Σ shares = 1, Σ amounts = total."""
    shared = instalments(record)
    rest = _recurring_rest(record, sum((p.share.value for p in shared if p.share is not None), Decimal(0)), pack)
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
        _add_up(ledger, record, rest, len(shared), tolerance)


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


def _add_up(ledger: Ledger, record: Record, rest: Payment | None, count: int, tolerance: Decimal) -> None:
    """Lay down that the instalments and `rest` are the whole price, with a place for one that was left out."""
    numbers = range(1, count + 1)
    shares = [f"share {number}" for number in numbers]
    place = instalments(record)[0]
    whole = _WHOLE
    told = [payment.share for payment in instalments(record)]
    if rest is not None and rest.share is None and (settled := _settled_at(record, rest)) is not None:
        shares = [f"level {settled}", *shares[settled:]]
        told = [instalments(record)[settled - 1].level, *told[settled:]]
        rest = None
    paid = sum((share.value for share in told if share is not None), Decimal(0))
    if all(ledger.of(f"share {number}") or ledger.of(f"level {number}") for number in numbers):
        whole = paid if paid == _WHOLE - _retention(record) else _WHOLE
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
        amounts = [f"instalment {number}" for number in numbers]
        ledger.sum("PAY002", [*amounts, "missing amount"], TOTAL, tolerance)


def _settled_at(record: Record, rest: Payment) -> int | None:
    """Return the number of the last instalment that says how much is paid by then, what was paid meanwhile included."""
    levels = [n for n, p in enumerate(instalments(record), 1) if p.level is not None and _stands_before(rest, p)]
    return levels[-1] if levels else None


def _recurring_rest(record: Record, paid: Decimal, pack: RulePack) -> Payment | None:
    """Return the payment that recurs and takes what the instalments leave (余款按月支付), or None.

    Its share counts where it is that of all its times together; otherwise it takes whatever is left. A share of each
    batch (每批货款的60%) is one of the whole where it is just what is left.
    """
    for payment in record.payments:
        if payment.base is not None and payment.share is not None and payment.share.value == _WHOLE - paid:
            return payment
        if payment.base is not None and any(word in payment.base.value for word in pack.words("checks.work_bases")):
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
    times = lengths.pop() / MONTHS[payment.recurs]
    return times if times == times.to_integral_value() and times >= 1 else None
