"""Phones, e-mails, postcodes, accounts, credit codes: whole, spaced, cut off, and look-alikes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from stdnum.cn import ric, uscc

from extract.nlp.identifiers import (
    find_accounts,
    find_credit_codes,
    find_emails,
    find_phones,
    find_postcodes,
    is_identity_card,
    is_valid_credit_code,
)
from extract.nlp.mentions import Text
from extract.rulepack import RulePack, load_rules

PACK = load_rules()
CODE = "91530100MA6K1234" + "5"
CODE += uscc.calc_check_digit(CODE)
CARD = "53010219900101123"
CARD += ric.calc_check_digit(CARD + "0")


def values(find: Callable[[str, RulePack], tuple[Text, ...]], text: str) -> list[str]:
    """Return the values found; "!" marks one that is not complete."""
    return [found.value + ("" if found.complete else "!") for found in find(text, PACK)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系电话:13900000001", ["13900000001"]),
        ("手机:139 0000 0001", ["13900000001"]),
        ("手机:139-0000-0001", ["13900000001"]),
        ("+86-13900000001", ["13900000001"]),
        ("联系人:张三13900000001", ["13900000001"]),
        ("电话:029-82281234", ["029-82281234"]),
        ("电话:(029)82281234", ["029-82281234"]),
        ("(0871)65123456", ["0871-65123456"]),
        ("电话:02982281234", ["029-82281234"]),
        ("电话:0851 8228 1234", ["0851-82281234"]),
        ("电话:0871-6 5123456", ["0871-65123456"]),
        ("电话:010—65123456", ["010-65123456"]),
        ("传真\t65123456", ["65123456"]),
        ("传真:029-82281234-801", ["029-82281234-801"]),
        ("电话:82281234转801", ["82281234-801"]),
        ("电话:82281234/82281235", ["82281234", "82281235"]),
        ("电话:82281234/822", ["82281234"]),
        ("电话:029-82281234、13900000001", ["029-82281234", "13900000001"]),
        ("电话/传真:0391-2110000", ["0391-2110000"]),
        ("电话(手机):13900000001", ["13900000001"]),
        ("服务热线:400-800-1234", ["400-800-1234"]),
        ("服务热线:4008001234", ["4008001234"]),
        ("投诉电话:12345", ["12345"]),
        ("电话:15508", ["15508!"]),
        ("电话:177306", ["177306!"]),
        ("传真:0779-", ["0779-!"]),
        ("传真:010-6", ["010-6!"]),
        ("手机:139****0001", ["139****0001!"]),
        ("电话:138xxxx0001", ["138xxxx0001!"]),
    ],
)
def test_phones(text: str, expected: list[str]) -> None:
    assert values(find_phones, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "电话:",
        "电话:____",
        "电话:张三",
        "配备电话100部",
        "安装电话300,",
        "电话支持7×24小时",
        "电话:2024年7月",
        "82281234",
        "账号:13900000001",
        "账号:6222 1390 0000 0123 456",
        "合同号13900000001A",
        "GB50300-2013",
        "金额12345678.00元",
        CARD,
    ],
)
def test_no_phone(text: str) -> None:
    assert values(find_phones, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("邮箱:office@example.com", ["office@example.com"]),
        ("office@mail.example.com.cn;电话", ["office@mail.example.com.cn"]),
        ("abc @example.com", ["abc@example.com"]),
        ("x_y-z.1@example.gov.cn", ["x_y-z.1@example.gov.cn"]),
        ("Email:helen", ["helen!"]),
        ("电子邮箱:office@163", ["office@163!"]),
        ("电子邮箱:", []),
        ("邮箱:地址", []),
    ],
)
def test_emails(text: str, expected: list[str]) -> None:
    assert values(find_emails, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("邮编:650000", ["650000"]),
        ("邮政编码\t650000", ["650000"]),
        ("邮编:650 000", ["650000"]),
        ("地址及邮编:云岭市人民路1号,650000", ["650000"]),
        ("邮编:6500", ["6500!"]),
        ("邮编:", []),
        ("金额650000元", []),
    ],
)
def test_postcodes(text: str, expected: list[str]) -> None:
    assert values(find_postcodes, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("账号:53001234567890123456", ["53001234567890123456"]),
        ("帐号:305 118 206 447", ["305118206447"]),
        ("银行账户:5300-1234-5678-9012", ["5300123456789012"]),
        ("账号为5300 1234 5678 9012 345", ["5300123456789012345"]),
        ("卡号\t6222021234567890123", ["6222021234567890123"]),
        ("账号:\n53001234567890123456", ["53001234567890123456"]),
        ("账号:53001234567890123456。", ["53001234567890123456"]),
        ("账号:310905526418(人民币户)", ["310905526418"]),
        ("账号:123456789", ["123456789"]),
        ("开户行及账号:中国建设银行云岭支行 53001234567890123456", ["53001234567890123456"]),
        ("户名:甲公司,中国银行云岭支行530012345678901234", ["530012345678901234"]),
        ("账号:81010130000(", ["81010130000!"]),
        ("账号:81010130000(\n地址:(略)", ["81010130000!"]),
        ("账号:6100****0402", ["6100****0402!"]),
        ("账号:5300123456789012345 5双方的义务\n5.1甲方提供场地", ["5300123456789012345"]),
        ("账号:5300123456789012345 5、双方的义务", ["5300123456789012345"]),
        ("账号:530012345678901 23 云岭银行高新支行", ["53001234567890123"]),
        ("账号:123456", ["123456!"]),
    ],
)
def test_accounts(text: str, expected: list[str]) -> None:
    assert values(find_accounts, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "账号:",
        "账号:\n电话:13900000001",
        "账号和密码",
        "账户名称:云岭市教育局",
        "合同编号:530012345678901234",
        "53001234567890123456",
        "中国银行\n编号530012345678901234",
        f"开户银行:工商银行,身份证{CARD}",
        f"开户银行:工商银行,{CODE}",
        "账号:" + "1" * 40,
    ],
)
def test_no_account(text: str) -> None:
    assert values(find_accounts, text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"统一社会信用代码:{CODE}", [CODE]),
        (f"甲方{CODE},地址", [CODE]),
        (f"统一社会信用代码(纳税人识别号):{CODE}", [CODE]),
        (f"税号:{CODE[:4]} {CODE[4:8]} {CODE[8:]}", [CODE]),
        ("纳税人识别号\t530100123456789", ["530100123456789"]),
        ("统一社会信用代码:530100123456789", ["530100123456789!"]),
        (f"统一社会信用代码:{CODE[:13]}", [CODE[:13] + "!"]),
        (
            f"统一社会信用代码:{CODE[:-1]}{'0' if CODE[-1] != '0' else '1'}",
            [CODE[:-1] + ("0" if CODE[-1] != "0" else "1")],
        ),
        (f"编号{CODE[:-1]}{'0' if CODE[-1] != '0' else '1'}", []),
        (CARD, []),
        (f"统一社会信用代码:{CODE} 2025年3月20日", [CODE]),
        (f"统一社会信用代码:{CODE}2025年3月20日", [CODE]),
        (f"统一社会信用代码:{CODE} 1.2 乙方", [CODE]),
        ("税号:530100123456789 2025年3月", ["530100123456789"]),
        (f"统一社会信用代码:{CODE}20", [CODE + "20!"]),
        ("纳税人识别号:", []),
        ("税号:为准", []),
    ],
)
def test_credit_codes(text: str, expected: list[str]) -> None:
    assert values(find_credit_codes, text) == expected


def test_the_check_digit_decides() -> None:
    assert is_valid_credit_code(CODE)
    assert not is_valid_credit_code(CODE[:-2] + "00")
    assert not is_valid_credit_code(CODE[:-1])


def test_identity_cards() -> None:
    assert is_identity_card(CARD)
    assert not is_identity_card(CARD[:-1] + ("1" if CARD[-1] != "1" else "2"))
    assert not is_identity_card("530102199013011234")
    assert not is_identity_card("53010219900101")


def test_spans_hold_the_number_without_its_label() -> None:
    text = "乙方账号:5300 1234 5678 9012,电话:(029)82281234,邮编:650000"
    for find, written in [
        (find_accounts, "5300 1234 5678 9012"),
        (find_phones, "(029)82281234"),
        (find_postcodes, "650000"),
    ]:
        assert [text[found.start : found.end] for found in find(text, PACK)] == [written]
