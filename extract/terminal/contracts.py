"""One contract on the terminal: what was read of it, and the choices behind one field."""

from __future__ import annotations

from bisect import bisect_right

from rich.cells import cell_len, set_cell_size
from rich.table import Table
from rich.text import Text

from extract.fields.trace import Candidate
from extract.model import Evidence, Record
from extract.overview import overview
from extract.pipeline import Reading
from extract.terminal.screen import SEVERITY_STYLES, console, plain

_QUOTE_SHARE = 0.4


class Quotes:
    """Finds the line and the words of a place in a document's text; words are cut at `width` columns."""

    def __init__(self, text: str, width: int) -> None:
        self._text = text
        self._room = int(width * _QUOTE_SHARE) - len("「」") * 2
        self._breaks = [offset for offset, character in enumerate(text) if character == "\n"]

    def line(self, offset: int) -> int:
        """Return the 1-based line that holds the character at `offset`."""
        return bisect_right(self._breaks, offset - 1) + 1

    def words(self, start: int, end: int) -> str:
        """Return the words from `start` to `end` on one line, in 「」, cut short when they are many."""
        quoted = " ".join(self._text[start:end].split())
        if cell_len(quoted) > self._room:
            quoted = set_cell_size(quoted, self._room - 1).rstrip() + "…"
        return f"「{quoted}」"


def print_contract(reading: Reading) -> None:
    """Print what was read of one contract, each value with its line and the words that it was read from."""
    screen = console()
    record, document = reading.record, reading.record.document
    doubt = f"，{record.doubt}" if record.doubt is not None else ""
    screen.print(f"{plain(document.path)}（{document.characters:,} 字{doubt}）", soft_wrap=True)
    for warning in document.warnings:
        screen.print(Text(f"注意：{warning}", "yellow"), soft_wrap=True)
    quotes = Quotes(reading.document.text, screen.width)
    for title, rows in overview(record):
        screen.print(Text(f"\n{title}", "bold"))
        table = Table.grid(padding=(0, 2, 0, 0))
        table.add_column(justify="right", style="dim", no_wrap=True)
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        table.add_column(no_wrap=True, style="dim")
        for row in rows:
            line, words = "", ""
            if row.place is not None:
                line = f"第{quotes.line(row.place.start)}行"
                words = quotes.words(row.place.start, row.place.end)
            style = SEVERITY_STYLES[row.severity] if row.severity is not None else ""
            table.add_row(line, Text(plain(row.label), style), Text(plain(row.value)), Text(plain(words)))
        screen.print(table)


def print_candidates(reading: Reading, field: str) -> None:
    """Print every candidate of a field: its rule, line and score, and why it won or lost."""
    screen = console()
    candidates = reading.trace.of(field)
    value = value_at(reading.record, field)
    result = "（无）" if value is None else plain(value)
    screen.print(Text(f"{field} = {result}" if result else field, "bold"), soft_wrap=True)
    if not candidates:
        whole = field.partition(".")[0]
        screen.print("合同中没有找到候选值" if value is None else f"没有单独的候选值，可查 {whole}")
        return
    quotes = Quotes(reading.document.text, screen.width)
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("", "行", "得分"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("字段", "值", "规则", "理由", "原文"):
        table.add_column(heading, overflow="fold", ratio=1)
    for candidate in candidates:
        table.add_row(*(Text(plain(cell)) for cell in _cells(candidate, quotes)))
    screen.print(table)


def _cells(candidate: Candidate, quotes: Quotes) -> tuple[str, ...]:
    seen = candidate.end > candidate.start
    return (
        "✓" if candidate.won else "✗",
        str(quotes.line(candidate.start)) if seen else "",
        f"{candidate.score:g}",
        candidate.field,
        candidate.value,
        candidate.rule,
        candidate.reason,
        quotes.words(candidate.start, candidate.end) if seen else "",
    )


def value_at(record: Record, field: str) -> str | None:
    """Return the value at a dotted path of the record, how many items a list there has, or None.

    A step into a list is an index from 0, or the role or kind of the item: `parties.buyer.name`. A part of
    the record that is no single value gives "".
    """
    value: object = record
    for step in field.split("."):
        value = _item(value, step) if isinstance(value, tuple) else getattr(value, step, None)
        if value is None:
            return None
    if isinstance(value, Evidence):
        return str(getattr(value, "value", value.text))
    if isinstance(value, tuple):
        return f"{len(value)} 项"
    return str(value) if isinstance(value, str | int) else ""


def _item(items: tuple[object, ...], step: str) -> object:
    if step.isascii() and step.isdigit():
        return items[int(step)] if int(step) < len(items) else None
    named = (item for item in items if step in (getattr(item, "role", None), getattr(item, "kind", None)))
    return next(named, None)
