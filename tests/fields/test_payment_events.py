"""What releases a payment, what is only a duty or a paper beside it, and within which time it is paid."""

from __future__ import annotations

import pytest

from tests.fields.test_payments import HEAD, TAIL, tell
from tests.helpers import record_of


def told(clause: str) -> list[str]:
    return [tell(payment) for payment in record_of(HEAD + clause + TAIL).payments]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "机组发运前20天支付合同总价的60%，余款投运后付清。",
            ["0.6 stated 机组发运前 20 day", "0.4 remainder remainder"],
        ),
        (
            "软件进入联调阶段后15日内支付60%，验收后支付40%。",
            ["0.6 stated 软件进入联调阶段后 15 day", "0.4 stated 验收后"],
        ),
        ("第一阶段支付60%，验收后支付40%。", ["0.6 stated", "0.4 stated 验收后"]),
        (
            "培训经费分两次拨付，首次拨付70%，于签约后10日内拨付；剩余30%待结业考核合格后拨付。",
            ["0.7 stated 签约后 10 day", "0.3 stated 结业考核合格后 remainder"],
        ),
        (
            "勘察费支付：工程形象进度完成40%时付勘察费的30%，工程验收合格后付至100%。",
            ["0.3 stated 工程形象进度完成40%时", "0.7 stated 工程验收合格后 cumulative"],
        ),
    ],
)
def test_words_that_name_an_event(clause: str, expected: list[str]) -> None:
    assert told(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("送货款每月结算一次，于次月8日之前付清。", ["? - month"]),
        ("费用一月一结，收到发票后20日内转账。", ["? - 收到发票后 20 day month"]),
        ("1.按月结算。\n2.甲方在收到发票后10个工作日内将款项转账至乙方账户。", ["? - 收到发票后 10 workday month"]),
        ("合同期满后次月一次性付清全部货款。", ["1 stated 合同期满后次月"]),
        (
            "供应商应于每月6日前将签收单交到后勤科，按月支付货款的90%，余款期满付清。",
            ["0.9 stated month", "? - 期满 remainder"],
        ),
        (
            "每月6日前双方对账后按月支付货款的90%，余款期满付清。",
            ["0.9 stated 每月6日前双方对账后 month", "? - 期满 remainder"],
        ),
        ("以乙方签收的派工单为依据，按月付上月货款的90%。", ["0.9 stated month"]),
        ("以双方签字的派工单作为结算凭证，完工后20日内支付100%。", ["1 stated 完工后 20 day"]),
        ("双方签字确认派工单后支付100%。", ["1 stated 双方签字确认派工单后"]),
        (
            "每月22日至26日为对账日，每批板材到货验收合格后，买方在第三个月20日前支付第一个月货款的95%。",
            ["0.95 stated 每批板材到货验收合格后 month"],
        ),
    ],
)
def test_a_duty_by_a_day_and_the_grounds_of_an_account_are_no_event(clause: str, expected: list[str]) -> None:
    assert told(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("每季度结束后10日内结算一次，甲方在收到发票后8个工作日内付款。", ["? - 每季度结束后 8 workday quarter"]),
        ("每季度结束后10日内结算并支付当季费用。", ["? - 每季度结束后 10 day quarter"]),
    ],
)
def test_the_time_for_the_account_is_not_the_time_for_paying(clause: str, expected: list[str]) -> None:
    assert told(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("当年年底支付至70%，次年年底支付至100%。", ["0.7 stated cumulative", "0.3 stated cumulative"]),
        ("每年年底支付当年度费用。", ["? - year"]),
        ("每季度首月18日前支付上季度管养费，年末决算，多退少补。", ["? - quarter"]),
        ("年末决算后付清全部管养费。", ["1 stated 年末决算后"]),
        (
            "每月末经验收合格后8日内支付当月管养费；合同期满后经审计付清余款。",
            ["? - 每月末经验收合格后 8 day month", "? - 合同期满后 remainder"],
        ),
        (
            "按月考核结算。乙方凭考核结果开具发票，甲方收到发票后12日内付清余款。",
            ["? - 乙方凭考核结果开具发票 12 day month remainder"],
        ),
        (
            "每季度由甲方考核，根据考核得分支付当季服务费：得分92分以上的支付100%；82分至91分的支付95%。",
            ["? - 每季度由甲方考核,根据考核得分 quarter"],
        ),
    ],
)
def test_how_often_is_paid(clause: str, expected: list[str]) -> None:
    assert told(clause) == expected


def test_how_often_stands_far_before_the_paying() -> None:
    event = (
        "每月满勤后,须将当月勤务台账、考勤台账、巡更台账、消防台账以及税务部门监制的正式发票送交保卫处,"
        "由保卫处逐项核实勤务质量、经后勤主管领导签字后"
    )
    assert told(event.replace(",", "，") + "，支付保安费用。") == [f"? - {event} month"]


def test_goods_on_the_site_are_a_part_of_the_price() -> None:
    record = record_of(HEAD + "按月支付进场货款总数的80%，验收后付清余款。" + TAIL)
    assert [payment.base and payment.base.value for payment in record.payments] == ["进场货款总数", None]


@pytest.mark.parametrize(
    ("clause", "shares"),
    [
        ("签约后支付45%；剩余55%分两次支付：期中验收后支付25%，期末验收后支付30%。", ["0.45", "0.25", "0.30"]),
        ("签约后支付45%，分两次支付；期中验收后支付25%，期末验收后支付30%。", ["0.45", "0.25", "0.30"]),
    ],
)
def test_a_rest_in_parts_is_its_parts(clause: str, shares: list[str]) -> None:
    payments = record_of(HEAD + clause + TAIL).payments
    assert [str(payment.share and payment.share.value) for payment in payments] == shares


@pytest.mark.parametrize("words", ["票据送达以后的", "票据送达之后", "票据送达后"])
def test_the_event_that_a_period_is_counted_from_ends_before_after(words: str) -> None:
    (payment,) = record_of(HEAD + f"甲方在{words}10日内支付合同总价的100%。" + TAIL).payments
    assert payment.due is not None and payment.due.after == "票据送达"


def test_a_deduction_each_time_is_no_instalment() -> None:
    assert told("6.2 每次扣除月应付款总额的2%。") == []
    assert told("6.2 第一次付清应付款总额的100%。") == ["1 stated"]


def test_an_instalment_is_named_by_its_number() -> None:
    rows = "第一次付费 | 初稿 | 合同总价的40% | 初稿提交后10个工作日内 |\n第二次付费 | 终稿 | 合同总价的60% | 终稿通过评审后10个工作日内 |\n"
    labels = [payment.label and payment.label.value for payment in record_of(HEAD + rows + TAIL).payments]
    assert labels == ["第一次付费", "第二次付费"]
