"""Line items whose parts stand each behind its label: 货物名称:打印机;型号:…;数量:20台;单价:2850元;总价:57000元."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import regex

from extract.fields.context import Context
from extract.fields.items.columns import Columns, read_columns
from extract.fields.items.rows import ItemRow, PriceTable, read_item
from extract.structure.tables import TableCell

_NEEDED = {"name", "quantity", "unit_price"}
"""Without all of these, labels that follow each other are no item."""


def labelled_items(context: Context) -> Iterator[ItemRow]:
    """Yield the items told so, in order: each reads like a table with one row, the labels its heads."""
    for run in map(partial(_without_sum, context), _runs(context)):
        columns = _columns(context, run)
        if columns is None or not columns.roles.keys() >= _NEEDED:
            continue
        cells = tuple(TableCell(*part.span("value"), 0, index) for index, part in enumerate(run))
        item = read_item(context, cells, [part["value"] for part in run], PriceTable(columns, cells[-1].end))
        if item is not None:
            yield item


def _columns(context: Context, run: list[regex.Match[str]]) -> Columns | None:
    return read_columns([part["label"] for part in run], context.pack, "元")


def _without_sum(context: Context, run: list[regex.Match[str]]) -> list[regex.Match[str]]:
    """Return a run without the 合计 behind an item that has an amount of its own: it sums up all items."""
    if not run[-1]["label"].startswith(context.pack.words("structure.sums")):
        return run
    columns = _columns(context, run[:-1])
    return run[:-1] if columns is not None and "amount" in columns.roles else run


def _runs(context: Context) -> Iterator[list[regex.Match[str]]]:
    """Yield the labelled parts that nothing but stops and item numbers part; a label that comes again begins a run."""
    gap = context.pack.pattern("items.between_labels")
    run: list[regex.Match[str]] = []
    for part in context.pack.pattern("items.labelled").finditer(context.text):
        again = any(part["label"] == other["label"] for other in run)
        if run and (again or gap.fullmatch(context.text, run[-1].end(), part.start()) is None):
            yield run
            run = []
        run.append(part)
    if run:
        yield run
