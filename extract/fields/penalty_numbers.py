"""Which numbers of a clause are sanctions, and which are caps, thresholds, steps, shares or deposits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

import regex

from extract.fields.context import Context, between
from extract.fields.passages import Region, first_phrase, phrase_around
from extract.nlp import mentions as found
from extract.nlp.numerals import read_integer
from extract.rulepack import RulePack

Use = Literal["sanction", "cap", "threshold", "other"]
_BRACKET = regex.compile(r"\([^()]*\)?")
_UNIT_FACTOR = {"万元": Decimal(10000), "亿元": Decimal(100000000)}


@dataclass(frozen=True, slots=True)
class Number:
    """One number that may be a sanction: a rate, an amount (or a range of amounts), or a multiple of a price."""

    start: int
    end: int
    rate: found.Rate | None = None
    money: found.Money | None = None
    maximum: found.Money | None = None
    times: Decimal | None = None


def numbers_in(context: Context, start: int, end: int) -> list[Number]:
    """Return the rates, amounts and multiples in [start, end), ranges as one number, restated amounts left out."""
    text, pack = context.text, context.pack
    rates = between(context.mentions.rates, start, end)
    amounts = between(context.mentions.money, start, end)
    found_numbers = [
        Number(rate.start, rate.end, rate=rate) for rate in _without_upper_ends(text, rates, pack)
    ]
    found_numbers += _amounts(text, amounts, start, pack)
    if "倍" in text[start:end]:
        for match in pack.pattern("penalties.times").finditer(text, start, end):
            found_numbers.append(Number(match.start(), match.end(), times=_count(match["count"])))
    found_numbers = sorted(filter(_is_something, found_numbers), key=lambda number: number.start)
    return [
        number
        for index, number in enumerate(found_numbers)
        if not (number.money and index and _restates(text, found_numbers[index - 1], number, pack))
        and not (
            number.money
            and index + 1 < len(found_numbers)
            and _is_base(text, number, found_numbers[index + 1])
        )
    ]


def _is_something(number: Number) -> bool:
    """Tell whether a number is not nought: 0元 or 0% is no sanction and no cap."""
    value = number.rate.value if number.rate else number.money.value if number.money else number.times
    return bool(value)


def column_number(context: Context, cell: Region, heading: str) -> Number | None:
    """Return the bare figure of a table cell whose column is headed 扣款金额(元), None for anything else."""
    match = context.pack.pattern("penalties.plain_number").fullmatch(context.text, *cell)
    if match is None or any(mark in heading for mark in ("分", "%", "‰", "比例", "次数")):
        return None
    unit = "万元" if "万元" in heading else "元"
    value = Decimal(match[0].replace(",", "")) * _UNIT_FACTOR.get(unit, Decimal(1))
    if not value:
        return None
    return Number(*cell, money=found.Money(*cell, value=value, unit=unit, digits=cell, digits_value=value))


def use_of(context: Context, number: Number, sentence: Region, *, announced: bool, measured: bool, timed: bool) -> Use:
    """Return what `number` is in its sentence.

    `announced`: a heading or lead-in speaks of sanctions; `measured`: the number has a unit of its own
    (500元/次, 每逾期一日 …), so that it can be a sanction without the word; `timed`: that unit is of time.
    """
    text, pack = context.text, context.pack
    phrase = phrase_around(text, number.start, number.end, sentence)
    before, after = text[phrase[0] : number.start], text[number.end : phrase[1]]
    rest = text[number.end : sentence[1]]
    plain = _BRACKET.sub("", after)
    if (
        pack.pattern("penalties.cap_before").search(before)
        or (
            ("以" in before or before.startswith(("至", "到")))
            and pack.pattern("penalties.cap_after").match(rest)
        )
        or rest.startswith("封顶")
    ):
        return "cap"
    if _is_threshold(number, before, rest, pack):
        return "threshold"
    if _measures_other(number, before, after, text[slice(*sentence)], pack):
        return "other"
    sanction = pack.pattern("penalties.sanction")
    following = rest[len(after) :].lstrip(",")
    if pack.pattern("penalties.becomes_sanction").match(following) and not announced_elsewhere(following):
        if (
            sanction.search(plain) is None and not pack.pattern("penalties.share_before").search(before)
        ) or following.startswith(("作为", "做为", "以作", "充作", "用作")):
            return "sanction"
    if pack.pattern("penalties.share_before").search(before) and sanction.search(plain) is None:
        return "sanction" if measured and announced and number.money is not None else "other"
    if pack.pattern("penalties.share_after").match(after):
        return "sanction" if announced and timed else "other"
    if sanction.search(before) or sanction.search(plain):
        return "sanction"
    if pack.pattern("penalties.announced").search(text, sentence[0], phrase[0]):
        return "sanction" if number.rate is not None or measured else "other"
    return "sanction" if announced and measured else "other"


def announced_elsewhere(following: str) -> bool:
    """Tell whether the phrase behind a number carries a number of its own (then its sanction is that one)."""
    return regex.search(r"\d|[百千万]分之", first_phrase(following)) is not None


def _is_threshold(number: Number, before: str, rest: str, pack: RulePack) -> bool:
    if pack.pattern("penalties.step_before").search(before):
        return True
    ends = pack.pattern("penalties.threshold_end").match(rest)
    if ends is not None and pack.pattern("penalties.compared").search(before):
        return True
    return bool(
        (
            number.money is not None
            and ends is not None
            and pack.pattern("penalties.amount_threshold").search(before)
        )
        or (
            ends is not None
            and len(ends[0]) > 2
            and ends[0].startswith(("以上", "以下", "以内", "及以"))
            and pack.pattern("penalties.sanction").search(before) is None
            and pack.pattern("penalties.sanction").match(rest, ends.end()) is None
        )
    )


def _measures_other(number: Number, before: str, after: str, sentence: str, pack: RulePack) -> bool:
    sanction = pack.pattern("penalties.sanction")
    if pack.pattern("penalties.measured_before").search(before):
        return True
    if pack.pattern("penalties.retained").match(after) and "没收" not in before and "罚" not in before:
        return True
    if (
        pack.pattern("penalties.lodged_after").match(after)
        and sanction.search(before) is None
        and sanction.search(after) is None
    ):
        return True
    if (
        number.rate is not None
        and number.rate.value >= 1
        and regex.match(r"的?(?:全部|直接|实际)?(?:经济)?损失|赔偿|退款|支付", after)
    ):
        return True
    return (
        pack.pattern("penalties.insured").search(sentence) is not None
        and "违约金" not in sentence
        and "罚" not in sentence
    )


# -- ranges, restatements, bases ------------------------------------------------------------------------


def _without_upper_ends(text: str, rates: list[found.Rate], pack: RulePack) -> list[found.Rate]:
    """Return the rates without those that only end a range (5%至10%): a scale counts from its lower bound."""
    joint = pack.pattern("penalties.range_joint")
    kept: list[found.Rate] = []
    for index, rate in enumerate(rates):
        gap = text[rates[index - 1].end : rate.start] if index else None
        if gap and len(gap) <= 3 and joint.fullmatch(gap):
            continue
        kept.append(rate)
    return kept


def _amounts(text: str, amounts: list[found.Money], floor: int, pack: RulePack) -> list[Number]:
    """Return the amounts as numbers, the two ends of a range as one."""
    joint, lower_bound = pack.pattern("penalties.range_joint"), pack.pattern("penalties.lower_bound")
    numbers: list[Number] = []
    for amount in amounts:
        last = numbers[-1] if numbers else None
        gap = text[last.end : amount.start] if last else ""
        if (
            last is not None
            and last.money is not None
            and last.maximum is None
            and 0 < len(gap) <= 3
            and joint.fullmatch(gap)
        ):
            numbers[-1] = replace(last, end=amount.end, maximum=amount)
            continue
        lower = lower_bound.search(text, max(amount.start - 14, floor), amount.start)
        if lower is not None and amount.digits is not None:
            value = Decimal(lower["lower"].replace(",", "")) * _UNIT_FACTOR.get(amount.unit, Decimal(1))
            if value < amount.value:
                region = lower.span("lower")
                least = found.Money(
                    *region,
                    value=value,
                    currency=amount.currency,
                    unit=amount.unit,
                    digits=region,
                    digits_value=value,
                )
                numbers.append(Number(region[0], amount.end, money=least, maximum=amount))
                continue
        numbers.append(Number(amount.start, amount.end, money=amount))
    return numbers


def _restates(text: str, previous: Number, number: Number, pack: RulePack) -> bool:
    """Tell whether an amount only says what the rate before it comes to: 合同总价的10%,即50,000元."""
    gap = text[previous.end : number.start]
    if (
        previous.money is None
        and len(gap) <= 14
        and gap
        and pack.pattern("penalties.restated").fullmatch(gap)
    ):
        return gap != "的" and any(mark in gap for mark in ("(", "即", "计", "为", "约", "等于"))
    return False


def _is_base(text: str, number: Number, following: Number) -> bool:
    """Tell whether an amount is what the next rate is taken of: 合同总价100万元的10%."""
    gap = text[number.end : following.start]
    return following.rate is not None and gap in ("的", "之", ")的", "元的")


def _count(words: str) -> Decimal:
    return (
        Decimal(2) if words == "双" else Decimal(read_integer(words)) if "." not in words else Decimal(words)
    )
