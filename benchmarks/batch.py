"""How a run over many contracts scales: rate and speed-up by number of workers, peak memory, a second run.

    python benchmarks/batch.py [CONTRACTS] [WORKERS…] [--pdf] [--rounds N] [--report html,xlsx] [--keep FOLDER]

The contracts are made from those of `corpus/`, numbers replaced at random, so that no two are alike; with `--pdf` as
PDF files. Each round runs every number of workers once, one after the other, so that what else the machine does
falls on all alike; the figures are medians. Memory is the most that the main process held in each quarter of the run,
and the largest worker, in MB, sampled; it should not grow with the number of contracts. `--keep` leaves contracts and
output there, to look at.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psutil

from extract.readers import read

_START = "from extract.cli import main; main()"
_CORPUS = Path("corpus/contracts")
_DIGITS = re.compile(r"[1-9](?=\d{0,2}[,\d])")
_PER_FOLDER = 500
_QUARTERS = 4
_LINES, _CHARACTERS, _FONT = 46, 42, "STSong-Light"


@dataclass(frozen=True, slots=True)
class _Measured:
    seconds: float
    main_peaks: tuple[float, ...]
    worker_peak: float


def main() -> None:
    """Print the table."""
    options = _options()
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(options.keep or temporary)
        contracts = place / "contracts"
        make_contracts(contracts, options.contracts, pdf=options.pdf)
        print(f"{options.contracts:,} contracts, {os.cpu_count()} processors, median of {options.rounds} rounds")
        print(f"{'':14}{'seconds':>10}{'contracts/s':>14}{'speed-up':>10}{'main MB, by quarter':>22}{'worker MB':>11}")
        runs: dict[str, list[_Measured]] = {}
        for _ in range(options.rounds):
            for number in options.workers or [1, 2]:
                output = place / f"out{number}"
                more = ["--workers", str(number), *(["--report", options.report] if options.report else [])]
                for label, again in ((f"{number} workers", ["--fresh"]), (f"{number} once more", [])):
                    runs.setdefault(label, []).append(_measure(contracts, output, [*more, *again]))
        base = _median(next(iter(runs.values())), lambda run: run.seconds)
        for label, measured in runs.items():
            _print(label, options.contracts, measured, base)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("contracts", type=int, nargs="?", default=2000)
    parser.add_argument("workers", type=int, nargs="*")
    parser.add_argument("--pdf", action="store_true")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--report")
    parser.add_argument("--keep")
    return parser.parse_args()


def make_contracts(folder: Path, count: int, seed: int = 1, *, pdf: bool = False) -> None:
    """Write `count` contracts below `folder`, the same for the same seed."""
    chance = random.Random(seed)
    models = [read(path).text for path in sorted(_CORPUS.iterdir())]
    for number in range(count):
        text = _DIGITS.sub(lambda _: str(chance.randint(1, 9)), models[number % len(models)])
        path = folder / f"{number // _PER_FOLDER:03}" / f"{number:05}.{'pdf' if pdf else 'txt'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_pdf(text) if pdf else text.encode())


def _pdf(text: str) -> bytes:
    """Return a PDF with the text, broken into lines and pages."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    lines = [line[at : at + _CHARACTERS] for line in text.splitlines() for at in range(0, len(line) or 1, _CHARACTERS)]
    content = io.BytesIO()
    canvas = Canvas(content)
    for page in range(0, len(lines), _LINES):
        canvas.setFont(_FONT, 11)
        for row, line in enumerate(lines[page : page + _LINES]):
            canvas.drawString(60, 790 - 16 * row, line)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def _measure(contracts: Path, output: Path, options: list[str]) -> _Measured:
    command = [sys.executable, "-c", _START, "extract", str(contracts), "-o", str(output), *options]
    start = time.perf_counter()
    process = psutil.Popen(command, stdout=subprocess.DEVNULL)
    samples: list[float] = []
    worker_peak = 0.0
    while process.poll() is None:
        samples.append(_megabytes(process))
        for child in process.children():
            worker_peak = max(worker_peak, _megabytes(child))
        time.sleep(0.25)
    if process.returncode not in (0, 1):
        raise SystemExit(f"kanhe ended with {process.returncode}")
    seconds = time.perf_counter() - start
    length = max(1, -(-len(samples) // _QUARTERS))
    quarters = tuple(max(samples[at : at + length], default=0.0) for at in range(0, length * _QUARTERS, length))
    return _Measured(seconds, quarters, worker_peak)


def _megabytes(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 1024**2
    except psutil.Error:
        return 0.0


def _median(runs: list[_Measured], value: Callable[[_Measured], float]) -> float:
    return statistics.median(map(value, runs))


def _print(label: str, count: int, runs: list[_Measured], base: float) -> None:
    seconds = _median(runs, lambda run: run.seconds)
    peaks = " ".join(f"{max(run.main_peaks[quarter] for run in runs):.0f}" for quarter in range(_QUARTERS))
    worker = max(run.worker_peak for run in runs)
    print(
        f"{label:14}{seconds:10.1f}{count / seconds:14.1f}{base / seconds:10.2f}{peaks:>22}{worker:11.0f}", flush=True
    )


if __name__ == "__main__":
    main()
