"""People of a party: representatives, contacts and their telephones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import regex

from extract.fields.context import Context, between
from extract.fields.parties.ownership import party_of_heading, party_words_of
from extract.fields.parties.telephones import hotlines, named_in_clauses
from extract.model import Contact, Role, TextField
from extract.nlp.mentions import Text
from extract.nlp.names import is_person_name
from extract.rulepack import RulePack
from extract.structure.label_words import bare
from extract.structure.values import LabelledValue

_COURTESY = ("先生", "女士", "同志", "经理", "主任", "科长", "老师", "工程师", "处长", "局长")
_NAME = regex.compile(
    r"\p{Han}{2,4}(?:·\p{Han}{1,8})*(?!\p{Han})|\p{Han}{1,6}(?:·\p{Han}{1,8})+"
    rf"|\p{{Han}}{{2,4}}?(?=(?:{'|'.join(_COURTESY)})(?!\p{{Han}}))"
)
_CONTACT, _TELEPHONE = "联系人", ("电话", "手机", "联系方式")
_SEPARATOR = re.compile(r"[、,/;\s]+")
_BEHIND_PHONE = re.compile(r"[、,/(\s]{0,3}")
_PHONE_BEHIND = re.compile(r"[\s,、/(]{0,3}(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})\)?")
_LIST_GAP = 3
_REACH = 60
"""Characters between the word for a party and the telephone of who is named for it."""
_COMPLAINT = 4
"""Characters before the label of a telephone that say what it is for."""
_OWN_PHONE = 60
"""Characters behind a contact's name in which its telephone stands, up to the next name."""
_LONGEST_GAP = 40
"""Characters of labels and punctuation between a name and its telephone."""
_WITH_PHONE = re.compile(r"[及和、/]?(?:联系)?(?:电话|方式|手机)号?码?$")


def read_person(context: Context, start: int, end: int, *, labelled: bool = True) -> tuple[int, int] | None:
    """Return where a person's name stands at the start of a value, or None when no name begins there.

    `labelled` is False for a value that no label of people but prose leads to.
    """
    match = _NAME.match(context.text, start, end)
    if match is None:
        return None
    first, last = match.span()
    for title in _COURTESY:
        if context.text[first:last].endswith(title) and last - first - len(title) >= 2:
            last -= len(title)
    words = context.text[first:last]
    if (
        labelled
        and first == start
        and (last == end or _PHONE_BEHIND.fullmatch(context.text, last, end))
        and len(words) <= 3
        and not any(bad in words for bad in context.pack.words("people.never_in_names"))
    ):
        return first, last  # a short value behind a label of people is a name whatever its surname
    return (first, last) if is_person_name(words, context.pack, labelled=labelled) else None


def read_contacts(
    context: Context, values: list[LabelledValue], groups: set[str], role: Role
) -> tuple[tuple[Contact, ...], tuple[TextField, ...]]:
    """Return the contacts of one party and all its telephones, both in order of the document."""
    found: list[tuple[int, int, str]] = [*named_in_clauses(context, groups), *_reached(context, groups)]
    for value in values:
        if value.blank or value.section == "annex":
            continue
        if value.key == "contact":
            title = _title(context, value.label)
            found.extend((*region, title) for region in _people(context, value.start, value.end))
            found.extend((*region, title) for region in _listed_behind(context, value.end))
        elif value.key == "phone":
            found.extend((*region, _CONTACT) for region in _beside_phone(context, value))
    appointed, elsewhere = _appointed(context, groups)
    found.extend(appointed)
    named, others_named = _named_before_phones(context, values, groups)
    found.extend(named)
    elsewhere.extend(others_named)
    if role == "supplier":
        found.extend(_of_supplier(context))
    found = sorted({region[:2]: region for region in found}.values())
    listed = _in_lists(context, found)
    told = {
        phone.start: phone
        for phone in (*_phones(context, values, found), *hotlines(context, groups), *listed.values())
        if phone and not any(end <= phone.start and _belongs(context, end, phone.start) for _, end in elsewhere)
    }
    phones = [told[start] for start in sorted(told)]
    contacts: dict[str, Contact] = {}
    own: dict[int, Text | None] = {}
    for index, (start, end, _) in enumerate(found):
        limit = found[index + 1][0] if index + 1 < len(found) else end + _OWN_PHONE
        behind = (p for p in phones if end <= p.start < min(limit, end + _OWN_PHONE))
        own[start] = listed.get(start, next((p for p in behind if _belongs(context, end, p.start)), None))
    called = {context.text[start:end] for start, end, _ in found if own[start] is not None}
    others = {context.text[start:end] for start, end, _ in found} - called
    for start, end, title in found:
        name = context.text[start:end]
        phone = own[start]
        if others == {name}:
            phone = _row_phone(context, values, start, phones)
        contact = Contact(
            name=context.text_field(start, end, "labels.contact"),
            phone=_phone_field(context, phone) if phone else None,
            title=title,
        )
        known = contacts.get(name)
        if known is None or (known.phone is None and contact.phone is not None):
            contacts[name] = contact if known is None else known.model_copy(update={"phone": contact.phone})
            context.consider(
                f"parties.{role}.contacts", (start, end), "labels.contact", f"「{title}」后为人名", value=name
            )
    distinct: dict[str, TextField] = {}
    for phone in phones:
        distinct.setdefault(phone.value, _phone_field(context, phone))
    return tuple(contacts.values()), tuple(distinct.values())


def _in_lists(context: Context, found: list[tuple[int, int, str]]) -> dict[int, Text | None]:
    """Return the telephone of each name of a list (王某、李某,电话A、B), by where it stands.

    As many numbers as names are dealt out in order; otherwise nobody can say whose each is.
    """
    dealt: dict[int, Text | None] = {}
    first = 0
    for index, (_, end, _) in enumerate(found):
        following = found[index + 1][0] if index + 1 < len(found) else -1
        if 0 <= following - end <= _LIST_GAP and _SEPARATOR.fullmatch(context.text, end, following):
            continue
        names, first = found[first : index + 1], index + 1
        if len(names) < 2:
            continue
        numbers = [n for n in between(context.mentions.phones, end, end + _REACH) if _belongs(context, end, n.start)]
        for number in between(context.mentions.phones, numbers[-1].end, numbers[-1].end + _REACH) if numbers else ():
            if _SEPARATOR.fullmatch(context.text, numbers[-1].end, number.start):
                numbers.append(number)
        dealt |= (
            dict(zip((start for start, _, _ in names), numbers, strict=True))
            if len(numbers) == len(names)
            else {start: None for start, _, _ in names}
        )
    return dealt


def without_phone(label: str) -> str:
    """Return the post in a label that may be numbered and ask for a telephone, too: 收货人 of 2.收货人及联系电话."""
    return _WITH_PHONE.sub("", bare(label))


def _title(context: Context, label: str) -> str:
    """Return the post that a label names: 项目负责人 of 甲方项目负责人, 联系人 of 联系人及电话 and 指定联系人."""
    post = without_phone(label).removeprefix("指定")
    party = context.pack.alternation("labels.parties").match(post)
    rest = post[party.end() if party else 0 :].removeprefix("的")
    return rest if len(rest) > 2 else post


def _people(context: Context, start: int, end: int, *, labelled: bool = True) -> list[tuple[int, int]]:
    """Return every name of a list such as 王某、胡某某."""
    regions: list[tuple[int, int]] = []
    position = start
    while position < end:
        region = read_person(context, position, end, labelled=labelled)
        department = context.pack.pattern("people.department").match(context.text, position, end)
        if department is not None and (region is None or region[1] < end) and not regions:
            within = read_person(context, department.end(), end, labelled=False)
            region = within or region
        if region is None:
            break
        regions.append(region)
        gap = _SEPARATOR.match(context.text, region[1], end)
        if gap is None:
            break
        position = gap.end()
    return regions


def _beside_phone(context: Context, value: LabelledValue) -> list[tuple[int, int]]:
    """Return who is named beside the telephone in one value: 联系方式:张老师 010-…, 联系电话:010-…(张老师)."""
    people = _people(context, value.start, value.end, labelled=False)
    phones = between(context.mentions.phones, people[-1][1] if people else value.start, value.end + 1)
    if people:
        return people if phones and _belongs(context, people[-1][1], phones[0].start) else []
    gap = _BEHIND_PHONE.match(context.text, phones[-1].end, value.end) if phones else None
    behind = read_person(context, gap.end(), value.end, labelled=False) if gap is not None else None
    return [behind] if behind is not None else []


def _named_before_phones(
    context: Context, values: list[LabelledValue], groups: set[str]
) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """Return who of a party has a telephone in the text, by the words right before its label, and who of others.

    These words may name the party (乙方主评人:王小明,电话…); else it is whose telephone it is, one of `values`.
    """
    party_words = party_words_of(context, groups)
    found: list[tuple[int, int, str]] = []
    others: list[tuple[int, int]] = []
    for value in context.labels.of("phone"):
        if value.section != "body":
            continue
        start = max(context.outline.paragraph_at(value.label_start).start, value.label_start - _REACH)
        named = context.pack.pattern("people.before_phone").search(context.text, start, value.label_start)
        if named is None or not is_person_name(named["person"], context.pack, labelled=True):
            continue
        if named["party"] in party_words or (named["party"] is None and value in values):
            found.append((*named.span("person"), _title(context, named["title"])))
        elif named["party"] is not None:
            others.append(named.span("person"))
    return found, others


def _listed_behind(context: Context, end: int) -> Iterator[tuple[int, int]]:
    """Yield who goes on the list of a label behind a semicolon, each with a telephone: …;物资科王小明,电话…."""
    listed = context.pack.pattern("people.listed")
    while match := listed.match(context.text, end):
        if not is_person_name(match["person"], context.pack, labelled=True):
            return
        yield match.span("person")
        end = match.end()


def _appointed(context: Context, groups: set[str]) -> tuple[list[tuple[int, int, str]], list[tuple[int, int]]]:
    """Return whom sentences appoint for a party, 甲方指定张某为项目联系人, and whom for others.

    The heading may name the party.
    """
    party_words = party_words_of(context, groups)
    found: list[tuple[int, int, str]] = []
    others: list[tuple[int, int]] = []
    for match in _appointments(context.text, context.pack):
        group = "person_after" if match["person_after"] else "person_first"
        people = _people(context, *match.span(group), labelled=False)
        party = match["party"] or party_of_heading(context, match.start())
        if party not in party_words:
            others.extend(people if party is not None else ())
            continue
        title = match["title_first"] or match["title_last"]
        found.extend((*region, title) for region in people)
        if people:
            stop = _next_party(context, match.end(), context.sentence(match.end())[1])
            staff = context.pack.pattern("parties.staff").search(context.text, match.end(), stop)
            if staff is not None:
                found.extend(
                    (*region, "核心人员") for region in _people(context, *staff.span("people"), labelled=False)
                )
    return found, others


def _reached(context: Context, groups: set[str]) -> Iterator[tuple[int, int, str]]:
    """Yield who is named for a party right before a telephone: 甲方:工程科王小明,电话…."""
    party_words = party_words_of(context, groups)
    reached, text = context.pack.pattern("parties.reached"), context.text
    for phone in context.mentions.phones:
        start = max(text.rfind(mark, 0, phone.start) + 1 for mark in "。;\n")
        matches = list(reached.finditer(text, max(start, phone.start - _REACH), phone.end))
        match = matches[-1] if matches else None
        if match is None or match["party"] not in party_words:
            continue
        if is_person_name(match["person"], context.pack, labelled=True):
            yield (*match.span("person"), match["title"] or _CONTACT)


def _of_supplier(context: Context) -> Iterator[tuple[int, int, str]]:
    """Yield who fills a supplier's post in a sentence that names no party: 项目经理为高级测评师王小明."""
    for match in context.pack.pattern("parties.supplier_post").finditer(context.text):
        if context.in_contract(match.start()):
            for region in _people(context, *match.span("person"), labelled=False):
                yield (*region, match["title"])


@lru_cache(maxsize=2)
def _appointments(text: str, pack: RulePack) -> tuple[regex.Match[str], ...]:
    """Return the sentences that appoint someone; each party of a contract looks for its own among them."""
    appointed, post = pack.pattern("parties.appointed"), pack.pattern("parties.post")
    found: list[regex.Match[str]] = []
    done = 0
    for match in post.finditer(text):
        if match.start() >= done:
            start = max(done, *(text.rfind(mark, done, match.start()) + 1 for mark in "。;\n"))
            stops = (text.find(mark, match.end()) for mark in "。;\n")
            done = min((stop for stop in stops if stop >= 0), default=len(text))
            found.extend(appointed.finditer(text, start, done))
    return tuple(found)


def _next_party(context: Context, start: int, end: int) -> int:
    """Return where the next party is named in [start, end), or `end`."""
    party = context.pack.alternation("labels.parties").search(context.text, start, end)
    return party.start() if party is not None else end


def _phones(context: Context, values: list[LabelledValue], contacts: list[tuple[int, int, str]]) -> list[Text]:
    """Return the telephones labelled as this party's, and those right behind its contacts."""
    phones: dict[int, Text] = {}
    for value in values:
        if (
            (value.key in ("phone", "contact") or any(word in value.label for word in _TELEPHONE))
            and not value.blank
            and not _takes_complaints(context, value)
        ):
            for mention in between(context.mentions.phones, value.start, value.end + 1):
                phones[mention.start] = mention
    for _, end, _ in contacts:
        for mention in between(context.mentions.phones, end, end + _LONGEST_GAP):
            if _belongs(context, end, mention.start):
                phones[mention.start] = mention
    return [phones[start] for start in sorted(phones)]


def _takes_complaints(context: Context, value: LabelledValue) -> bool:
    """Tell whether a telephone is where people complain, whichever party's block it stands in."""
    before = max(0, value.label_start - _COMPLAINT)
    return context.pack.pattern("people.complaint").search(context.text, before, value.start) is not None


def _row_phone(context: Context, values: list[LabelledValue], start: int, phones: list[Text]) -> Text | None:
    """Return the telephone labelled for the same party within two rows below a contact's name."""
    row = context.outline.paragraph_at(start).index
    for value in values:
        if value.key == "phone" and not value.blank and 0 <= value.paragraph - row <= 2:
            return next((phone for phone in phones if value.start <= phone.start < value.end), None)
    return None


def _belongs(context: Context, name_end: int, phone_start: int) -> bool:
    """Tell whether nothing but labels and punctuation stands between a name and a telephone."""
    gap = context.text[name_end:phone_start]
    line_start = context.text.rfind("\n", 0, name_end) + 1
    if "\n" in gap and "\t" in context.text[line_start : name_end + len(gap)]:
        return False  # below a table row stands another column's value as likely as this one's
    return len(gap) <= _LONGEST_GAP and context.pack.pattern("people.between_name_and_phone").fullmatch(gap) is not None


def _phone_field(context: Context, phone: Text) -> TextField:
    return context.text_field(
        phone.start, phone.end, "labels.phone", value=phone.value, confidence=1.0 if phone.complete else 0.4
    )
