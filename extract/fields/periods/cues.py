"""The words that announce a period, where they stand, and the event that a length of time is counted from."""

from __future__ import annotations

import re

import regex

from extract.fields.context import Context, between
from extract.fields.timespan import Cue
from extract.nlp import mentions as found
from extract.structure.sections import Section

_ANCHOR_REACH, _BEHIND_REACH = 44, 88
_OUTRIGHT = 24
"""Characters behind the name of a period in which a bracket tells how long it is."""
_LEAD = re.compile(r"应在|应于|须在|应当在|应当于|自|从|由|(?<=[方人])在|(?<=[方人])于|^[为是于在(]")
"""What leads to an event and is no part of it: 乙方应在, 自."""
_AFTER = re.compile(r"(?:之日|之?后(?!续|期|台|勤)|清点|验收|检验|查验|开箱)")
_OF_OTHERS = frozenset("方人商金")
"""供货方 supplies, it is no supply; 质保金 is kept for a warranty, it is none."""
_OF_ANOTHER_PAPER = regex.compile(r"(?![同议书约的其本])\p{Han}有效期|\t有效期[至到]")
"""有效期 of something else than the contract: behind its name, or in a cell of a table of things."""
_INCLUDED = regex.compile(r"期限?\((?:其中)?(?:含|包括|包含|不含)\p{Han}{0,6}\Z")
_BEFORE_INCLUDED = 14
"""A period in brackets behind another one, which it is part of, and what may stand before it."""
_ONCE_PAID = ("delivery", "construction", "development")
"""What is begun when money has come."""
_MAY_BE_EVENTS = ("acceptance", "trial")


def cues_of(context: Context, table: str) -> list[Cue]:
    """Return the cue words of a table where they stand in the contract's own text."""
    kinds = context.pack.groups(table)
    event = context.pack.pattern("periods.of_event")
    cues = []
    for match in context.pack.alternation(table).finditer(context.text):
        kind = kinds[match[0]]
        if context.text[match.end() : match.end() + 1] in _OF_OTHERS:
            continue
        if match[0].startswith("有效期") and _OF_ANOTHER_PAPER.match(context.text, max(0, match.start() - 1)):
            continue  # 灭火器 … 38具 有效期至2027年3月, 资质证书有效期
        if _INCLUDED.search(context.text, max(0, match.start() - _BEFORE_INCLUDED), match.start()):
            continue  # 缺陷责任期(含养护期)24个月
        if kind == "delivery" and _AFTER.match(context.text, match.end()):
            continue  # 乙方提交成果后20日内, 5日内组织到货清点: something else runs
        may_be_event = kind in _MAY_BE_EVENTS or match[0] in context.pack.words("periods.date_only")
        if may_be_event and event.match(context.text, match.end()):
            continue  # 质保期为最终验收通过之日起24个月, 缺陷责任期自实际竣工日期起1年
        if _counts(context, kind, match):
            cues.append(Cue(kind, match[0], match.start(), match.end()))
    return cues


def pattern_cues(context: Context, name: str, kind: str) -> list[Cue]:
    """Return the matches of a pattern as cues of `kind` where they stand in the contract's own text."""
    matches = context.pack.pattern(name).finditer(context.text)
    return [Cue(kind, m[0], m.start(), m.end()) for m in matches if _counts(context, kind, m)]


def _counts(context: Context, kind: str, match: re.Match[str] | regex.Match[str]) -> bool:
    """Tell whether a cue stands where periods are set: in the contract, on its cover or in an annex on the warranty."""
    section = context.outline.section_at(match.start())
    labelled = section.kind == "cover" and context.text[match.end() : match.end() + 1] == ":"
    annexed = kind == "warranty" and _warranty_annex(context, section)
    return section.kind in ("preamble", "body") or labelled or annexed


def _warranty_annex(context: Context, section: Section) -> bool:
    """Tell whether a section is an annex that sets the warranty: 工程质量保修书, 售后服务承诺书."""
    title = context.text[slice(*section.title)] if section.title else ""
    return any(word in title for word in context.pack.words("periods.warranty_annexes"))


def told_outright(context: Context, cue: Cue) -> bool:
    """Tell whether a period stands right behind its name, whatever the clause: 质保期(两年)满后, 服务期限:2025-01-01.

    A clause on paying tells a warranty in passing, too: 质保金一年后付清(质保期为一年).
    """
    text = context.text
    length = next(iter(between(context.mentions.durations, cue.end, cue.end + _OUTRIGHT)), None)
    dated = between(context.mentions.dates, cue.end, cue.end + _OUTRIGHT)
    if dated and text[cue.end] == ":" and not text[cue.end + 1 : dated[0].start].strip():
        return True
    if dated and cue.kind == "contract" and text[cue.end : dated[0].start] in ("自", "从", "为", "为自"):
        return True  # 甲方按每人每月6800元支付派遣费,合同期自2025年1月1日至…
    if length is None:
        return False
    if length.start == cue.end + 1 and text[cue.end] == "(":
        return True
    wrong = set(context.pack.words("periods.wrong_clauses")).intersection(context.outline.kinds_at(cue.start))
    return (
        cue.kind == "warranty"
        and wrong == {"payment"}
        and context.pack.pattern("periods.outright").fullmatch(text, cue.end, length.start) is not None
        and context.pack.pattern("periods.ends_there").match(text, length.end) is not None
    )


def _said_again(text: str, cue: Cue, limit: int) -> int:
    """Return the end of a cue, of its repetition where a heading says it first: 第五条 质保期 / 质保期为…."""
    first = text.rfind(cue.word, cue.end, limit) if cue.word else -1
    again = first + len(cue.word)
    told = first > cue.end and (text[first - 1] == "\n" or text.startswith(("为", "是", ":"), again))
    return again if told else cue.end


def once_paid(context: Context, cue: Cue, time: int) -> regex.Match[str] | None:
    """Return what stands between a delivery and its time where that runs from money that has come, else None.

    交货期为乙方收到预付款后45天: the payment is the `event`, and nothing that the period would be mistaken for.
    """
    return (
        context.pack.pattern("periods.once_paid").fullmatch(context.text, cue.end, time)
        if cue.kind in _ONCE_PAID
        else None
    )


def anchor_of(context: Context, cue: Cue, duration: found.Duration) -> tuple[int, int] | None:
    """Return where the event stands that the duration is counted from, before it or right behind it."""
    text = context.text
    if (paid := once_paid(context, cue, duration.start)) is not None:
        return paid.span("event")
    floor = max(_said_again(text, cue, duration.start), duration.start - _ANCHOR_REACH)
    before = text[floor : duration.start].rstrip()
    between_events = context.pack.pattern("periods.anchor_of_open_end").search(text, floor, duration.start)
    if between_events is not None:
        return between_events.span("event")
    match = context.pack.pattern("periods.anchor").search(before.removesuffix(cue.word) if cue.word else before)
    if match is not None and match["event"]:
        start, end = floor + match.start("event"), floor + match.end("anchor")
        if start == cue.end and cue.word and text[start] not in ":为是,(于在":  # the cue is itself part of the event
            start = max(text.rfind(mark, 0, cue.start) for mark in ",;:。(\n") + 1
            start = max(start, context.outline.paragraph_at(cue.start).body_start)
        lead = max((word.end() + start for word in _LEAD.finditer(text[start : end - 2])), default=start)
        return lead, end
    behind = context.pack.pattern("periods.anchor_behind").match(text, duration.end, duration.end + _BEHIND_REACH)
    return behind.span("event") if behind else None
