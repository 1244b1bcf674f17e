"""Who a word in a sentence means: 甲方, 承租方, 任何一方, 我公司 … as the roles of the record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Literal

import regex

from extract.model import Party, Role
from extract.rulepack import RulePack, alternation

Labels = Mapping[str, Iterable[str]]
Who = Literal["buyer", "supplier", "either", "counterpart", "other"]
_OTHER_SIDE: dict[str, Role] = {"buyer": "supplier", "supplier": "buyer"}
_BY_POSITION: dict[str, Role] = {"first": "buyer", "second": "supplier"}
_SHORTEST_NAME = 3
_JOINTS = ("、", "和", "或", "或者", "及", "与")
_ROLES: dict[str, Role] = {
    "buyer": "buyer",
    "supplier": "supplier",
    "agent": "agent",
    "witness": "witness",
    "user": "user",
    "guarantor": "guarantor",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """A word that names a side: flow offsets and whom it means.

    `counterpart` is the other side of whoever is being spoken of (对方, 守约方), `other` a party on neither side.
    """

    start: int
    end: int
    who: Who


@dataclass(frozen=True, slots=True)
class Roles:
    """The words of one contract that name parties, with the role of each."""

    words: Mapping[str, Role]
    """Every party word that counts in this contract, with its role."""
    labelled: frozenset[Role]
    """Roles that the contract gives to some party, by a label or by name."""
    _sides: Mapping[str, Who]
    _one_side: str
    _settled: regex.Pattern[str]
    _left_open: regex.Pattern[str]
    _compiled: dict[str, regex.Pattern[str]] = field(default_factory=dict, compare=False, repr=False)

    def of(self, word: str) -> Role | None:
        """Return the role that `word` (甲方, 采购人 …) has in this contract, or None."""
        return self.words.get(word)

    def subjects(self, text: str, start: int, end: int, *, others: bool = False) -> list[Subject]:
        """Return the words in [start, end) that name the buyer, the supplier or either of them, in order.

        With `others` also those that name a party on neither side, a third party or a guarantor.
        双方 as those who agreed something (双方约定的时间) names nobody, nor does an option left open (□甲方 ☑乙方).
        """
        found = []
        pattern = self._compiled.get(text)
        if pattern is None:
            self._compiled.clear()  # one contract at a time
            pattern = self._compiled[text] = _pattern(text, self._sides, self._one_side)
        for match in pattern.finditer(text, start, end):
            who = self._sides.get(match[0], "either")
            if who == "other" and not others:
                continue
            settled = who == "either" and self._settled.match(text, match.end())
            if not settled and not self._left_open.match(text, match.start()):
                found.append(Subject(match.start(), match.end(), who))
        return found


def is_joined(text: str, subject: Subject) -> bool:
    """Tell whether a party word is joined to the words before it: 甲方或乙方, 乙方延期交货或者甲方延期付款."""
    return text[max(subject.start - 2, 0) : subject.start].endswith(_JOINTS)


def other_side(role: str) -> Role | None:
    """Return supplier for buyer and buyer for supplier, None for any other role."""
    return _OTHER_SIDE.get(role)


def read_roles(
    parties: Iterable[Party], pack: RulePack, short_names: Mapping[str, str] = MappingProxyType({}), text: str = ""
) -> Roles:
    """Return what the party words mean in a contract with `parties`.

    The parties' names and short names count like labels; `short_names` are those that stand as other labels in the
    flow. `text` may label a party by a word that else names nobody (接受方:某公司). Without parties 甲方 buys and 乙方
    supplies; a label that names one of two parties settles the other.
    """
    labels: list[tuple[str, Role]] = []
    names: list[tuple[str, Role]] = []
    for party in parties:
        labels.extend((short_names.get(label.value, label.value), party.role) for label in party.labels)
        named = (*party.names, *party.aliases) if party.name is None else (party.name, *party.names, *party.aliases)
        names.extend((pack.simplified(name.value), party.role) for name in named if len(name.value) >= _SHORTEST_NAME)
    labels.extend(_labelled_in(text, names, pack))
    return _roles(tuple(dict.fromkeys(labels)), tuple(dict.fromkeys(names)), pack)


def _labelled_in(text: str, names: list[tuple[str, Role]], pack: RulePack) -> Iterator[tuple[str, Role]]:
    """Yield the words for either or the other side that stand before a party's name as its label."""
    for word in (*pack.words("roles.either"), *pack.words("roles.counterpart")):
        place = text.find(f"{word}:")
        behind = place + len(word) + 1
        role = next((role for name, role in names if text.startswith(name, behind)), None) if place >= 0 else None
        if role is not None:
            yield word, role


@lru_cache(maxsize=64)
def _roles(given: tuple[tuple[str, Role], ...], names: tuple[tuple[str, Role], ...], pack: RulePack) -> Roles:
    table = pack.table("labels.parties")
    group_of = {word: group for group, words in table.items() for word in words}
    named = _named(given, group_of)
    by_group = _by_group(named, group_of)
    doubtful = set(pack.words("roles.only_as_label"))
    words: dict[str, Role] = {word: role for word, role in named.items() if word not in group_of}
    for word, group in group_of.items():
        if word in named:
            words[word] = named[word]
        elif word not in doubtful and group in by_group:
            words[word] = by_group[group]
    words.update(name for name in names if name[0] not in words)
    for role, voices in pack.table("roles.voices").items():
        words.update(dict.fromkeys(voices, _ROLES[role]))
    sides: dict[str, Who] = {word: role for word, role in words.items() if role in ("buyer", "supplier")}
    sides.update(dict.fromkeys(_on_neither_side(table, {**named, **dict(names)}, words), "other"))
    for key in ("either", "counterpart"):
        sides.update({word: key for word in pack.words(f"roles.{key}") if word not in named})
    labelled = frozenset(role for _, role in (*given, *names))
    one_side, settled_by_both = pack.pattern("roles.one_side").pattern, pack.pattern("roles.settled_by_both")
    return Roles(words, labelled, sides, one_side, settled_by_both, pack.pattern("roles.left_open"))


def _on_neither_side(labels: Labels, given: Mapping[str, Role], words: Mapping[str, Role]) -> set[str]:
    """Return the words for parties that neither buy nor supply; a user stands on the buyer's side."""
    by_position = [word for group in ("third", "fourth") for word in labels[group]]
    other = {word for word in (*given, *by_position) if words.get(word, "other") not in ("buyer", "supplier", "user")}
    return {word for word in other if len(word) > 1}


def _pattern(text: str, words: Iterable[str], one_side: str) -> regex.Pattern[str]:
    """Return the pattern of those `words` that stand in `text`: a tenth of them, and as much faster to compile."""
    present = [word for word in words if word in text]
    return regex.compile(f"{alternation(present)}(?!面)|{one_side}" if present else one_side)


def _named(given: tuple[tuple[str, Role], ...], group_of: Mapping[str, str]) -> dict[str, Role]:
    """Return the role of every lexicon word that stands in a label: 「甲方(采购人)」 holds two."""
    named: dict[str, Role] = {}
    for label, role in given:
        if label in group_of:
            named.setdefault(label, role)
            continue
        inside = {word: role for word in group_of if word in label and word not in named}
        named.update(inside)
        if not inside and len(label) >= 2:
            named.setdefault(label, role)
    return named


def _by_group(named: Mapping[str, Role], group_of: Mapping[str, str]) -> dict[str, Role]:
    """Return the role of each label group: as the parties have it, else as the label itself says."""
    by_group: dict[str, Role] = dict(_ROLES)
    settled = {
        group_of[word]: role
        for word, role in named.items()
        if group_of.get(word) in ("first", "second", "third", "fourth")
    }
    by_group.update(settled)
    for group, opposite in (("first", "second"), ("second", "first")):
        if group not in by_group:
            by_group[group] = other_side(by_group.get(opposite, "other")) or _BY_POSITION[group]
    return by_group
