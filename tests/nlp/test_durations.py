"""Durations: numbers and units in all their forms, and times that are no lengths."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.nlp.durations import find_durations
from extract.rulepack import load_rules

PACK = load_rules()


def read(text: str) -> list[tuple[str, int, str]]:
    """Return what stands in `text` and what it says."""
    return [(text[found.start : found.end], found.value, found.unit) for found in find_durations(text, PACK)]


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("1年", 1, "year"),
        ("壹年", 1, "year"),
        ("三年", 3, "year"),
        ("两年", 2, "year"),
        ("叁(3)年", 3, "year"),
        ("3(叁)年", 3, "year"),
        ("【3】年", 3, "year"),
        ("_3_年", 3, "year"),
        ("【叁】年", 3, "year"),
        ("三周年", 3, "year"),
        ("一个服务年度", 1, "year"),
        ("三个年度", 3, "year"),
        ("十年", 10, "year"),
        ("二十五年", 25, "year"),
        ("一年半", 18, "month"),
        ("1.5年", 18, "month"),
        ("0.5年", 6, "month"),
        ("半年", 6, "month"),
        ("2年6个月", 30, "month"),
        ("一年零三个月", 15, "month"),
        ("1个月", 1, "month"),
        ("六个月", 6, "month"),
        ("贰个月", 2, "month"),
        ("三(3)个月", 3, "month"),
        ("12(十二)个月", 12, "month"),
        ("十八个月", 18, "month"),
        ("36个月", 36, "month"),
        ("36月", 36, "month"),
        ("6个自然月", 6, "month"),
        ("半个月", 15, "day"),
        ("一个半月", 45, "day"),
        ("两周", 2, "week"),
        ("1个星期", 1, "week"),
        ("一个季度", 1, "quarter"),
        ("两个季度", 2, "quarter"),
        ("10个工作日", 10, "workday"),
        ("10工作日", 10, "workday"),
        ("十五个工作日", 15, "workday"),
        ("5日(工作日)", 5, "workday"),
        ("1 0个工作日", 10, "workday"),
        ("伍日", 5, "day"),
        ("三十(30)日", 30, "day"),
        ("一百八十日", 180, "day"),
        ("60天", 60, "day"),
        ("1,095天", 1095, "day"),
        ("24小时", 24, "hour"),
        ("2个小时", 2, "hour"),
        ("48h", 48, "hour"),
    ],
)
def test_one_duration(written: str, value: int, unit: str) -> None:
    assert read(f"期限为{written}内完成") == [(written, value, unit)]


@pytest.mark.parametrize("written", ["180日历日", "180日历天", "30个自然日", "30自然天", "60天(日历天)", "60个日历天"])
def test_calendar_days(written: str) -> None:
    (found,) = find_durations(f"工期{written}", PACK)
    assert (found.unit, found.calendar) == ("day", True)


@pytest.mark.parametrize("written", ["30日", "30天", "5个工作日", "1年"])
def test_other_units_are_not_calendar_days(written: str) -> None:
    assert [found.calendar for found in find_durations(f"{written}内", PACK)] == [False]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("验收合格后,5日内支付", [("5日", 5, "day")]),
        ("1.3日内提交", [("3日", 3, "day")]),
        ("条款\n2.15个工作日内支付", [("15个工作日", 15, "workday")]),
        ("3-5个工作日", [("5个工作日", 5, "workday")]),
        ("自次月起10日内", [("10日", 10, "day")]),
        ("质保期满2月内付清", [("2月", 2, "month")]),
        ("2025年2月内完成", []),
        ("满两年、三年时", [("两年", 2, "year"), ("三年", 3, "year")]),
        ("三年(36个月)", [("三年", 3, "year"), ("36个月", 36, "month")]),
        ("每逾期一日,支付违约金", [("一日", 1, "day")]),
        ("10日安装完毕", [("10日", 10, "day")]),
        ("该5日期满后", [("5日", 5, "day")]),
        ("24小时内响应", [("24小时", 24, "hour")]),
        ("2小时响应,4小时到场", [("2小时", 2, "hour"), ("4小时", 4, "hour")]),
        ("每半年支付一次", [("半年", 6, "month")]),
        ("每一季度支付", [("一季度", 1, "quarter")]),
        ("期限三\n年", [("三\n年", 3, "year")]),
        ("提前一周告知", [("一周", 1, "week")]),
        ("近3年内无违法记录", [("3年", 3, "year")]),
    ],
)
def test_durations_in_their_surroundings(text: str, expected: list[tuple[str, int, str]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2024年",
        "2024年7月19日",
        "二〇二四年六月三日",
        "7月",
        "六月",
        "2024.7.19日",
        "第三年",
        "第5个工作日",
        "第10日",
        "上一年度",
        "一年级",
        "90年代",
        "五年制",
        "一年期LPR",
        "5日游",
        "三天两头",
        "3日常巡检",
        "2天津路",
        "每月5日前",
        "每月1日至10日",
        "次月的15日前",
        "每月10日和20日",
        "每年3月15日前",
        "元月5日",
        "7*24小时",
        "7×24小时",
        "7x24小时",
        "7天×24小时",
        "5天(工作日)×8小时",
        "365天×24小时",
        "7天24小时",
        "5\\times8小时",
        "每天24小时",
        "24小时热线",
        "24小时值班",
        "8小时工作制",
        "上半年",
        "下半年",
        "半年度报告",
        "2024年一季度",
        "第一季度",
        "一季度、二季度",
        "二季度",
        "20__年__月__日",
        "20年月日",
        "20年7月1日",
        "__年",
        "1+2年",
        "叁(2)年",
        "二三天",
        "一二三天",
        "大半年",
        "后半年",
        "三五年",
        "一二年",
        "十几天",
        "1.5个月",
        "约1.2天",
        "0日",
        "GB-3h",
        "150年",
        "50周岁",
    ],
)
def test_no_duration(text: str) -> None:
    assert read(text) == []


@settings(max_examples=60, deadline=None)
@given(
    number=st.integers(min_value=1, max_value=999),
    unit=st.sampled_from(
        [("个月", "month"), ("个工作日", "workday"), ("天", "day"), ("小时内", "hour"), ("周", "week")]
    ),
)
def test_any_number_of_any_unit(number: int, unit: tuple[str, str]) -> None:
    written, name = unit
    (found,) = find_durations(f"应在{number}{written}完成", PACK)
    assert (found.value, found.unit) == (number, name)
