"""What executors do with the bytes of files, here in this process: no Spark is needed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from extract.basis import basis_of
from extract.batch import extract_paths
from extract.config import Settings
from extract.errors import KanheError
from extract.limits import Limits
from extract.model import Record
from extract.readers import ReadOptions
from extract.results import Failure
from extract.rulepack import load_rules
from extract.spark import work
from extract.spark.rows import outcome_of
from extract.spark.work import Errand, read_files
from extract.store import Entry
from tests.test_batch import GOODS, SERVICE
from tests.test_batch_limits import archive


def errand(**changes: Any) -> Errand:
    basis = basis_of(load_rules().digest, ReadOptions(), Settings()).digest
    return replace(Errand("test", basis, None, ReadOptions(), Limits(), Settings(), redact=False), **changes)


@pytest.fixture(autouse=True)
def _station_ends() -> Iterator[None]:
    yield
    while work._stations:
        work._stations.popitem()[1].close()


def read(files: dict[str, bytes], told: Errand) -> list[dict[str, Any]]:
    batches = [pa.RecordBatch.from_pylist([{"name": name, "content": data}]) for name, data in files.items()]
    return [row for batch in read_files(iter(batches), told) for row in batch.to_pylist()]


def test_records_texts_and_rows_of_the_dataset_are_those_of_a_run_on_one_machine(tmp_path: Path) -> None:
    (tmp_path / "in" / "b").mkdir(parents=True)
    files = {"a.txt": GOODS.encode(), "b/c.md": SERVICE.encode("gb18030")}
    for name, content in files.items():
        (tmp_path / "in" / name).write_bytes(content)
    extract_paths([tmp_path / "in"], tmp_path / "out")
    for row in read(files, errand()):
        name = row["name"]
        record = Record.model_validate_json(row["record"])
        assert record.to_json().encode() == (tmp_path / "out" / "records" / f"{name}.json").read_bytes()
        assert row["text"].encode() == (tmp_path / "out" / "text" / f"{name}.txt").read_bytes()
        assert (row["file"], row["status"], row["sha256"]) == (name, "read", sha256(files[name]).hexdigest())
        assert [payment["contract"] for payment in row["payments"]] == [name, name]
        entry = outcome_of(row)
        assert isinstance(entry, Entry)
        assert entry.record_sha256 == sha256(record.to_json().encode()).hexdigest()


def test_what_cannot_be_read_has_a_row_that_says_why() -> None:
    (row,) = read({"a.txt": b""}, errand())
    failure = outcome_of(row)
    assert isinstance(failure, Failure)
    assert (failure.kind, failure.reason, failure.sha256) == ("unreadable", "文件是空的", sha256(b"").hexdigest())
    (row,) = read({"a.txt": b"x" * 2**20}, errand(run="other", options=ReadOptions(max_bytes=9), basis=small_basis()))
    assert "文件过大（1.0 MB" in row["reason"]


def small_basis() -> str:
    return basis_of(load_rules().digest, ReadOptions(max_bytes=9), Settings()).digest


def test_an_archive_is_read_like_a_folder() -> None:
    packed = archive(("里/合同.txt", GOODS.encode()), ("../x.txt", b"x"), ("说明.mp4", b"x"))
    rows = {row["name"]: row for row in read({"压缩/好.ZIP": packed}, errand())}
    assert {name: row["status"] for name, row in rows.items()} == {
        "压缩/好.ZIP": "opened",
        "压缩/好.ZIP/里/合同.txt": "read",
        "压缩/好.ZIP/[../x.txt]": "failed",
        "压缩/好.ZIP/说明.mp4": "ignored",
    }
    assert {row["file"] for row in rows.values()} == {"压缩/好.ZIP"}
    assert "不安全" in rows["压缩/好.ZIP/[../x.txt]"]["reason"]


def test_the_process_stays_warm_until_another_run() -> None:
    read({"a.txt": GOODS.encode()}, errand())
    first = work._stations["test"]
    (process,) = first._pool.workers
    read({"b.txt": GOODS.encode()}, errand())
    assert work._stations["test"]._pool.workers == [process]
    read({"b.txt": GOODS.encode()}, errand(run="next"))
    assert list(work._stations) == ["next"]
    assert not process.process.is_alive()


def test_the_rules_of_the_user_travel_along(tmp_path: Path) -> None:
    shipped = {"payments.toml": '[words]\nretentions = ["剩下的款"]\n'.encode()}
    (tmp_path / "payments.toml").write_bytes(shipped["payments.toml"])
    basis = basis_of(load_rules(tmp_path).digest, ReadOptions(), Settings()).digest
    (row,) = read({"a.txt": GOODS.encode()}, errand(rules=shipped, basis=basis))
    assert row["status"] == "read"
    with pytest.raises(KanheError, match="提交端的版本不同"):
        read({"a.txt": GOODS.encode()}, errand(run="next", basis=basis))
