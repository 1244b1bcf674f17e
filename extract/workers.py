"""Run one function over many tasks, in one process or several; a task's death costs only itself."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import TypeVar

Task = TypeVar("Task")
Result = TypeVar("Result")


def run(
    tasks: Iterable[Task], work: Callable[[Task], Result], lost: Callable[[Task], Result], workers: int = 1
) -> Iterator[Result]:
    """Yield `work(task)` for every task, in the order in which they finish.

    With more than one worker the function and its values must be picklable. A task whose process dies
    is tried once more in a process of its own; when that dies too, its result is `lost(task)`.
    """
    if workers <= 1:
        yield from map(work, tasks)
        return
    waiting = deque(tasks)
    while waiting:
        suspects: list[Task] = []
        yield from _run_until_broken(waiting, work, workers, suspects)
        for task in suspects:
            yield _run_alone(task, work, lost)


def _run_until_broken(
    waiting: deque[Task], work: Callable[[Task], Result], workers: int, suspects: list[Task]
) -> Iterator[Result]:
    """Yield results until `waiting` is empty or a process dies; what was under way goes into `suspects`."""
    with _pool(min(workers, len(waiting))) as pool:
        flying: dict[Future[Result], Task] = {}
        while flying or (waiting and not suspects):
            while waiting and not suspects and len(flying) < 2 * workers:
                task = waiting.popleft()
                try:
                    flying[pool.submit(work, task)] = task
                except BrokenProcessPool:
                    suspects.append(task)
            if not flying:
                break
            for future in wait(flying, return_when=FIRST_COMPLETED).done:
                task = flying.pop(future)
                try:
                    yield future.result()
                except BrokenProcessPool:
                    suspects.append(task)


def _run_alone(task: Task, work: Callable[[Task], Result], lost: Callable[[Task], Result]) -> Result:
    with _pool(1) as pool:
        try:
            return pool.submit(work, task).result()
        except BrokenProcessPool:
            return lost(task)


def _pool(size: int) -> ProcessPoolExecutor:
    """Return a pool of fresh processes: the same on every system, and safe beside a progress bar's thread."""
    return ProcessPoolExecutor(size, multiprocessing.get_context("spawn"), _leave_interrupts_to_parent)


def _leave_interrupts_to_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
