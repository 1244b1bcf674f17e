"""Bank accounts: holder, bank and number put together from neighbouring labelled values, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from extract.fields.context import Context
from extract.model import Account, Role, TextField
from extract.structure.labels import LabelledValue

_KEYS = ("holder", "bank", "bank_code", "account", "name")
_REACH = 6
"""Labelled values of one account stand within so many paragraphs."""
_NUMBER = regex.compile(r"\d[\d\s-]{3,40}")


@dataclass(slots=True)
class _Draft:
    """An account while its parts come in."""

    parts: dict[str, LabelledValue]
    group: str | None
    paragraph: int


def read_accounts(context: Context, sides: Sequence[tuple[list[str], set[str], Role]]) -> list[tuple[Account, ...]]:
    """Return the accounts of each side, given as (names, label groups, role).

    The holder's name decides whose an account is; then the layout's owner; then, for an account without
    either, the supplier, who is paid.
    """
    accounts: list[dict[str, Account]] = [{} for _ in sides]
    for draft in _drafts(context):
        number = _number(context, draft.parts.get("account"))
        if number is None and "bank" not in draft.parts:
            continue
        index = _side(context, draft, sides)
        if index is None:
            continue
        account = _account(context, draft, number)
        key = account.number.value if account.number else f"bank:{account.bank.value if account.bank else ''}"
        known = accounts[index].get(key)
        if known is None:
            accounts[index][key] = account
            role = sides[index][2]
            if number is not None:
                context.consider(
                    f"parties.{role}.accounts",
                    number.value,
                    *_region(draft.parts["account"]),
                    "labels.account",
                    1,
                    won=True,
                    reason="账号标签后的号码",
                )
        else:
            accounts[index][key] = known.model_copy(
                update={
                    name: getattr(known, name) or getattr(account, name) for name in ("holder", "bank", "bank_code")
                }
            )
    for found in accounts:
        numbered = {a.bank.value for a in found.values() if a.number is not None and a.bank is not None}
        for key in [k for k, a in found.items() if a.number is None and (numbered or a.bank is None)]:
            del found[key]
    return [tuple(found.values()) for found in accounts]


def _region(value: LabelledValue) -> tuple[int, int]:
    return value.start, value.end


def _drafts(context: Context) -> list[_Draft]:
    """Group neighbouring labels of one owner into accounts: a label that comes again begins the next one."""
    finished: list[_Draft] = []
    opened: dict[str | None, _Draft] = {}
    for value in context.labels.of(*_KEYS):
        group = value.owner.group if value.owner else None
        draft = opened.get(group)
        stale = draft is not None and value.paragraph - draft.paragraph > _REACH
        if draft is None or stale or (value.key in draft.parts and not value.blank):
            if draft is not None:
                finished.append(draft)
            draft = opened[group] = _Draft({}, group, value.paragraph)
        if not value.blank:
            draft.parts[value.key] = value
            draft.paragraph = value.paragraph
    finished.extend(opened.values())
    return [draft for draft in finished if "account" in draft.parts or "bank" in draft.parts]


def _number(context: Context, value: LabelledValue | None) -> TextField | None:
    """Return the account number at a labelled value: digits only, spaces and hyphens of the layout removed."""
    if value is None:
        return None
    mention = next((m for m in context.mentions.accounts if value.start <= m.start < value.end), None)
    if mention is not None:
        return context.text_field(
            mention.start,
            mention.end,
            "labels.account",
            value=_digits(mention.value),
            confidence=1.0 if mention.complete else 0.4,
        )
    match = _NUMBER.search(context.text, value.start, value.end)
    if match is None or len(_digits(match[0])) < 8:
        return None
    end = match.start() + len(match[0].rstrip(" -\t\n"))
    return context.text_field(match.start(), end, "labels.account", value=_digits(match[0]))


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())


def _account(context: Context, draft: _Draft, number: TextField | None) -> Account:
    def part(*keys: str) -> TextField | None:
        for key in keys:
            value = draft.parts.get(key)
            if value is not None:
                return context.text_field(value.start, value.end, f"labels.{key}")
        return None

    complete = number is not None and number.confidence == 1.0
    return Account(
        holder=part("holder", "name"),
        bank=part("bank"),
        bank_code=part("bank_code"),
        number=number,
        complete=complete,
    )


def _side(context: Context, draft: _Draft, sides: Sequence[tuple[list[str], set[str], Role]]) -> int | None:
    holder = draft.parts.get("holder") or draft.parts.get("name")
    if holder is not None:
        words = context.text[holder.start : holder.end]
        for index, (names, _, _) in enumerate(sides):
            if words in names:
                return index
    for index, (_, groups, _) in enumerate(sides):
        if draft.group in groups:
            return index
    if draft.group is None:
        return next((index for index, (_, _, role) in enumerate(sides) if role == "supplier"), None)
    return None
