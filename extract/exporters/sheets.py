"""The sheets of the working paper: their columns, and the rows that one contract gives to each."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extract.exporters.cells import (
    CONTRACT,
    MONEY,
    PLACE,
    Amount,
    Code,
    Column,
    Link,
    Row,
    Rows,
    code_cell,
    contract_cells,
    day_cell,
    money_cells,
    place_cells,
    ratio_cell,
    text_cell,
)
from extract.exporters.places import accepted_by, basis_of, link_into, link_to_finding, link_to_place, worst_first
from extract.facts import describe_item
from extract.model import Contact, CrossFinding, Evidence, Money, Party, Record, Role, Span
from extract.overview import (
    describe_cap,
    describe_duration,
    describe_payment,
    describe_penalty,
    describe_period,
)
from extract.wording import word

# -- 合同概览 ---------------------------------------------------------------------------------------------

OVERVIEW = (
    *CONTRACT,
    Column("合同编号", 18),
    Column("项目名称", 26),
    Column("项目编号", 18),
    Column("采购方", 24),
    Column("供应方", 24),
    Column("签订日期", 12),
    Column("合同总价", 16),
    Column("合同总价（精确）", 18),
    Column("币种", 7),
    Column("大小写一致", 9),
    Column("错误", 7),
    Column("警告", 7),
    Column("提示", 7),
    Column("无法核对", 9),
    Column("程序问题", 9),
    Column("备注", 30),
    Column("链接", 10),
)


def _overview(record: Record, _text: str | None) -> Iterator[Row]:
    total = record.total
    agree = {True: "一致", False: "不一致", None: None}[total.agree if total is not None else None]
    notes = [*(["空白范本"] if record.document.unfilled else []), *record.document.warnings]
    severities = [finding.severity for finding in record.findings if not accepted_by(finding)]
    statuses = [outcome.status for outcome in record.checks]
    yield [
        *contract_cells(record),
        text_cell(record.contract_number),
        text_cell(record.project_name),
        text_cell(record.project_number),
        _names(record, "buyer"),
        _names(record, "supplier"),
        day_cell(record.signed_on),
        *money_cells(total),
        total.currency if total is not None else None,
        agree,
        *(severities.count(severity) for severity in ("error", "warning", "info")),
        *(statuses.count(status) for status in ("unverifiable", "crashed")),
        "；".join(notes) or None,
        Link(link_to_place(record, ())),
    ]


def _names(record: Record, role: Role) -> str | None:
    names = [party.name.value for party in record.parties if party.role == role and party.name is not None]
    return "；".join(names) or None


# -- 主体与账户 -------------------------------------------------------------------------------------------

PARTIES = (
    *CONTRACT,
    Column("身份", 9),
    Column("名称", 26),
    Column("统一社会信用代码/税号", 22),
    Column("法定代表人", 11),
    Column("授权代表", 11),
    Column("联系人", 24),
    Column("电话", 18),
    Column("地址", 28),
    Column("开户名", 24),
    Column("开户银行", 24),
    Column("账号", 24),
    Column("账号完整", 9),
    *PLACE,
)


def _parties(record: Record, text: str | None) -> Iterator[Row]:
    for party in record.parties:
        for account in party.accounts or (None,):
            bank: Row = [None] * 4
            sources: list[Evidence | None] = [party.name, *party.labels]
            if account is not None:
                complete = "是" if account.complete else "否"
                bank = [text_cell(account.holder), text_cell(account.bank), code_cell(account.number), complete]
                sources = [account.number, account.bank, account.holder]
            yield [
                *contract_cells(record),
                word("role", party.role),
                text_cell(party.name),
                code_cell(party.tax_id),
                text_cell(party.legal_representative),
                text_cell(party.authorized_representative),
                "；".join(filter(None, map(_contact, party.contacts))) or None,
                _phones(party),
                text_cell(party.address),
                *bank,
                *place_cells(record, text, _first_spans(sources)),
            ]


def _first_spans(sources: list[Evidence | None]) -> tuple[Span, ...]:
    return next((source.spans for source in sources if source is not None), ())


def _contact(contact: Contact) -> str:
    return " ".join(field.value for field in (contact.name, contact.phone, contact.email) if field is not None)


def _phones(party: Party) -> Code | None:
    phones = "；".join(phone.value for phone in party.phones)
    return Code(phones) if phones else None


# -- 价款与付款 -------------------------------------------------------------------------------------------

PRICE = (
    *CONTRACT,
    Column("项目", 20),
    Column("比例", 10),
    *MONEY,
    Column("大写", 28),
    Column("付款条件", 28),
    Column("付款期限", 14),
    Column("付款日期", 12),
    Column("说明", 36),
    *PLACE,
)


def _price(record: Record, text: str | None) -> Iterator[Row]:
    total = record.total
    if total is not None:
        kinds = (("合同总价", total), ("不含税金额", total.net), ("税额", total.tax_amount))
        for label, money in kinds:
            if money is not None:
                yield _price_row(record, text, label, money, money)
        for money in total.others:
            yield _price_row(record, text, "合同总价（别处所写）", money, money)
    for number, payment in enumerate(record.payments, 1):
        label = f"第{number}期 {text_cell(payment.label) or ''}".strip()
        yield [
            *contract_cells(record),
            label,
            ratio_cell(payment.share.value if payment.share is not None else None),
            *money_cells(payment.amount),
            _uppercase(payment.amount),
            text_cell(payment.trigger),
            f"{describe_duration(payment.due)}内" if payment.due is not None else None,
            day_cell(payment.due_on),
            describe_payment(payment),
            *place_cells(record, text, payment.spans),
        ]
    for guarantee in record.guarantees:
        label = word("guarantee", guarantee.kind)
        yield _price_row(record, text, label, guarantee.amount, guarantee, guarantee.rate)
    for item in record.line_items:
        value = item.amount.value if item.amount is not None else None
        exact: Row = [None, None] if value is None else [Amount(value), Code(f"{value:f}")]
        rest: Row = [None, None, None, None, describe_item(item)]
        yield [*contract_cells(record), "价格明细", None, *exact, *rest, *place_cells(record, text, item.spans)]


def _price_row(
    record: Record, text: str | None, label: str, money: Money | None, place: Evidence, rate: Decimal | None = None
) -> Row:
    said: Row = [ratio_cell(rate), *money_cells(money), _uppercase(money), None, None, None, None]
    return [*contract_cells(record), label, *said, *place_cells(record, text, place.spans)]


def _uppercase(money: Money | None) -> str | None:
    return text_cell(money.uppercase) if money is not None else None


# -- 期限、违约责任、保密 ---------------------------------------------------------------------------------

PERIODS = (
    *CONTRACT,
    Column("类型", 11),
    Column("开始", 12),
    Column("结束", 12),
    Column("时长", 12),
    Column("起算", 28),
    Column("说明", 32),
    *PLACE,
)


def _periods(record: Record, text: str | None) -> Iterator[Row]:
    for period in record.periods:
        yield [
            *contract_cells(record),
            word("period", period.kind),
            day_cell(period.start),
            day_cell(period.end),
            describe_duration(period.duration) if period.duration is not None else None,
            text_cell(period.anchor),
            describe_period(period),
            *place_cells(record, text, period.spans),
        ]


PENALTIES = (
    *CONTRACT,
    Column("责任方", 9),
    Column("违约情形", 13),
    Column("计罚", 10),
    Column("比例", 10),
    Column("基数", 14),
    *MONEY,
    Column("上限", 20),
    Column("可解除合同", 10),
    Column("说明", 36),
    *PLACE,
)


def _penalties(record: Record, text: str | None) -> Iterator[Row]:
    for penalty in record.penalties:
        yield [
            *contract_cells(record),
            word("liable", penalty.liable),
            word("breach", penalty.breach),
            word("per", penalty.per),
            ratio_cell(penalty.rate.value if penalty.rate is not None else None),
            word("base", penalty.base) if penalty.base is not None else None,
            *money_cells(penalty.amount),
            describe_cap(penalty.cap) if penalty.cap is not None else None,
            "是" if penalty.termination else None,
            describe_penalty(penalty),
            *place_cells(record, text, penalty.spans),
        ]


CONFIDENTIALITY = (
    *CONTRACT,
    Column("有无保密条款", 11),
    Column("义务人", 18),
    Column("期限", 14),
    Column("时长", 12),
    Column("保密范围", 44),
    Column("除外情形", 32),
    Column("保密协议", 28),
    *PLACE,
)


def _confidentiality(record: Record, text: str | None) -> Iterator[Row]:
    secrecy = record.confidentiality
    term = secrecy.term
    annex = secrecy.annex.title if secrecy.annex is not None else None
    yield [
        *contract_cells(record),
        "有" if secrecy.present else "未见",
        "、".join(word("role", role) for role in secrecy.obligors) or None,
        word("confidentiality", term.kind) if secrecy.present else None,
        describe_duration(term.duration) if term.duration is not None else None,
        "；".join(field.value for field in secrecy.scope) or None,
        "；".join(field.value for field in secrecy.exceptions) or None,
        text_cell(annex),
        *place_cells(record, text, secrecy.spans),
    ]


# -- 问题清单 ---------------------------------------------------------------------------------------------

FINDINGS = (
    *CONTRACT,
    Column("级别", 9),
    Column("代码", 9),
    Column("核对项", 24),
    Column("问题", 48),
    Column("比照", 22),
    Column("所写", 22),
    Column("依据", 26),
    Column("建议", 28),
    Column("状态", 12),
    *PLACE,
    Column("复核意见", 24),
    Column("复核人", 10),
)


def _findings(record: Record, text: str | None) -> Iterator[Row]:
    titles = {outcome.code: outcome.title or None for outcome in record.checks}
    for index, finding in worst_first(record):
        *place, _ = place_cells(record, text, finding.spans)
        yield [
            *contract_cells(record),
            word("severity", finding.severity),
            finding.code,
            titles.get(finding.code),
            finding.message,
            finding.expected,
            finding.actual,
            "；".join(basis_of(finding)) or None,
            finding.suggestion,
            f"已接受（{accepted_by(finding)}）" if accepted_by(finding) else "待复核",
            *place,
            Link(link_to_finding(record, index)),
            None,
            None,
        ]
    labels = {"unverifiable": "无法核对", "crashed": "程序问题"}
    for outcome in record.checks:
        if outcome.status in labels:
            unknown: Row = [None] * 4
            found: Row = [
                labels[outcome.status],
                outcome.code,
                outcome.title or None,
                outcome.reason,
                *unknown,
                "待复核",
            ]
            yield [*contract_cells(record), *found, None, None, None, Link(link_to_place(record, ())), None, None]


SHEETS: tuple[tuple[str, tuple[Column, ...], Rows], ...] = (
    ("合同概览", OVERVIEW, _overview),
    ("主体与账户", PARTIES, _parties),
    ("价款与付款", PRICE, _price),
    ("期限", PERIODS, _periods),
    ("违约责任", PENALTIES, _penalties),
    ("保密", CONFIDENTIALITY, _confidentiality),
    ("问题清单", FINDINGS, _findings),
)
"""Title, columns, and the rows that one contract (its record and its text) gives."""

CROSS = (
    "跨合同",
    (
        Column("级别", 9),
        Column("代码", 9),
        Column("问题", 48),
        Column("合同文件", 32),
        Column("原文", 48),
        Column("页", 6),
        Column("链接", 10),
        Column("依据", 26),
        Column("建议", 28),
        Column("状态", 12),
        Column("复核意见", 24),
        Column("复核人", 10),
    ),
)
"""The sheet of what contracts show together, one row for each place; there when the run has any."""


def cross_rows(finding: CrossFinding) -> Iterator[Row]:
    """Yield the rows of a finding across contracts."""
    accepted = finding.accepted
    status = f"已接受（{accepted.by} {accepted.on}：{accepted.reason}）" if accepted is not None else "待复核"
    for place in finding.contracts:
        yield [
            word("severity", finding.severity),
            finding.code,
            finding.message,
            place.path,
            " ".join(place.text.split()),
            place.spans[0].page if place.spans else None,
            Link(link_into(place.path, place.spans)),
            "；".join(finding.citations) or None,
            finding.suggestion,
            status,
            None,
            None,
        ]


UNREAD = ("未能读取", (Column("合同文件", 40), Column("原因", 60)))
"""The sheet of files without a record, there when the run has any."""
