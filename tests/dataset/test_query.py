"""SQL over the dataset: answers, files, one clear line for what is wrong, and nothing beyond the dataset."""

from __future__ import annotations

import csv
import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from rich.cells import cell_len

from extract.cli import main
from extract.dataset.answers import write_result
from extract.dataset.csv_lines import csv_cell
from extract.dataset.query import querying
from extract.errors import KanheError

ROOT = Path(__file__).parents[2]
CONTRACTS = len(list((ROOT / "corpus" / "contracts").iterdir()))


@pytest.fixture(scope="session")
def outputs(corpus_output: Path) -> Path:
    return corpus_output


def kanhe(*arguments: str) -> int:
    with pytest.raises(SystemExit) as ended:
        main(list(arguments))
    return int(ended.value.code or 0)


def ask(outputs: Path, sql: str) -> list[tuple[object, ...]]:
    with querying(outputs, sql) as result:
        return [tuple(row) for row in result.rows]


def test_sums_are_exact(outputs: Path) -> None:
    sql = "SELECT sum(total) FROM contracts WHERE contract IN ('01-platform-upgrade.txt', '02-portal-maintenance.txt')"
    assert ask(outputs, sql) == [(Decimal("704100"),)]
    assert ask(outputs, "SELECT typeof(total), typeof(signed_on), typeof(unfilled) FROM contracts LIMIT 1") == [
        ("DECIMAL(38,6)", "DATE", "BOOLEAN")
    ]


def test_tables_go_together_by_contract(outputs: Path) -> None:
    rows = ask(outputs, "SELECT c.contract, count(*) FROM contracts c JOIN parties p USING (contract) GROUP BY ALL")
    assert len(rows) == CONTRACTS


def test_the_file_describes_itself(outputs: Path) -> None:
    rows = ask(outputs, "SELECT comment FROM duckdb_columns() WHERE table_name = 'payments' AND column_name = 'share'")
    assert rows == [("占总价（或 base）的比例，0.3 即 30%",)]


def test_the_dataset_may_be_moved(outputs: Path, tmp_path: Path) -> None:
    shutil.copytree(outputs / "dataset", tmp_path / "moved" / "dataset")
    assert ask(tmp_path / "moved", "SELECT count(*) FROM contracts") == [(CONTRACTS,)]


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("SELEC 1", "语法有误，在「SELEC」附近"),
        ("SELECT start, end FROM payments", "「end」"),
        ("SELECT nothing FROM contracts", "没有列 nothing"),
        ("SELECT * FROM nothing", "没有表 nothing"),
        ("SELECT 'x'::INTEGER", "无法执行"),
        ("", "应为一条查询"),
        ("SELECT 1; SELECT 2", "应为一条查询"),
    ],
)
def test_a_wrong_query_is_one_line(outputs: Path, capsys: pytest.CaptureFixture[str], sql: str, words: str) -> None:
    assert kanhe("query", str(outputs), sql) == 2
    error = capsys.readouterr().err
    assert words in error
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM read_text('{secret}')",
        "SELECT * FROM '{secret}'",
        "SELECT * FROM glob('{folder}/*')",
        "COPY contracts TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.duckdb'",
        "SET enable_external_access = true",
        "INSTALL httpfs",
        "LOAD httpfs",
        "CREATE TABLE mine (a INTEGER)",
        "DROP TABLE contracts",
        "DELETE FROM contracts",
        "UPDATE contracts SET total = 0",
        "EXPORT DATABASE '{folder}/all'",
        "PRAGMA database_list; SELECT 1",
        "EXPLAIN ANALYZE COPY contracts TO '{folder}/out.csv'",
    ],
)
def test_a_query_reaches_nothing_but_the_dataset(outputs: Path, tmp_path: Path, sql: str) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text("a,b\n1,2\n")
    before = (outputs / "dataset" / "kanhe.duckdb").read_bytes()
    with pytest.raises(KanheError, match="SQL") as error:
        ask(outputs, sql.format(secret=secret, folder=tmp_path))
    assert "\n" not in str(error.value)
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]
    assert (outputs / "dataset" / "kanhe.duckdb").read_bytes() == before


def test_variables_of_the_program_are_no_tables(outputs: Path) -> None:
    import pandas

    mine = pandas.DataFrame({"a": [1]})
    with pytest.raises(KanheError, match="没有表 mine"):
        ask(outputs, "SELECT * FROM mine")
    assert len(mine) == 1


def test_a_table_is_printed(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sql = "SELECT contract, total, unfilled FROM contracts WHERE contract LIKE '01%'"
    assert kanhe("query", str(outputs), sql) == 0
    printed = capsys.readouterr().out
    assert "386500" in printed
    assert "386500.0" not in printed
    assert "否" in printed
    assert "1 行" in printed


def printed_in(
    width: int, outputs: Path, sql: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    monkeypatch.setenv("COLUMNS", str(width))
    assert kanhe("query", str(outputs), sql) == 0
    return [line.rstrip() for line in capsys.readouterr().out.splitlines()]


def test_a_wide_answer_is_printed_column_by_column(
    outputs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = "SELECT * FROM contracts WHERE contract LIKE '01%' OR contract LIKE '02%' ORDER BY contract"
    lines = printed_in(80, outputs, sql, capsys, monkeypatch)
    assert [line.rstrip(" ─") for line in lines if line.startswith("第 ")] == ["第 1 行", "第 2 行"]
    rows = [line.split(maxsplit=1) for line in lines]
    assert ["total", "386500"] in rows
    assert ["signed_on", "2025-11-06"] in rows
    assert "buyer                 淮岳省突发事件预警信息发布中心" in lines
    assert all(cell_len(line) <= 80 for line in lines)
    assert lines[-1] == "2 行"


def test_a_narrow_answer_stays_a_table_with_its_columns_in_line(
    outputs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = "SELECT supplier, total FROM contracts WHERE contract < '04' ORDER BY contract"
    lines = printed_in(60, outputs, sql, capsys, monkeypatch)
    assert len({cell_len(line.partition("│")[0]) for line in lines if "│" in line}) == 1
    assert lines[2].split() == ["淮州云眺信息科技有限公司", "│", "386500"]


def test_a_long_text_is_broken_into_lines_of_its_column(
    outputs: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    sql = "SELECT code, repeat('很长的文字', 30) AS words FROM findings LIMIT 1"
    lines = printed_in(60, outputs, sql, capsys, monkeypatch)
    assert "第 1 行" not in "".join(lines)
    assert "".join(line.partition("│")[2].strip() for line in lines[2:]) == "很长的文字" * 30


def test_an_answer_without_rows(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kanhe("query", str(outputs), "SELECT * FROM contracts WHERE false") == 0
    assert capsys.readouterr().out.rstrip().endswith("0 行")


ENDLESS = "SELECT count(*) FROM range(10000000000) a, range(1000) b WHERE a.range * b.range % 7 = 3"
ENDLESS_ROWS = "SELECT * FROM range(10000000000) a, range(1000) b"


@pytest.mark.parametrize("sql", [ENDLESS, ENDLESS_ROWS])
def test_a_query_has_a_time_limit(outputs: Path, sql: str) -> None:
    with pytest.raises(KanheError, match=r"查询超过 0\.2 秒，已停止"), querying(outputs, sql, 0.2) as result:
        for _ in result.rows:
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_a_query_stops_with_ctrl_c(outputs: Path) -> None:
    """A press that falls into an import may be lost, so it is pressed again; the query alone would run for ever."""
    command = [sys.executable, "-m", "extract.cli", "query", str(outputs), ENDLESS]
    with subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8") as process:
        for _ in range(20):
            try:
                process.wait(timeout=3)
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGINT)
        else:
            process.kill()
        _, said = process.communicate()
    assert process.returncode == 130
    assert "错误：已中断" in said.splitlines() and "Traceback" not in said  # DuckDB may tell of leaks behind it


def test_long_tables_are_cut_and_say_so(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kanhe("query", str(outputs), "SELECT position FROM clauses") == 0
    assert "200 行，其余未列出" in capsys.readouterr().out


def test_columns_are_listed_with_their_meaning(outputs: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert kanhe("query", str(outputs), "--columns") == 0
    printed = capsys.readouterr().out
    assert "contracts  合同，一份一行" in printed
    assert "账号，只有数字" in printed


def test_answers_as_csv_and_workbook(outputs: Path, tmp_path: Path) -> None:
    sql = (
        "SELECT contract, total, signed_on, unfilled, '=1+1' AS formula, '12345678901234567890'::DECIMAL(38,0) AS long "
        "FROM contracts ORDER BY 1"
    )
    for name in ("答.csv", "答.xlsx"):
        assert kanhe("query", str(outputs), sql, "-o", str(tmp_path / name)) == 0
    with (tmp_path / "答.csv").open(encoding="utf-8-sig", newline="") as file:
        header, first, *rest = csv.reader(file)
    assert header == ["contract", "total", "signed_on", "unfilled", "formula", "long"]
    assert first == ["01-platform-upgrade.txt", "386500", "2025-11-06", "False", "'=1+1", "12345678901234567890"]
    assert len(rest) == CONTRACTS - 1
    sheet = openpyxl.load_workbook(tmp_path / "答.xlsx").active
    cells = [cell.value for cell in sheet[2]]
    assert cells[1] == 386500
    assert cells[2].isoformat() == "2025-11-06T00:00:00"
    assert cells[3] is False
    assert sheet[2][4].data_type == "s"
    assert cells[5] == "12345678901234567890"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["答.csv", "答.xlsx"]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_place_that_cannot_be_written_is_one_line_in_chinese(outputs: Path, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"答{suffix}"
    path.mkdir()
    with querying(outputs, "SELECT 1") as result, pytest.raises(KanheError, match="无法写入（是目录，不是文件）"):
        write_result(result, path)
    assert list(tmp_path.iterdir()) == [path]


def test_other_suffixes_and_missing_sql_are_refused(
    outputs: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert kanhe("query", str(outputs), "SELECT 1", "-o", str(tmp_path / "a.pdf")) == 2
    assert ".csv 或 .xlsx" in capsys.readouterr().err
    assert kanhe("query", str(outputs)) == 2
    assert "缺少 SQL" in capsys.readouterr().err


@pytest.mark.parametrize("content", [None, b"", b"no database at all" * 1000])
def test_folders_without_dataset(tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "dataset").mkdir()
        (tmp_path / "dataset" / "kanhe.duckdb").write_bytes(content)
    assert kanhe("query", str(tmp_path), "SELECT * FROM contracts") == 2
    error = capsys.readouterr().err
    assert error.startswith("错误：")
    assert error.count("\n") == 1


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+1+cmd|' /C calc'!A0", "'+1+cmd|' /C calc'!A0"),
        ("-2+3+cmd|x", "'-2+3+cmd|x"),
        ("+86 139-5712-0466", "+86 139-5712-0466"),
        ("云岭市", "云岭市"),
        (None, ""),
        (-5, "-5"),
    ],
)
def test_no_cell_is_a_formula(value: object, cell: str) -> None:
    assert csv_cell(value) == cell
