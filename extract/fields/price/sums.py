"""Fees that the contract's price takes in beside another: 租金总额 and 物业费, of which 合同总金额 is the sum."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract.fields.context import Context
from extract.fields.price.candidates import OTHER, PriceCandidate


def without_parts(context: Context, candidates: Sequence[PriceCandidate]) -> list[PriceCandidate]:
    """Return the candidates; a fee that makes up the contract's price with another amount never wins, nor is compared.

    Alone a noun like 租金总额 tells the price; beside 合同总金额, to which another amount is missing, it tells a part.
    """
    fees = context.pack.words("price.fees")
    prices = {
        c.money.value for c in candidates if c.rule == "price.strong" and not context.text.startswith(fees, c.start)
    }
    stated = {money.value for money in context.mentions.money}
    return [
        replace(candidate, score=candidate.score - OTHER, reason="合同总价的一部分")
        if context.text.startswith(fees, candidate.start)
        and any(price - candidate.money.value in stated for price in prices)
        else candidate
        for candidate in candidates
    ]
