"""The parties: who they are under all their labels, which role each plays, and what the contract says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from itertools import product

from extract.fields.context import Context
from extract.fields.parties.accounts import read_accounts
from extract.fields.parties.consortium import former_names, joint_names, members_apart, with_joined
from extract.fields.parties.names import (
    Name,
    Side,
    add_name,
    agent_in_prose,
    group_of_label,
    introduced_names,
    merged_by_name,
    merged_groups,
    synonyms,
    told_names,
    without_borrowed_names,
    without_persons,
)
from extract.fields.parties.ownership import is_of_other_place, owned_values, party_of_heading, told_in_prose
from extract.fields.parties.people import read_contacts, read_person, without_phone
from extract.fields.parties.roles import assign_roles
from extract.fields.similarity import one_character_apart
from extract.model import Account, DateField, Party, Role, TextField
from extract.structure.label_words import MEMBER, bare
from extract.structure.values import LabelledValue
from extract.width import is_han
from extract.wording import word

_SECTION_RANK = {"signature": 0, "preamble": 1, "cover": 2, "body": 3, "annex": 4, "annex_signature": 5}
_SHORTEST_COMPARED = 8
"""A shorter name one character off may be another body's (审计局, 统计局), unless it is called a party."""
_SHORTEST_CALLED = 5
_CHECKED = ("tax_id", "postcode")
"""What is kept though it is not whole, for the checks to tell."""
_NAME_LABEL = "姓名"
_HOLDERS = {
    "supplier_posts": ("second", "supplier"),
    "buyer_posts": ("first", "buyer"),
    "engineer_posts": ("engineer",),
}
"""The label groups of who has the posts of a list."""
_BLOCK = 6
"""Lines that tell of one person below the post: name, licence, number, telephone."""
_BESIDE_ACCOUNT = 3


def read_parties(context: Context) -> tuple[Party, ...]:
    """Return the parties, buyer and supplier first, then in the order in which they appear."""
    sides = _sides(context)
    named = [side for side in sides.values() if side.names or side.labels]
    kept = with_joined(merged_by_name(members_apart(named)))
    without_borrowed_names(kept)
    without_persons(context, kept)
    assign_roles(context, kept)
    kept = [side for side in kept if side.names or side.role in ("buyer", "supplier")]
    order: dict[Role, int] = {"buyer": 0, "supplier": 1}
    kept.sort(key=lambda side: (order.get(side.role, 2), MEMBER in side.groups))
    accounts = read_accounts(context, [([n.value for n in side.names], side.groups, side.role) for side in kept])
    return tuple(_party(context, side, accounts[index]) for index, side in enumerate(kept))


def _sides(context: Context) -> dict[str, Side]:
    """Return the sides by their head group, each with its labels, names and labelled values."""
    same = synonyms(context)
    group_of = merged_groups(context, same)
    sides: dict[str, Side] = {}
    for head_group in dict.fromkeys(group_of.values()):
        sides[head_group] = Side({g for g, head in group_of.items() if head == head_group})
    for value, group in owned_values(context):
        owner = group or _group_behind_title(context, value, sides)
        if owner in group_of:
            _give(context, sides[group_of[owner]], value)
    for value, named in told_in_prose(context):
        if named in group_of:
            sides[group_of[named]].values.append(value)
    for head in context.labels.heads:
        if head.group in group_of and context.in_contract(head.start):
            sides[group_of[head.group]].labels.append((head.label, head.start, head.end))
    for match in same:
        side = sides[group_of[group_of_label(context, match["outer"])]]
        side.labels += [(match[word], *match.span(word)) for word in ("outer", "also", "inner") if match[word]]
    introduced_names(context, sides, group_of)
    told_names(context, sides, group_of)
    agent_in_prose(context, sides)
    return sides


def _give(context: Context, side: Side, value: LabelledValue) -> None:
    """Add a labelled value to the side that it belongs to: its label, its name, or something that it has."""
    if value.key == "party" and value.section not in ("annex", "annex_signature"):
        side.labels.append((value.label, value.label_start, value.start))
    if value.key in ("party", "name") and not value.blank:
        add_name(context, side, value)
        joint_names(context, side, value)
    elif value.key != "party" and not is_of_other_place(context, value):
        side.values.append(value)


def _group_behind_title(context: Context, value: LabelledValue, sides: dict[str, Side]) -> str | None:
    """Return whose a contact is by its post (驻场负责人 is the supplier's), and whose its telephone is.

    Who stands with the place to which goods are brought receives them there: 交货地点:… / 联系人:….
    Any other contact without a party is the one's whom the heading of the clause names.
    """
    if value.key == "tax_id" and _beside_account(context, value):
        return next((group for group in ("second", "supplier") if group in sides), None)
    if value.key not in ("contact", "phone") or (value.key == "phone" and not context.in_contract(value.start)):
        return None
    for post in _posts(context, value):
        for posts, groups in _HOLDERS.items():
            if post in context.pack.words(f"parties.{posts}"):
                return next((group for group in groups if group in sides), None)
    if context.pack.pattern("parties.receives").search(context.text, *_line_above(context, value)):
        return next((group for group in _HOLDERS["buyer_posts"] if group in sides), None)
    headed = party_of_heading(context, value.start)
    return group_of_label(context, headed) if headed is not None else None


def _line_above(context: Context, value: LabelledValue) -> tuple[int, int]:
    """Return the words on the line of a value up to its label, with those of the line above it."""
    above = context.outline.paragraphs[max(value.paragraph - 1, 0)]
    return above.start, value.label_start


def _posts(context: Context, value: LabelledValue) -> Iterator[str]:
    """Yield what may be the post of a contact, or of whom a telephone reaches: 报修联系人及电话, 报修电话."""
    label = value.label
    if value.key == "phone":
        before = [v for v in context.labels.of("contact") if v.paragraph == value.paragraph and v.start < value.start]
        if before:
            label = before[-1].label
        else:
            yield bare(label)
            label = _NAME_LABEL
    yield _post_above(context, value) if label == _NAME_LABEL else without_phone(label)


def _post_above(context: Context, value: LabelledValue) -> str:
    """Return the post that heads the lines of a person: 项目经理: above 姓名:… and 联系电话:…; "" where none does.

    So does the heading of the clause: 3. 总监理工程师.
    """
    above = [v for v in context.labels.values if 0 < value.paragraph - v.paragraph <= _BLOCK and v.blank]
    if above and above[-1].key == "contact":
        return above[-1].label
    clause = context.outline.clause_at(value.start)
    return (clause.title or "") if clause is not None else ""


def _beside_account(context: Context, value: LabelledValue) -> bool:
    """Tell whether nobody's tax number stands with nobody's account: both are of the party that is paid."""
    accounts = context.labels.of("account")
    return value.owner is None and any(
        a.owner is None and not a.blank and abs(a.paragraph - value.paragraph) <= _BESIDE_ACCOUNT for a in accounts
    )


def _party(context: Context, side: Side, accounts: tuple[Account, ...]) -> Party:
    former = former_names(context, side)
    chosen = _chosen_name(context, side, {context.text[slice(*region)] for region in former})
    names = _distinct_names(context, side, chosen)
    addresses = [v for v in side.values if v.key == "address" and not v.blank]
    contacts, phones = read_contacts(context, side.values, side.groups, side.role)
    values: dict[str, TextField | None] = {}
    for key in ("address", "postcode", "fax", "email", "tax_id"):
        values[key] = _value(context, side, key)
    legal = _person(context, side, "legal_representative")
    authorized = _person(context, side, "authorized_representative") or _signer(context, side, legal)
    legal = legal or (_signer(context, side, authorized) if _sign_together(side) else None)
    return Party(
        role=side.role,
        labels=_labels(context, side),
        name=_name_field(context, chosen) if chosen else None,
        names=names,
        aliases=tuple(context.text_field(*alias, "parties.alias") for alias in side.aliases + former),
        addresses=_distinct(context, addresses),
        contacts=contacts,
        phones=phones,
        accounts=accounts,
        signed_on=_signed_on(context, side),
        legal_representative=legal,
        authorized_representative=authorized,
        **values,
    )


def _chosen_name(context: Context, side: Side, former: Collection[str]) -> Name | None:
    """Return the name that most places agree on; between equals the signature page wins, then the preamble."""
    if not side.names:
        return None
    present = [name for name in side.names if name.value not in former] or side.names
    own = [name for name in present if name.section not in ("annex", "annex_signature")] or present
    counts = Counter(name.value for name in own)
    alike = not any(a.value in b.value for a in own for b in own if a.value != b.value)  # each is counted alone
    written = {value: context.text.count(value) if alike else 0 for value in counts}
    best = min(own, key=lambda n: (-counts[n.value], -written[n.value], _SECTION_RANK[n.section], n.start))
    for name in side.names:
        won = name.value == best.value
        reason = "各处一致或出现最多" if won else f"与出现 {counts[best.value]} 次的「{best.value}」不同"
        context.consider(
            f"parties.{side.role}.name",
            (name.start, name.end),
            name.rule,
            reason,
            value=name.value,
            score=counts[name.value],
            won=won,
        )
    same = [name for name in own if name.value == best.value]
    return min(same, key=lambda n: (_SECTION_RANK[n.section], n.start))


def _name_field(context: Context, name: Name, chosen: Name | None = None) -> TextField:
    """Return a name as it is written there, or as the same name is where it was `chosen`."""
    place = chosen if chosen is not None and chosen.value == name.value else name
    return context.text_field(name.start, name.end, name.rule, value=context.as_written(place.start, place.end))


def _distinct_names(context: Context, side: Side, chosen: Name | None) -> tuple[TextField, ...]:
    """Return one field per way of writing the name, places where one character is off among them."""
    first = {name.value: name for name in reversed(side.names)}
    fields = [_name_field(context, name, chosen) for name in first.values()]
    if chosen is not None and len(chosen.value) >= _SHORTEST_CALLED:
        addresses = context.labels.of("address")
        for start, end in one_character_apart(context.text, chosen.value, context.pack.words("parties.directions")):
            if any(address.start <= start < address.end for address in addresses):
                continue  # 沙溪湾中学 is no slip of 沙溪湾镇学府路
            words = context.text[start:end]
            told = len(chosen.value) >= _SHORTEST_COMPARED or _is_called(context, start, end)
            if told and words not in first:
                first[words] = Name(words, start, end, "", "parties.near_name")
                fields.append(context.text_field(start, end, "parties.near_name"))
    return tuple(sorted(fields, key=lambda f: f.spans[0].start))


def _is_called(context: Context, start: int, end: int) -> bool:
    """Tell whether what stands there is called a party: a label or 致 before it, or a seal behind it."""
    before = context.pack.pattern("parties.called").search(context.text, max(0, start - 20), start)
    return before is not None or context.pack.pattern("parties.sealed").match(context.text, end) is not None


def _labels(context: Context, side: Side) -> tuple[TextField, ...]:
    """Return the label words that the contract uses for this party, each where it first stands."""
    fields: dict[str, TextField] = {}
    for label, start, end in side.labels:
        position = context.text.find(label, start, max(end, start + len(label) + 2))
        if position >= 0 and label not in fields:
            fields[label] = context.text_field(position, position + len(label), "labels.party")
    return tuple(fields.values())


def _ranked(values: list[LabelledValue]) -> list[LabelledValue]:
    return sorted(values, key=lambda value: (_SECTION_RANK[value.section], value.start))


def _value(context: Context, side: Side, key: str) -> TextField | None:
    """Return the first value under `key`: the signature page before preamble, cover, body and annexes."""
    found = _ranked([value for value in side.values if value.key == key and not value.blank])
    best: TextField | None = None
    for value in found:
        region = _cleaned(context, key, value.start, value.end)
        if region is None:
            context.consider(
                f"parties.{side.role}.{key}",
                (value.start, value.end),
                f"labels.{key}",
                "不像该项的值",
                score=0,
                won=False,
            )
            continue
        won = best is None
        reason = f"{word('section', value.section)}处的标签值" if won else "已取更可靠处的值"
        context.consider(
            f"parties.{side.role}.{key}",
            region,
            f"labels.{key}",
            reason,
            score=5 - _SECTION_RANK[value.section],
            won=won,
        )
        if best is None:
            best = context.text_field(*region, f"labels.{key}")
    return best


def _cleaned(context: Context, key: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the part of a labelled value that can be a value of `key`, or None."""
    text = context.text
    mentions = context.mentions
    if key in ("postcode", "fax", "email", "tax_id"):
        kinds = {
            "postcode": mentions.postcodes,
            "fax": mentions.phones,
            "email": mentions.emails,
            "tax_id": mentions.credit_codes,
        }
        inside = [m for m in kinds[key] if start <= m.start and m.end <= end + 1]
        if inside:
            return (inside[0].start, inside[0].end) if getattr(inside[0], "complete", True) or key in _CHECKED else None
        match = context.pack.pattern(f"parties.{key}_value").match(text, start, end)
        return (match.start(), match.end()) if match else None
    stop = context.pack.pattern("parties.address_end").search(text, start, end)
    end = stop.start() if stop else end
    words = text[start:end].strip()
    return (start, end) if len(words) >= 4 and any(map(is_han, words)) else None


def _distinct(context: Context, values: list[LabelledValue]) -> tuple[TextField, ...]:
    seen: dict[str, TextField] = {}
    for value in values:
        region = _cleaned(context, "address", value.start, value.end)
        if region is not None:
            seen.setdefault(context.text[slice(*region)], context.text_field(*region, "labels.address"))
    return tuple(seen.values())


def _person(context: Context, side: Side, key: str) -> TextField | None:
    for value in _ranked([value for value in side.values if value.key == key and not value.blank]):
        region = read_person(context, value.start, value.end)
        if region is not None:
            context.consider(f"parties.{side.role}.{key}", region, f"labels.{key}", "标签后为人名")
            return context.text_field(*region, f"labels.{key}", value=context.as_written(*region))
    return None


def _signer(context: Context, side: Side, other: TextField | None) -> TextField | None:
    """Return who signed under 法定代表人或授权代表, where one of the two is known to be an `other`."""
    signer = _person(context, side, "either_representative")
    return signer if signer is not None and other is not None and signer.value != other.value else None


def _sign_together(side: Side) -> bool:
    """Tell whether 法定(或授权)代表人 stands right beside 委托代理人, so that it is the principal who signs there."""
    lines = {
        key: [value.paragraph for value in side.values if value.key == key and not value.blank]
        for key in ("either_representative", "authorized_representative")
    }
    return any(abs(one - other) == 1 for one, other in product(*lines.values()))


def _signed_on(context: Context, side: Side) -> DateField | None:
    by_start = {date.start: date for date in context.mentions.dates}
    for value in side.values:
        if value.key == "signed_on" and value.section == "signature" and not value.blank:
            date = next(
                (by_start[s] for s in range(value.start, min(value.start + 3, value.end)) if s in by_start),
                None,
            )
            if date is not None and date.possible:
                return context.date_field(date.value, date.start, date.end, "labels.signed_on")
    return None
