"""The five contracts that are not part of the project, where they are at hand."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from extract.batch import extract_folder
from extract.pipeline import read_contract
from extract.readers import read
from extract.rulepack import load_rules
from tests.test_corpus import assert_evidence

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "seeds").is_dir(), reason="the real contracts and their gold are not beside this checkout"
)
THIS_VERSION = {
    "AMT001",
    "AMT004",
    "PAY001",
    "PAY002",
    "PAY003",
    "PTY001",
    "PTY002",
    "CLS006",
    "LAW001",
    "DAT001",
    "AMT003",
    "LIN002",
    "PAY005",
    "PEN002",
    "SLA001",
}


def test_they_are_read_as_their_gold_says(tmp_path: Path) -> None:
    extract_folder(SHARED / "seeds", tmp_path)
    scorer = [sys.executable, str(SHARED / "eval" / "score.py"), str(tmp_path / "records"), str(SHARED / "gold")]
    result = json.loads(subprocess.run([*scorer, "--json"], capture_output=True, check=True).stdout)
    assert result["missing"] == []
    assert result["fields"]["f1"] >= 0.97
    assert result["groups"]["finding"]["fp"] == 0
    assert result["unlisted_errors"] == []


def test_the_findings_of_this_version_are_all_there(tmp_path: Path) -> None:
    extract_folder(SHARED / "seeds", tmp_path)
    for path in sorted((SHARED / "gold").glob("*.json")):
        expected = set(json.loads(path.read_text(encoding="utf-8"))["findings"]["expected"]) & THIS_VERSION
        record = json.loads((tmp_path / "records" / f"{path.stem}.txt.json").read_text(encoding="utf-8"))
        assert expected <= {finding["code"] for finding in record["findings"]}


@pytest.mark.parametrize("path", sorted((SHARED / "seeds").glob("*.txt")), ids=lambda path: path.stem[:3])
def test_their_evidence_is_the_document_text(path: Path) -> None:
    document = read(path)
    assert_evidence(document, read_contract(document, load_rules()).record)
