"""Lists of periods: warranties, one paragraph per part or side by side in one line; deliveries in a column."""

from __future__ import annotations

from collections.abc import Collection

from extract.fields.context import Context, between
from extract.fields.periods.cues import anchor_of
from extract.fields.timespan import Cue, Draft
from extract.nlp import mentions as found
from extract.nlp.mentions import Region
from extract.structure.outline import Paragraph

LONGEST_LIST = 10
_FEWEST_ENTRIES = 2
_UNITS = ("day", "month", "year")
_LONGEST_CELL = 16
"""Characters of a cell that holds the last day of a delivery and no more."""


def listed(context: Context, cue: Cue, taken: Collection[int]) -> list[Draft]:
    """Return the entries of a list of warranty periods: 质量保修期如下，自竣工验收合格之日起计算：1.屋面防水为5年；….

    It stands below a line that ends with a colon, or below the name of the period alone (保修期限).
    """
    head = context.outline.paragraph_at(cue.start)
    if cue.kind != "warranty" or not (context.text[head.end - 1] == ":" or head.end == cue.end):
        return []
    anchor = context.pack.pattern("periods.anchor_behind").search(context.text, cue.end, head.end)
    entries: list[Draft] = []
    for paragraph in context.outline.paragraphs[head.index + 1 : head.index + 1 + LONGEST_LIST]:
        length = _length_of_entry(context, paragraph)
        if length is None or length.start in taken:
            break
        entry = Cue(cue.kind, cue.word, paragraph.body_start, paragraph.body_start)
        event = anchor.span("event") if anchor else anchor_of(context, entry, length)
        entries.append(Draft(entry, duration=length, anchor=event, last=length.end, listed=True))
    return entries if len(entries) >= _FEWEST_ENTRIES else []


def _length_of_entry(context: Context, paragraph: Paragraph) -> found.Duration | None:
    """Return how long the warranty of the part is that a numbered paragraph names, or None where it names none.

    质保期内每3个月巡检一次 names another period, 2日内修复 what is done within so long.
    """
    text, pack = context.text, context.pack
    length = next(iter(between(context.mentions.durations, paragraph.body_start, paragraph.end)), None)
    if paragraph.number is None or length is None or length.unit not in _UNITS:
        return None
    named = pack.pattern("periods.next_entry").fullmatch(text, paragraph.body_start, length.start)
    if named is None or pack.alternation("periods.kinds").search(text, paragraph.body_start, length.start):
        return None
    return None if pack.pattern("periods.deadline").match(text, length.end) else length


def side_by_side(context: Context, cue: Cue, taken: Collection[int]) -> list[Draft]:
    """Return the entries of a list of warranty periods in one line: 保修期:屋面防水5年,装修2年,自竣工验收合格之日起.

    An entry may have an event of its own; one without has that of the entry before it, else that of all, which may
    stand before them, too: 保修期自竣工验收合格之日起计算:屋面防水5年,装修2年.
    """
    opened = context.pack.pattern("periods.anchor_opens").match(context.text, cue.end)
    if cue.kind != "warranty" or (opened is None and context.text[cue.end : cue.end + 1] not in (":", "为", ",", "\t")):
        return []
    text, paragraph = context.text, context.outline.paragraph_at(cue.start)
    entries: list[tuple[found.Duration, Region | None]] = []
    event: Region | None = opened.span("event") if opened else None
    start = opened.end() if opened else cue.end
    for length in between(context.mentions.durations, cue.end, paragraph.end):
        named = context.pack.pattern("periods.next_entry").fullmatch(text, start, length.start)
        if length.unit not in _UNITS or named is None:
            break
        event = named.span("event") if named["event"] else event
        entries.append((length, event))
        start = length.end
    if len(entries) < _FEWEST_ENTRIES or entries[0][0].start in taken:
        return []
    anchor = context.pack.pattern("periods.anchor_behind").match(text, start, paragraph.end)
    common = anchor.span("event") if anchor else None if event else anchor_of(context, cue, entries[0][0])
    return [
        Draft(
            Cue(cue.kind, cue.word, cue.start if index == 0 else entries[index - 1][0].end + 1, length.start),
            duration=length,
            anchor=own or common,
            last=length.end,
            listed=True,
        )
        for index, (length, own) in enumerate(entries)
    ]


def in_column(context: Context, cue: Cue, taken: Collection[int]) -> list[Draft]:
    """Return the last days of deliveries in parts, told below the head of a column: 批次 | 交货时间, 首批 | 8月25日前.

    A column in which a cell holds anything else is none; a day that several rows share is told once.
    """
    if cue.kind != "delivery":
        return []
    drafts: dict[str, Draft] = {}
    for start, end in _cells_below(context, cue):
        day = next(iter(between(context.mentions.dates, start, end)), None)
        if day is None or day.whole_year or day.start in taken or end - start > _LONGEST_CELL:
            return []
        entry = Cue(cue.kind, cue.word, start, start)
        drafts.setdefault(day.value, Draft(entry, end=day, last=end, listed=True))
    return list(drafts.values())


def _cells_below(context: Context, cue: Cue) -> list[Region]:
    """Return the filled cells below the one that holds a cue alone, none where it heads no column."""
    table = next((table for table in context.tables if table.start <= cue.start < table.end), None)
    cells = [cell for row in table.rows for cell in row] if table is not None else []
    head = next((cell for cell in cells if (cell.start, cell.end) == (cue.start, cue.end)), None)
    if head is None or head.column == 0:  # 交货时间 | 2025年8月18日前: the head of a row
        return []
    below = [(cell.start, cell.end) for cell in cells if cell.column == head.column and cell.row > head.row]
    return [region for region in below if region[1] > region[0]]
