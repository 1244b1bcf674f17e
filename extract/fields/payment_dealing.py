"""One sentence for several instalments: 签订、初验、终验后各支付三分之一; 30%、70%,分别于签订、终验后支付.

签订后、初验后、终验后分别支付30%、30%、40% is the same the other way round.
"""

from __future__ import annotations

from dataclasses import replace

from extract.fields.context import Context
from extract.fields.payment_choice import Draft

Region = tuple[int, int]


def deal(context: Context, drafts: list[Draft]) -> list[Draft]:
    """Return the drafts of one block, each of the listed events with an instalment of its own."""
    dealt: list[Draft] = []
    behind = 0  # drafts that an earlier one has dealt with already
    for index, draft in enumerate(drafts):
        if behind:
            behind -= 1
            continue
        events = _listed(context, draft.terms.trigger) if draft.terms.recurs is None else []
        run = _shares_before(dealt, draft)
        following = _shares_behind(drafts, index)
        if len(following) + 1 == len(events) > 1:
            own_shares = [draft, *following]
            dealt.extend(_released(own, event, draft) for own, event in zip(own_shares, events, strict=True))
            behind = len(following)
        elif len(events) > 1 and _is_of_each(context, draft, len(events)):
            dealt.extend(_released(draft, event, draft) for event in events)
        elif len(run) + 1 == len(events) > 1 and _in_turn(context, draft):
            dealt[len(dealt) - len(run) :] = [
                _released(own, event, draft) for own, event in zip([*run, draft], events, strict=True)
            ]
        else:
            dealt.append(draft)
    return dealt


def _is_of_each(context: Context, draft: Draft, events: int) -> bool:
    """Tell whether a share is paid at each of so many events: the words say so, or they make up the price in turn."""
    if is_for_each(context, draft.start, draft.anchor.words_start):
        return True
    return _in_turn(context, draft) and draft.anchor.share is not None and draft.anchor.share * events == 1


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


def _shares_before(drafts: list[Draft], draft: Draft) -> list[Draft]:
    """Return the shares without an event of their own that stand right before another: 30%、40%、."""
    run: list[Draft] = []
    start = draft.start
    for other in reversed(drafts):
        if other.end != start or other.anchor.kind != "share" or other.terms.trigger is not None:
            break
        run.insert(0, other)
        start = other.start
    return run


def _shares_behind(drafts: list[Draft], index: int) -> list[Draft]:
    """Return the shares without an event of their own right behind one: 、30%、40%."""
    run: list[Draft] = []
    for other in drafts[index + 1 :]:
        before = run[-1] if run else drafts[index]
        if other.start != before.end or other.anchor.kind != "share" or other.terms.trigger is not None:
            break
        run.append(other)
    return run


def _released(draft: Draft, event: Region, last: Draft) -> Draft:
    terms = last.terms
    return replace(draft, terms=replace(draft.terms, trigger=event, due=terms.due, due_after=terms.due_after))
