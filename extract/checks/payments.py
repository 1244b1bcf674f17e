"""PAY001 to PAY003: shares and amounts of the instalments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extract.checks.absent import no_payments
from extract.checks.faults import Assigned, faults_of
from extract.checks.payment_entries import instalments
from extract.checks.registry import Problem, UnverifiableError, check
from extract.checks.wording import grouped, join, plain, yuan
from extract.model import Record
from extract.rulepack import RulePack
from extract.wording import percent

_WHOLE = Decimal(1)


@check("PAY001")
def shares_add_up(record: Record, pack: RulePack) -> Iterator[Problem]:
    """各期付款比例之和不等于 100%。

    检查：把各期占合同总价的比例相加。没有写明比例的余款补足差额，「付至80%」按新增部分计，扣留的质保金计入，累计比例只能逐期提高；
      以月服务费等为基数的比例不计，另一情形下（大型企业、未提供保函）代替的比例不计。写错一个比例，同时与该期金额不符的，只在此报告。
    意义：比例之和不是 100%，就有一部分价款不知何时付，或者多付。
    不符合：30% + 50% + 10%。
    符合：30% + 50% + 余款；先付30%，余款按月支付。
    依据：财库〔2019〕38号：合同应当约定资金支付的方式、时间和条件。
    """
    shared = instalments(record)
    stated = [payment for payment in record.payments if payment.share_basis == "stated" and payment.base is None]
    if not stated:
        no_payments(record, "没有按合同总价约定的付款比例")
    for found in faults_of("PAY001", record, pack):
        yield _wrong_sum(found, record)
    if len(shared) == 1 and not _fills_up(record) and (shared[0].share is None or shared[0].share.value < _WHOLE):
        raise UnverifiableError("只读到一期付款，其余各期可能写在别处")
    if any(payment.share is None and not payment.remainder for payment in shared):
        raise UnverifiableError("有一期付款没有写明比例")


def _fills_up(record: Record) -> bool:
    """Tell whether a remainder, paid at once or month by month, takes what the shares leave."""
    return any(payment.remainder and payment.base is None for payment in record.payments)


def _falling_levels(record: Record) -> Problem | None:
    """Return the problem of levels that fall (付至100%, then 付至95%): two schedules, whose sum says nothing."""
    levels = [payment.level for payment in instalments(record) if payment.level is not None]
    for before, after in pairwise(levels):
        if after.value < before.value:
            message = f"先付至 {percent(before.value)}，后又付至 {percent(after.value)}，各期累计比例前后不一"
            return Problem(message, (before, after), suggestion="核对付款条款，是否两处约定不一致")
    return None


def _wrong_sum(found: Assigned, record: Record) -> Problem:
    told = ("stated", "amount")
    paid = [p for p in record.payments if p.base is None and p.option is None and p.share_basis in told]
    shares = [payment.share for payment in paid if payment.share is not None]
    terms = (*found.law.terms, found.law.result) if found.law is not None else ()
    if any(p.recurs is not None for p in record.payments) and (settled := _settled_at(terms)):
        behind = instalments(record)[settled - 1 :]
        shares = [share for p in behind if (share := p.level or p.share) is not None]  # 付至95%, what recurred included
    times = found.law.factor if found.law is not None else _WHOLE
    total = sum((share.value for share in shares), Decimal(0)) * times
    if total == _WHOLE and (fallen := _falling_levels(record)) is not None:
        return fallen
    parts = " + ".join(percent(share.value) for share in shares) + (f" × {plain(times)} 期" if times != _WHOLE else "")
    sums = f" {parts} =" if len(shares) > 1 or times != _WHOLE else "合计"
    return Problem(
        f"各期付款比例{sums} {percent(total)}，不等于 100%",
        (*shares, *(e.place for e in found.ledger.entries if e.kind == "share" and e.unknown in terms)),
        expected="100%",
        actual=percent(total),
        suggestion=join(found.cause, "核对付款条款，是否漏写或错写一期"),
    )


def _settled_at(terms: Sequence[str]) -> int:
    """Return the number of the instalment whose level is the last that a law speaks of, or 0."""
    return max((int(term.removeprefix("level ")) for term in terms if term.startswith("level ")), default=0)


@check("PAY002")
def amounts_add_up(record: Record, pack: RulePack) -> Iterator[Problem]:
    """各期付款金额之和不等于合同总价。

    检查：各期均写明金额时，把金额相加，与合同总价比较；按月、按季支付的，乘以服务期内的期数。
      某期金额与自身比例不符的，按 PAY003 报告；总价写错而大写或分项正确的，按 AMT001、AMT004 报告。
      漏写一期而其余各期比例、金额俱全的，比例不足由 PAY001、金额不足在此，分别报告。
    意义：各期之和与总价不符，会少付或者多付。
    不符合：总价 100 万元，分期 30、50、10 万元。
    符合：总价 100 万元，分期 30、50、20 万元。
    依据：合同文本前后应当一致，无专门条文。
    """
    shared = instalments(record)
    amounts = [payment.amount for payment in shared if payment.amount is not None]
    recurring = [p.amount for p in record.payments if p.recurs and p.base is None and p.amount is not None]
    if not amounts and not recurring:
        no_payments(record, "各期付款没有写明金额")
    total = record.total
    if total is None:
        raise UnverifiableError("没有读到合同总价")
    for found in faults_of("PAY002", record, pack):
        yield _wrong_amounts(found)
    if len(amounts) < len(shared) or (len(shared) == 1 and amounts[0].value < total.value):
        raise UnverifiableError("只有部分付款写明了金额")


def _wrong_amounts(found: Assigned) -> Problem:
    total = found.value("total") or Decimal(0)
    law, entry = found.law, found.fault.entry
    left = found.value(law.terms[0]) if law is not None and law.operation == "product" else None
    if left == 0 and entry.kind == "instalment":
        return Problem(
            f"{entry.label} {grouped(entry.value)} 元，而其余各期的比例已合计 100%",
            found.places,
            expected=yuan(left * total),
            actual=yuan(entry.value),
            suggestion=join(found.cause, "核对各期比例和金额，是否有一期写了两次"),
        )
    stated = [e for e in found.ledger.entries if e.kind == "instalment"]
    values = {entry.unknown: entry.value for entry in reversed(stated)}
    times = found.law.factor if found.law is not None else _WHOLE
    paid = sum(values.values(), Decimal(0)) * times
    many = f"（每期 {grouped(next(iter(values.values())))} 元 × {plain(times)} 期）" if times != _WHOLE else ""
    return Problem(
        f"各期付款金额合计 {grouped(paid)} 元{many}，合同总价 {grouped(total)} 元，"
        f"相差 {grouped(abs(paid - total))} 元",
        (*(entry.place for entry in stated), *found.places),
        expected=yuan(total),
        actual=yuan(paid),
        suggestion=join(found.cause, "核对各期金额与合同总价"),
    )


@check("PAY003")
def share_times_total(record: Record, pack: RulePack) -> Iterator[Problem]:
    """付款比例乘以合同总价不等于该期金额。

    检查：同时写明比例和金额的各期付款，以及履约保证金等担保，以比例乘以总价与金额比较；按元取整的差额不计。
      比例写错而使各期之和不为 100% 的，按 PAY001 报告；金额大小写不一致的，按 AMT001 报告。
    意义：比例与金额不符，付款时不知以哪个为准。
    不符合：总价 100 万元，30% 即 35 万元。
    符合：总价 100 万元，30% 即 30 万元。
    依据：合同文本前后应当一致，无专门条文。
    """
    paid = [
        p
        for index, p in enumerate(record.payments)
        if p.base is None and p.share_basis == "stated" and p.amount is not None and (index or not p.cumulative)
    ]
    if not paid and not any(g.rate is not None and g.amount is not None for g in record.guarantees):
        no_payments(record, "没有同时写明比例和金额的付款")
    if record.total is None:
        raise UnverifiableError("没有读到合同总价")
    for found in faults_of("PAY003", record, pack):
        yield _wrong_share(found)


def _wrong_share(found: Assigned) -> Problem:
    law = found.law
    share = found.value(law.terms[0]) if law is not None else None
    total = found.value("total") or Decimal(0)
    amount = found.value(law.result) if law is not None else None
    wrong = found.fault.entry
    share, amount = (share or Decimal(0)), (amount if amount is not None else wrong.value)
    due = share * total
    return Problem(
        f"合同总价 {grouped(total)} 元的 {percent(share)} 应为 {grouped(due)} 元，合同写 {grouped(amount)} 元",
        found.places,
        expected=plain(due),
        actual=yuan(amount),
        suggestion=join(found.cause, "核对比例与金额"),
    )
