"""Labels said once for both parties, each party's value behind its name: 送达地址:甲方 某路1号 乙方 某路2号."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import takewhile

import regex

from extract.structure.label_words import Hit, LabelWords
from extract.structure.values import Owner

_SHARED = frozenset(
    {"address", "postcode", "contact", "phone", "fax", "email", "tax_id", "bank", "account", "signed_on"}
)
"""What both parties have. A place to sign or a project is one for both."""
_BEHIND = regex.compile(
    r"\)?(?:[为是 ]{0,2}|[—–-]{1,2} ?)(?=[\p{L}\d])(?![的由在及和与或向应将须可需均按指委承负提双所])"
)
"""What stands between a party and its value; with a colon the party is a label of its own.

No value follows where a sentence goes on: 甲方指定地点, 甲方所在地, 甲方或乙方.
"""

_FURTHER = regex.compile(
    r"(?<=[,、; (])(?P<label>联系人|电话|联系电话|手机号?|邮编|传真)[为是 ]?"
    r"(?=\d[\d-]{5}|(?<=人[为是 ]?)\p{Han}{2,4}(?:[,;。、 )]|$))"
)


def of_each_party(hits: Sequence[Hit], words: LabelWords) -> list[Hit]:
    """Return the labels of a line, one that two parties share taken apart: the first, and what goes on, one each."""
    found: list[Hit] = []
    rest = list(hits)
    while rest:
        hit = rest.pop(0)
        group = _until({hit.key}, rest)
        named = [other for other in group if other.key == "party" and other.owner is not None]
        beside = _until({"party"}, group)
        limit = _start(rest, hit)
        if hit.key not in _SHARED:
            found.append(hit)
        elif not beside and _heads(hit, named) and not words.text[hit.value_start : limit].strip(" ("):
            found += [replace(other, key=hit.key, label=hit.label) if other in named else other for other in group]
            del rest[: len(group)]
        elif apart := _told_apart(hit, _start(rest[len(beside) :], hit), words):
            found += _dealt(apart, [*beside, *_unmarked(apart, beside, words)])
            del rest[: len(beside)]
        else:
            found.append(hit)
    return found


def _until(keys: Set[str], hits: Sequence[Hit]) -> list[Hit]:
    """Return the first of `hits`, up to one of `keys`."""
    return list(takewhile(lambda hit: hit.key not in keys, hits))


def _start(rest: Sequence[Hit], hit: Hit) -> int:
    """Return where the next label begins, else where the cell of `hit` ends."""
    return rest[0].label_start if rest and rest[0].label_start >= hit.value_start else hit.cell_end


def _unmarked(apart: Sequence[Hit], marked: Sequence[Hit], words: LabelWords) -> list[Hit]:
    """Return the further labels of each party that have no colon: 甲方 某路1号,联系人张三,电话138…."""
    known = {hit.label_start for hit in marked}
    found: list[Hit] = []
    ends = [*(hit.label_start for hit in apart[1:]), apart[-1].cell_end]
    for hit, end in zip(apart, ends, strict=True):
        for match in _FURTHER.finditer(words.text, hit.value_start, end):
            key = words.key_of(match["label"])
            if key is not None and match.start("label") not in known:
                found.append(Hit(key, match["label"], match.start("label"), match.end(), hit.cell_end, hit.owner))
    return found


def _dealt(apart: Sequence[Hit], beside: Sequence[Hit]) -> list[Hit]:
    """Return a label taken apart, and the others of the line given to the party before each.

    地址:甲方 某路1号,电话:…;乙方 某路2号,电话:….
    """
    owners = [(hit.label_start, hit.owner) for hit in apart]
    given = [replace(other, owner=[who for at, who in owners if at < other.label_start][-1]) for other in beside]
    return sorted([*apart, *given], key=lambda hit: hit.label_start)


def _heads(hit: Hit, named: Sequence[Hit]) -> bool:
    """Tell whether a label heads those of the parties behind it: 地址:甲方:…,乙方:…; 联系人:甲方:王某 heads one."""
    return len({other.label for other in named}) > 1 or (hit.key == "contact" and hit.owner is None and bool(named))


def _told_apart(hit: Hit, limit: int, words: LabelWords) -> list[Hit]:
    """Return `hit` once for each party, where its value begins with one party and goes on with another."""
    named: list[tuple[Owner, int]] = []
    for match in words.lexicon.party_pattern.finditer(words.text, hit.value_start, limit):
        behind = _BEHIND.match(words.text, match.end(), limit)
        begins = not words.text[hit.value_start : match.start()].strip(" (")
        if behind is not None and (begins or named):
            owner = Owner(words.lexicon.parties[match[0]], match[0], match.start(), match.end())
            named.append((owner, behind.end()))
    if len({owner.group for owner, _ in named}) < 2:
        return []
    return [Hit(hit.key, hit.label, min(owner.start, start), start, hit.cell_end, owner) for owner, start in named]
