"""Figures of an amount: thousands separators, points, scales, and when they cannot be read for certain."""

from __future__ import annotations

import re
from decimal import Decimal

from extract.nlp.numerals import NumeralError, read_uppercase_amount
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

LOOKALIKE = "lookalike"
MALFORMED_GROUPING = "malformed_grouping"
TWO_POINTS = "two_points"

_FULL_FIGURE = Decimal(10**6)
_MYRIAD = Decimal(10**4)
_SPOKEN_REMAINDER = 10
_MOST_FIGURES = 15
"""No contract is for a thousand times a trillion yuan; programs that read our tables keep so many figures."""
_LOOKALIKES = str.maketrans("OoDQ〇lIi|!丨", "00000111111")
"""What a scan makes of 0 and 1. S, B and Z, and signs for commas, leave more than one reading."""
_SCALE = re.compile(r"[百千万]?亿|[百千]?万|[百千]|")
_LETTERS = re.compile("[OoDQ〇lIi|!丨]")
_SURE_LETTERS = re.compile(r"(?:[1-9]|l(?=[\dOo])|[0Oo](?=\.))[\dOolI]{0,4}(?:\.[\dOolI]{1,2})?")
"""A small figure in which O is 0, and l and I are 1, but for an I that may number what follows: I200元."""
_PLAIN = re.compile(r"(?:0|[1-9]\d*)(?:[,.]\d+)*")
_WELL_FORMED = re.compile(r"(?:0|[1-9]\d*+|[1-9]\d{0,2}(?:,\d{3})++)(?:\.\d+)?")
_SPACE_BEHIND_FRACTION = re.compile(r"\.\d+\s(?!(?<=\.\d\s)\d$)")
_SPACE_BEFORE_WHOLE = re.compile(r"\d{1,3} (?:[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?|[1-9]\d*\.\d\d)")
_ONE_SPACE = re.compile(r"\d+ [1-9]\d\d")
_SPREAD = re.compile(r"\d(?: \d)+")
"""Every figure stands apart: 2 4 0 0 0 0."""
_GROUPED = re.compile(r"\d{1,3}(?: \d{3})+")
_LONG = 5
"""From so many figures on, they are told by groups of three or not at all."""
_CUT_OFF = 2
"""So few figures behind a space may be the end of those before it."""
_CLAUSE_NUMBER = re.compile(r"\d{1,4}(?:\.\d{1,2}){1,3}")
_CELL = re.compile(
    r"""(?xi)
    (?:人民[币幣]|RMB|CNY|US\$|USD|EUR|HK\$|HKD|[¥$€£:\s])*+ (?P<sign>-?) [¥$€£\s]*+
    (?P<number>\d[\d,.\s]*+)
    (?P<scale>[百千万]?亿|[百千]?万|[百千])? \s*
    (?P<unit>[美日欧港澳加韩新]?元|RMB|CNY|USD)? 整? \s* (?:/[^\d]*)?"""
)


def read_amount(text: str, unit: str = "元") -> Decimal | None:
    """Return the yuan of a table cell whose header gives `unit` (a key of MONEY_UNITS, or 美元, 万美元).

    A unit in the cell itself (12万, 贰仟元整, 1,200.00元/年) goes before the header's. Foreign money is not
    converted. None for blanks, 「-」, 「/」, words, percentages, and figures that cannot be read for certain.
    """
    cell = fold_width(text).strip(" \t\n_")
    match = _CELL.fullmatch(cell)
    if match is None:
        try:
            return read_uppercase_amount(cell) * (1 if cell[-1:] in "元整正角分圆圓" else factor(unit))
        except NumeralError:
            return None
    figure, _ = read_figure(match["number"].strip(), marked=True)
    units = factor(match["scale"] or "") if match["scale"] or match["unit"] else factor(unit)
    if figure is None or is_full_figure(figure, units):
        return None
    return (-figure if match["sign"] else figure) * units


def factor(unit: str) -> Decimal:
    """Return how many yuan, or whole units of a foreign currency, one `unit` is: 万, 万元, 万美元."""
    scale = _SCALE.match(unit)
    return MONEY_UNITS[(scale[0] if scale else "") + "元"]


def is_full_figure(figure: Decimal, units: Decimal) -> bool:
    """Return whether `figure` is too large to be so many 万元: 1803000.00万元 was meant in yuan."""
    return units >= _MYRIAD and figure >= _FULL_FIGURE


def read_figure(written: str, *, marked: bool = False) -> tuple[Decimal | None, tuple[str, ...]]:
    """Return the value of a figure with separators, and what is wrong with how they are set.

    The value is None where the figure is in doubt. `marked` says that ¥ or the like stands before it, so that
    separators inside it cannot be those between two numbers.
    """
    if sum(character.isdigit() for character in written.partition(".")[0]) > _MOST_FIGURES:
        return None, (MALFORMED_GROUPING,)
    if _WELL_FORMED.fullmatch(written):
        return Decimal(written.replace(",", "")), ()
    doubtful = _ONE_SPACE.fullmatch(written) or _SPACE_BEFORE_WHOLE.fullmatch(written)
    if _SPACE_BEHIND_FRACTION.search(written) or (not marked and doubtful):
        return None, ()  # 3.2 500元 is clause 3.2 at 500 yuan; 1 500元 may be item 1 at 500 yuan
    compact = "".join(written.split())
    if _is_torn(written):
        return None, (MALFORMED_GROUPING,)  # 24000 0元 may be 240000 or 24000
    if not _PLAIN.fullmatch(compact):
        return None, ()
    whole, _, fraction = compact.rpartition(".") if "." in compact else (compact, "", "")
    if "," in fraction:
        return None, (MALFORMED_GROUPING,)
    groups = whole.replace(".", ",").split(",")
    if "." in whole:
        return _with_points_for_commas(groups, fraction)
    value = Decimal("".join(groups) + "." + fraction if fraction else "".join(groups))
    first, *others = groups
    if not others or (len(first) <= 3 and all(len(group) == 3 for group in others)):
        return value, ()
    last = len(others[-1])
    sure = last == 3 or (last > 3 and (marked or fraction or len(others) > 1))
    return (value if sure else None), (MALFORMED_GROUPING,)  # 10,00 and 3,5000 may be two numbers


def _is_torn(written: str) -> bool:
    """Tell whether a space stands in a long figure where no group of three begins, and no comma tells the groups."""
    whole = written.strip().partition(".")[0].strip()
    digits = sum(character.isdigit() for character in whole)
    if " " not in whole or "," in whole or digits < _LONG or _SPREAD.fullmatch(whole):
        return False
    return not _GROUPED.fullmatch(whole)


def repaired_figure(written: str, *, in_yuan: bool) -> Decimal | None:
    """Return the value of 12O,OOO with its letters taken for digits; None where they may mean something else.

    What is not set in groups is read where it is small and `in_yuan`: 2O0元, but not 38600O.00 or 1O.5万元.
    """
    digits = written.translate(_LOOKALIKES)
    sure = "," in digits or (in_yuan and _SURE_LETTERS.fullmatch(written))
    return Decimal(digits.replace(",", "")) if sure and _WELL_FORMED.fullmatch(digits) else None


def may_mean(written: str, value: Decimal) -> bool:
    """Tell whether some digit for each letter of a figure makes it `value`: 12O,000 may mean 123000, never 130000."""
    plain = written.replace(",", "")
    places = len(plain.partition(".")[2])
    return re.fullmatch(_LETTERS.sub(r"\\d", plain).replace(".", r"\."), f"{value:.{places}f}") is not None


def figure_behind_clause_number(written: str) -> str | None:
    """Return "500" of "3.2 500", where the number of a clause stands right before a figure; not "5" of "55.93 5"."""
    number, space, figure = written.rpartition(" ")
    return figure if space and len(figure) > _CUT_OFF and _CLAUSE_NUMBER.fullmatch(number) else None


def compound(figure: Decimal, scale: str, second: str, second_scale: str | None) -> Decimal | None:
    """Return the value of 1亿2000万 or 15万8000; None for 3万5, which may mean 35,000 or 30,005."""
    rest, problems = read_figure(second)
    if rest is None or problems or (not second_scale and rest < _SPOKEN_REMAINDER):
        return None
    rest *= factor(second_scale or "")
    return figure * factor(scale) + rest if rest < factor(scale) else None


def _with_points_for_commas(groups: list[str], last: str) -> tuple[Decimal | None, tuple[str, ...]]:
    """Read 1.803.000 and 1.803.000.00."""
    thousands = groups[1:] if len(last) == 2 else [*groups[1:], last]
    if any(len(group) != 3 for group in thousands):
        return None, (TWO_POINTS,)
    digits = "".join(groups)
    return Decimal(f"{digits}.{last}" if len(last) == 2 else digits + last), (TWO_POINTS,)
