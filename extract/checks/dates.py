"""DAT: dates and periods."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import DateField, Record
from extract.rulepack import RulePack


@check("DAT001")
def one_signing_date(record: Record, pack: RulePack) -> Iterator[Problem]:
    """签订日期不一致。

    检查：比较封面、签署页和附件所写的签订日期；只写到月的，比较到月。
    意义：签订日期决定合同何时生效、适用哪时的法律、付款和履行期限从何日起算。
    不符合：签署页「2025年8月19日」，所附保密协议「2025年8月9日」。
    符合：封面「2025年6月」，签署页「2025年6月13日」。
    依据：合同文本前后应当一致，无专门条文。
    """
    dates = [
        *record.signing_dates,
        *(annex.signed_on for annex in record.annexes if annex.signed_on is not None),
    ]
    if record.signed_on is None:
        raise (UnverifiableError("没有读到签订日期") if not dates else NotApplicableError("没有可比较的签订日期"))
    if len(dates) < 2:
        raise NotApplicableError("签订日期只写了一处")
    seen: set[str] = set()
    for other in dates:
        if not _agree(record.signed_on, other) and other.value not in seen:
            seen.add(other.value)
            yield Problem(
                f"签订日期一处为 {record.signed_on.value}，另一处「{other.text}」为 {other.value}",
                (record.signed_on, other),
                expected=record.signed_on.value,
                actual=other.value,
                suggestion="核对各处签署日期的先后与真实性",
            )


def _agree(one: DateField, other: DateField) -> bool:
    length = min(len(one.value), len(other.value))
    return one.value[:length] == other.value[:length]
