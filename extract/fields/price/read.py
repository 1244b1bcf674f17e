"""The contract price and every amount of money: 合同总价, its kind, its tax, the other places that state it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extract.fields.context import Context, between
from extract.fields.price.candidates import ELSEWHERE, YEARS_SUM, PriceCandidate, phrase_before, price_candidates
from extract.fields.price.sums import without_parts
from extract.fields.price.tables import table_totals, tax_of_table, total_of_table
from extract.fields.price.terms import (
    read_discount,
    read_kind,
    read_net,
    read_parts,
    read_tax,
    read_tax_amount,
    read_tax_rate,
)
from extract.model import Money, Period, Span, Total

_RUNNING = ("service", "contract")
_SUMS = ("price.sum", "price.general")
_ONE_YEAR = {(1, "year"), (12, "month"), (365, "day"), (366, "day")}
_LONGEST_YEAR = {"year": 1, "month": 12, "day": 366}
_PERCENT = ("%", "百分之")
_LONGEST_DEAL = 60
"""Characters between a bid and the price that was agreed on below it."""


def read_amounts(context: Context) -> tuple[Money, ...]:
    """Return every money mention of the contract, in order."""
    return tuple(context.money(mention, "money") for mention in context.mentions.money)


def read_total(context: Context, terms: Sequence[Period] = ()) -> Total | None:
    """Return the contract price, or None where the contract states none (blank forms, framework contracts).

    `terms` are the periods of the contract: where it runs for one year, a yearly fee is the price. `others` are the
    other places that state the price, for the comparison of AMT004.
    """
    candidates = without_parts(context, price_candidates(context))
    best = _best(context, candidates, terms)
    table = total_of_table(context) if best is None else None
    if best is None:
        best = _told_in_words(candidates, table.value) if table is not None else _alone(context, candidates)
    _explain(context, candidates, best)
    if best is None:
        return table
    others = [context.money(c.money, c.rule) for c in candidates if c is not best and _repeats(context, c, best)]
    place = context.span(best.start, best.money.end)
    others.extend(
        m
        for m in table_totals(context, best.money.value)
        if m.value != best.money.value or not _same_place(m.spans[0], place)
    )
    return _total(context, best, candidates, tuple(others))


def _same_place(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _best(context: Context, candidates: list[PriceCandidate], terms: Sequence[Period]) -> PriceCandidate | None:
    """Return the candidate that is the price, or None.

    A yearly fee is the price of a contract of one year (合同一年一签), or where nothing speaks of several and it is
    told as a price is: as a sum (每年合计), or in digits and words. The one fee stated where it is paid is the price of
    a contract that pays nothing in parts.
    """
    stated = (candidate for candidate in candidates if candidate.rule != ELSEWHERE)
    best = max(stated, key=lambda candidate: (candidate.score, -candidate.start), default=None)
    if best is not None and best.score >= context.pack.threshold("price.accepted"):
        return best
    all_years = [candidate for candidate in candidates if candidate.all_years]
    if len({candidate.money.value for candidate in all_years}) == 1 and _runs_several_years(terms):
        return replace(all_years[0], reason="合同期多年,各年合计即总价")
    yearly = [candidate for candidate in candidates if candidate.annual]
    values = {candidate.money.value for candidate in yearly}
    one_year = _runs_one_year(terms) or any(
        context.pack.pattern(rule).search(context.text) for rule in ("price.one_year", "price.signed_yearly")
    )
    told_alone = any(_is_told_as_price(candidate) for candidate in yearly) and not _runs_longer(context, terms)
    if len(values) == 1 and (one_year or told_alone):
        return replace(yearly[0], reason="合同期一年,年费即总价")
    paid = [candidate for candidate in candidates if candidate.paid]
    if len(paid) == 1 and not yearly and (not _pays_in_parts(context) or _heads_price_clause(context, paid[0])):
        return replace(paid[0], reason="全部合同只有这一笔款项")
    return None


def _pays_in_parts(context: Context) -> bool:
    """Tell whether the contract pays in parts; the share that a sanction takes (合同总额的30%作为违约金) is none."""
    parts, sanction = context.pack.pattern("price.in_parts"), context.pack.pattern("breach_terms.liable")
    return any(
        not (match[0].endswith(_PERCENT) and sanction.search(context.text, *context.sentence(match.start())))
        for match in parts.finditer(context.text)
    )


def _told_in_words(candidates: Sequence[PriceCandidate], price: Decimal) -> PriceCandidate | None:
    """Return who states what the price table comes to in figures and words, whatever it is called (预算金额)."""
    told = (c for c in candidates if c.money.value == price and c.money.digits and c.money.uppercase)
    found = next(told, None)
    return replace(found, reason="大小写俱全,与价格表合计相同") if found is not None else None


def _alone(context: Context, candidates: list[PriceCandidate]) -> PriceCandidate | None:
    """Return the price of all things of a kind (设备总价款), where the clause that states it has no other amount."""
    named = [candidate for candidate in candidates if candidate.kind_of_thing]
    if len({candidate.money.value for candidate in named}) != 1 or not _alone_in_clause(context, named[0]):
        return None
    return replace(named[0], reason="价款条款只有这一笔金额")


def _alone_in_clause(context: Context, candidate: PriceCandidate) -> bool:
    """Tell whether the outermost clause around a candidate has no other amount than its own."""
    around = context.outline.ancestry(candidate.start)
    amounts = between(context.mentions.money, around[-1].start, around[-1].end) if around else ()
    return bool(around) and all(money.value == candidate.money.value for money in amounts)


def _heads_price_clause(context: Context, candidate: PriceCandidate) -> bool:
    """Tell whether a fee that is stated where it is paid is the one amount of a clause on the price alone."""
    around = context.outline.ancestry(candidate.start)
    return bool(around) and around[-1].kind == "price" and _alone_in_clause(context, candidate)


def _is_told_as_price(yearly: PriceCandidate) -> bool:
    both = yearly.money.digits is not None and yearly.money.uppercase is not None
    return both or yearly.reason == YEARS_SUM or yearly.rule in _SUMS


def _runs_one_year(terms: Sequence[Period]) -> bool:
    """Tell whether each term of the contract is of one year."""
    lengths = {_length(term) for term in terms if term.kind in _RUNNING} - {None}
    return bool(lengths) and lengths <= _ONE_YEAR


def _runs_several_years(terms: Sequence[Period]) -> bool:
    """Tell whether each term of the contract is of more than one year, whatever is signed again each year."""
    lengths = [term.duration for term in terms if term.kind in _RUNNING and term.duration is not None]
    return bool(lengths) and all(each.value > _LONGEST_YEAR.get(each.unit, each.value) for each in lengths)


def _runs_longer(context: Context, terms: Sequence[Period]) -> bool:
    """Tell whether the contract speaks of several years, or has a term that is not known to be of one."""
    several = context.pack.pattern("price.several_years").search(context.text)
    return several is not None or any(t.kind in _RUNNING and _length(t) not in _ONE_YEAR for t in terms)


def _length(term: Period) -> tuple[int, str] | None:
    return (term.duration.value, term.duration.unit) if term.duration is not None else None


def _total(
    context: Context, best: PriceCandidate, candidates: list[PriceCandidate], others: tuple[Money, ...]
) -> Total:
    money = _in_words(context.money(best.money, best.rule), others)
    region = (best.start, best.money.end)
    places = [c.money.start for c in candidates if c.money.value == best.money.value]
    stated = next((c.money for c in candidates if c.rule == "price.net" and c.money.value < best.money.value), None)
    net = context.money(stated, "price.net") if stated is not None else read_net(context, best.money.value, places)
    tax_amount = read_tax_amount(context, best.money.value, places)
    if best.rule == "price.reduced":  # what stands before it is net and tax of the price before the reduction
        end = context.span(*region).end
        net, tax_amount = (m if m is not None and m.spans[0].start >= end else None for m in (net, tax_amount))
    tax = read_tax(context, region) or tax_of_table(context)
    if net is not None and tax is not None and tax.value == "excluded":  # 其中不含税价……: the price itself includes it
        tax = tax.model_copy(update={"value": "included"})
    fields = {name: getattr(money, name) for name in Money.model_fields}
    return Total(
        **fields,
        kind=read_kind(context, region),
        tax=tax,
        tax_rate=read_tax_rate(context, region),
        net=net,
        tax_amount=tax_amount,
        others=others,
        parts=read_parts(context, best.money),
        discount=read_discount(context, region),
    )


def _in_words(money: Money, others: Sequence[Money]) -> Money:
    """Return the price with the words that another place states it in, where its own has only digits: 合计(大写):…."""
    told = next((other for other in others if other.uppercase and other.value == money.value), None)
    if money.uppercase is not None or told is None:
        return money
    return money.model_copy(
        update={
            "uppercase": told.uppercase,
            "uppercase_value": told.uppercase_value,
            "standard_uppercase": told.standard_uppercase,
            "problems": told.problems,
            "agree": True,
        }
    )


def _repeats(context: Context, candidate: PriceCandidate, best: PriceCandidate) -> bool:
    """Tell whether `candidate` states the same thing as the price: another place to compare."""
    limits = context.pack.words("price.ceiling")
    limited = any(word in context.text[candidate.start : candidate.money.start] for word in limits)
    return (
        candidate.score >= context.pack.threshold("price.repeated")
        and candidate.rule in ("price.strong", "price.award", "price.general", "price.label", ELSEWHERE)
        and not (limited and candidate.money.value > best.money.value)
        and not _negotiated(context, candidate, best)
        and candidate.money.currency == best.money.currency
        and (candidate.money.value == best.money.value or _speaks_of_all(context, candidate, best.money.value))
    )


def _negotiated(context: Context, candidate: PriceCandidate, best: PriceCandidate) -> bool:
    """Tell whether a bid came down to the price: 中标价26万元,经协商优惠2万元,最终合同价为24万元."""
    start, end = candidate.money.end, best.start
    if candidate.rule != "price.award" or candidate.money.value <= best.money.value or end - start > _LONGEST_DEAL:
        return False
    return context.pack.pattern("price.discount").search(context.text[start:end]) is not None


def _speaks_of_all(context: Context, candidate: PriceCandidate, price: Decimal) -> bool:
    """Tell whether a differing amount claims to be the price of the whole contract, not of a lot or one year."""
    lead = phrase_before(context.text, candidate.start)
    yearly = context.pack.pattern("price.one_year_of_several").search(lead)
    years = context.pack.pattern("price.years_of_renewal").search(lead)  # 三年服务期中标总价, of which one is signed
    renewed = years is not None and candidate.money.value % price == 0
    return candidate.rule != "price.general" and yearly is None and not renewed


# --- explanation -------------------------------------------------------------------------------------------


def _explain(context: Context, candidates: list[PriceCandidate], best: PriceCandidate | None) -> None:
    for candidate in candidates:
        won = best is not None and candidate.money is best.money
        told = best if won and best is not None else candidate
        reason = told.reason or ("得分最高" if won else "得分较低")
        context.consider(
            "total",
            (candidate.start, candidate.money.end),
            candidate.rule,
            reason,
            value=f"{candidate.money.value}",
            score=candidate.score,
            won=won,
        )
