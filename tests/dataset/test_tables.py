"""The dataset read back: types, exact numbers, keys, places, and every record's rows."""

from __future__ import annotations

import csv
import datetime
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import extract
from extract.batch import extract_folder
from extract.dataset.columns import date_cells, scaled
from extract.dataset.database import write_database
from extract.dataset.parquet import write_parquet
from extract.dataset.query import querying
from extract.dataset.tables import TABLES
from extract.errors import KanheError
from extract.exporters import export
from extract.model import DateField, Record, Span

ROOT = Path(__file__).parents[2]
LISTS = {
    "payments": "payments",
    "periods": "periods",
    "penalties": "penalties",
    "guarantees": "guarantees",
    "line_items": "line_items",
    "findings": "findings",
    "clauses": "clauses",
    "parties": "parties",
}


@pytest.fixture(scope="session")
def outputs(corpus_output: Path) -> Path:
    return corpus_output


@pytest.fixture(scope="session")
def records(outputs: Path) -> list[Record]:
    paths = sorted((outputs / "records").glob("*.json"))
    return [Record.model_validate_json(path.read_bytes()) for path in paths]


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_types_of_the_files(outputs: Path, table: object) -> None:
    (known,) = (candidate for candidate in TABLES if candidate is table)
    schema = pq.read_schema(outputs / "dataset" / f"{known.name}.parquet")
    types = {
        "text": pa.string(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
        "date": pa.date32(),
        "money": pa.decimal128(38, 6),
        "ratio": pa.decimal128(38, 12),
    }
    assert [(field.name, field.type) for field in schema] == [(c.name, types[c.type]) for c in known.columns]
    assert all(column.meaning for column in known.columns)
    assert len(set(known.header)) == len(known.header)
    assert known.header[0] == "contract"


@pytest.mark.parametrize("name", LISTS)
def test_every_item_is_a_row_in_its_order(outputs: Path, records: list[Record], name: str) -> None:
    frame = getattr(extract.load(outputs), name)
    expected = [(r.document.path, i + 1) for r in records for i in range(len(getattr(r, LISTS[name])))]
    assert list(zip(frame.contract, frame.position, strict=True)) == expected
    assert expected


def test_totals_and_dates_are_those_of_the_records(outputs: Path, records: list[Record]) -> None:
    frame = extract.load(outputs).contracts.set_index("contract")
    for record in records:
        row = frame.loc[record.document.path]
        if record.total is None:
            assert row.total is None
        else:
            assert isinstance(row.total, Decimal)
            assert row.total == record.total.value
        if record.signed_on is not None and len(record.signed_on.value) == 10:
            assert row.signed_on.date() == datetime.date.fromisoformat(record.signed_on.value)
    assert frame.total.dropna().sum() == sum(r.total.value for r in records if r.total is not None)
    assert sum(record.total is None for record in records) >= 1


@pytest.mark.parametrize("name", [table.name for table in TABLES if "text" in table.header])
def test_rows_quote_the_text(outputs: Path, name: str) -> None:
    frame = getattr(extract.load(outputs), name).dropna(subset=["start"])
    assert len(frame)
    for row in frame.itertuples():
        text = (outputs / "text" / f"{row.contract}.txt").read_bytes().decode()
        assert text[row.start : row.end] == row.text


def test_accounts_and_contacts_belong_to_their_party(outputs: Path, records: list[Record]) -> None:
    data = extract.load(outputs)
    numbers = [a.number.value for r in records for p in r.parties for a in p.accounts if a.number is not None]
    assert list(data.accounts.number.dropna()) == numbers
    parties = data.parties.set_index(["contract", "position"])
    for row in data.accounts.itertuples():
        assert parties.loc[(row.contract, row.party), "role"] == row.role
    phones = {(r.document.path, phone.value) for r in records for p in r.parties for phone in p.phones}
    assert phones <= set(zip(data.contacts.contract, data.contacts.phone, strict=True))


def test_booleans_and_numbers_may_be_missing(outputs: Path) -> None:
    contracts = extract.load(outputs).contracts
    assert str(contracts.unfilled.dtype) == "boolean"
    assert contracts.unfilled.sum() == 1
    assert str(contracts.pages.dtype) == "Int64"
    assert contracts.pages.isna().all()


def test_dates_known_to_the_month_stay_text() -> None:
    evidence = {"text": "x", "spans": (Span(start=0, end=1),)}
    assert date_cells(DateField(value="2025-06-30", **evidence)) == (datetime.date(2025, 6, 30), "2025-06-30")
    assert date_cells(DateField(value="2025-06", **evidence)) == (None, "2025-06")
    assert date_cells(DateField(value="2025-02-30", **evidence)) == (None, "2025-02-30")
    assert date_cells(None) == (None, None)


def test_numbers_keep_their_digits() -> None:
    assert scaled(Decimal("0.07"), "money") == Decimal("0.07")
    assert scaled(Decimal(1) / 3, "ratio") == Decimal("0.333333333333")
    assert scaled(Decimal("12345678901234567890123456789012.123456"), "money") == Decimal(
        "12345678901234567890123456789012.123456"
    )
    assert scaled(Decimal("1e33"), "money") is None
    assert scaled(None, "ratio") is None


def test_the_same_records_give_the_same_bytes(outputs: Path, records: list[Record], tmp_path: Path) -> None:
    export("parquet", records, tmp_path)
    names = [*(f"{table.name}.parquet" for table in TABLES), "kanhe.duckdb"]
    assert sorted(path.name for path in (tmp_path / "dataset").iterdir()) == sorted(names)
    for name in names:
        assert (tmp_path / "dataset" / name).read_bytes() == (outputs / "dataset" / name).read_bytes(), name


def test_a_larger_database_is_the_same_byte_for_byte(outputs: Path, tmp_path: Path) -> None:
    """Blocks that are full and blocks that are not: what they leave unused holds nothing of the program's memory."""
    files = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for table in TABLES:
            stored = pq.read_table(outputs / "dataset" / f"{table.name}.parquet")
            pq.write_table(pa.concat_tables([stored] * 60), tmp_path / name / f"{table.name}.parquet")
        write_database(tmp_path / name)
        files.append((tmp_path / name / "kanhe.duckdb").read_bytes())
    assert len(files[0]) > 2**22
    assert files[0] == files[1]


def test_the_database_holds_the_same_tables(outputs: Path) -> None:
    for table in TABLES:
        with querying(outputs, f"SELECT * FROM {table.name}") as result:
            assert result.columns == table.header
            rows = [tuple(row) for row in result.rows]
        stored = pq.read_table(outputs / "dataset" / f"{table.name}.parquet").to_pylist()
        assert rows == [tuple(row.values()) for row in stored]


def test_row_groups_are_written_on_the_way(
    outputs: Path, records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("extract.dataset.parquet._ROW_GROUP", 100)
    write_parquet(iter(records), tmp_path)
    file = pq.ParquetFile(tmp_path / "clauses.parquet")
    assert file.num_row_groups > 5
    assert file.read().equals(pq.read_table(outputs / "dataset" / "clauses.parquet"))


def test_no_records_give_empty_tables(tmp_path: Path) -> None:
    export("parquet", [], tmp_path)
    assert len(extract.load(tmp_path).contracts) == 0
    assert not list(tmp_path.rglob("*.partial"))


def test_csv_is_what_the_tables_hold(outputs: Path) -> None:
    with (outputs / "dataset" / "payments.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    frame = extract.load(outputs).payments
    assert len(rows) == len(frame)
    assert [Decimal(row["share"]) if row["share"] else None for row in rows] == list(frame.share)
    assert (outputs / "dataset" / "payments.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_columns_are_described() -> None:
    assert extract.Dataset.columns("payments")["share"].startswith("占总价")
    with pytest.raises(KanheError, match="没有表 xyz"):
        extract.Dataset.columns("xyz")


# -- folders that are none --------------------------------------------------------------------------------


def test_a_folder_without_dataset_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(KanheError, match="没有数据集") as error:
        extract.load(tmp_path / "nowhere")
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("content", [b"", b"PAR1 broken PAR1", None], ids=["empty", "broken", "missing"])
def test_a_broken_dataset_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    export("parquet", [], tmp_path)
    path = tmp_path / "dataset" / "periods.parquet"
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(KanheError, match=r"periods\.parquet") as error:
        extract.load(tmp_path)
    assert "\n" not in str(error.value)


def test_a_dataset_of_another_version_is_one_line(tmp_path: Path) -> None:
    export("parquet", [], tmp_path)
    path = tmp_path / "dataset" / "periods.parquet"
    pq.write_table(pa.table({"contract": ["a"]}), path)
    with pytest.raises(KanheError, match="另一版本"):
        extract.load(tmp_path)


def test_reports_of_a_run_can_be_added_later(outputs: Path, tmp_path: Path) -> None:
    from extract.cli import main

    extract_folder(ROOT / "corpus" / "contracts", tmp_path)
    assert not (tmp_path / "dataset").exists()
    with pytest.raises(SystemExit) as ended:
        main(["report", str(tmp_path), "--format", "parquet"])
    assert ended.value.code == 0
    assert extract.load(tmp_path).contracts.equals(extract.load(outputs).contracts)
    assert json.loads((tmp_path / "cross.json").read_bytes())["findings"] == []
