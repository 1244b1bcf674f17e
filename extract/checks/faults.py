"""Which code a fault of the amount ledger goes to: one wrong number is one finding, under the code that fits best."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.checks.entries import build_ledger
from extract.checks.ledger import Fault, Law, Ledger, contradictions, diagnose, places
from extract.checks.registry import UnverifiableError, spans_of
from extract.checks.slips import slip
from extract.model import Evidence, Record, Span
from extract.rulepack import RulePack

_ORDER = ("AMT001", "AMT006", "AMT005", "AMT004", "AMT008", "PAY001", "PAY003", "PAY002")
"""The likelier name of what is wrong goes first: a row that does not multiply before a sum that does not add up."""
_ORDER_OF_TOTALS = ("AMT001", "AMT004", "AMT005", "AMT008", "PAY002", "PAY003")
"""A wrong total breaks everything below it; where it is stated twice, that is what is wrong."""


@dataclass(frozen=True, slots=True)
class Assigned:
    """A fault with its code and the law that shows it, None where two statements of one amount differ."""

    code: str
    fault: Fault
    law: Law | None
    ledger: Ledger

    def value(self, unknown: str) -> Decimal | None:
        """Return an unknown: as stated where it is what is wrong, else as everything together tells."""
        found = self.fault.values.get(unknown)
        return found if found is not None else self.ledger.value(unknown)

    @property
    def places(self) -> tuple[Evidence | Span, ...]:
        """All places involved: the number itself, and everything that it should fit."""
        names = {name for law in self.fault.laws for name in (*law.terms, law.result)} | {self.fault.entry.unknown}
        return (self.fault.entry.place, *places(self.ledger, names))

    @property
    def cause(self) -> str:
        """What probably happened, in Chinese: which number, and by what slip."""
        fault = self.fault
        if fault.right is None or fault.entry.kind == "complete":
            return ""
        how = slip(fault.entry.value, fault.right)
        likely = f"{fault.entry.label}可能有误" if fault.certain or how else ""
        return "：".join(part for part in (likely, how) if part)


_last: tuple[Record, RulePack, tuple[Assigned, ...]] | None = None
"""The ledger of the record checked last: eight checks read it one after the other."""


def assigned(record: Record, pack: RulePack) -> tuple[Assigned, ...]:
    """Return every fault of a contract's amounts with the code that it goes to."""
    global _last
    last = _last
    if last is None or last[0] is not record or last[1] is not pack:
        ledger = build_ledger(record, pack)
        broken = _unexplained(ledger)
        faults = diagnose(ledger) if broken else []
        blamed = {fault.entry.unknown for fault in faults}
        found = [_assign(ledger, fault, blamed) for fault in faults]
        if not found or len(found) > len(broken):  # more wrong numbers than contradictions: far-fetched
            found = broken
        found += [short for each in found if (short := _short_amounts(each)) is not None]
        _last = last = (record, pack, tuple(_merged(found)))
    return last[2]


def _short_amounts(found: Assigned) -> Assigned | None:
    """Return the fault once more as one of amounts: where all are told, a left-out instalment is missing there, too.

    It is no wrong number that was put under the likelier of two codes: shares and amounts both come to too little.
    """
    if found.fault.entry.kind != "complete" or found.code != "PAY001":
        return None
    stated = {entry.unknown for entry in found.ledger.entries}
    return next(
        (
            replace(found, code="PAY002", law=law)
            for law in found.ledger.laws
            if law.code == "PAY002" and law.operation == "sum" and stated.issuperset({*law.terms[:-1], law.result})
        ),
        None,
    )


def _merged(found: list[Assigned]) -> list[Assigned]:
    """Return the faults, one for an amount that is wrong in the same way in digits and in uppercase, and for a number.

    A number is entered twice where it is two things: the price, and the sum of the table below which it stands.
    """
    kept: list[Assigned] = []
    seen: set[tuple[object, ...]] = set()
    for each in found:
        entry = each.fault.entry
        names = {(each.code, entry.value, entry.unknown), (each.code, entry.value, *spans_of((entry.place,)))}
        if not names & seen:
            kept.append(each)
        seen |= names
    return kept


def faults_of(code: str, record: Record, pack: RulePack) -> list[Assigned]:
    """Return the faults that go to `code`.

    Raises UnverifiableError when there is none but a number that `code` tests is wrong and shown under another.
    """
    every = assigned(record, pack)
    own = [each for each in every if each.code == code]
    elsewhere = [each.code for each in every if any(law.code == code for law in each.fault.laws)]
    if not own and elsewhere:
        raise UnverifiableError(f"所涉金额有误，见 {elsewhere[0]}")
    return own


def settled_total(record: Record, pack: RulePack) -> Decimal | None:
    """Return the contract price as everything together tells it; None where it is not stated, or in doubt."""
    wrong = [each.fault for each in assigned(record, pack) if each.fault.entry.unknown == "total"]
    if record.total is None or (wrong and not wrong[0].certain):
        return None
    return wrong[0].right if wrong else record.total.value


def _assign(ledger: Ledger, fault: Fault, blamed: Collection[str] = ()) -> Assigned:
    """Return a fault with its code; a law whose other terms are wrong, too, names it only where no other does."""
    others = set(blamed) - {fault.entry.unknown}
    sound = [law for law in fault.laws if not others.intersection(law.terms)] or list(fault.laws)
    codes: dict[str, Law | None] = {law.code: law for law in reversed(sound)}
    for other in fault.differs_from:
        codes["AMT001" if _are_forms_of_one(fault, other.mention) else "AMT004"] = None
    order = _ORDER_OF_TOTALS if fault.entry.kind == "total" else _ORDER
    code = next((code for code in order if code in codes), "AMT004")
    return Assigned(code, fault, codes.get(code), ledger)


def _are_forms_of_one(fault: Fault, mention: int) -> bool:
    """Tell whether an amount and the one it differs from are digits and uppercase: of one mention, or of one row."""
    return fault.entry.mention == mention or fault.entry.kind == "subtotal"


def _unexplained(ledger: Ledger) -> list[Assigned]:
    """Return a fault for each contradiction, when no few wrong numbers explain them all."""
    values = {entry.unknown: entry.value for entry in reversed(ledger.entries)} | ledger.constants
    found = []
    for conflict in contradictions(ledger):
        entries = sorted(conflict.support, key=ledger.entries.index)
        if conflict.law is None:
            found.append(_assign(ledger, Fault(entries[-1], None, (), tuple(entries[:-1]), False, values)))
        else:
            entry = next((e for e in entries if e.unknown == conflict.law.result), entries[0])
            fault = Fault(entry, None, (conflict.law,), (), False, values)
            found.append(Assigned(conflict.law.code, fault, conflict.law, ledger))
    return found
