"""What stands around the facts: laws cited, annexes announced and present, the outline as clauses."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from extract.fields.context import Context, between, clean
from extract.model import Annex, Clause, DateField, Law, TextField
from extract.nlp.numerals import NumeralError, read_integer

_HEAD = re.compile(r"^[(\[【]?附\s?[件表录]\s?(?:[一二三四五六七八九十]{1,3}|\d{1,2}|[A-H])?[:、.)】\]\s]{0,3}")
_KIND = 4
"""The last characters of a title, which say what kind of paper it is: 保密协议, 廉政承诺."""


def read_laws(context: Context) -> tuple[Law, ...]:
    """Return the laws cited, each once, where it is first cited; one title with the numbers of two orders is two."""
    laws: dict[str, TextField] = {}
    orders: dict[str, dict[str, TextField]] = {}
    for law in context.mentions.laws:
        laws.setdefault(law.value, context.text_field(law.start, law.end, "laws_cited", value=law.value))
        if law.order is not None:
            order = context.text_field(law.order.start, law.order.end, "laws_cited", value=law.order.value)
            orders.setdefault(law.value, {}).setdefault(order.value, order)
    return tuple(
        Law(**dict(title), order=order)
        for name, title in laws.items()
        for order in tuple(orders.get(name, {}).values()) or (None,)
    )


def read_annexes(context: Context) -> tuple[Annex, ...]:
    """Return the annexes: announced in the text, present in the file, or both, with every mention in the contract.

    An annex that only a sentence mentions by its number is announced too, and so is one that is called by a number
    that no annex of the file has: the one of its title has another.
    """
    announced = [*_announced(context), *_listed_in_item(context)]
    mentions = _mentions(context)
    annexes: list[Annex] = []
    used: set[int] = set()
    sections = [section for section in context.outline.sections if section.kind == "annex"]
    numbered = [(section, _annex_number(context.text[section.start : section.start + 12])) for section in sections]
    numbers = {_value(number) for section, number in numbered if section.title is not None}
    for section, number in numbered:
        if section.title is None:
            continue
        title = context.text_field(*section.title, "identity.annex")
        index = next(
            (i for i, told in enumerate(announced) if i not in used and _calls(*told, number, title, numbers)), None
        )
        told = [t for n, t in mentions if _calls(n, t, number, title, numbers)]
        if index is not None:
            used.add(index)
            told = [announced[index][1], *(t for t in told if t != announced[index][1])]
        end = max((s.end for s in context.outline.sections if s.annex == section.annex), default=section.end)
        signed = _annex_dates(context, section.start, end)
        annexes.append(
            Annex(
                number=number,
                title=title,
                announced=bool(told) or _named_in_contract(context, title.value),
                present=True,
                mentions=tuple(told),
                signed_on=signed[0] if signed else None,
                signing_dates=signed,
            )
        )
    for i, (number, title) in enumerate(announced):
        if i not in used:
            told = [t for n, t in mentions if t != title and _same_annex(n, t.value, number, title.value)]
            present = _is_there(context, number, title, annexes)
            annexes.append(Annex(number=number, title=title, announced=True, present=present, mentions=(title, *told)))
    annexes.extend(_only_mentioned(context, annexes, mentions))
    return tuple(annexes)


def _only_mentioned(
    context: Context, annexes: list[Annex], mentions: list[tuple[str | None, TextField]]
) -> list[Annex]:
    """Return the annexes that a sentence mentions and that are in no list and not in the file.

    A paper to sign that is not called an annex counts when one of its kind is annexed, under another name.
    """
    known = {words for annex in annexes for words in annex.mentions}
    endings = {_plain(annex.title.value).removesuffix("书")[-_KIND:] for annex in annexes if annex.present}
    found: dict[str, Annex] = {}
    for number, words in mentions:
        if words in known or any(number is not None and _value(a.number) == _value(number) for a in annexes):
            continue
        if number is None and not _plain(words.value).removesuffix("书").endswith(tuple(endings)):
            continue
        earlier = found.get(number or words.value)
        told = (*earlier.mentions, words) if earlier else (words,)
        present = _is_there(context, number, told[0], annexes)
        found[number or words.value] = Annex(
            number=number, title=told[0], announced=True, present=present, mentions=told
        )
    return list(found.values())


def _mentions(context: Context) -> list[tuple[str | None, TextField]]:
    """Return where the contract's text speaks of an annex, by its number or by the title of a paper to sign."""
    found: list[tuple[str | None, TextField]] = []
    for match in context.pack.pattern("references.annex_mention").finditer(context.text):
        paragraph = context.outline.paragraph_at(match.start())
        heading = not context.text[paragraph.start : match.start()].strip(" \t#*-(【[")
        if context.in_contract(match.start()) and not heading:
            named = next((group for group in ("title", "before") if match[group]), None)
            where = match.span(named) if named else match.span()
            found.append((match["number"], context.text_field(*where, "references.annex_mention")))
    for rule in ("references.annex_by_title", "references.annex_title"):
        found.extend((None, title) for title in _titles(context, rule))
    return found


def _titles(context: Context, rule: str) -> Iterator[TextField]:
    """Yield the titles of papers that `rule` finds in the contract's own text."""
    for match in context.pack.pattern(rule).finditer(context.text):
        if context.in_contract(match.start()):
            yield context.text_field(*match.span("title"), rule)


def _is_there(context: Context, number: str | None, title: TextField, annexes: list[Annex]) -> bool:
    """Tell whether an annex that no section is stands in the file all the same, and is not there by another number."""
    numbered = [annex for annex in annexes if annex.number is not None and number is not None]
    other = any(_same_annex(None, title.value, None, annex.title.value) for annex in numbered)
    return not other and _stands_as_heading(context, title)


def _stands_as_heading(context: Context, title: TextField) -> bool:
    """Tell whether an annex's title stands alone on a line, with or without 附件一 before it, apart from where it is
    announced.
    """
    wanted = _plain(title.value)
    announced = context.outline.paragraph_at(context.flow.flow_offset(title.spans[0].start)).index
    return any(
        paragraph.number is None
        and paragraph.index != announced
        and _plain(_HEAD.sub("", context.text[paragraph.start : paragraph.end], count=1)) == wanted
        for paragraph in context.outline.paragraphs
    )


def _named_in_contract(context: Context, title: str) -> bool:
    """Tell whether the contract's own text names the paper, with or without the place or office before its name."""
    wanted = _plain(title)
    return any(
        wanted in _plain(context.text[section.start : section.end])
        for section in context.outline.sections
        if not section.kind.startswith("annex")
    )


def _announced(context: Context) -> list[tuple[str | None, TextField]]:
    """Return number and title of the annexes that a list announces, or a sentence by their title alone."""
    found: list[tuple[str | None, TextField]] = []
    pattern = context.pack.pattern("identity.annex_entry")
    listing = False
    for paragraph in context.outline.paragraphs:
        start, end = paragraph.start, paragraph.end
        if not context.in_contract(start):
            continue
        if end - start <= 70 and context.text.startswith(("附件", "附表", "附录"), start):
            match = pattern.match(context.text, start, end)
            itself = match and context.pack.pattern("structure.contract_itself").fullmatch(match["title"])
            if match is not None and itself is None:
                number = match["number"] or _annex_number(context.text[start : start + 6])
                found.append((number, context.text_field(*match.span("title"), "identity.annex_entry")))
            listing = match is not None or context.text[end - 1] in ":件表录"
        elif (
            listing
            and paragraph.number is not None
            and paragraph.number.style.startswith("arabic")
            and end - start <= 50
        ):
            number = paragraph.number.text.strip("、.()")
            found.append((number, context.text_field(paragraph.body_start, end, "identity.annex_entry")))
        else:
            listing = False
    for title in _titles(context, "references.annex_by_title"):
        if not any(_plain(other.value) == _plain(title.value) for _, other in found):
            found.append((None, title))
    return found


def _listed_in_item(context: Context) -> list[tuple[str | None, TextField]]:
    """Return the titles of the annexes that one item lists (附件:承诺书;考核表), where the file holds one of them."""
    titles = [s.title for s in context.outline.sections if s.kind == "annex" and s.title is not None]
    present = [context.text[slice(*title)] for title in titles]
    for paragraph in context.outline.paragraphs if present else ():
        if not context.in_contract(paragraph.start):
            continue
        match = context.pack.pattern("references.annex_list").fullmatch(
            context.text, paragraph.body_start, paragraph.end
        )
        named = [context.text_field(*span, "references.annex_list") for span in match.spans("title")] if match else []
        if any(_same_annex(None, title.value, None, other) for title in named for other in present):
            return [(None, title) for title in named]
    return []


def _annex_number(head: str) -> str | None:
    match = re.search(r"附\s?(?:件|表|录)\s?([一二三四五六七八九十]{1,2}|\d{1,2}|[A-H](?![A-Za-z]))", head)
    return match[1] if match else None


def _value(number: str | None) -> int | str | None:
    """Return the value of an annex number, so that 附件一 is 附件1."""
    try:
        return read_integer(number) if number is not None else None
    except NumeralError:
        return number


def _plain(words: str) -> str:
    return re.sub(r"[\W_]", "", words)


def _same_annex(number: str | None, title: str, other_number: str | None, other: str) -> bool:
    a, b = _plain(title), _plain(other)
    return (
        a == b
        or (len(a) >= 4 and len(b) >= 4 and (a in b or b in a))
        or (number is not None and _value(number) == _value(other_number))
    )


def _calls(
    called: str | None, name: TextField, number: str | None, title: TextField, numbers: Container[int | str | None]
) -> bool:
    """Tell whether number and name call an annex; a number that is none of `numbers`, those in the file, calls none."""
    nowhere = None not in (called, number) and _value(called) not in numbers
    return not nowhere and _same_annex(called, name.value, number, title.value)


def _annex_dates(context: Context, start: int, end: int) -> tuple[DateField, ...]:
    """Return the dates an annex was signed on: all labelled ones, or those of the last line of dates alone at its end.

    Both parties' dates stand side by side on such a line.
    """
    dates = [date for date in between(context.mentions.dates, start, end) if len(date.value) == 10 and date.possible]
    places = [(value.start, value.end) for value in context.labels.of("signed_on") if start <= value.start < end]
    labelled = [date for first, last in places for date in between(dates, first, last + 1)[:1]]
    if labelled:
        return tuple(context.date_field(date.value, date.start, date.end, "labels.signed_on") for date in labelled)
    for date in reversed(dates):
        line = context.outline.paragraph_at(date.start)
        beside = [other for other in dates if line.start <= other.start < line.end]
        written = sum(other.end - other.start for other in beside)
        spaces = sum(character.isspace() for character in context.text[line.start : line.end])
        if date.start > start + (end - start) // 2 and written + spaces == line.end - line.start:
            return tuple(context.date_field(d.value, d.start, d.end, "identity.annex_date") for d in beside)
    return ()


def read_clauses(context: Context) -> tuple[Clause, ...]:
    """Return the outline as clauses."""
    return tuple(
        Clause(
            number=c.number,
            title=clean(c.title) if c.title else None,
            level=c.level,
            kind=c.kind,
            parent=c.parent,
            annex=context.outline.section_at(c.start).annex,
            span=context.span(c.start, c.end),
        )
        for c in context.outline.clauses
    )
