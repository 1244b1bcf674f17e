"""What executors do: the bytes of files come in, rows of results go out.

A Python worker of Spark must not hang, bloat or die over a contract: it would cost its task, and four times that the
run. So it keeps one process of `extract.workers`, warm from one contract and one task to the next.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from extract.archives import ARCHIVE_SUFFIX, close_archives
from extract.basis import basis_of
from extract.config import Settings
from extract.errors import KanheError
from extract.inputs import Held, Input, find_inputs
from extract.job import Begun, Done, Job, PageRead, lost, read_one
from extract.limits import Limits
from extract.readers import ReadOptions
from extract.rulepack import load_rules
from extract.spark.rows import IGNORED, OPENED, problem_row, row_of, schema
from extract.workers import Loss, Pool

if TYPE_CHECKING:
    import pyarrow


@dataclass(frozen=True, slots=True)
class Errand:
    """What the driver tells every executor of a run. `rules` holds the files of the user's own folder of rules."""

    run: str
    """A name that no other run has."""
    basis: str
    """The digest of what the driver's records would depend on."""
    rules: Mapping[str, bytes] | None
    options: ReadOptions
    limits: Limits
    settings: Settings
    redact: bool


def read_files(batches: Iterator[pyarrow.RecordBatch], errand: Errand) -> Iterator[pyarrow.RecordBatch]:
    """Yield a batch of results for each file in `batches`, whose columns are `name` and `content`.

    Raises KanheError when another Kanhe is installed here than on the driver.
    """
    import pyarrow as pa

    station = _station_for(errand)
    columns = schema()
    for batch in batches:
        for index in range(batch.num_rows):
            name, content = batch["name"][index].as_py(), batch["content"][index].as_py()
            for row in station.read(name, content):
                yield pa.RecordBatch.from_pylist([row], schema=columns)


class _Station:
    """The warm process of one Python worker, and what it is told with every contract."""

    def __init__(self, errand: Errand) -> None:
        self._errand = errand
        self._folder = tempfile.TemporaryDirectory(prefix="kanhe-rules-")
        self._rules = self._unpacked()
        self._settings = replace(errand.settings, rules=self._rules)
        basis = basis_of(load_rules(self._rules).digest, errand.options, self._settings, redact=errand.redact)
        if basis.digest != errand.basis:
            self._folder.cleanup()
            raise KanheError("执行节点上的勘合（或其依赖库）与提交端的版本不同，请用同一个打包环境")
        self._digests: dict[str, str] = {}
        self._pool = Pool(1)

    def read(self, name: str, content: bytes) -> Iterator[dict[str, Any]]:
        """Yield the rows of the input file `name`."""
        if PurePosixPath(name).suffix.lower() == ARCHIVE_SUFFIX:
            yield from self._read_archive(name, content)
        else:
            yield self._read(name, Held(name, content))

    def close(self) -> None:
        """End the process."""
        self._pool.close()
        self._folder.cleanup()

    def _read(self, name: str, file: Held | Input) -> dict[str, Any]:
        errand = self._errand
        redact = errand.redact
        job = Job(file, self._rules, errand.options, redact=redact, settings=self._settings, with_text=True)
        self._digests.clear()
        (done,) = self._pool.run([job], read_one, self._lost, limits=errand.limits, news=self._hear)
        return row_of(name, done)

    def _read_archive(self, name: str, content: bytes) -> Iterator[dict[str, Any]]:
        """Yield the rows of an archive's members: on disk, at its own path, it is searched like any other."""
        yield {"file": name, "name": name, "status": OPENED}
        with tempfile.TemporaryDirectory(prefix="kanhe-zip-") as place:
            path = Path(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            found = find_inputs([Path(place)])
            for problem in found.problems:
                yield problem_row(name, problem)
            for member, reason in found.ignored:
                yield {"file": name, "name": member, "status": IGNORED, "reason": reason}
            for file in found.files:
                yield self._read(name, file)
        close_archives()

    def _unpacked(self) -> Path | None:
        """Return a folder with the user's rules."""
        if self._errand.rules is None:
            return None
        folder = Path(self._folder.name)
        for name, content in self._errand.rules.items():
            (folder / name).write_bytes(content)
        return folder

    def _hear(self, job: Job, told: Begun | PageRead) -> None:
        if isinstance(told, Begun):
            self._digests[job.file.name] = told.sha256

    def _lost(self, job: Job, loss: Loss) -> Done:
        return lost(job, loss, self._errand.limits, self._digests.get(job.file.name))


_stations: dict[str, _Station] = {}
"""The station of this Python worker's run: Spark keeps workers from one task to the next."""


def _station_for(errand: Errand) -> _Station:
    for run in [run for run in _stations if run != errand.run]:
        _stations.pop(run).close()
    if errand.run not in _stations:
        _stations[errand.run] = _Station(errand)
    return _stations[errand.run]
