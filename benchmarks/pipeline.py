"""How fast the pipeline is: characters per second next to jieba.posseg on the same text, and cold starts.

    python benchmarks/pipeline.py [FOLDER] [ROUNDS]

Both read the same contracts in the same process, turn about contract by contract, so that a busy moment of the machine
slows both; the median of the rounds is printed. Contracts in traditional characters are left out: the peer's model does
not know these and takes fifty times as long. The cold starts time whole commands in fresh processes.
"""

from __future__ import annotations

import logging
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import jieba.posseg

from extract.document import Document
from extract.pipeline import read_contract
from extract.readers import read
from extract.rulepack import RulePack, load_rules

_START = "from extract.cli import main; main()"


def main() -> None:
    """Print the table."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpus/contracts")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    pack = load_rules()
    found = [read(path) for path in sorted(folder.iterdir()) if path.suffix in (".txt", ".md")]
    documents = [document for document in found if not _is_traditional(document.text, pack)]
    characters = sum(len(document.text) for document in documents)
    jieba.setLogLevel(logging.WARNING)

    def ours(document: Document) -> None:
        read_contract(document, pack)

    def peer(document: Document) -> None:
        list(jieba.posseg.cut(document.text))

    seconds = [_turn_about((ours, peer), documents) for _ in range(rounds + 1)][1:]  # the first one warms up
    print(f"{len(documents)} contracts, {characters:,} characters, median of {rounds} rounds")
    for name, times in zip(("kanhe, all stages", "jieba.posseg"), zip(*seconds, strict=True), strict=True):
        print(f"{name:20} {characters / statistics.median(times):10,.0f} characters/s")
    sample = str(next(path for path in sorted(folder.iterdir()) if path.suffix == ".txt"))
    for label, arguments in (("kanhe --help", ["--help"]), ("kanhe show FILE", ["show", sample])):
        print(f"{label:20} {_cold(arguments, rounds):10.2f} s cold")


def _is_traditional(text: str, pack: RulePack) -> bool:
    """Tell whether a text is written in traditional characters: many of them look otherwise when simplified."""
    return sum(map(str.__ne__, text, pack.simplified(text))) > len(text) / 20


def _turn_about(works: Sequence[Callable[[Document], None]], documents: list[Document]) -> list[float]:
    """Return the seconds that each of `works` takes for all documents; they take turns for each document."""
    seconds = [0.0] * len(works)
    for document in documents:
        for place, work in enumerate(works):
            start = time.perf_counter()
            work(document)
            seconds[place] += time.perf_counter() - start
    return seconds


def _cold(arguments: list[str], rounds: int) -> float:
    """Return the median seconds of a whole command in a fresh process."""
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        command = [sys.executable, "-c", _START, *arguments]
        subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


if __name__ == "__main__":
    main()
