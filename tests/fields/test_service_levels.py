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
        (
            "一类故障10分钟内响应、6小时内排除；二类故障20分钟内响应并在9小时内排除。",
            [("一类", 1, Decimal("0.17"), None, 6), ("二类", 2, Decimal("0.33"), None, 9)],
        ),
        ("一级故障响应时间10分钟/修复时间3小时。", [("一级", 1, Decimal("0.17"), None, 3)]),
        ("一级故障20分钟内响应并派员到场、4小时内修复。", [("一级", 1, Decimal("0.33"), None, 4)]),
        ("一级故障1小时内到达、排除故障。", [("一级", 1, None, 1, None)]),
        ("一级故障响应、修复时间均为3小时。", [("一级", 1, 3, None, None)]),
        (
            "门禁系统一级故障1小时内响应，5小时内修复；电梯二级故障应在2小时内响应。",
            [("一级", 1, 1, None, 5), ("二级", 2, 2, None, None)],
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
        "乙方怠于处理一级故障的，采购人可要求其2小时内响应。",
        "非紧急故障4小时内响应。",
    ],
)
def test_what_is_no_level_with_a_time(text: str) -> None:
    assert levels_of(text) == []
