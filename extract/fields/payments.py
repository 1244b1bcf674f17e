"""Payments: the instalments by which the price is paid, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.fields.context import Context, between
from extract.fields.payment_anchors import Anchor
from extract.fields.payment_blocks import ANNEX, BODY, PAYMENT, PRICE, find_blocks, group_at
from extract.fields.payment_parts import find_general_terms, find_pieces
from extract.fields.payment_shares import Share, resolve_shares, stated_sum
from extract.fields.payment_tables import Schedule, find_schedules
from extract.fields.payment_terms import Terms, read_terms
from extract.model import DecimalField, Payment, Span, Total

_WHOLE = Decimal(1)
_NUMBERED = ("share", "amount", "rest")


@dataclass(frozen=True, slots=True)
class Draft:
    """One instalment as one place of the contract promises it; `group` and `place` tell where."""

    start: int
    end: int
    anchor: Anchor
    terms: Terms
    group: int
    place: int
    rule: str

    @property
    def numbered(self) -> bool:
        """Whether it says how much: a share, an amount, the rest."""
        return self.anchor.kind in _NUMBERED


def read_payments(context: Context, total: Total | None) -> tuple[Payment, ...]:
    """Return the instalments of the price, in order; `total` gives the shares of stated amounts.

    Shares that were computed (付至80%, an amount, 余款) are marked derived.
    """
    price = total.value if total is not None else None
    schedules = find_schedules(context)
    general: dict[int, Terms] = {}
    drafts = [_with_amount(context, draft, price) for draft in _drafts(context, schedules, general)]
    chosen = _with_cadence(_chosen(drafts, price), drafts, price)
    chosen = _without_idle(chosen, price)
    chosen = [_with_due(draft, general, alone=len(chosen) == 1) for draft in chosen]
    _explain(context, drafts, chosen)
    open_groups = {draft.group for draft in drafts if draft.anchor.kind == "blank"}
    shares = resolve_shares([d.anchor for d in chosen], [d.terms.recurs is not None for d in chosen], price)
    if open_groups & {draft.group for draft in chosen}:
        shares = [None if share is not None and share.basis == "remainder" else share for share in shares]
    return tuple(_payment(context, draft, share, total) for draft, share in zip(chosen, shares, strict=True))


def _drafts(context: Context, schedules: list[Schedule], general: dict[int, Terms]) -> list[Draft]:
    """Return the instalments of all places, in order; `general` takes the payment period that a clause sets for all."""
    drafts = [
        Draft(row.start, row.end, row.anchor, row.terms, group, place, "payments.schedule")
        for schedule in schedules
        for place, group in [_of_schedule(context, schedule)]
        for row in schedule.rows
    ]
    for block in find_blocks(context, [(schedule.start, schedule.end) for schedule in schedules]):
        pieces = find_pieces(context, block)
        if block.chosen and block.place <= PRICE and (terms := find_general_terms(context, block)) is not None:
            general.setdefault(block.group, terms)
        for piece in pieces:
            terms = read_terms(context, piece.start, piece.end, piece.anchor)
            if terms.label is None:
                terms = replace(terms, label=_label_above(context, piece.start))
            rule = f"payments.{piece.anchor.kind}"
            drafts.append(Draft(piece.start, piece.end, piece.anchor, terms, block.group, block.place, rule))
    return sorted(drafts, key=lambda draft: draft.start)


def _label_above(context: Context, offset: int) -> tuple[int, int] | None:
    """Return the heading of the clause around `offset`, when it is the name of an instalment: (一)首付款."""
    clause = context.outline.clause_at(offset)
    if clause is None or clause.title is None:
        return None
    head = context.outline.paragraph_at(clause.start)
    named = context.pack.pattern("payments.label_start").fullmatch(context.text, head.body_start, head.end)
    return named.span("label") if named is not None else None


def _with_due(draft: Draft, general: dict[int, Terms], *, alone: bool) -> Draft:
    """Give an instalment without a payment period of its own the one that its clause sets for all.

    A period for what is paid again and again (按月支付) is none for the instalments beside it.
    """
    terms = general.get(draft.group) or (next(iter(general.values())) if len(general) == 1 else None)
    if terms is not None and terms.recurs is not None and not alone and draft.terms.recurs is None:
        return draft
    if terms is None or draft.terms.due is not None or draft.terms.due_on is not None:
        return draft
    return replace(draft, terms=replace(draft.terms, due=terms.due, due_after=terms.due_after))


def _of_schedule(context: Context, schedule: Schedule) -> tuple[int, int]:
    """Return place and group of a schedule: it is as good as a payment clause, and shares the group of its clause."""
    place, group = group_at(context, schedule.start)
    if not context.in_contract(schedule.start):
        return ANNEX, group
    return PAYMENT, group if place <= PRICE else -2 - context.outline.paragraph_at(schedule.start).index


def _without_idle(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop 付足95% where the instalments before it already come to 95 %: it pays nothing more."""
    kept: list[Draft] = []
    for draft in drafts:
        if not (draft.anchor.cumulative and draft.anchor.share is not None and draft.anchor.share == _sum(kept, price)):
            kept.append(draft)
    return kept


def _with_amount(context: Context, draft: Draft, price: Decimal | None) -> Draft:
    """Mend the amount beside a share: the whole price is none (合同总价100万元,支付30%), one that fits the share is."""
    anchor = draft.anchor
    if price is None or anchor.share is None or anchor.share == _WHOLE:
        return draft
    money = anchor.money
    if money is not None and money.value == price:
        money = None
    if money is None and not anchor.cumulative:
        inside = between(context.mentions.money, draft.start, draft.end)
        money = next((m for m in inside if m.value == anchor.share * price), None)
    return replace(draft, anchor=replace(anchor, money=money))


# --- the choice --------------------------------------------------------------------------------------------


def _chosen(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Return the drafts that are the instalments: the best place that says how much, completed from other places."""
    numbered: Callable[[Draft], bool] = lambda draft: draft.numbered  # noqa: E731
    whole: Callable[[Draft], bool] = lambda draft: draft.anchor.kind == "whole"  # noqa: E731
    recurring: Callable[[Draft], bool] = lambda draft: draft.anchor.kind == "recurring"  # noqa: E731
    order = [
        (PAYMENT, numbered), (PRICE, numbered), (PAYMENT, whole), (PRICE, whole), (PAYMENT, recurring), (PRICE, recurring),
        (BODY, numbered), (BODY, whole), (BODY, recurring), (ANNEX, numbered), (ANNEX + PRICE, numbered), (ANNEX, whole),
    ]
    for place, fits in order:
        here = [draft for draft in drafts if draft.place == place and fits(draft)]
        if place not in (PAYMENT, PRICE):
            here = _certain(here, price)
        if not here:
            continue
        if fits is not numbered:
            return [max(here, key=lambda d: ((d.terms.trigger is not None) + 2 * (d.terms.due is not None), -d.start))]
        closing = [d for d in drafts if d.place == place and whole(d) and d.start > here[-1].start and d.group == here[-1].group]
        return _completed(_fitting([*here, *_as_rest(closing, here, price)], price), drafts, price)
    return []


def _certain(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Outside the clauses on price and payment, take bare amounts for instalments only when they make up the price."""
    amounts = [draft for draft in drafts if draft.anchor.kind == "amount"]
    return drafts if _sum(amounts, price) == _WHOLE else [draft for draft in drafts if draft.anchor.kind != "amount"]


def _sum(drafts: Iterable[Draft], price: Decimal | None) -> Decimal:
    chosen = list(drafts)
    return stated_sum([d.anchor for d in chosen], [d.terms.recurs is not None for d in chosen], price)


def _as_rest(closing: list[Draft], before: list[Draft], price: Decimal | None) -> list[Draft]:
    """Take 全部付清 behind other instalments for the rest, if the others leave one."""
    if not closing or _sum(before, price) >= _WHOLE or any(draft.anchor.kind == "rest" for draft in before):
        return []
    last = closing[0]
    return [replace(last, anchor=replace(last.anchor, kind="rest", share=None, rest=True), rule="payments.rest")]


def _fitting(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop what one contract says twice, where the shares come to more than the price."""
    if any(draft.anchor.kind == "rest" for draft in drafts) and _sum(drafts, price) == _WHOLE:
        drafts = [draft for draft in drafts if draft.anchor.kind != "rest"]  # nothing is left
    if _sum(drafts, price) <= _WHOLE and not _repeats(drafts):
        return drafts
    groups: dict[int, list[Draft]] = {}
    for draft in drafts:
        groups.setdefault(draft.group, []).append(draft)
    if len(groups) > 1:
        distinct = _distinct(list(groups.values()))
        kept = [draft for group in distinct for draft in group]
        if _sum(kept, price) > _WHOLE:
            kept = max(distinct, key=lambda group: (-abs(_sum(group, price) - _WHOLE), len(group)))
        drafts = kept
    return _without_repeats(drafts, price)


def _repeats(drafts: list[Draft]) -> bool:
    """Tell whether two places each leave a rest: the same instalments, stated twice."""
    return len({draft.group for draft in drafts if draft.anchor.kind == "rest"}) > 1


def _distinct(groups: list[list[Draft]]) -> list[list[Draft]]:
    """Leave out groups whose shares another group states too."""
    kept: list[list[Draft]] = []
    for group in sorted(groups, key=len, reverse=True):
        keys = [_key(draft) for draft in group]
        if not any(all(key in [_key(draft) for draft in other] for key in keys) for other in kept):
            kept.append(group)
    return sorted(kept, key=lambda group: group[0].start)


def _key(draft: Draft) -> tuple[object, ...]:
    money = draft.anchor.money
    return (draft.anchor.kind == "rest", draft.anchor.share if draft.anchor.share is not None else money.value if money else None)


def _without_repeats(drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Drop a draft that names no event and no time and repeats another's share, while there is too much."""
    kept = list(drafts)
    for draft in drafts:
        if _sum(kept, price) <= _WHOLE:
            break
        vague = draft.terms.trigger is None and draft.terms.due is None and draft.terms.due_on is None
        twice = sum(_key(other) == _key(draft) for other in kept) > 1
        rest = [other for other in kept if other is not draft]
        if vague and twice or draft.anchor.retained and _sum(rest, price) == _WHOLE:
            kept = rest
    return kept


def _completed(chosen: list[Draft], drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Add the retention that another clause releases, where it is just what is missing."""
    missing = _WHOLE - _sum(chosen, price)
    if missing <= 0 or any(draft.anchor.kind == "rest" for draft in chosen):
        return chosen
    for draft in drafts:
        if draft not in chosen and draft.anchor.retained and draft.anchor.share == missing and draft.place < ANNEX:
            return sorted([*chosen, draft], key=lambda d: d.start)
    return chosen


def _with_cadence(chosen: list[Draft], drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Give a lone instalment the cadence that its clause announces; take it from instalments that make up the price."""
    if len(chosen) > 1 and all(d.anchor.base is None for d in chosen) and all(d.terms.recurs for d in chosen):
        once = [replace(d, terms=replace(d.terms, recurs=None)) for d in chosen]
        if _sum(once, price) == _WHOLE:
            return once
    dated = [replace(d, terms=replace(d.terms, recurs=None)) if d.terms.due_on is not None else d for d in chosen]
    if len(dated) != 1 or dated[0].anchor.share == _WHOLE or dated[0].terms.due_on is not None:
        return dated
    announced = [d.terms for d in drafts if d.group == dated[0].group and d.anchor.kind == "recurring" and d.terms.recurs]
    return [_recurring(dated[0], announced)] if announced else dated


def _recurring(draft: Draft, announced: list[Terms]) -> Draft:
    """Complete a lone instalment from the sentences of its clause that say how often and until when it is paid."""
    own = draft.terms
    due = next((terms for terms in announced if terms.due is not None), Terms())
    trigger = own.trigger or next((terms.trigger for terms in announced if terms.trigger is not None), None)
    return replace(
        draft,
        terms=replace(
            own, recurs=own.recurs or announced[0].recurs, trigger=trigger, due=own.due or due.due,
            due_after=own.due_after if own.due is not None else due.due_after,
        ),
    )


# --- the record --------------------------------------------------------------------------------------------


def _payment(context: Context, draft: Draft, share: Share | None, total: Total | None) -> Payment:
    terms, anchor = draft.terms, draft.anchor
    span = context.span(*_trimmed(context.text, draft.start, draft.end))
    due = terms.due
    after = context.text[slice(*terms.due_after)] if terms.due_after is not None else None
    return Payment(
        text=context.quote(span), spans=(span,), rule=draft.rule,
        label=context.text_field(*terms.label, "payments.label") if terms.label else None,
        share=_share_field(context, share, draft, total) if share is not None else None,
        share_basis=share.basis if share is not None else None,
        amount=context.money(anchor.money, draft.rule) if anchor.money is not None else None,
        remainder=anchor.rest, cap=anchor.cap, cumulative=anchor.cumulative,
        trigger=context.text_field(*terms.trigger, "payments.event") if terms.trigger else None,
        conditions=tuple(context.text_field(*region, "payments.condition") for region in terms.conditions),
        due=context.duration(due, "payments.due", after=after) if due is not None else None,
        due_on=context.date_field(terms.due_on.value, terms.due_on.start, terms.due_on.end, "payments.due_on") if terms.due_on else None,
        recurs=terms.recurs,
        base=context.text_field(*anchor.base, "payments.share_base") if anchor.base is not None else None,
    )


def _share_field(context: Context, share: Share, draft: Draft, total: Total | None) -> DecimalField:
    spans: list[Span] = [context.span(*region) for region in share.regions]
    if share.basis == "amount" and total is not None:
        spans.append(total.spans[0])
    return DecimalField(
        value=share.value, text=context.quote(spans[0]), spans=tuple(spans), rule=draft.rule, derived=share.derived,
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while end > start + 1 and text[end - 1] in " \t\n;,。、":
        end -= 1
    return start, end


def _explain(context: Context, drafts: Sequence[Draft], chosen: Sequence[Draft]) -> None:
    places = {draft.start for draft in chosen}
    for draft in drafts:
        won = draft.start in places
        reason = "付款条款所列" if won else "另处已列明各期付款,或不构成一期付款"
        context.consider(
            "payments", context.text[draft.anchor.start : draft.anchor.end], draft.start, draft.end, draft.rule,
            float(ANNEX - draft.place), won=won, reason=reason,
        )
