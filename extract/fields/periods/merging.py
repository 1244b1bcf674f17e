"""What a contract tells of one period in several places, put together; and what is called by another name."""

from __future__ import annotations

from dataclasses import replace

from extract.fields.context import Context, between
from extract.fields.timespan import FULL_DATE, Draft, as_long, outlasts
from extract.workdays import shift

_LONGEST_DELIVERY = 5
"""Months. What is delivered for longer is supplied from day to day."""
_VALIDITY = ("有效期", "有效期限", "有效期间")
"""So long orders may be placed; each is performed in its own time."""
_TERMS = {"service", "contract"}
"""How long the service takes and how long the contract runs: one term, unless they differ."""

_EVENT_AHEAD = {"warranty": "periods.anchor_ahead", "trial": "periods.trial_ahead"}
"""How a sentence opens with the event that a period of this kind in it runs from."""


def without_repeats(drafts: list[Draft]) -> list[Draft]:
    """Drop a draft that tells what a fuller or earlier one of its kind tells."""
    kept: list[Draft] = []
    for draft in drafts:
        twin = next((i for i, other in enumerate(kept) if _same(draft, other)), None)
        if twin is None:
            kept.append(draft)
            continue
        other = kept[twin]
        if draft.cue.kind != other.cue.kind:
            draft.cue, other.cue = replace(draft.cue, kind="service"), replace(other.cue, kind="service")
        if draft.filled > other.filled:
            kept[twin] = draft
    return kept


def anchored(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Give the event that opens a sentence to a trial in it (上线后进入试运行,试运行期2个月), and to all warranties.

    These may share one behind them, too: 打印机质保期一年,文件柜质保期两年,自签收之日起计算.
    """
    for position, draft in enumerate(drafts):
        opens = _EVENT_AHEAD.get(draft.cue.kind)
        if opens is None or not _only_length(draft):
            continue
        sentence = context.sentence(draft.cue.start)
        ahead = context.pack.pattern(opens).search(context.text, sentence[0], draft.cue.start)
        common = context.pack.pattern("periods.anchor_of_all").search(context.text, draft.last, sentence[1])
        told = ahead or (common if draft.cue.kind == "warranty" else None)
        if told is not None:
            draft.anchor = told.span("event")
        if told is not None or draft.cue.kind != "warranty":
            continue
        for other in [*drafts[position + 1 :], *drafts[:position][::-1]]:
            if other.cue.kind != "warranty" or other.anchor is None or other.duration is None:
                continue
            inside = sentence[0] <= other.cue.start < sentence[1]
            behind = other.cue.start > draft.cue.start and other.anchor[0] >= other.duration.end
            before = other.cue.start < draft.cue.start and other.anchor[1] <= other.cue.start
            if inside and (behind or before):
                draft.anchor = other.anchor
                break
    return drafts


def begun(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Give a term the day or event from which it runs in its sentence: 本合同自2025年3月1日起生效,有效期一年."""
    pack, text = context.pack, context.text
    for draft in drafts:
        if draft.cue.kind not in _TERMS or not _only_length(draft):
            continue
        opening = context.sentence(draft.cue.start)[0]
        day = next(iter(between(context.mentions.dates, opening, draft.cue.start)[-1:]), None)
        if day is not None:
            runs = pack.pattern("periods.runs_from_day").fullmatch(text, day.end, draft.cue.start)
            draft.start = day if runs is not None and len(day.value) >= FULL_DATE else None
            continue
        event = pack.pattern("periods.anchor_ahead").search(text, opening, draft.cue.start)
        draft.anchor = event.span("event") if event is not None else None
    return drafts


def _only_length(draft: Draft) -> bool:
    """Tell whether a draft says how long a period is, and not from when or until when."""
    return draft.duration is not None and not (draft.start or draft.end or draft.anchor)


def completed(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Put together what one clause tells line by line: 开工日期, 竣工日期, 工期总日历天数."""
    kept: list[Draft] = []
    for draft in drafts:
        last = kept[-1] if kept else None
        together = (
            last is not None
            and (last.cue.kind == draft.cue.kind or _dates_of(last, draft))
            and _complementary(last, draft)
            and (
                _top(context, last.last - 1) == _top(context, draft.cue.start)
                or _first_and_last_day(context, last, draft)
            )
            and not _signed_yearly(context, last, draft)
        )
        if last is None or not together:
            kept.append(draft)
            continue
        last.start, last.end = last.start or draft.start, last.end or draft.end
        last.duration, last.anchor = last.duration or draft.duration, last.anchor or draft.anchor
        last.last = max(last.last, draft.last)
    return kept


def _signed_yearly(context: Context, one: Draft, other: Draft) -> bool:
    """Tell whether the words between two drafts, or about the second, say that the contract is signed year by year."""
    behind = context.sentence(other.last)[1]
    return context.pack.pattern("periods.signed_yearly").search(context.text, one.last, behind) is not None


def _dates_of(one: Draft, other: Draft) -> bool:
    """Tell whether dates without a name are those of the service above them: 租赁期限:三年 over 起止日期:…."""
    return one.cue.kind == "service" and other.cue.kind == "contract" and other.cue.word.startswith("起止")


def _complementary(one: Draft, other: Draft) -> bool:
    """Tell whether two drafts tell different parts, at least one of them a date."""
    clash = (one.start and other.start) or (one.end and other.end) or (one.duration and other.duration)
    dated = one.start or one.end or other.start or other.end
    dates = ((one, other), (other, one))  # 监理期限自…至…;保修阶段自竣工验收合格起, 订单后45日内;11月30日前全部供货
    whole = any((a.start or a.end) and b.anchor for a, b in dates)
    return not clash and not whole and dated is not None and one.year is None and other.year is None


def _first_and_last_day(context: Context, one: Draft, other: Draft) -> bool:
    """Tell whether two drafts are the days of one period, each in a clause of its own: 4、开工日期 5、竣工日期."""
    days = context.pack.words("periods.date_only")
    return one.cue.kind == other.cue.kind and one.cue.word in days and other.cue.word in days


def _top(context: Context, offset: int) -> int | None:
    """Return the index of the outermost clause around `offset`, None outside all clauses."""
    chain = context.outline.ancestry(offset)
    return chain[-1].index if chain else None


def named(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Call the term of the contract a service period where no other performance period is told."""
    for draft in drafts:
        if _delivers(context, draft):
            draft.cue = replace(draft.cue, kind="delivery")
        if (
            draft.cue.kind == "delivery"
            and draft.start
            and draft.end
            and not _short(draft.start.value, draft.end.value)
        ):
            draft.cue = replace(draft.cue, kind="service")  # 供货期限 of a year: from day to day
    if not any(_performs(context, draft) for draft in drafts):
        by_order = any(draft.cue.kind == "delivery" for draft in drafts)
        upkeep = context.pack.words("periods.upkeep")
        for draft in drafts:
            kept_up = draft.cue.word in upkeep and draft.start is not None and draft.end is not None
            if kept_up or (draft.cue.kind == "contract" and not (by_order and draft.cue.word.endswith(_VALIDITY))):
                draft.cue = replace(draft.cue, kind="service")
    return drafts


def _delivers(context: Context, draft: Draft) -> bool:
    """Tell whether goods are delivered within a term of no kind of its own: 履行期限:签订后15日内完成供货."""
    if draft.cue.word not in context.pack.words("periods.terms") or draft.duration is None or draft.start or draft.end:
        return False
    return context.pack.pattern("periods.delivers").match(context.text, draft.duration.end) is not None


def _short(start: str, end: str) -> bool:
    """Tell whether a delivery is done within the time that one delivery may take; partial dates count as short."""
    last = shift(start, _LONGEST_DELIVERY, "month")
    return last is None or end <= last.isoformat()


def _performs(context: Context, draft: Draft) -> bool:
    """Tell whether a draft is when the whole contract is performed; a delivery within so long of an order is not."""
    if draft.cue.kind == "delivery" and draft.start is None and draft.end is None:
        telling = context.pack.pattern("periods.whole_delivery")
        return draft.anchor is not None and telling.search(context.text, *draft.anchor) is not None
    return draft.cue.kind in ("service", "construction", "delivery", "development")


def _same(draft: Draft, other: Draft) -> bool:
    kinds = {draft.cue.kind, other.cue.kind}
    if draft.listed or other.listed:
        return False
    if len(kinds) > 1 and kinds != _TERMS:
        return False

    def differ(a: object | None, b: object | None) -> bool:
        return a is not None and b is not None and a != b

    def length(d: Draft) -> tuple[int, str] | None:
        return (d.duration.value, d.duration.unit) if d.duration else None

    for one, two in ((draft, other), (other, draft)):
        if two.duration is None or two.start or two.end or not (two.anchor or len(kinds) > 1):
            continue
        if one.start and one.end:
            if two.anchor is None and outlasts(one.start.value, one.end.value, two.duration):
                return True  # 服务期三年,合同一年一签,本合同期限自…至…: the service of this contract
            return as_long(one.start.value, one.end.value, two.duration)
        apart = one.cue.kind == "delivery" or one.cue.word != two.cue.word
        if two.anchor and one.end and one.duration is None and apart:
            return False  # so long after each order, and all of it until a day
    return not (
        differ(draft.start and draft.start.value, other.start and other.start.value)
        or differ(draft.end and draft.end.value, other.end and other.end.value)
        or differ(length(draft), length(other))
        or differ(draft.year and draft.year.value, other.year and other.year.value)
    )
