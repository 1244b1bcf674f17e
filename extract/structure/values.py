"""Labelled values, and the dealing out of those that two parties named beside each other share.

Where a signature page was copied line by line, both parties come first and then every label once for each:
甲方：… 乙方：… 地址：… 地址：… 电话：… 电话：…. The first of each label is the first party's, the second the second's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.structure.outline import Outline

_SEVERAL = frozenset({"address", "postcode", "contact", "phone", "fax", "email"})
"""What a party may have more than one of, each under a label of its own: 注册地址 and 办公地址."""


@dataclass(frozen=True, slots=True)
class Owner:
    """A party as the layout names it: its group in `labels.parties` and the word as written."""

    group: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """One labelled value. Offsets are flow offsets; `start == end` when the value is blank.

    `key` is the group in `labels.fields`, or `party` for a label that is a party itself (`甲方：…`).
    """

    key: str
    label: str
    label_start: int
    start: int
    end: int
    owner: Owner | None
    section: str
    paragraph: int
    blank: bool

    @property
    def group(self) -> str | None:
        """The label group of the owner, or None."""
        return self.owner.group if self.owner is not None else None


def dealt(values: Sequence[LabelledValue], outline: Outline) -> Iterator[LabelledValue]:
    """Yield `values`, those below parties that are named in a row given to each party in its turn.

    A label that comes neither once for each party nor once for all is nobody's: a wrong owner is worse than none.
    """
    index = 0
    while index < len(values):
        parties = _parties_in_a_row(values, index, outline)
        index += len(parties)
        yield from _nameless(parties, outline.text)
        if not parties:
            yield values[index]
            index += 1
        if len(parties) > 1:
            shared = _shared(values, index, parties[-1], outline)
            yield from _in_turn(shared, [party.owner for party in parties], outline.text)
            index += len(shared)


def _parties_in_a_row(values: Sequence[LabelledValue], start: int, outline: Outline) -> list[LabelledValue]:
    """Return the parties that stand right behind each other from values[start] on, each with nothing of its own."""
    row: list[LabelledValue] = []
    for index in range(start, len(values)):
        value = values[index]
        apart = row and not _next_to(row[-1], value)
        again = any(value.owner is not None and value.owner.group == party.owner.group for party in row if party.owner)
        if value.key != "party" or value.owner is None or apart or again or _in_table(value, outline):
            break
        row.append(value)
    return row


def _nameless(parties: list[LabelledValue], text: str) -> list[LabelledValue]:
    """Return parties in a row, the last without the line below it where the others have nothing: it names them all."""
    below = len(parties) > 1 and "\n" in text[parties[-1].label_start : parties[-1].start]
    if not below or not all(party.blank for party in parties[:-1]):
        return parties
    return [*parties[:-1], replace(parties[-1], end=parties[-1].start, blank=True)]


def _shared(values: Sequence[LabelledValue], start: int, last: LabelledValue, outline: Outline) -> list[LabelledValue]:
    """Return the values behind a row of parties that no label and no sentence gives to one of them."""
    shared: list[LabelledValue] = []
    before = last
    for index in range(start, len(values)):
        value = values[index]
        if value.key == "party" or not _next_to(before, value):
            break
        if _in_table(value, outline) and not _carried(value, last) and not _stands_twice(values, index):
            break
        if value.owner is not None and value.owner.start >= last.label_start + len(last.label):
            break  # named anew, in the label or in a sentence between
        shared.append(value)
        before = value
    return shared


def _carried(value: LabelledValue, last: LabelledValue) -> bool:
    """Tell whether a value has its owner from the lines above alone, and not from its column."""
    return value.owner is None or value.owner == last.owner


def _stands_twice(values: Sequence[LabelledValue], index: int) -> bool:
    """Tell whether the label of a value stands beside itself in its row: once for each party."""
    value = values[index]
    beside = values[max(index - 1, 0) : index + 2]
    return sum(other.label == value.label and other.paragraph == value.paragraph for other in beside) > 1


def _in_turn(shared: Sequence[LabelledValue], owners: Sequence[Owner | None], text: str) -> Iterator[LabelledValue]:
    """Yield the values with their owners: each label's first value is the first party's, and so on.

    Where the values of both parties stand behind the second label, nobody has them.
    """
    blank = {value.label for value in shared if value.blank}
    heaped = {value.label for value in shared if value.label in blank and text[value.end : value.end + 1] == "\t"}
    labels, keys = Counter(value.label for value in shared), Counter(value.key for value in shared)
    turns: dict[str, Iterator[Owner | None]] = {}
    for value in shared:
        if labels[value.label] == len(owners):
            turns.setdefault(value.label, iter(owners))
        elif value.key not in _SEVERAL and keys[value.key] == len(owners):  # 税号 of one, 统一社会信用代码 of the other
            turns[value.label] = turns.setdefault(value.key, iter(owners))
    for value in shared:
        turn = turns.get(value.label)
        if turn is not None:
            owner = next(turn)
            yield replace(value, owner=None if value.label in heaped else owner)
        else:
            yield replace(value, owner=None) if turns else value


def _next_to(before: LabelledValue, value: LabelledValue) -> bool:
    """Tell whether nothing but the first one's own value, in a line of its own, stands between two values."""
    return before.section == value.section and value.paragraph - before.paragraph <= 2


def _in_table(value: LabelledValue, outline: Outline) -> bool:
    """Tell whether a value stands in a table row, where its column says whose it is."""
    paragraph = outline.paragraphs[value.paragraph]
    return "\t" in outline.text[paragraph.start : paragraph.end]
