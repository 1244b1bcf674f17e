"""People behind and before their posts."""

from __future__ import annotations

import pytest

from extract.nlp.names import find_people, is_person_name
from extract.rulepack import load_rules

PACK = load_rules()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联系人:王小明", ["王小明"]),
        ("项目经理:欧阳明,手机", ["欧阳明"]),
        ("项目负责人为李大伟。", ["李大伟"]),
        ("法定代表人\t李大伟(签章)", ["李大伟"]),
        ("法定代表人(负责人):李大伟", ["李大伟"]),
        ("联系人:阿依古丽·买买提", ["阿依古丽·买买提"]),
        ("联系人:李工,", ["李工"]),
        ("联系人:王主任 电话", ["王主任"]),
        ("联系人:张小军电话:139", ["张小军"]),
        ("项目负责人王小平同志", ["王小平"]),
        ("经办人:高原13900000000", ["高原"]),
        ("指定陈小华为甲方项目联系人", ["陈小华"]),
        ("由赵一凡担任本项目经理", ["赵一凡"]),
        ("乙方指派项目负责人辛小文(联系电话:139),核心技术人员王小瑞、胡小斌,成立", ["辛小文", "王小瑞", "胡小斌"]),
        ("监理工程师:周小川、钱大钧", ["周小川", "钱大钧"]),
        ("甲方:\n张小军(签字)", ["张小军"]),
        ("本项目由岑知远老师负责", ["岑知远"]),
        ("紧急情况联系岑知远,电话139", ["岑知远"]),
        ("分工如下:岑知远(组长)、雍知海(高级工程师,证书号1)", ["岑知远", "雍知海"]),
        ("代表:公孙静日期:2025年", ["公孙静"]),
    ],
)
def test_people(text: str, expected: list[str]) -> None:
    found = find_people(text, PACK)
    assert [person.value for person in found] == expected
    assert [text[person.start : person.end] for person in found] == expected


@pytest.mark.parametrize(
    "text",
    [
        "项目负责人应当到场",
        "项目负责人应,",
        "联系人:电话",
        "联系人:",
        "项目经理和技术人员",
        "负责人方可离开",
        "负责人全程参与",
        "法定代表人:\n授权代表:",
        "甲方指定地点",
        "由甲方担任",
        "项目经理:安全,",
        "王小明",
        "更换律师应提前10日",
        "收款人:县财政局",
        "由监理单位(组长单位)负责",
    ],
)
def test_no_person(text: str) -> None:
    assert find_people(text, PACK) == ()


@pytest.mark.parametrize(
    ("words", "is_name"),
    [
        ("王小明", True), ("欧阳明", True), ("司马青云", True), ("麦麦提·吐逊", True), ("高峰", True),
        ("阿斯卡尔", True), ("扎西次仁", True), ("阿勒泰市", False), ("乌兰察布", False), ("哈达", False),
        ("方案", False), ("于本项", False), ("王", False), ("张王李赵", False), ("联系方式", False), ("经理", False),
        ("常驻", False), ("文静", False), ("岗亭", False),
    ],
)  # fmt: skip
def test_what_can_be_a_name(words: str, is_name: bool) -> None:
    assert is_person_name(words, PACK) is is_name


def test_behind_a_label_a_common_noun_can_be_a_name() -> None:
    assert is_person_name("文静", PACK, labelled=True)
    assert [person.value for person in find_people("项目经理:文静,电话", PACK)] == ["文静"]
    assert not is_person_name("常驻", PACK, labelled=True)
