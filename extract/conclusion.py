"""What follows when all contracts of a run are read: the audit across them, and the exports, side by side."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from extract.config import Settings
from extract.cross.audit import audit
from extract.errors import KanheError
from extract.exporters import export, needs_audit
from extract.exporters.cross_file import write_cross
from extract.exporters.places import stored_text
from extract.limits import Limits
from extract.model import CrossAudit
from extract.results import Records
from extract.rulepack import load_rules
from extract.store import writing
from extract.workers import Loss, Pool, Tell

_UNLIMITED = Limits(seconds=float("inf"), megabytes=sys.maxsize)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What all of it is made from: the records in `output`, and how they are checked. `rules` is the user's folder."""

    records: Records
    output: Path
    rules: Path | None
    settings: Settings

    def audit(self) -> CrossAudit:
        """Return what the contracts show together, written to `output`. Raises KanheError when it cannot be."""
        contracts = ((record, stored_text(self.output, record)) for record in self.records)
        found = audit(contracts, load_rules(self.rules), self.settings)
        with writing(self.output):
            write_cross(found, self.output)
        return found


def conclude(conclusion: Conclusion, formats: Sequence[str], pool: Pool) -> CrossAudit:
    """Audit the contracts across and export them in `formats`, in the processes of `pool`; return the audit.

    Raises KanheError when something cannot be written.
    """
    found = CrossAudit()
    stages = ([None, *(name for name in formats if not needs_audit(name))], filter(needs_audit, formats))
    for stage in stages:
        parts = [_Part(conclusion, name) for name in stage]
        with closing(pool.run(parts, _do, _lost, limits=_UNLIMITED)) as outcomes:
            for outcome in outcomes:
                if outcome.error is not None:
                    raise KanheError(outcome.error)
                found = outcome.audit or found
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    """One thing to do: the audit, or an export."""

    conclusion: Conclusion
    format: str | None


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How it ended: what the audit found, or the line that says why nothing could be written."""

    audit: CrossAudit | None = None
    error: str | None = None


def _do(part: _Part, _: Tell) -> _Outcome:
    """Do one part: this is what the processes run."""
    try:
        if part.format is None:
            return _Outcome(part.conclusion.audit())
        export(part.format, part.conclusion.records, part.conclusion.output)
    except KanheError as error:
        return _Outcome(error=str(error))
    return _Outcome()


def _lost(part: _Part, loss: Loss) -> _Outcome:
    """End the run over a process that died: our fault when it said why, else the system's."""
    if loss.words:
        raise RuntimeError(loss.words)
    return _Outcome(error=f"写出 {part.format or 'cross.json'} 的进程意外终止（可能是内存不足），请用 --workers 1 再试")
