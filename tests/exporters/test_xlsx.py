"""The working paper: sheets, types, links, no formula from a contract, the same bytes, and what other programs read."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook

from extract.errors import KanheError
from extract.exporters import export, sheets
from extract.exporters.places import clause_at, worst_first
from extract.exporters.xlsx import export_xlsx
from extract.model import Clause, DateField, DocumentInfo, Record, Span
from extract.reporting import report_stored
from tests.exporters.conftest import HOSTILE, field, store, with_accepted

SHEETS = ["合同概览", "主体与账户", "价款与付款", "期限", "违约责任", "保密", "问题清单"]
SOFFICE = shutil.which("soffice")


@pytest.fixture
def book(corpus_output: Path) -> Iterator[Workbook]:
    book = load_workbook(corpus_output / "report.xlsx")
    yield book
    book.close()


def records_of(output: Path) -> dict[str, Record]:
    found = (Record.model_validate_json(path.read_bytes()) for path in (output / "records").glob("*.json"))
    return {record.document.path: record for record in found}


def table(output: Path, sheet: str) -> list[dict[str, object]]:
    frame = pandas.read_excel(output / "report.xlsx", sheet_name=sheet, dtype=object)
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]


def test_sheets_have_filters_frozen_headings_and_widths(book: Workbook) -> None:
    assert book.sheetnames == [*SHEETS, "未能读取"]
    for name in SHEETS:
        sheet = book[name]
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref == f"A1:{sheet.cell(1, sheet.max_column).column_letter}{sheet.max_row}"
        assert sheet.column_dimensions["A"].width >= 20
        assert sheet["A2"].alignment.wrap_text


def test_types_are_kept(corpus_output: Path) -> None:
    records = records_of(corpus_output)
    rows = table(corpus_output, "合同概览")
    assert len(rows) == len(records)
    totals = 0
    for row in rows:
        record = records[str(row["合同文件"])]
        if record.total is not None:
            assert Decimal(str(row["合同总价（精确）"])) == record.total.value
            assert row["合同总价"] == float(record.total.value)
            totals += 1
        if record.signed_on is not None and len(record.signed_on.value) == len("2024-01-01"):
            signed = row["签订日期"]
            assert isinstance(signed, datetime)
            assert signed.date() == date.fromisoformat(record.signed_on.value)
    assert totals > 10


def test_accounts_and_phones_are_text(corpus_output: Path, book: Workbook) -> None:
    numbers = {
        account.number.value
        for record in records_of(corpus_output).values()
        for party in record.parties
        for account in party.accounts
        if account.number is not None
    }
    sheet = book["主体与账户"]
    headings = [cell.value for cell in sheet[1]]
    column = headings.index("账号") + 1
    cells = [sheet.cell(row, column) for row in range(2, sheet.max_row + 1)]
    written = {cell.value for cell in cells if cell.value is not None}
    assert written == numbers
    assert {cell.data_type for cell in cells if cell.value is not None} == {"s"}
    assert {cell.number_format for cell in cells if cell.value is not None} == {"@"}


@pytest.mark.parametrize(("day", "shown"), [("2025-06", "2025-06"), ("2025", "2025"), ("2025-02-30", "2025-02-30")])
def test_a_partial_or_impossible_date_is_text(tmp_path: Path, hostile: Record, day: str, shown: str) -> None:
    signed = DateField(value=day, text=day, spans=hostile.findings[0].spans)
    export_xlsx([hostile.model_copy(update={"signed_on": signed})], tmp_path)
    sheet = load_workbook(tmp_path / "report.xlsx")["合同概览"]
    headings = [cell.value for cell in sheet[1]]
    cell = sheet.cell(2, headings.index("签订日期") + 1)
    assert (cell.value, cell.data_type) == (shown, "s")


def test_findings_with_clause_words_and_link(corpus_output: Path, book: Workbook) -> None:
    record = records_of(corpus_output)["02-portal-maintenance.txt"]
    rows = [row for row in table(corpus_output, "问题清单") if row["合同文件"] == record.document.path]
    assert [row["代码"] for row in rows] == [finding.code for _, finding in worst_first(record)]
    ranks = [["错误", "警告", "提示"].index(row["级别"]) for row in rows]
    assert ranks == sorted(ranks)
    account = next(row for row in rows if row["代码"] == "PTY002")
    assert account["级别"] == "错误"
    assert account["条款"] == "五、 3、 款项通过银行转账支付至乙方下列账户"
    assert account["原文"] == "8120 0146 3309 1000 7714 … 8120014633091007714"
    sheet = book["问题清单"]
    links = [cell.hyperlink for row in sheet.iter_rows(min_row=2) for cell in row if cell.hyperlink is not None]
    assert len(links) == sheet.max_row - 1
    for link in links:
        assert link.target == "report.html"
        assert re.fullmatch(r"contract=[0-9a-f]{12}(&(finding=\d+|at=\d+-\d+))?", link.location)


def test_links_lead_to_contracts_of_the_html_report(corpus_output: Path, book: Workbook) -> None:
    html = (corpus_output / "report.html").read_text(encoding="utf-8")
    for name in SHEETS:
        for row in book[name].iter_rows(min_row=2):
            for cell in row:
                if cell.hyperlink is not None:
                    key = re.search(r"contract=(\w+)", cell.hyperlink.location)
                    assert key is not None
                    assert f'id="contract-{key[1]}"' in html


def test_every_row_has_as_many_cells_as_headings_and_its_page(tmp_path: Path, hostile: Record) -> None:
    spans = tuple(span.model_copy(update={"page": 7}) for span in hostile.findings[0].spans)
    finding = hostile.findings[0].model_copy(update={"spans": spans})
    export_xlsx([hostile.model_copy(update={"findings": (finding,)})], tmp_path)
    assert next(row["页"] for row in table(tmp_path, "问题清单")) == 7
    for _, columns, rows in sheets.SHEETS:
        for row in rows(hostile, HOSTILE):
            assert len(row) == len(columns)


def test_nothing_becomes_a_formula(tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile, HOSTILE)
    report_stored(tmp_path, ["xlsx"])
    book = load_workbook(tmp_path / "report.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    formulas = [cell for cell in cells if isinstance(cell.value, str) and cell.value.startswith("=")]
    assert {cell.value for cell in formulas} == {'=HYPERLINK("http://evil.example/","点此")', "=1+1"}
    assert all(cell.quotePrefix for cell in formulas)
    with zipfile.ZipFile(tmp_path / "report.xlsx") as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert not any("<f>" in sheet for sheet in sheets)


def test_what_is_not_a_pass_is_listed(tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile, HOSTILE)
    report_stored(tmp_path, ["xlsx"])
    rows = table(tmp_path, "问题清单")
    assert [(row["级别"], row["代码"]) for row in rows] == [
        ("错误", "PTY001"),
        ("无法核对", "AMT001"),
        ("程序问题", "NEW999"),
    ]
    assert rows[0]["依据"] == "某规定第一条「待核」"


def test_levels_are_coloured_and_words_of_the_contract_are_not(tmp_path: Path, hostile: Record) -> None:
    export_xlsx([hostile.model_copy(update={"title": field("错误", "采购合同")})], tmp_path)
    rows = load_workbook(tmp_path / "report.xlsx")["问题清单"].iter_rows(min_row=2)
    names, titles, levels, *_ = zip(*rows, strict=True)
    assert {cell.value for cell in titles} == {"错误"}
    assert {cell.fill.fgColor.rgb for cell in (*names, *titles)} == {"00000000"}
    assert len({cell.fill.fgColor.rgb for cell in levels}) == 3


def test_an_accepted_finding_says_who_and_why(tmp_path: Path, hostile: Record) -> None:
    export_xlsx([with_accepted(hostile)], tmp_path)
    (row,) = (row for row in table(tmp_path, "问题清单") if row["代码"] == "PTY001")
    assert row["状态"] == "已接受（审计员甲 2025-03-01：已核实）"
    assert row["依据"] == "某规定第二条「待核」"
    assert table(tmp_path, "合同概览")[0]["错误"] == 0


def test_a_place_that_cannot_be_written_is_one_clear_line(tmp_path: Path, hostile: Record) -> None:
    (tmp_path / "report.xlsx").mkdir()
    (tmp_path / "report.xlsx" / "x").touch()
    with pytest.raises(KanheError, match=r"report\.xlsx：无法写入"):
        export("xlsx", [hostile], tmp_path)
    assert not list(tmp_path.glob(".*.partial"))


def test_same_records_same_bytes(corpus_output: Path, tmp_path: Path) -> None:
    written = (corpus_output / "report.xlsx").read_bytes()
    report_stored(corpus_output, ["xlsx"])
    assert (corpus_output / "report.xlsx").read_bytes() == written
    assert not list(corpus_output.glob(".*.partial"))


@pytest.mark.skipif(SOFFICE is None, reason="no LibreOffice on this machine: apt-get install libreoffice-calc-nogui")
def test_libreoffice_opens_it(corpus_output: Path, tmp_path: Path) -> None:
    profile = (tmp_path / "profile").as_uri()
    command = [
        str(SOFFICE),
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1",
    ]
    subprocess.run(
        [*command, "--outdir", tmp_path, corpus_output / "report.xlsx"], check=True, capture_output=True, timeout=300
    )
    overview = (tmp_path / "report-合同概览.csv").read_text(encoding="utf-8")
    assert ",386500,386500.00,CNY," in overview
    assert ",2025-04-28," in overview
    accounts = (tmp_path / "report-主体与账户.csv").read_text(encoding="utf-8")
    assert "81200146330910007714" in accounts
    assert "E+" not in accounts


INLINE = """第一条 违约责任：（1）乙方逾期交货的，按本合同第二条（3）支付违约金；（2）质量不符的，
支付违约金；（3）甲方逾期付款的，支付利息。
其他情形按法律规定办理。
第二条 其他：（1）本合同一式两份；另见附件（2）。
"""


@pytest.mark.parametrize(
    ("words", "clause"),
    [
        ("逾期交货", "第一条 违约责任 （1）"),
        ("质量不符的，\n支付违约金", "第一条 违约责任 （2）"),
        ("（3）甲方逾期付款", "第一条 违约责任 （3）"),
        ("（2）质量不符的，\n支付违约金；（3）", "第一条 违约责任"),
        ("其他情形", "第一条 违约责任"),
        ("一式两份", "第二条 其他"),
    ],
)
def test_items_in_running_text_are_named(words: str, clause: str) -> None:
    second = INLINE.index("第二条 其他")
    clauses = (
        Clause(number="第一条", title="违约责任", kind="breach", level=1, span=Span(start=0, end=second - 1)),
        Clause(number="第二条", title="其他", kind="other", level=1, span=Span(start=second, end=len(INLINE))),
    )
    document = DocumentInfo(path="a.txt", sha256="0" * 64, media_type="text/plain", reader="text", characters=1)
    start = INLINE.index(words)
    place = (Span(start=start, end=start + len(words)),)
    assert clause_at(Record(document=document, clauses=clauses), place, INLINE) == clause
