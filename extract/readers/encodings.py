"""Which encoding a text file is in, and its text.

Byte order marks are believed. Otherwise UTF-8 comes first, because nothing else decodes as UTF-8 by chance;
then the encodings of Chinese systems, judged by how common the Chinese characters are that each would give.
A few bad bytes (a file cut off inside a character) are forgiven; mixed encodings and binary files are not.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from extract.readers import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_HAN = re.compile("[\u4e00-\u9fff]")
_CANDIDATES = ("gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
_REPLACEMENT = "\ufffd"
_COMMON_SHARE = 0.6  # of the letters; real contracts have over 0.97, wrongly decoded ones under 0.5
_CONTROL_SHARE = 0.01
_BAD_SHARE = 0.002
_BAD_FEW, _BAD_SHARE_FEW = 3, 0.02  # in a short file the one bad place at its end weighs more
_FEW_LETTERS = 20
_LATIN_SHARE = 0.3
_SAMPLE = 1 << 16


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding that it was in, and how many places could not be decoded."""

    text: str
    encoding: str
    bad: int


def decode(source: Source) -> Decoded:
    """Return the text of `source`. Raises ReadError when it is binary, mixed, or in no known encoding."""
    content = source.content
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            found = _attempt(content[len(mark) :], encoding)
            if not _forgivable(found) or _is_binary(found.text):
                raise source.error(f"文件以 {encoding.upper()} 的标记开头，内容却不是该编码")
            return found
    found = _attempt(content, "utf-8")
    if _forgivable(found) and not _is_binary(found.text):
        if is_garbled(found.text):
            raise source.error("内容是乱码（可能曾以错误的编码转存），请用原文件重新转换")
        return found
    attempts = list(filter(_is_text, (_attempt(content, encoding) for encoding in _CANDIDATES)))
    if _is_mixed(content):
        raise source.error("文件中混有 UTF-8 与 GBK 两种编码，请先统一编码")
    if attempts:
        return max(attempts, key=lambda attempt: _common_share(attempt.text))
    if b"\0" in content or _is_binary(found.text):
        raise source.error("内容是二进制数据，不是文本")
    return _guessed(source)


def _attempt(content: bytes, encoding: str) -> Decoded:
    text = content.decode(encoding, "replace")
    bad = text.count(_REPLACEMENT)
    if bad and encoding.startswith("utf"):  # the file may itself hold the replacement character
        bad -= content.count(_REPLACEMENT.encode(encoding))
    return Decoded(text, encoding.upper(), bad)


def _forgivable(attempt: Decoded) -> bool:
    length = len(attempt.text)
    return attempt.bad <= max(length * _BAD_SHARE, min(_BAD_FEW, length * _BAD_SHARE_FEW))


def _is_text(attempt: Decoded) -> bool:
    return _forgivable(attempt) and not _is_binary(attempt.text) and _common_share(attempt.text) >= _COMMON_SHARE


def _is_binary(text: str) -> bool:
    controls = sum(map(text.count, map(chr, (*range(9), *range(14, 32), 127))))
    return controls > len(text) * _CONTROL_SHARE


def _common_share(text: str) -> float:
    """Return how many of the letters outside ASCII are Chinese characters in common use, 0 to 1."""
    common = _common_characters()
    letters = [c for c in text if c > "\x7f" and unicodedata.category(c)[0] in "LC"]
    return sum(letter in common for letter in letters) / len(letters) if letters else 1.0


def is_garbled(text: str) -> bool:
    """Tell whether the text was once decoded wrongly and saved so.

    UTF-8 taken for GBK leaves rare Chinese characters, GBK taken for Latin-1 leaves strings of accents.
    """
    sample = text[:_SAMPLE]
    chinese = _HAN.findall(sample)
    if len(chinese) < _FEW_LETTERS:
        accented = sum("\xa0" <= c <= "\xff" for c in sample)
        return accented >= _FEW_LETTERS and accented > len(sample) * _LATIN_SHARE
    return sum(map(_common_characters().__contains__, chinese)) < len(chinese) * _COMMON_SHARE


@cache
def _common_characters() -> frozenset[str]:
    """Return the first levels of GB 2312 (3,755 characters) and Big5 (5,401), the common ones of each."""
    simplified = _level("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
    traditional = _level("big5", range(0xA4, 0xC7), chain(range(0x40, 0x7F), range(0xA1, 0xFF)))
    return frozenset(chain(simplified, traditional))


def _level(encoding: str, leads: range, trails: range | chain[int]) -> Iterator[str]:
    for lead, trail in ((lead, trail) for trail in trails for lead in leads):
        character = bytes((lead, trail)).decode(encoding, "ignore")
        if character:
            yield character


def _is_mixed(content: bytes) -> bool:
    """Tell whether some lines are Chinese in UTF-8 and others Chinese in GBK."""
    kinds = {_line_kind(line) for line in content.splitlines() if not line.isascii()}
    return {"utf-8", "gb18030"} <= kinds


def _line_kind(line: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        attempt = _attempt(line, encoding)
        chinese = len(_HAN.findall(attempt.text))
        if not attempt.bad and chinese >= 2 and _common_share(attempt.text) >= _COMMON_SHARE:
            return encoding
    return "other"


def _guessed(source: Source) -> Decoded:
    """Return the text in the encoding that statistics suggest, if Chinese comes of it."""
    from charset_normalizer import from_bytes

    guess = from_bytes(source.content[:_SAMPLE]).best()
    if guess is None:
        raise source.error("无法辨认文字编码，请另存为 UTF-8")
    attempt = _attempt(source.content, guess.encoding)
    if _is_text(attempt) and _HAN.search(attempt.text):
        return attempt
    raise source.error(f"无法辨认文字编码（看来是 {guess.encoding}），请另存为 UTF-8")
