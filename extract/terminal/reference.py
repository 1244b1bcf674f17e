"""What this installation checks and reads, on the terminal."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from rich.table import Table
from rich.text import Text

from extract.checks.legal import citations
from extract.checks.registry import all_checks
from extract.config import Settings
from extract.cross.registry import cross_checks
from extract.formats import Format
from extract.rulepack import RulePack
from extract.terminal.screen import SEVERITY_STYLES, console
from extract.wording import word


def print_formats(formats: tuple[Format, ...]) -> None:
    """Print the table of formats: suffixes, what they are, and whether they can be read here."""
    table = Table(show_edge=False, pad_edge=False, header_style="bold")
    for heading in ("后缀", "格式", "本机"):
        table.add_column(heading, overflow="fold")
    for form in formats:
        here = Text("可读", "green") if form.missing is None else Text(form.missing, "yellow")
        table.add_row(" ".join(form.suffixes), form.title, here)
    console().print(table)


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
        severity = settings.severity_of(row["id"]) or row["severity"]
        level = Text(word("severity", severity), SEVERITY_STYLES[severity])
        left_out = "" if settings.runs(row["id"]) else "（本项目不核对）"
        table.add_row(row["id"], level, manual.partition("\n")[0] + left_out)
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
