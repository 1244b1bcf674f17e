"""Watching a folder: what arrives is read once it is complete, and whatever happens to it, the watch goes on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from extract import batch
from extract import watch as watch_module
from extract.cli import main
from extract.watch import watch
from tests.test_cli import CONTRACT

ROOT = Path(__file__).parent.parent


class StoppedError(Exception):
    """The end of a scripted watch."""


class Script:
    """What happens to a folder between the looks at it, and what was run at each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.runs: list[set[str]] = []
        self.waited: list[float] = []

    def play(self, *events: Callable[[], object], interval: float = 2.0) -> list[set[str]]:
        """Let one event happen after each look; return the names given to each run."""
        steps = iter(events)

        def wait(seconds: float) -> None:
            self.waited.append(seconds)
            event = next(steps, None)
            if event is None:
                raise StoppedError
            event()

        with pytest.raises(StoppedError):
            watch(self.folder, self.folder / "outputs", self.run, interval=interval, wait=wait)
        return self.runs

    def run(self, settled: Set[Path]) -> None:
        self.runs.append({path.relative_to(self.folder).as_posix() for path in settled})

    def write(self, name: str, content: str = "合同", mtime: int | None = None) -> Callable[[], None]:
        def happen() -> None:
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
            if mtime is not None:
                os.utime(path, ns=(mtime, mtime))

        return happen

    def remove(self, name: str) -> Callable[[], None]:
        return lambda: (self.folder / name).unlink()


def nothing() -> None:
    """Nothing happens."""


@pytest.fixture
def script(tmp_path: Path) -> Script:
    return Script(tmp_path)


def test_nothing_in_the_folder_nothing_to_run(script: Script) -> None:
    assert script.play(nothing, nothing) == []


def test_what_is_there_at_the_start_is_read_once(script: Script) -> None:
    script.write("a.txt")()
    script.write("sub/b.pdf")()
    assert script.play(nothing, nothing, nothing) == [{"a.txt", "sub/b.pdf"}]


def test_a_file_that_arrives_is_read_once_it_stays_the_same(script: Script) -> None:
    script.write("a.txt")()
    assert script.play(nothing, script.write("b.txt"), nothing, nothing) == [{"a.txt"}, {"a.txt", "b.txt"}]


def test_a_growing_file_waits_and_holds_up_nobody(script: Script) -> None:
    grow = [script.write("big.pdf", "页" * size) for size in (1, 2, 3, 4)]
    script.write("a.txt")()
    assert script.play(*grow, nothing, nothing) == [{"a.txt"}, {"a.txt", "big.pdf"}]


def test_a_file_of_the_same_size_but_another_time_is_another(script: Script) -> None:
    old, new = 10**18, 10**18 + 1_000
    script.write("a.txt", "甲", old)()
    runs = script.play(nothing, script.write("a.txt", "乙", new), nothing, nothing)
    assert runs == [{"a.txt"}, set(), {"a.txt"}]


def test_a_file_that_vanishes_is_gone_from_the_next_run(script: Script) -> None:
    script.write("a.txt")()
    script.write("b.txt")()
    assert script.play(nothing, script.remove("b.txt"), nothing) == [{"a.txt", "b.txt"}, {"a.txt"}]


def test_a_file_that_vanishes_while_it_is_looked_at(script: Script, monkeypatch: pytest.MonkeyPatch) -> None:
    script.write("a.txt")()
    monkeypatch.setattr(
        watch_module, "list_files", lambda folder, output: iter([folder / "a.txt", folder / "gone.txt"])
    )
    assert script.play(nothing, nothing) == [{"a.txt"}]


def test_results_lock_files_and_other_things_are_no_contracts(script: Script) -> None:
    for name in ("outputs/records/a.txt.json", "outputs/text/a.txt", "~$a.docx", ".a.txt", "notes.py"):
        script.write(name)()
    script.write("outputs/run.json", "{}")()
    assert script.play(nothing, nothing) == []


def test_it_looks_as_often_as_it_is_told(script: Script) -> None:
    script.play(nothing, interval=7)
    assert script.waited == [7, 7]


def test_what_a_run_raises_ends_the_watch(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("合同", encoding="utf-8")

    def broken(settled: Set[Path]) -> None:
        raise ValueError("disk full")

    with pytest.raises(ValueError, match="disk full"):
        watch(tmp_path, tmp_path / "out", broken, wait=lambda seconds: None)


# -- the command ------------------------------------------------------------------------------------------


@contextmanager
def watching(folder: Path, out: Path, log: Path) -> Iterator[subprocess.Popen[str]]:
    """Run `kanhe watch` on a folder; what it prints is in `log`."""
    command = [
        sys.executable,
        "-m",
        "extract.cli",
        "watch",
        str(folder),
        "-o",
        str(out),
        "--interval",
        "1",
        "--workers",
        "0",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with (
        log.open("w") as stream,
        subprocess.Popen(
            command, stdout=stream, stderr=subprocess.STDOUT, env=environment, text=True, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()


def until(ready: Callable[[], object], process: subprocess.Popen[str], log: Path) -> None:
    """Wait until something has happened; a minute is far more than it takes."""
    end = time.monotonic() + 60
    while not ready():
        said = log.read_text(encoding="utf-8")
        assert process.poll() is None, said
        assert time.monotonic() < end, said
        time.sleep(0.05)


def reported(out: Path) -> set[str]:
    """Return the names of the contracts that the last run read or failed to read."""
    try:
        found = json.loads((out / "run.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):  # no run has ended yet
        return set()
    return {entry["name"] for entry in (*found["files"], *found["failures"])}


def test_contracts_are_read_as_they_arrive_until_ctrl_c(tmp_path: Path) -> None:
    folder, out, log = tmp_path / "in", tmp_path / "out", tmp_path / "log"
    folder.mkdir()
    (folder / "a.txt").write_text(CONTRACT, encoding="utf-8")
    with watching(folder, out, log) as process:
        until(lambda: "✓ a.txt：50,000.00元" in log.read_text(encoding="utf-8"), process, log)
        with zipfile.ZipFile(folder / "部分.zip", "w") as archive:
            archive.writestr("b.txt", CONTRACT.replace("青禾", "白石"))
        (folder / "坏.pdf").write_bytes(b"%PDF-1.7 broken")
        until(lambda: reported(out) == {"a.txt", "部分.zip/b.txt", "坏.pdf"}, process, log)
        (folder / "a.txt").unlink()
        until(lambda: "－ a.txt：" in log.read_text(encoding="utf-8"), process, log)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    said = log.read_text(encoding="utf-8")
    assert "Traceback" not in said
    assert "✓ 部分.zip/b.txt：50,000.00元" in said
    assert said.count("✗ 坏.pdf：") == 1, "a failure is told once, not at every look"
    assert said.splitlines()[-1].startswith("已停止")
    assert reported(out) == {"部分.zip/b.txt", "坏.pdf"}
    assert (out / "records" / "部分.zip" / "b.txt.json").is_file()
    assert not (out / "records" / "a.txt.json").exists()
    assert (out / "dataset" / "contracts.parquet").is_file()


def exit_code(*arguments: object) -> object:
    with pytest.raises(SystemExit) as stopped:
        main(["watch", *map(str, arguments)])
    return stopped.value.code


def test_ctrl_c_while_contracts_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(batch, "extract_paths", interrupt)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    (tmp_path / "a.txt").write_text(CONTRACT, encoding="utf-8")
    assert exit_code(tmp_path, "-o", tmp_path / "out") == 130
    assert "已停止" in capsys.readouterr().err


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: Any) -> None:
    assert exit_code(tmp_path / "none") == 2
    assert "目录不存在" in capsys.readouterr().err


def test_rules_that_are_wrong_are_told_at_the_start(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "money.toml").write_text("words = 1", encoding="utf-8")
    assert exit_code(tmp_path, "--rules", tmp_path / "rules") == 2
    assert "money.toml" in capsys.readouterr().err
