"""Signature pages that were copied line by line, both sides in one line."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.structure.run_together_sides import glued_breaks, head_breaks
from tests.helpers import PACK, labels_of

_LONG = "乙方应当按照本合同的约定提供服务,保证服务质量符合国家标准和行业标准。" * 24
"""So much text in one line has lost its line breaks."""


def parts(line: str, cuts: list[int]) -> list[str]:
    """Return the parts into which a line is cut."""
    places = sorted({0, *cuts, len(line)})
    return [line[start:end].strip() for start, end in pairwise(places)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("甲方(公章)    乙方(公章) 地址:某路", ["甲方(公章)", "乙方(公章)", "地址:某路"]),
        ("需  方     供  方 单位名称(章):某局", ["需  方", "供  方", "单位名称(章):某局"]),
        ("采购人(盖章):供应商(盖章):某局 某公司", ["采购人(盖章):", "供应商(盖章):", "某局 某公司"]),
        ("双方签字后生效。甲方乙方丙方电话:1", ["双方签字后生效。", "甲方", "乙方", "丙方", "电话:1"]),
        ("出租方(甲方)盖章承租方(乙方)盖章法定代表人:某", ["出租方(甲方)盖章", "承租方(乙方)盖章", "法定代表人:某"]),
        ("甲方盖章乙方盖章后生效", ["甲方盖章乙方盖章后生效"]),
        ("由甲方(盖章)乙方(盖章)后生效", ["由甲方(盖章)乙方(盖章)后生效"]),
        ("甲方乙方双方协商", ["甲方乙方双方协商"]),
        ("甲方:某局 乙方:某公司", ["甲方:某局 乙方:某公司"]),
    ],
)
def test_parties_without_anything_of_their_own_begin_lines(line: str, expected: list[str]) -> None:
    assert parts(line, list(head_breaks(line, PACK))) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("法定代表人:岑岚法定代表人:薛同舟", ["法定代表人:岑岚", "法定代表人:薛同舟"]),
        ("单位地址:某路9号单位地址:某街2号", ["单位地址:某路9号", "单位地址:某街2号"]),
        ("单位名称(章):某局单位名称(章):某公司", ["单位名称(章):某局", "单位名称(章):某公司"]),
        ("需方供方", ["需方", "供方"]),
        ("甲方(盖章) 乙方(盖章)", ["甲方(盖章) 乙方(盖章)"]),  # white space: two columns
        ("甲方(盖章):|乙方(盖章):|", ["甲方(盖章):|乙方(盖章):|"]),
        ("日  期:2025年6月1日      日  期:2025年6月2日", ["日  期:2025年6月1日      日  期:2025年6月2日"]),
        ("委托方:某局被委托方:某公司", ["委托方:某局被委托方:某公司"]),
        ("联系人:岑岚,联系人:薛同舟", ["联系人:岑岚,联系人:薛同舟"]),
        ("时间:上午时间:", ["时间:上午", "时间:"]),
        ("联系电话:021-1传真电话:021-2", ["联系电话:021-1传真电话:021-2"]),
    ],
)
def test_a_label_said_anew_begins_a_line(line: str, expected: list[str]) -> None:
    assert parts(line, list(glued_breaks(line, PACK))) == expected


@pytest.mark.parametrize("before", ["", _LONG])
@pytest.mark.parametrize("head", ["甲方（公章）乙方（公章）", "甲方乙方", "甲方：（章）乙方：（章）"])
def test_each_side_has_its_own_values(before: str, head: str) -> None:
    lines = [head, "地址：岚川市人民路9号地址：云岭市江滨街2号", "邮政编码：650011邮政编码：650022"]
    gap = "" if before else "\n"
    outline, labels = labels_of(before + gap.join([*lines, "2025.6.18"]))
    assert [(outline.text[value.start : value.end], value.group) for value in labels.of("address", "postcode")] == [
        ("岚川市人民路9号", "first"),
        ("云岭市江滨街2号", "second"),
        ("650011", "first"),
        ("650022", "second"),
    ]


def test_names_in_one_line_below_the_parties_are_nobodys() -> None:
    _, labels = labels_of("甲方（盖章）乙方（盖章）\n岚川市水务局云岭启明咨询事务所\n代表：岑岚代表：薛同舟\n")
    assert [value.blank for value in labels.of("party")] == [True, True]
