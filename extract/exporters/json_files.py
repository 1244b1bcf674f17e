"""One JSON file per contract, under `records/` at the contract's own path."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extract.exporters import exporter
from extract.files import write_text
from extract.model import Record
from extract.output_folder import RECORDS, record_path


@exporter("json", RECORDS)
def export_json(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/records/<path of the contract>.json` for each record."""
    for record in records:
        write_text(record_path(output, record.document.path), [record.to_json()])
