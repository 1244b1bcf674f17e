"""One sentence for several instalments: 签订、初验、终验后各支付三分之一; 30%、70%,分别于签订、终验后支付.

签订后、初验后、终验后分别支付30%、30%、40% is the same the other way round; 6月30日前、12月31日前各支付50% lists dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from extract.fields.context import Context, between
from extract.fields.payments.anchors import Anchor
from extract.fields.payments.choice import Draft
from extract.fields.payments.events import last_mark, skip_lead
from extract.fields.payments.lists import has_sum
from extract.fields.segments import segment_end, segment_start
from extract.nlp import mentions as found
from extract.nlp.mentions import Region


def deal(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of one block, each of the listed events with an instalment of its own."""
    dealt: list[Draft] = []
    rest = list(drafts)
    while rest:
        draft = rest.pop(0)
        events = _listed(context, draft.terms.trigger) if draft.terms.recurs is None else []
        before = _shares_beside(draft, reversed(dealt))[::-1]
        behind = _shares_beside(draft, rest)
        if (dates := _listed_dates(context, draft)) and (dated := _each_dated(context, [draft, *behind], dates)):
            dealt += dated
            rest = [other for other in rest if len(behind) + 1 != len(dates) or other not in behind]
        elif len(behind) + 1 == len(events) > 1 and not _parted(context, draft, behind[-1]):
            dealt += _each_released(context, [draft, *behind], events, draft)
            del rest[: len(behind)]
        elif len(events) > 1 and _is_of_each(context, draft, len(events)):
            dealt += _each_released(context, [draft] * len(events), events, draft)
        elif len(before) + 1 == len(events) > 1 and (
            _in_turn(context, draft) or _stand_together(context, [d.anchor for d in (*before, draft)])
        ):
            dealt[len(dealt) - len(before) :] = _each_released(context, [*before, draft], events, draft)
        else:
            dealt += [draft] * (draft.anchor.parts if draft.terms.recurs is None else 1)
    return dealt


def find_turns(context: Context, shares: Sequence[Anchor], end: int) -> list[Region]:
    """Return the words about each of several shares that stand together, where those behind take them in turn.

    按3:4:3的比例分三次支付:签订后支付第一笔,初验后支付第二笔,终验后支付第三笔. The paragraphs below `end` may name
    them, in the same clause and without sums of their own; none where nothing does.
    """
    if len(shares) < 2 or not _stand_together(context, shares):
        return []
    start, clause = shares[-1].end, context.outline.clause_at(shares[-1].end)
    below = clause.end if clause is not None and not has_sum(context, end, clause.end) else end
    for marks, limit in (
        (_ordinals(context, start, end), end),
        (_ordinals(context, start, below), below),
        (_verbs(context, start, end), end),
    ):
        if len(marks) == len(shares):
            return _around(context, marks, start, limit)
    return []


def _stand_together(context: Context, anchors: Sequence[Anchor]) -> bool:
    """Tell whether shares stand side by side, or at one place: 30%、40%、30%, 3:4:3, 平均分三次."""
    joint = context.pack.pattern("payments.share_joint")
    joined = all(
        one.start == other.start or joint.fullmatch(context.text, one.end, other.start)
        for one, other in pairwise(anchors)
    )
    return joined and all(anchor.kind == "share" for anchor in anchors)


def _ordinals(context: Context, start: int, end: int) -> list[int]:
    """Return where 第一笔, 第二笔 … stand for the first time."""
    matches = list(context.pack.pattern("payments.ordinal").finditer(context.text, start, end))
    return sorted({match[0]: match.start() for match in reversed(matches)}.values())


def _verbs(context: Context, start: int, end: int) -> list[int]:
    """Return where the verbs of paying stand behind the words that hold the shares."""
    told = segment_end(context.text, start, end)
    behind = context.text.find(":", start, told) + 1 or told
    return [match.start() for match in context.pack.pattern("payments.pay").finditer(context.text, behind, end)]


def _around(context: Context, marks: list[int], start: int, end: int) -> list[Region]:
    """Return the words around each mark: up to the next where it opens its segment, else to its segment's end."""
    text = context.text
    colon = text.find(":", start, marks[0]) + 1
    first = segment_start(text, marks[0], max(start, colon))
    ends = [segment_end(text, mark, end) for mark in marks]
    if skip_lead(context, first, marks[0]) >= marks[0]:
        return list(zip(marks, [*marks[1:], context.sentence(marks[-1])[1]], strict=True))
    return list(zip([max(start, colon), *ends], ends, strict=False))


def _is_of_each(context: Context, draft: Draft, events: int) -> bool:
    """Tell whether a share is paid at each of so many events: the words say so, or they make up the price in turn."""
    if is_for_each(context, draft.start, draft.anchor.words_start) or draft.anchor.parts == events:
        return True
    in_turn = draft.terms.trigger is None or _in_turn(context, draft)
    return in_turn and draft.anchor.share is not None and draft.anchor.share * events == 1


def is_for_each(context: Context, start: int, sum_start: int) -> bool:
    """Tell whether the words right before a sum say that each instalment is as much: 每期支付, 各支付."""
    return context.pack.pattern("payments.each").search(context.text, start, sum_start) is not None


def _listed(context: Context, trigger: Region | None) -> list[Region]:
    """Return the events that a trigger lists (签订、初验及终验后), none where it lists anything else."""
    if trigger is None:
        return []
    words = context.pack.words("payments.event_words")
    start, end = trigger
    lead = context.pack.pattern("payments.in_turn").match(context.text, start, end)
    start = lead.end() if lead is not None else start
    items: list[Region] = []
    for joint in context.pack.pattern("payments.event_joint").finditer(context.text, start, end):
        items.append((start, joint.start()))
        start = joint.end()
    items.append((start, end))
    return items if all(any(word in context.text[slice(*item)] for word in words) for item in items) else []


def _in_turn(context: Context, draft: Draft) -> bool:
    """Tell whether the events behind the shares are theirs in turn: 分别于……后支付."""
    trigger = draft.terms.trigger
    return trigger is not None and context.pack.pattern("payments.in_turn").match(context.text, *trigger) is not None


def _shares_beside(draft: Draft, others: Iterable[Draft]) -> list[Draft]:
    """Return the shares without an event of their own that stand right beside one: 30%、40%; the nearest first."""
    run: list[Draft] = []
    last = draft
    for other in others:
        touches = other.end == last.start or last.end == other.start
        if not touches or other.anchor.kind not in ("share", "amount") or other.terms.trigger is not None:
            break
        run.append(other)
        last = other
    return run


def _parted(context: Context, first: Draft, last: Draft) -> bool:
    """Tell whether a semicolon or stop parts two shares: 签收、抽检合格后付65%;余5%… lists two events of one share."""
    return any(mark in context.text[first.anchor.end : last.anchor.start] for mark in ";。")


def _each_released(context: Context, shares: Sequence[Draft], events: Sequence[Region], told: Draft) -> list[Draft]:
    """Return each share with its event, payable in the time beside it, or else as the draft that tells of them says."""
    released = []
    for share, (start, end) in zip(shares, events, strict=True):
        own = next((each for each in context.mentions.durations if start < each.start <= end), None)
        stop = last_mark(context, start, own.start) if own is not None else None
        terms = replace(share.terms, trigger=(start, stop or end), due=told.terms.due, due_after=told.terms.due_after)
        if stop is not None:
            terms = replace(terms, due=own, due_after=(start, stop - len("后")))
        released.append(replace(share, terms=terms))
    return released


def _listed_dates(context: Context, draft: Draft) -> list[found.Date]:
    """Return the dates that stand one behind the other before a sum, the last with 前: 6月30日、12月31日前支付50%."""
    pack, text, anchor = context.pack, context.text, draft.anchor
    start, end = (anchor.end, draft.end) if anchor.parts > 1 else (draft.start, anchor.words_start)
    dates = [date for date in between(context.mentions.dates, start, end) if date.possible]
    joint = pack.pattern("payments.date_joint")
    if len(dates) < 2 or not pack.pattern("payments.by_date").match(text, dates[-1].end, max(end, anchor.end)):
        return []
    joined = all(joint.fullmatch(text, one.end, other.start) for one, other in pairwise(dates))
    return dates if joined and draft.terms.trigger is None else []


def _each_dated(context: Context, shares: list[Draft], dates: list[found.Date]) -> list[Draft]:
    """Return an instalment for each date: the shares in turn, or the one that is paid each time; none if neither."""
    if len(shares) != len(dates):
        if not _is_of_each(context, shares[0], len(dates)):
            return []
        shares = [shares[0]] * len(dates)
    return [
        replace(share, terms=replace(share.terms, due_on=date, recurs=None))
        for share, date in zip(shares, dates, strict=True)
    ]
