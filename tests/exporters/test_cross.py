"""What contracts show together, in the reports: its own sheet, its own list with a graph, and hostile text as text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from extract.acknowledgements import Acknowledgement
from extract.batch import extract_folder
from extract.cli import main
from extract.config import Settings
from extract.errors import KanheError
from extract.exporters.cross_file import stored_cross, write_cross
from extract.model import CrossAudit, CrossFinding, CrossPlace, Record, Span
from extract.reporting import report_redacted, report_stored
from extract.terminal.runs import print_batch
from tests.cross.contracts import contract
from tests.exporters.conftest import HOSTILE, store
from tests.exporters.test_html import browser, marked, needs_browser, open_report, page, rows  # noqa: F401 (fixtures)

if TYPE_CHECKING:
    from playwright.sync_api import Page

ACCOUNT = "6217003810012345678"
OTHER = {"supplier": "海湾洁诚物业管理有限公司"}


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the output of a run over two contracts whose suppliers have one account."""
    folder, output = tmp_path_factory.mktemp("input"), tmp_path_factory.mktemp("output")
    (folder / "甲.txt").write_text(contract(account=ACCOUNT), encoding="utf-8")
    (folder / "乙.txt").write_text(contract(account=ACCOUNT, supplier="海湾洁诚物业管理有限公司"), encoding="utf-8")
    extract_folder(folder, output, formats=("html", "xlsx"))
    return output


def test_a_run_keeps_what_it_found(shared: Path) -> None:
    codes = [finding.code for finding in stored_cross(shared).findings]
    assert "XCT001" in codes
    content = json.loads((shared / "cross.json").read_bytes())
    assert [outcome["code"] for outcome in content["checks"]] == [f"XCT00{n}" for n in range(1, 8)]


def test_another_run_of_the_same_writes_the_same(shared: Path, tmp_path: Path) -> None:
    for name, supplier in (("甲", {}), ("乙", {"supplier": "海湾洁诚物业管理有限公司"})):
        (tmp_path / f"{name}.txt").write_text(contract(account=ACCOUNT, **supplier), encoding="utf-8")
    extract_folder(tmp_path, tmp_path / "out", workers=2)
    assert (tmp_path / "out" / "cross.json").read_bytes() == (shared / "cross.json").read_bytes()


def test_masked_contracts_cannot_be_compared(tmp_path: Path) -> None:
    for name in ("甲", "乙"):
        supplier = "云岭净美保洁服务有限公司" if name == "甲" else "海湾洁诚物业管理有限公司"
        (tmp_path / f"{name}.txt").write_text(contract(account=ACCOUNT, supplier=supplier), encoding="utf-8")
    batch = extract_folder(tmp_path, tmp_path / "out", redact=True)
    statuses = {outcome.code: outcome.status for outcome in batch.cross.checks}
    assert [statuses[f"XCT00{n}"] for n in (1, 2, 3)] == ["unverifiable"] * 3
    assert ACCOUNT not in (tmp_path / "out" / "cross.json").read_text(encoding="utf-8")


def test_the_terminal_names_what_shows_all_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "甲.txt").write_text(contract(account=ACCOUNT), encoding="utf-8")
    (tmp_path / "乙.txt").write_text(contract(account=ACCOUNT, **OTHER), encoding="utf-8")
    for formats, told in (([], "cross.json"), (["xlsx"], "report.xlsx"), (["xlsx", "html"], "report.html")):
        print_batch(extract_folder(tmp_path, tmp_path / "out", formats=formats))
        assert f"全部见 {told}" in capsys.readouterr().out


def test_a_masked_copy_has_what_masked_contracts_show(tmp_path: Path) -> None:
    phone, number = "13957120466", "YL-2025-018"
    (tmp_path / "in").mkdir()
    for name, values in (("甲", {}), ("乙", OTHER)):
        text = contract(account=ACCOUNT, phone=phone, number=number, **values)
        (tmp_path / "in" / f"{name}.txt").write_text(text, encoding="utf-8")
    mark = Acknowledgement("XCT007", "甲.txt", "已核实", "李审", "2025-11-03", quote=number)
    settings = Settings(severity={"XCT007": "error"}, acknowledgements=(mark,))
    extract_folder(tmp_path / "in", tmp_path / "out", settings=settings)
    assert {"XCT001", "XCT002"} <= {finding.code for finding in stored_cross(tmp_path / "out").findings}
    extract_folder(tmp_path / "in", tmp_path / "out", settings=settings)  # again, and nothing is new
    report_redacted(tmp_path / "out", tmp_path / "copy", ("html", "xlsx"))
    run = json.loads((tmp_path / "copy" / "run.json").read_bytes())
    assert (run["read"], run["unchanged"]) == (0, 2)
    copied = stored_cross(tmp_path / "copy")
    statuses = {outcome.code: outcome.status for outcome in copied.checks}
    assert [statuses[f"XCT00{n}"] for n in (1, 2, 3, 7)] == ["unverifiable"] * 3 + ["fail"]
    assert [(f.severity, f.accepted.by, f.accepted.quote) for f in copied.findings if f.accepted is not None] == [
        ("error", "李审", None)
    ]
    written = (tmp_path / "copy" / "cross.json").read_text(encoding="utf-8")
    assert ACCOUNT not in written and phone not in written
    assert "跨合同" in load_workbook(tmp_path / "copy/report.xlsx").sheetnames


def test_an_accepted_finding_no_longer_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, supplier in (("甲", {}), ("乙", {"supplier": "海湾洁诚物业管理有限公司"})):
        (tmp_path / "in").mkdir(exist_ok=True)
        (tmp_path / "in" / f"{name}.txt").write_text(contract(account=ACCOUNT, **supplier), encoding="utf-8")
    (tmp_path / "ok.toml").write_text(
        '[[accepted]]\ncode = "XCT001"\ncontract = "甲.txt"\nreason = "已核实"\nby = "李审"\non = 2025-11-03\n',
        encoding="utf-8",
    )
    (tmp_path / "kanhe.toml").write_text('acknowledgements = "ok.toml"\nselect = ["XCT001"]\n', encoding="utf-8")
    run = ["extract", str(tmp_path / "in"), "-o", str(tmp_path / "out"), "--workers", "0"]
    for config, said in (([], True), (["--config", str(tmp_path / "kanhe.toml")], False)):
        with pytest.raises(SystemExit):
            main([*run, *config])
        assert ("XCT001 账号" in capsys.readouterr().out) is said
    (finding,) = stored_cross(tmp_path / "out").findings
    assert finding.accepted is not None
    with pytest.raises(SystemExit):
        main([*run, "--config", str(tmp_path / "kanhe.toml")])
    assert "已接受 1 项（其中跨合同 1 项）不再计入" in capsys.readouterr().out
    assert finding.accepted.by == "李审"


def test_checks_across_contracts_are_listed_and_have_manuals(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments, words in ((["checks"], "XCT007"), (["checks", "xct005"], "化整为零")):
        with pytest.raises(SystemExit):
            main(arguments)
        assert words in capsys.readouterr().out


def test_the_working_paper_has_a_row_for_each_place(shared: Path) -> None:
    book = load_workbook(shared / "report.xlsx")
    rows = [[cell.value for cell in row] for row in book["跨合同"].iter_rows(min_row=2)]
    places = [place for finding in stored_cross(shared).findings for place in finding.contracts]
    assert [row[4] for row in rows] == [place.path for place in places]
    assert any(ACCOUNT in str(row[5]) for row in rows)
    findings = enumerate(stored_cross(shared).findings, 1)
    assert [row[0] for row in rows] == [number for number, finding in findings for _ in finding.contracts]
    book.close()


def test_a_file_of_another_version_is_one_line(tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile, HOSTILE)
    (tmp_path / "cross.json").write_text('{"findings": 1}', encoding="utf-8")
    with pytest.raises(KanheError, match="不是本版本"):
        report_stored(tmp_path, ["xlsx"])


@needs_browser
def test_the_report_shows_findings_with_a_graph_and_leads_to_the_places(page: Page, shared: Path) -> None:  # noqa: F811
    open_report(page, shared, "#cross")
    page.wait_for_selector(".list.cross")
    assert page.inner_text(".figure.cross b") == str(len(stored_cross(shared).findings))
    listed = rows(page)
    assert len(listed) == len(stored_cross(shared).findings)
    assert any("XCT001" in row and "甲.txt" in row and "乙.txt" in row for row in listed)
    assert page.locator("svg.graph text").count() >= 3
    assert page.locator("svg.graph line").count() >= 2
    page.locator(".list.cross li a").first.click()
    page.wait_for_selector(".seg.on")
    assert marked(page)


@needs_browser
def test_labels_of_the_graph_differ_where_what_they_name_does(page: Page, tmp_path: Path, hostile: Record) -> None:  # noqa: F811
    supplier = "云岭净美环境工程技术服务股份有限公司第{}分公司"
    store(tmp_path, hostile, HOSTILE)
    paths = [f"云岭市政务服务中心二〇二五年度物业服务合同及其附件/{name}.txt" for name in ("甲", "乙")]
    places = tuple(CrossPlace(path=path, text="", spans=(Span(start=0, end=4),)) for path in paths)
    findings = tuple(
        CrossFinding(code="XCT003", severity="info", message=supplier.format(number) + "的账号不同", contracts=places)
        for number in "一二三"
    )
    write_cross(CrossAudit(findings=findings), tmp_path)
    report_stored(tmp_path, ["html"])
    open_report(page, tmp_path, "#cross")
    labels = page.locator("svg.graph text").all_text_contents()
    assert len(labels) == len(set(labels)) == 5
    assert all(len(label) <= 26 for label in labels)
    assert all(any(f"第{number}分公司" in label for label in labels) for number in "一二三")
    assert any("甲.txt" in label for label in labels)


@needs_browser
def test_hostile_text_stays_text(page: Page, tmp_path: Path, hostile: Record) -> None:  # noqa: F811
    place = CrossPlace(path=hostile.document.path, text="</script><img src=x>", spans=(Span(start=0, end=4),))
    evil = CrossFinding(
        code="XCT001", severity="error", message="<script>window.hacked=1</script>", contracts=(place, place)
    )
    store(tmp_path, hostile, HOSTILE)
    write_cross(CrossAudit(findings=(evil,)), tmp_path)
    report_stored(tmp_path, ["html"])
    open_report(page, tmp_path, "#cross")
    page.wait_for_selector(".list.cross")
    assert page.evaluate("window.hacked") is None
    assert page.locator("#view img, #view script").count() == 0
    assert "<script>" in page.inner_text(".list.cross")
    assert "XCT001 <script>" in (page.locator("svg.graph").text_content() or "")
