"""A second run does only what is new or changed; one that was broken off, at any moment, goes on where it stopped."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import psutil
import pytest

from extract import job as job_module
from extract.batch import extract_folder, extract_paths
from extract.errors import KanheError
from extract.exporters import Exporter
from extract.readers import ReadOptions
from extract.reporting import report_stored
from tests.test_batch import GOODS, SERVICE, files

ROOT = Path(__file__).parent.parent
JOURNAL = ".kanhe-journal"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "contracts"
    (root / "b").mkdir(parents=True)
    for number in range(4):
        (root / f"{number}.txt").write_text(GOODS.replace("伍万", "陆万" * (number % 2) or "伍万"), encoding="utf-8")
    (root / "b" / "c.md").write_text(SERVICE, encoding="utf-8")
    (root / "empty.txt").touch()
    return root


@pytest.fixture
def read_files(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the contracts that were really read, in order."""
    names: list[str] = []
    real = job_module.read_bytes

    def note(content: bytes, name: str, **options: Any) -> Any:
        names.append(name)
        return real(content, name, **options)

    monkeypatch.setattr(job_module, "read_bytes", note)
    return names


def report(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "run.json").read_text(encoding="utf-8"))
    return found


ALL = ["0.txt", "1.txt", "2.txt", "3.txt", "b/c.md", "empty.txt"]


def test_nothing_is_read_twice_but_failures(folder: Path, tmp_path: Path, read_files: list[str]) -> None:
    first = extract_folder(folder, tmp_path / "out")
    before = files(tmp_path / "out")
    assert read_files == ALL
    second = extract_folder(folder, tmp_path / "out")
    assert read_files == [*ALL, "empty.txt"], "a failure may have had a cause outside the file"
    assert second.summaries == first.summaries
    assert second.unchanged == tuple(ALL[:-1])
    assert first.unchanged == ()
    assert list(second.records) == list(first.records)
    after = files(tmp_path / "out")
    assert {name for name in after if after[name] != before[name]} == {"run.json"}
    assert after.keys() == before.keys()
    told = report(tmp_path / "out")
    assert (told["read"], told["unchanged"], told["failed"]) == (0, 5, 1)
    assert {file["status"] for file in told["files"]} == {"unchanged"}


def test_changed_new_and_vanished_contracts(folder: Path, tmp_path: Path, read_files: list[str]) -> None:
    out = tmp_path / "out"
    extract_folder(folder, out)
    read_files.clear()
    (folder / "1.txt").write_text(SERVICE, encoding="utf-8")
    (folder / "5.txt").write_text(GOODS, encoding="utf-8")
    (folder / "b" / "c.md").unlink()
    (folder / "2.txt").write_bytes(b"")
    batch = extract_folder(folder, out)
    assert read_files == ["1.txt", "2.txt", "5.txt", "empty.txt"]
    assert batch.removed == ("b/c.md",)
    assert (report(out)["removed"], report(out)["removed_files"]) == (1, ["b/c.md"])
    kept = {"0.txt", "1.txt", "3.txt", "5.txt"}
    stored = {f"records/{name}.json" for name in kept} | {f"text/{name}.txt" for name in kept}
    assert set(files(out)) == stored | {"run.json", "cross.json"}
    assert not (out / "records" / "b").exists()
    fresh = tmp_path / "fresh"
    extract_folder(folder, fresh)
    assert {**files(out), "run.json": b""} == {**files(fresh), "run.json": b""}


@pytest.mark.parametrize("part", ["records/0.txt.json", "text/0.txt.txt"])
@pytest.mark.parametrize("change", ["alter", "remove"])
def test_a_result_that_was_tampered_with_is_made_again(
    folder: Path, tmp_path: Path, read_files: list[str], part: str, change: str
) -> None:
    out = tmp_path / "out"
    extract_folder(folder, out)
    before = files(out)
    read_files.clear()
    if change == "alter":
        (out / part).write_bytes((out / part).read_bytes().replace("伍".encode(), "陆".encode()))
    else:
        (out / part).unlink()
    extract_folder(folder, out)
    assert read_files == ["0.txt", "empty.txt"]
    assert files(out)[part] == before[part]


def test_rules_options_and_program_are_part_of_what_a_record_depends_on(
    folder: Path, tmp_path: Path, read_files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "mine.toml").write_text('[words]\nseals = ["骑缝章"]\n', encoding="utf-8")

    def again(**options: Any) -> bool:
        read_files.clear()
        extract_folder(folder, tmp_path / "out", **options)
        return read_files == ALL

    assert again()
    assert not again()
    assert again(rules=tmp_path / "rules")
    assert not again(rules=tmp_path / "rules", workers=0, formats=("json", "jsonl"))
    assert again(options=ReadOptions(ocr="never"))
    assert again(options=ReadOptions(max_pages=9))
    assert not again(options=ReadOptions(max_pages=9, on_page=lambda page, pages: None))
    assert again()
    assert again(fresh=True)
    monkeypatch.setattr("extract.basis._code", lambda: "another program")
    assert again()


def test_output_of_other_inputs_is_not_touched(folder: Path, tmp_path: Path) -> None:
    out, other = tmp_path / "out", tmp_path / "other"
    other.mkdir()
    (other / "x.txt").write_text(GOODS, encoding="utf-8")
    extract_folder(folder, out)
    before = files(out)
    with pytest.raises(KanheError, match=r"其中是另一批合同（\.\./contracts）的结果"):
        extract_folder(other, out)
    assert files(out) == before
    assert len(extract_folder(folder, out).unchanged) == 5
    batch = extract_folder(other, out, fresh=True)
    assert batch.removed == tuple(ALL)
    assert set(files(out)) == {"records/x.txt.json", "text/x.txt.txt", "run.json", "cross.json"}


def test_an_empty_folder_removes_nothing(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    extract_folder(folder, out)
    before = files(out)
    folder.rename(tmp_path / "away")
    folder.mkdir()
    assert extract_folder(folder, out).summaries == ()
    assert files(out) == before


def test_input_and_output_may_be_moved_together(folder: Path, tmp_path: Path, read_files: list[str]) -> None:
    extract_folder(folder, tmp_path / "out")
    (tmp_path / "elsewhere").mkdir()
    for name in ("contracts", "out"):
        (tmp_path / name).rename(tmp_path / "elsewhere" / name)
    read_files.clear()
    extract_folder(tmp_path / "elsewhere" / "contracts", tmp_path / "elsewhere" / "out")
    assert read_files == ["empty.txt"]


def test_foreign_files_in_the_output_are_left_alone(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "out" / "text" / "mine.txt"
    mine.parent.mkdir(parents=True)
    mine.write_text("我的", encoding="utf-8")
    (tmp_path / "out" / "run.json").write_text('{"version": "0.0.1", "files": []}', encoding="utf-8")
    extract_folder(folder, tmp_path / "out")
    extract_folder(folder, tmp_path / "out", fresh=True)
    assert mine.read_text(encoding="utf-8") == "我的"


# -- broken off -------------------------------------------------------------------------------------------


class _BreakOffError(BaseException):
    """What ends a run where it stands, like a signal."""


def broken_off(folder: Path, out: Path, after: int, **options: Any) -> None:
    def stop(done: int, total: int, name: str) -> None:
        if done == after:
            raise _BreakOffError

    with pytest.raises(_BreakOffError):
        extract_folder(folder, out, progress=stop, **options)


@pytest.mark.parametrize("torn", ["", '{"name": "2.txt", "sta', "\0\0\0\0\n", "[]\n"])
@pytest.mark.parametrize("after", [1, 3, 6])
def test_a_broken_run_goes_on(folder: Path, tmp_path: Path, read_files: list[str], after: int, torn: str) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    extract_folder(folder, whole)
    broken_off(folder, out, after)
    assert not (out / "run.json").exists(), "it tells of runs that came to their end"
    with (out / JOURNAL).open("a", encoding="utf-8") as journal:
        journal.write(torn)
    read_files.clear()
    extract_folder(folder, out)
    assert read_files == sorted({*ALL[after:], "empty.txt"})
    assert files(out) == files(whole), "and nothing tells that it was broken off"


def test_a_second_run_that_is_broken_off_goes_on(folder: Path, tmp_path: Path) -> None:
    for out in (tmp_path / "out", tmp_path / "whole"):
        extract_folder(folder, out)
    (folder / "1.txt").write_text(SERVICE, encoding="utf-8")
    (folder / "3.txt").unlink()
    broken_off(folder, tmp_path / "out", 2)
    broken_off(folder, tmp_path / "out", 3)
    extract_folder(folder, tmp_path / "out")
    extract_folder(folder, tmp_path / "whole")
    assert files(tmp_path / "out") == files(tmp_path / "whole")
    assert [file["status"] for file in report(tmp_path / "out")["files"]] == [
        "unchanged",
        "read",
        "unchanged",
        "unchanged",
    ]


def test_a_change_that_is_taken_back_after_a_broken_run(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    extract_folder(folder, out)
    before = files(out)
    original = (folder / "0.txt").read_bytes()
    (folder / "0.txt").write_text(SERVICE, encoding="utf-8")
    journal = out / JOURNAL
    broken_off(folder, out, 1)
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    journal.write_text("".join(lines[:-1]), encoding="utf-8")  # killed between the record and its line
    (folder / "0.txt").write_bytes(original)
    extract_folder(folder, out)
    assert files(out)["records/0.txt.json"] == before["records/0.txt.json"]


def test_a_run_that_is_broken_off_over_an_export(
    folder: Path, tmp_path: Path, read_files: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    out, whole = tmp_path / "out", tmp_path / "whole"
    extract_folder(folder, whole, formats=("jsonl",))

    def stop(records: object, output: Path) -> None:
        raise _BreakOffError

    with monkeypatch.context() as patched:
        stopping = Exporter(stop, "records", after_audit=False)
        patched.setattr("extract.exporters.exporters", lambda: {"json": stopping, "jsonl": stopping})
        with pytest.raises(_BreakOffError):
            extract_folder(folder, out, formats=("jsonl",))
    read_files.clear()
    extract_folder(folder, out, formats=("jsonl",))
    assert read_files == ["empty.txt"]
    assert files(out) == files(whole)


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
@pytest.mark.parametrize("part", ["records", "text", "dataset", "report.html"])
def test_results_do_not_leave_the_output_folder(folder: Path, tmp_path: Path, part: str) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    extract_folder(folder, out)
    elsewhere.mkdir()
    shutil.rmtree(out / part, ignore_errors=True)
    (out / part).symlink_to(elsewhere)
    with pytest.raises(KanheError, match=f"{part}：是指向别处的链接"):
        extract_folder(folder, out)
    with pytest.raises(KanheError, match=f"{part}：是指向别处的链接"):
        report_stored(out, ["parquet"])
    assert not list(elsewhere.iterdir())


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_a_record_that_is_a_link_is_no_record_of_the_run(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    extract_folder(folder, out)
    (path, *_) = sorted((out / "records").iterdir())
    count = report_stored(out, ["jsonl"])
    shutil.copy(path, tmp_path / "foreign.json")
    (out / "records" / "foreign.json").symlink_to(tmp_path / "foreign.json")
    assert report_stored(out, ["jsonl"]) == count


def test_one_run_at_a_time(folder: Path, tmp_path: Path) -> None:
    said = []

    def another(done: int, total: int, name: str) -> None:
        with pytest.raises(KanheError, match="另一个 kanhe 正在写入"):
            extract_folder(folder, tmp_path / "out")
        said.append(name)

    extract_folder(folder, tmp_path / "out", progress=another)
    assert said == ALL
    assert not list((tmp_path / "out").glob(".kanhe*"))


def test_archives_are_gone_on_with_too(tmp_path: Path, read_files: list[str]) -> None:
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("合同/a.txt", GOODS)
        archive.writestr("b.txt", SERVICE)
    out = tmp_path / "out"
    first = extract_paths([tmp_path / "a.zip"], out)
    assert [summary.name for summary in first.summaries] == ["a.zip/b.txt", "a.zip/合同/a.txt"]
    assert (out / "records/a.zip/合同/a.txt.json").exists()
    assert (out / "text/a.zip/b.txt.txt").read_text(encoding="utf-8") == SERVICE
    assert len(extract_paths([tmp_path / "a.zip"], out).unchanged) == 2
    assert len(read_files) == 2


# -- killed -----------------------------------------------------------------------------------------------


def start(folder: Path, out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "extract.cli", "extract", str(folder), "-o", str(out), "--workers", "2"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment)


def workers_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        children = psutil.Process(process.pid).children()
        return [child for child in children if "spawn_main" in " ".join(child.cmdline())]
    except psutil.Error:
        return []


@pytest.fixture
def many(tmp_path: Path) -> Path:
    root = tmp_path / "many"
    root.mkdir()
    for number in range(60):
        (root / f"{number:02}.txt").write_text((GOODS + f"附件{number}\n") * (1 + number % 5), encoding="utf-8")
    return root


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
@pytest.mark.parametrize("seed", range(int(os.environ.get("KANHE_KILLS", "3"))))
def test_kills_at_random_moments(many: Path, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    whole, out = tmp_path / "whole", tmp_path / "out"
    assert start(many, whole).wait() == 0
    for _ in range(3):
        process = start(many, out)
        time.sleep(chance.uniform(0.2, 2.5))
        for worker in workers_of(process)[: chance.randint(0, 1)]:
            worker.kill()
            time.sleep(chance.uniform(0, 0.5))
        orphans = workers_of(process)
        process.kill()
        process.wait()
        psutil.wait_procs(orphans, timeout=10)
        assert not [orphan for orphan in orphans if orphan.is_running() and orphan.status() != psutil.STATUS_ZOMBIE]
    process = start(many, out)
    time.sleep(0.7)
    for worker in workers_of(process)[:1]:
        worker.kill()
    assert process.wait() == 0
    resumed, undisturbed = files(out), files(whole)
    if report(out)["unchanged"]:  # one of the runs came to its end before it was killed
        resumed["run.json"] = undisturbed["run.json"] = b""
    assert resumed == undisturbed


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_interrupt_keeps_what_is_finished(many: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    process = start(many, out)
    for _ in range(6000):
        if (out / JOURNAL).exists() and (out / JOURNAL).read_bytes().count(b"\n") > 5:
            break
        time.sleep(0.01)
    workers = workers_of(process)
    process.send_signal(signal.SIGINT)
    assert process.wait() == 130
    assert not [worker for worker in workers if worker.is_running()]
    assert not (out / "run.json").exists()
    finished = len(list((out / "records").glob("*.json")))
    assert 4 < finished < 60
    assert start(many, out).wait() == 0
    assert report(out)["read"] == 60
