"""What is wrong wherever it stands: dates that the calendar does not have, a party that deals with itself."""

from __future__ import annotations

from extract.fields.context import Context
from extract.model import DateField, TextField
from extract.nlp.identifiers import overlaps


def read_impossible_dates(context: Context) -> tuple[DateField, ...]:
    """Return the dates that the calendar does not have: 2025-02-30."""
    return tuple(
        context.date_field(date.value, date.start, date.end, "dates.date")
        for date in context.mentions.dates
        if not date.possible
    )


def read_credit_codes(context: Context) -> tuple[TextField, ...]:
    """Return the credit codes and taxpayer numbers of all places, spaces removed; masked ones are left out."""
    return tuple(
        context.text_field(code.start, code.end, "identifiers.code", value=code.value)
        for code in context.mentions.credit_codes
        if "*" not in code.value and not overlaps(code, context.mentions.accounts)
    )


def read_identity_numbers(context: Context) -> tuple[TextField, ...]:
    """Return the identity card numbers that stand behind their label."""
    pattern = context.pack.pattern("slips.identity_number")
    return tuple(
        context.text_field(*match.span("value"), "slips.identity_number", value=match["value"].replace(" ", "").upper())
        for match in pattern.finditer(context.text)
    )


def read_self_dealings(context: Context) -> tuple[TextField, ...]:
    """Return the clauses in which a party performs towards itself: 乙方应向乙方支付违约金."""
    pattern = context.pack.pattern("slips.self_dealing")
    return tuple(
        context.text_field(*match.span(), "slips.self_dealing") for match in pattern.finditer(context.text)
    )
