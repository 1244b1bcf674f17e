"""Clause numbers that skip or repeat, and the many that only look so."""

from __future__ import annotations

import pytest

from tests.helpers import record_of


def breaks(text: str) -> list[tuple[str, str, str]]:
    return [(found.kind, found.expected, found.actual) for found in record_of(text).numbering_breaks]


def contract(*numbers: str, word: str = "内容") -> str:
    return "保洁服务合同\n" + "\n".join(f"{number}{word}{index}如下所述" for index, number in enumerate(numbers)) + "\n"


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (("第一条 ", "第二条 ", "第四条 ", "第五条 "), ("skip", "第三条", "第四条")),
        (("一、", "二、", "二、", "四、"), ("repeat", "三、", "二、")),
        (("一、", "二、", "三、", "三、"), ("repeat", "四、", "三、")),
        (("1、", "2、", "5、", "6、"), ("skip", "3、", "5、")),
        (("1.1 ", "1.2 ", "1.4 ", "1.5 "), ("skip", "1.3", "1.4")),
        (("（一）", "（二）", "（三）", "（五）"), ("skip", "（四）", "（五）")),
        (("第九条 ", "第十条 ", "第十二条 ", "第十三条 "), ("skip", "第十一条", "第十二条")),
        (("第一条 ", "第二条 ", "第七条 ", "第四条 ", "第五条 "), ("skip", "第三条", "第七条")),
    ],
)
def test_a_number_that_does_not_follow(numbers: tuple[str, ...], expected: tuple[str, str, str]) -> None:
    assert breaks(contract(*numbers)) == [expected]


@pytest.mark.parametrize(
    "numbers",
    [
        ("第一条 ", "第二条 ", "第三条 "),
        ("三、", "四、", "五、"),
        ("一、", "二、", "三、", "一、", "二、", "三、"),
        ("1、", "2、", "3、", "1、", "2、"),
        ("1.1 ", "1.2 ", "2.1 ", "2.2 ", "3.1 "),
        ("一、", "二、", "十五、", "十六、"),
        ("壹、", "一、", "二、", "贰、", "一、", "二、", "三、", "叁、", "肆、", "一、"),
    ],
)
def test_what_only_begins_anew_or_elsewhere(numbers: tuple[str, ...]) -> None:
    assert breaks(contract(*numbers)) == []


def test_a_number_inside_a_line_is_not_missing() -> None:
    text = "保洁服务合同\n1、大厅每日清扫；\n2、走廊每日清扫；3、电梯每日擦拭；\n4、窗户每月擦拭。\n5、厕所每日清扫。\n"
    assert breaks(text) == []


def test_both_places_are_evidence() -> None:
    (found,) = record_of(contract("第一条 ", "第二条 ", "第四条 ", "第五条 ")).numbering_breaks
    assert found.text == "第四条"
    assert len(found.spans) == 2


def test_special_terms_take_up_some_clauses_of_the_general_ones() -> None:
    special = "1.一般约定\n内容\n3.承包人\n内容\n4.监理人\n内容\n6.安全\n内容\n"
    assert breaks("施工合同\n第三部分 专用合同条款\n" + special) == []
    assert breaks("施工合同\n第三部分 合同条款\n" + special) != []


def test_a_selection_of_a_forms_clauses_skips_nothing() -> None:
    assert breaks(contract("1.1 ", "1.2 ", "1.7 ", "1.9 ")) == []


def test_formal_numerals_skip_too() -> None:
    assert breaks(contract("壹、", "贰、", "肆、", "伍、")) == [("skip", "叁、", "肆、")]
