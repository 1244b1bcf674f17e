"""From the tree of a web page to lines of text, as a browser would set them.

The tree is walked by events, never by recursion: broken pages nest thousands of levels deep.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.readers.html_lists import Numbering, marker
from extract.readers.html_tables import TableRows

if TYPE_CHECKING:
    from lxml.etree import _Element

_BLOCK_NAMES = (
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main ol p pre section summary table ul"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_TABLES = frozenset(("table", "tr", "td", "th"))
_CHOICES = frozenset(("select", "option", "optgroup"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_ALIGNED = re.compile(r"text-align\s*:\s*(center|left|justify|right|start)", re.IGNORECASE)
_INLINE_BLANKS = frozenset(("u", "ins", "span", "font", "em", "i", "b", "strong", "a"))
_UNDERLINED = re.compile(r"text-decoration[^;]*underline|border-bottom\s*:(?!\s*(?:none|0))", re.IGNORECASE)
_WORD_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_PRESERVED = re.compile(r"white-space\s*:\s*(?:pre|break-spaces)", re.IGNORECASE)
_WIDE = r"[\u2e80-\u9fff\uff00-\uffef]"
_WRAP = re.compile(rf"(?<={_WIDE})[ \t\r\f]*\n[ \t\r\f\n]*(?={_WIDE})")
_SPACE = re.compile(r"[ \t\r\f\n]+")
_HARD = "\u00a0"
"""A space that stays: no-break spaces pad columns and fill blanks."""
_PADDING = " \u00a0\u3000"
_SHORTEST_BLANK, _LONGEST_BLANK = 2, 400
_TEXT = "text"
_LINE = "\v"
"""A line break that the page asks for, apart from those of its source."""


@dataclass(slots=True)
class Sink:
    """Where text goes: the page, which keeps empty lines, or one cell, which does not."""

    page: bool = False
    lines: list[str] = field(default_factory=list)
    raw: list[str] = field(default_factory=list)
    marker: str = ""
    style: str = _TEXT

    def end_line(self, style: str = _TEXT) -> None:
        """Finish the lines under way, if there are any; an empty line parts styles."""
        raw = "".join(self.raw)
        self.raw.clear()
        asked = _LINE in raw or _HARD in raw  # an empty paragraph that shows
        finished = [_collapsed(line) for line in raw.split(_LINE)]
        finished = [line if line.strip() else "" for line in finished]
        if not any(finished):
            if asked:
                self._part()
            return
        if self.marker:
            first = next(index for index, line in enumerate(finished) if line)
            finished[first] = marker(self.marker, finished[first])
            self.marker = ""
        if style != self.style:
            self._part()
        self.style = style
        self.lines += finished if self.page else filter(None, finished)

    def _part(self) -> None:
        if self.page:
            self.lines.append("")


@dataclass(slots=True)
class _Walker:
    """The state of a walk: sinks from the page inwards, tables and lists that are open, where blanks began."""

    sinks: list[Sink] = field(default_factory=lambda: [Sink(page=True)])
    tables: list[TableRows] = field(default_factory=list)
    lists: list[Numbering] = field(default_factory=list)
    styles: list[tuple[_Element, str]] = field(default_factory=list)
    preserved: int = 0
    starts: dict[_Element, tuple[Sink, int]] = field(default_factory=dict)

    def start(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.end_paragraph()
            if style := _style(element):
                self.styles.append((element, style))
        if tag in _TABLES:
            self._start_table(tag)
        elif tag in ("ol", "ul"):
            self.lists.append(Numbering.of(element))
        elif tag == "li" and self.lists:
            self.sinks[-1].marker = self.lists[-1].next(element)
        elif tag == "br":
            self.sinks[-1].raw.append(_LINE)
        elif tag in ("input", "select"):
            self.sinks[-1].raw.append(_control(element))
        if _is_preserved(element):
            self.preserved += 1
        if tag in _INLINE_BLANKS:
            self.starts[element] = (self.sinks[-1], len(self.sinks[-1].raw))
        if tag not in _CHOICES:
            self.add(element.text)

    def end(self, element: _Element) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self.end_paragraph()
            if self.styles and self.styles[-1][0] is element:
                self.styles.pop()
        if tag == "li":
            self.sinks[-1].marker = ""
        elif tag in ("td", "th") and self.tables:
            self._end_cell(element)
        elif tag == "table" and self.tables:
            self._end_table()
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        if _is_preserved(element):
            self.preserved -= 1
        if tag in _INLINE_BLANKS:
            self._end_inline(element)
        self.add(element.tail)

    def add(self, text: str | None) -> None:
        """Add text of the page to where it belongs."""
        if not text:
            return
        if self.preserved:
            text = text.expandtabs(4).replace(" ", _HARD).replace("\r", "").replace("\n", _LINE)
        self.sinks[-1].raw.append(text)

    def end_paragraph(self) -> None:
        """Finish the paragraph under way.

        An empty line follows headings and centred lines alone: pages pasted from a PDF have a paragraph for each
        line of it, and what an empty line parts is not mended.
        """
        self.sinks[-1].end_line(self.styles[-1][1] if self.styles else _TEXT)

    def _start_table(self, tag: str) -> None:
        """Begin a table, a row or a cell; rows and cells without a table are as their text."""
        if tag == "table":
            self.tables.append(TableRows())
            self.sinks.append(Sink())  # for text that stands in the table outside its cells
        elif self.tables:
            self._loose()
            if tag == "tr":
                self.tables[-1].start_row()
            else:
                self.sinks.append(Sink())

    def _loose(self) -> None:
        """Keep text between cells as a row of its own."""
        self.end_paragraph()
        if self.sinks[-1].lines:
            self.tables[-1].start_row()
            self.tables[-1].add_cell(self.sinks[-1].lines)
            self.sinks[-1] = Sink()

    def _end_cell(self, element: _Element) -> None:
        self.end_paragraph()
        cell = self.sinks.pop()
        self.tables[-1].add_cell(cell.lines, element.get("colspan"), element.get("rowspan"))

    def _end_table(self) -> None:
        self._loose()
        self.sinks.pop()
        sink = self.sinks[-1]
        rows = self.tables.pop().lines()
        sink.lines += ["", *rows, ""] if sink.page else rows

    def _end_inline(self, element: _Element) -> None:
        sink, start = self.starts.pop(element)
        style = element.get("style", "")
        if sink is not self.sinks[-1] or start > len(sink.raw):
            return  # a block inside has already ended the line
        if sum(map(len, sink.raw[start : start + _LONGEST_BLANK])) > _LONGEST_BLANK:
            return
        if _WORD_NUMBER.search(style):
            sink.raw[start:] = ["".join(sink.raw[start:]).replace(_HARD, " ").strip() + " "]
        elif element.tag == "u" or _UNDERLINED.search(style):
            sink.raw[start:] = [_underlined("".join(sink.raw[start:]))]


def text_lines(root: _Element) -> list[str]:
    """Return the lines of a page; empty lines stand around tables, tabs between cells."""
    from lxml import etree

    walker = _Walker()
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            walker.start(element)
        else:
            walker.end(element)
    walker.end_paragraph()
    return walker.sinks[0].lines


def _style(element: _Element) -> str:
    """Return what sets the lines of a block apart: that it is a heading or centred; "" when nothing is declared."""
    if element.tag in _HEADINGS:
        return f"{element.tag} {element.sourceline}"
    declared = _ALIGNED.search(element.get("style", ""))
    aligned = declared[1].lower() if declared else element.get("align", "").lower()
    if element.tag == "center" or aligned == "center":
        return "center"
    return _TEXT if aligned else ""


def _is_preserved(element: _Element) -> bool:
    return element.tag in ("pre", "textarea") or _PRESERVED.search(element.get("style", "")) is not None


def _collapsed(raw: str) -> str:
    """Return a line with its white space as browsers show it; a wrapped Chinese source line has none."""
    return _SPACE.sub(" ", _WRAP.sub("", raw)).strip(" ").replace("\t", " ")


def _underlined(text: str) -> str:
    """Return underlined text: a line to fill in when it is empty, else without the padding around it."""
    shown = _SPACE.sub(" ", text)
    value = shown.strip(_PADDING)
    if value:
        return " " * (shown[0] in _PADDING) + value + " " * (shown[-1] in _PADDING)
    return "_" * len(shown) if len(shown) >= _SHORTEST_BLANK else text


def _control(element: _Element) -> str:
    """Return what a form's control shows: a box, the value typed in, the option chosen, or a blank."""
    if element.tag == "select":
        options = list(element.iter("option"))
        chosen = [option for option in options if "selected" in option.attrib] or options[:1]
        return "".join(chosen[0].itertext()).strip() if chosen else ""
    kind = element.get("type", "text").lower()
    if kind in ("checkbox", "radio"):
        return "☑" if "checked" in element.attrib else "□"
    if kind in ("text", "number", "date", "tel", "email", "url"):
        return element.get("value", "").strip() or "____"
    return ""
