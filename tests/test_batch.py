"""A run over many contracts: what is written, what fails, and that one bad file costs only itself."""

from __future__ import annotations

import json
import os
import stat
import sys
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

import extract
from extract import job as job_module
from extract import pipeline
from extract.batch import extract_folder, extract_one, extract_paths
from extract.config import Settings
from extract.document import Document
from extract.errors import KanheError, ReadError, RuleError
from extract.exporters import exporters
from extract.model import Outcome, Record
from extract.readers import ReadOptions

GOODS = (
    "办公设备采购合同\n甲方：青禾县图书馆\n乙方：青禾远图办公设备有限公司\n"
    "第一条 合同总价为人民币伍万元整（￥50,000.00元）。\n第二条 合同签订后10日内，甲方向乙方支付合同总价的30%；"
    "验收合格后30日内，支付合同总价的70%。\n第三条 本合同一式肆份，甲乙双方各执贰份。\n"
)
SERVICE = GOODS.replace("办公设备采购合同", "办公设备维护服务合同").replace("50,000.00", "60,000.00")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "contracts"
    (root / "子目录").mkdir(parents=True)
    (root / "a.txt").write_bytes(GOODS.encode())
    (root / "子目录" / "b.md").write_bytes(SERVICE.encode("gb18030"))
    return root


def files(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def test_what_a_run_writes(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    batch = extract_folder(folder, out)
    assert set(files(out)) == {
        "records/a.txt.json",
        "records/子目录/b.md.json",
        "text/a.txt.txt",
        "text/子目录/b.md.txt",
        "run.json",
        "cross.json",
    }
    record = json.loads((out / "records/子目录/b.md.json").read_bytes())
    assert record["document"]["path"] == "子目录/b.md"
    assert (out / "text/子目录/b.md.txt").read_bytes() == SERVICE.encode()
    title = record["title"]
    assert title["text"] == SERVICE[title["spans"][0]["start"] : title["spans"][0]["end"]] == "办公设备维护服务合同"
    assert batch.complete
    assert [r.document.path for r in batch.records] == ["a.txt", "子目录/b.md"]


def test_run_report(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").touch()
    (folder / "scan.rar").touch()
    (folder / "notes.json").touch()
    batch = extract_folder(folder, tmp_path / "out")
    report = json.loads((tmp_path / "out/run.json").read_text(encoding="utf-8"))
    assert (report["read"], report["failed"], report["ignored"]) == (2, 2, 1)
    assert report["version"] == extract.__version__
    assert report["rules"] == batch.rules
    assert report["failures"] == [
        {"name": "empty.txt", "kind": "unreadable", "reason": "文件是空的", "sha256": sha256(b"").hexdigest()},
        {
            "name": "scan.rar",
            "kind": "unsupported",
            "reason": "暂不支持 .rar 压缩包，请先解压或转为 .zip",
            "sha256": None,
        },
    ]
    assert report["ignored_files"] == [{"name": "notes.json", "reason": "不是合同文件的格式"}]
    assert [(f["name"], f["total"], f["buyer"]) for f in report["files"]] == [
        ("a.txt", "50000.00", "青禾县图书馆"),
        ("子目录/b.md", "60000.00", "青禾县图书馆"),
    ]
    assert report["files"][1]["errors"] >= 1, "words and digits of the price differ"
    assert [f["sha256"] for f in report["files"]] == [
        sha256((folder / "a.txt").read_bytes()).hexdigest(),
        sha256((folder / "子目录/b.md").read_bytes()).hexdigest(),
    ]
    record = (tmp_path / "out/records/a.txt.json").read_bytes()
    assert report["files"][0]["record_sha256"] == sha256(record).hexdigest()
    assert report["inputs"] == ["../contracts"], "as seen from the output folder: both may be moved together"
    assert report["options"] == {
        "ocr": "auto", "max_bytes": 50 * 1024**2, "max_pages": 2000, "redact": False, "checks": Settings().digest,
    }  # fmt: skip
    assert not batch.complete


def test_results_do_not_depend_on_workers(folder: Path, tmp_path: Path) -> None:
    (folder / "bad.txt").write_bytes(b"\0" * 100)
    extract_folder(folder, tmp_path / "none")
    extract_folder(folder, tmp_path / "one", workers=1)
    extract_folder(folder, tmp_path / "two", workers=2, formats=("json", "jsonl"))
    two = files(tmp_path / "two")
    lines = two.pop("records.jsonl").decode().splitlines()
    assert files(tmp_path / "none") == files(tmp_path / "one") == two
    assert [json.loads(line)["document"]["path"] for line in lines] == ["a.txt", "子目录/b.md"]


def test_jsonl_holds_the_same_records(folder: Path, tmp_path: Path) -> None:
    batch = extract_folder(folder, tmp_path / "out", formats=("jsonl",))
    lines = (tmp_path / "out/records.jsonl").read_text(encoding="utf-8").splitlines()
    assert [Record.model_validate_json(line) for line in lines] == list(batch.records)


def test_without_output_records_stay_in_memory(folder: Path, tmp_path: Path) -> None:
    before = files(tmp_path)
    batch = extract_folder(folder)
    assert files(tmp_path) == before
    assert len(batch.records) == 2
    assert [r.document.path for r in batch.records[1:]] == ["子目录/b.md"]
    assert batch.records[-1].total is not None


def test_our_own_bug_costs_one_line(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    extract_folder(folder, out)
    real = pipeline.read_contract

    def stumble(document: Document, *rest: Any) -> Any:
        if document.path == "a.txt":
            raise ZeroDivisionError("a bug of ours")
        return real(document, *rest)

    monkeypatch.setattr(pipeline, "read_contract", stumble)
    batch = extract_folder(folder, out, fresh=True)
    assert [(f.name, f.kind) for f in batch.failures] == [("a.txt", "internal")]
    assert batch.failures[0].reason.startswith("内部错误 ZeroDivisionError")
    assert "a bug of ours" in (out / "errors/a.txt.log").read_text(encoding="utf-8")
    assert not (out / "records/a.txt.json").exists(), "a record of an earlier run must not stand in"
    assert not (out / "text/a.txt.txt").exists()
    assert (out / "records/子目录/b.md.json").exists()
    monkeypatch.undo()
    extract_folder(folder, out)
    assert not (out / "errors/a.txt.log").exists()
    assert (out / "records/a.txt.json").exists()


def test_a_crashed_check_makes_a_run_incomplete(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = pipeline.read_contract

    def with_crash(document: Document, *rest: Any) -> Any:
        reading = real(document, *rest)
        record = reading.record.model_copy(update={"checks": (Outcome(code="AMT001", status="crashed"),)})
        return type(reading)(reading.document, record, reading.context)

    monkeypatch.setattr(pipeline, "read_contract", with_crash)
    batch = extract_folder(folder)
    assert batch.failures == ()
    assert batch.summaries[0].crashed == ("AMT001",)
    assert not batch.complete


def test_result_that_cannot_be_written(tmp_path: Path) -> None:
    root = tmp_path / "contracts"
    root.mkdir()
    longest = "长" * 83 + "ab.txt"  # 255 bytes, as much as a file system takes; the record's name is longer
    try:
        (root / longest).write_text(GOODS, encoding="utf-8")
    except OSError:
        pytest.skip("this file system does not take the name at all")
    (root / "z.txt").write_text(GOODS, encoding="utf-8")
    batch = extract_folder(root, tmp_path / "out")
    assert [(f.name, f.kind) for f in batch.failures] == [(longest, "unwritable")]
    assert [s.name for s in batch.summaries] == ["z.txt"]
    assert not list((tmp_path / "out").rglob("*.partial"))


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of Unix")
def test_written_files_follow_the_umask(folder: Path, tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        extract_folder(folder, tmp_path / "out")
    finally:
        os.umask(mask)
    assert stat.S_IMODE((tmp_path / "out/records/a.txt.json").stat().st_mode) == 0o644


def test_frame(folder: Path) -> None:
    frame = extract_folder(folder).to_frame()
    assert list(frame["name"]) == ["a.txt", "子目录/b.md"]
    assert list(frame["total"]) == [Decimal("50000.00"), Decimal("60000.00")]
    assert list(frame["payments"]) == [2, 2]
    assert list(extract_paths([folder / "a.txt"]).to_frame().columns) == list(frame.columns)


def test_progress(folder: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    extract_folder(folder, progress=lambda done, total, name: seen.append((done, total, name)))
    assert seen == [(1, 2, "a.txt"), (2, 2, "子目录/b.md")]


def test_progress_of_pages(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = job_module.read_bytes

    def read_slowly(content: bytes, name: str, *, suffix: str, options: ReadOptions) -> Document:
        assert options.on_page is not None
        options.on_page(1, 2)
        return real(content, name, suffix=suffix, options=options)

    monkeypatch.setattr(job_module, "read_bytes", read_slowly)
    seen: list[tuple[int, int, str]] = []
    extract_folder(folder, progress=lambda done, total, name: seen.append((done, total, name)))
    assert seen == [(0, 2, "a.txt 第 1/2 页"), (1, 2, "a.txt"), (1, 2, "子目录/b.md 第 1/2 页"), (2, 2, "子目录/b.md")]


def test_output_that_fills_up(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, pieces: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("extract.store.write_text", full)
    with pytest.raises(KanheError, match="不能写入输出目录（磁盘空间不足）"):
        extract_folder(folder, tmp_path / "out")


def test_wrong_requests(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(KanheError, match="没有输出格式 xml"):
        extract_folder(folder, formats=("xml",))
    with pytest.raises(KanheError, match="目录不存在"):
        extract_folder(folder / "a.txt")
    with pytest.raises(KanheError, match="不能用作输出目录"):
        extract_folder(folder, folder / "a.txt")
    with pytest.raises(KanheError, match="没有输出格式"):
        extract_folder(folder, tmp_path / "out", formats=("xml",))
    assert not (tmp_path / "out").exists()
    with pytest.raises(RuleError, match=r"没有 \.toml 文件"):
        extract_folder(folder, rules=tmp_path)


def test_own_rules_change_the_digest(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules/mine.toml").write_text('[words]\nseals = ["骑缝章"]\n', encoding="utf-8")
    assert extract_folder(folder, rules=tmp_path / "rules").rules != extract_folder(folder).rules


# -- one contract -----------------------------------------------------------------------------------------


def test_one_contract_from_path_or_text(folder: Path) -> None:
    by_path, by_text = extract_one(folder / "a.txt"), extract_one(GOODS)
    assert by_path == extract_one(str(folder / "a.txt"))
    assert by_path.document.path == str(folder / "a.txt")
    assert by_text.document.path == "<text>"
    assert by_path.model_copy(update={"document": by_text.document}) == by_text


def test_a_mistyped_path_is_not_taken_for_a_contract() -> None:
    with pytest.raises(ReadError, match="文件不存在"):
        extract_one("contracts/none.txt")
    assert extract_one("甲方：某某局。一句话也是合同").document.path == "<text>"


def test_public_names_are_lazy_and_complete() -> None:
    assert extract.extract is extract_one
    reading = extract.read(GOODS)
    assert reading.record == extract_one(GOODS)
    assert reading.text == GOODS
    assert reading.doc.spans["money"][0]._.mention is not None
    assert extract.extract_folder is extract_folder
    assert {name: getattr(extract, name) for name in extract.__all__}
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = extract.nothing


# -- exporters --------------------------------------------------------------------------------------------


def test_exporters_never_write_outside_their_folder(tmp_path: Path) -> None:
    record = extract_one(GOODS)
    out = tmp_path / "a" / "out"
    for path in ("../../escape.txt", str(tmp_path / "absolute.txt"), "sub/../../up.txt"):
        document = record.document.model_copy(update={"path": path})
        exporters()["json"].write([record.model_copy(update={"document": document})], out)
    written = [p for p in tmp_path.rglob("*") if p.is_file()]
    assert len(written) == 3
    assert all(p.is_relative_to(out / "records") for p in written)


def test_registry_of_exporters() -> None:
    assert set(exporters()) >= {"json", "jsonl"}
    from extract.exporters import exporter

    with pytest.raises(ValueError, match="two exporters named json"):
        exporter("json", "records")(lambda records, output: None)


def test_reports_of_an_earlier_run_are_told_once_they_are_out_of_date(tmp_path: Path) -> None:
    folder, out = tmp_path / "in", tmp_path / "out"
    folder.mkdir()
    (folder / "a.txt").write_text(GOODS, encoding="utf-8")
    assert extract_folder(folder, out, formats=("md", "html")).outdated == ()
    assert extract_folder(folder, out).outdated == ()
    (folder / "a.txt").write_text(GOODS + "\n", encoding="utf-8")
    assert extract_folder(folder, out, formats=("md",)).outdated == ("report.html",)
