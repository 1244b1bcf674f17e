"""The parties: who they are under all their labels, which role each plays, and what the contract says of them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from extract.fields.accounts import read_accounts
from extract.fields.context import Context
from extract.fields.people import read_contacts, read_person
from extract.fields.similarity import one_character_apart
from extract.model import DateField, Party, Role, TextField
from extract.structure.labels import LabelledValue

_SECTION_RANK = {"signature": 0, "preamble": 1, "cover": 2, "body": 3, "annex": 4, "annex_signature": 5}
_AMBIGUOUS: dict[str, Role] = {"first": "buyer", "second": "supplier", "third": "other", "fourth": "other"}
_SHORTEST_COMPARED = 8


@dataclass(frozen=True, slots=True)
class _Name:
    """A name as it stands in one place."""

    value: str
    start: int
    end: int
    section: str
    rule: str


@dataclass(slots=True)
class _Side:
    """One party while it is put together: its label groups and everything labelled as its own."""

    groups: set[str]
    names: list[_Name] = field(default_factory=list)
    labels: list[tuple[str, int, int]] = field(default_factory=list)
    values: list[LabelledValue] = field(default_factory=list)
    aliases: list[tuple[int, int]] = field(default_factory=list)
    role: Role = "other"


def read_parties(context: Context) -> tuple[Party, ...]:
    """Return the parties, buyer and supplier first, then in the order in which they appear."""
    group_of = _merged_groups(context)
    sides: dict[str, _Side] = {}
    for group in dict.fromkeys(group_of.values()):
        sides[group] = _Side({g for g, head in group_of.items() if head == group})
    for value in context.labels.values:
        group = value.owner.group if value.owner is not None else _group_behind_title(context, value, sides)
        if group in group_of:
            side = sides[group_of[group]]
            if value.key == "party" and value.section not in ("annex", "annex_signature"):
                side.labels.append((value.label, value.label_start, value.start))
            if value.key in ("party", "name") and not value.blank:
                _add_name(context, side, value)
            elif value.key != "party":
                side.values.append(value)
    _introduced_names(context, sides, group_of)
    kept = _merged_by_name([side for side in sides.values() if side.names or side.labels])
    _assign_roles(context, kept)
    kept = [side for side in kept if side.names or side.role in ("buyer", "supplier")]
    order: dict[Role, int] = {"buyer": 0, "supplier": 1}
    kept.sort(key=lambda side: order.get(side.role, 2))
    accounts = read_accounts(context, [([n.value for n in side.names], side.groups, side.role) for side in kept])
    return tuple(_party(context, side, accounts[index]) for index, side in enumerate(kept))


def _group_behind_title(context: Context, value: LabelledValue, sides: dict[str, _Side]) -> str | None:
    """Return the supplier's group for a post that only a supplier fills (驻场负责人), and for its telephone."""
    label = value.label
    if value.key == "phone" and not context.in_contract(value.start):
        return None
    if value.key == "phone":
        before = [v for v in context.labels.of("contact") if v.paragraph == value.paragraph and v.start < value.start]
        label = before[-1].label if before else ""
    if value.key not in ("contact", "phone") or label not in context.pack.words("parties.supplier_posts"):
        return None
    return next((group for group in ("second", "supplier") if group in sides), None)


# -- which labels mean one party ------------------------------------------------------------------------


def _merged_groups(context: Context) -> dict[str, str]:
    """Return the head group of every label group that the contract uses: 委托方(甲方) makes two groups one."""
    parties = {word: group for group, words in context.pack.table("labels.parties").items() for word in words}
    used = dict.fromkeys(value.owner.group for value in context.labels.values if value.owner is not None)
    head = {group: group for group in used}
    for match in context.pack.pattern("parties.introduced").finditer(context.text):
        head.setdefault(parties[match["party"]], parties[match["party"]])
    for match in context.pack.pattern("parties.equivalent").finditer(context.text):
        outer, inner = parties[match["outer"]], parties[match["inner"]]
        head.setdefault(outer, outer)
        head.setdefault(inner, inner)
        old, new = head[inner], head[outer]
        for group in head:
            if head[group] == old:
                head[group] = new
    return head


def _merged_by_name(sides: list[_Side]) -> list[_Side]:
    """Join sides that bear the same name: 「采购人：某局」 on the cover and 「甲方：某局」 in the text."""
    kept: list[_Side] = []
    for side in sides:
        names = {name.value for name in side.names}
        twin = next((other for other in kept if names & {name.value for name in other.names}), None)
        if twin is None:
            kept.append(side)
            continue
        twin.groups |= side.groups
        twin.names = sorted(twin.names + side.names, key=lambda name: name.start)
        twin.labels = sorted(twin.labels + side.labels, key=lambda label: label[1])
        twin.values = sorted(twin.values + side.values, key=lambda value: value.start)
        twin.aliases += side.aliases
    return kept


# -- names ----------------------------------------------------------------------------------------------


def _add_name(context: Context, side: _Side, value: LabelledValue) -> None:
    start, end = _name_region(context, value.start, value.end)
    if end > start:
        rule = "labels.party" if value.key == "party" else "labels.name"
        side.names.append(_Name(context.text[start:end].replace(" ", ""), start, end, value.section, rule))
        for match in context.pack.pattern("parties.alias").finditer(context.text, end, min(value.end + 30, len(context.text))):
            if match.start() <= end + 2:
                side.aliases.append(match.span("alias"))


def _name_region(context: Context, start: int, end: int) -> tuple[int, int]:
    """Return where the name proper stands in a labelled value; an empty region when it holds no name."""
    text = context.text
    for mark in ("(以下", "(下称", "(简称", "(盖", "(公", "(签", "(章", "\t", "(采购", "(甲方", "(乙方", "(加盖", "(单位", "以下简称", "(下文", "(印章", "(合同专用", "联系", "地址:", "(统一", "法定代表"):
        cut = text.find(mark, start, end)
        if cut >= 0:
            end = cut
    while end > start and text[end - 1] in " ,、。;:":
        end -= 1
    words = text[start:end]
    endings = context.pack.words("parties.organisation_endings")
    if not 2 <= len(words) <= 60 or any(word in words for word in context.pack.words("parties.not_a_name")):
        return start, start
    if not any("\u4e00" <= character <= "\u9fff" for character in words):
        return start, start
    if words.rstrip(")").endswith(endings) or words.endswith(endings) or (len(words) >= 4 and any(e in words for e in ("公司", "(有限合伙)", "个体"))):
        return start, end
    person = read_person(context, start, end)
    return (start, end) if person is not None and len(words) <= 4 else (start, start)


def _introduced_names(context: Context, sides: dict[str, _Side], group_of: dict[str, str]) -> None:
    """Read names that stand before their label: 「云岭市教育局（以下简称“甲方”）」."""
    parties = {word: group for group, words in context.pack.table("labels.parties").items() for word in words}
    endings = context.pack.words("parties.organisation_endings")
    for match in context.pack.pattern("parties.introduced").finditer(context.text):
        group = group_of.get(parties[match["party"]])
        if group is None:
            continue
        region = _name_before(context, match.start())
        words = context.text[slice(*region)]
        if words.endswith(endings) and 4 <= len(words) <= 60 and not words.startswith(tuple(parties)):
            side = sides[group]
            section = context.outline.section_at(region[0]).kind
            side.names.append(_Name(words, *region, section, "parties.introduced"))
            side.labels.append((match["party"], *match.span("party")))


def _name_before(context: Context, end: int) -> tuple[int, int]:
    """Return the organisation's name that ends at `end`, cut free of the words that lead to it."""
    lead = context.pack.pattern("parties.name_before").search(context.text, max(0, end - 60), end, partial=False)
    start = lead.start("name") if lead else end
    for mark in context.pack.words("parties.before_names"):
        cut = context.text.rfind(mark, start, end)
        if cut >= 0 and end - cut - len(mark) >= 5 and not _inside_name(context, cut, mark, end):
            start = cut + len(mark)
    return start, end


def _inside_name(context: Context, cut: int, mark: str, end: int) -> bool:
    """Tell whether a joining word belongs to the name itself (住房和城乡建设局, 与…合作中心)."""
    return mark in ("和", "及", "与") and context.text[cut + 1 : end][:2] in ("城乡", "社会", "计划", "体育", "旅游", "改革", "信息", "技术", "规划", "草原", "自然", "应急", "执法", "疾病")


# -- roles ----------------------------------------------------------------------------------------------


def _assign_roles(context: Context, sides: list[_Side]) -> None:
    for side in sides:
        stated = side.groups - set(_AMBIGUOUS)
        roles = ("buyer", "supplier", "agent", "witness", "user", "guarantor")
        for role in roles:
            if role in stated:
                side.role = role
                break
        else:
            if "engineer" in stated:
                continue
            side.role = _AMBIGUOUS[next(iter(sorted(side.groups, key=list(_AMBIGUOUS).index)))]
    for side in sides:  # 监理人 supplies in a supervision contract and is a third party in a works contract
        if "engineer" in side.groups and not any(other.role == "supplier" for other in sides if other is not side):
            side.role = "supplier"
    ambiguous = [side for side in sides if side.groups <= set(_AMBIGUOUS) and side.role in ("buyer", "supplier")]
    fixed = {side.role for side in sides if side not in ambiguous}
    for side in ambiguous:
        if side.role in fixed:
            side.role = "supplier" if side.role == "buyer" else "buyer"
    if len(ambiguous) == 2 and _buys_second(context, ambiguous):
        for side in ambiguous:
            side.role = "supplier" if side.role == "buyer" else "buyer"


def _buys_second(context: Context, sides: list[_Side]) -> bool:
    """Tell whether 乙方 buys: it pays the price, and the names do not speak against it."""
    first = next((side for side in sides if "first" in side.groups), None)
    second = next((side for side in sides if "second" in side.groups), None)
    if first is None or second is None:
        return False
    public, companies = context.pack.words("parties.public_endings"), context.pack.words("parties.company_endings")
    score = 0
    if first.names and second.names:
        if first.names[0].value.endswith(companies) and second.names[0].value.endswith(public):
            score = 2
        elif first.names[0].value.endswith(public) and second.names[0].value.endswith(companies):
            return False
    votes = Counter(match["payer"] for match in context.pack.pattern("parties.pays_price").finditer(context.text))
    return score + votes["乙方"] - votes["甲方"] >= 2


# -- one party ------------------------------------------------------------------------------------------


def _party(context: Context, side: _Side, accounts: tuple[object, ...]) -> Party:
    chosen = _chosen_name(context, side)
    names = _distinct_names(context, side, chosen)
    addresses = [v for v in side.values if v.key == "address" and not v.blank]
    contacts, phones = read_contacts(context, side.values, side.groups, side.role)
    values: dict[str, TextField | None] = {}
    for key in ("address", "postcode", "fax", "email", "tax_id"):
        values[key] = _value(context, side, key)
    people = {key: _person(context, side, key) for key in ("legal_representative", "authorized_representative")}
    return Party(
        role=side.role,
        labels=_labels(context, side),
        name=context.text_field(chosen.start, chosen.end, chosen.rule, value=chosen.value) if chosen else None,
        names=names,
        aliases=tuple(context.text_field(*alias, "parties.alias") for alias in side.aliases),
        addresses=_distinct(context, addresses),
        contacts=contacts,
        phones=phones,
        accounts=accounts,  # type: ignore[arg-type]
        signed_on=_signed_on(context, side),
        **values,
        **people,
    )


def _chosen_name(context: Context, side: _Side) -> _Name | None:
    """Return the name that most places agree on; between equals the signature page wins, then the preamble."""
    if not side.names:
        return None
    own = [name for name in side.names if name.section not in ("annex", "annex_signature")] or side.names
    counts = Counter(name.value for name in own)
    best = min(own, key=lambda n: (-counts[n.value], _SECTION_RANK[n.section], n.start))
    for name in side.names:
        won = name.value == best.value
        reason = "各处一致或出现最多" if won else f"与出现 {counts[best.value]} 次的「{best.value}」不同"
        context.consider(f"parties.{side.role}.name", name.value, name.start, name.end, name.rule, counts[name.value], won=won, reason=reason)
    same = [name for name in own if name.value == best.value]
    return min(same, key=lambda n: (_SECTION_RANK[n.section], n.start))


def _distinct_names(context: Context, side: _Side, chosen: _Name | None) -> tuple[TextField, ...]:
    """Return one field per way of writing the name, places where one character is off among them."""
    first = {name.value: name for name in reversed(side.names)}
    fields = [context.text_field(n.start, n.end, n.rule, value=n.value) for n in first.values()]
    if chosen is not None and len(chosen.value) >= _SHORTEST_COMPARED:
        for start, end in one_character_apart(context.text, chosen.value, context.pack.words("parties.directions")):
            words = context.text[start:end]
            if words not in first:
                first[words] = _Name(words, start, end, "", "parties.near_name")
                fields.append(context.text_field(start, end, "parties.near_name"))
    return tuple(sorted(fields, key=lambda f: f.spans[0].start))


def _labels(context: Context, side: _Side) -> tuple[TextField, ...]:
    first: dict[str, tuple[int, int]] = {}
    for label, start, end in side.labels:
        first.setdefault(label, (start, end))
    fields = []
    for label, (start, end) in first.items():
        position = context.text.find(label, start, max(end, start + len(label) + 2))
        if position >= 0:
            fields.append(context.text_field(position, position + len(label), "labels.party"))
    return tuple(fields)


def _ranked(values: list[LabelledValue]) -> list[LabelledValue]:
    return sorted(values, key=lambda value: (_SECTION_RANK[value.section], value.start))


def _value(context: Context, side: _Side, key: str) -> TextField | None:
    """Return the first value under `key`: the signature page before preamble, cover, body and annexes."""
    found = _ranked([value for value in side.values if value.key == key and not value.blank])
    best: TextField | None = None
    for value in found:
        region = _cleaned(context, key, value.start, value.end)
        if region is None:
            context.consider(f"parties.{side.role}.{key}", context.text[value.start : value.end], value.start, value.end, f"labels.{key}", 0, won=False, reason="不像该项的值")
            continue
        won = best is None
        reason = f"{value.section} 处的标签值" if won else "已取更可靠处的值"
        context.consider(f"parties.{side.role}.{key}", context.text[slice(*region)], *region, f"labels.{key}", 5 - _SECTION_RANK[value.section], won=won, reason=reason)
        if best is None:
            best = context.text_field(*region, f"labels.{key}")
    return best


def _cleaned(context: Context, key: str, start: int, end: int) -> tuple[int, int] | None:
    """Return the part of a labelled value that can be a value of `key`, or None."""
    text = context.text
    mentions = context.mentions
    if key in ("postcode", "fax", "email", "tax_id"):
        kinds = {"postcode": mentions.postcodes, "fax": mentions.phones, "email": mentions.emails, "tax_id": mentions.credit_codes}
        inside = [m for m in kinds[key] if start <= m.start and m.end <= end + 1]
        if inside:
            return (inside[0].start, inside[0].end) if getattr(inside[0], "complete", True) or key == "tax_id" else None
        match = context.pack.pattern(f"parties.{key}_value").match(text, start, end)
        return (match.start(), match.end()) if match else None
    stop = context.pack.pattern("parties.address_end").search(text, start, end)
    end = stop.start() if stop else end
    words = text[start:end].strip()
    return (start, end) if len(words) >= 4 and any("\u4e00" <= c <= "\u9fff" for c in words) else None


def _distinct(context: Context, values: list[LabelledValue]) -> tuple[TextField, ...]:
    seen: dict[str, TextField] = {}
    for value in values:
        region = _cleaned(context, "address", value.start, value.end)
        if region is not None:
            seen.setdefault(context.text[slice(*region)], context.text_field(*region, "labels.address"))
    return tuple(seen.values())


def _person(context: Context, side: _Side, key: str) -> TextField | None:
    for value in _ranked([value for value in side.values if value.key == key and not value.blank]):
        region = read_person(context, value.start, value.end)
        if region is not None:
            context.consider(f"parties.{side.role}.{key}", context.text[slice(*region)], *region, f"labels.{key}", 1, won=True, reason="标签后为人名")
            return context.text_field(*region, f"labels.{key}")
    return None


def _signed_on(context: Context, side: _Side) -> DateField | None:
    by_start = {date.start: date for date in context.mentions.dates}
    for value in side.values:
        if value.key == "signed_on" and value.section == "signature" and not value.blank:
            date = next((by_start[s] for s in range(value.start, min(value.start + 3, value.end)) if s in by_start), None)
            if date is not None:
                return context.date_field(date.value, date.start, date.end, "labels.signed_on")
    return None


