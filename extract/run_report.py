"""The report of a run, `run.json`: what was read of what, by which program, and what was not."""

from __future__ import annotations

import json
from collections.abc import Sequence

from extract.basis import Basis, python_version
from extract.limits import Limits
from extract.results import Batch
from extract.store import Entry


def run_report(batch: Batch, entries: Sequence[Entry], basis: Basis, inputs: tuple[str, ...], limits: Limits) -> str:
    """Return `run.json`: the same for the same contracts, program and rules, however many workers there were.

    `inputs` are paths as seen from the output folder. No time of day and no place of this machine occurs in it.
    """
    report = {
        **basis.described(),
        "basis": basis.digest,
        "python": python_version(),
        "limits": {"seconds": limits.seconds, "megabytes": limits.megabytes},
        "inputs": inputs,
        "read": sum(not entry.unchanged for entry in entries),
        "unchanged": len(batch.unchanged),
        "failed": len(batch.failures),
        "ignored": len(batch.ignored),
        "removed": len(batch.removed),
        "files": [entry.described() for entry in entries],
        "failures": [
            {"name": failure.name, "kind": failure.kind, "reason": failure.reason, "sha256": failure.sha256}
            for failure in batch.failures
        ],
        "ignored_files": [ignored._asdict() for ignored in batch.ignored],
        "removed_files": batch.removed,
    }
    return json.dumps(report, ensure_ascii=False, indent=1, default=str) + "\n"
