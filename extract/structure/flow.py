"""The flow: the contract's text as a reader of it would run it together, with a map back.

Width is folded, layout spaces go, hard-wrapped lines are joined, page numbers are left out; one paragraph a line.
Cells of tables (tab-separated, Markdown, HTML, laid out with spaces, drawn with box characters) and side-by-side
columns are separated by tabs, one row a line. Every character of the flow knows its offset in the document, so a match
here is evidence there.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

import regex

from extract.document import Document
from extract.rulepack import RulePack
from extract.structure.breaking import Numbering, paragraph_breaks, with_colons
from extract.structure.cells import whole_rows
from extract.structure.characters import plain_characters
from extract.structure.columns import with_columns
from extract.structure.glued_rows import rows_of
from extract.structure.numbering import read_number, starts_numbered
from extract.structure.unwrapping import is_page_number, mended, without_fill_lines
from extract.width import fold_width

_SPACES = regex.compile(r"[ \t]+")
_RULE_LINE = regex.compile(r"[\s|:+=-]*-{2}[\s|:+=-]*|[\s*]*")
_MARKUP = regex.compile(
    r"^\s*#{1,6}\s*|(?<!\*)\*\*(?=[^\s*][^*\n]{0,200}\*\*(?!\*))|(?<=\*\*[^*\n]{0,200}[^\s*])\*\*(?!\*)|^\s*>\s+|^\s*[-*+]\s+(?=[\p{Han}(\d])|</?(?:table|tbody|thead|p|b|i|u|strong|span|div|font|em|br|html|body|sup|sub|tr)\b[^<>]*>"
    r"|!?\[[^\[\]\n]*\]\([^()\n]*\.(?:png|jpe?g|gif)\)"
    r"|(?<!US|HK|NT)\$(?=[^$\n]{1,40}(?<!US|HK|NT)\$(?!\d))|(?<!US|HK|NT)\$(?<=(?<!US|HK|NT)\$[^$\n]{1,40}\$)(?!\d)"
)
_BOLD_LINE = regex.compile(r"\*\*[^*].*[^*]\*\*")
_ROW_TAG = regex.compile(r"</tr\s*>|<br\s*/?>(?=\s*<)|</table\s*>|<tr\b[^<>]*>", regex.IGNORECASE)
_CELL_TAG = regex.compile(r"</t[dh]\s*>(?=\s*<t[dh])|</t[dh]\s*>|<t[dh]\b[^<>]*>", regex.IGNORECASE)
_LABEL_START = regex.compile(
    r"(?:[A-Za-z]+ )?[\p{Han}/、A-Za-z-]{1,12}(?:\([^()]{0,16}\))?:"
    r"|\p{Han}{2,14}(?:\([\p{Han}/]{1,8}\))? ?[A-Za-z][A-Za-z ./&-]{1,40}(?:\([A-Za-z ./&-]{1,30}\))?:"
)
"""地址:, and a label with its translation: 合同金额 Contract Price:."""
_SPACED_LABEL = regex.compile(r"(?:[\p{Han}/、A-Za-z-] {0,4}){1,12}(?:\([^()]{0,16}\))? {0,2}:")
_BRACKET_LABEL = regex.compile(r"[【\[](?P<label>\p{Han}(?:[\p{Han} ]{0,12}\p{Han})?)[】\]][ :]{0,4}(?=[^ :])")
_SEALED_PARTY = regex.compile(r"(\p{Han}{2,10})\([^(),]{0,6}章[^(),]{0,4}\)")
_WHOLE_DATE = regex.compile(
    r"(?:\d{4}|[一二〇零○]{4})年[\d一二三四五六七八九十]{1,3}月[\d一二三四五六七八九十]{1,3}日|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
)
_NOTE = regex.compile(r"\([^()]*\)$")
_LONGEST_LABEL_LINE = 40
_TERMINAL = frozenset("。;:!?…")
_JOINS_ON = frozenset(",、(《“-—/")
_DANGLING = frozenset("的和与及或在于由将按向对经并且后")
"""No sentence and no heading ends with these."""
_WORDS_IN_HOU = ("售后", "最后", "前后", "事后", "背后")
_CONTINUES = frozenset(",。、;)》”:%元")
_LONGEST_PLAIN = 2
"""Figures of a clause number without a mark behind it."""
_SPACED_OUT = 3
"""A line of which one character in so many is a space was spaced out by OCR: its spaces part nothing."""
_NUMBER_VALUE = regex.compile(r"[^:]{1,12}号(?:码)?(?:\([^()]{0,16}\))?:[^:]{0,60}[A-Za-z0-9]")
"""合同编号:X-2024-3, 账号:6222…: words in a line below belong to something else."""
_IDENTIFIER = regex.compile(r"[\dA-Z][\dA-Z -]{7,}")
"""A line that is a number of an account, a telephone, a code."""
_SPLIT_NAMES = tuple(
    (name[:cut], regex.compile(rf"{name[cut:]}(?![^\s(,、])"))
    for name in ("有限公司", "有限责任公司", "委员会", "事务所", "管理局")
    for cut in range(1, len(name))
)
"""The halves of what names end with, parted by a line break."""
_ENOUGH_LINES, _PARTED = 20, 0.6
"""Of a text of so many lines, so great a part must follow a blank one to say that blank lines part paragraphs."""
_SHORTEST_WRAPPED = 20
_LONG_ENOUGH = 12
"""A shorter line is a heading or a label, not a wrapped line."""
_LONGEST_CUT = 8
_SHORTEST_VALUE = 4
"""In a cell that holds several labelled values, what stands before the next label is no shorter."""
_LONGEST_REST = 24
"""What is left of a labelled value (an address, a bank) is at most so long."""
LONG_LINE = 240
"""A raw line longer than this may hold several paragraphs (OCR text without line breaks)."""
_MOST_COLUMNS = 20
_GLUED_WALLS = 6
"""A line with fewer walls between cells holds no two rows of a table."""
RUN_TOGETHER = 800
"""No paragraph is so long: the line holds what were many."""
_GLUED_LINE, _GLUED_BREAKS = 40, 4
"""Where so many labels and headings stick to the words before them, all lines from this length on may hold several."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The normalised text and, for each of its characters, the offset in the document text."""

    text: str
    origin: array[int]

    def document_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document offsets of the flow's [start, end); white space at its ends must be trimmed."""
        return self.origin[start], self.origin[end - 1] + 1

    def flow_offset(self, offset: int) -> int:
        """Return the first flow offset at or after document offset `offset`."""
        return bisect_left(self.origin, offset)


@dataclass(slots=True)
class _Line:
    """One logical line under construction: its characters and their document offsets."""

    text: str
    origin: array[int]
    blank_before: bool
    alone: bool
    """A table row or a Markdown heading: never joined with its neighbours."""
    cut: bool = False
    """The end of a line that held several paragraphs: it ends at the margin."""

    @classmethod
    def empty(cls) -> _Line:
        return cls("", array("l"), False, False)

    def slice(self, start: int, end: int, *, blank_before: bool) -> _Line:
        return _Line(self.text[start:end], self.origin[start:end], blank_before, self.alone)


@dataclass(frozen=True, slots=True)
class _Habits:
    """How a text is laid out, and the words by which lines are told apart."""

    width: int
    """A line from this length on counts as full: it ends at the margin, not at a paragraph's end."""
    parted: bool
    """Blank lines stand between the paragraphs: without one, a line goes on where the line before it stopped."""
    openers: tuple[str, ...]
    endings: tuple[str, ...]
    labels: frozenset[str]


def build_flow(document: Document, pack: RulePack) -> Flow:
    """Return the flow of `document`."""
    whole = without_fill_lines(mended(document.text, label_words(pack)), pack)
    text = with_columns(whole.text, plain_characters(fold_width(whole.text), pack))
    lines = list(whole_rows(list(_lines(text, pack, _long_line(text, pack))), _glued))
    pieces: list[str] = []
    origin = array("l")
    habits = _habits(lines, pack)
    previous: _Line | None = None
    for line in lines:
        if previous is not None:
            if _goes_on(previous, line, habits):
                if (
                    previous.text[-1].isascii()
                    and previous.text[-1].isalpha()
                    and line.text[0].isalpha()
                    and line.text[0].isascii()
                ):
                    pieces.append(" ")
                    origin.append(previous.origin[-1] + 1)
                previous = _Line(previous.text + line.text, line.origin, line.blank_before, line.alone, line.cut)
                pieces.append(line.text)
                origin.extend(line.origin)
                continue
            pieces.append("\n")
            origin.append(previous.origin[-1] + 1)
        pieces.append(line.text)
        origin.extend(line.origin)
        previous = line
    return Flow("".join(pieces), array("l", (whole.origin[place] for place in origin)))


def _long_line(text: str, pack: RulePack) -> int:
    """Return the length above which a line may hold several paragraphs: low where paragraphs are run together."""
    breaks = pack.pattern("structure.glued_break").finditer(text)
    return _GLUED_LINE if sum(1 for _ in islice(breaks, _GLUED_BREAKS)) >= _GLUED_BREAKS else LONG_LINE


def _lines(text: str, pack: RulePack, longest: int) -> Iterator[_Line]:
    """Yield the non-empty cleaned lines; those over `longest` are split where paragraphs begin inside them."""
    blank = False
    labels = label_keys(pack)
    breaks = [pack.pattern("structure.inside_break")]
    if longest < LONG_LINE:
        breaks.append(pack.pattern("structure.glued_break"))
    for raw, offset, long in _raw_lines(text, pack, longest):
        if not raw or raw.isspace():
            blank = True
            continue
        if is_page_number(raw):
            continue
        for line in _rows(raw, offset, labels):
            if not line.text:
                continue
            line.blank_before = blank
            blank = False
            if long and not line.alone:
                yield from _split_long(line, breaks)
            else:
                yield line


def _glued(lines: list[_Line]) -> _Line:
    """Return the lines of one table row as one line; a space stands where a line break stood in a cell."""
    text = lines[0].text
    origin = lines[0].origin[:]
    for line in lines[1:]:
        text += " " + line.text
        origin.append(origin[-1] + 1)
        origin.extend(line.origin)
    return _Line(text, origin, lines[0].blank_before, True)


def _raw_lines(text: str, pack: RulePack, longest: int) -> Iterator[tuple[str, int, bool]]:
    """Yield the lines with their offsets and whether they came from a long one.

    A long line is cut where a space stands before numbering or a label: a line break, once.
    """
    start = 0
    numbering = Numbering()
    for raw in text.split("\n"):
        position = 0
        long = len(raw) > longest
        if len(raw) > RUN_TOGETHER and raw.count("\t") > _MOST_COLUMNS:
            raw = raw.replace("\t", " ")  # the walls of a drawn table, all its rows in one line
        if len(raw) > RUN_TOGETHER and "\t" not in raw:
            raw = with_colons(raw, label_keys(pack))
        cuts: list[int] = []
        if long and "\t" not in raw:
            cuts = [match.end() for match in pack.pattern("structure.spaced_break").finditer(raw)]
        if len(raw) > RUN_TOGETHER and "\t" not in raw:
            cuts = sorted({*cuts, *paragraph_breaks(raw, label_keys(pack), numbering)})
        for cut in cuts:
            if raw[position:cut].strip() and raw[:cut].rstrip()[-1] not in "(《、,":
                yield raw[position:cut].rstrip(), start + position, long
                position = cut
        yield raw[position:], start + position, long
        start += len(raw) + 1


@lru_cache(maxsize=4)
def label_words(pack: RulePack) -> frozenset[str]:
    """Return every word that labels a value or names a party."""
    tables = pack.table("labels.fields"), pack.table("labels.parties")
    return frozenset(word.replace(" ", "") for table in tables for words in table.values() for word in words)


@lru_cache(maxsize=4)
def label_keys(pack: RulePack) -> dict[str, str]:
    """Return what every label word labels, `party` for the words for a party."""
    fields = {word.replace(" ", ""): key for key, words in pack.table("labels.fields").items() for word in words}
    return fields | {word: "party" for words in pack.table("labels.parties").values() for word in words}


def _rows(raw: str, offset: int, labels: Mapping[str, str]) -> Iterator[_Line]:
    """Yield the cleaned rows of one raw line: one, unless HTML row tags stand in it."""
    position = 0
    if "<" in raw:
        for match in _ROW_TAG.finditer(raw):
            yield _clean(raw[position : match.start()], offset + position, labels)
            position = match.end()
    for start, end in rows_of(raw[position:]) if raw.count("|") >= _GLUED_WALLS else ((0, len(raw) - position),):
        yield _clean(raw[position + start : position + end], offset + position + start, labels)


def _clean(raw: str, offset: int, labels: Mapping[str, str]) -> _Line:
    """Return one row or line without markup and layout spaces."""
    stripped = raw.strip()
    alone = stripped.startswith("#") or _BOLD_LINE.fullmatch(stripped) is not None
    if _RULE_LINE.fullmatch(stripped):
        return _Line.empty()
    if stripped.startswith("|") or (stripped.count("|") >= 2 and "||" not in stripped):
        inner = stripped.strip("|")
        lead = raw.index(inner) if inner else 0
        raw, offset, alone = inner.replace("|", "\t"), offset + lead, True
    keep = array("l", range(offset, offset + len(raw)))
    if "<" in raw or "*" in raw or "#" in raw or "$" in raw or raw.lstrip()[:1] in "-+>![":
        raw, keep = _without_markup(raw, keep)
    return _with_colon(_without_layout_spaces(raw, keep, alone, labels), labels)


def _with_colon(line: _Line, labels: Mapping[str, str]) -> _Line:
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


def _without_layout_spaces(raw: str, keep: array[int], alone: bool, labels: Mapping[str, str]) -> _Line:
    """Drop spaces that only space letters or lines out; turn column gaps into tabs."""
    if " " not in raw and "\t" not in raw:
        return _Line(raw, keep, False, alone)
    pieces: list[str] = []
    origin = array("l")
    position = 0
    spaced = raw.count(" ") * _SPACED_OUT >= len(raw)
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
        return _Line.empty()
    trimmed = len(text) - len(text.lstrip(" "))
    return _Line(text[trimmed:], origin[trimmed:], False, alone or "\t" in text)


def _separator(raw: str, start: int, end: int, chunk_start: int, labels: Mapping[str, str]) -> str:
    """Return what stands for the white space raw[start:end]: nothing, one space, or a tab."""
    gap = raw[start:end]
    if "\t" in gap:
        return "\t" * gap.count("\t")  # as many offsets follow: a gap is never shorter than its tabs
    if start == 0 or end == len(raw):
        return ""
    left, right = raw[start - 1], raw[end]
    wide = end - start
    if _is_bare_number(raw, start, end):
        return " "
    if left.isascii() and right.isascii() and left.isalnum() and right.isalnum():
        return " " if wide < 4 else "\t"
    if wide == 1:
        priced = left.isascii() and left.isalnum() and right in "¥$"
        spaced_out = start - chunk_start == 1 and _is_han(left)  # 项 目 编 号
        in_cell = start - chunk_start >= _SHORTEST_VALUE and "\t" in raw and _LABEL_START.match(raw, end) is not None
        labelled = left not in ":(" and not spaced_out and (in_cell or _label_begins(raw, end, labels))
        return " " if priced or labelled else ""
    if start <= 12 and _is_number(raw[:start].replace(" ", ""), right):
        return ""
    squeezed = raw[end : end + 32].replace(" ", "")
    spaced = _SPACED_LABEL.match(raw, end)
    chunk = raw[chunk_start:start].rpartition(":")[2]
    lone = len(chunk) == 1 and wide < 10 and _is_han(chunk) and _is_han(right)
    in_date = right in "年月" or (right == "日" and not squeezed.startswith("日期"))
    if spaced and left != ":" and not in_date and not (lone and len(spaced[0].replace(" ", "")) <= 4):
        return "\t"
    if left == ":" and _label_begins(raw, end, labels):
        return "\t"
    if left == ":":
        ahead = _SPACES.split(raw[end : end + 40], 1)[0]
        return "\t" if ":" in ahead[:24] and not ahead.startswith(("http", "¥")) else ""
    if lone or _is_label_before(raw, start, end, labels):
        return "" if lone else "\t"
    if left in "_年月日第" or right in "_年月日":
        return "" if wide < 6 or in_date or right == "_" else "\t"
    return "" if wide == 2 else "\t"


def _is_label_before(raw: str, start: int, end: int, labels: Mapping[str, str]) -> bool:
    """Tell whether nothing but a label stands before raw[start:end], and behind it no rest of a longer one."""
    word, following = raw[:start].replace(" ", ""), _SPACES.split(raw[end : end + _LONGEST_LABEL_LINE], 1)[0]
    rest = following.partition(":")[0]
    return len(rest) > 1 and labels.get(word, "other") not in ("other", "total") and word + rest not in labels


def _goes_on(previous: _Line, line: _Line, habits: _Habits) -> bool:
    """Tell whether `line` belongs to the paragraph of `previous`; a label that fills a line is a paragraph."""
    if _is_label_line(previous.text, habits.labels) or _is_label_line(line.text, habits.labels):
        return line.text.startswith("或")  # 法定代表人 / 或其委托代理人(签章) is one label
    return _joined(previous, line, habits)


def _is_label_line(text: str, labels: frozenset[str]) -> bool:
    """Tell whether a line is a label and nothing else, its value standing in the line below: 单位名称(公章)."""
    return len(text) <= _LONGEST_LABEL_LINE and text[-1] != ":" and _NOTE.sub("", text) in labels


def _label_begins(raw: str, start: int, labels: Mapping[str, str]) -> bool:
    """Tell whether a known label stands at `start`, with its colon or a place to seal: 地址:, 电 话:, 乙方(盖章)."""
    match = _SPACED_LABEL.match(raw, start) or _SEALED_PARTY.match(raw, start)
    if match is None:
        return False
    word = match[0].replace(" ", "").partition("(")[0].rstrip(":")
    return word in labels or any(word[:cut] in labels and word[cut:] in labels for cut in range(2, len(word) - 1))


def _is_number(words: str, following: str) -> bool:
    """Tell whether `words` are a clause number and nothing else: the gap behind it leads to its heading."""
    number = read_number(words + following)
    return number is not None and number.end == len(words)


def _is_bare_number(raw: str, start: int, end: int) -> bool:
    """Tell whether the white space raw[start:end] stands between a line's first figure and a heading: 4　结算与付款."""
    words = raw[:start].lstrip()
    return (
        words.isdecimal() and len(words) <= _LONGEST_PLAIN and read_number(f"{words} {raw[end:].rstrip()}") is not None
    )


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _split_long(line: _Line, breaks: Sequence[regex.Pattern[str]]) -> Iterator[_Line]:
    """Yield the paragraphs of a long line, cut where numbering or a known label begins."""
    position = 0
    for cut in sorted({match.end() for each in breaks for match in each.finditer(line.text)}):
        if cut > position:
            yield line.slice(position, cut, blank_before=line.blank_before and position == 0)
            position = cut
    if position < len(line.text):
        rest = line.slice(position, len(line.text), blank_before=line.blank_before and position == 0)
        rest.cut = position > 0
        yield rest


def _habits(lines: list[_Line], pack: RulePack) -> _Habits:
    """Return how the text of `lines` is laid out."""
    lengths = sorted(
        len(line.text) for line in lines if len(line.text) >= 15 and not line.alone and line.text[-1] not in _TERMINAL
    )
    width = max(16, min(60, int(lengths[len(lengths) * 3 // 4] * 0.8))) if lengths else 25
    parted = sum(line.blank_before for line in lines)
    return _Habits(
        width=width,
        parted=len(lines) >= _ENOUGH_LINES and parted >= len(lines) * _PARTED,
        openers=(*pack.words("structure.openers"), *(f"{line}\n" for line in pack.words("structure.title_lines"))),
        endings=pack.words("structure.complete_endings"),
        labels=label_words(pack),
    )


def _joined(previous: _Line, line: _Line, habits: _Habits) -> bool:
    """Tell whether `line` goes on where `previous` was wrapped."""
    before, after = previous.text, line.text
    dangling = before[-1] in _DANGLING and not before.endswith(_WORDS_IN_HOU) and len(before) >= _LONG_ENOUGH
    if starts_numbered(after) or (line.alone and not (dangling and "\t" in after)):
        return False
    if before[-1] in ",、" and "\t" in before and not line.blank_before:
        return True  # a table cell of several lines
    if previous.alone:
        return False
    if not line.blank_before and (dangling or _runs_on(before, after) or _cuts_label(before, after, habits.labels)):
        return True
    if previous.cut and not line.blank_before and not _LABEL_START.match(before):
        return not _apart(before, after, habits.openers)
    if (
        before[-1] == ":"
        and len(before) >= habits.width
        and after[0].isascii()
        and (after[0].isalnum() or after[0] == "¥")
    ):
        return True
    return not _apart(before, after, habits.openers) and _wrapped(before, after, line.blank_before, habits)


def _runs_on(before: str, after: str) -> bool:
    """Tell whether `after` begins with what nothing begins with: a comma, a closing bracket, 元."""
    return after[0] in _CONTINUES and not (before[-1] in _TERMINAL and after[0] != ")")


def _cuts_label(before: str, after: str, labels: frozenset[str]) -> bool:
    """Tell whether the line break stands inside a label: (招 / 标编号:."""
    head, colon, _ = after[:_LONGEST_CUT].partition(":")
    return bool(colon) and head not in labels and any(before[-k:] + head in labels for k in range(1, _LONGEST_CUT))


def _apart(before: str, after: str, openers: tuple[str, ...]) -> bool:
    """Tell whether two lines are two paragraphs by how the first ends or the second begins."""
    bracketed = before[0] == "(" and before[-1] == ")"
    opens = f"{after}\n".startswith(openers) or after[0] in "☑□■◆●•·*_【[|" or _LABEL_START.match(after) is not None
    dated = before[-1] != ":" and _WHOLE_DATE.fullmatch(after) is not None
    return bracketed or before[-1] in _TERMINAL or opens or dated


def _wrapped(before: str, after: str, blank_before: bool, habits: _Habits) -> bool:
    """Tell whether a line was wrapped, by its length, an open bracket, or a value that is not complete."""
    if _IDENTIFIER.fullmatch(before) or (_IDENTIFIER.fullmatch(after) and before.endswith(habits.endings)):
        return False  # two numbers in two lines are never made one
    if any(before.endswith(name) and rest.match(after) for name, rest in _SPLIT_NAMES) and not blank_before:
        return len(after) <= _LONGEST_REST
    opened = before.count("(") > before.count(")") or before.count("《") > before.count("》")
    if opened and len(after) <= _LONG_ENOUGH * 16:
        return not blank_before or len(before) >= _LONG_ENOUGH
    if before[-1] == "," and not blank_before:
        return len(before) >= _LONG_ENOUGH - 2
    if _LABEL_START.match(before) and not ("," in before and len(before) >= habits.width):
        if before[-1].isdigit() and after[0].isdigit():
            return False  # two numbers in two lines are never made one
        short = len(after) <= _LONGEST_REST and not blank_before and "。" not in after and after[0] != "("
        complete = before.endswith(habits.endings) or (_NUMBER_VALUE.fullmatch(before) and _is_han(after[0]))
        return short and len(before) >= _LONG_ENOUGH and not complete
    if before[-1] in _JOINS_ON:
        return len(before) >= _LONG_ENOUGH - 2
    if blank_before:
        return len(before) >= max(habits.width, 25) and len(after) >= 4 and _is_han(after[0])
    return len(before) >= (min(habits.width, _SHORTEST_WRAPPED) if habits.parted else habits.width)
