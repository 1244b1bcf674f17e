"""Instalments told without a verb of paying each: rows of events and shares, items with an amount, ratios."""

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
            "合同价款按3:5:2的比例分三次支付：合同订立后支付第一笔，样机交付后支付第二笔，终验合格后支付第三笔。",
            ["0.3 stated 合同订立后", "0.5 stated 样机交付后", "0.2 stated 终验合格后"],
        ),
        (
            "价款按6：4分两期支付：签订合同后10日内付第一期，验收合格后10日内付第二期。",
            ["0.6 stated 签订合同后 10 day", "0.4 stated 验收合格后 10 day"],
        ),
        (
            "服务费分两期支付，支付比例为1:1。第一期于进场后支付；第二期于服务期满后支付。",
            ["0.5 stated 进场后", "0.5 stated 服务期满后"],
        ),
        (
            "服务费按5:3:2的比例，分别于合同签订后、初验后、终验后支付。",
            ["0.5 stated 合同签订后", "0.3 stated 初验后", "0.2 stated 终验后"],
        ),
        ("签约后、到货后、验收后按3-6-1的比例付款。", ["0.3 stated 签约后", "0.6 stated 到货后", "0.1 stated 验收后"]),
        ("按7:3分两笔支付：签约后支付首款，验收合格后支付余款。", ["0.7 stated 签约后", "0.3 stated 验收合格后"]),
        (
            "合同款按30%、40%、30%的比例分三次支付：第一次，合同生效后；第二次，初验合格后；第三次，终验合格后。",
            ["0.3 stated 合同生效后", "0.4 stated 初验合格后", "0.3 stated 终验合格后"],
        ),
        (
            "甲方按4:3:3的比例，在合同签订、初验合格、终验合格后10个工作日内分三次支付。",
            ["0.4 stated 合同签订 10 workday", "0.3 stated 初验合格 10 workday", "0.3 stated 终验合格后 10 workday"],
        ),
        (
            "合同款按3:7的比例分期支付。\n（1）签约后5日内支付第一笔款；\n（2）验收合格后5日内支付第二笔款。",
            ["0.3 stated 签约后 5 day", "0.7 stated 验收合格后 5 day"],
        ),
        (
            "合同款按3:7的比例分期支付。\n（1）签约后支付第一笔款30万元；\n（2）验收合格后支付第二笔款70万元。",
            ["0.3 amount 300000元 签约后", "0.7 amount 700000元 验收合格后"],
        ),
        ("双方按7:3的比例分担检测费用。验收合格后付清全款。", ["1 stated 验收合格后"]),
        ("验收合格后付清全款。付款时间为每周三9:30至11:30。", ["1 stated 验收合格后"]),
    ],
)
def test_a_ratio_is_paid_in_turn(clause: str, expected: list[str]) -> None:
    assert told(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "合同签订20%，发货前40%，调试合格35%，质保期满5%。",
            ["0.2 stated 合同签订", "0.4 stated 发货前", "0.35 stated 调试合格", "0.05 stated 质保期满"],
        ),
        ("签约30%、到货60%、验收10%。", ["0.3 stated 签约", "0.6 stated 到货", "0.1 stated 验收"]),
        ("分两期：开工时40%；竣工时60%。", ["0.4 stated 开工时", "0.6 stated 竣工时"]),
        ("签约30%；到货60%；质保10%。", ["0.3 stated 签约", "0.6 stated 到货", "0.1 stated"]),
        (
            "合同签订30%（300,000元），验收合格70%（700,000元）。",
            ["0.3 stated 300000元 合同签订", "0.7 stated 700000元 验收合格"],
        ),
        (
            "合同签订后10日内30%预付款，验收合格后10日内70%。",
            ["0.3 stated 合同签订后 10 day", "0.7 stated 验收合格后 10 day"],
        ),
        (
            "合同生效付30%，设备到货50%，余款验收合格后付清。",
            ["0.3 stated 合同生效", "0.5 stated 设备到货", "0.2 remainder 验收合格后 remainder"],
        ),
        ("验收合格后付清全款。设备合格率70%，抽检率30%。", ["1 stated 验收合格后"]),
        ("考核分值：优秀60%，合格40%。", []),
        ("验收合格后付清全款。技术验收60%，商务验收50%。", ["1 stated 验收合格后"]),
    ],
)
def test_a_row_deals_out_the_price(clause: str, expected: list[str]) -> None:
    assert told(clause) == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        (
            "1、预付款：30万元，合同签订后十日内；2、进度款：40万元，初稿提交后十日内；3、尾款：30万元，评审通过后十日内。",
            [
                "0.3 amount 300000元 合同签订后 10 day",
                "0.4 amount 400000元 初稿提交后 10 day",
                "0.3 amount 300000元 评审通过后 10 day",
            ],
        ),
        (
            "第一笔：人民币60万元，进场后5日内。\n第二笔：人民币40万元，撤场后5日内。",
            ["0.6 amount 600000元 进场后 5 day", "0.4 amount 400000元 撤场后 5 day"],
        ),
        (
            "①到货款60万元：设备到货后；②验收款40万元：验收合格后。",
            ["0.6 amount 600000元 设备到货后", "0.4 amount 400000元 验收合格后"],
        ),
        (
            "签约后十日内：600,000元；验收合格后十日内：400,000元。",
            ["0.6 amount 600000元 签约后 10 day", "0.4 amount 400000元 验收合格后 10 day"],
        ),
        (
            "（1）签约后付20%；（2）到货款40%，设备签收后支付；（3）验收款40%，验收合格后支付。",
            ["0.2 stated 签约后", "0.4 stated 设备签收后", "0.4 stated 验收合格后"],
        ),
        (
            "首期租金50万元于签约后7日内支付；第二期租金50万元于2026年3月1日前支付。",
            ["0.5 amount 500000元 签约后 7 day", "0.5 amount 500000元 ≤2026-03-01"],
        ),
        (
            "上半年服务费50万元于2025年6月30日前支付，下半年服务费50万元于2025年12月31日前支付。",
            ["0.5 amount 500000元 ≤2025-06-30", "0.5 amount 500000元 ≤2025-12-31"],
        ),
        (
            "预付款：20万元，进度款：50万元，尾款：30万元，分别于签约后、中检后、结题后支付。",
            ["0.2 amount 200000元 签约后", "0.5 amount 500000元 中检后", "0.3 amount 300000元 结题后"],
        ),
        ("备用金：5万元，由甲方保管；验收合格后付清全款。", ["1 stated 验收合格后"]),
        (
            "租金每半年支付一次，每次50万元，具体如下：\n第一次：交接完毕后10日内；\n第二次：2026年7月1日前。",
            ["0.5 amount 500000元 交接完毕后 10 day", "0.5 amount 500000元 ≤2026-07-01"],
        ),
        (
            "合同款分期支付，每期租金50万元：第一期于2026年1月10日前；第二期于2026年7月10日前。",
            ["0.5 amount 500000元 ≤2026-01-10", "0.5 amount 500000元 ≤2026-07-10"],
        ),
        (
            "服务费每半年支付一次，每次50万元，要求如下：\n发票由乙方开具；\n第二次检查后提交报告。",
            ["0.5 amount 500000元 half_year"],
        ),
    ],
)
def test_an_item_names_its_amount(clause: str, expected: list[str]) -> None:
    assert told(clause) == expected
