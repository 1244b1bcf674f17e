"""Dates: every way of writing one, ranges, blanks, and what only looks like a date."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.nlp.dates import find_dates
from extract.rulepack import load_rules

PACK = load_rules()


def read(text: str) -> list[tuple[str, str]]:
    """Return what stands in `text` and what it says."""
    return [(text[date.start : date.end], date.value) for date in find_dates(text, PACK)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2024年7月19日", "2024-07-19"),
        ("2024 年 7 月 19 日", "2024-07-19"),
        ("2024年07月09日", "2024-07-09"),
        ("2025年8月19号", "2025-08-19"),
        ("2025.8.19", "2025-08-19"),
        ("2025-08-19", "2025-08-19"),
        ("2025-8-9", "2025-08-09"),
        ("2025/8/19", "2025-08-19"),
        ("2025.8.19日", "2025-08-19"),
        ("2025年6月", "2025-06"),
        ("2025-06", "2025-06"),
        ("2024年", "2024"),
        ("二〇二四年六月", "2024-06"),
        ("公元二〇二四年六月三日", "2024-06-03"),
        ("二零二五年三月十二日", "2025-03-12"),
        ("二О二五年三月十二日", "2025-03-12"),
        ("二〇二四年十二月三十一日", "2024-12-31"),
        ("二〇二四年十二月卅一日", "2024-12-31"),
        ("二〇二四年〇七月〇九日", "2024-07-09"),
        ("贰零贰肆年柒月壹拾玖日", "2024-07-19"),
        ("2024年十月二十日", "2024-10-20"),
        ("贰零贰肆年零壹拾月零贰拾日", "2024-10-20"),
        ("24年7月19日", "2024-07-19"),
        ("98年7月1日", "1998-07-01"),
        ("2025年元月1日", "2025-01-01"),
        ("2024年\n7月19日", "2024-07-19"),
        ("2024年7月\n19日", "2024-07-19"),
        ("2 024年7月1 9日", "2024-07-19"),
    ],
)
def test_one_date(written: str, value: str) -> None:
    assert read(f"签订于{written},生效") == [(written, value)]


@pytest.mark.parametrize(
    ("text", "written", "value"),
    [
        ("2.2024年9月1日前支付", "2024年9月1日", "2024-09-01"),
        ("1.2024.7.19前支付", "2024.7.19", "2024-07-19"),
        ("签订日期:20240719", "20240719", "2024-07-19"),
        ("签订日期\t20240719\t甲方", "20240719", "2024-07-19"),
        ("签订时间:2025.6", "2025.6", "2025-06"),
        ("自2025-6起", "2025-6", "2025-06"),
        ("2024年7月__日", "2024年7月", "2024-07"),
        ("2024年7月日", "2024年7月", "2024-07"),
        ("2024年7月3号楼竣工", "2024年7月", "2024-07"),
        ("2024年上半年完成", "2024年", "2024"),
        ("于_2024_年_7_月_19_日签订", "2024_年_7_月_19_日", "2024-07-19"),
        ("于【2024】年【7】月【19】日签订", "2024】年【7】月【19】日", "2024-07-19"),
        ("于2024-07-19 09:30开标", "2024-07-19", "2024-07-19"),
    ],
)
def test_a_date_in_its_surroundings(text: str, written: str, value: str) -> None:
    assert read(text) == [(written, value)]


@pytest.mark.parametrize("text", ["2024年度", "2024全年", "2024财政年度", "2024年全年"])
def test_whole_year(text: str) -> None:
    (date,) = find_dates(f"云岭市{text}运行维护服务", PACK)
    assert (date.value, date.whole_year) == ("2024", True)


def test_a_year_in_prose_is_no_whole_year() -> None:
    assert [date.whole_year for date in find_dates("2024年开工,2025年3月竣工", PACK)] == [False, False]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年2月30日", "2024-02-30"),
        ("2023年2月29日", "2023-02-29"),
        ("2024年13月1日", "2024-13-01"),
        ("2024年13月", "2024-13"),
        ("2024.4.31", "2024-04-31"),
        ("2024年7月32日", "2024-07-32"),
    ],
)
def test_an_impossible_date_keeps_what_it_says(text: str, value: str) -> None:
    (date,) = find_dates(text, PACK)
    assert (date.value, date.possible) == (value, False)


def test_leap_day_is_possible() -> None:
    assert [date.possible for date in find_dates("2024年2月29日", PACK)] == [True]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2024年1月1日至2024年12月31日", ["2024-01-01", "2024-12-31"]),
        ("2024年1月1日至12月31日", ["2024-01-01", "2024-12-31"]),
        ("2024年1月1日起至12月31日止", ["2024-01-01", "2024-12-31"]),
        ("2025年6月1日-6月30日", ["2025-06-01", "2025-06-30"]),
        ("2025年6月1日—30日", ["2025-06-01", "2025-06-30"]),
        ("2025年6月1-30日", ["2025-06-01", "2025-06-30"]),
        ("2025年1-6月", ["2025-01", "2025-06"]),
        ("2025年3月、6月、9月和12月", ["2025-03", "2025-06", "2025-09", "2025-12"]),
        ("2024年7月1日起至次年6月30日", ["2024-07-01", "2025-06-30"]),
        ("2024年7月1日至第二年6月30日", ["2024-07-01", "2025-06-30"]),
        ("2024年7月1日(含)至当年12月31日", ["2024-07-01", "2024-12-31"]),
        ("2024.1.1-2024.12.31", ["2024-01-01", "2024-12-31"]),
        ("2024-01-01-2024-12-31", ["2024-01-01", "2024-12-31"]),
        ("2025.6.1-6.30", ["2025-06-01", "2025-06-30"]),
        ("2024.1-2024.12", ["2024-01", "2024-12"]),
        ("2024-2025年度", ["2024", "2025"]),
        ("2023、2024年度", ["2023", "2024"]),
        ("2024年6月30日和12月31日前", ["2024-06-30", "2024-12-31"]),
    ],
)
def test_ranges_lend_year_and_month(text: str, values: list[str]) -> None:
    assert [value for _, value in read(text)] == values


def test_the_end_of_a_range_is_what_is_written_of_it() -> None:
    assert [written for written, _ in read("2024年7月1日起至次年6月30日止")] == ["2024年7月1日", "次年6月30日"]
    assert [written for written, _ in read("2024年7月1日至30日")] == ["2024年7月1日", "30日"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2024年7月1日至6月30日", ["2024-07-01"]),
        ("2024年7月20日至10日", ["2024-07-20"]),
        ("2024年7月1日、3个月内", ["2024-07-01"]),
        ("2024年、6月", ["2024"]),
        ("2024年7月1日起30日内", ["2024-07-01"]),
        ("2024年7月1日,5日内", ["2024-07-01"]),
        ("2024年7月1日、5日", ["2024-07-01"]),
        ("2024年6月-30日", ["2024-06"]),
        ("2024年7月1日-12.31", ["2024-07-01"]),
    ],
)
def test_no_second_date_where_none_is_stated(text: str, values: list[str]) -> None:
    assert [value for _, value in read(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "年月日",
        "20__年__月__日",
        "20年月日",
        "20年7月1日",
        "202年月",
        "2024年__月__日",
        "2024年月日",
        "2024年【】月【】日",
        "××××年××月××日",
        "每年3月15日前",
        "服务期三年",
        "版本1.2.3",
        "版本2024.1.2",
        "V2024.7.19",
        "见3.1.2条",
        "192.168.1.1",
        "国办发〔2024〕12号",
        "国办发[2024]12号",
        "GB/T 22239-2019",
        "GB50300-2013",
        "JGJ 2012-06",
        "电话:029-20241234",
        "2024.00元",
        "2025.06元",
        "合同编号:HT-2024-07-19",
        "项目编号:2025-06",
        "询价采购-2025-58",
        "http://www.example.com/art/2024/7/19/1.html",
        "2024.13.45",
        "2024级学生",
        "2024.1.2.3",
        "账号:20240719202407",
        "120240719",
        "1024年",
        "2999年7月",
    ],
)
def test_no_date(text: str) -> None:
    assert read(text) == []


def test_several_dates_in_order_with_exact_places() -> None:
    text = "甲方:2025.6.13\t乙方:2025年6月14日\n二〇二五年六月"
    found = find_dates(text, PACK)
    assert [text[date.start : date.end] for date in found] == ["2025.6.13", "2025年6月14日", "二〇二五年六月"]
    assert [date.start for date in found] == sorted(date.start for date in found)


@settings(max_examples=60, deadline=None)
@given(day=st.dates(min_value=date(1990, 1, 1), max_value=date(2090, 12, 31)))
def test_every_day_in_every_form(day: date) -> None:
    year, month, number = day.isoformat().split("-")
    forms = [
        f"{year}年{int(month)}月{int(number)}日",
        f"{year}.{int(month)}.{int(number)}",
        f"{year}-{month}-{number}",
        f"{year}/{int(month)}/{number}",
        f"签订日期:{year}{month}{number}",
    ]
    for form in forms:
        assert [found.value for found in find_dates(form, PACK)] == [day.isoformat()]
