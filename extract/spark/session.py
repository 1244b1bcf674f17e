"""A Spark session for one run, and Spark's troubles in one Chinese line."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extract.errors import KanheError

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_OWN = {
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1",  # no more than one contract's bytes at a time
    "spark.sql.parquet.columnarReaderBatchSize": "64",  # records and texts are large
    "spark.sql.sources.parallelPartitionDiscovery.threshold": str(2**31 - 1),  # no job to look at a list of files
}
"""What a run needs of its session, whatever the cluster's defaults are."""
_PYTHON = "PYSPARK_PYTHON"
_OURS = re.compile(r"extract\.\w+\.\w*Error: (.+)")
"""An error that Kanhe raised on an executor, in the traceback that Spark hands on."""
_LONGEST = 300


@contextmanager
def open_session(master: str | None, conf: Mapping[str, str]) -> Iterator[SparkSession]:
    """Give a session with settings of its own on the cluster `master`, stopped at the end if it was started here.

    Without `master`, Spark's own configuration says which. Raises KanheError when pyspark or Java is missing, and for
    whatever Spark raises.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas")  # it is not used
        try:
            from py4j.protocol import Py4JError
            from pyspark.errors import PySparkException
            from pyspark.sql import SparkSession
        except ImportError as error:
            raise KanheError("没有安装 Spark 接口，请运行 pip install 'kanhe[spark]'") from error
        running = SparkSession.getActiveSession()
        try:
            started = _start(SparkSession.Builder().appName("kanhe"), master, conf)
        except (PySparkException, Py4JError, OSError) as error:
            raise KanheError(_not_started(error)) from error
        try:
            if running is None:
                started.sparkContext.setLogLevel("ERROR")
            session = started.newSession()
            for key, value in _OWN.items():
                session.conf.set(key, value)
            yield session
        except (PySparkException, Py4JError) as error:
            raise KanheError(_trouble(error)) from error
        finally:
            if running is None:
                started.stop()


def _start(builder: SparkSession.Builder, master: str | None, conf: Mapping[str, str]) -> SparkSession:
    if master is not None:
        builder = builder.master(master)
    builder = builder.config("spark.ui.showConsoleProgress", str(sys.stderr.isatty()).lower())
    for key, value in conf.items():
        builder = builder.config(key, value)
    if (master or "local").startswith("local"):
        os.environ.setdefault(_PYTHON, sys.executable)  # Spark's own default is the system's python3
    return builder.getOrCreate()


def _not_started(error: Exception) -> str:
    if "JAVA_GATEWAY_EXITED" in str(error) or isinstance(error, FileNotFoundError):
        return "Spark 无法启动：没有可用的 Java，请安装 Java 17（apt install openjdk-17-jre-headless）并设置 JAVA_HOME"
    return f"Spark 无法启动（{_cause(error)}）"


def _trouble(error: Exception) -> str:
    ours = _OURS.search(str(error))
    return ours[1] if ours else f"Spark 任务失败（{_cause(error)}）"


def _cause(error: Exception) -> str:
    """Return the first line that says something, without the names of Java's classes before it."""
    java = getattr(error, "java_exception", None)
    lines = [line.strip() for line in (java.toString() if java is not None else str(error)).splitlines()]
    line = next(filter(None, lines), type(error).__name__)
    return re.sub(r"^(?:[a-z]\w*\.)+\w+: ", "", line)[:_LONGEST]
