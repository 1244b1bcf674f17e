"""The text of Word paragraphs as a reader of the printed page would have it.

Insertions count, deletions do not; field codes, hidden text and comments stay out; boxes and symbols become signs;
an underlined gap becomes a blank (`____`), and the padding around an underlined value goes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING

from extract.readers.docx_fields import Fields, content_control, is_dropped
from extract.readers.docx_package import COMPATIBILITY, MATH, WORD, flag, value_of
from extract.readers.docx_styles import Styles
from extract.readers.docx_symbols import is_symbol_font, symbol, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_INSERTED = (f"{WORD}ins", f"{WORD}moveTo")
_DELETED = (f"{WORD}del", f"{WORD}moveFrom")
_CHARACTERS = {
    f"{WORD}tab": "\t", f"{WORD}ptab": "\t", f"{WORD}br": "\n", f"{WORD}cr": "\n", f"{WORD}noBreakHyphen": "-",
}  # fmt: skip
_NOTES = {f"{WORD}footnoteReference": "footnote", f"{WORD}endnoteReference": "endnote"}
_OBJECTS = (f"{WORD}drawing", f"{WORD}pict", f"{WORD}object")
_TAB_WIDTH, _SHORTEST_BLANK, _LONGEST_BLANK = 4, 2, 60


@dataclass(slots=True)
class Counts:
    """What the walk met and the reader of the record must know of."""

    inserted: int = 0
    deleted: int = 0
    hidden: int = 0
    """Characters of text that is hidden or struck out."""
    pictures: int = 0
    unread: int = 0
    """Embedded documents that could not be read."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph: its text, the text boxes anchored in it, the notes that it refers to, as (kind, identifier)."""

    text: str
    boxes: tuple[_Element, ...] = ()
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class TextReader:
    """Reads the paragraphs of one part in their order; fields may go on over several."""

    styles: Styles
    fields: Fields
    counts: Counts
    pieces: list[tuple[str, bool]] = field(default_factory=list)
    """Text of the paragraph under way, and whether it is underlined."""
    boxes: list[_Element] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    hidden: bool = False

    def read(self, paragraph: _Element) -> Paragraph:
        """Return the text of a `w:p`."""
        self.pieces, self.boxes, self.notes = [], [], []
        properties = paragraph.find(f"{WORD}pPr")
        style = value_of(properties.find(f"{WORD}pStyle")) if properties is not None else None
        self.hidden = self.styles.hides(style or self.styles.default)
        self._walk(paragraph)
        return Paragraph(_text(self.pieces), tuple(self.boxes), tuple(self.notes))

    def _walk(self, parent: _Element) -> None:
        for element in parent:
            tag = element.tag
            if tag == f"{WORD}r":
                self._run(element)
            elif tag in _DELETED:
                self.counts.deleted += 1
            elif tag == f"{WORD}sdt":
                self._control(element)
            elif tag == f"{WORD}fldSimple":
                if not is_dropped(value_of(element, "instr") or ""):
                    self._walk(element)
            elif tag == f"{COMPATIBILITY}AlternateContent":
                self._walk(alternative(element))
            elif tag in (f"{MATH}oMath", f"{MATH}oMathPara"):
                self._add("".join(piece.text or "" for piece in element.iter(f"{MATH}t")))
            elif tag != f"{WORD}pPr":
                self.counts.inserted += tag in _INSERTED
                self._walk(element)

    def _control(self, element: _Element) -> None:
        shown = content_control(element.find(f"{WORD}sdtPr"))
        content = element.find(f"{WORD}sdtContent")
        if shown is not None:
            self._add(shown)
        elif content is not None:
            self._walk(content)

    def _run(self, run: _Element) -> None:
        properties = run.find(f"{WORD}rPr")
        hidden, underlined, font = self._look(properties)
        for element in run:
            tag = element.tag
            if tag == f"{WORD}t":
                self._add(written(element.text or "", font), underlined, hidden)
            elif tag in _CHARACTERS:
                self._add(_CHARACTERS[tag], underlined, hidden)
            elif tag == f"{WORD}sym":
                self._add(_sign(element), underlined, hidden)
            elif tag == f"{WORD}fldChar":
                self._add(self.fields.mark(element), shown=True)
            elif tag == f"{WORD}instrText":
                self.fields.instruct(element.text or "")
            elif tag in _NOTES:
                self.notes.append((_NOTES[tag], value_of(element, "id") or ""))
            elif tag == f"{WORD}ruby":
                for base in element.findall(f"{WORD}rubyBase"):
                    self._walk(base)
            elif tag == f"{COMPATIBILITY}AlternateContent":
                self._object(alternative(element))
            elif tag in _OBJECTS:
                self._object(element)

    def _look(self, properties: _Element | None) -> tuple[bool, bool, str | None]:
        """Return whether a run is hidden or struck out, whether it is underlined, and its symbol font."""
        if properties is None:
            return self.hidden, False, None
        vanish = properties.find(f"{WORD}vanish")
        style = value_of(properties.find(f"{WORD}rStyle"))
        hidden = flag(vanish) if vanish is not None else self.hidden or (style is not None and self.styles.hides(style))
        hidden = hidden or any(flag(properties.find(f"{WORD}{name}")) for name in ("strike", "dstrike"))
        fonts = properties.find(f"{WORD}rFonts")
        names = [value_of(fonts, name) for name in ("ascii", "hAnsi")]
        font = next((name for name in names if is_symbol_font(name)), None)
        return hidden, flag(properties.find(f"{WORD}u")), font

    def _add(self, text: str, underlined: bool = False, hidden: bool = False, *, shown: bool = False) -> None:
        if not text or not (shown or self.fields.shows):
            return
        if hidden:
            self.counts.hidden += sum(not sign.isspace() for sign in text)
        else:
            self.pieces.append((text, underlined or self.fields.in_form))

    def _object(self, element: _Element) -> None:
        """Take the text boxes in a drawing; count it as a picture when it is one."""
        boxes = list(_text_boxes(element))
        self.boxes += boxes
        if not boxes and any(name.rpartition("}")[2] in ("blip", "imagedata") for name in _tags(element)):
            self.counts.pictures += 1


def alternative(element: _Element) -> _Element:
    """Return the branch of `mc:AlternateContent` to read: the first choice, unless only the fallback holds text."""
    branches = [*element.findall(f"{COMPATIBILITY}Choice"), *element.findall(f"{COMPATIBILITY}Fallback")]
    with_text = (branch for branch in branches if next(branch.iter(f"{WORD}t", f"{WORD}tbl"), None) is not None)
    return next(with_text, branches[0] if branches else element)


def _text_boxes(element: _Element) -> Iterator[_Element]:
    """Yield the outermost `w:txbxContent` below an element, one branch of each alternative."""
    for child in element:
        if child.tag == f"{WORD}txbxContent":
            yield child
        elif child.tag == f"{COMPATIBILITY}AlternateContent":
            yield from _text_boxes(alternative(child))
        else:
            yield from _text_boxes(child)


def _tags(element: _Element) -> Iterator[str]:
    return (child.tag for child in element.iter() if isinstance(child.tag, str))


def _sign(element: _Element) -> str:
    code = value_of(element, "char") or ""
    try:
        return symbol(int(code, 16), value_of(element, "font"))
    except (ValueError, OverflowError):
        return ""


def _text(pieces: list[tuple[str, bool]]) -> str:
    """Return the text of a paragraph, its underlined stretches as values or blanks."""
    texts = []
    for underlined, group in groupby(pieces, key=lambda piece: piece[1]):
        text = "".join(piece for piece, _ in group)
        texts.append(_underlined(text) if underlined else text)
    return "".join(texts)


def _underlined(text: str) -> str:
    """Return an underlined stretch: a blank when nothing stands on the line, else the value without its padding."""
    value = text.strip()
    if value:
        return " " * text[0].isspace() + value + " " * text[-1].isspace() if "\n" not in text else text
    width = len(text.expandtabs(_TAB_WIDTH))
    return "_" * min(width, _LONGEST_BLANK) if "\n" not in text and width >= _SHORTEST_BLANK else text
