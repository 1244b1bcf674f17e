"""How a command ends: exit codes, and the line that says why."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

INCOMPLETE, USAGE, INTERRUPTED = 1, 2, 130
"""Exit codes beside 0: some files were not read; the command was not understood; Ctrl-C."""


def say(message: str, code: int) -> int:
    """Print why a command ends on stderr, and return its exit code."""
    click.echo(f"错误：{message}", err=True)
    return code


@contextmanager
def stopped_after(seconds: float, file: object) -> Iterator[Callable[[], None]]:
    """End the program when the block, which reads `file`, makes no progress for `seconds`; give what tells of progress.

    A pattern that never comes back hears neither signals nor exceptions, so that nothing less would stop it.
    """
    told, done = threading.Event(), threading.Event()

    def watch() -> None:
        from extract.worker_process import end_descendants

        while told.wait(seconds):
            told.clear()
            if done.is_set():
                return
        code = say(f"{file}：超过 {seconds:g} 秒没有进展，已停止", INCOMPLETE)
        end_descendants()
        os._exit(code)

    threading.Thread(target=watch, daemon=True).start()
    try:
        yield told.set
    finally:
        done.set()
        told.set()
