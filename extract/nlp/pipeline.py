"""All recognisers in one call, and the spaCy document made from what they find."""

from __future__ import annotations

from extract.nlp.dates import find_dates
from extract.nlp.durations import find_durations
from extract.nlp.identifiers import find_accounts, find_credit_codes, find_emails, find_phones, find_postcodes
from extract.nlp.laws import find_laws
from extract.nlp.mentions import Mentions
from extract.nlp.money import find_money
from extract.nlp.rates import find_rates
from extract.rulepack import RulePack


def find_mentions(text: str, pack: RulePack) -> Mentions:
    """Return the typed mentions of the flow `text`."""
    return Mentions(
        money=find_money(text, pack),
        dates=find_dates(text, pack),
        durations=find_durations(text, pack),
        rates=find_rates(text, pack),
        phones=find_phones(text, pack),
        emails=find_emails(text, pack),
        postcodes=find_postcodes(text, pack),
        accounts=find_accounts(text, pack),
        credit_codes=find_credit_codes(text, pack),
        laws=find_laws(text, pack),
    )
