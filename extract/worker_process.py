"""What runs inside a worker process: it takes tasks from its pipe, one by one, and never outlives its parent."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import shutil
import signal
import tempfile
import threading
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path

OUTPUT_FILE = "output.log"
"""What the process, and the programs that it starts, write to standard output and error; in the worker's folder."""
_STDOUT, _STDERR = 1, 2


def serve(connection: Connection, folder: str) -> None:
    """Answer every task with ("done", result), news of it with ("news", …), until the pipe closes.

    A task comes with the function that does it, which is called with the task and with what sends news of it.

    `folder` is the worker's own place for temporary files; whoever ends the worker removes it.
    """
    _stand_apart(Path(folder))
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()
    connection.send(("ready", None))
    while True:
        try:
            work, task = connection.recv()
        except (EOFError, OSError):
            return
        os.ftruncate(_STDERR, 0)  # what earlier tasks said explains nothing
        connection.send(("done", work(task, lambda told: connection.send(("news", told)))))


def _stand_apart(folder: Path) -> None:
    """Leave Ctrl-C to the parent, lead a process group of its own, and keep quiet on the parent's terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if hasattr(os, "setsid"):
        os.setsid()
    tempfile.tempdir = str(folder)
    for variable in ("TMPDIR", "TEMP", "TMP"):  # for the programs that readers start
        os.environ[variable] = str(folder)
    log = os.open(folder / OUTPUT_FILE, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    for stream in (_STDOUT, _STDERR):
        os.dup2(log, stream)
    os.close(log)
    faulthandler.enable(_STDERR)


def _end_with_parent(folder: str) -> None:
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    wait([parent.sentinel])
    shutil.rmtree(Path(folder).parent, ignore_errors=True)  # the folder of all workers: all end now
    if hasattr(os, "killpg"):
        os.killpg(0, signal.SIGKILL)
    end_descendants()
    os._exit(1)


def end_descendants() -> None:
    """Kill what this process started, directly or through others."""
    import psutil

    with suppress(psutil.Error):
        for descendant in psutil.Process().children(recursive=True):
            descendant.kill()
