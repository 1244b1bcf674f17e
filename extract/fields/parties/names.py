"""Which labels mean one party, and the names that stand behind them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import regex

from extract.fields.context import Context
from extract.fields.parties.account_forms import behind_name
from extract.fields.parties.ownership import member_below
from extract.fields.parties.people import read_person
from extract.fields.similarity import one_character_apart
from extract.model import Role
from extract.nlp.mentions import Region, Text
from extract.nlp.organisations import name_words
from extract.nlp.segmentation import tagged_words
from extract.structure.label_words import MEMBER
from extract.structure.lines import label_words
from extract.structure.short_names import opening_name
from extract.structure.values import LabelledValue
from extract.width import is_han

_SHORTEST_COMPANY = 6
_SHORTEST_NAME, _LONGEST_NAME, _LONGEST_PERSON = 4, 60, 4
_COMPANIES = ("公司", "(有限合伙)", "个体")
"""A name with one of these in it need not end like an organisation's."""
_BEHIND_NAME = (
    "labels.seal_note",
    "parties.role_in_brackets",
    "parties.quality_in_brackets",
    "parties.joint",
    "parties.translated",
)
_NO_NAME = regex.compile(r"[*×●■]{2}|[xX]{2,}(?=\p{Han})|\G(?:人民币)?[百千]?[万亿]?元\Z")
"""What a published or a blank contract writes for a name, ******有限公司, and the unit of money in 单位:万元."""
_LONGEST_LABEL = 12
_LETTERS = {"first", "second", "third", "fourth"}
"""The groups of 甲方, 乙方, 丙方 and 丁方, of which no two are one party."""
_SAME_SIDE = ({"first", "buyer"}, {"second", "supplier"})
_PLACE = re.compile(r"\d号|号楼|\d[室层楼]")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it stands in one place."""

    value: str
    start: int
    end: int
    section: str
    rule: str


@dataclass(slots=True)
class Side:
    """One party while it is put together: its label groups and everything labelled as its own."""

    groups: set[str]
    names: list[Name] = field(default_factory=list)
    labels: list[tuple[str, int, int]] = field(default_factory=list)
    values: list[LabelledValue] = field(default_factory=list)
    aliases: list[tuple[int, int]] = field(default_factory=list)
    role: Role = "other"
    beside: list[Name] = field(default_factory=list)
    """The names of others that stand behind its own under one label: 乙方：某公司、另一公司."""
    joined_to: Side | None = None
    """The party behind whose name this one's stands; it has the same role."""


def group_of_label(context: Context, word: str) -> str:
    """Return the group in `labels.parties` that a label word belongs to."""
    return next(group for group, words in context.pack.table("labels.parties").items() if word in words)


def synonyms(context: Context) -> list[regex.Match[str]]:
    """Return where two labels are said to mean one party: 委托方(甲方)."""
    return list(context.pack.pattern("parties.equivalent").finditer(context.text))


def merged_groups(context: Context, same: Sequence[regex.Match[str]]) -> dict[str, str]:
    """Return the head group of every label group that the contract uses; `same`, its synonyms, make two groups one."""
    parties = context.pack.groups("labels.parties")
    owners = [value.owner for value in context.labels.values if value.owner is not None]
    used = dict.fromkeys(owner.group for owner in (*owners, *context.labels.heads))
    head = {group: group for group in used}
    for match in _introduced(context):
        head.setdefault(parties[match["party"]], parties[match["party"]])
    for _, _, told in _told(context):
        head.setdefault(parties[told["party"]], parties[told["party"]])
    for match in same:
        head.setdefault(parties[match["outer"]], parties[match["outer"]])
    for outer, inner in _equivalent(context, parties, same):
        head.setdefault(outer, outer)
        head.setdefault(inner, inner)
        old, new = head[inner], head[outer]
        if len({group for group in head if head[group] in (old, new)} & _LETTERS) > 1:
            continue  # 甲方(采购人) and 丙方(使用单位) are two, though both words may mean the buyer
        for group in head:
            if head[group] == old:
                head[group] = new
    return head


def _equivalent(
    context: Context, parties: Mapping[str, str], same: Sequence[regex.Match[str]]
) -> Iterator[tuple[str, str]]:
    """Yield the label groups of two labels that mean one party: 委托方(甲方), and 乙方: above 联合体牵头人:某公司."""
    leading = context.pack.words("parties.leading")
    for match in same:
        outer = parties[match["outer"]]
        for word in filter(None, (match["also"], match["inner"])):
            if not word.startswith(leading) or outer in ("second", "supplier"):  # 甲方(牵头单位) supplies nothing
                yield outer, parties[word]
    for value in context.labels.of("party"):
        first = member_below(context, value)
        if value.group is not None and first is not None and first.group not in (None, MEMBER):
            yield value.group, first.group


def _opposite(one: Side, other: Side) -> bool:
    """Tell whether two sides stand against each other, so that no shared name can make them one."""
    groups = one.groups | other.groups
    if "member" in groups:
        return one.groups != other.groups
    return {"first", "second"} <= groups or {"buyer", "supplier"} <= groups


def without_borrowed_names(sides: list[Side]) -> None:
    """Take from each side the names that were read under the wrong label.

    A name is another side's that bears it more often, or as often and no other name, while this side has its own.
    Nobody's is the name of another side run together with this one's: two columns that lost what stood between them.
    """
    counts = [Counter(name.value for name in side.names) for side in sides]
    for own, side in zip(counts, sides, strict=True):
        merged = {other + name for name in own for counted in counts if counted is not own for other in counted}
        borrowed = (merged & set(own)) | {
            name
            for name, times in own.items()
            if any(other[name] > times or (other[name] == times and len(other) == 1 < len(own)) for other in counts)
        }
        side.names = [name for name in side.names if name.value not in borrowed]


def merged_by_name(sides: list[Side]) -> list[Side]:
    """Join sides that bear the same name: 「采购人：某局」 on the cover and 「甲方：某局」 in the text.

    Two labels of one side are one party also where one character of the name differs: one of the two is a misprint.
    """
    kept: list[Side] = []
    for side in sides:
        names = {name.value for name in side.names}
        twin = next(
            (other for other in kept if names & {n.value for n in other.names} and not _opposite(side, other)), None
        ) or next((other for other in kept if _is_misprinted(side, other)), None)
        if twin is None:
            kept.append(side)
            continue
        twin.groups |= side.groups
        twin.names = sorted(twin.names + side.names, key=lambda name: name.start)
        twin.labels = sorted(twin.labels + side.labels, key=lambda label: label[1])
        twin.values = sorted(twin.values + side.values, key=lambda value: value.start)
        twin.aliases += side.aliases
        twin.beside += side.beside
    return kept


def _is_misprinted(one: Side, other: Side) -> bool:
    """Tell whether two labels of one side, 采购人 and 甲方, have names one character apart."""
    if one.groups & other.groups or not any(one.groups | other.groups <= side for side in _SAME_SIDE):
        return False
    pairs = [(a.value, b.value) for a in one.names for b in other.names if len(a.value) >= _SHORTEST_COMPANY]
    return any(any(one_character_apart(theirs, name, ())) for name, theirs in pairs)


def without_persons(context: Context, sides: list[Side]) -> None:
    """Take from each side that is an organisation the names of persons: who signs for it, or is to be called."""
    endings = context.pack.words("parties.organisation_endings")
    for side in sides:
        bodies = [name for name in side.names if len(name.value) > _LONGEST_PERSON or name.value.endswith(endings)]
        side.names = bodies or side.names


def add_name(context: Context, side: Side, value: LabelledValue) -> None:
    """Add the name in a labelled value to its side, with the abbreviation defined behind it; a masked name is none."""
    start, end = _name_region(context, value.start, value.end)
    if end > start and not _NO_NAME.search(context.text, start, end):
        rule = "labels.party" if value.key == "party" else "labels.name"
        side.names.append(Name(context.text[start:end].replace(" ", ""), start, end, value.section, rule))
        for match in context.pack.pattern("parties.alias").finditer(
            context.text, end, min(value.end + 30, len(context.text))
        ):
            if match.start() <= end + 2:
                side.aliases.append(match.span("alias"))


def _name_region(context: Context, start: int, end: int) -> Region:
    """Return where the name proper stands in a labelled value; an empty region when it holds no name."""
    start, end = _without_remarks(context, start, end)
    return (start, end) if _holds_name(context, start, end) else (start, start)


def _without_remarks(context: Context, start: int, end: int) -> Region:
    """Return a labelled value without what stands before and behind a name: （以下简称…）, （盖章）, what is next."""
    text, pack = context.text, context.pack
    instruction = pack.pattern("parties.instruction").match(text, start, end)
    start = instruction.end() if instruction else start
    end = min([end, *(cut for mark in pack.words("parties.behind_name") if (cut := text.find(mark, start, end)) >= 0)])
    for behind in _BEHIND_NAME:
        found = pack.pattern(behind).search(text, start, end)
        end = found.start() if found is not None else end
    runs_on = pack.pattern("parties.runs_on").fullmatch(text, start, end)
    end = runs_on.end("name") if runs_on else end
    end = behind_name(context, start, end).get("holder", (start, end))[1]
    told = pack.pattern("parties.told_of_name").search(text, start, end)
    if told is not None and text[start : told.start()].endswith(pack.words("parties.organisation_endings")):
        end = told.start()
    while end > start and text[end - 1] in " ,、。;:":
        end -= 1
    return start, end


def _holds_name(context: Context, start: int, end: int) -> bool:
    """Tell whether the words [start, end) are the name of an organisation, or of a person."""
    words, pack = context.text[start:end], context.pack
    if not 2 <= len(words) <= _LONGEST_NAME or pack.pattern("parties.not_a_name").search(words):
        return False
    if words in label_words(pack) or not any(map(is_han, words)):  # a blank, and the label of the next cell
        return False
    endings = pack.words("parties.organisation_endings")
    if words.endswith(endings) or words.rstrip(")").endswith(endings):
        return True
    if pack.pattern("parties.part_of_body").sub("", words).endswith(endings):
        return True
    if len(words) >= _SHORTEST_NAME and any(kind in words for kind in _COMPANIES):
        return True
    return len(words) <= _LONGEST_PERSON and read_person(context, start, end) is not None


@lru_cache(maxsize=1)
def _introduced(context: Context) -> tuple[regex.Match[str], ...]:
    """Return where a name is given its label: (以下简称“甲方”)."""
    return tuple(context.pack.pattern("parties.introduced").finditer(context.text))


def introduced_names(context: Context, sides: dict[str, Side], group_of: dict[str, str]) -> None:
    """Read names that stand before their label: 「云岭市教育局（以下简称“甲方”）」."""
    parties = context.pack.groups("labels.parties")
    endings = context.pack.words("parties.organisation_endings")
    for match in _introduced(context):
        group = group_of.get(parties[match["party"]])
        if group is None:
            continue
        region = _behind_other_name(context, _name_before(context, match.start()), sides)
        words = context.text[slice(*region)]
        if not words.endswith(endings) or _PLACE.search(words):
            region = opening_name(context.text, match.start(), endings) or region
            words = context.text[slice(*region)]
        if (
            words.endswith(endings)
            and _SHORTEST_NAME <= len(words) <= _LONGEST_NAME
            and not words.startswith(tuple(parties))
            and not _PLACE.search(words)
        ):
            side = sides[group]
            if match["party"].startswith(context.pack.words("parties.leading")):
                side = next((one for one in sides.values() if any(name.value == words for name in one.names)), side)
            section = context.outline.section_at(region[0]).kind
            side.names.append(Name(words, *region, section, "parties.introduced"))
            side.labels.append((match["party"], *match.span("party")))


def told_names(context: Context, sides: dict[str, Side], group_of: dict[str, str]) -> None:
    """Read the names that a sentence before the clauses gives to parties without any: 甲方为某局, 乙方某公司."""
    for name, section, told in list(_told(context)):
        side = sides[group_of[group_of_label(context, told["party"])]]
        if not side.names:
            side.names.append(Name(name.value, name.start, name.end, section, "parties.told"))
            side.labels.append((told["party"], *told.span("party")))


def _told(context: Context) -> Iterator[tuple[Text, str, regex.Match[str]]]:
    """Yield the organisations that stand right behind a party before the clauses, with their section."""
    for name in context.mentions.organisations:
        section = context.outline.section_at(name.start).kind
        if section not in ("cover", "preamble"):
            continue
        before = max(0, name.start - _LONGEST_LABEL), name.start
        told = context.pack.pattern("parties.told").search(context.text, *before)
        ends = context.pack.pattern("parties.name_ends").match(context.text, name.end)
        if told and ends:
            yield name, section, told


def _behind_other_name(context: Context, region: tuple[int, int], sides: dict[str, Side]) -> tuple[int, int]:
    """Return `region` without the name of another party that runs into it: 某某学校某某有限公司(以下简称乙方).

    A name that a label gave and that ends at the same place is the whole of it.
    """
    start, end = region
    start = min([start, *(name.start for side in sides.values() for name in side.names if name.end == end)])
    names = {name.value for side in sides.values() for name in side.names}
    for name in names:
        rest = context.text[start + len(name) : end]
        if context.text.startswith(name, start, end) and len(rest) >= _SHORTEST_COMPANY and rest.endswith("公司"):
            return start + len(name), end
    return start, end


def agent_in_prose(context: Context, sides: dict[str, Side]) -> None:
    """Read the agency where prose names it behind its role, unless a label already did."""
    match = context.pack.pattern("parties.agent_in_prose").search(context.text)
    if match is None or sides.get("agent", Side(set())).names:
        return
    side = sides.setdefault("agent", Side({"agent"}))
    section = context.outline.section_at(match.start()).kind
    side.names.append(Name(match["name"], *match.span("name"), section, "parties.agent_in_prose"))
    if match["label"]:
        side.labels.append((match["label"], *match.span("label")))


def _name_before(context: Context, end: int) -> tuple[int, int]:
    """Return the organisation's name that ends at `end`, cut free of the words that lead to it."""
    lead = context.pack.pattern("parties.name_before").search(context.text, max(0, end - 60), end, partial=False)
    start = lead.start("name") if lead else end
    dates = [date for date in context.mentions.dates if start <= date.start and date.end < end]
    start = dates[-1].end if dates else start  # 2025年5月22日某某局(以下称甲方)
    words = name_words(tagged_words(context.text[start:end]), context.pack)
    return (start + words[0].start if words else end), end
