"""How well contracts are read that were laid out or worded otherwise: every transformation on every contract.

    python benchmarks/metamorphic.py [CONTRACTS GOLD] [-v]

Reads the contracts (the corpus, if none are given), transforms the text of each and compares what is read with gold.
`wrong` and `missed` count the facts that the untransformed contract did not get wrong or miss, `errors` the findings
of severity "error" that it did not have. `-v` prints each wrong fact.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extract.pipeline import read_contract  # noqa: E402
from tests.helpers import PACK, document_of  # noqa: E402
from tests.metamorphic.test_metamorphic import contract_of, errors_of  # noqa: E402
from tests.metamorphic.transformations import all_transformations, transformed  # noqa: E402
from tests.scoring import Fact, f1, score  # noqa: E402


def main() -> None:
    """Print the table."""
    folders = [Path(argument) for argument in sys.argv[1:] if argument != "-v"]
    contracts, gold = folders or (ROOT / "corpus" / "contracts", ROOT / "corpus" / "gold")
    paths = sorted(path for path in contracts.iterdir() if path.suffix in (".txt", ".md"))
    read = [contract_of(path, gold / f"{path.stem}.json") for path in paths]
    plain = {contract.name: score(facts, json.loads(contract.record.to_json())) for contract, facts in read}
    print(f"{'transformation':36}{'contracts':>10}{'F1':>8}{'wrong':>8}{'missed':>8}{'errors':>8}")
    for name in all_transformations():
        counts: Counter[str] = Counter()
        wrong: list[tuple[str, Fact]] = []
        for contract, facts in read:
            text = transformed(name, contract)
            if text is None:
                continue
            record = read_contract(document_of(text), PACK).record
            right, missing, extra = score(facts, json.loads(record.to_json()))
            _, known_missing, known_extra = plain[contract.name]
            new = list((Counter(extra) - Counter(known_extra)).elements())
            wrong += [(contract.name, fact) for fact in new]
            lost = (Counter(missing) - Counter(known_missing)).total()
            alarms = (errors_of(record) - errors_of(contract.record)).total()
            counts.update(contracts=1, right=right, missing=len(missing), extra=len(extra), lost=lost, alarms=alarms)
        quality = f1(counts["right"], counts["missing"], counts["extra"])
        row = f"{counts['contracts']:10}{quality:8.3f}{len(wrong):8}{counts['lost']:8}{counts['alarms']:8}"
        print(f"{name:36}{row}")
        if "-v" in sys.argv:
            print("\n".join(f"    {stem} {fact}" for stem, fact in wrong))


if __name__ == "__main__":
    main()
