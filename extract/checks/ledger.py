"""The amount ledger: what a contract states as entries, what must hold between them as laws, and who is to blame.

An entry is one number at one place. A law ties unknowns together: a sum or a product. When entries and laws contradict
each other, the smallest set of entries is sought without which everything fits (minimal diagnosis by hitting sets:
Reiter 1987), so that one wrong number is one fault, whatever number of laws it breaks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from extract.checks.slips import slip
from extract.model import Evidence, Span

Kind = Literal[
    "total", "subtotal", "share", "instalment", "complete", "item", "quantity", "unit_price", "net", "tax", "tax_rate",
    "guarantee", "other",
]  # fmt: skip
_MOST_SETS = 400
"""So many sets of one size are tried; a long table with several errors is then reported law by law."""
_MOST_BLAMED = 4
_ZERO, _ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One number that the contract states; `unknown` names what it is the value of.

    `mention` groups the two forms of one amount (digits and uppercase), which differ only by a slip of the pen.
    """

    unknown: str
    kind: Kind
    value: Decimal
    place: Evidence | Span
    label: str
    mention: int = -1
    uppercase: str | None = None
    """The words, when the entry is an amount in uppercase."""
    digits_in_words: str | None = None
    """What the digits beside an uppercase amount would be in standard uppercase."""


@dataclass(frozen=True, slots=True)
class Law:
    """`result` is the sum, or the product times `factor`, of `terms`, up to `tolerance`; `code` is whose law it is."""

    code: str
    operation: Literal["sum", "product"]
    terms: tuple[str, ...]
    result: str
    tolerance: Decimal
    factor: Decimal = _ONE


@dataclass(frozen=True, slots=True)
class Known:
    """A value that follows from entries, with the most that rounding may have moved it and the entries behind it."""

    value: Decimal
    error: Decimal
    support: frozenset[Entry]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Entries that cannot all be right, and the law that shows it; None where they state one unknown differently."""

    support: frozenset[Entry]
    law: Law | None


@dataclass(slots=True)
class Ledger:
    """All entries and laws of one contract."""

    entries: list[Entry] = field(default_factory=list)
    laws: list[Law] = field(default_factory=list)
    constants: dict[str, Decimal] = field(default_factory=dict)

    def enter(
        self,
        unknown: str,
        kind: Kind,
        value: Decimal,
        place: Evidence | Span,
        label: str,
        mention: int = -1,
        uppercase: str | None = None,
        digits_in_words: str | None = None,
    ) -> None:
        """Enter one number."""
        self.entries.append(Entry(unknown, kind, value, place, label, mention, uppercase, digits_in_words))

    def sum(
        self,
        code: str,
        terms: Sequence[str],
        result: str,
        tolerance: Decimal = _ZERO,
        *,
        factor: Decimal = _ONE,
    ) -> None:
        """Lay down that the terms add up to the result."""
        self.laws.append(Law(code, "sum", tuple(terms), result, tolerance, factor))

    def product(
        self, code: str, terms: Sequence[str], result: str, tolerance: Decimal, *, factor: Decimal = _ONE
    ) -> None:
        """Lay down that the terms multiply to the result."""
        self.laws.append(Law(code, "product", tuple(terms), result, tolerance, factor))

    def constant(self, name: str, value: Decimal) -> str:
        """Return the unknown that is `value` by itself; no entry of the contract states it, none can be blamed."""
        self.constants[name] = value
        return name

    def of(self, unknown: str) -> list[Entry]:
        """Return the entries that state `unknown`."""
        return [entry for entry in self.entries if entry.unknown == unknown]

    def value(self, unknown: str) -> Decimal | None:
        """Return the first value stated for `unknown`, or None."""
        return next((entry.value for entry in self.entries if entry.unknown == unknown), None)


@dataclass(frozen=True, slots=True)
class Fault:
    """One entry that does not fit: what it should be, what it breaks, and whether another could be wrong instead."""

    entry: Entry
    right: Decimal | None
    laws: tuple[Law, ...]
    """Laws that hold with the right value and not with the stated one."""
    differs_from: tuple[Entry, ...]
    """Entries of the same unknown that state another value."""
    certain: bool
    """No other set of as few entries explains everything."""
    values: Mapping[str, Decimal] = field(default_factory=dict)
    """What the numbers are: the right ones where they are known, but this entry as it is stated."""


def diagnose(ledger: Ledger) -> list[Fault]:
    """Return the faults: the smallest set of entries whose removal leaves no contradiction.

    Of several smallest sets the one is taken whose right values differ from the stated ones by the likeliest slip.
    Where no small set explains everything (a contract of another make than the laws assume), nothing is returned.
    """
    explanations = _explanations(ledger)
    if not explanations or not explanations[0]:
        return []
    best = min(explanations, key=lambda dropped: _badness(ledger, dropped))
    values = _propagate(ledger, best)[0]
    return [
        _fault(ledger, entry, best, values, certain=len(explanations) == 1)
        for entry in sorted(best, key=ledger.entries.index)
    ]


def contradictions(ledger: Ledger) -> list[Conflict]:
    """Return every contradiction between the entries as they stand, one for each law or unknown that shows it."""
    return _propagate(ledger, frozenset())[1]


def holds(law: Law, values: Mapping[str, Decimal]) -> bool:
    """Tell whether a law holds for `values`; True where one of its unknowns has none."""
    if any(name not in values for name in (*law.terms, law.result)):
        return True
    return abs(_evaluate(law, values) - values[law.result]) <= law.tolerance


def _evaluate(law: Law, values: Mapping[str, Decimal]) -> Decimal:
    if law.operation == "sum":
        return sum((values[name] for name in law.terms), _ZERO) * law.factor
    product = law.factor
    for name in law.terms:
        product *= values[name]
    return product


# --- smallest explanations ---------------------------------------------------------------------------------


def _explanations(ledger: Ledger) -> list[frozenset[Entry]]:
    """Return all smallest sets of entries without which nothing contradicts; [∅] when all fits."""
    order = {entry: place for place, entry in enumerate(ledger.entries)}
    level: list[frozenset[Entry]] = [frozenset()]
    tried: set[frozenset[Entry]] = set()
    for _ in range(_MOST_BLAMED + 1):
        found: list[frozenset[Entry]] = []
        following: list[frozenset[Entry]] = []
        for dropped in level:
            conflicts = _propagate(ledger, dropped)[1]
            if not conflicts:
                found.append(dropped)
            else:
                smallest = min(conflicts, key=lambda conflict: len(conflict.support))
                following.extend(dropped | {entry} for entry in sorted(smallest.support, key=order.__getitem__))
        if found:
            return found
        level = list(dict.fromkeys(each for each in following if each not in tried))[:_MOST_SETS]
        tried.update(level)
    return []


def _propagate(ledger: Ledger, dropped: frozenset[Entry]) -> tuple[dict[str, Known], list[Conflict]]:
    """Return what follows from the entries that are kept, and the contradictions met on the way."""
    known = {name: Known(value, _ZERO, frozenset()) for name, value in ledger.constants.items()}
    conflicts: list[Conflict] = []
    for entry in ledger.entries:
        if entry in dropped:
            continue
        other = known.setdefault(entry.unknown, Known(entry.value, _ZERO, frozenset({entry})))
        if other.value != entry.value:
            conflicts.append(Conflict(other.support | {entry}, None))
    laws = list(ledger.laws)
    while laws:
        waiting: list[Law] = []
        for law in laws:
            missing = [name for name in (*law.terms, law.result) if name not in known]
            if len(missing) > 1:
                waiting.append(law)
            elif (support := _apply(law, missing, known)) is not None:
                conflicts.append(Conflict(support, law))
        if len(waiting) == len(laws):
            break
        laws = waiting
    return known, conflicts


def _apply(law: Law, missing: list[str], known: dict[str, Known]) -> frozenset[Entry] | None:
    """Solve a law for its missing unknown, or check it; return the entries that contradict, or None."""
    support: frozenset[Entry] = frozenset().union(*(known[n].support for n in (*law.terms, law.result) if n in known))
    if not missing:
        found = _forward(law, known)
        error = found.error + known[law.result].error + law.tolerance
        return support if abs(found.value - known[law.result].value) > error else None
    name = missing[0]
    solved = _forward(law, known) if name == law.result else _backward(law, name, known)
    if solved is None:
        return None
    if solved.value < -(solved.error + law.tolerance):
        return support
    known[name] = Known(solved.value, solved.error + (law.tolerance if name == law.result else _ZERO), support)
    return None


def _forward(law: Law, known: Mapping[str, Known]) -> Known:
    """Return what the terms of a law come to; they are all known."""
    terms = [known[name] for name in law.terms]
    if law.operation == "sum":
        value = sum((term.value for term in terms), _ZERO)
        error = sum((term.error for term in terms), _ZERO)
        return Known(value * law.factor, error * law.factor, frozenset())
    value, error = law.factor, _ZERO
    for term in terms:
        value, error = value * term.value, error * abs(term.value) + term.error * abs(value)
    return Known(value, error, frozenset())


def _backward(law: Law, name: str, known: Mapping[str, Known]) -> Known | None:
    """Return the term `name` of a law whose other unknowns are known; None where it could be anything."""
    result = known[law.result]
    others = [known[term] for term in law.terms if term != name]
    if law.terms.count(name) != 1:
        return None
    if law.operation == "sum":
        value = result.value / law.factor - sum((other.value for other in others), _ZERO)
        error = (result.error + law.tolerance) / law.factor + sum((other.error for other in others), _ZERO)
        return Known(value, error, frozenset())
    divisor, spread = law.factor, _ZERO
    for other in others:
        spread = spread * abs(other.value) + other.error * abs(divisor)
        divisor *= other.value
    if divisor == 0:
        return None
    value = result.value / divisor
    error = (result.error + law.tolerance + spread * abs(value)) / abs(divisor)
    return Known(value, error, frozenset())


# --- faults ------------------------------------------------------------------------------------------------


def _badness(ledger: Ledger, dropped: frozenset[Entry]) -> tuple[int, int, int]:
    """Order explanations: slips of the pen first, then what is written more often wrong, then the later entry."""
    values = _propagate(ledger, dropped)[0]
    unlikely = 0
    for entry in dropped:
        right = values.get(entry.unknown)
        known = right is not None and slip(entry.value, right.value) is not None
        unlikely += 0 if known else 2 if entry.kind == "complete" else 1
    totals = sum(entry.kind in ("total", "subtotal") for entry in dropped)
    return unlikely, totals, -sum(ledger.entries.index(entry) for entry in dropped)


def _fault(
    ledger: Ledger, entry: Entry, dropped: frozenset[Entry], known: Mapping[str, Known], *, certain: bool
) -> Fault:
    right = known.get(entry.unknown)
    values = {name: each.value for name, each in known.items()} | {entry.unknown: entry.value}
    broken = tuple(law for law in ledger.laws if entry.unknown in (*law.terms, law.result) and not holds(law, values))
    if not broken:  # what the other numbers leave would be negative
        conflicts = _propagate(ledger, frozenset())[1]
        broken = tuple(c.law for c in conflicts if c.law is not None and entry in c.support)
    others = [e for e in ledger.of(entry.unknown) if e not in dropped and e.value != entry.value]
    return Fault(
        entry=entry,
        right=right.value if right is not None else None,
        laws=broken,
        differs_from=tuple(others),
        certain=certain,
        values=values,
    )


def places(ledger: Ledger, names: Iterable[str]) -> Iterator[Evidence | Span]:
    """Yield the places of all entries that state one of the unknowns `names`."""
    wanted = set(names)
    for entry in ledger.entries:
        if entry.unknown in wanted:
            yield entry.place
