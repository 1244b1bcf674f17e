"""Files written in one step: whoever opens one finds the old content or all of the new, even if we are killed."""

from __future__ import annotations

import errno
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from extract.errors import KanheError, system_reason

PARTIAL = re.compile(r"\.[0-9a-f]{16}\.partial")
"""The name of what is being written, or of what a killed process left half written."""
_HELD = (errno.EACCES, errno.EPERM, errno.EBUSY)


def write_text(path: Path, pieces: Iterable[str]) -> None:
    """Write a UTF-8 file. Raises OSError."""
    with replacing(path) as partial, partial.open("x", encoding="utf-8", newline="\n") as file:
        file.writelines(pieces)


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give the place of a new file, which takes the place of `path` when it is written. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(_partial_name())
    try:
        yield partial
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def replacing_files(folder: Path) -> Iterator[Path]:
    """Give an empty folder inside `folder`, whose files take the place of those there when all are written."""
    folder.mkdir(parents=True, exist_ok=True)
    partial = folder / _partial_name()
    partial.mkdir()
    try:
        yield partial
        for path in sorted(partial.iterdir()):
            path.replace(folder / path.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def remove_partial(place: Path) -> None:
    """Remove what a killed process left half written right in the folder `place`."""
    for path in place.iterdir() if place.is_dir() else ():
        if PARTIAL.fullmatch(path.name):
            shutil.rmtree(path, ignore_errors=True)
            with suppress(OSError):
                path.unlink(missing_ok=True)


def writing_error(place: object, error: OSError) -> KanheError:
    """Return the error to raise for what cannot be written, as when a report is open in Excel."""
    held = "，文件可能正被其他程序打开" if error.errno in _HELD and Path(str(place)).is_file() else ""
    return KanheError(f"{place}：无法写入（{system_reason(error)}）{held}")


def _partial_name() -> str:
    return f".{secrets.token_hex(8)}.partial"
