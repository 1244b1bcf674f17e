"""Which role each party plays: by its label, or by what it does where the label alone does not say."""

from __future__ import annotations

from collections import Counter

from extract.fields.context import Context
from extract.fields.party_names import Side
from extract.model import Role
from extract.structure.label_words import MEMBER

_AMBIGUOUS: dict[str, Role] = {"first": "buyer", "second": "supplier", "third": "other", "fourth": "other"}


def assign_roles(context: Context, sides: list[Side]) -> None:
    """Set the role of every side: stated by its labels, else by who pays the price and who is a public body."""
    for side in sides:
        stated = {"supplier" if group == MEMBER else group for group in side.groups} - set(_AMBIGUOUS)
        roles: tuple[Role, ...] = ("buyer", "supplier", "witness", "agent", "user", "guarantor")
        for role in roles:
            if role in stated:
                side.role = role
                break
        else:
            if "engineer" in stated:
                continue
            side.role = _AMBIGUOUS[next(iter(sorted(side.groups, key=list(_AMBIGUOUS).index)))]
    for side in sides:  # 监理人 supplies in a supervision contract and is a third party in a works contract
        if "engineer" in side.groups and not any(other.role == "supplier" for other in sides if other is not side):
            side.role = "supplier"
    ambiguous = [side for side in sides if side.groups <= set(_AMBIGUOUS) and side.role in ("buyer", "supplier")]
    fixed = {side.role for side in sides if side not in ambiguous and side.names}
    for side in ambiguous:
        if side.role in fixed and not {"buyer", "supplier"} <= fixed:
            side.role = "supplier" if side.role == "buyer" else "buyer"
    if len(ambiguous) == 2 and _buys_second(context, ambiguous):
        for side in ambiguous:
            side.role = "supplier" if side.role == "buyer" else "buyer"


def _buys_second(context: Context, sides: list[Side]) -> bool:
    """Tell whether 乙方 buys: it pays the price, and the names do not speak against it."""
    first = next((side for side in sides if "first" in side.groups), None)
    second = next((side for side in sides if "second" in side.groups), None)
    if first is None or second is None:
        return False
    public, companies = (
        context.pack.words("parties.public_endings"),
        context.pack.words("parties.company_endings"),
    )
    score = 0
    if first.names and second.names:
        if first.names[0].value.endswith(companies) and second.names[0].value.endswith(public):
            score = 2
        elif first.names[0].value.endswith(public) and second.names[0].value.endswith(companies):
            return False
    votes = Counter(match["payer"] for match in context.pack.pattern("parties.pays_price").finditer(context.text))
    return score + votes["乙方"] - votes["甲方"] >= 2
