"""The clauses of cases/payments.toml: what each instalment is, when it falls due, which event releases it."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.fields.payments.read import read_payments
from extract.model import Payment, Total
from tests.helpers import context_of

OPENING = """采购合同
甲方：云岭市水务局
乙方：临江科技有限公司
根据《中华人民共和国民法典》，双方经协商一致，就本项目订立本合同，共同遵守执行如下条款。
第一条 标的
乙方向甲方提供信息系统，具体内容见附件，服务要求以采购文件为准，双方共同遵守执行。
第二条 期限
自合同签订之日起一年，具体进度以双方确认的计划为准，双方共同遵守并执行。
"""
CLOSING = """
第九条 违约责任
乙方逾期交付的，每逾期一日，按合同总价的0.1%支付违约金，累计不超过合同总价的10%。
第十条 争议解决
向甲方所在地人民法院提起诉讼。
"""
CASES = tomllib.loads((Path(__file__).parent / "cases" / "payments.toml").read_text(encoding="utf-8"))["cases"]


def payments_of(clause: str, total: str = "1000000") -> tuple[Payment, ...]:
    clause = clause.strip("\n")
    context = context_of(clause if clause.startswith("甲方") else OPENING + clause + CLOSING)
    price = Total(value=Decimal(total), text="", spans=(context.span(0, 1),)) if total else None
    return read_payments(context, price)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_reads_the_clause(case: dict[str, Any]) -> None:
    payments = payments_of(case["clause"], case.get("total", "1000000"))
    assert [facts(payment) for payment in payments] == [wanted(expected) for expected in case["payments"]]
    for payment, expected in zip(payments, case["payments"], strict=True):
        if "trigger" in expected:
            assert payment.trigger is not None and expected["trigger"] in payment.trigger.value
        if "event" in expected:
            assert (payment.trigger.value if payment.trigger is not None else "") == expected["event"]
        if "label" in expected:
            assert payment.label is not None and payment.label.value == expected["label"]
        if "base" in expected:
            assert (payment.base.value if payment.base is not None else "") == expected["base"]
        if "remainder" in expected:
            assert payment.remainder


def facts(payment: Payment) -> dict[str, object]:
    return {
        "share": payment.share.value if payment.share else None,
        "amount": payment.amount.value if payment.amount else None,
        "due": (payment.due.value, payment.due.unit) if payment.due else None,
        "due_on": payment.due_on.value if payment.due_on else None,
        "recurs": payment.recurs,
        "option": payment.option.value if payment.option else None,
        "cap": payment.cap,
        "cumulative": payment.cumulative,
    }


def wanted(expected: dict[str, Any]) -> dict[str, object]:
    return {
        "share": Decimal(expected["share"]) if "share" in expected else None,
        "amount": Decimal(expected["amount"]) if "amount" in expected else None,
        "due": tuple(expected["due"]) if "due" in expected else None,
        "due_on": expected.get("due_on"),
        "recurs": expected.get("recurs"),
        "option": expected.get("option"),
        "cap": expected.get("cap", False),
        "cumulative": expected.get("cumulative", False),
    }


# -- evidence -------------------------------------------------------------------------------------------------


def test_a_remainder_names_what_it_was_computed_from() -> None:
    first, last = payments_of("第四条 付款方式\n合同签订后支付合同总价的30%；验收合格后付清余款。")
    assert first.share is not None and last.share is not None
    assert last.share.derived and last.share.value == Decimal("0.70")
    assert last.share.text == "余款"
    assert first.share.spans[0] in last.share.spans


def test_a_share_of_an_amount_names_the_price_too() -> None:
    (payment, _) = payments_of("第四条 付款方式\n合同签订后支付250,000元；验收合格后支付750,000元。")
    assert payment.share is not None
    assert (payment.share.value, payment.share.derived, payment.share_basis) == (Decimal("0.25"), True, "amount")
    assert len(payment.share.spans) == 2


def test_a_schedule_of_an_annex_counts_where_no_clause_says_more() -> None:
    clause = "第四条 付款方式\n付款计划见附件一。\n附件一 付款计划\n期次\t付款比例\t付款条件\n第一期\t30%\t合同签订后\n第二期\t70%\t验收合格后"
    context = context_of(OPENING + clause)
    assert [payment.share and payment.share.value for payment in read_payments(context, None)] == [
        Decimal("0.30"),
        Decimal("0.70"),
    ]


def test_the_rest_falls_due_after_the_event_behind_it() -> None:
    _, rest = payments_of("第四条 付款方式\n合同签订后支付合同总价的30%；余款在到货后30日内付清。")
    assert rest.due is not None and (rest.due.value, rest.due.after) == (30, "到货")


def test_a_heading_without_a_number_speaks_for_what_is_below_it() -> None:
    filler = "\n".join(f"乙方承诺第{n}项服务符合要求。" for n in "甲乙丙丁戊己庚辛")
    text = (
        f"服务合同\n甲方：云岭市水务局\n乙方：临江科技有限公司\n{filler}\n付款方式\n验收合格后10日内支付1,000,000元。\n"
    )
    context = context_of(text)
    (payment,) = read_payments(context, None)
    assert payment.amount is not None and payment.amount.value == 1000000


def test_the_text_of_a_payment_is_its_sentence() -> None:
    first, second = payments_of("第四条 付款方式\n合同签订后支付合同总价的30%；验收合格后支付70%。")
    assert first.text == "合同签订后支付合同总价的30%"
    assert second.text == "验收合格后支付70%"


def test_the_period_says_what_it_is_counted_from() -> None:
    (payment,) = payments_of("第四条 付款方式\n验收合格后，甲方自收到发票之日起10个工作日内支付合同总价的100%。")
    assert payment.due is not None
    assert payment.due.after == "收到发票"


def test_without_a_price_an_amount_has_no_share() -> None:
    (payment,) = payments_of("第四条 付款方式\n合同签订后支付首期款250,000元。", total="")
    assert payment.amount is not None and payment.share is None and payment.share_basis is None


# -- what is no instalment ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sentence",
    [
        "乙方违约的，应支付合同总价的20%作为违约金。",
        "考核得分90分以上的，支付当季费用的100%。",
        "甲方有权拒绝支付合同总价的30%。",
        "乙方应向甲方提交合同总价5%的履约保证金。",
        "增值税税率为6%。",
        "乙方应在付款前开具合同总价50%的发票。",
        "结算价下浮5%。",
        "（2）分期支付：/。",
    ],
)
def test_no_instalment(sentence: str) -> None:
    assert payments_of("第四条 付款方式\n" + sentence) == ()


def test_the_same_instalments_in_two_places_are_told_once() -> None:
    clause = (
        "第四条 付款方式\n合同签订后支付合同总价的30%；验收合格后支付合同总价的70%。\n"
        "第五条 支付安排\n合同签订后支付合同总价的30%；验收合格后支付合同总价的70%。"
    )
    assert [payment.share.value for payment in payments_of(clause) if payment.share] == [
        Decimal("0.30"),
        Decimal("0.70"),
    ]


def test_wrong_shares_of_one_clause_stay_as_they_are_written() -> None:
    clause = "第四条 付款方式\n合同签订后支付合同总价的30%；到货后支付50%；验收合格后支付30%。"
    assert sum(payment.share.value for payment in payments_of(clause) if payment.share) == Decimal("1.10")


def test_what_one_clause_repeats_without_an_event_is_dropped() -> None:
    clause = "第四条 付款方式\n合同签订后支付合同总价的40%；验收合格后支付合同总价的60%。预付款为合同总价的40%。"
    assert [payment.text[:4] for payment in payments_of(clause)] == ["合同签订", "验收合格"]


def test_up_to_what_was_paid_already_adds_no_instalment() -> None:
    clause = (
        "第四条 付款方式\n签订后支付合同总价的55%；验收后支付40%；决算审批后付足合同总价的95%；其余5%质保期满后支付。"
    )
    shares = [payment.share.value if payment.share else None for payment in payments_of(clause)]
    assert shares == [Decimal("0.55"), Decimal("0.40"), Decimal("0.05")]


def test_of_two_periods_the_one_beside_the_payment_counts() -> None:
    clause = "第四条 付款方式\n合同签订后15日内，甲方收到发票后10个工作日内支付合同总价的100%。"
    (payment,) = payments_of(clause)
    assert payment.due is not None and (payment.due.value, payment.due.unit) == (10, "workday")


@pytest.mark.parametrize("deed", ["供应全部设备", "运抵学校", "印制完毕", "上线运行", "交货"])
def test_the_date_of_another_deed_is_none_of_the_payment(deed: str) -> None:
    (payment,) = payments_of(f"第四条 付款方式\n乙方于2025年3月10日前{deed}，货到后10日内付清。")
    assert payment.due_on is None
    assert payment.due is not None and payment.due.value == 10


@pytest.mark.parametrize("paid", ["付清", "，货到后付清", "将货款付清", "（节假日顺延）付清"])
def test_the_date_of_the_payment(paid: str) -> None:
    (payment,) = payments_of(f"第四条 付款方式\n甲方于2025年3月10日前{paid}。")
    assert payment.due_on is not None and payment.due_on.value == "2025-03-10"


def test_a_fixed_date_needs_no_event() -> None:
    (payment,) = payments_of("第四条 付款方式\n2025年3月31日前，甲方收到发票后支付合同总价的100%。")
    assert payment.due_on is not None and payment.due_on.value == "2025-03-31"
    assert payment.trigger is None
    assert [condition.value for condition in payment.conditions] == ["甲方收到发票"]


@pytest.mark.parametrize(
    ("words", "condition"),
    [
        ("甲方在收到发票", "收到发票"),
        ("采购人在收到乙方开具的发票", "收到乙方开具的发票"),
        ("甲方收到发票", "甲方收到发票"),
        ("凭装运单据", "凭装运单据"),
        ("且市级财政资金到位", "市级财政资金到位"),
        ("待云岭县财政拨款到账", "云岭县财政拨款到账"),
        ("待财政资金到位", "财政资金到位"),
    ],
)
def test_a_condition_is_no_torn_sentence(words: str, condition: str) -> None:
    (payment,) = payments_of(f"第四条 付款方式\n验收合格后，{words}后10日内支付合同总价的100%。")
    assert [each.value for each in payment.conditions] == [condition]


def test_losers_are_remembered_with_a_reason() -> None:
    context = context_of(
        OPENING
        + "第四条 付款方式\n验收合格后支付合同总价的100%。\n第五条 甲方义务\n甲方应在签订后支付合同总价的50%。"
        + CLOSING
    )
    read_payments(context, None)
    candidates = context.trace.of("payments")
    assert [(candidate.value, candidate.won) for candidate in candidates] == [("100%", True), ("50%", False)]
    assert all(candidate.reason for candidate in candidates)
