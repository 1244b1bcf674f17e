"""The dataset: one Parquet file per table under `OUTPUT/dataset/`, and the same tables as a DuckDB file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extract.exporters import exporter
from extract.files import replacing_files
from extract.model import Record
from extract.output_folder import DATASET


@exporter("parquet", DATASET)
def export_parquet(records: Iterable[Record], output: Path) -> None:
    """Write the dataset. Raises OSError when it cannot be written."""
    from extract.dataset.database import write_database
    from extract.dataset.parquet import write_parquet

    with replacing_files(output / DATASET) as folder:
        write_parquet(records, folder)
        write_database(folder)
