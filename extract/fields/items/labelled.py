"""Line items whose parts stand each behind its label: 货物名称:打印机;型号:…;数量:20台;单价:2850元;总价:57000元."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extract.fields.context import Context
from extract.fields.items.columns import read_columns
from extract.fields.items.rows import ItemRow, PriceTable, read_item
from extract.structure.tables import TableCell

_NEEDED = {"name", "quantity", "unit_price"}
"""Without all of these, labels that follow each other are no item."""


def labelled_items(context: Context) -> Iterator[ItemRow]:
    """Yield the items told so, in order: each reads like a table with one row, the labels its heads."""
    for run in _runs(context):
        columns = read_columns([part["label"] for part in run], context.pack, "元")
        if columns is None or not columns.roles.keys() >= _NEEDED:
            continue
        cells = tuple(TableCell(*part.span("value"), 0, index) for index, part in enumerate(run))
        item = read_item(context, cells, [part["value"] for part in run], PriceTable(columns, cells[-1].end))
        if item is not None:
            yield item


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
