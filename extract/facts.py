"""Every value of one contract in rows, as reports list them: the overview's parts, then tables, annexes and laws."""

from __future__ import annotations

from collections.abc import Iterator

from extract.model import Annex, LineItem, Record
from extract.overview import Row, describe_counts, describe_law, filled, parts, row_of
from extract.wording import amount, word


def facts(record: Record) -> Iterator[tuple[str, list[Row]]]:
    """Yield the title and rows of each part of the record that has any; findings are no facts and not among them."""
    yield from filled(
        (
            *parts(record),
            ("价格明细", _price_table(record)),
            ("附件", (_annex(annex) for annex in record.annexes)),
            ("引用法规", (row_of("法规", describe_law(law), law) for law in record.laws)),
            ("空白未填", (row_of(word("section", blank.section), blank.label, blank) for blank in record.blanks)),
        )
    )


def _price_table(record: Record) -> Iterator[Row]:
    for number, item in enumerate(record.line_items, 1):
        label = item.sequence.value if item.sequence is not None else str(number)
        yield row_of(f"第{label}项", describe_item(item), item)
    for subtotal in record.subtotals:
        yield row_of(subtotal.label, amount(subtotal.amount), subtotal)


def describe_item(item: LineItem) -> str:
    """Return a row of a price table on one line: name, quantity × price = amount."""
    named = " ".join(field.value for field in (item.section, item.name) if field is not None)
    return "，".join(text for text in (named, *describe_counts(item)) if text)


def _annex(annex: Annex) -> Row:
    states = ["正文提及"] if annex.announced else []
    states += ["文中载有"] if annex.present else []
    if annex.signed_on is not None:
        states.append(f"签于 {annex.signed_on.value}")
    if annex.copies is not None:
        states.append(f"{annex.copies.value}份")
    return row_of(annex.number or "附件", "，".join([annex.title.value, *states]), annex.title)
