"""How sure the reader is: values that were read from pictures or from damaged pages."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Evidence, Record
from extract.rulepack import RulePack
from extract.wording import word


@check("OCR001")
def read_with_confidence(record: Record, pack: RulePack) -> Iterator[Problem]:
    """关键数值由图像识别或从损坏的页读得，把握不足。

    检查：扫描件或有损坏之页的文件中，当事人名称、账号、统一社会信用代码、总价、各期金额、签订日期的把握是否低于阈值；盖章压字处往往如此。
    意义：读错一位，其后的核对都不可靠，应当看原件。
    不符合：账号的把握为 62%。
    符合：各关键数值的把握均在 80% 以上；文字版合同不适用。
    依据：无专门条文。
    """
    if not record.document.ocr_pages and not record.document.damaged_pages:
        raise NotApplicableError("不是扫描件，也没有损坏的页")
    least = float(pack.threshold("checks.ocr_confidence"))
    values = list(_values_that_matter(record))
    for name, value in values:
        if value.confidence < least:
            yield Problem(
                f"{name}「{' '.join(value.text.split())}」的把握为 {value.confidence:.0%}",
                (value,),
                actual=value.text,
                suggestion="对照原件核实",
            )
    if not values:
        raise UnverifiableError("扫描件中没有读到当事人、账号、总价、金额和日期")


def _values_that_matter(record: Record) -> Iterator[tuple[str, Evidence]]:
    for party in record.parties:
        role = word("role", party.role)
        if party.name is not None:
            yield f"{role}名称", party.name
        if party.tax_id is not None:
            yield f"{role}统一社会信用代码", party.tax_id
        for account in party.accounts:
            if account.number is not None:
                yield f"{role}账号", account.number
    if record.total is not None:
        yield "合同总价", record.total
    for payment in record.payments:
        if payment.amount is not None:
            yield "付款金额", payment.amount
    if record.signed_on is not None:
        yield "签订日期", record.signed_on
