"""Which side has to do what a penalty clause demands, read from the grammar of its sentence.

The party that is paid (向甲方支付) settles it; then the party that is made to pay (由乙方承担, 扣除乙方), the
party that acts in the phrase of the number (乙方应按 …, 甲方有权扣除 …), and at last the party that breaks
the contract (乙方逾期 …, 任何一方违反 …, 甲方无故拒收、乙方逾期交货的).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extract.fields.confidentiality.obligors import read_obligors
from extract.fields.context import Context
from extract.fields.penalties.drafts import Draft, Liable
from extract.fields.roles import Roles, Subject, is_joined, other_side
from extract.nlp.mentions import Region
from extract.rulepack import RulePack

_JUST_BEFORE = 4
_FIGURE = re.compile(r"\d[%‰元]|分之")
_COUNTED = ("occurrence", "person", "person_day", "item", "unit")


def liable_side(text: str, phrase: Region, regions: Sequence[Region], roles: Roles, pack: RulePack) -> Liable | None:
    """Return who is liable for the number in `phrase`, the comma phrase that holds it, or None.

    `regions` are where to look for who breaks the contract, nearest first; the first is the sentence.
    """
    sentence = regions[0]
    around = roles.subjects(text, min(sentence[0], phrase[0]), max(phrase[1], sentence[1]), others=True)
    paid = _paid(text, phrase, around, pack)
    if paid is not None and paid.who in ("buyer", "supplier"):
        if _breaker(text, around, (around[0].start, phrase[1]), pack) == "other":
            return "other"  # 丙方逾期提交报告的,向甲方支付 …
        return _party(other_side(paid.who))
    if paid is None:
        acting = _acting(text, phrase, around, pack)
        if acting is not None:
            return acting
    for region in regions:
        breaker = _breaker(text, roles.subjects(text, *region, others=True), region, pack)
        if breaker is not None:
            return breaker
    return None


def breaker_of(text: str, region: Region, roles: Roles, pack: RulePack) -> Liable | None:
    """Return the party that a region says breaks the contract, or None where it names none."""
    return _breaker(text, roles.subjects(text, *region, others=True), region, pack)


def settle_by_list(context: Context, drafts: Sequence[Draft]) -> None:
    """Give an act without a subject (渣土乱倒的,每次 …) to the supplier where all before it in its list is its.

    Only what is counted by times, heads or pieces: such scales are written for the side that performs.
    """
    large = context.pack.pattern("penalties.at_large")
    for position, draft in enumerate(drafts):
        if draft.named or draft.liable != "either" or draft.breach != "other" or draft.per not in _COUNTED:
            continue
        around = context.outline.ancestry(draft.number.start)[:2]
        before = [other for other in drafts[:position] if around and other.number.start >= around[-1].start]
        theirs = bool(before) and all(other.liable == "supplier" for other in before)
        if theirs and not large.search(context.text, *draft.evidence):
            draft.liable = "supplier"


def settle_by_duty(context: Context, roles: Roles, drafts: Sequence[Draft]) -> None:
    """Give a breach of confidence without a subject (应向对方支付 …) to the one side that its clause binds."""
    for draft in drafts:
        if draft.named or draft.breach != "confidentiality":
            continue
        around = [node for node in context.outline.ancestry(draft.number.start) if node.kind == "confidentiality"]
        bound = read_obligors(context, [(around[-1].start, draft.number.start)], roles) if around else set()
        if len(bound) == 1:
            draft.liable = bound.pop()


def _paid(text: str, phrase: Region, subjects: list[Subject], pack: RulePack) -> Subject | None:
    """Return the party to whom the sanction is paid: in the phrase of the number first, then next to it.

    Where a number stands behind the party before it, that is what the party gets: 向乙方支付费用的50%,….
    """
    receivers = [subject for subject in subjects if subject.who != "other" and _receives(text, subject, pack)]
    inside = [subject for subject in receivers if phrase[0] <= subject.start < phrase[1]]
    after = [subject for subject in receivers if phrase[1] <= subject.start <= phrase[1] + 12]
    nearby = [subject for subject in receivers if phrase[0] - 40 <= subject.start < phrase[0]]
    before = [subject for subject in nearby if not _FIGURE.search(text, subject.end, phrase[0])]
    for found in (inside, after, before[::-1]):
        if found:
            return found[0]
    return None


def _receives(text: str, subject: Subject, pack: RulePack) -> bool:
    """Tell whether money goes to a party: 向甲方支付, 支付合同总价的20%对甲方进行赔偿."""
    before = _before(text, subject)
    if before.endswith("对") and pack.pattern("roles.made_whole").match(text, subject.end):
        return True
    given, taken = pack.pattern("roles.given_to"), pack.pattern("roles.taken_back")
    return given.search(before) is not None and not taken.match(text, subject.end)


def _acting(text: str, phrase: Region, subjects: list[Subject], pack: RulePack) -> Liable | None:
    """Return who is liable by the party that acts in the phrase: it pays, or it deducts from the other."""
    forced, takes, taken, owes, collects = (
        pack.pattern(f"roles.{name}") for name in ("taken_from", "takes", "taken_back", "owes", "collects")
    )
    for subject in reversed([s for s in subjects if phrase[0] <= s.start < phrase[1]]):
        before = _before(text, subject)
        if subject.who == "counterpart" or before.endswith("付") or _is_told(text, subject, before, pack):
            continue  # 从应付乙方的款项中扣除
        if subject.who == "other" and _receives(text, subject, pack):
            continue
        taking = before.endswith("由") and collects.match(text, subject.end, phrase[1])
        if subject.who == "other" and (taking or takes.match(text, subject.end, phrase[1])):
            continue  # 由丙方扣除: of whom, the breach tells
        if taking:
            return _party(other_side(subject.who)) if subject.who != "either" else "either"
        if forced.search(before) or (before.endswith("向") and taken.match(text, subject.end)):
            return _party(subject.who)
        if takes.match(text, subject.end, phrase[1]):
            return _party(other_side(subject.who)) if subject.who != "either" else "either"
        if owes.match(text, subject.end):
            return _party(subject.who)
    return None


def _is_told(text: str, subject: Subject, before: str, pack: RulePack) -> bool:
    """Tell whether another party does something to this one and goes on: 书面通知甲方并支付, 退还甲方且另行赔偿."""
    acted_on = pack.pattern("roles.not_acting_before").search(before) is not None
    return acted_on and pack.pattern("roles.goes_on").match(text, subject.end) is not None


def _breaker(text: str, subjects: list[Subject], region: Region, pack: RulePack) -> Liable | None:
    """Return the party that the region says breaks the contract; who only watches or punishes is not it."""
    object_before, observes, owns, breaks, takes = (
        pack.pattern(f"roles.{name}") for name in ("not_acting_before", "observes", "owns", "breaks", "takes")
    )
    breaks_too, blameless = pack.pattern("roles.breaks_too"), pack.pattern("roles.blameless")
    acting = [
        subject
        for subject in subjects
        if subject.who != "counterpart"
        and not blameless.match(text, subject.end, region[1])
        and (
            not object_before.search(text, max(subject.start - 4, region[0]), subject.start)
            or (text[subject.start - 1] == "或" and breaks_too.match(text, subject.end))
        )
    ]
    ends = pack.pattern("penalties.terminates")  # 甲方马上解除合同
    watching = [
        subject
        for subject in acting
        if any(way.match(text, subject.end, region[1]) for way in (ends, takes, observes))
        or (subject.who in ("buyer", "other") and owns.match(text, subject.end, region[1]))
        or _oversees(text, subject, pack)
    ]
    free = [s for s in acting if s not in watching and not _comes_before(text, s, acting, pack)]
    clear = [subject for subject in free if breaks.match(text, subject.end, region[1])]
    breaking = clear or [subject for subject in free if subject.who != "other"]
    for subject in breaking[:1]:
        named = [s for s in breaking if s is subject or is_joined(text, s)]  # not 遗失委托人移交的资料
        beside = [s for s in named if not any(mark in text[subject.end : s.start] for mark in ",;。\n")]
        return "either" if {"buyer", "supplier"} <= {s.who for s in beside} else _party(subject.who)
    for subject in (each for each in watching if each.who != "other"):
        presses = any(way.match(text, subject.end, region[1]) for way in (ends, takes, pack.pattern("roles.presses")))
        if subject.who == "supplier" and not presses:
            return "supplier"  # 乙方发现隐患未报告的: where it watches nobody that breaks the contract it does its work
        return _party(other_side(subject.who)) if subject.who != "either" else "either"
    return None


def _comes_before(text: str, subject: Subject, acting: list[Subject], pack: RulePack) -> bool:
    """Tell whether what a party did only comes before the breach of the other: 甲方发出通知后乙方未到场的."""
    following = next((other for other in acting if other.start >= subject.end), None)
    if following is None or following.who == subject.who:
        return False
    return pack.pattern("roles.comes_before").fullmatch(text, subject.end, following.start) is not None


def _oversees(text: str, subject: Subject, pack: RulePack) -> bool:
    """Tell whether the buyer only oversees what the supplier does: 车辆缓行,由甲方保安引导."""
    told = subject.who in ("buyer", "other") and text.endswith("由", 0, subject.start)
    return told and pack.pattern("roles.oversees").match(text, subject.end) is not None


def _before(text: str, subject: Subject) -> str:
    """Return the few characters right before a party word, on its line."""
    return text[max(subject.start - _JUST_BEFORE, 0) : subject.start].rpartition("\n")[2]


def _party(who: str | None) -> Liable | None:
    return who if who in ("buyer", "supplier", "either", "other") else None  # type: ignore[return-value]
