"""The passages in which penalties may stand: paragraphs of clauses, and cells of tables about breaches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.fields.context import Context
from extract.fields.passages import Region
from extract.fields.penalty_rows import ColumnUse, row_cells
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
    sanction = context.pack.pattern("penalties.sanction")
    for paragraph in _numbered_paragraphs(context):
        region = (paragraph.start, paragraph.end)
        if "\t" in text[paragraph.start : paragraph.end]:
            for cell in row_cells(context, paragraph):
                yield Passage(
                    cell.region, paragraph.index, cell.around, cell.announced, True, cell.heading, cell.use
                )
            continue
        leads = _leads(context, paragraph)
        announced = _announced(context, leads) or "breach" in outline.kinds_at(paragraph.start)
        if announced or sanction.search(text, *region):
            yield Passage(region, paragraph.index, leads, announced)


def _numbered_paragraphs(context: Context) -> list[Paragraph]:
    """Return the paragraphs that hold a rate, an amount or a multiple, in order."""
    offsets = [mention.start for mention in context.mentions.rates]
    offsets += [mention.start for mention in context.mentions.money]
    position = context.text.find("倍")
    while position >= 0:
        offsets.append(position)
        position = context.text.find("倍", position + 1)
    found = {paragraph.index: paragraph for paragraph in map(context.outline.paragraph_at, offsets)}
    for row in _sanction_rows(context):
        found.setdefault(row.index, row)
    return [found[index] for index in sorted(found)]


def _sanction_rows(context: Context) -> Iterator[Paragraph]:
    """Yield the rows of tables with a column of sanctions: their figures may have no 元 of their own."""
    column = context.pack.pattern("penalties.sanction_column")
    for table in context.tables:
        head = table.rows[0]
        if len(table.rows) > 1 and column.search(context.text, head[0].start, head[-1].end):
            for row in table.rows[1:]:
                if len(row) > 1:
                    yield context.outline.paragraph_at(row[0].start)


def _leads(context: Context, paragraph: Paragraph) -> tuple[Region, ...]:
    """Return the lead-ins above a paragraph, nearest first: lines that end in a colon, clause headings."""
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
    return tuple(lead for lead in leads if lead[1] > lead[0])


def _announced(context: Context, leads: Sequence[Region]) -> bool:
    pattern = context.pack.pattern("penalties.announced")
    return any(pattern.search(context.text, *lead) for lead in leads)
