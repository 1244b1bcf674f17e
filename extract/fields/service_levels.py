"""Service levels: how fast a fault of each level must be met, from sentences and from tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from extract.fields.context import Context
from extract.model import DecimalField, ServiceLevel
from extract.nlp.mentions import Region
from extract.nlp.numerals import NumeralError, read_integer
from extract.rulepack import RulePack
from extract.structure.tables import TableCell, TextTable

_PHRASE = re.compile(r"[^,。;:\n\t]++")
_KINDS = ("response", "arrival", "repair")

_MINUTES, _FINEST = 60, Decimal("0.0001")
"""Minutes of an hour; hours are written to the fourth place."""


def read_service_levels(context: Context) -> tuple[ServiceLevel, ...]:
    """Return the levels for which the contract sets a time, in order."""
    tables = [level for table in context.tables for level in _of_table(context, table)]
    taken = [(table.start, table.end) for table in context.tables]
    sentences = list(_of_sentences(context, taken))
    return tuple(sorted((*tables, *sentences), key=lambda level: level.spans[0].start))


@lru_cache(maxsize=4)
def _ranks(pack: RulePack) -> dict[str, tuple[int, str]]:
    """Return each word for a level with its rank (1 is the gravest) and its scale."""
    return {
        word: (rank, scale)
        for scale in ("numbered", "named")
        for rank, row in enumerate(pack.table(f"service_levels.{scale}").values(), start=1)
        for word in row
    }


# --- sentences ---------------------------------------------------------------------------------------------


def _of_sentences(context: Context, tables: list[Region]) -> Iterator[ServiceLevel]:
    """Yield the levels of sentences that begin with one: 一级故障:1小时内到达现场,30小时内排除."""
    text, pack = context.text, context.pack
    for match in pack.pattern("service_levels.level").finditer(text):
        if any(start <= match.start() < end for start, end in tables):
            continue
        end = _sentence_end(context, match.end())
        times = _times(context, match.end(), end)
        if times:
            yield _level(context, match.span("word"), (match.start(), end), times)


def _sentence_end(context: Context, offset: int) -> int:
    """Return where what is said of a level ends: at the next level, or at the end of its paragraph."""
    paragraph = context.outline.paragraph_at(offset)
    following = context.pack.pattern("service_levels.level").search(context.text, offset, paragraph.end)
    return following.start() if following is not None else paragraph.end


def _times(context: Context, start: int, end: int) -> dict[str, DecimalField]:
    """Return the times in [start, end), each under what is to be done within it."""
    found: dict[str, DecimalField] = {}
    for phrase in _phrases(context, start, end):
        time, kind = _time(context, *phrase), _kind(context, *phrase)
        if time is not None and kind is not None:
            found.setdefault(kind, time)
    return found


def _phrases(context: Context, start: int, end: int) -> Iterator[Region]:
    """Yield the phrases of [start, end), one that says two things cut between them: 15分钟内响应、8小时内修复."""
    for phrase in _PHRASE.finditer(context.text, start, end):
        begin, stop = phrase.span()
        for joint in context.pack.pattern("service_levels.joint").finditer(context.text, begin, stop):
            said = begin, joint.start()
            if _time(context, *said) is not None and _kind(context, *said) is not None:
                yield said
                begin = joint.end()
        yield begin, stop


def _kind(context: Context, start: int, end: int) -> str | None:
    """Return what is to be done by the words of [start, end)."""
    text, pack = context.text, context.pack
    return next((kind for kind in _KINDS if pack.pattern(f"service_levels.{kind}").search(text, start, end)), None)


def _time(context: Context, start: int, end: int) -> DecimalField | None:
    """Return the first time in [start, end) in hours."""
    match = context.pack.pattern("service_levels.time").search(context.text, start, end)
    if match is None:
        return None
    if match["now"]:
        return context.decimal_field(Decimal(0), *match.span(), "service_levels.time")
    try:
        number = Decimal(match["number"]) if match["number"][0].isdigit() else Decimal(read_integer(match["number"]))
    except NumeralError:
        return None
    unit = next(unit for unit, words in context.pack.table("service_levels.units").items() if match["unit"] in words)
    hours = number * context.pack.threshold(f"service_levels.{unit}") / _MINUTES
    return context.decimal_field(hours.quantize(_FINEST).normalize() + 0, *match.span(), "service_levels.time")


def _level(context: Context, word: Region, region: Region, times: dict[str, DecimalField]) -> ServiceLevel:
    rank, scale = _ranks(context.pack)[context.text[slice(*word)].upper()]
    span = context.span(*region)
    return ServiceLevel(
        text=context.quote(span),
        spans=(span,),
        rule="service_levels.level",
        level=context.text_field(*word, "service_levels.level"),
        rank=rank,
        scale=scale,
        response=times.get("response"),
        arrival=times.get("arrival"),
        repair=times.get("repair"),
    )


# --- tables ------------------------------------------------------------------------------------------------


def _of_table(context: Context, table: TextTable) -> Iterator[ServiceLevel]:
    """Yield the rows of a table whose header names times and whose rows begin with a level."""
    columns: dict[int, str] = {}
    for row in table.rows:
        if not columns:
            columns = _time_columns(context, row)
            continue
        level = next((found for cell in row[:2] if (found := _level_in(context, cell)) is not None), None)
        times = {
            kind: time
            for column, kind in columns.items()
            if column < len(row) and (time := _time(context, row[column].start, row[column].end)) is not None
        }
        if level is not None and times:
            yield _level(context, level, (row[0].start, row[-1].end), times)


def _time_columns(context: Context, row: tuple[TableCell, ...]) -> dict[int, str]:
    """Return the columns of a header row that hold times, with their kind."""
    columns: dict[int, str] = {}
    for column, cell in enumerate(row):
        title = context.text[cell.start : cell.end]
        named = [kind for kind in _KINDS if context.pack.pattern(f"service_levels.{kind}").search(title)]
        if "时" in title and named and named[0] not in columns.values():
            columns[column] = named[0]
    return columns


def _level_in(context: Context, cell: TableCell) -> Region | None:
    match = context.pack.pattern("service_levels.cell").match(context.text, cell.start, cell.end)
    return match.span("word") if match is not None else None
