"""Payment clauses as twenty drafters write them."""

from __future__ import annotations

import pytest

from extract.model import Payment
from tests.helpers import record_of

HEAD = """服务合同
甲方：云岭市教育局
乙方：临江科技有限公司
根据《中华人民共和国民法典》，双方就云岭市智慧教育项目签订本合同，共同遵守下列约定。
第一条 服务内容
乙方提供智慧教育平台运维服务，保证质量符合国家标准。
第二条 合同价款
合同总价为人民币壹佰万元整（¥1,000,000.00元），含税。
第三条 付款方式
"""
TAIL = "\n第四条 违约责任\n乙方逾期的，每日按合同总价的0.1%支付违约金。\n第五条 其他\n本合同一式四份。\n"


def tell(payment: Payment) -> str:
    """Return an instalment in one line: share, basis, amount, trigger, time, flags."""
    parts = [format(payment.share.value.normalize(), "f") if payment.share else "?", payment.share_basis or "-"]
    if payment.amount:
        parts.append(format(payment.amount.value.normalize(), "f") + "元")
    if payment.trigger:
        parts.append(payment.trigger.value)
    if payment.due:
        parts.append(f"{payment.due.value} {payment.due.unit}")
    if payment.due_on:
        parts.append("≤" + payment.due_on.value)
    if payment.recurs:
        parts.append(payment.recurs)
    return " ".join([*parts, *(name for name in ("remainder", "cap", "cumulative") if getattr(payment, name))])


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "合同签订后10个工作日内支付合同总价的30%，验收合格后15个工作日内支付合同总价的70%。",
            ["0.3 stated 合同签订后 10 workday", "0.7 stated 验收合格后 15 workday"],
        ),
        (
            "1、预付款：合同生效后，甲方向乙方支付合同总价的30%；\n2、到货款：全部货物到货并验收合格后30日内支付至合同总价的95%；\n3、质保金：剩余5%作为质量保证金，质保期满后无息支付。",
            [
                "0.3 stated 合同生效后",
                "0.65 stated 全部货物到货并验收合格后 30 day cumulative",
                "0.05 stated 质保期满后 remainder",
            ],
        ),
        ("验收合格后一次性支付全部合同价款。", ["1 stated 验收合格后"]),
        (
            "1.验收合格后支付95%；\n2.余款5%作为质保金，质保期满10日内无息付清，逾期退付的按一年期LPR计付利息。",
            ["0.95 stated 验收合格后", "0.05 stated 质保期满 10 day remainder"],
        ),
        ("每季度支付250,000元，即年服务费总额的25%。", ["0.25 stated 250000元 quarter"]),
        (
            "1.服务费按季度分四期支付，每期支付合同总价的25%，即250,000元。\n2.第一期于2026年4月20日前支付250,000元；第二期于2026年7月20日前支付250,000元；第三期于2026年10月20日前支付250,000元；第四期于2027年1月20日前支付250,000元。",
            [f"0.25 amount 250000元 ≤{day}" for day in ("2026-04-20", "2026-07-20", "2026-10-20", "2027-01-20")],
        ),
        (
            "1.养护费分两期支付，每期支付合同总价的50%：\n(1)第一期500,000元，于2026年6月10日前支付；\n(2)第二期500,000元，于2026年12月10日前支付。",
            ["0.5 amount 500000元 ≤2026-06-10", "0.5 amount 500000元 ≤2026-12-10"],
        ),
        (
            "1.养护费分两期支付，每期支付合同总价的50%，即505,000元：\n(1)第一期500,000元，于2026年6月10日前支付；\n(2)第二期500,000元，于2026年12月10日前支付。",
            [
                "0.5 stated 505000元",
                "0.5 amount 500000元 ≤2026-06-10",
                "0.5 amount 500000元 ≤2026-12-10",
            ],
        ),
        (
            "服务费分两期支付，每半年支付50%，即500,000元。第一期于2026年6月30日前支付500,000元；第二期于2026年12月31日前支付500,000元。",
            ["0.5 amount 500000元 ≤2026-06-30", "0.5 amount 500000元 ≤2026-12-31"],
        ),
        (
            "服务费分两期支付，每半年支付50%，即505,000元。第一期于2026年6月30日前支付500,000元；第二期于2026年12月31日前支付500,000元。",
            [
                "0.5 stated 505000元 half_year",
                "0.5 amount 500000元 ≤2026-06-30",
                "0.5 amount 500000元 ≤2026-12-31",
            ],
        ),
        (
            "签订后支付25%，验收后支付25%，其余每季度支付合同总价的25%。",
            ["0.25 stated 签订后", "0.25 stated 验收后", "0.25 stated quarter remainder"],
        ),
        (
            "1.服务费按季度支付，每季度支付合同总价的25%。\n2.每季度结束后甲方完成考核，自收到发票之日起10个工作日内将款项汇入乙方账户。",
            ["0.25 stated 每季度结束后 10 workday quarter"],
        ),
        (
            "每月服务费20000元，甲方于次月10日前支付，最后一个月服务费于验收后支付。",
            ["0.02 amount 20000元 month"],
        ),
        ("考核90分以上付100%，80-89分付90%。", []),
        ("项目终验合格并待财政资金到位后60日内，支付合同总价的100%。", ["1 stated 项目终验合格 60 day"]),
        ("货到付95%，余款5%质保期满付清。", ["0.95 stated 货到", "0.05 stated 质保期满 remainder"]),
        ("货到付95%，余5%待质保期满一周内无息付清。", ["0.95 stated 货到", "0.05 stated 质保期满 1 week remainder"]),
        ("验收合格付95%，质保期满无质量问题退5%。", ["0.95 stated 验收合格", "0.05 stated 质保期满无质量问题"]),
        (
            "签约后五日内付一半，余款待验收合格后七日内付清。",
            ["0.5 stated 签约后 5 day", "0.5 remainder 验收合格后 7 day remainder"],
        ),
        (
            "预付款：合同总价的30%。预付款支付期限：合同签订后7天内。验收合格后14天内付清余款。",
            ["0.3 stated 合同签订后 7 day", "0.7 remainder 验收合格后 14 day remainder"],
        ),
        (
            "保洁费每月8500元，按季度支付，每季度末支付25500元。",
            ["0.0255 amount 25500元 quarter"],
        ),
        (
            "货款按月结算：每月5日前双方核对上月送货单，乙方开具正规发票，甲方在收到发票后15个工作日内支付上月货款。",
            ["? - 每月5日前双方核对上月送货单 15 workday month"],
        ),
        (
            "每季度末双方共同抄表。乙方凭抄表单请款，甲方收到后7个工作日内将该季度费用转账至乙方下列账户：",
            ["? - 甲方收到后 7 workday quarter"],
        ),
        ("每季度末双方共同抄表。乙方变更账户的，应在7个工作日内将该季度抄表单转交甲方财务科。", []),
        (
            "每季度终了后，甲方在5个工作日内完成季度考核，乙方开具发票，甲方收到发票后10个工作日内支付该季度服务费250,000元。",
            ["0.25 amount 250000元 每季度终了后,甲方在5个工作日内完成季度考核 10 workday quarter"],
        ),
        (
            "验收合格后支付合同总价的97%；剩余3%作为质量保证金。\n第四条 质量保修\n质量保证金：合同总价的3%，缺陷责任期满后14天内无息返还。",
            ["0.97 stated 验收合格后", "0.03 stated 缺陷责任期满后 14 day remainder"],
        ),
        (
            "甲方收到发票后30日内向乙方一次性支付合同金额100%，计人民币1,000,000.00元。",
            ["1 stated 1000000元 甲方收到发票后 30 day"],
        ),
        (
            "第一期：合同签订后5日内支付300,000元；第二期：中期检查后支付400,000元；第三期：终期验收后支付300,000元。",
            [
                "0.3 amount 300000元 合同签订后 5 day",
                "0.4 amount 400000元 中期检查后",
                "0.3 amount 300000元 终期验收后",
            ],
        ),
        ("首付款30%，进度款40%，验收款25%，质保金5%。", ["0.3 stated", "0.4 stated", "0.25 stated", "0.05 stated"]),
        (
            "每季度终了后10日内，乙方凭送货单汇总编制结算清单，经甲方核对，甲方在收到发票后30日内支付。",
            ["? - 乙方凭送货单汇总编制结算清单,经甲方核对 30 day quarter"],
        ),
        (
            "每月终了后5日内，乙方汇总当月订单报甲方，甲方15日内审核完毕并于审核后20日内支付上月货款。",
            ["? - 乙方汇总当月订单报甲方,甲方15日内审核完毕并于审核后 20 day month"],
        ),
        ("服务费按季度支付，每季度结束后10个工作日内支付当季服务费。", ["? - 每季度结束后 10 workday quarter"]),
        ("服务费每两个月支付一次，甲方于每双月15日前支付。", ["? -"]),
        (
            "合同签订后预拨30%；中期评估后拨付40%；年终绩效评价后根据评价等次和实际数量结清余款：优秀100%，良好拨付余款的95%，合格拨付余款的85%。",
            [
                "0.3 stated 合同签订后",
                "0.4 stated 中期评估后",
                "0.3 remainder 年终绩效评价后根据评价等次和实际数量 remainder",
            ],
        ),
        ("货款结算 甲方自收到货物并验收入库之日起，60日内支付货款。", ["1 stated 收到货物并验收入库之日 60 day"]),
        ("每月10日前，甲方根据上月考核得分支付服务费的90%。", ["0.9 stated month"]),
        (
            "实行季度结算。乙方于每季度末月25日前提供印刷明细，甲方审核无误后20日内，将款项划入乙方账户。",
            ["? - 甲方审核无误后 20 day quarter"],
        ),
        (
            "按月支付，每月支付83,333.33元，甲方收到发票后15日内付款。",
            ["0.083333 amount 83333.33元 甲方收到发票后 15 day month"],
        ),
        (
            "2025年6月30日前支付50%，2025年12月20日前支付剩余50%。",
            ["0.5 stated ≤2025-06-30", "0.5 stated ≤2025-12-20 remainder"],
        ),
        (
            "（一）合同签订后，甲方支付合同总价30%，即人民币叁拾万元整（¥300,000.00）；\n（二）系统上线试运行后支付合同总价40%，即人民币肆拾万元整（¥400,000.00）；\n（三）最终验收后支付合同总价30%，即人民币叁拾万元整（¥300,000.00）。",
            [
                "0.3 stated 300000元 合同签订后",
                "0.4 stated 400000元 系统上线试运行后",
                "0.3 stated 300000元 最终验收后",
            ],
        ),
        (
            "待财政资金到位且收到乙方发票后，最多不超过合同总价的60%于服务满一年后支付，剩余款项于服务期满经考核合格后支付。",
            ["0.6 stated 服务满一年后 cap", "0.4 remainder 服务期满经考核合格后 remainder"],
        ),
        (
            "乙方应在合同签订后5日内向甲方缴纳合同总价5%的履约保证金。\n验收合格后30日内甲方支付全部合同价款。",
            ["1 stated 验收合格后 30 day"],
        ),
        (
            "付款阶段\t付款比例\t付款金额（元）\t付款条件\n第一期\t30%\t300000\t合同签订后10日内\n第二期\t70%\t700000\t验收合格后30日内",
            ["0.3 stated 300000元 合同签订后 10 day", "0.7 stated 700000元 验收合格后 30 day"],
        ),
        (
            "☑一次性付款：验收合格后20个工作日内支付合同总价的100%。\n□分期付款：合同签订后支付____%。",
            ["1 stated 验收合格后 20 workday"],
        ),
        ("合同签订后支付____%，验收后支付____%。", []),
        ("1. 30%预付款；\n2. 60%到货款；\n3. 10%验收款。", ["0.3 stated", "0.6 stated", "0.1 stated"]),
        (
            "1. 合同签订后支付0. 5万元；\n2. 验收合格后付清余款。",
            ["0.005 amount 5000元 合同签订后", "0.995 remainder 验收合格后 remainder"],
        ),
        (
            "合同签订后支付首付款30000 0元；\n验收合格后支付500000元；\n质保期满后支付20O000元。",
            ["? - 合同签订后", "0.5 amount 500000元 验收合格后", "? - 质保期满后"],
        ),
        (
            "服务费合计约人民币壹佰万元整（￥1000000.00元），据实结算；\n验收合格后支付95%。",
            ["0.95 stated 验收合格后"],
        ),
        (
            "每次付款前乙方须提供等额发票，否则甲方有权拒绝付款。\n合同签订后7日内支付合同总价的百分之四十；交付初稿后支付百分之三十；终稿通过评审后支付百分之三十。",
            ["0.4 stated 合同签订后 7 day", "0.3 stated 交付初稿后", "0.3 stated 终稿通过评审后"],
        ),
        (
            "货到验收合格后支付合同总价的95%，质保期一年届满且无质量问题后支付合同总价的5%。",
            ["0.95 stated 货到验收合格后", "0.05 stated 质保期一年届满且无质量问题后"],
        ),
        ("考核得分90分以上的，支付合同款的100%；80至90分的，支付合同款的90%。", []),
    ],
)
def test_reads(clause: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(HEAD + clause + TAIL).payments] == expected


def test_the_rest_behind_a_comma_is_an_instalment_of_its_own() -> None:
    clause = "签订合同后支付40%的预付款，余款验收合格后一次性付清。"
    first, second = record_of(HEAD + clause + TAIL).payments
    assert not first.remainder
    assert second.remainder and second.share is not None and str(second.share.value) == "0.60"


def test_a_schedule_whose_first_head_only_says_in_how_many_parts() -> None:
    rows = "| 拨款分2次进行 | 拨款% | 金额 |\n| 合同生效后7日内 | 30% | 300000元 |\n| 竣工验收合格 | 70% | 700000元 |"
    told = [tell(payment) for payment in record_of(HEAD + rows + TAIL).payments]
    assert told == ["0.3 stated 300000元 合同生效后 7 day", "0.7 stated 700000元 竣工验收合格"]


def test_a_schedule_with_the_day_beside_how_long_paying_takes() -> None:
    rows = "| 序号 | 付款条件 | 付款金额(元) | 付款期限(天) | 计划支付时间 |\n| 1 | 合同签订后 | 300000 | 30 | 2025-03-09 |\n| 2 | 验收合格后 | 700000 | 30 | 2025-09-08 |"
    days = [payment.due_on and str(payment.due_on.value) for payment in record_of(HEAD + rows + TAIL).payments]
    assert days == ["2025-03-09", "2025-09-08"]


def test_goods_money_that_came_in_is_no_name_of_an_instalment() -> None:
    told = record_of(HEAD + "签订之日起2日内支付50%，乙方收到货款后发货；到货款50%于到货后支付。" + TAIL).payments
    assert [payment.label and payment.label.value for payment in told] == [None, "到货款"]


def test_a_share_that_was_computed_says_so() -> None:
    clause = "合同签订后支付合同总价的30%；验收合格后付至合同总价的90%；剩余款项质保期满后支付。"
    first, second, third = record_of(HEAD + clause + TAIL).payments
    assert [payment.share.derived for payment in (first, second, third) if payment.share] == [False, True, True]
    assert str(third.share.value if third.share else None) == "0.10"
    assert third.share_basis == "remainder"


def test_what_must_be_there_before_paying_is_a_condition() -> None:
    clause = "验收合格后，待财政资金到位，甲方收到乙方开具的合法发票后10日内支付合同总价的100%。"
    payment = record_of(HEAD + clause + TAIL).payments[0]
    assert payment.trigger is not None and payment.trigger.value.startswith("验收合格")
    assert any("财政资金" in condition.value for condition in payment.conditions)
    assert any("发票" in condition.value for condition in payment.conditions)


def test_an_amount_that_completes_the_shares_is_an_instalment_wherever_it_stands() -> None:
    head = HEAD.replace("第三条 付款方式", "第三条 什么时候付钱")
    clause = "第一次，合同签了之后付三成，300000元；\n第二次，报告出了以后付四成，400000元；\n第三次，验收合格以后，余款300000元一次付清。"
    payments = record_of(head + clause + TAIL).payments
    assert [payment.amount.value for payment in payments if payment.amount] == [300000, 400000, 300000]


@pytest.mark.parametrize(
    "clause",
    [
        "双方约定采用第2种方式付款：1、一次性付款：验收合格后支付100%。2、分期付款：合同签订后支付40%，验收合格后支付60%。",
        "1、一次性付款：验收合格后支付100%；2、分期付款：合同签订后支付40%，验收合格后支付60%。双方选择第2种。",
        "（双方选择第②种）：\n①一次性付款：合同签订后支付100%；\n②合同签订后支付40%，验收合格后支付60%；\n③其他：/。",
        "采用B种方式付款：A、验收后支付100%；B、合同签订后支付40%，验收合格后支付60%。",
        "双方选择方式二付款：\n方式一：验收后支付100%。\n方式二：合同签订后支付40%，验收合格后支付60%。",
        "付款方式（勾选）：\n（ ）A、验收合格后支付100%。\n（√）B、合同签订后支付40%，验收合格后支付60%。",
        "（√）合同签订后支付40%，验收合格后支付60%；（ ）验收合格后支付100%。",
    ],
)
def test_the_option_that_was_chosen_is_paid(clause: str) -> None:
    payments = record_of(HEAD + clause + TAIL).payments
    assert [tell(payment) for payment in payments] == ["0.4 stated 合同签订后", "0.6 stated 验收合格后"]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "付款节点：①签约10%②到货50%③验收35%④质保期满5%。",
            ["0.1 stated 签约", "0.5 stated 到货", "0.35 stated 验收", "0.05 stated 质保期满"],
        ),
        (
            "签订后支付70%；其余30%（计人民币300,000元）根据考核结果支付：考核90分以上全额支付，80分以下支付80%。",
            ["0.7 stated 签订后", "0.3 stated 300000元 根据考核结果 remainder"],
        ),
        (
            "分三年支付：2025年支付50万元，2026年支付30万元，2027年支付20万元。",
            ["0.5 amount 500000元 ≤2025", "0.3 amount 300000元 ≤2026", "0.2 amount 200000元 ≤2027"],
        ),
        (
            "首年付333,333元，次年付333,333元，第三年付333,334元。",
            ["0.333333 amount 333333元", "0.333333 amount 333333元", "0.333334 amount 333334元"],
        ),
        (
            "验收合格后支付95%；余下5%（50,000元）于验收合格满12个月后10个工作日内无息支付。",
            ["0.95 stated 验收合格后", "0.05 stated 50000元 验收合格满12个月后 10 workday remainder"],
        ),
        (
            "合同签订生效后十日内付优惠后价款的40%；全部完成并通过验收后十日内付清余款。",
            ["0.4 stated 合同签订生效后 10 day", "0.6 remainder 全部完成并通过验收后 10 day remainder"],
        ),
        ("合同签订后预付合同总价的10%-30%；验收后付清。", ["? - 验收后"]),
        (
            "验收合格后付五成，一年后付四成五，质保期满付半成。",
            ["0.5 stated 验收合格后", "0.45 stated 一年后", "0.05 stated 质保期满"],
        ),
        (
            "增加部分的货款48,000元，于增加部分验收合格后10日内一次性支付。",
            ["0.048 amount 48000元 增加部分验收合格后 10 day"],
        ),
        (
            "付款方式是合同签订后支付百分之60，验收合格后支付剩余部分。",
            ["0.6 stated 合同签订后", "0.4 remainder 验收合格后 remainder"],
        ),
        (
            "服务费的支付方法为：合同签字后三日内，甲方支付50%，乙方交付成果后支付50%。",
            ["0.5 stated 合同签字后 3 day", "0.5 stated 乙方交付成果后"],
        ),
        (
            "合同签订后预付40%，设备运行正常后3个工作日（验收报告出具之日算起）即2025年4月10日以前，再付60%。",
            ["0.4 stated 合同签订后", "0.6 stated 设备运行正常后 ≤2025-04-10"],
        ),
        (
            "合同签订后支付50%；开发完成并通过验收后xxx个工作日内支付50%。",
            ["0.5 stated 合同签订后", "0.5 stated 开发完成并通过验收后"],
        ),
        (
            "本合同生效且市级财政资金拨付到位后10日内，支付30%；终验合格且财政资金到位后支付70%。",
            ["0.3 stated 本合同生效 10 day", "0.7 stated 终验合格"],
        ),
        (
            "收到乙方提交的付款申请、等额有效的发票且财政资金到位后，一次性支付合同总价的100%。",
            ["1 stated 收到乙方提交的付款申请、等额有效的发票且财政资金到位后"],
        ),
        (
            "第一期（初稿）：初稿经甲方签收后10日内，支付40%；第二期（终稿）：终稿验收后10日内，支付60%。",
            ["0.4 stated 初稿经甲方签收后 10 day", "0.6 stated 终稿验收后 10 day"],
        ),
    ],
)
def test_forms_of_one_instalment(clause: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(HEAD + clause + TAIL).payments] == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "投保人应于本合同生效之日起30日内一次性交清全部保险费1,000,000元。",
            ["1 amount 1000000元 本合同生效之日 30 day"],
        ),
        (
            "合同签订后5日内，甲方将合同价款1,000,000元一次性充入油卡主卡。",
            ["1 stated 1000000元 合同签订后 5 day"],
        ),
        (
            "报告通过评审后10日内，甲方一次性向乙方支付合同价款人民币1,000,000元。",
            ["1 stated 1000000元 报告通过评审后 10 day"],
        ),
        ("租金1,000,000元于合同签订后7日内一次性付清。", ["1 stated 1000000元 合同签订后 7 day"]),
        ("合同总价1,000,000元，验收合格后一次性付清。", ["1 stated 验收合格后"]),
        ("甲方收到保单和发票后5日内，一次性将全部保费汇至保险人账户。", ["1 stated 甲方收到保单和发票后 5 day"]),
        ("验收合格后10日内，甲方将全部货款转账支付至乙方账户。", ["1 stated 验收合格后 10 day"]),
        ("验收合格后10日内，甲方将全部资料移交至乙方。", []),
        ("甲方在乙方一次性交清全部资料后进行审核。", []),
        ("甲方应在货物验收合格并收到发票后15个工作日内向乙方支付货款。", ["1 stated 货物验收合格 15 workday"]),
        ("验收合格后10日内付款。", ["1 stated 验收合格后 10 day"]),
        ("货款在货到验收合格后一个月内支付。", ["1 stated 货到验收合格后 1 month"]),
        ("租车结束后向乙方支付全部费用，乙方延迟开具发票，甲方有权延迟付款。", ["1 stated 租车结束后"]),
        ("□ 验收合格后30日内支付货款。", []),
        ("验收合格后____日内支付货款。", []),
        ("按进度分批支付货款，每批货物验收合格后支付货款。", ["? - 每批货物验收合格后"]),
        ("按批次结算，每批图书验收入库后，甲方在20日内支付书款。", ["? - 每批图书验收入库后 20 day"]),
        ("每批货到验收合格后15日内付清。", ["? - 每批货到验收合格后 15 day"]),
        ("每次维修后10日内支付，每次不少于一个月的房租。", []),
        ("验收合格后支付违约金。", []),
        ("本协议双方签字后生效，安装完工并付清合同款后自行失效。", []),
        ("甲方在安装完毕后7个工作日内支付安装费用。", ["1 stated 安装完毕后 7 workday"]),
        ("甲方应在9月30日前将合同总价款一次性支付给乙方，付款币种为人民币。", ["1 stated"]),
        ("甲方按约定组织验收、支付价款。", []),
        (
            "1. 服务费按季度支付，甲方在每季度结束后10日内支付。\n2. 备件费用在年终一次付清。",
            ["? - 每季度结束后 10 day quarter", "? -"],
        ),
    ],
)
def test_all_of_the_price_at_once(clause: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(HEAD + clause + TAIL).payments] == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "乙方每完成一个季度的服务并提交季报，甲方在10日内支付25万元，四个季度付清。",
            ["0.25 amount 250000元 乙方每完成一个季度的服务并提交季报 10 day quarter"],
        ),
        ("每月支付10万元，十个月付清。", ["0.1 amount 100000元 month"]),
        (
            "每季度考核合格后10日内支付25万元，全年共支付100万元。",
            ["0.25 amount 250000元 每季度考核合格后 10 day quarter"],
        ),
        (
            "服务费每月5万元，按季度支付，每季度支付25万元，四个季度付清。",
            ["0.25 amount 250000元 quarter"],
        ),
        ("服务费按年支付，每年支付25万元，四年共计100万元。", ["0.25 amount 250000元 year"]),
        ("验收合格后，30日付清合同款。", ["1 stated 验收合格后 30 day"]),
    ],
)
def test_the_same_sum_again_and_again(clause: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(HEAD + clause + TAIL).payments] == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("6.3 保洁费按月支付，每月支付10万元，合同期十个月。", ["0.1 amount 100000元 month"]),
        ("6.3 保洁费按月支付，每月支付7万元，合同期十个月。", []),
        (
            "付款安排\n支付方式\n签约后支付30万元。\n验收后支付70万元。",
            ["0.3 amount 300000元 签约后", "0.7 amount 700000元 验收后"],
        ),
        (
            "支付方式\n签约后支付40万元。\n验收后支付60万元。\n场地使用\n活动结束后缴纳场地费2万元。",
            ["0.4 amount 400000元 签约后", "0.6 amount 600000元 验收后"],
        ),
    ],
)
def test_outside_the_payment_clause(clause: str, expected: list[str]) -> None:
    head = HEAD.replace("第三条 付款方式\n", "第三条 约定\n")
    assert [tell(payment) for payment in record_of(head + clause + TAIL).payments] == expected


def test_the_rest_is_not_named_by_a_bond_beside_it() -> None:
    clause = "合同签订后支付预付款30%；预付款支付前乙方提供等额30%的预付款保函；验收后付清。"
    payments = record_of(HEAD + clause + TAIL).payments
    assert [payment.label and payment.label.value for payment in payments] == ["预付款", None]


TERMS_IN_A_TABLE = """家具采购合同
甲方：云岭市教育局
乙方：临江家具有限公司
第一部分 合同书
1. 合同价款：人民币壹拾万元整（￥100,000.00）。
第二部分 专用条款前附表
{}
第三部分 一般条款
第一条 定义
货物指家具。
第二条 质量
货物应当符合国家标准。
第三条 付款
甲方按前附表付款。
第四条 违约责任
乙方逾期交货的，每日支付合同价款0.5‰的违约金。
"""
HALVES = ["0.3 stated 合同签订后 7 day", "0.7 stated 验收合格后 10 day"]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            "条款号\t约定内容\n第二条\t质保期：三年\n第三条\t货款分两次付。①合同签订后7日内付合同价款的30%；②验收合格后10日内付合同价款的70%",
            HALVES,
        ),
        ("条款\t内容\n一般条款第3条\t合同签订后7日内付30%；验收合格后10日内付70%", HALVES),
        ("条款号\t约定\n3.1\t合同签订后7日内支付合同价款的30%，验收合格后10日内支付合同价款的70%", HALVES),
        (
            "条款号\t约定\n第三条\t预付款：合同签订后7日内付合同价款的30%\n第三条\t尾款：验收合格后10日内付合同价款的70%",
            HALVES,
        ),
        (
            "序号\t约定\n3\t货款：合同签订后7日内支付合同价款的30%，验收合格后付清余款",
            ["0.3 stated 合同签订后 7 day", "0.7 remainder 验收合格后 remainder"],
        ),
        (
            "条款号\t约定\n第三条\t①预付：合同签订后7日内付30%；②结算：货物验收合格，乙方开具发票，甲方自收到发票之日起10日内付70%",
            ["0.3 stated 合同签订后 7 day", "0.7 stated 货物验收合格 10 day"],
        ),
        ("条款号\t约定\n第四条\t乙方逾期交货超过30日的，另行支付合同价款20%的违约金", []),
        ("条款号\t约定\n第二条\t履约保证金：乙方于合同签订后5日内缴纳合同价款的5%，验收合格后退还", []),
    ],
)
def test_terms_of_clauses_in_a_table_before_them(rows: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(TERMS_IN_A_TABLE.format(rows)).payments] == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "首付款¥300,000.00（30%），中期款¥200,000.00（20%），尾款¥500,000.00（50%）。",
            ["0.3 stated 300000元", "0.2 stated 200000元", "0.5 stated 500000元"],
        ),
        (
            "签约付¥300,000.00元（30%），完工付¥700,000.00元（70%）。",
            ["0.3 stated 300000元 签约", "0.7 stated 700000元 完工"],
        ),
        (
            "交货付600,000元，占合同总价的60%；验收付¥350,000元，占35%；质保金¥50,000元，占5%。",
            ["0.6 stated 600000元 交货", "0.35 amount 350000元 验收", "0.05 amount 50000元"],
        ),
        (
            "签订后付30%（¥300,000.00元），验收后付70%（¥700,000.00元）。",
            ["0.3 stated 300000元 签订后", "0.7 stated 700000元 验收后"],
        ),
    ],
)
def test_a_share_in_brackets_is_of_the_amount_before_it(clause: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(HEAD + clause + TAIL).payments] == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("40%，其中自筹资金15%，财政拨款25%", ["0.4 stated 合同签订后"]),
        ("40%（其中省级补助30%，县级配套10%）", ["0.4 stated 合同签订后"]),
        ("40%，其中25%为材料费，15%为人工费", ["0.4 stated 合同签订后"]),
        ("40%（其中合同总价的20%作为定金）", ["0.4 stated 合同签订后"]),
        ("40%（其中10%为定金）", ["0.4 stated 合同签订后"]),
        ("40%，计人民币400,000元（其中100,000元为定金）", ["0.4 stated 400000元 合同签订后"]),
        ("40%，其中设备款30%，安装款10%", ["0.4 stated 合同签订后"]),
        ("40%，即400,000元，其中设备款300,000元，培训费100,000元", ["0.4 stated 400000元 合同签订后"]),
        ("40%，其中30%凭发票支付，10%凭交接单支付", ["0.3 stated 合同签订后", "0.1 stated 凭交接单"]),
    ],
)
def test_what_a_payment_is_made_up_of_is_none(words: str, expected: list[str]) -> None:
    payments = record_of(HEAD + f"合同签订后支付{words}；验收合格后支付60%。" + TAIL).payments
    assert [tell(payment) for payment in payments] == [*expected, "0.6 stated 验收合格后"]


@pytest.mark.parametrize(
    ("clause", "bases"),
    [
        (
            "系统使用费在交付后支付100%；实施费分两次：完成后支付70%，满一年后支付30%。",
            ["系统使用费", "实施费", "实施费"],
        ),
        (
            "付款：苗木款到货后支付80%，成活后支付20%；栽植费验收后支付100%。",
            ["苗木款", "苗木款", "栽植费"],
        ),
        ("合同签订后支付40%，验收合格后支付60%。", [None, None]),
        ("设计费在成果交付后支付60%，通过评审后支付60%。", [None, None]),
    ],
)
def test_fees_paid_off_one_behind_the_other_are_the_bases(clause: str, bases: list[str | None]) -> None:
    payments = record_of(HEAD + clause + TAIL).payments
    assert [payment.base.value if payment.base else None for payment in payments] == bases


BARE = "采购合同\n甲方：云岭市教育局\n乙方：临江科技有限公司\n一、合同总价：1,000,000元。\n"


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("二、到货后15日内付清全部货款。", ["1 stated 到货后 15 day"]),
        ("二、甲方在验收通过后7日内一次性付清全部货款。", ["1 stated 验收通过后 7 day"]),
        (
            "二、定金5万元。合同总价的60%于交货后支付，余款半年后付。",
            ["0.6 stated 交货后", "0.4 remainder 半年后 remainder"],
        ),
        ("二、甲方收到保单和发票后20日内以转账方式支付保险费。", ["1 stated 甲方收到保单和发票后 20 day"]),
        ("二、付款\n开工付四成\n完工付五成\n半年后付一成", ["0.4 stated 开工", "0.5 stated 完工", "0.1 stated 半年后"]),
        ("二、付款：首付款60%\n签约后5日内\n尾款40%\n验收合格后", ["0.6 stated", "0.4 stated"]),
        ("二、付款：交货后支付100%。\n违约：乙方迟交，每周按合同金额2%计。", ["1 stated 交货后"]),
        ("二、验收后退还全部履约保证金。", []),
        ("二、质保期内免费维修。", []),
    ],
)
def test_short_contracts(clause: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(BARE + clause + "\n").payments] == expected


def test_what_half_of_the_work_gives_is_no_instalment() -> None:
    record = record_of(
        BARE + "二、中途停止的，未开工不退定金，不足一半付一半。\n三、定金为合同总价的20%，即200,000元。\n"
    )
    assert [str(payment.share.value) for payment in record.payments if payment.share] == ["0.20"]
    assert [(guarantee.kind, str(guarantee.rate)) for guarantee in record.guarantees] == [("deposit", "0.20")]


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "签订后支付20%，验收后支付80%。\n1.第一笔付款比例由30%变更为20%，第二笔由70%调整为80%。",
            ["0.2 stated 签订后", "0.8 stated 验收后"],
        ),
        ("验收后支付40%，一年后支付60%。\n每批结算额=实际数量×单价×90%。", ["0.4 stated 验收后", "0.6 stated 一年后"]),
    ],
)
def test_an_old_share_and_a_factor_are_none(clause: str, expected: list[str]) -> None:
    assert [tell(payment) for payment in record_of(HEAD + clause + TAIL).payments] == expected
