"""Labelled values: which label, which value, and whose it is, in every layout that drafters use."""

from __future__ import annotations

import pytest

from extract.structure.label_values import is_blank
from tests.helpers import labels_of

Row = tuple[str, str, str | None]
"""Key, value and the label group of the owner."""


def rows(text: str) -> list[Row]:
    outline, labels = labels_of(text)
    return [
        (v.key, outline.text[v.start : v.end], v.owner.group if v.owner else None) for v in labels.values if not v.blank
    ]


def of(text: str, *keys: str) -> list[Row]:
    return [row for row in rows(text) if row[0] in keys]


BOTH_NAMED: list[Row] = [("party", "岚川市水务局", "first"), ("party", "云岭启明咨询事务所", "second")]


@pytest.mark.parametrize(
    "text",
    [
        "甲方：岚川市水务局\n乙方：云岭启明咨询事务所\n",
        "甲    方： 岚川市水务局\n乙    方： 云岭启明咨询事务所\n",
        "甲方（盖章）：岚川市水务局        乙方（盖章）：云岭启明咨询事务所\n",
        "甲方：（公章）岚川市水务局\n乙方：（公章）云岭启明咨询事务所\n",
        "甲方：岚川市水务局（公章）\n乙方：云岭启明咨询事务所（公章）\n",
        "甲方\n岚川市水务局\n乙方\n云岭启明咨询事务所\n",
        "甲方：\n岚川市水务局\n乙方：\n云岭启明咨询事务所\n",
        "一、甲方：岚川市水务局\n二、乙方：云岭启明咨询事务所\n",
        "甲方名称：岚川市水务局\n乙方名称：云岭启明咨询事务所\n",
        "甲方\t乙方\n岚川市水务局\t云岭启明咨询事务所\n",
        "甲方\t岚川市水务局\t乙方\t云岭启明咨询事务所\n",
        "| 甲方（盖章） | 岚川市水务局 | 乙方（盖章） | 云岭启明咨询事务所 |\n|---|---|---|---|\n",
        "<table><tr><td>甲方：岚川市水务局</td><td>乙方：云岭启明咨询事务所</td></tr></table>\n",
        "甲 方： 岚川市水务局（签章） 乙 方： 云岭启明咨询事务所（签章）\n",
        "甲方：岚川市水务局，乙方：云岭启明咨询事务所。\n",
        "Party A（甲方）：岚川市水务局\nParty B（乙方）：云岭启明咨询事务所\n",
        "合同编号：YL-2025-018甲方：岚川市水务局\n乙方：云岭启明咨询事务所\n",
        "甲方：岚川市水务局乙方：云岭启明咨询事务所\n",
        "甲方（需方）岚川市水务局\n乙方（供方）云岭启明咨询事务所\n",
        "甲方岚川市水务局\n乙方：云岭启明咨询事务所\n",
        "甲方（盖章）：岚川市水务局乙方（盖章）：云岭启明咨询事务所\n",
    ],
)
def test_names_both_parties(text: str) -> None:
    assert of(text, "party") == BOTH_NAMED


@pytest.mark.parametrize("colon", ["：", "", ":"])
@pytest.mark.parametrize(
    "head", ["甲方（盖章）{0}\t岚川市水务局\t乙方（盖章）{0}\t云岭启明咨询事务所\n", "甲方{0}\t\t乙方{0}\t\n"]
)
def test_a_form_of_four_columns_gives_each_party_its_half(head: str, colon: str) -> None:
    form = (
        head.format(colon) + "法定代表人{0}\t段青禾\t法定代表人{0}\t和雨生\n电话{0}\t\t电话{0}\t0879-6120418\n"
        "\t\t账    号{0}\t5301 0220 9913 4570\n签订日期{0}\t2025年3月4日\t签订日期{0}\t2025年3月5日\n"
    ).format(colon)
    assert [row for row in rows(form) if row[0] != "party"] == [
        ("legal_representative", "段青禾", "first"),
        ("legal_representative", "和雨生", "second"),
        ("phone", "0879-6120418", "second"),
        ("account", "5301 0220 9913 4570", "second"),
        ("signed_on", "2025年3月4日", "first"),
        ("signed_on", "2025年3月5日", "second"),
    ]


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("采购人：岚川市水务局\n供应商：云岭启明咨询事务所", ["buyer", "supplier"]),
        ("采购单位（甲方）：岚川市水务局\n成交供应商（乙方）：云岭启明咨询事务所", ["buyer", "supplier"]),
        ("委托方（甲方）：岚川市水务局\n受托方（乙方）：云岭启明咨询事务所", ["buyer", "supplier"]),
        ("发包人（全称）：岚川市水务局\n承包人（全称）：云岭启明咨询事务所", ["buyer", "supplier"]),
        ("承租方：岚川市水务局\n出租方：云岭启明咨询事务所", ["buyer", "supplier"]),
        ("买方（需方）：岚川市水务局\n卖方（供方）：云岭启明咨询事务所", ["buyer", "supplier"]),
        ("甲方（采购人）：岚川市水务局\n乙方（供应商）：云岭启明咨询事务所", ["first", "second"]),
        ("甲方：岚川市水务局\n丙方：云岭启明咨询事务所", ["first", "third"]),
        ("采购代理机构：岚川市水务局\n见证方：云岭启明咨询事务所", ["agent", "witness"]),
        ("监理人：岚川市水务局\n担保人：云岭启明咨询事务所", ["engineer", "guarantor"]),
    ],
)
def test_every_label_of_a_party_has_its_group(line: str, groups: list[str]) -> None:
    names = ["岚川市水务局", "云岭启明咨询事务所"]
    assert of(line + "\n", "party") == [("party", n, g) for n, g in zip(names, groups, strict=True)]


ADDRESSES: list[Row] = [("address", "岚川市松涛路18号", "first"), ("address", "云岭市环湖路7号", "second")]


@pytest.mark.parametrize(
    "text",
    [
        "甲方：岚川市水务局\n地址：岚川市松涛路18号\n乙方：云岭启明咨询事务所\n地址：云岭市环湖路7号\n",
        "甲方：岚川市水务局，地址：岚川市松涛路18号；\n乙方：云岭启明咨询事务所，地址：云岭市环湖路7号。\n",
        "甲方：岚川市水务局    法定代表人：岳青禾    地址：岚川市松涛路18号\n乙方：云岭启明咨询事务所    法定代表人：贺云帆    地址：云岭市环湖路7号\n",
        "甲方地址：岚川市松涛路18号\n乙方地址：云岭市环湖路7号\n",
        "甲方的通讯地址：岚川市松涛路18号\n乙方的通讯地址：云岭市环湖路7号\n",
        "甲方：岚川市水务局        乙方：云岭启明咨询事务所\n地址：岚川市松涛路18号    地址：云岭市环湖路7号\n",
        "甲方（采购人）\t乙方（供应商）\n单位名称：岚川市水务局\t单位名称：云岭启明咨询事务所\n住所：岚川市松涛路18号\t住所：云岭市环湖路7号\n",
        "事项\t甲方\t乙方\n名称\t岚川市水务局\t云岭启明咨询事务所\n地址\t岚川市松涛路18号\t云岭市环湖路7号\n",
        "\t甲方\t乙方\n名称（公章）\t岚川市水务局\t云岭启明咨询事务所\n住所\t岚川市松涛路18号\t云岭市环湖路7号\n",
        "甲方\t名称\t岚川市水务局\n\t地址\t岚川市松涛路18号\n乙方\t名称\t云岭启明咨询事务所\n\t地址\t云岭市环湖路7号\n",
        "甲方\t名称（盖章）\t岚川市水务局\t乙方\t名称（盖章）\t云岭启明咨询事务所\n\t住所\t岚川市松涛路18号\t\t住所\t云岭市环湖路7号\n",
        "甲方\t岚川市水务局\t乙方\t云岭启明咨询事务所\n住所\t岚川市松涛路18号\t住所\t云岭市环湖路7号\n",
        "甲方信息\n名称：岚川市水务局\n地址：岚川市松涛路18号\n乙方信息\n名称：云岭启明咨询事务所\n地址：云岭市环湖路7号\n",
        "（一）甲方资料如下：\n地址：岚川市松涛路18号\n（二）乙方资料如下：\n地址：云岭市环湖路7号\n",
        "甲 方： 岚川市水务局（签章） 乙 方： 云岭启明咨询事务所（签章）\n地址：岚川市松涛路18号（正门）地址：云岭市环湖路7号\n",
        "Party A（甲方）：岚川市水务局\nAddress（地址）：岚川市松涛路18号\nParty B（乙方）：云岭启明咨询事务所\nAddress（地址）：云岭市环湖路7号\n",
    ],
)
def test_an_address_belongs_to_the_party_of_its_place(text: str) -> None:
    found = [(key, value.removesuffix("(正门)"), owner) for key, value, owner in of(text, "address")]
    assert found == ADDRESSES


def test_three_columns_have_three_owners() -> None:
    text = (
        "甲方（盖章）：岚川市水务局    乙方（盖章）：云岭启明咨询事务所    见证方（盖章）：岚川正衡招标有限公司\n"
        "法定代表人：岳青禾    法定代表人：贺云帆    法定代表人：温止水\n日期：2025年3月1日    日期：2025年3月2日    日期：2025年3月3日\n"
    )
    assert [owner for _, _, owner in of(text, "party", "legal_representative", "signed_on")] == [
        "first",
        "second",
        "witness",
    ] * 3


def test_labels_one_space_apart_belong_to_the_parties_beside_each_other() -> None:
    text = "甲 方： 岚川市水务局（签章） 乙 方： 云岭启明咨询事务所（签章）\n委托代理人： 杜若溪 委托代理人： 白露\n"
    assert of(text, "authorized_representative") == [
        ("authorized_representative", "杜若溪", "first"),
        ("authorized_representative", "白露", "second"),
    ]


def test_a_form_of_three_parties_in_one_row() -> None:
    text = (
        "甲方\t岚川市水务局\t乙方\t云岭启明咨询事务所\t丙方\t岚川市供水总站\n"
        "法定代表人\t岳青禾\t法定代表人\t贺云帆\t法定代表人\t温止水\n"
    )
    assert [(value, owner) for _, value, owner in rows(text)] == [
        ("岚川市水务局", "first"),
        ("云岭启明咨询事务所", "second"),
        ("岚川市供水总站", "third"),
        ("岳青禾", "first"),
        ("贺云帆", "second"),
        ("温止水", "third"),
    ]


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        ("五、付款\n乙方指定的收款账户为：\n开户行：岚川农商行\n账号：6217000012345678\n", "second"),
        ("五、付款\n（二）乙方收款信息如下：\n开户银行：岚川农商行\n银行账号：6217000012345678\n", "second"),
        ("五、付款\n甲方将款项支付至乙方以下银行账户：\n开户行：岚川农商行\n账号：6217000012345678\n", "second"),
        ("五、付款\n甲方开票信息：\n开户行：岚川农商行\n账号：6217000012345678\n", "first"),
        ("五、付款\n乙方开户银行：岚川农商行\n乙方账号：6217000012345678\n", "second"),
        ("五、付款\n收款人账户如下\n开户行：岚川农商行\n账号：6217000012345678\n", None),
    ],
)
def test_an_announcement_says_whose_account_follows(text: str, owner: str | None) -> None:
    assert of(text, "bank", "account") == [("bank", "岚川农商行", owner), ("account", "6217000012345678", owner)]


def test_a_new_clause_ends_the_announcement() -> None:
    text = "五、付款\n乙方指定的收款账户为：\n账号：6217000012345678\n六、其他\n联系人：白露\n"
    assert of(text, "account", "contact") == [("account", "6217000012345678", "second"), ("contact", "白露", None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "甲方联系人：杜若溪，联系电话：0899-3320118，邮箱：office@example.com；\n",
            [
                ("contact", "杜若溪", "first"),
                ("phone", "0899-3320118", "first"),
                ("email", "office@example.com", "first"),
            ],
        ),
        ("甲方代表：岳青禾\n乙方代表：贺云帆\n", [("contact", "岳青禾", "first"), ("contact", "贺云帆", "second")]),
        ("乙方指派项目经理白露（联系电话：13588880001）负责本项目。\n", [("phone", "13588880001", "second")]),
        ("乙方指定邮箱地址为：qm@example.com。\n", [("email", "qm@example.com", "second")]),
        (
            "买方授权代表签字：杜若溪\n卖方授权代表签字：白露\n",
            [("authorized_representative", "杜若溪", "buyer"), ("authorized_representative", "白露", "supplier")],
        ),
        ("甲方统一社会信用代码：115326000151234567\n", [("tax_id", "115326000151234567", "first")]),
        (
            "甲方：岚川市水务局，住所在岚川市湖滨路8号，法定代表人岳青禾，联系人工程科杜若溪，电话0899-3320118。\n",
            [
                ("party", "岚川市水务局", "first"),
                ("address", "岚川市湖滨路8号", "first"),
                ("legal_representative", "岳青禾", "first"),
                ("contact", "工程科杜若溪", "first"),
                ("phone", "0899-3320118", "first"),
            ],
        ),
        (
            "甲方：岚川市水务局\n地址：岚川市湖滨路8号　邮编653100 电话0899-3320118 传真0899-3320119\n",
            [
                ("party", "岚川市水务局", "first"),
                ("address", "岚川市湖滨路8号", "first"),
                ("postcode", "653100", "first"),
                ("phone", "0899-3320118", "first"),
                ("fax", "0899-3320119", "first"),
            ],
        ),
        (
            "甲方：岚川市水务局\n地址：岚川市湖滨路8号\n联系电话/传真号码：0899-3320118\n",
            [
                ("party", "岚川市水务局", "first"),
                ("address", "岚川市湖滨路8号", "first"),
                ("phone", "0899-3320118", "first"),
            ],
        ),
        (
            "乙方：青屿科技有限公司\n故障时拨打报修电话0899-3320118，联系电话0899-3320119，邮编6531001。\n",
            [("party", "青屿科技有限公司", "second")],
        ),
        (
            "乙方：青屿科技有限公司，负责施工，电话通知甲方。\n",
            [("party", "青屿科技有限公司,负责施工,电话通知甲方", "second")],
        ),
        (
            "甲方：岚川市水务局（盖章）法定代表人或授权代表（签字）：岳青禾\n",
            [("party", "岚川市水务局", "first"), ("either_representative", "岳青禾", "first")],
        ),
    ],
)
def test_labels_in_prose_and_with_their_party(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "合同编号：YL-2025-7；项目编号：ZC-2025-3，项目名称：河道清淤工程。\n",
            [("contract_number", "YL-2025-7"), ("project_number", "ZC-2025-3"), ("project_name", "河道清淤工程")],
        ),
        (
            "合同编号\tYL-2025-7\n项目名称\t河道清淤工程\n",
            [("contract_number", "YL-2025-7"), ("project_name", "河道清淤工程")],
        ),
        (
            "政府采购合同编号：YL-2025-7\n采购项目编号：ZC-2025-3\n",
            [("contract_number", "YL-2025-7"), ("project_number", "ZC-2025-3")],
        ),
        ("以网络竞价方式公开招租（标的编号：ZL-2025-3），\n", [("project_number", "ZL-2025-3")]),
        ("签订地点：岚川市\n签约时间：2025年3月1日\n", [("signed_at", "岚川市"), ("signed_on", "2025年3月1日")]),
        (
            "合同编号：\t项目编号：\nYL-2025-7\tZC-2025-3\n",
            [("contract_number", "YL-2025-7"), ("project_number", "ZC-2025-3")],
        ),
        ("壹、采购案号：YL-XX-2025-071\n", [("project_number", "YL-XX-2025-071")]),
        ("总机：0512-63047177\n", [("phone", "0512-63047177")]),
        ("项目名称：\n河道清淤工程二期\n", [("project_name", "河道清淤工程二期")]),
        ("合同总价：人民币三万元整\n", [("total", "人民币三万元整")]),
        (
            "户  名：云岭启明咨询事务所\n开 户 行：岚川农商行\n",
            [("holder", "云岭启明咨询事务所"), ("bank", "岚川农商行")],
        ),
    ],
)
def test_labels_of_the_contract_itself(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(key, value) for key, value, _ in rows(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "序号\t货物名称\t品牌\t型号\t单价\t数量\n1\t水泵\t南方\tQ10\t1000\t2\n",
        "序号\t单位\t开户行\t账号\n",
        "双方应当按照以下方式处理：协商、调解。\n",
        "本合同签订后双方应当：严格履行。\n",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert rows(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "合同编号：\n",
        "合同编号：________\n",
        "合同编号：【 】\n",
        "合同编号：××\n",
        "合同编号：/\n",
        "合同编号： 〔 〕号\n",
        "签订日期：    年   月   日\n",
        "甲方：\n乙方：\n",
        "甲方（盖章）：\n",
        "项目名称：\t\n",
        "承包人：\n住房城乡建设部\n国家工商行政管理总局　制定\n",
        "发包人：\n云岭市财政局监制\n",
    ],
)
def test_a_blank_is_a_label_without_value(text: str) -> None:
    _, labels = labels_of(text)
    assert labels.values
    assert all(value.blank for value in labels.values)


@pytest.mark.parametrize(
    ("words", "blank"),
    [
        ("", True),
        ("____", True),
        ("年月日", True),
        ("【】", True),
        ("XX", True),
        ("／", False),
        ("局", False),
        ("2025年月日", False),
    ],
)
def test_is_blank(words: str, blank: bool) -> None:
    assert is_blank(words) is blank


def test_values_know_their_section_and_paragraph() -> None:
    outline, labels = labels_of(
        "合同编号：YL-7\n一、服务内容\n乙方为甲方提供咨询服务，内容见附件，质量符合国家标准。\n二、价款\n合同总价：三万元。\n三、其他\n另行商定。\n"
        "甲方（盖章）：岚川市水务局\n乙方（盖章）：云岭启明咨询事务所\n日期：2025年3月1日\n"
    )
    assert [(v.key, v.section) for v in labels.values] == [
        ("contract_number", "cover"),
        ("total", "body"),
        ("party", "signature"),
        ("party", "signature"),
        ("signed_on", "signature"),
    ]
    for value in labels.values:
        paragraph = outline.paragraphs[value.paragraph]
        assert paragraph.start <= value.label_start < value.start <= value.end <= paragraph.end


def test_of_returns_values_of_the_keys_asked_for() -> None:
    _, labels = labels_of("合同编号：YL-7\n项目名称：河道清淤\n签订地点：\n")
    assert [value.key for value in labels.of("signed_at", "contract_number")] == ["contract_number", "signed_at"]


def test_heads_are_the_parties_of_columns_and_row_groups() -> None:
    _, labels = labels_of("甲方\t乙方\n地址：岚川市\t地址：云岭市\n丙方\t名称\t岚川市供水总站\n")
    assert [head.group for head in labels.heads] == ["first", "second", "third"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "甲方（买方）：岚川中医药大学附属云岭第一医院地址：岚川市南路 725 号\n邮政编码：200032电话：0871-65550101\n",
            {
                "party": "岚川中医药大学附属云岭第一医院",
                "address": "岚川市南路725号",
                "postcode": "200032",
                "phone": "0871-65550101",
            },
        ),
        (
            "发包人：岚川公园管理所法定代表人：梁一联系电话：60217000承包人：云岭绿化有限公司\n",
            {"legal_representative": "梁一", "phone": "60217000"},
        ),
        (
            "(1)合同编号: HT-2024-1 (2)项目名称: 粮库设备采购 (3)采购编号: YX-51\n",
            {"contract_number": "HT-2024-1", "project_name": "粮库设备采购"},
        ),
        (
            "供应商地址：云岭街道57号4栋 依据《中华人民共和国民法典》，双方同意签订本合同。\n",
            {"address": "云岭街道57号4栋"},
        ),
        (
            "2.合同金额（元）：\n28026944\n七、合同签订日期\n2026年07月03日\n",
            {"total": "28026944", "signed_on": "2026年07月03日"},
        ),
    ],
)
def test_labels_that_run_into_each_other_and_values_below(text: str, expected: dict[str, str]) -> None:
    found = {key: value for key, value, _ in reversed(rows(text))}
    assert {key: found.get(key) for key in expected} == expected


@pytest.mark.parametrize(
    ("row", "codes"),
    [
        ("统一社会信用代码115200000000000000\t统一社会信用代码91520000000000000X\n", ["first", "second"]),
        ("信用代码证书115200000000000000\t信用代码证书91520000000000000X\n", []),
    ],
)
def test_a_number_may_stand_right_behind_its_label(row: str, codes: list[str]) -> None:
    text = "甲方盖章\t乙方盖章\n岚川市水务局\t云岭启明咨询事务所\n" + row + "代表：白露\t代表：温止水\n"
    assert [owner for _, _, owner in of(text, "tax_id")] == codes


def test_labels_in_columns_below_parties_that_one_space_parts() -> None:
    head = "甲方（盖章）： 岚川市水务局 乙方（盖章）： 云岭启明咨询事务所\n"
    assert of(head + "电话：0571-2000001\t电话：0571-2000002\n", "phone") == [
        ("phone", "0571-2000001", "first"),
        ("phone", "0571-2000002", "second"),
    ]


def test_the_line_for_whoever_else_signs_is_his() -> None:
    head = "甲方：岚川市水务局\t乙方：云岭启明咨询事务所\n法定代表人：\t法定代表人：\n"
    below = head + "（或授权代表）王小明\t（或授权代表）\n"
    assert ("王小明", "first") in [each[1:] for each in of(below, "authorized_representative")]
    beside = "甲方：岚川市水务局\n法定代表人：（或委托代理人）王小明\n"
    assert [each[1] for each in of(beside, "either_representative")] == ["王小明"]
    assert [each[1] for each in of(beside, "legal_representative")] == []


def test_names_below_places_to_sign_are_the_representatives() -> None:
    head = "甲方：岚川市水务局\t乙方：云岭启明咨询事务所\n法定代表人：（签字）\t法定代表人：（签字）\n"
    names = [value for _, value, _ in of(head + "王小明\t李大伟\n", "legal_representative")]
    assert names[-2:] == ["王小明", "李大伟"]
    assert "盖合同章处" not in [value for _, value, _ in of(head + "盖合同章处\t盖合同章处\n", "legal_representative")]


def test_a_title_below_an_empty_number_is_no_number() -> None:
    assert of("合同编号：\n岚川县国土空间修复规划（2021—2035年）\n编制服务合同\n", "contract_number") == []


def test_two_addresses_under_labels_of_their_own_are_one_partys() -> None:
    text = "甲方：岚川市水务局\n乙方：云岭启明咨询事务所\n注册地址：云岭市临江路8号\n办公地址：云岭市滨河路5号\n"
    assert of(text, "address") == [("address", "云岭市临江路8号", "second"), ("address", "云岭市滨河路5号", "second")]


def test_a_number_that_a_party_has_once_is_dealt_whatever_its_label() -> None:
    text = (
        "甲方：岚川市水务局\n乙方：云岭启明咨询事务所\n统一社会信用代码：11620000438000001X\n税号：91620100MA7200001X\n"
    )
    assert [owner for _, _, owner in of(text, "tax_id")] == ["first", "second"]


def test_the_day_of_signing_may_run_into_the_place() -> None:
    found = of("签订地点：岚川市签订日期：2024年4月20日\n", "signed_at", "signed_on")
    assert found == [("signed_at", "岚川市", None), ("signed_on", "2024年4月20日", None)]


def test_a_party_below_a_table_of_two_has_its_own_lines() -> None:
    text = (
        "甲方：\t\t乙方：\t\n单位名称（公章）\t岚川市水务局\t单位名称（公章）\t云岭启明咨询事务所\n"
        "联系电话\t0770-1111111\t联系电话\t0770-2222222\n\n"
        "采购代理机构（盖章）：云岭正衡招标有限公司\n经办人：易书昀\t电话：0770-3333333\n"
    )
    assert of(text, "phone") == [
        ("phone", "0770-1111111", "first"),
        ("phone", "0770-2222222", "second"),
        ("phone", "0770-3333333", "agent"),
    ]


@pytest.mark.parametrize("gap", ["\t", "   ", " "])
def test_a_row_that_says_two_labels_for_each_party(gap: str) -> None:
    numbers = [f"电话：0770-{n}111111{gap}传真：0770-{n}111112" for n in (1, 2)]
    text = "甲方（盖章）：岚川市水务局\t乙方（盖章）：云岭启明咨询事务所\n" + "\t".join(numbers) + "\n"
    assert of(text + "邮编：530000\t邮编：530001\n", "phone", "fax", "postcode") == [
        ("phone", "0770-1111111", "first"),
        ("fax", "0770-1111112", "first"),
        ("phone", "0770-2111111", "second"),
        ("fax", "0770-2111112", "second"),
        ("postcode", "530000", "first"),
        ("postcode", "530001", "second"),
    ]


def test_a_wider_row_above_a_signature_page_takes_none_of_its_lines_together() -> None:
    text = (
        "账户：开户名：云岭启明咨询事务所  开户行：云岭银行临江支行  账号：620123456789012\n"
        "甲方（盖章）：岚川市水务局        乙方（盖章）：云岭启明咨询事务所\n"
        "法定代表人：王建国        法定代表人：李红梅\n"
    )
    assert of(text, "legal_representative") == [
        ("legal_representative", "王建国", "first"),
        ("legal_representative", "李红梅", "second"),
    ]


@pytest.mark.parametrize(
    ("text", "key", "value"),
    [
        ("地址、电话：岚川市人民路1号、0871-65550101\n", "address", "岚川市人民路1号、0871-65550101"),
        ("单位地址、邮编、电话：岚川市人民路1号\n", "address", "岚川市人民路1号"),
        ("通讯地址及联系方式：岚川市人民路1号\n", "address", "岚川市人民路1号"),
        ("法定代表人（负责人）/联系方式：岑岚\n", "legal_representative", "岑岚"),
        ("法定代表人（或授权代表）/联系电话：岑岚\n", "either_representative", "岑岚"),
        ("法定代表人或授权人：岑岚\n", "either_representative", "岑岚"),
        ("授权代表/联系方式：岑岚\n", "authorized_representative", "岑岚"),
        ("开户银行、账号：云岭银行岚川支行\n", "account", "云岭银行岚川支行"),
        ("质量、电话：0871-65550101\n", "phone", "0871-65550101"),
    ],
)
def test_a_label_of_several_things_is_of_the_first(text: str, key: str, value: str) -> None:
    assert rows(text) == [(key, value, None)]


@pytest.mark.parametrize(
    ("buyer", "supplier"),
    [("用工单位", "派遣单位"), ("业主", "管理方"), ("实际用工单位", "劳务派遣公司"), ("委托管理方", "受托管理方")],
)
def test_parties_by_what_they_do(buyer: str, supplier: str) -> None:
    found = of(f"{buyer}：岚川市水务局\n{supplier}：云岭启明咨询事务所\n", "party")
    assert found == [("party", "岚川市水务局", "buyer"), ("party", "云岭启明咨询事务所", "supplier")]


def test_a_way_of_managing_is_no_party() -> None:
    assert of("管理方式：分片包干\n管理方案：详见附件\n", "party") == []
