"""The output folder of a run: the files of each contract, and the journal by which a broken-off run goes on.

    records/NAME.json   the record              text/NAME.txt   the text that its offsets point into
    errors/NAME.log     the traceback of an internal error
    run.json            the report of the run; it stands there only when every contract was dealt with
    cross.json          what all contracts show together; written right after run.json
    .kanhe-journal      while a run is under way or broken off: one JSON line for each contract that is finished

Every file appears in one step. A line of the journal is written after the files that it vouches for, with their
digests, and is believed only as long as they have them: a run that is killed at any moment loses at most what it had
in hand.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from extract.errors import KanheError, system_reason
from extract.exporters.pictures import discard_pictures
from extract.files import remove_partial, write_text
from extract.model import Record
from extract.output_folder import CROSS, JOURNAL, OUTPUT_PARTS, RUN, error_log_path, record_path, text_path
from extract.results import Failure, Summary, summarise

_LOCK = ".kanhe-lock"
_DIGESTS = ("sha256", "record_sha256", "text_sha256")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the output folder holds of one contract. The digests are SHA-256, of the contract and of its files here."""

    summary: Summary
    sha256: str
    record_sha256: str
    text_sha256: str
    unchanged: bool = False
    """True when the record is that of an earlier run which came to its end."""

    @property
    def name(self) -> str:
        """The contract's name."""
        return self.summary.name

    def described(self) -> dict[str, object]:
        """Return the entry as it stands in the journal and in the report."""
        status = "unchanged" if self.unchanged else "read"
        digests = {name: getattr(self, name) for name in _DIGESTS}
        return {"name": self.name, "status": status, **digests, **asdict(self.summary)}


def store_record(output: Path, record: Record, text: str, sha256: str) -> Entry:
    """Write the files of one contract, whose own digest is `sha256`. Raises OSError."""
    name = record.document.path
    write_text(text_path(output, name), [text])
    write_text(record_path(output, name), [record.to_json()])
    return entry_of(record, text, sha256)


def entry_of(record: Record, text: str, sha256: str) -> Entry:
    """Return the entry of a contract whose own digest is `sha256`."""
    return Entry(summarise(record), sha256, _digest(record.to_json().encode()), _digest(text.encode()))


def is_intact(output: Path, entry: Entry, sha256: str) -> bool:
    """Return whether `entry` is of a contract with this digest, and its files are as they were written."""
    if entry.sha256 != sha256:
        return False
    try:
        record, text = record_path(output, entry.name).read_bytes(), text_path(output, entry.name).read_bytes()
    except OSError:
        return False
    return _digest(record) == entry.record_sha256 and _digest(text) == entry.text_sha256


@contextmanager
def writing(output: Path) -> Iterator[None]:
    """Turn the failure to write what all contracts share into an error that ends the run: the disk is full, say."""
    try:
        yield
    except OSError as error:
        raise KanheError(f"{output}：不能写入输出目录（{system_reason(error)}）") from error


def refuse_links(output: Path) -> None:
    """Raise KanheError when a part of the output folder is a link: what is written or read there would be elsewhere."""
    for part in OUTPUT_PARTS:
        if (output / part).is_symlink():
            raise KanheError(f"{output / part}：是指向别处的链接，输出目录中的结果须在其中，请移走此链接")


@contextmanager
def open_store(output: Path, inputs: tuple[str, ...], basis: str, *, fresh: bool = False) -> Iterator[Store]:
    """Give the folder `output` for a run over `inputs` on `basis`; with `fresh`, nothing in it is used again.

    Raises KanheError when it cannot be written, is in use, holds links in place of results, or the results of other
    inputs (unless `fresh`).
    """
    from filelock import FileLock, Timeout

    refuse_links(output)
    try:
        output.mkdir(parents=True, exist_ok=True)
        lock = FileLock(output / _LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise KanheError(f"{output}：另一个 kanhe 正在写入此输出目录") from error
    except OSError as error:
        missing = isinstance(error, FileNotFoundError)  # its parents are made, too: here the system lets none be made
        reason = "系统不允许在此处建立目录" if missing else system_reason(error)
        raise KanheError(f"{output}：不能用作输出目录（{reason}）") from error
    try:
        with Store(output, inputs, basis, fresh=fresh) as store:
            yield store
    finally:
        with suppress(OSError):  # Windows removes it on release
            (output / _LOCK).unlink()
        lock.release()


class Store:
    """The output folder during one run. Only the run's own process writes the journal."""

    def __init__(self, output: Path, inputs: tuple[str, ...], basis: str, *, fresh: bool) -> None:
        self.output = output
        self.inputs = inputs
        earlier = _journal(output / JOURNAL) or _report(output / RUN)
        if earlier is not None and earlier.names and earlier.inputs != inputs and not fresh:
            given = "、".join(earlier.inputs)
            raise KanheError(
                f"{output}：其中是另一批合同（{given}）的结果，请用 -o 另选输出目录，或用 --fresh 重新读取"
            )
        self._names = set(earlier.names) if earlier is not None else set()
        self._known: Mapping[str, Entry] = {}
        if earlier is not None and earlier.basis == basis and not fresh:
            self._known = earlier.entries
        with writing(output):
            self._begin(inputs, basis)
            for name in (RUN, CROSS):  # they tell of runs that came to their end
                (output / name).unlink(missing_ok=True)
            self._file = (output / JOURNAL).open("a", encoding="utf-8", newline="\n")

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def known(self, name: str) -> Entry | None:
        """Return what an earlier run on the same basis wrote of the contract `name`."""
        return self._known.get(name)

    def add(self, entry: Entry) -> None:
        """Note that a contract's files are written."""
        if self._known.get(entry.name) != entry:
            self._note(entry.described())
        self._discard(error_log_path(self.output, entry.name))

    def fail(self, failure: Failure) -> None:
        """Note a failure, keep an internal error's traceback, and take away what an earlier run wrote of the file."""
        self._note({"name": failure.name})
        self._discard(record_path(self.output, failure.name), text_path(self.output, failure.name))
        discard_pictures(self.output, failure.name)
        log = error_log_path(self.output, failure.name)
        if failure.kind != "internal":
            self._discard(log)
            return
        with suppress(OSError):  # a name too long for the file system, say: the failure itself is reported all the same
            write_text(log, [failure.detail])

    def remove_others(self, names: Iterable[str]) -> tuple[str, ...]:
        """Remove what earlier runs wrote of contracts not among `names`, and debris of killed processes.

        Returns the names of the contracts removed, in order.
        """
        kept = {os.path.normcase(record_path(self.output, name)) for name in names}
        gone = sorted(name for name in self._names if os.path.normcase(record_path(self.output, name)) not in kept)
        for name in gone:
            discard_pictures(self.output, name)
            self._discard(
                record_path(self.output, name), text_path(self.output, name), error_log_path(self.output, name)
            )
        remove_partial(self.output)
        for part in OUTPUT_PARTS:
            _tidy(self.output / part)
        return tuple(gone)

    def report(self, content: str) -> None:
        """Write the report of the run: every contract is dealt with."""
        with writing(self.output):
            write_text(self.output / RUN, [content])

    def finish(self) -> None:
        """Give up the journal: all that the run had to write is written."""
        with writing(self.output):
            self._file.close()
            (self.output / JOURNAL).unlink()

    def _begin(self, inputs: tuple[str, ...], basis: str) -> None:
        lines: list[dict[str, object]] = [{"inputs": inputs, "basis": basis}]
        lines += [entry.described() for entry in self._known.values()]
        lines += [{"name": name} for name in sorted(self._names - self._known.keys())]
        write_text(self.output / JOURNAL, (_line(line) for line in lines))

    def _note(self, line: dict[str, object]) -> None:
        with writing(self.output):
            self._file.write(_line(line))
            self._file.flush()

    def _discard(self, *paths: Path) -> None:
        for path in paths:
            with suppress(OSError):
                path.unlink(missing_ok=True)


# -- what an earlier run left -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Earlier:
    """An earlier run: what it read, on which basis, every name that it knew, and what it wrote."""

    inputs: tuple[str, ...]
    basis: str
    names: frozenset[str]
    entries: Mapping[str, Entry]


_MALFORMED = (ValueError, LookupError, TypeError, ArithmeticError)


def _journal(path: Path) -> _Earlier | None:
    """Return the run that was broken off, None when there is none. Lines that are torn count for nothing."""
    try:
        head, *lines = path.read_bytes().split(b"\n")
        started = json.loads(head)
        inputs, basis = tuple(started["inputs"]), started["basis"]
    except (OSError, *_MALFORMED):
        return None
    entries: dict[str, Entry] = {}
    names: set[str] = set()
    for line in lines:
        try:
            noted = json.loads(line)
            name = noted["name"]
            entry = entry_from(noted) if "sha256" in noted else None
        except _MALFORMED:
            continue
        names.add(name)
        entries.pop(name, None)
        if entry is not None:
            entries[name] = entry
    return _Earlier(inputs, basis, frozenset(names), entries)


def _report(path: Path) -> _Earlier | None:
    """Return the run that came to its end, None when there is none."""
    try:
        report = json.loads(path.read_bytes())
        entries = {file["name"]: replace(entry_from(file), unchanged=True) for file in report["files"]}
        failed = {failure["name"] for failure in report["failures"] if failure["kind"] != "unsupported"}
        return _Earlier(tuple(report["inputs"]), report["basis"], frozenset(entries.keys() | failed), entries)
    except (OSError, *_MALFORMED):
        return None


def entry_from(described: Mapping[str, Any]) -> Entry:
    """Return the entry that `Entry.described` described. Raises LookupError, TypeError or ValueError if it is none."""
    facts = {field: described[field] for field in Summary.__dataclass_fields__}
    total = facts["total"]
    facts |= {"total": None if total is None else Decimal(total), "crashed": tuple(facts["crashed"])}
    digests = {name: described[name] for name in _DIGESTS}
    return Entry(Summary(**facts), **digests, unchanged=described["status"] == "unchanged")


def _line(described: Mapping[str, object]) -> str:
    return json.dumps(described, ensure_ascii=False, default=str) + "\n"


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _tidy(folder: Path) -> None:
    """Remove below `folder` what killed processes left half written, and folders that are empty."""
    for place, _, _ in os.walk(folder, topdown=False):
        remove_partial(Path(place))
        with suppress(OSError):  # not empty
            Path(place).rmdir()
