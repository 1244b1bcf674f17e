"""The dataset as CSV: one file per table under `OUTPUT/dataset/`, for programs that read nothing better."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from extract.exporters import exporter
from extract.files import replacing_files
from extract.model import Record
from extract.output_folder import DATASET


@exporter("csv", f"{DATASET}/contracts.csv")
def export_csv(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/dataset/TABLE.csv`. Raises OSError when a file cannot be written."""
    from extract.dataset.csv_lines import csv_writer
    from extract.dataset.tables import TABLES

    with replacing_files(output / DATASET) as folder, ExitStack() as files:
        writers = [
            (table, files.enter_context(csv_writer(folder / f"{table.name}.csv", table.header))) for table in TABLES
        ]
        for record in records:
            for table, write in writers:
                for row in table.rows(record):
                    write(row)
