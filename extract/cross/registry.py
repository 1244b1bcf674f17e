"""The checks across contracts: their registry, what they get, and what they yield."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module

from extract.cross.facts import Contract
from extract.cross.similar import Alike
from extract.model import CrossPlace, Severity
from extract.rulepack import RulePack

FAMILIES = ("sharing", "duplicates", "series")
"""The modules that hold checks; importing them fills the registry."""

MOST_PLACES = 20
"""A finding over more contracts points to so many."""


@dataclass(frozen=True)
class Corpus:
    """The contracts of a run in order of path, without blank forms, and the groups of those with nearly one text."""

    contracts: tuple[Contract, ...]
    groups: tuple[Alike, ...]
    unread: tuple[str, ...] = ()
    """Contracts whose text is not there."""
    digests: tuple[int | None, ...] = ()
    """One number for each contract, the same where the texts are; None where there is none."""

    @cached_property
    def copies(self) -> tuple[tuple[Contract, ...], ...]:
        """Files of one and the same contract: the text the same, or parties, number, price and date.

        Where a contract has no number or date, its text must be nearly the same, too: a scan of a contract reads
        otherwise than its Word file, but one number with one date and price is one contract.
        """
        group_of = {index: number for number, group in enumerate(self.groups) for index in group.members}
        same: dict[object, list[Contract]] = defaultdict(list)
        for index, contract in enumerate(self.contracts):
            known = contract.number is not None and contract.signed_on is not None
            if contract.total is not None and contract.supplier_keys and (known or index in group_of):
                same[_identity(contract), None if known else group_of[index]].append(contract)
            elif self.digests and self.digests[index] is not None:
                same[self.digests[index]].append(contract)
        return tuple(tuple(copies) for copies in same.values() if len(copies) > 1)

    @cached_property
    def distinct(self) -> tuple[Contract, ...]:
        """The contracts without second files of the same one."""
        seconds = {contract.path for copies in self.copies for contract in copies[1:]}
        return tuple(contract for contract in self.contracts if contract.path not in seconds)


def _identity(contract: Contract) -> object:
    number = contract.number.key if contract.number is not None else ""
    total = contract.total[0] if contract.total is not None else None
    return contract.buyer_key, contract.supplier_keys, number, total, contract.signed_on


@dataclass(frozen=True, slots=True)
class CrossProblem:
    """What several contracts show together."""

    message: str
    places: tuple[CrossPlace, ...]
    suggestion: str | None = None
    severity: Severity | None = None
    """Overrides the rule's severity for this problem only."""


CrossCheck = Callable[[Corpus, RulePack], Iterator[CrossProblem]]
_CHECKS: dict[str, CrossCheck] = {}


def cross_check(code: str) -> Callable[[CrossCheck], CrossCheck]:
    """Register a generator of problems under a stable public code."""

    def register(function: CrossCheck) -> CrossCheck:
        if code in _CHECKS:
            raise ValueError(f"check {code} is registered twice")
        _CHECKS[code] = function
        return function

    return register


def cross_checks() -> dict[str, CrossCheck]:
    """Return every check across contracts by code, in order."""
    for family in FAMILIES:
        import_module(f"extract.cross.{family}")
    return dict(sorted(_CHECKS.items()))
