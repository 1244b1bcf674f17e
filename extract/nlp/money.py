"""Amounts of money in figures, in Chinese, or in both side by side for one amount.

Two scans find the figures and the Chinese numerals; neighbours that only connecting words and punctuation
separate become one Money. A figure that cannot be read for certain has no value, and where nothing beside it
tells the amount, there is no Money.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.nlp.mentions import Money, Region
from extract.nlp.numerals import NumeralError, read_uppercase_amount
from extract.rulepack import RulePack
from extract.width import fold_width

MONEY_UNITS: dict[str, Decimal] = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10**4),
    "百万元": Decimal(10**6),
    "千万元": Decimal(10**7),
    "亿元": Decimal(10**8),
    "百亿元": Decimal(10**10),
    "千亿元": Decimal(10**11),
    "万亿元": Decimal(10**12),
}
"""The units that amounts are stated in, in yuan each."""

MALFORMED_GROUPING, TWO_POINTS, UNIT_DOUBT = "malformed_grouping", "two_points", "unit_doubt"
UNREADABLE_UPPERCASE = "unreadable_uppercase"
_CLOSE = 40
"""The two forms of one amount stand no further apart than this."""
_NOUN_REACH = 12
_UPPERCASE_CHARACTERS = frozenset("壹贰貳叁參叄肆伍陆陸柒捌玖拾佰仟萬億")
_SPOKEN_REMAINDER = 10
"""3万5元 may mean 35,000 or 30,005: a remainder without a unit must be at least this."""
_CELL = regex.compile(
    r"""(?xi) (?:人民[币幣]|RMB|CNY|US\$|USD|EUR|HK\$|HKD|[¥$€£:\s])*+ (?P<sign>-?)[¥$€£\s]*+ (?P<number>\d[\d,.\s]*+)
    (?P<scale>[百千]?万|[百千万]?亿|[百千])? \s* (?: [美日欧港澳加韩新]?元 | RMB | CNY | USD )?整? \s* (?: /[^\d]* )?"""
)


@dataclass(frozen=True, slots=True)
class _Amount:
    """One form of an amount: figures or Chinese. `value` is None where it cannot be read.

    `figure` is the number before its scale: 152.88 of 152.88万元. A `bare` figure has no sign of money of its
    own and counts only beside Chinese.
    """

    start: int
    end: int
    region: Region
    chinese: bool
    value: Decimal | None
    currency: str
    scale: str = ""
    figure: Decimal | None = None
    problems: tuple[str, ...] = ()
    bare: bool = False


def find_money(text: str, pack: RulePack) -> tuple[Money, ...]:
    """Return every amount of the flow `text`, in order of its place.

    Both ends of a range (500至1000元) are amounts. Blank forms, counts and plain numbers are none.
    """
    amounts = sorted((*_figures(text, pack), *_chinese(text, pack)), key=lambda amount: amount.start)
    found: list[Money] = []
    index = 0
    while index < len(amounts):
        first, *others = amounts[index : index + 3]
        if others and _one_amount(text, first, others[0], pack) and not _belongs_on(text, first, others, pack):
            found.append(_joined(first, others[0]))
            index += 2
            continue
        if first.value is not None and not first.bare:
            found.append(_alone(first))
        index += 1
    return tuple(found)


def read_amount(text: str, unit: str = "元") -> Decimal | None:
    """Return the yuan of a table cell whose header gives `unit` (a key of MONEY_UNITS, or 美元, 万美元).

    A unit in the cell itself (12万, 贰仟元整, 1,200.00元/年) goes before the header's. None for blanks, 「-」,
    「/」, words, percentages, and figures that cannot be read for certain. Foreign units are not converted.
    """
    cell = fold_width(text).strip(" \t\n_")
    if match := _CELL.fullmatch(cell):
        value, _ = _read_figure(match["number"])
        if value is None:
            return None
        stated = match["scale"] is not None or "元" in cell
        factor = _factor(match["scale"] or "") if stated else _unit_factor(unit)
        return -value * factor if match["sign"] else value * factor
    try:
        return read_uppercase_amount(cell) * (1 if cell[-1:] in "元整正角分圆圓" else _unit_factor(unit))
    except NumeralError:
        return None


def _factor(scale: str) -> Decimal:
    return MONEY_UNITS[scale + "元"]


def _unit_factor(unit: str) -> Decimal:
    """Return what one `unit` is in yuan, or in whole units of a foreign currency."""
    if unit in MONEY_UNITS:
        return MONEY_UNITS[unit]
    scale = regex.match(r"[百千]?万|[百千万]?亿|[百千]|", unit)
    return _factor(scale[0] if scale else "")


# --- figures -----------------------------------------------------------------------------------------------


def _figures(text: str, pack: RulePack) -> Iterator[_Amount]:
    doubtful = pack.threshold("money.unit_doubt")
    for match in pack.pattern("money.figures").finditer(text):
        if _without_unit(match) and not _behind_money_noun(text, match.start("number"), pack):
            continue
        amount = _figure_amount(match, doubtful, pack)
        if amount is None:
            continue
        if match["low"] and (lower := _lower_end(match, amount)):
            yield lower
            amount = replace(amount, start=match.start("number"))
        yield amount


def _without_unit(match: regex.Match[str]) -> bool:
    """Whether only the scale says that this is money: 总投资10.52亿."""
    return match["scale"] is not None and not any(match.group("unit", "mark", "header", "bracket"))


def _behind_money_noun(text: str, position: int, pack: RulePack) -> bool:
    phrase = regex.split(r"[,。;、\n\t]", text[max(0, position - _NOUN_REACH) : position])[-1]
    return any(noun in phrase for noun in pack.words("money.money_nouns"))


def _figure_amount(match: regex.Match[str], doubtful: Decimal, pack: RulePack) -> _Amount | None:
    start, written = match.start("number"), match["number"]
    marked = bool(match["mark"] or match["header"])
    figure, problems = _read_figure(written, marked=marked)
    if figure is None and (behind := _behind_clause_number(written)):
        start += len(written) - len(behind)
        figure, problems = _read_figure(behind)
    scale = match["scale"] or match["header_scale"] or ""
    value = figure
    if figure is not None and match["second"]:
        value = _compound(figure, scale, match["second"], match["second_scale"])
    elif figure is not None:
        value = figure * _factor(scale)
    if value is not None:
        value += Decimal(int(match["jiao"] or 0) * 10 + int(match["fen"] or 0)) / 100
    if figure is not None and scale.endswith(("万", "亿")) and figure >= doubtful:
        value, problems = figure, (*problems, UNIT_DOUBT)
    currency = _currency((match["mark"] or "") + (match["unit"] or ""), pack)
    first = _first_mark(match, pack) if marked else start
    bare = match["bracket"] is not None or match["spelled"] is not None
    if value is None and not problems:
        return None
    return _Amount(first, match.end(), (start, match.end()), False, value, currency, scale, figure, problems, bare)


def _read_figure(written: str, *, marked: bool = False) -> tuple[Decimal | None, tuple[str, ...]]:
    """Return the value of figures with separators, None where it is in doubt, and what is wrong with them."""
    spaced = regex.fullmatch(r"(\d+) (\d{3})", written) and not marked
    if spaced:  # "1 500元" may be item 1 at 500 yuan
        return None, ()
    compact = regex.sub(r"\s", "", written)
    if not regex.fullmatch(r"\d+(?:[,.]\d+)*", compact):
        return None, ()
    whole, point, fraction = compact.rpartition(".")
    if not point:
        whole, fraction = compact, ""
    if "," in fraction:
        return None, (MALFORMED_GROUPING,)
    groups = regex.split(r"[,.]", whole)
    digits = "".join(groups)
    if "." in whole:
        return _two_points(groups, fraction)
    value = Decimal(f"{digits}.{fraction}" if fraction else digits)
    if len(groups) == 1 or (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return value, ()
    if len(groups[-1]) < 3 or not (marked or fraction or len(groups) > 2 or len(groups[-1]) == 3):
        return None, (MALFORMED_GROUPING,)  # 10,00 or 3,5000: a decimal comma, or two numbers
    return value, (MALFORMED_GROUPING,)


def _two_points(groups: list[str], last: str) -> tuple[Decimal | None, tuple[str, ...]]:
    """Read 1.803.000 and 1.803.000.00, whose points stand for commas."""
    middle = groups[1:] if len(last) == 2 else [*groups[1:], last]
    if len(last) not in (2, 3) or any(len(group) != 3 for group in middle):
        return None, (TWO_POINTS,)
    digits = "".join(groups)
    return Decimal(f"{digits}.{last}" if len(last) == 2 else digits + last), (TWO_POINTS,)


def _behind_clause_number(written: str) -> str | None:
    """Return "500" of "3.2 500", where the number of a clause stands right before the figure."""
    number, space, rest = written.rpartition(" ")
    return rest if space and regex.fullmatch(r"\d{1,2}(?:\.\d{1,2}){1,3}", number) else None


def _compound(figure: Decimal, scale: str, second: str, second_scale: str | None) -> Decimal | None:
    """Return the value of 1亿2000万 or 3万5000; None for 3万5, which may mean 35,000."""
    rest, problems = _read_figure(second)
    if rest is None or problems or (not second_scale and rest < _SPOKEN_REMAINDER):
        return None
    rest *= _factor(second_scale or "")
    return figure * _factor(scale) + rest if rest < _factor(scale) else None


def _lower_end(match: regex.Match[str], upper: _Amount) -> _Amount | None:
    """Return the amount that a range begins with; its unit is the range's: 5至10万元, 5000-1万元."""
    figure, _ = _read_figure(match["low"])
    if figure is None or upper.value is None or upper.problems:
        return None
    own = match["low_scale"]
    candidates = [figure * _factor(own)] if own else [figure * _factor(upper.scale), figure]
    value = next((candidate for candidate in candidates if candidate < upper.value), None)
    if value is None or (match["dash"].startswith(("-", "—")) and value * 100 < upper.value):
        return None  # 附表1-200元 is no range
    end = match.end("low_scale" if own else "low")
    start = min(upper.start, match.start("low"))
    return _Amount(start, end, (match.start("low"), end), False, value, upper.currency, own or upper.scale, figure)


def _currency(words: str, pack: RulePack) -> str:
    """Return the ISO code of the currency that `words` name; CNY where they name none other."""
    upper = words.upper()
    for code, names in pack.table("money.currencies").items():
        if code != "CNY" and any(name in upper for name in names):
            return code
    return "CNY"


def _first_mark(match: regex.Match[str], pack: RulePack) -> int:
    """Return where the first mark stands that names a currency (¥, 人民币), else the first figure."""
    if match["mark"]:
        marks = [name for names in pack.table("money.currencies").values() for name in names]
        places = [place for mark in marks if (place := match["mark"].upper().find(mark)) >= 0]
        if places:
            return match.start("mark") + min(places)
    return match.start("low" if match["low"] else "number") if "low" in match.groupdict() else match.start()


# --- Chinese -----------------------------------------------------------------------------------------------


def _chinese(text: str, pack: RulePack) -> Iterator[_Amount]:
    for match in pack.pattern("money.chinese").finditer(text):
        core, unit = match["core"], match["unit"]
        problems: tuple[str, ...] = ()
        value: Decimal | None
        try:
            value = read_uppercase_amount(core.replace(unit, "元", 1) if unit else core)
        except NumeralError:
            value, problems = None, (UNREADABLE_UPPERCASE,)
        if value is None and not _UPPERCASE_CHARACTERS & set(core):
            continue  # 三五元
        currency = _currency((match["mark"] or "") + (unit or ""), pack)
        yield _Amount(match.start("core"), match.end(), match.span("core"), True, value, currency, problems=problems)


