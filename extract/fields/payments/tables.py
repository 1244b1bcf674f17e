"""Payment schedules: tables whose rows are instalments (期次 | 比例 | 金额 | 付款条件 | 付款时间)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from extract.fields.context import Context, between
from extract.fields.payments.anchors import Anchor, find_anchors
from extract.fields.payments.terms import Terms, read_terms
from extract.nlp import mentions as found
from extract.nlp.figures import read_amount
from extract.nlp.mentions import Region
from extract.rulepack import RulePack
from extract.structure.tables import TableCell, TextTable

_LONGEST_HEAD = 20
_PERCENT = re.compile(r"\d{1,3}(?:\.\d+)?")
_STATED = ("share", "amount", "rest")
_SUM = ("合计", "总计", "小计", "共计")


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One instalment of a schedule."""

    start: int
    end: int
    anchor: Anchor
    terms: Terms


@dataclass(frozen=True, slots=True)
class Schedule:
    """A payment schedule: its place in the flow and its instalments."""

    start: int
    end: int
    rows: tuple[ScheduleRow, ...]


def find_schedules(context: Context) -> list[Schedule]:
    """Return the payment schedules of the contract, in order; empty forms give none."""
    schedules = []
    for table in context.tables:
        if context.outline.section_at(table.start).kind in ("cover", "signature", "annex_signature"):
            continue
        schedule = _schedule(context, table)
        if schedule is not None:
            schedules.append(schedule)
    return schedules


def _schedule(context: Context, table: TextTable) -> Schedule | None:
    in_clause = "payment" in context.outline.kinds_at(table.start)
    for index, row in enumerate(table.rows):
        texts = [context.text[cell.start : cell.end] for cell in row]
        columns = _columns(context, texts, in_clause=in_clause)
        if columns is None:
            continue
        rows: list[ScheduleRow] = []
        end = row[-1].end
        for below in table.rows[index + 1 :]:
            if len(below) < 2:
                continue
            if any(context.text[cell.start : cell.end].startswith(_SUM) for cell in below[:2]):
                end = below[-1].end
                break
            read = _row(
                context,
                below,
                columns,
                percent="%" in texts[columns["share"]] if "share" in columns else False,
            )
            if read is not None:
                rows.append(read)
                end = below[-1].end
        return Schedule(row[0].start, end, tuple(rows)) if rows else None
    return None


def _columns(context: Context, heads: list[str], *, in_clause: bool) -> dict[str, int] | None:
    """Return the columns of a payment schedule, or None when the row is no head of one.

    Outside a payment clause the head itself must speak of paying.
    """
    pack = context.pack
    if sum(bool(head) for head in heads) < 2 or any(len(head) > _LONGEST_HEAD or head[:1].isdigit() for head in heads):
        return None
    joined = "".join(heads)
    named = any(word in joined for word in pack.words("payments.schedule_heads"))
    if (not named and not in_clause) or any(word in joined for word in pack.words("payments.price_heads")):
        return None
    roles = _roles(pack, heads)
    told = {"label", "trigger", "due"} & set(roles) or (named and in_clause and {"share", "words"} <= set(roles))
    if not {"share", "amount", "trigger"} & set(roles) or not told:
        return None
    return roles if named or {"trigger", "due", "share"} & set(roles) else None


def _roles(pack: RulePack, heads: list[str]) -> dict[str, int]:
    noise = pack.pattern("items.head_noise")
    table: Mapping[str, tuple[str, ...]] = pack.table("payments.columns")
    roles: dict[str, int] = {}
    for index, head in enumerate(heads):
        word = noise.sub("", head)
        role = next((role for role, words in table.items() if word in words), None)
        role = role or next(
            (role for role, words in table.items() if any(len(w) > 2 and w in word for w in words)), None
        )
        if role is not None:
            roles.setdefault(role, index)
    if "sum" in roles:
        roles["amount"] = roles.pop("sum")
    if "milestone" in roles:
        milestone = roles.pop("milestone")
        roles.setdefault("label" if "trigger" in roles else "trigger", milestone)
    if not {"trigger", "due"} <= set(roles):  # 说明: 收到发票后10个工作日内
        unnamed = [index for index in range(len(heads)) if index not in roles.values()]
        roles |= {"words": unnamed[-1]} if unnamed and {"share", "amount"} & set(roles) else {}
    return roles


def _row(context: Context, row: tuple[TableCell, ...], columns: dict[str, int], *, percent: bool) -> ScheduleRow | None:
    cells = {
        role: row[index] for role, index in columns.items() if index < len(row) and row[index].end > row[index].start
    }
    start, end = row[0].start, row[-1].end
    anchor = _anchor(context, cells, percent=percent)
    if anchor is None:
        inner = [
            stated
            for cell in row
            for stated in find_anchors(context, cell.start, cell.end, strict=cell is not cells.get("amount"))
            if stated.kind in _STATED
        ]
        anchor = inner[0] if inner else None
    anchor = anchor or _rest_of(context, cells)
    if anchor is None:
        return None
    return ScheduleRow(start, end, anchor, _terms(context, cells, row, anchor))


def _rest_of(context: Context, cells: Mapping[str, TableCell]) -> Anchor | None:
    """Return the rest that the column of shares or amounts leaves to a row: 余款."""
    for role in ("share", "amount"):
        cell = cells.get(role)
        rest = context.pack.pattern("payments.rest").search(context.text, cell.start, cell.end) if cell else None
        if rest is not None:
            return Anchor("rest", *rest.span(), rest=True)
    return None


def _anchor(context: Context, cells: Mapping[str, TableCell], *, percent: bool) -> Anchor | None:
    """Return how much a row pays, from its columns of shares and amounts."""
    share, amount = cells.get("share"), cells.get("amount")
    rates = between(context.mentions.rates, share.start, share.end) if share is not None else []
    money = _money(context, amount)
    if share is not None and rates:
        before = context.pack.pattern("payments.cumulative").search(context.text, share.start, rates[0].start)
        return Anchor(
            "share",
            rates[0].start,
            rates[0].end,
            share=rates[0].value,
            words=rates[0].words_value,
            money=money,
            cumulative=before is not None or "累计" in context.text[share.start : share.end],
        )
    if share is not None and percent and _PERCENT.fullmatch(context.text[share.start : share.end]):
        value = Decimal(context.text[share.start : share.end]) / 100
        return Anchor("share", share.start, share.end, share=value, money=money)
    if money is not None:
        return Anchor("amount", money.start, money.end, money=money)
    return None


def _money(context: Context, cell: TableCell | None) -> found.Money | None:
    """Return the amount of a cell: a mention, or a bare number whose unit stands in the column's head."""
    if cell is None:
        return None
    stated = between(context.mentions.money, cell.start, cell.end + 1)
    if stated:
        return stated[0]
    value = read_amount(context.text[cell.start : cell.end], _unit(context, cell))
    if value is None or value <= 0:
        return None
    return found.Money(cell.start, cell.end, value, digits=(cell.start, cell.end), digits_value=value)


def _unit(context: Context, cell: TableCell) -> str:
    """Return the unit of money in the rows above a cell: 金额(万元)."""
    table = next(table for table in context.tables if table.start <= cell.start < table.end)
    for row in table.rows[: cell.row]:
        if cell.column < len(row) and "万元" in context.text[row[cell.column].start : row[cell.column].end]:
            return "万元"
    return "元"


def _terms(context: Context, cells: Mapping[str, TableCell], row: tuple[TableCell, ...], anchor: Anchor) -> Terms:
    """Return the terms of a row: event and date from the cells that hold them, or the event from any other cell."""
    terms = Terms()
    for role in ("trigger", "due", "date", "words"):
        cell = cells.get(role)
        if cell is None:
            continue
        read = read_terms(context, cell.start, cell.end, Anchor("whole", cell.end, cell.end))
        stated = (cell.start, cell.end) if role == "trigger" and read.due is None and read.due_on is None else None
        terms = Terms(
            trigger=terms.trigger or read.trigger or stated,
            conditions=terms.conditions or read.conditions,
            due=terms.due or read.due or _period(context, cell, role),
            due_after=terms.due_after or read.due_after or (read.trigger if terms.trigger else None),
            due_on=terms.due_on or read.due_on or _date(context, cell, role),
        )
    if terms.trigger is None and terms.due_on is None:
        terms = replace(terms, trigger=_event_of_row(context, row, anchor))
    label = cells.get("label")
    return replace(terms, label=(label.start, label.end)) if label is not None else terms


def _event_of_row(context: Context, row: tuple[TableCell, ...], anchor: Anchor) -> Region | None:
    """Return the words of the first cell that names an event."""
    for cell in row:
        if cell.end <= cell.start or cell.start <= anchor.start < cell.end:
            continue
        trigger = read_terms(context, cell.start, cell.end, Anchor("whole", cell.end, cell.end)).trigger
        if trigger is not None:
            return trigger
    return None


def _period(context: Context, cell: TableCell, role: str) -> found.Duration | None:
    """Return the period of a due column, which needs no 内 behind it."""
    periods = between(context.mentions.durations, cell.start, cell.end) if role == "due" else []
    return periods[0] if periods else None


def _date(context: Context, cell: TableCell, role: str) -> found.Date | None:
    """Return the date of a due column, which needs no 前 behind it."""
    dates = between(context.mentions.dates, cell.start, cell.end) if role in ("due", "date") else []
    return dates[0] if dates and dates[0].possible else None
