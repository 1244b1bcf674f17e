"""Every task comes back once, whatever happens to the process that works on it."""

from __future__ import annotations

import multiprocessing.spawn
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from extract.errors import KanheError
from extract.limits import Limits
from extract.workers import Loss, Pool

Tell = Callable[[object], None]
SHORT = Limits(seconds=4, megabytes=4096)


def square(number: int, tell: Tell) -> int:
    return number * number


def die_at_three(number: int, tell: Tell) -> int:
    if number == 3:
        os._exit(1)
    return number * number


def die_once(flag: str, tell: Tell) -> str:
    """Die the first time, as a process does that the system takes down for its neighbour's memory."""
    path = Path(flag)
    if not path.exists():
        path.touch()
        os._exit(1)
    return "read"


def hang_at_three(number: int, tell: Tell) -> int:
    if number == 3:
        time.sleep(600)
    return number * number


def allocate_at_three(number: int, tell: Tell) -> int:
    if number == 3:
        held = bytearray(os.urandom(1024)) * 400_000
        time.sleep(600)
        return len(held)
    return number * number


def report_and_dawdle(number: int, tell: Tell) -> int:
    for page in range(6):
        time.sleep(1)
        tell(page)
    return number


def crash_with_words(number: int, tell: Tell) -> int:
    sys.stderr.write("the library's last words\n")
    sys.stderr.flush()
    os.abort()


def start_a_sleeper(place: str, tell: Tell) -> str:
    """Start a program, as readers do that convert old formats, and leave it running."""
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(place).write_text(str(sleeper.pid), encoding="utf-8")
    time.sleep(600)
    return ""


def start_a_sleeper_and_die(place: str, tell: Tell) -> str:
    sleeper = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    Path(place).write_text(str(sleeper.pid), encoding="utf-8")
    os._exit(1)


def leave_a_temporary_file(number: int, tell: Tell) -> str:
    import tempfile

    handle, name = tempfile.mkstemp()
    os.close(handle)
    return name


def name_the_process(number: int, tell: Tell) -> int:
    time.sleep(0.2)
    return os.getpid()


def run(tasks: Iterable[Any], work: Any, lost: Any, size: int, **more: Any) -> Iterator[Any]:
    with Pool(size) as pool:
        yield from pool.run(tasks, work, lost, **more)


def reason(task: object, loss: Loss) -> str:
    return loss.reason


def lost(task: object, loss: Loss) -> int:
    return -1


def gone(pid: int) -> bool:
    for _ in range(100):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("workers", [0, 1, 2, 9])
def test_every_task_has_its_result(workers: int) -> None:
    assert sorted(run(range(6), square, lost, workers)) == [0, 1, 4, 9, 16, 25]


@pytest.mark.parametrize("workers", [0, 2])
def test_no_tasks(workers: int) -> None:
    assert list(run([], square, lost, workers)) == []


def test_without_workers_all_is_done_in_this_process() -> None:
    assert list(run([0], lambda task, tell: os.getpid(), lost, 0)) == [os.getpid()]


def test_a_dead_process_costs_only_its_task() -> None:
    assert sorted(run(range(8), die_at_three, lost, 2)) == [-1, 0, 1, 4, 16, 25, 36, 49]


def test_an_innocent_task_is_tried_again(tmp_path: Path) -> None:
    assert list(run([str(tmp_path / "flag")], die_once, lambda *_: "lost", 2)) == ["read"]


def test_a_task_that_hangs_is_stopped() -> None:
    assert sorted(run(range(6), hang_at_three, lost, 2, limits=SHORT)) == [-1, 0, 1, 4, 16, 25]
    assert list(run([3], hang_at_three, reason, 1, limits=SHORT)) == ["timeout"]


def test_a_task_that_takes_too_much_memory_is_stopped() -> None:
    limits = Limits(seconds=60, megabytes=200)
    assert sorted(run(range(6), allocate_at_three, lost, 2, limits=limits)) == [-1, 0, 1, 4, 16, 25]
    assert list(run([3], allocate_at_three, reason, 1, limits=limits)) == ["memory"]


def test_the_time_counts_anew_from_each_sign_of_progress() -> None:
    heard: list[tuple[int, int]] = []
    results = run([7], report_and_dawdle, lost, 1, limits=SHORT, news=lambda task, page: heard.append((task, page)))
    assert list(results) == [7]
    assert heard == [(7, page) for page in range(6)]


def test_news_is_heard_in_this_process_too() -> None:
    heard: list[object] = []
    list(run([1], lambda task, tell: tell("news"), lost, 0, news=lambda task, told: heard.append((task, told))))
    assert heard == [(1, "news")]


def test_the_last_words_of_a_crash_are_kept(capfd: pytest.CaptureFixture[str]) -> None:
    (words,) = run([1], crash_with_words, lambda task, loss: loss.words, 1)
    assert "the library's last words" in words
    assert "Aborted" in words, "and where in the program it was"
    assert capfd.readouterr() == ("", ""), "nothing of it disturbs the terminal"


@pytest.mark.parametrize("work", [start_a_sleeper, start_a_sleeper_and_die])
def test_programs_that_a_task_started_end_with_it(tmp_path: Path, work: Callable[[str, Tell], str]) -> None:
    place = tmp_path / "pid"
    assert list(run([str(place)], work, lambda *_: "lost", 1, limits=SHORT)) == ["lost"]
    assert gone(int(place.read_text(encoding="utf-8")))


def test_temporary_files_end_with_the_run() -> None:
    names = list(run(range(4), leave_a_temporary_file, lambda *_: "", 2))
    assert len(set(names)) == 4
    assert not any(Path(name).exists() or Path(name).parent.exists() for name in names)


@pytest.mark.skipif(sys.platform == "win32", reason="/bin/false of Unix")
def test_processes_that_cannot_start_end_the_run() -> None:
    executable = multiprocessing.spawn.get_executable()
    multiprocessing.set_executable("/bin/false")
    try:
        with pytest.raises(KanheError, match="处理进程无法启动"):
            list(run(range(100), square, lost, 2))
    finally:
        multiprocessing.set_executable(executable)


def test_processes_stay_from_one_round_to_the_next() -> None:
    with Pool(2) as pool:
        first = set(pool.run(range(4), name_the_process, lost))
        assert len(first) == 2
        assert set(pool.run(range(4), name_the_process, lost)) == first
        assert sorted(pool.run(range(3), square, lost)) == [0, 1, 4]


def test_no_more_processes_than_tasks() -> None:
    with Pool(9) as pool:
        list(pool.run(range(2), square, lost))
        assert len(pool.workers) == 2


def test_a_round_that_is_given_up_leaves_nothing_to_the_next() -> None:
    with Pool(2) as pool:
        given_up = pool.run(range(1, 6), hang_at_three, lost)
        assert {next(given_up), next(given_up)} == {1, 4}
        given_up.close()
        assert sorted(pool.run(range(3), square, lost)) == [0, 1, 4]


def test_stopping_early_leaves_no_process() -> None:
    before = set(psutil.Process().children(recursive=True))
    with Pool(2) as pool:
        next(pool.run(range(50), report_and_dawdle, lost))
    assert set(psutil.Process().children(recursive=True)) - before <= _helpers()


def _helpers() -> set[psutil.Process]:
    """Return the process that multiprocessing keeps for resources; it is no worker."""
    children = psutil.Process().children(recursive=True)
    return {child for child in children if "resource_tracker" in " ".join(child.cmdline())}


@pytest.mark.skipif(sys.platform == "win32", reason="signals of Unix")
def test_workers_and_their_programs_do_not_outlive_the_run(tmp_path: Path) -> None:
    script = tmp_path / "endless.py"
    script.write_text(
        "import sys\nfrom tests.test_workers import run, start_a_sleeper\n"
        "if __name__ == '__main__':\n    list(run([sys.argv[1]], start_a_sleeper, None, 1))\n",
        encoding="utf-8",
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "TMPDIR": str(temporary)}
    place = tmp_path / "pid"
    process = subprocess.Popen([sys.executable, str(script), str(place)], env=environment)
    for _ in range(200):
        if place.exists() and place.read_text(encoding="utf-8"):
            break
        time.sleep(0.05)
    family = psutil.Process(process.pid).children(recursive=True)
    workers = [child.pid for child in family if "resource_tracker" not in " ".join(child.cmdline())]
    assert len(workers) == 2, "the worker and its program"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert all(gone(pid) for pid in workers)
    assert not list(temporary.glob("kanhe-*"))
