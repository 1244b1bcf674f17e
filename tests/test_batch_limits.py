"""A folder with every kind of bad file among good ones: each costs one line, none costs another."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from tests.test_batch import GOODS, SERVICE, files
from tests.test_workers import gone

ROOT = Path(__file__).parent.parent


class Kanhe:
    """The command, under way with faulty readers; `done` waits for it."""

    def __init__(self, *arguments: object) -> None:
        command = [sys.executable, str(ROOT / "tests" / "faulty_readers.py"), *map(str, arguments)]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        self._process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment
        )

    def done(self) -> tuple[int, str, str]:
        """Return its exit code, and what it wrote to standard output and error."""
        out, err = self._process.communicate()
        return self._process.returncode, out, err


def archive(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files:
            packed.writestr(name, content)
    return made.getvalue()


def encrypted(content: bytes) -> bytes:
    changed = bytearray(content)
    changed[6] |= 1
    changed[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(changed)


BAD = {
    "exit.exit": ("internal", "处理进程意外终止"),
    "flood.flood": ("memory", "内存不足"),
    "greedy.greedy": ("memory", "占用内存超过上限 300 MB"),
    "hang.hang": ("timeout", "超过 7 秒没有进展"),
    "raise.raise": ("internal", "内部错误 ZeroDivisionError"),
    "refuse.refuse": ("unreadable", "看不懂"),
    "二进制.txt": ("unreadable", "二进制数据"),
    "压缩/加密.zip/a.txt": ("unreadable", "已加密"),
    "压缩/好.zip/里/又.zip": ("unsupported", "压缩包内的压缩包不读"),
    "压缩/好.zip/[../../出去.txt]": ("unreadable", "路径不安全"),
    "压缩/坏.zip": ("unreadable", "不是有效的 ZIP 文件"),
    "压缩/炸弹.zip": ("unreadable", "疑为压缩炸弹"),
    "压缩/旧.rar": ("unsupported", "暂不支持 .rar 压缩包"),
    "没有内容.txt": ("unreadable", "文件是空的"),
    "空白.md": ("unreadable", ""),
    "过大.txt": ("unreadable", "文件过大"),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("many") / "合同"
    write_good_and_bad(root)
    return root


def write_good_and_bad(root: Path) -> None:
    """Write four contracts that can be read, and one of every kind in `BAD`."""
    contents = {
        "a.txt": GOODS.encode(),
        "b/c.md": SERVICE.encode("gb18030"),
        "慢.slow": GOODS.encode(),
        "压缩/好.zip": archive(
            ("里/合同.txt", SERVICE.encode()), ("里/又.zip", archive(("x.txt", b"x"))), ("../../出去.txt", b"x")
        ),
        "压缩/加密.zip": encrypted(archive(("a.txt", GOODS.encode()))),
        "压缩/坏.zip": archive(("a.txt", b"x"))[:-30],
        "压缩/炸弹.zip": archive(*((f"{n}.txt", bytes(40 * 1024**2)) for n in range(3))),
        "压缩/旧.rar": b"Rar!",
        "二进制.txt": b"\0\1\2" * 99,
        "没有内容.txt": b"",
        "空白.md": b" \n\n ",
        "过大.txt": b"\n" * (1024**2 + 1),
        **{name: b"x" for name in BAD if re.fullmatch(r"(\w+)\.\1", name)},
    }
    for name, content in contents.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


Runs = dict[int, tuple[Path, tuple[int, str, str]]]


@pytest.fixture(scope="module")
def runs(folder: Path) -> Runs:
    """Runs over the folder, each into its own output folder, by number of workers."""
    limits = ("--timeout", 7, "--memory", 300, "--max-size", 1)
    outputs = {workers: folder.parent / f"out{workers}" for workers in (1, 3)}
    started = {n: Kanhe("extract", folder, "-o", out, *limits, "--workers", n) for n, out in outputs.items()}
    return {n: (out, started[n].done()) for n, out in outputs.items()}


@pytest.mark.parametrize("workers", [1, 3])
def test_every_bad_file_costs_one_line(folder: Path, runs: Runs, workers: int) -> None:
    out, (code, shown, errors) = runs[workers]
    assert code == 1
    report = json.loads((out / "run.json").read_text(encoding="utf-8"))
    assert [file["name"] for file in report["files"]] == ["a.txt", "b/c.md", "压缩/好.zip/里/合同.txt", "慢.slow"]
    for file in report["files"]:
        assert (out / "records" / f"{file['name']}.json").exists()
    failures = {failure["name"]: (failure["kind"], failure["reason"]) for failure in report["failures"]}
    assert failures.keys() == BAD.keys()
    for name, (kind, reason) in BAD.items():
        assert failures[name][0] == kind, name
        assert reason in failures[name][1], name
    digests = {failure["name"]: failure["sha256"] for failure in report["failures"]}
    for name in ("hang.hang", "greedy.greedy", "exit.exit", "raise.raise", "没有内容.txt"):
        assert digests[name] == sha256((folder / name).read_bytes()).hexdigest(), name
    assert digests["过大.txt"] is None, "it was not read"
    lines = errors.splitlines()
    assert len(lines) == len(BAD)
    for name, (_, reason) in failures.items():
        assert any(line.startswith(f"✗ {name}：{reason}") for line in lines), name
    assert "Traceback" not in shown + errors
    assert "读取 4 份，未能读取 16 份" in shown
    assert not [path for path in folder.parent.parent.rglob("*出去*") if path.is_file()]


def test_what_is_written_does_not_depend_on_workers(runs: Runs) -> None:
    one, three = (files(out) for out, _ in runs.values())
    assert one == three
    assert "run.json" in one


def test_a_program_that_a_reader_started_ends_with_it(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.convert").write_text(str(tmp_path / "pid"), encoding="utf-8")
    code, _, _ = Kanhe("extract", tmp_path / "in", "-o", tmp_path / "out", "--timeout", 2, "--workers", 1).done()
    assert code == 1
    assert gone(int((tmp_path / "pid").read_text(encoding="utf-8")))


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs permissions that bind")
def test_file_without_permission(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(GOODS, encoding="utf-8")
    (tmp_path / "in" / "a.txt").chmod(0)
    _, _, errors = Kanhe("extract", tmp_path / "in", "-o", tmp_path / "out").done()
    assert errors == "✗ a.txt：没有读取权限\n"
