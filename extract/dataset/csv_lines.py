"""CSV as spreadsheets read it: UTF-8 that Excel recognises, exact numbers, and no text that it takes for a formula."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d\s().+-]*$)")
"""How a text begins that a spreadsheet runs; a telephone number with its + is none."""


@contextmanager
def csv_writer(path: Path, header: Sequence[str]) -> Iterator[Callable[[Sequence[object]], None]]:
    """Give a function that writes a row into the new file `path`, whose first line is the header."""
    with path.open("x", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        yield lambda row: writer.writerow([csv_cell(value) for value in row])


def csv_cell(value: object) -> str:
    """Return what stands in a cell: "" for nothing, and an apostrophe before what a spreadsheet would run."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain_number(value)
    text = str(value)
    return f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text


def plain_number(value: Decimal) -> str:
    """Return a number without exponent, and without the zeros that its column's scale adds."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
