"""The shapes of an account in one value or in lines without labels: 某公司,某某支行,6228…."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from extract.fields.context import Context, between
from extract.nlp.mentions import Region
from extract.structure.values import LabelledValue

_IN_ONE = regex.compile(
    r"(?P<bank>\p{Han}[^():,]{4,40})\((?P<holder>\p{Han}(?:[^():,]|\([^():,]{1,16}\)){3,40})[:,]"
    r"(?P<account>\d[\d -]{8,40})"
)
_IN_A_ROW = regex.compile(
    r"(?P<holder>\p{Han}(?:(?!银行|信用社|联社|农商)[^,:/\d]){3,40})"
    r"(?: ?[,、;/] ?| |(?<=公司|事务所|合作社|经营部|商行|[局厅院校厂]|中心))(?:开户(?:银)?行:?)?"
    r"(?P<bank>\p{Han}[^,:/\d]{2,40}(?:行|社|部|处)) ?[,、;/]? ?(?:[账帐]号?:?)?(?P<account>\d[\d -]{8,40})"
)
_BANK_BEHIND = regex.compile(
    r"(?P<account>\d[\d -]{8,40}?) ?[(,、/] ?(?:开户(?:银)?行:?)?(?P<bank>\p{Han}[^():,/]{3,40}(?:行|社|部|处))"
)
_FORMS = (_IN_ONE, _IN_A_ROW, _BANK_BEHIND)
_NEXT_NUMBER = re.compile(r"(?<=\d)[、,;/和及] ?(\d(?: ?\d){11,24})(?![\d-])")
_NAME = re.compile(r"[^,]+")
_CALLED_HOLDER = re.compile(r"(?:户名|账户名称?|开户名称?)(?P<holder>[^,]{2,40})")
"""户名某某 behind 收款账户: without a colon of its own."""
_LINE_NUMBER = re.compile(r"\d[\d -]{10,40}")
_LINE_NAME = regex.compile(r"\p{Han}[\p{Han}()]{3,40}")


def parts_of(context: Context, value: LabelledValue) -> dict[str, Region]:
    """Return what a labelled value holds: one part of an account, or all of them: 某某支行(某公司:6201…).

    乙方账户:某公司 names the holder; the number stands behind another label.
    """
    forms = {"holder": (_IN_A_ROW,), "bank": _FORMS, "account": _FORMS}.get(value.key, ())
    whole = next((found for form in forms if (found := form.match(context.text, value.start, value.end))), None)
    if whole is None:
        numbered = any(character.isdigit() for character in context.text[value.start : value.end])
        named = _named_parts(context, value) if value.key == "account" and not numbered else {}
        comma = context.text.find(",", value.start, value.end) if value.key == "holder" else -1
        return named or {value.key: (value.start, comma if comma > 0 else value.end)}
    return {key: whole.span(key) for key in whole.groupdict()}


def _named_parts(context: Context, value: LabelledValue) -> dict[str, Region]:
    """Return what a value without a number names: the holder, the bank, or one behind the other."""
    banks, endings = context.pack.words("parties.bank_words"), context.pack.words("parties.organisation_endings")
    found: dict[str, Region] = {}
    for match in _NAME.finditer(context.text, value.start, value.end):
        called = _CALLED_HOLDER.match(context.text, *match.span())
        if called is not None:
            found["holder"] = called.span("holder")
        elif any(word in match[0] for word in banks):
            found["bank"] = match.span()
        elif match[0].endswith(endings):
            found["holder"] = match.span()
    return found


def leading_holder(context: Context, start: int, end: int) -> Region | None:
    """Return the holder that stands before bank and number in one value: 某公司,某银行某支行,6228…."""
    names = between(context.mentions.organisations, start, end)
    if not names or names[0].start != start or context.text[names[0].end : names[0].end + 1] != ",":
        return None
    bank = any(word in names[0].value for word in context.pack.words("parties.bank_words"))
    return None if bank else (start, names[0].end)


def behind_name(context: Context, start: int, end: int) -> dict[str, Region]:
    """Return the account that stands behind a party's name: 甲方:某局,某某支行,1901…; empty where none does."""
    whole = _IN_A_ROW.match(context.text, start, end)
    return {key: whole.span(key) for key in whole.groupdict()} if whole is not None else {}


def in_lines(context: Context) -> Iterator[tuple[dict[str, Region], int]]:
    """Yield the accounts that stand in lines of their own, the number alone in the last: 某公司 / 某某支行 / 6228….

    With each comes the paragraph above it, which may say whose it is.
    """
    banks, endings = context.pack.words("parties.bank_words"), context.pack.words("parties.organisation_endings")
    lines = context.outline.paragraphs
    for number in lines[2:]:
        if not _LINE_NUMBER.fullmatch(context.text, number.start, number.end):
            continue
        bank, above = lines[number.index - 1], lines[number.index - 2]
        start = context.text.find(":", bank.start, bank.end) + 1 or bank.start
        name = context.text[start : bank.end]
        if not (_LINE_NAME.fullmatch(name) and name.endswith(endings) and any(word in name for word in banks)):
            continue
        parts = {"bank": (start, bank.end), "account": (number.start, number.end)}
        holder = context.text[above.start : above.end]
        if start == bank.start and _LINE_NAME.fullmatch(holder) and holder.endswith(endings):
            parts["holder"], above = (above.start, above.end), lines[max(above.index - 1, 0)]
        yield parts, above.index


def others_in(context: Context, value: LabelledValue) -> Iterator[Region]:
    """Yield the further numbers that one value gives: 6228…(附页帐号6229…), 6228…、6229…"""
    mentions = between(context.mentions.accounts, value.start, value.end + 1)
    for mention in mentions[1:]:
        yield mention.start, mention.end
    if len(mentions) < 2:
        for match in _NEXT_NUMBER.finditer(context.text, value.start, value.end):
            yield match.span(1)
