"""Every check, on contracts and on records built by hand: what fails, what passes, and what it cannot say.

A case is data (`cases/*.toml`): `code`, `name`, the outcome `status`, words of its `reason`, and what is checked:
a `contract` text, a `record` built from a few values, or a `frame` (a small sound contract of `frames.toml`) with
`clauses` of the case's own in it. In a frame no other check
may find an error, but those that the case gives as `also`. A failing case gives each of its `findings`: `expected` and `actual`, words that
the `message` and the `suggestion` hold, the texts that the finding `quotes` in order, or how many `places` it has.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from extract.checks.registry import all_checks, run_checks
from extract.model import Finding, Outcome, Record
from tests.checks.building import built
from tests.checks.framing import FRAMES, framed
from tests.helpers import PACK, document_of, record_of

HERE = Path(__file__).parent
CASES = [
    case
    for path in sorted((HERE / "cases").glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["cases"]
]
SEVERITIES = {row["id"]: row["severity"] for row in PACK.rows("checks")}
ALWAYS_APPLIES = {"CLS005"}
"""Checks that have something to say of every contract, forms and fragments too."""
_KEYS = {"code", "name", "status", "contract", "record", "frame", "clauses", "also", "findings", "reason"}
_FINDING_KEYS = {"expected", "actual", "severity", "message", "suggestion", "quotes", "places", "basis"}


def contract_of(case: dict[str, Any]) -> str:
    """Return the contract text of a case: its own, or a sound frame with the clauses of the case."""
    return str(case["contract"]) if "contract" in case else framed(case["frame"], case.get("clauses", {}))


def outcome_of(case: dict[str, Any]) -> tuple[Record, Outcome, list[Finding]]:
    """Return the record of a case, and how its check ended."""
    record = run_checks(built(case["record"]), PACK) if "record" in case else record_of(contract_of(case))
    outcome = next(outcome for outcome in record.checks if outcome.code == case["code"])
    return record, outcome, [finding for finding in record.findings if finding.code == case["code"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['code']}-{case['name']}")
def test_check(case: dict[str, Any]) -> None:
    assert not set(case) - _KEYS
    record, outcome, findings = outcome_of(case)
    assert outcome.status == case["status"], outcome.reason
    assert case.get("reason", "") in outcome.reason
    assert (outcome.status == "fail") == bool(findings)
    assert all(finding.spans and finding.message for finding in findings)
    if "frame" in case:  # a sound contract but for one clause: nothing else is wrong
        others = {f.code for f in record.findings if f.severity == "error"} - {case["code"], *case.get("also", [])}
        assert not others, [finding.message for finding in record.findings]
    expected = case.get("findings", [])
    assert case["status"] != "fail" or len(findings) == len(expected)
    for finding, wanted in zip(findings, expected, strict=True):
        _compare(case, record, finding, wanted)


@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_sound(name: str) -> None:
    findings = record_of(contract_of({"frame": name})).findings
    assert not [f"{finding.code} {finding.message}" for finding in findings]


def _compare(case: dict[str, Any], record: Record, finding: Finding, wanted: dict[str, Any]) -> None:
    assert not set(wanted) - _FINDING_KEYS
    assert finding.severity == wanted.get("severity", SEVERITIES[finding.code])
    for key in ("expected", "actual"):
        if key in wanted:
            assert getattr(finding, key) == wanted[key]
    for words in wanted.get("message", []):
        assert words in finding.message
    for words in wanted.get("suggestion", []):
        assert words in (finding.suggestion or "")
    if "quotes" in wanted:
        text = document_of(contract_of(case)).text
        assert [text[span.start : span.end] for span in finding.spans] == wanted["quotes"]
    if "places" in wanted:
        assert len(finding.spans) == wanted["places"]
    if "basis" in wanted:
        assert list(finding.basis) == wanted["basis"]


@pytest.mark.parametrize("code", sorted(all_checks()))
def test_every_check_has_cases_of_every_kind(code: str) -> None:
    statuses = Counter(case["status"] for case in CASES if case["code"] == code)
    assert statuses["fail"] >= 3
    assert statuses["pass"] >= 3
    assert statuses["not_applicable"] + statuses["unverifiable"] >= 1 or code in ALWAYS_APPLIES


def test_every_case_names_a_check() -> None:
    assert {case["code"] for case in CASES} <= set(all_checks())
    names = Counter((case["code"], case["name"]) for case in CASES)
    assert not [name for name, times in names.items() if times > 1]
