"""The dataset: one Parquet file per table under `OUTPUT/dataset/`, and the same tables as a DuckDB file."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path

from extract.dataset import FOLDER
from extract.exporters import exporter
from extract.model import Record


@exporter("parquet")
def export_parquet(records: Iterable[Record], output: Path) -> None:
    """Write the dataset. Raises OSError when it cannot be written."""
    from extract.dataset.database import write_database
    from extract.dataset.parquet import write_parquet

    folder = output / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / f".{secrets.token_hex(8)}.partial"
    partial.mkdir()
    try:
        write_parquet(records, partial)
        write_database(partial)
        for path in sorted(partial.iterdir()):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
