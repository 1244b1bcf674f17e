"""Reads the rows of price tables into plain values; `extract.fields.items.read` makes evidence of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

import regex

from extract.fields.context import Context, between
from extract.fields.items.columns import MONEY, Columns, column_names, counted_unit, read_columns
from extract.fields.items.layouts import row_under_row
from extract.nlp.figures import read_amount
from extract.structure.tables import TableCell, TextTable

Row = tuple[TableCell, ...]
_TEXTS = ("sequence", "name", "specification", "unit")
_LABEL_CELLS = 4
"""The word 合计 stands in one of the first cells of its row."""
_HAN = regex.compile(r"\p{Han}")
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})*(?:\.\d+)?|\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class ItemRow:
    """One item: its row, the cell of each column, the numbers that could be read."""

    row: Row
    section: TableCell | None
    cells: Mapping[str, TableCell]
    numbers: Mapping[str, Decimal]
    """unit_price and amount in yuan, quantity."""


@dataclass(frozen=True, slots=True)
class TotalRow:
    """A row that adds up: its label, its amount in yuan, and the items that stand between it and the sum above."""

    row: Row
    label: str
    amount: Decimal
    first: int
    last: int


@dataclass(slots=True)
class PriceTable:
    """A price table; it may go on behind a page break."""

    columns: Columns
    end: int
    unit: TableCell | None = None
    """The unit that the head of the quantities names: 数量(台)."""
    items: list[ItemRow] = field(default_factory=list)
    totals: list[TotalRow] = field(default_factory=list)
    section: TableCell | None = None

    @property
    def priced(self) -> bool:
        """Whether any row states money: the forms of a blank template do not."""
        return any(role in item.numbers for item in self.items for role in MONEY)

    def amount(self, first: int, last: int) -> Decimal:
        """Return what the items [first, last) come to."""
        return sum((item.numbers.get("amount", Decimal(0)) for item in self.items[first:last]), Decimal(0))

    def covered(self, context: Context, position: int) -> range:
        """Return the items that the total row at `position` adds up.

        小计 covers the rows since the sum above it, 总计 all of them; 合计 whatever its amount fits.
        """
        total = self.totals[position]
        grand = any(word in total.label for word in context.pack.words("items.grand"))
        if position == 0 or grand:
            return range(total.last)
        if total.first == total.last:  # 合计大写 below 合计, or 合计 below the last 小计
            again = total.amount == self.totals[position - 1].amount
            return self.covered(context, position - 1) if again else range(total.last)
        if self.amount(total.first, total.last) == total.amount:
            return range(total.first, total.last)
        whole = self.amount(0, total.last) == total.amount
        closing = position == len(self.totals) - 1 and "小计" not in total.label
        return range(0 if whole or closing else total.first, total.last)


@lru_cache(maxsize=1)
def read_price_tables(context: Context) -> tuple[PriceTable, ...]:
    """Return the price tables of the contract, in order, without repeats and unfilled forms."""
    tables: list[PriceTable] = []
    for table in context.tables:
        tables += _read_table(context, table, tables[-1] if tables else None)
    priced: list[PriceTable] = []
    seen: set[tuple[tuple[str, Decimal | None], ...]] = set()
    for candidate in tables:
        key = tuple((_words(context, item.cells.get("name")), item.numbers.get("amount")) for item in candidate.items)
        if candidate.priced and not (key in seen and len(key) > 1):  # an annex may repeat the table of the body
            priced.append(candidate)
        seen.add(key)
    return tuple(priced)


# --- rows --------------------------------------------------------------------------------------------------


def _read_table(context: Context, table: TextTable, last: PriceTable | None) -> list[PriceTable]:
    """Return the price tables that begin in one table of the flow; the `last` one before it may go on in it."""
    begun: list[PriceTable] = []
    near = last is not None and table.start - last.end <= context.pack.threshold("items.gap")
    current = last if near else None
    unit = _unit_above(context, table)
    taken = False
    rows = row_under_row(context, table.rows)
    for index, row in enumerate(rows):
        if taken:
            taken = False
            continue
        texts = [context.text[cell.start : cell.end] for cell in row]
        columns, taken = _head(context, texts, rows[index + 1 : index + 2], unit)
        if columns is not None:
            if current is None or not columns.same_head(current.columns):
                current = PriceTable(columns, table.end, _unit_of_head(context, row, columns))
                begun.append(current)
        elif current is None or _ends_table(context, row, texts, current.columns, first=_is_first(rows, index)):
            current = None
        else:
            current.end = max(current.end, row[-1].end)
            _read_row(context, row, texts, current)
    if current is not None and not current.totals:
        _read_line_below(context, current)
    return begun


def _read_line_below(context: Context, table: PriceTable) -> None:
    """Take the line right below a table for its total: 合计:人民币贰拾万元整(¥200,000.00)."""
    below = context.outline.paragraph_at(table.end).index + 1
    if below >= len(context.outline.paragraphs) or not table.items:
        return
    line = context.outline.paragraphs[below]
    stated = [money for money in context.mentions.money if line.start <= money.start < line.end]
    total = context.pack.pattern("items.total_row").match(context.text, line.start, line.end)
    if total is not None and len(stated) == 1 and stated[0].start <= total.end() + 2:
        end = max(line.end, stated[0].end)  # 合计(大写):… above 合计(小写):… is one amount
        cell = TableCell(line.start, end, 0, 0)
        table.totals.append(
            TotalRow((cell,), context.text[line.start : stated[0].start], stated[0].value, 0, len(table.items))
        )


def _head(context: Context, texts: list[str], following: Sequence[Row], unit: str) -> tuple[Columns | None, bool]:
    """Return the columns when the row is a head, and whether the head takes the next row too (报价 over 单价, 合价)."""
    columns = read_columns(texts, context.pack, unit)
    below = [context.text[cell.start : cell.end] for cell in following[0]] if following else []
    if not 2 <= len(below) <= len(texts) or all(below) or any(text[:1].isdigit() for text in below):
        return columns, False
    below += [""] * (len(texts) - len(below))
    joined = [under or head for head, under in zip(texts, below, strict=True)]
    if any("价" in text or "金额" in text or "小计" in text for text in below):
        both = read_columns(joined, context.pack, unit)
        if both is not None and both.heads != (columns.heads if columns else ()):
            return both, True
    return columns, False


def _unit_of_head(context: Context, row: Row, columns: Columns) -> TableCell | None:
    """Return the unit in the head of the quantities, for tables without a column of units."""
    at = columns.roles.get("quantity", len(row))
    if "unit" in columns.roles or at >= len(row):
        return None
    cell = row[at]
    named = counted_unit(context.text[cell.start : cell.end], context.pack)
    if named is None:
        return None
    return TableCell(cell.start + named.start("unit"), cell.start + named.end("unit"), cell.row, cell.column)


def _is_first(rows: Sequence[Row], index: int) -> bool:
    """Tell whether a row opens a table, or what stands below a line of one cell."""
    return index == 0 or sum(cell.end > cell.start for cell in rows[index - 1]) == 1


def _ends_table(context: Context, row: Row, texts: list[str], columns: Columns, *, first: bool) -> bool:
    """Tell whether a row belongs to something else: the head of another table, the title of an annex.

    What stands `first` is a head when it has words only and one of them is the name of a column.
    """
    filled = [text for text in texts if text]
    if len(filled) == 1:
        title = filled[0].startswith(("附件", "附表"))
        return title or context.outline.section_at(row[0].start).start == row[0].start
    words = len(filled) >= 3 and not any(character.isdigit() for text in filled for character in text)
    numbered = columns.roles.get("sequence", len(texts))
    again = numbered < len(texts) and texts[numbered] in context.pack.table("items.columns")["sequence"]
    return words and (again or column_names(filled, context.pack) >= (1 if first else 2))


def _read_row(context: Context, row: Row, texts: list[str], table: PriceTable) -> None:
    blank = context.pack.pattern("items.blank_cell")
    filled = [index for index, text in enumerate(texts) if not blank.fullmatch(text)]
    label = _total_label(context, row, texts, table.columns)
    if label is not None:
        amount = _total_amount(context, row, texts, label, table)
        if amount is not None and table.items:
            first = table.totals[-1].last if table.totals else 0
            table.totals.append(TotalRow(row, texts[label], amount, first, len(table.items)))
    elif len(filled) == 1:
        if _is_heading(context, texts[filled[0]]):
            table.section = row[filled[0]]
    elif filled:
        item = read_item(context, row, texts, table)
        if item is not None:
            table.items.append(item)


def _is_heading(context: Context, text: str) -> bool:
    """Tell whether a row of one cell heads the rows below it: no note, no page number."""
    pack = context.pack
    if (
        len(text) > pack.threshold("items.longest_heading")
        or "。" in text
        or pack.pattern("items.page_mark").fullmatch(text)
    ):
        return False
    return not text.startswith(pack.words("items.not_headings"))


def read_item(context: Context, row: Row, texts: list[str], table: PriceTable) -> ItemRow | None:
    """Return the item of a row, or None when the row is a note, a blank line or the rest of the row above."""
    shift = _shift(context, texts, table.columns)
    columns = {role: index - shift for role, index in table.columns.roles.items() if 0 <= index - shift < len(row)}
    blank = context.pack.pattern("items.blank_cell")
    cells = {role: row[index] for role, index in columns.items() if not blank.fullmatch(texts[index])}
    if _words(context, cells.get("name")).isdecimal():
        del cells["name"]  # a count in a column whose head nobody knows
    numbers: dict[str, Decimal] = {}
    for role in MONEY:
        value = _money(context, cells.get(role), table.columns.units.get(role, "元"))
        if value is not None:
            numbers[role] = value
    quantity = context.pack.pattern("items.quantity").fullmatch(_words(context, cells.get("quantity")))
    if quantity is not None:
        numbers["quantity"] = Decimal(quantity["number"].replace(",", ""))
        if table.unit is not None:
            cells["unit"] = table.unit
    priced = any(role in numbers for role in MONEY)
    named = "name" in cells or "specification" in cells or ("sequence" in cells and priced)
    unpriced = any(texts[columns[role]].strip() for role in MONEY if role in columns)  # 免费, /, 含在总价中
    whole = len(row) == table.columns.width or (shift == 0 and "name" in cells)  # its price merged with that above
    complete = "sequence" in cells and (quantity is not None or unpriced) and whole
    return ItemRow(row, table.section, cells, numbers) if named and (priced or complete) else None


def _shift(context: Context, texts: list[str], columns: Columns) -> int:
    """Return by how many columns a short row is shifted: cells merged downwards are missing at its start."""
    missing = columns.width - len(texts)
    if missing <= 0:
        return 0
    first, name = (columns.roles.get(role, len(texts)) for role in ("sequence", "name"))
    if max(first, name) < len(texts) and texts[first].isdecimal() and _HAN.search(texts[name]):
        return 0  # what is missing was merged at its end
    wanted = [index for role, index in columns.roles.items() if role in (*MONEY, "quantity")]

    def readable(shift: int) -> int:
        cells = [texts[index - shift] for index in wanted if 0 <= index - shift < len(texts)]
        return sum(context.pack.pattern("items.quantity").fullmatch(cell) is not None for cell in cells)

    return missing if readable(missing) > readable(0) else 0


def _money(context: Context, cell: TableCell | None, unit: str) -> Decimal | None:
    if cell is None:
        return None
    text = context.text[cell.start : cell.end]
    if unit == "元" and _PLAIN.fullmatch(text):
        return Decimal(text.replace(",", ""))
    value = read_amount(text, unit)
    if value is None:
        stated = between(context.mentions.money, cell.start, cell.end + 1)
        value = stated[0].value if len(stated) == 1 else None
    return value


def _words(context: Context, cell: TableCell | None) -> str:
    return context.text[cell.start : cell.end] if cell is not None else ""


# --- rows that add up --------------------------------------------------------------------------------------


def _total_label(context: Context, row: Row, texts: list[str], columns: Columns) -> int | None:
    """Return the cell that says 合计 or the like, or None; behind an item's name 总额 is the unit of a lump sum."""
    pattern = context.pack.pattern("items.total_row")
    name, unit = (columns.roles.get(role, len(texts)) for role in ("name", "unit"))
    lump = len(texts) == columns.width and unit < len(texts) and any(texts[name:unit])
    for index, text in enumerate(texts[: unit if lump else _LABEL_CELLS]):
        match = pattern.match(text) if text else None
        if match is None:
            continue
        whole = match.end() == len(text) or len(row) <= 2
        stated = between(context.mentions.money, row[index].start, row[-1].end + 1)
        if whole or any(money.start < row[index].end for money in stated):  # the digits may be in a later cell
            return index
    return None


def _total_amount(context: Context, row: Row, texts: list[str], label: int, table: PriceTable) -> Decimal | None:
    """Return the sum that a row states: in the amount's column, in any cell, or in the label's own cell."""
    unit = table.columns.units.get("amount") or table.columns.units.get("unit_price", "元")
    column = table.columns.roles.get("amount", -1)
    order = [column] if label < column < len(texts) and len(texts) == table.columns.width else []
    order += [index for index in range(len(texts) - 1, label, -1) if index not in order]
    for index in order:
        value = read_amount(texts[index], unit) if texts[index] else None
        if value is not None:
            return value
    stated = between(context.mentions.money, row[0].start, row[-1].end + 1)
    return stated[0].value if stated else None


def _unit_above(context: Context, table: TextTable) -> str:
    """Return the unit of money that a line above the table states (单位:万元), else 元."""
    paragraph = context.outline.paragraph_at(table.start)
    for index in range(paragraph.index, max(-1, paragraph.index - 3), -1):
        above = context.outline.paragraphs[index]
        match = context.pack.pattern("items.unit_line").search(context.text, above.start, above.end)
        if match is not None:
            scale = match["unit"] or match["bracketed"]
            return f"{scale}元" if scale else "元"
    return "元"
