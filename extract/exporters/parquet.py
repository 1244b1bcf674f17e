"""The dataset: one Parquet file per table under `OUTPUT/dataset/`, and the same tables as a DuckDB file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extract.dataset import FOLDER
from extract.exporters import exporter, replacing_files
from extract.model import Record


@exporter("parquet")
def export_parquet(records: Iterable[Record], output: Path) -> None:
    """Write the dataset. Raises OSError when it cannot be written."""
    from extract.dataset.database import write_database
    from extract.dataset.parquet import write_parquet

    with replacing_files(output / FOLDER) as folder:
        write_parquet(records, folder)
        write_database(folder)
