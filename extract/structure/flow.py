"""The flow: the contract's text as a reader of it would run it together, with a map back.

Width is folded, layout spaces go, hard-wrapped lines are joined, page numbers are left out; one paragraph a line.
Cells of tables (tab-separated, Markdown, HTML, laid out with spaces, drawn with box characters) and side-by-side
columns are separated by tabs, one row a line. Every character of the flow knows its offset in the document, so a match
here is evidence there.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

import regex

from extract.document import Document
from extract.rulepack import RulePack
from extract.structure.bar_rows import bar_rows
from extract.structure.breaking import Numbering, inside_label, paragraph_breaks, with_colons, with_number
from extract.structure.cells import whole_rows
from extract.structure.characters import plain_characters
from extract.structure.columns import with_columns
from extract.structure.filled_gaps import without_filled_gaps
from extract.structure.forms import label_lines, with_rows
from extract.structure.glued_rows import rows_of
from extract.structure.joining import goes_on, habits_of
from extract.structure.lines import Line, clean_line, label_keys, label_words
from extract.structure.page_marks import RUN_TOGETHER, without_page_marks
from extract.structure.run_together_sides import glued_breaks, head_breaks
from extract.structure.short_names import short_names, with_labels
from extract.structure.spaced_labels import with_spaced_labels
from extract.structure.spaced_rows import with_spaced_rows
from extract.structure.spaced_schedules import with_spaced_schedules
from extract.structure.unwrapping import (
    is_figure_of,
    is_page_number,
    is_rest_of_number,
    mended,
    without_entities,
    without_fill_lines,
    without_formulas,
)
from extract.width import fold_width

_ROW_TAG = re.compile(r"</tr\s*>|<br\s*/?>(?=\s*<)|</table\s*>|<tr\b[^<>]*>", re.IGNORECASE)
_DIGIT = re.compile(r"[01]")
LONG_LINE = 240
"""A raw line longer than this may hold several paragraphs (OCR text without line breaks)."""
_INSIDE = ("inside_break", "name_glued", "place_glued", "signer_glued")
"""Patterns that end where a paragraph begins inside a long line."""
_ONE_LINE = 120
"""A contract that is but one line has lost its line breaks, however short it is; a shorter text may be a sentence."""
_MOST_COLUMNS = 20
_BESIDE_CELLS = 60
"""So near to the border of a cell no paragraph begins inside a line."""
_GLUED_WALLS = 6
"""A line with fewer walls between cells holds no two rows of a table."""
_GLUED_LINE, _GLUED_BREAKS = 40, 4
"""Where so many labels and headings stick to the words before them, all lines from this length on may hold several."""


_WORD_ENDS = re.compile(r"(?<![\dA-Za-z@._-])[A-Za-z]+$")
_WORD_BEGINS = re.compile(r"[A-Za-z]+(?![\dA-Za-z@._-])")
"""Latin words on both sides of a line break, which a space parts; the halves of a code or an address join."""
_GLUED_MARK = re.compile(r":|日(?:根据|依|按)|1、")
"""Without one of these nothing in a line is glued to the words before it."""
_TITLE_LINES, _LONGEST_TITLE = 3, 50
_TOP = 300
"""So far down the title of a contract stands."""


@dataclass(frozen=True, slots=True)
class Flow:
    """The normalised text and, for each of its characters, the offset in the document text."""

    text: str
    origin: array[int]
    short_names: Mapping[str, str] = field(default_factory=dict)
    """What the contract calls its parties, with the label that stands for it in `text`: 学校, 甲方."""
    written: Mapping[int, str] = field(default_factory=dict)
    """Where such a label stands, the word as it was written."""

    def words(self, start: int, end: int) -> str:
        """Return the words [start, end), the short names of parties as they were written."""
        if not self.written:
            return self.text[start:end]
        words, done = "", start
        for place in sorted(place for place in self.written if start <= place < end):
            words += self.text[done:place] + self.written[place]
            done = place + len(self.short_names[self.written[place]])
        return words + self.text[done:end]

    def document_span(self, start: int, end: int) -> tuple[int, int]:
        """Return the document offsets of the flow's [start, end); white space at its ends must be trimmed."""
        return self.origin[start], self.origin[end - 1] + 1

    def misread_digits(self, written: str) -> list[int]:
        """Return the offsets in the document's text `written` of the letters that were taken for digits."""
        digits = (match.start() for match in _DIGIT.finditer(self.text))
        return sorted(offset for place in digits if written[offset := self.origin[place]].isalpha())

    def flow_offset(self, offset: int) -> int:
        """Return the first flow offset at or after document offset `offset`."""
        return bisect_left(self.origin, offset)


def build_flow(document: Document, pack: RulePack) -> Flow:
    """Return the flow of `document`."""
    printed = mended(with_spaced_labels(with_rows(document.text, pack), pack), label_words(pack))
    whole = without_page_marks(without_fill_lines(without_formulas(without_entities(printed)), pack))
    text = with_spaced_schedules(with_columns(whole.text, plain_characters(fold_width(whole.text), pack)), pack)
    cut = list(_lines(text, pack, _long_line(text, pack)))
    lines = list(whole_rows(cut, _glued, pack.words("structure.sums"), label_words(pack)))
    pieces: list[str] = []
    origin = array("l")
    habits = habits_of(lines, pack)
    labels = label_lines(lines, pack)
    previous: Line | None = None
    for index, line in enumerate(lines):
        if previous is not None:
            if index - 1 in labels:
                pieces.append(":")
                origin.append(previous.origin[-1] + 1)
                previous = Line(f"{previous.text}:{line.text}", line.origin, line.blank_before, line.alone, line.cut)
                pieces.append(line.text)
                origin.extend(line.origin)
                continue
            apart = index in labels or index - 2 in labels  # the value of a form ends with its line
            apart = apart or (index <= _TITLE_LINES and (_titles(previous.text, pack) or _titles(line.text, pack)))
            if not apart and goes_on(previous, line, habits):
                if _WORD_ENDS.search(previous.text) and _WORD_BEGINS.match(line.text):
                    pieces.append(" ")
                    origin.append(previous.origin[-1] + 1)
                previous = Line(previous.text + line.text, line.origin, line.blank_before, line.alone, line.cut)
                pieces.append(line.text)
                origin.extend(line.origin)
                continue
            pieces.append("\n")
            origin.append(previous.origin[-1] + 1)
        pieces.append(line.text)
        origin.extend(line.origin)
        previous = line
    joined = "".join(pieces)
    if not isinstance(whole.origin, range):
        origin = array("l", map(whole.origin.__getitem__, origin))
    names = short_names(joined, pack)
    if not names:
        return Flow(joined, origin)
    labelled, origin, written = with_labels(joined, origin, names)
    return Flow(labelled, origin, names, written)


def _titles(text: str, pack: RulePack) -> bool:
    """Tell whether a line at the top ends as titles do: nothing goes on behind it, and no header runs into it."""
    return len(text) <= _LONGEST_TITLE and text.endswith(pack.words("identity.contract_words")) and "," not in text


def _long_line(text: str, pack: RulePack) -> int:
    """Return the length above which a line may hold several paragraphs: low where paragraphs are run together."""
    glued = pack.pattern("structure.glued_break")
    lines = (line for line in text.split("\n") if _GLUED_MARK.search(line))
    breaks = (match for line in lines for match in glued.finditer(line))
    return _GLUED_LINE if sum(1 for _ in islice(breaks, _GLUED_BREAKS)) >= _GLUED_BREAKS else LONG_LINE


def _lines(text: str, pack: RulePack, longest: int) -> Iterator[Line]:
    """Yield the non-empty cleaned lines; those over `longest` are split where paragraphs begin inside them."""
    blank = False
    labels = label_keys(pack)
    breaks = [
        pack.pattern(f"structure.{name}") for name in ("inside_break", "name_glued", "place_glued", "signer_glued")
    ]
    if longest < LONG_LINE:
        breaks.append(pack.pattern("structure.glued_break"))
    raw_lines = [*_raw_lines(text, pack, longest), ("", len(text), False)]
    above = ""
    for (raw, offset, long), (below, *_) in pairwise(raw_lines):
        begins = offset > 0 and text[offset - 1] != "\n"
        if not raw or raw.isspace():
            blank = True
            continue
        if is_page_number(raw) and not is_figure_of(raw, below) and not is_rest_of_number(raw, above):
            continue
        above = raw
        for line in _rows(raw, offset, labels):
            if not line.text:
                continue
            line.blank_before = blank
            line.begins = begins
            blank = False
            if long and not line.alone:
                yield from _split_long(line, breaks, pack.alternation("labels.parties"))
            else:
                yield line


def _glued(lines: list[Line]) -> Line:
    """Return the lines of one table row as one line; a space stands where a line break stood in a cell."""
    text = lines[0].text
    origin = lines[0].origin[:]
    for line in lines[1:]:
        text += " " + line.text
        origin.append(origin[-1] + 1)
        origin.extend(line.origin)
    return Line(text, origin, lines[0].blank_before, True)


def _raw_lines(text: str, pack: RulePack, longest: int) -> Iterator[tuple[str, int, bool]]:
    """Yield the lines with their offsets and whether they came from a long one.

    A long line is cut where a space stands before numbering or a label: a line break, once.
    """
    start = 0
    whole = len(text.strip("\n"))
    numbering = Numbering()
    for raw in text.split("\n"):
        if not raw:
            yield raw, start, False
            start += 1
            continue
        position = 0
        together = len(raw) > (_ONE_LINE if len(raw) == whole else RUN_TOGETHER)
        long = together or len(raw) > longest
        if together and raw.count("\t") > _MOST_COLUMNS:
            raw = raw.replace("\t", " ")  # the walls of a drawn table, all its rows in one line
        if together and "\t" not in raw:
            raw = with_colons(raw, label_keys(pack))
        cuts: list[int] = []
        if long and "\t" not in raw:
            spaced = (match.end() for match in pack.pattern("structure.spaced_break").finditer(raw))
            cuts = [cut for cut in spaced if not inside_label(raw, cut, label_keys(pack))]
        if together:
            gaps = (match.end() for match in pack.pattern("structure.column_gap").finditer(raw))
            found = {*cuts, *gaps, *head_breaks(raw, pack), *paragraph_breaks(raw, pack, numbering)}
            cuts = [cut for cut in found if "\t" not in raw[max(0, cut - _BESIDE_CELLS) : cut + _BESIDE_CELLS]]
        table = bar_rows(raw) if together else []
        places = {with_number(raw, cut) for cut in cuts if not any(begin <= cut < end for begin, end in table)}
        places.update(edge for row in table for edge in row)
        if "\t" not in raw:
            places.update(() if together else glued_breaks(raw, pack))
            places.update(_around_title(raw, _TOP - start, pack) if start < _TOP else ())
            raw, rows = with_spaced_rows(raw, pack)
            places.update(rows)
        for cut in sorted(places):
            if raw[position:cut].strip() and raw[:cut].rstrip()[-1] not in "(《、,":
                yield raw[position:cut].rstrip(), start + position, long
                position = cut
        yield raw[position:], start + position, long
        start += len(raw) + 1


def _around_title(raw: str, end: int, pack: RulePack) -> list[int]:
    """Return where the title begins and ends in a line at the top, up to `end`, that holds more than the title."""
    found = pack.pattern("structure.title_break").finditer(raw, 0, end)
    return [match.end() for match in found if 0 < match.end() < len(raw)]


def _rows(raw: str, offset: int, labels: Mapping[str, str]) -> Iterator[Line]:
    """Yield the cleaned rows of one raw line: one, unless HTML row tags stand in it."""
    position = 0
    if "<" in raw:
        for match in _ROW_TAG.finditer(raw):
            yield clean_line(raw[position : match.start()], offset + position, labels)
            position = match.end()
    glued = raw.count("|") >= _GLUED_WALLS or raw.count("\t") >= _GLUED_WALLS
    for start, end in rows_of(raw[position:]) if glued else ((0, len(raw) - position),):
        line = clean_line(raw[position + start : position + end], offset + position + start, labels)
        yield without_filled_gaps(line)


def _split_long(line: Line, breaks: Sequence[regex.Pattern[str]], parties: re.Pattern[str]) -> Iterator[Line]:
    """Yield the paragraphs of a long line, cut where numbering or a known label begins."""
    position = 0
    cuts = {with_number(line.text, match.end()) for each in breaks for match in each.finditer(line.text)}
    for cut in sorted(cuts):
        label = parties.match(line.text, position)
        if cut > position and (label is None or label.end() <= cut):  # 受聘方 holds 聘方
            yield line.slice(position, cut, blank_before=line.blank_before and position == 0)
            position = cut
    if position < len(line.text):
        rest = line.slice(position, len(line.text), blank_before=line.blank_before and position == 0)
        rest.cut = position > 0
        yield rest
