"""Telephones in the sentences of the clauses: who is named right before them, and which a party keeps open."""

from __future__ import annotations

from collections.abc import Iterator

from extract.fields.context import Context
from extract.fields.parties.ownership import party_of_heading, party_words_of
from extract.nlp.mentions import Text
from extract.nlp.names import is_person_name

_CONTACT = "联系人"
_REACH = 60
"""Characters before a telephone in which its holder is named."""


def named_in_clauses(context: Context, groups: set[str]) -> Iterator[tuple[int, int, str]]:
    """Yield who is named in the clauses right before a telephone: 指定膳食管理员王小明(0871-…)负责联络."""
    told, others = context.pack.pattern("people.named_before_phone"), context.pack.pattern("people.of_others")
    party_words = party_words_of(context, groups)
    for phone, first in _in_clauses(context):
        match = told.search(context.text, max(first, phone.start - _REACH), phone.start)
        if match is None or others.search(context.text, first, match.start("person")) is not None:
            continue
        own = {match["party"]} if match["party"] else _told_of(context, first, phone.start)
        if own and own <= party_words and is_person_name(match["person"], context.pack, labelled=True):
            yield (*match.span("person"), match["title"] or _CONTACT)


def hotlines(context: Context, groups: set[str]) -> Iterator[Text]:
    """Yield the telephones that a party keeps open: 乙方设24小时服务热线0871-…."""
    hotline, party_words = context.pack.pattern("people.hotline"), party_words_of(context, groups)
    for phone, first in _in_clauses(context):
        own = _told_of(context, first, phone.start)
        if own and own <= party_words and hotline.search(context.text, max(first, phone.start - _REACH), phone.start):
            yield phone


def _in_clauses(context: Context) -> Iterator[tuple[Text, int]]:
    """Yield the telephones in the sentences of the clauses, with where each sentence begins."""
    for phone in context.mentions.phones:
        if not context.in_contract(phone.start) or context.outline.section_at(phone.start).kind != "body":
            continue
        yield phone, max(context.sentence(phone.start)[0], context.outline.paragraph_at(phone.start).body_start)


def _told_of(context: Context, first: int, phone: int) -> set[str]:
    """Return the words for the parties that a sentence speaks of from `first` to the telephone.

    Those that appoint somebody in it, or else all that it names; where it names none, the party of the heading.
    """
    named = list(context.pack.alternation("labels.parties").finditer(context.text, first, phone))
    appoints = context.pack.pattern("people.appoints")
    appointing = {match[0] for match in named if appoints.match(context.text, match.end(), phone)}
    if named:
        return appointing or {match[0] for match in named}
    heading = party_of_heading(context, phone)
    return {heading} if heading is not None else set()
