"""The tables of what a contract agrees: payments, periods, penalties, guarantees."""

from __future__ import annotations

from collections.abc import Iterator

from extract.dataset.columns import (
    CONTRACT,
    EVIDENCE,
    POSITION,
    Cell,
    Column,
    Row,
    Table,
    date_cells,
    date_columns,
    evidence_cells,
    joined,
    number_of,
    scaled,
    value_of,
)
from extract.model import Duration, Record


def _duration_columns(name: str, meaning: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_value", "integer", f"{meaning}的长度"),
        Column(f"{name}_unit", "text", f"{meaning}的单位：hour、day、workday、week、month、quarter、year"),
    )


def _duration_cells(duration: Duration | None) -> tuple[Cell, Cell]:
    return (duration.value, duration.unit) if duration is not None else (None, None)


# -- payments, periods ------------------------------------------------------------------------------------


def _payments(record: Record) -> Iterator[Row]:
    for position, payment in enumerate(record.payments, 1):
        money = payment.amount
        yield (
            record.document.path,
            position,
            value_of(payment.label),
            number_of(payment.share, "ratio"),
            payment.share_basis,
            value_of(payment.base),
            number_of(money, "money"),
            money.currency if money is not None else None,
            payment.remainder,
            payment.cap,
            payment.cumulative,
            number_of(payment.level, "ratio"),
            value_of(payment.trigger),
            joined(payment.conditions),
            *_duration_cells(payment.due),
            payment.due.after if payment.due is not None else None,
            *date_cells(payment.due_on),
            payment.recurs,
            *evidence_cells(payment),
        )


PAYMENTS = Table(
    "payments",
    "付款，一期一行",
    (
        CONTRACT,
        POSITION,
        Column("label", "text", "名称，如首付款"),
        Column("share", "ratio", "占总价（或 base）的比例，0.3 即 30%"),
        Column("share_basis", "text", "比例从何而来：stated 写明、amount 由金额算出、remainder 由余款算出"),
        Column("base", "text", "比例的基数，不是合同总价时"),
        Column("amount", "money", "写明的金额（元）"),
        Column("currency", "text", "金额的币种"),
        Column("remainder", "boolean", "剩余款项"),
        Column("cap", "boolean", "最多不超过"),
        Column("cumulative", "boolean", "“付至”：share 为本期新增部分"),
        Column("level", "ratio", "“付至”：截至本期的累计比例"),
        Column("trigger", "text", "付款的前提事件"),
        Column("conditions", "text", "其他条件，以；分隔"),
        *_duration_columns("due", "付款期限"),
        Column("due_after", "text", "付款期限从何事起算"),
        *date_columns("due_on", "写明的付款日期"),
        Column("recurs", "text", "周期：month、quarter、half_year、year"),
        *EVIDENCE,
    ),
    _payments,
)


def _periods(record: Record) -> Iterator[Row]:
    for position, period in enumerate(record.periods, 1):
        yield (
            record.document.path,
            position,
            period.kind,
            *date_cells(period.start),
            *date_cells(period.end),
            *_duration_cells(period.duration),
            value_of(period.anchor),
            *evidence_cells(period),
        )


PERIODS = Table(
    "periods",
    "期限，一个一行",
    (
        CONTRACT,
        POSITION,
        Column(
            "kind", "text", "类型：service 服务、warranty 质保、delivery 交付、construction 工期、contract 合同期等"
        ),
        *date_columns("start_on", "第一日"),
        *date_columns("end_on", "最后一日（含）"),
        *_duration_columns("duration", "时长"),
        Column("anchor", "text", "从何事起算，没有写明日期时"),
        *EVIDENCE,
    ),
    _periods,
)


# -- penalties, guarantees --------------------------------------------------------------------------------


def _penalties(record: Record) -> Iterator[Row]:
    for position, penalty in enumerate(record.penalties, 1):
        money, most, cap = penalty.amount, penalty.amount_max, penalty.cap
        yield (
            record.document.path,
            position,
            penalty.liable,
            penalty.breach,
            number_of(penalty.rate, "ratio"),
            penalty.base,
            number_of(money, "money"),
            number_of(most, "money"),
            money.currency if money is not None else None,
            penalty.per,
            penalty.per_count,
            scaled(cap.rate if cap is not None else None, "ratio"),
            cap.base if cap is not None else None,
            scaled(cap.amount if cap is not None else None, "money"),
            penalty.termination,
            value_of(penalty.termination_trigger),
            *evidence_cells(penalty),
        )


PENALTIES = Table(
    "penalties",
    "违约责任，写明数额的一项一行",
    (
        CONTRACT,
        POSITION,
        Column("liable", "text", "责任方：buyer、supplier、either"),
        Column("breach", "text", "违约情形，如 late_performance 逾期履行、late_payment 逾期付款、quality 质量不符"),
        Column("rate", "ratio", "比例，0.0005 即万分之五"),
        Column("base", "text", "比例的基数：contract_total、unpaid、instalment、delivered_part、other"),
        Column("amount", "money", "金额（元）；写有幅度的为下限"),
        Column("amount_max", "money", "金额幅度的上限（元）"),
        Column("currency", "text", "金额的币种"),
        Column("per", "text", "计罚：once 一次性、day 每日、occurrence 每次等"),
        Column("per_count", "integer", "每几个计罚单位，如每延期 10 天为 10"),
        Column("cap_rate", "ratio", "上限的比例"),
        Column("cap_base", "text", "上限比例的基数"),
        Column("cap_amount", "money", "上限的金额（元）"),
        Column("termination", "boolean", "可否解除合同"),
        Column("termination_trigger", "text", "解除合同的情形"),
        *EVIDENCE,
    ),
    _penalties,
)


def _guarantees(record: Record) -> Iterator[Row]:
    for position, guarantee in enumerate(record.guarantees, 1):
        money = guarantee.amount
        yield (
            record.document.path,
            position,
            guarantee.kind,
            scaled(guarantee.rate, "ratio"),
            number_of(money, "money"),
            money.currency if money is not None else None,
            value_of(guarantee.form),
            value_of(guarantee.return_terms),
            value_of(guarantee.forfeiture),
            value_of(guarantee.late_return),
            *evidence_cells(guarantee),
        )


GUARANTEES = Table(
    "guarantees",
    "担保，一项一行",
    (
        CONTRACT,
        POSITION,
        Column(
            "kind", "text", "performance_bond 履约保证金、quality_retention 质量保证金、advance_guarantee 预付款担保等"
        ),
        Column("rate", "ratio", "比例"),
        Column("amount", "money", "金额（元）"),
        Column("currency", "text", "金额的币种"),
        Column("form", "text", "形式"),
        Column("return_terms", "text", "退还的条件和期限"),
        Column("forfeiture", "text", "不予退还或者可以扣除的情形"),
        Column("late_return", "text", "逾期退还的责任"),
        *EVIDENCE,
    ),
    _guarantees,
)
