"""Periods: service, warranty, delivery, construction … with start, end, duration and anchor, two giving the third."""

from __future__ import annotations

from collections.abc import Collection

from extract.fields.context import Context, between
from extract.fields.periods.cues import anchor_of, cues_of, once_paid, pattern_cues, told_outright
from extract.fields.periods.lengths import given_free, tried_first, tried_for
from extract.fields.periods.lists import LONGEST_LIST, in_column, listed, side_by_side
from extract.fields.periods.merging import anchored, begun, completed, named, without_repeats
from extract.fields.periods.verbs import told_by_verbs
from extract.fields.timespan import BY_WHEN, Cue, Draft, as_long, period, times_of
from extract.model import DateField, Period
from extract.nlp import mentions as found
from extract.wording import word

_REACH = 46
"""A time belongs to a cue word that stands at most so many characters before it (inside one sentence)."""
_REACH_ON = 30
"""The same, once a first time is read."""
_FARTHEST, _FARTHEST_BELOW, _FARTHEST_IN_FORM = 110, 90, 80
"""Characters behind a cue in which the times of its period stand: a first day, a last day and a length in words; below
a heading, where they open the sentence; behind a cell or a bracket, where the value follows at once.
"""
_HEADING = 6
"""Characters before the cue in a heading: 第三条 合同的服务期限。"""
_LONGEST_REST = 4
"""Fewer characters stand behind the cue in a heading."""
_NOT_STATED = "/无"
_BOTH_DAYS = 2
"""A first and a last day say how long a period is."""
_BY_PATTERN = {
    "periods.contract_runs": "contract",
    "periods.bare_term": "contract",
    "periods.bare_delivery": "delivery",
    "periods.bare_development": "development",
    "periods.bare_warranty": "warranty",
    "periods.bare_trial": "trial",
    "periods.year_of_service": "service",
    "periods.term_of_doing": "service",
    "periods.runs_for": "contract",
}
_WHOLE = ("delivery", "development", "service", "construction", "contract")
"""What takes as long as all its steps."""
_IN_STEPS = ("development", "service", "construction", "contract")
"""What is over when the last of its steps is; a delivery is when it is made."""


def read_periods(context: Context, signed_on: DateField | None) -> tuple[Period, ...]:
    """Return the periods in order of the document; the same period told twice is one."""
    periods: list[Period] = []
    drafts = sorted(_drafts(context), key=lambda draft: draft.cue.start)
    for draft in named(context, without_repeats(anchored(context, begun(context, completed(context, drafts))))):
        found_period = period(context, draft, signed_on)
        context.consider(
            "periods",
            (draft.cue.start, draft.last),
            f"periods.{draft.cue.kind}",
            f"「{draft.cue.word}」之后的期限",
            value=_shown(found_period),
            score=draft.filled,
        )
        periods.append(found_period)
    return tuple(periods)


def _shown(found_period: Period) -> str:
    """Return what is known of a period for the trace: its length, its days."""
    start, end, length = found_period.start, found_period.end, found_period.duration
    parts = [word("period", found_period.kind)]
    parts += [f"{length.value}{word('unit', length.unit)}"] if length else []
    parts += [f"{start.value if start else '…'} 至 {end.value if end else '…'}"] if start or end else []
    return " ".join(parts)


def _drafts(context: Context) -> list[Draft]:
    """Return a draft for every noun with a time behind it and for every verb with a time before it."""
    drafts = _told_by_nouns(context)
    warranted = any(draft.cue.kind == "warranty" for draft in drafts)
    drafts += told_by_verbs(context, times_of(drafts))
    drafts += tried_first(context, times_of(drafts))
    drafts += tried_for(context, times_of(drafts))
    return drafts if warranted else [*drafts, *given_free(context, times_of(drafts))]


def _told_by_nouns(context: Context) -> list[Draft]:
    wrong = set(context.pack.words("periods.wrong_clauses"))
    drafts: list[Draft] = []
    taken: set[int] = set()
    nouns = list(cues_of(context, "periods.kinds"))
    for pattern, kind in _BY_PATTERN.items():
        nouns.extend(pattern_cues(context, pattern, kind))
    nouns.sort(key=lambda cue: cue.start)
    old = [match.span() for match in context.pack.pattern("periods.old_term").finditer(context.text)]
    nouns = [cue for cue in nouns if not any(start <= cue.start < end for start, end in old)]
    for position, cue in enumerate(nouns):
        kinds = context.outline.kinds_at(cue.start)
        opens = cue.start == context.outline.paragraph_at(cue.start).body_start
        own = kinds[:1] == (cue.kind,) or (opens and cue.kind in kinds)  # 质保期2年自《结算报告》签字之日起
        if wrong.intersection(kinds) and not own and not told_outright(context, cue):
            continue
        if context.earlier_contract(cue.start) or _of_another(context, cue):
            continue
        if cue.kind == "contract" and not context.in_contract(cue.start):
            continue  # a list of equipment says how long a fire extinguisher lasts
        behind = nouns[position + 1 : position + 1 + LONGEST_LIST]
        called = _also_called(context, cue)
        following = next((noun for noun in behind if noun.word != cue.word and noun.start >= called), None)
        lists = (each(context, cue, taken) for each in (side_by_side, listed, in_column))
        several = next(filter(None, lists), None)
        draft = None if several else _read(context, cue, taken, following)
        told = several or ([draft] if draft is not None else [])
        taken |= times_of(told)
        drafts += told
    return drafts


def _also_called(context: Context, cue: Cue) -> int:
    """Return the end of a bracket right behind a cue, that calls the period by another name: 服务期间(完成期限)."""
    text = context.text
    return max(text.find(")", cue.end, cue.end + _HEADING), cue.end) if text.startswith("(", cue.end) else cue.end


def _heading_end(context: Context, cue: Cue, limit: int) -> bool:
    """Tell whether what the cue stands in is a heading that ends at `limit`: of a line, or 「2、什么时候干。」.

    A line that says there is none (履约期限:/) is no heading, and neither is one that another clause follows.
    """
    text = context.text
    rest = text[cue.end : limit]
    if len(rest) >= _LONGEST_REST or limit >= len(text) or any(mark in rest for mark in _NOT_STATED):
        return False
    if text[limit] == "\n":
        own = context.outline.clause_at(cue.start)
        return own is None or own in context.outline.ancestry(limit + 1)
    opens = cue.start - context.outline.paragraph_at(cue.start).body_start <= _HEADING
    return text[limit] == "。" and opens and not any(sign.isdecimal() for sign in rest)


def _of_another(context: Context, cue: Cue) -> bool:
    """Tell whether a cue is the term of something else than the contract: 投标有效期90日, 食品剩余保质期6个月."""
    if cue.word in context.pack.words("periods.keeping"):
        return context.pack.pattern("periods.shelf_life").search(context.text, *context.sentence(cue.start)) is not None
    before = context.text[max(0, cue.start - 6) : cue.start]
    return cue.kind == "contract" and context.pack.pattern("periods.of_another").search(before) is not None


def _read(context: Context, cue: Cue, taken: Collection[int], following: Cue | None) -> Draft | None:
    """Read the time that a cue announces, or None when nothing fitting stands between it and the next cue.

    `following` is the next cue of another word (试运行:自上线之日起试运行30日 says one thing).
    """
    limit = min(context.sentence(cue.end)[1], cue.end + _FARTHEST)
    heads_line = _heading_end(context, cue, limit)
    if heads_line and "\t" in context.text[context.outline.paragraph_at(cue.start).start : cue.start]:
        return None  # the head of a column: what stands below is a table's
    if heads_line:
        limit = min(context.sentence(limit + 1)[1], limit + _FARTHEST_BELOW)
    elif context.text[cue.end : cue.end + 1] in "\t)":
        limit = min(limit, cue.end + _FARTHEST_IN_FORM)
    if context.pack.pattern("periods.spelled_out").match(context.text, limit):
        limit = min(context.sentence(limit + 1)[1], limit + _FARTHEST_BELOW)
    gap_end = cue.end
    draft = Draft(cue)
    changes = False
    for mention in _times(context, cue, limit):
        if mention.start in taken or _beyond(context, draft, mention, following, mention.start - gap_end):
            break
        between_text = context.text[gap_end : mention.start]
        if (
            draft.filled == 0
            and once_paid(context, cue, mention.start) is None
            and _foreign(context, cue, between_text)
        ):
            return None
        if draft.end is not None and context.pack.pattern("periods.next_part").match(between_text):
            draft.end, gap_end = None, mention.end  # 第一年自…至…,第二年自…至…: it ends with the last part
            continue
        changes = changes or (
            draft.filled == 0 and context.pack.pattern("periods.from_old").search(between_text) is not None
        )
        if changes and draft.filled:
            _change(context, draft, between_text)
        if not _take(context, draft, mention):
            break
        gap_end = draft.last = mention.end
    if draft.filled == 0:
        return None
    _leave_out_parts(context, draft)
    return draft if _plausible(context, draft) else None


def _beyond(context: Context, draft: Draft, mention: found.Mention, following: Cue | None, gap: int) -> bool:
    """Tell whether a time stands too far off, or behind a cue of its own; 完成日期 goes on with what is begun."""
    own = following is not None and mention.start > following.start
    if own and following is not None and draft.filled:
        own = following.word not in context.pack.words("periods.date_only")
    if draft.filled == 0 and once_paid(context, draft.cue, mention.start) is not None:
        return own
    return own or gap > (_REACH if draft.filled == 0 else _REACH_ON)


def _leave_out_parts(context: Context, draft: Draft) -> None:
    """Drop from a draft the length that is of more than its days, or the last day that is only of its first part."""
    if _signed_for_part(context, draft):
        draft.duration = None
    elif _first_part_only(context, draft):
        draft.end = None


def _signed_for_part(context: Context, draft: Draft) -> bool:
    """Tell whether both days are those of a part of the length before them: 服务期三年,合同一年一签,本合同自…至…."""
    if draft.duration is None or draft.start is None or draft.end is None:
        return False
    signed = context.pack.pattern("periods.signed_yearly")
    return signed.search(context.text, draft.duration.end, max(draft.duration.end, draft.end.start)) is not None


def _first_part_only(context: Context, draft: Draft) -> bool:
    """Tell whether the days are those of the first part of a length, and of no other: 服务期三年,第一年自…至…."""
    if draft.duration is None or draft.start is None or draft.end is None:
        return False
    first = context.pack.pattern("periods.first_part").search(context.text, draft.duration.end, draft.start.start)
    return first is not None and not as_long(draft.start.value, draft.end.value, draft.duration)


def _times(context: Context, cue: Cue, limit: int) -> list[found.Mention]:
    """Return the dates and lengths behind a cue, in order, but for those that are not of its period.

    These are lengths that say how often something is done, the ends of a range (1至2年: nobody can say which it is),
    the first part of a term (前三个月为试用期), what is told of the term before this one, and until when a step is
    taken that another follows.
    """
    dates = between(context.mentions.dates, cue.end, limit)
    often = context.pack.pattern("periods.how_often")
    first = context.pack.pattern("periods.at_first")
    ranged, ends = context.pack.pattern("periods.range_behind"), context.pack.pattern("periods.range_before")
    lengths = []
    for length in between(context.mentions.durations, cue.end, limit):
        match = often.match(context.text, length.end)
        if ranged.match(context.text, length.end) or ends.search(context.text, cue.end, length.start):
            continue
        if first.search(context.text, cue.end, length.start):
            continue
        if match is None or (match["signed"] and len(dates) < _BOTH_DAYS):  # 合同一年一签 alone runs for a year
            lengths.append(length)
    old = [match.span() for match in context.pack.pattern("periods.old_term").finditer(context.text, cue.end, limit)]
    step = context.pack.pattern("periods.milestone")
    return [
        mention
        for mention in sorted([*dates, *lengths], key=lambda mention: mention.start)
        if not any(start <= mention.start < end for start, end in old)
        and not (cue.kind in _IN_STEPS and step.match(context.text, mention.end))
    ]


def _change(context: Context, draft: Draft, gap: str) -> None:
    """Empty a draft of the times that the words before the next one change; one made longer keeps its first day."""
    match = context.pack.pattern("periods.changed").search(gap)
    if match is None:
        return
    if draft.end is None or not match["longer"]:
        draft.start = draft.anchor = draft.year = None
    draft.end = draft.duration = None


def _foreign(context: Context, cue: Cue, gap: str) -> bool:
    """Tell whether the words between cue and time speak of something else than the period."""
    if cue.kind in ("warranty", "trial") and context.pack.pattern("periods.at_least").fullmatch(gap) is not None:
        return False
    if any(word in gap for word in context.pack.words("periods.not_periods")):
        return True
    if cue.kind == "warranty" and context.pack.pattern("periods.lengthened").match(gap):
        return True  # 每低1个百分点,质保期顺延15日
    before = context.text[max(0, cue.start - 4) : cue.start]
    return before.endswith(("每", "逾", "超过", "免", "签订", "签署")) or (
        gap.startswith(("内", "满", "届满", "结束", "到期", "终止", "间", "中"))
        and not gap.startswith(("内容",))
        and ":" not in gap[:4]
    )


def _take(context: Context, draft: Draft, mention: found.Mention) -> bool:
    """Put a time into the draft; False when it does not belong there.

    10日内供第一批,30日内供完: a delivery is made when the last batch is.
    """
    if draft.filled and draft.cue.kind == "delivery":
        gap = context.text[draft.last : mention.start]
        if context.pack.pattern("periods.first_batch").match(gap) is not None:
            draft.duration = draft.end = None
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
    if draft.duration is not None or (cue.word in words("periods.date_only") and not _counted(context, draft, mention)):
        return False
    if cue.kind != "acceptance" and behind.startswith(words("periods.deadlines")):
        return False
    if mention.unit == "hour" and cue.kind != "delivery":
        return False
    gap = context.text[draft.last : mention.start].lstrip("止前,、(;")
    if draft.end is not None and (
        gap.startswith(words("periods.parts_of_time")) or any(word in gap for word in words("periods.not_periods"))
    ):
        return False
    if cue.kind in _WHOLE and context.pack.pattern("periods.step").match(context.text, mention.end) is not None:
        return False
    draft.duration = mention
    if draft.start is None and draft.anchor is None:
        draft.anchor = anchor_of(context, cue, mention)
    return True


def _counted(context: Context, draft: Draft, mention: found.Duration) -> bool:
    """Tell whether a length stands for the last day that its noun announces: 交货日期:合同签订后60日内."""
    if draft.filled or draft.cue.word in context.pack.words("periods.first_days"):
        return False
    return anchor_of(context, draft.cue, mention) is not None


def _take_date(context: Context, draft: Draft, mention: found.Date) -> bool:
    text = context.text
    if draft.cue.kind in ("service", "contract", "warranty") and text.startswith(
        context.pack.words("periods.deadlines"), mention.end
    ):
        return False  # 租赁期限:甲方于3月31日前向乙方交付房屋
    ends = (
        context.pack.pattern("periods.until").match(text[mention.end : mention.end + 12]) is not None
        or text[max(0, mention.start - 3) : mention.start].endswith(("至", "到", "-", "~", "—", "止"))
        or _names_last_day(context, draft, mention)
    )
    if draft.end is not None:
        return False
    if draft.duration is not None and draft.start is None and text.startswith(BY_WHEN, mention.end):
        return False  # 15日内完成迁移,2025年6月30日前完成升级: two deadlines make no period
    if ends or draft.start is not None:
        draft.end = mention
        runs = context.pack.pattern("periods.from_event_until").search(text, draft.cue.end, mention.start)
        if runs is not None and draft.start is None and draft.duration is None:
            draft.anchor = runs.span("event")
    else:
        draft.start = mention
    return True


def _names_last_day(context: Context, draft: Draft, mention: found.Date) -> bool:
    """Tell whether a single date behind the cue is by when all is done: 竣工日期:…, 交货期:2025年12月31日."""
    if draft.cue.word in context.pack.words("periods.last_days"):
        return True
    begins = context.pack.pattern("periods.begins")
    return (
        draft.cue.kind == "delivery"
        and draft.filled == 0
        and not begins.search(context.text[draft.cue.start : mention.start])
        and context.pack.pattern("periods.closes").match(context.text, mention.end) is not None
    )


def _plausible(context: Context, draft: Draft) -> bool:
    """Tell whether a draft is long enough for its kind: a delivery may take days, a service does not."""
    duration = draft.duration
    if draft.cue.word in context.pack.words("periods.occasions") and not (draft.start and draft.end):
        return False
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
