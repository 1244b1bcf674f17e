"""Every code of the record has its Chinese word, and every part of a record is shown."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

import pytest

from extract.model import (
    Accepted,
    Account,
    Cap,
    Contact,
    Copies,
    DateField,
    DecimalField,
    Dispute,
    Duration,
    Finding,
    Guarantee,
    Law,
    LineItem,
    Outcome,
    Party,
    Payment,
    Penalty,
    Period,
    Record,
    Span,
    Total,
)
from extract.overview import overview
from extract.wording import WORDS, amount, percent
from tests.helpers import HERE, INFO, money, text


def rows(**parts: Any) -> dict[str, list[tuple[str, str]]]:
    record = Record(document=INFO, **parts)
    return {title: [(row.label, row.value) for row in listed] for title, listed in overview(record)}


@pytest.mark.parametrize(
    ("kind", "part", "field"),
    [
        ("role", Party, "role"),
        ("unit", Duration, "unit"),
        ("total_kind", Total, "kind"),
        ("recurs", Payment, "recurs"),
        ("period", Period, "kind"),
        ("liable", Penalty, "liable"),
        ("breach", Penalty, "breach"),
        ("base", Penalty, "base"),
        ("per", Penalty, "per"),
        ("guarantee", Guarantee, "kind"),
        ("method", Dispute, "method"),
        ("venue", Dispute, "venue"),
    ],
)
def test_every_code_has_a_word(kind: str, part: Any, field: str) -> None:
    options = get_args(part.model_fields[field].annotation)
    codes = {code for option in options for code in (get_args(option) or (option,))} - {type(None)}
    assert set(WORDS[kind]) == codes


def test_numbers() -> None:
    assert [percent(Decimal(ratio)) for ratio in ("0.30", "0.305", "0.0005", "1", "0")] == [
        "30%",
        "30.5%",
        "0.05%",
        "100%",
        "0%",
    ]
    assert amount(Decimal("1234567.80")) == "1,234,567.80元"
    assert amount(Decimal("5000"), "USD") == "5,000 USD"


def test_items_and_laws() -> None:
    def number(value: str) -> DecimalField:
        return DecimalField(value=Decimal(value), **HERE)

    shown = rows(
        line_items=(
            LineItem(
                **HERE,
                name=text("台式计算机"),
                unit=text("台"),
                quantity=number("3.0"),
                unit_price=number("5000"),
                amount=number("15000"),
            ),
            LineItem(**HERE, name=text("安装调试"), amount=number("800")),
            LineItem(**HERE, quantity=number("10")),
        ),
        laws=(
            Law(value="中华人民共和国民法典", **HERE),
            Law(value="政府采购货物和服务招标投标管理办法", **HERE, order=text("财政部令第87号")),
        ),
    )
    assert shown == {
        "价格明细": [("台式计算机", "3台，单价 5,000元，金额 15,000元"), ("安装调试", "金额 800元"), ("—", "10")],
        "引用法规": [
            ("法规", "《中华人民共和国民法典》"),
            ("法规", "《政府采购货物和服务招标投标管理办法》（财政部令第87号）"),
        ],
    }


def test_empty_record_shows_nothing() -> None:
    assert rows() == {}


def test_party() -> None:
    account = Account(holder=text("某厂"), bank=text("某行"), number=text("6222"), complete=False)
    contact = Contact(name=text("甘棠"), phone=text("13800000000"))
    party = Party(
        role="supplier",
        name=text("某厂"),
        address=text("某路1号"),
        contacts=(contact, Contact()),
        phones=(text("13800000000"), text("010-1")),
        accounts=(account, Account()),
    )
    assert rows(parties=(party,))["主体"] == [
        ("供应方", "某厂"),
        ("供应方地址", "某路1号"),
        ("供应方联系人", "甘棠 13800000000"),
        ("供应方电话", "010-1"),
        ("供应方账户", "某厂 某行 6222（不完整）"),
    ]


def test_price() -> None:
    total = Total(
        value=Decimal("113.00"),
        kind="ceiling",
        tax=text("included"),
        tax_rate=DecimalField(value=Decimal("0.13"), **HERE),
        net=money("100.00"),
        tax_amount=money("13.00"),
        agree=False,
        derived=True,
        **HERE,
    )
    assert rows(total=total)["价款"] == [
        ("合同总价", "113.00元 最高限价 含税 税率 13% 大小写不一致（推算）"),
        ("不含税金额", "100.00元"),
        ("税额", "13.00元"),
    ]


def test_what_was_computed_of_a_payment_is_marked() -> None:
    share = DecimalField(value=Decimal("0.05"), **{**HERE, "derived": True})
    paid = Payment(label=text("1"), recurs="month", share=share, amount=money("30.00"), **HERE)
    whole = paid.model_copy(update={"label": text("首付款"), "derived": True})
    assert rows(payments=(paid, whole))["付款"] == [
        ("第1期", "按月，5%（推算），30.00元"),
        ("第2期 首付款", "按月，5%，30.00元（推算）"),
    ]


def test_payments() -> None:
    plain = Payment(
        label=text("首付款"),
        share=DecimalField(value=Decimal("0.3"), **HERE),
        cap=True,
        amount=money("30.00"),
        trigger=text("合同签订"),
        due=Duration(value=10, unit="workday", **HERE),
        base=text("设备价款"),
        **HERE,
    )
    second = Payment(
        trigger=text("验收合格后"), due=Duration(value=10, unit="workday", after="收到发票", **HERE), **HERE
    )
    last = Payment(remainder=True, recurs="quarter", due_on=DateField(value="2025-06-30", **HERE), **HERE)
    assert rows(payments=(plain, second, last))["付款"] == [
        ("第1期 首付款", "至多30%（设备价款），30.00元，条件：合同签订，10个工作日内"),
        ("第2期", "条件：验收合格后，自收到发票起10个工作日内"),
        ("第3期", "按季度，余款，2025-06-30 前"),
    ]


def test_periods() -> None:
    day = DateField(value="2025-01-01", **HERE)
    span = Period(kind="service", start=day, duration=Duration(value=1, unit="year", **HERE), **HERE)
    after = Period(
        kind="warranty", anchor=text("验收合格之日"), duration=Duration(value=6, unit="month", **HERE), **HERE
    )
    assert rows(periods=(span, after))["期限"] == [
        ("服务期", "1年，2025-01-01 至 …"),
        ("质保期", "6个月，自验收合格之日起"),
    ]


def test_penalties() -> None:
    daily = Penalty(
        liable="supplier",
        breach="late_performance",
        rate=DecimalField(value=Decimal("0.001"), **HERE),
        base="contract_total",
        per="day",
        per_count=10,
        cap=Cap(rate=Decimal("0.1"), base="contract_total", **HERE),
        termination=True,
        termination_trigger=text("逾期超过60日"),
        **HERE,
    )
    range_of = Penalty(
        liable="either",
        breach="other",
        amount=money("500"),
        amount_max=money("1000"),
        per="occurrence",
        cap=Cap(amount=Decimal(3000), **HERE),
        **HERE,
    )
    assert rows(penalties=(daily, range_of))["违约责任"] == [
        ("供应方逾期履行", "每日（以10计），合同总价的0.1%，上限合同总价的10%，可解除合同（逾期超过60日）"),
        ("任一方其他违约", "每次，500元 至 1,000元，上限3,000元"),
    ]


def test_other_parts() -> None:
    guarantee = Guarantee(
        kind="deposit", rate=Decimal("0.2"), amount=money("20"), form=text("转账"), return_terms=text("长" * 50), **HERE
    )
    copies = Copies(total=6, originals=2, duplicates=4, by_role={"buyer": 3, "supplier": 2}, other=1, **HERE)
    dispute = Dispute(method="arbitration", venue="named", institution=text("某仲裁委员会"))
    shown = rows(guarantees=(guarantee,), copies=copies, dispute=dispute)
    assert shown["担保"] == [("定金、押金", f"20%，20元，转账，{'长' * 39}…")]
    assert shown["份数"] == [("份数", "一式6份，正本2份，副本4份，采购方3份，供应方2份，其他1份")]
    assert shown["争议解决"] == [("争议解决", "仲裁，指定机构，某仲裁委员会")]


def test_findings() -> None:
    accepted = Accepted(by="审计员甲", on="2025-03-01", reason="已核实")
    findings = (
        Finding(code="AMT001", severity="error", message="不一致", citations=("法一", "法二")),
        Finding(code="PTY001", severity="warning", message="不同", accepted=accepted),
    )
    ((_, listed),) = overview(Record(document=INFO, findings=findings))
    assert [(row.label, row.value, row.severity) for row in listed] == [
        ("错误 AMT001", "不一致（法一；法二）", "error"),
        ("已接受 PTY001", "不同（审计员甲 2025-03-01：已核实）", None),
    ]


def test_findings_stand_by_severity_then_place_and_accepted_ones_last() -> None:
    accepted = Accepted(by="审计员甲", on="2025-03-01", reason="已核实")
    given = [("A", "info", 1, None), ("B", "warning", 9, None), ("C", "error", 30, accepted), ("D", "error", 20, None)]
    given += [("E", "warning", 5, None), ("F", "error", 10, None)]
    findings = tuple(
        Finding(code=code, severity=severity, message="", spans=(Span(start=at, end=at + 1),), accepted=mark)
        for code, severity, at, mark in given
    )
    ((_, listed),) = overview(Record(document=INFO, findings=findings))
    assert [row.label.split()[1] for row in listed] == ["F", "D", "E", "B", "A", "C"]


def test_checks_that_told_nothing_are_shown() -> None:
    checks = (
        Outcome(code="AMT001", status="pass"),
        Outcome(code="PAY001", status="unverifiable", reason="缺总价"),
        Outcome(code="PTY001", status="crashed", reason="KeyError"),
    )
    assert rows(checks=checks)["核对结果"] == [
        ("无法核对 PAY001", "缺总价"),
        ("核对出错（程序问题） PTY001", "KeyError"),
    ]
