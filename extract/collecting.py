"""The results of a run on Spark, copied to this machine, become the output folder of a run on one machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from extract.errors import KanheError, system_reason
from extract.files import write_text
from extract.model import Record
from extract.output_folder import CROSS, RUN, SPARK_RESULTS, error_log_path
from extract.reporting import report_stored
from extract.store import store_record

_COLUMNS = ("name", "sha256", "record", "text", "detail")
_AT_ONCE = 64
"""Rows held in memory."""


def collect(folder: Path, output: Path, formats: Sequence[str] = ()) -> int:
    """Write records, texts and the report of the run in `folder` into the new folder `output`, then `formats` of them.

    Returns how many contracts there are. Raises KanheError when `folder` holds no finished run on Spark, `output` is
    not empty or cannot be written, and for a record of another version.
    """
    report, cross = folder / RUN, folder / CROSS
    if not ((folder / SPARK_RESULTS).is_dir() and report.is_file() and cross.is_file()):
        raise KanheError(f"{folder}：其中没有 Spark 上做完的结果（results、run.json、cross.json）")
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise KanheError(f"{output}：不是空目录，请用 -o 另选输出目录")
    try:
        count = sum(_unpack(row, output) for row in _rows(folder / SPARK_RESULTS))
        for name in (CROSS, RUN):
            write_text(output / name, [(folder / name).read_text(encoding="utf-8")])
    except OSError as error:
        raise KanheError(f"{output}：不能写入输出目录（{system_reason(error)}）") from error
    if count:
        report_stored(output, formats)
    return count


def _rows(folder: Path) -> Iterator[dict[str, Any]]:
    import pyarrow
    import pyarrow.dataset as ds

    try:
        for batch in ds.dataset(folder, format="parquet").to_batches(columns=list(_COLUMNS), batch_size=_AT_ONCE):
            yield from batch.to_pylist()
    except pyarrow.ArrowException as error:
        raise KanheError(f"{folder}：不是完整的结果，请重新复制") from error


def _unpack(row: dict[str, Any], output: Path) -> bool:
    """Write the files of one row, and tell whether it holds a record."""
    if row["detail"]:
        write_text(error_log_path(output, row["name"]), [row["detail"]])
    if row["record"] is None:
        return False
    from pydantic import ValidationError

    try:
        record = Record.model_validate_json(row["record"])
    except ValidationError as error:
        raise KanheError(f"{row['name']}：不是本版本的记录，请用同一版本的勘合展开") from error
    store_record(output, record, row["text"], row["sha256"])
    return True
