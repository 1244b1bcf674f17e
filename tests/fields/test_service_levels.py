"""Service levels: times by level of fault, in sentences and in tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extract.model import ServiceLevel
from tests.helpers import record_of


def levels_of(text: str) -> list[tuple[str, int, Decimal | None, Decimal | None, Decimal | None]]:
    def hours(level: ServiceLevel, kind: str) -> Decimal | None:
        time = getattr(level, kind)
        return None if time is None else time.value.quantize(Decimal("0.01")).normalize() + 0

    return [
        (level.level.value, level.rank, *(hours(level, kind) for kind in ("response", "arrival", "repair")))  # type: ignore[misc]
        for level in record_of(text).service_levels
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第三条 响应\n1. 一级故障：乙方应在1小时内到达现场，30小时内排除。", [("一级", 1, None, 1, 30)]),
        ("**重大故障：**立即响应，30分钟之内恢复服务。", [("重大", 3, 0, None, Decimal("0.5"))]),
        ("Ⅱ级事件2小时内响应，1天内解决。", [("Ⅱ级", 2, 2, None, 24)]),
        (
            "紧急报修应在两小时内到场；普通报修应在1个工作日内修复。",
            [("紧急", 2, None, 2, None), ("普通", 6, None, None, 24)],
        ),
    ],
)
def test_sentences(text: str, expected: list[tuple[object, ...]]) -> None:
    assert levels_of(text) == expected


def test_a_table_by_its_header() -> None:
    text = "级别\t描述\t响应时间\t修复时间\n致命\t瘫痪\t15分钟\t4小时\n一般\t异常\t2小时\t3个工作日\n"
    assert levels_of(text) == [("致命", 2, Decimal("0.25"), None, 4), ("一般", 6, 2, None, 72)]


@pytest.mark.parametrize(
    "text",
    [
        "一级预算单位应在2小时内上报。",
        "级别\t描述\t说明\n一级\t系统瘫痪\t核心业务中断\n",
        "乙方应在2小时内响应，24小时内修复。",
    ],
)
def test_what_is_no_level_with_a_time(text: str) -> None:
    assert levels_of(text) == []
