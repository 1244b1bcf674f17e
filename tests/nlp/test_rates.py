"""Rates: exact fractions from figures, words, and both side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.nlp.rates import find_rates
from extract.rulepack import load_rules

PACK = load_rules()


def read(text: str) -> list[tuple[str, Decimal]]:
    """Return what stands in `text` and what it says."""
    return [(text[rate.start : rate.end], rate.value) for rate in find_rates(text, PACK)]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("10%", "0.10"),
        ("0.05%", "0.0005"),
        ("50.00%", "0.5"),
        ("3 %", "0.03"),
        ("1 0%", "0.10"),
        ("100%", "1"),
        ("110%", "1.1"),
        ("5‰", "0.005"),
        ("0.5‰", "0.0005"),
        ("5%o", "0.005"),
        ("2‱", "0.0002"),
        ("百分之十", "0.10"),
        ("百分之叁拾", "0.30"),
        ("百分之伍", "0.05"),
        ("百分之十五点五", "0.155"),
        ("百分之一百", "1"),
        ("百分之百", "1"),
        ("百分之10", "0.10"),
        ("百分之点五", "0.005"),
        ("百分之68", "0.68"),
        ("百分之 5", "0.05"),
        ("百分之10%", "0.10"),
        ("百分之【10】", "0.10"),
        ("百分之(10)", "0.10"),
        ("千分之一", "0.001"),
        ("千分之零点五", "0.0005"),
        ("千分之0.5", "0.0005"),
        ("万分之二", "0.0002"),
        ("万分之五点二", "0.00052"),
        ("万分之零点五", "0.00005"),
        ("十万分之五", "0.00005"),
        ("百万分之一", "0.000001"),
        ("【10】%", "0.10"),
        ("_5_‰", "0.005"),
        ("三%", "0.03"),
    ],
)
def test_one_rate(written: str, value: str) -> None:
    assert read(f"按合同总价的{written}支付") == [(written, Decimal(value))]


@pytest.mark.parametrize(
    "written",
    [
        "10%(百分之十)",
        "10%(大写:百分之十)",
        "10%(即百分之十)",
        "(10%)百分之十",
        "百分之十(10%)",
        "百分之拾(即10%)",
        "(百分之十)10%",
        "百分之十10%",
        "10%百分之十",
    ],
)
def test_figures_and_words_are_one_rate(written: str) -> None:
    (rate,) = find_rates(f"支付{written}的违约金", PACK)
    assert (rate.value, rate.words_value, rate.agree) == (Decimal("0.1"), Decimal("0.1"), True)
    assert rate.end - rate.start == len(written)


@pytest.mark.parametrize(
    ("text", "words"),
    [("10%(百分之二十)", "0.2"), ("百分之二十(10%)", "0.2"), ("10%(千分之十)", "0.01"), ("10%(百分之一十二)", "0.12")],
)
def test_figures_win_over_words_that_differ(text: str, words: str) -> None:
    (rate,) = find_rates(text, PACK)
    assert (rate.value, rate.words_value, rate.agree) == (Decimal("0.1"), Decimal(words), False)


def test_a_rate_in_one_form_has_nothing_to_agree_with() -> None:
    assert [(rate.words_value, rate.agree) for rate in find_rates("30%或者百分之三十", PACK)] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("30%-50%", ["0.3", "0.5"]),
        ("30-50%", ["0.3", "0.5"]),
        ("3至5%", ["0.03", "0.05"]),
        ("20%以上30%以下", ["0.2", "0.3"]),
        ("百分之三到百分之五", ["0.03", "0.05"]),
        ("首付30%,余款70%", ["0.3", "0.7"]),
        ("2025年3-2%", ["0.02"]),
        ("≥99.9%", ["0.999"]),
        ("SLA99.9%", ["0.999"]),
        ("万分之五/日", ["0.0005"]),
        ("下浮5%(百分比)", ["0.05"]),
    ],
)
def test_rates_in_their_surroundings(text: str, values: list[str]) -> None:
    assert [value for _, value in read(text)] == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    "text",
    [
        "百分之__",
        "百分之几",
        "百分比",
        "3个百分点",
        "100分",
        "____%",
        "%",
        "三分之二以上",
        "三分之二的专家",
        "完成一半",
        "六成新",
        "第三成交人",
        "1/3",
        "百分之三五",
        "1,000%",
        "百分之十点",
    ],
)
def test_no_rate(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("合同总价的三分之一", "0.333333"),
        ("合同总价的三分之二", "0.666667"),
        ("五分之二", "0.4"),
        ("十分之一", "0.1"),
        ("合同价款的1/4", "0.25"),
        ("支付三成", "0.3"),
        ("余下七成半", "0.75"),
        ("首付五成五", "0.55"),
        ("首付3成", "0.3"),
        ("付一半", "0.5"),
        ("支付剩余二分之一", "0.5"),
        ("三分之一(33.33%)", "0.333333"),
        ("三成(30%)", "0.3"),
    ],
)
def test_fractions_in_words(text: str, value: str) -> None:
    assert [(rate.value, rate.agree) for rate in find_rates(text, PACK)] == [
        (Decimal(value), True if "%" in text else None)
    ]


def test_a_fraction_and_another_percentage_differ() -> None:
    (rate,) = find_rates("合同总价的三成(40%)", PACK)
    assert (rate.value, rate.words_value, rate.agree) == (Decimal("0.4"), Decimal("0.3"), False)


@settings(max_examples=60, deadline=None)
@given(tenths=st.integers(min_value=1, max_value=9999))
def test_figures_are_exact(tenths: int) -> None:
    number = Decimal(tenths) / 10
    (rate,) = find_rates(f"费率为{number}%", PACK)
    assert rate.value == number / 100
