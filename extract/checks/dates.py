"""DAT: dates and periods."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import DateField, Record
from extract.rulepack import RulePack


@check("DAT001")
def one_signing_date(record: Record, pack: RulePack) -> Iterator[Problem]:
    """签订日期不一致。

    Compares the signing dates of cover, signature blocks and annexes as far as both are known: 2025-06 agrees
    with 2025-06-13. Fails: 签署页 2025-08-19, 保密协议 2025-08-09. Passes: 封面「2025年6月」, 签署页 2025-06-13.
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
