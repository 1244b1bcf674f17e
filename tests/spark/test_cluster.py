"""A run on a real Spark cluster of several processes gives what a run on one machine gives."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.spark.webhdfs import served
from tests.test_batch import GOODS, files
from tests.test_batch_limits import BAD, ROOT, Kanhe, write_good_and_bad
from tests.test_workers import gone

CLUSTER = ("--engine", "spark", "--master", "local-cluster[2,1,1024]", "--conf", "spark.ui.enabled=false")
LIMITS = ("--timeout", 30, "--memory", 500, "--max-size", 1)
STARTING = 600
"""Seconds until a busy machine has its executors."""


def missing() -> str:
    """Return what this machine lacks to run Spark, "" when nothing."""
    if importlib.util.find_spec("pyspark") is None:
        return "pyspark is not installed: pip install 'kanhe[spark]'"
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=f"{home}/bin" if home else None)
    if java is None:
        return "there is no Java"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = re.search(r'version "(\d+)', told)
    return "" if version is not None and int(version[1]) >= 17 else "Java is older than 17"


pytestmark = pytest.mark.skipif(bool(missing()), reason=missing() or "Spark is there")


class Command:
    """The command, under way in the folder `place`; each of its Python processes knows the faulty readers."""

    def __init__(self, place: Path, *arguments: object) -> None:
        (place / "site").mkdir(exist_ok=True)
        (place / "site" / "sitecustomize.py").write_text("import tests.faulty_readers\n", encoding="utf-8")
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join((str(place / "site"), str(ROOT)))}
        environment.pop("PYSPARK_PYTHON", None)
        self._log = place / "log"
        with self._log.open("wb") as log:
            self.process = psutil.Popen(
                [sys.executable, "-m", "extract.cli", *map(str, arguments)],
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                cwd=place,
                text=True,
                encoding="utf-8",
            )

    def __enter__(self) -> Command:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:  # a test failed; what it had started ends with it
            self.process.kill()

    def done(self) -> tuple[int, str, str]:
        """Return its exit code, and what it wrote to standard output and error."""
        out, _ = self.process.communicate()
        return self.process.returncode, out, self._log.read_text(encoding="utf-8")

    def executors(self) -> dict[psutil.Process, list[psutil.Process]]:
        """Return the executors that have a process for contracts, each with these."""
        found: dict[psutil.Process, list[psutil.Process]] = {}
        for process in self.process.children(recursive=True):
            if "org.apache.spark.executor.CoarseGrainedExecutorBackend" not in command(process):
                continue
            workers = [child for child in process.children(recursive=True) if "spawn_main" in command(child)]
            if workers:
                found[process] = workers
        return found


def command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.Error:
        return ""


def write_contracts(root: Path) -> None:
    """Write contracts of the corpus, bad files among them, and files of names that Spark passes over or takes for
    patterns.
    """
    root.mkdir()
    for path in (
        *sorted((ROOT / "corpus" / "contracts").glob("0*")),
        ROOT / "corpus/formats/16-laboratory-equipment.pdf",
    ):
        shutil.copy(path, root)
    write_good_and_bad(root)
    for name in ("_草稿.txt", "_旧/合同.txt", "[2024] 采购{1}*.txt", "a%20b，c.txt", "子/.隐藏.txt", "~$锁.docx"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(GOODS.replace("青禾县", f"青禾县第{len(name)}"), encoding="utf-8")


def test_a_run_on_spark_gives_what_a_run_on_one_machine_gives(tmp_path: Path) -> None:
    """One test, because tests of one module may run in several processes, and each would have to run both engines."""
    contracts, local, far = tmp_path / "合同", tmp_path / "local", tmp_path / "合同" / "远"
    write_contracts(contracts)
    with Command(tmp_path, "extract", contracts, "-o", local, *LIMITS, "--workers", 2) as run:
        code, _, errors = run.done()
    with Command(tmp_path, "extract", contracts, "-o", f"file://{far}", *LIMITS, *CLUSTER) as run:  # inside its input
        far_code, far_shown, far_errors = run.done()
    assert code == far_code == 1, far_errors
    assert_same_lines(errors, far_errors)
    assert "Traceback" not in far_shown + far_errors
    assert_same_report(local, far, contracts)
    assert_same_tables(local, far)
    Kanhe("collect", far, "-o", tmp_path / "collected").done()
    differing = difference(local, tmp_path / "collected")
    logs = {name for name in differing if name.startswith("errors/")}  # tracebacks of different processes
    assert differing - logs == {"run.json"}
    assert all((tmp_path / "collected" / name).is_file() for name in logs)


def assert_same_lines(expected: str, found: str) -> None:
    """Every bad file has one and the same line on the terminal."""
    told, detail = re.compile("^✗ .*$", re.M), re.compile("，详情见 .*")
    assert told.findall(found) == [detail.sub("", line) for line in told.findall(expected)]


def assert_same_report(local: Path, far: Path, contracts: Path) -> None:
    expected, found = (json.loads((out / "run.json").read_text(encoding="utf-8")) for out in (local, far))
    assert found.pop("inputs") == [str(contracts)]
    expected.pop("inputs")
    assert found == expected
    assert BAD.keys() <= {failure["name"] for failure in found["failures"]}
    assert {"_草稿.txt", "_旧/合同.txt", "[2024] 采购{1}*.txt"} <= {file["name"] for file in found["files"]}
    assert (far / "cross.json").read_bytes() == (local / "cross.json").read_bytes()


def assert_same_tables(local: Path, far: Path) -> None:
    Kanhe("report", local, "--format", "jsonl").done()
    lines = [line for part in (far / "records.jsonl").glob("part-*") for line in part.read_bytes().splitlines()]
    jsonl = local / "records.jsonl"
    assert sorted(lines) == sorted(jsonl.read_bytes().splitlines())
    jsonl.unlink()
    for table in sorted((local / "dataset").glob("*.parquet")):
        assert rows(far / "dataset" / table.name) == rows(table), table.name


def rows(place: Path) -> list[str]:
    import pyarrow.dataset

    table: Any = pyarrow.dataset.dataset(place, format="parquet").to_table()
    assert table.num_columns > 3
    return sorted(map(repr, table.to_pylist()))


def difference(expected: Path, found: Path) -> set[str]:
    """Return the names of the files that are in one folder alone or have other bytes in the other."""
    one, other = files(expected), files(found)
    return {name for name in one.keys() | other.keys() if one.get(name) != other.get(name)}


def test_a_killed_executor_costs_nothing(tmp_path: Path) -> None:
    contracts = tmp_path / "in"
    contracts.mkdir()
    for number in range(30):
        text = GOODS.replace("青禾县", f"青禾县第{number}")
        (contracts / f"{number}.{'slow' if number % 8 == 0 else 'txt'}").write_text(text, encoding="utf-8")
    unheard_of = contracts / "冒:号.txt"  # on a local disk Hadoop does not open such names
    unheard_of.write_text(GOODS, encoding="utf-8")
    with Command(tmp_path, "extract", contracts, "-o", tmp_path / "out", *CLUSTER) as run:
        until = time.monotonic() + STARTING
        while not (executors := run.executors()) and time.monotonic() < until and run.process.poll() is None:
            time.sleep(1)
        executor, workers = next(iter(executors.items()))
        executor.send_signal(signal.SIGKILL)
        assert not (tmp_path / "out" / "results" / "_SUCCESS").exists(), "too late"
        ended = [any(gone(worker.pid) for _ in range(12)) for worker in workers]
        assert all(ended), "what it had started ends with it"
        code, out, errors = run.done()
    assert code == 1, errors
    assert "读取 30 份，未能读取 1 份" in out
    assert errors.endswith("✗ 冒:号.txt：Spark 无法打开（没有读取权限、运行中被移走或文件名不被支持）\n")
    unheard_of.unlink()
    with Command(tmp_path, "extract", contracts, "-o", tmp_path / "local") as run:
        run.done()
    Kanhe("collect", tmp_path / "out", "-o", tmp_path / "collected").done()
    assert difference(tmp_path / "local", tmp_path / "collected") == {"run.json"}


def test_a_storage_that_is_no_local_disk(tmp_path: Path) -> None:
    """Spark's processes share no disk there: whatever passes between them goes through Hadoop's client for HDFS."""
    contracts = tmp_path / "store" / "合同"
    for name, text in (
        ("甲/[2024] 采购{1}*.txt", GOODS),
        ("_草稿 a%20b.txt", GOODS.replace("青禾", "禾川")),
        ("空.txt", ""),
    ):
        (contracts / name).parent.mkdir(parents=True, exist_ok=True)
        (contracts / name).write_text(text, encoding="utf-8")
    with served(tmp_path / "store") as store:
        command = ("extract", f"{store.uri}/合同", "-o", f"{store.uri}/结果", *CLUSTER)
        with Command(tmp_path, *command) as run:
            code, _, errors = run.done()
        with Command(tmp_path, *command) as again:
            refused, _, told = again.done()
        assert store.asked["OPEN"] and store.asked["CREATE"] and store.asked["RENAME"]
    assert (code, errors.splitlines()[-1]) == (1, "✗ 空.txt：文件是空的")
    assert refused == 2
    assert "不是空目录，请用 -o 另选输出目录" in told
    with Command(tmp_path, "extract", contracts, "-o", tmp_path / "local") as run:
        run.done()
    Kanhe("collect", tmp_path / "store" / "结果", "-o", tmp_path / "collected").done()
    assert difference(tmp_path / "local", tmp_path / "collected") == {"run.json"}
