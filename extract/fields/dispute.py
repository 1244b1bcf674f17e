"""How and where disputes are settled: court, arbitration or (unlawfully) either, and the competent place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

import regex

from extract.fields.context import Context
from extract.fields.roles import Roles, read_roles
from extract.model import Dispute, Method, Party, TextField, Venue
from extract.nlp.mentions import Region
from extract.nlp.numerals import NumeralError, read_integer

_FORUM = "dispute.forum"
_SENTENCE_END = re.compile(r"[。\n]")
_OPTION_PARAGRAPHS = 8
_LONGEST_HEADING = 14
_WAY_ENDS = regex.compile(r"(?r)(?:仲裁|诉讼|起诉)(?:方式|解决)?$")
_WORD = regex.compile(r" ?\p{Han}")


@dataclass(frozen=True, slots=True)
class _Statement:
    """A stretch of text that settles the matter, with the ways that it opens."""

    regions: tuple[Region, ...]
    arbitration: bool
    litigation: bool

    @property
    def method(self) -> Method:
        if self.arbitration and self.litigation:
            return "either"
        return "arbitration" if self.arbitration else "litigation" if self.litigation else "unstated"


def read_dispute(context: Context, parties: tuple[Party, ...] = ()) -> Dispute:
    """Return how disputes are settled: by the contract itself, or by an annex when the contract is silent.

    Of options to choose from only the chosen one counts; with none chosen the method stays "unstated".
    """
    roles = read_roles(parties, context.pack, context.flow.short_names)
    regions = _forum_regions(context)
    own = [region for region in regions if context.in_contract(region[0])]
    annexed = [region for region in regions if not context.in_contract(region[0])]
    if not own:
        return _dispute(context, annexed, roles) if annexed else Dispute()
    dispute = _dispute(context, own, roles)
    return dispute.model_copy(update={"annexed": _dispute(context, annexed, roles)}) if annexed else dispute


def _forum_regions(context: Context) -> list[Region]:
    """Return the sentences (up to 。) that speak of courts or arbitration as a way to settle, in order."""
    text = context.text
    forum, aside = context.pack.pattern(_FORUM), context.pack.pattern("dispute.aside")
    ways = [context.pack.pattern(f"dispute.{name}") for name in ("arbitrates", "litigates")]
    found: list[Region] = []
    for match in forum.finditer(text):
        if found and match.start() < found[-1][1]:
            continue
        start = max(text.rfind("。", 0, match.start()), text.rfind("\n", 0, match.start())) + 1
        stop = _SENTENCE_END.search(text, match.start())
        region = (start, stop.start() if stop else len(text))
        if not any(way.search(aside.sub("", text[slice(*region)])) for way in ways):
            continue  # 诉讼文书的送达地址: in passing
        if (
            aside.search(text, *region)
            and "dispute" not in context.outline.kinds_at(start)
            and not _settles(context, region)
        ):
            continue
        if _mere_heading(context, region):
            continue
        found.append(region)
    settled: list[Region] = []
    for region in found:
        last = settled[-1] if settled else None
        told = "dispute" in context.outline.kinds_at(region[0]) or _settles(context, region)
        if told or (last is not None and _is_next_option(context, last, region)):
            settled.append(region)
    return settled or found


def _is_next_option(context: Context, last: Region, region: Region) -> bool:
    """Tell whether a line below an option begins with a box, too: □申请仲裁 / ☑向甲方所在地人民法院起诉."""
    box, text = context.pack.pattern("dispute.box"), context.text
    below = not text[last[1] : region[0]].strip() and box.match(text, *region) is not None
    return below and box.search(text, *last) is not None


def _settles(context: Context, region: Region) -> bool:
    """Tell whether a sentence is about disputes between the parties."""
    return context.pack.pattern("dispute.about_disputes").search(context.text[slice(*region)]) is not None


def _mere_heading(context: Context, region: Region) -> bool:
    short = region[1] - region[0] <= _LONGEST_HEADING and context.text[region[1] : region[1] + 1] != "。"
    return short and context.pack.pattern("dispute.leads_to").search(context.text, *region) is None


def _dispute(context: Context, regions: list[Region], roles: Roles) -> Dispute:
    """Return the dispute part from the sentences that speak of it."""
    general = context.pack.pattern("dispute.in_general")
    regions = [region for region in regions if not general.search(context.text, *region)] or regions
    statement = _chosen_option(context, regions)
    if statement is None:
        statement = _statement(context, regions)
        aside = context.pack.pattern("dispute.aside")
        telling = [r for r in statement.regions if not aside.search(context.text, *r)] or list(statement.regions)
        statement = _statement(context, telling)
    venue, institution = _venue(context, statement, roles)
    evidence = statement.regions or tuple(regions[:1])
    spans = tuple(context.span(*region) for region in evidence)
    for region in evidence:
        context.consider("dispute", region, _FORUM, "争议解决条款", value=f"{statement.method} / {venue}")
    return Dispute(
        method=statement.method,
        venue=venue,
        institution=institution,
        text=context.quote(spans[0]) if spans else None,
        spans=spans,
    )


def _statement(context: Context, regions: list[Region]) -> _Statement:
    """Return what the regions open together: a way ruled out is no way."""
    text, pack = context.text, context.pack
    arbitrates, litigates, denied = (pack.pattern(f"dispute.{name}") for name in ("arbitrates", "litigates", "denied"))
    kept: list[Region] = []
    arbitration = litigation = False
    for region in regions:
        ruled_out = denied.search(text, *region)
        by_arbitration = arbitrates.search(text, *region) is not None
        by_court = litigates.search(text, *region) is not None
        if ruled_out is not None and by_arbitration and by_court:
            by_court, by_arbitration = "仲裁" in ruled_out[0], "仲裁" not in ruled_out[0]
        elif ruled_out is not None:  # 不采用仲裁方式, a sentence of its own
            rest = denied.sub(",", text[slice(*region)])
            by_arbitration, by_court = arbitrates.search(rest) is not None, litigates.search(rest) is not None
        if by_arbitration or by_court:
            kept.append(region)
        arbitration, litigation = arbitration or by_arbitration, litigation or by_court
    return _Statement(tuple(kept), arbitration, litigation)


# -- options --------------------------------------------------------------------------------------------


def _chosen_option(context: Context, regions: list[Region]) -> _Statement | None:
    """Return the chosen one of several options: empty when none is chosen, None without options."""
    area = (max(0, regions[0][0] - 160), _area_end(regions))
    area = (_clause_start(context, regions[0][0], area[0]), area[1])
    ticked = _ticked(context, area)
    if ticked is not None:
        return ticked
    text, pack = context.text, context.pack
    if pack.pattern("dispute.slashed").search(text, *area):
        return _Statement((), False, False)
    chosen = pack.pattern("dispute.choice").search(text, *area)
    options = _options(context, (chosen.end(), area[1])) if chosen is not None else []
    if chosen is None or len(options) < 2:
        return None
    number = _choice(chosen["choice"])
    for label, region in options:
        if label == number:
            return _statement(context, [region])
    return _Statement((), False, False)


def _area_end(regions: list[Region]) -> int:
    """Return where the options end: with the last forum sentence that follows the first closely."""
    end = regions[0][1]
    for start, stop in regions[1:]:
        if start - end > 120:
            break
        end = stop
    return end


def _clause_start(context: Context, offset: int, floor: int) -> int:
    """Return the start of the clause around `offset`, not before `floor`."""
    clauses = context.outline.ancestry(offset)
    starts = [clause.start for clause in clauses if clause.start >= floor]
    return min(starts) if starts else max(floor, context.outline.paragraph_at(offset).start)


def _ticked(context: Context, area: Region) -> _Statement | None:
    """Return the ticked options of `area`; None when it has no boxes, empty when none is ticked.

    One empty box where there are two ways is what is left of a form whose other box was not read: nobody can tell.
    """
    text = context.text
    boxes = list(context.pack.pattern("dispute.box").finditer(text, *area))
    edges = [area[0], *(edge for box in boxes for edge in box.span()), area[1]]
    behind = bool(boxes) and _WAY_ENDS.search(text[: edges[1]]) and not _WORD.match(text, edges[-2])  # 诉讼□ 仲裁☑
    regions = list(pairwise(edges))[0 if behind else 2 :: 2]
    boxed = list(_ways(context, list(zip(boxes, regions, strict=False))))
    if not boxed:
        return None
    if len(boxed) == 1 and not boxed[0][0] and _statement(context, [area]).method != "either":
        return None
    parts = [part for ticked, way in boxed if ticked for part in way]
    stated = _statement(context, [own for part in parts for own in _own_way(context, part)])
    places = [part for part in parts if context.pack.pattern(_FORUM).search(text, *part) is None]
    return replace(stated, regions=(*stated.regions, *places))


def _ways(context: Context, boxed: list[tuple[regex.Match[str], Region]]) -> Iterator[tuple[bool, list[Region]]]:
    """Yield for each way of settling a dispute whether it is ticked, and its words.

    A way that opens its line may offer places, each with a box of its own: ☑向 ☑甲方所在地 □合同履行地 人民法院起诉.
    """
    forum, outline = context.pack.pattern(_FORUM), context.outline
    for index, (box, region) in enumerate(boxed):
        named = forum.search(context.text, *region)
        if named is None:
            continue
        line = outline.paragraph_at(box.start())
        before = [each for each in boxed[:index] if each[0].start() >= line.body_start]
        if (
            not before
            or before[0][0].start() > line.body_start
            or any(forum.search(context.text, *r) for _, r in before)
        ):
            yield bool(box["ticked"]), [region]
            continue
        places = [place for tick, place in before if tick["ticked"]]
        own = [region] if box["ticked"] else [(named.start(), region[1])]
        yield bool(before[0][0]["ticked"]), [*places, *own]


def _own_way(context: Context, region: Region) -> list[Region]:
    """Return a ticked option without the other way, which stands right behind it and has no box: ☑仲裁 诉讼."""
    first = context.pack.pattern(_FORUM).search(context.text, *region)
    if first is None:
        return [region]
    other = "court" if first[0] == "仲裁" else "arbitration"
    for match in context.pack.pattern("dispute.unboxed").finditer(context.text, first.end(), region[1]):
        if match[other] is not None:
            return [(region[0], match.start()), (match.end(), region[1])]
    return [region]


def _options(context: Context, area: Region) -> list[tuple[int, Region]]:
    """Return the numbered options of `area` that speak of a forum, with their numbers."""
    text = context.text
    marks = list(context.pack.pattern("dispute.option").finditer(text, *area))[:_OPTION_PARAGRAPHS]
    options = []
    for index, mark in enumerate(marks):
        end = marks[index + 1].start() if index + 1 < len(marks) else area[1]
        number = _choice(next(value for value in mark.groupdict().values() if value))
        if number is not None and context.pack.pattern(_FORUM).search(text, mark.end(), end):
            options.append((number, (mark.end(), end)))
    return options


def _choice(written: str) -> int | None:
    """Return the number of an option: 2, 二, ②, B; None for a blank."""
    mark = written.strip(' \t_/×Xx*-【】[]()“”"')
    if len(mark) != 1:
        return None
    if "①" <= mark <= "⑨":
        return ord(mark) - ord("①") + 1
    if mark.isascii() and mark.isalpha():
        return ord(mark.lower()) - ord("a") + 1
    try:
        return read_integer(mark)
    except NumeralError:
        return None


# -- place ----------------------------------------------------------------------------------------------


def _venue(context: Context, statement: _Statement, roles: Roles) -> tuple[Venue, TextField | None]:
    """Return the competent place and the named court or commission; a place wins over a name beside it."""
    named: TextField | None = None
    place: Venue = "unstated"
    for region in statement.regions:
        named = named or _institution(context, region)
        if place == "unstated":
            place = _place(context, region, roles)
    if place != "unstated":
        return place, named
    return ("named", named) if named is not None else ("unstated", None)


def _place(context: Context, region: Region, roles: Roles) -> Venue:
    """Return whose or which place the region names first, nearest before a court or commission."""
    text, pack = context.text, context.pack
    candidates: list[tuple[int, Venue]] = []
    for venue, words in pack.table("dispute.places").items():
        positions = [at for at in (text.find(word, *region) for word in words) if at >= 0]
        if positions:
            candidates.append((min(positions), venue))  # type: ignore[arg-type]
    seat = pack.pattern("dispute.seat")
    for subject in roles.subjects(text, *region):
        if subject.who in ("buyer", "supplier") and seat.match(_without_brackets(text, subject.end, region[1])):
            candidates.append((subject.start, subject.who))
    return min(candidates)[1] if candidates else "unstated"


def _without_brackets(text: str, start: int, end: int) -> str:
    """Return the words behind a label, a bracket right behind it left out: 甲方(采购人)所在地."""
    words = text[start : min(end, start + 60)]
    return re.sub(r"^\([^()]{0,30}\)", "", words)


def _institution(context: Context, region: Region) -> TextField | None:
    """Return the court or commission that the region names, None for any competent one or a blank."""
    text, pack = context.text, context.pack
    for match in pack.pattern("dispute.institution").finditer(text, *region):
        name = match["name"]
        if name in pack.words("dispute.nameless") or pack.pattern("dispute.blank").search(
            text, max(match.start("name") - 4, region[0]), match.end("name")
        ):
            continue
        return context.text_field(*match.span("name"), "dispute.institution")
    return None
