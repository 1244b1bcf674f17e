"""What everything printed shares: a console that prints text as it is, and colours of severities."""

from __future__ import annotations

import os
from collections.abc import Mapping

from rich.console import Console

from extract.model import Severity

PIPED_WIDTH = 120
"""Columns of output that goes into a file or another program."""
MOST_ROWS = 200
"""Rows of a table: no one scrolls through thousands."""
SEVERITY_STYLES: Mapping[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}


def console(*, stderr: bool = False) -> Console:
    """Return a console that prints text as it is: brackets in contracts are no markup."""
    made = Console(stderr=stderr, highlight=False, markup=False, emoji=False)
    if not made.is_terminal and "COLUMNS" not in os.environ:
        made.width = PIPED_WIDTH
    return made


def plain(text: str) -> str:
    """Return `text` on one line, without characters that could steer a terminal."""
    return "".join(character if character.isprintable() else " " for character in text)
