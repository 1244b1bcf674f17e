"""Names that are one character apart: what is a misprint and what is another name."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.fields.similarity import one_character_apart
from tests.helpers import PACK

NAME = "岚川市大数据管理中心"
UNLIKE = PACK.words("parties.directions")


def found(text: str, name: str = NAME) -> list[str]:
    return [text[start:end] for start, end in one_character_apart(text, name, UNLIKE)]


@pytest.mark.parametrize(
    "misprint",
    [
        "岚川市大数据管中心",
        "岚川市大数据管理理中心",
        "岚川市大数具管理中心",
        "岚川大数据管理中心",
        "岚川市大数据管理局中心",
        "岚山市大数据管理中心",
        "风川市大数据管理中心",
        "川市大数据管理中心",
        "岚川市大数据管理中风",
        "岚川市大数据管理中",
    ],
)
def test_finds_a_character_missing_added_or_changed(misprint: str) -> None:
    assert found(f"服务对象：{misprint}，地址另附。") == [misprint]


@pytest.mark.parametrize(
    "other",
    [
        "岚川市大数据管理中心",
        "岚川市数据管理所",
        "岚川市大数据发展中心",
        "我市大数据管理中心",
        "岚川市大数据、管理中心",
        "岚川市大数据 管理中心",
        "云岭市科学技术局",
    ],
)
def test_what_is_no_misprint(other: str) -> None:
    assert found(f"服务对象为：{other}。") == []


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("岚川市第一人民医院", "岚川市第二人民医院"),
        ("岚川市东城区水务管理局", "岚川市西城区水务管理局"),
        ("岚川市质量检测3号实验中心", "岚川市质量检测5号实验中心"),
    ],
)
def test_a_number_or_a_direction_makes_another_name(name: str, other: str) -> None:
    assert found(f"{other}为使用单位。", name) == []
    assert found(f"{other}为使用单位。", other[:2] + other[3:]) == [other]


@pytest.mark.parametrize("sentence", ["由风川市大数据管理中心负责", "岚川市大数据管理中期检查"])
def test_the_end_of_a_name_in_running_text_is_not_known(sentence: str) -> None:
    assert found(sentence) == []


def test_a_short_name_needs_half_of_itself_intact() -> None:
    assert found("致：青泽县申计局", "青泽县审计局") == ["青泽县申计局"]
    assert found("致：青泽县财政局", "青泽县审计局") == []


def test_every_place_is_found_once() -> None:
    text = f"{NAME}与岚川市大数据管中心，{NAME}，岚川市大数据管中心。"
    places = list(one_character_apart(text, NAME, UNLIKE))
    assert [text[start:end] for start, end in places] == ["岚川市大数据管中心"] * 2
    assert len({start for start, _ in places}) == 2


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(NAME) - 1), st.sampled_from("水木金火土山石田"))
def test_any_single_change_inside_is_found(position: int, character: str) -> None:
    changed = NAME[:position] + character + NAME[position + 1 :]
    missing = NAME[:position] + NAME[position + 1 :]
    assert found(f"（{changed}）") == [changed]
    assert found(f"（{missing}）") == [missing]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="岚川市大数据管理中心局。，", max_size=60))
def test_a_place_differs_from_the_name_and_is_of_its_length(text: str) -> None:
    for start, end in one_character_apart(text, NAME, UNLIKE):
        assert text[start:end] != NAME
        assert abs(end - start - len(NAME)) <= 1
