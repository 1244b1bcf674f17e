"""The records of rule files (`[[rows]]`): which keys each file's records have, and what stands under them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from extract.errors import RuleError
from extract.model import SEVERITIES

_STATUS = ("V1", "V2", "P", "U")


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a value must be, in words and as a test."""

    words: str
    fits: Callable[[object], bool]


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == len("2021-01-01") and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)


_TEXT = _Kind("应为字符串", lambda value: isinstance(value, str) and bool(value))
_TEXTS = _Kind("应为非空字符串的数组", _are_texts)
_DATE = _Kind('应为 "年-月-日" 的字符串，如 "2021-01-01"', _is_date)
_SHAPES: Mapping[str, Mapping[str, _Kind]] = {
    "laws": {
        "id": _TEXT,
        "names": _TEXTS,
        "number": _TEXT,
        "in_force": _DATE,
        "repealed_on": _DATE,
        "replaced_by": _TEXT,
        "status": _Kind(f"应为 {'、'.join(_STATUS)} 之一", lambda value: value in _STATUS),
        "severity": _Kind(f"应为 {'、'.join(SEVERITIES)} 之一", lambda value: value in SEVERITIES),
        "basis": _TEXTS,
        "not_for": _TEXTS,
    },
}
_REQUIRED = {"laws": ("names",)}


def refuse_wrong_row(path: Path, namespace: str, row: Mapping[str, Any]) -> None:
    """Raise RuleError, in one line, for a record with a key that its file's records do not have, or a wrong value."""
    shape = _SHAPES.get(namespace)
    if shape is None:
        return
    where = f"{path}：[[rows]] 的 {row['id']}"
    if unknown := sorted(set(row) - set(shape)):
        raise RuleError(f"{where} 有不认识的键 {'、'.join(unknown)}，可用的有 {'、'.join(shape)}")
    if missing := [key for key in _REQUIRED[namespace] if key not in row]:
        raise RuleError(f"{where} 缺少 {'、'.join(missing)}")
    for key, value in row.items():
        if not shape[key].fits(value):
            raise RuleError(f"{where} 的 {key} {shape[key].words}")
