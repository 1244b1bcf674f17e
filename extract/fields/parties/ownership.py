"""Whose a value is where the layout does not say: by the name that heads a block, by the party that prose names."""

from __future__ import annotations

from collections.abc import Iterator

from extract.fields.context import Context
from extract.fields.passages import above_list
from extract.structure.label_words import MEMBER
from extract.structure.values import LabelledValue

_LONGEST_REACH = 120
_STATION_REACH = 40
"""Characters between a place that a party keeps and the label of its address."""
_ALONE = ("", ":")
_BESIDE = 4
"""Characters. 甲方 office@… and 甲方为office@… need no label between them."""


def owned_values(context: Context) -> Iterator[tuple[LabelledValue, str | None]]:
    """Yield every labelled value with the label group of its owner, or None.

    A block under 「单位名称：某局」 is that office's, whichever party the sentence above it spoke of.
    """
    named = _named(context)
    turned: str | None = None
    below: str | None = None
    last = 0
    for value in context.labels.values:
        group = value.group
        in_row = "\t" in _line(context, value)
        if value.key == "party" or in_row or group != below or value.paragraph - last > 1:
            turned = None
        bearer = named.get(context.text[value.start : value.end])
        if value.key in ("name", "holder") and bearer is not None and not in_row:
            turned = bearer
        below, last = group, value.paragraph
        yield value, turned or group


def told_in_prose(context: Context) -> Iterator[tuple[LabelledValue, str]]:
    """Yield tax numbers and e-mail addresses that a sentence gives to a party without a colon."""
    parties = context.pack.groups("labels.parties")
    labels = context.pack.table("labels.fields")
    for key, mentions in (("tax_id", context.mentions.credit_codes), ("email", context.mentions.emails)):
        labelled = [(value.start, value.end) for value in context.labels.of(key)]
        for mention in mentions:
            first = max(context.sentence(mention.start)[0], mention.start - _LONGEST_REACH)
            named = list(context.pack.alternation("labels.parties").finditer(context.text, first, mention.start))
            headed = _whose_contact(context, mention.start) if key == "email" and not named else None
            if headed is not None and headed in parties:
                yield _told(context, key, (first, mention.start, mention.end)), parties[headed]
            if not named or any(named[-1].start() < start <= mention.start < end for start, end in labelled):
                continue  # nobody's, or a label between party and value has given it already
            gap = context.text[named[-1].end() : mention.start]
            if len(gap) > _BESIDE and not any(label in gap for label in labels[key]):
                continue
            yield _told(context, key, (named[-1].end(), mention.start, mention.end)), parties[named[-1][0]]


def _told(context: Context, key: str, places: tuple[int, int, int]) -> LabelledValue:
    """Return a value that prose tells; `places` are where its words begin, where it begins itself and ends."""
    first, start, end = places
    outline = context.outline
    paragraph, section = outline.paragraph_at(start).index, outline.section_at(start).kind
    return LabelledValue(key, context.text[first:start], first, start, end, None, section, paragraph, blank=False)


def _whose_contact(context: Context, offset: int) -> str | None:
    """Return the word for the party under whose heading a sentence appoints somebody: 指定张三(邮箱…)为联系人."""
    post = context.pack.pattern("parties.post").search(context.text, *context.sentence(offset))
    return party_of_heading(context, offset) if post is not None else None


def party_words_of(context: Context, groups: set[str]) -> set[str]:
    """Return the words for a party whose labels are of these `groups`."""
    return {word for group in groups for word in context.pack.table("labels.parties").get(group, ())}


def party_of_heading(context: Context, offset: int) -> str | None:
    """Return the word for the one party that the heading of a clause around `offset` names: 乙方的责任.

    A heading without a number is the line right above, or the one above a list: 乙方：.
    """
    parties, duties = context.pack.alternation("labels.parties"), context.pack.pattern("parties.duties")
    for clause in context.outline.ancestry(offset):
        named = {match[0] for match in parties.finditer(clause.title or "")}
        if named:
            return named.pop() if len(named) == 1 else None
    above = context.outline.paragraphs[max(context.outline.paragraph_at(offset).index - 1, 0)]
    headed = duties.fullmatch(context.text, above.start, above.end)
    if headed is not None:
        return headed["party"]
    for start, end in above_list(context.outline, offset):
        lead = parties.match(context.text, start, end)
        if lead is not None and context.text[lead.end() : end] in _ALONE:
            return lead[0]
    return None


def is_of_other_place(context: Context, value: LabelledValue) -> bool:
    """Tell whether an address in the text proper is the bank's, or that of a place that a party keeps."""
    if value.key != "address" or value.section not in ("preamble", "body"):
        return False
    return _is_of_bank(context, value) or _is_of_station(context, value)


def _is_of_bank(context: Context, value: LabelledValue) -> bool:
    """Tell whether an address stands between 开户银行 and 账号."""
    near = [other for other in context.labels.values if abs(other.paragraph - value.paragraph) <= 1]
    before = [other for other in near if other.start < value.start]
    behind = [other for other in near if other.start > value.start]
    return bool(before and behind) and before[-1].key == "bank" and behind[0].key == "account"


def _is_of_station(context: Context, value: LabelledValue) -> bool:
    """Tell whether an address is told of a place that its sentence names: 乙方在本县设有服务站一处,地址:…."""
    start = max(context.sentence(value.label_start)[0], value.label_start - _STATION_REACH)
    return context.pack.pattern("parties.station").search(context.text, start, value.label_start) is not None


def member_below(context: Context, value: LabelledValue) -> LabelledValue | None:
    """Return the first of those that are a party together, named in the lines below its label: 乙方: 牵头人:某公司."""
    following = next((other for other in context.labels.values if other.start > value.end), None)
    if following is None or following.key != "party" or following.blank:
        return None
    first = following.group == MEMBER or following.label.startswith(context.pack.words("parties.leading"))
    return following if first and value.blank and following.paragraph == value.paragraph + 1 else None


def _named(context: Context) -> dict[str, str]:
    """Return the label group of every name that stands behind a party's label."""
    named: dict[str, str] = {}
    for value in context.labels.of("party"):
        if not value.blank and value.owner is not None:
            named.setdefault(context.text[value.start : value.end].partition("(以下")[0], value.owner.group)
    return named


def _line(context: Context, value: LabelledValue) -> str:
    paragraph = context.outline.paragraphs[value.paragraph]
    return context.text[paragraph.start : paragraph.end]
