"""Contracts with nearly the same text, by MinHash over their sentences.

Digits do not count, so that a changed amount leaves a sentence the same; sentences that very many contracts have
(statutory wording, standard forms) do not count either. Texts with the very same sentences are one text there:
copies of one contract make no wording common.
"""

from __future__ import annotations

import re
import zlib
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extract.rulepack import RulePack
from extract.width import fold_width

if TYPE_CHECKING:
    import numpy

    Sentences = numpy.ndarray[Any, numpy.dtype[numpy.uint32]]

_LAYOUT = re.compile(r"[\s\d,.]+")
_END = re.compile(r"[。;;:：!?！？、()（）]+")
_SHORTEST = 6
_HASHES, _BANDS, _SEED = 128, 16, 20
"""16 bands of 8: texts of 85 % in common meet in some band 99 times in 100, texts of 50 % hardly ever."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Contracts (their indexes) of nearly the text of the first, and the least that one has in common with it."""

    members: tuple[int, ...]
    share: float


def sentences_of(text: str) -> Sentences:
    """Return the distinct sentences of a text as sorted hashes: some 1 kB for a contract."""
    import numpy

    plain = _LAYOUT.sub("", fold_width(text))
    hashes = {zlib.crc32(part.encode()) for part in _END.split(plain) if len(part) >= _SHORTEST}
    return numpy.array(sorted(hashes), dtype=numpy.uint32)


def digest_of(text: str) -> int:
    """Return one number for all texts that differ in blanks and line ends alone."""
    return hash("".join(text.split()))


def find_alike(texts: Sequence[Sentences], pack: RulePack) -> list[Alike]:
    """Return the groups of texts that are nearly the same, in order. A text is compared with the first of each group.

    Groups of a single text are left out, and so are texts with too few sentences of their own, unless another text
    has the very same sentences.
    """
    from rensa import RMinHash, RMinHashLSH

    at_least = float(pack.threshold("cross.similarity"))
    fewest = int(pack.threshold("cross.least_sentences"))
    firsts = RMinHashLSH(at_least, _HASHES, _BANDS)
    same = _same_sentences(texts)
    groups: dict[int, list[int]] = {}
    shares: dict[int, float] = {}
    own = dict(zip(same, _own_sentences([texts[first] for first in same], pack), strict=True))
    for index, sentences in own.items():
        if len(sentences) < fewest:
            groups[index] = same[index]
            continue
        minhash = RMinHash(_HASHES, _SEED)
        minhash.update([str(value) for value in sentences.tolist()])
        found = [(_share(sentences, own[first]), -first) for first in firsts.query(minhash)]
        share, first = max(found, default=(0.0, 0))
        if found and share >= at_least:
            groups[-first] += same[index]
            shares[-first] = min(share, shares.get(-first, 1.0))
        else:
            groups[index] = same[index]
            firsts.insert(index, minhash)
    return [Alike(tuple(sorted(g)), shares.get(first, 1.0)) for first, g in groups.items() if len(g) > 1]


def _same_sentences(texts: Sequence[Sentences]) -> dict[int, list[int]]:
    """Return the first of the texts with the very same sentences, and all of them; texts of nothing are left out."""
    same: dict[bytes, list[int]] = defaultdict(list)
    for index, sentences in enumerate(texts):
        if len(sentences):
            same[sentences.tobytes()].append(index)
    return {members[0]: members for members in same.values()}


def _own_sentences(texts: Sequence[Sentences], pack: RulePack) -> list[Sentences]:
    """Return the texts without the sentences that more of them have than the rules allow."""
    import numpy

    if not texts:
        return []
    values, counts = numpy.unique(numpy.concatenate(list(texts)), return_counts=True)
    most = max(int(pack.threshold("cross.common_least")), int(pack.threshold("cross.common_share") * len(texts)))
    common = values[counts > most]
    return [text[~numpy.isin(text, common, assume_unique=True)] for text in texts]


def _share(one: Sentences, other: Sentences) -> float:
    """Return the sentences in common, of all that either has (Jaccard)."""
    import numpy

    common = len(numpy.intersect1d(one, other, assume_unique=True))
    return common / (len(one) + len(other) - common)
