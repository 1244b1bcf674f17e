"""The tables as one DuckDB file, for `kanhe query` and every program that opens such files.

It holds the tables themselves, not views over the Parquet files: a view would name their place, and break as soon as
the folder is moved or opened from elsewhere. DuckDB gives each file a random identity, so that its bytes, unlike those
of the Parquet files, differ from run to run; its content does not.
"""

from __future__ import annotations

from pathlib import Path

from extract.dataset.tables import TABLES

DATABASE = "kanhe.duckdb"


def write_database(folder: Path) -> None:
    """Write `kanhe.duckdb` into `folder` from the Parquet files there, every table and column with its meaning."""
    import duckdb

    with duckdb.connect(str(folder / DATABASE)) as database:
        for table in TABLES:
            database.read_parquet(str(folder / f"{table.name}.parquet")).create(table.name)
            database.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(table.meaning)}")
            for column in table.columns:
                database.execute(f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.meaning)}')


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
