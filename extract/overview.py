"""What a person wants to see of one contract: rows of label, value and the place in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.model import (
    SEVERITIES,
    Cap,
    Duration,
    Evidence,
    Finding,
    Law,
    LineItem,
    Money,
    Party,
    Payment,
    Penalty,
    Period,
    Record,
    Severity,
    Span,
    TextField,
)
from extract.wording import acceptance, amount, percent, word

_LONGEST_TERMS = 40
_COMPUTED = "（推算）"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an overview, and all places that it was read from, the most telling first."""

    label: str
    value: str
    spans: tuple[Span, ...] = ()
    confidence: float = 1.0
    severity: Severity | None = None
    """That of a finding which nobody accepted."""

    @property
    def place(self) -> Span | None:
        """The first of the places."""
        return self.spans[0] if self.spans else None


Group = tuple[str, Iterable[Row]]
"""The title of a part of the record, and its rows."""


def overview(record: Record) -> Iterator[tuple[str, list[Row]]]:
    """Yield the title and rows of each part of the record that has any, in the order of a contract."""
    yield from filled(
        (
            *parts(record),
            ("价格明细", map(_item, record.line_items)),
            ("引用法规", (row_of("法规", describe_law(law), law) for law in record.laws)),
            ("核对结果", _findings(record)),
        )
    )


def filled(groups: Iterable[Group]) -> Iterator[tuple[str, list[Row]]]:
    """Yield the groups that have rows."""
    for title, rows in groups:
        listed = list(rows)
        if listed:
            yield title, listed


def parts(record: Record) -> tuple[Group, ...]:
    """Return what the contract agrees, without tables, annexes and findings."""
    return (
        ("合同", _identity(record)),
        ("主体", _parties(record)),
        ("价款", _price(record)),
        ("付款", _payments(record)),
        ("期限", (row_of(word("period", period.kind), describe_period(period), period) for period in record.periods)),
        (
            "违约责任",
            (row_of(describe_breach(penalty), describe_penalty(penalty), penalty) for penalty in record.penalties),
        ),
        ("担保", _guarantees(record)),
        ("保密", _confidentiality(record)),
        ("争议解决", _dispute(record)),
        ("份数", _copies(record)),
    )


def row_of(label: str, value: str, evidence: Evidence, *others: Evidence) -> Row:
    """Return the row of a value, which says when it was computed; `others` add their places behind its own."""
    spans = dict.fromkeys(span for source in (evidence, *others) for span in source.spans)
    shown = value + (_COMPUTED if evidence.derived else "")
    return Row(label, shown, tuple(spans), min(source.confidence for source in (evidence, *others)))


def _texts(*pairs: tuple[str, TextField | None]) -> Iterator[Row]:
    for label, field in pairs:
        if field is not None:
            yield row_of(label, field.value, field)


def _identity(record: Record) -> Iterator[Row]:
    yield from _texts(
        ("名称", record.title),
        ("合同编号", record.contract_number),
        ("项目名称", record.project_name),
        ("项目编号", record.project_number),
        ("签订地点", record.signed_at),
    )
    for label, day in (("签订日期", record.signed_on), ("成交日期", record.awarded_on)):
        if day is not None:
            yield row_of(label, day.value, day)


def _parties(record: Record) -> Iterator[Row]:
    for party in record.parties:
        yield from _party(party)
    yield from _texts(*(("法定代表人或授权代表", signatory) for signatory in record.signatories))


def _party(party: Party) -> Iterator[Row]:
    role = word("role", party.role)
    if party.name is not None:
        yield row_of(role, party.name.value, party.name, *party.names)
    yield from _texts(
        (f"{role}地址", party.address),
        (f"{role}税号", party.tax_id),
        (f"{role}法定代表人", party.legal_representative),
        (f"{role}授权代表", party.authorized_representative),
        (f"{role}传真", party.fax),
        (f"{role}邮箱", party.email),
        (f"{role}邮编", party.postcode),
    )
    for contact in party.contacts:
        known = [field for field in (contact.name, contact.phone, contact.email) if field is not None]
        if known:
            yield row_of(f"{role}联系人", " ".join(field.value for field in known), *known)
    shown = {contact.phone.value for contact in party.contacts if contact.phone is not None}
    for phone in party.phones:
        if phone.value not in shown:
            yield row_of(f"{role}电话", phone.value, phone)
    for account in party.accounts:
        known = [field for field in (account.holder, account.bank, account.number) if field is not None]
        if known:
            cut = "" if account.complete else "（不完整）"
            yield row_of(f"{role}账户", " ".join(field.value for field in known) + cut, *reversed(known))


def _price(record: Record) -> Iterator[Row]:
    total = record.total
    if total is None:
        return
    notes = [word("total_kind", total.kind)] if total.kind != "fixed" else []
    if total.tax is not None:
        notes.append(word("tax", total.tax.value))
    if total.tax_rate is not None:
        notes.append(f"税率 {percent(total.tax_rate.value)}")
    if total.agree is not None:
        notes.append("大小写一致" if total.agree else "大小写不一致")
    yield row_of("合同总价", " ".join([amount(total.value, total.currency), *notes]), total, *total.others)
    for label, money in (("不含税金额", total.net), ("税额", total.tax_amount)):
        if money is not None:
            yield row_of(label, amount(money.value, money.currency), money)


def _payments(record: Record) -> Iterator[Row]:
    for number, payment in enumerate(record.payments, 1):
        label = payment.label.value if payment.label is not None else ""
        label = "" if label.isdecimal() else label  # the number of a table's row, which the count before it tells
        yield row_of(f"第{number}期 {label}".strip(), describe_payment(payment), payment)


def describe_payment(payment: Payment) -> str:
    """Return the terms of one instalment on one line."""
    parts = [word("recurs", payment.recurs)] if payment.recurs is not None else []
    if payment.share is not None:
        basis = f"（{payment.base.value}）" if payment.base is not None else ""
        share = ("至多" if payment.cap else "") + percent(payment.share.value) + basis
        parts.append(share + _computed(payment.share, payment))
    if payment.amount is not None:
        parts.append(amount(payment.amount.value, payment.amount.currency) + _computed(payment.amount, payment))
    if payment.remainder:
        parts.append("余款")
    if payment.trigger is not None:
        parts.append(f"条件：{payment.trigger.value}")
    if payment.due is not None:
        parts.append(_due(payment.due, payment.trigger))
    if payment.due_on is not None:
        parts.append(f"{payment.due_on.value} 前")
    return "，".join(parts)


def _computed(part: Evidence, whole: Evidence) -> str:
    """Return the mark of a part that was computed, where the whole is not: that gets the mark itself."""
    return _COMPUTED if part.derived and not whole.derived else ""


def _due(due: Duration, trigger: TextField | None) -> str:
    """Return within what time is paid, and from what on where that is not the trigger, which stands before it."""
    event, after = trigger.value if trigger is not None else "", due.after or ""
    told = after in event or (event != "" and event in after)
    return f"{describe_duration(due)}内" if told else f"自{after}起{describe_duration(due)}内"


def describe_duration(duration: Duration) -> str:
    """Return a length of time in words."""
    return f"{duration.value}{word('unit', duration.unit)}"


def describe_period(period: Period) -> str:
    """Return the length, dates and start event of a period on one line."""
    parts = []
    if period.duration is not None:
        parts.append(describe_duration(period.duration))
    if period.start is not None or period.end is not None:
        start, end = (day.value if day is not None else "…" for day in (period.start, period.end))
        parts.append(f"{start} 至 {end}")
    if period.anchor is not None:
        parts.append(f"自{period.anchor.value}起")
    return "，".join(parts)


def describe_breach(penalty: Penalty) -> str:
    """Return who is liable for what."""
    return f"{word('liable', penalty.liable)}{word('breach', penalty.breach)}"


def describe_penalty(penalty: Penalty) -> str:
    """Return the rate or amount of a penalty with its cap on one line."""
    often = word("per", penalty.per)
    parts = [often if penalty.per_count == 1 else f"{often}（以{penalty.per_count}计）"]
    if penalty.rate is not None:
        parts.append(_of(penalty.base) + percent(penalty.rate.value))
    if penalty.amount is not None:
        parts.append(_range(penalty.amount, penalty.amount_max))
    if penalty.cap is not None:
        parts.append(f"上限{describe_cap(penalty.cap)}")
    if penalty.termination:
        trigger = penalty.termination_trigger
        parts.append("可解除合同" + (f"（{trigger.value}）" if trigger is not None else ""))
    return "，".join(parts)


def _of(base: str | None) -> str:
    return f"{word('base', base)}的" if base is not None else ""


def _range(low: Money, high: Money | None) -> str:
    shown = amount(low.value, low.currency)
    return shown if high is None else f"{shown} 至 {amount(high.value, high.currency)}"


def describe_cap(cap: Cap) -> str:
    """Return the most that a penalty may reach."""
    if cap.rate is None:
        return amount(cap.amount) if cap.amount is not None else cap.text
    return _of(cap.base) + percent(cap.rate)


def _guarantees(record: Record) -> Iterator[Row]:
    for guarantee in record.guarantees:
        parts = [percent(guarantee.rate)] if guarantee.rate is not None else []
        if guarantee.amount is not None:
            parts.append(amount(guarantee.amount.value, guarantee.amount.currency))
        terms = (guarantee.form, guarantee.return_terms)
        parts += [_short(field.value) for field in terms if field is not None]
        yield row_of(word("guarantee", guarantee.kind), "，".join(parts), guarantee)


def _item(item: LineItem) -> Row:
    return row_of(_short(item.name.value if item.name is not None else "—"), "，".join(describe_counts(item)), item)


def describe_counts(item: LineItem) -> list[str]:
    """Return how much there is of an item and what it costs: 3台, 单价 5,000元, 金额 15,000元."""
    counted = []
    if item.quantity is not None:
        counted.append(f"{item.quantity.value.normalize():f}{item.unit.value if item.unit is not None else ''}")
    if item.unit_price is not None:
        counted.append(f"单价 {amount(item.unit_price.value)}")
    if item.amount is not None:
        counted.append(f"金额 {amount(item.amount.value)}")
    return counted


def describe_law(law: Law) -> str:
    """Return a law in its marks, and the number of the order that it was given with."""
    return f"《{law.value}》" + (f"（{law.order.value}）" if law.order is not None else "")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_TERMS else text[: _LONGEST_TERMS - 1] + "…"


def _confidentiality(record: Record) -> Iterator[Row]:
    secrecy = record.confidentiality
    if not secrecy.present:
        return
    bound = "、".join(word("role", role) for role in secrecy.obligors)
    yield Row("保密义务", bound or "未写明由谁承担", secrecy.spans)
    term = secrecy.term
    length = f"，{describe_duration(term.duration)}" if term.duration is not None else ""
    yield Row("保密期限", word("confidentiality", term.kind) + length, term.spans)


def _dispute(record: Record) -> Iterator[Row]:
    dispute = record.dispute
    if dispute.method == "unstated" and dispute.venue == "unstated":
        return
    parts = [word("method", dispute.method), word("venue", dispute.venue)]
    if dispute.institution is not None:
        parts.append(dispute.institution.value)
    yield Row("争议解决", "，".join(parts), dispute.spans)


def _copies(record: Record) -> Iterator[Row]:
    copies = record.copies
    if copies is None:
        return
    parts = [] if copies.total is None else [f"一式{copies.total}份"]
    counts = (("正本", copies.originals), ("副本", copies.duplicates))
    parts += [f"{label}{count}份" for label, count in counts if count is not None]
    parts += [f"{word('role', role)}{count}份" for role, count in copies.by_role.items()]
    parts += [f"其他{copies.other}份"] if copies.other else []
    yield row_of("份数", "，".join(parts), copies)


def _findings(record: Record) -> Iterator[Row]:
    """Yield the findings, the gravest first, those of one severity by their place; accepted ones behind them."""

    def rank(finding: Finding) -> tuple[bool, int, int]:
        place = finding.spans[0].start if finding.spans else 0
        return finding.accepted is not None, SEVERITIES.index(finding.severity), place

    for finding in sorted(record.findings, key=rank):
        label = f"{word('severity', finding.severity)} {finding.code}"
        basis = f"（{'；'.join(finding.citations)}）" if finding.citations else ""
        if finding.accepted is not None:
            label = f"已接受 {finding.code}"
            basis += f"（{acceptance(finding.accepted)}）"
        severity = finding.severity if finding.accepted is None else None
        yield Row(label, finding.message + basis, finding.spans, severity=severity)
    for outcome in record.checks:
        if outcome.status in ("unverifiable", "crashed"):
            status = "无法核对" if outcome.status == "unverifiable" else "核对出错（程序问题）"
            yield Row(f"{status} {outcome.code}", outcome.reason)
