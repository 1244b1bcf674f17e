"""The ledger: the smallest set of wrong numbers, whatever the number of laws that they break."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.checks.ledger import Kind, Ledger, contradictions, diagnose
from extract.model import Span

CENT = Decimal("0.01")


def enter(ledger: Ledger, unknown: str, value: str | Decimal, kind: Kind = "other", mention: int = -1) -> None:
    place = len(ledger.entries) * 10
    ledger.enter(unknown, kind, Decimal(value), Span(start=place, end=place + 5), unknown, mention)


def sound(rows: list[tuple[int, int]]) -> Ledger:
    """Return the ledger of a price table: quantity × price = amount, the amounts make the total, stated twice."""
    ledger = Ledger()
    total = Decimal(sum(quantity * price for quantity, price in rows))
    enter(ledger, "total", total, "total", 1)
    enter(ledger, "total", total, "total", 1)
    for index, (quantity, price) in enumerate(rows):
        enter(ledger, f"quantity {index}", Decimal(quantity), "quantity")
        enter(ledger, f"price {index}", Decimal(price), "unit_price")
        enter(ledger, f"item {index}", Decimal(quantity * price), "item")
        ledger.product("AMT006", [f"quantity {index}", f"price {index}"], f"item {index}", CENT)
    ledger.sum("AMT005", [f"item {index}" for index in range(len(rows))], "total", CENT)
    return ledger


def altered(ledger: Ledger, place: int, change: int) -> Ledger:
    """Return the ledger with one entry that states another value."""
    other = Ledger(laws=list(ledger.laws), constants=dict(ledger.constants))
    for index, entry in enumerate(ledger.entries):
        value = entry.value + change if index == place else entry.value
        other.enter(entry.unknown, entry.kind, value, entry.place, entry.label, entry.mention)
    return other


TABLES = st.lists(st.tuples(st.integers(2, 99), st.integers(2, 9999)), min_size=2, max_size=8)


@given(TABLES)
def test_a_sound_table_has_no_faults(rows: list[tuple[int, int]]) -> None:
    assert contradictions(sound(rows)) == []
    assert diagnose(sound(rows)) == []


@given(TABLES, st.data())
def test_one_wrong_number_is_one_fault(rows: list[tuple[int, int]], data: st.DataObject) -> None:
    ledger = sound(rows)
    place = data.draw(st.integers(0, len(ledger.entries) - 1))
    wrong = altered(ledger, place, data.draw(st.sampled_from([1, 7, 1000])))
    faults = diagnose(wrong)
    assert len(faults) == 1
    blamed, entry = faults[0].entry, wrong.entries[place]
    if entry.kind in ("quantity", "unit_price"):  # either factor could be wrong, not their product
        assert blamed.unknown.split()[1] == entry.unknown.split()[1]
        assert blamed.kind in ("quantity", "unit_price")
    else:
        assert blamed is entry
        assert faults[0].right == ledger.entries[place].value
    assert faults[0].laws or faults[0].differs_from


def test_two_wrong_numbers_are_two_faults() -> None:
    ledger = altered(altered(sound([(2, 30), (4, 50), (6, 70)]), 4, 9), 10, 11)
    faults = diagnose(ledger)
    assert {fault.entry.unknown for fault in faults} == {"item 0", "item 2"}
    assert [fault.right for fault in faults] == [60, 420]


def test_what_is_left_must_not_be_negative() -> None:
    ledger = Ledger()
    enter(ledger, "one", "0.7", "share")
    enter(ledger, "two", "0.4", "share")
    ledger.sum("PAY001", ["one", "two", "rest"], ledger.constant("whole", Decimal(1)))
    faults = diagnose(ledger)
    assert len(faults) == 1
    assert [law.code for law in faults[0].laws] == ["PAY001"]
    assert not faults[0].certain


def test_rounding_is_carried_along() -> None:
    ledger = Ledger()
    enter(ledger, "total", "100000.01", "total")
    enter(ledger, "share", "0.3333", "share")
    enter(ledger, "instalment", "33330", "instalment")
    ledger.product("PAY003", ["share", "total"], "instalment", Decimal("0.5"))
    assert diagnose(ledger) == []


@pytest.mark.parametrize("wrong", [5, 40])
def test_what_no_few_numbers_explain_is_left_open(wrong: int) -> None:
    ledger = Ledger()
    for index in range(wrong):
        enter(ledger, f"amount {index}", "1", mention=index)
        enter(ledger, f"amount {index}", "2", mention=index)
    assert diagnose(ledger) == []
    assert len(contradictions(ledger)) == wrong
