"""SLA: how fast faults must be met."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import DecimalField, Record, ServiceLevel
from extract.rulepack import RulePack

_KINDS = {"response": "响应", "arrival": "到场", "repair": "修复"}


@check("SLA001")
def graver_is_faster(record: Record, pack: RulePack) -> Iterator[Problem]:
    """严重故障的响应或者修复时限比轻微故障还长。

    检查：同一处约定的各级故障，较重一级的响应、到场、修复时限是否长于较轻一级；三种时限分别比较，相等不算。
    意义：时限颠倒多是级别写反，重大故障反而可以慢修，服务质量没有保障。
    不符合：一级故障 36 小时内解决，四级故障 8 小时内解决。
    符合：一级故障 4 小时内解决，四级故障 36 小时内解决。
    依据：约定应当合理，无专门条文。
    """
    groups = list(_groups(record, int(pack.threshold("checks.service_level_reach"))))
    if not groups:
        raise NotApplicableError("没有按故障级别约定时限")
    compared = 0
    for levels in groups:
        for name, words in _KINDS.items():
            timed = [(level, time) for level in levels if (time := _time(level, name)) is not None]
            compared += len(timed) > 1
            timed.sort(key=lambda pair: pair[0].rank)
            wrong = [
                (graver, lighter)
                for position, graver in enumerate(timed)
                for lighter in timed[position + 1 :]
                if graver[0].rank < lighter[0].rank and graver[1].value > lighter[1].value
            ]
            if wrong:
                (graver, longer), (lighter, shorter) = max(wrong, key=lambda pair: pair[0][1].value - pair[1][1].value)
                yield Problem(
                    f"「{graver.level.value}」{words}时限「{longer.text}」比「{lighter.level.value}」的"
                    f"「{shorter.text}」还长",
                    tuple(place for level, time in timed for place in (level.level, time)),
                    expected=f"不长于 {shorter.text}",
                    actual=longer.text,
                    suggestion="核对各级故障的时限是否写反",
                )
    if not compared:
        raise UnverifiableError("没有读到两级以上故障的时限")


def _time(level: ServiceLevel, name: str) -> DecimalField | None:
    found: DecimalField | None = getattr(level, name)
    return found


def _groups(record: Record, reach: int) -> Iterator[list[ServiceLevel]]:
    """Yield the levels that stand together on one scale, each level once."""
    ordered = sorted(record.service_levels, key=lambda level: level.spans[0].start)
    group = 0
    keyed: list[tuple[int, ServiceLevel]] = []
    for index, level in enumerate(ordered):
        if index:
            before = ordered[index - 1]
            apart = level.spans[0].start - before.spans[-1].end > reach
            again = any(each.rank == level.rank for number, each in keyed if number == group)
            group += apart or again or before.scale != level.scale
        keyed.append((group, level))
    for _, pairs in groupby(keyed, key=lambda pair: pair[0]):
        levels = [level for _, level in pairs]
        if len(levels) > 1:
            yield levels
