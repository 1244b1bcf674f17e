"""Lengths of time that no noun before them announces: 乙方提供2年免费维护, 前三个月为试用期."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from extract.fields.context import Context
from extract.fields.periods.cues import anchor_of
from extract.fields.timespan import Cue, Draft

_REACH = 46
"""Who gives the free years, or since when, stands at most so many characters before them."""
_BEFORE = 4
"""前, 首, 最初的: right before the first part of a term."""


def given_free(context: Context, taken: Collection[int]) -> Iterator[Draft]:
    """Yield the years for which upkeep is free, where nothing is called a warranty: 验收之日起,乙方提供2年免费维护."""
    gives, free = context.pack.pattern("periods.gives"), context.pack.pattern("periods.free_upkeep")
    for length in context.mentions.durations:
        behind = free.match(context.text, length.end)
        before = gives.search(context.text, max(0, length.start - _REACH), length.start)
        if length.unit not in ("year", "month") or length.start in taken or not (behind and before):
            continue
        sentence = max(context.sentence(length.start)[0], context.outline.paragraph_at(length.start).body_start)
        since = context.pack.pattern("periods.since").search(context.text, sentence, length.start)
        anchor = since.span("event") if since else anchor_of(context, Cue("warranty", "", sentence, sentence), length)
        cue = Cue("warranty", behind[0], length.start, behind.end())
        yield Draft(cue, duration=length, anchor=anchor, last=behind.end())


def tried_first(context: Context, taken: Collection[int]) -> Iterator[Draft]:
    """Yield the first part of a term in which the work is on trial: 服务期一年,前三个月为试用期."""
    first, tried = context.pack.pattern("periods.at_first"), context.pack.pattern("periods.tried")
    for length in context.mentions.durations:
        behind = tried.match(context.text, length.end)
        if behind and length.start not in taken and first.search(context.text, length.start - _BEFORE, length.start):
            yield Draft(Cue("trial", behind[0], length.start, behind.end()), duration=length, last=behind.end())


def tried_for(context: Context, taken: Collection[int]) -> Iterator[Draft]:
    """Yield the trials whose length stands before their name: 初验通过后进入为期三个月的试运行."""
    for length in context.mentions.durations:
        named_behind = context.pack.pattern("periods.trial_behind").match(context.text, length.end)
        if named_behind is not None and length.unit != "hour" and length.start not in taken:
            cue = Cue("trial", named_behind[0], length.start, named_behind.end())
            if context.in_contract(cue.start):
                yield Draft(cue, duration=length, last=named_behind.end())
