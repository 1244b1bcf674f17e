"""The registry: every check is described, has its row of rules, and ends in one of five ways."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from extract.batch import extract_folder, extract_one
from extract.checks import registry
from extract.checks.registry import (
    FAMILIES,
    NotApplicableError,
    Problem,
    UnverifiableError,
    all_checks,
    check,
    run_checks,
)
from extract.errors import RuleError
from extract.model import Record, Span
from extract.rulepack import RulePack, load_rules
from tests.checks.building import built
from tests.helpers import PACK

RULES = {row["id"]: row for row in PACK.rows("checks")}
RECORD = built({"total": "100.00", "signed_on": "2025-03-01"})


MANUAL = ("检查：", "意义：", "不符合：", "符合：", "依据：")
"""The parts of a check's manual, in order: what it tests, why it matters, a clause that fails, one that passes, basis."""


@pytest.mark.parametrize("code", sorted(all_checks()))
def test_every_check_has_its_manual(code: str) -> None:
    summary, _, body = (all_checks()[code].__doc__ or "").partition("\n")
    assert summary.endswith("。"), "the first line is one Chinese sentence, shown to auditors"
    lines = [line.strip() for line in body.splitlines()]
    parts = [next((line for line in lines if line.startswith(part)), None) for part in MANUAL]
    assert all(part and len(part) > 4 for part in parts), f"{code} lacks a part of its manual"
    assert [line[: line.index("：") + 1] for line in lines if line.startswith(MANUAL)] == list(MANUAL)


@pytest.mark.parametrize("code", sorted(all_checks()))
def test_every_check_has_its_row_of_rules(code: str) -> None:
    assert RULES[code]["severity"] in ("error", "warning", "info")
    assert set(RULES[code]) <= {"id", "severity", "basis", "labels"}
    for name in ("basis", "labels"):
        assert all(isinstance(words, str) and words for words in RULES[code].get(name, ()))


def test_every_row_of_rules_has_its_check() -> None:
    assert set(RULES) == set(all_checks())


def test_every_module_of_checks_is_a_family() -> None:
    for family in FAMILIES:
        module = import_module(f"extract.checks.{family}")
        assert [f for f in all_checks().values() if f.__module__ == module.__name__], f"{family} holds no check"


def test_a_code_is_registered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_CHECKS", dict(registry._CHECKS))

    def again(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield from ()

    with pytest.raises(ValueError, match="AMT001"):
        check("AMT001")(again)


def test_a_notebook_s_check_replaces_the_one_that_its_cell_registered_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_CHECKS", dict(registry._CHECKS))

    def own(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield from ()

    def again(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield from ()

    own.__module__ = again.__module__ = "__main__"
    check("OWN001")(own)
    check("OWN001")(again)
    assert all_checks()["OWN001"] is again
    with pytest.raises(ValueError, match="AMT001"):
        check("AMT001")(again)


def test_a_check_without_a_rule_is_told_before_anything_is_read(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(registry, "_CHECKS", dict(registry._CHECKS))

    @check("OWN001")
    def own(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield from ()

    (tmp_path / "a.txt").write_text("合同", encoding="utf-8")
    with pytest.raises(RuleError, match="OWN001"):
        extract_folder(tmp_path)
    with pytest.raises(RuleError, match="OWN001"):
        extract_one("合同文本")


def problem(severity: str | None = None, basis: tuple[str, ...] | None = None) -> Problem:
    places = (Span(start=9, end=12), Span(start=2, end=4), Span(start=9, end=12))
    return Problem("两处不符", places, "甲", "乙", "核对", severity, basis)  # type: ignore[arg-type]


def outcome(monkeypatch: pytest.MonkeyPatch, function: registry.Check) -> Record:
    """Return the record after a single check, registered as AMT001."""
    monkeypatch.setattr(registry, "all_checks", lambda: {"AMT001": function})
    return run_checks(RECORD, PACK)


def test_a_severity_that_there_is_not_is_told(tmp_path: Path) -> None:
    (tmp_path / "checks.toml").write_text('[[rows]]\nid = "AMT001"\nseverity = "fatal"', encoding="utf-8")
    with pytest.raises(RuleError, match="AMT001 的 severity 应为 error、warning、info 之一"):
        registry.rules_of_checks(load_rules(tmp_path))


def test_a_rule_of_a_check_that_there_is_not_is_told(tmp_path: Path) -> None:
    (tmp_path / "checks.toml").write_text('[[rows]]\nid = "AMT0O1"\nseverity = "info"', encoding="utf-8")
    with pytest.raises(RuleError, match="没有检查 AMT0O1，是不是 AMT001？"):
        registry.refuse_unknown_checks(load_rules(tmp_path))


def test_a_key_that_a_rule_does_not_have_is_told(tmp_path: Path) -> None:
    text = '[[rows]]\nid = "AMT001"\nseverity = "info"\nlabel = ["大写"]'
    (tmp_path / "checks.toml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match="AMT001 有不认识的键 label"):
        registry.rules_of_checks(load_rules(tmp_path))


def test_problems_become_findings_with_the_rule_s_severity_and_basis(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield problem()
        yield problem(severity="info", basis=("GP-02",))

    record = outcome(monkeypatch, fails)
    assert [(o.code, o.status, o.reason) for o in record.checks] == [("AMT001", "fail", "2 处")]
    first, second = record.findings
    assert (first.code, first.severity, first.basis) == ("AMT001", "error", tuple(RULES["AMT001"]["basis"]))
    assert (first.message, first.expected, first.actual, first.suggestion) == ("两处不符", "甲", "乙", "核对")
    assert [(span.start, span.end) for span in first.spans] == [(9, 12), (2, 4)]
    assert (second.severity, second.basis) == ("info", ("GP-02",))
    assert second.citations == ("《中华人民共和国政府采购法》第四十六条",)


def test_the_outcome_says_what_the_check_is_about() -> None:
    outcomes = {outcome.code: outcome.title for outcome in run_checks(RECORD, PACK).checks}
    assert outcomes["AMT001"] == "大写金额与数字金额不一致"
    assert all(title and not title.endswith("。") for title in outcomes.values())


def test_no_problem_is_a_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    def passes(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield from ()

    record = outcome(monkeypatch, passes)
    assert [(o.status, o.reason) for o in record.checks] == [("pass", "")]
    assert record.findings == ()


@pytest.mark.parametrize(
    ("error", "status"), [(NotApplicableError("没有"), "not_applicable"), (UnverifiableError("没有"), "unverifiable")]
)
def test_a_check_that_cannot_say_gives_its_reason(
    monkeypatch: pytest.MonkeyPatch, error: Exception, status: str
) -> None:
    def silent(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield from ()
        raise error

    record = outcome(monkeypatch, silent)
    assert [(o.status, o.reason) for o in record.checks] == [(status, "没有")]
    assert record.findings == ()


def test_what_was_found_before_the_rest_could_not_be_verified_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield problem()
        raise UnverifiableError("其余无法辨认")

    record = outcome(monkeypatch, half)
    assert [(o.status, o.reason) for o in record.checks] == [("fail", "1 处；其余无法核对：其余无法辨认")]
    assert len(record.findings) == 1


def test_a_check_that_finds_something_and_then_does_not_apply_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def turns(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield problem()
        raise NotApplicableError("没有付款")

    record = outcome(monkeypatch, turns)
    assert [o.status for o in record.checks] == ["crashed"]
    assert record.findings == ()


def test_a_crash_is_ours_and_no_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    def crashes(record: Record, pack: RulePack) -> Iterator[Problem]:
        yield problem()
        raise ZeroDivisionError("除数为零")

    record = outcome(monkeypatch, crashes)
    (broken,) = record.checks
    assert broken.status == "crashed"
    assert re.fullmatch(r"ZeroDivisionError: 除数为零 \(test_registry\.py:\d+\)", broken.reason)
    assert record.findings == ()


def test_checks_leave_the_rest_of_the_record_alone() -> None:
    checked = run_checks(RECORD, PACK)
    assert checked.model_copy(update={"checks": (), "findings": ()}) == RECORD
    assert [o.code for o in checked.checks] == list(all_checks())
