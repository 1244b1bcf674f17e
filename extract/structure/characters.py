"""Characters that stand for others: traditional forms, and what OCR takes one for in words that every contract has.

All are folded one to one, so no offset moves; the evidence keeps what the document says. A look-alike is only
mended inside a word that cannot be another one (入民币, 联系入, 工作曰), a letter only inside a figure that can have
none (1O个工作日, 电话138O0000000). Amounts, accounts and codes are left to their readers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product

from extract.rulepack import RulePack, compiled_words

_MOST_VARIANTS = 16
_FIGURES = str.maketrans("OoIl曰", "0011日")
_LETTER_BESIDE_FIGURE = re.compile(r"\d[ _]?[OoIl曰]|[OoIl][\dOo.]|l[ _]?[.、)年月日天周份条%‰]|月.{1,4}曰")
"""A text without one of these holds no figure that was misread."""
_SIDES_END, _UNITS = re.compile(r"[万力] ?[(:]|双[万力]"), re.compile(r"兀|[方力]元")
"""A text without one of these holds no such word for a party, or no such unit of money."""
_ALIAS = re.compile(r"[\[【〔［](?=(以?下(?:文|统)?简?称|简称)[^\]】〕］\n]{1,16}[\]】〕］])[^\]】〕］]+.")
_PLAIN_UNIT = str.maketrans("兀方力", "元万万")


def plain_characters(text: str, pack: RulePack) -> str:
    """Return `text` in simplified characters, misread words and figures mended; the length is unchanged."""
    words = _misread(pack)
    plain = _pattern(pack).sub(lambda match: words[match[0]], pack.simplified(text))
    if _SIDES_END.search(plain):
        plain = pack.pattern("characters.misread_side").sub("方", plain)
    if _UNITS.search(plain):
        plain = pack.pattern("characters.misread_unit").sub(lambda match: match[0].translate(_PLAIN_UNIT), plain)
    if "简称" in plain or "下称" in plain:
        plain = _ALIAS.sub(lambda match: f"({match[0][1:-1]})", plain)  # 出租方[以下简称甲方]
    if not _LETTER_BESIDE_FIGURE.search(plain):
        return plain
    return pack.pattern("characters.misread_figure").sub(lambda match: match[0].translate(_FIGURES), plain)


@lru_cache(maxsize=4)
def _pattern(pack: RulePack) -> re.Pattern[str]:
    return compiled_words(_misread(pack))


@lru_cache(maxsize=4)
def _misread(pack: RulePack) -> dict[str, str]:
    """Return every way in which a word is misread, and the word. A word itself is none: 期末|按, not 期|未按."""
    labels = {word for key in ("fields", "parties") for row in pack.table(f"labels.{key}").values() for word in row}
    words = {word for word in labels if len(word) > 1} | set(pack.words("characters.often_misread"))
    real = pack.words("characters.real_words")
    known = words | set(real)
    alike = pack.table("characters.look_alikes")
    misread = {form: word for word in sorted(words) for form in _forms(word, alike) if form not in known}
    misread |= {form: word for word, forms in pack.table("characters.taken_for").items() for form in forms}
    return misread | dict(zip(real, real, strict=True))


def _forms(word: str, alike: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    choices = [(character, *alike.get(character, ())) for character in word]
    for count, letters in enumerate(product(*choices)):
        if 0 < count < _MOST_VARIANTS:
            yield "".join(letters)
