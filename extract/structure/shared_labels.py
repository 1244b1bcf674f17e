"""Labels said once for both parties, each party's value behind its name: 送达地址:甲方 某路1号 乙方 某路2号."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

import regex

from extract.structure.label_words import Hit, LabelWords
from extract.structure.values import Owner

_SHARED = frozenset(
    {"address", "postcode", "contact", "phone", "fax", "email", "tax_id", "bank", "account", "signed_on"}
)
"""What both parties have. A place to sign or a project is one for both."""
_BEHIND = regex.compile(r"\)?[为是 ]{0,2}(?=[\p{L}\d])(?![的由在及和与或向应将须可需均按指委承负提双所])")
"""What stands between a party and its value; with a colon the party is a label of its own.

No value follows where a sentence goes on: 甲方指定地点, 甲方所在地, 甲方或乙方.
"""


def of_each_party(hits: Sequence[Hit], words: LabelWords) -> list[Hit]:
    """Return the labels of a line, one that two parties share taken apart: the first, and what goes on, one each."""
    found: list[Hit] = []
    rest = list(hits)
    while rest:
        hit = rest.pop(0)
        named = list(takewhile(lambda other: other.key == "party" and other.owner is not None, rest))
        limit = rest[0].label_start if rest and rest[0].label_start >= hit.value_start else hit.cell_end
        if hit.key not in _SHARED:
            found.append(hit)
        elif _heads(hit, named) and not words.text[hit.value_start : limit].strip(" ("):
            found += [replace(other, key=hit.key, label=hit.label) for other in named]
            del rest[: len(named)]
        else:
            found += list(_told_apart(hit, limit, words)) or [hit]
    return found


def _heads(hit: Hit, named: Sequence[Hit]) -> bool:
    """Tell whether a label heads those of the parties behind it: 地址:甲方:…,乙方:…; 联系人:甲方:王某 heads one."""
    return len({other.label for other in named}) > 1 or (hit.key == "contact" and hit.owner is None and bool(named))


def _told_apart(hit: Hit, limit: int, words: LabelWords) -> Iterator[Hit]:
    """Yield `hit` once for each party, where its value begins with one party and goes on with another."""
    named: list[tuple[Owner, int]] = []
    for match in words.lexicon.party_pattern.finditer(words.text, hit.value_start, limit):
        behind = _BEHIND.match(words.text, match.end(), limit)
        begins = not words.text[hit.value_start : match.start()].strip(" (")
        if behind is not None and (begins or named):
            owner = Owner(words.lexicon.parties[match[0]], match[0], match.start(), match.end())
            named.append((owner, behind.end()))
    if len({owner.group for owner, _ in named}) > 1:
        for owner, start in named:
            yield Hit(hit.key, hit.label, min(owner.start, start), start, hit.cell_end, owner)
