"""The dataset for pandas: `extract.load(outputs)`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from extract.arguments import path_given
from extract.dataset.columns import Column
from extract.dataset.parquet import SCHEMA_KEY
from extract.dataset.tables import TABLES
from extract.errors import KanheError
from extract.model import SCHEMA_VERSION
from extract.output_folder import DATASET

if TYPE_CHECKING:
    import pandas

_AGAIN = "请用 kanhe report 输出目录 --format parquet 重新写出"


def load(outputs: str | Path) -> Dataset:
    """Return the dataset in the output folder of a run.

    Raises KanheError when there is none, or when it is broken or of another version.
    """
    dataset = Dataset(path_given("outputs", outputs))
    dataset.verify()
    return dataset


@dataclass(frozen=True)
class Dataset:
    """The tables of a run, each a tidy DataFrame that is read when it is first asked for.

    Rows of different tables belong together by `contract`; `start`, `end` and `page` say where in the contract a row
    was read. Amounts and ratios are `decimal.Decimal`, dates are timestamps (a date known only to the month is in the
    `_text` column alone), what is absent is missing. `Dataset.columns` describes every column.
    """

    outputs: Path

    @cached_property
    def contracts(self) -> pandas.DataFrame:
        """合同，一份一行."""
        return self._frame("contracts")

    @cached_property
    def parties(self) -> pandas.DataFrame:
        """当事人，一方一行."""
        return self._frame("parties")

    @cached_property
    def accounts(self) -> pandas.DataFrame:
        """银行账户，一个一行."""
        return self._frame("accounts")

    @cached_property
    def contacts(self) -> pandas.DataFrame:
        """联系人和电话，一个一行."""
        return self._frame("contacts")

    @cached_property
    def payments(self) -> pandas.DataFrame:
        """付款，一期一行."""
        return self._frame("payments")

    @cached_property
    def periods(self) -> pandas.DataFrame:
        """期限，一个一行."""
        return self._frame("periods")

    @cached_property
    def penalties(self) -> pandas.DataFrame:
        """违约责任，一项一行."""
        return self._frame("penalties")

    @cached_property
    def guarantees(self) -> pandas.DataFrame:
        """担保，一项一行."""
        return self._frame("guarantees")

    @cached_property
    def line_items(self) -> pandas.DataFrame:
        """价格明细，一行一行."""
        return self._frame("line_items")

    @cached_property
    def findings(self) -> pandas.DataFrame:
        """问题，一条一行."""
        return self._frame("findings")

    @cached_property
    def clauses(self) -> pandas.DataFrame:
        """条款，一条一行."""
        return self._frame("clauses")

    @staticmethod
    def columns(table: str) -> dict[str, str]:
        """Return the columns of a table with their meaning. Raises KanheError for a table that there is not."""
        return {column.name: column.meaning for column in _columns(table)}

    def verify(self) -> None:
        """Raise KanheError unless every table is there, readable, and of this version."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder = self.outputs / DATASET
        if not folder.is_dir():
            raise KanheError(f"{self.outputs}：其中没有数据集，{_AGAIN}")
        for table in TABLES:
            path = folder / f"{table.name}.parquet"
            try:
                schema = pq.read_schema(path)
            except FileNotFoundError as error:
                raise KanheError(f"{path}：没有此文件，{_AGAIN}") from error
            except (OSError, pa.ArrowException) as error:
                raise KanheError(f"{path}：无法读取，{_AGAIN}") from error
            version = (schema.metadata or {}).get(SCHEMA_KEY, b"").decode()
            if version != SCHEMA_VERSION or tuple(schema.names) != table.header:
                raise KanheError(f"{path}：是另一版本的数据集，{_AGAIN}")

    def _frame(self, table: str) -> pandas.DataFrame:
        import pandas
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.outputs / DATASET / f"{table}.parquet"
        try:
            content = pq.read_table(path)
        except (OSError, pa.ArrowException) as error:
            raise KanheError(f"{path}：无法读取，{_AGAIN}") from error
        nullable = {pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
        frame: pandas.DataFrame = content.to_pandas(date_as_object=False, types_mapper=nullable.get)
        return frame


def _columns(table: str) -> tuple[Column, ...]:
    for known in TABLES:
        if known.name == table:
            return known.columns
    raise KanheError(f"没有表 {table}，可用的有 {'、'.join(known.name for known in TABLES)}")
