"""Defect injection: one value of a sound contract is altered, and the right check must find it, there and alone.

A mutation is a generator under `@mutation("name", "AMT001", …)` that yields `Edit`s for one contract: what stands
where, and what it becomes. The record shows it where the values are. The runner applies one edit at a time, reads the
contract anew and compares its findings with those before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Literal

from extract.model import Finding, Record
from tests.helpers import record_of

MODULES = ("mutations_money", "mutations_form")
"""The modules of `tests.checks` that hold mutations; importing them fills the registry."""

_WALL = 3
"""Characters of markup between a cell and the end of its row."""
Verdict = Literal["found", "missed", "wrong place", "new error"]


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract that is sound as far as its own findings go, and its record."""

    name: str
    text: str
    record: Record


@dataclass(frozen=True, slots=True)
class Edit:
    """The characters [start, end) of a contract become `text`; `codes` overrides the codes of the mutation."""

    start: int
    end: int
    text: str
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Injection:
    """One altered contract, what should be found in it and where."""

    mutation: str
    contract: Contract
    edit: Edit
    codes: tuple[str, ...]

    @property
    def text(self) -> str:
        """The altered contract."""
        whole, edit = self.contract.text, self.edit
        return whole[: edit.start] + edit.text + whole[edit.end :]


@dataclass(frozen=True, slots=True)
class Trial:
    """How one injection ended, and the findings that are new."""

    injection: Injection
    verdict: Verdict
    new: tuple[Finding, ...]

    def __str__(self) -> str:
        """Return one line that says what was altered and what came of it."""
        edit = self.injection.edit
        before = self.injection.contract.text[edit.start : edit.end]
        codes = ", ".join(f"{f.code} {f.message}" for f in self.new)
        return (
            f"{self.verdict}: {self.injection.mutation} in {self.injection.contract.name} "
            f"at {edit.start}: {before!r} -> {edit.text!r}, wanted {'/'.join(self.injection.codes)}; new: {codes}"
        )


Mutation = Callable[[Contract], Iterator[Edit]]
_MUTATIONS: dict[str, tuple[Mutation, tuple[str, ...]]] = {}


def mutation(name: str, *codes: str) -> Callable[[Mutation], Mutation]:
    """Register a mutation under its name; any one of `codes` finds it."""

    def register(function: Mutation) -> Mutation:
        assert name not in _MUTATIONS, f"mutation {name} is registered twice"
        _MUTATIONS[name] = (function, codes)
        return function

    return register


def all_mutations() -> list[str]:
    """Return the names of all mutations."""
    for module in MODULES:
        import_module(f"tests.checks.{module}")
    return list(_MUTATIONS)


def injections(name: str, contract: Contract) -> list[Injection]:
    """Return what a mutation makes of a contract; codes that the contract already has findings of are left out."""
    function, codes = _MUTATIONS[name]
    had = {finding.code for finding in contract.record.findings}
    made = [Injection(name, contract, edit, edit.codes or codes) for edit in function(contract)]
    return [one for one in made if not had & set(one.codes) and one.text != contract.text]


def try_one(injection: Injection) -> Trial:
    """Read the altered contract and judge its findings."""
    before = {_identity(f) for f in injection.contract.record.findings}
    found = [f for f in record_of(injection.text).findings if _identity(f) not in before]
    right = [finding for finding in found if finding.code in injection.codes]
    if not right:
        verdict: Verdict = "missed"
    elif not any(_touches(finding, injection.edit) for finding in right):
        verdict = "wrong place"
    elif any(finding.severity == "error" and finding.code not in injection.codes for finding in found):
        verdict = "new error"
    else:
        verdict = "found"
    return Trial(injection, verdict, tuple(found))


def _identity(finding: Finding) -> tuple[str, str]:
    return finding.code, finding.message


def _touches(finding: Finding, edit: Edit) -> bool:
    """Tell whether a finding shows the altered place; where something was left out, what stands next to it."""
    if not edit.text:
        return any(span.start <= edit.start <= span.end + _WALL for span in finding.spans)
    end = edit.start + len(edit.text)
    return any(span.start < end and edit.start < span.end for span in finding.spans)
