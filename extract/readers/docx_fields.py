"""Word's fields (page numbers, tables of contents, form controls): which text of them shows, and which is dropped."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.readers.docx_package import WORD, WORD_2010, flag, number_of, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

TICKED, EMPTY_BOX = "☑", "□"
BLANK = "____"
_DROPPED = frozenset(("TOC", "PAGE", "NUMPAGES", "SECTIONPAGES", "INDEX"))
"""Fields whose result is no text of the contract: it would be read a second time, or as a clause."""
_GONE = (f"{WORD}del", f"{WORD}moveFrom")


@dataclass(slots=True)
class _Open:
    """A field that has begun: its instruction so far, whether its result has, and whether that is dropped."""

    form: bool
    replaced: bool
    instruction: str = ""
    in_result: bool = False
    dropped: bool = False


@dataclass(slots=True)
class Fields:
    """The fields that are open where the walk stands. `ignored`: begins and ends do not match, so all text shows."""

    ignored: bool = False
    open: list[_Open] = field(default_factory=list)

    @property
    def shows(self) -> bool:
        """Whether text here is to be read."""
        return self.ignored or all(item.in_result and not item.dropped for item in self.open)

    @property
    def in_form(self) -> bool:
        """Whether text here was typed into a form's text field, or is its blank."""
        return bool(self.open) and self.open[-1].form

    def instruct(self, text: str) -> None:
        """Take up a piece of an instruction."""
        if self.open and not self.open[-1].in_result:
            self.open[-1].instruction += text

    def mark(self, element: _Element) -> str:
        """Follow a `w:fldChar`; return what a form's control shows in place of its result."""
        kind = value_of(element, "fldCharType")
        if self.ignored:
            return ""
        if kind == "begin":
            data = element.find(f"{WORD}ffData")
            shown = _control(data) if data is not None and self.shows else ""
            form = data is not None and data.find(f"{WORD}textInput") is not None
            self.open.append(_Open(form, bool(shown)))
            return shown
        if kind == "separate" and self.open:
            last = self.open[-1]
            last.in_result = True
            last.dropped = last.replaced or is_dropped(last.instruction)
        elif kind == "end" and self.open:
            self.open.pop()
        return ""


def is_dropped(instruction: str) -> bool:
    """Tell whether the result of a field with this instruction is left out."""
    words = instruction.split(None, 1)
    return bool(words) and words[0].upper() in _DROPPED


def fields_of(root: _Element) -> Fields:
    """Return the state before a part's first field."""
    balance = 0
    for element in root.iter(f"{WORD}fldChar"):
        if not any(parent.tag in _GONE for parent in element.iterancestors()):
            balance += {"begin": 1, "end": -1}.get(value_of(element, "fldCharType") or "", 0)
    return Fields(ignored=balance != 0)


def _control(data: _Element) -> str:
    """Return the box or the chosen entry of a form's control, "" for a text field."""
    box = data.find(f"{WORD}checkBox")
    if box is not None:
        checked = box.find(f"{WORD}checked")
        return TICKED if flag(checked if checked is not None else box.find(f"{WORD}default")) else EMPTY_BOX
    choices = data.find(f"{WORD}ddList")
    if choices is None:
        return ""
    entries = [value_of(entry) or "" for entry in choices.findall(f"{WORD}listEntry")]
    result = choices.find(f"{WORD}result")
    chosen = number_of(result if result is not None else choices.find(f"{WORD}default"), 0)
    return entries[chosen] if 0 <= chosen < len(entries) else ""


def content_control(properties: _Element | None) -> str | None:
    """Return what a content control (`w:sdt`) shows in place of its content (a box, a blank, nothing), or None."""
    if properties is None:
        return None
    box = properties.find(f"{WORD_2010}checkbox")
    if box is not None:
        checked = box.find(f"{WORD_2010}checked")
        value = checked.get(f"{WORD_2010}val", "1").lower() if checked is not None else "0"
        return TICKED if value in ("1", "true", "on") else EMPTY_BOX
    if flag(properties.find(f"{WORD}showingPlcHdr")):
        return BLANK
    gallery = value_of(properties.find(f"{WORD}docPartObj/{WORD}docPartGallery")) or ""
    return "" if gallery == "Table of Contents" else None
