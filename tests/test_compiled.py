"""Patterns compiled beforehand are those of the rules, and whatever is wrong with their file costs only time."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
import regex

import extract.compiled
import extract.rulepack
from extract.compiled import compiled_patterns, save_patterns
from extract.rulepack import RulePack, load_rules

PACK = load_rules()


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of all patterns that the loader of the rules takes."""
    path = tmp_path / "patterns.pickle"
    save_patterns(map(PACK.pattern, PACK.pattern_names), path)
    monkeypatch.setattr(extract.rulepack, "compiled_patterns", lambda: compiled_patterns(path))
    return path


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sources that are compiled from now on."""
    sources: list[str] = []
    compile_pattern = regex.compile

    def noted(source: str) -> regex.Pattern[str]:
        sources.append(source)
        return compile_pattern(source)

    monkeypatch.setattr(regex, "compile", noted)
    return sources


def fresh_rules(folder: Path | None = None) -> RulePack:
    """The rules, loaded as a new program does."""
    return load_rules.__wrapped__(folder)


@pytest.mark.usefixtures("place")
def test_patterns_compiled_beforehand_are_not_compiled_again(compilations: list[str]) -> None:
    fresh_rules().verify()  # they find what the rules' own cases say
    assert compilations == []


@pytest.mark.usefixtures("place")
def test_a_pattern_of_the_users_own_is_compiled(tmp_path: Path, compilations: list[str]) -> None:
    rule = "[[patterns]]\nid = 'late'\npattern = '逾期{1,9}'\n[[cases]]\npattern = 'late'\nmatch = ['逾期']\nno_match = ['按期']\n"
    (tmp_path / "own.toml").write_text(rule, encoding="utf-8")
    fresh_rules(tmp_path)
    assert compilations == ["逾期{1,9}"]


@pytest.mark.parametrize("content", [b"", b"x" * 20, b"x" * 2000], ids=["empty", "short", "foreign"])
def test_a_file_that_is_not_whole_is_passed_over(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    assert compiled_patterns(place) == {}
    assert fresh_rules().pattern("dates.date").search("2024年7月19日")


def test_a_changed_file_is_passed_over(place: Path) -> None:
    content = bytearray(place.read_bytes())
    content[len(content) // 2] ^= 1
    place.write_bytes(content)
    assert compiled_patterns(place) == {}


def test_a_missing_file_is_no_error(tmp_path: Path) -> None:
    assert compiled_patterns(tmp_path / "none.pickle") == {}


def test_patterns_of_another_release_of_regex_are_passed_over(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(regex, "__version__", "1.0")
    assert compiled_patterns(place) == {}


def test_nothing_but_patterns_is_read(place: Path) -> None:
    pickled = pickle.dumps({"": Path("/")})
    place.write_bytes(extract.compiled._checksum(pickled) + pickled)
    assert compiled_patterns(place) == {}
