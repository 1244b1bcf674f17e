"""Word's automatic numbers, which stand in no text: 第三条, 一、, (二), 1.2.

Word counts paragraphs as they come. A paragraph names a list (`w:num`) and a level, itself or through its style;
lists that share an abstract definition go on counting from each other unless they set a start of their own
(ISO/IEC 29500-1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from extract.readers.docx_numerals import numeral
from extract.readers.docx_package import COMPATIBILITY, WORD, flag, number_of, value_of
from extract.readers.docx_styles import Styles
from extract.readers.docx_symbols import written

if TYPE_CHECKING:
    from lxml.etree import _Element

_LEVELS = 9
_PLACEHOLDER = re.compile(r"%([1-9])")
_UNNUMBERED = "0"
"""The list that a paragraph names to have no number, whatever its style says."""


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is written."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    text: str = ""
    suffix: str = "tab"
    legal: bool = False
    """第一条 below 第一章 is written 1.1, not 一.1."""
    restart: int | None = None
    """Counts anew after this level (1-based) or a higher one; 0 never, None after any higher level."""
    style: str | None = None
    font: str | None = None
    hidden: bool = False


@dataclass(slots=True)
class _List:
    """A `w:num`: its abstract definition, levels with its own changes, and where it starts anew."""

    abstract: str
    levels: list[Level]
    starts: set[int]
    used: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of a file and how far each has counted; ask for the paragraphs in their order."""

    styles: Styles
    lists: dict[str, _List]
    counts: dict[str, list[int | None]] = field(default_factory=dict)
    """Per abstract definition, the last number of each level; None before the first."""

    def label(self, properties: _Element | None) -> str:
        """Return the number of the next paragraph with the space behind it, "" when it has none; counts it.

        `properties` is its `w:pPr`.
        """
        found = self._list_of(properties)
        if found is None:
            return ""
        numbers, level = found
        counts = self._count(numbers, level)
        form = numbers.levels[level]
        if form.hidden:
            return ""
        text = _PLACEHOLDER.sub(lambda match: _number(numbers.levels, counts, int(match[1]) - 1, form), form.text)
        text = written(text, form.font) if form.number_format == "bullet" else text
        return text + ("" if form.suffix == "nothing" or not text.strip() else " ")

    def _list_of(self, properties: _Element | None) -> tuple[_List, int] | None:
        """Return the list and the level of a paragraph."""
        style = value_of(properties.find(f"{WORD}pStyle")) if properties is not None else None
        direct = properties.find(f"{WORD}numPr") if properties is not None else None
        identifier = value_of(direct.find(f"{WORD}numId")) if direct is not None else None
        level = direct.find(f"{WORD}ilvl") if direct is not None else None
        through: str | None = None
        if identifier is None:
            inherited = self.styles.numbering(style)
            if inherited is None:
                return None
            through, numbered = inherited
            identifier = value_of(numbered.find(f"{WORD}numId"))
        if identifier is None or identifier == _UNNUMBERED or identifier not in self.lists:
            return None
        numbers = self.lists[identifier]
        linked = [index for index, form in enumerate(numbers.levels) if through and form.style == through]
        if level is None and linked:
            return numbers, linked[0]
        chosen = number_of(level if level is not None else self.styles.level(style), 0)
        return numbers, min(max(chosen, 0), _LEVELS - 1)

    def _count(self, numbers: _List, level: int) -> list[int | None]:
        """Count one paragraph of a level and return the numbers of all levels."""
        counts = self.counts.setdefault(numbers.abstract, [None] * _LEVELS)
        if not numbers.used:
            numbers.used = True
            for overridden in numbers.starts:
                counts[overridden] = None
        for above in range(level):  # Word counts a level that was left out as begun
            if counts[above] is None:
                counts[above] = numbers.levels[above].start
        last = counts[level]
        counts[level] = numbers.levels[level].start if last is None else last + 1
        for below in range(level + 1, _LEVELS):
            restart = numbers.levels[below].restart
            if restart is None or level < restart:
                counts[below] = None
        return counts


def _number(levels: list[Level], counts: list[int | None], index: int, form: Level) -> str:
    count, level = counts[index], levels[index]
    if count is None:
        count = level.start
    if form.legal and level.number_format not in ("bullet", "none"):
        return str(count)
    return numeral(count, level.number_format, level.pattern)


def read_numbering(roots: list[_Element], styles: Styles) -> Numbering:
    """Return the lists of the file's numbering parts (one, or none)."""
    abstracts = _by_identifier(roots, "abstractNum", "abstractNumId")
    nums = _by_identifier(roots, "num", "numId")
    lists: dict[str, _List] = {}
    for identifier, element in nums.items():
        abstract = _abstract_of(element, abstracts, nums, styles)
        if abstract not in abstracts:
            continue
        levels = [Level() for _ in range(_LEVELS)]
        for definition in abstracts[abstract].findall(f"{WORD}lvl"):
            _set_level(levels, definition)
        starts: set[int] = set()
        for override in element.findall(f"{WORD}lvlOverride"):
            _override(levels, starts, override)
        lists[identifier] = _List(abstract, levels, starts)
    return Numbering(styles, lists)


def _by_identifier(roots: list[_Element], name: str, identifier: str) -> dict[str, _Element]:
    elements = (element for root in roots for element in root.iter(f"{WORD}{name}"))
    return {element.get(f"{WORD}{identifier}", ""): element for element in elements}


def _abstract_of(num: _Element, abstracts: dict[str, _Element], nums: dict[str, _Element], styles: Styles) -> str:
    """Return the abstract definition of a list, followed through the list style that it may only point to."""
    identifier = value_of(num.find(f"{WORD}abstractNumId")) or ""
    definition = abstracts.get(identifier)
    link = value_of(definition.find(f"{WORD}numStyleLink")) if definition is not None else None
    if link is None:
        return identifier
    for other, candidate in abstracts.items():
        if value_of(candidate.find(f"{WORD}styleLink")) == link:
            return other
    inherited = styles.numbering(link)
    target = nums.get(value_of(inherited[1].find(f"{WORD}numId")) or "") if inherited is not None else None
    return value_of(target.find(f"{WORD}abstractNumId")) or identifier if target is not None else identifier


def _override(levels: list[Level], starts: set[int], override: _Element) -> None:
    index = number_of(override, -1, "ilvl")
    if not 0 <= index < _LEVELS:
        return
    definition = override.find(f"{WORD}lvl")
    if definition is not None:
        _set_level(levels, definition)
    start = override.find(f"{WORD}startOverride")
    if start is not None:
        starts.add(index)
        levels[index] = replace(levels[index], start=number_of(start, 1))


def _set_level(levels: list[Level], definition: _Element) -> None:
    index = number_of(definition, -1, "ilvl")
    if not 0 <= index < _LEVELS:
        return
    choice = definition.find(f"{COMPATIBILITY}AlternateContent/{COMPATIBILITY}Choice/{WORD}numFmt")
    number_format = choice if choice is not None else definition.find(f"{WORD}numFmt")
    fonts = definition.find(f"{WORD}rPr/{WORD}rFonts")
    restart = definition.find(f"{WORD}lvlRestart")
    levels[index] = Level(
        start=number_of(definition.find(f"{WORD}start"), 0),
        number_format=value_of(number_format) or "decimal",
        pattern=value_of(number_format, "format") or "",
        text=value_of(definition.find(f"{WORD}lvlText")) or "",
        suffix=value_of(definition.find(f"{WORD}suff")) or "tab",
        legal=flag(definition.find(f"{WORD}isLgl")),
        restart=number_of(restart, 0) if restart is not None else None,
        style=value_of(definition.find(f"{WORD}pStyle")),
        font=value_of(fonts, "ascii") or value_of(fonts, "hAnsi"),
        hidden=flag(definition.find(f"{WORD}rPr/{WORD}vanish")),
    )
