"""The particulars of two parties, laid out as contracts and OCR lay them out: every value with its own party, or none."""

from __future__ import annotations

import pytest

from extract.fields.parties.read import read_parties
from extract.model import Party
from tests.helpers import context_of

BUYER = ("岚川市教育局", "岚川市人民路1号", "王建国", "0871-65550101", "中国工商银行岚川人民路支行", "2502010309024567891", "11530000MB1234567A")  # fmt: skip
SUPPLIER = ("临江恒泰科技有限公司", "临江市科技路9号", "李海涛", "0872-66660202", "临江银行科技支行", "6200112233445566778", "91530000MA6K12345B")  # fmt: skip
LABELS = ("地址", "法定代表人", "电话", "开户行", "账号", "税号")
CLAUSES = "".join(
    f"{number}、乙方应当按照采购文件第{number}章的要求配备人员，服从现场管理，遇到突发情况应当及时报告并妥善处理。\n"
    for number in range(1, 26)
)
HEAD = f"""信息系统运维服务合同
甲方：{BUYER[0]}
乙方：{SUPPLIER[0]}
根据《中华人民共和国政府采购法》，经双方协商一致，签订本合同。
第一条 服务要求
{CLAUSES}第二条 付款
甲方在收到发票后10个工作日内向乙方支付合同价款。本合同一式四份。
"""


def block(party: str, values: tuple[str, ...], mark: str = "：", gap: str = "\n") -> str:
    return gap.join(f"{label}{mark}{value}" for label, value in zip((party, *LABELS), values, strict=True))


def blocks(mark: str = "：", gap: str = "\n") -> str:
    return block("甲方（盖章）", BUYER, mark, gap) + "\n" + block("乙方（盖章）", SUPPLIER, mark, gap)


def in_pairs(gap: str, mark: str = "：") -> str:
    labels = (("甲方", "乙方"), *((label, label) for label in LABELS))
    rows = zip(labels, BUYER, SUPPLIER, strict=True)
    return "\n".join(f"{one}{mark}{first}{gap}{other}{mark}{second}" for (one, other), first, second in rows)


def heaped(mark: str) -> str:
    """Return what OCR makes of a column of labels beside a column of values."""
    columns = ((("甲方", *LABELS), BUYER), (("乙方", *LABELS), SUPPLIER))
    return "\n".join("\n".join([*(label + mark for label in labels), *values]) for labels, values in columns)


LAYOUTS = {
    "one below the other": HEAD + blocks(),
    "a party in a line": HEAD + block("甲方", BUYER, gap=" ") + "\n" + block("乙方", SUPPLIER, gap=" "),
    "a party in a line, tabs": HEAD + block("甲方", BUYER, gap="\t") + "\n" + block("乙方", SUPPLIER, gap="\t"),
    "side by side": HEAD + in_pairs("            "),
    "side by side, one space": HEAD + in_pairs(" "),
    "heads alone, then side by side": HEAD
    + in_pairs(" ").replace(f"甲方：{BUYER[0]} 乙方：{SUPPLIER[0]}", f"甲方（章） 乙方（章）\n{BUYER[0]} {SUPPLIER[0]}"),
    "labels without colons, one space": HEAD + blocks(mark=" ").replace("（盖章）", ""),
    "cells": HEAD + in_pairs("\t", mark="\t"),
    "every label twice": HEAD + in_pairs("\n"),
    "labels without colons": HEAD + blocks(mark="  "),
    "value below label": HEAD + blocks(mark="：\n"),
    "values below all labels": HEAD + heaped("："),
    "values below all labels, no colons": HEAD + heaped(""),
    "spaced labels": (HEAD + blocks()).replace("甲方（盖章）", "甲 方 ").replace("电话：", "电   话 ：").replace("账号", "账　号"),
    "in brackets": HEAD + blocks(mark="：【").replace("\n", "】\n") + "】",
    "underlined": HEAD + blocks(mark="：__").replace("\n", "____\n") + "____",
    "other words": (HEAD + blocks()).replace("甲方", "买受人").replace("乙方", "出卖人"),
    "a name over two lines": (HEAD + blocks()).replace("恒泰科技有限", "恒泰科技有\n限"),
    "in one line": (HEAD + blocks()).replace("\n", " "),
    "in one line, every label twice": (HEAD + in_pairs("\n")).replace("\n", " "),
    "banking labels glued to names": (HEAD + blocks()).replace("账号", "银行账号").replace("\n", ""),
}  # fmt: skip


def parties_of(text: str) -> dict[str, Party]:
    return {party.role: party for party in read_parties(context_of(text))}


def told(party: Party) -> tuple[str | None, ...]:
    fields = (party.name, party.address, party.legal_representative, party.phones[0] if party.phones else None)
    account = party.accounts[0] if party.accounts else None
    fields += (account and account.bank, account and account.number, party.tax_id)
    return tuple(field.value if field is not None else None for field in fields)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_value_has_its_own_party(layout: str) -> None:
    parties = parties_of(LAYOUTS[layout])
    assert (told(parties["buyer"]), told(parties["supplier"])) == (BUYER, SUPPLIER)


@pytest.mark.parametrize("day", ["二〇二五年十月十三日", "二○二三年四月八日", "2025年10月13日"])
def test_the_day_below_an_address_is_no_part_of_it(day: str) -> None:
    ends = f"甲方：{BUYER[0]}\n地址：岚川市人民路88号云岭大厦A座1102\n{day}\n乙方：{SUPPLIER[0]}\n地址：{SUPPLIER[1]}\n{day}"
    addresses = [party.address and party.address.value for party in read_parties(context_of(HEAD + ends))]
    assert addresses == ["岚川市人民路88号云岭大厦A座1102", SUPPLIER[1]]


def test_labels_with_a_value_too_few_below_them_have_none() -> None:
    labels, values = (
        ("甲方：", "地址：", "法定代表人：", "电话：", "账号："),
        ("岚川市人民路1号", "王建国", "0871-65550101"),
    )
    parties = parties_of(HEAD + "\n".join((*labels, *values)))
    assert told(parties["buyer"]) == (BUYER[0], *(None,) * 6)


@pytest.mark.parametrize(
    "sentence",
    [
        "岚川市教育局（以下简称【甲方】）与临江恒泰科技有限公司（以下简称【乙方】）签订本合同。",
        "岚川市教育局（以下简称『甲方』）与临江恒泰科技有限公司（下称『乙方』）签订本合同。",
        "岚川市教育局（“买受人”）和临江恒泰科技有限公司（“出卖人”）签订本合同。",
        "本合同甲方为岚川市教育局，乙方为临江恒泰科技有限公司，双方协商一致。",
        "托运人岚川市教育局与承运人临江恒泰科技有限公司经协商签订本合同。",
        "经岚川市财政局批准，甲方岚川市教育局、乙方临江恒泰科技有限公司订立本合同。",
    ],
)
def test_names_that_a_sentence_gives(sentence: str) -> None:
    parties = parties_of("运维服务合同\n" + sentence + "\n第一条 服务\n" + CLAUSES)
    assert {role: party.name and party.name.value for role, party in parties.items()} == {
        "buyer": BUYER[0],
        "supplier": SUPPLIER[0],
    }


def test_another_companys_relation_is_no_name() -> None:
    text = "运维服务合同\n甲方：岚川市教育局\n乙方为临江恒泰科技有限公司的全资子公司。\n第一条 服务\n乙方提供服务。\n"
    parties = parties_of(text)
    assert "supplier" not in parties or parties["supplier"].name is None


def accounts_of(text: str, role: str) -> list[str | None]:
    return [account.number and account.number.value for account in parties_of(HEAD + text)[role].accounts]


def test_the_account_for_the_bond_is_its_holders() -> None:
    own = f"乙方：{SUPPLIER[0]}\n开户行：{SUPPLIER[4]}\n账号：{SUPPLIER[5]}\n"
    listed = "履约保证金缴纳账户：\n户名：岚川市公共资源交易中心\n开户行：岚川银行城东支行\n账号：7300112233445566778\n"
    inline = "履约保证金账户：岚川市公共资源交易中心，岚川银行城东支行，7300112233445566778\n"
    assert accounts_of(own + listed, "supplier") == [SUPPLIER[5]]
    assert accounts_of(own + inline, "supplier") == [SUPPLIER[5]]


def test_an_account_of_wages_beside_the_basic_one() -> None:
    text = "".join(
        f"{purpose}：\n户名：{SUPPLIER[0]}\n开户行：{bank}\n账号：{number}\n"
        for purpose, bank, number in (
            ("基本户", SUPPLIER[4], SUPPLIER[5]),
            ("农民工工资专用账户", "岚川银行城东支行", "7300112233445566778"),
        )
    )
    accounts = parties_of(HEAD + "乙方账户信息：\n" + text)["supplier"].accounts
    assert [account.number and account.number.value for account in accounts] == [SUPPLIER[5], "7300112233445566778"]
    assert [account.purpose is not None for account in accounts] == [False, True]


@pytest.mark.parametrize("behind", ["5. 乙方开具的发票有误的，应当重开。", "2025年6月3日", "1.3 本合同依据法律签订。"])
def test_a_number_that_another_ran_into_is_none(behind: str) -> None:
    assert accounts_of(f"乙方：{SUPPLIER[0]}开户行：{SUPPLIER[4]}账号：{SUPPLIER[5]}{behind}", "supplier") in (
        [],
        [None],
    )


def test_two_accounts_of_nobody_are_nobodys() -> None:
    page = "（签署页）\n法定代表人：王建国\n开户行：岚川银行\n账号：2502010309024567891\n日期：2025年6月3日\n" * 2
    text = page.replace("2502", "6200", 1)
    assert accounts_of(text, "supplier") == []


def test_a_label_below_a_numbered_line_speaks_of_its_party() -> None:
    text = (
        f"{HEAD}第三条 账户\n2、乙方收款账户：\n户名：{SUPPLIER[0]}\n开户行：{SUPPLIER[4]}\n账号：{SUPPLIER[5]}\n"
        f"3、甲方开票信息：名称：{BUYER[0]}；纳税人识别号：{BUYER[6]}；\n地址、电话：{BUYER[1]} {BUYER[3]}。\n第四条 其他\n无。\n"
    )
    parties = {party.role: party for party in read_parties(context_of(text))}
    assert parties["buyer"].address is not None and parties["buyer"].address.value == BUYER[1]
    assert parties["supplier"].address is None
