"""What is wrong wherever it stands: impossible dates, figures that cannot be read, a party that deals with itself."""

from __future__ import annotations

import regex

from extract.fields.context import Context
from extract.model import DateField, TextField
from extract.nlp.identifiers import overlaps
from extract.nlp.mentions import Text

_REACH = 8
_NAME = regex.compile(r"(?P<name>\p{Han}{2,4}(?:·\p{Han}{1,8})?)(?:[ /、,(]{0,2}[01]\d[\d -]{6,}\)?)?")
"""A person and nothing else, but for the telephone."""


def read_impossible_dates(context: Context) -> tuple[DateField, ...]:
    """Return the dates that the calendar does not have: 2025-02-30."""
    return tuple(
        context.date_field(date.value, date.start, date.end, "dates.date")
        for date in context.mentions.dates
        if not date.possible
    )


def read_unread_amounts(context: Context) -> tuple[TextField, ...]:
    """Return the figures before 元 that nobody can read for certain: 24O000元, 24000 0元."""
    places = (match.span("figure") for match in context.pack.pattern("money.unread").finditer(context.text))
    return tuple(
        context.text_field(*place, "money.unread")
        for place in places
        if not overlaps(Text(*place, ""), context.mentions.money)
    )


def read_doubtful_total(context: Context) -> TextField | None:
    """Return the first place that gives the price by its name an amount; for contracts whose price was not read."""
    match = context.pack.pattern("price.doubtful").search(context.text)
    return context.text_field(*match.span(), "price.doubtful") if match else None


def read_credit_codes(context: Context) -> tuple[TextField, ...]:
    """Return the credit codes and taxpayer numbers of all places, spaces removed: behind a label, or by their shape.

    Masked ones are left out, and what has no letter and no label: most of these are accounts.
    """
    labelled = [
        code for code in context.mentions.credit_codes if "*" not in code.value and not _is_account(context, code)
    ]
    shape = context.pack.pattern("slips.code_shape")
    shaped = [Text(*match.span(), match[0]) for match in shape.finditer(context.text)]
    known = (*context.mentions.credit_codes, *context.mentions.accounts)
    codes = labelled + [code for code in shaped if not overlaps(code, known) and not _is_of_person(context, code)]
    return tuple(
        context.text_field(code.start, code.end, "identifiers.code", value=code.value)
        for code in sorted(codes, key=lambda code: code.start)
    )


def _is_of_person(context: Context, code: Text) -> bool:
    """Tell whether a number stands behind the label of an identity card: it may end in X like a code."""
    return "身份证" in context.text[max(0, code.start - _REACH) : code.start]


def _is_account(context: Context, code: Text) -> bool:
    """Tell whether a number stands where an account does, or fits a credit code by chance behind an account's label."""
    before = context.text[max(0, code.start - _REACH) : code.start]
    return overlaps(code, context.mentions.accounts) or (code.value.isdecimal() and before.rstrip(": ").endswith("号"))


def read_identity_numbers(context: Context) -> tuple[TextField, ...]:
    """Return the identity card numbers that stand behind their label."""
    pattern = context.pack.pattern("slips.identity_number")
    return tuple(
        context.text_field(*match.span("value"), "slips.identity_number", value=match["value"].replace(" ", "").upper())
        for match in pattern.finditer(context.text)
    )


def read_signatories(context: Context) -> tuple[TextField, ...]:
    """Return who signs as 法定代表人或授权代表: the label does not say as which."""
    values = (value for value in context.labels.of("either_representative") if not value.blank)
    signers = (_NAME.fullmatch(context.text, value.start, value.end) for value in values)
    return tuple(
        context.text_field(*signer.span("name"), "labels.either_representative")
        for signer in signers
        if signer is not None
    )


def read_self_dealings(context: Context) -> tuple[TextField, ...]:
    """Return the clauses in which a party performs towards itself: 乙方应向乙方支付违约金."""
    pattern = context.pack.pattern("slips.self_dealing")
    return tuple(context.text_field(*match.span(), "slips.self_dealing") for match in pattern.finditer(context.text))
