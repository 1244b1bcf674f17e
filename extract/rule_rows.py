"""The records of rule files (`[[rows]]`): which keys each file's records have, and what stands under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from extract.errors import RuleError
from extract.model import SEVERITIES


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a value must be, in words and as a test."""

    words: str
    fits: Callable[[Any], bool]
    required: bool = False

    @property
    def needed(self) -> _Kind:
        """The same of a key that no record is without."""
        return replace(self, required=True)


_Shape = Mapping[str, _Kind]


def _is_date(value: object) -> bool:
    try:
        return isinstance(value, str) and len(value) == len("2021-01-01") and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and item for item in value)


def _are_shares(value: object) -> bool:
    try:
        return isinstance(value, list) and all(isinstance(item, str) and 0 <= Decimal(item) < 1 for item in value)
    except InvalidOperation:
        return False


def _one_of(*words: str) -> _Kind:
    return _Kind(f"应为 {'、'.join(words)} 之一", lambda value: value in words)


def _list_of(shape: _Shape) -> _Kind:
    words = f"应为 {{ {'、'.join(shape)} }} 的数组"
    return _Kind(words, lambda value: isinstance(value, list) and not any(_fault(row, shape) for row in value))


def _fault(row: object, shape: _Shape) -> str:
    """Return what is wrong with a record, or nothing."""
    if not isinstance(row, dict):
        return "应为表"
    if unknown := sorted(set(row) - set(shape)):
        return f"有不认识的键 {'、'.join(unknown)}，可用的有 {'、'.join(shape)}"
    if missing := [key for key, kind in shape.items() if kind.required and row.get(key) in (None, [], "")]:
        return f"缺少 {'、'.join(missing)}"
    wrong = next((key for key, value in row.items() if not shape[key].fits(value)), None)
    return f"的 {wrong} {shape[wrong].words}" if wrong is not None else ""


_TEXT = _Kind("应为字符串", lambda value: isinstance(value, str) and bool(value))
_TEXTS = _Kind("应为非空字符串的数组", _are_texts)
_DATE = _Kind('应为 "年-月-日" 的字符串，如 "2021-01-01"', _is_date)
_SHARES = _Kind('应为 0 与 1 之间的小数的数组，小数加引号，如 ["0.13", "0.06"]', _are_shares)
_STATUS = _one_of("V1", "V2", "P", "U")
_SEVERITY = _one_of(*SEVERITIES)
_VERSION: _Shape = {"date": _DATE.needed, "law": _TEXT, "article": _TEXT, "status": _STATUS}
_SHAPES: Mapping[str, _Shape] = {
    "checks": {"id": _TEXT, "severity": _SEVERITY.needed, "basis": _TEXTS, "labels": _TEXTS},
    "cross": {"id": _TEXT, "severity": _SEVERITY.needed, "basis": _TEXTS},
    "basis": {
        "id": _TEXT,
        "law": _TEXT.needed,
        "article": _TEXT,
        "summary": _TEXT,
        "status": _STATUS.needed,
        "note": _TEXT,
        "before": _list_of(_VERSION),
        "instead": _TEXT,
    },
    "laws": {
        "id": _TEXT,
        "names": _TEXTS.needed,
        "number": _TEXT,
        "in_force": _DATE,
        "repealed_on": _DATE,
        "replaced_by": _TEXT,
        "status": _STATUS,
        "severity": _SEVERITY,
        "basis": _TEXTS,
        "not_for": _TEXTS,
    },
    "tax_rates": {
        "id": _TEXT,
        "from": _DATE.needed,
        "rates": _SHARES.needed,
        "status": _STATUS,
        "basis": _TEXTS.needed,
    },
}
"""File, then key; what is read without asking whether it is there is needed."""

_REFERENCES: Mapping[tuple[str, str], str] = {
    ("checks", "basis"): "basis",
    ("cross", "basis"): "basis",
    ("laws", "basis"): "basis",
    ("tax_rates", "basis"): "basis",
    ("basis", "instead"): "basis",
    ("basis", "law"): "laws",
}
"""File and key whose values are ids of records in another file."""


def has_rows(namespace: str) -> bool:
    """Tell whether the program reads records of this rule file."""
    return namespace in _SHAPES


def refuse_wrong_row(path: Path, namespace: str, row: Mapping[str, Any]) -> None:
    """Raise RuleError, in one line, for a record with a key that its file's records do not have, or a wrong value."""
    if namespace in _SHAPES and (fault := _fault(row, _SHAPES[namespace])):
        raise RuleError(f"{path}：[[rows]] 的 {row['id']} {fault}")


def refuse_lost_references(folder: Path, rows: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> None:
    """Raise RuleError for a record that names one that no file has; `rows` are by file and id, `folder` the last read.

    A basis may also be a citation written out, in Chinese; what looks like an id must be one.
    """
    for (namespace, key), target in _REFERENCES.items():
        known = rows.get(target, {})
        for row in rows.get(namespace, {}).values():
            lost = [name for name in _named(row, key) if name not in known and (key != "basis" or name.isascii())]
            if lost:
                path = folder / f"{namespace}.toml"
                raise RuleError(f"{path}：[[rows]] 的 {row['id']} 的 {key} 有 {target}.toml 中没有的 {'、'.join(lost)}")


def _named(row: Mapping[str, Any], key: str) -> Iterator[str]:
    """Yield what a record, or an earlier version of it, has under `key`."""
    for version in (row, *row.get("before", ())):
        value = version.get(key, [])
        yield from [value] if isinstance(value, str) else value
