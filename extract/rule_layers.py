r"""The files of `rules/`, strictly read: words, patterns, thresholds and their test cases, as data that auditors edit.

One TOML file per subject. The file's stem is the namespace: in `payments.toml`, the list `remainder`
is `pack.words("payments.remainder")`. A file may hold only these parts:

    [words]                         # name = list of literal words
    remainder = ["剩余款项", "余款", "尾款"]

    [tables.roles]                  # an ordered mapping: key = list of words
    buyer = ["甲方", "采购人"]
    supplier = ["乙方", "供应商"]

    [thresholds]                    # name = number, or decimal string
    daily_rate = "0.005"

    [[patterns]]
    id = "share"                    # pack.pattern("payments.share")
    pattern = '''合同\L<price>的(?P<share>\d+%)'''    # \L<name>: any word of [words] name in this file
                                                          # \L<file.name>: any word of a list or table of another
    note = "optional: why it is written this way"
    whole = true                    # optional: it is matched against a whole piece of text, not searched in it

    [[cases]]                       # every pattern has cases; one generic test runs them all
    pattern = "share"
    match = ["支付合同总价的30%"]
    no_match = ["支付30元"]

    [[rows]]                        # records (checks, laws); `rule_rows` says which keys those of a file have

Patterns are `regex` patterns and are searched in the flow, whose punctuation is half-width. Full-width
punctuation in words, patterns and cases is folded on loading (escaped where it would be an operator),
so an auditor may write 「（」 or 「(」 alike.

A folder of the user's own is layered over the shipped one: a pattern with the same id replaces, words
are added (`"-余款"` takes the shipped word away), thresholds replace, tables' lists are added to, rows with
the same `id` replace. In a file of a shipped name, a name that the shipped file does not have is refused: it would
change nothing. Rules of the user's own stand in files of their own names.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import regex

from extract.errors import RuleError, toml_reason
from extract.rule_rows import has_rows, refuse_wrong_row
from extract.rule_slips import (
    NAMED_LIST,
    meant,
    refuse_impossible,
    refuse_unknown_keys,
    refuse_unknown_names,
)
from extract.width import WIDTH_TABLE, fold_width

_OPERATORS = frozenset(r"\.^$*+?{}[]|()-")
_PATTERN_WIDTHS = {
    wide: "\\" + chr(narrow) if chr(narrow) in _OPERATORS else chr(narrow) for wide, narrow in WIDTH_TABLE.items()
}
_PARTS = {"words", "tables", "thresholds", "patterns", "cases", "rows"}
_GROUP = re.compile(r"\(\?P<(\w+)>")


@dataclass(frozen=True, slots=True)
class Case:
    """What a pattern must find and must not find."""

    pattern: str
    match: tuple[str, ...]
    no_match: tuple[str, ...]


@dataclass(slots=True)
class Layers:
    """The rules while they are put together, file by file and layer over layer."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    thresholds: dict[str, Decimal] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Path] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    cases: list[Case] = field(default_factory=list)
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


def merge(layers: Layers, path: Path, content: bytes) -> None:
    """Put the `content` of a rule file over `layers`. Raises RuleError naming the file and what is wrong in it."""
    try:
        data = tomllib.loads(content.decode("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RuleError(f"{path}：{toml_reason(error)}") from error
    if unknown := set(data) - _PARTS:
        raise RuleError(f"{path}：不认识的部分 {'、'.join(sorted(unknown))}")
    namespace = path.stem
    known = _known(layers, namespace)
    if any(known.values()):
        refuse_unknown_names(path, data, known)
        if "rows" in data and not has_rows(namespace):
            raise RuleError(f"{path}：{path.name} 没有 [[rows]]")
    for name, words in _mapping(path, "words", data).items():
        key = f"{namespace}.{name}"
        layers.words[key] = _added(path, f"words.{name}", layers.words.get(key, ()), words)
    for name, table in _mapping(path, "tables", data).items():
        merged = layers.tables.setdefault(f"{namespace}.{name}", {})
        refuse_unknown_keys(path, f"{namespace}.{name}", table, merged)
        for key, words in _mapping(path, name, {name: table}).items():
            merged[key] = _added(path, f"tables.{name}.{key}", merged.get(key, ()), words)
    for name, number in _mapping(path, "thresholds", data).items():
        key, value = f"{namespace}.{name}", _number(path, f"thresholds.{name}", number)
        refuse_impossible(path, name, value, layers.thresholds.get(key))
        layers.thresholds[key] = value
    _merge_patterns(layers, path, data)
    rows = layers.rows.setdefault(namespace, {})
    seen: set[str] = set()
    for row in _list(path, "rows", data):
        if not isinstance(row.get("id"), str):
            raise RuleError(f"{path}：[[rows]] 缺少 id")
        if row["id"] in seen:
            raise RuleError(f"{path}：[[rows]] 的 id {row['id']} 重复")
        seen.add(row["id"])
        rows[row["id"]] = {**rows.get(row["id"], {}), **row}  # of the user's row only what it says replaces ours
        refuse_wrong_row(path, namespace, rows[row["id"]])


def _known(layers: Layers, namespace: str) -> dict[str, list[str]]:
    """Return the names that each part of a file has so far."""
    parts: dict[str, Iterable[str]] = {
        "words": layers.words,
        "tables": layers.tables,
        "thresholds": layers.thresholds,
        "patterns": layers.patterns,
    }
    prefix = f"{namespace}."
    return {part: [key.removeprefix(prefix) for key in keys if key.startswith(prefix)] for part, keys in parts.items()}


def _merge_patterns(layers: Layers, path: Path, data: Mapping[str, Any]) -> None:
    seen: set[str] = set()
    for entry in _list(path, "patterns", data):
        _only(path, "patterns", entry, {"id", "pattern", "note", "whole"})
        identifier, pattern = entry.get("id"), entry.get("pattern")
        if not isinstance(identifier, str) or not isinstance(pattern, str):
            raise RuleError(f"{path}：[[patterns]] 须有 id 和 pattern 两项")
        if identifier in seen:
            raise RuleError(f"{path}：规则 {identifier} 重复")
        seen.add(identifier)
        name = f"{path.stem}.{identifier}"
        replaced = layers.patterns.get(name)
        layers.patterns[name] = _fold_pattern(pattern)
        missing = _groups(replaced) - _groups(layers.patterns[name]) if replaced is not None else set()
        if missing and _is_sound(layers.patterns[name]):
            raise RuleError(f"{path}：规则 {identifier} 缺少命名组 {'、'.join(sorted(missing))}")
        layers.origins[name] = path
        layers.whole.discard(name)
        if not isinstance(entry.get("whole", False), bool):
            raise RuleError(f"{path}：规则 {identifier} 的 whole 应为 true 或 false")
        if entry.get("whole"):
            layers.whole.add(name)
        layers.cases = [case for case in layers.cases if case.pattern != name]
    for entry in _list(path, "cases", data):
        _only(path, "cases", entry, {"pattern", "match", "no_match"})
        name = f"{path.stem}.{entry.get('pattern')}"
        if name not in layers.patterns:
            raise RuleError(f"{path}：[[cases]] 所指的规则 {entry.get('pattern')} 不存在")
        match = _strings(path, f"cases.{name}.match", entry.get("match", []))
        no_match = _strings(path, f"cases.{name}.no_match", entry.get("no_match", []))
        layers.cases.append(Case(name, match, no_match))


def _is_sound(pattern: str) -> bool:
    """Tell whether a pattern can be compiled, its word lists aside; why a broken one is broken is told on compiling."""
    try:
        regex.compile(NAMED_LIST.sub("", pattern))
    except regex.error:
        return False
    return True


def _groups(pattern: str) -> set[str]:
    """Return the names of the groups that a pattern has: the program reads them."""
    return set(_GROUP.findall(pattern))


def _added(path: Path, key: str, existing: tuple[str, ...], value: Any) -> tuple[str, ...]:
    """Return a list with the words of the next layer; raises RuleError when one is taken away that is not there."""
    new = _strings(path, key, value)
    removed = {word[1:] for word in new if word.startswith("-") and len(word) > 1}
    if missing := sorted(removed - set(existing)):
        raise RuleError(
            f"{path}：{key} 中没有「{missing[0]}」，不能用「-{missing[0]}」去掉{meant(missing[0], existing)}"
        )
    added = [word for word in new if not (word.startswith("-") and len(word) > 1)]
    return tuple(dict.fromkeys(word for word in (*existing, *added) if word not in removed))


def _mapping(path: Path, part: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
    value = data.get(part, {})
    if not isinstance(value, dict):
        raise RuleError(f"{path}：[{part}] 应为键值表")
    return value


def _list(path: Path, part: str, data: Mapping[str, Any]) -> list[dict[str, Any]]:
    value = data.get(part, [])
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise RuleError(f"{path}：[[{part}]] 应为表的数组")
    return value


def _strings(path: Path, key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise RuleError(f"{path}：{key} 应为非空字符串的数组")
    if len(set(value)) < len(value):
        repeated = sorted(word for word, count in Counter(value).items() if count > 1)
        raise RuleError(f"{path}：{key} 中有重复的词 {'、'.join(repeated)}")
    return tuple(fold_width(word) for word in value)


def _number(path: Path, key: str, value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise RuleError(f"{path}：{key} 应为整数或十进制字符串")
    try:
        return Decimal(value)
    except InvalidOperation as error:
        raise RuleError(f"{path}：{key} 不是数：{value}") from error


def _only(path: Path, part: str, entry: Mapping[str, Any], allowed: set[str]) -> None:
    if unknown := set(entry) - allowed:
        raise RuleError(f"{path}：[[{part}]] 中不认识的键 {'、'.join(sorted(unknown))}")


def _fold_pattern(pattern: str) -> str:
    """Return `pattern` in half width; what was full width stands for itself: （ is \\(."""
    return pattern.translate(_PATTERN_WIDTHS)
