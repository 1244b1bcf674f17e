"""Both parties of a signature page, in every way that it is copied: each value goes to its own party, or to none."""

from __future__ import annotations

import pytest

from extract.fields.parties.read import read_parties
from extract.model import Party
from tests.helpers import context_of

HEAD = (
    "岚川市园林养护服务合同\n根据招标结果，双方订立本合同。\n第一条 服务内容\n"
    "乙方为甲方提供园林绿化养护服务，面积为四万平方米。\n第二条 合同价款\n合同总价为人民币120000.00元（大写：壹拾贰万元整）。\n"
)
BUYER, SUPPLIER = "岚川市水务局", "云岭启明咨询有限公司"
VALUES = {
    "buyer": {
        "address": "岚川市中山路1号",
        "postcode": "650001",
        "phone": "0899-3320118",
        "account": "1111222233334444",
    },
    "supplier": {
        "address": "云岭市启明路2号",
        "postcode": "650002",
        "phone": "0898-5550002",
        "account": "5555666677778888",
    },
}
LABELS = {"address": "地址", "postcode": "邮编", "phone": "电话", "account": "账号"}


def parties_of(text: str) -> dict[str, Party]:
    return {party.role: party for party in read_parties(context_of(text))}


def cell(role: str, key: str, label: str | None = None) -> str:
    return f"{label or LABELS[key]}：{VALUES[role][key]}"


def lines(form: str) -> str:
    """Write the signature page of two parties in one of the ways in which programs copy it out of a file."""
    left, right = f"甲方（盖章）：{BUYER}", f"乙方（盖章）：{SUPPLIER}"
    pairs = [(cell("buyer", key), cell("supplier", key)) for key in LABELS]
    one, other = zip(*pairs, strict=True)
    return {
        "row by row, one space": "\n".join(f"{a} {b}" for a, b in [(left, right), *pairs]),
        "row by row, a gap": "\n".join(f"{a:<24}        {b}" for a, b in [(left, right), *pairs]),
        "row by row, tabs": "\n".join(f"{a}\t{b}" for a, b in [(left, right), *pairs]),
        "cell by cell": "\n".join([left, right, *(c for pair in pairs for c in pair)]),
        "block by block": "\n".join([left, *one, right, *other]),
        "supplier first": "\n".join(f"{b} {a}" for a, b in [(left, right), *pairs]),
        "supplier first, cell by cell": "\n".join([right, left, *(c for a, b in pairs for c in (b, a))]),
        "one line, row by row": " ".join([left, right, *(c for pair in pairs for c in pair)]),
        "one line, block by block": " ".join([left, *one, right, *other]),
        "both blocks below": "\n".join([f"{left} {right}", " ".join(one), " ".join(other)]),
        "several labels a line": "\n".join(
            [f"{left} {right}", *(" ".join((*pairs[i], *pairs[i + 1])) for i in range(0, len(pairs), 2))]
        ),
        "no colon behind the seal": "\n".join(
            [f"甲方（盖章） {BUYER} 乙方（盖章） {SUPPLIER}", *(f"{a} {b}" for a, b in pairs)]
        ),
        "names under the seals": "\n".join(
            [
                "甲方（盖章）",
                "乙方（盖章）",
                f"单位名称：{BUYER}",
                f"单位名称：{SUPPLIER}",
                *(c for p in pairs for c in p),
            ]
        ),
    }[form]


FORMS = (
    "row by row, one space", "row by row, a gap", "row by row, tabs", "cell by cell", "block by block", "supplier first",
    "supplier first, cell by cell", "one line, row by row", "one line, block by block", "both blocks below",
    "several labels a line", "no colon behind the seal", "names under the seals",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_each_value_goes_to_its_party(form: str) -> None:
    parties = parties_of(HEAD + lines(form) + "\n")
    for role, name in (("buyer", BUYER), ("supplier", SUPPLIER)):
        party = parties[role]
        assert party.name is not None and party.name.value == name
        assert party.address is not None and party.address.value == VALUES[role]["address"]
        assert party.postcode is not None and party.postcode.value == VALUES[role]["postcode"]
        assert [phone.value for phone in party.phones] == [VALUES[role]["phone"]]
        assert [a.number.value for a in party.accounts if a.number] == [VALUES[role]["account"]]


@pytest.mark.parametrize(
    "text",
    [
        f"甲方（盖章）：{BUYER} 乙方（盖章）：{SUPPLIER}\n地址： 地址：云岭市启明路2号\n电话： 电话：0898-5550002\n",
        f"甲方（盖章）：{BUYER}\n乙方（盖章）：{SUPPLIER}\n地址：\n地址：云岭市启明路2号\n电话：\n电话：0898-5550002\n",
        f"甲方（盖章）：{BUYER}        乙方（盖章）：{SUPPLIER}\n地址：                地址：云岭市启明路2号\n电话：                电话：0898-5550002\n",
    ],
)
def test_a_blank_of_one_party_is_not_filled_from_the_other(text: str) -> None:
    parties = parties_of(HEAD + text)
    assert (parties["buyer"].address, parties["buyer"].phones) == (None, ())
    supplier = parties["supplier"]
    assert supplier.address is not None and supplier.address.value == "云岭市启明路2号"
    assert [phone.value for phone in supplier.phones] == ["0898-5550002"]


def test_three_parties_beside_each_other() -> None:
    head = f"甲方：{BUYER}\n乙方：{SUPPLIER}\n见证方：海屿招标代理有限公司\n"
    cells = "地址：岚川市中山路1号\n地址：云岭市启明路2号\n地址：海屿市金沙路3号\n"
    parties = parties_of(HEAD + head + cells)
    found = {role: party.address and party.address.value for role, party in parties.items()}
    assert found == {"buyer": "岚川市中山路1号", "supplier": "云岭市启明路2号", "witness": "海屿市金沙路3号"}


def test_a_label_that_comes_once_beside_shared_ones_is_nobodys() -> None:
    text = f"甲方：{BUYER}\n乙方：{SUPPLIER}\n地址：岚川市中山路1号\n地址：云岭市启明路2号\n邮编：650009\n"
    parties = parties_of(HEAD + text)
    assert (parties["buyer"].postcode, parties["supplier"].postcode) == (None, None)


def test_a_label_that_names_its_party_is_that_partys() -> None:
    text = (
        f"甲方：{BUYER}\n乙方：{SUPPLIER}\n乙方地址：云岭市启明路2号\n甲方地址：岚川市中山路1号\n"
        "乙方联系电话：0898-5550002\n甲方联系电话：0899-3320118\n"
    )
    parties = parties_of(HEAD + text)
    assert parties["buyer"].address is not None and parties["buyer"].address.value == "岚川市中山路1号"
    assert [phone.value for phone in parties["supplier"].phones] == ["0898-5550002"]
