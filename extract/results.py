"""What a run gave: summaries, records and failures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from extract.model import CrossAudit, Record, Role, Severity
from extract.wording import amount

if TYPE_CHECKING:
    import pandas

    from extract.inputs import Ignored


@dataclass(frozen=True, slots=True)
class Failure:
    """A file without a record: why, and for `internal` errors (our fault) the traceback.

    `timeout` and `memory`: it exceeded a limit of the run. `sha256` is that of the file, None when it cannot be read.
    """

    name: str
    kind: Literal["unreadable", "unsupported", "unwritable", "timeout", "memory", "internal"]
    reason: str
    detail: str = ""
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """What the table of a run says of one contract. `crashed` holds the codes of checks that broke; findings that
    somebody accepted count as `accepted` and under no severity.
    """

    name: str
    title: str | None
    buyer: str | None
    supplier: str | None
    total: Decimal | None
    currency: str | None
    payments: int
    errors: int
    warnings: int
    infos: int
    unfilled: bool
    crashed: tuple[str, ...]
    accepted: int = 0

    @property
    def unread(self) -> bool:
        """Whether neither a party nor a total was read of what is no blank form: it may be no contract."""
        return self.buyer is None and self.supplier is None and self.total is None and not self.unfilled

    def cells(self) -> tuple[str, ...]:
        """Return its row in the table of a run: file, title, buyer, supplier, total, and how many payments, errors,
        warnings and infos there are.
        """
        title = (self.title or "—") + ("（空白范本）" if self.unfilled else "")
        total = amount(self.total, self.currency or "CNY") if self.total is not None else "—"
        counts = (self.payments, self.errors, self.warnings, self.infos)
        names = (self.name, title, self.buyer or "—", self.supplier or "—")
        return (*names, total, *(str(count or "·") for count in counts))


class Records(Sequence[Record]):
    """The records of a run in order of path, each loaded when it is asked for."""

    def __init__(self, sources: Sequence[Path | str]) -> None:
        self._sources = sources

    def __len__(self) -> int:
        return len(self._sources)

    @overload
    def __getitem__(self, index: int) -> Record: ...

    @overload
    def __getitem__(self, index: slice) -> Records: ...

    def __getitem__(self, index: int | slice) -> Record | Records:
        if isinstance(index, slice):
            return Records(self._sources[index])
        source = self._sources[index]
        return Record.model_validate_json(source.read_bytes() if isinstance(source, Path) else source)


@dataclass(frozen=True, slots=True)
class Batch:
    """What a run gave: one summary and one record for every file read, one failure for every other."""

    summaries: tuple[Summary, ...]
    records: Records
    failures: tuple[Failure, ...]
    ignored: tuple[Ignored, ...]
    rules: str
    """SHA-256 of the rules used."""
    output: Path | None = None
    unchanged: tuple[str, ...] = ()
    """Names of the contracts whose record is that of an earlier run: neither they nor the program have changed."""
    removed: tuple[str, ...] = ()
    """Names of contracts of an earlier run that are gone from the input, and with them their records here."""
    outdated: tuple[str, ...] = ()
    """What earlier runs wrote in the output folder in formats that were not asked for now: it tells of these runs."""
    unused: tuple[str, ...] = ()
    """A line for each accepted finding of the project that was not found."""
    cross: CrossAudit = field(default_factory=CrossAudit)
    """What the contracts show together; empty without an output folder."""

    @property
    def complete(self) -> bool:
        """True when every contract was read and every check came to an end."""
        broken = any(outcome.status == "crashed" for outcome in self.cross.checks)
        return not (self.failures or broken or any(summary.crashed for summary in self.summaries))

    def to_frame(self) -> pandas.DataFrame:
        """Return one row per contract, as in the table of a run; `total` is a Decimal, or None."""
        import pandas

        names = list(Summary.__dataclass_fields__)
        return pandas.DataFrame([asdict(summary) for summary in self.summaries], columns=names, dtype=object)

    def _repr_html_(self) -> str:
        from extract.jupyter import batch_html

        return batch_html(self)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(f"<Batch {len(self.summaries)} read, {len(self.failures)} failed>")


def summarise(record: Record) -> Summary:
    """Return the line of the run's table for `record`."""

    def party(role: Role) -> str | None:
        return next((p.name.value for p in record.parties if p.role == role and p.name is not None), None)

    def findings(severity: Severity) -> int:
        return sum(f.severity == severity and f.accepted is None for f in record.findings)

    total = record.total
    return Summary(
        name=record.document.path,
        title=record.title.value if record.title is not None else None,
        buyer=party("buyer"),
        supplier=party("supplier"),
        total=total.value if total is not None else None,
        currency=total.currency if total is not None else None,
        payments=len(record.payments),
        errors=findings("error"),
        warnings=findings("warning"),
        infos=findings("info"),
        unfilled=record.document.unfilled,
        crashed=tuple(outcome.code for outcome in record.checks if outcome.status == "crashed"),
        accepted=sum(finding.accepted is not None for finding in record.findings),
    )
