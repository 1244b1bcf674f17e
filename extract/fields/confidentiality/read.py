"""Confidentiality: whether it is agreed, who is bound, for how long, of what, and the annex about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.fields.confidentiality.obligors import is_duty, read_obligors
from extract.fields.confidentiality.term import read_term
from extract.fields.context import Context, between
from extract.fields.passages import sentences
from extract.fields.roles import read_roles
from extract.model import (
    Confidentiality,
    ConfidentialityAnnex,
    DateField,
    IntegerField,
    Party,
    Penalty,
    TextField,
)
from extract.nlp.mentions import Date, Region
from extract.nlp.numerals import NumeralError, read_integer
from extract.structure.sections import Section

_SUBJECT = "confidentiality.subject"
_SCOPE = "confidentiality.scope"
_EXCEPTION = "confidentiality.exception"
_LONGEST_LIST = 12
_CLOSING_PARAGRAPHS = 12
_SHORTEST_CLAUSE = 18
_LONGEST_ITEM = 300


@dataclass(frozen=True, slots=True)
class Zone:
    """The passages about confidentiality: in the contract itself, and in annexes."""

    own: tuple[Region, ...]
    annexed: tuple[Region, ...]
    annex: Section | None


def read_confidentiality(
    context: Context, penalties: tuple[Penalty, ...], parties: tuple[Party, ...] = ()
) -> Confidentiality:
    """Return what the contract and its annexes agree on confidentiality.

    Obligors are those of contract and annexes together; of two different terms the contract's own wins.
    """
    zone = _zone(context)
    roles = read_roles(parties, context.pack, context.flow.short_names, context.text)
    everything = (*zone.own, *zone.annexed)
    if not everything:
        return Confidentiality()
    bound = read_obligors(context, everything, roles)
    regions = zone.own + zone.annexed
    for region in regions[:1]:
        context.consider("confidentiality", region, _SUBJECT, "约定了保密义务", value="present")
    return Confidentiality(
        present=True,
        obligors=tuple(role for role in ("buyer", "supplier") if role in bound),
        term=read_term(context, zone.own, zone.annexed),
        scope=tuple(_statements(context, regions, _SCOPE)),
        exceptions=tuple(_statements(context, regions, _EXCEPTION)),
        penalties=tuple(index for index, penalty in enumerate(penalties) if penalty.breach == "confidentiality"),
        annex=_annex(context, zone.annex) if zone.annex is not None else None,
        spans=tuple(context.span(*region) for region in regions[:8]),
    )


# -- where ----------------------------------------------------------------------------------------------


def _zone(context: Context) -> Zone:
    """Return the passages: clauses and annexes about confidentiality whole, elsewhere single sentences."""
    text, outline, pack = context.text, context.outline, context.pack
    title = pack.pattern("confidentiality.after_title")
    annex = next(
        (s for s in outline.sections if s.kind == "annex" and s.title is not None and title.search(text, *s.title)),
        None,
    )
    own: list[Region] = []
    annexed: list[Region] = []
    for clause in outline.of_kind("confidentiality"):
        region = (clause.start, min(clause.end, outline.section_at(clause.start).end, len(text)))
        if context.in_contract(clause.start) and region[1] - region[0] > _SHORTEST_CLAUSE:
            own.append(region)
    if annex is not None:
        annexed.append((annex.start, min(annex.end, len(text))))
    for sentence in _duties(context):
        if not any(start <= sentence[0] < end for start, end in (*own, *annexed)):
            (own if context.in_contract(sentence[0]) else annexed).append(sentence)
    return Zone(tuple(sorted(own)), tuple(sorted(annexed)), annex)


def _duties(context: Context) -> Iterator[Region]:
    """Yield the sentences anywhere that lay down a duty of confidentiality."""
    reached = -1
    for match in context.pack.pattern(_SUBJECT).finditer(context.text):
        if match.start() < reached:
            continue
        region = context.sentence(match.start())
        reached = region[1]
        going_on = context.pack.pattern("confidentiality.goes_on").match(context.text, region[1])
        region = (region[0], going_on.end()) if going_on is not None else region
        words = context.pack.pattern("confidentiality.titles").sub("", context.text[slice(*region)])
        if context.pack.pattern(_SUBJECT).search(words) and is_duty(context, region):
            yield region


# -- what -----------------------------------------------------------------------------------------------


def _statements(context: Context, regions: Sequence[Region], rule: str) -> Iterator[TextField]:
    """Yield the sentences that `rule` finds, each with the list that it opens."""
    text, outline = context.text, context.outline
    pattern = context.pack.pattern(rule)
    for start, end in regions:
        for paragraph in outline.paragraphs_in(start, end) or (outline.paragraph_at(start),):
            for sentence in sentences(text, max(paragraph.body_start, start), min(paragraph.end, end)):
                if pattern.search(text, *sentence) is None or sentence[1] - sentence[0] > _LONGEST_ITEM:
                    continue
                if (
                    rule == _SCOPE
                    and context.pack.pattern(_EXCEPTION).search(text, *sentence)
                    and text[sentence[1] - 1] == ":"
                ):
                    continue
                yield context.text_field(*_trimmed(text, sentence), rule)
                if text[sentence[1] - 1] == ":" and sentence[1] == paragraph.end:
                    for item in _items(context, paragraph.index, end):
                        yield context.text_field(*item, rule)


def _trimmed(text: str, region: Region) -> Region:
    start, end = region
    while end - start > 1 and text[end - 1] in ":, ":
        end -= 1
    return start, end


def _items(context: Context, index: int, end: int) -> Iterator[Region]:
    """Yield the numbered paragraphs of one style that follow paragraph `index`: the items of its list."""
    paragraphs = context.outline.paragraphs
    opening = paragraphs[index].number
    style: str | None = None
    for paragraph in paragraphs[index + 1 : index + 1 + _LONGEST_LIST]:
        number = paragraph.number
        if number is None or paragraph.start >= end or (opening is not None and number.style == opening.style):
            return
        style = style or number.style
        if number.style != style:
            return
        if paragraph.end - paragraph.body_start <= _LONGEST_ITEM and paragraph.end > paragraph.body_start:
            yield _trimmed(context.text, (paragraph.body_start, paragraph.end))


# -- annex ----------------------------------------------------------------------------------------------


def _annex(context: Context, section: Section) -> ConfidentialityAnnex:
    """Return title, signing date and copies of a separate confidentiality agreement."""
    title = context.text_field(*section.title, "confidentiality.after_title") if section.title is not None else None
    parts = [s for s in context.outline.sections if s.annex == section.annex]
    region = (section.start, min(section.end, len(context.text)))
    return ConfidentialityAnnex(
        title=title,
        signed_on=_signed_on(context, parts),
        copies=_annex_copies(context, parts),
        term=read_term(context, (region,), ()),
        span=context.span(parts[0].start, min(parts[-1].end, len(context.text))),
    )


def _signed_on(context: Context, parts: Sequence[Section]) -> DateField | None:
    """Return the latest date on the annex's signature page, else its labelled signing date."""
    rule = "confidentiality.annex_signed_on"
    dates = [
        date
        for part in parts
        if part.kind == "annex_signature"
        for date in between(context.mentions.dates, part.start, part.end)
        if date.possible and not date.whole_year
    ]
    if not dates:
        labels = [
            value
            for value in context.labels.of("signed_on")
            if not value.blank and any(part.start <= value.label_start < part.end for part in parts)
        ]
        dates = [date for value in labels for date in between(context.mentions.dates, value.start, value.end + 1)]
    if not dates:
        dates = _closing_dates(context, parts[-1])
    if not dates:
        return None
    latest = max(dates, key=lambda date: date.value)
    return context.date_field(latest.value, latest.start, latest.end, rule)


def _closing_dates(context: Context, part: Section) -> list[Date]:
    """Return the dates that stand alone on a line at the end of an annex: an unmarked signature page."""
    found = []
    for paragraph in context.outline.paragraphs_in(part.start, part.end)[-_CLOSING_PARAGRAPHS:]:
        for date in between(context.mentions.dates, paragraph.start, paragraph.end):
            if date.possible and paragraph.end - paragraph.start <= date.end - date.start + 6:
                found.append(date)
    return found


def _annex_copies(context: Context, parts: Sequence[Section]) -> IntegerField | None:
    """Return how many copies the annex says that it has; 正本 and 副本 together."""
    pattern = context.pack.pattern("copies.total")
    for part in parts:
        for match in pattern.finditer(context.text, part.start, part.end):
            try:
                count = read_integer(match["count"])
            except NumeralError:
                continue
            return context.integer_field(count, match.start("count"), match.end("count"), "copies.total")
    return None
