"""Payment schedules whose cells were run together: 第一期设备到货后10日内50%1,600,000.00第二期….

Where 50% ends and 1,600,000.00 begins only the price tells: every share of it must be the amount beside it, and the
shares must come to all of it, or more: with less, rows may have been missed. Otherwise nothing is read.
"""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import regex

from extract.fields.context import Context
from extract.fields.payments.anchors import Anchor
from extract.fields.payments.tables import Schedule, ScheduleRow
from extract.fields.payments.terms import read_terms
from extract.nlp import mentions as found
from extract.nlp.figures import read_amount

_GLUED = re.compile(r"% ?¥?\d|\.\d\d ?\d{1,3}%")
"""A share and an amount without a border between them."""
_WHOLE = Decimal(1)
_FEN = Decimal("0.01")


def find_runs(context: Context, price: Decimal | None) -> list[Schedule]:
    """Return the schedules of the `price`, in yuan, that stand in the flow without borders between their cells."""
    if price is None or _GLUED.search(context.text) is None:
        return []
    schedules = []
    for run in _runs(context):
        unit = next((unit for unit in ("元", "万元") if _deals_out(run, price, unit)), None)
        if unit is not None:
            rows = tuple(_row(context, row, unit) for row in run)
            schedules.append(Schedule(run[0].start(), run[-1].end(), rows))
    return schedules


def _runs(context: Context) -> list[list[regex.Match[str]]]:
    """Return rows that follow each other with nothing between them."""
    runs: list[list[regex.Match[str]]] = []
    for match in context.pack.pattern("payments.run_row").finditer(context.text):
        if runs and not context.text[runs[-1][-1].end() : match.start()].strip():
            runs[-1].append(match)
        else:
            runs.append([match])
    return runs


def _deals_out(run: list[regex.Match[str]], price: Decimal, unit: str) -> bool:
    fits = all(abs(_share(row) * price - _amount(row, unit)) < _FEN for row in run)
    return fits and sum(map(_share, run)) >= _WHOLE


def _share(row: regex.Match[str]) -> Decimal:
    return Decimal(row["share"]) / 100


def _amount(row: regex.Match[str], unit: str) -> Decimal:
    return read_amount(row["amount"], unit) or Decimal(0)


def _row(context: Context, row: regex.Match[str], unit: str) -> ScheduleRow:
    digits, value = row.span("amount"), _amount(row, unit)
    money = found.Money(*digits, value, digits=digits, digits_value=value)
    anchor = Anchor("share", row.start("share"), row.end("share") + 1, share=_share(row), money=money)
    terms = read_terms(context, *row.span("words"), Anchor("whole", row.end("words"), row.end("words")))
    return ScheduleRow(row.start(), row.end(), anchor, replace(terms, label=row.span("label")))
