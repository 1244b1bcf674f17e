"""How fast the PDF reader is, next to pdfplumber alone and to pdfium's bare text; and whether a table is lost.

    python benchmarks/pdf.py [FOLDER] [ROUNDS]

All three read the same files in the same process, turn about; the median of the rounds is printed. pdfplumber does
`extract_text` and `find_tables` on every page. A table of pdfplumber's counts as lost when no table of ours holds the
words of most of its cells.
"""

from __future__ import annotations

import logging
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2

from extract.document import Document
from extract.readers import ReadOptions, read

_FOUND = 0.9


def main() -> None:
    """Print the table."""
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "corpus/formats")
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    paths = sorted(path for path in folder.rglob("*.pdf") if _has_text(path))
    if not paths:
        sys.exit(f"no PDF with text in {folder}")
    ways: dict[str, Callable[[Path], object]] = {"pypdfium2, bare text": _floor, "kanhe": _ours, "pdfplumber": _peer}
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for name, way in ways.items():
        way(paths[0])
        for _ in range(rounds):
            seconds[name].append(0.0)
    for turn in range(rounds):
        for name, way in ways.items():
            start = time.perf_counter()
            for path in paths:
                way(path)
            seconds[name][turn] = time.perf_counter() - start
    pages = sum(len(pypdfium2.PdfDocument(path)) for path in paths)
    print(f"{len(paths)} files, {pages} pages, median of {rounds} rounds")
    peer = statistics.median(seconds["pdfplumber"])
    for name, times in seconds.items():
        taken = statistics.median(times)
        print(f"{name:22} {taken:8.2f} s {pages / taken:8.1f} pages/s {taken / peer:6.2f} of pdfplumber's time")
    tables, lost = _lost(paths)
    print(f"tables that pdfplumber finds: {tables}, lost: {lost}")


def _has_text(path: Path) -> bool:
    document = pypdfium2.PdfDocument(path)
    return any(document[index].get_textpage().count_chars() > 0 for index in range(len(document)))


def _ours(path: Path) -> Document:
    return read(path, options=ReadOptions(ocr="never"))


def _peer(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()
            page.find_tables()


def _floor(path: Path) -> None:
    document = pypdfium2.PdfDocument(path)
    for index in range(len(document)):
        document[index].get_textpage().get_text_range()


def _lost(paths: list[Path]) -> tuple[int, int]:
    """Return how many tables with text pdfplumber finds, and how many of them we do not have."""
    found = lost = 0
    for path in paths:
        document = _ours(path)
        ours = ["".join(document.text[table.start : table.end].split()) for table in document.tables]
        with pdfplumber.open(path) as peer:
            for page in peer.pages:
                for table in page.find_tables():
                    cells = ["".join((cell or "").split()) for row in table.extract() for cell in row]
                    words = [cell for cell in cells if cell]
                    if not words:
                        continue
                    found += 1
                    held = max((sum(word in text for word in words) / len(words) for text in ours), default=0.0)
                    lost += held < _FOUND
    return found, lost


if __name__ == "__main__":
    main()
