"""The search for contracts leaves out what is no contract, and loses none in silence."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest

from extract.errors import KanheError
from extract.inputs import CONTRACT_SUFFIXES, Inputs, Problem, find_inputs, list_files


def tree(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("甲方：某局", encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def _a_suffix_without_a_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.inputs.CONTRACT_SUFFIXES", CONTRACT_SUFFIXES | {".wpt"})


def names(found: Inputs) -> list[str]:
    return [file.name for file in found.files]


def test_folders_are_searched_in_order(tmp_path: Path) -> None:
    found = find_inputs([tree(tmp_path, "b/2.md", "a.txt", "b/1.TXT", "b/c/d.text", "z.markdown")])
    assert names(found) == ["a.txt", "b/1.TXT", "b/2.md", "b/c/d.text", "z.markdown"]
    assert found.problems == found.ignored == ()


def test_hidden_and_lock_files_are_left_out(tmp_path: Path) -> None:
    found = find_inputs([tree(tmp_path, "a.txt", ".b.txt", "~$a.txt", ".git/c.txt", "~$d/e.txt")])
    assert names(found) == ["a.txt"]
    assert found.ignored == (
        (".b.txt", "隐藏文件"),
        (".git", "隐藏文件"),
        ("~$a.txt", "文档打开时的锁定文件"),
        ("~$d", "文档打开时的锁定文件"),
    )


def test_other_formats_are_named_and_other_files_counted(tmp_path: Path) -> None:
    found = find_inputs([tree(tmp_path, "a.txt", "b.WPT", "c/d.rar", "e.json", "f.py", "README")])
    assert names(found) == ["a.txt"]
    assert found.problems == (
        Problem("b.WPT", "unsupported", "暂不支持 .wpt 文件"),
        Problem("c/d.rar", "unsupported", "暂不支持 .rar 压缩包，请先解压或转为 .zip"),
    )
    assert found.ignored == tuple((name, "不是合同文件的格式") for name in ("README", "e.json", "f.py"))


def test_a_file_named_by_the_user_is_never_ignored(tmp_path: Path) -> None:
    tree(tmp_path, "e.json", "README", ".hidden.txt")
    found = find_inputs([tmp_path / "e.json", tmp_path / "README", tmp_path / ".hidden.txt"])
    assert [(problem.name, problem.reason) for problem in found.problems] == [
        ("README", "暂不支持没有后缀的文件"),
        ("e.json", "暂不支持 .json 文件"),
    ]
    assert names(found) == [".hidden.txt"]


def test_output_inside_the_input_is_left_out(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "out/text/a.txt.txt", "out/b.txt", "text/c.txt")
    found = find_inputs([tmp_path], tmp_path / "out")
    assert names(found) == ["a.txt", "text/c.txt"]
    assert found.ignored == (("out", "本次运行的输出目录"),)


def test_what_is_left_out_does_not_change_with_the_first_run(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt")
    before = find_inputs([tmp_path], tmp_path / "results" / "new")
    tree(tmp_path, "results/new/text/a.txt.txt", "results/new/run.json")
    assert find_inputs([tmp_path], tmp_path / "results" / "new") == before
    assert before.ignored == (("results/new", "本次运行的输出目录"),)


def test_the_input_itself_is_no_output(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "text/b.txt")
    with pytest.raises(KanheError, match="输出目录不能就是要读取的目录"):
        find_inputs([tmp_path], tmp_path / "text" / "..")


@pytest.mark.parametrize("mark", ["run.json", ".kanhe-journal"])
def test_results_of_another_run_are_no_contracts(tmp_path: Path, mark: str) -> None:
    tree(
        tmp_path, "a.txt", f"old/{mark}", "old/records/a.txt.json", "old/text/a.txt.txt", "old/report.html", "old/b.txt"
    )
    found = find_inputs([tmp_path], tmp_path / "new")
    assert names(found) == ["a.txt", "old/b.txt"]
    assert set(found.ignored) >= {(f"old/{part}", "一次运行的结果") for part in ("records", "text", "report.html")}


def test_folders_that_are_merely_named_like_results_are_read(tmp_path: Path) -> None:
    found = find_inputs([tree(tmp_path, "mine/records/a.txt", "mine/text/b.txt", "text/run.json", "text/c.txt")])
    assert names(found) == ["mine/records/a.txt", "mine/text/b.txt", "text/c.txt"]


def test_input_inside_the_output_is_refused(tmp_path: Path) -> None:
    tree(tmp_path, "text/a.txt", "mine/b.txt")
    with pytest.raises(KanheError, match="在输出目录之内"):
        find_inputs([tmp_path / "text"], tmp_path)
    assert names(find_inputs([tmp_path / "mine"], tmp_path)) == ["b.txt"]


def test_several_paths_keep_the_folder_in_the_name(tmp_path: Path) -> None:
    tree(tmp_path, "x/a.txt", "y/a.txt", "b.txt")
    assert names(find_inputs([tmp_path / "x", tmp_path / "y", tmp_path / "b.txt"])) == ["b.txt", "x/a.txt", "y/a.txt"]


def test_two_files_of_one_name(tmp_path: Path) -> None:
    tree(tmp_path, "x/a.txt", "y/a.txt")
    with pytest.raises(KanheError, match="同名"):
        find_inputs([tmp_path / "x/a.txt", tmp_path / "y/a.txt"])
    assert names(find_inputs([tmp_path / "x/a.txt", tmp_path / "x/../x/a.txt"])) == ["a.txt"]


def test_missing_path(tmp_path: Path) -> None:
    with pytest.raises(KanheError, match="文件或目录不存在"):
        find_inputs([tmp_path / "none"])


@pytest.mark.skipif(sys.platform == "win32", reason="links of Unix")
def test_links(tmp_path: Path) -> None:
    tree(tmp_path, "outside/secret.txt", "in/a.txt", "in/sub/b.txt")
    root = tmp_path / "in"
    (root / "inside.txt").symlink_to(root / "a.txt")
    (root / "leak.txt").symlink_to(tmp_path / "outside" / "secret.txt")
    (root / "leaks").symlink_to(tmp_path / "outside")
    (root / "loop").symlink_to(root)
    (root / "broken.txt").symlink_to(root / "none.txt")
    found = find_inputs([root])
    assert names(found) == ["a.txt", "broken.txt", "inside.txt", "sub/b.txt"]
    assert [ignored.name for ignored in found.ignored] == ["leak.txt", "leaks", "loop"]
    assert all("链接" in ignored.reason for ignored in found.ignored)
    with pytest.raises(KanheError, match="链接指向的文件不存在"):
        find_inputs([root / "broken.txt"])


@pytest.mark.skipif(sys.platform != "linux", reason="only there may a name be no text")
def test_name_that_is_not_utf8_gets_one_that_is(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xd6\xd0.txt")).write_text("甲方：某局", encoding="utf-8")
    assert names(find_inputs([tmp_path])) == ["\\xd6\\xd0.txt"]


def test_closed_folder_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "a.txt", "closed/b.txt")
    scan = os.scandir

    def refuse(path: str | Path) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = find_inputs([tmp_path])
    assert names(found) == ["a.txt"]
    assert [(problem.name, problem.kind) for problem in found.problems] == [("closed", "unreadable")]
    assert "无法打开目录" in found.problems[0].reason


# -- archives ---------------------------------------------------------------------------------------------


def test_archives_are_searched_like_folders(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    with zipfile.ZipFile(tmp_path / "b" / "a.ZIP", "w") as archive:
        for name in ("c.txt", "d/e.md", "d/.hidden.txt", "__MACOSX/c.txt", "d/", "f.py", "g.wpt", "h.zip", "~$c.txt"):
            archive.writestr(name, "甲方：某局")
    found = find_inputs([tmp_path])
    assert names(found) == ["b/a.ZIP/c.txt", "b/a.ZIP/d/e.md"]
    assert [file.content(100).decode() for file in found.files] == ["甲方：某局"] * 2
    assert found.ignored == (
        ("b/a.ZIP/__MACOSX/c.txt", "macOS 压缩时附带的文件"),
        ("b/a.ZIP/d/.hidden.txt", "隐藏文件"),
        ("b/a.ZIP/f.py", "不是合同文件的格式"),
        ("b/a.ZIP/~$c.txt", "文档打开时的锁定文件"),
    )
    assert [(problem.name, problem.reason) for problem in found.problems] == [
        ("b/a.ZIP/g.wpt", "暂不支持 .wpt 文件"),
        ("b/a.ZIP/h.zip", "压缩包内的压缩包不读，请先解压"),
    ]
    assert names(find_inputs([tmp_path / "b" / "a.ZIP"])) == ["a.ZIP/c.txt", "a.ZIP/d/e.md"]


def test_only_some_files_of_a_folder(tmp_path: Path) -> None:
    root = tree(tmp_path, "a.txt", "b/c.txt", "d.rar", "e.py")
    for name in ("f.zip", "g.zip"):
        with zipfile.ZipFile(root / name, "w") as archive:
            archive.writestr("h.txt", "甲方：某局")
    listed = {path.relative_to(root).as_posix() for path in list_files(root)}
    assert listed == {"a.txt", "b/c.txt", "d.rar", "f.zip", "g.zip"}
    found = find_inputs([root], only={root / "b" / "c.txt", root / "g.zip"})
    assert names(found) == ["b/c.txt", "g.zip/h.txt"]
    assert found.problems == found.ignored == ()
    assert names(find_inputs([root], only=set())) == []


def test_a_broken_archive_is_a_problem(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt", "b.zip")
    found = find_inputs([tmp_path])
    assert names(found) == ["a.txt"]
    assert found.problems == (Problem("b.zip", "unreadable", "不是有效的 ZIP 文件，或已损坏"),)


def test_members_whose_names_are_one_file_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("C.txt", "甲方：某局")
        archive.writestr("c.txt", "甲方：另一局")
    assert names(find_inputs([tmp_path])) == ["a.zip/C.txt", "a.zip/c.txt"]
    monkeypatch.setattr(os.path, "normcase", str.lower)
    found = find_inputs([tmp_path])
    assert names(found) == ["a.zip/C.txt"]
    assert found.problems == (Problem("a.zip/c.txt (2)", "unreadable", "与 a.zip/C.txt 同名"),)
