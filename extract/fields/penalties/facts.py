"""The facts of one penalty besides its number: kind of breach, base of the rate, how often it falls due."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import cast

import regex

from extract.fields.passages import phrases
from extract.fields.penalties.drafts import Liable
from extract.fields.penalties.numbers import Number
from extract.model import Breach, PenaltyBase, Per
from extract.nlp.mentions import Region
from extract.nlp.numerals import NumeralError, read_integer
from extract.rulepack import RulePack, compiled_words

_LONGEST_BASE = 34
_DAILY_REACH = 30
_TIME_UNITS = ("day", "week", "month", "hour")
_WEAK_VERBS = ("", "再")
_TIMES_OVER = ("次", "人次", "起", "车次", "例", "回")
_LONGEST_CONDITION = 45
_LONGEST_LEAD = 16
_BASE_BEHIND = regex.compile(r"的?(?![并且])\p{Han}{2,16}")
_NO_BASE = re.compile(r"\A[应当须则将需日]+\Z")
"""What says that something is due and how often, and not of what: 应按日万分之四."""
_NO_BREAK = re.compile(r"[^。;\n%‰]*")
_NO_FIGURE = re.compile(r"[^。;\n%‰\d]*")


def breach_of(text: str, regions: Sequence[Region], liable: Liable | None, pack: RulePack) -> Breach:
    """Return the kind of breach that the nearest telling region speaks of, "other" when none tells.

    The last region is what follows the number. Consequences (甲方有权解除合同) are no breach and are left out
    before the words are looked at; quality is what a supplier owes.
    """
    wider = "".join(text[slice(*region)] for region in regions[:-1])
    for region in regions:
        kind = _breach(_condition(text, region, pack), wider, liable, pack)
        if kind == "quality" and liable == "buyer":
            continue
        if kind is not None:
            return kind
    return "other"


def _condition(text: str, region: Region, pack: RulePack) -> str:
    """Return the words of `region` without the phrases on what follows from the breach and names made of its words."""
    ends, makes_good = pack.pattern("penalties.terminates"), pack.pattern("penalties.makes_good")
    kept = [
        text[start:end]
        for start, end in phrases(text, region)
        if not ends.search(text, start, end) and not (start > region[0] and makes_good.fullmatch(text, start, end))
    ]
    told = ",".join(kept)
    for aside in ("remedy", "led_to", "named_for"):
        told = pack.pattern(f"penalties.{aside}").sub("", told)
    return told


def _breach(condition: str, wider: str, liable: Liable | None, pack: RulePack) -> Breach | None:
    """Return the kind of breach in `condition`: clear subjects first, then lateness, then how it was done."""
    kind = _told_plainly(condition, pack)
    if kind is not None:
        return kind
    late = pack.pattern("penalties.late").search(condition) is not None
    pays = pack.pattern("penalties.pays")
    if late and liable == "either" and _delivers(condition, pack):
        return "late_performance"  # 乙方延期交货或甲方延期付款
    told = liable == "buyer" and not _delivers(condition, pack)  # 甲方验收后付清。逾期交货每日…: goods are late
    if late and (pays.search(condition) or (told and (pays.search(wider) or _price_late(wider, pack)))):
        return "other" if _owes_wages(condition, wider, liable, pack) else "late_payment"
    kind = _first_kind(condition, ("security_incident", "safety"), pack)
    if kind is not None:
        return kind
    if pack.pattern("penalties.ends_contract").search(condition):
        return "termination"
    if pack.pattern("penalties.rate_missed").search(condition):
        return "quality"
    if not (late and _delivers(condition, pack)):
        called = pack.pattern("penalties.called_out").search(condition) is not None
        if not called and pack.pattern("penalties.staffed").search(condition):
            return "staffing"
        if pack.pattern("penalties.bad_work").search(condition):
            return "quality"
        if called or _first_kind(condition, ("service_failure",), pack):
            return "service_failure"
    if late:
        return "late_performance"
    scored = pack.pattern("penalties.scored").search(condition) is not None
    return _first_kind(condition, ("refusal", "quality"), pack) or ("quality" if scored else None)


def _price_late(wider: str, pack: RulePack) -> bool:
    """Tell whether a buyer who is late, nobody says with what, is so with the price: 逾期超过60日的,乙方可要求甲方…."""
    told = pack.pattern("penalties.late_at_large").search(wider) is not None
    return told and pack.pattern("penalties.duty_of_buyer").search(wider) is None


def _owes_wages(condition: str, wider: str, liable: Liable | None, pack: RulePack) -> bool:
    """Tell whether it is wages that a supplier owes: …按月支付农民工工资;发生拖欠的,每次…."""
    named = pack.pattern("penalties.money_named").search(condition) is not None
    return liable == "supplier" and not named and _first_kind(wider, ("other",), pack) is not None


def _told_plainly(condition: str, pack: RulePack) -> Breach | None:
    """Return the kind of breach that its own words settle, however late or badly it was done."""
    if pack.pattern("penalties.data_incident").search(condition):
        return "security_incident"
    kind = _first_kind(
        condition, ("confidentiality", "intellectual_property", "subcontracting", "fraud", "other"), pack
    )
    if kind == "fraud" and pack.pattern("penalties.bad_goods").search(condition):
        return "quality"
    if kind != "confidentiality" and pack.pattern("penalties.disclosed").search(condition):
        return "confidentiality"
    if kind is None and pack.pattern("penalties.faked").search(condition):
        return "fraud"
    return kind


def breach_named(words: str, pack: RulePack) -> Breach | None:
    """Return the kind of breach whose words stand in `words`, of those that a clause may be about."""
    return _first_kind(words, ("confidentiality", "intellectual_property", "subcontracting", "safety"), pack)


def _first_kind(condition: str, kinds: tuple[Breach, ...], pack: RulePack) -> Breach | None:
    patterns = _kind_patterns(pack)
    return next((kind for kind in kinds if patterns[kind].search(condition)), None)


@lru_cache(maxsize=4)
def _kind_patterns(pack: RulePack) -> dict[str, re.Pattern[str]]:
    return {kind: compiled_words(words) for kind, words in pack.table("penalties.breaches").items()}


@lru_cache(maxsize=4)
def _base_patterns(pack: RulePack) -> dict[str, re.Pattern[str]]:
    return {base: compiled_words(words) for base, words in pack.table("penalties.bases").items()}


def _delivers(condition: str, pack: RulePack) -> bool:
    return pack.pattern("penalties.delivers").search(condition) is not None


def settled_liable(liable: Liable | None, breach: Breach, condition: str, pack: RulePack, *, deducted: bool) -> Liable:
    """Return who is liable once the breach is known.

    Whoever pays the price late is the buyer and whoever delivers late the supplier, also where the clause
    swaps its labels, unless it says whose doing the delay is; a breach without any subject falls on the side that
    can commit it, and what is deducted or fined (`deducted`) on the supplier, whose money it is.
    """
    price = pack.pattern("penalties.price_paid").search(condition) and not pack.pattern("penalties.not_price").search(
        condition
    )
    if breach == "late_payment" and price and liable not in ("either", "other"):
        return "buyer"
    caused = pack.pattern("penalties.caused").search(condition) is not None
    if breach == "late_performance" and liable == "buyer" and not caused and _delivers(condition, pack):
        return "supplier"
    if liable is not None:
        return liable
    if breach == "late_payment":
        return "supplier" if pack.pattern("penalties.claims_paid").search(condition) else "buyer"
    if breach == "refusal" and pack.pattern("penalties.only_performs").search(condition):
        return "supplier"
    if breach == "refusal" and pack.pattern("penalties.only_accepts").search(condition):
        return "buyer"
    deducted = deducted or pack.pattern("penalties.leaks").search(condition) is not None
    mutual = breach in ("other", "confidentiality", "termination", "refusal") and not deducted
    return "either" if mutual else "supplier"


# -- base -----------------------------------------------------------------------------------------------


def base_of(text: str, number: Number, phrase: Region, pack: RulePack) -> PenaltyBase | None:
    """Return what the rate is taken of: by the words right before it, right behind it, or 以…为基数 beside these."""
    if number.rate is None and (number.times is None or number.base is not None):
        return number.base
    told = _reckoned_of(text, number, phrase, pack)
    if told is not None:
        return _base(told, pack) or "other"
    before = text[max(phrase[0], number.start - _LONGEST_BASE) : number.start]
    before = pack.pattern("penalties.late_each_time").sub("", before)
    opened = [match.end() for match in pack.pattern("penalties.base_opens").finditer(before)]
    nearest = before[opened[-1] :] if opened else before
    after = _BASE_BEHIND.match(text, number.end, phrase[1])
    nearest = _NO_BASE.sub("", nearest.strip("的之() ").rstrip("每"))
    for words in (nearest or before, after[0] if after else ""):
        base = _base(words, pack)
        if base is not None:
            return base
    bond = after is not None and after[0].removeprefix("的").startswith(pack.words("penalties.lodged"))
    return "other" if nearest or bond or number.times is not None else None


def _reckoned_of(text: str, number: Number, phrase: Region, pack: RulePack) -> str | None:
    """Return what the words around a rate say outright that it is reckoned of: 以逾期金额为基数,每日按0.3‰."""
    pattern = pack.pattern("penalties.taken_of")
    behind = pattern.search(text, number.end, min(phrase[1] + _LONGEST_BASE, len(text)))
    if behind is not None and _NO_BREAK.fullmatch(text, number.end, behind.start()):
        return behind["base"]
    for before in pattern.finditer(text, max(number.start - _LONGEST_BASE, 0), number.start):
        if number.start - before.end() <= _LONGEST_LEAD and _NO_FIGURE.fullmatch(text, before.end(), number.start):
            return before["base"]
    return None


def _base(words: str, pack: RulePack) -> PenaltyBase | None:
    if pack.pattern("penalties.of_period").match(words):
        return "instalment"
    for base, pattern in _base_patterns(pack).items():
        if pattern.search(words):
            return base  # type: ignore[return-value]
    return None


# -- per ------------------------------------------------------------------------------------------------


def per_of(text: str, number: Number, region: Region, pack: RulePack) -> tuple[Per | None, int]:
    """Return how often the number falls due and the count of its unit; None when nothing says so.

    The unit behind the number (元/人/天) tells first, then the nearest 每逾期一日 before it in `region`.
    """
    behind = _units(pack.pattern("penalties.tail").match(text, number.end, region[1]))
    steps = [
        match
        for match in pack.pattern("penalties.step").finditer(text, region[0], number.start)
        if _counts(text, match, number) and not _is_of_fee(text, match, number, pack)
    ]
    if behind:
        whole = pack.table("penalties.units")
        joins = (*whole["person"], *whole["day"])
        each = [step["unit"] for step in steps[-1:] if step["unit"] in joins and step["verb"]]
        return _combined([*each, *behind], pack), 1  # 每缺1人扣150元/天, 每缺勤一天扣500元/人
    if not steps:
        daily = pack.pattern("penalties.daily").search(
            text, max(region[0], number.start - _DAILY_REACH), min(number.end, region[1])
        )
        if daily is not None:
            return _combined([daily["unit"] or daily["rate_unit"]], pack), 1
        if number.rate is not None and pack.pattern("penalties.daily_behind").match(text, number.end, region[1]):
            return "day", 1
        return None, 1
    last = steps[-1]
    units = [last["unit"]]
    if len(steps) > 1 and last.start() - steps[-2].end() <= 3:
        units.insert(0, steps[-2]["unit"])
    per = _combined(units, pack)
    count = _count(last["count"])
    if per == "unit" or count is None:
        return ("unit", int(count) if count and count == int(count) else 1)
    return per, int(count) if per in _TIME_UNITS and count == int(count) else 1


def _counts(text: str, match: regex.Match[str], number: Number) -> bool:
    """Tell whether a step belongs to the number: 每日 in the middle of a duty (每日巡检) does not."""
    verb, found = match["verb"], match["found"]
    if found or (verb or "") not in _WEAK_VERBS or match["count"]:
        return True
    gap = text[match.end() : number.start]
    if match["unit"] in _TIMES_OVER and len(gap) <= _LONGEST_CONDITION and "," in gap:
        condition, _, rest = gap.partition(",")  # 每次得分不满80分的,扣减…
        if condition.endswith(("的", "时", "者")) and not any(mark in rest for mark in ",。;"):
            return True
    return len(gap) <= 30 and len([c for c in gap if c in ",。;"]) <= (1 if len(gap) <= 18 else 0)


def _is_of_fee(text: str, match: regex.Match[str], number: Number, pack: RulePack) -> bool:
    """Tell whether 每月 only says whose fee the rate is taken of: 按每月物业服务费的5‰."""
    fee = pack.pattern("penalties.periodic_fee")
    return match[0] == "每月" and number.rate is not None and fee.match(text, match.end(), number.start) is not None


def _units(match: regex.Match[str] | None) -> list[str]:
    return list(match.captures("unit")) if match is not None else []


def _combined(units: Sequence[str], pack: RulePack) -> Per:
    """Return the unit that one or two words make: 人 and 天 are a person's day, 人次 is an occurrence.

    What falls due by the day and the piece (每逾期一日每辆) falls due by the day.
    """
    table = pack.table("penalties.units")
    joined = "".join(units)
    by_day = any(word in joined for word in table["day"])
    if by_day and len(units) > 1 and any(unit in pack.words("penalties.posts") for unit in units):
        return "person_day"
    if any(word in joined for word in table["person"]):
        if by_day:
            return "person_day"
        return "occurrence" if any(word in joined for word in table["occurrence"]) else "person"
    if by_day:
        return "day"
    return cast("Per", next((per for per, words in table.items() if units[-1] in words), "unit"))


def _count(words: str | None) -> Decimal | None:
    """Return a small count in digits or Chinese, 1 when there is none, None for no whole count (半)."""
    if not words:
        return Decimal(1)
    try:
        return Decimal(words) if words.isascii() else Decimal(read_integer(words))
    except (NumeralError, InvalidOperation):
        return None
