"""Who is bound to confidentiality: the side whose duty a sentence tells, its heading, or what the other side allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from extract.fields.context import Context
from extract.fields.passages import above_list, sentences
from extract.fields.roles import Roles, Subject
from extract.nlp.mentions import Region

Obligor = Literal["buyer", "supplier"]
_AND = ("、", "和", "与", "及", "或", "以及")


def read_obligors(context: Context, regions: Sequence[Region], roles: Roles) -> set[Obligor]:
    """Return the roles that the passages on confidentiality bind: by what they say, else by what they imply."""
    for reading in (_obligors, _declared_to, _spoken_to, _sent):
        bound = {role for region in regions for role in reading(context, region, roles)}
        if bound:
            return bound
    return set()


def is_duty(context: Context, sentence: Region) -> bool:
    """Tell whether a sentence lays down a duty; the titles of papers that it names do not count."""
    pack = context.pack
    words = pack.pattern("confidentiality.titles").sub("", context.text[slice(*sentence)])
    return (
        pack.pattern("confidentiality.duty").search(words) is not None
        and pack.pattern("confidentiality.not_secret").search(words) is None
    )


def _obligors(context: Context, region: Region, roles: Roles) -> set[Obligor]:
    """Return the roles that the duties in `region` bind; a duty without a subject takes the one before it."""
    text, pack = context.text, context.pack
    receiver, towards = pack.pattern("confidentiality.receiver"), pack.pattern("confidentiality.towards")
    bound: set[Obligor] = set()
    start = context.outline.paragraph_at(region[0]).start
    for paragraph in context.outline.paragraphs_in(start, region[1]):
        begin, end = max(paragraph.start, region[0]), min(paragraph.end, region[1])
        dutiful = [sentence for sentence in sentences(text, begin, end) if is_duty(context, sentence)]
        if not dutiful:
            continue
        current = _headed(context, begin, roles)
        for sentence in sentences(text, paragraph.start, dutiful[-1][1]):
            current = _bound_subject(context, sentence, roles) or current
            if sentence in dutiful:
                words = text[slice(*sentence)]
                mutual = receiver.search(words) is not None or towards.search(words) is not None
                bound |= _roles_of(current, mutual=mutual)
    return bound


def _headed(context: Context, offset: int, roles: Roles) -> Subject | None:
    """Return the party whose duties the line above a list or the heading of a clause announces: 乙方:, 乙方的义务."""
    headings = context.pack.pattern("confidentiality.duties_of")
    clauses = reversed(context.outline.ancestry(offset))
    titles = [(context.text.find(clause.title, clause.start), clause.title) for clause in clauses if clause.title]
    heads = [(start, start + len(title)) for start, title in titles]
    for start, end in (*above_list(context.outline, offset), *heads):
        if headings.search(context.text[start:end]):
            named = roles.subjects(context.text, start, end)
            return named[0] if len(named) == 1 else None
    return None


def _declared_to(context: Context, region: Region, roles: Roles) -> Iterator[Obligor]:
    """Yield the roles to whom the other side declares what is secret, or whom it may allow to tell it.

    委托人申明的保密事项 and 未经委托人同意不得泄露 bind the supplier.
    """
    declared, consent = (
        context.pack.pattern("confidentiality.declared"),
        context.pack.pattern("confidentiality.consent"),
    )
    told = [match for match in declared.finditer(context.text, *region) if match["nothing"] is None]
    for match in (*told, *consent.finditer(context.text, *region)):
        role = roles.of(match["party"])
        if role in ("buyer", "supplier"):
            yield "supplier" if role == "buyer" else "buyer"


def _spoken_to(context: Context, region: Region, roles: Roles) -> set[Obligor]:
    """Return the roles that act in a passage on confidentiality whose duties are worded in an unknown way."""
    bound: set[Obligor] = set()
    for sentence in sentences(context.text, *region):
        bound |= _roles_of(_bound_subject(context, sentence, roles), mutual=False)
    return bound


def _bound_subject(context: Context, sentence: Region, roles: Roles) -> Subject | None:
    """Return the party that acts in a sentence: both where both are named, never one only spoken of."""
    text = context.text
    object_before = context.pack.pattern("roles.not_acting_before")
    spoken_of = context.pack.pattern("confidentiality.spoken_of")
    acting: list[Subject] = []
    for subject in roles.subjects(text, *sentence):
        if subject.who == "counterpart" or spoken_of.match(text, subject.end):
            continue
        joined = bool(acting) and text[acting[-1].end : subject.start] in _AND  # 委托人和咨询人均不得泄露
        if joined or not object_before.search(text, max(subject.start - 4, sentence[0]), subject.start):
            acting.append(subject)
    either = [subject for subject in acting if subject.who == "either"]
    for one, other in pairwise(acting):  # 委托人、监理人对本合同……承担保密义务
        if one.who != other.who and text[one.end : other.start] in _AND:
            either.append(replace(one, end=other.end, who="either"))
    return either[0] if either else acting[0] if acting else None


def _roles_of(subject: Subject | None, *, mutual: bool) -> set[Obligor]:
    """Return the roles that a duty binds; without a subject both, when it is `mutual` (未经对方同意)."""
    if subject is None:
        return {"buyer", "supplier"} if mutual else set()
    if subject.who == "either":
        return {"buyer", "supplier"}
    return {subject.who} if subject.who in ("buyer", "supplier") else set()


def _sent(context: Context, region: Region, _: Roles) -> Iterator[Obligor]:
    """Yield the supplier where a duty is laid upon people whom it sends: 保安员负有保密责任."""
    if context.pack.pattern("confidentiality.staff").search(context.text, *region):
        yield "supplier"
