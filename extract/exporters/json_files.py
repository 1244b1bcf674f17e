"""One JSON file per contract, under `records/` at the contract's own path."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePath

from extract.exporters import exporter, write_file
from extract.model import Record


def record_path(output: Path, name: str) -> Path:
    """Return where the record of the contract `name` stands in the folder `output`: always inside it."""
    return contract_path(output / "records", f"{name}.json")


def contract_path(folder: Path, name: str) -> Path:
    """Return the place below `folder` for a contract's path, which may be absolute or climb."""
    path = PurePath(name)
    return folder.joinpath(*(part for part in path.parts if part not in (path.anchor, "..")))


@exporter("json")
def export_json(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/records/<path of the contract>.json` for each record."""
    for record in records:
        write_file(record_path(output, record.document.path), [record.to_json()])
