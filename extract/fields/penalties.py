"""Penalties: every breach with a number attached, in the clauses, annexes and tables of the contract.

A paragraph is read sentence by sentence. Each number in it is a sanction, a cap, a threshold or none of these
(`penalty_numbers`); a sanction becomes a penalty with its breach, base and unit (`penalty_facts`) and its
liable side (`liability`). Caps and rights to terminate that stand beside it are attached at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from extract.fields.context import Context
from extract.fields.liability import Liable, liable_side
from extract.fields.passages import Region, phrase_around, sentences
from extract.fields.penalty_facts import base_of, breach_of, per_of, settled_liable
from extract.fields.penalty_limits import (
    CommonCap,
    attach_cap,
    attach_terminations,
    cap_of,
    share_common_caps,
)
from extract.fields.penalty_numbers import Number, column_number, numbers_in, use_of
from extract.fields.penalty_rows import row_cells
from extract.fields.roles import Roles, read_roles
from extract.model import Breach, Cap, Party, Penalty, PenaltyBase, Per, TextField
from extract.structure.outline import Paragraph

RULE = "penalties.sanction"
_SHORT_CELL = 30
_TIMED = ("hour", "day", "week")
_LONGEST_LIST = 200


@dataclass(slots=True)
class Draft:
    """A penalty while caps and rights to terminate may still be attached."""

    number: Number
    evidence: Region
    liable: Liable
    breach: Breach
    base: PenaltyBase | None
    per: Per
    per_count: int
    rule: str
    cap: Cap | None = None
    termination: bool = False
    trigger: TextField | None = None


@dataclass(slots=True)
class _Passage:
    """A paragraph or table cell with what surrounds it: where missing subjects and breaches are looked for."""

    region: Region
    paragraph: int
    surroundings: tuple[Region, ...]
    announced: bool
    cell: bool = False
    heading: Region | None = None
    """Heading of the cell's column, when it speaks of sanctions."""
    drafts: list[Draft] = field(default_factory=list)


def read_penalties(context: Context, parties: tuple[Party, ...]) -> tuple[Penalty, ...]:
    """Return the penalties in the order of the document."""
    roles = read_roles(parties, context.pack)
    drafts: list[Draft] = []
    common: list[CommonCap] = []
    for passage in _passages(context):
        common.extend(_read_passage(context, roles, passage))
        drafts.extend(passage.drafts)
    share_common_caps(context, drafts, common)
    drafts.sort(key=lambda draft: draft.number.start)
    return tuple(_penalty(context, draft) for draft in drafts)


# -- passages -------------------------------------------------------------------------------------------


def _passages(context: Context) -> Iterator[_Passage]:
    """Yield the paragraphs and table cells that hold a number and something that makes it a sanction."""
    text, outline = context.text, context.outline
    sanction = context.pack.pattern("penalties.sanction")
    for paragraph in _numbered_paragraphs(context):
        region = (paragraph.start, paragraph.end)
        if "\t" in text[paragraph.start : paragraph.end]:
            for cell in row_cells(context, paragraph):
                yield _Passage(cell.region, paragraph.index, cell.around, cell.announced, True, cell.heading)
            continue
        leads = _leads(context, paragraph)
        announced = _announced(context, leads) or "breach" in outline.kinds_at(paragraph.start)
        if announced or sanction.search(text, *region):
            yield _Passage(region, paragraph.index, leads, announced)


def _numbered_paragraphs(context: Context) -> list[Paragraph]:
    """Return the paragraphs that hold a rate, an amount or a multiple, in order."""
    offsets = [mention.start for mention in context.mentions.rates]
    offsets += [mention.start for mention in context.mentions.money]
    position = context.text.find("倍")
    while position >= 0:
        offsets.append(position)
        position = context.text.find("倍", position + 1)
    at = context.outline.paragraph_at
    found = {paragraph.index: paragraph for paragraph in map(at, offsets)}
    for table_paragraph in _sanction_rows(context):
        found.setdefault(table_paragraph.index, table_paragraph)
    return [found[index] for index in sorted(found)]


def _sanction_rows(context: Context) -> Iterator[Paragraph]:
    """Yield the rows of tables with a column of sanctions: their figures may have no 元 of their own."""
    column = context.pack.pattern("penalties.sanction_column")
    for table in context.tables:
        head = table.rows[0]
        if len(table.rows) > 1 and column.search(context.text, head[0].start, head[-1].end):
            for row in table.rows[1:]:
                if len(row) > 1:
                    yield context.outline.paragraph_at(row[0].start)


def _leads(context: Context, paragraph: Paragraph) -> tuple[Region, ...]:
    """Return the lead-ins above a paragraph, nearest first: headings of its clauses, lines that end in a colon."""
    text, outline = context.text, context.outline
    leads: list[Region] = []
    clauses = outline.ancestry(paragraph.start)
    floor = clauses[-1].start if clauses else paragraph.start
    for above in reversed(outline.paragraphs[max(paragraph.index - 12, 0) : paragraph.index]):
        if above.start < floor:
            break
        if above.number is None and text[above.end - 1 : above.end] == ":":
            leads.append((above.start, above.end))
            break
    for clause in clauses:
        opening = outline.paragraph_at(clause.start)
        if opening.index != paragraph.index and (
            opening.end - opening.start <= 40 or text[opening.end - 1] == ":"
        ):
            leads.append((opening.body_start, opening.end))
    return tuple(lead for lead in leads if lead[1] > lead[0])


def _announced(context: Context, leads: Sequence[Region]) -> bool:
    pattern = context.pack.pattern("penalties.announced")
    return any(pattern.search(context.text, *lead) for lead in leads)


# -- one passage ----------------------------------------------------------------------------------------


def _read_passage(context: Context, roles: Roles, passage: _Passage) -> list[CommonCap]:
    """Fill the passage's drafts; return the caps that stand alone in it."""
    text, pack = context.text, context.pack
    common: list[CommonCap] = []
    ends_contract = False
    for sentence in sentences(text, *passage.region):
        position = sentence[0]
        found: list[Draft] = []
        pending: list[Cap] = []
        for number in _numbers(context, passage, sentence):
            per, per_count = per_of(text, number, (position, sentence[1]), pack)
            announced = passage.announced or bool(passage.drafts)
            use = use_of(context, number, sentence, announced=announced, measured=per is not None, timed=per in _TIMED)
            if passage.heading is not None and use == "other" and (number.start, number.end) == sentence:
                use = "sanction"
            if use == "sanction":
                found.append(_draft(context, roles, passage, number, sentence, position, per, per_count))
                position = number.end
            elif use == "cap":
                cap = cap_of(context, number, sentence)
                if cap is not None and not attach_cap(found or passage.drafts, cap):
                    pending.append(cap)
            if use != "sanction":
                _lost(context, number, use)
        for cap in pending:
            if not attach_cap(found, cap):
                common.append(CommonCap(cap, sentence))
        if found and ends_contract:
            found[0].termination = True
        ends_contract = attach_terminations(context, passage.drafts, found, sentence)
        passage.drafts.extend(found)
    return common


def _numbers(context: Context, passage: _Passage, sentence: Region) -> list[Number]:
    """Return the numbers of a sentence; in a column of sanctions a bare figure is an amount."""
    numbers = numbers_in(context, *sentence)
    if passage.heading is None:
        return numbers
    if not numbers:
        figure = column_number(context, sentence, context.text[slice(*passage.heading)])
        return [figure] if figure is not None else []
    return numbers


def _draft(
    context: Context,
    roles: Roles,
    passage: _Passage,
    number: Number,
    sentence: Region,
    position: int,
    per: Per | None,
    per_count: int,
) -> Draft:
    """Return the penalty of one sanction number; `position` is where the sanction before it ended."""
    text, pack = context.text, context.pack
    phrase = phrase_around(text, number.start, number.end, sentence)
    start = min(position, number.start)
    earlier = (passage.region[0], sentence[0])
    around = [
        region for region in ((sentence[0], start), earlier, *passage.surroundings) if region[1] > region[0]
    ]
    liable = liable_side(
        text, (max(phrase[0], start), phrase[1]), [(start, sentence[1]), *around], roles, pack
    )
    telling = [
        (start, _demanded(context, number, max(phrase[0], start))),
        *around,
        (number.end, _list_end(context, passage, sentence)),
    ]
    breach = breach_of(text, telling, liable, pack)
    words = "".join(text[slice(*region)] for region in telling[:3])
    deducted = passage.cell or any(mark in text[slice(*phrase)] for mark in ("扣", "罚", "减"))
    liable = settled_liable(liable, breach, words, pack, deducted=deducted)
    if per is None and number.start > position:
        per, per_count = _inherited_per(context, passage, sentence, position)
    return Draft(
        number=number,
        evidence=_evidence(context, passage, sentence),
        liable=liable,
        breach=breach,
        base=base_of(text, number, phrase, pack),
        per=per or "once",
        per_count=per_count,
        rule=RULE,
    )


def _list_end(context: Context, passage: _Passage, sentence: Region) -> int:
    """Return where to stop looking behind a number: its sentence's end, or that of the list that it opens."""
    end = passage.region[1]
    clause = context.outline.clause_at(passage.region[0]) if context.text[end - 1] == ":" else None
    return min(clause.end, end + _LONGEST_LIST, len(context.text)) if clause is not None else sentence[1]


def _demanded(context: Context, number: Number, phrase_start: int) -> int:
    """Return where the words before a number turn from the breach to what it costs (应向甲方支付 …)."""
    turn = context.pack.pattern("penalties.demanded").search(context.text, phrase_start, number.start)
    return turn.start() if turn is not None else number.start


def _inherited_per(
    context: Context, passage: _Passage, sentence: Region, position: int
) -> tuple[Per | None, int]:
    """Return the unit that a lead-in or column heading gives: 「每次按以下标准扣款：」, 「扣款标准（元/次）」."""
    if position != sentence[0] or not passage.announced:
        return None, 1
    if passage.heading is not None:
        unit = context.pack.pattern("penalties.column_unit").search(context.text, *passage.heading)
        if unit is not None:
            return per_of(context.text, Number(unit.start(), unit.end()), passage.heading, context.pack)
    for lead in passage.surroundings:
        if context.text[lead[1] - 1] == ":":
            end = Number(lead[1], lead[1])
            per, per_count = per_of(context.text, end, lead, context.pack)
            if per is not None:
                return per, per_count
    return None, 1


def _evidence(context: Context, passage: _Passage, sentence: Region) -> Region:
    """Return the sentence that sets a penalty; of a table's short cell the whole row."""
    paragraph = context.outline.paragraphs[passage.paragraph]
    if sentence[1] - sentence[0] <= _SHORT_CELL and "\t" in context.text[paragraph.start : paragraph.end]:
        return paragraph.start, paragraph.end
    return sentence


def _lost(context: Context, number: Number, use: str) -> None:
    """Remember a number that is no sanction, with the reason."""
    reasons = {
        "cap": "是违约金上限,不单独成为一项",
        "threshold": "是触发条件或计算步长",
        "other": "与违约责任无关(价款、比例、保证金等)",
    }
    text = context.text[number.start : number.end]
    context.consider("penalties", text, number.start, number.end, RULE, 0.0, won=False, reason=reasons[use])


# -- the record -----------------------------------------------------------------------------------------


def _penalty(context: Context, draft: Draft) -> Penalty:
    """Return a draft as a part of the record; its text is the sentence that sets it."""
    number = draft.number
    span = context.span(*draft.evidence)
    value = context.text[number.start : number.end]
    context.consider(
        "penalties",
        value,
        number.start,
        number.end,
        draft.rule,
        1.0,
        won=True,
        reason=f"{draft.liable} / {draft.breach} / {draft.per}",
    )
    figure = number.rate.value if number.rate is not None else number.times
    return Penalty(
        text=context.quote(span),
        spans=(span,),
        rule=draft.rule,
        liable=draft.liable,
        breach=draft.breach,
        rate=context.decimal_field(figure, number.start, number.end, draft.rule)
        if figure is not None
        else None,
        rate_words=number.rate.words_value if number.rate is not None else None,
        base=draft.base,
        amount=context.money(number.money, draft.rule) if number.money is not None else None,
        amount_max=context.money(number.maximum, draft.rule) if number.maximum is not None else None,
        per=draft.per,
        per_count=draft.per_count,
        cap=draft.cap,
        termination=draft.termination,
        termination_trigger=draft.trigger,
    )
