"""DAT: dates."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Record
from extract.rulepack import RulePack
from extract.workdays import add_workdays


@check("DAT001")
def one_signing_date(record: Record, pack: RulePack) -> Iterator[Problem]:
    """签订日期不一致。

    检查：比较封面、签署页和附件所写的签订日期；只写到月的，比较到月；随后签订的补充协议不比较。
    意义：签订日期决定合同何时生效、适用哪时的法律、付款和履行期限从何日起算。
    不符合：签署页「2025年8月19日」，所附保密协议「2025年8月9日」。
    符合：封面「2025年6月」，签署页「2025年6月13日」。
    依据：合同文本前后应当一致，无专门条文。
    """
    later = pack.pattern("structure.supplement")
    dates = [
        *record.signing_dates,
        *(date for annex in record.annexes if not later.search(annex.title.value) for date in annex.signing_dates),
    ]
    if record.signed_on is None:
        raise UnverifiableError("没有读到签订日期")
    if len(dates) < 2:
        raise NotApplicableError("签订日期只写了一处")
    seen: set[str] = set()
    for other in dates:
        if not record.signed_on.agrees(other) and other.value not in seen:
            seen.add(other.value)
            yield Problem(
                f"签订日期一处为 {record.signed_on.value}，另一处「{other.text}」为 {other.value}",
                (record.signed_on, other),
                expected=record.signed_on.value,
                actual=other.value,
                suggestion="核对各处签署日期的先后与真实性",
            )


@check("DAT005")
def possible_dates(record: Record, pack: RulePack) -> Iterator[Problem]:
    """写有日历上没有的日期。

    检查：合同各处的日期，月份是否在 1 至 12，日是否为当月所有。
    意义：期限的起止、付款的日期无法确定。
    不符合：「服务期至2025年2月30日」「2025年13月1日」。
    符合：「2024年2月29日」（闰年）。
    依据：民法典第二百条：期间按照公历年、月、日计算。
    """
    dated = record.impossible_dates or record.signing_dates or any(p.start or p.end for p in record.periods)
    if not dated and record.awarded_on is None:
        raise NotApplicableError("没有写明日期")
    for wrong in record.impossible_dates:
        yield Problem(f"没有「{wrong.text}」这一天", (wrong,), actual=wrong.value, suggestion="核对该日期的月和日")


@check("DAT006")
def signed_in_time(record: Record, pack: RulePack) -> Iterator[Problem]:
    """签订日期早于中标（成交）通知书，或者迟于其发出后三十日。

    检查：通知书发出之日与签订日期之间的天数；发出当日不计，第三十日是休息日的顺延到其后第一个工作日。
    意义：采购人和供应商应当在通知书发出之日起三十日内签订合同，迟签不符合规定，先签后中标可能是补办手续。
    不符合：通知书 2025-01-06 发出，合同 2025-02-14 签订。
    符合：通知书 2025-01-06 发出，合同 2025-01-20 签订。
    依据：政府采购法第四十六条、财政部令第87号第七十一条。
    """
    award, signed = record.awarded_on, record.signed_on
    if award is None:
        raise NotApplicableError("没有写明中标（成交）通知书的日期")
    if signed is None:
        raise UnverifiableError("没有读到签订日期")
    if len(signed.value) < len("2025-01-01"):
        raise UnverifiableError("签订日期没有写到日")
    first, day = award.day, signed.day
    if first is None or day is None:
        raise UnverifiableError("日期有误，无法计算")
    last = first + timedelta(days=int(pack.threshold("checks.signing_days")))
    last = add_workdays(last - timedelta(days=1), 1) or last  # a last day of rest rolls on
    if day < first:
        message = f"合同 {day} 签订，早于 {first} 发出的中标（成交）通知书"
    elif day > last:
        message = f"中标（成交）通知书 {first} 发出，合同 {day} 签订，相隔 {(day - first).days} 日"
    else:
        return
    yield Problem(
        message,
        (award, signed),
        expected=f"{first} 至 {last}",
        actual=signed.value,
        suggestion="核对通知书发出日期和签订日期，说明未按期签订的原因",
    )
