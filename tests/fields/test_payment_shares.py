"""Shares of instalments: whatever is stated, they never come to more than the rest leaves."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.fields.payments.anchors import Anchor
from extract.fields.payments.shares import resolve_shares, stated_sum
from extract.nlp.mentions import Money

ONE = Decimal(1)
percents = st.integers(min_value=1, max_value=100)


def share(percent: int, *, cumulative: bool = False, base: tuple[int, int] | None = None) -> Anchor:
    return Anchor("share", 0, 3, share=Decimal(percent) / 100, cumulative=cumulative, base=base)


def amount(value: Decimal) -> Anchor:
    return Anchor("amount", 0, 3, money=Money(0, 3, value))


REST = Anchor("rest", 5, 7, rest=True)


def never(anchors: list[Anchor]) -> list[bool]:
    return [False] * len(anchors)


@given(st.lists(percents, min_size=1, max_size=6))
@settings(max_examples=60)
def test_the_rest_fills_up_or_is_unknown(stated: list[int]) -> None:
    anchors = [*map(share, stated), REST]
    shares = resolve_shares(anchors, never(anchors), None)
    if sum(stated) < 100:
        assert sum(found.value for found in shares if found) == ONE
        assert shares[-1] is not None and shares[-1].derived and shares[-1].basis == "remainder"
    else:
        assert shares[-1] is None


@given(st.lists(percents, min_size=1, max_size=6, unique=True).map(sorted))
@settings(max_examples=60)
def test_cumulative_shares_count_by_what_they_add(steps: list[int]) -> None:
    anchors = [share(step, cumulative=True) for step in steps]
    shares = resolve_shares(anchors, never(anchors), None)
    assert sum(found.value for found in shares if found) == Decimal(steps[-1]) / 100
    assert all(found is not None and found.derived for found in shares)


@given(st.lists(st.integers(min_value=1, max_value=10**9), min_size=1, max_size=6))
@settings(max_examples=60)
def test_amounts_that_make_up_the_price_make_up_one(cents: list[int]) -> None:
    amounts = [Decimal(value) / 100 for value in cents]
    anchors = [amount(value) for value in amounts]
    shares = resolve_shares(anchors, never(anchors), sum(amounts, Decimal(0)))
    values = [found.value for found in shares if found]
    assert abs(sum(values) - ONE) <= Decimal("0.000001") * len(anchors)
    assert all(found is None or (found.derived and found.basis == "amount") for found in shares)


@given(st.lists(st.one_of(percents.map(share), st.just(REST)), max_size=6))
@settings(max_examples=60)
def test_every_share_lies_between_nothing_and_all(anchors: list[Anchor]) -> None:
    for found in resolve_shares(anchors, never(anchors), None):
        assert found is None or 0 < found.value <= ONE


def test_an_even_share_is_written_short() -> None:
    (found,) = resolve_shares([amount(Decimal("165000.00"))], [False], Decimal("1000000.00"))
    assert found is not None and str(found.value) == "0.165"


def test_an_uneven_share_is_rounded_to_a_millionth() -> None:
    (found,) = resolve_shares([amount(Decimal(1))], [False], Decimal(3))
    assert found is not None and found.value == Decimal("0.333333")


def test_an_amount_above_the_price_has_no_share() -> None:
    assert resolve_shares([amount(Decimal(11))], [False], Decimal(10)) == [None]


def test_what_comes_back_or_is_of_a_part_counts_for_nothing() -> None:
    anchors = [share(30), share(80, base=(0, 4)), share(25), REST]
    shares = resolve_shares(anchors, [False, False, True, False], None)
    assert shares[-1] is not None and shares[-1].value == Decimal("0.70")
    assert stated_sum(anchors, [False, False, True, False], None) == Decimal("0.30")


def test_a_step_that_adds_nothing_has_no_share() -> None:
    anchors = [share(80), share(80, cumulative=True)]
    assert resolve_shares(anchors, never(anchors), None)[1] is None


def test_the_rest_is_unknown_beside_an_unknown_share_and_alone() -> None:
    assert resolve_shares([amount(Decimal(5)), REST], [False, False], None)[1] is None
    assert resolve_shares([REST], [False], None) == [None]
