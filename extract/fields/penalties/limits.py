"""What limits a penalty and what it leads to: caps and rights to terminate, tied to penalties near them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from extract.fields.context import Context
from extract.fields.passages import phrase_around, phrases, sentences
from extract.fields.penalties.drafts import CommonCap, Draft
from extract.fields.penalties.facts import base_of
from extract.fields.penalties.numbers import Number
from extract.fields.penalties.uses import BRACKET
from extract.fields.roles import Roles
from extract.model import Cap, TextField
from extract.nlp.mentions import Region

_CAP_RULE = "penalties.cap_before"
_TERMINATION_RULE = "penalties.terminates"
TIMED = ("hour", "day", "week")
"""What a penalty that runs on falls due by."""
_NEAR = 40
_LINES_BELOW = 2
"""So far below a penalty stands a line that only says when the same delay ends the contract."""
_AT_ONCE = ("同时", "随时", "及时", "届时")
"""甲方同时有权解除合同 names no condition."""
_HOLDER = 6
"""Characters before a right to end the contract in which its holder is named: 乙方有权解除合同."""
_COUNTED = frozenset("0123456789一二两三四五六七八九十次")
_COUNTING = _COUNTED | frozenset("仍拒")
_TIMES = frozenset("日天周月次")


def cap_of(context: Context, number: Number, sentence: Region) -> Cap | None:
    """Return the cap that `number` sets, its text the comma phrase; None for a limit of all liability.

    What a form notes in brackets (损失赔偿额的计算方法) says nothing of it.
    """
    phrase = phrase_around(context.text, number.start, number.end, sentence)
    if context.pack.pattern("penalties.other_cap").search(BRACKET.sub("", context.text[slice(*phrase)])):
        return None
    span = context.span(*phrase)
    rate = number.rate.value if number.rate is not None else number.times
    amount = number.money.value if number.money is not None else None
    base = base_of(context.text, number, phrase, context.pack) if rate is not None else None
    return Cap(rate=rate, base=base, amount=amount, text=context.quote(span), spans=(span,), rule=_CAP_RULE)


def bond_cap(context: Context, sentence: Region) -> Cap | None:
    """Return the cap of a sentence that lets a penalty run until the whole bond is used up: 直至扣完履约保证金为止."""
    match = context.pack.pattern("penalties.up_to_bond").search(context.text, *sentence)
    if match is None:
        return None
    span = context.span(*match.span())
    return Cap(text=context.quote(span), spans=(span,), rule="penalties.up_to_bond")


def attach_cap(context: Context, drafts: Sequence[Draft], cap: Cap) -> bool:
    """Give `cap` to every draft without one; return whether any took it. A tiered scale shares its cap.

    A cap of the damages for delay (逾期违约金累计以…为限) is none of what falls due once beside them.
    """
    open_drafts = [draft for draft in drafts if draft.cap is None]
    running = [draft for draft in open_drafts if draft.per in TIMED]
    if running and context.pack.pattern("penalties.cap_of_delay").search(cap.text):
        open_drafts = running
    for draft in open_drafts:
        draft.cap = cap
    return bool(open_drafts)


def share_along_scale(context: Context, region: Region, drafts: Sequence[Draft]) -> None:
    """Give the cap and the base of a scale, told with its last grade, to the grades before it in the passage.

    「逾期1-10天,每天0.1%;超过10天,每天0.2%(以合同总价为基数),累计不超过10%」: a sentence that begins with how
    late goes on with the scale of the sentence before it; so does a phrase: 85-90分扣月费1%,80-85分扣3%.
    """
    for earlier, later in reversed(list(pairwise(drafts))):
        if not _goes_on(context, region, earlier, later, "next_grade"):
            continue
        earlier.cap = earlier.cap or later.cap
        if earlier.base is None:
            earlier.base = later.base
    for earlier, later in pairwise(drafts):  # 80-89分的扣当月服务费5%;70-79分的扣10%
        if later.base is None and (
            _in_one_breath(context, earlier, later) or _goes_on(context, region, earlier, later, "score_grade")
        ):
            later.base = earlier.base


def _in_one_breath(context: Context, earlier: Draft, later: Draft) -> bool:
    """Tell whether one sentence has two rates for the like: 一级故障每次扣合同总价的0.5%,二级故障每次扣0.2%."""
    alike = (earlier.per, earlier.liable, earlier.breach) == (later.per, later.liable, later.breach)
    rates = earlier.number.rate is not None and later.number.rate is not None
    between_them = context.text[earlier.number.end : later.number.start]
    return alike and rates and not any(mark in between_them for mark in "。;\n\t")


def _goes_on(context: Context, region: Region, earlier: Draft, later: Draft, grades: str) -> bool:
    """Tell whether a penalty is the next of the `grades` of the one before it: counted alike, for the same."""
    if earlier.per != later.per or (earlier.number.money is None) != (later.number.money is None):
        return False
    if later.liable != earlier.liable and earlier.named:
        return False
    openings = [start for start, end in sentences(context.text, *region) if start <= later.number.start < end]
    openings.append(context.text.find(",", earlier.number.end, later.number.start) + 1)
    grade = context.pack.pattern(f"penalties.{grades}")
    return any(earlier.number.end <= opening and grade.match(context.text, opening) for opening in openings)


def share_common_caps(context: Context, roles: Roles, drafts: Sequence[Draft], common: Sequence[CommonCap]) -> None:
    """Give caps that speak of 「上述各项违约金」 to the penalties of their clause that have none.

    「逾期竣工违约金的上限：…」, a line of its own, is the cap of the penalty above it.
    """
    text, outline, pack = context.text, context.outline, context.pack
    ends = pack.pattern(_TERMINATION_RULE)
    for shared in common:
        start, end = shared.sentence
        clauses = outline.ancestry(start)
        if not pack.pattern("penalties.common_cap").search(text, start, end):
            if clauses and pack.pattern("penalties.own_cap").search(text, start, end):
                above = [draft for draft in drafts if clauses[0].start <= draft.number.start < start]
                attach_cap(context, above[-1:], shared.cap)
            continue
        around = clauses[1] if len(clauses) > 1 else clauses[0] if clauses else None
        if around is None:
            continue
        inside = [draft for draft in drafts if around.start <= draft.number.start < around.end]
        if not inside and pack.pattern("penalties.announced").search(text, start, end):
            inside = list(drafts)  # a clause of its own on how far all liability runs
        telling = [part for part in phrases(text, (start, end)) if not ends.search(text, *part)]  # not 甲方有权解除合同
        sides = {subject.who for part in telling for subject in roles.subjects(text, *part)} & {"buyer", "supplier"}
        attach_cap(context, [draft for draft in inside if len(sides) != 1 or draft.liable in sides], shared.cap)


def attach_terminations(
    context: Context, roles: Roles, earlier: Sequence[Draft], found: Sequence[Draft], sentence: Region
) -> bool:
    """Mark the penalties whose breach also gives a right to end the contract.

    The right belongs to the penalty that follows it in the sentence, else to those before it; standing in a
    sentence without a penalty it belongs to the last penalty of the paragraph. Nobody may end the contract for a
    breach of his own. Returns True when there is a right that no penalty has taken yet.
    """
    open_right = False
    for match in context.pack.pattern(_TERMINATION_RULE).finditer(context.text, *sentence):
        following = [draft for draft in found if draft.number.start >= match.end()]
        preceding = [draft for draft in found if draft.number.start < match.start()] or (
            [] if following else list(earlier[-1:])
        )
        holders = roles.subjects(context.text, max(sentence[0], match.start() - _HOLDER), match.start())
        if holders and preceding and all(draft.liable == holders[-1].who for draft in preceding):
            continue
        trigger = _trigger(context, match.start(), sentence, preceding)
        chosen = preceding or (following[:1] if trigger is None else following)
        if preceding and following and following[0].number.start - match.end() <= _NEAR:
            chosen = [*preceding, following[0]]
        for draft in chosen:
            draft.termination = True
            draft.trigger = draft.trigger or trigger
        open_right = open_right or not chosen
    return open_right


def attach_rights_below(context: Context, roles: Roles, drafts: Sequence[Draft]) -> None:
    """Mark the penalties for delay whose right to end the contract stands in a line of its own below them.

    「4.1 乙方逾期交货的,每日…。4.2 逾期超过30日的,甲方有权解除合同。」
    """
    text, paragraphs = context.text, context.outline.paragraphs
    late_ends = context.pack.pattern("penalties.late_ends")
    places = [context.outline.paragraph_at(draft.number.start).index for draft in drafts]
    for draft, place in zip(drafts, places, strict=True):
        if draft.termination or draft.per not in TIMED or draft.breach not in ("late_performance", "late_payment"):
            continue
        for below in paragraphs[place + 1 : place + 1 + _LINES_BELOW]:
            if below.index in places:
                break
            if late_ends.match(text, below.body_start, below.end):
                sentence = next(sentences(text, below.body_start, below.end))
                attach_terminations(context, roles, [draft], [], sentence)
                break


def _trigger(context: Context, offset: int, sentence: Region, preceding: Sequence[Draft]) -> TextField | None:
    """Return the phrase that says when a right to terminate is ripe.

    Before a penalty it must hold a count (超过3次), for else it is the breach itself; behind one any
    condition of its own (构成重大事故的) will do. A delay that no reminder ends is told in two phrases: 逾期超过10日,
    经催告仍不支付.
    """
    text, pack = context.text, context.pack
    telling, short = pack.pattern("penalties.termination_trigger"), pack.pattern("penalties.short_of_loss")
    floor = max([sentence[0], *(draft.number.end for draft in preceding if draft.number.end > sentence[0])])
    before = [phrase for phrase in phrases(text, (floor, offset)) if phrase[1] > phrase[0]][-3:]
    for index, (start, end) in reversed(list(enumerate(before))):
        words = text[start:end]
        if short.search(words):
            continue
        ripe = telling.search(words) is not None
        if (ripe and not _COUNTING.isdisjoint(words)) or (
            preceding and words.endswith(("的", "时")) and not words.endswith(_AT_ONCE) and len(words) >= 4
        ):
            earlier = text[slice(*before[index - 1])] if index and ripe and _COUNTED.isdisjoint(words) else ""
            if telling.search(earlier) and not (_COUNTED.isdisjoint(earlier) or _TIMES.isdisjoint(earlier)):
                start = before[index - 1][0]
            return context.text_field(*_without_sides(context, start, end), _TERMINATION_RULE)
    return None


def _without_sides(context: Context, start: int, end: int) -> Region:
    """Return [start, end) without the words that lead over to it, and without who may end the contract."""
    words = context.text[start:end]
    holder = context.pack.pattern("penalties.holder_behind").search(words)
    kept = (words[: holder.start()] if holder is not None else words).rstrip("的,则 ")
    kept = kept if kept.endswith("小时") else kept.removesuffix("时").rstrip("的,则 ")
    return start + len(words) - len(words.lstrip("如若但当且或则(并 ")), start + len(kept)
