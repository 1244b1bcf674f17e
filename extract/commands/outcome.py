"""How a command ends: exit codes, and the line that says why."""

from __future__ import annotations

import click

INCOMPLETE, USAGE, INTERRUPTED = 1, 2, 130
"""Exit codes beside 0: some files were not read; the command was not understood; Ctrl-C."""


def say(message: str, code: int) -> int:
    """Print why a command ends on stderr, and return its exit code."""
    click.echo(f"错误：{message}", err=True)
    return code
