"""Penalties: every breach with a number attached, in the clauses, annexes and tables of the contract.

A passage is read sentence by sentence. Each number in it is a sanction, a cap, a threshold or none of these
(`penalty_uses`); a sanction becomes a penalty with its breach, base and unit (`penalty_facts`) and its
liable side (`liability`). Caps and rights to terminate beside it are attached at the end (`penalty_limits`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby

from extract.fields.context import Context
from extract.fields.passages import sentences
from extract.fields.penalties.clauses import breach_by_clause
from extract.fields.penalties.drafts import CommonCap, Draft, Liable
from extract.fields.penalties.facts import base_of, breach_of, per_of, settled_liable
from extract.fields.penalties.liability import breaker_of, liable_side, settle_by_duty, settle_by_list
from extract.fields.penalties.limits import (
    TIMED,
    attach_cap,
    attach_rights_below,
    attach_terminations,
    bond_cap,
    cap_of,
    share_along_scale,
    share_common_caps,
)
from extract.fields.penalties.numbers import Number, column_number, numbers_in, without_translations
from extract.fields.penalties.passages import Passage, passages
from extract.fields.penalties.places import bearing_on, places_of
from extract.fields.penalties.uses import Setting, use_of
from extract.fields.roles import Roles, read_roles
from extract.model import Breach, Cap, Party, Penalty, PenaltyBase, Per
from extract.nlp.mentions import Region
from extract.wording import word

_RENT = "租金"
"""Where there is one, it may be the buyer who lodged the bond."""
RULE = "penalties.sanction"
_SHORT_CELL = 30
_REASONS = {
    "cap": "是违约金上限,不单独成为一项",
    "threshold": "是触发条件或计算步长",
    "other": "与违约责任无关(价款、比例、保证金等)",
}


@dataclass(slots=True)
class _Reading:
    """What one passage has given so far."""

    context: Context
    roles: Roles
    passage: Passage
    drafts: list[Draft] = field(default_factory=list)
    caps: list[CommonCap] = field(default_factory=list)
    """Caps that no penalty of the passage has taken."""
    ends_contract: bool = False


def read_penalties(context: Context, parties: tuple[Party, ...]) -> tuple[Penalty, ...]:
    """Return the penalties in the order of the document."""
    roles = read_roles(parties, context.pack, context.flow.short_names, context.text)
    drafts: list[Draft] = []
    common: list[CommonCap] = []
    for _, row in groupby(passages(context), key=lambda passage: passage.paragraph):
        readings = [_read_passage(_Reading(context, roles, passage)) for passage in row]
        found = [draft for reading in readings for draft in reading.drafts]
        for cap in (cap for reading in readings for cap in reading.caps):
            if not attach_cap(context, found, cap.cap):
                common.append(cap)
        drafts.extend(found)
    share_common_caps(context, roles, drafts, common)
    drafts.sort(key=lambda draft: draft.number.start)
    settle_by_list(context, drafts)
    settle_by_duty(context, roles, drafts)
    attach_rights_below(context, roles, drafts)
    return tuple(_penalty(context, draft) for draft in drafts)


# -- one passage ----------------------------------------------------------------------------------------


def _read_passage(reading: _Reading) -> _Reading:
    for sentence in sentences(reading.context.text, *reading.passage.region):
        found = _read_sentence(reading, sentence)
        if found and reading.ends_contract:
            found[0].termination = True
        reading.ends_contract = attach_terminations(reading.context, reading.roles, reading.drafts, found, sentence)
        reading.drafts.extend(found)
    share_along_scale(reading.context, reading.passage.region, reading.drafts)
    return reading


def _read_sentence(reading: _Reading, sentence: Region) -> list[Draft]:
    """Return the penalties of one sentence; its caps go to them, else to those before it in the passage."""
    context, passage = reading.context, reading.passage
    position = sentence[0]
    found: list[Draft] = []
    pending: list[Cap] = []
    for number in _numbers(reading, sentence):
        near = bearing_on(number, sentence)
        per, per_count = per_of(context.text, number, (max(position, near[0]), near[1]), context.pack)
        use = "cap" if passage.column == "cap" else use_of(context, number, near, _setting(reading, number, near, per))
        if use == "sanction":
            found.append(_draft(reading, number, near, max(position, near[0]), per, per_count))
            position = number.end
            continue
        _lost(context, number, use)
        cap = cap_of(context, number, near) if use == "cap" else None
        all_told = cap is not None and context.pack.pattern("penalties.caps_all").search(cap.text)
        limited = [*reading.drafts, *found] if all_told else found or reading.drafts
        if cap is not None and not attach_cap(context, limited, cap):
            pending.append(cap)
    reading.caps.extend(CommonCap(cap, sentence) for cap in pending if not attach_cap(context, found, cap))
    by_bond = bond_cap(context, sentence)
    if by_bond is not None:
        attach_cap(context, [draft for draft in found if draft.per in TIMED], by_bond)
    return found


def _setting(reading: _Reading, number: Number, near: Region, per: Per | None) -> Setting:
    """Return what surrounds a number with the unit `per`."""
    passage, timed = reading.passage, per in TIMED
    text, pack = reading.context.text, reading.context.pack
    before = pack.pattern("penalties.announced_before").search(text, passage.region[0], near[0]) is not None
    return Setting(
        headed=passage.announced,
        announced=passage.announced or before or bool(reading.drafts),
        measured=per is not None,
        timed=timed,
        overdue=timed and pack.pattern("penalties.late").search(text, near[0], number.start) is not None,
        column=passage.column == "sanction",
    )


def _numbers(reading: _Reading, sentence: Region) -> list[Number]:
    """Return the numbers of a sentence; in a column of sanctions in yuan a bare figure is an amount."""
    numbers = without_translations(reading.context, numbers_in(reading.context, *sentence), reading.passage.region)
    heading = reading.passage.heading
    if numbers or heading is None or reading.passage.column is None:
        return numbers
    figure = column_number(reading.context, sentence, reading.context.text[slice(*heading)])
    return [figure] if figure is not None else []


def _draft(
    reading: _Reading, number: Number, sentence: Region, position: int, per: Per | None, per_count: int
) -> Draft:
    """Return the penalty of one sanction number; `position` is where the sanction before it ended."""
    context, passage, pack = reading.context, reading.passage, reading.context.pack
    text = context.text
    places = places_of(context, passage.region, number, sentence, position)
    around = [(places.told[0], sentence[1]), *places.before, *places.naming(context), *passage.surroundings]
    liable = liable_side(text, places.own, around, reading.roles, pack)
    told = (min(sentence[0], number.start), number.end)
    off_the_fee = pack.pattern("penalties.off_the_fee").search(text, *places.phrase) is not None
    off_the_bond = _RENT not in text and pack.pattern("penalties.off_the_bond").search(text, *places.phrase)
    if off_the_fee and liable != "other" and (liable == "buyer" or not reading.roles.subjects(text, *told)):
        liable = "supplier"  # 甲方委托抽检不合格的,扣除该批次货款的10%
    if off_the_bond and liable == "buyer":
        liable = "supplier"  # 甲方设投诉电话,投诉属实的,第二次扣履约保证金2000元
    alike = [each for each in places.earlier if breaker_of(text, each, reading.roles, pack) in (liable, None)]
    telling = [places.told, *places.before, *alike, *passage.surroundings, places.behind]
    breach = _breach_of(context, number, telling, liable)
    off = pack.pattern("penalties.deducts").search(text, *places.phrase) is not None
    deducted = passage.cell or off
    if off and liable == "buyer" and not reading.roles.subjects(text, *told):
        liable = None  # 甲方提供场地。设备故障未修复的,每次扣200元: what is deducted is of what the supplier gets
    if not reading.roles.subjects(text, *places.own) and pack.pattern("penalties.bond_returned_late").search(
        text, sentence[0], number.start
    ):
        liable = "buyer"  # 乙方缴纳履约保证金,…退还,逾期退还的每日按0.03%: who was given the bond returns it
    if liable == "either" and breach == "late_payment" and not reading.roles.subjects(text, *told):
        liable = None  # 任何一方提前解约的,…。逾期支付租金每日…: whoever pays late is not who was spoken of before
    base = base_of(text, number, places.own, pack)
    if breach == "late_payment" and base in ("other", None) and _is_owed(context, number, places.phrase):
        base = "unpaid"
    breach, base = _settled(liable, breach, base)
    words = "".join(text[slice(*region)] for region in telling[:3])
    if per is None:
        per, per_count = _inherited_per(reading, sentence, position)
    return Draft(
        number=number,
        evidence=_evidence(reading, sentence),
        breach=breach,
        per=per or "once",
        per_count=per_count,
        named=liable is not None,
        liable=settled_liable(liable, breach, words, pack, deducted=deducted),
        base=base,
    )


def _settled(liable: Liable | None, breach: Breach, base: PenaltyBase | None) -> tuple[Breach, PenaltyBase | None]:
    """Return breach and base as they bear with each other and with the liable side."""
    if breach in ("late_performance", "other") and liable in ("buyer", None) and base == "unpaid":
        return "late_payment", base  # 甲方违反第五条约定的,按应付未付款的0.5%: what is unpaid tells what is late
    if breach == "service_failure" and liable == "buyer":
        return "other", base  # 乙方(承租方)擅自改变结构的,应恢复原状: a buyer serves nobody
    if breach == "late_payment" and base == "delivered_part":
        return breach, "unpaid"  # 按延误部分费用的0.5‰: what is late is money
    if breach == "late_performance" and liable == "supplier" and base == "unpaid":
        return breach, "delivered_part"  # 乙方逾期交货的,按逾期货款的5‰: what is late is goods
    if breach == "late_performance" and liable == "either" and base == "unpaid":
        return breach, "other"  # 按延期交货所折合的金额或延期付款金额: what is late, on either side
    return breach, base


def _is_owed(context: Context, number: Number, phrase: Region) -> bool:
    """Tell whether a rate is taken of what is due: 按应付服务费的0.5‰."""
    return context.pack.pattern("penalties.owed").search(context.text, phrase[0], number.start) is not None


def _breach_of(context: Context, number: Number, telling: Sequence[Region], liable: Liable | None) -> Breach:
    """Return the breach of the clause that the words before a number point to, else what the words themselves tell.

    Of a clause on quality they may name the part that is broken: 违反第十五条(质保)约定,未按时响应的.
    """
    text, pack = context.text, context.pack
    pointed = breach_by_clause(context, number.start, telling[0])
    if pointed == "quality" and breach_of(text, (telling[0], telling[0]), liable, pack) == "service_failure":
        return "service_failure"
    return pointed or breach_of(text, telling, liable, pack)


def _inherited_per(reading: _Reading, sentence: Region, position: int) -> tuple[Per | None, int]:
    """Return the unit that a lead-in (每次按以下标准扣款：) or column heading (扣款标准(元/次)) gives."""
    context, passage = reading.context, reading.passage
    cut_off = context.pack.pattern("penalties.step_cut_off").search(context.text, passage.region[0], sentence[0])
    if position == sentence[0] and cut_off is not None:  # 每逾期一日;按逾期金额的0.5‰: a comma read as a semicolon
        return per_of(context.text, Number(cut_off.end(), cut_off.end()), cut_off.span(), context.pack)
    if position != sentence[0] or (not passage.announced and passage.column is None):
        return None, 1
    if passage.heading is not None:
        unit = context.pack.pattern("penalties.column_unit").search(context.text, *passage.heading)
        if unit is not None:
            return per_of(context.text, Number(unit.start(), unit.end()), passage.heading, context.pack)
    for lead in passage.surroundings:
        if context.text[lead[1] - 1] == ":":
            per, per_count = per_of(context.text, Number(lead[1], lead[1]), lead, context.pack)
            if per is not None:
                return per, per_count
    return None, 1


def _evidence(reading: _Reading, sentence: Region) -> Region:
    """Return the sentence that sets a penalty; of a table's short cell the whole row."""
    if reading.passage.cell and sentence[1] - sentence[0] <= _SHORT_CELL:
        paragraph = reading.context.outline.paragraphs[reading.passage.paragraph]
        return paragraph.start, paragraph.end
    return sentence


def _lost(context: Context, number: Number, use: str) -> None:
    """Remember a number that is no sanction, with the reason."""
    context.consider("penalties", (number.start, number.end), RULE, _REASONS[use], score=0, won=False)


# -- the record -----------------------------------------------------------------------------------------


def _penalty(context: Context, draft: Draft) -> Penalty:
    """Return a draft as a part of the record; its text is the sentence that sets it."""
    number = draft.number
    span = context.span(*draft.evidence)
    reason = word("liable", draft.liable) + word("breach", draft.breach) + "，" + word("per", draft.per)
    reason += f"，{word('base', draft.base)}" if draft.base is not None else ""
    context.consider("penalties", (number.start, number.end), RULE, reason)
    figure = number.rate.value if number.rate is not None else number.times
    return Penalty(
        text=context.quote(span),
        spans=(span,),
        rule=RULE,
        liable=draft.liable,
        breach=draft.breach,
        rate=context.decimal_field(figure, number.start, number.end, RULE) if figure is not None else None,
        rate_words=number.rate.words_value if number.rate is not None else None,
        base=draft.base,
        amount=context.money(number.money, RULE) if number.money is not None else None,
        amount_max=context.money(number.maximum, RULE) if number.maximum is not None else None,
        per=draft.per,
        per_count=draft.per_count,
        cap=draft.cap,
        termination=draft.termination,
        termination_trigger=draft.trigger,
    )
