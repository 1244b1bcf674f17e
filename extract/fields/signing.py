"""When and where the contract was signed, and when it was awarded."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import regex

from extract.fields.context import Context, between
from extract.model import DateField, TextField
from extract.nlp.mentions import Date

_AROUND = 48
"""Characters around the award notice that say when it was issued."""
_BEFORE, _BEHIND = 70, 56
"""Characters before the notice, and behind it, with its number, in which its date stands."""
_LABEL = 8
"""Characters before a date that may hold its label."""
_SIGNERS = ("authorized_representative", "legal_representative", "either_representative", "seal")


def signing_dates(context: Context) -> list[tuple[Date, str]]:
    """Return the dates of signing with the section each stands in: labelled ones, prose, bare ones when signing."""
    dates = context.mentions.dates
    found = {date.start: (date, section) for date, section in _labelled(context)}
    for match in _told(context):
        for date in between(dates, *match.span("date")) if match["date"] else ():
            found.setdefault(date.start, (date, "body"))
    for date in _beside_signers(context):
        found.setdefault(date.start, (date, "signature"))
    labelled = {value.start for value in context.labels.values if value.key != "party"}
    for section in context.outline.sections:
        if section.kind in ("signature", "cover"):
            for date in between(dates, section.start, section.end):
                bare = date.start not in found and date.start not in labelled
                if bare and stands_alone(context, date) and not _of_publication(context, date):
                    found[date.start] = (date, section.kind if section.kind == "signature" else "cover_bare")
    return [found[start] for start in sorted(found)]


@lru_cache(maxsize=1)
def _told(context: Context) -> tuple[regex.Match[str], ...]:
    """Return where the contract itself tells in a sentence when or where it is signed."""
    told = context.pack.pattern("identity.signed_in_prose").finditer(context.text)
    return tuple(match for match in told if context.in_contract(match.start()))


def _labelled(context: Context) -> Iterator[tuple[Date, str]]:
    """Yield the dates behind labels: 签订日期:…, and 代表:2025年3月20日 where nobody's name stands."""
    for value in context.labels.of("signed_on"):
        if value.blank or value.section.startswith("annex"):
            continue
        if value.label in ("日期", "时间") and value.section not in ("signature", "cover"):
            continue
        for date in between(context.mentions.dates, value.start, value.end + 1)[:1]:
            yield date, value.section
    for value in context.labels.of(*_SIGNERS):
        for date in between(context.mentions.dates, value.start, value.end + 1)[:1]:
            if value.section == "signature" and (date.start, date.end) == (value.start, value.end):
                yield date, value.section


def _of_publication(context: Context, date: Date) -> bool:
    """Tell whether a date is when the page that holds the contract was published: 发布时间 / 2025-07-08."""
    before = context.text[max(0, date.start - _LABEL) : date.start]
    return context.pack.pattern("identity.published").search(before) is not None


def _beside_signers(context: Context) -> Iterator[Date]:
    """Yield the dates at the end of a signer's line, 甲方(盖章) 2025年3月1日, and in the last line of all."""
    text, before = context.text, context.pack.pattern("identity.signer")
    last = context.outline.paragraphs[-1]
    signed = any(section.kind == "signature" for section in context.outline.sections)
    for date in context.mentions.dates:
        line = context.outline.paragraph_at(date.start)
        if text[date.end : line.end].strip() or not context.in_contract(date.start):
            continue
        closes = signed and line is last and not text[line.start : date.start].strip()
        if closes or before.fullmatch(text, line.start, date.start) is not None:
            yield date


def stands_alone(context: Context, date: Date) -> bool:
    """Tell whether a date fills its line or cell, alone or beside the other party's."""
    start = max(context.text.rfind(mark, 0, date.start) for mark in "\n\t") + 1
    stops = [context.text.find(mark, date.end) for mark in "\n\t"]
    end = min((stop for stop in stops if stop >= 0), default=len(context.text))
    written = sum(other.end - other.start for other in between(context.mentions.dates, start, end))
    return len(context.text[start:end].replace(" ", "")) <= written


def signed_on(context: Context, signing: list[tuple[Date, str]]) -> DateField | None:
    """Choose the signing date: the latest full date of the signature page, else cover or prose, else a partial."""
    rank = {"signature": 4, "preamble": 3, "body": 3, "cover": 3, "cover_bare": 1}
    possible = [(date, section) for date, section in signing if date.possible and not date.whole_year]
    if not possible:
        return None

    def weight(entry: tuple[Date, str]) -> tuple[int, int, str]:
        date, section = entry
        return int(len(date.value) == 10), rank.get(section, 0), date.value

    best = max(possible, key=weight)
    for date, section in possible:
        won = date is best[0]
        context.consider(
            "signed_on",
            (date.start, date.end),
            f"identity.signed_on.{section}",
            "签署页最晚的完整日期优先" if won else "次于所选日期",
            value=date.value,
            score=rank.get(section, 0),
            won=won,
        )
    return context.date_field(best[0].value, best[0].start, best[0].end, f"identity.signed_on.{best[1]}")


def signed_at(context: Context) -> TextField | None:
    """Return the place of signing: labelled, or told in prose."""
    for value in context.labels.of("signed_at"):
        words = context.text[value.start : value.end]
        if value.blank or value.section.startswith("annex") or not 2 <= len(words) <= 40:
            continue
        if context.pack.pattern("identity.no_place").search(words):
            continue  # the words that open the contract ran into the place
        context.consider("signed_at", (value.start, value.end), "labels.signed_at", "标签「签订地点」等之后")
        return context.text_field(value.start, value.end, "labels.signed_at")
    for match in _told(context):
        group = "place" if match["place"] else "only"
        if match[group]:
            return context.text_field(*match.span(group), "identity.signed_in_prose")
    return None


def awarded_on(context: Context) -> DateField | None:
    """Return the date of the award notice (中标/成交通知书): labelled, or beside the notice in prose."""
    for value in context.labels.of("awarded_on"):
        for date in between(context.mentions.dates, value.start, value.end + 1)[:1]:
            if _is_day(date):
                return context.date_field(date.value, date.start, date.end, "labels.awarded_on")
    for match in context.pack.pattern("identity.award_notice").finditer(context.text):
        if not context.in_contract(match.start()):
            continue
        behind, issued = _behind_notice(context, match.end())
        received = None if issued else _before_notice(context, match.start())
        day = received or behind or _day_before(context, match.start(), match.end())
        if day is not None:
            return _award(context, day)
    return None


def _is_day(date: Date) -> bool:
    """Tell whether a date names one day, and one that there is."""
    return len(date.value) == 10 and date.possible


def _before_notice(context: Context, start: int) -> Date | None:
    """Return the day before a notice at `start` on which it was issued or came: 2025年5月30日发出的《…通知书》."""
    issued = context.pack.pattern("identity.issued")
    for date in reversed(between(context.mentions.dates, max(0, start - _BEFORE), start)):
        gap = context.text[date.end : start]
        if _is_day(date) and issued.match(gap) and "。" not in gap and ";" not in gap:
            return date
    return None


def _behind_notice(context: Context, end: int) -> tuple[Date | None, bool]:
    """Return the day behind a notice, and whether it says outright that the notice was issued then: (签发日期…)."""
    told = context.pack.pattern("identity.issued_behind")
    for date in between(context.mentions.dates, end, end + _BEHIND):
        gap = told.fullmatch(context.text, end, date.start)
        if _is_day(date) and gap is not None:
            return date, gap["issued"] is not None
    return None, False


def _day_before(context: Context, start: int, end: int) -> Date | None:
    """Return the day that a sentence names before the notice at [start, end), issued 同日, or None."""
    text = context.text
    around = f"{text[max(0, start - _AROUND) : start]}…{text[end : end + _AROUND]}"
    if context.pack.pattern("identity.same_day").search(around) is None:
        return None
    days = [date for date in between(context.mentions.dates, context.sentence(start)[0], start) if _is_day(date)]
    return days[-1] if days else None


def _award(context: Context, date: Date) -> DateField:
    context.consider(
        "awarded_on", (date.start, date.end), "identity.award_notice", "与中标/成交通知书相连的日期", value=date.value
    )
    return context.date_field(date.value, date.start, date.end, "identity.award_notice")
