"""Amounts that the text calls the price: the words that name them, how much these say, and what speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from extract.fields.context import Context, between
from extract.fields.price.changes import changing_noun, deriving, is_reduced, is_reduction, product_start
from extract.fields.price.scores import SPELLED_OUT, STRONG, form_score, line_score, noun_score, place_score
from extract.nlp import mentions as found
from extract.nlp.figures import read_amount

ELSEWHERE = "price.elsewhere"
"""The rule of an amount that a clause on something else tells again: it may differ from the price, and never is it."""
YEARS_SUM = "全年的费用"
_PHRASE_START = "。;\n\t,:、(【☑□)"
_THIS_CONTRACT = "本合同"
_LONGEST_PHRASE = 24
"""Characters before a noun that say what it is the price of."""
_LONGEST_MARKER = 5
"""Characters of a word that stands apart before a noun: 其中:合同总价."""
_HALVES_APART, _CALLED_BEFORE = 24, 8
"""Characters between digits and uppercase under two labels, and before the first, where 大写 or 小写 is written."""
OTHER, _PART, _NET = 20.0, 8.0, 3.0
"""What a candidate loses that is some other amount, so that it never wins, that is for a part of the time, and that
leaves out the tax.
"""
_SHORT_BRACKET = 12
"""Characters of a bracket behind an amount that says what it is for: (三年)."""
_FORMER = {
    "price.changed": "变更前的价款",
    "price.reduced": "优惠前的价款",
    "price.derived": "计算价款的基数",
}


@dataclass(frozen=True, slots=True)
class PriceCandidate:
    """One amount that the text calls the price; `start` is where the calling words begin.

    `annual` marks a yearly fee, the price of a contract of one year; `paid` a fee that is stated where it is paid
    (收取费用为2万元); `kind_of_thing` the price of all things of a kind (设备总价款), of which there may be others;
    `all_years` the sum of several years in a contract that is signed again each year.
    """

    start: int
    money: found.Money
    score: float
    rule: str
    reason: str = ""
    annual: bool = False
    all_years: bool = False
    paid: bool = False
    kind_of_thing: bool = False


def price_candidates(context: Context) -> list[PriceCandidate]:
    """Return the amounts behind words that can name the price and the values of price labels, in order.

    A price whose digits and uppercase stand under two labels is one.
    """
    return _joined(context, [*_told(context), *_labelled(context)])


def _told(context: Context) -> Iterator[PriceCandidate]:
    """Yield the amounts behind words that can name the price."""
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
        factors = product_start(context, money.start) if match is None else None
        if factors is not None:
            match = pattern.search(context.text, max(0, factors - reach), factors)
        outcome = _outcome(context, before, last, money) if before is not None else None
        if last is not None:
            yield replace(last, score=last.score - OTHER, reason=_FORMER[outcome.rule]) if outcome else last
        last = outcome or (_judged(context, match, money) if match is not None else None)
        before = money
    if last is not None:
        yield last


def _labelled(context: Context) -> Iterator[PriceCandidate]:
    """Yield the values of price labels that are bare numbers."""
    for label in context.labels.of("total"):
        if label.blank or _overlaps(context, label.start, label.end):
            continue
        plain = _plain_number(context, label.start, label.end, label.label_start)
        if plain is not None:
            score = STRONG + place_score(context, label.start)
            yield PriceCandidate(label.label_start, plain, score, "price.label", "标签后的数字")


def _figure(money: found.Money) -> int:
    """Return where the first figure of an amount begins: what names it may stand behind 人民币."""
    return min(part[0] for part in (money.digits, money.uppercase, (money.end, money.end)) if part is not None)


def _outcome(
    context: Context, before: found.Money, last: PriceCandidate | None, money: found.Money
) -> PriceCandidate | None:
    """Return the price that comes out of the amount `before` it, or None; `last` is what that was taken for."""
    noun = changing_noun(context, before, last.start if last is not None else None, money)
    if noun is not None:
        score = STRONG + place_score(context, money.start)
        return PriceCandidate(noun, money, score, "price.changed", "变更后的价款")
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


# --- what speaks for an amount, and against it ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Called:
    """An amount, the words that call it a price, what stands before them (`lead`), and how much that says.

    `period` is the part of the time that the words name (每年, 月), `period_behind` whether behind the noun.
    """

    match: regex.Match[str]
    money: found.Money
    lead: str
    score: float
    rule: str
    period: str | None
    period_behind: bool

    @property
    def start(self) -> int:
        return self.match.start("noun")

    @property
    def link(self) -> str:
        """The words between the noun and the amount."""
        return self.match["link"]

    @property
    def ends(self) -> tuple[int, int]:
        """Where the amount ends, and where its digits do: what qualifies it may stand behind either."""
        return self.money.end, self.money.digits[1] if self.money.digits is not None else self.money.end


@dataclass(frozen=True, slots=True)
class _Objection:
    """Why an amount that words call a price is another one, or not all of it, and what it loses for that."""

    loss: float
    reason: str
    rule: str | None = None
    annual: bool = False
    all_years: bool = False
    paid: bool = False
    kind_of_thing: bool = False


def _judged(context: Context, match: regex.Match[str], money: found.Money) -> PriceCandidate:
    """Score one amount by the words that name it and the clause it stands in, less the first objection to it."""
    called = _called(context, match, money)
    objection = next(filter(None, (object_to(context, called) for object_to in _OBJECTIONS)), None)
    if objection is None:
        return PriceCandidate(called.start, money, called.score, called.rule)
    return PriceCandidate(
        called.start,
        money,
        called.score - objection.loss,
        objection.rule or called.rule,
        objection.reason,
        annual=objection.annual,
        all_years=objection.all_years,
        paid=objection.paid,
        kind_of_thing=objection.kind_of_thing,
    )


def _called(context: Context, match: regex.Match[str], money: found.Money) -> _Called:
    lead = phrase_before(context.text, match.start("noun"))
    score, rule = noun_score(context, match, lead)
    place = place_score(context, money.start, strong=rule == "price.strong")
    aside, _, own = lead.rpartition(_THIS_CONTRACT)
    apart = place < 0 or context.pack.pattern("price.not_price").search(aside) is not None
    if apart and _is_spelled_out(match, lead):
        lead, place, rule = _THIS_CONTRACT + own, 0, ELSEWHERE
    score += place + form_score(money, lead) + line_score(context, lead, match.start("noun"), money)
    each = context.pack.pattern("price.per_period")
    behind = each.search(match["link"])
    period = each.search(lead) or each.search(match["noun"]) or behind
    return _Called(
        match, money, lead, score, rule, period[0] if period is not None else None, period_behind=behind is not None
    )


def _prices_a_unit(context: Context, called: _Called) -> _Objection | None:
    """综合单价300元/平方米; 合同总价30万元/年 is a yearly fee; 每月服务费 is judged as the fee of a month.

    A fee of any name is, too, where it is told in figures and words, as a price is.
    """
    behind, yearly = context.pack.pattern("price.unit_price_behind"), context.pack.pattern("price.per_year_behind")
    if called.period is None and any(behind.match(context.text, end) for end in called.ends):
        told = called.rule != "price.weak" or (called.money.digits is not None and called.money.uppercase is not None)
        annual = told and any(yearly.match(context.text, end) for end in called.ends)
        return _Objection(OTHER, "单价", annual=annual)
    return None


def _is_other_amount(context: Context, called: _Called) -> _Objection | None:
    """A budget, a bond, the price before a change, one lot's; or a fee that is stated where it is paid."""
    pack = context.pack
    word = pack.pattern("price.former").search(called.link)
    if word is None and not _is_amended(context, called):
        word = pack.pattern("price.not_price").search(called.lead)
    paid = False
    if word is None and called.rule == "price.weak":
        since = max(context.sentence(called.start)[0], called.start - int(pack.threshold("price.reach")))
        word = pack.pattern("price.of_other").search(context.text, since, called.start)
        paid = word is None and pack.pattern("price.paid").search(called.lead) is not None
    if word is None and not paid and pack.pattern("price.lot").search(called.lead) is None:
        return None
    told_here = "为" in called.link or pack.pattern("price.plainly_paid").fullmatch(called.lead) is not None
    reason = f"其前为「{word[0] if word else called.lead}」"
    return _Objection(
        OTHER,
        reason,
        paid=paid and called.score > 0 and told_here,
        kind_of_thing=word is not None and _names_things(context, called, word[0]),
    )


def _names_things(context: Context, called: _Called, word: str) -> bool:
    """Tell whether a price clause gives the price of all things of a kind: 设备总价款, 软件价款合计."""
    whole = called.rule in ("price.general", "price.sum") and called.score >= context.pack.threshold("price.accepted")
    return whole and called.lead == word and word in context.pack.words("price.things")


def _is_budget(context: Context, called: _Called) -> _Objection | None:
    """采购预算100万元 is what may be spent, and the price where it limits what is paid: 结算总额不得突破该限额."""
    held = context.pack.pattern("price.spent_up_to")
    if called.match["noun"] not in context.pack.words("price.budgets"):
        return None
    return None if any(held.match(context.text, end) for end in called.ends) else _Objection(OTHER, "预算")


def _is_reckoned_by_price(context: Context, called: _Called) -> _Objection | None:
    """余款按合同价款计为5万元: what an instalment comes to."""
    if not context.pack.pattern("price.reckoned").fullmatch(f"{called.lead}…{called.link}"):
        return None
    return _Objection(OTHER, "按总价计算的金额")


def _is_one_of_a_row(context: Context, called: _Called) -> _Objection | None:
    """设备费80万元,安装费5万元,培训费1万元: one of several fees side by side, of which none is the price."""
    if called.rule != "price.weak":
        return None
    fee = context.pack.pattern("price.fee_beside")
    amounts = between(context.mentions.money, *context.sentence(called.start))
    beside = any(
        fee.fullmatch(context.text, one.end, other.start) is not None
        for one, other in pairwise(amounts)
        if called.money.start in (one.start, other.start)
    )
    return _Objection(OTHER, "并列的几项费用之一") if beside else None


def _is_of_other_contract(context: Context, called: _Called) -> _Objection | None:
    """施工合同金额为…… in a contract on supervision."""
    sentence = context.sentence(called.start)[0]
    other = context.pack.pattern("price.other_contract").search(context.text, sentence, called.start)
    other = other or context.earlier_contract(called.start)
    if other is None or _is_amended(context, called):
        return None
    return _Objection(OTHER, f"说的是「{other[0]}」")


def _is_years_sum(context: Context, called: _Called) -> _Objection | None:
    """全年合计 is the price of a contract of one year."""
    if called.match["general"] not in context.pack.words("price.yearly"):
        return None
    return _Objection(_PART, YEARS_SUM, annual=True)


def _is_for_a_time(_: Context, called: _Called) -> _Objection | None:
    """每年的服务费 is a part of the price, or all of it in a contract of one year."""
    if called.period is None:
        return None
    loss = OTHER if called.period_behind else _PART
    return _Objection(loss, f"「{called.period}」的费用", annual=called.period.endswith(("年", "年度")))


def _is_for_several_years(context: Context, called: _Called) -> _Objection | None:
    """三年服务费合计 in a contract that is signed for one year at a time: the sum of this one and of later ones."""
    pack, text, end = context.pack, context.text, called.ends[0]
    years = pack.pattern("price.several_years_sum")
    bracket = text[end : text.find(")", end) + 1]
    behind = bracket if bracket.startswith(("(", "元(")) and len(bracket) <= _SHORT_BRACKET else ""
    word = next(filter(None, map(years.search, (called.lead, called.link, behind))), None)
    if word is None and _THIS_CONTRACT not in called.lead:  # 第一年98万元,第二年100万元,合计198万元
        word = pack.pattern("price.year_by_year").search(text, *context.sentence(called.start))
    if word is None or pack.pattern("price.signed_yearly").search(text) is None:
        return None
    return _Objection(OTHER, "多年的费用,合同一年一签", all_years=True)


def _leaves_out_tax(context: Context, called: _Called) -> _Objection | None:
    """不含税价."""
    told = "不含" in called.link + called.lead or called.lead.endswith("不") or "未税" in called.link
    behind = context.pack.pattern("price.net_behind")
    if told or any(behind.match(context.text, end) for end in called.ends):
        return _Objection(_NET, "不含税金额", rule="price.net")
    return None


_OBJECTIONS = (
    _prices_a_unit,
    _is_other_amount,
    _is_budget,
    _is_one_of_a_row,
    _is_reckoned_by_price,
    _is_of_other_contract,
    _is_years_sum,
    _is_for_a_time,
    _is_for_several_years,
    _leaves_out_tax,
)


def _is_amended(context: Context, called: _Called) -> bool:
    """Tell whether the amount is what a change left: 变更后的合同总价."""
    return context.pack.pattern("price.amended").search(called.lead) is not None


def _is_spelled_out(match: regex.Match[str], lead: str) -> bool:
    """Tell whether a bracket spells out the price, whatever the sentence says of it: 以本合同总价(100万元)为限."""
    opened = match["link"].startswith("(") and ")" not in match["link"]
    return match["strong"] is not None and opened and _THIS_CONTRACT in lead


def phrase_before(text: str, start: int) -> str:
    """Return the words of the phrase before `start`, without the marks around them."""
    begin = start
    while begin > 0 and start - begin < _LONGEST_PHRASE and text[begin - 1] not in _PHRASE_START:
        begin -= 1
    lead = text[begin:start].strip()
    if not lead and begin > 1 and text[begin - 1] in ",:\t、(":  # 其中:合同总价 …
        earlier = max(text.rfind(mark, 0, begin - 1) for mark in _PHRASE_START) + 1
        lead = text[max(earlier, begin - _LONGEST_MARKER) : begin - 1].strip() if text[begin - 1] != "\t" else ""
        return lead if lead == "其中" else ""
    return lead


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
            out[-1] = replace(last, money=both, score=max(last.score, candidate.score) + SPELLED_OUT)
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
        and len(gap) <= _HALVES_APART
        and "。" not in gap
        and ("写" in gap or "写" in context.text[max(0, first.start - _CALLED_BEFORE) : first.start])
    )
