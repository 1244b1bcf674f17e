"""Penalties: what counts as one, who is liable, for what, how often, up to what."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.document import Document
from extract.fields.context import Context
from extract.fields.penalties.read import read_penalties
from extract.model import Party, Penalty, Role, TextField
from extract.pipeline import analyse, read_contract
from extract.readers import document_from_text
from extract.rulepack import load_rules

PACK = load_rules()
OPENING = """第一条 服务内容
按采购文件提供服务，服务内容以采购文件为准，双方均认可。
第二条 费用
费用以成交通知书为准，双方均认可此金额并遵照执行。
第三条 违约责任
"""
CLOSING = "\n第四条 其他\n未尽事宜双方协商。"
Labels = dict[str, Role]
PLAIN: Labels = {"甲方": "buyer", "乙方": "supplier"}
PARTIES: dict[str, Labels] = {
    "plain": PLAIN,
    "seller_first": {"甲方": "supplier", "乙方": "buyer"},
    "lease": {"甲方": "supplier", "乙方": "buyer", "出租方": "supplier", "承租方": "buyer"},
    "works": {"发包人": "buyer", "承包人": "supplier"},
    "sale": {"买方": "buyer", "卖方": "supplier"},
}


def context_of(clause: str) -> Context:
    document = Document("t.txt", "", "text/plain", "text", OPENING + clause.strip() + CLOSING)
    return analyse(document, PACK)


def parties_of(labels: Labels) -> tuple[Party, ...]:
    by_role: dict[Role, list[TextField]] = {}
    for label, role in labels.items():
        by_role.setdefault(role, []).append(TextField(value=label, text=label, spans=()))
    return tuple(Party(role=role, labels=tuple(names)) for role, names in by_role.items())


def penalties_of(clause: str, labels: Labels = PLAIN) -> tuple[Penalty, ...]:
    return read_penalties(context_of(clause), parties_of(labels))


def plain(number: Decimal) -> str:
    return format(number.normalize(), "f")


def shown(penalty: Penalty) -> str:
    """Return a penalty in one line: liable breach number/unit*count, its cap, if it ends the contract."""
    if penalty.rate is not None:
        number = plain(penalty.rate.value)
    else:
        assert penalty.amount is not None
        number = plain(penalty.amount.value)
    if penalty.amount_max is not None:
        number += f"-{plain(penalty.amount_max.value)}"
    count = f"*{penalty.per_count}" if penalty.per_count != 1 else ""
    line = f"{penalty.liable} {penalty.breach} {number}/{penalty.per}{count}"
    if penalty.cap is not None:
        most = penalty.cap.rate if penalty.cap.rate is not None else penalty.cap.amount
        assert most is not None
        line += f" cap {plain(most)}"
    return line + (" ends" if penalty.termination else "")


CASES = tomllib.loads((Path(__file__).parent / "cases" / "penalties.toml").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"].strip()[:24])
def test_reads_penalties_as_drafters_write_them(case: dict[str, Any]) -> None:
    labels = PARTIES[case.get("parties", "plain")]
    assert [shown(penalty) for penalty in penalties_of(case["clause"], labels)] == case["penalties"]


def test_without_parties_the_first_party_buys() -> None:
    penalties = read_penalties(context_of("乙方逾期交货的，每逾期一日支付违约金1000元。"), ())
    assert [shown(penalty) for penalty in penalties] == ["supplier late_performance 1000/day"]


def test_values_and_penalty_quote_the_document() -> None:
    context = context_of("乙方逾期交货的，每 逾期 一日，按合同总价的 0.1 ％ 支付违约金，累计不超过合同总价的5％。")
    (penalty,) = read_penalties(context, parties_of(PLAIN))
    assert penalty.rate is not None
    assert penalty.cap is not None
    document = context.document.text
    for part in (penalty, penalty.rate, penalty.cap):
        first = part.spans[0]
        assert document[first.start : first.end] == part.text
    assert penalty.rate.text == "0.1 ％"
    assert penalty.text.startswith("乙方逾期交货的")
    assert penalty.cap.text == "累计不超过合同总价的5％"


def test_words_beside_the_figures_are_kept() -> None:
    (penalty,) = penalties_of("货物不合格的，乙方应支付合同总价10%（百分之二十）的违约金。")
    assert penalty.rate is not None
    assert (penalty.rate.value, penalty.rate_words) == (Decimal("0.10"), Decimal("0.20"))


@pytest.mark.parametrize(
    ("measure", "base"),
    [
        ("合同总价的1%", "contract_total"),
        ("合同1%", "contract_total"),
        ("签约合同价的1%", "contract_total"),
        ("应付未付金额的1%", "unpaid"),
        ("逾期付款金额的1%", "unpaid"),
        ("当月服务费的1%", "instalment"),
        ("未交付部分货款的1%", "delivered_part"),
        ("年物业服务费的1%", "other"),
        ("应发工资总额的1%", "other"),
        ("迟供种子款的1%", "delivered_part"),
        ("退货部分货款总值的1%", "delivered_part"),
        ("整批货款的1%", "delivered_part"),
        ("延误交货部分货款的1%", "delivered_part"),
        ("应交部分货款总值的1%", "delivered_part"),
        ("总工程造价的1%", "contract_total"),
        ("总工程款的1%", "contract_total"),
        ("工程价款中人工费的1%", "other"),
        ("当月应付服务费的1%", "instalment"),
        ("合同总额的2倍", "contract_total"),
        ("该批货款的2倍", "delivered_part"),
        ("差价的2倍", "other"),
        ("保证金总额的1%", "other"),
        ("合同剩余金额的1%", "other"),
        ("月保洁费的1%", "instalment"),
        ("停供部分货款的1%", "delivered_part"),
        ("月规定管养费总额的1%", "instalment"),
        ("月合同额的1%", "instalment"),
        ("季度应付款总额的1%", "instalment"),
        ("季度末未付金额的1%", "unpaid"),
        ("年度合同额的1%", "contract_total"),
    ],
)
def test_base_of_a_rate(measure: str, base: str) -> None:
    (penalty,) = penalties_of(f"乙方违约的，应按{measure}向甲方支付违约金。")
    assert penalty.base == base


@pytest.mark.parametrize(
    ("clause", "base"),
    [
        ("逾期交货每日罚0.3%。", None),
        ("迟交货每周罚合同金额的0.5%。", "contract_total"),
        ("甲方逾期付款的，按日0.02%计息。", None),
        ("甲方未按期付款，应按日万分之四支付滞纳金。", None),
        ("乙方逾期交货的，按延期交货部分价款每日0.5%支付违约金。", "delivered_part"),
        ("乙方逾期交货的，每逾期一日支付0.1%的违约金（以合同总价为基数）。", "contract_total"),
        ("乙方逾期交货的，以合同总价为基数，每日按0.1%支付违约金。", "contract_total"),
        ("报价以市场价为基数，乙方逾期交货的，每日按合同总价的0.1%支付违约金。", "contract_total"),
        ("乙方违约的，应退还全部已付款并按照已付款总额的20%支付违约金。", "other"),
        ("乙方逾期供货的，按逾期供货部分价款计算，向甲方支付每日千分之五的违约金。", "delivered_part"),
        ("甲方逾期付款的，每逾期一日按应付服务费的0.1%支付违约金。", "unpaid"),
        ("甲方逾期付款的，每逾期一日应付合同总价0.1%的违约金。", "contract_total"),
        ("乙方缺岗的，每次扣除应付服务费的0.1%。", "other"),
        ("乙方逾期交货的，每日按未交部分总价，处1%违约金。", "delivered_part"),
        ("甲方未按期付款的，每迟延一日按迟延金额的0.3‰支付违约金。", "unpaid"),
        ("月评分未达标的，每下降1分扣罚月规定支付管养费总额的2%。", "instalment"),
        ("路面积尘的，每次扣罚每月规定支付的管养费用的2%。", "instalment"),
        ("季考核低于88分的，每降低1分扣罚季应支付管养费总额的2%。", "instalment"),
    ],
)
def test_base_only_where_the_clause_tells_it(clause: str, base: str | None) -> None:
    (penalty,) = penalties_of(clause)
    assert penalty.base == base


def test_grades_of_a_scale_share_the_base_told_with_the_last() -> None:
    grades = penalties_of(
        "乙方逾期：1-10天，每天0.1%；超过10天，每天0.2%（以合同总价为基数），累计不超过合同总价的10%。"
    )
    assert {penalty.base for penalty in grades} == {"contract_total"}


def test_what_is_late_is_unpaid_where_it_is_money() -> None:
    (penalty,) = penalties_of("甲方每延误一日付款，支付延误部分费用0.5‰的违约金。")
    assert (penalty.breach, penalty.base) == ("late_payment", "unpaid")


def test_a_row_of_a_label_and_what_it_comes_to() -> None:
    penalties = penalties_of(
        "误期赔偿费\t每迟交1日按合同金额的0.1%，最高不超过合同金额的5%\n逾期付款违约金\t每逾期1日按应付未付金额的0.03%"
    )
    assert [shown(penalty) for penalty in penalties] == [
        "supplier late_performance 0.001/day cap 0.05",
        "buyer late_payment 0.0003/day",
    ]


def test_interest_that_the_cell_before_names() -> None:
    penalties = penalties_of(
        "迟延交货赔偿费\t每迟交1日按合同金额的0.1%\n逾期付款利息\t每逾期1日按应付未付金额的0.01%计付"
    )
    assert [shown(penalty) for penalty in penalties][1:] == ["buyer late_payment 0.0001/day"]


@pytest.mark.parametrize(
    ("clause", "base"),
    [
        ("乙方逾期交货的，每逾期一天按逾期货款的5‰支付违约金。", "delivered_part"),
        ("甲方逾期付款的，每逾期一天按逾期货款的3‰支付违约金。", "unpaid"),
    ],
)
def test_what_is_late_with_goods_is_no_money(clause: str, base: str) -> None:
    (penalty,) = penalties_of(clause)
    assert penalty.base == base


def test_an_amount_has_no_base() -> None:
    (penalty,) = penalties_of("乙方违约的，应向甲方支付违约金5000元。")
    assert penalty.base is None


@pytest.mark.parametrize(
    ("clause", "breach"),
    [
        ("甲方不按合同规定的时间向乙方交付设计费，迟延一天，支付违约金500元。", "late_payment"),
        ("乙方不按合同规定的时间交付设计成果，迟延一天，支付违约金500元。", "late_performance"),
        ("买方拒绝收货的，向卖方支付违约金500元。", "refusal"),
        ("报告未在约定时限内发出的，每发生一例，乙方支付违约金200元。", "late_performance"),
        ("乙方未经同意将样品转送其他机构检测的，支付违约金500元。", "subcontracting"),
        ("乙方将样品送往其他检验机构检测的，支付违约金500元。", "subcontracting"),
        ("因乙方原因造成缺班的，每车次扣1000元。", "service_failure"),
        ("乙方漏发班次的，每次扣500元。", "service_failure"),
        ("乙方将样品送检不及时的，每次扣500元。", "service_failure"),
        ("乙方中途中断服务的，支付违约金500元。", "termination"),
        ("设备二次复检仍不通过的，乙方支付违约金500元。", "quality"),
        ("乙方使用劣质墨盒的，每次支付违约金500元。", "quality"),
        ("蔬菜农残超标、外观不合格而未及时退换的，每次支付违约金500元。", "quality"),
        ("乙方未按时更换到期路牌的，每次支付违约金500元。", "late_performance"),
        ("乙方未在约定的12小时内送达急用沙袋的，每次支付违约金500元。", "late_performance"),
        ("乙方未在约定的2小时内到达现场的，每次支付违约金500元。", "service_failure"),
        ("乙方逾时送达的，每次扣200元。", "late_performance"),
        ("乙方没有按照合同规定的时间供货的，按合同总价的5%支付违约金。", "late_performance"),
        ("货物不符合约定的，应限期更换，由此造成的逾期按本条处理；拒不更换的，按合同总价的10%支付违约金。", "quality"),
    ],
)
def test_what_was_not_done(clause: str, breach: str) -> None:
    assert [penalty.breach for penalty in penalties_of(clause)] == [breach]


@pytest.mark.parametrize(
    ("clause", "trigger"),
    [
        ("乙方逾期交货的，每日支付违约金1000元，逾期超过60日的，甲方有权解除合同。", "逾期超过60日"),
        ("乙方逾期交货的，每日支付违约金1000元；逾期超过60日的，甲方有权解除合同。", "逾期超过60日"),
        ("保安脱岗的，每次扣500元，经累计五次，甲方有权解除合同。", "经累计五次"),
        ("发生事故的，每起扣款1万元；构成重大事故的，甲方有权解除合同。", "构成重大事故"),
        ("乙方转包的，甲方有权解除合同，乙方应支付合同总价20%的违约金。", None),
        ("乙方转包的，应支付合同总价20%的违约金，甲方同时有权解除合同。", None),
        ("乙方逾期交货的，每日支付违约金1000元，逾期超过60日甲方有权解除合同。", "逾期超过60日"),
        ("乙方迟到的，每次扣款200元；迟到超过2小时的，甲方有权解除合同。", "迟到超过2小时"),
        (
            "甲方逾期付款的，每日支付违约金500元；逾期超过20日，经乙方催告后仍未支付的，乙方有权解除合同。",
            "逾期超过20日,经乙方催告后仍未支付",
        ),
        ("乙方逾期交货的，每日支付违约金1000元，累计以5万元为限，届时仍未交货的，甲方有权解除合同。", "届时仍未交货"),
    ],
)
def test_what_makes_the_right_to_terminate_ripe(clause: str, trigger: str | None) -> None:
    (penalty,) = penalties_of(clause)
    assert penalty.termination
    assert (penalty.termination_trigger and penalty.termination_trigger.value) == trigger


def test_cap_in_yuan_and_its_base() -> None:
    in_yuan, as_rate = penalties_of(
        "乙方逾期交货的，每日支付违约金1000元，累计不超过3万元。\n甲方逾期付款的，每日按未付金额的0.05%支付违约金，不超过未付金额的5%。"
    )
    assert in_yuan.cap is not None
    assert (in_yuan.cap.amount, in_yuan.cap.rate) == (Decimal(30000), None)
    assert as_rate.cap is not None
    assert (as_rate.cap.rate, as_rate.cap.base) == (Decimal("0.05"), "unpaid")


def test_a_penalty_may_run_until_the_bond_is_used_up() -> None:
    (penalty,) = penalties_of("乙方逾期交付的，每逾期一日扣合同总价的2‰，直至扣完履约保证金为止。")
    assert penalty.cap is not None
    assert (penalty.cap.text, penalty.cap.rate, penalty.cap.amount) == ("直至扣完履约保证金为止", None, None)


def test_a_common_cap_of_one_side_leaves_the_other_alone() -> None:
    penalties = penalties_of(
        "1.乙方逾期交货的，每日按合同总价的0.1%支付违约金。\n"
        "2.甲方逾期付款的，每日按未付金额的0.1%支付违约金。\n"
        "3.上述乙方违约金累计不超过合同总价的10%。"
    )
    assert [shown(penalty) for penalty in penalties] == [
        "supplier late_performance 0.001/day cap 0.1",
        "buyer late_payment 0.001/day",
    ]


def test_a_row_is_the_evidence_of_its_penalty() -> None:
    (penalty,) = penalties_of("序号\t违约情形\t扣款标准\n1\t保安缺岗\t200元/人/天")
    assert shown(penalty) == "supplier staffing 200/person_day"
    assert penalty.text == "1\t保安缺岗\t200元/人/天"


def test_unit_of_a_column_heading() -> None:
    (penalty,) = penalties_of("序号\t违约情形\t扣款标准（元/次）\n1\t巡更漏点\t50")
    assert shown(penalty) == "supplier service_failure 50/occurrence"


def test_penalties_of_annexes_count_too_in_document_order() -> None:
    clause = (
        "乙方逾期交货的，每日支付违约金1000元。\n"
        "甲方（盖章）：某局\t乙方（盖章）：某公司\n"
        "签订日期：2025年3月1日\t签订日期：2025年3月1日\n"
        "附件：廉政协议\n"
        "一、乙方向甲方人员行贿的，应支付合同总价5%的违约金。"
    )
    assert [shown(penalty) for penalty in penalties_of(clause)] == [
        "supplier late_performance 1000/day",
        "supplier fraud 0.05/once",
    ]


def test_an_annex_title_says_what_its_agreement_is_about() -> None:
    clause = (
        "甲方（盖章）：某局\t乙方（盖章）：某公司\n"
        "签订日期：2025年3月1日\t签订日期：2025年3月1日\n"
        "附件：保密协议\n"
        "一、乙方违反本协议的，每发生一次应向甲方支付违约金20000元。"
    )
    assert [shown(penalty) for penalty in penalties_of(clause)] == ["supplier confidentiality 20000/occurrence"]


def test_losers_are_remembered_with_a_reason() -> None:
    context = context_of("乙方逾期交货的，每日按合同总价的0.1%支付违约金，累计不超过合同总价的5%。")
    read_penalties(context, ())
    candidates = [c for c in context.trace.of("penalties") if c.value in ("0.1%", "5%")]
    assert [(c.value, c.won) for c in candidates] == [("5%", False), ("0.1%", True)]
    assert "上限" in candidates[0].reason


def test_the_like_in_one_sentence_is_taken_of_the_same() -> None:
    both = penalties_of("未达到要求的，一级故障每次扣合同总价的0.5%，二级故障每次扣0.2%。")
    assert [penalty.base for penalty in both] == ["contract_total", "contract_total"]


def test_each_of_two_rates_is_taken_of_what_stands_before_it() -> None:
    either = penalties_of("乙方不能完成工作的，应偿付未完成部分价款的20%或者合同总价40%的违约金。")
    assert [penalty.base for penalty in either] == ["delivered_part", "contract_total"]


@pytest.mark.parametrize(
    ("clause", "bases"),
    [
        (
            "85-94分的扣当月服务费3%；75-84分的扣8%；低于75分的扣15%并有权解除合同。",
            ["instalment", "instalment", "instalment"],
        ),
        ("85-94分的扣当月服务费3%；乙方转包的，扣合同总价8%。", ["instalment", "contract_total"]),
        ("考核分85（含）-92分扣当月服务费2%，78（含）-85分扣4%。", ["instalment", "instalment"]),
        ("月考核78分以下的扣当月服务费4%，连续两个月78分以下扣8%。", ["instalment", "instalment"]),
        ("月考核78分以下的扣当月服务费4%，连续两次被投诉扣8%。", ["instalment", None]),
    ],
)
def test_the_base_of_a_scale_by_score_goes_on(clause: str, bases: list[str | None]) -> None:
    assert [penalty.base for penalty in penalties_of("考核：" + clause)] == bases


@pytest.mark.parametrize(
    ("clause", "liable"),
    [
        ("丙方逾期提交监理报告的，每逾期一日向甲方支付违约金200元。", "other"),
        ("丙方未按时到场的，每次扣减监理费500元。", "other"),
        ("丙方违约责任：\n（1）逾期提交成果的，每日支付违约金300元。", "other"),
        ("海湾监理咨询有限公司擅自更换总监的，应支付违约金2万元。", "other"),
        ("因监理单位过错造成返工的，由丙方承担违约金1万元。", "other"),
        ("丙方发现乙方未按图施工的，每次扣款1000元。", "supplier"),
        ("乙方未经丙方同意进场施工的，每次扣款1000元。", "supplier"),
        ("乙方逾期完工的，每日按500元由丙方核减。", "supplier"),
        ("甲方逾期付款的，每日向丙方支付违约金100元。", "buyer"),
        ("经丙方验收不合格的，扣除合同总价的5%。", "supplier"),
    ],
)
def test_a_party_on_neither_side_is_liable_for_itself(clause: str, liable: str) -> None:
    head = "监理合同\n甲方（采购人）：云岭市第一中学\n乙方（供应商）：云岭筑成建设有限公司\n"
    text = f"{head}丙方（监理单位）：海湾监理咨询有限公司\n第一条 违约责任\n{clause}\n"
    record = read_contract(document_from_text(text), PACK).record
    assert [penalty.liable for penalty in record.penalties] == [liable]
