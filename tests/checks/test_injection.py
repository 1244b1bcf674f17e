"""One altered value in a sound contract: the right check finds it, in its place, and raises no other error.

`python benchmarks/injection.py` runs every injection and prints the table; here runs a fixed sample.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random

import pytest

from extract.readers import read
from tests.checks.framing import FRAMES, framed
from tests.checks.injection import Contract, all_mutations, injections, try_one
from tests.helpers import record_of

CONTRACTS = Path(__file__).resolve().parents[2] / "corpus" / "contracts"
_SAMPLE = 6
"""So many injections of every mutation, spread over the contracts."""


@pytest.fixture(scope="module")
def contracts() -> list[Contract]:
    """The corpus, and the frames of the cases."""
    texts = {path.stem: read(path).text for path in sorted(CONTRACTS.iterdir())}
    texts |= {name: framed(name, {}) for name in FRAMES}
    return [Contract(name, text, record_of(text)) for name, text in texts.items()]


@pytest.mark.parametrize("name", all_mutations())
def test_an_altered_value_is_found(name: str, contracts: list[Contract]) -> None:
    made = [one for contract in contracts for one in injections(name, contract)]
    assert made, "no contract has anything to alter"
    trials = [try_one(one) for one in Random(name).sample(made, min(_SAMPLE, len(made)))]
    verdicts = Counter(trial.verdict for trial in trials)
    assert verdicts["found"] >= len(trials) - 1, "\n".join(str(t) for t in trials if t.verdict != "found")
