"""One altered value in a sound contract: the right check finds it, in its place, and raises no other error.

`python benchmarks/injection.py` runs every injection and prints the table; here runs a fixed sample.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from extract.pipeline import read_contract
from extract.readers import read
from tests.checks.injection import Contract, all_mutations, injections, try_one
from tests.helpers import PACK

CONTRACTS = Path(__file__).resolve().parents[2] / "corpus" / "contracts"
_SAMPLE = 6
"""So many injections of every mutation, spread over the contracts."""


@pytest.fixture(scope="module")
def corpus() -> list[Contract]:
    documents = {path.stem: read(path) for path in sorted(CONTRACTS.iterdir())}
    return [Contract(name, document.text, read_contract(document, PACK).record) for name, document in documents.items()]


@pytest.mark.parametrize("name", all_mutations())
def test_an_altered_value_is_found(name: str, corpus: list[Contract]) -> None:
    made = [one for contract in corpus for one in injections(name, contract)]
    assert made, "the corpus has nothing to alter"
    trials = [try_one(one) for one in Random(name).sample(made, min(_SAMPLE, len(made)))]
    verdicts = Counter(trial.verdict for trial in trials)
    assert verdicts["found"] >= len(trials) - 1, "\n".join(str(t) for t in trials if t.verdict != "found")
