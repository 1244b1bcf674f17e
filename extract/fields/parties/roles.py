"""Which role each party plays: by its label, or by what it does where the label alone does not say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extract.fields.context import Context
from extract.fields.parties.names import Side
from extract.model import Role
from extract.structure.label_words import MEMBER

_SURE = 2
"""So many clauses more, or as strong a sign in the names, make 乙方 the buyer."""
_RENT, _LETS = "租金", "租"
"""A public body sells nothing to a company, but it may let something."""
_ROLES: tuple[Role, ...] = ("buyer", "supplier", "witness", "agent", "user", "guarantor")
_ATTENDING: tuple[Role, ...] = ("witness", "agent")
_AMBIGUOUS: dict[str, Role] = {"first": "buyer", "second": "supplier", "third": "other", "fourth": "other"}
_FAILING_ANOTHER: dict[str, tuple[Role, ...]] = {
    "engineer": ("supplier",),
    "convener": ("buyer",),
    "employer": ("buyer", "supplier"),
}
"""监理人 supplies in a supervision contract and is a third party in a works contract.

征集人 buys under a framework, and is a third party where another buys. 用人单位 buys work, and supplies it where a
用工单位 buys.
"""


def assign_roles(context: Context, sides: list[Side]) -> None:
    """Set the role of every side: stated by its labels, else by who pays the price and who is a public body."""
    for side in sides:
        side.role = _stated(context, side)
    for side in sides:
        likely = next((roles for group, roles in _FAILING_ANOTHER.items() if group in side.groups), ())
        taken = {other.role for other in sides if other is not side and other.names and other.joined_to is None}
        if side.role == "other":
            side.role = next((role for role in likely if role not in taken), "other")
    users = [side for side in sides if side.role == "user"]
    if len(users) == 1 and not any(side.role == "buyer" for side in sides):
        users[0].role = "buyer"
    ambiguous = [side for side in sides if side.groups <= {*_AMBIGUOUS, "user"} and side.role in ("buyer", "supplier")]
    fixed = {side.role for side in sides if side not in ambiguous and side.groups != {MEMBER} and side.names}
    for side in ambiguous:
        if side.role in fixed and not {"buyer", "supplier"} <= fixed:
            side.role = "supplier" if side.role == "buyer" else "buyer"
    if len(ambiguous) == 2 and _buys_second(context, ambiguous):
        for side in ambiguous:
            side.role = "supplier" if side.role == "buyer" else "buyer"
    for side in sides:
        side.role = side.joined_to.role if side.joined_to is not None else side.role


def _stated(context: Context, side: Side) -> Role:
    """Return the role that the labels of a side state, 甲方 the buyer's and 乙方 the supplier's.

    An agency that attests the contract too is what it is called first: 采购代理机构 on the cover, 鉴证方 at the end.
    """
    stated = {"supplier" if group == MEMBER else group for group in side.groups} - set(_AMBIGUOUS)
    if side.groups & {"first", "second"}:
        stated -= {"user"}  # 甲方(最终用户) buys what it uses
    role = next((role for role in _ROLES if role in stated), None)
    if role in _ATTENDING and stated.issuperset(_ATTENDING):
        group_of = context.pack.groups("labels.parties")
        called = (group_of.get(label) for label, *_ in sorted(side.labels, key=lambda label: label[1]))
        return next((attending for group in called for attending in _ATTENDING if attending == group), role)
    if role is not None or stated & set(_FAILING_ANOTHER):
        return role or side.role
    return next(role for group, role in _AMBIGUOUS.items() if group in side.groups)


def _buys_second(context: Context, sides: list[Side]) -> bool:
    """Tell whether 乙方 buys: what the clauses make the parties do says so, or what kind of bodies they are."""
    first = next((side for side in sides if "first" in side.groups), None)
    second = next((side for side in sides if "second" in side.groups), None)
    if first is None or second is None:
        return False
    likely = _likely_buyer(context, first.names[0].value, second.names[0].value) if first.names and second.names else 0
    if likely < 0 and _LETS not in context.text:
        return False
    buyers = Counter(_buyers(context))
    return likely + buyers["乙方"] - buyers["甲方"] >= _SURE


def _likely_buyer(context: Context, first: str, second: str) -> int:
    """Return how much the names speak for the second party as the buyer: a public body that buys from a company."""
    public, companies = (context.pack.words(f"parties.{kind}_endings") for kind in ("public", "company"))
    if first.endswith(public) and second.endswith(companies):
        return -_SURE
    if not (first.endswith(companies) and second.endswith(public)):
        return 0
    return _SURE if second.endswith(context.pack.words("parties.buying_endings")) else 1


def _buyers(context: Context) -> Iterator[str]:
    """Yield who buys in each clause that tells: who pays the price, who commissions, for whom the work is done.

    Who pays the rent is the tenant, which nothing else can mean: that counts for as many clauses as are needed.
    """
    for match in context.pack.pattern("parties.pays_price").finditer(context.text):
        yield from [match["payer"]] * (_SURE if _RENT in match[0] else 1)
    for match in context.pack.pattern("parties.commissions").finditer(context.text):
        if match["buyer"] is not None:
            yield match["buyer"]
        else:
            yield "甲方" if match["supplier"] == "乙方" else "乙方"
