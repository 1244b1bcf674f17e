"""The check registry: a check is a generator of problems; the runner adds code, severity and basis."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from traceback import extract_tb
from typing import Any, TypeVar

from extract.checks.legal import citations, governing
from extract.config import AS_SHIPPED, Settings
from extract.errors import RuleError
from extract.model import Evidence, Finding, Outcome, Record, Severity, Span
from extract.rule_slips import meant
from extract.rulepack import RulePack

FAMILIES = (
    "amounts",
    "line_items",
    "taxes",
    "payments",
    "payment_terms",
    "penalties",
    "guarantees",
    "service_levels",
    "parties",
    "identifiers",
    "dates",
    "periods",
    "clauses",
    "references",
    "confidentiality",
    "disputes",
    "laws",
    "reading",
)
"""The modules that hold checks; importing them fills the registry."""


class NotApplicableError(Exception):
    """The contract has nothing that the check could test; the message says what is not there."""


class UnverifiableError(Exception):
    """The text that the check needs is missing or unreadable; never a pass."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not fit, with all places involved."""

    message: str
    places: tuple[Evidence | Span, ...]
    expected: str | None = None
    actual: str | None = None
    suggestion: str | None = None
    severity: Severity | None = None
    """Overrides the rule's severity for this problem only."""
    basis: tuple[str, ...] | None = None


Check = Callable[[Record, RulePack], Iterator[Problem]]
_Given = TypeVar("_Given")
_Found = TypeVar("_Found")
_CHECKS: dict[str, Check] = {}
_NOTEBOOK = "__main__"


def check(code: str) -> Callable[[Check], Check]:
    """Register a generator of problems under a stable public code.

    One of a notebook's replaces the one that its cell registered before.
    """

    def register(function: Check) -> Check:
        known = _CHECKS.get(code, function)
        if known is not function and {known.__module__, function.__module__} != {_NOTEBOOK}:
            raise ValueError(f"check {code} is registered twice")
        _CHECKS[code] = function
        return function

    return register


def all_checks() -> dict[str, Check]:
    """Return every check by code, in the order of the codes' families."""
    for family in FAMILIES:
        import_module(f"extract.checks.{family}")
    return dict(_CHECKS)


def rules_of_checks(pack: RulePack) -> dict[str, Mapping[str, Any]]:
    """Return the rules' row for each check. Raises RuleError when a check has none."""
    rows = {row["id"]: row for row in pack.rows("checks")}
    for code in all_checks():
        if code not in rows:
            raise RuleError(f'checks.toml：检查 {code} 没有规则，请写上 [[rows]]，其中 id = "{code}" 和 severity')
    return rows


def refuse_unknown_checks(pack: RulePack) -> None:
    """Raise RuleError for a rule of no check, a slip of the pen; only where a run begins, for workers do not know
    the checks that a notebook registered.
    """
    known = all_checks()
    for row in pack.rows("checks"):
        if row["id"] not in known:
            raise RuleError(f"checks.toml：没有检查 {row['id']}{meant(row['id'], known)}")


def run_checks(record: Record, pack: RulePack, settings: Settings = AS_SHIPPED) -> Record:
    """Return the record with the outcome of every check that the settings run, and a finding for every problem."""
    outcomes: list[Outcome] = []
    findings: list[Finding] = []
    rules = rules_of_checks(pack)
    signed_on = record.signed_on.value if record.signed_on is not None else None
    for code, function in all_checks().items():
        if not settings.runs(code):
            continue
        rule = rules[code]
        outcome, problems = run_check(code, function, record, pack)
        outcome = _not_left_blank(outcome, record, rule.get("labels", ()))
        outcomes.append(outcome)
        for problem in problems:
            stated = problem.basis if problem.basis is not None else rule.get("basis", ())
            basis = governing(stated, record, pack)
            findings.append(
                Finding(
                    code=code,
                    severity=settings.severity_of(code) or problem.severity or rule["severity"],
                    message=problem.message,
                    expected=problem.expected,
                    actual=problem.actual,
                    spans=spans_of(problem.places),
                    basis=basis,
                    citations=citations(basis, signed_on, pack),
                    suggestion=problem.suggestion,
                )
            )
    return record.model_copy(update={"checks": tuple(outcomes), "findings": tuple(findings)})


def run_check(
    code: str, function: Callable[[_Given, RulePack], Iterator[_Found]], given: _Given, pack: RulePack
) -> tuple[Outcome, list[_Found]]:
    """Return how a generator of problems ended, and its problems; those before it met something unreadable count."""
    title = title_of(function)
    problems: list[_Found] = []
    rest = ""
    try:
        problems.extend(function(given, pack))
    except UnverifiableError as reason:
        if not problems:
            return Outcome(code=code, title=title, status="unverifiable", reason=str(reason)), []
        rest = f"；其余无法核对：{reason}"
    except Exception as error:  # a crash of ours is shown as ours, never as the contract's fault
        if isinstance(error, NotApplicableError) and not problems:
            return Outcome(code=code, title=title, status="not_applicable", reason=str(error)), []
        return Outcome(code=code, title=title, status="crashed", reason=_crash(error)), []
    if problems:
        return Outcome(code=code, title=title, status="fail", reason=f"{len(problems)} 处{rest}"), problems
    return _passed(code, title), []


@cache
def _passed(code: str, title: str) -> Outcome:
    return Outcome(code=code, title=title, status="pass")


def _crash(error: Exception) -> str:
    """Return what went wrong in a check of ours, and in which line."""
    last = extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"


def _not_left_blank(outcome: Outcome, record: Record, labels: Sequence[str]) -> Outcome:
    """Return the outcome; a contract with a blank for what a check needs does not lack it, it is not filled in."""
    if outcome.status != "not_applicable" or not labels:
        return outcome
    left = next((blank.label for blank in record.blanks if any(word in blank.label for word in labels)), None)
    if left is None and not record.document.unfilled:
        return outcome
    reason = "空白范本，所需内容未填写" if record.document.unfilled else f"「{left}」留有空白"
    return outcome.model_copy(update={"status": "unverifiable", "reason": reason})


@cache
def title_of(function: Callable[..., object]) -> str:
    """Return what a check is about in one line: the first of its manual."""
    return (function.__doc__ or "").partition("\n")[0].removesuffix("。")


def anywhere(record: Record) -> tuple[Evidence | Span, ...]:
    """Return the place for what is nowhere in a contract: its title, else the first clause, else its beginning."""
    if record.title is not None:
        return (record.title,)
    first = next((clause.span for clause in record.clauses), Span(start=0, end=1))
    return (Span(start=first.start, end=min(first.end, first.start + 1)),)


def spans_of(places: tuple[Evidence | Span, ...]) -> tuple[Span, ...]:
    """Return the spans of several places, each once, in the order given: the wrong one first."""
    spans: dict[tuple[int, int], Span] = {}
    for place in places:
        for span in (place,) if isinstance(place, Span) else place.spans:
            spans.setdefault((span.start, span.end), span)
    return tuple(spans.values())
