"""The order of a run on Spark, as its driver sees it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from extract.config import AS_SHIPPED, Settings
from extract.cross.audit import audit
from extract.dataset.tables import TABLES
from extract.errors import KanheError
from extract.inputs import Ignored
from extract.limits import Limits
from extract.model import Record
from extract.output_folder import (
    CROSS,
    DATASET,
    JOURNAL,
    RECORD_LINES,
    RECORDS,
    RUN,
    RUN_FILES,
    SPARK_PARTS,
    SPARK_RESULTS,
)
from extract.plan import Plan, plan_run
from extract.readers import ReadOptions
from extract.results import Batch, Failure, Records
from extract.run_report import run_report
from extract.spark.inputs import Chosen, choose
from extract.spark.rows import FAILED, IGNORED, LIGHT, READ, outcome_of, schema
from extract.spark.session import open_session
from extract.spark.storage import Storage, literal
from extract.spark.work import Errand, read_files
from extract.store import Entry

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_LEAVE_OUT = {"ignoreMissingFiles": "true", "ignoreCorruptFiles": "true"}
"""A file that cannot be opened must not end the run, which names it in the end."""
_DEFAULT_OPTIONS = ReadOptions()
_DEFAULT_LIMITS = Limits()


def extract_on_spark(
    paths: Sequence[str],
    output: str,
    *,
    master: str | None = None,
    conf: Mapping[str, str] | None = None,
    rules: str | Path | None = None,
    options: ReadOptions = _DEFAULT_OPTIONS,
    limits: Limits = _DEFAULT_LIMITS,
    fresh: bool = False,
    redact: bool = False,
    settings: Settings = AS_SHIPPED,
) -> Batch:
    """Read every contract in `paths` on the Spark cluster `master`, write the results to `output`, and say what came.

    Paths are files or folders, as URIs that Spark understands; `conf` is Spark configuration; the rest is as for
    `extract.batch.extract_paths`. The batch holds no records: they are in `output`. Everything is read, whatever
    earlier runs did; `output` must be new or empty, or with `fresh` an earlier run's, whose results go.
    Raises KanheError for a wrong path, folder of rules or output, and when Spark fails; a bad contract is a Failure.
    """
    plan = plan_run(rules, options, limits, settings, redact=redact)
    errand = _errand(plan)
    with open_session(master, conf or {}) as session:
        storage = Storage(session)
        place = storage.full(output)
        chosen = choose(storage, paths, place, options.max_bytes)
        if not (chosen.files or chosen.problems):
            return Batch((), Records(()), (), chosen.ignored, plan.basis.rules)
        _prepare(storage, place, fresh=fresh)
        results = _read(session, storage, chosen, errand, f"{place}/{SPARK_RESULTS}")
        _write_parts(results, place)
        batch, report = _told(results, chosen, plan, sorted(set(paths)))
        storage.write(f"{place}/{RUN}", report)
        cross = audit(_contracts(results), plan.pack, settings)
        storage.write(f"{place}/{CROSS}", cross.model_dump_json(indent=1) + "\n")
        storage.remove(f"{place}/{JOURNAL}")
    return replace(batch, cross=cross)


def _errand(plan: Plan) -> Errand:
    """Return what executors are told: the user's rules as they are here, for there may be none of these files there."""
    shipped = None
    if plan.rules is not None:
        shipped = {path.name: path.read_bytes() for path in sorted(plan.rules.glob("*.toml"))}
    settings = replace(plan.settings, rules=None)
    return Errand(uuid.uuid4().hex, plan.basis.digest, shipped, plan.options, plan.limits, settings, plan.redact)


def _prepare(storage: Storage, place: str, *, fresh: bool) -> None:
    """Make room for the results; a folder that is not an earlier run's is never cleared."""
    there = storage.status(place)
    names = {found.name for found in storage.list(place)} if there is not None and there.is_folder else set()
    of_ours = not names.isdisjoint(RUN_FILES) and RECORDS not in names
    if there is not None and not (there.is_folder and (not names or (fresh and of_ours))):
        raise KanheError(f"{place}：不是空目录，请用 -o 另选输出目录；若是以前在 Spark 上的结果，可用 --fresh 覆盖")
    storage.write(f"{place}/{JOURNAL}", "")
    for name in (RUN, CROSS, *SPARK_PARTS):
        storage.remove(f"{place}/{name}")


def _read(session: SparkSession, storage: Storage, chosen: Chosen, errand: Errand, place: str) -> DataFrame:
    """Read all files, once: everything else is made of the results, which Spark writes as it goes."""
    from pyspark.sql.functions import broadcast
    from pyspark.sql.pandas.types import from_arrow_schema

    passed_over = [name for name, file in chosen.files.items() if file.size == 0 or file.name.startswith("_")]
    seen = {file.uri: name for name, file in chosen.files.items() if name not in set(passed_over)}
    brought = [(name, bytearray(storage.read(chosen.files[name].uri))) for name in passed_over]
    contents = session.createDataFrame(brought, "name string, content binary")
    if seen:
        names = session.createDataFrame(list(seen.items()), "path string, name string")
        files = session.read.format("binaryFile").options(**_LEAVE_OUT).load([literal(uri) for uri in seen])
        found = files.select("path", "content").join(broadcast(names), "path").select("name", "content")
        contents = found.union(contents) if brought else found
    work: Callable[..., Iterator[object]] = partial(read_files, errand=errand)
    contents.mapInArrow(work, from_arrow_schema(schema())).write.parquet(place)
    return session.read.parquet(place)


def _write_parts(results: DataFrame, place: str) -> None:
    """Write the records as JSON lines, and every table of the dataset."""
    from pyspark.sql.functions import explode

    contracts = results.where(results.status == READ)
    contracts.select("record").write.text(f"{place}/{RECORD_LINES}")
    for table in TABLES:
        rows = contracts.select(explode(table.name).alias("row")).select("row.*")
        rows.write.parquet(f"{place}/{DATASET}/{table.name}.parquet")


def _told(results: DataFrame, chosen: Chosen, plan: Plan, inputs: Sequence[str]) -> tuple[Batch, str]:
    """Return what came of every file, and the report of the run."""
    rows = sorted(results.select(*LIGHT).collect(), key=lambda row: str(row["name"]))
    outcomes = [outcome_of(row.asDict()) for row in rows if row["status"] in (READ, FAILED)]
    entries = [outcome for outcome in outcomes if isinstance(outcome, Entry)]
    failures = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    failures += [Failure(problem.name, problem.kind, problem.reason) for problem in chosen.problems]
    reached = {row["file"] for row in rows}
    failures += [_unreached(name) for name in chosen.files if name not in reached]
    failures.sort(key=lambda failure: failure.name)
    packed = {Ignored(row["name"], row["reason"]) for row in rows if row["status"] == IGNORED}
    ignored = tuple(sorted({*chosen.ignored, *packed}))
    batch = Batch(
        summaries=tuple(entry.summary for entry in entries),
        records=Records(()),
        failures=tuple(failures),
        ignored=ignored,
        rules=plan.basis.rules,
    )
    return batch, run_report(entries, failures, ignored, (), plan.basis, inputs, plan.limits)


def _unreached(name: str) -> Failure:
    """Return the failure of a file that Spark listed and could not open."""
    return Failure(name, "unreadable", "Spark 无法打开（没有读取权限、运行中被移走或文件名不被支持）")


def _contracts(results: DataFrame) -> Iterator[tuple[Record, str]]:
    """Yield every record with its text, in order of name. They pass through the driver one by one."""
    rows = results.where(results.status == READ).select("name", "record", "text").orderBy("name")
    for row in rows.toLocalIterator():
        yield Record.model_validate_json(row["record"]), row["text"]
