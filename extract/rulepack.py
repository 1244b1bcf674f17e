r"""Strict loader of `rules/`: words, patterns, thresholds and their test cases, as data that auditors edit.

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

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import regex

from extract.compiled import compiled_patterns
from extract.errors import RuleError, system_reason, toml_reason
from extract.rule_rows import has_rows, refuse_lost_references, refuse_wrong_row
from extract.rule_slips import (
    NAMED_LIST,
    meant,
    pattern_reason,
    refuse_impossible,
    refuse_unknown_file,
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
class _Layers:
    """The rules while they are put together, file by file and layer over layer."""

    words: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tables: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    thresholds: dict[str, Decimal] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    origins: dict[str, Path] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)
    cases: list[Case] = field(default_factory=list)
    rows: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)


class _OnFirstUse(dict[str, regex.Pattern[str]]):
    """The compiled patterns by name, each made when it is first asked for: patterns are looked up very often."""

    def __init__(self, compiled: Callable[[str], regex.Pattern[str]]) -> None:
        super().__init__()
        self._make = compiled

    def __missing__(self, name: str) -> regex.Pattern[str]:
        pattern = self[name] = self._make(name)
        return pattern


class RulePack:
    """The loaded rules. Lookups name `file.key`; an unknown name is a KeyError (a mistake in our code)."""

    def __init__(self, layers: _Layers, digest: str) -> None:
        self._layers = layers
        self._compiled = compiled_patterns()
        self.pattern: Callable[[str], regex.Pattern[str]] = _OnFirstUse(self._compile).__getitem__
        """The compiled pattern `file.id`, compiled on first use; RuleError when it or a list that it names is wrong.

        A dictionary's own lookup: it is asked thousands of times for each contract.
        """
        self._alternations: dict[str, re.Pattern[str]] = {}
        self._expansions: dict[str, str] = {}
        self._groups: dict[str, dict[str, str]] = {}
        self.digest = digest
        """SHA-256 over all rule files, hexadecimal."""

    def words(self, name: str) -> tuple[str, ...]:
        """Return the word list `file.name`, folded to half width, in the order of the file."""
        return self._layers.words[name]

    def table(self, name: str) -> Mapping[str, tuple[str, ...]]:
        """Return the ordered table `file.name`."""
        return self._layers.tables[name]

    def groups(self, name: str) -> Mapping[str, str]:
        """Return by each word of table `file.name` the key that it stands under."""
        found = self._groups.get(name)
        if found is None:
            found = self._groups[name] = {word: key for key, words in self.table(name).items() for word in words}
        return found

    def simplified(self, text: str) -> str:
        """Return `text` in simplified characters, as table `characters.traditional` has them; the length stays."""
        return text if self._traditional.isdisjoint(text) else text.translate(self._simplified)

    @cached_property
    def _traditional(self) -> frozenset[str]:
        return frozenset(map(chr, self._simplified))

    @cached_property
    def _simplified(self) -> dict[int, str]:
        return {ord(form): simple for simple, row in self.table("characters.traditional").items() for form in row}

    def threshold(self, name: str) -> Decimal:
        """Return the number `file.name`."""
        return self._layers.thresholds[name]

    def rows(self, name: str) -> tuple[Mapping[str, Any], ...]:
        """Return the records of file `name`, in order."""
        return tuple(self._layers.rows.get(name, {}).values())

    def alternation(self, name: str) -> re.Pattern[str]:
        """Return a pattern that matches any word of table `file.name`, the longest first."""
        compiled = self._alternations.get(name)
        if compiled is None:
            words = [word for group in self._layers.tables[name].values() for word in group]
            compiled = self._alternations[name] = compiled_words(words)
        return compiled

    @property
    def pattern_names(self) -> tuple[str, ...]:
        """All pattern names, `file.id`."""
        return tuple(self._layers.patterns)

    @property
    def cases(self) -> tuple[Case, ...]:
        """All test cases of all files."""
        return tuple(self._layers.cases)

    def verify(self) -> None:
        """Compile every pattern and run every case. Raises RuleError on the first that fails."""
        for name in self._layers.patterns:
            self.pattern(name)
        for case in self._layers.cases:
            for text, wanted in self.broken(case):
                should = "应当匹配" if wanted else "不应匹配"
                raise RuleError(f"{self._layers.origins[case.pattern]}：规则 {case.pattern} {should}「{text}」")

    def broken(self, case: Case) -> list[tuple[str, bool]]:
        """Return the texts of `case` that its pattern treats otherwise than it should, with what it should find."""
        pattern = self.pattern(case.pattern)
        found = pattern.fullmatch if case.pattern in self._layers.whole else pattern.search
        texts = [(text, True) for text in case.match] + [(text, False) for text in case.no_match]
        return [(text, wanted) for text, wanted in texts if bool(found(text)) is not wanted]

    def _compile(self, name: str) -> regex.Pattern[str]:
        source = self._source(name)
        try:
            return self._compiled.get(source) or regex.compile(source)
        except regex.error as error:
            reason = pattern_reason(error)
            raise RuleError(f"{self._layers.origins[name]}：规则 {name} 的正则表达式有误：{reason}") from error

    def _source(self, name: str) -> str:
        """Return the pattern `name` with its word lists written out."""
        namespace = name.partition(".")[0]

        def expand(match: re.Match[str]) -> str:
            key = match[1] if "." in match[1] else f"{namespace}.{match[1]}"
            if key not in self._expansions:
                words = self._listed(key)
                if words is None:
                    raise RuleError(f"{self._layers.origins[name]}：规则 {name} 用到的词表 {match[1]} 不存在")
                self._expansions[key] = alternation(words)
            return self._expansions[key]

        return NAMED_LIST.sub(expand, self._layers.patterns[name])

    def _listed(self, key: str) -> Iterable[str] | None:
        """Return the words of the list or table `key`, None where there is none."""
        table = self._layers.tables.get(key)
        return self._layers.words.get(key) if table is None else [word for group in table.values() for word in group]


def alternation(words: Iterable[str]) -> str:
    """Return a group that matches any of `words`, the longest first; what follows each first character stands together.

    [甲乙]方|采购(?:单位|人|), so that one look at a character tells whether a word can begin. Of no words none matches.
    """
    firsts: dict[str, str] = {}
    for first, behind in _rests(words).items():
        rest = behind[0] if len(behind) == 1 else f"(?:{'|'.join(behind)})"
        firsts[rest] = firsts.get(rest, "") + regex.escape(first)
    return "(?:" + "|".join(f"[{first}]{rest}" for rest, first in firsts.items()) + ")" if firsts else "(?!)"


def compiled_words(words: Iterable[str]) -> re.Pattern[str]:
    """Return the pattern that matches any of `words`, the longest first.

    It is of the standard library: mere words need no more, and where each way begins with a character of its own, not
    with a set of them, it passes over text in which none can begin a dozen times as fast.
    """
    rests = _rests(words)
    ways = (f"{re.escape(first)}(?:{'|'.join(behind)})" for first, behind in rests.items())
    return re.compile("|".join(ways) if rests else "(?!)")


def _rests(words: Iterable[str]) -> dict[str, list[str]]:
    """Return what follows each first character in `words`, escaped, the longest first."""
    rests: dict[str, list[str]] = {}
    for word in sorted(set(words), key=lambda word: (-len(word), word)):
        rests.setdefault(word[0], []).append(regex.escape(word[1:], special_only=True))
    return rests


def shipped_rules() -> Path:
    """Return the folder of the rules that come with Kanhe: in the wheel, or beside a source checkout."""
    packaged = Path(str(files("extract"))) / "rules"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parent.parent / "rules"


@lru_cache(maxsize=4)
def load_rules(folder: Path | None = None) -> RulePack:
    """Load the shipped rules, and `folder` layered over them.

    Raises RuleError naming file and key for an unknown key, a duplicate, a bad pattern, or (in the user's
    own folder) a case that fails.
    """
    layers, digest = _Layers(), hashlib.sha256()
    names = {path.stem for path in shipped_rules().glob("*.toml")}
    for base in filter(None, (shipped_rules(), folder)):
        paths = sorted(base.glob("*.toml"))
        if not paths:
            raise RuleError(f"{base}：规则目录{'中没有 .toml 文件' if base.is_dir() else '不存在'}")
        for path in paths:
            refuse_unknown_file(path, names)
            try:
                content = path.read_bytes()
            except OSError as error:
                raise RuleError(f"{path}：不能读取（{system_reason(error)}）") from error
            digest.update(path.name.encode() + b"\0" + content)
            _merge(layers, path, content)
        refuse_lost_references(base, layers.rows)
    pack = RulePack(layers, digest.hexdigest())
    if folder is not None:
        pack.verify()
    return pack


_SEEN: dict[Path | None, frozenset[tuple[Path, int, int]]] = {}


def current_rules(folder: Path | None = None) -> RulePack:
    """Return `load_rules(folder)`, loaded anew when a file has changed since this was last asked.

    A run begins with this, so that rules can be edited while a notebook or `kanhe watch` goes on; within a run
    `load_rules` keeps to what was loaded.
    """
    paths = [path for base in (shipped_rules(), folder) if base is not None for path in base.glob("*.toml")]
    try:
        seen = frozenset((path, path.stat().st_size, path.stat().st_mtime_ns) for path in paths)
    except OSError as error:
        raise RuleError(f"{folder or shipped_rules()}：不能读取（{system_reason(error)}）") from error
    if _SEEN.setdefault(folder, seen) != seen:
        load_rules.cache_clear()
        _SEEN[folder] = seen
    return load_rules(folder)


def _merge(layers: _Layers, path: Path, content: bytes) -> None:
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


def _known(layers: _Layers, namespace: str) -> dict[str, list[str]]:
    """Return the names that each part of a file has so far."""
    parts: dict[str, Iterable[str]] = {
        "words": layers.words,
        "tables": layers.tables,
        "thresholds": layers.thresholds,
        "patterns": layers.patterns,
    }
    prefix = f"{namespace}."
    return {part: [key.removeprefix(prefix) for key in keys if key.startswith(prefix)] for part, keys in parts.items()}


def _merge_patterns(layers: _Layers, path: Path, data: Mapping[str, Any]) -> None:
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
