"""Which of many short descriptions are alike, without comparing each with each."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Sequence
from decimal import Decimal

from extract.width import is_han

_FEWEST = 3
"""Fewer pairs of characters than this say nothing."""


def pairs_of(text: str) -> frozenset[str]:
    """Return the pairs of neighbouring Chinese characters of `text`, other signs left out."""
    han = "".join(sign for sign in text if is_han(sign))
    return frozenset(han[place : place + 2] for place in range(len(han) - 1))


def earlier_alike(described: Sequence[frozenset[str]], enough: Decimal) -> list[list[int]]:
    """Return for each description the places of those before it that share `enough` of the shorter of the two.

    Two that are alike share at least one of the rarest pairs of the shorter one, and only by these are they looked up:
    the work grows with what is rare in common, not with the square of their number.
    """
    frequency = Counter(pair for pairs in described for pair in pairs)
    by_pair: defaultdict[str, list[int]] = defaultdict(list)
    by_rare_pair: defaultdict[str, list[int]] = defaultdict(list)
    alike: list[list[int]] = []
    for place, pairs in enumerate(described):
        if len(pairs) < _FEWEST:
            alike.append([])
            continue
        needed = math.ceil(enough * len(pairs))
        rare = sorted(pairs, key=lambda pair: (frequency[pair], pair))[: len(pairs) - needed + 1]
        met = {other for pair in rare for other in by_pair[pair]}
        met.update(other for pair in pairs for other in by_rare_pair[pair])
        alike.append(sorted(other for other in met if _share(pairs, described[other]) >= enough))
        for pair in pairs:
            by_pair[pair].append(place)
        for pair in rare:
            by_rare_pair[pair].append(place)
    return alike


def _share(one: frozenset[str], other: frozenset[str]) -> Decimal:
    """Return how much of the smaller set the other holds, 0 to 1."""
    return Decimal(len(one & other)) / min(len(one), len(other))
