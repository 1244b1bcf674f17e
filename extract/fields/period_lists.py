"""Lists of warranty periods: one paragraph per part, or the parts side by side in one line."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from extract.fields.context import Context, between
from extract.fields.period_cues import anchor_of
from extract.fields.timespan import Cue, Draft
from extract.nlp import mentions as found
from extract.nlp.mentions import Region

LONGEST_LIST = 10
_FEWEST_ENTRIES = 2
_UNITS = ("day", "month", "year")


def listed(context: Context, cue: Cue, taken: Collection[int]) -> Iterator[Draft]:
    """Yield the entries of a list of warranty periods: 质量保修期如下，自竣工验收合格之日起计算：1.屋面防水为5年；…"""
    head = context.outline.paragraph_at(cue.start)
    if cue.kind != "warranty" or context.text[head.end - 1] != ":":
        return
    anchor = context.pack.pattern("periods.anchor_behind").search(context.text, cue.end, head.end)
    deadline = context.pack.pattern("periods.deadline")
    for paragraph in context.outline.paragraphs[head.index + 1 : head.index + 1 + LONGEST_LIST]:
        lengths = between(context.mentions.durations, paragraph.start, min(paragraph.end, paragraph.start + 60))
        if (
            paragraph.number is None
            or not lengths
            or lengths[0].start in taken
            or lengths[0].unit not in _UNITS
            or deadline.match(context.text, lengths[0].end)
        ):
            return
        entry = Cue(cue.kind, cue.word, paragraph.body_start, paragraph.body_start)
        yield Draft(
            entry,
            duration=lengths[0],
            anchor=anchor.span("event") if anchor else None,
            last=lengths[0].end,
            listed=True,
        )


def side_by_side(context: Context, cue: Cue, taken: Collection[int]) -> list[Draft]:
    """Return the entries of a list of warranty periods in one line: 保修期:屋面防水5年,装修2年,自竣工验收合格之日起.

    An entry may have an event of its own; one without has that of the entry before it, else that of all, which may
    stand before them, too: 保修期自竣工验收合格之日起计算:屋面防水5年,装修2年.
    """
    opened = context.pack.pattern("periods.anchor_opens").match(context.text, cue.end)
    if cue.kind != "warranty" or (opened is None and context.text[cue.end : cue.end + 1] not in (":", "为", ",")):
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
