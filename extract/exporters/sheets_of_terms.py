"""The sheets of what a contract agrees: price and payments, periods, penalties, confidentiality."""

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
    Row,
    contract_cells,
    day_cell,
    money_cells,
    place_cells,
    ratio_cell,
    text_cell,
)
from extract.facts import describe_item
from extract.model import Evidence, Money, Record
from extract.overview import (
    describe_cap,
    describe_duration,
    describe_payment,
    describe_penalty,
    describe_period,
)
from extract.wording import word

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


def price_rows(record: Record, text: str | None) -> Iterator[Row]:
    """Yield the rows of the contract's total, instalments, guarantees and price table."""
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


def periods_rows(record: Record, text: str | None) -> Iterator[Row]:
    """Yield the rows of the contract's periods."""
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


def penalties_rows(record: Record, text: str | None) -> Iterator[Row]:
    """Yield the rows of the contract's penalties."""
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


def confidentiality_rows(record: Record, text: str | None) -> Iterator[Row]:
    """Yield the rows of the contract's clause on confidentiality."""
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
