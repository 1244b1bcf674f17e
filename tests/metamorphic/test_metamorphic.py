"""A contract that is laid out or worded otherwise says the same: the corpus under every transformation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from extract.model import Record
from extract.pipeline import read_contract
from extract.readers import read
from tests.helpers import PACK, document_of
from tests.metamorphic.rewritings import blanked
from tests.metamorphic.transformations import Contract, all_transformations, transformed
from tests.scoring import f1, score
from tests.test_corpus import CONTRACTS, CORPUS, assert_evidence

WITHOUT_A_TRACE = {"one line, no spaces at breaks": 0.8, "no white space": 0.8}
"""Where nothing is left between one value and the next, figures run together: the least F1 that is kept."""
LOOSE = {"one line": 0.9}
"""The cells of tables are lost with the line breaks."""
MOST_ALARMS = 2
"""False errors on all contracts together where the cells of tables are lost, and none elsewhere."""
GOAL = 0.95
EVERY = {*WITHOUT_A_TRACE, "one line", "hard wrapped", "page headers in wrapped text", "spaced figures", "look-alikes"}
"""Tried on every contract, the others on a part of them."""
BLANKS = ("____", "【】", "XXX", "/", "    ", "")


@cache
def contracts() -> tuple[tuple[Contract, dict[str, Any]], ...]:
    """Return the contracts of the corpus with their gold."""
    return tuple(contract_of(path, CORPUS / "gold" / f"{path.stem}.json") for path in CONTRACTS)


def contract_of(path: Path, gold_file: Path) -> tuple[Contract, dict[str, Any]]:
    """Return the contract in a file, and its gold."""
    gold = json.loads(gold_file.read_text(encoding="utf-8"))
    document = read(path)
    values = tuple({value for value in _strings({**gold, "findings": None}) if len(value) > 1})
    return Contract(path.stem, document.text, read_contract(document, PACK).record, values), gold


def _strings(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict | list):
        for item in part.values() if isinstance(part, dict) else part:
            yield from _strings(item)


def _tried(name: str) -> Iterator[tuple[Contract, dict[str, Any], str]]:
    """Yield contracts with their gold and what the transformation makes of them."""
    offset = list(all_transformations()).index(name)
    for index, (contract, gold) in enumerate(contracts()):
        if name in EVERY or (index + offset) % 3 == 0:
            text = transformed(name, contract)
            if text is not None:
                yield contract, gold, text


@pytest.mark.parametrize("name", all_transformations())
def test_a_transformed_contract_says_what_it_said(name: str) -> None:
    right = missed = wrong = alarms = 0
    report: list[str] = []
    for contract, gold, text in _tried(name):
        document = document_of(text)
        record = read_contract(document, PACK).record
        agree, missing, extra = score(gold, json.loads(record.to_json()))
        right, missed, wrong = right + agree, missed + len(missing), wrong + len(extra)
        report += [f"{contract.name} missed {fact}" for fact in missing]
        report += [f"{contract.name} wrong {fact}" for fact in extra]
        assert_evidence(document, record)
        assert not [outcome for outcome in record.checks if outcome.status == "crashed"]
        if name not in WITHOUT_A_TRACE:
            wrong_figures = _figures(record, name) - _figures(contract.record, name)
            new_errors = errors_of(record) - errors_of(contract.record)
            assert not wrong_figures, f"{contract.name}: {sorted(wrong_figures)}"
            assert not new_errors or name in LOOSE, f"{contract.name}: {sorted(new_errors)}"
            alarms += new_errors.total()
    assert alarms <= MOST_ALARMS
    goal = {**LOOSE, **WITHOUT_A_TRACE}.get(name, GOAL)
    assert not right or f1(right, missed, wrong) >= goal, "\n".join(report)


def errors_of(record: Record) -> Counter[str]:
    """Return how often each code of severity "error" was found."""
    return Counter(finding.code for finding in record.findings if finding.severity == "error")


def _figures(record: Record, name: str = "") -> set[tuple[str, str]]:
    """Return what must never be wrong: the price, amounts, dates, accounts and codes, and whose they are.

    Where the transformation `name` leaves nothing of a table, the dates in it cannot be told from periods.
    """
    facts: list[tuple[str, object]] = [("total", record.total and record.total.value.normalize())]
    facts += [("signed on", record.signed_on and record.signed_on.value)]
    facts += [("awarded on", record.awarded_on and record.awarded_on.value)]
    for payment in record.payments:
        facts += [("payment", payment.amount and payment.amount.value.normalize())]
        facts += [("payment due", payment.due_on and payment.due_on.value)]
    for period in record.periods:
        if name not in LOOSE:
            facts += [(period.kind, date and date.value) for date in (period.start, period.end)]
    for party in record.parties:
        facts += [(f"{party.role} code", party.tax_id and party.tax_id.value)]
        facts += [(f"{party.role} account", account.number and account.number.value) for account in party.accounts]
    return {(kind, str(value).replace(" ", "")) for kind, value in facts if value is not None}


@pytest.mark.parametrize("blank", BLANKS, ids=repr)
def test_a_contract_whose_blanks_are_open_says_nothing(blank: str) -> None:
    unfilled = 0
    for contract, _ in contracts():
        record = read_contract(document_of(blanked(contract, blank)), PACK).record
        unfilled += record.document.unfilled
        assert not _figures(record), contract.name
        assert all(party.name is None and not party.phones for party in record.parties), contract.name
        assert not [penalty for penalty in record.penalties if penalty.rate or penalty.amount], contract.name
        if record.document.unfilled:
            assert not errors_of(record) - errors_of(contract.record), contract.name
    assert unfilled >= (len(CONTRACTS) if blank in ("____", "【】", "XXX") else len(CONTRACTS) // 2)


def test_every_transformation_alters_some_contract() -> None:
    for name in all_transformations():
        assert any(transformed(name, contract) not in (None, contract.text) for contract, _ in contracts()), name
