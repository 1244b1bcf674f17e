"""What a contract provides for and is about; slips of the pen; annexes and where they are mentioned."""

from __future__ import annotations

import pytest

from extract.model import Annex
from tests.helpers import record_of

SIGNED = "甲方（盖章）：云浒市档案馆        乙方（盖章）：云浒洁诚保洁服务有限公司\n日期：2025年2月20日\n"


def kinds(text: str) -> set[str]:
    return {category.kind for category in record_of(text).categories}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("云浒市信息中心办公家具采购合同", {"goods"}),
        ("图书馆修缮工程施工合同", {"works"}),
        ("新能源公务用车采购合同", {"goods"}),
        ("办公用房租赁合同", {"lease"}),
        ("保安服务合同", {"services"}),
        ("政务信息系统运行维护服务合同", {"services", "software"}),
        ("执法办案软件开发合同", {"services", "software", "creation"}),
        ("大数据平台建设项目合同", {"software", "data", "creation"}),
        ("建设工程造价咨询合同", {"services"}),
        ("聘请常年法律顾问合同", {"services"}),
    ],
)
def test_categories_by_the_title(title: str, expected: set[str]) -> None:
    assert kinds(f"{title}\n甲方：云浒市信息中心\n第一条 其他\n本合同一式两份。\n") == expected


def test_a_law_on_personal_information_is_no_personal_information() -> None:
    assert "personal_information" not in kinds("保安服务合同\n乙方应当遵守《个人信息保护法》。\n")
    assert "personal_information" in kinds("保安服务合同\n乙方不得泄露来访人员的身份证号。\n")


def test_provisions_are_where_they_first_stand() -> None:
    text = (
        "保洁服务合同\n第一条 服务内容\n保洁员12名。\n第二条 违约责任\n逾期的支付违约金。\n第三条 争议\n向法院起诉。\n"
    )
    found = {provision.kind: provision.text for provision in record_of(text).provisions}
    assert found["quantity"] == "12名"
    assert found["breach"] == "违约责任"
    assert {"acceptance", "intellectual_property", "subcontracting_banned"}.isdisjoint(found)


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("甲方出租的门面位于南湖路9号。", True),
        ("乙方因活动需要，租用甲方车辆一台。", True),
        ("出租人应当按时移交。", False),
    ],
)
def test_what_a_lease_is_about(sentence: str, told: bool) -> None:
    text = f"租赁合同\n第一条 约定\n{sentence}\n第二条 其他\n一式两份。\n"
    assert ("subject" in {provision.kind for provision in record_of(text).provisions}) is told


def test_liability_for_leaks_alone_is_no_clause_on_breach() -> None:
    text = "保洁服务合同\n第一条 内容\n保洁。\n第二条 保密\n泄露秘密的支付违约金。\n第三条 其他\n一式两份。\n"
    assert "breach" not in {provision.kind for provision in record_of(text).provisions}


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("乙方不得将本合同转包。", "subcontracting_banned"),
        ("未经甲方书面同意，乙方不得将服务委托第三方或分包。", "subcontracting_banned"),
        ("任何一方无权转让本合同的权利义务。", "subcontracting_banned"),
        ("乙方将授课任务委托其他机构承担的，甲方有权终止协议。", "subcontracting_banned"),
        ("乙方可以自行将保洁业务分包。", "subcontracting_free"),
    ],
)
def test_handing_the_work_on(sentence: str, kind: str) -> None:
    text = f"保洁服务合同\n第一条 内容\n保洁。\n第二条 分包\n{sentence}\n"
    assert kind in {provision.kind for provision in record_of(text).provisions}


@pytest.mark.parametrize("sentence", ["经甲方同意，乙方可以分包。", "乙方不可以转包。", "是否允许分包：□是 ☑否"])
def test_consent_is_no_freedom(sentence: str) -> None:
    text = f"保洁服务合同\n第一条 内容\n保洁。\n第二条 分包\n{sentence}\n"
    assert "subcontracting_free" not in {provision.kind for provision in record_of(text).provisions}


@pytest.mark.parametrize(
    ("sentence", "kind", "told"),
    [
        ("甲方有权将该工作委托其他单位完成，费用由乙方承担。", "subcontracting_banned", False),
        ("任何一方违反本合同给对方造成损失的，应当赔偿。", "breach", True),
        ("给对方造成损失的，应当赔偿。", "breach", False),
        ("聘期届满前，甲方对顾问工作进行评价，不合格的不再聘请。", "acceptance", True),
        ("乙方编写评价指标说明。", "acceptance", False),
        ("甲方通过公开招标将云浒镇清扫保洁服务发包给乙方。", "subject", True),
        ("作业范围：建成区道路。", "subject", True),
    ],
)
def test_what_a_sentence_provides_for(sentence: str, kind: str, told: bool) -> None:
    text = f"合同\n第一条 约定\n{sentence}\n第二条 其他\n一式两份。\n"
    assert (kind in {provision.kind for provision in record_of(text).provisions}) is told


def test_impossible_dates_everywhere() -> None:
    record = record_of("第一条 2025年2月29日前完成，2024年2月29日前付款，2025年6月31日结束。\n")
    assert [date.value for date in record.impossible_dates] == ["2025-02-29", "2025-06-31"]


@pytest.mark.parametrize(
    ("words", "unread"),
    [
        ("合同总价：24O000元", ["24O000元"]),
        ("合同总价：24000 0元", ["24000 0元"]),
        ("合同价款为人民币2 40000元", ["2 40000元"]),
        ("合同总价：l20000元", ["l20000元"]),
        ("合同总价：240,000.00元", []),
        ("合同总价：人民币24o,000.00元", []),
        ("合同总价：240 000元", []),
        ("合同总价：24O000元（大写：贰拾肆万元整）", []),
        ("附表1 500元以下的物品", []),
    ],
)
def test_figures_that_nobody_can_read(words: str, unread: list[str]) -> None:
    record = record_of(f"采购合同\n第一条 标的\n显示屏。\n第二条 价款\n{words}。\n")
    assert [amount.text for amount in record.unread_amounts] == unread
    assert not unread or record.total is None


def test_credit_codes_with_and_without_a_label_and_no_accounts() -> None:
    text = (
        "统一社会信用代码：91350100M000100Y43\n开票信息为云浒公司，税号为\n91530902MA6K7TQ41X 。\n"
        "开户银行：云浒农商行\n账号：806010201421001936\n"
    )
    codes = [code.value for code in record_of(text).credit_codes]
    assert codes == ["91350100M000100Y43", "91530902MA6K7TQ41X"]


def test_a_party_that_deals_with_itself() -> None:
    text = "第七条 乙方应当向乙方支付违约金，甲方应当向乙方支付价款。\n甲方签收时起转移给甲方。\n"
    assert [slip.value for slip in record_of(text).self_dealings] == ["乙方应当向乙方支付"]


def annexes_of(body: str, behind: str) -> tuple[Annex, ...]:
    text = f"保洁服务合同\n第一条 内容\n保洁。\n第二条 附件\n{body}\n第三条 其他\n一式两份。\n{SIGNED}\n{behind}"
    return record_of(text).annexes


def annexes(body: str, behind: str) -> list[tuple[str | None, str, bool, bool]]:
    return [(a.number, a.title.value, a.announced, a.present) for a in annexes_of(body, behind)]


def test_an_annex_that_a_sentence_mentions_is_announced() -> None:
    behind = "附件一\n保洁作业标准\n每日两次。\n"
    assert annexes("频次见附件一。", behind) == [("一", "保洁作业标准", True, True)]
    assert annexes("频次见附件《保洁作业标准》。", behind) == [("一", "保洁作业标准", True, True)]
    assert annexes("按月考核。", behind) == [("一", "保洁作业标准", False, True)]


def test_an_annex_that_is_only_mentioned() -> None:
    assert annexes("考核见附件二《考核表》。", "附件一\n保洁作业标准\n每日两次。\n")[1:] == [
        ("二", "考核表", True, False)
    ]
    assert annexes("考核见招标文件附件3。", "") == []


@pytest.mark.parametrize(
    ("ends", "days"),
    [
        ("甲方（章）：　　日期：2025-07-21\n乙方（章）：　　日期：2025-06-11\n", ["2025-07-21", "2025-06-11"]),
        ("2025年7月21日\n", ["2025-07-21"]),
        ("自2025年7月21日起施行。\n", []),
    ],
)
def test_every_day_on_which_an_annex_was_signed(ends: str, days: list[str]) -> None:
    behind = (
        "附件一\n廉洁责任书\n甲方：云岭市水务局\n乙方：临江科技有限公司\n双方不得收受礼金，共同遵守廉洁规定。\n" + ends
    )
    (annex,) = annexes_of("双方签订附件一《廉洁责任书》。", behind)
    assert [day.value for day in annex.signing_dates] == days


def test_arabic_and_chinese_numbers_of_annexes_are_one() -> None:
    assert annexes("频次见附件1。", "附件一\n保洁作业标准\n每日两次。\n") == [("一", "保洁作业标准", True, True)]


@pytest.mark.parametrize(("hung", "titles"), [("合同文本（预览）", []), ("养护标准（预览）", ["养护标准(预览)"])])
def test_the_contract_that_a_notice_hangs_on_itself_is_no_annex(hung: str, titles: list[str]) -> None:
    notice = f"园林绿化养护合同公告\n一、合同编号：YL-7\n二、其他补充事宜：无\n附件：{hung}\n"
    contract = "园林绿化养护合同\n甲方：岚川市园林处\n乙方：云岭翠谷园林有限公司\n第一条 内容\n乙方养护绿地。\n"
    assert [annex.title.value for annex in record_of(notice + contract).annexes] == titles
