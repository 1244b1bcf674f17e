"""The tables as Parquet files: typed, exact, the same records as the same bytes, memory flat."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from extract.dataset.columns import PRECISION, SCALES, Row, Table, Type
from extract.dataset.tables import TABLES
from extract.model import SCHEMA_VERSION, Record

if TYPE_CHECKING:
    import pyarrow

SCHEMA_KEY = b"kanhe.schema_version"
_ROW_GROUP = 20_000
"""Rows that are held in memory of each table before they are written."""


def write_parquet(records: Iterable[Record], folder: Path) -> None:
    """Write `TABLE.parquet` for every table into `folder`, which exists."""
    with ExitStack() as files:
        writers = [files.enter_context(_Writer(table, folder)) for table in TABLES]
        for record in records:
            for writer in writers:
                writer.add(record)


def schema_of(table: Table) -> pyarrow.Schema:
    """Return the Arrow schema of a table; the meaning of each column is in its metadata."""
    import pyarrow as pa

    fields = [
        pa.field(column.name, arrow_type(column.type), metadata={"meaning": column.meaning}) for column in table.columns
    ]
    return pa.schema(fields, metadata={SCHEMA_KEY: SCHEMA_VERSION.encode(), b"meaning": table.meaning.encode()})


def arrow_type(name: Type) -> pyarrow.DataType:
    """Return the Arrow type of a type of column."""
    import pyarrow as pa

    if name in SCALES:
        return pa.decimal128(PRECISION, SCALES[name])
    return {"text": pa.string(), "integer": pa.int64(), "boolean": pa.bool_(), "date": pa.date32()}[name]


class _Writer:
    """Writes one table, row group by row group."""

    def __init__(self, table: Table, folder: Path) -> None:
        import pyarrow.parquet as pq

        self._table = table
        self._schema = schema_of(table)
        self._rows: list[Row] = []
        self._file = pq.ParquetWriter(str(folder / f"{table.name}.parquet"), self._schema, compression="zstd")

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush()
        self._file.close()

    def add(self, record: Record) -> None:
        """Add the rows of a record."""
        self._rows.extend(self._table.rows(record))
        if len(self._rows) >= _ROW_GROUP:
            self._flush()

    def _flush(self) -> None:
        import pyarrow as pa

        if self._rows:
            values = zip(*self._rows, strict=True)
            arrays = [pa.array(column, field.type) for column, field in zip(values, self._schema, strict=True)]
            self._file.write_table(pa.table(arrays, schema=self._schema))
        self._rows = []
