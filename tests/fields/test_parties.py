"""The parties as ten drafters introduce them."""

from __future__ import annotations

import pytest

from extract.fields.parties.read import read_parties
from extract.model import Party
from tests.helpers import context_of, record_of

BODY = """
根据《中华人民共和国政府采购法》《中华人民共和国民法典》的规定，经双方协商一致，签订本合同，共同遵守。
第一条 服务内容
乙方按照招标文件的要求向甲方提供服务，保证服务质量符合国家标准。
第二条 付款
甲方在收到发票后10个工作日内向乙方支付合同价款。
第三条 其他
本合同一式四份。
"""


def parties_of(head: str, body: str = BODY, tail: str = "") -> dict[str, Party]:
    return {party.role: party for party in read_parties(context_of(head + body + tail))}


@pytest.mark.parametrize(
    "head",
    [
        "合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司",
        "合同书\n采购人：云岭市教育局\n供应商：临江科技有限公司",
        "合同书\n甲方（需方）：云岭市教育局\n乙方（供方）：临江科技有限公司",
        "合同书\n委托方（甲方）：云岭市教育局\n受托方（乙方）：临江科技有限公司",
        "合同书\n甲  方：云岭市教育局（盖章）      乙  方：临江科技有限公司（盖章）",
        "合同书\n甲方：云岭市教育局（以下简称“甲方”）\n乙方：临江科技有限公司（以下简称“乙方”）",
        "合同书\n云岭市教育局（以下简称甲方）与临江科技有限公司（以下简称乙方）签订本合同。",
        "合同书\n甲方名称：云岭市教育局\n乙方名称：临江科技有限公司",
        "合同书\n采购人（全称）：云岭市教育局（甲方）\n中标（成交）供应商（全称）：临江科技有限公司（乙方）",
        "合同书\n委托人：云岭市教育局\n（甲方）\n受托人：临江科技有限公司\n（乙方）",
        "合同书\n| 事项 | 甲方 | 乙方 |\n|---|---|---|\n| 单位名称 | 云岭市教育局 | 临江科技有限公司 |",
        "合同书\n买方：云岭市教育局\n卖方：临江科技有限公司",
        "合同书\n甲方（需方）云岭市教育局\n乙方（供方）临江科技有限公司",
        "合同书\n采购方：（下称甲方）云岭市教育局\n供货方：（下称乙方）临江科技有限公司",
        "合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司\n使用单位：云岭市第一小学等12所学校",
        "合同书\n甲方（买方/最终用户）：云岭市教育局\n乙方（卖方）：临江科技有限公司",
        "合同书\n使用单位：云岭市教育局\n供应商：临江科技有限公司",
        "框架协议\n征集人：云岭市教育局\n入围供应商：临江科技有限公司",
        "框架协议\n甲方：云岭市教育局（征集人）\n乙方：临江科技有限公司（入围供应商）",
        "采购合同\n采购人：云岭市教育局\n供应商：临江科技有限公司\n征集人：云岭市公共资源交易中心",
        "购买服务合同\n购买主体：云岭市教育局（甲方）\n承接主体：临江科技有限公司（乙方，小微企业）",
        "劳务派遣协议\n用工单位（甲方）：云岭市教育局\n用人单位（乙方）：临江科技有限公司",
        "劳务派遣协议\n用工单位：云岭市教育局\n用人单位：临江科技有限公司",
        "劳务派遣协议\n用人单位：云岭市教育局\n派遣单位：临江科技有限公司",
        "保安服务合同\n甲方（用人单位）：云岭市教育局\n乙方（保安公司）：临江科技有限公司",
    ],
)
def test_names_and_roles(head: str) -> None:
    parties = parties_of(head)
    assert parties["buyer"].name is not None and parties["buyer"].name.value == "云岭市教育局"
    assert parties["supplier"].name is not None and parties["supplier"].name.value == "临江科技有限公司"


def test_who_designs_supplies_where_the_supplier_s_label_has_no_name() -> None:
    text = "设计合同\n发包人：云岭市教育局\n设计人：临江科技有限公司\n第一条 设计\n按期提交。\n乙方（盖章）：\n日期：2025年3月1日\n"
    roles = {party.name.value: party.role for party in read_parties(context_of(text)) if party.name}
    assert roles == {"云岭市教育局": "buyer", "临江科技有限公司": "supplier"}


def test_the_first_party_sells_in_a_lease() -> None:
    parties = parties_of(
        "房屋租赁合同\n甲方（出租方）：临江商业运营有限公司\n乙方（承租方）：云岭市政务服务局",
        "\n第一条 租金\n乙方按半年向甲方支付租金。\n第二条 期限\n租赁期限三年，自2025年7月1日起。\n第三条 其他\n一式两份。\n",
    )
    assert parties["buyer"].name is not None and parties["buyer"].name.value == "云岭市政务服务局"
    assert parties["supplier"].name is not None and parties["supplier"].name.value == "临江商业运营有限公司"


@pytest.mark.parametrize(
    "name",
    [
        "云岭县应急管理局",
        "云岭市大数据应用中心",
        "云岭县国库集中支付中心",
        "云岭师范学校食堂",
        "云岭县职业中专",
        "云岭县一中",
        "云岭县铁路中心校",
        "云岭县残联",
        "云岭经济技术开发区",
        "应城市义务教育学校",
        "云岭海关",
        "云岭县四方租车行",
        "云岭康民大药房",
    ],
)
def test_names_that_hold_a_word_of_sentences_or_end_in_a_short_one(name: str) -> None:
    assert [n.value for n in [parties_of(f"合同书\n甲方：{name}\n乙方：临江供应链有限公司")["buyer"].name] if n] == [
        name
    ]


@pytest.mark.parametrize(
    ("first", "second", "clauses", "buyer"),
    [
        ("云岭水务集团有限公司", "云岭大学", "乙方为甲方提供水质监测服务，甲方验收合格后向乙方支付。", "first"),
        ("云岭资产管理有限公司", "云岭律师事务所", "甲方特别委托乙方代理本案。", "first"),
        ("云岭物业有限公司", "云岭县第一中学", "双方应当遵守约定。", "second"),
        ("石桥村村民委员会", "云岭县农业技术推广中心", "租金由乙方支付给甲方。", "second"),
        ("石桥村村民委员会", "云岭县农业技术推广中心", "甲方将村北土地出租给乙方，乙方每年支付租金。", "second"),
        ("云岭县第一中学", "临江科技有限公司", "乙方向甲方提供发票，甲方支付服务费。", "first"),
        (
            "云岭水务集团有限公司",
            "临江智控有限公司",
            "乙方开具发票，支付服务费的30%。\n乙方提供发票，支付尾款。",
            "first",
        ),
    ],
)
def test_the_clauses_and_the_kinds_of_bodies_tell_who_buys(first: str, second: str, clauses: str, buyer: str) -> None:
    parties = parties_of(
        f"合同书\n甲方：{first}\n乙方：{second}", f"\n第一条 约定\n{clauses}\n第二条 其他\n一式两份。\n"
    )
    assert parties["buyer"].name is not None
    assert parties["buyer"].name.value == {"first": first, "second": second}[buyer]


def test_who_pays_decides_when_labels_do_not() -> None:
    parties = parties_of(
        "供货协议\n甲方：临江食品有限公司\n乙方：云岭市第一中学",
        "\n第一条 供货\n甲方向乙方供应食材。\n第二条 付款\n乙方按月向甲方支付货款。\n第三条 其他\n一式两份。\n",
    )
    assert parties["buyer"].name is not None and parties["buyer"].name.value == "云岭市第一中学"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("甲方：云岭县第一中学", "乙方：临江科技有限公司 小微企业"),
        ("甲方 Buyer：云岭县第一中学 No. 1 Middle School of Yunling", "乙方：临江科技有限公司 Linjiang Tech Co., Ltd."),
        ("委托方：云岭县第一中学", "承担方：临江科技有限公司"),
        ("甲方：云岭县第一中学（电子签章）", "乙方：临江科技有限公司（加盖公章）"),
        ("甲方：（电子印章）云岭县第一中学", "乙方：临江科技有限公司(签字并盖章)"),
        ("甲方：云岭县第一中学（此处加盖电子公章）", "乙方：临江科技有限公司【电子签章】"),
        ("甲方：云岭县第一中学（盖章处）", "乙方：临江科技有限公司电子签章"),
        ("甲方：云岭县第一中学", "乙方：临江科技有限公司（电子签名）"),
        ("云岭县第一中学（以下简称为甲方）和", "临江科技有限公司（以下简称为乙方）签订本合同。"),
    ],
)
def test_what_stands_beside_a_name_is_no_part_of_it(first: str, second: str) -> None:
    glue = "" if first.endswith("和") else "\n"
    parties = parties_of(f"合同书\n{first}{glue}{second}")
    names = [party.name.value for role in ("buyer", "supplier") if (party := parties[role]).name is not None]
    assert names == ["云岭县第一中学", "临江科技有限公司"]


@pytest.mark.parametrize(
    "signature",
    [
        "买  方（章）：云岭县第一中学      卖  方（章）：临江科技有限公司\n单位地址：云岭县文昌路8号       单位地址：临江市科技路9号\n",
        "买方签章：云岭县第一中学\t卖方签章：临江科技有限公司\n地址：云岭县文昌路8号\t地址：临江市科技路9号\n",
        "买方（盖章）：云岭县第一中学卖方（盖章）：临江科技有限公司\n地址：云岭县文昌路8号地址：临江市科技路9号\n",
    ],
)
def test_two_columns_however_they_are_parted(signature: str) -> None:
    parties = parties_of("购销合同\n买方：云岭县第一中学\n卖方：临江科技有限公司", tail=signature)
    addresses = [party.address.value for role in ("buyer", "supplier") if (party := parties[role]).address is not None]
    assert addresses == ["云岭县文昌路8号", "临江市科技路9号"]


def test_what_is_left_of_html_is_white_space() -> None:
    parties = parties_of(
        "聘用合同\n甲方：云岭县第一中学\n&nbsp;&nbsp;地址：云岭县文昌路8号\n&nbsp;&nbsp;电话：0536-8830216\n乙方：临江律师事务所"
    )
    assert parties["buyer"].address is not None and parties["buyer"].address.value == "云岭县文昌路8号"


def test_a_signature_table_gives_each_party_its_column() -> None:
    tail = (
        "（以下无正文）\n甲方\t乙方\t见证方\n云岭市教育局（公章）\t临江科技有限公司（公章）\t云岭恒正招标有限公司（公章）\n"
        "地址：云岭市人民路1号\t地址：临江市科技路9号\t地址：云岭市盘龙路7号\n电话：0871-65550101\t电话：0872-66660202\t电话：\n"
        "\t开户银行：临江银行科技支行\t\n\t账号：6200112233445566\t\n日期：2025年6月3日\t日期：2025年6月3日\t日期：2025年6月3日\n"
    )
    parties = parties_of("合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司\n鉴证方：云岭恒正招标有限公司", tail=tail)
    assert parties["buyer"].address is not None and parties["buyer"].address.value == "云岭市人民路1号"
    assert [phone.value for phone in parties["supplier"].phones] == ["0872-66660202"]
    account = parties["supplier"].accounts[0]
    assert account.number is not None and account.number.value == "6200112233445566"
    assert account.bank is not None and account.bank.value == "临江银行科技支行"
    assert parties["buyer"].accounts == ()
    assert {label.value for label in parties["witness"].labels} == {"鉴证方", "见证方"}


@pytest.mark.parametrize(
    ("cover", "tail", "role"),
    [
        ("采购代理机构：云岭恒正咨询有限公司", "鉴证方（采购代理机构）：云岭恒正咨询有限公司", "agent"),
        ("招标代理机构：云岭恒正咨询有限公司", "见证单位：云岭恒正咨询有限公司（盖章）", "agent"),
        ("代理机构：云岭恒正咨询有限公司", "代理机构（见证方）：云岭恒正咨询有限公司", "agent"),
        ("见证方（采购代理机构）：云岭恒正咨询有限公司", "见证方：云岭恒正咨询有限公司（盖章）", "witness"),
    ],
)
def test_an_agency_that_attests_is_what_it_is_called_first(cover: str, tail: str, role: str) -> None:
    parties = parties_of(f"合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司\n{cover}", tail=f"（签署页）\n{tail}")
    assert parties.keys() - {"buyer", "supplier"} == {role}
    assert parties[role].name is not None and parties[role].name.value == "云岭恒正咨询有限公司"


def test_a_form_names_the_owner_of_its_rows() -> None:
    tail = (
        "（签署页）\n甲方\t名称\t云岭市教育局\t\n\t法定代表人\t张三丰\t\n\t账号\t110022003300440055\t\n"
        "乙方\t名称\t临江科技有限公司\t\n\t法定代表人\t李四海\t\n\t账号\t620011002200330044\t\n"
    )
    parties = parties_of("合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司", tail=tail)
    for role, name, number in (("buyer", "张三丰", "110022003300440055"), ("supplier", "李四海", "620011002200330044")):
        representative, account = parties[role].legal_representative, parties[role].accounts[0]
        assert representative is not None and representative.value == name
        assert account.number is not None and account.number.value == number


def test_two_accounts_of_one_party_are_two_entries() -> None:
    body = BODY.replace("第三条 其他", "乙方指定的账户为：\n开户银行：临江银行\n账号：6200 1122 3344 5566\n第三条 其他")
    tail = "甲方（盖章）：云岭市教育局\n日期：2025年6月3日\n乙方（盖章）：临江科技有限公司\n开户银行：临江银行\n账号：62001122334455667\n日期：2025年6月3日\n"
    parties = parties_of("合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司", body, tail)
    numbers = [account.number.value for account in parties["supplier"].accounts if account.number]
    assert numbers == ["6200112233445566", "62001122334455667"]


def test_names_in_cells_behind_the_name_of_a_label() -> None:
    row = "甲方名称\t云岭市教育局\t乙方名称\t临江科技有限公司\n地址\t云岭市人民路1号\t地址\t临江市江滨路2号\n"
    found = {party.role: party for party in read_parties(context_of("服务合同\n" + row))}
    assert {role: party.name and party.name.value for role, party in found.items()} == {
        "buyer": "云岭市教育局",
        "supplier": "临江科技有限公司",
    }


def test_an_agency_is_told_by_what_it_was_charged_with() -> None:
    text = "服务合同\n甲方：云岭市教育局\n乙方：临江科技有限公司\n云岭市教育局委托云岭正衡招标有限公司组织竞争性磋商，双方签订本合同。\n第一条 份数\n本合同一式五份，双方各执二份，采购代理机构执一份。\n"
    record = record_of(text)
    assert [party.name and party.name.value for party in record.parties if party.role == "agent"] == [
        "云岭正衡招标有限公司"
    ]
    assert record.copies is not None
    assert record.copies.by_role == {"buyer": 2, "supplier": 2, "agent": 1}


@pytest.mark.parametrize(
    ("buyer", "supplier"),
    [
        ("甲方：云岭市教育局（承租人）", "乙方：临江办公设备有限公司（出租人）"),
        ("承租人：云岭市教育局（本合同内简称“甲方”）", "出租人：临江办公设备有限公司（本合同内简称“乙方”）"),
        ("承租人：云岭市教育局（在本协议中称甲方）", "出租人：临江办公设备有限公司（在本协议中称乙方）"),
    ],
)
def test_what_else_a_party_is_called_is_no_part_of_its_name(buyer: str, supplier: str) -> None:
    text = f"租赁合同\n{buyer}\n{supplier}\n第一条 费用\n每月支付租金。\n"
    assert {party.name.value for party in read_parties(context_of(text)) if party.name} == {
        "云岭市教育局",
        "临江办公设备有限公司",
    }


def test_the_banks_address_is_not_the_partys() -> None:
    text = "服务合同\n甲方：云岭市教育局\n乙方：临江科技有限公司\n第一条 费用\n乙方账户为：\n开户银行：云岭银行高新支行\n地址：云岭市环科路498号\n账号：6228450012300875\n"
    (supplier,) = [party for party in read_parties(context_of(text)) if party.role == "supplier"]
    assert supplier.address is None
    assert supplier.accounts[0].number is not None


def test_the_address_of_a_place_that_a_party_keeps_is_not_its_own() -> None:
    told = "第二条 售后\n乙方在云岭市设有授权服务站一处，地址：云岭市工业园南三路，服务电话：0872-66660203。\n"
    tail = told + "乙方（盖章）：临江科技有限公司\n地址：临江市科技路9号\n"
    parties = parties_of("合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司", tail=tail)
    assert [address.value for address in parties["supplier"].addresses] == ["临江市科技路9号"]


def test_people_appointed_in_prose() -> None:
    body = BODY.replace(
        "第三条 其他", "甲方指定王小明为项目联系人，乙方指派项目负责人赵大伟（联系电话：13900001111）。\n第三条 其他"
    )
    parties = parties_of("合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司", body)
    assert [contact.name.value for contact in parties["buyer"].contacts if contact.name] == ["王小明"]
    contact = parties["supplier"].contacts[0]
    assert contact.name is not None and contact.name.value == "赵大伟"
    assert contact.phone is not None and contact.phone.value == "13900001111"


def test_a_misprinted_copy_of_the_name_is_kept() -> None:
    head = "云岭市公共资源交易心运维服务合同\n甲方：云岭市公共资源交易中心\n乙方：临江科技有限公司"
    parties = parties_of(head)
    assert {name.value for name in parties["buyer"].names} == {"云岭市公共资源交易中心", "云岭市公共资源交易心"}


@pytest.mark.parametrize(
    ("first", "second", "third", "buyers"),
    [
        ("委托方（以下称“局方”或甲方）：云岭市第二中学", "甲方", "云岭市第三中学", 1),
        ("采购人：云岭市第二中学", "甲方", "云岭市第三中学", 1),
        ("采购人：云岭市第二中学", "甲方", "云岭市教育局", 2),
        ("甲方：云岭市第二中学", "丙方", "云岭市第三中学", 1),
    ],
)
def test_two_labels_of_one_side_and_a_character_between_their_names_are_one_party(
    first: str, second: str, third: str, buyers: int
) -> None:
    text = f"合同书\n{first}\n受托方（乙方）：临江科技有限公司\n{BODY}\n{second}：{third}（盖章）\n日期：2025年3月1日\n"
    found = [party for party in read_parties(context_of(text)) if party.role == "buyer"]
    assert len(found) == buyers
    assert len(found[0].names) == (2 if buyers == 1 and second == "甲方" else 1)


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("云岭市教育局（本级）", "云岭市教育局(本级)"),
        ("云岭县人民医院（云岭省第二人民医院南湖院区）", "云岭县人民医院(云岭省第二人民医院南湖院区)"),
        ("云岭市教育局（王小明）", None),
    ],
)
def test_a_bracket_at_the_end_of_a_name_tells_which_part_of_it_buys(written: str, name: str | None) -> None:
    buyer = parties_of(f"合同书\n采购人（甲方）：{written}\n供应商（乙方）：临江科技有限公司")["buyer"]
    assert (buyer.name and buyer.name.value) == name


@pytest.mark.parametrize("wall", [" | ", "\t"])
def test_a_signature_table_whose_cells_walls_part(wall: str) -> None:
    rows = [
        ["甲方（采购人）", "乙方（供应商）"],
        ["单位名称（公章）", "云岭县第一中学", "单位名称（公章）", "临江科技有限公司"],
        ["住 所", "云岭县文昌路8号", "住 所", "临江市科技路9号"],
        ["统一社会信用代码", "12530000431204567A", "统一社会信用代码", "91530100MA6K12345X"],
    ]
    tail = "\n合同订立时间：2025年3月28日\n\n" + "\n".join(wall.join(row) for row in rows) + "\n"
    parties = parties_of("合同书\n甲方：云岭县第一中学\n乙方：临江科技有限公司", tail=tail)
    found = {role: (p.address and p.address.value, p.tax_id and p.tax_id.value) for role, p in parties.items()}
    assert found == {
        "buyer": ("云岭县文昌路8号", "12530000431204567A"),
        "supplier": ("临江市科技路9号", "91530100MA6K12345X"),
    }


@pytest.mark.parametrize(
    ("head", "names"),
    [
        (
            "甲方（全称）：云岭县第一中学\n乙方1（全称）：临江科技有限公司\n乙方2（全称）：/",
            ["云岭县第一中学", "临江科技有限公司"],
        ),
        ("采购人（甲方） 云岭县第一中学\n供应商（乙方） 临江科技有限公司", ["云岭县第一中学", "临江科技有限公司"]),
    ],
)
def test_parties_with_a_number_or_another_label_before_the_name(head: str, names: list[str]) -> None:
    parties = parties_of(f"合同书\n{head}\n项目名称：云岭县第一中学设备采购")
    found = [party.name.value for role in ("buyer", "supplier") if (party := parties[role]).name is not None]
    assert found == names


def test_blanks_are_absent() -> None:
    parties = parties_of("合同书\n甲方：____________\n地址：____\n乙方：【  】\n联系人：××")
    assert parties["buyer"].name is None
    assert parties["supplier"].name is None
    assert parties["supplier"].contacts == ()


@pytest.mark.parametrize("unit", ["万元", "元", "人民币万元"])
def test_the_unit_of_money_is_no_name_of_a_party(unit: str):
    parties = parties_of(f"合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司\n单位：{unit}\n")
    assert [name.value for name in parties["supplier"].names] == ["临江科技有限公司"]


def test_a_name_ends_before_the_sentence_about_it() -> None:
    parties = parties_of("合同书\n甲方：云岭市教育局\n乙方：临江科技有限公司，系中标供应商，注册于临江市。")
    assert parties["supplier"].name is not None and parties["supplier"].name.value == "临江科技有限公司"


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("Yunling Tech Co., Ltd.（云岭科技有限公司）", "Yunling Tech Co., Ltd.(云岭科技有限公司)"),
        ("雲嶺古籍修復有限公司", "雲嶺古籍修復有限公司"),
        ("云岭 古籍  修复有限公司", "云岭古籍修复有限公司"),
    ],
)
def test_a_name_stays_as_it_is_written(written: str, value: str) -> None:
    parties = parties_of(
        f"合同书\n甲方：云岭市教育局\n乙方：{written}", tail=f"\n乙方：{written}（盖章）\n户名：{written}\n"
    )
    assert parties["supplier"].name is not None and parties["supplier"].name.value == value
    assert {name.value for name in parties["supplier"].names} == {value}


def test_the_user_is_not_the_buyer_though_both_are_lettered() -> None:
    head = "合同书\n甲方（采购人）：云岭市教育局\n乙方：临江科技有限公司\n丙方（使用单位）：云岭市第三小学"
    parties = parties_of(head)
    assert parties["buyer"].name is not None and parties["buyer"].name.value == "云岭市教育局"
    assert len(parties["buyer"].names) == 1


def test_a_bare_code_among_the_particulars_is_the_credit_code() -> None:
    text = (
        "甲方（盖章）：云岭县融媒体中心\n代码：12530823431905629F\n"
        "乙方（盖章）：云岭新彩印务有限公司\n代码：{}\n法定代表人：李金波\n"
    )
    codes = {"91530800MA6K1PQJ0W": "91530800MA6K1PQJ0W", "Java": None}
    for written, read in codes.items():
        buyer, supplier = read_parties(context_of(text.format(written)))
        assert buyer.tax_id is not None and buyer.tax_id.value == "12530823431905629F"
        assert (supplier.tax_id.value if supplier.tax_id else None) == read
