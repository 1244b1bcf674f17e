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

from tests.test_batch import GOODS, files
from tests.test_batch_limits import BAD, ROOT, Kanhe, write_good_and_bad
from tests.test_workers import gone

CLUSTER = ("--engine", "spark", "--master", "local-cluster[2,1,1024]", "--conf", "spark.ui.enabled=false")
LIMITS = ("--timeout", 20, "--memory", 500, "--max-size", 1)
STARTING = 120


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


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpus with bad files among it, and files of names that Spark passes over or takes for patterns."""
    root = tmp_path_factory.mktemp("spark") / "合同"
    shutil.copytree(ROOT / "corpus", root)
    write_good_and_bad(root)
    for name in ("_草稿.txt", "_旧/合同.txt", "[2024] 采购{1}*.txt", "a%20b，c.txt", "子/.隐藏.txt", "~$锁.docx"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text(GOODS.replace("青禾县", f"青禾县第{len(name)}"), encoding="utf-8")
    return root


Run = tuple[Path, tuple[int, str, str]]


@pytest.fixture(scope="module")
def runs(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    """The run on one machine, and that on the cluster; the latter writes inside its input."""
    place = tmp_path_factory.mktemp("out")
    local, far = place / "local", folder / "远"
    local_run = Command(place, "extract", folder, "-o", local, *LIMITS, "--workers", 2).done()
    on_spark = Command(place, "extract", folder, "-o", f"file://{far}", *LIMITS, *CLUSTER).done()
    return (local, local_run), (far, on_spark)


def test_the_report_of_the_run_is_the_same(runs: tuple[Run, Run], folder: Path) -> None:
    (local, _), (far, _) = runs
    expected, found = (json.loads((out / "run.json").read_text(encoding="utf-8")) for out in (local, far))
    assert found.pop("inputs") == [str(folder)]
    expected.pop("inputs")
    assert found == expected
    assert BAD.keys() <= {failure["name"] for failure in found["failures"]}
    assert {"_草稿.txt", "_旧/合同.txt", "[2024] 采购{1}*.txt"} <= {file["name"] for file in found["files"]}


def test_every_bad_file_costs_one_line(runs: tuple[Run, Run]) -> None:
    (_, (code, _, local)), (_, (far_code, out, errors)) = runs
    assert code == far_code == 1
    told = re.compile("^✗ .*$", re.M)
    detail = re.compile("，详情见 .*")
    assert told.findall(errors) == [detail.sub("", line) for line in told.findall(local)]
    assert "Traceback" not in out + errors


def test_records_are_the_same_byte_for_byte(runs: tuple[Run, Run], tmp_path: Path) -> None:
    (local, _), (far, _) = runs
    Kanhe("collect", far, "-o", tmp_path / "collected").done()
    expected, found = files(local), files(tmp_path / "collected")
    differing = {name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)}
    logs = {name for name in differing if name.startswith("errors/")}
    assert differing - logs == {"run.json"}
    assert {name: name in found for name in logs} == dict.fromkeys(logs, True)


def test_json_lines_and_tables_are_the_same(runs: tuple[Run, Run]) -> None:
    (local, _), (far, _) = runs
    Kanhe("report", local, "--format", "jsonl").done()
    lines = [line for part in (far / "records.jsonl").glob("part-*") for line in part.read_bytes().splitlines()]
    assert sorted(lines) == sorted((local / "records.jsonl").read_bytes().splitlines())
    for table in sorted((local / "dataset").glob("*.parquet")):
        assert rows(far / "dataset" / table.name) == rows(table), table.name
    assert (far / "cross.json").read_bytes() == (local / "cross.json").read_bytes()


def rows(place: Path) -> list[str]:
    import pyarrow.dataset

    table: Any = pyarrow.dataset.dataset(place, format="parquet").to_table()
    assert table.num_columns > 3
    return sorted(map(repr, table.to_pylist()))


def test_a_killed_executor_costs_nothing(tmp_path: Path) -> None:
    contracts = tmp_path / "in"
    contracts.mkdir()
    for number in range(30):
        text = GOODS.replace("青禾县", f"青禾县第{number}")
        (contracts / f"{number}.{'slow' if number % 8 == 0 else 'txt'}").write_text(text, encoding="utf-8")
    unheard_of = contracts / "冒:号.txt"  # on a local disk Hadoop does not open such names
    unheard_of.write_text(GOODS, encoding="utf-8")
    run = Command(tmp_path, "extract", contracts, "-o", tmp_path / "out", *CLUSTER)
    until = time.monotonic() + STARTING
    while not (executors := run.executors()) and time.monotonic() < until and run.process.poll() is None:
        time.sleep(0.2)
    time.sleep(2)
    executor, workers = next(iter(executors.items()))
    assert not (tmp_path / "out" / "results" / "_SUCCESS").exists()
    executor.send_signal(signal.SIGKILL)
    ended = [any(gone(worker.pid) for _ in range(12)) for worker in workers]
    assert all(ended), "what it had started ends with it"
    code, out, errors = run.done()
    assert code == 1, errors
    assert "读取 30 份，未能读取 1 份" in out
    assert errors.endswith("✗ 冒:号.txt：Spark 无法打开（没有读取权限、运行中被移走或文件名不被支持）\n")
    unheard_of.unlink()
    Command(tmp_path, "extract", contracts, "-o", tmp_path / "local").done()
    Kanhe("collect", tmp_path / "out", "-o", tmp_path / "collected").done()
    expected, found = files(tmp_path / "local"), files(tmp_path / "collected")
    assert {name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)} == {"run.json"}
