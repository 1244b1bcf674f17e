"""From records to files: one module per output format.

To add a format, add one module to this package with a function under `@exporter("name", "what it writes")`.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path

from extract.errors import KanheError
from extract.files import writing_error
from extract.model import Record

ExporterFunction = Callable[[Iterable[Record], Path], None]


@dataclass(frozen=True, slots=True)
class Exporter:
    """One output format: the function that writes it, what that writes, and whether it shows the audit."""

    write: ExporterFunction
    writes: str
    after_audit: bool


_EXPORTERS: dict[str, Exporter] = {}


def exporter(name: str, writes: str, *, after_audit: bool = False) -> Callable[[ExporterFunction], ExporterFunction]:
    """Register a function that writes records, in the order given, into an output folder: `writes` there.

    With `after_audit`, it shows what the folder holds of the audit across contracts.
    """

    def register(function: ExporterFunction) -> ExporterFunction:
        if name in _EXPORTERS:
            raise ValueError(f"two exporters named {name}")
        _EXPORTERS[name] = Exporter(function, writes, after_audit)
        return function

    return register


@cache
def exporters() -> Mapping[str, Exporter]:
    """Return every exporter by name."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return _EXPORTERS


def known_formats(names: Sequence[str]) -> tuple[str, ...]:
    """Return `names`. Raises KanheError for a name that no exporter has."""
    if unknown := set(names) - set(exporters()):
        raise KanheError(f"没有输出格式 {'、'.join(sorted(unknown))}，可用的有 {'、'.join(sorted(exporters()))}")
    return tuple(names)


def needs_audit(name: str) -> bool:
    """Tell whether a format shows the audit across contracts, which must be written before."""
    return name in exporters() and exporters()[name].after_audit


def outdated(output: Path, formats: Collection[str]) -> list[str]:
    """Return what earlier runs wrote in formats that are not among `formats`, where it still stands in `output`."""
    others = (each.writes for name, each in exporters().items() if name not in formats)
    return [written for written in others if (output / written).exists()]


def export(name: str, records: Iterable[Record], output: Path) -> None:
    """Run one exporter. Raises KanheError when the place cannot be written, as when a report is open in Excel."""
    try:
        exporters()[name].write(records, output)
    except OSError as error:
        raise writing_error(error.filename2 or error.filename or output, error) from error
