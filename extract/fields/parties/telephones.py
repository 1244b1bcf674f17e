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
    for phone, first in _told_in(context, groups):
        match = told.search(context.text, max(first, phone.start - _REACH), phone.start)
        if match is None or others.search(context.text, first, match.start("person")) is not None:
            continue
        if is_person_name(match["person"], context.pack, labelled=True):
            yield (*match.span("person"), match["title"] or _CONTACT)


def hotlines(context: Context, groups: set[str]) -> Iterator[Text]:
    """Yield the telephones that a party keeps open: 乙方设24小时服务热线0871-…."""
    hotline = context.pack.pattern("people.hotline")
    for phone, first in _told_in(context, groups):
        if hotline.search(context.text, max(first, phone.start - _REACH), phone.start) is not None:
            yield phone


def _told_in(context: Context, groups: set[str]) -> Iterator[tuple[Text, int]]:
    """Yield the telephones in sentences about a party, with where each sentence begins.

    It is the one that the sentence names before the telephone, or the heading where the sentence names none.
    """
    party_words = party_words_of(context, groups)
    parties = context.pack.alternation("labels.parties")
    for phone in context.mentions.phones:
        if not context.in_contract(phone.start) or context.outline.section_at(phone.start).kind != "body":
            continue
        first = max(context.sentence(phone.start)[0], context.outline.paragraph_at(phone.start).body_start)
        named = {match[0] for match in parties.finditer(context.text, first, phone.start)}
        heading = party_of_heading(context, phone.start)
        if named <= party_words if named else heading in party_words:
            yield phone, first
