"""Slips in the rules of a user's own folder: names that no shipped rule has, numbers that no rule can use.

A name that is not known would change nothing, and nobody would notice.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from extract.errors import RuleError

_CLOSE, _CLOSE_FILE = 0.5, 0.8
_MOST_DAYS = 36500
_MOST = 10**12
_CLOSED_TABLES = frozenset(
    {
        "labels.fields", "labels.parties", "items.columns", "periods.kinds", "guarantees.kinds", "dispute.places",
        "checks.payment_events",
    }
)  # fmt: skip
"""Tables whose keys stand for something in the record or in a check."""
_PATTERN_SLIPS = {
    "missing )": "括号没有闭合",
    "unbalanced parenthesis": "多了一个右括号",
    "unterminated character set": "方括号没有闭合",
    "nothing to repeat": "量词（* + ? {}）前没有可重复的内容",
    "multiple repeat": "量词重叠",
    "min repeat greater than max repeat": "重复的下限大于上限",
    "bad character range": "字符范围的起止颠倒",
    "bad escape": "反斜杠后的写法有误",
    "bad character in group name": "命名组的名称有误",
    "unknown group": "引用的组不存在",
    "invalid group reference": "引用的组不存在",
    "unknown property": "没有这种字符类别",
    "unknown extension": "(? 后的写法有误",
}
"""What the compiler of patterns says, as the beginning of its message, in Chinese."""
_SEEN_OF_PATTERN = 12
NAMED_LIST = re.compile(r"\\L<((?:\w+\.)?\w+)>")
"""Where a pattern names a list: of its own file, or `file.name`."""


def meant(word: str, known: Iterable[str]) -> str:
    """Return the end of a message on an unknown name: which known one it may stand for, or nothing."""
    near = get_close_matches(word, list(known), 1, _CLOSE)
    return f"，是不是 {near[0]}？" if near else ""


def pattern_reason(error: Any) -> str:
    """Return in Chinese what the `regex.error` of a pattern means, and behind which of its characters it is."""
    slip = next((words for start, words in _PATTERN_SLIPS.items() if error.msg.startswith(start)), error.msg)
    if error.pos is None or error.pattern is None:
        return slip
    before = str(error.pattern)[max(0, error.pos - _SEEN_OF_PATTERN) : error.pos]
    return f"{slip}（在「{before}」之后）" if before else f"{slip}（在开头）"


def refuse_unknown_file(path: Path, shipped: Collection[str]) -> None:
    """Raise RuleError for a file that is named nearly like a shipped one; any other is the user's own."""
    near = get_close_matches(path.stem, list(shipped), 1, _CLOSE_FILE)
    if path.stem not in shipped and near:
        raise RuleError(f"{path}：没有规则文件 {path.name}，是不是 {near[0]}.toml？自己的规则请另取文件名")


def refuse_unknown_names(path: Path, data: Mapping[str, Any], known: Mapping[str, Collection[str]]) -> None:
    """Raise RuleError for a word list, table, threshold or pattern that the shipped file of this name does not have.

    `known` has the names of each part. A list that a pattern of the same file uses is its own.
    """
    patterns = [entry for entry in data.get("patterns", []) if isinstance(entry, dict)]
    own_lists = {name for entry in patterns for name in NAMED_LIST.findall(str(entry.get("pattern", "")))}
    given = {
        "words": [name for name in _names(data, "words") if name not in own_lists],
        "tables": _names(data, "tables"),
        "thresholds": _names(data, "thresholds"),
        "patterns": [entry["id"] for entry in patterns if isinstance(entry.get("id"), str)],
    }
    titles = {"words": "词表", "tables": "对照表", "thresholds": "阈值", "patterns": "规则"}
    for part, names in given.items():
        for name in names:
            if name not in known[part]:
                raise RuleError(f"{path}：不认识的{titles[part]} {name}{meant(name, known[part])}")


def refuse_unknown_keys(path: Path, name: str, table: Any, shipped: Collection[str]) -> None:
    """Raise RuleError for a key that a table of things the program knows does not have: nothing would read it."""
    if name not in _CLOSED_TABLES or not isinstance(table, dict) or not shipped:
        return
    for key in table:
        if key not in shipped:
            raise RuleError(f"{path}：[tables.{name.partition('.')[2]}] 中不认识的键 {key}{meant(key, shipped)}")


def _names(data: Mapping[str, Any], part: str) -> list[str]:
    return list(data.get(part, {})) if isinstance(data.get(part, {}), dict) else []


def refuse_impossible(path: Path, name: str, value: Decimal, shipped: Decimal | None) -> None:
    """Raise RuleError for a threshold that cannot be one: a share above 1, days without end, no number at all."""
    if not value.is_finite():
        raise RuleError(f"{path}：thresholds.{name} 不是数：{value}")
    if shipped is None:
        return
    share = 0 < shipped < 1 and not name.endswith("tolerance")
    most = 1 if share else _MOST_DAYS if name.endswith("days") else _MOST
    if not 0 <= value <= most:
        raise RuleError(f"{path}：thresholds.{name} 应在 0 与 {most} 之间，不是 {value}")
    if name.endswith("days") and value != value.to_integral_value():
        raise RuleError(f"{path}：thresholds.{name} 应为整数，不是 {value}")
