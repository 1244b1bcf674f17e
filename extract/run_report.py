"""The report of a run, `run.json`: what was read of what, by which program, and what was not."""

from __future__ import annotations

import json
from collections.abc import Sequence

from extract.basis import Basis, python_version
from extract.inputs import Ignored
from extract.limits import Limits
from extract.results import Failure
from extract.store import Entry


def run_report(
    entries: Sequence[Entry],
    failures: Sequence[Failure],
    ignored: Sequence[Ignored],
    removed: Sequence[str],
    basis: Basis,
    inputs: Sequence[str],
    limits: Limits,
) -> str:
    """Return `run.json`: the same for the same contracts, program and rules, however many workers there were.

    `removed` are the names of contracts of an earlier run that are gone from the input, `inputs` paths as seen from the
    output folder. No time of day and no place of this machine occurs in it.
    """
    report = {
        **basis.described(),
        "basis": basis.digest,
        "python": python_version(),
        "limits": {"seconds": limits.seconds, "megabytes": limits.megabytes},
        "inputs": inputs,
        "read": sum(not entry.unchanged for entry in entries),
        "unchanged": sum(entry.unchanged for entry in entries),
        "failed": len(failures),
        "ignored": len(ignored),
        "removed": len(removed),
        "files": [{**entry.described(), "unread": entry.summary.unread} for entry in entries],
        "failures": [
            {"name": failure.name, "kind": failure.kind, "reason": failure.reason, "sha256": failure.sha256}
            for failure in failures
        ],
        "ignored_files": [ignored._asdict() for ignored in ignored],
        "removed_files": removed,
    }
    return json.dumps(report, ensure_ascii=False, indent=1, default=str) + "\n"
