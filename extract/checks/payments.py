"""PAY: how the price is paid."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Payment, Record
from extract.rulepack import RulePack

_WHOLE = Decimal(1)


@check("PAY001")
def shares_add_up(record: Record, pack: RulePack) -> Iterator[Problem]:
    """各期付款比例之和不等于 100%。

    检查：把各期占合同总价的比例相加。
    意义：比例之和不是 100%，就有一部分价款不知何时付，或者多付。
    不符合：30% + 50% + 10%。
    符合：30% + 50% + 余款。
    依据：财库〔2019〕38号：合同应当约定资金支付的方式、时间和条件。
    """
    shared = _of_the_total(record)
    stated = [payment for payment in shared if payment.share is not None and payment.share_basis == "stated"]
    if not stated:
        raise NotApplicableError("没有按合同总价约定的付款比例")
    if any(payment.remainder and payment.share_basis != "stated" for payment in shared):
        over = sum(
            (p.share.value for p in shared if p.share is not None and p.share_basis != "remainder"),
            Decimal(0),
        )
        if over > _WHOLE:
            yield _wrong_sum(shared, over)
        return
    missing = [payment for payment in shared if payment.share is None]
    if missing:
        raise UnverifiableError("有一期付款没有写明比例")
    total = sum((payment.share.value for payment in shared if payment.share is not None), Decimal(0))
    if len(shared) == 1 and total < _WHOLE:
        raise UnverifiableError("只读到一期付款，其余各期可能写在别处")
    if total not in (_WHOLE, _WHOLE - _retention(record)):
        yield _wrong_sum(shared, total)


@check("PAY002")
def amounts_add_up(record: Record, pack: RulePack) -> Iterator[Problem]:
    """各期付款金额之和不等于合同总价。

    检查：各期均写明金额时，把金额相加，与合同总价比较。
    意义：各期之和与总价不符，会少付或者多付。
    不符合：总价 100 万元，分期 30、50、10 万元。
    符合：总价 100 万元，分期 30、50、20 万元。
    依据：合同文本前后应当一致，无专门条文。
    """
    if record.total is None:
        raise NotApplicableError("没有读到合同总价")
    shared = _of_the_total(record)
    amounts = [payment.amount.value for payment in shared if payment.amount is not None]
    if not amounts:
        raise NotApplicableError("各期付款没有写明金额")
    if len(amounts) < len(shared) and sum(amounts, Decimal(0)) <= record.total.value:
        raise UnverifiableError("只有部分付款写明了金额")
    tolerance = pack.threshold("checks.amount_tolerance")
    paid = sum(amounts, Decimal(0))
    if abs(paid - record.total.value) > tolerance:
        places = tuple(payment.amount for payment in shared if payment.amount is not None)
        yield Problem(
            f"各期付款金额合计 {paid} 元，合同总价 {record.total.value} 元，相差 {abs(paid - record.total.value)} 元",
            (*places, record.total),
            expected=str(record.total.value),
            actual=str(paid),
            suggestion="核对各期金额与合同总价",
        )


@check("PAY003")
def share_times_total(record: Record, pack: RulePack) -> Iterator[Problem]:
    """付款比例乘以合同总价不等于该期金额。

    检查：同时写明比例和金额的各期，以比例乘以总价与金额比较。
    意义：比例与金额不符，付款时不知以哪个为准。
    不符合：总价 100 万元，30% 即 35 万元。
    符合：总价 100 万元，30% 即 30 万元。
    依据：合同文本前后应当一致，无专门条文。
    """
    if record.total is None:
        raise NotApplicableError("没有读到合同总价")
    both = [
        p
        for p in _of_the_total(record)
        if p.share is not None and p.share_basis == "stated" and p.amount is not None and not p.cumulative
    ]
    if not both:
        raise NotApplicableError("没有同时写明比例和金额的付款")
    tolerance = pack.threshold("checks.amount_tolerance")
    for payment in both:
        if payment.share is None or payment.amount is None:
            continue
        due = payment.share.value * record.total.value
        if abs(due - payment.amount.value) > tolerance:
            yield Problem(
                f"{_percent(payment.share.value)} 应为 {due.normalize():f} 元，合同写 {payment.amount.value} 元",
                (payment.share, payment.amount, record.total),
                expected=f"{due.normalize():f}",
                actual=str(payment.amount.value),
            )


def _of_the_total(record: Record) -> list[Payment]:
    return [payment for payment in record.payments if payment.base is None and payment.recurs is None]


def _retention(record: Record) -> Decimal:
    rates = (g.rate for g in record.guarantees if g.kind == "quality_retention" and g.rate is not None)
    return max(rates, default=Decimal(0))


def _wrong_sum(payments: list[Payment], total: Decimal) -> Problem:
    places = tuple(payment.share for payment in payments if payment.share is not None)
    parts = " + ".join(_percent(payment.share.value) for payment in payments if payment.share is not None)
    return Problem(
        f"各期付款比例 {parts} = {_percent(total)}，不等于 100%",
        places,
        expected="100%",
        actual=_percent(total),
        suggestion="核对付款条款，是否漏写或错写一期",
    )


def _percent(share: Decimal) -> str:
    return f"{(share * 100).normalize():f}%"
