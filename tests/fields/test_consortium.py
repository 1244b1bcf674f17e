"""Several organisations that are one party together: each a party of its own, with the role of its label."""

from __future__ import annotations

import pytest

from extract.model import Party
from tests.helpers import record_of

BODY = """
根据《中华人民共和国政府采购法》，经双方协商一致，签订本合同。
第一条 服务内容
乙方按照采购文件的要求向甲方提供运行维护服务，甲方按约定向乙方支付合同价款。
第二条 其他
本合同一式八份，甲方四份，乙方各两份。
"""
SIGNATURE = """
甲方：云岭市教育局（盖章）
地址：云岭市东路1号
授权代表：闻人朔

乙方（{first}）：临江科技有限公司（盖章）
地址：临江市长江路2号
开户行：云岭银行高新支行  账号：6228 4500 1230 0875

乙方（{second}）：江北网络有限公司（盖章）
地址：江北市滨江路3号
开户行：云岭银行江北支行  账号：6228 4500 1230 4321
"""


def roles_of(parties: tuple[Party, ...]) -> list[tuple[str, str | None]]:
    return [(party.role, party.name.value if party.name else None) for party in parties]


@pytest.mark.parametrize(
    "names",
    [
        "临江科技有限公司、江北网络有限公司",
        "临江科技有限公司、江北网络有限公司（联合体）",
        "临江科技有限公司（牵头人）、江北网络有限公司（成员）",
        "临江科技有限公司和江北网络有限公司",
        "临江科技有限公司，江北网络有限公司",
        "临江科技有限公司与江北网络有限公司联合体",
        "临江科技有限公司 / 江北网络有限公司",
        "（1）临江科技有限公司（2）江北网络有限公司",
        "临江科技有限公司\n联合体成员：江北网络有限公司",
        "\n联合体牵头人：临江科技有限公司\n联合体成员：江北网络有限公司",
    ],
)
def test_two_suppliers_under_one_label(names: str) -> None:
    record = record_of(f"运维合同\n甲方：云岭市教育局\n乙方：{names}{BODY}")
    expected = [("buyer", "云岭市教育局"), ("supplier", "临江科技有限公司"), ("supplier", "江北网络有限公司")]
    assert roles_of(record.parties) == expected
    assert record.copies is not None and record.copies.by_role == {"buyer": 4, "supplier": 4}
    assert not any(blank.label == "乙方" for blank in record.blanks)


@pytest.mark.parametrize(
    "names",
    ["云岭市教育局、云岭市第一中学", "云岭市教育局（牵头单位）、云岭市第一中学", "云岭市教育局；云岭市第一中学"],
)
def test_two_buyers_under_one_label(names: str) -> None:
    record = record_of(f"运维合同\n甲方：{names}\n乙方：临江科技有限公司{BODY}")
    assert ("supplier", "临江科技有限公司") in roles_of(record.parties)
    assert ("buyer", "云岭市教育局") in roles_of(record.parties)
    assert all(party.role == "buyer" for party in record.parties if party.name and "云岭" in party.name.value)


@pytest.mark.parametrize(
    ("first", "second"),
    [("牵头人", "成员"), ("一", "二"), ("1", "2"), ("联合体牵头方", "联合体成员方"), ("牵头单位", "成员单位1")],
)
def test_the_members_sign_each_with_its_own_account(first: str, second: str) -> None:
    signature = SIGNATURE.format(first=first, second=second)
    record = record_of(f"运维合同\n甲方：云岭市教育局\n乙方：临江科技有限公司、江北网络有限公司{BODY}{signature}")
    accounts = [
        (p.name.value if p.name else None, [a.number and a.number.value for a in p.accounts]) for p in record.parties
    ]
    assert accounts == [
        ("云岭市教育局", []),
        ("临江科技有限公司", ["6228450012300875"]),
        ("江北网络有限公司", ["6228450012304321"]),
    ]
    assert [p.address.value if p.address else None for p in record.parties[1:]] == [
        "临江市长江路2号",
        "江北市滨江路3号",
    ]


def test_who_is_part_of_the_supplier_makes_it_no_buyer() -> None:
    record = record_of(f"运维合同\n甲方：云岭市教育局\n乙方：临江科技有限公司\n成员单位：江北网络有限公司{BODY}")
    assert [role for role, _ in roles_of(record.parties)] == ["buyer", "supplier", "supplier"]


def test_whose_name_leads_the_buyers_supplies_nothing() -> None:
    record = record_of(f"运维合同\n甲方（牵头单位）：云岭市教育局\n乙方：临江科技有限公司{BODY}")
    assert roles_of(record.parties) == [("buyer", "云岭市教育局"), ("supplier", "临江科技有限公司")]


@pytest.mark.parametrize(
    ("first", "second"),
    [("聘请方（甲方）", "受聘方（乙方）"), ("委托方", "被委托方"), ("采购人", "技术服务方"), ("委托人", "受委托人")],
)
def test_names_of_a_contract_in_one_line(first: str, second: str) -> None:
    text = (
        f"编号：FX-03保 安 服 务 合 同{first}：云岭市图书馆{second}：临江保安服务有限公司甲方因馆舍安全保卫工作需要，通过公开"
        "招标聘请乙方提供保安服务。根据《中华人民共和国民法典》，双方签订合同如下：一、服务地点云岭市澄湖路20号主楼的门卫、巡逻、"
        "监控值机和消防值守。二、服务期限自2026年5月1日起至2027年4月30日止。三、费用合同总价为人民币壹拾万元整（¥100000.00元）。"
        f"四、其他本合同一式四份，双方各执两份。{first}：云岭市图书馆（盖章）{second}：临江保安服务有限公司（盖章）"
    )
    parties = record_of(text).parties
    assert roles_of(parties) == [("buyer", "云岭市图书馆"), ("supplier", "临江保安服务有限公司")]
    assert all(len(party.names) == 1 for party in parties)


def test_members_with_letters_line_by_line() -> None:
    record = record_of(
        f"运维合同\n甲方：云岭市教育局\n乙方：A公司：临江科技有限公司（牵头人）\n    B公司：江北网络有限公司（联合体成员）{BODY}"
        "甲方（盖章）：云岭市教育局\n牵头人（盖章）：临江科技有限公司\n"
    )
    assert roles_of(record.parties) == [
        ("buyer", "云岭市教育局"),
        ("supplier", "临江科技有限公司"),
        ("supplier", "江北网络有限公司"),
    ]
    assert "PTY008" not in {finding.code for finding in record.findings}


def test_a_line_with_a_letter_below_another_name_is_no_member() -> None:
    record = record_of(f"运维合同\n甲方：云岭市教育局\n乙方：临江科技有限公司\nB公司：江北网络有限公司{BODY}")
    assert roles_of(record.parties) == [("buyer", "云岭市教育局"), ("supplier", "临江科技有限公司")]
