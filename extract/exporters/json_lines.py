"""All records in one file, one JSON object a line."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from extract.exporters import exporter
from extract.files import write_text
from extract.model import Record
from extract.output_folder import RECORD_LINES


@exporter("jsonl", RECORD_LINES)
def export_jsonl(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/records.jsonl`."""
    write_text(output / RECORD_LINES, (f"{record.model_dump_json()}\n" for record in records))
