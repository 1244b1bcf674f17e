"""Guarantees: 履约保证金, 质保金, 预付款保函, 投标保证金, 定金 and 押金, with rate, amount, form and return."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal, TypeVar, cast

import regex

from extract.fields.context import Context, between
from extract.fields.guarantees.options import read_options
from extract.fields.guarantees.terms import defers, is_return, read_terms
from extract.fields.payments.tables import ScheduleRow, find_schedules
from extract.model import Guarantee, TextField
from extract.nlp import mentions as found
from extract.nlp.mentions import Region
from extract.rulepack import RulePack, alternation

Number = TypeVar("Number", found.Rate, found.Money)
Kind = Literal["performance_bond", "quality_retention", "advance_guarantee", "bid_bond", "deposit"]
_STOPS = "。;\n\t"
_LONGEST = 500
"""A sentence is read this far from the name of a guarantee."""
_SENTENCES, _NEIGHBOURS = 8, 12
_FORM_REACH = 240
_LABEL_REST = 8
"""A cell is a label when it holds hardly more than the name: (三)履约保证金, 24 中标人履约担保."""
_LINES_BELOW = 3
"""So many lines below a heading may say in which form a guarantee is given before one says how much it is."""
_PRICE_REACH = 24
_RENT = "租金"
"""Where there is one, what the tenant leaves with the landlord is no bond."""
_SKIPPED = ("cover", "signature", "annex_signature")
_HIGHEST_RATE = Decimal("0.5")
"""No bond, retention or deposit is more than half of the price."""


@dataclass(slots=True)
class _Draft:
    """What the contract says of one guarantee, gathered from all its sentences."""

    kind: Kind
    name: Region
    sentence: Region
    rate: found.Rate | None = None
    amount: found.Money | None = None
    form: Region | None = None
    return_terms: Region | None = None
    forfeiture: Region | None = None
    late_return: Region | None = None
    spans: list[Region] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Name:
    """One place that names a guarantee."""

    kind: Kind
    start: int
    end: int


def read_guarantees(context: Context) -> tuple[Guarantee, ...]:
    """Return the guarantees for which the contract states how much, one of each kind, in order.

    A 预付款保函 that is to equal the advance payment (等额) has no rate or amount of its own, unless it says so.
    """
    drafts: dict[Kind, _Draft] = {}
    rows = [row for schedule in find_schedules(context) for row in schedule.rows]
    names = list(_names(context))
    for index, name in enumerate(names):
        if not _is_asked(context, name):
            continue
        sentence = _sentence(context, name)
        draft = drafts.get(name.kind)
        if draft is None:
            draft = drafts[name.kind] = _Draft(name.kind, (name.start, name.end), sentence)
        before = (draft.rate, draft.amount)
        row = next((row for row in rows if row.start <= name.start < row.end), None)
        if row is not None and name.kind == "quality_retention":
            _read_row(row, sentence, draft)
        elif name.kind == "advance_guarantee" and _is_equal(context, name):
            _read_equal(context, name, sentence, draft)
        elif row is None or not _is_event(context, name, sentence):
            _read_numbers(context, names, index, sentence, draft)
        if not draft.spans and name.kind == "advance_guarantee" and _is_equal(context, name):
            draft.spans.append(sentence)
        form = _form(context, name, sentence)
        draft.form = form if form is not None and (draft.rate, draft.amount) != before else draft.form or form
        draft.return_terms = draft.return_terms or _return_terms(context, names, index, sentence)
        terms = read_terms(context, name.kind, name.start, {other.start: other.kind for other in names})
        draft.return_terms = draft.return_terms or terms.returned
        draft.forfeiture = draft.forfeiture or terms.forfeited
        draft.late_return = draft.late_return or terms.late
    stated = [draft for draft in drafts.values() if draft.spans and not _is_nothing(draft)]
    for draft in drafts.values():
        won = draft in stated
        context.consider(
            "guarantees",
            draft.name,
            "guarantees.named",
            "写明了比例或金额" if won else "未写明比例或金额",
            value=draft.kind,
            score=1.0 if won else 0.0,
            won=won,
        )
    return tuple(_guarantee(context, draft) for draft in sorted(stated, key=lambda d: d.spans[0]))


def _is_nothing(draft: _Draft) -> bool:
    """Tell whether a form says with a zero that no guarantee is asked for: 金额为0元的履约保证金."""
    return draft.rate is None and draft.amount is not None and draft.amount.value == 0


def _guarantee(context: Context, draft: _Draft) -> Guarantee:
    span = context.span(*draft.spans[0])
    return Guarantee(
        kind=draft.kind,
        text=context.quote(span),
        spans=(span, *(context.span(*region) for region in draft.spans[1:])),
        rule=f"guarantees.{draft.kind}",
        rate=draft.rate.value if draft.rate is not None else None,
        amount=context.money(draft.amount, "guarantees.amount") if draft.amount is not None else None,
        form=context.text_field(*draft.form, "guarantees.form") if draft.form is not None else None,
        return_terms=_quoted(context, _told_return(context, draft), "guarantees.returned"),
        forfeiture=_quoted(context, draft.forfeiture, "guarantees.forfeited"),
        late_return=_quoted(context, draft.late_return, "guarantees.late_return"),
    )


def _told_return(context: Context, draft: _Draft) -> Region | None:
    """Return what is said of the return, without the clause number and what the sentence first says of how much.

    What a bracket behind the amount says of it is all that the sentence says.
    """
    if draft.return_terms is None:
        return None
    text, (start, end) = context.text, draft.return_terms
    start = max(start, min(context.outline.paragraph_at(start).body_start, end))
    said = context.pack.pattern("guarantees.returned").search(text, start, end)
    stated = [each.end for each in (draft.rate, draft.amount) if each is not None and start <= each.start < end]
    if said is None or not stated:
        return start, end
    opening, closing = text.rfind("(", max(stated), said.start()), text.find(")", said.end(), end)
    if 0 <= opening < closing and ")" not in text[opening : said.start()]:
        return opening + 1, closing  # 履约保证金5万元(期满后10日内无息退还)和第一年的折旧费
    for comma in range(max(stated), said.start()):
        closed = text.count("(", start, comma) == text.count(")", start, comma)
        labelled = comma + 1 == said.start() and said[0].endswith(":")  # 形式:保函,退还时间:验收合格后5日内
        when = context.pack.pattern("guarantees.when").search(text, comma, said.start())
        if text[comma] == "," and closed and (labelled or when is not None):
            return comma + 1, end
    return start, end


def _quoted(context: Context, region: Region | None, rule: str) -> TextField | None:
    return context.text_field(*region, rule) if region is not None else None


# --- names -------------------------------------------------------------------------------------------------


@lru_cache(maxsize=4)
def _kinds(pack: RulePack) -> tuple[regex.Pattern[str], dict[str, Kind]]:
    words = {word: cast(Kind, kind) for kind, group in pack.table("guarantees.kinds").items() for word in group}
    return regex.compile(alternation(words)), words


def _names(context: Context) -> Iterator[_Name]:
    """Yield the places that name a guarantee, in order."""
    pattern, words = _kinds(context.pack)
    last: _Name | None = None
    optional: Region = (0, 0)
    for hint in context.pack.pattern("guarantees.named").finditer(context.text):
        if context.outline.section_at(hint.start()).kind in _SKIPPED or optional[0] <= hint.start() < optional[1]:
            continue
        match = pattern.search(context.text, max(last.end if last else 0, hint.start() - 6), hint.end() + 6)
        if match is not None and match.start() <= hint.end():
            last = _Name(words[match[0]], match.start(), match.end())
            yield last
            if (options := read_options(context, last.start)) is not None:
                agreed, optional = options
                last = _Name(last.kind, agreed[0], agreed[0])
                yield last
        elif last is not None and _is_short_name(context, hint, last):
            last = _Name(last.kind, hint.start(), hint.end())
            yield last
        elif hint[0] == "保证金" and _is_bare(context, hint.start()):
            last = _Name("deposit" if _RENT in context.text else "performance_bond", hint.start(), hint.end())
            yield last


def _is_short_name(context: Context, hint: regex.Match[str], last: _Name) -> bool:
    """Tell whether 保证金 alone means the guarantee that was named last."""
    near = hint.start() - last.end <= context.pack.threshold("guarantees.heading_reach")
    before = context.text[max(0, hint.start() - 2) : hint.start()]
    return near and hint[0] == "保证金" and context.pack.pattern("guarantees.short_name").search(before) is not None


def _is_bare(context: Context, start: int) -> bool:
    """Tell whether 保证金, which nothing else calls, is what a supplier pays before it begins: 乙方进场前交纳保证金."""
    sentence = max(context.text.rfind(mark, 0, start) for mark in "。;\n") + 1
    return context.pack.pattern("guarantees.bare").search(context.text, sentence, start) is not None


def _is_asked(context: Context, name: _Name) -> bool:
    """Tell whether a guarantee is asked for: neither declined nor behind a box left open."""
    pack, text = context.pack, context.text
    start = max(text.rfind("\n", 0, name.start) + 1, name.start - 40)
    if pack.pattern("guarantees.declined").search(text, start, name.start):
        return False
    if pack.pattern("guarantees.declined_behind").match(text, name.end):
        return False
    return context.ticked(start, name.start) is not False


def _sentence(context: Context, name: _Name) -> Region:
    """Return the sentence or cell around a name; behind a label cell (履约保证金 | 合同金额的5%) the next cell too.

    So does what comes next and says how much: 收取履约保证金形式:☑保函 | 收取比例(金额):合同金额的5%.
    Below a heading that holds the name alone it is what the first lines say of it, up to the one that says how much.
    """
    text = context.text
    start = max(text.rfind(mark, max(0, name.start - _LONGEST), name.start) for mark in _STOPS) + 1
    start = start or max(0, name.start - _LONGEST)
    end = _next(text, name.end, _STOPS)
    alone = end < len(text) and end - start <= name.end - name.start + _LABEL_REST
    if alone and text[end] == "\n":
        return _below(context, end + 1) or (start, end)
    if alone and text[end] == "\t":
        end = _next(text, end + 1, "。;\n")
    told = context.pack.pattern("guarantees.amount_beside").match(text, end)
    return start, _next(text, end + 1, "。;\n") if told is not None else end


def _below(context: Context, start: int) -> Region | None:
    """Return the lines from `start`, below the heading of a guarantee, to the one that says how much it is, or None."""
    line = (start, _next(context.text, start, "。;\n"))
    for _ in range(_LINES_BELOW):
        if _states_amount(context, line):
            return start, line[1]
        if context.pack.pattern("guarantees.states_form").match(context.text, *line) is None:
            return None
        line = (line[1] + 1, _next(context.text, line[1] + 1, "。;\n"))
    return None


def _states_amount(context: Context, below: Region) -> bool:
    """Tell whether a line opens with how much the guarantee is that the heading above it names."""
    mentions = context.mentions
    numbers = [number.start for each in (mentions.rates, mentions.money) for number in between(each, *below)]
    pattern = context.pack.pattern("guarantees.states_amount")
    return any(pattern.fullmatch(context.text, below[0], number) for number in numbers)


def _next(text: str, start: int, marks: str) -> int:
    """Return the offset of the first of `marks` from `start` on, at most a long sentence away."""
    limit = min(len(text), start + _LONGEST)
    return min([place for mark in marks if (place := text.find(mark, start, limit)) >= 0], default=limit)


# --- how much ----------------------------------------------------------------------------------------------


def _is_equal(context: Context, name: _Name) -> bool:
    """Tell whether a guarantee is to be as much as the payment that it secures: 等额预付款保函."""
    around = context.text[max(0, name.start - 16) : name.end + 16]
    return context.pack.pattern("guarantees.equal").search(around) is not None


def _read_equal(context: Context, name: _Name, sentence: Region, draft: _Draft) -> None:
    """Read what the words right behind a guarantee say it is; any other number is of the payment which it secures."""
    told = context.pack.pattern("guarantees.equal_amount")
    rate = next(iter(between(context.mentions.rates, name.end, sentence[1])), None)
    money = next(iter(between(context.mentions.money, name.end, sentence[1])), None)
    if draft.rate is None and rate is not None and told.fullmatch(context.text, name.end, rate.start):
        draft.rate = rate
    if draft.amount is None and money is not None and told.fullmatch(context.text, name.end, money.start):
        draft.amount = money


def _read_row(row: ScheduleRow, sentence: Region, draft: _Draft) -> None:
    """Take rate and amount from the row of a payment schedule that pays out a retention."""
    anchor = row.anchor
    if draft.spans or (anchor.share is not None and anchor.share > _HIGHEST_RATE):
        return
    draft.spans.append(sentence)
    draft.rate = found.Rate(anchor.start, anchor.end, anchor.share) if anchor.share is not None else None
    draft.amount = anchor.money


def _is_event(context: Context, name: _Name, sentence: Region) -> bool:
    """Tell whether a row of a schedule only waits for a guarantee: 提交履约保证金后 | 30%."""
    tab = context.text.find("\t", name.end, sentence[1])
    numbers = between(context.mentions.rates, sentence[0], tab if tab >= 0 else sentence[1])
    return not numbers


def _read_numbers(context: Context, names: list[_Name], index: int, sentence: Region, draft: _Draft) -> None:
    """Read rate and amount from the sentence around a name; numbers beyond another guarantee's name are its own."""
    name, pack, text = names[index], context.pack, context.text
    if pack.pattern("guarantees.not_stated_before").search(text, max(sentence[0], name.start - 20), name.start):
        return
    low, high = sentence
    if index and names[index - 1].kind != name.kind:
        low = max(low, names[index - 1].end)
    if index + 1 < len(names) and names[index + 1].kind != name.kind:
        high = min(high, names[index + 1].start)
    rates = [rate for rate in between(context.mentions.rates, low, high) if rate.value <= _HIGHEST_RATE]
    rate = _nearest(context, name, rates)
    money = _nearest(context, name, between(context.mentions.money, low, high))
    if rate is None and money is None:
        return
    if draft.rate is None and draft.amount is None:
        draft.spans.append(sentence)
    draft.rate = draft.rate or rate
    draft.amount = draft.amount or money


def _nearest(context: Context, name: _Name, numbers: list[Number]) -> Number | None:
    """Return the number right before the name, or else the first one behind it."""
    pack, text = context.pack, context.text
    reach = int(pack.threshold("guarantees.reach"))
    usable = [number for number in numbers if _is_own(context, number)]
    before = [number for number in usable if number.end <= name.start and name.start - number.end <= reach]
    if before and pack.pattern("guarantees.gap_before").fullmatch(text, before[-1].end, name.start):
        return before[-1]
    for number in usable:
        if number.start < name.end or number.start - name.end > reach:
            continue
        if pack.pattern("guarantees.stops_number").search(text, name.end, number.start):
            return None
        return number
    return None


def _is_own(context: Context, number: found.Rate | found.Money) -> bool:
    """Tell whether a number may say how much a guarantee is: it is no penalty, no limit and not the price."""
    pack, text = context.pack, context.text
    if pack.pattern("guarantees.not_number_behind").match(text, number.end):
        return False
    before = (max(0, number.start - _PRICE_REACH), number.start)
    return not isinstance(number, found.Money) or not pack.pattern("guarantees.price_before").search(text, *before)


# --- form and return ---------------------------------------------------------------------------------------


def _form(context: Context, name: _Name, sentence: Region) -> Region | None:
    form = context.pack.pattern("guarantees.form")
    match = form.search(context.text, name.end, min(sentence[1], name.end + _FORM_REACH))
    match = match or form.search(context.text, max(sentence[0], name.start - _FORM_REACH), name.start)
    if match is None or context.text.startswith(context.pack.words("guarantees.not_forms"), match.start()):
        return (name.end - 2, name.end) if context.text[name.end - 2 : name.end] == "保函" else None
    return match.span()


def _return_terms(context: Context, names: list[_Name], index: int, sentence: Region) -> Region | None:
    """Return the sentence on the return: the name's own, or a later one of its paragraph that names no other."""
    text, name = context.text, names[index]
    start, end = sentence
    paragraph = context.outline.paragraph_at(start)
    near = names[max(0, index - _NEIGHBOURS) : index + _NEIGHBOURS]
    for _ in range(_SENTENCES):
        if start >= paragraph.end:
            break
        others = {other.kind for other in near if start <= other.start < end} - {name.kind}
        told = (max(start, name.end) if start <= name.start else start, end)
        if not others and is_return(context, name.kind, told) and not defers(context, (start, end)):
            return start, end
        start = end + 1
        end = _next(text, start, "。;\n")
    return None
