"""What each instalment is of the price: stated, computed from its amount, from what was paid before, or the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from extract.fields.payments.anchors import Anchor
from extract.nlp.mentions import Region

_WHOLE, _HALF = Decimal(1), Decimal("0.5")
_FINEST = Decimal("0.000001")
"""A share that does not come out even is rounded to a millionth."""


@dataclass(frozen=True, slots=True)
class Share:
    """The share of one instalment and the places that it follows from; `derived` when it was computed."""

    value: Decimal
    basis: Literal["stated", "amount", "remainder"]
    derived: bool
    regions: tuple[Region, ...]


def is_part_of_total(anchor: Anchor, *, recurs: bool) -> bool:
    """Tell whether an instalment counts towards the whole: its share is of the price, and it is paid once."""
    return anchor.base is None and not recurs


def resolve_shares(anchors: Sequence[Anchor], recurs: Sequence[bool], total: Decimal | None) -> list[Share | None]:
    """Return the share of each instalment, in their order; None where it cannot be known.

    付至80% gives what this instalment adds to those before it. The rest (余款) is what the others leave of 1;
    it is unknown while any of the others is or there is none, and never negative.
    """
    shares: list[Share | None] = []
    paid, known = Decimal(0), True
    for anchor, again in zip(anchors, recurs, strict=True):
        share = _share(anchor, total, paid if known else None)
        shares.append(share)
        if anchor.share is not None and (_is_progress(anchor) or (again and _is_of_each(anchor))):
            paid = max(paid, anchor.share)  # 按月支付已完工程量价款的80%: when all is done, 80 % is paid
        elif is_part_of_total(anchor, recurs=again) and anchor.kind != "rest":
            known = known and share is not None
            paid += share.value if share is not None else 0
        elif anchor.base is not None and not again:
            known = False  # 支付设备款的60%: how much of the price that is, nobody says
        if not known and _is_level(anchor) and anchor.share is not None:
            paid, known = max(paid, anchor.share), True  # 付至95% says it again
    return [
        _rest(index, anchors, recurs, shares) if anchor.kind == "rest" else shares[index]
        for index, anchor in enumerate(anchors)
    ]


def stated_sum(anchors: Sequence[Anchor], recurs: Sequence[bool], total: Decimal | None) -> Decimal:
    """Return what the instalments with a share come to, the rest left out."""
    shares = resolve_shares(anchors, recurs, total)
    counted = zip(anchors, recurs, shares, strict=True)
    return sum(
        (s.value for a, r, s in counted if s is not None and s.basis != "remainder" and is_part_of_total(a, recurs=r)),
        Decimal(0),
    )


def _share(anchor: Anchor, total: Decimal | None, paid: Decimal | None) -> Share | None:
    own: Region = (anchor.start, anchor.end)
    if anchor.share is not None:
        if not anchor.cumulative:
            return Share(anchor.share, "stated", anchor.kind == "whole", (own,))
        if paid is None or anchor.share <= paid:
            return None
        return Share(anchor.share - paid, "stated", True, (own,))
    if anchor.money is None or not total or anchor.base is not None:
        return None
    value = _ratio(anchor.money.value, total)
    if anchor.cumulative:
        value = value - paid if paid is not None else Decimal(0)
    return Share(value, "amount", True, (own,)) if 0 < value <= _WHOLE else None


def _is_progress(anchor: Anchor) -> bool:
    """Tell whether a share of the work done is paid as it goes on, and not once, of who knows what: 封顶付25%."""
    return anchor.progress and anchor.share is not None and anchor.share > _HALF


def _is_of_each(anchor: Anchor) -> bool:
    """Tell whether a share that is paid again and again is of each time alone: two halves make a whole."""
    return anchor.base is not None or (anchor.share is not None and anchor.share > _HALF)


def _is_level(anchor: Anchor) -> bool:
    """Tell whether an instalment says how much of the price has been paid by then: 付至合同总价的95%."""
    return anchor.cumulative and anchor.share is not None and anchor.base is None


def _ratio(amount: Decimal, total: Decimal) -> Decimal:
    value = (amount / total).quantize(_FINEST)
    return value.normalize() + Decimal(0) if value * total == amount else value


def _rest(
    index: int, anchors: Sequence[Anchor], recurs: Sequence[bool], shares: Sequence[Share | None]
) -> Share | None:
    """Return what the other instalments leave; None when one of them is unknown or nothing is left."""
    others = [
        (anchor, shares[place])
        for place, anchor in enumerate(anchors)
        if place != index and is_part_of_total(anchor, recurs=recurs[place])
    ]
    unknown = [a for a, again in zip(anchors, recurs, strict=True) if a.progress or (a.base is not None and not again)]
    level = next((a for a in reversed(anchors[:index]) if _is_level(a)), None)
    if level is not None and unknown and level.start > unknown[-1].start:  # 设备款的60%; 付至合同总价的95%; 余款
        paid = Share(level.share or Decimal(0), "stated", derived=True, regions=((level.start, level.end),))
        others = [(level, paid), *(other for other in others if other[0].start > level.start)]
    if not others or any(share is None for _, share in others) or anchors[index].base is not None:
        return None
    value = _WHOLE - sum((share.value for _, share in others if share is not None), Decimal(0))
    regions = tuple((anchor.start, anchor.end) for anchor, _ in others)
    own: Region = (anchors[index].start, anchors[index].end)
    return Share(value, "remainder", True, (own, *regions)) if value > 0 else None
