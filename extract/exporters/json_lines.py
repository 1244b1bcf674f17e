"""All records in one file, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extract.exporters import exporter, write_file
from extract.model import Record


@exporter("jsonl")
def export_jsonl(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/records.jsonl`."""
    write_file(output / "records.jsonl", (f"{record.model_dump_json()}\n" for record in records))
