"""Payments: the instalments by which the price is paid, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extract.fields.context import Context, between
from extract.fields.payments.bases import with_bases_in_turn, with_named_bases, with_rests_of_price, without_whole_bases
from extract.fields.payments.blocks import ANNEX, PAYMENT, PRICE, Block, find_blocks, group_at, group_of
from extract.fields.payments.choice import SCHEDULE, Draft, choose, sum_of
from extract.fields.payments.dealing import deal
from extract.fields.payments.options import set_apart
from extract.fields.payments.parts import find_general_terms, find_named_terms, find_pieces
from extract.fields.payments.runs import find_runs
from extract.fields.payments.shares import Share, resolve_shares
from extract.fields.payments.single import find_only_payment
from extract.fields.payments.tables import Schedule, find_schedules
from extract.fields.payments.terms import Terms, read_terms
from extract.fields.payments.wholes import without_divided, without_price
from extract.fields.segments import segment_around
from extract.model import DecimalField, Payment, Span, Total

_WHOLE = Decimal(1)
_NAME_REACH = 8
"""Characters before a share in which its instalment's name stands: 预付款30%."""


def read_payments(context: Context, total: Total | None) -> tuple[Payment, ...]:
    """Return the instalments of the price, in order; `total` gives the shares of stated amounts.

    Shares that were computed (付至80%, an amount, 余款) are marked derived.
    """
    price = total.value if total is not None else None
    schedules = [*find_schedules(context), *find_runs(context, price)]
    blocks = find_blocks(context, [(schedule.start, schedule.end) for schedule in schedules])
    found = _drafts(context, schedules, blocks) or find_only_payment(context, blocks, price)
    drafts = [_with_amount(context, draft, price) for draft in found]
    drafts = without_divided(context, without_price(context, drafts, price))
    drafts = _of_parts(context, drafts, price)
    drafts = with_bases_in_turn(context, with_named_bases(context, drafts, price))
    drafts = without_whole_bases(context, drafts, price)
    drafts = with_rests_of_price(context, drafts, price)
    drafts, others = set_apart(context, _without_notes(context, drafts, price), price)
    chosen = _with_cadence(context, choose(drafts, price), drafts, price)
    only = len(chosen) == 1 and chosen[0].terms.recurs is not None and chosen[0].terms.trigger is None
    alone = len(chosen) == 1
    general = _general_terms(context, blocks, only=only, alone=alone)
    mixed = len(chosen) > 1 and any(draft.terms.recurs is not None for draft in chosen)
    chosen = [_with_due(draft, general, alone=alone, mixed=mixed) for draft in chosen]
    named = dict(each for block in blocks if block.chosen for each in find_named_terms(context, block))
    chosen = [_with_named_terms(context, draft, named) for draft in chosen]
    chosen = [_with_release(draft, drafts) for draft in chosen]
    wanting = _funds_wanting(context, blocks)
    chosen = [_with_condition(draft, wanting.get(draft.group)) for draft in chosen]
    _explain(context, drafts, chosen)
    groups = {draft.group for draft in chosen}
    others = [draft for draft in others if draft.group in groups]
    open_groups = {draft.group for draft in drafts if _is_open(context, draft)}
    shares = resolve_shares([d.anchor for d in chosen], [d.terms.recurs is not None for d in chosen], price)
    if open_groups & groups or others:  # what is left depends on what was not filled in, or on the case
        depends = [d.group in open_groups and (d.anchor.kind == "whole" or d.anchor.cumulative) for d in chosen]
        shares = [
            None if share is not None and (share.basis == "remainder" or open_before) else share
            for share, open_before in zip(shares, depends, strict=True)
        ]
    apart = resolve_shares([d.anchor for d in others], [d.terms.recurs is not None for d in others], price)
    payments = [*zip(chosen, shares, strict=True), *zip(others, apart, strict=True)]
    payments.sort(key=lambda payment: payment[0].start)
    return tuple(_payment(context, draft, share, total) for draft, share in payments)


def _is_open(context: Context, draft: Draft) -> bool:
    """Tell whether an instalment was left to fill in; a stroke in the place of its share says that there is none."""
    return draft.anchor.kind == "blank" and "/" not in context.text[draft.anchor.start : draft.anchor.end]


def _without_notes(context: Context, drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Return `drafts` without the notes behind the instalments that say one again: 尾款70%须在甲方出具报告后支付.

    A note calls its share by a name of the first instalment or of the last, which has that share; without it the
    shares come to all of the price.
    """
    kept = sorted(drafts, key=lambda draft: draft.start)
    while len(kept) > 2 and sum_of(_shared(kept), price) > _WHOLE and _says_again(context, kept):
        kept.pop()
    return kept if sum_of(_shared(kept), price) == _WHOLE else drafts


def _shared(drafts: list[Draft]) -> list[Draft]:
    return [draft for draft in drafts if draft.anchor.share and draft.place == drafts[-1].place]


def _says_again(context: Context, drafts: list[Draft]) -> bool:
    """Tell whether the last of `drafts` names the first or the last of those before it, and has its share."""
    note, told = drafts[-1], _shared(drafts)[:-1]
    before = max(note.start, note.anchor.start - _NAME_REACH), note.anchor.start
    named = context.pack.pattern("payments.first_or_last").search(context.text, *before)
    return named is not None and bool(told) and told[0 if named["first"] else -1].anchor.share == note.anchor.share


def _of_parts(context: Context, drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Give the shares of one year's fee their base: 第一年服务费50万元,签订后支付70%,年末支付30%.

    The paragraph names the fee before its first share, less than the price; the shares make it up, or their amounts do.
    Shares that name their base (当年维保费的50%) keep it. The fee itself is no instalment.
    """
    kept = list(drafts)
    for paragraph in {context.outline.paragraph_at(draft.start).index for draft in drafts}:
        inside = [d for d in kept if context.outline.paragraph_at(d.anchor.start).index == paragraph]
        told = [d for d in inside if d.anchor.kind == "share" and d.anchor.share is not None]
        shares = [d for d in told if d.anchor.base is None] or told
        start = context.outline.paragraphs[paragraph].start
        fees = between(context.mentions.money, start, shares[0].anchor.words_start) if shares else []
        fee = fees[0] if len(fees) == 1 else None
        if fee is None or not (_make_up(shares, fee.value) or _are_of(context, shares, (start, fee.start))):
            continue
        if shares[0].anchor.base is None and (price is None or fee.value >= price):
            continue
        words = (fee.start, fee.end)
        based = {id(d): replace(d, anchor=replace(d.anchor, base=d.anchor.base or words)) for d in shares}
        kept = [based.get(id(d), d) for d in kept if d.anchor.money is not fee]
    return kept


def _are_of(context: Context, shares: Sequence[Draft], words: tuple[int, int]) -> bool:
    """Tell whether shares are of the fee that `words` name: 年服务费为5万元,每半年支付年服务费的50%."""
    bases = {context.text[slice(*draft.anchor.base)] for draft in shares if draft.anchor.base is not None}
    return len(bases) == 1 and any(base in context.text[slice(*words)] for base in bases)


def _make_up(shares: Sequence[Draft], fee: Decimal) -> bool:
    """Tell whether the shares of a fee come to all of it, and the amounts beside them fit."""
    stated = [(d.anchor.share, d.anchor.money.value) for d in shares if d.anchor.share and d.anchor.money is not None]
    whole = sum((d.anchor.share for d in shares if d.anchor.share), Decimal(0)) == _WHOLE
    return len(shares) > 1 and whole and all(share * fee == amount for share, amount in stated)


def _general_terms(context: Context, blocks: list[Block], *, only: bool, alone: bool) -> dict[int, Terms]:
    """Return the payment period that a clause sets for all instalments, by its group.

    `alone` tells that there is one instalment, `only` that it comes again and again.
    """
    general: dict[int, Terms] = {}
    for block in blocks:
        terms = (
            find_general_terms(context, block, only=only, alone=alone)
            if block.chosen and block.place <= PRICE
            else None
        )
        if terms is not None:
            general.setdefault(block.group, terms)
    return general


def _drafts(context: Context, schedules: list[Schedule], blocks: list[Block]) -> list[Draft]:
    """Return the instalments of all places, in order."""
    drafts = [
        Draft(row.start, row.end, row.anchor, row.terms, group, place, SCHEDULE)
        for schedule in schedules
        for place, group in [_of_schedule(context, schedule)]
        for row in schedule.rows
    ]
    for block in blocks:
        found: list[Draft] = []
        for piece in find_pieces(context, block):
            terms = read_terms(context, piece.start, piece.end, piece.anchor)
            if terms.label is None:
                terms = replace(terms, label=_label_above(context, piece.start))
            rule = f"payments.{piece.anchor.kind}"
            found.append(Draft(piece.start, piece.end, piece.anchor, terms, block.group, block.place, rule))
        drafts.extend(deal(context, found))
    return sorted(drafts, key=lambda draft: draft.start)


def _label_above(context: Context, offset: int) -> tuple[int, int] | None:
    """Return the heading of the clause around `offset`, when it is the name of an instalment: (一)首付款."""
    clause = context.outline.clause_at(offset)
    if clause is None or clause.title is None:
        return None
    head = context.outline.paragraph_at(clause.start)
    named = context.pack.pattern("payments.label_start").fullmatch(context.text, head.body_start, head.end)
    return named.span("label") if named is not None else None


def _with_due(draft: Draft, general: dict[int, Terms], *, alone: bool, mixed: bool) -> Draft:
    """Give an instalment without a payment period of its own the one that its clause sets for all.

    A period for what is paid again and again (按月支付) is none for the instalments beside it, where they are `mixed`.
    """
    terms = general.get(draft.group) or (next(iter(general.values())) if len(general) == 1 else None)
    if terms is not None and terms.recurs is not None and mixed and draft.terms.recurs is None:
        return draft
    if terms is None or draft.terms.due is not None or draft.terms.due_on is not None:
        return draft
    trigger = draft.terms.trigger or (terms.trigger if alone else None)
    return replace(draft, terms=replace(draft.terms, trigger=trigger, due=terms.due, due_after=terms.due_after))


def _with_named_terms(context: Context, draft: Draft, named: dict[str, Terms]) -> Draft:
    """Give an instalment that tells neither event nor time those of the line that names it: 预付款支付期限:…."""
    told = draft.terms.trigger or draft.terms.due or draft.terms.due_on
    label = context.text[slice(*draft.terms.label)] if draft.terms.label is not None else None
    terms = named.get(label) if label is not None and not told else None
    if terms is None:
        return draft
    timed = replace(draft.terms, trigger=terms.trigger, due=terms.due, due_after=terms.due_after, due_on=terms.due_on)
    return replace(draft, terms=timed)


def _funds_wanting(context: Context, blocks: list[Block]) -> dict[int, tuple[int, int]]:
    """Return what a clause says of all its instalments if funds of others do not come in, by its group."""
    wanting, found = context.pack.pattern("payments.funds_wanting"), dict[int, tuple[int, int]]()
    for block in blocks:
        match = wanting.search(context.text, block.start, block.end) if block.chosen and block.place <= PRICE else None
        if match is not None:
            found.setdefault(block.group, match.span("funds"))
    return found


def _with_condition(draft: Draft, condition: tuple[int, int] | None) -> Draft:
    """Return an instalment with a condition that its clause sets for all, unless it names that itself."""
    if condition is None or draft.start <= condition[0] < draft.end:
        return draft
    return replace(draft, terms=replace(draft.terms, conditions=(*draft.terms.conditions, condition)))


def _with_release(draft: Draft, drafts: list[Draft]) -> Draft:
    """Give a retention that the payment clause only names the event and time at which another clause releases it."""
    terms = draft.terms
    if not draft.anchor.retained or terms.trigger or terms.due or terms.due_on:
        return draft
    for other in drafts:
        told = other.terms
        same = other.anchor.share is None or other.anchor.share == draft.anchor.share
        if other.start != draft.start and other.anchor.retained and same and (told.trigger or told.due or told.due_on):
            return replace(
                draft,
                terms=replace(terms, trigger=told.trigger, due=told.due, due_after=told.due_after, due_on=told.due_on),
            )
    return draft


def _of_schedule(context: Context, schedule: Schedule) -> tuple[int, int]:
    """Return place and group of a schedule: it is as good as a payment clause, and shares the group of its clause."""
    place, group = group_at(context, schedule.start)
    if not context.in_contract(schedule.start):
        return ANNEX, group
    return PAYMENT, group if place <= PRICE else group_of(context.outline.paragraph_at(schedule.start).index)


def _with_amount(context: Context, draft: Draft, price: Decimal | None) -> Draft:
    """Mend the amount beside a share: the whole price is none (合同总价100万元,支付30%), one that fits the share is.

    The price in the words that pay it at once is what is paid: 一次性支付合同价款10万元.
    """
    anchor = draft.anchor
    if price is None or anchor.share is None:
        return draft
    if anchor.kind == "whole":
        inside = between(context.mentions.money, *segment_around(context.text, anchor.start, draft.start, draft.end))
        return replace(draft, anchor=replace(anchor, money=next((m for m in inside if m.value == price), None)))
    if anchor.share == _WHOLE:
        return draft
    money = anchor.money
    if money is not None and money.value == price:
        money = None
    if money is None and not anchor.cumulative:
        inside = between(context.mentions.money, draft.start, draft.end)
        money = next((m for m in inside if m.value == anchor.share * price), None)
    return replace(draft, anchor=replace(anchor, money=money))


def _with_cadence(context: Context, chosen: list[Draft], drafts: list[Draft], price: Decimal | None) -> list[Draft]:
    """Give a lone instalment the cadence that its clause announces; take it from instalments that make up the price.

    These all have it, or it is that of the fee whose parts they are: 每年6万元,分两次支付. A lone rest with an event
    of its own stands beside what is paid again and again after another.
    """
    again = bool(chosen) and (all(d.terms.recurs for d in chosen) or _is_in_parts(context, chosen[0]))
    if len(chosen) > 1 and all(d.anchor.base is None for d in chosen) and again:
        once = [replace(d, terms=replace(d.terms, recurs=None)) for d in chosen]
        if sum_of(once, price) == _WHOLE:
            return once
    dated = [replace(d, terms=replace(d.terms, recurs=None)) if d.terms.due_on is not None else d for d in chosen]
    if len(dated) != 1 or dated[0].anchor.share == _WHOLE or dated[0].terms.due_on is not None:
        return dated
    announced = [d for d in drafts if d.group == dated[0].group and d.anchor.kind == "recurring" and d.terms.recurs]
    if announced and dated[0].anchor.rest and dated[0].terms.trigger and announced[0].terms.trigger:
        return [announced[0], *dated]  # 每月末验收后支付当月服务费;期满后付清余款
    return [_recurring(dated[0], [d.terms for d in announced])] if announced else dated


def _is_in_parts(context: Context, first: Draft) -> bool:
    """Tell whether the words before the first instalment say in how many parts a sum is paid."""
    start = context.outline.paragraph_at(first.start).start
    return context.pack.pattern("payments.in_parts").search(context.text, start, first.anchor.start) is not None


def _recurring(draft: Draft, announced: list[Terms]) -> Draft:
    """Complete a lone instalment from the sentences of its clause that say how often and until when it is paid."""
    own = draft.terms
    due = next((terms for terms in announced if terms.due is not None), Terms())
    trigger = own.trigger or next((terms.trigger for terms in announced if terms.trigger is not None), None)
    return replace(
        draft,
        terms=replace(
            own,
            recurs=own.recurs or announced[0].recurs,
            trigger=trigger,
            due=own.due or due.due,
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
        text=context.quote(span),
        spans=(span,),
        rule=draft.rule,
        label=context.text_field(*terms.label, "payments.label") if terms.label else None,
        share=_share_field(context, share, draft, total) if share is not None else None,
        share_basis=share.basis if share is not None else None,
        share_words=anchor.words,
        amount=context.money(anchor.money, draft.rule) if anchor.money is not None else None,
        remainder=anchor.rest,
        cap=anchor.cap,
        cumulative=anchor.cumulative,
        option=context.text_field(*draft.option, "payments.case") if draft.option is not None else None,
        level=context.decimal_field(anchor.share, anchor.start, anchor.end, draft.rule)
        if anchor.cumulative and anchor.share is not None and anchor.base is None
        else None,
        trigger=context.text_field(*terms.trigger, "payments.event") if terms.trigger else None,
        conditions=tuple(context.text_field(*region, "payments.condition") for region in terms.conditions),
        due=context.duration(due, "payments.due", after=after) if due is not None else None,
        due_on=context.date_field(terms.due_on.value, terms.due_on.start, terms.due_on.end, "payments.due_on")
        if terms.due_on
        else None,
        recurs=terms.recurs,
        base=context.text_field(*anchor.base, "payments.share_base") if anchor.base is not None else None,
    )


def _share_field(context: Context, share: Share, draft: Draft, total: Total | None) -> DecimalField:
    spans: list[Span] = [context.span(*region) for region in share.regions]
    if share.basis == "amount" and total is not None:
        spans.append(total.spans[0])
    return DecimalField(
        value=share.value,
        text=context.quote(spans[0]),
        spans=tuple(spans),
        rule=draft.rule,
        derived=share.derived,
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
            "payments",
            (draft.start, draft.end),
            draft.rule,
            reason,
            value=context.text[draft.anchor.start : draft.anchor.end],
            score=float(ANNEX - draft.place),
            won=won,
        )
