"""Periods: service, warranty, delivery, construction … with start, end, duration and anchor, two giving the third."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extract.fields.context import Context, between
from extract.fields.period_merging import completed, named, without_repeats
from extract.fields.timespan import Cue, Draft, period
from extract.model import DateField, Period
from extract.nlp import mentions as found
from extract.structure.sections import Section

_REACH = 46
"""A time belongs to a cue word that stands at most so many characters before it (inside one sentence)."""
_ANCHOR_REACH = 44
_VERB_REACH = 46
_LONGEST_LIST = 10
_FEWEST_ENTRIES = 2
_LEAD = regex.compile(r"应在|应于|须在|应当在|应当于|自|从|由|(?<=[方人])在|(?<=[方人])于|^[为是于在]")
"""What leads to an event and is no part of it: 乙方应在, 自."""
_OF_PARTIES = frozenset("方人商")
"""供货方 supplies, it is no supply."""


def read_periods(context: Context, signed_on: DateField | None) -> tuple[Period, ...]:
    """Return the periods in order of the document; the same period told twice is one."""
    periods: list[Period] = []
    drafts = sorted(_drafts(context), key=lambda draft: draft.cue.start)
    for draft in named(context, without_repeats(completed(context, drafts))):
        found_period = period(context, draft, signed_on)
        start, end = found_period.start, found_period.end
        value = f"{found_period.kind} {start.value if start else '?'}~{end.value if end else '?'}"
        context.consider(
            "periods",
            value,
            draft.cue.start,
            draft.last,
            f"periods.{draft.cue.kind}",
            draft.filled,
            won=True,
            reason=f"「{draft.cue.word}」之后的期限",
        )
        periods.append(found_period)
    return tuple(periods)


def _cues(context: Context, table: str) -> list[Cue]:
    """Return the cue words of a table where they stand in the contract's own text."""
    kinds = {word: kind for kind, words in context.pack.table(table).items() for word in words}
    cues = []
    for match in context.pack.alternation(table).finditer(context.text):
        if context.text[match.end() : match.end() + 1] in _OF_PARTIES:
            continue
        section = context.outline.section_at(match.start())
        kind = kinds[match[0]]
        labelled = section.kind == "cover" and context.text[match.end() : match.end() + 1] == ":"
        annexed = kind == "warranty" and _warranty_annex(context, section)
        if section.kind in ("preamble", "body") or labelled or annexed:
            cues.append(Cue(kind, match[0], match.start(), match.end()))
    return cues


def _warranty_annex(context: Context, section: Section) -> bool:
    """Tell whether a section is an annex that sets the warranty: 工程质量保修书, 售后服务承诺书."""
    title = context.text[slice(*section.title)] if section.title else ""
    return any(word in title for word in context.pack.words("periods.warranty_annexes"))


def _drafts(context: Context) -> Iterator[Draft]:
    """Yield a draft for every noun with a time behind it, then for every verb with a time before it."""
    wrong = set(context.pack.words("periods.wrong_clauses"))
    taken: set[int] = set()
    nouns = _cues(context, "periods.kinds")
    for position, cue in enumerate(nouns):
        if wrong.intersection(context.outline.kinds_at(cue.start)) and not _told_in_bracket(context, cue):
            continue
        if context.earlier_contract(cue.start):
            continue
        if cue.kind == "contract" and not context.in_contract(cue.start):
            continue  # a list of equipment says how long a fire extinguisher lasts
        others = (noun.start for noun in nouns[position + 1 : position + 1 + _LONGEST_LIST] if noun.word != cue.word)
        following = next(others, len(context.text))  # 试运行:自上线之日起试运行30日 says one thing
        several = _side_by_side(context, cue, taken)
        draft = None if several else _read(context, cue, taken, following)
        for found_draft in several or ([draft] if draft is not None else _listed(context, cue, taken)):
            taken.update(_starts(found_draft))
            yield found_draft
    for cue in _cues(context, "periods.verbs"):
        kinds = context.outline.kinds_at(cue.start)
        if cue.word in context.pack.words("periods.weak_verbs") and "delivery" not in kinds:
            continue
        draft = _read_before(context, cue, taken, dates_only=bool(wrong.intersection(kinds)))
        if draft is not None:
            taken.update(_starts(draft))
            yield draft


def _told_in_bracket(context: Context, cue: Cue) -> bool:
    """Tell whether a period stands in a bracket right behind its name, whatever the clause: 质保期(两年)满后."""
    inside = between(context.mentions.durations, cue.end + 1, cue.end + 12)
    return bool(inside) and inside[0].start == cue.end + 1 and context.text[cue.end] == "("


def _listed(context: Context, cue: Cue, taken: set[int]) -> Iterator[Draft]:
    """Yield the entries of a list of warranty periods: 质量保修期如下，自竣工验收合格之日起计算：1.屋面防水为5年；…"""
    head = context.outline.paragraph_at(cue.start)
    if cue.kind != "warranty" or context.text[head.end - 1] != ":":
        return
    anchor = context.pack.pattern("periods.anchor_behind").search(context.text, cue.end, head.end)
    for paragraph in context.outline.paragraphs[head.index + 1 : head.index + 1 + _LONGEST_LIST]:
        lengths = between(context.mentions.durations, paragraph.start, min(paragraph.end, paragraph.start + 60))
        if (
            paragraph.number is None
            or not lengths
            or lengths[0].start in taken
            or lengths[0].unit not in ("month", "year")
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


def _side_by_side(context: Context, cue: Cue, taken: set[int]) -> list[Draft]:
    """Return the entries of a list of warranty periods in one line: 保修期:屋面防水5年,装修2年,自竣工验收合格之日起."""
    if cue.kind != "warranty" or context.text[cue.end : cue.end + 1] not in (":", "为", ","):
        return []
    text, paragraph = context.text, context.outline.paragraph_at(cue.start)
    entries: list[found.Duration] = []
    for length in between(context.mentions.durations, cue.end, paragraph.end):
        gap = text[entries[-1].end if entries else cue.end : length.start]
        if (
            length.unit not in ("day", "month", "year")
            or context.pack.pattern("periods.next_entry").fullmatch(gap) is None
        ):
            break
        entries.append(length)
    if len(entries) < _FEWEST_ENTRIES or entries[0].start in taken:
        return []
    anchor = context.pack.pattern("periods.anchor_behind").match(text, entries[-1].end, paragraph.end)
    event = anchor.span("event") if anchor else _anchor(context, cue, entries[0])
    return [
        Draft(
            Cue(cue.kind, cue.word, cue.start if index == 0 else entries[index - 1].end + 1, entry.start),
            duration=entry,
            anchor=event,
            last=entry.end,
            listed=True,
        )
        for index, entry in enumerate(entries)
    ]


def _starts(draft: Draft) -> list[int]:
    return [m.start for m in (draft.start, draft.end, draft.duration, draft.year) if m is not None]


def _read_before(context: Context, cue: Cue, taken: set[int], *, dates_only: bool) -> Draft | None:
    """Read the time before a verb: 合同签订后30日内完成供货, 2025年11月30日前完成验收."""
    start = max(context.sentence(cue.start)[0], cue.start - _VERB_REACH)
    text = context.text
    draft = Draft(cue, last=cue.end)
    for date_mention in reversed(between(context.mentions.dates, start, cue.start)):
        until = context.pack.pattern("periods.until").match(text[date_mention.end : date_mention.end + 5])
        if len(date_mention.value) >= 7 and until is not None and date_mention.start not in taken:
            draft.end = date_mention
            return draft
        return None
    for mention in [] if dates_only else reversed(between(context.mentions.durations, start, cue.start)):
        inside = text[mention.end : mention.end + 2].startswith(("内", "之内", "以内"))
        anchor = _anchor(
            context,
            Cue(cue.kind, cue.word, context.sentence(cue.start)[0], context.sentence(cue.start)[0]),
            mention,
        )
        gap = text[mention.end : cue.start]
        closes = text[cue.end : cue.end + 1] in (",", "。", ";", "\n", "")
        weak = cue.word in context.pack.words("periods.weak_verbs")
        at_once = weak and closes and gap in ("内", "之内", "以内")  # 急件24小时内交付
        if cue.kind == "construction" and len(gap) > 8:
            return None
        if (
            anchor
            and cue.kind == "construction"
            and not any(word in text[slice(*anchor)] for word in context.pack.words("periods.construction_anchors"))
        ):
            return None
        if (
            inside
            and (anchor or at_once)
            and mention.start not in taken
            and not any(word in gap for word in context.pack.words("periods.not_periods"))
        ):
            draft.duration, draft.anchor = mention, anchor
            return draft
        return None
    return None


def _read(context: Context, cue: Cue, taken: set[int], following: int) -> Draft | None:
    """Read the time that a cue announces, or None when nothing fitting stands between it and the next cue."""
    limit = min(context.sentence(cue.end)[1], cue.end + 110)
    heads_line = limit - cue.end < 4 and limit < len(context.text) and context.text[limit] == "\n"
    if heads_line and "\t" in context.text[context.outline.paragraph_at(cue.start).start : cue.start]:
        return None  # the head of a column: what stands below is a table's
    if heads_line:
        limit = min(context.sentence(limit + 1)[1], limit + 90)
    elif context.text[cue.end : cue.end + 1] in "\t)":
        limit = min(limit, cue.end + 80)
    gap_end = cue.end
    draft = Draft(cue)
    times: list[found.Mention] = sorted(
        [
            *between(context.mentions.dates, cue.end, limit),
            *between(context.mentions.durations, cue.end, limit),
        ],
        key=lambda mention: mention.start,
    )
    for mention in times:
        if draft.filled == 0 and mention.start > following:
            break
        if mention.start in taken or mention.start - gap_end > (_REACH if draft.filled == 0 else 30):
            break
        between_text = context.text[gap_end : mention.start]
        if draft.filled == 0 and _foreign(context, cue, between_text):
            return None
        if not _take(context, draft, mention):
            break
        gap_end = draft.last = mention.end
    if draft.filled == 0:
        return None
    return draft if _plausible(context, draft) else None


def _foreign(context: Context, cue: Cue, gap: str) -> bool:
    """Tell whether the words between cue and time speak of something else than the period."""
    if any(word in gap for word in context.pack.words("periods.not_periods")):
        return True
    before = context.text[max(0, cue.start - 4) : cue.start]
    return before.endswith(("每", "逾", "超过", "免")) or (
        gap.startswith(("内", "满", "届满", "结束", "到期", "终止", "间", "中"))
        and not gap.startswith(("内容",))
        and ":" not in gap[:4]
    )


def _take(context: Context, draft: Draft, mention: found.Mention) -> bool:
    """Put a time into the draft; False when it does not belong there."""
    if isinstance(mention, found.Duration):
        return _take_duration(context, draft, mention)
    if not isinstance(mention, found.Date):
        return False
    if mention.whole_year:
        if draft.filled:
            return False
        draft.year = mention
        return True
    return len(mention.value) >= 7 and _take_date(context, draft, mention)


def _take_duration(context: Context, draft: Draft, mention: found.Duration) -> bool:
    cue = draft.cue
    words = context.pack.words
    behind = context.text[mention.end : mention.end + 8]
    if cue.word in words("periods.date_only") or draft.duration is not None:
        return False
    if cue.kind != "acceptance" and behind.startswith(words("periods.deadlines")):
        return False
    if mention.unit == "hour" and cue.kind != "delivery":
        return False
    draft.duration = mention
    if draft.start is None and draft.anchor is None:
        draft.anchor = _anchor(context, cue, mention)
    return True


def _take_date(context: Context, draft: Draft, mention: found.Date) -> bool:
    text = context.text
    ends = (
        context.pack.pattern("periods.until").match(text[mention.end : mention.end + 12]) is not None
        or text[max(0, mention.start - 3) : mention.start].endswith(("至", "到", "-", "~", "—", "止"))
        or draft.cue.word.startswith(("计划竣工", "竣工"))
    )
    if draft.end is not None:
        return False
    if ends or draft.start is not None:
        draft.end = mention
        runs = context.pack.pattern("periods.from_event_until").search(text, draft.cue.end, mention.start)
        if runs is not None and draft.start is None and draft.duration is None:
            draft.anchor = runs.span("event")
    else:
        draft.start = mention
    return True


def _anchor(context: Context, cue: Cue, duration: found.Duration) -> tuple[int, int] | None:
    """Return where the event stands that the duration is counted from, before it or right behind it."""
    text = context.text
    floor = max(cue.end, duration.start - _ANCHOR_REACH)
    before = text[floor : duration.start].rstrip()
    between_events = context.pack.pattern("periods.anchor_of_open_end").search(text, floor, duration.start)
    if between_events is not None:
        return between_events.span("event")
    match = context.pack.pattern("periods.anchor").search(before.removesuffix(cue.word) if cue.word else before)
    if match is not None and match["event"]:
        start, end = floor + match.start("event"), floor + match.end("anchor")
        if start == cue.end and cue.word and text[start] not in ":为是,(":  # the cue is itself part of the event
            start = max(text.rfind(mark, 0, cue.start) for mark in ",;:。(\n") + 1
        lead = max((word.end() + start for word in _LEAD.finditer(text[start : end - 2])), default=start)
        return lead, end
    behind = context.pack.pattern("periods.anchor_behind").match(text, duration.end, duration.end + 48)
    return behind.span("event") if behind else None


def _plausible(context: Context, draft: Draft) -> bool:
    """Tell whether a draft is long enough for its kind: a delivery may take days, a service does not."""
    duration = draft.duration
    if (
        draft.cue.kind in ("service", "contract", "warranty")
        and duration is not None
        and draft.start is None
        and draft.end is None
    ):
        return (
            duration.unit in ("month", "quarter", "year")
            or (duration.unit == "day" and duration.value >= 15)
            or (duration.unit == "week" and duration.value >= 2)
        )
    if draft.cue.kind == "acceptance":
        return draft.end is not None or draft.start is not None or (draft.anchor is not None and duration is not None)
    return True
