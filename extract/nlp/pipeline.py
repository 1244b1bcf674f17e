"""All recognisers in one call. The spaCy document made from what they find is in `extract.nlp.words`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from extract.nlp.dates import find_dates
from extract.nlp.durations import find_durations
from extract.nlp.identifiers import find_accounts, find_credit_codes, find_emails, find_phones, find_postcodes
from extract.nlp.laws import find_laws
from extract.nlp.mentions import Mention, Mentions
from extract.nlp.money import find_money
from extract.nlp.names import find_people
from extract.nlp.organisations import find_organisations
from extract.nlp.rates import find_rates
from extract.rulepack import RulePack

_M = TypeVar("_M", bound=Mention)


def find_mentions(text: str, pack: RulePack) -> Mentions:
    """Return the typed mentions of the flow `text`.

    Kinds may overlap each other (a bank inside an organisation's line), except where one reading rules out
    another: no duration inside a date, no phone inside an account or a credit code.
    """
    dates = find_dates(text, pack)
    accounts = find_accounts(text, pack)
    codes = find_credit_codes(text, pack)
    return Mentions(
        money=find_money(text, pack),
        dates=dates,
        durations=_outside(find_durations(text, pack), dates),
        rates=find_rates(text, pack),
        phones=_outside(find_phones(text, pack), (*accounts, *codes)),
        emails=find_emails(text, pack),
        postcodes=find_postcodes(text, pack),
        accounts=_outside(accounts, codes),
        credit_codes=codes,
        laws=find_laws(text, pack),
        organisations=find_organisations(text, pack),
        people=find_people(text, pack),
    )


def _outside(mentions: Iterable[_M], others: Sequence[Mention]) -> tuple[_M, ...]:
    """Return the mentions that share no character with any of `others`."""
    return tuple(m for m in mentions if not any(m.start < o.end and o.start < m.end for o in others))
