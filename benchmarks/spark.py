"""The local engine next to Spark on a cluster of processes, over the same contracts.

    python benchmarks/spark.py [CONTRACTS] [EXECUTORS]

The contracts are those of `benchmarks/batch.py`. Both engines read them into new folders, with as many workers as there
are executors of one core; the time is that of the whole command: start, reading, dataset, audit across contracts.
Spark's is also shown up to when all contracts were read.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from batch import make_contracts

_START = "from extract.cli import main; main()"


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    executors = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    with tempfile.TemporaryDirectory() as place:
        contracts, local, far = (Path(place) / name for name in ("contracts", "local", "far"))
        make_contracts(contracts, count)
        print(f"{count:,} contracts, {executors} workers or executors")
        _print("local", count, _run(contracts, local, "--workers", str(executors)))
        master = ("--master", f"local-cluster[{executors},1,1024]", "--conf", "spark.ui.enabled=false")
        start = time.time()
        _print("Spark", count, _run(contracts, far, "--engine", "spark", *master))
        seconds = (far / "results" / "_SUCCESS").stat().st_mtime - start
        _print("  results alone", count, seconds)


def _run(contracts: Path, output: Path, *options: str) -> float:
    start = time.perf_counter()
    command = [sys.executable, "-c", _START, "extract", str(contracts), "-o", str(output), *options]
    done = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"kanhe ended with {done.returncode}")
    return time.perf_counter() - start


def _print(label: str, count: int, seconds: float) -> None:
    print(f"{label:16}{seconds:8.1f} s{count / seconds:10.1f} contracts/s", flush=True)


if __name__ == "__main__":
    main()
