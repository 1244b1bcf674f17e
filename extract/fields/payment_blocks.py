"""Where a contract speaks of paying its price: paragraphs and table cells, in groups by clause, best places first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from extract.fields.context import Context
from extract.structure.outline import ClauseNode, Paragraph

PAYMENT, PRICE, BODY, ANNEX = 0, 1, 2, 3
"""How likely a place speaks of instalments: the payment clause, the price clause, elsewhere, an annex."""
_RETENTION_KINDS = ("warranty", "guarantee", "acceptance", "quality")
_SKIPPED = ("cover", "signature", "annex_signature")
_HEADING = 24


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or cell; `group` tells which clause or table row it belongs to, `place` how good a place it is.

    `retention_only` marks clauses that may release a retention and nothing else (warranty, guarantee).
    """

    start: int
    end: int
    group: int
    place: int
    retention_only: bool = False
    ticked: bool | None = None


def find_blocks(context: Context, schedules: tuple[tuple[int, int], ...] = ()) -> list[Block]:
    """Return the blocks that talk of paying, in order; the regions of payment `schedules` are left out."""
    blocks: list[Block] = []
    talk = context.pack.pattern("payments.money_talk")
    shortest = context.pack.threshold("payments.shortest_block")
    for found in _blocks(context):
        if any(start <= found.start < end for start, end in schedules):
            continue
        ticked = _ticked(context, found, blocks)
        block = Block(found.start, found.end, found.group, found.place, found.retention_only, ticked)
        if block.end - block.start >= shortest and talk.search(context.text, block.start, block.end):
            blocks.append(block)
        elif ticked is not None and ticked != (blocks[-1].ticked if blocks else None):
            blocks.append(block)
    return blocks


def _blocks(context: Context) -> Iterator[Block]:
    places: dict[int, tuple[int, int, bool] | None] = {}
    titled: int | None = None
    for paragraph in context.outline.paragraphs:
        section = context.outline.section_at(paragraph.start).kind
        if section in _SKIPPED or paragraph.end - paragraph.start < 2:
            continue
        if "\t" in context.text[paragraph.start : paragraph.end]:
            yield from _cells(context, paragraph, section)
            continue
        clause = context.outline.clause_at(paragraph.start)
        index = clause.index if clause is not None else -1
        if index not in places:
            places[index] = _place(context, clause)
        place = places[index]
        title = context.pack.pattern("payments.title").match(context.text, paragraph.body_start, paragraph.end)
        if title is not None:
            titled = paragraph.index if clause is None else None
            place = (PAYMENT, paragraph.index if place is None or place[0] != PAYMENT else place[1], False)
        elif clause is None and titled is not None and paragraph.index - titled < 12:
            place = (PAYMENT, titled, False)
        if place is None:
            continue
        if section == "annex":
            place = (ANNEX + place[0], place[1], place[2])
        yield Block(paragraph.body_start, paragraph.end, place[1], place[0], place[2])


def _place(context: Context, clause: ClauseNode | None) -> tuple[int, int, bool] | None:
    """Return place, group and whether only retentions count, for the paragraphs of a clause; None to skip it."""
    if clause is None:
        return BODY, -1, False
    title = context.pack.pattern("payments.title")
    chain = [clause]
    while chain[-1].parent is not None:
        chain.append(context.outline.clauses[chain[-1].parent])
    kinds = context.pack.words("payments.other_clauses")
    for node in chain:
        if node.kind == "payment" or node.title is not None and title.search(node.title) and node.kind != "price":
            outer = [other for other in chain if other.kind == "payment"] or [node]
            return PAYMENT, outer[-1].index, False
        if node.kind == "price":
            return PRICE, node.index, False
        if node.kind in _RETENTION_KINDS:
            return BODY, node.index, True
        if node.kind in kinds:
            return None
    return BODY, chain[-1].index, False


def _cells(context: Context, paragraph: Paragraph, section: str) -> Iterator[Block]:
    """Yield the long cells of a row whose other cells name it a row on payment: 8.1 | 付款方式 | 合同签订后……."""
    position = paragraph.start
    heading = ""
    title = context.pack.pattern("payments.title")
    for words in context.text[paragraph.start : paragraph.end].split("\t"):
        start, end = position, position + len(words)
        position = end + 1
        if len(words) <= _HEADING and title.search(words):
            heading = words
        elif heading or title.match(words):
            place = PAYMENT + (ANNEX if section == "annex" else 0)
            yield Block(start, end, -2 - paragraph.index, place)
        elif len(words) <= _HEADING and any(word in words for word in ("质保金", "质量保证金", "预付款")) and "\t" in context.text[start:paragraph.end]:
            heading = words


def _ticked(context: Context, block: Block, before: list[Block]) -> bool | None:
    """Return whether the option that the block belongs to was ticked; None where there are no boxes."""
    boxes = regex_of_boxes(context)
    last = None
    for last in boxes.finditer(context.text, block.start, min(block.end, block.start + _HEADING)):
        break
    if last is None:
        previous = before[-1] if before else None
        return previous.ticked if previous is not None and previous.group == block.group else None
    return last.lastgroup == "ticked"


def regex_of_boxes(context: Context) -> regex.Pattern[str]:
    """Return the pattern of tick boxes; its groups are `ticked` and `open`."""
    return context.pack.pattern("payments.box")
