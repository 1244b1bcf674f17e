"""Run functions over many tasks, in this process or in several; a task's hang, greed or death costs only itself.

Each worker is a process with a pipe of its own and one task at a time, so that whichever is killed, at whatever moment,
leaves no lock behind and names the task that it had. Processes are spawned: the same on every system, and safe beside
a progress bar's thread.
"""

from __future__ import annotations

import multiprocessing
import shutil
import tempfile
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Literal, TypeVar

from extract.errors import KanheError
from extract.limits import Family, Limits
from extract.worker_process import OUTPUT_FILE, serve

Task = TypeVar("Task")
Result = TypeVar("Result")

Tell = Callable[[object], None]
"""Called by the work with news of its task, whatever it likes: a sign that it is getting on."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Why a task has no result: its process died twice, made no progress in time, or took too much memory.

    `words` is the last that the process wrote to its standard error.
    """

    reason: Literal["died", "timeout", "memory"]
    words: str = ""


_TICK = 0.25
"""Seconds between two looks at what the workers take."""
_LONG = 1.0
"""Seconds after which a task is worth looking at: most are over sooner, and looking is not free."""
_STARTING = 120
"""Seconds within which a process must be ready, also on a busy machine."""
_MOST_FALSE_STARTS = 5
_MOST_WORKERS = 60
"""Pipes that Windows can wait for at once, some left for others."""
_MOST_WORDS = 4000


def _unheard(task: object, told: object) -> None:
    """Take news that no one asked for."""


class _Worker:
    """One process, the task that it has in hand, and since when."""

    def __init__(self, folder: Path) -> None:
        context = multiprocessing.get_context("spawn")
        folder.mkdir()
        self.folder = folder
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(other, str(folder)), daemon=True)
        self.process.start()
        other.close()
        self.family = Family(self.process)
        self.ready = False
        self.finished = 0
        self.task: Any = None
        self.retried = False
        self.since = time.monotonic()

    def give(self, work: Callable[[Any, Tell], object], task: object, *, retried: bool = False) -> None:
        """Send a task. A process that died meanwhile is noticed like one that dies over it."""
        self.task, self.retried, self.since = task, retried, time.monotonic()
        try:
            self.connection.send((work, task))
        except OSError:
            return

    @property
    def seconds(self) -> float:
        """How long ago the task last made progress."""
        return time.monotonic() - self.since

    def speaks(self) -> bool:
        """Return whether something of it is still to be heard, its end included."""
        try:
            return self.connection.poll()
        except OSError:
            return True

    def hear(self) -> tuple[str, Any] | None:
        """Return the next thing that the process said: its kind and what it is about; None when it has died."""
        try:
            said: tuple[str, Any] = self.connection.recv()
        except (EOFError, OSError):
            return None
        return said

    def words(self) -> str:
        """Return the end of what the process wrote to its standard output and error."""
        try:
            return (self.folder / OUTPUT_FILE).read_bytes()[-_MOST_WORDS:].decode("utf-8", "replace")
        except OSError:
            return ""

    def end(self) -> None:
        self.family.end()
        self.connection.close()
        shutil.rmtree(self.folder, ignore_errors=True)


class Pool:
    """Processes that stay warm from one call of `run` to the next, until the pool is left.

    They are started when there is work for them, `size` at most; with a size of 0 all is done in this process.
    """

    def __init__(self, size: int) -> None:
        self._size = min(size, _MOST_WORKERS)
        self._folder = Path(tempfile.mkdtemp(prefix="kanhe-"))
        self._started = 0
        self.workers: list[_Worker] = []

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End all workers."""
        for worker in self.workers:
            worker.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def run(
        self,
        tasks: Iterable[Task],
        work: Callable[[Task, Tell], Result],
        lost: Callable[[Task, Loss], Result],
        *,
        limits: Limits | None = None,
        news: Callable[[Task, Any], None] | None = None,
    ) -> Generator[Result, None, None]:
        """Yield `work(task, tell)` for every task, in the order in which they finish.

        `news` is called here with a task and what its work told of it. In this process there are no limits. In others,
        `work`, tasks and results must be picklable; what exceeds `limits` is killed, and its result is
        `lost(task, loss)`. A task whose process dies, or exceeds its memory after other tasks, is tried once more in a
        fresh process: the fault may lie with them. Raises KanheError when processes cannot be started.
        """
        if self._size <= 0:
            for task in tasks:
                yield work(task, partial(news or _unheard, task))
            return
        try:
            yield from _Round(self, deque(tasks), work, lost, limits or Limits(), news or _unheard).results()
        finally:
            for worker in list(self.workers):
                if worker.task is not None:  # no one waits for it any more
                    self.end(worker)

    @property
    def full(self) -> bool:
        """Whether no more workers may be started."""
        return len(self.workers) >= self._size

    def start(self) -> _Worker:
        """Return a new worker."""
        self._started += 1
        worker = _Worker(self._folder / str(self._started))
        self.workers.append(worker)
        return worker

    def end(self, worker: _Worker) -> None:
        """End a worker, and whatever it has in hand."""
        worker.end()
        self.workers.remove(worker)


class _Round(Generic[Task, Result]):
    """One call of `Pool.run`: its tasks go to the pool's workers. Arguments as there."""

    def __init__(
        self,
        pool: Pool,
        waiting: deque[Task],
        work: Callable[[Task, Tell], Result],
        lost: Callable[[Task, Loss], Result],
        limits: Limits,
        news: Callable[[Task, Any], None],
    ) -> None:
        self._pool, self._waiting, self._limits = pool, waiting, limits
        self._work, self._lost, self._news = work, lost, news
        self._false_starts = 0

    def results(self) -> Iterator[Result]:
        """Yield every task's result."""
        for worker in self._pool.workers[: len(self._waiting)]:  # between two rounds all are idle
            self._employ(worker)
        while self._waiting and not self._pool.full:
            self._employ(self._pool.start())
        while busy := [worker for worker in self._pool.workers if worker.task is not None]:
            speaking = wait([worker.connection for worker in busy], _TICK)
            for worker in [worker for worker in busy if worker.connection in speaking]:
                yield from self._listen(worker)
            for worker in busy:
                yield from self._look_after(worker)

    def _listen(self, worker: _Worker) -> Iterator[Result]:
        """Take what the worker sent. A result is yielded after the next task is on its way."""
        while worker.task is not None and worker.speaks():
            heard = worker.hear()
            worker.since = time.monotonic()
            if heard is None:
                yield from self._replace(worker, "died")
                return
            kind, value = heard
            if kind == "ready":
                worker.ready, self._false_starts = True, 0
            elif kind == "news":
                self._news(worker.task, value)
            else:
                worker.task = None
                worker.finished += 1
                if self._waiting:
                    self._employ(worker)
                yield value

    def _employ(self, worker: _Worker) -> None:
        worker.give(self._work, self._waiting.popleft())

    def _look_after(self, worker: _Worker) -> Iterator[Result]:
        """Replace a worker that is dead or takes more than it may."""
        if worker not in self._pool.workers or worker.task is None or worker.speaks():
            return
        if not worker.process.is_alive() or not (worker.ready or worker.seconds < _STARTING):
            yield from self._replace(worker, "died")
        elif worker.ready and worker.seconds > self._limits.seconds:
            yield from self._replace(worker, "timeout")
        elif worker.seconds > _LONG and worker.family.memory() > self._limits.megabytes * 1024**2:
            yield from self._replace(worker, "memory")

    def _replace(self, worker: _Worker, reason: Literal["died", "timeout", "memory"]) -> Iterator[Result]:
        """End a worker; its task goes to a fresh one or is lost."""
        task, words = worker.task, worker.words()
        self._pool.end(worker)
        false_start = reason == "died" and not worker.ready
        if false_start:
            self._false_starts += 1
            if self._false_starts >= _MOST_FALSE_STARTS:
                cause = words.strip().rpartition("\n")[2] or "没有说明原因"
                raise KanheError(f"处理进程无法启动（{cause}），可用 --workers 0 在本进程中处理")
        innocent = reason == "died" or (reason == "memory" and worker.finished > 0)
        if false_start or (innocent and not worker.retried):
            self._pool.start().give(self._work, task, retried=worker.retried or not false_start)
            return
        if self._waiting:
            self._employ(self._pool.start())
        yield self._lost(task, Loss(reason, words))
