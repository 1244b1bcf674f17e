"""Suppliers that act together (联合体), and the names that parties had before (曾用名)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import regex

from extract.fields.context import Context
from extract.fields.parties.names import Name, Side
from extract.rulepack import RulePack
from extract.structure.label_words import MEMBER
from extract.structure.values import LabelledValue

_NEAR = 60
"""Characters between a party's name and the one that it had before."""


def joint_names(context: Context, side: Side, value: LabelledValue) -> None:
    """Keep the names behind the first in a labelled value of `side`: 「乙方：某公司、另一公司（联合体）」."""
    for match in context.pack.pattern("parties.joint").finditer(context.text, value.start, value.end):
        side.beside.append(Name(match["name"], *match.span("name"), value.section, "parties.joint"))
    if context.text.startswith("A", value.start):
        side.beside += _lettered(context, value)


def _lettered(context: Context, value: LabelledValue) -> Iterator[Name]:
    """Yield the names in the lines below a first one with a letter: 「乙方：A公司：某公司」, 「B公司：另一公司」."""
    for paragraph in context.outline.paragraphs[value.paragraph + 1 :]:
        match = context.pack.pattern("parties.lettered").match(context.text, paragraph.start, paragraph.end)
        if match is None:
            return
        yield Name(match["name"], *match.span("name"), value.section, "parties.lettered")


def with_joined(sides: Sequence[Side]) -> list[Side]:
    """Return the sides and those named beside them, each a party of its own; its name is no other side's."""
    members = {name.value: side for side in sides if side.groups == {MEMBER} for name in side.names}
    joined: dict[str, Side] = {}
    for side in sides:
        for name in side.beside:
            member = members.get(name.value) or joined.setdefault(name.value, Side({MEMBER}, joined_to=side))
            member.names.append(name)
    for side in sides:
        if side.groups != {MEMBER}:
            side.names = [name for name in side.names if name.value not in joined] or side.names
    return [*sides, *joined.values()]


def members_apart(sides: Sequence[Side]) -> list[Side]:
    """Return the sides with every member of a consortium as one of its own; a member's name is no other side's."""
    apart = [one for side in sides for one in (_by_name(side) if side.groups == {MEMBER} else [side])]
    members = {name.value for side in apart if side.groups == {MEMBER} for name in side.names}
    for side in apart:
        if side.groups != {MEMBER}:
            side.names = [name for name in side.names if name.value not in members] or side.names
    return apart


def _by_name(side: Side) -> list[Side]:
    """Return one side per name, each with the labels and values from where its name stands to the next name."""
    names = sorted(side.names, key=lambda name: name.start)
    found = {name.value: Side({MEMBER}) for name in names}
    for index, name in enumerate(names):
        one, start = found[name.value], name.start
        end = names[index + 1].start if index + 1 < len(names) else None
        one.names.append(name)
        one.values += [v for v in side.values if v.start > start and (end is None or v.start < end)]
        one.labels += [label for label in side.labels if label[1] <= start and label[2] + 1 >= start]
    return list(found.values())


@lru_cache(maxsize=2)
def _told(text: str, pack: RulePack) -> tuple[regex.Match[str], ...]:
    """Return where the contract tells former names, for all its parties."""
    if pack.pattern("parties.former").search(text) is None:
        return ()
    return tuple(pack.pattern("parties.former_name").finditer(text))


def former_names(context: Context, side: Side) -> list[tuple[int, int]]:
    """Return where a party's former names stand: those near its name, or read as its name."""
    own = {name.value for name in side.names}
    found = []
    for match in _told(context.text, context.pack):
        start, end = match.span("former")
        around = context.text[max(0, start - _NEAR) : end + _NEAR]
        if match["former"] in own or any(name in around for name in own):
            found.append((start, end))
    return found
