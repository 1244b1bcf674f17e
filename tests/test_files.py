"""Files appear whole or not at all, and nothing half written stays."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from extract.files import PARTIAL, remove_partial, replacing, replacing_files, write_text, writing_error


def test_a_file_appears_whole_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b.txt"
    with replacing(path) as partial:
        partial.write_text("甲", encoding="utf-8")
        assert PARTIAL.fullmatch(partial.name)
        assert not path.exists()
    write_text(path, ["乙\n", "丙"])
    assert path.read_bytes() == "乙\n丙".encode()
    assert list(path.parent.iterdir()) == [path]


def test_what_was_there_stays_when_writing_fails(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    write_text(path, ["旧"])
    with pytest.raises(ZeroDivisionError):
        write_text(path, ("新" if number else str(1 // number) for number in (1, 0)))
    assert path.read_text(encoding="utf-8") == "旧"
    assert list(tmp_path.iterdir()) == [path]


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    write_text(tmp_path / "kept.txt", ["甲"])
    write_text(tmp_path / ".0123456789abcdef.partial" / "new.txt", ["乙"])
    write_text(tmp_path / ".fedcba9876543210.partial", ["丙"])
    remove_partial(tmp_path)
    remove_partial(tmp_path / "absent")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_files_of_a_folder_are_replaced_also_while_others_are_written(tmp_path: Path) -> None:
    write_text(tmp_path / "kept.txt", ["甲"])
    with replacing_files(tmp_path) as folder, replacing_files(tmp_path) as other:
        write_text(folder / "new.txt", ["乙"])
        write_text(other / "other.txt", ["丁"])
    with pytest.raises(ZeroDivisionError), replacing_files(tmp_path) as folder:
        write_text(folder / "kept.txt", ("丙" if number else str(1 // number) for number in (1, 0)))
    assert {path.name: path.read_text(encoding="utf-8") for path in tmp_path.iterdir()} == {
        "kept.txt": "甲",
        "new.txt": "乙",
        "other.txt": "丁",
    }


def test_only_a_file_that_is_there_and_denied_may_be_held_by_another_program(tmp_path: Path) -> None:
    held = "可能正被其他程序打开"
    write_text(tmp_path / "a.xlsx", ["甲"])
    assert held in str(writing_error(tmp_path / "a.xlsx", PermissionError(errno.EACCES, "denied")))
    assert held not in str(writing_error(tmp_path, PermissionError(errno.EACCES, "denied")))
    assert held not in str(writing_error(tmp_path / "b.xlsx", FileNotFoundError(errno.ENOENT, "absent")))
    assert "超过了单个文件的大小限制" in str(writing_error(tmp_path / "a.xlsx", OSError(errno.EFBIG, "large")))
