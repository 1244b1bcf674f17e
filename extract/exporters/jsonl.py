"""JSON Lines: all records of a run in one file, one a line, in path order."""

from __future__ import annotations

from pathlib import Path

from extract.exporters import exporter
from extract.files import write_atomically
from extract.model import Record


@exporter("jsonl")
def write_jsonl(output: Path, records: list[Path]) -> None:
    """Write OUT/records.jsonl."""
    lines = (Record.model_validate_json(path.read_bytes()).model_dump_json() for path in records)
    write_atomically(output / "records.jsonl", "".join(line + "\n" for line in lines))
