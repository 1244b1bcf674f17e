"""The table `results` of a run on Spark: one row for each file, as Arrow has it and as the driver reads it back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from extract.dataset.parquet import schema_of
from extract.dataset.tables import TABLES
from extract.inputs import Problem
from extract.job import Done
from extract.model import Record
from extract.results import Failure
from extract.store import Entry, entry_from

if TYPE_CHECKING:
    import pyarrow

READ, FAILED, IGNORED, OPENED = "read", "failed", "ignored", "opened"
"""What became of a file; an archive that was opened has a row of its own beside those of its members."""

_TEXTS = {
    "file": "输入文件；压缩包成员的为压缩包",
    "name": "合同名称：输入目录下的路径",
    "status": "read：已读；failed：未能读取；ignored：非合同文件；opened：已打开的压缩包",
    "sha256": "文件的 SHA-256",
    "record": "记录（JSON）",
    "text": "原文，记录中的位置指向它",
    "entry": "run.json 中的一项（JSON）",
    "kind": "未能读取的类别",
    "reason": "未读或未能读取的原因",
    "detail": "内部错误的详情",
}
LIGHT = ("file", "name", "status", "entry", "kind", "reason", "detail", "sha256")
"""The columns that the driver collects: no records and no texts."""


def schema() -> pyarrow.Schema:
    """Return the schema of `results`; each table of the dataset is a column with the contract's rows."""
    import pyarrow as pa

    texts = [pa.field(name, pa.string(), metadata={"meaning": meaning}) for name, meaning in _TEXTS.items()]
    tables = [pa.field(table.name, pa.list_(pa.struct(list(schema_of(table))))) for table in TABLES]
    return pa.schema([*texts, *tables])


def row_of(file: str, done: Done) -> dict[str, Any]:
    """Return the row of a contract of the input file `file`."""
    if isinstance(done, Failure):
        told = {"kind": done.kind, "reason": done.reason, "detail": done.detail or None}
        return {"file": file, "name": done.name, "status": FAILED, "sha256": done.sha256, **told}
    record = Record.model_validate_json(done.record)
    described = json.dumps(done.entry.described(), ensure_ascii=False, default=str)
    contract = {"sha256": done.entry.sha256, "record": done.record, "text": done.text, "entry": described}
    tables = {table.name: [dict(zip(table.header, row, strict=True)) for row in table.rows(record)] for table in TABLES}
    return {"file": file, "name": done.name, "status": READ, **contract, **tables}


def problem_row(file: str, problem: Problem) -> dict[str, Any]:
    """Return the row of a member of an archive that is not read."""
    return {"file": file, "name": problem.name, "status": FAILED, "kind": problem.kind, "reason": problem.reason}


def outcome_of(row: Mapping[str, Any]) -> Entry | Failure:
    """Return what came of a contract, from its row, without record and text."""
    if row["status"] == FAILED:
        return Failure(row["name"], row["kind"], row["reason"], row["detail"] or "", row["sha256"])
    return entry_from(json.loads(row["entry"]))
