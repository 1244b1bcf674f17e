"""What callers of the Python API give, checked at the door: a wrong type is one Chinese line, not a traceback."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from extract.errors import KanheError


def path_given(name: str, value: Any) -> Path:
    """Return a path that was given as the argument `name`. Raises KanheError for anything but str and path objects."""
    if not isinstance(value, str | os.PathLike) or isinstance(os.fspath(value), bytes):
        raise KanheError(f"{name} 应为路径（str 或 Path），不能是 {_shown(value)}")
    return Path(value)


def paths_given(name: str, values: Any) -> list[Path]:
    """Return a list of paths that was given. Raises KanheError for anything else, a single path too."""
    return [path_given(name, value) for value in _listed(name, values, "路径")]


def names_given(name: str, values: Any) -> tuple[str, ...]:
    """Return a list of names that was given. Raises KanheError for anything else, a single name too."""
    names = _listed(name, values, "名称")
    for value in names:
        if not isinstance(value, str):
            raise KanheError(f"{name} 中应为名称（str），不能是 {_shown(value)}")
    return tuple(names)


def count_given(name: str, value: Any) -> int:
    """Return a number that was given. Raises KanheError unless it is an integer from 0 on."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise KanheError(f"{name} 应为不小于 0 的整数，不能是 {_shown(value)}")
    return value


def _listed(name: str, values: Any, what: str) -> list[Any]:
    if isinstance(values, Iterable) and not isinstance(values, str | bytes | os.PathLike):
        return list(values)
    wrapped = f"，应写作 [{values!r}]" if isinstance(values, str | os.PathLike) else ""
    raise KanheError(f"{name} 应为{what}的列表，不能是 {_shown(values)}{wrapped}")


def _shown(value: Any) -> str:
    """Return a value for a message, cut to a short line."""
    line = " ".join(repr(value).split())
    return f"{line[:40]}…" if len(line) > 40 else line
