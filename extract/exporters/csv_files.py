"""The dataset as CSV: one file per table under `OUTPUT/dataset/`, for programs that read nothing better."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from extract.dataset import FOLDER
from extract.exporters import exporter
from extract.model import Record


@exporter("csv")
def export_csv(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/dataset/TABLE.csv`. Raises OSError when a file cannot be written."""
    from extract.dataset.csv_lines import csv_writer
    from extract.dataset.tables import TABLES

    folder = output / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{secrets.token_hex(8)}.partial"
    partial.mkdir()
    try:
        with ExitStack() as files:
            writers = [
                (table, files.enter_context(csv_writer(partial / f"{table.name}.csv", table.header)))
                for table in TABLES
            ]
            for record in records:
                for table, write in writers:
                    for row in table.rows(record):
                        write(row)
        for path in sorted(partial.iterdir()):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
