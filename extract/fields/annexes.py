"""What stands around the facts: laws cited, annexes announced and present, the outline as clauses."""

from __future__ import annotations

import regex

from extract.fields.context import Context, between, clean
from extract.model import Annex, Clause, DateField, TextField


def read_laws(context: Context) -> tuple[TextField, ...]:
    """Return the laws cited, each once, where it is first cited."""
    seen: dict[str, TextField] = {}
    for law in context.mentions.laws:
        seen.setdefault(law.value, context.text_field(law.start, law.end, "laws_cited", value=law.value))
    return tuple(seen.values())


def read_annexes(context: Context) -> tuple[Annex, ...]:
    """Return the annexes: announced in the text, present in the file, or both."""
    announced = _announced(context)
    annexes: list[Annex] = []
    used: set[int] = set()
    for section in context.outline.sections:
        if section.kind != "annex" or section.title is None:
            continue
        title = context.text_field(*section.title, "identity.annex")
        number = _annex_number(context.text[section.start : section.start + 12])
        index = next(
            (i for i, (n, t) in enumerate(announced) if i not in used and _same_annex(n, t.value, number, title.value)),
            None,
        )
        if index is not None:
            used.add(index)
        end = max((s.end for s in context.outline.sections if s.annex == section.annex), default=section.end)
        annexes.append(
            Annex(
                number=number,
                title=title,
                announced=index is not None,
                present=True,
                signed_on=_annex_date(context, section.start, end),
            )
        )
    annexes.extend(Annex(number=n, title=t, announced=True) for i, (n, t) in enumerate(announced) if i not in used)
    return tuple(annexes)


def _announced(context: Context) -> list[tuple[str | None, TextField]]:
    found: list[tuple[str | None, TextField]] = []
    pattern = context.pack.pattern("identity.annex_entry")
    listing = False
    for paragraph in context.outline.paragraphs:
        start, end = paragraph.start, paragraph.end
        if not context.in_contract(start):
            continue
        if end - start <= 70 and context.text.startswith(("附件", "附表", "附录"), start):
            match = pattern.match(context.text, start, end)
            if match is not None:
                number = match["number"] or _annex_number(context.text[start : start + 6])
                found.append((number, context.text_field(*match.span("title"), "identity.annex_entry")))
            listing = True
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
    return found


def _annex_number(head: str) -> str | None:
    match = regex.match(r"附\s?(?:件|表|录)\s?([一二三四五六七八九十]{1,2}|\d{1,2})", head)
    return match[1] if match else None


def _same_annex(number: str | None, title: str, other_number: str | None, other: str) -> bool:
    def plain(words: str) -> str:
        return regex.sub(r"[\W_]", "", words)

    a, b = plain(title), plain(other)
    return (
        a == b
        or (len(a) >= 4 and len(b) >= 4 and (a in b or b in a))
        or (number is not None and number == other_number)
    )


def _annex_date(context: Context, start: int, end: int) -> DateField | None:
    """Return the date an annex was signed on: labelled, or alone on a line of its last third."""
    dates = [date for date in between(context.mentions.dates, start, end) if len(date.value) == 10 and date.possible]
    for value in context.labels.of("signed_on"):
        if start <= value.start < end:
            for date in dates:
                if value.start <= date.start < value.end + 1:
                    return context.date_field(date.value, date.start, date.end, "labels.signed_on")
    for date in reversed(dates):
        line = context.outline.paragraph_at(date.start)
        if date.start > start + (end - start) // 2 and (line.start, line.end) == (date.start, date.end):
            return context.date_field(date.value, date.start, date.end, "identity.annex_date")
    return None


def read_clauses(context: Context) -> tuple[Clause, ...]:
    """Return the outline as clauses."""
    return tuple(
        Clause(
            number=c.number,
            title=clean(c.title) if c.title else None,
            level=c.level,
            kind=c.kind,
            parent=c.parent,
            span=context.span(c.start, c.end),
        )
        for c in context.outline.clauses
    )
