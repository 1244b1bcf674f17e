"""How many altered values the checks find: every mutation on every sound contract of the corpus and of the tests.

    python benchmarks/injection.py [FOLDER] [-v]

`-v` prints each injection that was not found cleanly.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from extract.readers import read  # noqa: E402
from tests.checks.framing import FRAMES, framed  # noqa: E402
from tests.checks.injection import Contract, all_mutations, injections, try_one  # noqa: E402
from tests.helpers import record_of  # noqa: E402

_VERDICTS = ("found", "missed", "wrong place", "new error")


def main() -> None:
    """Print the table."""
    arguments = [argument for argument in sys.argv[1:] if argument != "-v"]
    folder = Path(arguments[0]) if arguments else ROOT / "corpus" / "contracts"
    texts = {path.stem: read(path).text for path in sorted(folder.iterdir())} | {
        name: framed(name, {}) for name in FRAMES
    }
    contracts = [Contract(name, text, record_of(text)) for name, text in texts.items()]
    total: Counter[str] = Counter()
    print(f"{'mutation':44}{'tried':>7}" + "".join(f"{verdict:>13}" for verdict in _VERDICTS))
    for name in all_mutations():
        trials = [try_one(one) for contract in contracts for one in injections(name, contract)]
        verdicts = Counter(str(trial.verdict) for trial in trials)
        total += verdicts
        print(f"{name:44}{len(trials):7}" + "".join(f"{verdicts[verdict]:13}" for verdict in _VERDICTS))
        if "-v" in sys.argv:
            print("\n".join(f"    {trial}" for trial in trials if trial.verdict != "found"))
    print(f"{'all':44}{total.total():7}" + "".join(f"{total[verdict]:13}" for verdict in _VERDICTS))
    print(f"recall {total['found'] / max(total.total(), 1):.3f}")


if __name__ == "__main__":
    main()
