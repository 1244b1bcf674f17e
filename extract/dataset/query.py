"""SQL over the dataset: read-only, one query at a time, without access to anything but its tables."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from extract.dataset.database import DATABASE
from extract.errors import KanheError
from extract.output_folder import DATASET

if TYPE_CHECKING:
    import duckdb

_CLOSED: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
    "lock_configuration": True,
}
"""No files, no network, no extensions, no variables of this program, and none of it can be undone in SQL."""
_T = TypeVar("_T")
_ROWS_AT_A_TIME = 1000
_LOOKS_UP = 0.2
"""Seconds between two looks at whether Ctrl-C was pressed."""
_SECONDS = 600.0
_NEAR = re.compile(r'syntax error at or near "(?P<word>[^"]*)"')
_NO_TABLE = re.compile(r"Table with name (?P<name>\S+) does not exist")
_NO_COLUMN = re.compile(r'(?:Referenced column|column) "(?P<name>[^"]*)" (?:not found|does not exist)')


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gives: the names of its columns, and its rows, which can be gone through once."""

    columns: tuple[str, ...]
    rows: Iterator[Sequence[object]]


@contextmanager
def querying(outputs: Path, sql: str, seconds: float = _SECONDS) -> Iterator[Result]:
    """Give the result of one SELECT over the dataset of a run, within so many seconds, rows included.

    Raises KanheError, in one line, when there is no dataset, the query is wrong or takes too long; rows may raise it
    too. Ctrl-C raises KeyboardInterrupt.
    """
    import duckdb

    path = outputs / DATASET / DATABASE
    if not outputs.is_dir():
        raise KanheError(f"{outputs}：目录不存在")
    if not path.is_file():
        raise KanheError(f"{outputs}：其中没有数据集，请用 kanhe report {outputs} --format parquet 写出")
    try:
        database = duckdb.connect(str(path), read_only=True, config=_CLOSED)
    except duckdb.Error as error:
        raise KanheError(f"{path}：无法打开，请用 kanhe report {outputs} --format parquet 重新写出") from error
    with database, _until(database, seconds) as late, _in_chinese(late):
        _refuse_commands(database, sql)
        found = _interruptible(database, lambda: database.execute(sql))
        columns = tuple(column[0] for column in found.description or ())
        yield Result(columns, _rows(database, found, late))


class _Late(threading.Event):
    """Set when the query has taken all its time."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def check(self) -> None:
        """Raise KanheError when it is set."""
        if self.is_set():
            raise KanheError(f"SQL：查询超过 {self.seconds:g} 秒，已停止；可加条件缩小范围，或用 --timeout 放宽")


@contextmanager
def _until(database: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[_Late]:
    """Interrupt whatever the database is doing after so many seconds."""
    late = _Late(seconds)

    def stop() -> None:
        late.set()
        database.interrupt()

    timer = threading.Timer(seconds, stop)
    timer.daemon = True
    timer.start()
    try:
        yield late
    finally:
        timer.cancel()


def _refuse_commands(database: duckdb.DuckDBPyConnection, sql: str) -> None:
    import duckdb

    statements = database.extract_statements(sql)
    if len(statements) != 1:
        raise KanheError(f"SQL：应为一条查询，不是 {len(statements)} 条")
    if statements[0].type != duckdb.StatementType.SELECT:
        raise KanheError("SQL：只能查询（SELECT），数据集不能改动")


def _interruptible(database: duckdb.DuckDBPyConnection, work: Callable[[], _T]) -> _T:
    """Do the work in a thread of its own: while DuckDB computes in the main thread, Ctrl-C does not reach Python."""
    with ThreadPoolExecutor(1) as pool:
        future = pool.submit(work)
        try:
            while not future.done():
                wait([future], timeout=_LOOKS_UP)  # Windows lets no signal through to a wait without an end
            return future.result()
        except KeyboardInterrupt:
            while not future.done():
                database.interrupt()
                wait([future], timeout=_LOOKS_UP)
            raise


def _rows(
    database: duckdb.DuckDBPyConnection, found: duckdb.DuckDBPyConnection, late: _Late
) -> Iterator[Sequence[object]]:
    with _in_chinese(late):
        while rows := _interruptible(database, lambda: found.fetchmany(_ROWS_AT_A_TIME)):
            yield from rows
            late.check()


@contextmanager
def _in_chinese(late: _Late) -> Iterator[None]:
    """Turn an error of DuckDB into one line."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        late.check()
        raise KanheError(f"SQL：{_said(str(error))}") from error


def _said(message: str) -> str:
    first = " ".join(message.partition("\n")[0].split())
    if near := _NEAR.search(message):
        return f'语法有误，在「{near["word"]}」附近（与关键字同名的列要加双引号，如 "end"）'
    if table := _NO_TABLE.search(message):
        return f"没有表 {table['name']}，有哪些表和列见 kanhe query 输出目录 --columns"
    if column := _NO_COLUMN.search(message):
        return f"没有列 {column['name']}，有哪些表和列见 kanhe query 输出目录 --columns"
    if first.startswith("Permission Error"):
        return "查询只能读取数据集，不能读写文件"
    return f"无法执行：{first}"
