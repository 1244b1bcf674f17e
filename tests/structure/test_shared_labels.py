"""A label said once for both parties: each has the value behind its own name."""

from __future__ import annotations

import pytest

from tests.helpers import labels_of

HEAD = "采购合同\n甲方：岚川市水务局\n乙方：云岭启明咨询有限公司\n第八条 送达\n"


def rows(text: str, *keys: str) -> list[tuple[str, str | None]]:
    outline, labels = labels_of(HEAD + text)
    return [
        (outline.text[v.start : v.end], v.owner.group if v.owner else None) for v in labels.of(*keys) if not v.blank
    ]


ADDRESSES = [("岚川市人民路1号", "first"), ("云岭市科技路9号", "second")]


@pytest.mark.parametrize(
    "text",
    [
        "送达地址：甲方 岚川市人民路1号 乙方 云岭市科技路9号\n",
        "双方送达地址：甲方为岚川市人民路1号，乙方为云岭市科技路9号。\n",
        "通讯地址：（甲方）岚川市人民路1号（乙方）云岭市科技路9号\n",
        "送达地址：甲方：岚川市人民路1号；乙方：云岭市科技路9号。\n",
        "邮寄地址：甲方岚川市人民路1号、乙方云岭市科技路9号\n",
        "甲方送达地址：岚川市人民路1号 乙方送达地址：云岭市科技路9号\n",
        "送达地址：甲方——岚川市人民路1号；乙方——云岭市科技路9号。\n",
    ],
)
def test_each_party_has_the_value_behind_its_name(text: str) -> None:
    assert rows(text, "address") == ADDRESSES


def test_so_have_telephones_accounts_and_people() -> None:
    text = "联系电话：甲方 0871-65550101 乙方 0872-66660202\n账号：甲方 2502010309024567891 乙方 6200112233445566778\n"
    assert rows(text, "phone") == [("0871-65550101", "first"), ("0872-66660202", "second")]
    assert rows(text, "account") == [("2502010309024567891", "first"), ("6200112233445566778", "second")]
    assert rows("联系人：甲方：王建国，乙方：李海涛\n", "contact") == [("王建国", "first"), ("李海涛", "second")]


@pytest.mark.parametrize(
    "text",
    [
        "送达地址：甲方岚川市人民路1号，联系人张三，电话13800001111；乙方云岭市科技路9号，联系人李四，电话13900002222\n",
        "送达地址：甲方：岚川市人民路1号，电话：13800001111；乙方：云岭市科技路9号，电话：13900002222\n",
        "送达地址：甲方 岚川市人民路1号 电话：13800001111 乙方 云岭市科技路9号 电话：13900002222\n",
    ],
)
def test_what_else_is_said_of_a_party_goes_with_it(text: str) -> None:
    assert rows(text, "address") == ADDRESSES
    assert rows(text, "phone") == [("13800001111", "first"), ("13900002222", "second")]


def test_a_postcode_without_a_colon_is_that_party_s() -> None:
    text = "地址：甲方 岚川市人民路1号 邮编 553000；乙方 云岭市科技路9号 邮编 550081\n"
    assert rows(text, "address") == ADDRESSES
    assert rows(text, "postcode") == [("553000", "first"), ("550081", "second")]


def test_the_line_below_is_not_the_last_party_s() -> None:
    assert rows("送达地址：甲方：岚川市人民路1号；乙方：云岭市科技路9号。\n联系电话：0871-65550101\n", "phone") == [
        ("0871-65550101", None)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "交货地址：甲方指定地点，由乙方负责运送\n",
        "送达地址：甲方所在地，乙方应当签收\n",
        "地址：岚川市人民路1号，由甲方通知乙方\n",
    ],
)
def test_a_sentence_that_names_both_gives_nothing_to_either(text: str) -> None:
    assert [owner for _, owner in rows(text, "address")] in ([], [None])
