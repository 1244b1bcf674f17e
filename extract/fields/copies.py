"""Copies: 合同一式N份, how many are originals, and who gets how many."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from extract.fields.context import Context
from extract.fields.roles import Roles, read_roles
from extract.model import Copies, Party, Role
from extract.nlp.mentions import Region
from extract.nlp.numerals import NumeralError, read_integer
from extract.structure.label_words import MEMBER

RULE = "copies.total"
_FILED = "filed"
_THIRD_PARTIES: tuple[Role, ...] = ("agent", "witness", "user", "guarantor", "other")
_SIDES = ((5, "five"), (4, "four"), (3, "three"))
_LONGEST_REACH = 220
_NEAR_SUBJECT = 14
_BARE_SUBJECT = 2
_PHRASE = re.compile(r"[^,;。\n\t]+")
_DEALT = regex.compile(r"\n(?:其中|分执|分配|分送|持有|各执|分发)\p{Han}{0,4}:?[^\n。]{2,60}?份[^\n。]{0,60}")
"""A line of its own below 份数:本合同一式六份."""
_SHARE_END = re.compile(
    r"份(?:\([^()]{1,4}\))?(?:(?:正本|副本)(?!(?:为|共|各|一式)?\(?[\d一二两三四五六七八九十壹贰貳叁叄肆伍陆陸柒捌玖拾]))?"
)
"""甲方一份正本; what stands before another number belongs to that: 甲方正本一份副本二份."""
_WITHIN = re.compile(r"(?<=份)\((?![^()]*[正副]本)[^()]*份[^()]*\)")
"""Who has a holder's own copies: 甲方执伍份(财务处、审计处各一份、办公室三份)."""
_LISTED = re.compile(r"(?:\([^()]{0,40}\)|[^、和与及()]){1,60}")
"""One of several names in a row; brackets belong to the name before them."""


@dataclass(slots=True)
class _Count:
    """The copies of one statement while they are counted; `inner` are told of those that a party has already."""

    total: int | None = None
    originals: int | None = None
    duplicates: int | None = None
    by_role: dict[str, int] = field(default_factory=dict)
    other: int = 0
    inner: int = 0


@dataclass(slots=True)
class _Reader:
    """Reads the distribution phrase by phrase; a phrase without a taker goes on for the last one."""

    context: Context
    roles: Roles
    members: Mapping[str, int]
    """How many parties each role has."""
    count: _Count
    within: Sequence[Region] = ()
    """Brackets that say who has a holder's own copies: what stands there is counted already."""
    takers: tuple[str, ...] = ()
    by_kind: bool = False
    """Whether the last taker was given originals or duplicates by name: 「甲方执正本一份，副本二份」."""
    inside: bool = False
    """Whether the words are on copies that a party has already: 「甲方执三份，其中一份报财政部门，一份存档」."""


def read_copies(context: Context, parties: tuple[Party, ...]) -> Copies | None:
    """Return the copies of the main contract, None when it states none. Copies of annexes are theirs."""
    roles = read_roles(parties, context.pack, context.flow.short_names)
    best: tuple[int, Copies] | None = None
    members = Counter[str](party.role for party in parties)
    for region in _statements(context):
        copies = _copies(context, region, roles, members)
        if copies is None:
            continue
        score = len(copies.by_role) + (copies.total is not None)
        context.consider(
            "copies",
            region,
            RULE,
            "合同份数条款",
            value=str(copies.total),
            score=float(score),
            won=best is None or score > best[0],
        )
        if best is None or score > best[0]:
            best = (score, copies)
    return best[1] if best is not None else None


def _statements(context: Context) -> Iterator[Region]:
    """Yield the passages of the contract that begin with the number of its copies."""
    text, pack = context.text, context.pack
    stated = sorted(match.start() for rule in (RULE, "copies.original") for match in pack.pattern(rule).finditer(text))
    reached = -1
    for position in stated:
        start = max(text.rfind(mark, 0, position) for mark in "。;\n\t") + 1
        if start > reached and context.in_contract(position) and _speaks_of_contract(context, start, position):
            reached = _end(text, position)
            yield start, reached


def _speaks_of_contract(context: Context, start: int, position: int) -> bool:
    """Tell whether what is made out in several copies is the contract, and no report or bid.

    A sentence without a subject counts where no other paper is spoken of.
    """
    subject = context.text[start:position].replace("本补充", "本")  # a supplement speaks of itself
    subject = context.pack.pattern("copies.with_annexes").sub("", subject)
    if any(paper in subject[-_NEAR_SUBJECT:] for paper in context.pack.words("copies.other_papers")):
        return False
    if context.pack.pattern("copies.contract").search(subject):
        return True
    bare = subject.strip(" ()0123456789.、一二三四五六七八九十第条款")
    return len(bare) <= _BARE_SUBJECT and _alone(context, position)


def _alone(context: Context, position: int) -> bool:
    """Tell whether a bare statement is the contract's own: 九、一式四份,甲方三份,乙方一份.

    Not where its paragraph (a line without a number: also the one above) speaks of a paper that is none of the
    contract: 提交验收报告。一式两份,双方各一份.
    """
    paragraph = context.outline.paragraph_at(position)
    above = paragraph if paragraph.number is not None else context.outline.paragraphs[max(paragraph.index - 1, 0)]
    words = context.text[above.start : position]
    papers = (*context.pack.words("copies.other_papers"), "附件")
    return "acceptance" not in context.outline.kinds_at(position) and not any(paper in words for paper in papers)


def _end(text: str, position: int) -> int:
    """Return where a statement of copies ends: with its paragraph or the line that deals them out, or within reach."""
    end = text.find("\n", position)
    end = end if end >= 0 else len(text)
    dealt = _DEALT.match(text, end)
    return min(dealt.end() if dealt else end, position + _LONGEST_REACH)


def _copies(context: Context, region: Region, roles: Roles, members: Mapping[str, int]) -> Copies | None:
    """Return the copies that a passage states, None when it holds only blanks."""
    count = _Count()
    dealt = {match.end() for match in context.pack.pattern(RULE).finditer(context.text, *region)}
    within = [match.span() for match in _WITHIN.finditer(context.text, *region) if match.start() not in dealt]
    reader = _Reader(context, roles, members, count, within)
    last = region[0]
    for match in _PHRASE.finditer(context.text, *region):
        if _read_phrase(reader, match.start(), match.end()):
            last = match.end()
        elif last > region[0] and match.start() - last > 60:
            break
    if not count.by_role and (terse := context.pack.pattern("copies.terse").search(context.text, *region)) is not None:
        _deal_tersely(reader, terse)
        last = max(last, terse.end())
    if count.total is None and (count.originals or count.duplicates):
        count.total = (count.originals or 0) + (count.duplicates or 0)
    if count.total is None and not count.by_role:
        return None
    if count.total == sum(count.by_role.values()) + count.other + count.inner:
        count.other += count.inner  # 甲方三份,乙方两份,其中一份报财政部门, of six
    rest = context.pack.pattern("copies.rest_filed").search(context.text, *region)
    if rest is not None and count.total is not None and count.by_role:
        last = max(last, rest.end())
        count.other = max(count.other, count.total - sum(count.by_role.values()))
    span = context.span(region[0], last)
    return Copies(
        text=context.quote(span),
        spans=(span,),
        rule=RULE,
        total=count.total,
        originals=count.originals,
        duplicates=count.duplicates,
        by_role=count.by_role,
        other=count.other,
    )


def _read_phrase(reader: _Reader, start: int, end: int) -> bool:
    """Read one comma phrase; return whether it spoke of copies."""
    text, pack, count = reader.context.text, reader.context.pack, reader.count
    spoke = False
    position = start
    for stated in pack.pattern(RULE).finditer(text, start, end):
        kind, number = stated["kind_before"] or stated["kind_after"], _number(stated["count"])
        if number is None or (spoke and kind is None):
            break
        _state(count, kind, number)  # 正本一式贰份、副本一式陆份
        position, spoke = stated.end(), True
    for part in _parts(text, position, end):
        spoke = _read_share(reader, *part, end) or spoke
    return spoke


def _deal_tersely(reader: _Reader, terse: regex.Match[str]) -> None:
    """Enter what the two sides get where 方 and 份 are left out: 甲三乙二, 甲乙各二."""
    for word, group in (("甲方", "first"), ("乙方", "second")):
        number = _number(terse[group] or terse["each"])
        if number is not None and word in reader.roles.words:
            reader.count.by_role[reader.roles.words[word]] = number


def _parts(text: str, start: int, end: int) -> Iterator[Region]:
    """Yield the pieces of a phrase that each give one number of copies: 「甲方两份、乙方两份」 has two."""
    position = start
    for match in _SHARE_END.finditer(text[start:end]):
        yield position, start + match.end()
        position = start + match.end()


def _read_share(reader: _Reader, start: int, end: int, phrase_end: int) -> bool:
    """Read the number of copies in [start, end) and whose they are; what follows it may say 备案."""
    text, pack, count = reader.context.text, reader.context.pack, reader.count
    match = next(reversed(list(pack.pattern("copies.share").finditer(text, start, end))), None)
    number = _number(match["count"]) if match is not None else None
    if match is None or number is None or any(begin <= start < end for begin, end in reader.within):
        return False
    kind = match["kind"] or match["kind_after"]
    filed = pack.pattern("copies.filed").search(text, start, phrase_end) is not None
    takers = _takers(reader, start, match.start() if match["each"] is None else match.end())
    offices = _offices(reader, start, match.start())
    told = text.startswith("其中", start) and bool(count.by_role)
    reader.inside = told or (reader.inside and not takers)
    if reader.inside and kind is None:
        count.inner += number
        return True
    if match["each"] is not None:
        takers = takers + offices or _each_side(reader, start, match.start(), filed=filed)
    elif offices and takers == ("agent",):  # 代理机构和财政部门共两份: who has how many is not said
        takers = (_FILED,)
    if takers:
        reader.takers, reader.by_kind = takers, kind is not None
    elif filed or (match["kind"] is None and _is_holder(reader, text[start : match.start()])):
        reader.takers = (_FILED,)
    elif kind is not None and (not reader.by_kind or text[start - 1] in "。;\n"):
        _state(count, kind, number)
        return True
    elif kind is None or not reader.takers:
        return False
    if match["each"] is not None and len(takers) == 1:
        number *= reader.members.get(takers[0], 1)  # 乙方各两份: each member of a consortium
    number *= 2 if match["both"] is not None else 1  # 各执正、副本一份
    for taker in reader.takers:
        if taker == _FILED:
            count.other += number
        else:
            count.by_role[taker] = count.by_role.get(taker, 0) + number
    return True


def _state(count: _Count, kind: str | None, number: int) -> None:
    """Enter a number of copies that speaks of the whole: 一式N份, 正本N份, 副本N份."""
    if kind is None:
        count.total = count.total if count.total is not None else number
        return
    if "正" in kind:
        count.originals = (count.originals or 0) + number
    if "副" in kind:
        count.duplicates = (count.duplicates or 0) + number


def _takers(reader: _Reader, start: int, stop: int) -> tuple[str, ...]:
    """Return the roles that the words before a number name: one party, or all of them.

    The procurement agency has a role of its own also where it does not sign; who else is no party takes copies for
    filing.
    """
    roles = reader.roles
    words = reader.context.text[start:stop]
    pack = reader.context.pack
    if pack.pattern("copies.of_both").search(words):
        return (_FILED, _FILED)
    table = pack.table("copies.takers")
    consortium = dict.fromkeys((*pack.table("labels.parties")[MEMBER], *table["consortium"]), "supplier")
    for size, key in _SIDES:
        if any(word in words for word in table[key]):
            return ("buyer", "supplier", *_third_parties(roles, size - 2))
    if any(word in words for word in table["everyone"]) and not any(word in words for word in table["consortium"]):
        return ("buyer", "supplier", *_third_parties(roles, len(_numbered(reader) & roles.words.keys())))
    numbered = dict.fromkeys(_numbered(reader), "other")
    found: list[str] = []
    if any(word in words for word in table["all"]):
        found = ["buyer", "supplier", *_third_parties(roles, sum(word in words for word in numbered))]
    named = [
        (words.rfind(word), len(word), word, role)
        for word, role in {**numbered, **consortium, **roles.words}.items()
        if word in words and not (found and (role in ("buyer", "supplier") or word in numbered))
    ]
    for position, length, word, role in sorted(named):
        covered = any(p <= position and position + length <= p + n and n > length for p, n, _, _ in named)
        known = role in ("buyer", "supplier", "witness", "agent") or role in roles.labelled or word in numbered
        taker = role if known else _FILED
        apart = word in numbered or word in consortium or taker == _FILED  # 牵头人、成员方各持一份: two of one side
        renamed = words[max(position - 1, 0) : position] == "("
        if not covered and (taker not in found or (apart and not renamed)):
            found.append(taker)
    return tuple(found)


def _each_side(reader: _Reader, start: int, stop: int, *, filed: bool) -> tuple[str, ...]:
    """Return who a bare 各执两份 is said of: whom the phrase before names, else both where nobody but two sign."""
    text = reader.context.text
    if filed or reader.count.by_role or reader.takers or text[start:stop].strip(" ,、"):
        return ()
    before = max(text.rfind(mark, 0, start - 1) for mark in ",;。\n") + 1
    named = _takers(reader, before, start) if "份" not in text[before:start] else ()
    both = reader.members.get("buyer") == reader.members.get("supplier") == 1 and len(reader.members) == 2
    return named or (("buyer", "supplier") if both else ())


def _numbered(reader: _Reader) -> set[str]:
    """Return the words for parties behind the second: 丙方, 丁方."""
    parties = reader.context.pack.table("labels.parties")
    return {word for group in ("third", "fourth") for word in parties[group]}


def _third_parties(roles: Roles, number: int) -> tuple[str, ...]:
    """Return so many roles beside buyer and supplier: those that the contract labels, then nameless others."""
    known = [role for role in _THIRD_PARTIES if role in roles.labelled][:number]
    return (*known, *["other"] * (number - len(known)))


def _offices(reader: _Reader, start: int, stop: int) -> tuple[str, ...]:
    """Return `_FILED` for each office that has copies of its own and is no party: 「财政局、代理机构各一份」.

    An office that stands alone is left to the caller, who knows what else the phrase says.
    """
    text, pack = reader.context.text, reader.context.pack
    names = [match.group() for match in _LISTED.finditer(text, start, stop)]
    offices = [
        name
        for name in names
        if (pack.pattern("copies.filed").search(name) or _is_holder(reader, name))
        and not any(word in name for word in reader.roles.words)
    ]
    return (_FILED,) * len(offices) if len(names) > 1 else ()


def _is_holder(reader: _Reader, words: str) -> bool:
    """Tell whether words are the name of a holder that is no party: 征集人, 镇政府."""
    return reader.context.pack.pattern("copies.holder").fullmatch(words.strip("、,和与及 ")) is not None


def _number(words: str | None) -> int | None:
    try:
        return read_integer(words) if words else None
    except NumeralError:
        return None
