"""Periods: service, warranty, delivery, construction … with start, end, duration and anchor, two giving the third."""

from __future__ import annotations

from collections.abc import Iterator

from extract.fields.context import Context, between
from extract.fields.period_cues import anchor_of, cues_of, pattern_cues, told_in_bracket
from extract.fields.period_lists import LONGEST_LIST, listed, side_by_side
from extract.fields.period_merging import anchored, completed, named, without_repeats
from extract.fields.period_verbs import told_by_verbs
from extract.fields.timespan import Cue, Draft, period
from extract.model import DateField, Period
from extract.nlp import mentions as found

_REACH = 46
"""A time belongs to a cue word that stands at most so many characters before it (inside one sentence)."""
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
}
_WHOLE = ("delivery", "development", "service", "construction", "contract")
"""What takes as long as all its steps."""


def read_periods(context: Context, signed_on: DateField | None) -> tuple[Period, ...]:
    """Return the periods in order of the document; the same period told twice is one."""
    periods: list[Period] = []
    drafts = sorted(_drafts(context), key=lambda draft: draft.cue.start)
    for draft in named(context, without_repeats(anchored(context, completed(context, drafts)))):
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


def _drafts(context: Context) -> Iterator[Draft]:
    """Yield a draft for every noun with a time behind it, then for every verb with a time before it."""
    wrong = set(context.pack.words("periods.wrong_clauses"))
    taken: set[int] = set()
    warranted = False
    nouns = list(cues_of(context, "periods.kinds"))
    for pattern, kind in _BY_PATTERN.items():
        nouns.extend(pattern_cues(context, pattern, kind))
    nouns.sort(key=lambda cue: cue.start)
    for position, cue in enumerate(nouns):
        if wrong.intersection(context.outline.kinds_at(cue.start)) and not told_in_bracket(context, cue):
            continue
        if context.earlier_contract(cue.start):
            continue
        if cue.kind == "contract" and not context.in_contract(cue.start):
            continue  # a list of equipment says how long a fire extinguisher lasts
        others = (noun.start for noun in nouns[position + 1 : position + 1 + LONGEST_LIST] if noun.word != cue.word)
        following = next(others, len(context.text))  # 试运行:自上线之日起试运行30日 says one thing
        several = side_by_side(context, cue, taken)
        draft = None if several else _read(context, cue, taken, following)
        for found_draft in several or ([draft] if draft is not None else listed(context, cue, taken)):
            taken.update(found_draft.starts)
            warranted = warranted or found_draft.cue.kind == "warranty"
            yield found_draft
    yield from told_by_verbs(context, taken)
    if not warranted:
        yield from _given_free(context, taken)


def _given_free(context: Context, taken: set[int]) -> Iterator[Draft]:
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


def _read(context: Context, cue: Cue, taken: set[int], following: int) -> Draft | None:
    """Read the time that a cue announces, or None when nothing fitting stands between it and the next cue."""
    limit = min(context.sentence(cue.end)[1], cue.end + 110)
    heads_line = _heading_end(context, cue, limit)
    if heads_line and "\t" in context.text[context.outline.paragraph_at(cue.start).start : cue.start]:
        return None  # the head of a column: what stands below is a table's
    if heads_line:
        limit = min(context.sentence(limit + 1)[1], limit + 90)
    elif context.text[cue.end : cue.end + 1] in "\t)":
        limit = min(limit, cue.end + 80)
    gap_end = cue.end
    draft = Draft(cue)
    changes = False
    for mention in _times(context, cue, limit):
        if draft.filled == 0 and mention.start > following:
            break
        if mention.start in taken or mention.start - gap_end > (_REACH if draft.filled == 0 else 30):
            break
        between_text = context.text[gap_end : mention.start]
        if draft.filled == 0 and _foreign(context, cue, between_text):
            return None
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
    if _signed_for_part(context, draft):
        draft.duration = None
    return draft if _plausible(context, draft) else None


def _signed_for_part(context: Context, draft: Draft) -> bool:
    """Tell whether both days are those of a part of the length before them: 服务期三年,合同一年一签,本合同自…至…."""
    if draft.duration is None or draft.start is None or draft.end is None:
        return False
    signed = context.pack.pattern("periods.signed_yearly")
    return signed.search(context.text, draft.duration.end, max(draft.duration.end, draft.end.start)) is not None


def _times(context: Context, cue: Cue, limit: int) -> list[found.Mention]:
    """Return the dates and lengths behind a cue, in order, without the lengths that say how often something is done."""
    dates = between(context.mentions.dates, cue.end, limit)
    often = context.pack.pattern("periods.how_often")
    lengths = []
    for length in between(context.mentions.durations, cue.end, limit):
        match = often.match(context.text, length.end)
        if match is None or (match["signed"] and len(dates) < _BOTH_DAYS):  # 合同一年一签 alone runs for a year
            lengths.append(length)
    return sorted([*dates, *lengths], key=lambda mention: mention.start)


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
    if any(word in gap for word in context.pack.words("periods.not_periods")):
        return True
    before = context.text[max(0, cue.start - 4) : cue.start]
    return before.endswith(("每", "逾", "超过", "免", "签订", "签署")) or (
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
    gap = context.text[draft.last : mention.start].lstrip("止前,、(;")
    if draft.end is not None and gap.startswith(words("periods.parts_of_time")):
        return False
    if cue.kind in _WHOLE and context.pack.pattern("periods.step").match(context.text, mention.end) is not None:
        return False
    draft.duration = mention
    if draft.start is None and draft.anchor is None:
        draft.anchor = anchor_of(context, cue, mention)
    return True


def _take_date(context: Context, draft: Draft, mention: found.Date) -> bool:
    text = context.text
    ends = (
        context.pack.pattern("periods.until").match(text[mention.end : mention.end + 12]) is not None
        or text[max(0, mention.start - 3) : mention.start].endswith(("至", "到", "-", "~", "—", "止"))
        or _names_last_day(context, draft, mention)
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


def _names_last_day(context: Context, draft: Draft, mention: found.Date) -> bool:
    """Tell whether a single date behind the cue is by when all is done: 竣工日期:…, 交货期:2025年12月31日."""
    if draft.cue.word in context.pack.words("periods.last_days"):
        return True
    begins = context.pack.pattern("periods.begins")
    return (
        draft.cue.kind == "delivery"
        and draft.filled == 0
        and not begins.search(context.text[draft.cue.end : mention.start])
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
