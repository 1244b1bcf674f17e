"""Files wherever Spark reaches them, through Hadoop's FileSystem: no scheme is special.

Paths are URIs or plain paths; a plain path is on the cluster's default file system, as Spark has it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_GLOB = re.compile(r"([\\{}\[\]*?])")


@dataclass(frozen=True, slots=True)
class Status:
    """A file or folder: its full URI, its own name, and a file's size in bytes."""

    uri: str
    name: str
    is_folder: bool
    size: int


class Storage:
    """The file systems of a Spark session. Methods raise py4j's errors as they come."""

    def __init__(self, session: SparkSession) -> None:
        self._java: Any = session._jvm  # noqa: SLF001 (PySpark has no public way to Hadoop's file systems)
        self._conf = session._jsc.hadoopConfiguration()  # noqa: SLF001

    def status(self, uri: str) -> Status | None:
        """Return what is at `uri`, None when nothing is."""
        system, path = self._at(uri)
        return _status(system.getFileStatus(path)) if system.exists(path) else None

    def list(self, uri: str) -> list[Status]:
        """Return what is in a folder, in order of name."""
        system, path = self._at(uri)
        return sorted((_status(found) for found in system.listStatus(path)), key=lambda found: found.name)

    def read(self, uri: str) -> bytes:
        """Return a file's bytes."""
        system, path = self._at(uri)
        stream = system.open(path)
        try:
            return bytes(stream.readAllBytes())
        finally:
            stream.close()

    def write(self, uri: str, text: str) -> None:
        """Write a UTF-8 file, over one that is there; the folders above it are made."""
        system, path = self._at(uri)
        stream = system.create(path, True)
        try:
            stream.write(text.encode())
        finally:
            stream.close()

    def remove(self, uri: str) -> None:
        """Remove a file or folder with all that is in it, if it is there."""
        system, path = self._at(uri)
        system.delete(path, True)

    def full(self, uri: str) -> str:
        """Return the full URI of a path, whether anything is there or not."""
        system, path = self._at(uri)
        return str(system.makeQualified(path).toString())

    def _at(self, uri: str) -> tuple[Any, Any]:
        path = self._java.org.apache.hadoop.fs.Path(uri)
        return path.getFileSystem(self._conf), path


def literal(uri: str) -> str:
    """Return `uri` as a pattern that fits it alone: Spark takes paths for patterns."""
    return _GLOB.sub(r"\\\1", uri)


def _status(found: Any) -> Status:
    path = found.getPath()
    return Status(path.toString(), path.getName(), found.isDirectory(), found.getLen())
