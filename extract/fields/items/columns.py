"""Which column of a price table is which, read from its head."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from extract.rulepack import RulePack

MONEY = ("unit_price", "amount")
_TIMES = ("月", "季", "半年", "年", "每月", "每季", "每半年", "每年", "全年")
_MEASURES = ("unit_price", "quantity")
_MONEY_CHARACTERS = frozenset("价金额费款计租报")
"""Every head of a money column has one of these."""
_YUAN = re.compile(r"\((?:人民币)?[百千]?[万亿]?元")
_OF_A_TERM = regex.compile(r"\d{1,2}个?[年月]\p{Han}")
"""24个月合计: a head all the same."""
_PER = re.compile(r"[元费租]/([^)\s]+)")
_EACH_TIME = re.compile(
    r"元/(?:每)?个?(?:月|季度?|天|日|次)\)?|[每单]?月(?:合计|小计|总价|金额|费用)|每(?:个?月|季度?|天|日|次)"
)
_AMOUNT_PREFERENCE = ("价税合计", "含税总价", "含税金额", "含税", "总价", "合价")


@dataclass(frozen=True, slots=True)
class Columns:
    """The head of a price table: the column of each role, and the unit of each money column.

    `each_time` tells that the amounts are for a part of the time (元/月): their sum is no price of the contract.
    """

    roles: dict[str, int]
    units: dict[str, str]
    width: int
    heads: tuple[str, ...] = field(default=())
    each_time: bool = False

    def same_head(self, other: Columns | None) -> bool:
        """Tell whether `other` has the same head: the table goes on behind a page break."""
        return other is not None and self.heads == other.heads


@dataclass(frozen=True, slots=True)
class _Words:
    exact: dict[str, str]
    longest: int
    prefixes: regex.Pattern[str]


@lru_cache(maxsize=4)
def _words(pack: RulePack) -> _Words:
    exact: dict[str, str] = {}
    for role, words in pack.table("items.columns").items():
        for word in words:
            exact.setdefault(word, role)
    ordered = sorted(pack.words("items.prefixes"), key=len, reverse=True)
    return _Words(exact, max(map(len, exact)), regex.compile("(?:" + "|".join(map(regex.escape, ordered)) + ")+"))


def read_columns(heads: Sequence[str], pack: RulePack, default_unit: str) -> Columns | None:
    """Return the columns of a price table with these heads, or None when this is no head of a price table."""
    longest = int(pack.threshold("items.longest_head"))
    if sum(bool(head) for head in heads) < 2 or any(len(head) > longest for head in heads):
        return None
    if _MONEY_CHARACTERS.isdisjoint("".join(heads)) or any(
        head[:1].isdigit() and not _OF_A_TERM.match(head) for head in heads
    ):
        return None
    words, noise = _words(pack), pack.pattern("items.head_noise")
    bare = [noise.sub("", head) for head in heads]
    found = [_role(word, words) or _by_unit(head, word) for head, word in zip(heads, bare, strict=True)]
    found = _as_quantities(found, heads, pack)
    roles: dict[str, int] = {}
    per_head = pack.words("items.per_head")
    money: dict[str, list[int]] = {role: [] for role in MONEY}
    for index, role in enumerate(found):
        if role in MONEY and any(never in heads[index] for never in pack.words("items.never_amount")):
            continue
        if role == "amount" and (
            bare[index].startswith(per_head)
            or _per_unit(heads[index], found)
            or (bare[index] in pack.words("items.either") and _of_one(index, found))
        ):
            role = "unit_price"
        if role in MONEY:
            money[role].append(index)
        elif role is not None and role != "remark":
            roles.setdefault(role, index)
    for role, vague in (("name", "items.classes"), ("specification", "items.brands")):
        telling = [at for at, of in enumerate(found) if of == role and bare[at] not in pack.words(vague)]
        if telling:
            roles[role] = telling[0]
    best = {"unit_price": _best_price, "amount": _best_amount}
    roles |= {role: best[role](columns, heads, pack) for role, columns in money.items() if columns}
    roles = _without_one_of_fees(bare, roles)
    if not any(role in roles for role in MONEY) or not _has_name(found, bare, roles):
        return None
    joined = "".join(heads)
    if not any(role in roles for role in _MEASURES) and any(
        other in joined for other in pack.words("items.other_tables")
    ):
        return None
    units = {role: _unit(heads[roles[role]], pack, default_unit) for role in MONEY if role in roles}
    each_time = "amount" in roles and _EACH_TIME.search(heads[roles["amount"]]) is not None
    return Columns(roles, units, len(heads), tuple(bare), each_time)


def counted_unit(head: str, pack: RulePack) -> regex.Match[str] | None:
    """Return the unit of goods, people or places in brackets at the end of a head: 数量(台), 点位(个)."""
    return pack.pattern("items.counted_unit").search(head)


def _as_quantities(found: list[str | None], heads: Sequence[str], pack: RulePack) -> list[str | None]:
    """Return `found` with what is counted for a quantity (点位(个)) where another column names the rows.

    Of several quantities one in the first column only tells the rows apart: 班次|学员|人数|天数.
    """
    if found[0] == "quantity" and found.count("quantity") > 1 and ("name" in found or None in found):
        found = ["remark", *found[1:]]
    named = [role == "name" and counted_unit(head, pack) is None for role, head in zip(found, heads, strict=True)]
    if not any(named):
        return found
    counted = [role == "name" and not plain for role, plain in zip(found, named, strict=True)]
    return ["quantity" if each else role for each, role in zip(counted, found, strict=True)]


def _without_one_of_fees(bare: Sequence[str], roles: dict[str, int]) -> dict[str, int]:
    """Return `roles` without the column of amounts that is one of several fees: of 发布费|制作费 neither is the sum.

    月费|年费 is one fee.
    """
    fees = [index for index, word in enumerate(bare) if word.endswith("费") and not word.startswith(_TIMES)]
    return {role: at for role, at in roles.items() if not (role == "amount" and len(fees) > 1 and at in fees)}


def _has_name(found: Sequence[str | None], bare: Sequence[str], roles: dict[str, int]) -> bool:
    """Tell whether a column says what is priced; next to measures any first unknown column of words does."""
    if {"name", "sequence", "specification"} & set(roles):
        if "name" not in roles and "specification" not in roles:
            _take_unknown(found, bare, roles)
        return True
    return any(role in roles for role in _MEASURES) and _take_unknown(found, bare, roles)


def _take_unknown(found: Sequence[str | None], bare: Sequence[str], roles: dict[str, int]) -> bool:
    unknown = next((index for index, role in enumerate(found) if role is None and bare[index]), None)
    if unknown is not None:
        roles["name"] = unknown
    return unknown is not None


def _by_unit(head: str, word: str) -> str | None:
    """Return the role of a head that only its unit tells: 授课费(元), 租金标准(元/辆/月), 标准(元/人·天)."""
    if word == "标准" and _PER.search(head):
        return "unit_price"
    return "amount" if _YUAN.search(head) and word and word[-1] in "费价款金额本租" else None


def _per_unit(head: str, found: Sequence[str | None]) -> bool:
    """Tell whether a money column is a price per unit: (元/辆/月); (元/月) is one beside another column of amounts."""
    match = _PER.search(head)
    return match is not None and (match[1] not in ("月", "年") or found.count("amount") > 1)


def _of_one(index: int, found: Sequence[str | None]) -> bool:
    """Tell whether a money column stands between one of quantities and another one of amounts."""
    return "quantity" in found[:index] and "amount" in found[index + 1 :]


def column_names(heads: Sequence[str], pack: RulePack) -> int:
    """Return how many of `heads` are, word for word, names of columns."""
    words, noise = _words(pack), pack.pattern("items.head_noise")
    return sum(noise.sub("", head) in words.exact for head in heads)


def _role(word: str, words: _Words) -> str | None:
    if not word:
        return None
    role = words.exact.get(word)
    if role is not None:
        return role
    prefix = words.prefixes.match(word)
    if prefix is not None and (role := words.exact.get(word[prefix.end() :])):
        return role
    if "单价" in word:
        return "unit_price"
    endings = (words.exact.get(word[-length:]) for length in range(min(len(word), words.longest), 1, -1))
    return next((role for role in endings if role is not None), None)


def _best_amount(columns: list[int], heads: Sequence[str], _: RulePack) -> int:
    """Return the column of the row's full price: with tax before without, else the last."""
    for wanted in _AMOUNT_PREFERENCE:
        found = [index for index in columns if wanted in heads[index] and "不含税" not in heads[index]]
        if found:
            return found[-1]
    return columns[-1]


def _best_price(columns: list[int], heads: Sequence[str], pack: RulePack) -> int:
    """Return the column of the price that was agreed, after discount and bidding: the last of these, or else the first.

    What it was before stands beside it: 单价|优惠后单价, 优惠前单价|优惠后单价.
    """
    words = pack.words("items.final")
    final = [index for index in columns if "前" not in heads[index] and any(word in heads[index] for word in words)]
    return final[-1] if final else columns[0]


def _unit(head: str, pack: RulePack, default: str) -> str:
    match = pack.pattern("items.unit_of_money").search(head)
    if match is None:
        return default
    return f"{match['unit']}元" if match["unit"] else "元"
