"""Who is liable for breach at all: sentences on liability, whether they hold a number or not."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extract.fields.context import Context
from extract.fields.roles import Roles, is_joined, read_roles
from extract.model import Liability, Party, TextField
from extract.nlp.mentions import Region


def read_liability(context: Context, parties: Iterable[Party]) -> Liability:
    """Return the first sentence that makes the buyer, the supplier, or either of them liable, and for late payment."""
    roles = read_roles(parties, context.pack, context.flow.short_names)
    found: dict[str, TextField] = {}
    last = -1
    for match in context.pack.pattern("breach_terms.liable").finditer(context.text):
        start, end = context.sentence(match.start())
        if start == last:
            continue
        last = start
        breaker = _breaker(context, roles, (start, end))
        if breaker is not None:
            found.setdefault(breaker, context.text_field(start, end, "breach_terms.liable"))
        late = context.pack.pattern("breach_terms.late_payment").search(context.text, start, end)
        if late is not None and (breaker in ("buyer", "either", None) or _buyer_pays_late(context, roles, start, late)):
            found.setdefault("late_payment", context.text_field(start, end, "breach_terms.late_payment"))
    return Liability(**found)


def _buyer_pays_late(context: Context, roles: Roles, start: int, late: regex.Match[str]) -> bool:
    """Tell whether it is the buyer who pays late in a sentence that begins with another's breach: 或者甲方逾期付款."""
    text, breaks = context.text, context.pack.pattern("breach_terms.breaks")
    return any(
        subject.who == "buyer" and is_joined(text, subject) and breaks.match(text, subject.end, late.end())
        for subject in roles.subjects(text, start, late.end())[-1:]
    )


def _breaker(context: Context, roles: Roles, sentence: Region) -> str | None:
    """Return whose breach a sentence speaks of: the first side that breaks the contract or is to answer for it."""
    breaks = context.pack.pattern("breach_terms.breaks")
    for subject in roles.subjects(context.text, *sentence):
        if subject.who != "counterpart" and breaks.match(context.text, subject.end, sentence[1]):
            return subject.who
    return None
