"""The passages in which penalties may stand: paragraphs of clauses, and cells of tables about breaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extract.fields.context import Context
from extract.fields.penalties.rows import ColumnUse, TableRow, sanction_cells, table_rows
from extract.nlp.mentions import Region
from extract.structure.outline import Paragraph

_LONGEST_HEADING = 40
_FARTHEST_LEAD = 12


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph or table cell, with what surrounds it: there a missing subject or breach is looked for."""

    region: Region
    paragraph: int
    surroundings: tuple[Region, ...]
    announced: bool
    """A heading, lead-in or the table itself speaks of sanctions."""
    cell: bool = False
    heading: Region | None = None
    column: ColumnUse | None = None


def passages(context: Context) -> Iterator[Passage]:
    """Yield the passages that hold a number and something that may make it a sanction, in order."""
    text, outline = context.text, context.outline
    telling = [
        context.pack.pattern(f"penalties.{name}") for name in ("sanction", "late_interest", "repays", "paid_each_time")
    ]
    rows = table_rows(context)
    recitals = _recitals(context)
    for paragraph in _numbered_paragraphs(context, rows):
        if recitals[0] <= paragraph.start < recitals[1]:
            continue
        if paragraph.index in rows and "\t" in text[paragraph.start : paragraph.end]:
            for cell in sanction_cells(context, rows[paragraph.index]):
                around = (*cell.around, *_annex_title(context, paragraph))
                yield Passage(cell.region, paragraph.index, around, cell.announced, True, cell.heading, cell.use)
            continue
        region = (paragraph.start, paragraph.end)
        leads = _leads(context, paragraph)
        labelled = outline.is_about(paragraph.start, "breach") or _is_labelled(context, paragraph)
        announced = labelled or _announced(context, leads)
        if announced or any(pattern.search(text, *region) for pattern in telling):
            yield Passage(region, paragraph.index, leads, announced)


def _recitals(context: Context) -> Region:
    """Return where the recitals stand, from the line 鉴于: to the words of agreement; an empty region without them."""
    text, recital = context.text, context.pack.pattern("penalties.recital")
    for paragraph in context.outline.paragraphs:
        if recital.fullmatch(text, paragraph.start, paragraph.end) is not None:
            agreed = context.pack.pattern("penalties.agreement").search(text, paragraph.end)
            return paragraph.start, agreed.start() if agreed is not None else paragraph.start
    return 0, 0


def _numbered_paragraphs(context: Context, rows: Mapping[int, TableRow]) -> list[Paragraph]:
    """Return the paragraphs that hold a rate, an amount or a multiple, in order.

    Rows of a table with a column of sanctions are among them: their figures may have no 元 of their own.
    """
    offsets = [mention.start for mention in context.mentions.rates]
    offsets += [mention.start for mention in context.mentions.money]
    offsets += [match.start() for match in context.pack.pattern("penalties.fees").finditer(context.text)]
    position = context.text.find("倍")
    while position >= 0:
        offsets.append(position)
        position = context.text.find("倍", position + 1)
    found = {context.outline.paragraph_at(offset).index for offset in offsets}
    column = context.pack.pattern("penalties.sanction_column")
    for index, row in rows.items():
        if row.headed and len(row.cells) > 1 and column.search(context.text, *row.head_region):
            found.add(index)
    return [context.outline.paragraphs[index] for index in sorted(found)]


def _leads(context: Context, paragraph: Paragraph) -> tuple[Region, ...]:
    """Return the lead-ins above a paragraph, nearest first: colon lines, clause headings, annex title."""
    text, outline = context.text, context.outline
    leads: list[Region] = []
    clauses = outline.ancestry(paragraph.start)
    floor = clauses[-1].start if clauses else paragraph.start
    for above in reversed(outline.paragraphs[max(paragraph.index - _FARTHEST_LEAD, 0) : paragraph.index]):
        if above.start < floor:
            break
        if above.number is None and text[above.end - 1 : above.end] == ":":
            leads.append((above.start, above.end))
            break
    for clause in clauses:
        opening = outline.paragraph_at(clause.start)
        short = opening.end - opening.start <= _LONGEST_HEADING
        if opening.index != paragraph.index and (short or text[opening.end - 1] == ":"):
            leads.append((opening.body_start, opening.end))
    leads.extend(_annex_title(context, paragraph))
    return tuple(lead for lead in leads if lead[1] > lead[0])


def _is_labelled(context: Context, paragraph: Paragraph) -> bool:
    """Tell whether a line without a number says itself that it is about breach: 违约:乙方迟交,每周按合同金额1%计."""
    label = context.pack.pattern("penalties.line_label").match(context.text, paragraph.start, paragraph.end)
    return label is not None and paragraph.number is None


def _annex_title(context: Context, paragraph: Paragraph) -> tuple[Region, ...]:
    """Return the title of the annex around a paragraph: what is broken there is 本协议, 本承诺."""
    section = context.outline.section_at(paragraph.start)
    if not section.kind.startswith("annex") or section.annex is None:
        return ()
    titles = [other.title for other in context.outline.sections if other.annex == section.annex and other.title]
    return tuple(titles[:1])


def _announced(context: Context, leads: Sequence[Region]) -> bool:
    pattern = context.pack.pattern("penalties.announced")
    return any(pattern.search(context.text, *lead) for lead in leads)
