"""Passages as different drafters write them, each with what must be read from it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.model import Record
from tests.helpers import record_of

HEAD = "云岭市信息化服务合同\n甲方：云岭市水务局\n乙方：云岭启明咨询有限公司\n"


def name_of(record: Record, role: str) -> str | None:
    return next((p.name.value for p in record.parties if p.role == role and p.name is not None), None)


# -- parties ------------------------------------------------------------------------------------------------


def test_a_stacked_signature_page() -> None:
    record = record_of(
        "政府采购货物买卖合同\n甲方：云岭市妇幼保健院\n乙方：云岭德诚医疗科技有限公司\n"
        "1. 合同金额\n（1）合同金额小写：2,360,000.00 元\n大写：贰佰叁拾陆万元整\n"
        "甲方（采购人、受采购人委托签订合同的单位或采购文件约定的合同甲方）\n乙方（供应商）\n"
        "单位名称（公章或合同章）\n云岭市妇幼保健院\n单位名称（公章或合同章）\n云岭德诚医疗科技有限公司\n"
        "法定代表人\n或其委托代理人（签章）\n\n法定代表人\n或其委托代理人（签章）\n\n"
        "住 所\n云岭市康宁路9号\n住 所\n云岭市高新区创业路66号\n联 系 人\n苏明远\n联 系 人\n贺小川\n"
        "邮政编码\n661200\n邮政编码\n661800\n开户名称\n开户名称\n云岭德诚医疗科技有限公司\n"
        "开户银行\n开户银行\n云岭银行高新支行\n银行账号\n银行账号\n53050161523600001289\n"
    )
    buyer, supplier = record.parties[:2]
    assert buyer.address is not None and buyer.address.value == "云岭市康宁路9号"
    assert supplier.address is not None and supplier.address.value == "云岭市高新区创业路66号"
    assert [c.name.value for p in (buyer, supplier) for c in p.contacts if c.name] == ["苏明远", "贺小川"]
    assert (buyer.postcode and buyer.postcode.value, buyer.accounts) == ("661200", ())
    assert [a.number.value for a in supplier.accounts if a.number] == ["53050161523600001289"]


def test_roles_are_not_swapped_by_labels_that_say_the_same_twice() -> None:
    record = record_of(
        "机关食堂劳务外包服务合同\n委托单位：（以下简称甲方）云岭县机关事务服务中心\n"
        "受托单位：（以下简称乙方）云岭鼎味餐饮管理有限公司\n一、甲方将机关食堂餐饮服务委托给乙方。\n"
        "甲方：云岭县机关事务服务中心（印章）    乙方：云岭鼎味餐饮管理有限公司（印章）\n法人代表：                法人代表：梅若华\n"
    )
    assert (name_of(record, "buyer"), name_of(record, "supplier")) == (
        "云岭县机关事务服务中心",
        "云岭鼎味餐饮管理有限公司",
    )
    assert record.parties[1].legal_representative is not None


def test_a_name_that_runs_into_the_preamble() -> None:
    record = record_of(
        "学校食堂食材配送服务合同 甲方：云岭县第一中学 乙方：云岭绿源农产品配送有限公司 为确保师生饮食安全，"
        "根据《中华人民共和国食品安全法》等规定，签订本合同。一、配送内容：蔬菜、肉类。"
    )
    assert name_of(record, "supplier") == "云岭绿源农产品配送有限公司"


def test_the_date_below_a_number_is_not_part_of_it() -> None:
    record = record_of(
        HEAD + "一、服务内容\n乙方提供运维服务。\n甲  方：云岭市水务局（盖章）\n电  话：0772-4210001\n2024年12月27日\n"
        "乙  方：云岭启明咨询有限公司（盖章）\n账  号：1024 1201 0105 2233 66\n2024年12月27日\n"
    )
    assert [phone.value for phone in record.parties[0].phones] == ["0772-4210001"]
    assert [a.number.value for a in record.parties[1].accounts if a.number] == ["102412010105223366"]
    assert record.signed_on is not None and record.signed_on.value == "2024-12-27"


def test_dates_below_the_representatives_are_dates() -> None:
    record = record_of(
        HEAD + "一、服务内容\n乙方提供运维服务。\n甲方：（盖章）云岭市水务局      乙方：（盖章）云岭启明咨询有限公司\n"
        "代表：                  代表：\n2024年12月20日          2024年12月20日\n"
    )
    assert record.signed_on is not None and record.signed_on.value == "2024-12-20"
    assert all(party.authorized_representative is None for party in record.parties)


def test_the_number_of_a_certificate_is_not_the_contracts() -> None:
    record = record_of(HEAD + "资质证书编号：云公保服20180012号\n为维护秩序，双方订立本合同。\n一、服务内容\n")
    assert record.contract_number is None


def test_the_issuer_of_a_form_is_no_part_of_its_title() -> None:
    record = record_of("建设工程施工合同\n\n住房城乡建设部\n国家工商行政管理总局  制定\n\n" + HEAD.split("\n", 1)[1])
    assert record.title is not None and record.title.value == "建设工程施工合同"


# -- price, payments, periods -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "value", "kind"),
    [
        ("设计费按中标费率计算，暂定为 786,000 元（人民币柒拾捌万陆仟元整）。", "786000", "estimate"),
        ("服务期一年。物业费：每月58,500元，全年合计702,000元（大写：柒拾万贰仟元整）。", "702000", "fixed"),
        ("合同预算金额为人民币壹佰贰拾万元（￥1200000元）。", "1200000", "estimate"),
    ],
)
def test_price(clause: str, value: str, kind: str) -> None:
    total = record_of(f"{HEAD}第一条 合同价款\n{clause}\n").total
    assert total is not None and (total.value, total.kind) == (Decimal(value), kind)


def test_how_often_is_paid_stands_before_the_scale_of_scores() -> None:
    record = record_of(
        HEAD
        + "第六条 服务费按季度支付，每季度末由甲方考核，考核得分90分（含）以上全额支付；80-89分，扣减当季服务费的2%。\n"
    )
    assert [(p.recurs, p.share) for p in record.payments] == [("quarter", None)]


@pytest.mark.parametrize(
    ("clause", "kind", "start", "end"),
    [
        ("聘期为贰年，自二〇二五年五月一日至二〇二七年四月三十日。", "service", "2025-05-01", "2027-04-30"),
        ("（1）起始日期：2026年3月20日，完成日期：2026年6月17日。", "service", "2026-03-20", "2026-06-17"),
    ],
)
def test_period(clause: str, kind: str, start: str, end: str) -> None:
    periods = record_of(f"{HEAD}第二条 合同履行\n{clause}\n").periods
    assert [(p.kind, p.start and p.start.value, p.end and p.end.value) for p in periods] == [(kind, start, end)]


def test_a_warranty_in_brackets_in_a_payment_clause() -> None:
    periods = record_of(HEAD + "第五条 付款方式\n余3％作为质量保证金，质保期（两年）满后15日内支付。\n").periods
    assert [(p.kind, p.duration and p.duration.value) for p in periods] == [("warranty", 2)]


# -- penalties ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("甲方逾期付款的，每逾期一日按逾期支付金额的万分之五支付违约金，但累计不超过逾期支付金额的5%。",
         ("buyer", "late_payment", "0.0005", "unpaid", "day", "0.05")),
        ("甲方不按期支付顾问费的，应按日万分之二支付滞纳金。", ("buyer", "late_payment", "0.0002", None, "day", None)),
        ("甲方违反本合同第五条约定，应当每逾期一周按应付未付款的0.5％支付违约金。",
         ("buyer", "late_payment", "0.005", "unpaid", "week", None)),
        ("甲方无故逾期验收和办理款项支付手续的，应按逾期付款总额每日万分之五向乙方支付违约金。",
         ("buyer", "late_payment", "0.0005", "unpaid", "day", None)),
        ("乙方未在收到第一次付款后150日内取得测评合格报告的，每逾期1日，按照合同总额的0.08%支付违约金。",
         ("supplier", "late_performance", "0.0008", "contract_total", "day", None)),
        ("甲方每逾期支付一天，应承担应支付金额千分之二的逾期违约金。", ("buyer", "late_payment", "0.002", "unpaid", "day", None)),
        ("供方所交货物不符合规定的，需方有权拒收，供方向需方偿付货款总值5%的违约金。",
         ("supplier", "quality", "0.05", "contract_total", "once", None)),
        ("印刷差错率不超过万分之一。每延误1天，扣该批次印刷费的2%。", ("supplier", "late_performance", "0.02", "delivered_part", "day", None)),
    ],
)  # fmt: skip
def test_penalty_rate(clause: str, expected: tuple[str, str, str, str | None, str, str | None]) -> None:
    penalties = record_of(f"{HEAD}第九条 违约责任\n{clause}\n").penalties
    liable, breach, rate, base, per, cap = expected
    assert [(p.liable, p.breach, p.rate and p.rate.value, p.base, p.per, p.cap and p.cap.rate) for p in penalties] == [
        (liable, breach, Decimal(rate), base, per, Decimal(cap) if cap else None)
    ]


def test_a_fine_for_each_day_of_delay() -> None:
    penalties = record_of(HEAD + "第九条 违约责任\n乙方每延误工期一天，罚款500元。\n").penalties
    assert [(p.amount and p.amount.value, p.per) for p in penalties] == [(Decimal(500), "day")]


def test_a_signature_page_without_a_word_on_seals() -> None:
    record = record_of(
        HEAD
        + "一、服务内容\n乙方提供运维服务。\n二、争议\n向云岭市人民法院提起诉讼。\n甲方：云岭市水务局 乙方：云岭启明咨询有限公司\n"
        "代表人：谷丰 代表人：麦田\n电话：0851-2260001 电话：0871-6781234\n2025年3月26日 2025年3月26日\n"
    )
    assert record.signed_on is not None and record.signed_on.value == "2025-03-26"


def test_the_project_of_a_preamble() -> None:
    record = record_of(
        "采购合同\n甲方：云岭县农业农村局\n乙方：云岭沃田种业有限公司\n甲乙双方根据2025年3月20日云岭县农田建设项目有机肥采购"
        "（项目编号：YL2025-09）的中标结果，达成合同条款如下：\n1. 采购货物一览表\n"
    )
    assert record.project_name is not None and record.project_name.value == "云岭县农田建设项目有机肥采购"


def test_copies_of_an_engagement_letter() -> None:
    copies = record_of(HEAD + "九、出具审计报告一式陆份。\n十、本约定书一式肆份，甲乙方各执贰份。\n").copies
    assert copies is not None and (copies.total, copies.by_role) == (4, {"buyer": 2, "supplier": 2})


# -- which of several ways of paying is chosen ----------------------------------------------------------------


def shares_of(clause: str) -> list[tuple[Decimal | None, str | None]]:
    record = record_of(f"{HEAD}第一条 合同价款\n合同总价为人民币100000.00元。\n{clause}")
    return [(p.share and p.share.value, p.recurs) for p in record.payments]


@pytest.mark.parametrize(
    "clause",
    [
        "第二条 付款方式\n按下列第2种方式支付：\n1、合同签订后一次性支付合同总价的100%。\n2、合同签订后支付合同总价的40%，验收合格后支付60%。\n3、按月支付。\n",
        "第二条 付款方式\n双方选择第（二）种：\n（一）验收合格后支付合同总价的100%。\n（二）合同签订后支付合同总价的40%；验收合格后支付合同总价的60%。\n",
        "第二条 付款方式\n□一次性付款：验收合格后支付合同总价的100%。\n☑分期付款：合同签订后支付合同总价的40%，验收合格后支付合同总价的60%。\n",
    ],
)
def test_only_the_chosen_way_of_paying_counts(clause: str) -> None:
    assert shares_of(clause) == [(Decimal("0.4"), None), (Decimal("0.6"), None)]


def test_the_way_chosen_first_is_the_first() -> None:
    clause = "第二条 付款方式\n按下列第1种方式支付：\n1、验收合格后支付合同总价的100%。\n2、合同签订后支付合同总价的40%，验收合格后支付60%。\n"
    assert shares_of(clause) == [(Decimal(1), None)]


def test_a_period_for_all_instalments_stands_in_a_sentence_of_its_own() -> None:
    record = record_of(
        HEAD
        + "第一条 合同价款\n合同总价为人民币100000.00元。\n第二条 付款\n1、合同签订后支付合同总价的40%。\n2、验收合格后支付合同总价的60%。\n"
        "3、甲方在收到乙方每笔款项的发票后15个工作日内支付。\n"
    )
    assert [(p.share and p.share.value, p.due and (p.due.value, p.due.unit)) for p in record.payments] == [
        (Decimal("0.4"), (15, "workday")),
        (Decimal("0.6"), (15, "workday")),
    ]


def test_shares_told_first_and_their_amounts_behind() -> None:
    record = record_of(
        HEAD
        + "第一条 合同价款\n合同总价为人民币100000.00元。\n第二条 付款\n合同签订后支付合同总价的40%，验收合格后支付合同总价的60%，分别为40000元、60000元。\n"
    )
    assert [(p.share and p.share.value, p.amount and p.amount.value) for p in record.payments] == [
        (Decimal("0.4"), Decimal(40000)),
        (Decimal("0.6"), Decimal(60000)),
    ]


def test_the_rest_with_its_own_share_is_one_instalment() -> None:
    assert shares_of("第二条 付款\n合同签订后支付合同总价的70%，尾款（合同总价的30%）验收合格后支付。\n") == [
        (Decimal("0.7"), None),
        (Decimal("0.3"), None),
    ]
