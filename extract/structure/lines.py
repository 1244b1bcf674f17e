"""One line of the flow: cleaned of markup and of the white space that only spaces letters or lines out."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import regex

from extract.rulepack import RulePack
from extract.structure.numbering import read_number
from extract.width import is_han

_EMPTY_BRACKETS = ("()", "[]", "【】", "〔〕")
"""Brackets to be filled in: what stands between them parts no columns."""
_UNIT_CELL = re.compile(r"[年月日]\s{2,}\d[\d,.]*\s{2,}\d")
"""A unit of time between columns of numbers, and no part of a spaced date: 云存储    年    3    1,200.00."""
_SEALED_HERE = re.compile(r"\((?:单位)?(?:公章|盖章|盖公章|签章|印章|盖单位章)\)\s{2,}\S")
"""Where a party of a row of two seals, apart from its name: 甲方:某局    (公章)      乙方:某公司."""
_SPACES = re.compile(r"[ \t]+")
_RULE_LINE = re.compile(r"[\s|:+=-]*-{2}[\s|:+=-]*|[\s*]*|[\s\u2010-\u2015\u2500=·~]{6,}")
_MARKUP = regex.compile(
    r"^\s*#{1,6}\s*|(?<!\*)\*\*(?=[^\s*][^*\n]{1,200}\*\*(?!\*)|[^\s*]\*\*(?![*\p{Han}]))|(?:(?<=\*\*[^*\n]{1,200}[^\s*])\*\*(?!\*)|(?<=\*\*[^\s*])\*\*(?![*\p{Han}]))|^\s*>\s+|^\s*[-*+]\s+(?=[\p{Han}(\d])|</?(?:table|tbody|thead|p|b|i|u|strong|span|div|font|em|br|html|body|sup|sub|tr)\b[^<>]*>"
    r"|!?\[[^\[\]\n]*\]\([^()\n]*\.(?:png|jpe?g|gif)\)"
    r"|(?<!US|HK|NT)\$(?=[^$\n]{1,40}(?<!US|HK|NT)\$(?!\d))|(?<!US|HK|NT)\$(?<=(?<!US|HK|NT)\$[^$\n]{1,40}\$)(?!\d)"
)
"""Markdown and HTML. One character between asterisks and words, **市**区, was masked and is not bold."""
_PLAIN_LINE = re.compile(r"\w[^\s|<*#$]*")
"""A line without markup and white space, as most are."""
_BOLD_LINE = re.compile(r"\*\*[^*].*[^*]\*\*")
_CELL_TAG = re.compile(r"</t[dh]\s*>(?=\s*<t[dh])|</t[dh]\s*>|<t[dh]\b[^<>]*>", re.IGNORECASE)
LABEL_START = regex.compile(
    r"(?:[A-Za-z]+ )?[\p{Han}/、A-Za-z-]{1,12}(?:(?<=方)\d)?(?:\([^()]{0,16}\))?:"
    r"|\p{Han}{2,14}(?:\([\p{Han}/]{1,8}\))? ?[A-Za-z][A-Za-z ./&-]{1,40}(?:\([A-Za-z ./&-]{1,30}\))?:"
)
"""地址:, and a label with its translation: 合同金额 Contract Price:."""
_SPACED_LABEL = regex.compile(r"(?:[\p{Han}/、A-Za-z-] {0,4}){1,12}(?:\([^()]{0,16}\))? {0,2}:")
_BRACKET_LABEL = regex.compile(r"[【\[](?P<label>\p{Han}(?:[\p{Han} ]{0,12}\p{Han})?)[】\]][ :]{0,4}(?=[^ :])")
_LISTED = re.compile(r"[1-9]\d?\.")
_SUM = re.compile(r"\d[\d,.]*\s?[%‰]|\d{3}[\d,.]*\s?万?元")
AMBIGUOUS_START = re.compile(r"公司|单位|银行|支行|分行|医院|中心|学校")
"""A label that begins so may have taken the end of the value before it: 某某有限公司|地址."""
_NOTE_BEHIND = re.compile(r"\([^()]*\)$")
_SEALED_PARTY = regex.compile(r"(\p{Han}{2,10})\([^(),]{0,6}章[^(),]{0,4}\)")
_HEADS_BESIDE = regex.compile(rf"\s*{_SEALED_PARTY.pattern}(?: {_SEALED_PARTY.pattern}){{1,3}}\s*")
"""A line of parties beside each other without anything of their own: 甲方(盖章) 乙方(盖章)."""
_TELLING = {
    "party": regex.compile(
        r"(?:(?![的由在及和与向应将须可对]|[甲乙丙丁]方)[\p{Han}()]){2,36}"
        r"(?:公司|事务所|[局厅处院校馆站所队]|[中小大]学|中心|委员会|政府|幼儿园|银行)(?: ?\([^()]{2,8}\))?"
    ),
    "address": regex.compile(r"\p{Han}{1,12}[省市区县州镇乡村路街道][\p{Han}\d]{0,30}(?:\d|[号室楼层座院])"),
    "contact": regex.compile(r"\p{Han}{2,4}"),
    "phone": regex.compile(r"\d[\d() /、-]{6,}\d"),
    "account": regex.compile(r"\d[\d -]{7,}\d"),
    "tax_id": regex.compile(r"[\dA-Z]{15,20}"),
    "postcode": regex.compile(r"\d{6}"),
    "bank": regex.compile(r"\p{Han}{2,30}(?:[行社部]|分理处)"),
}
"""What fills the rest of a line and can only be the value of the short label before it, no colon between."""
_HAN_FIGURES = "一二三四五六七八九十"
_LONGEST_PLAIN = 2
"""Figures of a clause number without a mark behind it."""
_SPACED_OUT = 3
"""A line of which one character in so many is a space was spaced out by OCR: its spaces part nothing."""
LONGEST_LABEL_LINE = 40
_MANY_WALLS = 4
"""A row with so many walls may have empty cells: 合计||||1,200元."""
_SURE_LABEL = 4
"""A label of so many characters at the beginning of a line needs no colon where one space parts it from its value."""
_SHORTEST_VALUE = 4
"""In a cell that holds several labelled values, what stands before the next label is no shorter."""


@dataclass(slots=True)
class Line:
    """One logical line under construction: its characters and their document offsets."""

    text: str
    origin: array[int]
    blank_before: bool
    alone: bool
    """A table row or a Markdown heading: never joined with its neighbours."""
    cut: bool = False
    """The end of a line that held several paragraphs: it ends at the margin."""
    begins: bool = False
    """A paragraph that was found inside a line: no margin cut what stands before it."""

    @classmethod
    def empty(cls) -> Line:
        """Return a line that holds nothing."""
        return cls("", array("l"), False, False)

    def slice(self, start: int, end: int, *, blank_before: bool) -> Line:
        """Return the part [start, end) of the line as a line of its own."""
        return Line(self.text[start:end], self.origin[start:end], blank_before, self.alone)


@lru_cache(maxsize=4)
def label_words(pack: RulePack) -> frozenset[str]:
    """Return every word that labels a value or names a party."""
    return frozenset(label_keys(pack))


@lru_cache(maxsize=4)
def label_keys(pack: RulePack) -> dict[str, str]:
    """Return what every label word labels, `party` for the words for a party."""
    fields = {word.replace(" ", ""): key for key, words in pack.table("labels.fields").items() for word in words}
    return fields | {
        word.replace(" ", ""): "party" for words in pack.table("labels.parties").values() for word in words
    }


def without_note(words: str) -> str:
    """Return a label without the bracket behind it: 项目编号(如有), 单位名称(公章)."""
    return _NOTE_BEHIND.sub("", words) if words[-1:] == ")" else words


def clean_line(raw: str, offset: int, labels: Mapping[str, str]) -> Line:
    """Return one row or line without markup and layout spaces."""
    if _PLAIN_LINE.fullmatch(raw):
        return Line(raw, array("l", range(offset, offset + len(raw))), False, False)
    stripped = raw.strip()
    alone = stripped.startswith("#") or _BOLD_LINE.fullmatch(stripped) is not None
    if _RULE_LINE.fullmatch(stripped):
        return Line.empty()
    if stripped.startswith("|") or _is_row(stripped, labels):
        inner = stripped.strip("|")
        lead = raw.index(inner) if inner else 0
        raw, offset, alone = inner.replace("|", "\t"), offset + lead, True
    keep = array("l", range(offset, offset + len(raw)))
    if "<" in raw or "*" in raw or "#" in raw or "$" in raw or raw.lstrip()[:1] in "-+>![":
        raw, keep = _without_markup(raw, keep)
    return _with_colon(_without_layout_spaces(raw, keep, alone, labels), labels)


def _is_row(line: str, labels: Mapping[str, str]) -> bool:
    """Tell whether walls part the cells of a line; of two, a label begins both: 甲方(采购人) | 乙方(供应商)."""
    walls = line.count("|")
    if walls != 1:
        return walls >= _MANY_WALLS or (walls > 1 and "||" not in line)
    words = [without_note(cell.partition(":")[0].replace(" ", "")) for cell in line.split("|")]
    return all(word in labels for word in words)


def _with_colon(line: Line, labels: Mapping[str, str]) -> Line:
    """Return a line that begins with a label in brackets (【合同编号】 A-1) with the label before a colon."""
    match = _BRACKET_LABEL.match(line.text)
    if match is None or match["label"].replace(" ", "") not in labels:
        return line
    begin, end = match.span("label")
    text = f"{line.text[begin:end]}:{line.text[match.end() :]}"
    line.origin = line.origin[begin : end + 1] + line.origin[match.end() :]
    line.text = text
    return line


def _without_markup(raw: str, keep: array[int]) -> tuple[str, array[int]]:
    pieces: list[str] = []
    origin = array("l")
    position = 0
    cells = _CELL_TAG.finditer(raw) if "<" in raw else iter(())
    cuts = [(m.start(), m.end(), "\t" if m[0].startswith("</") else "") for m in cells]
    cuts += [(m.start(), m.end(), "") for m in _MARKUP.finditer(raw)]
    for start, end, replacement in sorted(cuts):
        if start < position:
            continue
        pieces.append(raw[position:start])
        origin.extend(keep[position:start])
        if replacement:
            pieces.append(replacement)
            origin.append(keep[start])
        position = end
    pieces.append(raw[position:])
    origin.extend(keep[position:])
    return "".join(pieces), origin


def _without_layout_spaces(raw: str, keep: array[int], alone: bool, labels: Mapping[str, str]) -> Line:
    """Drop spaces that only space letters or lines out; turn column gaps into tabs."""
    inner = raw.strip(" ")
    if inner and " " not in inner and "\t" not in inner:
        lead = raw.index(inner)
        return Line(inner, keep[lead : lead + len(inner)], False, alone)
    pieces: list[str] = []
    origin = array("l")
    position = 0
    spaced = raw.count(" ") * _SPACED_OUT >= len(raw) and len(inner.split()) > 2
    end = len(raw.rstrip(" \t")) if not alone and "\t" not in raw else len(raw)
    for match in _SPACES.finditer(raw, 0, end):
        pieces.append(raw[position : match.start()])
        origin.extend(keep[position : match.start()])
        separator = _separator(raw, match.start(), match.end(), position, labels)
        if separator == " " and spaced:
            separator = ""
        if separator:
            pieces.append(separator)
            origin.extend(keep[match.start() : match.start() + len(separator)])
        position = match.end()
    pieces.append(raw[position:end])
    origin.extend(keep[position:end])
    text = "".join(pieces)
    if not text.strip():
        return Line.empty()
    trimmed = len(text) - len(text.lstrip(" "))
    return Line(text[trimmed:], origin[trimmed:], False, alone or "\t" in text)


def _separator(raw: str, start: int, end: int, chunk_start: int, labels: Mapping[str, str]) -> str:
    """Return what stands for the white space raw[start:end]: nothing, one space, or a tab."""
    gap = raw[start:end]
    if "\t" in gap:
        return "\t" * gap.count("\t")  # as many offsets follow: a gap is never shorter than its tabs
    if start == 0 or end == len(raw) or raw[start - 1] + raw[end] in _EMPTY_BRACKETS:
        return ""
    left, right = raw[start - 1], raw[end]
    wide = end - start
    if _is_bare_number(raw, start, end):
        return " "
    if left.isascii() and right.isascii() and left.isalnum() and right.isalnum():
        return " " if wide < 4 else "\t"
    if wide == 1:
        return _after_one_space(raw, start, end, chunk_start, labels)
    if start <= 12 and _is_number(raw[:start].replace(" ", ""), right):
        return ""
    squeezed = raw[end : end + 32].replace(" ", "")
    spaced = _SPACED_LABEL.match(raw, end)
    chunk = raw[chunk_start:start].rpartition(":")[2]
    lone = len(chunk) == 1 and wide < 10 and is_han(chunk) and is_han(right)
    in_date = right in "年月" or (right == "日" and not squeezed.startswith("日期"))
    unit = left not in "_年月日第" and not left.isdecimal() and _UNIT_CELL.match(raw, end)
    if unit or (spaced and left != ":" and not in_date and not (lone and len(_label_of(spaced[0])) < _SURE_LABEL)):
        return "\t"
    if left == ":" and _label_begins(raw, end, labels):
        return "\t"
    if left == ":":
        ahead = _SPACES.split(raw[end : end + 40], 1)[0]
        return "\t" if ":" in ahead[:24] and not ahead.startswith(("http", "¥")) else ""
    labelled = _is_label_before(raw, start, end, labels)  # 签 订 地 点    某市
    if lone or labelled:
        return "\t" if labelled else ""
    if left in "_年月日第" or right in "_年月日":
        return "" if wide < 6 or in_date or right == "_" else "\t"
    sealed = is_han(left) and ":" in raw[chunk_start:start] and _SEALED_HERE.match(raw, end)
    return "" if wide == 2 or sealed else "\t"


def _after_one_space(raw: str, start: int, end: int, chunk_start: int, labels: Mapping[str, str]) -> str:
    """Return what stands for a single space: nothing between spaced-out letters, a tab behind a label without colon."""
    left, right = raw[start - 1], raw[end]
    if ":" not in raw and (_tells_value(raw, start, end, labels) or _HEADS_BESIDE.fullmatch(raw)):
        return "\t"
    priced = left.isascii() and left.isalnum() and right in "¥$"
    spaced_out = start - chunk_start == 1 and is_han(left)  # 项 目 编 号
    if spaced_out:
        return ""
    if start >= _SURE_LABEL and ":" not in raw and _is_label_before(raw, start, end, labels):
        return "\t"  # 合同编号 A-2024-11
    in_cell = start - chunk_start >= _SHORTEST_VALUE and "\t" in raw and LABEL_START.match(raw, end) is not None
    labelled = left not in ":(" and (in_cell or _label_begins(raw, end, labels))
    if labelled and _is_inside_label(raw[chunk_start:start], raw, end, labels):
        return ""
    return " " if priced or labelled else ""


def _tells_value(raw: str, start: int, end: int, labels: Mapping[str, str]) -> bool:
    """Tell whether raw[start:end] parts a label that begins a line from its value: 甲方 某某局, 电话 0551-6301…."""
    key = labels.get(raw[:start].replace(" ", ""), "") if start <= LONGEST_LABEL_LINE else ""
    value = raw[end:].rstrip()
    return key in _TELLING and _TELLING[key].fullmatch(value) is not None and value not in labels


def _is_label_before(raw: str, start: int, end: int, labels: Mapping[str, str]) -> bool:
    """Tell whether nothing but a label stands before raw[start:end], and behind it no rest of a longer one."""
    word = raw[:start].replace(" ", "")
    note = _NOTE_BEHIND.search(word)
    if note is not None and labels.get(note[0][1:-1]) == "party":  # 采购人(甲方) 某局
        word = word[: note.start()]
    rest = _SPACES.split(raw[end : end + LONGEST_LABEL_LINE], 1)[0].partition(":")[0]
    return len(rest) > 1 and labels.get(word, "other") not in ("other", "total") and word + rest not in labels


def _label_of(words: str) -> str:
    """Return a label without spaces, colon and what stands in brackets: 方(章):, 地 址:."""
    return words.replace(" ", "").partition("(")[0].rstrip(":")


def _is_inside_label(first: str, raw: str, start: int, labels: Mapping[str, str]) -> bool:
    """Tell whether the word `first` and the label at `start` are one, 项目 名称:, and no end of a name, 公司 地址:."""
    match = _SPACED_LABEL.match(raw, start)
    whole = match is not None and first + _label_of(match[0]) in labels
    return whole and not AMBIGUOUS_START.match(first)


def _label_begins(raw: str, start: int, labels: Mapping[str, str]) -> bool:
    """Tell whether a known label stands at `start`, with its colon or a place to seal: 地址:, 电 话:, 乙方(盖章)."""
    match = _SPACED_LABEL.match(raw, start) or _SEALED_PARTY.match(raw, start)
    if match is None:
        return False
    word = _label_of(match[0])
    return word in labels or any(word[:cut] in labels and word[cut:] in labels for cut in range(2, len(word) - 1))


def _is_number(words: str, following: str) -> bool:
    """Tell whether `words` are a clause number and nothing else: the gap behind it leads to its heading."""
    number = read_number(words + following)
    return number is not None and number.end == len(words)


def _is_bare_number(raw: str, start: int, end: int) -> bool:
    """Tell whether the white space raw[start:end] stands between a line's first figure and a heading: 4　结算与付款.

    Or 四　结算与付款, or a sum that is listed there: 1. 30%预付款 is no 1.30%.
    """
    words = raw[:start].lstrip()
    if _LISTED.fullmatch(words) and _SUM.match(raw, end):
        return True
    figure = words.isdecimal() or (is_han(raw[end]) and not words.strip(_HAN_FIGURES))
    return figure and len(words) <= _LONGEST_PLAIN and read_number(f"{words} {raw[end:].rstrip()}") is not None
