"""SQL over the dataset: answers, files, one clear line for what is wrong, and nothing beyond the dataset."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from extract.batch import extract_folder
from extract.cli import main
from extract.dataset.csv_lines import csv_cell
from extract.dataset.query import querying
from extract.errors import KanheError

ROOT = Path(__file__).parents[2]
CONTRACTS = len(list((ROOT / "corpus" / "contracts").iterdir()))


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("output")
    extract_folder(ROOT / "corpus" / "contracts", output, formats=("parquet",))
    return output


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
