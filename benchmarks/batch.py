"""How a run over many contracts scales: rate and speed-up by number of workers, peak memory, a second run.

    python benchmarks/batch.py [CONTRACTS] [WORKERS…]

The contracts are made from those of `corpus/`, numbers replaced at random, so that no two are alike. Memory is the most
that the main process and the largest worker held, in MB, sampled; it should not grow with the number of contracts.
"""

from __future__ import annotations

import os
import random
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from extract.readers import read

_START = "from extract.cli import main; main()"
_CORPUS = Path("corpus/contracts")
_DIGITS = re.compile(r"[1-9](?=\d{0,2}[,\d])")
_PER_FOLDER = 500


@dataclass(frozen=True, slots=True)
class _Measured:
    seconds: float
    main_peak: float
    worker_peak: float


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    workers = [int(argument) for argument in sys.argv[2:]] or [1, 2]
    with tempfile.TemporaryDirectory() as place:
        contracts = Path(place) / "contracts"
        make_contracts(contracts, count)
        print(f"{count:,} contracts, {os.cpu_count()} processors")
        print(f"{'':14}{'seconds':>10}{'contracts/s':>14}{'speed-up':>10}{'main MB':>10}{'worker MB':>11}")
        base = 0.0
        for number in workers:
            output = Path(place) / f"out{number}"
            measured = _measure(contracts, output, number)
            base = base or measured.seconds
            _print(f"{number} workers", count, measured, base)
            _print("  once more", count, _measure(contracts, output, number), base)


def make_contracts(folder: Path, count: int, seed: int = 1) -> None:
    """Write `count` contracts below `folder`, the same for the same seed."""
    chance = random.Random(seed)
    models = [read(path).text for path in sorted(_CORPUS.iterdir())]
    for number in range(count):
        text = _DIGITS.sub(lambda _: str(chance.randint(1, 9)), models[number % len(models)])
        path = folder / f"{number // _PER_FOLDER:03}" / f"{number:05}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def _measure(contracts: Path, output: Path, workers: int) -> _Measured:
    command = [sys.executable, "-c", _START, "extract", str(contracts), "-o", str(output), "--workers", str(workers)]
    start = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    main_peak = worker_peak = 0.0
    while process.poll() is None:
        main_peak = max(main_peak, _megabytes(process))
        for child in process.children():
            worker_peak = max(worker_peak, _megabytes(child))
        time.sleep(0.5)
    if process.returncode not in (0, 1):
        raise SystemExit(f"kanhe ended with {process.returncode}")
    return _Measured(time.perf_counter() - start, main_peak, worker_peak)


def _megabytes(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1024**2
    except psutil.Error:
        return 0.0


def _print(label: str, count: int, measured: _Measured, base: float) -> None:
    rate, speed_up = count / measured.seconds, base / measured.seconds
    memory = f"{measured.main_peak:10.0f}{measured.worker_peak:11.0f}"
    print(f"{label:14}{measured.seconds:10.1f}{rate:14.1f}{speed_up:10.2f}{memory}", flush=True)


if __name__ == "__main__":
    main()
