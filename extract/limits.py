"""What one contract may cost, and the end of processes that cost more.

A reader may start programs of its own (LibreOffice converts old formats): they count as its process's, and end with it.
"""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psutil

SECONDS = 600
"""Long enough for any page on a slow machine; what takes longer hangs."""
MEGABYTES = 4096
"""More than text recognition takes on the largest drawings."""
_PATIENCE = 10
"""Seconds until a killed process is given up that the system does not let go, because of a dead network drive say."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one contract may take: `seconds` between two signs of progress, `megabytes` of memory."""

    seconds: float = SECONDS
    megabytes: int = MEGABYTES


def processors() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class Family:
    """A process and the processes that it started, directly or through others."""

    def __init__(self, process: BaseProcess) -> None:
        self._process = process
        self._descendants: set[psutil.Process] = set()

    def memory(self) -> int:
        """Return how many bytes of memory the whole family holds now; 0 when it has ended."""
        import psutil

        total = 0
        with suppress(psutil.Error):
            total = psutil.Process(self._process.pid).memory_info().rss
        for descendant in self._find():
            with suppress(psutil.Error):
                total += descendant.memory_info().rss
        return total

    def end(self) -> None:
        """Kill the whole family, and wait until the process is gone."""
        import psutil

        found = self._find()
        self._process.kill()
        if hasattr(os, "killpg") and self._process.pid is not None:
            with suppress(OSError):  # also those whose parent died first; they stay in the worker's process group
                os.killpg(self._process.pid, signal.SIGKILL)
        for descendant in found:
            with suppress(psutil.Error):
                descendant.kill()
        self._process.join(_PATIENCE)

    def _find(self) -> set[psutil.Process]:
        """Return the descendants that run, with those seen earlier: a dead parent no longer leads to them."""
        import psutil

        with suppress(psutil.Error):
            self._descendants |= set(psutil.Process(self._process.pid).children(recursive=True))
        return self._descendants
