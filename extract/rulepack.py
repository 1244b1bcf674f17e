"""The rules as the program asks for them: words, patterns compiled on first use, thresholds, rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import regex

from extract.compiled import compiled_patterns
from extract.errors import RuleError, system_reason
from extract.rule_layers import Case, Layers, merge
from extract.rule_rows import refuse_lost_references
from extract.rule_slips import NAMED_LIST, pattern_reason, refuse_unknown_file


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

    def __init__(self, layers: Layers, digest: str) -> None:
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
    layers, digest = Layers(), hashlib.sha256()
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
            merge(layers, path, content)
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
