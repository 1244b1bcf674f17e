"""The audit of all contracts of a run together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from extract.acknowledgements import Acknowledgement, mark_of, path_of
from extract.checks.legal import citations
from extract.checks.registry import run_check, title_of
from extract.config import Settings
from extract.cross.facts import facts_of
from extract.cross.registry import Corpus, CrossCheck, CrossProblem, cross_checks
from extract.cross.similar import digest_of, find_alike, sentences_of
from extract.errors import RuleError
from extract.model import CrossAudit, CrossFinding, Outcome, Record
from extract.rule_slips import meant
from extract.rulepack import RulePack


def audit(contracts: Iterable[tuple[Record, str | None]], pack: RulePack, settings: Settings) -> CrossAudit:
    """Return what the checks across `contracts` come to: records, each with its text, None where it is not known.

    They are gone through once. Memory holds a few facts of each contract, about as much as one page of its text.
    """
    checks = {code: function for code, function in cross_checks().items() if settings.runs(code)}
    if not checks:
        return CrossAudit()
    corpus = _corpus(contracts, pack)
    rules = rules_of_cross_checks(pack)
    outcomes: list[Outcome] = []
    findings: list[CrossFinding] = []
    for code, function in checks.items():
        outcome, problems = _run(code, function, corpus, pack)
        outcomes.append(outcome)
        for problem in problems:
            finding = CrossFinding(
                code=code,
                severity=settings.severity_of(code) or problem.severity or rules[code]["severity"],
                message=problem.message,
                contracts=tuple(dict.fromkeys(problem.places)),
                citations=citations(rules[code].get("basis", ()), None, pack),
                suggestion=problem.suggestion,
            )
            findings.append(_accepted(finding, settings.acknowledgements))
    return CrossAudit(checks=tuple(outcomes), findings=tuple(findings))


def rules_of_cross_checks(pack: RulePack) -> dict[str, Mapping[str, Any]]:
    """Return the rules' row for each check. Raises RuleError for a row of no check."""
    rows = {str(row["id"]): row for row in pack.rows("cross")}
    for code in rows:
        if code not in cross_checks():
            raise RuleError(f"cross.toml：没有检查 {code}{meant(code, cross_checks())}")
    return rows


def _corpus(contracts: Iterable[tuple[Record, str | None]], pack: RulePack) -> Corpus:
    facts, texts, unread, digests = [], [], [], []
    for record, text in contracts:
        if record.document.unfilled:
            continue
        if text is None:
            unread.append(record.document.path)
        facts.append(facts_of(record, pack))
        texts.append(sentences_of(text or ""))
        digests.append(digest_of(text) if text and text.strip() else None)
    return Corpus(tuple(facts), tuple(find_alike(texts, pack)), tuple(unread), tuple(digests))


def _run(code: str, function: CrossCheck, corpus: Corpus, pack: RulePack) -> tuple[Outcome, list[CrossProblem]]:
    if len(corpus.contracts) < 2:
        return Outcome(code=code, title=title_of(function), status="not_applicable", reason="不足两份合同"), []
    return run_check(code, function, corpus, pack)


def _accepted(finding: CrossFinding, entries: Sequence[Acknowledgement]) -> CrossFinding:
    """Return the finding, marked when somebody accepts it for one of its contracts."""
    for entry in entries:
        if entry.code != finding.code:
            continue
        places = [place for place in finding.contracts if place.path == path_of(entry)]
        quoted = entry.quote is None or any(_plain(entry.quote) in _plain(place.text) for place in places)
        if places and quoted:
            return finding.model_copy(update={"accepted": mark_of(entry)})
    return finding


def _plain(words: str) -> str:
    return "".join(words.split())
