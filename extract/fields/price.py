"""The contract price and every amount of money: 合同总价, its kind, its tax, the other places that state it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import regex

from extract.fields.context import Context
from extract.fields.price_changes import changing_noun, deriving, is_reduced, is_reduction
from extract.fields.price_tables import table_totals, total_of_table
from extract.fields.price_terms import (
    read_discount,
    read_kind,
    read_net,
    read_parts,
    read_tax,
    read_tax_amount,
    read_tax_rate,
)
from extract.model import Money, Period, Span, Total
from extract.nlp import mentions as found
from extract.nlp.figures import read_amount

_PHRASE_START = "。;\n\t,:、(【☑□)"
_THIS_CONTRACT = "本合同"
_ELSEWHERE = "price.elsewhere"
"""The rule of an amount that a clause on something else tells again: it may differ from the price, and never is it."""
_CONTRACT_WORDS = ("本合同", "合同", "签约", "本协议")
_YEARS_SUM = "全年的费用"
_RUNNING = ("service", "contract")
_ONE_YEAR = {(1, "year"), (12, "month"), (365, "day"), (366, "day")}
_OTHER, _PART, _NET = 20.0, 8.0, 3.0
"""What a candidate loses that is some other amount, so that it never wins, that is for a part of the time, and that
leaves out the tax.
"""
_FORMER = {
    "price.changed": "变更前的价款",
    "price.reduced": "优惠前的价款",
    "price.derived": "计算价款的基数",
}
_LONGEST_DEAL = 60
"""Characters between a bid and the price that was agreed on below it."""


@dataclass(frozen=True, slots=True)
class PriceCandidate:
    """One amount that the text calls the price; `start` is where the calling words begin.

    `annual` marks a yearly fee, the price of a contract of one year; `paid` a fee that is stated where it is paid
    (收取费用为2万元).
    """

    start: int
    money: found.Money
    score: float
    rule: str
    reason: str = ""
    annual: bool = False
    paid: bool = False


def read_amounts(context: Context) -> tuple[Money, ...]:
    """Return every money mention of the contract, in order."""
    return tuple(context.money(mention, "money") for mention in context.mentions.money)


def read_total(context: Context, terms: Sequence[Period] = ()) -> Total | None:
    """Return the contract price, or None where the contract states none (blank forms, framework contracts).

    `terms` are the periods of the contract: where it runs for one year, a yearly fee is the price. `others` are the
    other places that state the price, for the comparison of AMT004.
    """
    candidates = _joined(context, list(_candidates(context)))
    best = _best(context, candidates, terms)
    _explain(context, candidates, best)
    if best is None:
        return total_of_table(context)
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

    A yearly fee is the price of a contract of one year, and the one fee stated where it is paid is that of a contract
    that pays nothing in parts.
    """
    stated = (candidate for candidate in candidates if candidate.rule != _ELSEWHERE)
    best = max(stated, key=lambda candidate: (candidate.score, -candidate.start), default=None)
    if best is not None and best.score >= context.pack.threshold("price.accepted"):
        return best
    yearly = [candidate for candidate in candidates if candidate.annual]
    values = {candidate.money.value for candidate in yearly}
    one_year = _runs_one_year(terms) or context.pack.pattern("price.one_year").search(context.text)
    told_alone = any(c.reason == _YEARS_SUM for c in yearly) and not context.pack.pattern("price.several_years").search(
        context.text
    )
    if len(values) == 1 and (one_year or told_alone):
        return replace(yearly[0], reason="合同期一年,年费即总价")
    paid = [candidate for candidate in candidates if candidate.paid]
    if len(paid) == 1 and not yearly and not context.pack.pattern("price.in_parts").search(context.text):
        return replace(paid[0], reason="全部合同只有这一笔款项")
    return None


def _runs_one_year(terms: Sequence[Period]) -> bool:
    """Tell whether each term of the contract is of one year."""
    lengths = {(t.duration.value, t.duration.unit) for t in terms if t.kind in _RUNNING and t.duration is not None}
    return bool(lengths) and lengths <= _ONE_YEAR


def _total(
    context: Context, best: PriceCandidate, candidates: list[PriceCandidate], others: tuple[Money, ...]
) -> Total:
    money = context.money(best.money, best.rule)
    region = (best.start, best.money.end)
    places = [c.money.start for c in candidates if c.money.value == best.money.value]
    stated = next((c.money for c in candidates if c.rule == "price.net" and c.money.value < best.money.value), None)
    net = context.money(stated, "price.net") if stated is not None else read_net(context, best.money.value, places)
    tax_amount = read_tax_amount(context, best.money.value, places)
    if best.rule == "price.reduced":  # what stands before it is net and tax of the price before the reduction
        end = context.span(*region).end
        net, tax_amount = (m if m is not None and m.spans[0].start >= end else None for m in (net, tax_amount))
    tax = read_tax(context, region)
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


# --- candidates --------------------------------------------------------------------------------------------


def _candidates(context: Context) -> Iterator[PriceCandidate]:
    """Yield the amounts behind words that can name the price, and the values of price labels."""
    pattern = context.pack.pattern("price.statement")
    reach = int(context.pack.threshold("price.reach"))
    before: found.Money | None = None
    last: PriceCandidate | None = None
    for money in context.mentions.money:
        if before is not None and last is not None and is_reduction(context, before, money):
            continue
        window = max(before.end if before is not None else 0, money.start - reach)
        ends = dict.fromkeys((money.start, _figure(money)))
        match = next(filter(None, (pattern.search(context.text, window, end) for end in ends)), None)
        outcome = _outcome(context, before, last, money) if before is not None else None
        if last is not None:
            yield replace(last, score=last.score - _OTHER, reason=_FORMER[outcome.rule]) if outcome else last
        last = outcome or (_judged(context, match, money) if match is not None else None)
        before = money
    if last is not None:
        yield last
    for label in context.labels.of("total"):
        if label.blank or _overlaps(context, label.start, label.end):
            continue
        plain = _plain_number(context, label.start, label.end, label.label_start)
        if plain is not None:
            yield PriceCandidate(
                label.label_start, plain, 8 + _place(context, label.start), "price.label", "标签后的数字"
            )


def _figure(money: found.Money) -> int:
    """Return where the first figure of an amount begins: what names it may stand behind 人民币."""
    return min(part[0] for part in (money.digits, money.uppercase, (money.end, money.end)) if part is not None)


def _outcome(
    context: Context, before: found.Money, last: PriceCandidate | None, money: found.Money
) -> PriceCandidate | None:
    """Return the price that comes out of the amount `before` it, or None; `last` is what that was taken for."""
    noun = changing_noun(context, before, last.start if last is not None else None, money)
    if noun is not None:
        return PriceCandidate(noun, money, 8 + _place(context, money.start), "price.changed", "变更后的价款")
    if last is not None and last.score > 0 and is_reduced(context, before, money):
        return replace(last, money=money, rule="price.reduced", reason="优惠后的价款")
    match = deriving(context, before, money)
    derived = _judged(context, match, money) if match is not None else None
    return replace(derived, rule="price.derived") if derived is not None and derived.score > 0 else None


def _overlaps(context: Context, start: int, end: int) -> bool:
    """Tell whether a money mention stands in [start, end) or reaches into it."""
    return any(money.start < end and start < money.end for money in context.mentions.money)


def _plain_number(context: Context, start: int, end: int, label_start: int) -> found.Money | None:
    """Return the amount of a label whose value is a bare number: 合同金额(万元):152.88."""
    head = context.text[label_start:start]
    unit = "万元" if "万元" in head else "元"
    digits = sum(character.isdigit() for character in context.text[start:end])
    value = read_amount(context.text[start:end], unit) if digits >= 3 else None
    if value is None or value <= 0:
        return None
    return found.Money(start, end, value, unit=unit, digits=(start, end), digits_value=value)


def _judged(context: Context, match: regex.Match[str], money: found.Money) -> PriceCandidate:
    """Score one amount by the word that names it, what stands before that word, and the clause it stands in."""
    pack, text = context.pack, context.text
    start = match.start("noun")
    lead = _phrase_before(text, start)
    score, rule = _noun_score(context, match, lead)
    place = _place(context, money.start, strong=rule == "price.strong")
    aside, _, own = lead.rpartition(_THIS_CONTRACT)
    apart = place < 0 or pack.pattern("price.not_price").search(aside) is not None
    if apart and _is_spelled_out(match, lead):
        lead, place, rule = _THIS_CONTRACT + own, 0, _ELSEWHERE
    score += place + _form(match, money, lead)
    each = pack.pattern("price.per_period")
    behind = each.search(match["link"])
    period = each.search(lead) or each.search(match["noun"]) or behind
    ends = (money.end, money.digits[1] if money.digits is not None else money.end)
    if period is None and any(pack.pattern("price.unit_price_behind").match(text, end) for end in ends):
        return PriceCandidate(start, money, score - _OTHER, rule, "单价")
    amended = pack.pattern("price.amended").search(lead) is not None
    former = pack.pattern("price.former").search(match["link"])
    word = former or (None if amended else pack.pattern("price.not_price").search(lead))
    paid = False
    if word is None and rule == "price.weak":
        since = max(context.sentence(start)[0], start - int(pack.threshold("price.reach")))
        word = pack.pattern("price.of_other").search(text, since, start)
        paid = word is None and pack.pattern("price.paid").search(lead) is not None
    if word is not None or paid or pack.pattern("price.lot").search(lead):
        reason = f"其前为「{word[0] if word else lead}」"
        told_here = "为" in match["link"] or pack.pattern("price.plainly_paid").fullmatch(lead) is not None
        stated = paid and score > 0 and told_here
        return PriceCandidate(start, money, score - _OTHER, rule, reason, paid=stated)
    told = context.sentence(start)[0], start
    other = pack.pattern("price.other_contract").search(text, *told) or context.earlier_contract(start)
    if other is not None and not amended:
        return PriceCandidate(start, money, score - _OTHER, rule, f"说的是「{other[0]}」")
    if match["general"] in pack.words("price.yearly"):
        return PriceCandidate(start, money, score - _PART, rule, _YEARS_SUM, annual=True)
    if period is not None:
        less = _OTHER if behind is not None else _PART
        return PriceCandidate(
            start, money, score - less, rule, f"「{period[0]}」的费用", annual=period[0].endswith("年")
        )
    told_net = "不含" in match["link"] + lead or lead.endswith("不") or "未税" in match["link"]
    if told_net or any(pack.pattern("price.net_behind").match(text, end) for end in ends):
        return PriceCandidate(start, money, score - _NET, "price.net", "不含税金额")
    return PriceCandidate(start, money, score, rule)


def _is_spelled_out(match: regex.Match[str], lead: str) -> bool:
    """Tell whether a bracket spells out the price, whatever the sentence says of it: 以本合同总价(100万元)为限."""
    opened = match["link"].startswith("(") and ")" not in match["link"]
    return match["strong"] is not None and opened and _THIS_CONTRACT in lead


def _form(match: regex.Match[str], money: found.Money, lead: str) -> float:
    """Return what the form adds: both digits and uppercase, 本合同 before the word."""
    both = money.digits is not None and money.uppercase is not None
    return 2 * both + lead.endswith(_CONTRACT_WORDS)


def _noun_score(context: Context, match: regex.Match[str], lead: str) -> tuple[float, str]:
    if match["strong"]:
        return 8, "price.strong"
    if match["award"]:
        return 6, "price.award"
    if match["summing"]:
        return 7, "price.sum"
    if match["general"]:
        whole = not lead or not _is_han(lead[-1]) or lead.endswith(context.pack.words("price.whole"))
        return (7, "price.general") if whole else (2, "price.general")
    return 3, "price.weak"


def _place(context: Context, offset: int, *, strong: bool = True) -> float:
    """Return what the place adds: the price clause speaks of the price, the clause on breach does not.

    Weak words (费用, 合计) in an annex speak of something else.
    """
    section = context.outline.section_at(offset).kind
    bonus: float = -4 if section.startswith("annex") and not strong else -2 if section == "signature" else 0
    kinds = context.outline.kinds_at(offset)
    if kinds and kinds[0] in context.pack.words("price.other_clauses"):
        return bonus - 6
    if any(kind in context.pack.words("price.price_clauses") for kind in kinds) or _titled(context, offset):
        return bonus + 3
    return bonus + (1 if section in ("cover", "preamble") else 0)


def _titled(context: Context, offset: int) -> bool:
    title = context.pack.pattern("price.price_title")
    return any(clause.title and title.search(clause.title) for clause in context.outline.ancestry(offset))


def _phrase_before(text: str, start: int) -> str:
    """Return the words of the phrase before `start`, without the marks around them."""
    begin = start
    while begin > 0 and start - begin < 24 and text[begin - 1] not in _PHRASE_START:
        begin -= 1
    lead = text[begin:start].strip()
    if not lead and begin > 1 and text[begin - 1] in ",:\t、(":  # 其中:合同总价 …
        earlier = max(text.rfind(mark, 0, begin - 1) for mark in _PHRASE_START) + 1
        lead = text[max(earlier, begin - 5) : begin - 1].strip() if text[begin - 1] != "\t" else ""
        return lead if lead == "其中" else ""
    return lead


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _joined(context: Context, candidates: list[PriceCandidate]) -> list[PriceCandidate]:
    """Join a price whose digits and uppercase stand under two labels, line under line, into one."""
    out: list[PriceCandidate] = []
    for candidate in sorted(candidates, key=lambda c: c.money.start):
        last = out[-1] if out else None
        other = candidate.score <= 0 or candidate.rule == "price.net"  # 其中不含税价…… below the price is no half of it
        if last is not None and not other and _halves(context, last.money, candidate.money):
            digits, words = (last.money, candidate.money) if last.money.digits else (candidate.money, last.money)
            both = replace(
                digits,
                start=last.money.start,
                end=candidate.money.end,
                uppercase=words.uppercase,
                uppercase_value=words.uppercase_value,
                agree=digits.digits_value == words.uppercase_value,
                problems=(*digits.problems, *words.problems),
            )
            out[-1] = replace(last, money=both, score=max(last.score, candidate.score) + 2)
        else:
            out.append(candidate)
    return out


def _halves(context: Context, first: found.Money, second: found.Money) -> bool:
    one_each = (first.uppercase is None) != (second.uppercase is None) and (first.digits is None) != (
        second.digits is None
    )
    gap = context.text[first.end : second.start]
    return (
        one_each
        and len(gap) <= 24
        and "。" not in gap
        and ("写" in gap or "写" in context.text[max(0, first.start - 8) : first.start])
    )


def _repeats(context: Context, candidate: PriceCandidate, best: PriceCandidate) -> bool:
    """Tell whether `candidate` states the same thing as the price: another place to compare."""
    limits = context.pack.words("price.ceiling")
    limited = any(word in context.text[candidate.start : candidate.money.start] for word in limits)
    return (
        candidate.score >= context.pack.threshold("price.repeated")
        and candidate.rule in ("price.strong", "price.award", "price.general", "price.label", _ELSEWHERE)
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
    lead = _phrase_before(context.text, candidate.start)
    yearly = context.pack.pattern("price.one_year_of_several").search(lead)
    years = context.pack.pattern("price.years_of_renewal").search(lead)  # 三年服务期中标总价, of which one is signed
    renewed = years is not None and candidate.money.value % price == 0
    return candidate.rule != "price.general" and yearly is None and not renewed


# --- explanation -------------------------------------------------------------------------------------------


def _explain(context: Context, candidates: list[PriceCandidate], best: PriceCandidate | None) -> None:
    for candidate in candidates:
        won = candidate is best
        reason = candidate.reason or ("得分最高" if won else "得分较低")
        context.consider(
            "total",
            f"{candidate.money.value}",
            candidate.start,
            candidate.money.end,
            candidate.rule,
            candidate.score,
            won=won,
            reason=reason,
        )
