"""Words and their tags: jieba with its own dictionary and the terms of `rules/lexicon.txt`."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import import_module
from importlib.util import find_spec
from math import log
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from extract.rulepack import shipped_rules

_UNKNOWN = "x"
"""jieba's tag for what is no word of a known kind: figures, letters, punctuation."""
_LONGEST_WORD = 8
"""Characters. The few longer words of the dictionary are proverbs and titles."""


class Word(NamedTuple):
    """A word where it stands in the text that was cut, with its tag."""

    start: int
    text: str
    tag: str

    @property
    def end(self) -> int:
        """Return where the word ends."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Every word with its frequency and its tag: n, v, nr (person), ns (place) …"""

    frequencies: dict[str, int]
    tags: dict[str, str]


class Segmenter:
    """Cuts text into words of the dictionary, and only those, so that every cut can be explained.

    jieba would read the same dictionary twice, for words and for tags, and leave a copy of it in the
    temporary folder. Read once and filled in here, it takes half the time and leaves nothing behind.
    """

    def __init__(self, dictionary: Dictionary) -> None:
        self._tags = dictionary.tags
        self._jieba = _jieba().Tokenizer()
        self._jieba.FREQ = _with_prefixes(dictionary.frequencies)
        self._jieba.total = sum(dictionary.frequencies.values())
        self._jieba.initialized = True

    def cut(self, text: str) -> Iterable[str]:
        """Return the words of `text`; joined, they are `text` again."""
        words: Iterable[str] = self._jieba.cut(text, HMM=False)
        return words

    def guess(self, text: str) -> Iterator[Word]:
        """Yield the words of `text`, what the dictionary has not as jieba's hidden Markov model cuts and tags it."""
        start = 0
        for word, tag in self._guesser.cut(text):
            yield Word(start, word, tag)
            start += len(word)

    @cached_property
    def _guesser(self) -> Any:
        return import_module("jieba.posseg").POSTokenizer(self._jieba)

    def tag(self, word: str) -> str:
        """Return the part of speech that the dictionary gives: n, v, nr (person), ns (place) … or "x"."""
        return self._tags.get(word, _UNKNOWN)


def _with_prefixes(frequencies: dict[str, int]) -> dict[str, int]:
    """Return jieba's table: every word with its frequency, and with 0 every beginning that is no word."""
    table: dict[str, int] = {}
    for word in frequencies:
        for length in range(1, len(word)):
            table[word[:length]] = 0
    table.update(frequencies)
    return table


def _jieba() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of pkg_resources, which jieba asks for its files, and of its escapes
        return import_module("jieba")


def _shipped_dictionary() -> Path:
    """Return jieba's word list, found without importing jieba: words and tags are often all that is wanted."""
    found = find_spec("jieba")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("jieba")
    return Path(found.origin).with_name("dict.txt")


@lru_cache(maxsize=1)
def dictionary() -> Dictionary:
    """Return jieba's dictionary with our terms, loaded on first use."""
    entries = _shipped_dictionary().read_text(encoding="utf-8").split()
    entries += (shipped_rules() / "lexicon.txt").read_text(encoding="utf-8").split()
    words = entries[0::3]
    frequencies = dict(zip(words, map(int, entries[1::3]), strict=True))
    return Dictionary(frequencies, dict(zip(words, entries[2::3], strict=True)))


def tag_of(word: str) -> str:
    """Return the part of speech that the dictionary gives `word`, or "x"; the segmenter need not be loaded."""
    return dictionary().tags.get(word, _UNKNOWN)


@lru_cache(maxsize=1024)
def tagged_words(text: str) -> tuple[Word, ...]:
    """Return the words of a phrase of some thirty characters, cut as jieba cuts, without the table that it needs.

    The likeliest cut by the frequencies of the words, found from the end. For whole texts the segmenter is faster.
    """
    known, tags, every = dictionary().frequencies, dictionary().tags, log(_total())
    scores, ends = [0.0] * (len(text) + 1), [0] * len(text)
    for start in range(len(text) - 1, -1, -1):
        best = log(known.get(text[start]) or 1) - every + scores[start + 1]
        ends[start] = start + 1
        for end in range(start + 2, min(start + _LONGEST_WORD, len(text)) + 1):
            frequency = known.get(text[start:end])
            if frequency and (score := log(frequency) - every + scores[end]) > best:
                best, ends[start] = score, end
        scores[start] = best
    words = []
    start = 0
    while start < len(text):
        end = ends[start]
        words.append(Word(start, text[start:end], tags.get(text[start:end], _UNKNOWN)))
        start = end
    return tuple(words)


@lru_cache(maxsize=1)
def _total() -> int:
    return sum(dictionary().frequencies.values())


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """Return the segmenter, loaded on first use."""
    _jieba().setLogLevel(logging.WARNING)
    return Segmenter(dictionary())
