"""What a field extractor sees of one contract, and how it turns a place in the flow into evidence."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from typing import TypeVar

import regex

from extract.document import Document
from extract.fields.price.forms import standard_form, uppercase_problems
from extract.fields.trace import Candidate, Trace
from extract.model import DateField, DecimalField, Duration, IntegerField, Money, Span, TextField
from extract.nlp import mentions as found
from extract.nlp.figures import LOOKALIKE
from extract.nlp.mentions import Mentions, Region
from extract.rulepack import RulePack
from extract.structure.flow import Flow
from extract.structure.labels import Labels
from extract.structure.outline import Outline
from extract.structure.tables import TextTable
from extract.width import fold_width

AnyMention = TypeVar("AnyMention", bound=found.Mention)
MISREAD = 0.5
"""How sure a value is of which a scan took digits for letters and nothing beside it says the same."""
_LONGEST_SENTENCE = 200
_LAYOUT = re.compile(r"(?<![A-Za-z\d.,&]) | (?![A-Za-z\d&])")
"""A space that parts no two Latin words."""
_SENTENCE_END = re.compile(r"[。;\n]")
_START = attrgetter("start")


@dataclass(frozen=True, slots=True, eq=False)
class Context:
    """One contract after the structure and mention stages. All offsets in it are flow offsets.

    No two are equal, so that what several parts of the record ask of one contract can be cached.
    """

    document: Document
    flow: Flow
    outline: Outline
    labels: Labels
    tables: tuple[TextTable, ...]
    mentions: Mentions
    pack: RulePack
    trace: Trace
    text: str = field(init=False, repr=False)
    """The flow's text, in which all matching happens."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.flow.text)

    # -- evidence ---------------------------------------------------------------------------------------

    def span(self, start: int, end: int) -> Span:
        """Return the evidence span of the flow's [start, end), white space at its ends left out."""
        text = self.flow.text
        while start < end - 1 and text[start].isspace():
            start += 1
        while end > start + 1 and text[end - 1].isspace():
            end -= 1
        first, last = self.flow.document_span(start, end)
        box = self.document.box_of(first, last)
        return Span(start=first, end=last, page=self.document.page_at(first), bbox=box)

    def quote(self, span: Span) -> str:
        """Return the document text of `span`, exactly as written."""
        return self.document.text[span.start : span.end]

    def as_written(self, start: int, end: int) -> str:
        """Return a name at the flow's [start, end) as it is written, at half width, one space between Latin words.

        Where the layout or a misread word stands between, the flow's own words.
        """
        words = self.flow.words(start, end).replace(" ", "")
        printed = fold_width(self.quote(self.span(start, end)))
        if self.pack.simplified("".join(printed.split())) != words:
            return words
        return _LAYOUT.sub("", " ".join(printed.split()))

    def text_field(
        self,
        start: int,
        end: int,
        rule: str,
        *,
        value: str | None = None,
        confidence: float = 1.0,
        derived: bool = False,
    ) -> TextField:
        """Return the flow's [start, end) as a text value; `value` replaces the words when they had to be cleaned."""
        span = self.span(start, end)
        words = value if value is not None else clean(self.flow.words(start, end))
        return TextField(
            value=words,
            text=self.quote(span),
            spans=(span,),
            rule=rule,
            confidence=confidence,
            derived=derived,
        )

    def decimal_field(self, value: Decimal, start: int, end: int, rule: str, *, derived: bool = False) -> DecimalField:
        """Return a number read at (or, `derived`, computed from) the flow's [start, end)."""
        span = self.span(start, end)
        return DecimalField(value=value, text=self.quote(span), spans=(span,), rule=rule, derived=derived)

    def integer_field(self, value: int, start: int, end: int, rule: str) -> IntegerField:
        """Return a whole number read at the flow's [start, end)."""
        span = self.span(start, end)
        return IntegerField(value=value, text=self.quote(span), spans=(span,), rule=rule)

    def date_field(self, value: str, start: int, end: int, rule: str, *, derived: bool = False) -> DateField:
        """Return an ISO date read at (or, `derived`, computed from) the flow's [start, end)."""
        span = self.span(start, end)
        return DateField(value=value, text=self.quote(span), spans=(span,), rule=rule, derived=derived)

    def duration(self, mention: found.Duration, rule: str, *, after: str | None = None) -> Duration:
        """Return a duration mention as evidence."""
        span = self.span(mention.start, mention.end)
        return Duration(
            value=mention.value,
            unit=mention.unit,
            after=after,
            text=self.quote(span),
            spans=(span,),
            rule=rule,
        )

    def money(self, mention: found.Money, rule: str) -> Money:
        """Return a money mention as evidence, its digits and uppercase as fields of their own."""
        span = self.span(mention.start, mention.end)
        return Money(
            value=mention.value,
            currency=mention.currency,
            unit=mention.unit,
            text=self.quote(span),
            spans=(span,),
            rule=rule,
            confidence=MISREAD if LOOKALIKE in mention.problems and not mention.agree else 1.0,
            digits=self.text_field(*mention.digits, rule) if mention.digits else None,
            uppercase=self.text_field(*mention.uppercase, rule) if mention.uppercase else None,
            digits_value=mention.digits_value,
            uppercase_value=mention.uppercase_value,
            agree=mention.agree,
            problems=(*mention.problems, *uppercase_problems(self.text, mention)),
            standard_uppercase=standard_form(mention),
        )

    # -- places -----------------------------------------------------------------------------------------

    def sentence(self, offset: int) -> tuple[int, int]:
        """Return the region of the sentence around `offset`: up to 。 ； or the paragraph's end."""
        start = max(self.flow.text.rfind(mark, 0, offset) for mark in "。;\n") + 1
        stop = _SENTENCE_END.search(self.flow.text, offset)
        return start, stop.start() if stop else len(self.flow.text)

    def ticked(self, start: int, end: int) -> bool | None:
        """Tell whether the last box of an option in [start, end) is ticked (☑长期 □5年); None where there is none."""
        boxes = list(self.pack.pattern("payments.box").finditer(self.text, start, end))
        return boxes[-1]["ticked"] is not None if boxes else None

    def earlier_contract(self, offset: int) -> regex.Match[str] | None:
        """Return where the sentence before `offset` names a contract made before this one, None where it does not."""
        stop = max(self.flow.text.rfind(mark, 0, offset) for mark in "。;") + 1  # a label may have broken the line
        start = max(stop, offset - _LONGEST_SENTENCE)
        return self.pack.pattern("references.earlier_contract").search(self.text, start, offset)

    def in_contract(self, offset: int) -> bool:
        """Tell whether `offset` stands in the contract itself, not in an annex."""
        return not self.outline.section_at(offset).kind.startswith("annex")

    # -- choices ----------------------------------------------------------------------------------------

    def consider(
        self, field: str, region: Region, rule: str, reason: str, *, value: str = "", score: float = 1, won: bool = True
    ) -> None:
        """Remember one candidate of `field` for `kanhe explain`; its value is the words of `region`, or `value`."""
        start, end = region
        first, last = self.flow.document_span(start, end) if end > start else (0, 0)
        words = value or self.text[start:end]
        self.trace.candidates.append(Candidate(field, words, first, last, rule, score, won, reason))


def clean(text: str) -> str:
    """Return `text` without line breaks, tabs and the spaces at its ends."""
    return text.replace("\n", "").replace("\t", "").strip()


def between(mentions: Sequence[AnyMention], start: int, end: int) -> list[AnyMention]:
    """Return the mentions that lie in [start, end); `mentions` must be in order of start."""
    position = bisect_left(mentions, start, key=_START)
    inside = []
    while position < len(mentions) and mentions[position].start < end:
        if mentions[position].end <= end:
            inside.append(mentions[position])
        position += 1
    return inside
