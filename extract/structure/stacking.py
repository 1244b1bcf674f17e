"""Values that stand in lines of their own below their labels: one below each label, or all below all labels.

OCR reads a table column by column: 甲方 / 地址 / 电话, then 某局 / 某路1号 / 0871-…. A block counts where as many lines
follow as there are labels and each can be the value of its label; otherwise no line is anybody's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import regex

from extract.structure.label_words import LabelWords, bare
from extract.structure.outline import Outline, Paragraph

_LEAST_LABELS = 3
_LONGEST_LABEL, _LONGEST_VALUE = 40, 60
_LIKE = {
    "phone": regex.compile(r"\(?\d[\d() /、-]{6,}"),
    "fax": regex.compile(r"\(?\d[\d() /-]{6,}"),
    "account": regex.compile(r"\d[\d -]{7,}"),
    "bank_code": regex.compile(r"\d[\d ]{11,}"),
    "tax_id": regex.compile(r"[\dA-Z]{15,20}"),
    "postcode": regex.compile(r"\d{6}"),
    "email": regex.compile(r"[^@\s]+@[^@\s]+"),
    "signed_on": regex.compile(r"[\d二一〇零○].{5,}"),
    "bank": regex.compile(r"\p{Han}{2,30}(?:[行社部处]|分理处|\))"),
    "address": regex.compile(r"\p{Han}.{3,}"),
    "party": regex.compile(r"\p{Han}{2}[\p{Han}A-Za-z·()]{0,40}"),
}
"""What the value of a label looks like, a name where nothing is said of the label."""
_NAME = regex.compile(r"\p{Han}[\p{Han}·()]{1,40}")


def stacked_values(outline: Outline, words: LabelWords) -> dict[int, tuple[int, int]]:
    """Return the flow offsets of the value of each paragraph that is a label alone, by the paragraph's index."""
    keys = [_label_key(outline, paragraph, words) for paragraph in outline.paragraphs]
    found: dict[int, tuple[int, int]] = {}
    for first, last in _runs(keys):
        count = last - first
        values = outline.paragraphs[last : last + count]
        alone = count == 1 and any(0 <= near < len(keys) and keys[near] for near in (first - 2, first + 2))
        whole = len(values) == count and (alone or count >= _LEAST_LABELS)
        if whole and all(_can_be(outline, value, keys[first + at]) for at, value in enumerate(values)):
            found |= {first + at: (value.start, value.end) for at, value in enumerate(values)}
    return found


def _label_key(outline: Outline, paragraph: Paragraph, words: LabelWords) -> str | None:
    """Return what a paragraph labels when it is a label and nothing else."""
    text = outline.text[paragraph.start : paragraph.end]
    if len(text) > _LONGEST_LABEL or paragraph.number is not None or "\t" in text:
        return None
    word = bare(text)
    key = "party" if words.lexicon.party(word) is not None else words.key_of(word)
    return key or words.prefixed(word, paragraph.start)[1]


def _runs(keys: Sequence[str | None]) -> Iterator[tuple[int, int]]:
    """Yield [first, last) of every run of paragraphs that are labels."""
    first = 0
    while first < len(keys):
        last = first
        while last < len(keys) and keys[last]:
            last += 1
        if last > first:
            yield first, last
        first = max(last, first + 1)


def _can_be(outline: Outline, paragraph: Paragraph, key: str | None) -> bool:
    """Tell whether a paragraph can be the value of a label for `key`."""
    text = outline.text[paragraph.start : paragraph.end]
    if key is None or paragraph.number is not None or len(text) > _LONGEST_VALUE or re.search(r"[\t:。;]", text):
        return False
    return _LIKE.get(key, _NAME).fullmatch(text) is not None
