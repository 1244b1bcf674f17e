"""Numbers in each of Word's formats that Chinese offices use."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.nlp.numerals import read_integer
from extract.readers.docx_numerals import numeral


@pytest.mark.parametrize(
    ("number_format", "shown"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("chineseCounting", {1: "一", 10: "十", 11: "十一", 20: "二十", 99: "九十九", 101: "一○一"}),
        (
            "chineseCountingThousand",
            {10: "十", 19: "十九", 100: "一百", 105: "一百零五", 110: "一百一十", 1010: "一千零一十"},
        ),
        ("chineseCountingThousand", {2000: "二千", 2003: "二千零三", 10000: "一万", 10203: "一万零二百零三"}),
        ("japaneseCounting", {3: "三", 12: "十二"}),
        ("taiwaneseCountingThousand", {21: "二十一"}),
        ("taiwaneseCounting", {21: "二十一"}),
        ("ideographDigital", {3: "三", 10: "一〇"}),
        ("ideographTraditional", {1: "甲", 2: "乙", 10: "癸", 11: "11"}),
        ("ideographZodiac", {1: "子", 12: "亥"}),
        ("chineseLegalSimplified", {1: "壹", 12: "壹拾贰", 105: "壹佰零伍"}),
        ("ideographLegalTraditional", {3: "參"}),
        ("ideographEnclosedCircle", {1: "㊀", 10: "㊉", 11: "11"}),
        ("decimalEnclosedCircle", {1: "①", 20: "⑳", 21: "㉑", 36: "㊱", 50: "㊿", 51: "51"}),
        ("decimalEnclosedCircleChinese", {9: "⑨"}),
        ("decimalEnclosedParen", {1: "⑴", 20: "⒇"}),
        ("decimalEnclosedFullstop", {1: "⒈", 20: "⒛"}),
        ("decimalFullWidth", {12: "１２"}),
        ("lowerLetter", {1: "a", 26: "z", 27: "aa", 53: "aaa"}),
        ("upperLetter", {3: "C"}),
        ("lowerRoman", {4: "iv", 9: "ix"}),
        ("upperRoman", {14: "XIV", 1999: "MCMXCIX"}),
        ("none", {1: ""}),
        ("somethingNew", {7: "7"}),
    ],
)
def test_formats(number_format: str, shown: dict[int, str]) -> None:
    assert {value: numeral(value, number_format) for value in shown} == shown


def test_a_format_of_the_writers_own() -> None:
    assert numeral(7, "custom", "001, 002, 003, ...") == "007"
    assert numeral(7, "custom", "") == "7"


@given(st.integers(min_value=0, max_value=99_999))
def test_chinese_words_mean_the_number(value: int) -> None:
    words = numeral(value, "chineseCountingThousand")
    if value <= 32_767:
        assert read_integer(words) == value
    else:
        assert words == str(value)
