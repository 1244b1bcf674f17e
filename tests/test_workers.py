"""Every task comes back once, also when a process dies over one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.workers import run


def square(number: int) -> int:
    return number * number


def die_at_three(number: int) -> int:
    if number == 3:
        os._exit(1)
    return number * number


def die_once(flag: str) -> str:
    """Die the first time, as a process does that the system takes down for its neighbour's memory."""
    path = Path(flag)
    if not path.exists():
        path.touch()
        os._exit(1)
    return "read"


def lost(task: object) -> int:
    return -1


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_has_its_result(workers: int) -> None:
    assert sorted(run(range(6), square, lost, workers)) == [0, 1, 4, 9, 16, 25]


def test_no_tasks() -> None:
    assert list(run([], square, lost, 2)) == []


def test_a_dead_process_costs_only_its_task() -> None:
    assert sorted(run(range(8), die_at_three, lost, 2)) == [-1, 0, 1, 4, 16, 25, 36, 49]


def test_an_innocent_task_is_tried_again(tmp_path: Path) -> None:
    assert list(run([str(tmp_path / "flag")], die_once, lambda _: "lost", 2)) == ["read"]


def test_one_worker_stays_in_this_process() -> None:
    assert list(run([0], lambda _: os.getpid(), lost, 1)) == [os.getpid()]
