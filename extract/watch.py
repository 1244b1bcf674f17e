"""`kanhe watch`: contracts are read as they arrive in a folder.

The folder is looked at again and again, which works on network drives too, where the system tells nobody of changes.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from pathlib import Path
from typing import NoReturn

from extract.inputs import list_files

Run = Callable[[Set[Path]], object]
"""Reads what is new among these files, and takes the others of the folder for not there."""

_Stamp = tuple[int, int]


def watch(
    folder: Path, output: Path, run: Run, *, interval: float = 2.0, wait: Callable[[float], object] = time.sleep
) -> NoReturn:
    """Call `run` whenever files have come to `folder`, changed or gone, until interrupted.

    A file is given to `run` once its size and time have stayed the same for `interval` seconds: one that is still
    being copied would be read as a shorter contract. What raises in `run` ends the watch.
    """
    earlier: dict[Path, _Stamp] = {}
    done: dict[Path, _Stamp] = {}
    while True:
        now = _stamps(folder, output)
        settled = {path: stamp for path, stamp in now.items() if earlier.get(path) == stamp}
        if settled != done:
            run(settled.keys())
            done = settled
        earlier = now
        wait(interval)


def _stamps(folder: Path, output: Path) -> dict[Path, _Stamp]:
    """Return size and time of every file that a run would read; files that vanish meanwhile are left out."""
    stamps = {}
    for path in list_files(folder, output):
        try:
            state = path.stat()
        except OSError:
            continue
        stamps[path] = (state.st_size, state.st_mtime_ns)
    return stamps
