"""Where two writings differ: told exactly where it is a slip, and without the characters where it is another writing."""

from __future__ import annotations

import pytest

from extract.checks.differences import difference, likely_cause


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("6222021234", "6222031234", "第 6 位起「2」与「3」不同，长度 10"),
        ("6222021234", "622202134", "第 8 位起的「2」另一处没有，长度 10 与 9"),
        ("440601204000336", "440550169874501", "第 4 位起不同，长度 15"),
    ],
)
def test_where_they_differ(one: str, other: str, words: str) -> None:
    assert difference(one, other) == words


@pytest.mark.parametrize(
    ("one", "other", "words"),
    [
        ("书院路206号", "书院路208号", "第 6 位写错"),
        ("4218806", "4218860", "颠倒"),
        ("信息中心", "信中心", "「息」"),
        ("6222O2", "622202", "形近误认"),
        ("6222", "9173", None),
    ],
)
def test_how_one_became_the_other(one: str, other: str, words: str | None) -> None:
    cause = likely_cause(one, other)
    assert cause is None if words is None else words in (cause or "")
