"""Bank accounts: holder, bank and number put together from neighbouring labelled values, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import regex

from extract.fields.context import Context, between
from extract.fields.parties.account_forms import behind_name, in_lines, leading_holder, others_in, parts_of
from extract.fields.similarity import is_shortened, one_character_apart
from extract.model import Account, Role, TextField
from extract.nlp.mentions import Region
from extract.structure.values import LabelledValue

_KEYS = ("holder", "bank", "bank_code", "account", "name")
_REACH = 6
"""Labelled values of one account stand within so many paragraphs."""
_NUMBER = re.compile(r"\d[\d\s-]{3,40}")
_BANK_END = re.compile(r"[\s,、;:/(]*(?:(?:银行)?[账帐](?:号|户)|卡号)?[\s:为是]*(?=\d[\d\s-]{7,})")
"""What stands between a bank's name and the number in one value: 云岭银行高新支行 账号 6228…."""
_SHORTEST_BESIDE = 12
"""Digits. A shorter number beside a bank's name can be a telephone or a branch code."""
_LEADING_LINES = 2
"""So many lines above an account say what is paid into it."""
_WAGES = "工资"
_GLUED = regex.compile(r"(?: ?\d{5,8}|\d{1,4})?年|\.\d{0,2} ?\p{Han}|\p{Han}{2,14}\n?\d{1,2}\.1(?!\d)")
"""Right behind a number, where the line breaks are lost: a date or the number of a clause has run into it."""


@dataclass(slots=True)
class _Draft:
    """An account while its parts come in."""

    parts: dict[str, Region]
    group: str | None
    paragraph: int
    rule: str = "labels"


def read_accounts(context: Context, sides: Sequence[tuple[list[str], set[str], Role]]) -> list[tuple[Account, ...]]:
    """Return the accounts of each side, given as (names, label groups, role).

    The holder's name decides whose an account is; then the layout's owner; then, for an account without
    either, the supplier, who is paid; then whose the same number is elsewhere. One number at two banks, or of two
    holders, is two accounts.
    """
    accounts: list[dict[str, Account]] = [{} for _ in sides]
    drafts = [(draft, _number(context, draft)) for draft in _drafts(context)]
    owners = [_side(context, draft, sides) for draft, _ in drafts]
    elsewhere = {
        number.value: owner
        for (_, number), owner in zip(drafts, owners, strict=True)
        if number is not None and owner is not None
    }
    for (draft, number), owner in zip(drafts, owners, strict=True):
        if (number is None and "bank" not in draft.parts) or _is_doubtful(context, draft, drafts):
            continue
        index = elsewhere.get(number.value) if owner is None and number is not None else owner
        if index is None:
            continue
        account = _account(context, draft, number)
        key = account.number.value if account.number else f"bank:{account.bank.value if account.bank else ''}"
        known = accounts[index].get(key)
        if known is not None and _is_another(known, account):
            key = f"{key} {account.bank.value if account.bank else ''} {account.holder.value if account.holder else ''}"
            known = accounts[index].get(key)
        if known is None:
            accounts[index][key] = account
            role = sides[index][2]
            if number is not None:
                context.consider(
                    f"parties.{role}.accounts",
                    draft.parts.get("account", draft.parts.get("bank", (0, 0))),
                    f"{draft.rule}.account",
                    "账号标签后的号码",
                    value=number.value,
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


def _is_another(known: Account, account: Account) -> bool:
    """Tell whether an account is told with another bank or holder than before; 工行云岭支行 is 中国工商银行云岭支行."""
    pairs = [(known.bank, account.bank), (known.holder, account.holder)]
    told = [(one.value, other.value) for one, other in pairs if one is not None and other is not None]
    return any(not (is_shortened(one, other) or is_shortened(other, one)) for one, other in told)


def _drafts(context: Context) -> list[_Draft]:
    """Group neighbouring labels of one owner into accounts: a label that comes again begins the next one."""
    finished: list[_Draft] = []
    opened: dict[str | None, _Draft] = {}
    values = context.labels.of(*_KEYS)
    last: _Draft | None = None
    for value, following in zip_longest(values, values[1:]):
        group = value.group
        if group is None and last is not None and _goes_on(value, last):
            group = last.group
        draft = opened.get(group)
        stale = draft is not None and value.paragraph - draft.paragraph > _REACH
        if (
            draft is None
            or stale
            or (value.key in draft.parts and not value.blank)
            or _heads(context, value, following, draft)
        ):
            if draft is not None:
                finished.append(draft)
            draft = opened[group] = _Draft({}, group, value.paragraph)
        if not value.blank:
            draft.parts.update(parts_of(context, value))
            draft.paragraph = value.paragraph
            last = draft
            if value.key == "account" and (holder := leading_holder(context, value.start, value.end)):
                draft.parts.setdefault("holder", holder)
    finished.extend(opened.values())
    finished.extend(_in_prose(context))
    finished.extend(_unlabelled(context))
    return [draft for draft in finished if "account" in draft.parts or "bank" in draft.parts]


def _goes_on(value: LabelledValue, draft: _Draft) -> bool:
    """Tell whether nobody's label goes on with the account of the line above: 乙方开户银行:… over 账号:…."""
    return value.paragraph - draft.paragraph <= 1 and value.key not in (*draft.parts, "name", "holder")


def _heads(context: Context, value: LabelledValue, following: LabelledValue | None, draft: _Draft) -> bool:
    """Tell whether a holder's name opens the next account: bank or number come again right behind it.

    So does a holder that is another than the one named with the account before.
    """
    if value.key not in ("holder", "name") or "account" not in draft.parts:
        return False
    if following is not None and following.owner == value.owner and following.key in draft.parts:
        return True
    named = _holder(draft)
    return (
        not value.blank and named is not None and context.text[slice(*named)] != context.text[value.start : value.end]
    )


def _unlabelled(context: Context) -> Iterator[_Draft]:
    """Yield the accounts that no label of their own gives: in brackets, behind a party's name, in lines alone."""
    for value in context.labels.of("account"):
        for region in others_in(context, value):
            yield _Draft({"account": region}, value.group, value.paragraph)
    for value in context.labels.of("party"):
        if parts := behind_name(context, value.start, value.end):
            yield _Draft(parts, value.group, value.paragraph)
    parties = context.pack.groups("labels.parties")
    for parts, above in in_lines(context):
        start = context.outline.paragraphs[above].start
        named = context.pack.alternation("labels.parties").finditer(context.text, start, parts["bank"][0])
        groups = {parties[match[0]] for match in named}
        yield _Draft(parts, groups.pop() if len(groups) == 1 else None, above)


def _in_prose(context: Context) -> list[_Draft]:
    """Read accounts that a sentence tells without colons: 开户行为云岭银行高新支行，账号为6228…."""
    groups = context.pack.groups("labels.parties")
    drafts = []
    for match in context.pack.pattern("parties.account_in_prose").finditer(context.text):
        sentence, _ = context.sentence(match.start())
        named = [m[0] for m in context.pack.alternation("labels.parties").finditer(context.text, sentence, match.end())]
        parts = {key: match.span(key) for key in ("holder", "bank", "account") if match[key]}
        group = groups[named[-1]] if named else None
        paragraph = context.outline.paragraph_at(match.start()).index
        drafts.append(_Draft(parts, group, paragraph, "parties.account_in_prose"))
    return drafts


def _number(context: Context, draft: _Draft) -> TextField | None:
    """Return the account number of a draft: digits only, spaces and hyphens of the layout removed."""
    region = draft.parts.get("account") or draft.parts.get("bank")
    if region is None:
        return None
    shortest = 8 if "account" in draft.parts else _SHORTEST_BESIDE
    rule = f"{draft.rule}.account"
    mention = next((m for m in context.mentions.accounts if region[0] <= m.start < region[1]), None)
    if mention is not None and _GLUED.match(context.text, mention.end) is not None:
        return None  # where it ends cannot be told
    if mention is not None:
        value = _digits(mention.value)
        confidence = 1.0 if mention.complete else 0.4
        return context.text_field(mention.start, mention.end, rule, value=value, confidence=confidence)
    match = _NUMBER.search(context.text, *region)
    if match is None or len(_digits(match[0])) < shortest:
        return None
    end = match.start() + len(match[0].rstrip(" -\t\n"))
    if _GLUED.match(context.text, end) is not None:
        return None
    return context.text_field(match.start(), end, rule, value=_digits(match[0]))


def _digits(text: str) -> str:
    """Return the digits of a number; the `*` of a masked one stay, for without them it would be another number."""
    return "".join(character for character in text if character.isdigit() or character == "*")


def _account(context: Context, draft: _Draft, number: TextField | None) -> Account:
    def part(key: str, region: Region | None) -> TextField | None:
        value = context.as_written(*region) if key == "holder" and region is not None else None
        return context.text_field(*region, f"{draft.rule}.{key}", value=value) if region is not None else None

    return Account(
        holder=part("holder", _holder(draft)),
        bank=part("bank", _bank(context, draft)),
        bank_code=part("bank_code", draft.parts.get("bank_code")),
        number=number,
        complete=number is not None and number.confidence == 1.0,
        purpose=_purpose(context, draft),
    )


def _purpose(context: Context, draft: _Draft) -> TextField | None:
    """Return the words that set an account aside (农民工工资专用账户), or None.

    They stand in its paragraph behind any account before it, in the line that opens it, or behind its holder's name.
    """
    start = _first(draft)
    paragraph = context.outline.paragraph_at(start)
    above = context.outline.paragraphs[max(paragraph.index - 1, 0)]
    opens = context.text[above.end - 1 : above.end] == ":"
    first = above.start if opens else paragraph.start
    others = between(context.mentions.accounts, first, start)
    pattern = context.pack.pattern("parties.special_account")
    match = pattern.search(context.text, others[-1].end if others else first, start)
    holder = _holder(draft)
    if match is None and holder is not None:
        match = pattern.search(context.text, *holder)
    return context.text_field(*match.span(), "parties.special_account") if match is not None else None


def _bank(context: Context, draft: _Draft) -> Region | None:
    """Return where the bank's name stands, without a number behind it; it may share the number's value."""
    region = draft.parts.get("bank") or draft.parts.get("account")
    if region is None:
        return None
    stop = _BANK_END.search(context.text, *region)
    if stop is not None:
        region = region[0], stop.start()
    comma = context.text.rfind(",", *region)
    if "bank" not in draft.parts and comma >= 0:
        region = comma + 1, region[1]  # 乙方账户:某公司,某银行某支行,6228…
    words = context.text[slice(*region)]
    if "bank" in draft.parts:
        same = context.pack.pattern("parties.same_bank").fullmatch(words) is not None
        return region if words and not same else None
    named = any(word in words for word in context.pack.words("parties.bank_words"))
    return region if stop is not None and named else None


def _side(context: Context, draft: _Draft, sides: Sequence[tuple[list[str], set[str], Role]]) -> int | None:
    """Return whose account a draft is: the holder's, else the layout's owner's, else the supplier's, who is paid.

    Nobody's account with a stranger's name is the supplier's only where the price is paid. The account that wages
    are paid from is opened by whoever does the work, also where the sentence is on the buyer, who pays into it.
    """
    holder = _holder(draft)
    words = context.text[slice(*holder)].replace(" ", "") if holder is not None else ""
    for index, (names, _, _) in enumerate(sides):
        if words in names or any(_is_set_aside(context, words, name) for name in names):
            return index
    purpose = _purpose(context, draft)
    if words and not _like(words, sides) and purpose is not None:
        return None  # 履约保证金账户 of a public resource trading centre, in the block of a party
    supplier = next((index for index, (_, _, role) in enumerate(sides) if role == "supplier"), None)
    if purpose is not None and _WAGES in purpose.value:
        return supplier
    for index, (_, groups, _) in enumerate(sides):
        if draft.group in groups:
            return index
    if draft.group is not None or (words and not _like(words, sides) and not _takes_price(context, draft)):
        return None  # a third party's: 履约保证金 goes to a public resource trading centre
    return supplier


def _is_set_aside(context: Context, words: str, name: str) -> bool:
    """Tell whether an account's name is the holder's and what the account is for: 某公司(农民工工资专用账户)."""
    rest = words.removeprefix(name)
    return rest != words and context.pack.pattern("parties.special_account").search(rest) is not None


def _takes_price(context: Context, draft: _Draft) -> bool:
    """Tell whether an account stands in a clause of payment, and the lines above it speak of no bond or other fee."""
    start = _first(draft)
    above = context.outline.paragraphs[max(context.outline.paragraph_at(start).index - _LEADING_LINES, 0)]
    other = context.pack.pattern("parties.other_payment").search(context.text, above.start, start)
    return context.outline.kinds_at(start)[:1] == ("payment",) and other is None


def _is_doubtful(context: Context, draft: _Draft, numbered: Sequence[tuple[_Draft, TextField | None]]) -> bool:
    """Tell whether nobody's account stands with others in one section: whose each is cannot be told."""
    if draft.group is not None or "holder" in draft.parts or "name" in draft.parts:
        return False
    section = context.outline.section_at(_first(draft))
    beside = {
        number.value
        for other, number in numbered
        if number is not None and context.outline.section_at(_first(other)) is section
    }
    return section.kind != "body" and len(beside) > 1


def _holder(draft: _Draft) -> Region | None:
    return draft.parts.get("holder") or draft.parts.get("name")


def _first(draft: _Draft) -> int:
    return min(start for start, _ in draft.parts.values())


def _like(words: str, sides: Sequence[tuple[list[str], set[str], Role]]) -> bool:
    """Tell whether a holder's name resembles the supplier's, misprinted or short; also where that has no name."""
    names = [name for names, _, role in sides if role == "supplier" for name in names]
    return not names or any(
        words in name or name in words or words[:4] == name[:4] or any(one_character_apart(words, name, ()))
        for name in names
    )
