"""Chinese numerals and uppercase amounts.

The writer below is deliberately another one than the reader's: it works on groups of four digits as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.nlp.numerals import (
    NumeralError,
    is_standard_uppercase,
    read_integer,
    read_uppercase_amount,
    standard_uppercase,
)

# --- an independent writer ---------------------------------------------------------------------------------

FORMAL = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿"
CHARACTER_SETS = {
    "formal": FORMAL,
    "traditional": "零壹貳參肆伍陸柒捌玖拾佰仟萬億",
    "other variants": "零壹贰叄肆伍陆柒捌玖拾佰仟万亿",
    "simple": "零一二三四五六七八九十百千万亿",
    "half simple": "〇壹二叁四伍六柒八玖拾百仟万亿",
}
OPTIONAL_ZERO = "?"


def write_group(group: str) -> str:
    """Write up to four digits, without zeros at its ends: 0305 is 叁佰零伍."""
    text = ""
    for digit, unit in zip(group, ("仟", "佰", "拾", "")[-len(group) :], strict=True):
        text += "零" if digit == "0" else FORMAL[int(digit)] + unit
    while "零零" in text:
        text = text.replace("零零", "零")
    return text.strip("零")


def write_yuan(value: int) -> str:
    """Write whole yuan with `?` where the rule leaves 零 free."""
    digits = str(value)
    digits = digits.zfill(-(-len(digits) // 4) * 4)
    groups = [digits[i : i + 4] for i in range(0, len(digits), 4)]
    marks = ["万", "亿", "万", ""][-len(groups) :]
    text, before = "", ""
    for group, mark in zip(groups, marks, strict=True):
        if group != "0000":
            if before.strip("0"):
                text += "零" if group[0] == "0" else OPTIONAL_ZERO if before[-1] == "0" else ""
            text += write_group(group) + mark
        elif mark == "亿" and before.strip("0"):
            text += mark
        before += group
    return text


def all_writings(cents: int) -> Iterator[str]:
    """Yield every form of the amount that the contract world accepts, 元 as the unit."""
    whole, rest = divmod(cents, 100)
    tenths, hundredths = divmod(rest, 10)
    text = write_yuan(whole) + "元" if whole else ""
    if tenths:
        text += (OPTIONAL_ZERO if whole and whole % 10 == 0 else "") + FORMAL[tenths] + "角"
    if hundredths:
        text += ("零" if whole and not tenths else "") + FORMAL[hundredths] + "分"
    pieces = text.split(OPTIONAL_ZERO)
    bodies = {
        pieces[0] + "".join(zero + piece for zero, piece in zip(zeros, pieces[1:], strict=True))
        for zeros in product(("", "零"), repeat=len(pieces) - 1)
    }
    if not whole and not tenths:
        bodies.add("零" + text)
    bodies |= {body[1:] for body in bodies if body.startswith("壹拾")}
    for body in bodies:
        for characters in CHARACTER_SETS.values():
            drawn = body.translate(str.maketrans(FORMAL, characters))
            for yuan, end in product("元圆圓" if whole else "元", ("", "整", "正")):
                for prefix in ("", "人民币", "人民币:", "大写:人民币", "¥", "RMB ", "人民币(大写)"):
                    yield prefix + drawn.replace("元", yuan) + end


AMOUNTS = st.one_of(
    st.integers(1, 999_999_999_999_999),
    st.lists(st.sampled_from("0000123456789"), min_size=1, max_size=15).map("".join).map(int).filter(bool),
)


@settings(max_examples=120, deadline=None)
@given(AMOUNTS)
def test_every_writing_of_an_amount_is_read_back(cents: int) -> None:
    for written in all_writings(cents):
        assert read_uppercase_amount(written) == Decimal(cents) / 100, written


@settings(max_examples=400, deadline=None)
@given(AMOUNTS)
def test_the_standard_form_is_one_of_the_writings_and_is_recognised(cents: int) -> None:
    amount = Decimal(cents) / 100
    standard = standard_uppercase(amount)
    assert standard in set(all_writings(cents))
    assert is_standard_uppercase(standard, amount)
    assert is_standard_uppercase("人民币" + standard, amount)
    assert not is_standard_uppercase(standard, amount + 1)


@settings(max_examples=800, deadline=None)
@given(AMOUNTS, st.data())
def test_a_damaged_writing_raises_or_says_what_is_read(cents: int, data: st.DataObject) -> None:
    """Drop, double, exchange or insert a character: what is still read must be a writing of that value."""
    standard = standard_uppercase(Decimal(cents) / 100)
    at = data.draw(st.integers(0, len(standard) - 1))
    other = data.draw(st.sampled_from(FORMAL + "元角分整"))
    damaged = data.draw(
        st.sampled_from(
            (
                standard[:at] + standard[at + 1 :],
                standard[:at] + standard[at] * 2 + standard[at + 1 :],
                standard[:at] + other + standard[at + 1 :],
                standard[:at] + other + standard[at:],
                standard[:at] + standard[at:][1:2] + standard[at] + standard[at + 2 :],
            )
        )
    )
    try:
        value = read_uppercase_amount(damaged)
    except NumeralError:
        return
    bare, meant = (
        re.sub("零[仟佰拾元角分]|^零[万亿]|零", "", text).removesuffix("整").removesuffix("元")
        for text in (damaged, standard_uppercase(value))
    )
    assert bare in {meant, meant.removeprefix("壹"), ""}, (damaged, value)


# --- integers ----------------------------------------------------------------------------------------------

INTEGERS = {
    "一百八十": 180,
    "壹佰捌拾": 180,
    "十五": 15,
    "一十五": 15,
    "拾": 10,
    "两": 2,
    "兩": 2,
    "两百": 200,
    "两千零二": 2002,
    "一万两千": 12000,
    "〇": 0,
    "零": 0,
    "五": 5,
    "二〇二四": 2024,
    "二○二四": 2024,
    "二零二五": 2025,
    "二〇": 20,
    "零五": 5,
    "廿": 20,
    "廿五": 25,
    "卅": 30,
    "卅一": 31,
    "一百廿": 120,
    "貳拾參": 23,
    "陸萬零捌拾": 60080,
    "三億零五": 300000005,
    "一千零一": 1001,
    "一千零一十": 1010,
    "一千一十": 1010,
    "一万零五百": 10500,
    "一万五百": 10500,
    "一百八十一万零三千": 1813000,
    "一亿五万": 100050000,
    "九万亿九千亿": 9900000000000,
    "九万九千亿": 9900000000000,
    "一万亿": 1000000000000,
    " 一 百 零 八 ": 108,
    "180": 180,
    "007": 7,
}


@pytest.mark.parametrize(("text", "value"), INTEGERS.items())
def test_integers_are_read(text: str, value: int) -> None:
    assert read_integer(text) == value


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "甲", "三五", "七八", "二百五", "一万二", "一百零零五", "零零五十", "百", "千万", "一百百",
        "万", "亿", "一万万", "十十", "五零十", "一百十", "一千零十", "二十零五", "两十", "二十两",
        "一百零两", "一两", "1百", "-五", "一千五万", "一亿三亿", "一百五十百", "五千百", "负三", "一点五",
        "1.5", "１２", "一百零", "零一百",
    ],
)  # fmt: skip
def test_malformed_integers_raise(text: str) -> None:
    with pytest.raises(NumeralError):
        read_integer(text)


def test_numeral_error_is_a_value_error() -> None:
    assert issubclass(NumeralError, ValueError)


# --- amounts -----------------------------------------------------------------------------------------------

OFFICIAL_EXAMPLES = {
    "壹仟肆佰零玖元伍角": "1409.50",
    "陆仟零柒元壹角肆分": "6007.14",
    "壹仟陆佰捌拾元零叁角贰分": "1680.32",
    "壹仟陆佰捌拾元叁角贰分": "1680.32",
    "壹拾万柒仟元零伍角叁分": "107000.53",
    "壹拾万零柒仟元伍角叁分": "107000.53",
    "壹万陆仟肆佰零玖元零贰分": "16409.02",
    "叁佰贰拾伍元零肆分": "325.04",
}


@pytest.mark.parametrize(("text", "value"), OFFICIAL_EXAMPLES.items())
def test_the_examples_of_the_rule_are_standard(text: str, value: str) -> None:
    assert read_uppercase_amount("人民币" + text) == Decimal(value)
    assert is_standard_uppercase("人民币" + text, Decimal(value))


READABLE = {
    "壹佰捌拾万零叁仟元整": "1803000",
    "壹佰捌拾万叁仟元整": "1803000",
    "壹佰捌拾壹万零叁仟元整": "1813000",
    "一百八十万三千元整": "1803000",
    "壹佰八拾万": "1800000",
    "拾万元整": "100000",
    "壹拾万元整": "100000",
    "壹元零伍分": "1.05",
    "壹元伍分": "1.05",
    "零捌分": "0.08",
    "捌分": "0.08",
    "柒角整": "0.70",
    "伍角": "0.50",
    "伍角零叁分": "0.53",
    "壹佰贰拾叁元零角零分": "123",
    "壹佰贰拾叁元伍角零分": "123.50",
    "壹佰贰拾叁元零肆角": "123.40",
    "零元整": "0",
    "零元零角零分": "0",
    "壹拾贰万叁仟零佰零拾零元零角零分": "123000",
    "零佰壹拾贰万叁仟零佰零拾伍元零角零分": "123005",
    "零万零仟零佰零拾零元伍角": "0.5",
    "壹佰贰拾零万零仟零佰零拾零元整": "1200000",
    "伍拾万零仟元整": "500000",
    "伍拾万零仟零佰零拾零元整": "500000",
    "伍拾万贰仟零佰零拾零元整": "502000",
    "拾万零仟零佰零拾伍元": "100005",
    "伍拾 万 零 仟 零 佰 叁 拾 零 元整": "500030",
    "壹仟零佰零拾元整": "1000",
    "壹亿零仟零佰零拾零万贰仟零佰零拾零元": "100002000",
    "廿万元": "200000",
    "卅陆万元整": "360000",
    "廿叁万伍仟元": "235000",
    "壹佰伍拾贰点捌捌万元": "1528800",
    "壹佰伍拾貳點捌捌萬元整": "1528800",
    "十点五二亿元": "1052000000",
    "三点五百万元": "3500000",
    "壹点伍元": "1.5",
    "壹佰捌拾万元": "1800000",
    "两万两千元": "22000",
    "两元": "2",
    "壹佰另伍元": "105",
    "伍元叁毛": "5.30",
    "壹 佰 捌 拾 万 元 整": "1800000",
    "壹佰捌拾\n万元整": "1800000",
    "人民币壹佰元正": "100",
    "人民幣壹佰圓正": "100",
    "（大写）壹佰元整": "100",
    "￥：壹佰元整": "100",
    "壹佰伍拾伍": "155",
    "玖万亿玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分": "9999999999999.99",
    "玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分": "9999999999999.99",
    "叁阡伍陌元": "3500",
}


@pytest.mark.parametrize(("text", "value"), READABLE.items())
def test_readable_amounts(text: str, value: str) -> None:
    assert read_uppercase_amount(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "", "元", "整", "元整", "人民币", "人民币元整", "大写:", "壹佰佰元", "壹万亿亿元整", "壹万万元", "壹佰元元", "零万元整", "零万元零壹分", "零佰零拾元整",
        "伍角壹元", "叁分伍角", "壹佰拾元", "壹仟拾元整", "壹佰零拾元", "壹佰零零伍元", "壹贰万元",
        "壹贰叁元", "贰叁元", "壹佰伍元", "壹万伍元", "贰仟陌元", "佰元整", "万元整", "拾佰元",
        "壹拾壹拾元", "壹元壹元", "壹元整整", "壹整元", "壹佰零元整", "零壹佰元", "壹拾角", "拾分",
        "壹元零零伍分", "壹角壹角", "壹佰万伍角", "壹点元", "点伍元", "壹点伍拾万元", "壹佰捌拾方叁仟元",
        "壹亿亿元", "壹仟壹仟元", "伍拾陆拾元", "壹百万零元整", "1百元", "壹佰元100", "100", "负壹元",
        "贰两元", "一二三元", "伍拾万零仟壹拾贰佰元", "零仟佰元", "壹佰零拾壹佰元", "伍拾万零仟零佰零拾壹拾元",
    ],
)  # fmt: skip
def test_malformed_amounts_raise(text: str) -> None:
    with pytest.raises(NumeralError):
        read_uppercase_amount(text)


# --- the standard form -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "text"),
    [
        ("1803000.00", "壹佰捌拾万零叁仟元整"),
        ("1813000", "壹佰捌拾壹万叁仟元整"),
        ("107000.53", "壹拾万零柒仟元零伍角叁分"),
        ("100000", "壹拾万元整"),
        ("10500", "壹万零伍佰元整"),
        ("100000005.05", "壹亿零伍元零伍分"),
        ("0.50", "伍角整"),
        ("0.08", "捌分"),
        ("12.30", "壹拾贰元叁角整"),
        ("0", "零元整"),
        ("1000000000000", "壹万亿元整"),
    ],
)
def test_the_standard_form(amount: str, text: str) -> None:
    assert standard_uppercase(Decimal(amount)) == text


@pytest.mark.parametrize("amount", ["-1", "0.001", "10000000000000000"])
def test_amounts_without_a_standard_form_raise(amount: str) -> None:
    with pytest.raises(ValueError, match="没有对应的大写金额"):
        standard_uppercase(Decimal(amount))


@pytest.mark.parametrize(
    ("text", "value", "standard"),
    [
        ("壹佰捌拾万零叁仟圆整", "1803000", True),
        ("壹佰捌拾万叁仟元正", "1803000", True),
        ("壹佰捌拾萬零參仟圓整", "1803000", True),
        ("伍角", "0.5", True),
        ("伍角整", "0.5", True),
        ("壹佰捌拾万零叁仟元", "1803000", False),  # 整 is missing
        ("壹佰捌拾壹万零叁仟元整", "1813000", False),  # 零 too many
        ("壹万伍佰元整", "10500", False),  # 零 is missing
        ("壹元零伍分整", "1.05", False),  # 整 behind 分
        ("壹元伍角叁分整", "1.53", False),
        ("壹佰八拾万元整", "1800000", False),
        ("一百元整", "100", False),
        ("拾万元整", "100000", False),
        ("壹佰〇伍元整", "105", False),
        ("壹佰捌拾万零叁仟元整", "1803001", False),
    ],
)
def test_what_is_standard(text: str, value: str, standard: bool) -> None:
    assert is_standard_uppercase(text, Decimal(value)) is standard
