"""Where a contract speaks of paying its price: paragraphs and table cells, in groups by clause, best places first."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby

from extract.fields.context import Context
from extract.fields.payments.lists import has_sum
from extract.fields.payments.sentences import split_parts
from extract.fields.references import called_clauses
from extract.nlp.mentions import Region
from extract.structure.outline import ClauseNode, Paragraph

PAYMENT, PRICE, BODY, ANNEX = 0, 1, 2, 3
"""How likely a place speaks of instalments: the payment clause, the price clause, elsewhere, an annex."""
_RETENTION_KINDS = ("warranty", "guarantee", "acceptance", "quality")
_SKIPPED = ("cover", "signature", "annex_signature")
_HEADING = 24
_LONGEST_TITLE = 14
_HAN = "一二三四五六七八"
_LETTERS = "ABCDEF"
_STOPS = "。;:,"
_REACH_OF_TITLE = 12
"""Without clause numbers a heading 付款方式 speaks for at most this many paragraphs."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or cell; `group` tells which clause or table row it belongs to, `place` how good a place it is.

    `retention_only` marks clauses that may release a retention and nothing else (warranty, guarantee);
    `chosen` is False below an option whose box was left open; `parts` are its sentences, or less.
    """

    start: int
    end: int
    group: int
    place: int
    retention_only: bool = False
    chosen: bool = True
    parts: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class _Option:
    """A paragraph that begins with a tick box, or one of several numbered options: what is below it is chosen or not.

    `wanted` is the number of the option that the form says is agreed (按下列第2种方式).
    """

    ticked: bool
    style: str | None
    group: int
    wanted: int | None = None


def group_of(paragraph: int) -> int:
    """Return the group of a paragraph of its own. A clause's group is its index, -1 where there is no clause."""
    return -2 - paragraph


def find_blocks(context: Context, schedules: list[tuple[int, int]]) -> list[Block]:
    """Return the blocks that talk of paying, in order; the regions of payment `schedules` are left out."""
    talk = context.pack.pattern("payments.money_talk")
    shortest = context.pack.threshold("payments.shortest_block")
    return [
        replace(block, parts=tuple(split_parts(context, block.start, block.end)))
        for block in _blocks(context)
        if block.end - block.start >= shortest
        and (
            talk.search(context.text, block.start, block.end)
            or (block.place == PAYMENT and has_sum(context, block.start, block.end))
        )
        and not any(start <= block.start < end for start, end in schedules)
    ]


def group_at(context: Context, offset: int) -> tuple[int, int]:
    """Return the place and the group of the clause around `offset`, for what stands in it (a payment schedule)."""
    place = _place(context, context.outline.clause_at(offset))
    return (BODY, -1) if place is None else place[:2]


def ticked_before(context: Context, block: Block, offset: int) -> bool:
    """Tell whether the option that `offset` belongs to was chosen: its box is ticked, its number is, or it has none."""
    ticked = context.ticked(block.start, offset)
    return _is_chosen_number(context, block, offset) if ticked is None else ticked


def _is_chosen_number(context: Context, block: Block, offset: int) -> bool:
    """Tell whether `offset` belongs to the chosen one of options in one paragraph: 采用第2种方式:1、一次性;2、分期."""
    pack, text = context.pack, context.text
    choice = pack.pattern("payments.choice").search(text, block.start, block.end)
    if choice is None:
        return block.chosen
    begin = choice.end() if choice.end() <= offset else context.outline.paragraph_at(block.start).start
    marks = list(pack.pattern("payments.option").finditer(text, begin, offset))
    alike = [mark for mark in marks if mark.lastgroup == marks[0].lastgroup]
    if not alike or option_number(alike[0][0]) != 1:
        return block.chosen
    return option_number(alike[-1][0]) == option_number(choice["number"])


def _blocks(context: Context) -> Iterator[Block]:
    places: dict[int, tuple[int, int, bool] | None] = {}
    listed = _sentences(context)
    titled: Paragraph | None = None
    option: _Option | None = None
    for paragraph in context.outline.paragraphs:
        section = context.outline.section_at(paragraph.start).kind
        if section in _SKIPPED or paragraph.end - paragraph.start < 2:
            continue
        told = context.pack.pattern("payments.told_row").match(context.text, paragraph.body_start, paragraph.end)
        if told is None and "\t" in context.text[paragraph.start : paragraph.end]:
            yield from _cells(context, paragraph, section)
            continue
        clause = context.outline.clause_at(paragraph.start)
        index = clause.index if clause is not None else -1
        if index not in places:
            places[index] = listed.get(index) or _place(context, clause)
        place = places[index]
        if context.pack.pattern("payments.title").match(context.text, paragraph.body_start, paragraph.end):
            apart = clause is None or (place is not None and place[0] != PAYMENT and paragraph.number is None)
            titled = paragraph if apart else None
            place = (
                PAYMENT,
                place[1] if place is not None and place[0] == PAYMENT else group_of(paragraph.index),
                False,
            )
        elif titled is not None and _is_below(context, paragraph, titled):
            place = (PAYMENT, group_of(titled.index), False)
        if place is None or _is_on_other(context, paragraph):
            continue
        option = _option(context, paragraph, place[1], option)
        rank = place[0] + (ANNEX if section == "annex" else 0)
        yield Block(paragraph.body_start, paragraph.end, place[1], rank, place[2], option is None or option.ticked)


def _is_on_other(context: Context, paragraph: Paragraph) -> bool:
    """Tell whether a line without a number says itself that it is about something else: 违约:乙方迟交,每周…."""
    other = context.pack.pattern("payments.other_line")
    return paragraph.number is None and other.match(context.text, paragraph.body_start, paragraph.end) is not None


def _is_below(context: Context, paragraph: Paragraph, titled: Paragraph) -> bool:
    """Tell whether a paragraph is under an unnumbered heading 付款方式: it has no number, or is in the list below.

    Inside a numbered clause the heading speaks for the sentences up to the next heading or number.
    """
    outline = context.outline
    if paragraph.index - titled.index >= _REACH_OF_TITLE:
        return False
    clause, around = outline.clause_at(paragraph.start), outline.clause_at(titled.start)
    if clause == around and clause is not None:
        below = outline.paragraphs[titled.index + 1 : paragraph.index + 1]
        sentences = all(each.number is None and context.text[each.end - 1] in _STOPS for each in below)
        return sentences and len(context.text[titled.body_start : titled.end].rstrip(":")) <= _LONGEST_TITLE
    if clause is None:
        return around is None
    first = outline.paragraphs[titled.index + 1].number
    item = outline.paragraph_at(clause.start).number
    if first is None or item is None or option_number(first.text) != 1:
        return False
    outer = around.index if around is not None else None
    return clause.parent == outer and clause.start > titled.start and item.style == first.style


def _place(context: Context, clause: ClauseNode | None) -> tuple[int, int, bool] | None:
    """Return place, group and whether only retentions count, for the paragraphs of a clause; None to skip it."""
    if clause is None:
        return BODY, -1, False
    chain = [clause]
    while chain[-1].parent is not None:
        chain.append(context.outline.clauses[chain[-1].parent])
    headings = [node for node in chain if _is_heading(node)]
    paying = [node for node in headings if node.index in _paying(context)]
    if paying:
        return PAYMENT, paying[-1].index, _is_on_deposit(context, headings[: headings.index(paying[0])])
    for node in headings:
        if node.kind == "price" or _names_price(context, node):
            return PRICE, node.index, False
        if node.kind in _RETENTION_KINDS:
            return BODY, node.index, not _pays_off(context, node)
        if node.kind in context.pack.words("payments.other_clauses"):
            return None
    return BODY, chain[-1].index, False


def _pays_off(context: Context, node: ClauseNode) -> bool:
    """Tell whether a clause without a heading opens with paying all or the rest: 二、验收后10日内付清全部货款."""
    opening = context.outline.paragraph_at(node.start)
    patterns = (context.pack.pattern(f"payments.{name}") for name in ("whole", "rest"))
    return any(pattern.search(context.text, opening.body_start, opening.end) for pattern in patterns)


def _is_on_deposit(context: Context, headings: list[ClauseNode]) -> bool:
    """Tell whether a heading below that on payment names what the supplier hands over: 第九条 履约保证金."""
    deposit = context.pack.pattern("payments.deposit_title")
    return any(node.title is not None and deposit.match(node.title) for node in headings)


def _sentences(context: Context) -> dict[int, tuple[int, int, bool]]:
    """Return the places of numbered sentences without a heading 付款方式 above them, one of which is about paying.

    Each is a clause to the outline, of the kind that its first words tell: 3.初步验收后10日内支付30%.
    """
    outermost = [node for node in context.outline.clauses if node.parent is None]
    if any(node.title is not None and node.index in _paying(context) for node in context.outline.clauses):
        return {}
    others, pay = context.pack.words("payments.other_clauses"), context.pack.pattern("payments.pay")
    places: dict[int, tuple[int, int, bool]] = {}
    for titled, nodes in groupby(outermost, key=lambda node: node.title is not None):
        run = [] if titled else [node for node in nodes if node.kind not in others]
        if any(pay.search(context.text, node.start, context.outline.paragraph_at(node.start).end) for node in run):
            places |= {node.index: (PAYMENT, run[0].index, False) for node in run}
    return places


def _is_heading(node: ClauseNode) -> bool:
    """Tell whether a clause's kind comes from a heading: a numbered sentence under a heading has none of its own."""
    return node.parent is None or (node.title is not None and len(node.title) <= _LONGEST_TITLE)


def _names_price(context: Context, node: ClauseNode) -> bool:
    """Tell whether a heading names the price, alone or beside something else: 合同价款及违约责任, 代理费."""
    return node.title is not None and context.pack.pattern("payments.price_title").match(node.title) is not None


@lru_cache(maxsize=1)
def _paying(context: Context) -> frozenset[int]:
    """Return the indexes of the clauses about paying: they are of that kind, or their headings say so."""
    title = context.pack.pattern("payments.title")
    clauses = (node for node in context.outline.clauses if node.kind != "price")
    return frozenset(node.index for node in clauses if node.kind == "payment" or title.search(node.title or ""))


def _cells(context: Context, paragraph: Paragraph, section: str) -> Iterator[Block]:
    """Yield the cells of a row that is about paying, 8.1 | 付款方式 | 合同签订后……, and others that hold sentences."""
    title, aside = context.pack.pattern("payments.title"), context.pack.pattern("payments.not_instalment")
    position, headed = paragraph.start, False
    for words in context.text[paragraph.start : paragraph.end].split("\t"):
        start, end = position, position + len(words)
        position = end + 1
        short = len(words) <= _HEADING and not has_sum(context, start, end)
        if short and title.search(words):
            headed = headed or aside.search(words) is None  # 逾期付款 heads the penalty for it
        elif short and any(clause.index in _paying(context) for clause in called_clauses(context, words)):
            headed = True
        elif headed or title.match(words):
            yield Block(start, end, group_of(paragraph.index), ANNEX if section == "annex" else PAYMENT)
        elif len(words) > _HEADING:
            yield Block(start, end, group_of(paragraph.index), BODY + (ANNEX if section == "annex" else 0))


def _option(context: Context, paragraph: Paragraph, group: int, open_option: _Option | None) -> _Option | None:
    """Return the option that a paragraph stands under: its own box or number, or that of a paragraph above it.

    Of several boxes (□一次性支付 ☑分期支付:) the last is the one that is open for what is below.
    """
    number = paragraph.number
    style = number.style if number is not None else None
    box = context.pack.pattern("payments.box")
    if any(box.match(context.text, start, paragraph.end) for start in (paragraph.start, paragraph.body_start)):
        return _Option(context.ticked(paragraph.start, paragraph.end) is True, style, group)
    choice = context.pack.pattern("payments.choice").search(context.text, paragraph.body_start, paragraph.end)
    if choice is not None:
        return _Option(True, None, group, wanted=option_number(choice["number"]))
    if open_option is None or open_option.group != group:
        return None
    named = context.pack.pattern("payments.option").match(context.text, paragraph.body_start, paragraph.end)
    if open_option.wanted is not None and number is None and named is not None and named["named"] is not None:
        return _Option(option_number(named[0]) == open_option.wanted, None, group, open_option.wanted)
    if open_option.wanted is not None and number is not None and open_option.style in (None, style):
        return _Option(option_number(number.text) == open_option.wanted, style, group, open_option.wanted)
    if open_option.wanted is None and style is not None and style == open_option.style:
        return None
    return open_option


def option_number(number: str) -> int | None:
    """Return the number in 「2」, 「(二)」, 「②」, 「2、」, 「B」, or None."""
    digits = [str(unicodedata.digit(character)) for character in number if character.isdigit()]
    if digits:
        return int("".join(digits))
    return next((marks.index(c) + 1 for c in number for marks in (_HAN, _LETTERS) if c in marks), None)
