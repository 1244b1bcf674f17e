"""What a number in a clause is used for: a sanction, a cap, a threshold, or something else altogether."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extract.fields.context import Context
from extract.fields.passages import first_phrase, phrase_around
from extract.fields.penalties.numbers import Number
from extract.nlp.mentions import Region
from extract.rulepack import RulePack

Use = Literal["sanction", "cap", "threshold", "other"]
BRACKET = re.compile(r"\([^()]*\)?")
_FIGURE = re.compile(r"\d|[百千万]分之")


@dataclass(frozen=True, slots=True)
class Setting:
    """What the surroundings say of a number before its own words are looked at."""

    headed: bool = False
    """A heading, a lead-in or the table speaks of sanctions."""
    announced: bool = False
    """The same, or sanctions came before in the paragraph."""
    measured: bool = False
    """The number has a unit of its own (500元/次, 每逾期一日 …): it can be a sanction without the word."""
    timed: bool = False
    """That unit is of time."""
    overdue: bool = False
    """It is of time, and something is late: nobody pays a price by the day of delay."""
    column: bool = False
    """The number stands in a table column of sanctions."""


@dataclass(frozen=True, slots=True)
class _Words:
    """The words around a number: of its comma phrase, and of the rest of its sentence."""

    before: str
    after: str
    rest: str
    sentence: str

    @property
    def plain(self) -> str:
        """The words behind the number in its phrase, brackets left out."""
        return BRACKET.sub("", self.after)

    @property
    def following(self) -> str:
        """The sentence from the next comma phrase on."""
        return self.rest[len(self.after) :].lstrip(",")


def use_of(context: Context, number: Number, sentence: Region, setting: Setting) -> Use:
    """Return what `number` is in its sentence."""
    text, pack = context.text, context.pack
    phrase = phrase_around(text, number.start, number.end, sentence)
    words = _Words(
        text[phrase[0] : number.start],
        text[number.end : phrase[1]],
        text[number.end : sentence[1]],
        text[slice(*sentence)],
    )
    lead = text[sentence[0] : number.start]
    if words.rest.startswith("的,") and not pack.pattern("penalties.sanction").search(words.before):
        return "threshold"  # 误差不大于5%的,扣减…
    if number.times is not None and (use := _use_of_multiple(words, pack)) is not None:
        return use
    measured = pack.pattern("penalties.measured_before").search(words.before)
    waived = pack.pattern("penalties.waived").search(words.before)
    if measured or waived or _adjusts_price(number, lead, words, pack):
        return "other"
    bound = _use_of_bound(number, lead, words, pack)
    if bound is not None:
        return bound
    if _measures_other(number, words, pack):
        return "other"
    sanction = pack.pattern("penalties.sanction")
    named_behind = sanction.search(words.plain) is not None
    share = pack.pattern("penalties.share_before").search(words.before) is not None
    compensates = setting.overdue and pack.pattern("penalties.compensates").match(words.after) is not None
    if compensates or _becomes_sanction(words, pack, named_behind or share) or _is_payable(number, lead, pack):
        return "sanction"
    named = pack.pattern("penalties.announced").search(text, sentence[0], number.start) is not None
    if share and not named_behind:
        graver = setting.announced and pack.pattern("penalties.graver").match(lead) is not None
        besides = setting.measured or pack.pattern("penalties.besides").search(lead) is not None
        listed = (setting.headed or named) and number.money is not None and besides
        return _either(graver or setting.overdue or listed)
    if pack.pattern("penalties.share_after").match(words.after):
        return _either(setting.overdue or ((setting.announced or named) and setting.timed))
    if sanction.search(BRACKET.sub("", words.before)) or named_behind:
        return "sanction"
    if pack.pattern("penalties.announced").search(text, sentence[0], phrase[0]):
        return _either(number.rate is not None or setting.measured)
    return _either(setting.column or (setting.announced and setting.measured))


def _use_of_multiple(words: _Words, pack: RulePack) -> Use | None:
    """Return what a multiple is whose own words tell it: of an interest rate (LPR的四倍), paid back (双倍返还).

    So many times an interest rate is no rate of the contract: the record has none for it. A deposit doubled is none.
    """
    if pack.pattern("penalties.deposit_doubled").search(words.sentence):
        return "other"
    if pack.pattern("penalties.of_interest").search(words.before) or pack.pattern("penalties.interest_behind").match(
        words.after
    ):
        return "other"
    return "sanction" if pack.pattern("penalties.repaid").match(words.after) else None


def _use_of_bound(number: Number, lead: str, words: _Words, pack: RulePack) -> Use | None:
    """Return what a number is that bounds something: a cap, a threshold, or a sanction told by its most or its least.

    罚款≤500元; 赔偿全部损失,且不低于10万元.
    """
    if number.money is not None and pack.pattern("penalties.fined_up_to").search(words.before):
        return "sanction"
    if pack.pattern("penalties.at_least").search(lead):
        return "sanction"
    if _is_cap(words, pack):
        return "cap"
    return "threshold" if _is_threshold(number, words, pack) else None


def _either(sanction: bool) -> Use:
    return "sanction" if sanction else "other"


def _adjusts_price(number: Number, lead: str, words: _Words, pack: RulePack) -> bool:
    """Tell whether the price follows what was done: 核减相应费用; 实际发生的场次少于8场的,按800元/场在尾款中核减."""
    if pack.pattern("penalties.price_adjusted").match(words.after):
        return True
    by_unit = pack.pattern("penalties.taken_off_by_unit").match(words.after) is not None
    return number.money is not None and by_unit and pack.pattern("penalties.less_done").search(lead) is not None


def _is_cap(words: _Words, pack: RulePack) -> bool:
    if pack.pattern("penalties.cap_before").search(words.before):
        return True
    if pack.pattern("penalties.cap_after").match(words.rest) is None:
        return False
    return words.rest.startswith("封顶") or pack.pattern("penalties.cap_opened").search(words.before) is not None


def _becomes_sanction(words: _Words, pack: RulePack, settled: bool) -> bool:
    """Tell whether the next phrase makes the number a sanction: 「按总价的1%，向甲方支付违约金」.

    A number that its own phrase has settled (`settled`) is only turned by 「，作为违约金」; a phrase with a
    figure of its own speaks of that.
    """
    following = pack.pattern("penalties.told_again").sub("", words.following)
    if pack.pattern("penalties.becomes_sanction").match(following) is None:
        return False
    if _FIGURE.search(first_phrase(following)):
        return False
    return not settled or pack.pattern("penalties.as_sanction").match(following) is not None


def _is_payable(number: Number, lead: str, pack: RulePack) -> bool:
    """Tell whether the words that lead to a number say what it is paid for.

    违约金按总价的20%; 损失无法计算的,按…; 未按约定上门的,每次向甲方支付200元.
    """
    if number.money is not None:
        return pack.pattern("penalties.paid_each_time").search(lead) is not None
    return number.rate is not None and pack.pattern("penalties.payable").search(lead) is not None


def _is_threshold(number: Number, words: _Words, pack: RulePack) -> bool:
    """Tell whether a number is a step (每降低1%) or a mark to be reached (低于95%, 损失1万元以上的)."""
    sanction = pack.pattern("penalties.sanction")
    if pack.pattern("penalties.step_before").search(words.before):
        return True
    if pack.pattern("penalties.compared").search(words.before):
        return pack.pattern("penalties.becomes_sanction").match(words.after.removeprefix("的")) is None
    ends = pack.pattern("penalties.threshold_end").match(words.rest)
    if ends is None:
        return False
    if number.money is not None and pack.pattern("penalties.amount_threshold").search(words.before):
        return True
    bounded = pack.pattern("penalties.bounded").match(words.rest) is not None
    claimed = pack.pattern("penalties.claim").fullmatch(words.before) is not None
    return bounded and (claimed or not sanction.search(words.before)) and not sanction.match(words.rest, ends.end())


def _measures_other(number: Number, words: _Words, pack: RulePack) -> bool:
    """Tell whether a number is the base of a rate, a sanction told again, a reward, a deposit, a share …."""
    if number.money is not None and pack.pattern("penalties.is_base").match(words.after):
        return True
    if any(pack.pattern(f"penalties.{behind}").match(words.after) for behind in ("falls_short", "rewarded", "taxed")):
        return True
    sanction = pack.pattern("penalties.sanction")
    forfeited = pack.pattern("penalties.forfeits").search(words.before) is not None
    if not forfeited and pack.pattern("penalties.retained").match(words.after):
        return True
    named = sanction.search(words.before) or sanction.search(words.after)
    if not named and (
        pack.pattern("penalties.lodged_after").match(words.after)
        or pack.pattern("penalties.instalment_named").match(words.before)
    ):
        return True
    if number.rate is not None and number.rate.value >= 1 and pack.pattern("penalties.whole").match(words.after):
        return True
    if number.rate is not None and pack.pattern("penalties.liability_share").match(words.after):
        return True
    insured = pack.pattern("penalties.insured").search(words.sentence) is not None
    deducted = pack.pattern("penalties.deducts").search(words.before) is not None  # 扣减保险费1000元
    told = pack.pattern("penalties.payout").sub("", words.sentence)
    return insured and not deducted and pack.pattern("penalties.announced").search(told) is None
