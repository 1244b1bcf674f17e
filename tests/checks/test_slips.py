"""Slips of the pen."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.checks.slips import slip, uppercase_difference


@pytest.mark.parametrize(
    ("stated", "right", "words"),
    [
        ("390000.00", "360000", "第 2 位数字「6」写成「9」"),
        ("280000", "230000", "识别错误"),
        ("156000", "516000", "第 1、2 位数字互换（「51」写成「15」）"),
        ("36000", "360000", "错一位"),
        ("36", "360000", "「元」与「万元」混淆"),
        ("1000", "10", "错两位"),
        ("12345", "1234.5", "错一位"),
        ("14500", "124500", "漏写了一个「2」"),
        ("1224500", "124500", "重写了一个「2」"),
        ("1274500", "124500", "多写了一个「7」"),
        ("0.35", "0.30", "第 2 位数字"),
    ],
)
def test_one_slip_is_told(stated: str, right: str, words: str) -> None:
    assert words in (slip(Decimal(stated), Decimal(right)) or "")


@pytest.mark.parametrize(
    ("stated", "right"), [("100", "100"), ("123456", "654321"), ("0", "5"), ("12", "34567"), ("-5", "5")]
)
def test_what_is_no_slip(stated: str, right: str) -> None:
    assert slip(Decimal(stated), Decimal(right)) is None


@pytest.mark.parametrize(
    ("written", "standard", "words"),
    [
        ("壹佰捌拾万叁佰元整", "壹佰捌拾万零叁仟元整", "少「零」"),
        ("叁拾万元整", "贰拾万元整", "第 1 字「叁」应为「贰」"),
        ("壹拾贰万伍仟仟元整", "壹拾贰万伍仟元整", "多「仟」"),
        ("壹元整", "壹元整", ""),
    ],
)
def test_the_characters_that_differ(written: str, standard: str, words: str) -> None:
    assert words in uppercase_difference(written, standard)
    assert bool(uppercase_difference(written, standard)) == (written != standard)
