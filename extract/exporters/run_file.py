"""What `run.json` says of the run that a report is made of. A run writes it before its reports."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extract.output_folder import RUN


@dataclass(frozen=True, slots=True)
class Unread:
    """A file of the run that has no record, and why."""

    name: str
    reason: str


def run_facts(output: Path) -> dict[str, Any]:
    """Return the content of `OUTPUT/run.json`, empty when there is none."""
    path = output / RUN
    content = json.loads(path.read_bytes()) if path.is_file() else {}
    return content if isinstance(content, dict) else {}


def failures(output: Path) -> list[Unread]:
    """Return the files that the run could not read."""
    rows = run_facts(output).get("failures", [])
    return [Unread(str(row.get("name", "")), str(row.get("reason", ""))) for row in rows]
