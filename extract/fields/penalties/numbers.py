"""The numbers of a clause that may be sanctions: rates, amounts, ranges of amounts, multiples of a price or fee."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.fields.context import Context, between
from extract.model import PenaltyBase
from extract.nlp import mentions as found
from extract.nlp.mentions import Region
from extract.nlp.numerals import read_integer
from extract.rulepack import RulePack

_LONGEST_RESTATEMENT = 14
_HAN = regex.compile(r"\p{Han}")
_CHINESE_OR_BRACKET = regex.compile(r"[\p{Han}()/\n]")
_ENGLISH_WORD = regex.compile(r"\b[A-Za-z]?[a-z]+\b")
_ENGLISH = 2
"""So many English words around a number are a translation."""
_CURRENCY_NAMES = ("人民币", "¥")
_UNIT_FACTOR = {"万元": Decimal(10000), "亿元": Decimal(100000000)}


@dataclass(frozen=True, slots=True)
class Number:
    """One number that may be a sanction: a rate, an amount or range of amounts, a multiple of a price."""

    start: int
    end: int
    rate: found.Rate | None = None
    money: found.Money | None = None
    maximum: found.Money | None = None
    times: Decimal | None = None
    base: PenaltyBase | None = None
    """What it is a multiple of, where its own words say so: 三个月租金."""


def numbers_in(context: Context, start: int, end: int) -> list[Number]:
    """Return the rates, amounts and multiples in [start, end): a range is one, a restatement none."""
    text, pack = context.text, context.pack
    rates = between(context.mentions.rates, start, end)
    amounts = between(context.mentions.money, start, end)
    found_numbers = [Number(rate.start, rate.end, rate=rate) for rate in _without_upper_ends(text, rates, pack)]
    found_numbers += _amounts(text, amounts, pack)
    if "倍" in text[start:end]:
        for match in pack.pattern("penalties.times").finditer(text, start, end):
            found_numbers.append(Number(match.start(), match.end(), times=_count(match["count"])))
    for match in pack.pattern("penalties.fees").finditer(text, start, end):
        base: PenaltyBase = "other" if match["unit"] == "年" else "instalment"
        found_numbers.append(Number(match.start(), match.end(), times=_count(match["count"]), base=base))
    hints = [hint.span() for hint in pack.pattern("penalties.hint").finditer(text, start, end)]
    found_numbers = [n for n in found_numbers if not any(begin < n.start < stop for begin, stop in hints)]
    found_numbers = sorted(filter(_is_something, found_numbers), key=lambda number: number.start)
    return [
        number
        for index, number in enumerate(found_numbers)
        if not (number.money and index and _restates(text, found_numbers[index - 1], number, pack))
        and not (number.money is None and index and _explains(text, found_numbers[index - 1], number, pack))
        and not (index and _is_floor(text, found_numbers[index - 1], number, pack))
        and not (number.money and index + 1 < len(found_numbers) and _is_base(text, number, found_numbers[index + 1]))
    ]


def without_translations(context: Context, numbers: list[Number], passage: Region) -> list[Number]:
    """Return the numbers without those of the English version, where it says again what the passage says in Chinese."""
    english = [number for number in numbers if _in_english(context.text, number, passage)]
    if not english:
        return numbers
    chinese = {_value(each) for each in numbers_in(context, *passage) if not _in_english(context.text, each, passage)}
    said_again = any(_value(number) in chinese for number in english)
    return [number for number in numbers if number not in english] if said_again else numbers


def _in_english(text: str, number: Number, passage: Region) -> bool:
    """Tell whether English words stand around a number, and nothing Chinese right before it: at 0.5% per day."""
    before = text[passage[0] : number.start]
    if _HAN.match(before.rstrip(" :¥")[-1:]):
        return False
    around = _CHINESE_OR_BRACKET.split(before)[-1] + _CHINESE_OR_BRACKET.split(text[number.end : passage[1]])[0]
    return len(_ENGLISH_WORD.findall(around)) >= _ENGLISH


def _value(number: Number) -> Decimal | None:
    return number.rate.value if number.rate else number.money.value if number.money else number.times


def _is_something(number: Number) -> bool:
    """Tell whether a number is not nought: 0元 or 0% is no sanction and no cap."""
    return bool(_value(number))


def column_number(context: Context, cell: Region, heading: str) -> Number | None:
    """Return the bare figure of a table cell whose column is headed 扣款金额(元), None for anything else."""
    match = context.pack.pattern("penalties.plain_number").fullmatch(context.text, *cell)
    if match is None or context.pack.pattern("penalties.other_column").search(heading):
        return None
    unit = "万元" if "万元" in heading else "元"
    value = Decimal(match[0].replace(",", "")) * _UNIT_FACTOR.get(unit, Decimal(1))
    if not value:
        return None
    return Number(*cell, money=found.Money(*cell, value=value, unit=unit, digits=cell, digits_value=value))


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


def _amounts(text: str, amounts: list[found.Money], pack: RulePack) -> list[Number]:
    """Return the amounts as numbers, the two ends of a range as one."""
    joint = pack.pattern("penalties.range_joint")
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
        numbers.append(Number(amount.start, amount.end, money=amount))
    return numbers


def _restates(text: str, previous: Number, number: Number, pack: RulePack) -> bool:
    """Tell whether an amount only repeats the number before it: 总价的10%,即50,000元; 10%,人民币伍万元."""
    gap = text[previous.end : number.start]
    if not gap or len(gap) > _LONGEST_RESTATEMENT or not pack.pattern("penalties.restated").fullmatch(gap):
        return False
    if previous.money is not None:
        return number.money is not None and previous.money.value == number.money.value
    named = gap == "," and text.startswith(_CURRENCY_NAMES, number.start)
    return named or pack.pattern("penalties.restates").search(gap) is not None


def _explains(text: str, previous: Number, number: Number, pack: RulePack) -> bool:
    """Tell whether a rate or multiple only says how the amount before it was reckoned: 50000元(即合同总价的5%)."""
    gap = text[previous.end : number.start]
    return previous.money is not None and pack.pattern("penalties.explained").fullmatch(gap) is not None


def _is_floor(text: str, previous: Number, number: Number, pack: RulePack) -> bool:
    """Tell whether a number is the least that the sanction before it comes to: 合同总价10%且不低于5万元的违约金."""
    return pack.pattern("penalties.floor").fullmatch(text, previous.end, number.start) is not None


def _is_base(text: str, number: Number, following: Number) -> bool:
    """Tell whether an amount is what the next rate is taken of: 合同总价100万元的10%."""
    gap = text[number.end : following.start]
    return following.rate is not None and gap in ("的", "之", ")的", "元的")


def _count(words: str) -> Decimal:
    return Decimal(2) if words == "双" else Decimal(read_integer(words)) if "." not in words else Decimal(words)
