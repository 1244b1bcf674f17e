"""Amounts of money in figures, in Chinese, or in both side by side for one amount.

Two scans find the figures and the Chinese numerals; neighbours that only connecting words and punctuation
separate become one Money. A figure that cannot be read for certain has no value, and where nothing beside it
tells the amount, there is no Money.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.nlp.currencies import currency_of, currency_place
from extract.nlp.figures import (
    LOOKALIKE,
    MONEY_UNITS,
    compound,
    factor,
    figure_behind_clause_number,
    is_full_figure,
    may_mean,
    read_amount,
    read_figure,
    repaired_figure,
)
from extract.nlp.mentions import Money, Region
from extract.nlp.numerals import NumeralError, read_integer, read_uppercase_amount
from extract.rulepack import RulePack

__all__ = ["MONEY_UNITS", "find_money", "read_amount"]

UNIT_DOUBT = "unit_doubt"
UNREADABLE_UPPERCASE = "unreadable_uppercase"
_CLOSE = 40
"""The two forms of one amount stand no further apart than this."""
_FULL_BESIDE_CHINESE = 10**4
"""From here on a figure before 万元 that equals the Chinese beside it was meant in yuan."""
_NOUN_REACH = 12
_NUMERALS = frozenset("零〇一二三四五六七八九两兩壹弌贰貳弍貮叁參叄参弎肆伍陆陸柒捌玖")
_UPPERCASE = frozenset("壹贰貳弍貮叁參叄肆伍陆陸柒捌玖拾佰仟萬億")
_FRAME = dict.fromkeys(map(ord, "_ 】]"))
"""What is left of a blank that was filled in: 【伍拾万】元, 伍拾万__元."""
_LETTER_BESIDE_FIGURE = re.compile(
    r"^.*?(?:\d ?[OoQDlIi|!丨〇ZzSsBb·'’`;]|[OoQDlIi|!丨〇ZzSsBb] ?[\d.,]).*$", re.MULTILINE
)
"""A line without one of these holds no figure that was misread."""
_PHRASE_ENDS = re.compile(r"[,。;、\n\t]")


@dataclass(frozen=True, slots=True)
class _Amount:
    """One form of an amount: figures or Chinese. `value` is None where it cannot be read.

    `figure` is the number before its scale, 152.88 of 152.88万元. A `bare` figure has no sign of money of its
    own and counts only beside Chinese. `misread` is a figure as a scan wrote it, with letters for digits.
    """

    start: int
    region: Region
    chinese: bool
    value: Decimal | None
    currency: str
    scale: str = ""
    figure: Decimal | None = None
    problems: tuple[str, ...] = ()
    bare: bool = False
    misread: str = ""


def find_money(text: str, pack: RulePack) -> tuple[Money, ...]:
    """Return every amount of the flow `text`, in order of its place.

    Both ends of a range (500至1000元) are amounts. Blank forms, counts and plain numbers are none.
    `problems` may hold "malformed_grouping" (1370,000.00), "two_points" (1.803.000), "unit_doubt"
    (1803000.00万元, then `value` takes the figure for yuan), "lookalike" (12O,OOO) and "unreadable_uppercase".
    """
    misread = list(_misread(text, pack))
    figures = [each for each in _figures(text, pack) if not any(_overlap(each, other) for other in misread)]
    amounts = _in_order((*misread, *figures, *_chinese(text, pack)))
    found: list[Money] = []
    index = 0
    while index < len(amounts):
        first, *others = amounts[index : index + 3]
        if _are_one(text, first, others, pack):
            found.append(_joined(first, others[0]))
            index += 2
            continue
        if first.value is not None and not first.bare:
            found.append(_alone(first, first.value))
        index += 1
    return tuple(found)


def _in_order(amounts: Iterable[_Amount]) -> list[_Amount]:
    """Return the amounts by place; a mark before a range begins its lower end alone."""
    ordered: list[_Amount] = []
    for amount in sorted(amounts, key=lambda amount: amount.region):
        taken = bool(ordered) and amount.start < ordered[-1].region[1]
        ordered.append(replace(amount, start=amount.region[0]) if taken else amount)
    return ordered


# --- figures -----------------------------------------------------------------------------------------------


def _figures(text: str, pack: RulePack) -> Iterator[_Amount]:
    for match in pack.pattern("money.figures").finditer(text):
        sign = any(match.group("unit", "mark", "header"))
        if not sign and match["scale"] and not _behind_money_noun(text, match.start("number"), pack):
            continue
        amount = _figure_amount(match, pack)
        if match["low"] and (lower := _lower_figure(match, amount)):
            yield lower
        yield amount


def _misread(text: str, pack: RulePack) -> Iterator[_Amount]:
    """Yield the figures in which a scan put letters for digits, without a value where they may mean several numbers."""
    lookalike = pack.pattern("money.lookalike")
    lines = (line.span() for line in _LETTER_BESIDE_FIGURE.finditer(text))
    for match in (match for line in lines for match in lookalike.finditer(text, *line)):
        scale = match["scale"] or ""
        figure = repaired_figure(match["number"], in_yuan=bool(match["unit"]) and not scale)
        yield _Amount(
            start=_mark_start(match, pack, otherwise=match.start("number")),
            region=(match.start("number"), match.end()),
            chinese=False,
            value=None if figure is None or is_full_figure(figure, factor(scale)) else figure * factor(scale),
            currency=currency_of((match["mark"] or "") + (match["unit"] or ""), pack),
            scale=scale,
            figure=figure,
            problems=(LOOKALIKE,),
            bare=not (match["mark"] or match["unit"]),
            misread=match["number"],
        )


def _overlap(one: _Amount, other: _Amount) -> bool:
    return one.region[0] < other.region[1] and other.region[0] < one.region[1]


def _behind_money_noun(text: str, position: int, pack: RulePack) -> bool:
    """Return whether the phrase before a 10.52亿 without unit speaks of money."""
    phrase = _PHRASE_ENDS.split(text[max(0, position - _NOUN_REACH) : position])[-1]
    return any(noun in phrase for noun in pack.words("money.money_nouns"))


def _figure_amount(match: regex.Match[str], pack: RulePack) -> _Amount:
    start, written = match.start("number"), match["number"]
    marked = bool(match["mark"] or match["header"])
    figure, problems = read_figure(written, marked=marked)
    if figure is None and (behind := figure_behind_clause_number(written)):
        start += len(written) - len(behind)
        figure, problems = read_figure(behind)
    scale = match["scale"] or match["header_scale"] or ""
    value = None if figure is None else figure * factor(scale)
    if figure is not None and match["second"]:
        value = compound(figure, scale, match["second"], match["second_scale"])
    elif figure is not None and is_full_figure(figure, factor(scale)):
        value, problems = figure, (*problems, UNIT_DOUBT)
    if value is not None:
        value += Decimal(int(match["jiao"] or 0) * 10 + int(match["fen"] or 0)) / 100
    return _Amount(
        start=_mark_start(match, pack, otherwise=start),
        region=(start, match.end()),
        chinese=False,
        value=value,
        currency=currency_of((match["mark"] or "") + (match["unit"] or ""), pack),
        scale=scale,
        figure=figure,
        problems=problems,
        bare=bool(match["bracket"] is not None or match["spelled"] is not None),
    )


def _lower_figure(match: regex.Match[str], upper: _Amount) -> _Amount | None:
    """Return the amount that a range begins with; its unit is the range's: 5至10万元, 5000-1万元."""
    figure, problems = read_figure(match["low"])
    if figure is None or problems:
        return None
    own = match["low_scale"]
    candidates = [figure * factor(own)] if own else [figure * factor(upper.scale), figure]
    end = match.end("low_scale" if own else "low")
    lower = _lower_end(match, upper, candidates, end)
    if lower and lower.value and match["dash"][0] in "-—" and upper.value and lower.value * 100 < upper.value:
        return None  # 附表1-200元 is no range
    return lower


def _lower_end(match: regex.Match[str], upper: _Amount, values: list[Decimal], end: int) -> _Amount | None:
    value = next((value for value in values if upper.value is not None and value < upper.value), None)
    if value is None:
        return None
    start = match.start("low")
    return replace(upper, start=min(upper.start, start), region=(start, end), value=value, problems=())


def _mark_start(match: regex.Match[str], pack: RulePack, otherwise: int) -> int:
    """Return where the currency stands before the amount of `match`, or `otherwise` where none does."""
    place = currency_place(match["mark"], pack) if match["mark"] else None
    return otherwise if place is None else match.start("mark") + place


# --- Chinese -----------------------------------------------------------------------------------------------


def _chinese(text: str, pack: RulePack) -> Iterator[_Amount]:
    for match in pack.pattern("money.chinese").finditer(text):
        core, unit = match["core"].translate(_FRAME), match["unit"]
        if _is_blank_form(match["run"], core, match["core"]):
            continue
        problems: tuple[str, ...] = ()
        value: Decimal | None = None
        try:
            value = read_uppercase_amount(core.replace(unit, "元", 1) if unit else core)
        except NumeralError:
            problems = (UNREADABLE_UPPERCASE,)
            if not _UPPERCASE.intersection(core):
                continue  # 三五元 is speech, not an amount badly written
        amount = _Amount(
            start=_mark_start(match, pack, otherwise=match.start("core")),
            region=match.span("core"),
            chinese=True,
            value=value,
            currency=currency_of((match["mark"] or "") + (unit or ""), pack),
            problems=problems,
        )
        if match["low"] and (lower := _lower_numeral(match, amount)):
            yield lower
        yield amount


def _is_blank_form(run: str, core: str, written: str) -> bool:
    """Return whether only the printed units stand, nothing filled in: 拾万仟佰拾元, 拾__元."""
    return (len(run) > 2 and not _NUMERALS.intersection(run)) or (run in "拾十" and core != written)


def _lower_numeral(match: regex.Match[str], upper: _Amount) -> _Amount | None:
    """Return the amount that a range in Chinese begins with: 五百至一千元, 二十至三十万元."""
    try:
        number = Decimal(read_integer(match["low"]))
    except NumeralError:
        return None
    shared = match["run"][-1] if match["run"][-1] in "万亿萬億" and match["low"][-1] not in "万亿萬億" else ""
    values = [number * factor(shared.translate({ord("萬"): "万", ord("億"): "亿"})), number]
    return _lower_end(match, upper, values, match.end("low"))


# --- both forms of one amount ------------------------------------------------------------------------------


def _are_one(text: str, first: _Amount, others: list[_Amount], pack: RulePack) -> bool:
    """Return whether `first` and the amount behind it write one amount, and not that one and the next."""
    if not others or not _connected(text, first, others[0], pack):
        return False
    if _agree(first, others[0]) or len(others) < 2:
        return True
    return not (_connected(text, others[0], others[1], pack) and _agree(others[0], others[1]))


def _connected(text: str, first: _Amount, second: _Amount, pack: RulePack) -> bool:
    if first.chinese is second.chinese or (first.value is None and second.value is None):
        return False
    between = text[first.region[1] : second.region[0]]
    if len(between) > _CLOSE or not pack.pattern("money.between").search(between):
        return False
    same = pack.pattern("money.same").search(between) is not None
    if _agree(first, second):  # 单价:68万元, and in the line below 总价:陆拾捌万元整 of the one thing
        return same or "\n" not in between or pack.pattern("money.apart").search(between) is None
    if _starts_another(text, first, between, pack):
        return False
    if same:
        return True
    opened = between.rfind("(") > between.rfind(")")
    behind = text[second.region[1] : second.region[1] + _CLOSE]
    return opened and pack.pattern("money.closing").search(behind) is not None


def _agree(one: _Amount, other: _Amount) -> bool:
    return one.value is not None and one.value == other.value


def _starts_another(text: str, first: _Amount, between: str, pack: RulePack) -> bool:
    """Return whether the second form may sum up other amounts: behind 合计, or in the next row of a table.

    The same label before both (合同总价(小写), 合同总价(大写)) says that it does not.
    """
    row = text[text.rfind("\n", 0, first.start) + 1 : first.start]
    if pack.pattern("money.form_label").search(row):
        return False
    total = pack.pattern("money.apart").search(between)
    return total is not None or ("\n" in between and "\t" in row)


def _alone(amount: _Amount, value: Decimal) -> Money:
    region = amount.region
    return Money(
        start=amount.start,
        end=region[1],
        value=value,
        currency=amount.currency,
        unit=amount.scale + "元",
        digits=None if amount.chinese else region,
        digits_value=None if amount.chinese else value,
        uppercase=region if amount.chinese else None,
        uppercase_value=value if amount.chinese else None,
        problems=amount.problems,
    )


def _joined(first: _Amount, second: _Amount) -> Money:
    figures, chinese = (second, first) if first.chinese else (first, second)
    stated, problems = figures.value, figures.problems + chinese.problems
    if figures.misread and chinese.value is not None and stated != chinese.value:
        doubtful = may_mean(figures.misread, chinese.value / factor(figures.scale))
        stated = None if doubtful else stated  # what a scan left in doubt contradicts nothing
    figure = figures.figure
    if figure is not None and figure >= _FULL_BESIDE_CHINESE and figure == chinese.value != stated:
        stated, problems = figure, (*problems, UNIT_DOUBT)
    value = next(value for value in (stated, chinese.value) if value is not None)
    return Money(
        start=min(first.start, second.start),
        end=second.region[1],
        value=value,
        currency=next((form.currency for form in (figures, chinese) if form.currency != "CNY"), "CNY"),
        unit=figures.scale + "元",
        digits=figures.region,
        digits_value=stated,
        uppercase=chinese.region,
        uppercase_value=chinese.value,
        agree=None if stated is None or chinese.value is None else stated == chinese.value,
        problems=problems,
    )
