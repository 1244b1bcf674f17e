"""What is there and could not be read is never a pass, and never something that the contract has not.

Each row is a record in which a check lacks what it needs, while something shows that the contract has it: a blank left
to fill in, a clause of that kind, half of an account, a total that was not found.
"""

from __future__ import annotations

from typing import Any

import pytest

from extract.checks.registry import all_checks, run_checks
from extract.model import (
    Category,
    Clause,
    ConfidentialityTerm,
    DateField,
    DecimalField,
    Dispute,
    Duration,
    Period,
    Provision,
    Record,
    ServiceLevel,
    Span,
    Subtotal,
    TextField,
    Total,
)
from tests.checks.building import built
from tests.helpers import PACK

SPANS = (Span(start=500, end=504),)
FAR = (Span(start=1500, end=1504),)


def record(values: dict[str, Any] | None = None, **parts: Any) -> Record:
    """Return the record of `values` (see `building`), with whole parts put in."""
    return built(values or {}).model_copy(update=parts)


def form(**parts: Any) -> Record:
    """Return the record of a form that was not filled in."""
    return record({"unfilled": True}, **parts)


def text(words: str) -> TextField:
    return TextField(value=words, text=words, spans=SPANS)


def day(value: str) -> DateField:
    return DateField(value=value, text=value, spans=SPANS)


def number(value: str) -> DecimalField:
    return DecimalField(value=value, text=value, spans=SPANS)  # type: ignore[arg-type]


def clauses(kind: str) -> tuple[Clause, ...]:
    return tuple(Clause(level=1, kind=kind, span=Span(start=1000 * n, end=1000 * n + 900)) for n in range(3))


def period(kind: str = "service", **parts: Any) -> Period:
    return Period(kind=kind, text="服务期", spans=SPANS, **parts)  # type: ignore[arg-type]


def about(*kinds: str) -> tuple[Category, ...]:
    return tuple(Category(kind=kind, text="…", spans=SPANS) for kind in kinds)  # type: ignore[arg-type]


def amounts(*uppercase: str) -> dict[str, Any]:
    return {"amounts": [{"digits": "100.00", "uppercase": words} for words in uppercase]}


def total(**parts: Any) -> Total:
    return Total(value="106.00", text="106.00", spans=SPANS, **parts)  # type: ignore[arg-type]


PERIOD_TOLD = (Provision(kind="period", text="服务期限", spans=SPANS),)
LATE = built({"penalties": [{"liable": "supplier", "breach": "other", "amount": "500.00"}]}).penalties
LEVELS = tuple(
    ServiceLevel(level=text(words), rank=rank, scale="named", text=words, spans=SPANS)
    for rank, words in enumerate(("重大故障", "一般故障"), 1)
)
ROW = {"quantity": "3", "unit_price": "10.00"}
CUT_OFF = [{"number": "62284500", "complete": False}]
SUPPLIER = {"role": "supplier", "name": "某公司", "labels": ["乙方"]}
SUM = built({"payments": [{"amount": "30.00"}]}).payments
FIVE_HUNDRED = built({"amounts": [{"digits": "500.00"}]}).amounts[0].model_copy(update={"spans": FAR})

UNREAD: dict[str, list[Record]] = {
    "AMT001": [record(amounts("壹■圆整")), record({"blanks": ["合同总价（大写）"]}), form()],
    "AMT002": [record(amounts("壹佰元整", "壹■圆整")), form()],
    "AMT003": [record({"blanks": ["人民币"]}), form()],
    "AMT004": [record(), form()],
    "AMT005": [
        record({"items": [{"amount": "10.00"}, {"amount": "20.00"}]}),
        record(subtotals=(Subtotal(label="合计", amount="30.00", text="30.00", spans=SPANS),)),  # type: ignore[arg-type]
        record(
            {"total": "900.00", "items": [{"amount": "10.00"}, {"amount": "20.00"}]},
            subtotals=(Subtotal(label="合计", amount="30.00", text="30.00", spans=SPANS),),  # type: ignore[arg-type]
        ),
    ],
    "AMT006": [record({"items": [ROW, {**ROW, "amount": "30.00"}]}), form()],
    "AMT007": [form(), record({"blanks": ["合同总价"]})],
    "AMT008": [record(), record(total=total(net=SUM[0].amount)), record(total=total(tax_amount=SUM[0].amount))],
    "AMT009": [record(), record(total=total(tax_rate=number("0.13")))],
    "LIN001": [
        record({"items": [{"sequence": "Ⅰ"}, {"sequence": "■"}]}),
        record({"items": [{"sequence": "1"}, {}, {"sequence": "3"}]}),
        form(),
    ],
    "LIN002": [form()],
    "PAY001": [record(clauses=clauses("payment")), record({"payments": [{"share": "0.3"}, {}]}), form()],
    "PAY002": [
        record({"payments": [{"amount": "30.00"}]}),
        record(clauses=clauses("payment")),
        record({"total": "100.00", "payments": [{"amount": "30.00"}, {}]}),
        form(),
    ],
    "PAY003": [record({"payments": [{"share": "0.3", "amount": "30.00"}]}), record(clauses=clauses("payment")), form()],
    "PAY004": [record({"payments": [{"due_on": "2025-03-01"}]}), record(clauses=clauses("payment")), form()],
    "PAY005": [record(clauses=clauses("payment")), form()],
    "PAY006": [
        record({"payments": [{"due_on": "2025-03-01", "share": "1"}]}),
        record(clauses=clauses("payment")),
        record({"payments": [{"share": "0.5"}, {"share": "0.5"}]}),
        form(),
    ],
    "PAY007": [
        record(payments=(SUM[0].model_copy(update={"due": Duration(value=30, unit="day", text="30日", spans=SPANS)}),)),
        record(clauses=clauses("payment")),
        form(),
    ],
    "PAY008": [
        record(payments=(SUM[0].model_copy(update={"trigger": text("合同签订后")}),)),
        record(clauses=clauses("payment")),
        form(),
    ],
    "PAY009": [record(clauses=clauses("payment")), record(), form()],
    "PEN001": [record(amounts=(FIVE_HUNDRED,), clauses=clauses("breach")), form()],
    "PEN002": [record(amounts=(FIVE_HUNDRED,), clauses=clauses("breach")), form()],
    "PEN003": [record(amounts=(FIVE_HUNDRED,), clauses=clauses("breach")), form()],
    "PEN004": [record(), form()],
    "PEN005": [record(penalties=LATE), record(amounts=(FIVE_HUNDRED,), clauses=clauses("breach")), form()],
    "GUA001": [
        record({"guarantees": [{"kind": "performance_bond", "amount": "5.00"}]}),
        record({"total": "100.00", "guarantees": [{"kind": "performance_bond"}]}),
        record({"blanks": ["履约保证金"]}),
        form(),
    ],
    "GUA002": [record({"guarantees": [{"kind": "deposit", "text": "定金", "amount": "5.00"}]}), form()],
    "GUA003": [record({"blanks": ["履约保证金"]}), form()],
    "SLA001": [record(service_levels=LEVELS), form()],
    "PTY001": [record({"parties": [SUPPLIER, {"role": "buyer", "labels": ["甲方"]}]}), record(), form()],
    "PTY002": [
        record({"parties": [{**SUPPLIER, "accounts": CUT_OFF}]}),
        record({"parties": [{**SUPPLIER, "accounts": [{"number": "6228450012300875"}, *CUT_OFF]}]}),
        record({"parties": [{**SUPPLIER, "accounts": [{"bank": "工商银行某支行"}]}]}),
        record({"blanks": ["账号"]}),
        form(),
    ],
    "PTY003": [
        record({"parties": [{"role": "supplier", "accounts": [{"holder": "某公司", "number": "6228450012300875"}]}]}),
        record({"parties": [{**SUPPLIER, "accounts": [{"holder": "某公", "complete": False}]}]}),
        form(),
    ],
    "PTY004": [record({"blanks": ["联系电话"]}), form()],
    "PTY005": [record({"blanks": ["统一社会信用代码"]}), form()],
    "PTY006": [
        record({"parties": [{**SUPPLIER, "tax_id": "91350100M000100Y4"}]}),
        record({"parties": [{**SUPPLIER, "tax_id": "91350100M000100Y43"}, {"role": "buyer", "tax_id": "1235"}]}),
        form(),
    ],
    "PTY007": [record({"blanks": ["住所"]}), form()],
    "PTY008": [record()],
    "PTY009": [record(), form()],
    "DAT001": [record(), record({"annexes": ["2025-08-09"]}), form()],
    "DAT002": [
        record({"signed_on": "2025-03-01"}, periods=(period(),)),
        record(periods=(period(start=day("2025-01-01")),)),
        form(),
    ],
    "DAT003": [
        record(periods=(period(start=day("2025-02-30"), end=day("2025-03-30")),)),
        record(
            periods=(
                period(start=day("2025-02"), end=day("2025-03")),
                period(start=day("2025-01-01"), end=day("2025-03-30")),
            )
        ),
        form(),
    ],
    "DAT004": [record({"payments": [{"due_on": "2025-03-01"}]}, periods=(period(),)), form()],
    "DAT005": [record({"blanks": ["签订日期"]}), form()],
    "DAT006": [
        record({"awarded_on": "2025-03-01"}),
        record({"awarded_on": "2025-03", "signed_on": "2025-03-09"}),
        form(),
    ],
    "DAT007": [record(provisions=PERIOD_TOLD, categories=about("services")), form()],
    "DAT008": [
        record(periods=(period(),)),
        record(provisions=PERIOD_TOLD, categories=about("services")),
        record({"blanks": ["服务期限"]}),
        form(),
    ],
    "CLS001": [record()],
    "CLS002": [record()],
    "CLS004": [record()],
    "CLS006": [record({"copies": {"by_role": {"buyer": 2}}}), record({"blanks": ["本合同一式"]}), form()],
    "CLS007": [record(clauses=clauses("other")), record(categories=about("services"))],
    "CON001": [record(clauses=clauses("other")), record(categories=about("data"))],
    "CON003": [
        record(clauses=clauses("other")),
        record({"blanks": ["保密期限"]}),
        record(
            categories=about("data"),
            confidentiality=built({}).confidentiality.model_copy(
                update={"present": True, "term": ConfidentialityTerm(text="保密期■年", spans=SPANS)}
            ),
        ),
    ],
    "DSP001": [
        record(clauses=clauses("dispute")),
        record(dispute=Dispute(spans=SPANS, text="按下列第__种方式解决")),
        record(dispute=Dispute(method="litigation", spans=SPANS, annexed=Dispute(spans=FAR))),
        form(),
    ],
    "DSP002": [record(clauses=clauses("dispute")), record(dispute=Dispute(spans=SPANS)), form()],
    "LAW001": [
        record({"laws": ["中华人民共和国合同法"]}),
        record({"laws": ["政府采购信息公告管理办法"], "signed_on": "2020"}),
    ],
    "OCR001": [record({"ocr_pages": [1]})],
}
NEVER = {
    "CLS003": "what is announced or present is always known",
    "CLS005": "an open blank is what it looks for",
    "CON002": "a term that one place leaves open contradicts nothing",
    "LAW002": "a name is there or it is not",
}
"""Checks that can always say something, and why."""
ROWS = [pytest.param(code, one, id=f"{code}-{n}") for code, rows in UNREAD.items() for n, one in enumerate(rows)]


@pytest.mark.parametrize(("code", "unread"), ROWS)
def test_what_is_unread_is_unverifiable(code: str, unread: Record) -> None:
    outcome = next(outcome for outcome in run_checks(unread, PACK).checks if outcome.code == code)
    assert outcome.status == "unverifiable", outcome.reason
    assert outcome.reason


def test_every_check_is_asked() -> None:
    assert set(UNREAD) | set(NEVER) == set(all_checks())
    assert not set(UNREAD) & set(NEVER)


def test_a_blank_for_something_else_changes_nothing() -> None:
    other = record({"blanks": ["合同编号"]})
    statuses = {outcome.code: outcome.status for outcome in run_checks(other, PACK).checks}
    assert statuses["PTY002"] == statuses["GUA001"] == "not_applicable"
