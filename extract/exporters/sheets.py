"""The sheets of the working paper: their columns, and the rows that one contract gives to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from extract.exporters.places import accepted_by, basis_of, clause_at, link_to_finding, link_to_place, quote
from extract.facts import describe_item
from extract.model import Contact, DateField, Evidence, Money, Party, Record, Role, Span, TextField
from extract.overview import (
    describe_cap,
    describe_duration,
    describe_payment,
    describe_penalty,
    describe_period,
)
from extract.wording import word


class Column(NamedTuple):
    """A column: its heading, and its width in characters."""

    title: str
    width: int


@dataclass(frozen=True, slots=True)
class Code:
    """Digits that are a name and no number: accounts, phones, the exact text of an amount."""

    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount to calculate with."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Ratio:
    """A fraction, shown as a percentage."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Link:
    """An address in the HTML report."""

    address: str


Value = str | int | date | Code | Amount | Ratio | Link | None
Row = list[Value]
Rows = Callable[[Record, str | None], Iterator[Row]]

_CONTRACT = (Column("合同文件", 28), Column("合同名称", 26))
_PLACE = (Column("条款", 18), Column("页", 6), Column("原文", 48), Column("链接", 10))
_MONEY = (Column("金额", 16), Column("金额（精确）", 18))


def _contract(record: Record) -> Row:
    return [record.document.path, _value(record.title)]


def _place(record: Record, text: str | None, spans: tuple[Span, ...]) -> Row:
    page = spans[0].page if spans else None
    return [clause_at(record, spans), page, quote(text, spans), Link(link_to_place(record, spans))]


def _value(field: TextField | None) -> str | None:
    return field.value if field is not None else None


def _code(field: TextField | None) -> Code | None:
    return Code(field.value) if field is not None else None


def _day(field: DateField | None) -> date | str | None:
    if field is None:
        return None
    try:
        return date.fromisoformat(field.value)
    except ValueError:  # known to the month or year alone, or impossible (2月30日)
        return field.value


def _money(money: Money | None) -> Row:
    return [None, None] if money is None else [Amount(money.value), Code(f"{money.value:f}")]


def _ratio(value: Decimal | None) -> Ratio | None:
    return Ratio(value) if value is not None else None


def _yes(flag: bool) -> str | None:
    return "是" if flag else None


# -- 合同概览 ---------------------------------------------------------------------------------------------

OVERVIEW = (
    *_CONTRACT,
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
        *_contract(record),
        _value(record.contract_number),
        _value(record.project_name),
        _value(record.project_number),
        _names(record, "buyer"),
        _names(record, "supplier"),
        _day(record.signed_on),
        *_money(total),
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
    *_CONTRACT,
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
    *_PLACE,
)


def _parties(record: Record, text: str | None) -> Iterator[Row]:
    for party in record.parties:
        for account in party.accounts or (None,):
            bank: Row = [None] * 4
            sources: list[Evidence | None] = [party.name, *party.labels]
            if account is not None:
                complete = "是" if account.complete else "否"
                bank = [_value(account.holder), _value(account.bank), _code(account.number), complete]
                sources = [account.number, account.bank, account.holder]
            yield [
                *_contract(record),
                word("role", party.role),
                _value(party.name),
                _code(party.tax_id),
                _value(party.legal_representative),
                _value(party.authorized_representative),
                "；".join(filter(None, map(_contact, party.contacts))) or None,
                _phones(party),
                _value(party.address),
                *bank,
                *_place(record, text, _first_spans(sources)),
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
    *_CONTRACT,
    Column("项目", 20),
    Column("比例", 10),
    *_MONEY,
    Column("大写", 28),
    Column("付款条件", 28),
    Column("付款期限", 14),
    Column("付款日期", 12),
    Column("说明", 36),
    *_PLACE,
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
        label = f"第{number}期 {_value(payment.label) or ''}".strip()
        yield [
            *_contract(record),
            label,
            _ratio(payment.share.value if payment.share is not None else None),
            *_money(payment.amount),
            _uppercase(payment.amount),
            _value(payment.trigger),
            f"{describe_duration(payment.due)}内" if payment.due is not None else None,
            _day(payment.due_on),
            describe_payment(payment),
            *_place(record, text, payment.spans),
        ]
    for guarantee in record.guarantees:
        label = word("guarantee", guarantee.kind)
        yield _price_row(record, text, label, guarantee.amount, guarantee, guarantee.rate)
    for item in record.line_items:
        value = item.amount.value if item.amount is not None else None
        exact: Row = [None, None] if value is None else [Amount(value), Code(f"{value:f}")]
        rest: Row = [None, None, None, None, describe_item(item)]
        yield [*_contract(record), "价格明细", None, *exact, *rest, *_place(record, text, item.spans)]


def _price_row(
    record: Record, text: str | None, label: str, money: Money | None, place: Evidence, rate: Decimal | None = None
) -> Row:
    said: Row = [_ratio(rate), *_money(money), _uppercase(money), None, None, None, None]
    return [*_contract(record), label, *said, *_place(record, text, place.spans)]


def _uppercase(money: Money | None) -> str | None:
    return _value(money.uppercase) if money is not None else None


# -- 期限、违约责任、保密 ---------------------------------------------------------------------------------

PERIODS = (
    *_CONTRACT,
    Column("类型", 11),
    Column("开始", 12),
    Column("结束", 12),
    Column("时长", 12),
    Column("起算", 28),
    Column("说明", 32),
    *_PLACE,
)


def _periods(record: Record, text: str | None) -> Iterator[Row]:
    for period in record.periods:
        yield [
            *_contract(record),
            word("period", period.kind),
            _day(period.start),
            _day(period.end),
            describe_duration(period.duration) if period.duration is not None else None,
            _value(period.anchor),
            describe_period(period),
            *_place(record, text, period.spans),
        ]


PENALTIES = (
    *_CONTRACT,
    Column("责任方", 9),
    Column("违约情形", 13),
    Column("计罚", 10),
    Column("比例", 10),
    Column("基数", 14),
    *_MONEY,
    Column("上限", 20),
    Column("可解除合同", 10),
    Column("说明", 36),
    *_PLACE,
)


def _penalties(record: Record, text: str | None) -> Iterator[Row]:
    for penalty in record.penalties:
        yield [
            *_contract(record),
            word("liable", penalty.liable),
            word("breach", penalty.breach),
            word("per", penalty.per),
            _ratio(penalty.rate.value if penalty.rate is not None else None),
            word("base", penalty.base) if penalty.base is not None else None,
            *_money(penalty.amount),
            describe_cap(penalty.cap) if penalty.cap is not None else None,
            _yes(penalty.termination),
            describe_penalty(penalty),
            *_place(record, text, penalty.spans),
        ]


CONFIDENTIALITY = (
    *_CONTRACT,
    Column("有无保密条款", 11),
    Column("义务人", 18),
    Column("期限", 14),
    Column("时长", 12),
    Column("保密范围", 44),
    Column("除外情形", 32),
    Column("保密协议", 28),
    *_PLACE,
)


def _confidentiality(record: Record, text: str | None) -> Iterator[Row]:
    secrecy = record.confidentiality
    term = secrecy.term
    annex = secrecy.annex.title if secrecy.annex is not None else None
    yield [
        *_contract(record),
        "有" if secrecy.present else "未见",
        "、".join(word("role", role) for role in secrecy.obligors) or None,
        word("confidentiality", term.kind) if secrecy.present else None,
        describe_duration(term.duration) if term.duration is not None else None,
        "；".join(field.value for field in secrecy.scope) or None,
        "；".join(field.value for field in secrecy.exceptions) or None,
        _value(annex),
        *_place(record, text, secrecy.spans),
    ]


# -- 问题清单 ---------------------------------------------------------------------------------------------

FINDINGS = (
    *_CONTRACT,
    Column("级别", 9),
    Column("代码", 9),
    Column("问题", 48),
    Column("应为", 22),
    Column("实为", 22),
    Column("依据", 26),
    Column("建议", 28),
    Column("状态", 12),
    *_PLACE,
    Column("复核意见", 24),
    Column("复核人", 10),
)


def _findings(record: Record, text: str | None) -> Iterator[Row]:
    for index, finding in enumerate(record.findings):
        *place, _ = _place(record, text, finding.spans)
        yield [
            *_contract(record),
            word("severity", finding.severity),
            finding.code,
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
            found: Row = [labels[outcome.status], outcome.code, outcome.reason, *unknown, "待复核"]
            yield [*_contract(record), *found, None, None, None, Link(link_to_place(record, ())), None, None]


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

UNREAD = ("未能读取", (Column("合同文件", 40), Column("原因", 60)))
"""The sheet of files without a record, there when the run has any."""
