"""The outline: paragraphs, the tree of numbered clauses, and the sections that they stand in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from extract.rulepack import RulePack
from extract.structure.flow import Flow
from extract.structure.numbering import Number, outranks, read_next_plain, read_number
from extract.structure.sections import Section, find_sections

_TITLE_END = re.compile(r"[:。;,\t]")
_LONGEST_TITLE = 30


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One line of the flow: offsets, its clause number if it has one, and where the words behind it begin."""

    index: int
    start: int
    end: int
    number: Number | None
    body_start: int


@dataclass(frozen=True, slots=True)
class ClauseNode:
    """A numbered clause with everything under it; `parent` indexes `Outline.clauses`.

    `joined` is the kind that its heading joins to `kind`: 合同期限及违约责任 sets a period, and is about breach too.
    """

    index: int
    number: str
    title: str | None
    level: int
    kind: str
    joined: str | None
    parent: int | None
    start: int
    end: int


@dataclass(frozen=True)
class Outline:
    """The structure of one flow. All offsets are flow offsets."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    clauses: tuple[ClauseNode, ...]
    sections: tuple[Section, ...]
    _starts: tuple[int, ...] = field(repr=False, default=())
    _owners: tuple[int, ...] = field(repr=False, default=())
    _section_ends: tuple[int, ...] = field(repr=False, default=())

    def paragraph_at(self, offset: int) -> Paragraph:
        """Return the paragraph that holds `offset`."""
        return self.paragraphs[max(bisect_right(self._starts, offset) - 1, 0)]

    def section_at(self, offset: int) -> Section:
        """Return the section that holds `offset`."""
        index = bisect_right(self._section_ends, offset)
        return self.sections[min(index, len(self.sections) - 1)]

    def clause_at(self, offset: int) -> ClauseNode | None:
        """Return the innermost clause that holds `offset`, or None outside all clauses."""
        owner = self._owners[self.paragraph_at(offset).index]
        return self.clauses[owner] if owner >= 0 else None

    def ancestry(self, offset: int) -> tuple[ClauseNode, ...]:
        """Return the clauses around `offset`, innermost first."""
        chain = []
        clause = self.clause_at(offset)
        while clause is not None:
            chain.append(clause)
            clause = self.clauses[clause.parent] if clause.parent is not None else None
        return tuple(chain)

    def kinds_at(self, offset: int) -> tuple[str, ...]:
        """Return the kinds of the clauses around `offset`, innermost first, without "other"."""
        return tuple(clause.kind for clause in self.ancestry(offset) if clause.kind != "other")

    def is_about(self, offset: int, kind: str) -> bool:
        """Tell whether a clause around `offset` is of `kind`, or joins it to its own kind in its heading."""
        return any(kind in (clause.kind, clause.joined) for clause in self.ancestry(offset))

    def of_kind(self, *kinds: str) -> tuple[ClauseNode, ...]:
        """Return the outermost clauses of any of `kinds`, in order."""
        found: list[ClauseNode] = []
        for clause in self.clauses:
            if clause.kind in kinds and not (found and clause.start < found[-1].end):
                found.append(clause)
        return tuple(found)

    def paragraphs_in(self, start: int, end: int) -> tuple[Paragraph, ...]:
        """Return the paragraphs that begin in [start, end)."""
        first = bisect_right(self._starts, start - 1)
        last = bisect_right(self._starts, end - 1)
        return self.paragraphs[first:last]


def build_outline(flow: Flow, pack: RulePack) -> Outline:
    """Return the outline of `flow`."""
    text = flow.text
    paragraphs: list[Paragraph] = []
    position = 0
    plain: Number | None = None
    for index, line in enumerate(text.split("\n")):
        number = read_number(text, position)
        if number is None and plain is not None and "\t" not in line and _is_closed(text, paragraphs[-1]):
            number = read_next_plain(text, position, plain)
        plain = number if number is not None and number.style == "plain" else plain
        body = number.end if number is not None else position
        paragraphs.append(Paragraph(index, position, position + len(line), number, body))
        position += len(line) + 1
    sections = find_sections(text, [(p.start, p.end) for p in paragraphs], pack)
    clauses, owners = _clauses(text, paragraphs, sections, pack)
    starts = tuple(paragraph.start for paragraph in paragraphs)
    ends = tuple(section.end for section in sections)
    return Outline(text, tuple(paragraphs), tuple(clauses), sections, starts, tuple(owners), ends)


def _is_closed(text: str, paragraph: Paragraph) -> bool:
    """Tell whether a line ends with its sentence or is a heading, so that the next one goes on with no words of it."""
    return text[paragraph.end - 1] in "。;:" or paragraph.number is not None


@dataclass(slots=True)
class _Open:
    """A clause while it is still open: later paragraphs may belong to it."""

    index: int
    style: str
    number: str


def _ends(opened: _Open, style: str, number: str) -> bool:
    """Tell whether a clause ends where one numbered `number` begins: 15.4.1 is no part of 15.3."""
    if style.startswith("decimal") and opened.style.startswith("decimal"):
        return style == opened.style or not number.startswith(f"{opened.number}.")
    return opened.style == style or outranks(style, opened.style)


def _clauses(
    text: str, paragraphs: list[Paragraph], sections: tuple[Section, ...], pack: RulePack
) -> tuple[list[ClauseNode], list[int]]:
    """Build the clause tree: a numbering style met before closes back to it, a new one goes one level down."""
    drafts: list[dict[str, object]] = []
    owners: list[int] = []
    stack: list[_Open] = []
    section_index = 0
    kinds = [(word, kind) for kind, words in pack.table("structure.kinds").items() for word in words]
    for paragraph in paragraphs:
        while section_index < len(sections) - 1 and paragraph.start >= sections[section_index].end:
            section_index += 1
            if sections[section_index].kind in ("annex", "signature", "body"):
                _close(drafts, stack, 0, sections[section_index].start)
        in_signature = sections[section_index].kind in ("cover", "signature", "annex_signature")
        if paragraph.number is not None and not in_signature and "\t" not in text[paragraph.start : paragraph.end]:
            style = paragraph.number.style
            depth = next(
                (i for i, opened in enumerate(stack) if _ends(opened, style, paragraph.number.text)),
                len(stack),
            )
            title = _title(text, paragraph)
            if title and _begins_clauses(text, paragraphs, paragraph, stack):
                depth = 0
            _close(drafts, stack, depth, paragraph.start)
            parent = stack[-1].index if stack else None
            kind, joined = _kinds(title or _announcement(text, paragraph, parent), kinds, pack)
            drafts.append(
                {
                    "number": paragraph.number.text,
                    "title": title,
                    "level": len(stack) + 1,
                    "kind": kind,
                    "joined": joined,
                    "parent": parent,
                    "start": paragraph.start,
                    "end": len(text),
                }
            )
            stack.append(_Open(len(drafts) - 1, style, paragraph.number.text.strip("、.")))
        owners.append(stack[-1].index if stack else -1)
    clauses = [ClauseNode(index=i, **draft) for i, draft in enumerate(drafts)]  # type: ignore[arg-type]
    return clauses, owners


def _begins_clauses(text: str, paragraphs: list[Paragraph], paragraph: Paragraph, stack: list[_Open]) -> bool:
    """Tell whether the clauses begin with 一、 behind recitals numbered 1. 2. 3., and are no parts of the last one."""
    if paragraph.number is None or paragraph.number.text != "一、" or [each.style for each in stack] != ["arabic"]:
        return False
    above = next(each for each in reversed(paragraphs[: paragraph.index]) if each.number is not None)
    return text[above.end - 1] in "。;"


def _close(drafts: list[dict[str, object]], stack: list[_Open], depth: int, end: int) -> None:
    while len(stack) > depth:
        drafts[stack.pop().index]["end"] = end


def _title(text: str, paragraph: Paragraph) -> str | None:
    """Return the heading of a numbered paragraph: its short words up to the first stop, or None."""
    body = text[paragraph.body_start : min(paragraph.end, paragraph.body_start + _LONGEST_TITLE + 1)].lstrip(" 、.:")
    stop = _TITLE_END.search(body)
    if stop is not None and stop[0] == ",":
        return None
    title = body[: stop.start()] if stop else body
    return title.strip() if 0 < len(title) <= _LONGEST_TITLE else None


def _announcement(text: str, paragraph: Paragraph, parent: int | None) -> str:
    """Return the sentence that heads a clause without a title: 「双方按以下约定承担违约责任：」."""
    body = text[paragraph.body_start : min(paragraph.end, paragraph.body_start + 60)]
    return body if body.endswith(":") else body[:24] if parent is None else ""


def _kind(title: str, kinds: list[tuple[str, str]]) -> str:
    """Return the first kind of which a word stands in `title`."""
    return next((kind for word, kind in kinds if word in title), "other") if title else "other"


def _kinds(title: str, kinds: list[tuple[str, str]], pack: RulePack) -> tuple[str, str | None]:
    """Return the kind of a heading, and the kind that it joins to that: period and breach of 合同期限及违约责任."""
    kind = _kind(title, kinds)
    joint = pack.pattern("structure.joint_heading").fullmatch(title) if kind == "breach" else None
    terms = _kind(joint["terms"], kinds) if joint is not None else None
    return (terms, kind) if terms in pack.words("structure.joint_terms") else (kind, None)
