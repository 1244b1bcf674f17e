"""Alike descriptions: the few that are looked up are all that a comparison of each with each would find."""

from __future__ import annotations

import random
from decimal import Decimal

from extract.checks.likeness import earlier_alike, pairs_of

ENOUGH = Decimal("0.6")
WORDS = ("巡逻", "记录", "缺失", "消防", "通道", "堵塞", "垃圾", "清运", "电梯", "困人")


def test_pairs_are_of_neighbouring_chinese_characters() -> None:
    assert pairs_of("缺岗1人") == {"缺岗", "岗人"}
    assert pairs_of("岗") == frozenset()


def test_finds_what_comparing_each_with_each_would_find() -> None:
    source = random.Random(7)
    described = [pairs_of("".join(source.sample(WORDS, source.randint(1, 5)))) for _ in range(200)]
    slowly = [
        [
            other
            for other, earlier in enumerate(described[:place])
            if min(len(pairs), len(earlier)) >= 3 and len(pairs & earlier) >= ENOUGH * min(len(pairs), len(earlier))
        ]
        for place, pairs in enumerate(described)
    ]
    assert earlier_alike(described, ENOUGH) == slowly
    assert any(slowly)


def test_hardly_any_characters_say_nothing() -> None:
    assert earlier_alike([pairs_of("缺岗的"), pairs_of("缺岗的")], ENOUGH) == [[], []]
