"""How results look on a terminal: the table of a run, one contract, the choices behind one field."""

from __future__ import annotations

import inspect
import os
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from itertools import islice
from typing import Any

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from extract.checks.legal import citations
from extract.checks.registry import all_checks
from extract.config import Settings
from extract.cross.registry import cross_checks
from extract.dataset.csv_lines import plain_number
from extract.dataset.query import Result
from extract.dataset.tables import TABLES
from extract.fields.trace import Candidate
from extract.formats import Format
from extract.inputs import OWN_OUTPUT
from extract.model import CrossAudit, Evidence, Record
from extract.overview import overview
from extract.pipeline import Reading
from extract.results import Batch, Failure, Summary
from extract.rulepack import RulePack
from extract.store import error_log_path
from extract.wording import amount, word

PIPED_WIDTH = 120
"""Columns of output that goes into a file or another program."""
_QUOTE_SHARE = 0.4
_MOST_ROWS = 200
"""Contracts in the table of a run: no one scrolls through thousands."""
_MOST_CROSS = 10
_SEVERITY_STYLES = {"错误": "red", "警告": "yellow", "提示": "cyan"}


def console(*, stderr: bool = False) -> Console:
    """Return a console that prints text as it is: brackets in contracts are no markup."""
    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = PIPED_WIDTH
    return made


def plain(text: str) -> str:
    """Return `text` on one line, without characters that could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)


@contextmanager
def progress_bar() -> Iterator[Callable[[int, int, str], None] | None]:
    """Give a function that shows how far a run is, or None when no one is watching."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate, left = TextColumn("{task.fields[rate]}"), TextColumn("余")
    columns = (BarColumn(), MofNCompleteColumn(), rate, left, TimeRemainingColumn())
    with Progress(*columns, TextColumn("{task.fields[name]}", markup=False), console=screen, transient=True) as bar:
        task = bar.add_task("", total=None, name="", rate="")

        def show(done: int, total: int, name: str) -> None:
            speed = bar.tasks[0].speed
            rate = f"{speed:,.1f} 份/秒" if speed else ""
            bar.update(task, completed=done, total=total, name=plain(name), rate=rate)

        yield show


def print_news(batch: Batch, told: set[str]) -> None:
    """Print one line for each contract that is new, changed, gone or cannot be read; `told` keeps what was said."""
    unchanged = set(batch.unchanged)
    for summary in batch.summaries:
        if summary.name not in unchanged:
            total = amount(summary.total, summary.currency or "CNY") if summary.total is not None else "没有总价"
            counts = f"错误 {summary.errors}，警告 {summary.warnings}，提示 {summary.infos}"
            console().print(plain(f"✓ {summary.name}：{total}，{counts}"), soft_wrap=True)
    for name in batch.removed:
        console().print(plain(f"－ {name}：已移走或者正在改动，原有的记录已删除"), soft_wrap=True)
    failures = {plain(f"✗ {failure.name}：{failure.reason}") for failure in batch.failures}
    for line in sorted(failures - told):
        console(stderr=True).print(Text(line, "red"), soft_wrap=True)
    told.intersection_update(failures)
    told.update(failures)


# -- a run ------------------------------------------------------------------------------------------------


def print_batch(batch: Batch) -> None:
    """Print the table of a run on stdout, and one line for each file that has no record on stderr."""
    screen, errors = console(), console(stderr=True)
    listed = _worth_listing(batch.summaries)
    if listed:
        screen.print(_batch_table(listed))
    if len(listed) < len(batch.summaries):
        screen.print(f"另有 {len(batch.summaries) - len(listed)} 份未列出，全部见 run.json")
    troubles = [(failure.name, failure.reason + _see(batch, failure)) for failure in batch.failures]
    for summary in batch.summaries:
        if summary.crashed:
            troubles.append((summary.name, f"检查 {'、'.join(summary.crashed)} 未能完成（程序问题）"))
    for name, reason in troubles:
        errors.print(Text(f"✗ {plain(name)}：{plain(reason)}", "red"), soft_wrap=True)
    for line in batch.unused:
        errors.print(Text(f"注意：{plain(line)}", "yellow"), soft_wrap=True)
    parts = [f"读取 {len(batch.summaries) - len(batch.unchanged)} 份"]
    parts += [f"{len(batch.unchanged)} 份没有变动，沿用上次的记录"] if batch.unchanged else []
    parts += [f"未能读取 {len(batch.failures)} 份"] if batch.failures else []
    ignored = sum(reason != OWN_OUTPUT for _, reason in batch.ignored)
    parts += [f"另有 {ignored} 个非合同文件未读"] if ignored else []
    parts += [f"移除 {len(batch.removed)} 份不再在输入中的旧记录"] if batch.removed else []
    accepted = sum(summary.accepted for summary in batch.summaries)
    parts += [f"已接受 {accepted} 项不再计入"] if accepted else []
    parts += [f"结果在 {batch.output}"] if batch.output is not None else []
    _print_cross(batch.cross, screen)
    screen.print("，".join(parts), soft_wrap=True)


def _print_cross(cross: CrossAudit, screen: Console) -> None:
    """Print what the contracts show together: how much, and the worst of it."""
    open_ones = [finding for finding in cross.findings if finding.accepted is None]
    counts = Counter(word("severity", finding.severity) for finding in open_ones)
    if counts:
        said = "，".join(f"{level} {counts[level]}" for level in _SEVERITY_STYLES if counts[level])
        screen.print(Text(f"跨合同 {len(open_ones)} 条（{said}），全部见 cross.json", "bold"), soft_wrap=True)
    worst = sorted((f for f in open_ones if f.severity != "info"), key=lambda finding: finding.severity)
    for finding in worst[:_MOST_CROSS]:
        style = _SEVERITY_STYLES[word("severity", finding.severity)]
        screen.print(Text(f"  {finding.code} {plain(finding.message)}", style), soft_wrap=True)
    for outcome in cross.checks:
        if outcome.status == "crashed":
            screen.print(
                Text(f"✗ 检查 {outcome.code} 未能完成（程序问题）：{plain(outcome.reason)}", "red"), soft_wrap=True
            )


def _worth_listing(summaries: tuple[Summary, ...]) -> tuple[Summary, ...]:
    """Return all contracts of a short run; of a long one those with the most errors, in their order."""
    if len(summaries) <= _MOST_ROWS:
        return summaries
    worst = sorted(summaries, key=lambda summary: -summary.errors)[:_MOST_ROWS]
    chosen = {summary.name for summary in worst if summary.errors}
    return tuple(summary for summary in summaries if summary.name in chosen)


def _see(batch: Batch, failure: Failure) -> str:
    if failure.kind != "internal" or batch.output is None:
        return ""
    return f"，详情见 {error_log_path(batch.output, failure.name)}"


def _batch_table(summaries: tuple[Summary, ...]) -> Table:
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("文件", "名称", "采购方", "供应方"):
        table.add_column(heading, overflow="fold", ratio=1)
    table.add_column("总价", justify="right", no_wrap=True)
    table.add_column("付款", justify="right")
    for severity, style in _SEVERITY_STYLES.items():
        table.add_column(severity, justify="right", style=style)
    for summary in summaries:
        title = (summary.title or "—") + ("（空白范本）" if summary.unfilled else "")
        texts = (summary.name, title, summary.buyer or "—", summary.supplier or "—", _total(summary))
        counts = (summary.payments, summary.errors, summary.warnings, summary.infos)
        table.add_row(*(Text(plain(text)) for text in texts), *(str(count or "·") for count in counts))
    return table


def _total(summary: Summary) -> str:
    return "—" if summary.total is None else amount(summary.total, summary.currency or "CNY")


def print_formats(formats: tuple[Format, ...]) -> None:
    """Print the table of formats: suffixes, what they are, and whether they can be read here."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("后缀", "格式", "本机"):
        table.add_column(heading, overflow="fold")
    for form in formats:
        here = Text("可读", "green") if form.missing is None else Text(form.missing, "yellow")
        table.add_row(" ".join(form.suffixes), form.title, here)
    console().print(table)


# -- one contract -----------------------------------------------------------------------------------------


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
    unfilled = "，空白范本" if document.unfilled else ""
    screen.print(f"{plain(document.path)}（{document.characters:,} 字{unfilled}）", soft_wrap=True)
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
            style = _SEVERITY_STYLES.get(row.label.partition(" ")[0], "")
            table.add_row(line, Text(plain(row.label), style), Text(plain(row.value)), Text(plain(words)))
        screen.print(table)


# -- the checks -------------------------------------------------------------------------------------------


def print_checks(pack: RulePack, settings: Settings) -> None:
    """Print every check with its severity in this project and what it finds, one a line."""
    screen = console()
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    manuals = _manuals()
    for row in _check_rows(pack):
        manual = manuals[row["id"]]
        level = word("severity", settings.severity_of(row["id"]) or row["severity"])
        left_out = "" if settings.runs(row["id"]) else "（本项目不核对）"
        table.add_row(row["id"], Text(level, _SEVERITY_STYLES[level]), manual.partition("\n")[0] + left_out)
    screen.print(table)
    screen.print("说明见 kanhe checks 编号，如 kanhe checks AMT001", style="dim")


def print_check(code: str, pack: RulePack, settings: Settings) -> None:
    """Print the manual of one check: what it tests and why, a clause that fails and one that passes, its basis."""
    screen = console()
    row = next(row for row in _check_rows(pack) if row["id"] == code)
    summary, *manual = inspect.cleandoc(_manuals()[code]).splitlines()
    level = word("severity", settings.severity_of(code) or row["severity"])
    screen.print(Text(f"{code} {summary}", "bold"), soft_wrap=True)
    for line in filter(None, [*manual, f"级别：{level}"]):
        screen.print(line)
    for citation in citations(row.get("basis", ()), None, pack):
        screen.print(f"条文：{citation}")


def _check_rows(pack: RulePack) -> tuple[Mapping[str, Any], ...]:
    return (*pack.rows("checks"), *pack.rows("cross"))


def _manuals() -> dict[str, str]:
    checks: dict[str, Callable[..., object]] = {**all_checks(), **cross_checks()}
    return {code: function.__doc__ or "" for code, function in checks.items()}


# -- the dataset ------------------------------------------------------------------------------------------


def print_columns() -> None:
    """Print every table of the dataset and its columns, with their meaning."""
    screen = console()
    for table in TABLES:
        screen.print(Text(f"{table.name}  {table.meaning}", "bold"), soft_wrap=True)
        listed = Table.grid(padding=(0, 2, 0, 0))
        for column in table.columns:
            listed.add_row("", column.name, Text(column.type, "dim"), column.meaning)
        screen.print(listed)


def print_result(result: Result) -> None:
    """Print the rows of a query, at most `_MOST_ROWS`."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for name in result.columns:
        table.add_column(Text(plain(name)), overflow="fold")
    rows = list(islice(result.rows, _MOST_ROWS + 1))
    for row in rows[:_MOST_ROWS]:
        table.add_row(*(Text(plain(_shown(value))) for value in row))
    screen = console()
    screen.print(table)
    more = "，其余未列出，全部结果可用 -o 文件.csv 写出" if len(rows) > _MOST_ROWS else ""
    screen.print(f"{min(len(rows), _MOST_ROWS)} 行{more}", style="dim", soft_wrap=True)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "" if value is None else plain_number(value) if isinstance(value, Decimal) else str(value)


# -- one field --------------------------------------------------------------------------------------------


def print_candidates(reading: Reading, field: str) -> None:
    """Print every candidate of a field: its rule, line and score, and why it won or lost."""
    screen = console()
    candidates = reading.trace.of(field)
    value = value_at(reading.record, field)
    result = "（无）" if value is None else plain(value)
    screen.print(Text(f"{field} = {result}" if result else field, "bold"), soft_wrap=True)
    if not candidates:
        screen.print("合同中没有找到候选值")
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
