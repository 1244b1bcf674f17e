"""Whose the values are of a table that says each label twice, once for each party: 住所|…|住所|….

The heads of the two halves tell, as a rule. Where the layout lost them, both halves would be one party's, with two
addresses and two accounts. Then the names of the parties in the table tell, or nobody has the values: a wrong owner is
worse than none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from extract.structure.outline import Outline
from extract.structure.values import LabelledValue, Owner

_SINGLE = frozenset({"name", "address", "tax_id", "legal_representative", "bank", "account"})
"""What a party has once in one table."""
Pair = tuple[int, int]
"""The indices of two values that stand behind the same label in one row."""


def with_sides(values: Sequence[LabelledValue], outline: Outline) -> list[LabelledValue]:
    """Return `values`, those that stand beside each other behind one label not both one party's."""
    owned = list(values)
    names = {
        outline.text[value.start : value.end]: value.owner
        for value in values
        if value.key == "party" and value.owner is not None and not value.blank
    }
    for pairs in _tables(values, outline):
        doubled = [pair for pair in pairs if values[pair[0]].group == values[pair[1]].group]
        if not any(values[left].key in _SINGLE and values[left].owner is not None for left, _ in doubled):
            continue
        sides = _sides(values, pairs, names, outline)
        for pair in doubled:
            for index, owner in zip(pair, sides, strict=True):
                owned[index] = replace(values[index], owner=owner)
    return owned


def _tables(values: Sequence[LabelledValue], outline: Outline) -> Iterator[list[Pair]]:
    """Yield the pairs of each table: in rows that follow each other, or with one row between."""
    table: list[Pair] = []
    for pair in _pairs(values, outline):
        if table and values[pair[0]].paragraph - values[table[-1][0]].paragraph > 2:
            yield table
            table = []
        table.append(pair)
    if table:
        yield table


def _pairs(values: Sequence[LabelledValue], outline: Outline) -> Iterator[Pair]:
    for paragraph, row in groupby(range(len(values)), key=lambda index: values[index].paragraph):
        by_label: dict[str, list[int]] = {}
        for index in row:
            by_label.setdefault(values[index].label, []).append(index)
        span = outline.paragraphs[paragraph]
        if "\t" in outline.text[span.start : span.end]:
            yield from ((found[0], found[1]) for found in by_label.values() if len(found) == 2)


def _sides(
    values: Sequence[LabelledValue], pairs: Sequence[Pair], names: Mapping[str, Owner], outline: Outline
) -> tuple[Owner | None, Owner | None]:
    """Return whose the left and the right half of a table are, told by the row that names both parties."""
    first, last = values[pairs[0][0]].paragraph, values[pairs[-1][0]].paragraph
    for paragraph in outline.paragraphs[max(first - 2, 0) : last + 1]:
        cells = outline.text[paragraph.start : paragraph.end].split("\t")
        named = [names[cell] for cell in cells if cell in names]
        if len(named) == 2 and named[0].group != named[1].group:
            return named[0], named[1]
    return None, None
