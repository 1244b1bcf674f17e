"""The command `kanhe` with readers that misbehave, one for each way; run as a script by `tests/test_batch_limits.py`.

Worker processes import the script that started them, so that they know these readers too: no hook is needed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from extract.cli import main
from extract.document import Document
from extract.errors import ReadError
from extract.readers import Source, reader
from extract.readers.text import document_of_text


@reader(".hang", media_type="text/plain")
def hang(source: Source) -> Document:
    """Never return."""
    time.sleep(3600)
    raise source.error("unreachable")


@reader(".convert", media_type="text/plain")
def convert(source: Source) -> Document:
    """Never return from a program that was started; its process id goes to where the content says."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(3600)"]) as program:
        Path(source.content.decode()).write_text(str(program.pid), encoding="utf-8")
    raise source.error("unreachable")


@reader(".greedy", media_type="text/plain")
def greedy(source: Source) -> Document:
    """Take more and more memory, up to what machines have that run tests."""
    taken = [bytes([number]) * 64 * 1024**2 for number in range(1, 9)]
    time.sleep(3600)
    raise source.error(f"unreachable with {len(taken)}")


@reader(".exit", media_type="text/plain")
def leave(source: Source) -> Document:
    """End the process."""
    os._exit(7)


@reader(".raise", media_type="text/plain")
def stumble(source: Source) -> Document:
    """Be wrong."""
    raise ZeroDivisionError("a bug of ours")


@reader(".flood", media_type="text/plain")
def flood(source: Source) -> Document:
    """Have no memory left."""
    raise MemoryError


@reader(".refuse", media_type="text/plain")
def refuse(source: Source) -> Document:
    """Say why it cannot be read."""
    raise ReadError(f"{source.name}：看不懂")


@reader(".slow", media_type="text/plain")
def slow(source: Source) -> Document:
    """Read page by page, each in time, all together not."""
    for page in range(9):
        time.sleep(1)
        if source.options.on_page is not None:
            source.options.on_page(page + 1, 9)
    return document_of_text(source, source.content.decode())


if __name__ == "__main__":
    main()
