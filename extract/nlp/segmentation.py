"""Words and their tags: jieba with its own dictionary and the terms of `rules/lexicon.txt`."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from extract.rulepack import shipped_rules

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of pkg_resources, which jieba asks for its files, and of its escapes
    import jieba

_UNKNOWN = "x"
"""jieba's tag for what is no word of a known kind: figures, letters, punctuation."""


class Segmenter:
    """Cuts text into words of the dictionary, and only those, so that every cut can be explained.

    jieba would read the same dictionary twice, for words and for tags, and leave a copy of it in the
    temporary folder. Read once and filled in here, it takes half the time and leaves nothing behind.
    """

    def __init__(self, dictionary: Path, lexicon: Path) -> None:
        entries = dictionary.read_text(encoding="utf-8").split()
        words, frequencies = entries[0::3], list(map(int, entries[1::3]))
        self._tags = dict(zip(words, entries[2::3], strict=True))
        self._jieba = jieba.Tokenizer()
        self._jieba.FREQ = _with_prefixes(words, frequencies)
        self._jieba.total = sum(frequencies)
        self._jieba.initialized = True
        for line in lexicon.read_text(encoding="utf-8").splitlines():
            if line.strip():
                word, frequency, tag = line.split()
                self._jieba.add_word(word, int(frequency), tag)
                self._tags[word] = tag

    def cut(self, text: str) -> Iterable[str]:
        """Return the words of `text`; joined, they are `text` again."""
        words: Iterable[str] = self._jieba.cut(text, HMM=False)
        return words

    def tag(self, word: str) -> str:
        """Return the part of speech that the dictionary gives: n, v, nr (person), ns (place) … or "x"."""
        return self._tags.get(word, _UNKNOWN)


def _with_prefixes(words: list[str], frequencies: list[int]) -> dict[str, int]:
    """Return jieba's table: every word with its frequency, and with 0 every beginning that is no word."""
    table: dict[str, int] = {}
    for word in words:
        for length in range(1, len(word)):
            table[word[:length]] = 0
    table.update(zip(words, frequencies, strict=True))
    return table


@lru_cache(maxsize=1)
def segmenter() -> Segmenter:
    """Return the segmenter, loaded on first use."""
    jieba.setLogLevel(logging.WARNING)
    return Segmenter(Path(jieba.__file__).with_name("dict.txt"), shipped_rules() / "lexicon.txt")
