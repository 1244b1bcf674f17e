"""The corpus: every contract is read, compared with its gold, and its evidence checked."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from extract.checks.registry import all_checks
from extract.document import Document
from extract.model import Evidence, Record, Span
from extract.pipeline import read_contract
from extract.readers import read
from extract.rulepack import load_rules
from tests.scoring import f1, score

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
CONTRACTS = sorted((CORPUS / "contracts").iterdir())
PACK = load_rules()
GOAL, LOWEST = 0.99, 0.95
"""F1 of all contracts together, and of the worst one."""


def _gold(path: Path) -> dict[str, Any]:
    return dict(json.loads((CORPUS / "gold" / f"{path.stem}.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def readings() -> dict[str, tuple[Document, Record]]:
    documents = {path.stem: read(path) for path in CONTRACTS}
    return {stem: (document, read_contract(document, PACK).record) for stem, document in documents.items()}


def test_every_contract_has_gold() -> None:
    assert {path.stem for path in CONTRACTS} == {path.stem for path in (CORPUS / "gold").glob("*.json")}
    assert len(CONTRACTS) >= 60


def test_the_corpus_is_read_as_gold_says(readings: dict[str, tuple[Document, Record]]) -> None:
    right = missed = wrong = 0
    report: list[str] = []
    for path in CONTRACTS:
        agree, missing, extra = score(_gold(path), json.loads(readings[path.stem][1].to_json()))
        right, missed, wrong = right + agree, missed + len(missing), wrong + len(extra)
        report += [f"{path.stem} missed {fact}" for fact in missing] + [f"{path.stem} wrong {fact}" for fact in extra]
    assert right > 3000
    assert f1(right, missed, wrong) >= GOAL, "\n".join(report)


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_no_contract_is_read_badly(path: Path, readings: dict[str, tuple[Document, Record]]) -> None:
    agree, missing, extra = score(_gold(path), json.loads(readings[path.stem][1].to_json()))
    assert f1(agree, len(missing), len(extra)) >= LOWEST, [*missing, *extra]


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_planted_defects_are_found_and_no_other_error(path: Path, readings: dict[str, tuple[Document, Record]]) -> None:
    listed = _gold(path)["findings"]
    findings = readings[path.stem][1].findings
    found = {finding.code for finding in findings}
    assert {*listed["expected"], *listed["forbidden"]} <= set(all_checks())
    assert set(listed["expected"]) <= found
    assert not found & set(listed["forbidden"])
    assert {finding.code for finding in findings if finding.severity == "error"} <= set(listed["expected"])


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_evidence_is_the_document_text(path: Path, readings: dict[str, tuple[Document, Record]]) -> None:
    document, record = readings[path.stem]
    assert_evidence(document, record)
    assert not [outcome for outcome in record.checks if outcome.status == "crashed"]


def test_the_blank_form_is_known_as_one(readings: dict[str, tuple[Document, Record]]) -> None:
    record = readings["10-blank-template"][1]
    assert record.document.unfilled
    assert record.total is None
    assert not record.payments
    assert all(party.name is None for party in record.parties)


def assert_evidence(document: Document, part: object) -> None:
    """Assert that every piece of evidence in a record is exactly the document's text where it says."""
    if isinstance(part, Evidence):
        assert part.spans, type(part)
        first = part.spans[0]
        assert document.text[first.start : first.end] == part.text
        assert part.text.strip()
    if isinstance(part, Span):
        assert 0 <= part.start < part.end <= len(document.text)
    if isinstance(part, BaseModel):
        for name in type(part).model_fields:
            assert_evidence(document, getattr(part, name))
    elif isinstance(part, tuple):
        for item in part:
            assert_evidence(document, item)
