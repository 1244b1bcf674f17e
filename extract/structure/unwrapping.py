"""The text as it was before it was printed: page numbers and running titles out, lines that the margin cut joined.

A file that was hard-wrapped shows it: no line is longer than one width, and many are exactly so long. There a line
that reaches the margin goes on in the next one, in the middle of a number if need be. Text without such a margin is
left to the flow, which judges by the words.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import unescape
from itertools import islice

import regex

from extract.rulepack import RulePack
from extract.structure.numbering import REFERS, starts_numbered
from extract.width import fold_width, page_columns

PAGE_NUMBER = re.compile(
    r"(?:[-—~]{0,2}\s*\d{1,3}\s*[-—~]{0,2}|第\s*\d+\s*页(?:\s*[,/]?\s*共\s*\d+\s*页)?|\d+\s*/\s*\d+|[Pp]age\s*\d+)"
)
_LONGEST_PAGE_NUMBER = 40
_LABELLED_NUMBER = re.compile(
    r"(?:(?P<account>[账帐][户号]|卡号)|(?P<code>代码|税号|识别号)|(?P<phone>电话|手机|传真)|号)(?:号?码)?"
    r"(?:[(（][^()（）]{0,16}[)）])?\s*[:：](?P<written>[^:：\n]*[\dA-Za-z-])\s*$"
)
_CUT_OFF = re.compile(r"(?:\d ?){1,6}|(?=[\dA-Z-]*\d)[\dA-Z-]{1,9}")
_WHOLE_ACCOUNT, _LONGEST_ACCOUNT, _WHOLE_CODE, _WHOLE_PHONE = 16, 24, 18, 10
_NO_PAGE = 3
"""Figures of so many digits number no page of a contract."""
_FIGURE = re.compile(r"\d")
_SHORTEST_TITLE, _LONGEST_RUNNING_TITLE = 4, 60
_SHORTEST_PAGE = 8
"""Numbers that stand nearer to each other than so many lines number no pages: the cells of a table, line by line."""
_NARROWEST, _WIDEST = 14, 120
_FEWEST_FULL, _FULL_SHARE, _OVER_SHARE = 6, 0.15, 0.03
"""Where so many lines, and so great a part, reach a width that hardly any exceeds, it is the margin."""
_SOLID_SHARE = 0.8
_HANGING = 1
"""Punctuation may hang over the margin; what may not begin a line pulls a character down with it."""
_ROW = re.compile(r"[\t|]|<t|\S(?: {3,}|\u3000{2,})\S")
_ENTITY = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{2,5}|#[xX][\dA-Fa-f]{2,4});")
_FORMULA = re.compile(r"\$[^$\n\u4e00-\u9fff]{1,40}\$")
"""A figure that OCR wrote as a formula: $1.0\\%$, $\\geq 95\\%$."""
_FORMULA_MARK = re.compile(r"[{}]|\\(?:[A-Za-z]+ ?)?")
_FORMULA_SIGNS = {"geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "sim": "~", "pm": "±", "times": "×", "cdot": "·"}
_ENDS = frozenset("。;:!?…")
_CUT = frozenset("(《“第、,-—/按据依见及与和或")
"""A line that ends so goes on even before what looks like the number of a clause."""
COUNTED = re.compile(r"[个天年元万%‰份]|[月日](?!期)|(?:工作日|日历[天日]|自然日|小时)")
"""What begins with one of these counts the figure before it."""
_REST_OF_FIGURES = regex.compile(r"\d+(?![\d、.)]|\.\p{Han})|\d+\.\d")
_NUMBER_CUT = re.compile(r"\([^()\n]{0,40}[\dA-Za-z-]$")
_REST_OF_NUMBER = re.compile(r"\s*[\dA-Za-z-]{1,12}\)")
_FILLS = (
    ("blanks.filled", re.compile(r"[_＿【]")),
    ("blanks.spaced", re.compile(r"\S[ \u3000]{2,4}[^\s_:：]{1,40}[ \u3000]{2}")),
)
"""The patterns of blanks that were filled in, with what no text lacks that has one."""
_LABEL = regex.compile(r"\s*([\p{Han}/、A-Za-z \u3000-]{2,24})(?:\([^()\n]{0,16}\))?\s*:")


@dataclass(frozen=True, slots=True)
class Mended:
    """A text without page furniture and cut lines, and the offset of each of its characters in the text before."""

    text: str
    origin: Sequence[int]
    """A range where the text is as it was before."""


@dataclass(frozen=True, slots=True)
class _Margin:
    """The width at which lines were cut, in characters or in columns of the page."""

    width: int
    measure: Callable[[str], int]
    solid: bool
    """Nearly every line reaches the margin: the text had no paragraphs when it was cut."""

    def cut(self, line: str) -> bool:
        """Tell whether a line reaches the margin."""
        return self.measure(line.rstrip("\n")) >= self.width - (_HANGING if self.measure is len else 2 * _HANGING)


def mended(text: str, labels: frozenset[str]) -> Mended:
    """Return `text` as it was before it was printed; `labels` are the words that label a value, without spaces."""
    lines = text.split("\n")
    margin = _margin(lines)
    dropped = _furniture(lines, margin)
    if margin is None and not dropped:
        return Mended(text, range(len(text)))
    pieces: list[str] = []
    origin = array("l")
    offset = 0
    above: str | None = None
    for index, line in enumerate(lines):
        if index not in dropped:
            joined = above is not None and margin is not None and _goes_on(above, line, margin, labels)
            if above is not None and not joined:
                pieces.append("\n")
                origin.append(offset - 1)
            indent = 0
            if joined:
                indent = len(line) - len(line.lstrip())
                _trim(pieces, origin)
            pieces.append(line[indent:])
            origin.extend(range(offset + indent, offset + len(line)))
            above = line
        offset += len(line) + 1
    return Mended("".join(pieces), origin)


def without_entities(whole: Mended) -> Mended:
    """Return a text in which what is left of HTML is the character that it stands for: a space for &nbsp;."""
    found = ((match.span(), unescape(match[0])) for match in _ENTITY.finditer(whole.text))
    return replaced(whole, [(*region, character) for region, character in found if len(character) == 1])


def without_formulas(whole: Mended) -> Mended:
    """Return a text whose formulas show their signs, between the $ that go as other markup does: 1.0% for 1.0\\%."""
    formulas = (match.span() for match in _FORMULA.finditer(whole.text))
    marks = (mark for formula in formulas for mark in _FORMULA_MARK.finditer(whole.text, *formula))
    return replaced(whole, [(*mark.span(), _FORMULA_SIGNS.get(mark[0].strip("\\ "), "")) for mark in marks])


def without_fill_lines(whole: Mended, pack: RulePack) -> Mended:
    """Return a text without what is left of the blanks that were filled in: 甲方：__某局__, 【30】日, 价款的  30  %."""
    for name, sign in _FILLS:
        if sign.search(whole.text):
            filled = pack.pattern(name).finditer(fold_width(whole.text))
            edges = ((match.span(), match.span("value")) for match in filled)
            whole = replaced(whole, [cut for (a, d), (b, c) in edges for cut in ((a, b, ""), (c, d, ""))])
    return whole


def replaced(whole: Mended, cuts: Sequence[tuple[int, int, str]]) -> Mended:
    """Return a text with the words of each cut in the place of its [start, end), which is not shorter."""
    if not cuts:
        return whole
    pieces: list[str] = []
    origin = array("l")
    position = 0
    for start, end, words in cuts:
        pieces.extend((whole.text[position:start], words))
        origin.extend(whole.origin[position : start + len(words)])
        position = end
    pieces.append(whole.text[position:])
    origin.extend(whole.origin[position:])
    return Mended("".join(pieces), origin)


def _trim(pieces: list[str], origin: array[int]) -> None:
    """Take the white space at the end of the last line away, which goes on in the next one."""
    kept = pieces[-1].rstrip()
    if spaces := len(pieces[-1]) - len(kept):
        pieces[-1] = kept
        del origin[-spaces:]


# --- pages -------------------------------------------------------------------------------------------------


def is_page_number(line: str) -> bool:
    """Tell whether a line holds a page number and nothing else."""
    words = line.strip()
    if len(words) > _LONGEST_PAGE_NUMBER or not _FIGURE.search(words):
        return False
    return PAGE_NUMBER.fullmatch(fold_width(words)) is not None


def is_figure_of(line: str, below: str) -> bool:
    """Tell whether the bare figures of a line are counted by the line below, a narrow margin between: 10 / 个工作日."""
    return line.strip().isdecimal() and COUNTED.match(below.strip()) is not None


def is_rest_of_number(line: str, above: str) -> bool:
    """Tell whether a line may be the end of the number in the line above, which is not whole: 账号:3301 0401 / 465."""
    rest, labelled = _CUT_OFF.fullmatch(line.strip()), _LABELLED_NUMBER.search(above)
    if rest is None or labelled is None:
        return False
    has, more = (sum(map(str.isalnum, words)) for words in (labelled["written"], rest[0]))
    if labelled["account"]:
        return has + more <= _LONGEST_ACCOUNT and (has < _WHOLE_ACCOUNT or more >= _NO_PAGE)
    if labelled["code"]:
        return has + more <= _WHOLE_CODE
    if labelled["phone"]:
        return has < _WHOLE_PHONE and more > 1
    return labelled["written"].endswith("-")


def _furniture(lines: Sequence[str], margin: _Margin | None) -> set[int]:
    """Return the indexes of page numbers and of the running titles beside them."""
    numbered = {index for index, line in enumerate(lines) if is_page_number(line)}
    if not numbered:
        return set()
    filled = [index for index, line in enumerate(lines) if line.strip()]
    figures = {int(lines[index]) for index in numbered if lines[index].strip().isdecimal()}
    numbers = [
        place
        for place, index in enumerate(filled)
        if index in numbered
        and not (index and _ends_number(lines[index], lines[index - 1], figures))
        and not (margin and index and _is_cut_number(lines[index], lines[index - 1], margin))
        and not is_figure_of(lines[index], lines[index + 1] if index + 1 < len(lines) else "")
    ]
    words = ["".join(lines[index].split()) for index in filled]
    beside = [
        place + step
        for before, place, after in zip(
            [-_SHORTEST_PAGE, *numbers], numbers, [*numbers[1:], len(filled) * 2], strict=False
        )
        if max(place - before, after - place) >= _SHORTEST_PAGE
        for step in (-1, 1)
        if 0 <= place + step < len(filled)
    ]
    seen = Counter(words[place] for place in beside)
    titles = [
        place
        for place in beside
        if seen[words[place]] > 1
        and words.index(words[place]) != place
        and _SHORTEST_TITLE <= len(words[place]) <= _LONGEST_RUNNING_TITLE
        and not _ROW.search(lines[filled[place]])
    ]
    return {filled[place] for place in {*numbers, *titles}}


def _ends_number(line: str, above: str, figures: set[int]) -> bool:
    """Tell whether bare figures end the number above: pages have others that count up to theirs, or from it."""
    if not line.strip().isdecimal():
        return False
    return is_rest_of_number(line, above) and figures.isdisjoint((int(line) - 1, int(line) + 1))


def _is_cut_number(line: str, above: str, margin: _Margin) -> bool:
    """Tell whether bare figures are what the margin cut off the number at the end of the line above."""
    return line.strip().isdecimal() and margin.cut(above) and re.search(r"[\dA-Za-z.-]$", fold_width(above)) is not None


# --- margins -----------------------------------------------------------------------------------------------


def _margin(lines: Sequence[str]) -> _Margin | None:
    """Return the margin at which `lines` were cut, or None where nothing tells of one."""
    prose = [line for line in lines if line.strip() and not _ROW.search(line)]
    longest, few = _WIDEST + 2 * _HANGING, int(len(prose) * _OVER_SHARE)
    for measure in (len, page_columns):
        over_all = (line for line in prose if len(line) > longest // 2 and measure(line) > longest)
        if next(islice(over_all, few, None), None) is not None:
            return None  # longer than any margin, and longer still in columns
        lengths = Counter(map(measure, prose))
        full = [width for width in lengths if _NARROWEST <= width <= _WIDEST]
        width = max(full, key=lambda width: (lengths[width], width), default=0)
        reached = sum(count for length, count in lengths.items() if 0 <= width - length <= 1)
        over = sum(count for length, count in lengths.items() if length > width + 2 * _HANGING)
        if reached >= max(_FEWEST_FULL, len(prose) * _FULL_SHARE) and over <= len(prose) * _OVER_SHARE:
            return _Margin(width, measure, reached >= len(prose) * _SOLID_SHARE)
    return None


def _goes_on(above: str, line: str, margin: _Margin, labels: frozenset[str]) -> bool:
    """Tell whether `line` goes on where `above` was cut by the margin."""
    if not line.strip() or not margin.cut(above) or _ROW.search(above) or _ROW.search(line):
        return False
    if margin.solid:
        return True
    before, after = fold_width(above), fold_width(line)
    stem = before.rstrip()
    if closes_bracket(stem, after):
        return True
    if stem[-1:] in _CUT or REFERS.search(stem) or (before[-1:].isdecimal() and _REST_OF_FIGURES.match(after)):
        return True
    label = _LABEL.match(after)
    labelled = label is not None and "".join(label[1].split()) in labels
    return stem[-1:] not in _ENDS and not labelled and not starts_numbered(after.lstrip())


def closes_bracket(above: str, line: str) -> bool:
    """Tell whether a line begins with the rest of a number in brackets, and no clause's: (编号:A-20 above 26)经招标."""
    return _REST_OF_NUMBER.match(line) is not None and _NUMBER_CUT.search(above) is not None
