"""Line items: the rows of price tables, and the rows that add them up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extract.fields.context import Context, between
from extract.fields.item_columns import MONEY, Columns, column_names, read_columns
from extract.model import DecimalField, LineItem, Subtotal, TextField
from extract.nlp.money import read_amount
from extract.structure.tables import TableCell, TextTable

Row = tuple[TableCell, ...]
_LABEL_CELLS = 4
"""The word 合计 stands in one of the first cells of its row."""


@dataclass(slots=True)
class _PriceTable:
    """A price table while its rows are read; it may go on behind a page break."""

    columns: Columns
    end: int
    items: list[LineItem] = field(default_factory=list)
    subtotals: list[tuple[TableCell, Decimal, int, int, Row]] = field(default_factory=list)
    """Label cell, amount, first and last+1 item that it follows, the row."""
    section: TextField | None = None

    @property
    def counted(self) -> int:
        """Number of items before the last row that added up."""
        return self.subtotals[-1][3] if self.subtotals else 0

    @property
    def priced(self) -> bool:
        """Whether any row states money: the forms of a blank template do not."""
        return any(item.amount is not None or item.unit_price is not None for item in self.items)


def read_line_items(context: Context) -> tuple[tuple[LineItem, ...], tuple[Subtotal, ...]]:
    """Return the rows of all price tables, in order, and their 合计 and 小计 rows with what they add up."""
    tables: list[_PriceTable] = []
    for table in context.tables:
        _read_table(context, table, tables)
    items: list[LineItem] = []
    subtotals: list[Subtotal] = []
    seen: set[tuple[tuple[str, Decimal | None], ...]] = set()
    for price_table in tables:
        key = tuple((item.name.value if item.name else "", _value(item.amount)) for item in price_table.items)
        if not price_table.priced or key in seen and len(key) > 1:
            continue  # an annex that repeats the table of the body
        seen.add(key)
        subtotals.extend(_subtotals(context, price_table, len(items)))
        items.extend(price_table.items)
    return tuple(items), tuple(subtotals)


# --- rows --------------------------------------------------------------------------------------------------


def _read_table(context: Context, table: TextTable, tables: list[_PriceTable]) -> None:
    """Read the rows of one table of the flow; a price table that was open may go on in it."""
    current = tables[-1] if tables and table.start - tables[-1].end <= context.pack.threshold("items.gap") else None
    unit = _unit_above(context, table)
    skip = False
    for index, row in enumerate(table.rows):
        if skip:
            skip = False
            continue
        heads = [context.text[cell.start : cell.end] for cell in row]
        following = table.rows[index + 1] if index + 1 < len(table.rows) else None
        columns, two_rows = _head(context, heads, following, unit)
        if columns is not None:
            skip = two_rows
            if current is None or not columns.same_head(current.columns):
                current = _PriceTable(columns, table.end)
                tables.append(current)
            continue
        if current is None:
            continue
        if _other_head(context, heads) or _new_part(context, row, heads):
            current = None
            continue
        current.end = max(current.end, row[-1].end)
        _read_row(context, row, heads, current)


def _head(context: Context, heads: list[str], following: Row | None, unit: str) -> tuple[Columns | None, bool]:
    """Return the columns when the row is a head, and whether the head takes the next row too (报价 over 单价, 合价)."""
    columns = read_columns(heads, context.pack, unit)
    if following is None or len(following) < 2 or not any(heads):
        return columns, False
    below = [context.text[cell.start : cell.end] for cell in following]
    if len(below) > len(heads) or any(character.isdigit() for head in below for character in head):
        return columns, False
    if not any("价" in head or "金额" in head or "小计" in head or "合计" in head for head in below) or any("合计" in h for h in heads[:2]):
        return columns, False
    joined = [head + under for head, under in zip(heads, [*below, *[""] * (len(heads) - len(below))], strict=True)]
    deeper = [under or head for head, under in zip(heads, [*below, *[""] * (len(heads) - len(below))], strict=True)]
    for candidate in (deeper, joined):
        both = read_columns(candidate, context.pack, unit)
        if both is not None and any(not head for head in below):
            return both, True
    return columns, False


def _other_head(context: Context, heads: list[str]) -> bool:
    """Tell whether a row heads another kind of table: words only, two of them names of columns."""
    filled = [head for head in heads if head]
    if len(filled) < 3 or any(character.isdigit() for head in filled for character in head):
        return False
    return column_names(filled, context.pack) >= 2


def _new_part(context: Context, row: Row, heads: list[str]) -> bool:
    """Tell whether a row of one cell is the title of the next annex."""
    filled = [head for head in heads if head]
    return len(filled) == 1 and filled[0].startswith(("附件", "附表", "附:")) or context.outline.section_at(row[0].start).start == row[0].start


def _read_row(context: Context, row: Row, texts: list[str], table: _PriceTable) -> None:
    pack = context.pack
    blank = pack.pattern("items.blank_cell")
    filled = [index for index, text in enumerate(texts) if not blank.fullmatch(text)]
    if not filled:
        return
    label = _total_label(context, row, texts)
    if label is not None:
        amount = _total_amount(context, row, texts, label, table)
        if amount is not None:
            table.subtotals.append((row[label], amount, table.counted, len(table.items), row))
        return
    if len(filled) == 1:
        _read_heading(context, row[filled[0]], texts[filled[0]], table)
        return
    item = _item(context, row, texts, table)
    if item is not None:
        table.items.append(item)


def _read_heading(context: Context, cell: TableCell, text: str, table: _PriceTable) -> None:
    """Take a row of one cell for the heading of the rows below it, unless it is a note or a page number."""
    pack = context.pack
    if len(text) > pack.threshold("items.longest_heading") or "。" in text or pack.pattern("items.page_mark").fullmatch(text):
        return
    if not text.startswith(pack.words("items.not_headings")) or text.startswith(("第一", "第二", "第三", "第四", "第五")):
        table.section = context.text_field(cell.start, cell.end, "items.heading")


def _item(context: Context, row: Row, texts: list[str], table: _PriceTable) -> LineItem | None:
    """Return the item of a row, or None when the row is a note, a blank line or the rest of the row above."""
    shift = _shift(context, texts, table.columns)
    cells = {role: row[index - shift] for role, index in table.columns.roles.items() if 0 <= index - shift < len(row)}
    words = {role: context.text[cell.start : cell.end] for role, cell in cells.items()}
    money = {role: _money(context, cells[role], words[role], table.columns.units[role]) for role in MONEY if role in cells}
    quantity = _quantity(context, cells.get("quantity"), words.get("quantity", ""))
    fields = {role: _text(context, cells.get(role), words.get(role, "")) for role in ("sequence", "name", "specification", "unit")}
    if fields["name"] is None and fields["specification"] is None and not (fields["sequence"] and any(money.values())):
        return None
    if not any(money.values()) and (fields["sequence"] is None or quantity is None or len(row) != table.columns.width):
        return None
    span = context.span(row[0].start, row[-1].end)
    return LineItem(
        text=context.quote(span), spans=(span,), rule="items.row", section=table.section, quantity=quantity,
        unit_price=money.get("unit_price"), amount=money.get("amount"), **fields,
    )


def _shift(context: Context, texts: list[str], columns: Columns) -> int:
    """Return by how many columns a short row is shifted: cells merged downwards are missing at its start."""
    missing = columns.width - len(texts)
    if missing <= 0:
        return 0
    wanted = [index for role, index in columns.roles.items() if role in (*MONEY, "quantity")]

    def numbers(shift: int) -> int:
        cells = [texts[index - shift] for index in wanted if 0 <= index - shift < len(texts)]
        return sum(context.pack.pattern("items.quantity").fullmatch(cell) is not None for cell in cells)

    return missing if numbers(missing) > numbers(0) else 0


def _money(context: Context, cell: TableCell, text: str, unit: str) -> DecimalField | None:
    value = read_amount(text, unit) if text else None
    if value is None:
        stated = between(context.mentions.money, cell.start, cell.end + 1)
        value = stated[0].value if len(stated) == 1 else None
    return None if value is None else context.decimal_field(value, cell.start, cell.end, "items.amount")


def _quantity(context: Context, cell: TableCell | None, text: str) -> DecimalField | None:
    match = context.pack.pattern("items.quantity").fullmatch(text)
    if cell is None or match is None:
        return None
    number = Decimal(match["number"].replace(",", ""))
    return context.decimal_field(number, cell.start + match.start("number"), cell.start + match.end("number"), "items.quantity")


def _text(context: Context, cell: TableCell | None, text: str) -> TextField | None:
    if cell is None or context.pack.pattern("items.blank_cell").fullmatch(text):
        return None
    return context.text_field(cell.start, cell.end, "items.cell")


# --- rows that add up --------------------------------------------------------------------------------------


def _total_label(context: Context, row: Row, texts: list[str]) -> int | None:
    """Return the cell that says 合计 or the like, or None."""
    pattern = context.pack.pattern("items.total_row")
    for index, text in enumerate(texts[:_LABEL_CELLS]):
        if not text:
            continue
        match = pattern.match(text)
        if match is None:
            continue
        rest = text[match.end() :]
        if not rest or len(row) <= 2 or between(context.mentions.money, row[index].start, row[index].end + 1):
            return index
    return None


def _total_amount(context: Context, row: Row, texts: list[str], label: int, table: _PriceTable) -> Decimal | None:
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


def _subtotals(context: Context, table: _PriceTable, offset: int) -> list[Subtotal]:
    out = []
    for position, (cell, amount, first, last, row) in enumerate(table.subtotals):
        if last == 0:
            continue
        words = context.text[cell.start : cell.end]
        start = _first_item(context, table, position, words, amount, first, last)
        span = context.span(row[0].start, row[-1].end)
        out.append(
            Subtotal(
                label=words, amount=amount, items=tuple(range(offset + start, offset + last)), text=context.quote(span),
                spans=(span,), rule="items.total_row",
            )
        )
    return out


def _first_item(context: Context, table: _PriceTable, position: int, words: str, amount: Decimal, first: int, last: int) -> int:
    """Return the first item that a sum covers: since the sum above (小计), or since the table's beginning (总计)."""
    if position == 0 or first == last:
        return table.subtotals[position - 1][2] if position and first == last and not _is_grand(context, words) else 0
    if _is_grand(context, words):
        return 0
    since = [_value(item.amount) or Decimal(0) for item in table.items[first:last]]
    everything = [_value(item.amount) or Decimal(0) for item in table.items[:last]]
    if sum(everything) == amount and sum(since) != amount:
        return 0
    is_last = position == len(table.subtotals) - 1
    return 0 if is_last and "小计" not in words and sum(since) != amount else first


def _is_grand(context: Context, words: str) -> bool:
    return any(word in words for word in context.pack.words("items.grand"))


def _value(number: DecimalField | None) -> Decimal | None:
    return number.value if number is not None else None


def _unit_above(context: Context, table: TextTable) -> str:
    """Return the unit of money that a line above the table states (单位:万元), else 元."""
    paragraph = context.outline.paragraph_at(table.start)
    lines: Sequence[int] = range(max(0, paragraph.index - 2), paragraph.index + 1)
    for index in reversed(lines):
        above = context.outline.paragraphs[index]
        match = context.pack.pattern("items.unit_line").search(context.text, above.start, above.end)
        if match is not None:
            scale = match["unit"] or match["bracketed"]
            return f"{scale}元" if scale else "元"
    return "元"
