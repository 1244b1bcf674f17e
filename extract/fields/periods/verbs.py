"""Periods told by a verb with the time before it: 合同签订后30日内完成供货, 2025年11月30日前提交正式报告."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from extract.fields.context import Context, between
from extract.fields.periods.cues import anchor_of, cues_of, pattern_cues
from extract.fields.timespan import Cue, Draft
from extract.nlp.mentions import Date, Duration

_VERB_REACH = 46
_CLOCK = 12
"""Characters behind a date that say by when: 18:00前."""
_MONTH = len("2025-06")
_LONGEST_GAP = 8
_WITHIN = ("内", "之内", "以内")
_BEHIND = 12
"""Characters behind a verb that say what is handed over."""


def told_by_verbs(context: Context, taken: Collection[int]) -> list[Draft]:
    """Return a draft for every verb with a time before it, each time once and none that is `taken`."""
    drafts: list[Draft] = []
    used = set(taken)
    for cue, dates_only, whole in _verbs(context):
        draft = _read_before(context, cue, used, dates_only=dates_only)
        if draft is None or (whole and draft.duration is not None and not _of_all(context, draft)):
            continue
        used.update(draft.starts)
        drafts.append(draft)
    return drafts


def _verbs(context: Context) -> Iterator[tuple[Cue, bool, bool]]:
    """Yield the verbs, each with whether only a date may stand before it, and a length only of the whole delivery."""
    words, outline = context.pack.words, context.outline
    wrong, delivering = set(words("periods.wrong_clauses")), set(words("periods.delivering_clauses"))
    for cue in cues_of(context, "periods.verbs"):
        kinds = set(outline.kinds_at(cue.start))
        if cue.word not in words("periods.weak_verbs") or "delivery" in kinds:
            yield cue, bool(wrong & kinds), False
        elif not wrong & kinds and not context.earlier_contract(cue.start):
            yield cue, not delivering & kinds, True
    for name, kind in (("periods.submits", "delivery"), ("periods.develops", "development")):
        for cue in pattern_cues(context, name, kind):
            if not wrong.intersection(outline.kinds_at(cue.start)):
                yield cue, False, True
    for cue in pattern_cues(context, "periods.finishes", "delivery"):
        if "delivery" in outline.kinds_at(cue.start):
            yield cue, True, True
    for cue in pattern_cues(context, "periods.finishes_all", "delivery"):
        if not wrong.intersection(outline.kinds_at(cue.start)) and not context.earlier_contract(cue.start):
            yield cue, True, True


def _of_all(context: Context, draft: Draft) -> bool:
    """Tell whether a delivery is counted from the contract, not from an order or a proof."""
    whole = context.pack.pattern("periods.whole_delivery")
    return draft.anchor is not None and whole.search(context.text, *draft.anchor) is not None


def _hands_over(context: Context, cue: Cue, start: int) -> bool:
    """Tell whether something is handed over on the way (场地, 图纸), in the words from a time to behind its verb."""
    if cue.word not in context.pack.words("periods.weak_verbs"):
        return False
    told = context.text[start : cue.end + _BEHIND]
    phrase = told[: cue.end - start] + told[cue.end - start :].split(",")[0].split("。")[0].split(";")[0]
    return any(word in phrase for word in context.pack.words("periods.handed_over"))


def _read_before(context: Context, cue: Cue, taken: Collection[int], *, dates_only: bool) -> Draft | None:
    """Read the time before a verb: 合同签订后30日内完成供货, 2025年11月30日前完成验收."""
    start = max(context.sentence(cue.start)[0], cue.start - _VERB_REACH)
    text = context.text
    lengths = between(context.mentions.durations, start, cue.start)
    dates = between(context.mentions.dates, start, cue.start)
    if dates and not (lengths and _stands_apart(context, dates[-1], lengths[-1])):
        last = dates[-1]
        until = context.pack.pattern("periods.until").match(text[last.end : last.end + _CLOCK])
        if len(last.value) < _MONTH or until is None or last.start in taken or _hands_over(context, cue, last.end):
            return None
        return Draft(cue, end=last, last=cue.end)
    if dates_only or not lengths or lengths[-1].start in taken:
        return None
    return _within(context, cue, lengths[-1])


def _stands_apart(context: Context, date: Date, length: Duration) -> bool:
    """Tell whether a length of time stands in a phrase behind a date's: 6月20日前交付完毕,安装完毕后7日内组织验收."""
    return "," in context.text[date.end : max(date.end, length.start)]


def _within(context: Context, cue: Cue, length: Duration) -> Draft | None:
    """Return the draft of a length of time before a verb, or None where it is not what the verb is done within."""
    text, words = context.text, context.pack.words
    if not text[length.end : length.end + 2].startswith(_WITHIN):
        return None
    opening = context.sentence(cue.start)[0]
    anchor = anchor_of(context, Cue(cue.kind, cue.word, opening, opening), length)
    gap = text[length.end : cue.start]
    arrival = context.pack.pattern("periods.arrival")
    if cue.kind == "delivery" and anchor is not None and arrival.search(text[slice(*anchor)]):
        return None
    if cue.kind == "delivery" and context.pack.pattern("periods.urgent").search(text, opening, length.start):
        return None
    if cue.kind == "construction":
        known = anchor is None or any(word in text[slice(*anchor)] for word in words("periods.construction_anchors"))
        if len(gap) > _LONGEST_GAP or not known:
            return None
    closes = text[cue.end : cue.end + 1] in (",", "。", ";", "\n", "")
    weak = cue.word in words("periods.weak_verbs")
    at_once = weak and closes and gap in _WITHIN  # 急件24小时内交付
    if not (anchor or at_once) or any(word in gap for word in words("periods.not_periods")):
        return None
    if _hands_over(context, cue, length.end):
        return None
    return Draft(cue, duration=length, anchor=anchor, last=cue.end)
