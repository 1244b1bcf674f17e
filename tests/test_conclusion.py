"""The audit across contracts and the exports, in processes of their own: the same results, and every error told."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.batch import extract_folder
from extract.conclusion import Conclusion, conclude
from extract.config import Settings
from extract.errors import KanheError
from extract.exporters.cross_file import stored_cross
from extract.model import Record
from extract.results import Records
from extract.workers import Pool
from tests.cross.contracts import contract

FORMATS = ("parquet", "csv", "jsonl", "md", "html", "xlsx")


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a run in one process over contracts whose suppliers have one account."""
    folder, output = tmp_path_factory.mktemp("input"), tmp_path_factory.mktemp("output")
    for number, supplier in enumerate(("云岭净美保洁服务有限公司", "海湾洁诚物业管理有限公司")):
        text = contract(account="6217003810012345678", supplier=supplier)
        (folder / f"{number}.txt").write_text(text, encoding="utf-8")
    extract_folder(folder, output, formats=FORMATS)
    return output


def conclusion_in(output: Path) -> Conclusion:
    return Conclusion(Records(sorted((output / "records").iterdir())), output, None, Settings())


@pytest.fixture
def pool() -> Iterator[Pool]:
    with Pool(2) as pool:
        yield pool


class Deadly(Records):
    """Records that end the process which goes through them."""

    def __iter__(self) -> Iterator[Record]:
        os._exit(7)


def written(output: Path) -> dict[str, bytes]:
    paths = [path for path in output.rglob("*") if path.is_file() and path.suffix != ".duckdb"]
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in paths}


@pytest.fixture
def output(stored: Path, tmp_path: Path) -> Path:
    """Return a copy of the folder without what follows reading, for processes to write it."""
    shutil.copytree(stored, tmp_path / "out")
    for name in ("cross.json", "report.html", "report.xlsx", "records.jsonl"):
        (tmp_path / "out" / name).unlink()
    for name in ("dataset", "reports"):
        shutil.rmtree(tmp_path / "out" / name)
    return tmp_path / "out"


def test_processes_write_what_one_process_writes(stored: Path, output: Path, pool: Pool) -> None:
    found = conclude(conclusion_in(output), FORMATS, pool)
    assert found == stored_cross(stored)
    assert found.findings
    assert written(output) == written(stored)


def test_what_cannot_be_written_is_one_line(output: Path, pool: Pool) -> None:
    (output / "report.html").mkdir()
    (output / "report.html" / "kept").touch()
    with pytest.raises(KanheError, match=r"report\.html：无法写入"):
        conclude(conclusion_in(output), ["html"], pool)


def test_a_process_that_dies_ends_the_run_with_what_it_said(output: Path, pool: Pool) -> None:
    (output / "records" / "0.txt.json").write_text("{}", encoding="utf-8")
    with pytest.raises(RuntimeError, match="ValidationError"):
        conclude(conclusion_in(output), ["parquet"], pool)


def test_a_process_that_dies_in_silence_is_one_line(output: Path, pool: Pool) -> None:
    deadly = Conclusion(Deadly([""]), output, None, Settings())
    with pytest.raises(KanheError, match=r"写出 cross\.json 的进程意外终止"):
        conclude(deadly, [], pool)
