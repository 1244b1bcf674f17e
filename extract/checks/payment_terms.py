"""PAY004 to PAY009: when, on what condition and how fast the price is paid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from extract.checks.absent import need_filled, no_payments
from extract.checks.payment_entries import instalments
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Duration, Evidence, Payment, Record, Severity
from extract.rulepack import RulePack
from extract.width import close_up
from extract.wording import percent

_DAYS = {"day": 1, "week": 7, "month": 30, "quarter": 90, "year": 365}


class _Limit(NamedTuple):
    """The longest period of payment from an event; `days` and `workdays` name its thresholds."""

    days: str
    severity: Severity
    basis: str
    lead: str
    workdays: str | None = None
    """Of a limit that is set in working days; `days` is then what other periods are measured by."""


_AFTER_THE_WORK = (
    _Limit("delivery_limit", "warning", "SP-01", "若乙方为中小企业，"),
    _Limit("delivery_default", "info", "SP-01", "若乙方为中小企业、没有另行约定，"),
)
_LIMITS: Mapping[str, tuple[_Limit, ...]] = {
    "invoice": (
        _Limit("invoice_limit", "error", "N38-02", ""),
        _Limit("invoice_advice", "warning", "N243-02", "原则上", "invoice_workdays"),
    ),
    "settlement": _AFTER_THE_WORK,
    "acceptance": _AFTER_THE_WORK,
    "delivery": _AFTER_THE_WORK,
}
"""By what a period runs from, the strictest duty first."""


@check("PAY004")
def dates_in_order(record: Record, pack: RulePack) -> Iterator[Problem]:
    """付款日期早于签订日期，或者先后颠倒。

    检查：写明具体日期的各期付款，是否都在合同签订之后，是否按先后排列。只写到月的，比较到月。
    意义：付款日期早于签订，或者后一期先付，说明日期写错，或者合同是补签的。
    不符合：2025年3月10日签订，首付款于2025年1月15日前支付。
    符合：2025年3月10日签订，2025年4月1日前、2025年10月1日前各付一半。
    依据：合同文本前后应当一致，无专门条文。
    """
    dated = [payment for payment in record.payments if payment.due_on is not None]
    if not dated:
        no_payments(record, "没有写明具体日期的付款")
    for payment in dated:
        if payment.due_on and record.signed_on and payment.due_on.precedes(record.signed_on):
            yield Problem(
                f"付款日期 {payment.due_on.value} 早于合同签订日期 {record.signed_on.value}",
                (payment.due_on, record.signed_on),
                expected=f"{record.signed_on.value} 或者以后",
                actual=payment.due_on.value,
                suggestion="核对年份是否写错；确系补签的，说明原因",
            )
    for first, second in pairwise(dated):
        if first.due_on and second.due_on and second.due_on.precedes(first.due_on):
            yield Problem(
                f"后一期付款日期 {second.due_on.value} 早于前一期 {first.due_on.value}",
                (first.due_on, second.due_on),
                expected=f"{first.due_on.value} 以后",
                actual=second.due_on.value,
                suggestion="核对各期付款日期",
            )
    if record.signed_on is None:
        raise UnverifiableError("没有签订日期，无法与付款日期比较")


@check("PAY005")
def no_third_party_money(record: Record, pack: RulePack) -> Iterator[Problem]:
    """付款以财政资金到位或者第三方付款为条件。

    检查：付款的条件和时间是否取决于财政资金、上级拨款、专项资金到位，或者取决于甲方收到第三方的款项（背靠背）。
    意义：付款时间不由合同当事人决定，供应商无法预期何时收款；采购人不得以资金未到位拖延付款。
    不符合：「在财政资金到位后10个工作日内支付」；「甲方收到业主单位相应款项后支付」。
    符合：「验收合格并收到发票后10个工作日内支付」。
    依据：保障中小企业款项支付条例第七条、第八条（若乙方为中小企业；条文没有点明此种约定，属推断）；
      第九条第二款禁止背靠背，但只对大型企业；政府采购合同一般适用第七条。
    """
    if not record.payments:
        no_payments(record)
    hits = [hit for payment in record.payments for hit in _third_party_money(payment, pack)]
    if hits:
        words = "、".join(dict.fromkeys(each for each, _ in hits))
        yield Problem(
            f"付款以「{words}」为条件",
            tuple(place for _, place in hits),
            actual=words,
            suggestion="改为验收合格、收到发票等合同当事人能够控制的条件；资金应当在采购前落实",
        )


def _third_party_money(payment: Payment, pack: RulePack) -> Iterator[tuple[str, Evidence]]:
    """Yield the words of a payment that make it wait for others' money, with their place."""
    pattern = pack.pattern("checks.third_party_money")
    fields = [field for field in (payment.trigger, *payment.conditions) if field is not None]
    found = [(match[0], field) for field in fields if (match := pattern.search(_plain(field.text, pack))) is not None]
    if found:
        yield from found
    elif (match := pattern.search(_plain(payment.text, pack))) is not None:
        yield match[0], payment


@check("PAY006")
def last_payment_after_the_work(record: Record, pack: RulePack) -> Iterator[Problem]:
    """最后一期款项在服务期满或者验收之前付清。

    检查：最后一期付款写明日期的，是否早于服务期满；没有写明日期的，是否至少有一期以交付、完工、验收、考核、结算或期满为条件，
      全部以签订、开票、进场、到货为条件的即不符合。按期支付的款项和租金不比较。
    意义：款项付清之后才提供的服务没有约束，验收不合格也无从扣款。
    不符合：服务期到2026年6月30日，尾款于2025年12月15日前付清。
    符合：服务期满并经验收合格后支付尾款。
    依据：财政部令第87号第七十四条、政府采购法第四十一条：采购人应当组织履约验收（先付后验属管理风险，并不违法）。
    """
    payments = instalments(record)
    if not payments or any(payment.recurs for payment in record.payments):
        no_payments(record, "没有分期付清的价款")
    if record.title is not None and pack.pattern("checks.lease").search(record.title.value):
        raise NotApplicableError("租金按期预付，没有验收")
    last = payments[-1]
    services = [(p.end, p) for p in record.periods if p.kind == "service" and p.end is not None]
    end, service = max(services, key=lambda each: each[0].value, default=(None, None))
    if last.due_on is not None and end is not None and service is not None and last.due_on.precedes(end):
        yield Problem(
            f"最后一期款项于 {last.due_on.value} 前付清，服务期到 {end.value} 才满",
            (last.due_on, service),
            expected=f"{end.value} 以后",
            actual=last.due_on.value,
            suggestion="尾款在服务期满、验收合格之后支付",
        )
    elif last.due_on is not None and end is None and not _waits_for_acceptance(payments, pack):
        raise UnverifiableError("没有读到服务期的结束日期，无法与最后一期付款比较")
    elif last.due_on is None and not _waits_for_acceptance(payments, pack):
        if any(payment.trigger is None and not _is_paid_ahead(payment, pack) for payment in payments):
            raise UnverifiableError("有一期付款没有读到支付条件")
        yield Problem(
            "各期款项都不以验收、考核或者期满为条件",
            tuple(payment.trigger or payment for payment in payments),
            suggestion="留一部分价款在验收合格之后支付",
        )


def _waits_for_acceptance(payments: list[Payment], pack: RulePack) -> bool:
    told = [payment.text + (payment.trigger.value if payment.trigger is not None else "") for payment in payments]
    return any(pack.pattern("checks.after_the_work").search(_plain(words, pack)) for words in told)


@check("PAY007")
def payment_period(record: Record, pack: RulePack) -> Iterator[Problem]:
    """付款期限超过法定上限。

    检查：从收到发票、交付、验收、结算确认起算的付款期限，各与自己的上限比较，不跨事件比较。工作日按最少可能的日历日折算。
      自收到发票超过 30 日为错误，超过 10 个工作日为警告；自交付、验收超过 60 日，乙方为中小企业的才违反条例，故作警告，
      超过 30 日作提示。
    意义：付款期限是供应商收款的保障，也是拖欠款项的起算点。
    不符合：「收到发票后60日内支付」。
    符合：「收到发票后10个工作日内支付」。
    依据：财库〔2019〕38号：收到发票后30日内；财办库〔2023〕243号：原则上10个工作日内（待核）；
      保障中小企业款项支付条例第九条（2025年6月前为第八条）：30日内，约定的最长60日。
    """
    periods = [(payment, payment.due) for payment in record.payments if payment.due is not None]
    if not periods:
        no_payments(record, "没有写明付款期限")
    unknown = 0
    for payment, due in periods:
        event = _event(payment, due, pack)
        if event is None:
            unknown += 1
        elif event in _LIMITS:
            yield from _too_long(payment, due, event, pack)
    if unknown:
        raise UnverifiableError("有付款期限没有读到从何事起算")


def _event(payment: Payment, due: Duration, pack: RulePack) -> str | None:
    """Return what a period runs from: invoice, settlement, acceptance, delivery; "none" for signing and the like."""
    after = due.after or (payment.trigger.text if payment.trigger is not None else None)
    if after is None:
        return None
    words = _plain(after, pack)
    found = [kind for kind in pack.table("checks.payment_events") if pack.pattern(f"checks.{kind}").search(words)]
    return found[0] if found else "none"


def _too_long(payment: Payment, due: Duration, event: str, pack: RulePack) -> Iterator[Problem]:
    """Yield a problem for the first limit of an event that a period exceeds."""
    words = pack.table("checks.payment_events")[event][0]
    for limit in _LIMITS[event]:
        most = int(pack.threshold(f"checks.{limit.days}"))
        over, shown = calendar_days(due) > most, f"{most} 日"
        if limit.workdays is not None:
            most = int(pack.threshold(f"checks.{limit.workdays}"))
            over, shown = due.value > most if due.unit == "workday" else over, f"{most} 个工作日"
        if over:
            yield Problem(
                f"自{words}起「{due.text}」付款，{limit.lead}不应超过 {shown}",
                (due, *((payment.trigger,) if payment.trigger else ())),
                expected=f"不超过 {shown}",
                actual=due.text,
                severity=limit.severity,
                basis=(limit.basis,),
                suggestion="缩短付款期限",
            )
            return


def calendar_days(duration: Duration) -> int:
    """Return the calendar days of a duration: five workdays as a week, a month as thirty days."""
    if duration.unit == "workday":
        return duration.value // 5 * 7 + duration.value % 5
    return duration.value * _DAYS.get(duration.unit, 0)


@check("PAY008")
def advance_payment(record: Record, pack: RulePack) -> Iterator[Problem]:
    """预付款比例较高。

    检查：以签订、生效、进场为条件的，或者付款之后才发货的首期付款，是否超过合同总价的一半；信用证凭单据付款，不计。对中小企业可以给予较高的预付款，故只作提示。
    意义：预付比例高，供应商违约时采购人的损失大，应当有预付款担保。
    不符合：合同签订后10日内支付合同总价的60%。
    符合：合同签订后10日内支付合同总价的30%。
    依据：没有全国性的上限，属管理风险。
    """
    advances = [
        payment
        for payment in instalments(record)[:1]
        if (pack.pattern("checks.advance").search(_plain(_condition(payment), pack)) or _is_paid_ahead(payment, pack))
        and not pack.pattern("checks.after_the_work").search(_plain(_condition(payment), pack))
        and not pack.pattern("checks.by_credit").search(payment.text)
    ]  # fmt: skip
    if not advances:
        no_payments(record, "没有预付款")
    limit = pack.threshold("checks.advance_share")
    for payment in advances:
        if payment.share is None:
            raise UnverifiableError("没有读到预付款的比例")
        if payment.share.value > limit:
            yield Problem(
                f"预付款为合同总价的 {percent(payment.share.value)}，超过 {percent(limit)}",
                (payment.share, payment),
                expected=f"不超过 {percent(limit)}",
                actual=percent(payment.share.value),
                suggestion="降低预付比例，或者要求预付款担保",
            )


def _is_paid_ahead(payment: Payment, pack: RulePack) -> bool:
    """Tell whether the goods are sent only when the payment has been made: 款到发货."""
    return pack.pattern("checks.paid_ahead").search(_plain(payment.text, pack)) is not None


def _condition(payment: Payment) -> str:
    """Return the words that say when a payment is due, its label with them."""
    parts = (payment.label, payment.trigger)
    return "".join(part.text for part in parts if part is not None) or payment.text


@check("PAY009")
def payment_terms_stated(record: Record, pack: RulePack) -> Iterator[Problem]:
    """没有约定付款的方式、时间或者条件。

    检查：全文能否读到付款约定；各期付款是否至少写明条件、期限、日期、周期中的一项。有付款条款而没有读出的，不能核验。
    意义：没有付款时间和条件，供应商无法请求付款，采购人也无从判断是否逾期。
    不符合：「合同价款由甲方支付」，没有时间和条件。
    符合：「验收合格并收到发票后10个工作日内，以转账方式支付」。
    依据：财库〔2019〕38号：合同应当约定资金支付的方式、时间和条件。
    """
    need_filled(record)
    if not record.payments:
        clause = next((c for c in record.clauses if c.kind == "payment"), None)
        if clause is not None:
            raise UnverifiableError("有付款条款，但没有读出付款约定")
        place = record.total or record.title
        if place is None or not record.clauses:
            raise UnverifiableError("没有读到合同的条款")
        yield Problem("没有约定付款的方式、时间和条件", (place,), suggestion="写明各期付款的条件、期限和方式")
        return
    vague = [p for p in record.payments if not (p.trigger or p.due or p.due_on or p.recurs or p.conditions)]
    if len(vague) == len(record.payments):
        yield Problem(
            "付款没有写明时间，也没有写明条件",
            tuple(vague),
            actual=_plain(vague[0].text, pack)[:40],
            suggestion="写明付款的条件和期限",
        )


def _plain(text: str, pack: RulePack) -> str:
    """Return a text of the contract in half width, simplified, and without the spaces of its layout."""
    return pack.simplified(close_up(text))
