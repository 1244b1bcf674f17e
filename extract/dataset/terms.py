"""The tables of what a contract agrees: payments, periods, penalties, guarantees."""

from __future__ import annotations

from extract.dataset.columns import (
    Table,
    boolean,
    dated,
    integer,
    joined,
    lasting,
    money,
    own_evidence,
    ratio,
    text,
)
from extract.model import Money


def _currency(amount: Money | None) -> str | None:
    return amount.currency if amount is not None else None


PAYMENTS = Table(
    "payments",
    "付款，一期一行",
    lambda record: record.payments,
    (
        text("label", "名称，如首付款", lambda payment: payment.label),
        ratio("share", "占总价（或 base）的比例，0.3 即 30%", lambda payment: payment.share),
        text(
            "share_basis",
            "比例从何而来：stated 写明、amount 由金额算出、remainder 由余款算出",
            lambda payment: payment.share_basis,
        ),
        text("base", "比例的基数，不是合同总价时", lambda payment: payment.base),
        money("amount", "写明的金额（元）", lambda payment: payment.amount),
        text("currency", "金额的币种", lambda payment: _currency(payment.amount)),
        boolean("remainder", "剩余款项", lambda payment: payment.remainder),
        boolean("cap", "最多不超过", lambda payment: payment.cap),
        boolean("cumulative", "“付至”：share 为本期新增部分", lambda payment: payment.cumulative),
        ratio("level", "“付至”：截至本期的累计比例", lambda payment: payment.level),
        text("trigger", "付款的前提事件", lambda payment: payment.trigger),
        text("conditions", "其他条件，以；分隔", lambda payment: joined(payment.conditions)),
        lasting("due", "付款期限", lambda payment: payment.due),
        text("due_after", "付款期限从何事起算", lambda payment: payment.due and payment.due.after),
        dated("due_on", "写明的付款日期", lambda payment: payment.due_on),
        text("recurs", "周期：month、quarter、half_year、year", lambda payment: payment.recurs),
        own_evidence(),
    ),
)

PERIODS = Table(
    "periods",
    "期限，一个一行",
    lambda record: record.periods,
    (
        text(
            "kind",
            "类型：service 服务、warranty 质保、delivery 交付、construction 工期、contract 合同期等",
            lambda period: period.kind,
        ),
        dated("start_on", "第一日", lambda period: period.start),
        dated("end_on", "最后一日（含）", lambda period: period.end),
        lasting("duration", "时长", lambda period: period.duration),
        text("anchor", "从何事起算，没有写明日期时", lambda period: period.anchor),
        own_evidence(),
    ),
)

PENALTIES = Table(
    "penalties",
    "违约责任，写明数额的一项一行",
    lambda record: record.penalties,
    (
        text("liable", "责任方：buyer、supplier、either、other", lambda penalty: penalty.liable),
        text(
            "breach",
            "违约情形，如 late_performance 逾期履行、late_payment 逾期付款、quality 质量不符",
            lambda penalty: penalty.breach,
        ),
        ratio("rate", "比例，0.0005 即万分之五", lambda penalty: penalty.rate),
        text(
            "base",
            "比例的基数：contract_total、unpaid、instalment、delivered_part、other",
            lambda penalty: penalty.base,
        ),
        money("amount", "金额（元）；写有幅度的为下限", lambda penalty: penalty.amount),
        money("amount_max", "金额幅度的上限（元）", lambda penalty: penalty.amount_max),
        text("currency", "金额的币种", lambda penalty: _currency(penalty.amount)),
        text("per", "计罚：once 一次性、day 每日、occurrence 每次等", lambda penalty: penalty.per),
        integer("per_count", "每几个计罚单位，如每延期 10 天为 10", lambda penalty: penalty.per_count),
        ratio("cap_rate", "上限的比例", lambda penalty: penalty.cap and penalty.cap.rate),
        text("cap_base", "上限比例的基数", lambda penalty: penalty.cap and penalty.cap.base),
        money("cap_amount", "上限的金额（元）", lambda penalty: penalty.cap and penalty.cap.amount),
        boolean("termination", "可否解除合同", lambda penalty: penalty.termination),
        text("termination_trigger", "解除合同的情形", lambda penalty: penalty.termination_trigger),
        own_evidence(),
    ),
)

GUARANTEES = Table(
    "guarantees",
    "担保，一项一行",
    lambda record: record.guarantees,
    (
        text(
            "kind",
            "performance_bond 履约保证金、quality_retention 质量保证金、advance_guarantee 预付款担保等",
            lambda guarantee: guarantee.kind,
        ),
        ratio("rate", "比例", lambda guarantee: guarantee.rate),
        money("amount", "金额（元）", lambda guarantee: guarantee.amount),
        text("currency", "金额的币种", lambda guarantee: _currency(guarantee.amount)),
        text("form", "形式", lambda guarantee: guarantee.form),
        text("return_terms", "退还的条件和期限", lambda guarantee: guarantee.return_terms),
        text("forfeiture", "不予退还或者可以扣除的情形", lambda guarantee: guarantee.forfeiture),
        text("late_return", "逾期退还的责任", lambda guarantee: guarantee.late_return),
        own_evidence(),
    ),
)
