"""The tables as one DuckDB file, for `kanhe query` and every program that opens such files.

It holds the tables themselves, not views over the Parquet files: a view would name their place, and break as soon as
the folder is moved or opened from elsewhere. The same tables give the same bytes: the format of DuckDB 1.2 has no
random identity, one thread writes blocks in one order, no compression is chosen from random samples, and blocks come
from memory of their own, zeroed by the system, so that nothing else of this program's memory is left in what a block
does not use. Only beyond that memory (a file of more than about 1.2 GB, 80,000 contracts) may unused bytes differ;
the Parquet files never do.
"""

from __future__ import annotations

import errno
from pathlib import Path

from extract.dataset.tables import TABLES

DATABASE = "kanhe.duckdb"
_STORAGE = "v1.2.0"
"""Programs with this DuckDB or a later one open the file."""
_MEMORY = "1GB"
_NO_SPACE = "No space left"


def write_database(folder: Path) -> None:
    """Write `kanhe.duckdb` into `folder` from the Parquet files there, every table and column with its meaning.

    Raises OSError when it cannot be written.
    """
    import duckdb

    try:
        _write(folder)
    except duckdb.IOException as error:
        full = _NO_SPACE in str(error)
        raise OSError(errno.ENOSPC if full else errno.EIO, str(error), str(folder / DATABASE)) from error


def _write(folder: Path) -> None:
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1,
        "force_compression": "uncompressed",
        "memory_limit": _MEMORY,
        "block_allocator_memory": _MEMORY,
        "temp_directory": str(folder),
    }
    with duckdb.connect(config=config) as database:
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
