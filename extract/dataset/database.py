"""The tables as one DuckDB file, for `kanhe query` and every program that opens such files.

It holds the tables themselves, not views over the Parquet files: a view would name their place, and break as soon as
the folder is moved or opened from elsewhere. The same tables give the same file but for bytes without meaning: the
format of DuckDB 1.2 has no random identity, one thread writes blocks in one order, and no compression is chosen from
random samples; yet what DuckDB leaves unused in a full block is whatever its memory held, and so are its checksums.
The Parquet files are those whose digests can be compared.
"""

from __future__ import annotations

from pathlib import Path

from extract.dataset.tables import TABLES

DATABASE = "kanhe.duckdb"
_STORAGE = "v1.2.0"
"""Programs with this DuckDB or a later one open the file."""


def write_database(folder: Path) -> None:
    """Write `kanhe.duckdb` into `folder` from the Parquet files there, every table and column with its meaning."""
    import duckdb

    with duckdb.connect(config={"threads": 1, "force_compression": "uncompressed"}) as database:
        database.execute(f"ATTACH {_quoted(str(folder / DATABASE))} AS kanhe (STORAGE_VERSION '{_STORAGE}')")
        database.execute("USE kanhe")
        for table in TABLES:
            database.read_parquet(str(folder / f"{table.name}.parquet")).create(table.name)
            database.execute(f"COMMENT ON TABLE {table.name} IS {_quoted(table.meaning)}")
            for column in table.columns:
                database.execute(f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.meaning)}')
        database.execute("USE memory")
        database.execute("DETACH kanhe")


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
