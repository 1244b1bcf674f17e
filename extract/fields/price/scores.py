"""How much speaks for an amount as the price: the noun that names it, the place, and the way it is written."""

from __future__ import annotations

import regex

from extract.fields.context import Context
from extract.nlp import mentions as found
from extract.width import is_han

_CONTRACT_WORDS = ("本合同", "合同", "签约", "本协议")
STRONG = 8.0
"""The score of a noun that says by itself that the price follows, of a price label, of what a price was changed to."""
_NOUNS = {
    "strong": (STRONG, "price.strong"),
    "summing": (7.0, "price.sum"),
    "general": (7.0, "price.general"),
    "narrowed": (2.0, "price.general"),
    "award": (6.0, "price.award"),
    "weak": (3.0, "price.weak"),
}
"""What each group of `price.statement` says by itself, and its rule; an amount is the price from `price.accepted` on.

A sum (费用合计) and a general noun (总金额) may be those of a part; a general noun that a word before it narrows
(设备金额) is accepted only where the place speaks for it; an award is what was offered, and the contract may state
another price; a weak noun (费用) is the price only in a clause on it.
"""
SPELLED_OUT, _OF_CONTRACT = 2.0, 1.0
"""What an amount gains in digits and uppercase, as prices are written, and behind 本合同 or 合同."""
_PRICE_CLAUSE, _OPENING = 3.0, 1.0
"""What the clause on the price adds, and the cover or preamble, which tell other amounts, too."""
_OTHER_CLAUSE = -6.0
"""A clause on breach or guarantees speaks of the price by the way: even a strong noun is not accepted there."""
_SIGNATURE, _WEAK_IN_ANNEX = -2.0, -4.0
"""Beside the signatures amounts are repeated; in an annex 费用 and 合计 are of something else, whatever its title."""


def form_score(money: found.Money, lead: str) -> float:
    """Return what the form adds: both digits and uppercase, 本合同 before the word."""
    both = money.digits is not None and money.uppercase is not None
    return SPELLED_OUT * both + _OF_CONTRACT * lead.endswith(_CONTRACT_WORDS)


def line_score(context: Context, lead: str, noun: int, money: found.Money) -> float:
    """Return what a line adds that holds nothing but the amount, in words, and what names it: 物料金额大写:壹万元整."""
    paragraph = context.outline.paragraph_at(money.start)
    begins = not context.text[paragraph.body_start : noun].removesuffix(lead)
    ends = not context.text[money.end : paragraph.end].strip("。;)")
    return SPELLED_OUT if begins and ends and money.uppercase is not None and money.digits is None else 0.0


def noun_score(context: Context, match: regex.Match[str], lead: str) -> tuple[float, str]:
    """Return what the noun adds, which `lead` may narrow, and the rule that it stands for."""
    group = next((name for name in ("strong", "award", "summing", "general") if match[name]), "weak")
    if group == "general" and lead and is_han(lead[-1]) and not lead.endswith(context.pack.words("price.whole")):
        group = "narrowed"
    return _NOUNS[group]


def place_score(context: Context, offset: int, *, strong: bool = True) -> float:
    """Return what the place adds: the price clause speaks of the price, the clause on breach does not.

    Weak words (费用, 合计) in an annex speak of something else.
    """
    section = context.outline.section_at(offset).kind
    weak_in_annex = section.startswith("annex") and not strong
    bonus = _WEAK_IN_ANNEX if weak_in_annex else _SIGNATURE if section == "signature" else 0.0
    kinds = context.outline.kinds_at(offset)
    if kinds and kinds[0] in context.pack.words("price.other_clauses"):
        return bonus + _OTHER_CLAUSE
    if any(kind in context.pack.words("price.price_clauses") for kind in kinds) or _titled(context, offset):
        return bonus + _PRICE_CLAUSE
    return bonus + (_OPENING if section in ("cover", "preamble") else 0.0)


def _titled(context: Context, offset: int) -> bool:
    title = context.pack.pattern("price.price_title")
    return any(clause.title and title.search(clause.title) for clause in context.outline.ancestry(offset))
