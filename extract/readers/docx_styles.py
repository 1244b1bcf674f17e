"""What a Word file's styles say of text: its numbering, and whether it is hidden."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.readers.docx_package import WORD, flag, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles of a file by their identifiers, and the one of paragraphs that name none."""

    elements: dict[str, _Element] = field(default_factory=dict)
    default: str | None = None

    def chain(self, identifier: str | None) -> Iterator[_Element]:
        """Yield a style and those that it is based on, nearest first."""
        seen: set[str] = set()
        while identifier is not None and identifier in self.elements and identifier not in seen:
            seen.add(identifier)
            style = self.elements[identifier]
            yield style
            identifier = value_of(style.find(f"{WORD}basedOn"))

    def numbering(self, identifier: str | None) -> tuple[str, _Element] | None:
        """Return the style in a chain that numbers paragraphs, and its `w:numPr`."""
        for style in self.chain(identifier or self.default):
            properties = style.find(f"{WORD}pPr/{WORD}numPr")
            if properties is not None and properties.find(f"{WORD}numId") is not None:
                return style.get(f"{WORD}styleId", ""), properties
        return None

    def level(self, identifier: str | None) -> _Element | None:
        """Return the `w:ilvl` that a chain of styles sets, if any."""
        for style in self.chain(identifier or self.default):
            level = style.find(f"{WORD}pPr/{WORD}numPr/{WORD}ilvl")
            if level is not None:
                return level
        return None

    def hides(self, identifier: str | None) -> bool:
        """Tell whether a style makes its text hidden."""
        for style in self.chain(identifier):
            hidden = style.find(f"{WORD}rPr/{WORD}vanish")
            if hidden is not None:
                return flag(hidden)
        return False


def read_styles(roots: list[_Element]) -> Styles:
    """Return the styles of the file's style parts (one, or none)."""
    elements: dict[str, _Element] = {}
    default = None
    for style in (style for root in roots for style in root.iter(f"{WORD}style")):
        identifier = style.get(f"{WORD}styleId")
        if identifier is None:
            continue
        elements.setdefault(identifier, style)
        is_default = style.get(f"{WORD}default", "0").lower() in ("1", "true", "on")
        if is_default and style.get(f"{WORD}type") == "paragraph":
            default = identifier
    return Styles(elements, default)
