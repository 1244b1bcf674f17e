"""What the user gives: options that several commands share, and what their values may be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

Value = TypeVar("Value", str, tuple[str, ...], None)

REPORTS = ("html", "xlsx", "md")
"""Exporters that write for people."""


def given(ctx: click.Context, param: click.Parameter, value: Value) -> Value:
    """Return paths or addresses; an empty one, as an unset variable of a script gives, would be the current folder."""
    texts: tuple[str, ...] = (value,) if isinstance(value, str) else value or ()
    if not all(text.strip() for text in texts):
        raise click.BadParameter("不能为空", ctx, param)
    return value


def path(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | None:
    """Return a path on this machine."""
    return Path(given(ctx, param, value)) if value is not None else None


def count(ctx: click.Context, param: click.Parameter, value: str) -> int:
    """Return a number from 1 up."""
    if not (value.isascii() and value.isdigit() and int(value)):
        raise click.BadParameter(f"应为正整数，不是 {value}", ctx, param)
    return int(value)


def count_or_zero(ctx: click.Context, param: click.Parameter, value: str | None) -> int | None:
    """Return a number from 0 up, None when none is given."""
    if value is not None and not (value.isascii() and value.isdigit()):
        raise click.BadParameter(f"应为 0 或正整数，不是 {value}", ctx, param)
    return None if value is None else int(value)


def pairs(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Return what is given as KEY=VALUE."""
    if wrong := [value for value in values if not value.partition("=")[1]]:
        raise click.BadParameter(f"应为 KEY=VALUE，不是 {wrong[0]}", ctx, param)
    return {key: value for key, _, value in (value.partition("=") for value in values)}


def choice(*values: str) -> Callable[[click.Context, click.Parameter, str], str]:
    """Return the check of an option that is one of `values`."""

    def check(ctx: click.Context, param: click.Parameter, value: str) -> str:
        if value not in values:
            raise click.BadParameter(f"应为 {'、'.join(values)} 之一，不是 {value}", ctx, param)
        return value

    return check


def _reports(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the reports asked for, given one by one or in a list with commas."""
    asked = tuple(dict.fromkeys(name.strip() for value in values for name in value.split(",") if name.strip()))
    if unknown := [name for name in asked if name not in REPORTS]:
        raise click.BadParameter(f"没有报告 {'、'.join(unknown)}，可用的有 {'、'.join(REPORTS)}", ctx, param)
    return asked


rules_option = click.option("--rules", metavar="DIR", callback=path, help="自己的规则目录，叠加在随附规则之上")
timeout_option = click.option(
    "--timeout",
    metavar="SECONDS",
    default="600",
    callback=count,
    help="读取（识别文字时为一页）的时间上限，默认 600 秒；超过即停止",
)
config_option = click.option(
    "--config",
    metavar="FILE",
    callback=path,
    help="项目配置，默认当前目录的 kanhe.toml（如有）",
)
report_option = click.option(
    "--report",
    "reports",
    metavar="LIST",
    multiple=True,
    callback=_reports,
    help="另写报告，逗号分隔或多次给出；html：report.html，单个文件，离线打开；xlsx：report.xlsx 审计工作底稿；"
    "md：每份合同一个 reports/…md",
)
