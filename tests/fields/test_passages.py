"""Sentences and comma phrases."""

from __future__ import annotations

import pytest

from extract.fields.passages import first_phrase, phrase_around, phrases, sentences


def test_sentences_end_at_full_stops_semicolons_and_lines() -> None:
    text = "甲。乙;丙\n丁"
    assert [text[start:end] for start, end in sentences(text, 0, len(text))] == ["甲", "乙", "丙", "丁"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每日支付1,000元,累计不超过30,000元", ["每日支付1,000元", "累计不超过30,000元"]),
        ("扣100,200,300元", ["扣100,200,300元"]),
        ("按5%,2024年起", ["按5%", "2024年起"]),
        ("甲\t乙", ["甲", "乙"]),
    ],
)
def test_phrases_end_at_commas_but_not_inside_figures(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in phrases(text, (0, len(text)))] == expected


def test_phrase_around_stays_in_its_region() -> None:
    text = "甲,乙方支付1,000元违约金,丙"
    start = text.index("1,000")
    assert text[slice(*phrase_around(text, start, start + 5, (0, len(text))))] == "乙方支付1,000元违约金"
    assert phrase_around(text, start, start + 5, (start, start + 5)) == (start, start + 5)


def test_first_phrase() -> None:
    assert first_phrase("作为违约金,并解除合同") == "作为违约金"
