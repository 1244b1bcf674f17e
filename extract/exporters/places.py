"""From a value to its place: the stored text of a contract, quotes from it, clauses, and links into the HTML report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

from extract.model import SEVERITIES, Clause, Finding, Record, Span
from extract.output_folder import HTML_REPORT, text_path

_LONGEST_QUOTE = 400
_KEY_LENGTH = 12
_NUMERALS = "一二三四五六七八九十"
_ITEM = re.compile(rf"(?<![条款项第、（(])[（(](?P<number>[1-9]\d?|[{_NUMERALS}])[）)]")
"""The number of an item in running text; after 条, 款 or 项 it refers to one."""
_PARAGRAPH_END = re.compile(r"[^\w，、\s]\s*\n")


def stored_text(output: Path, record: Record) -> str | None:
    """Return the text that the record's spans point into, or None when `output` does not hold that very text."""
    path = text_path(output, record.document.path)
    if not path.is_file():
        return None
    text = path.read_bytes().decode("utf-8")
    return text if len(text) == record.document.characters else None


def contract_key(record: Record) -> str:
    """Return the short name under which links find a contract: it depends on the contract's path alone."""
    return key_of(record.document.path)


def key_of(path: str) -> str:
    """Return the key of the contract at `path`."""
    return hashlib.sha256(path.encode()).hexdigest()[:_KEY_LENGTH]


def link_to_finding(record: Record, index: int) -> str:
    """Return the address of a finding (its index in `record.findings`) in the HTML report."""
    return f"{HTML_REPORT}#contract={contract_key(record)}&finding={index}"


def link_to_place(record: Record, spans: Sequence[Span]) -> str:
    """Return the address of a place in the HTML report, or of the contract when there is none."""
    return link_into(record.document.path, spans)


def link_into(path: str, spans: Sequence[Span]) -> str:
    """Return the address of a place in the contract at `path`, as `link_to_place` does."""
    place = f"&at={spans[0].start}-{spans[0].end}" if spans else ""
    return f"{HTML_REPORT}#contract={key_of(path)}{place}"


def quote(text: str | None, spans: Sequence[Span]) -> str:
    """Return the words at all `spans`, each on one line and cut when long, joined by " … "."""
    if text is None:
        return ""
    words = " … ".join(" ".join(text[span.start : span.end].split()) for span in spans)
    return words if len(words) <= _LONGEST_QUOTE else words[: _LONGEST_QUOTE - 1] + "…"


def clause_at(record: Record, spans: Sequence[Span], text: str | None) -> str:
    """Return number and title of the innermost clause that holds the first span, "" when none does.

    With the contract's `text`, the number of an item in the clause's running text follows: 第三条 违约责任 （2）.
    """
    if not spans:
        return ""
    place = spans[0]
    around = [clause for clause in record.clauses if clause.span.start <= place.start and place.end <= clause.span.end]
    if not around:
        return ""
    innermost = min(around, key=lambda clause: clause.span.end - clause.span.start)
    item = _item_at(text, innermost.span, place) if text is not None else ""
    return f"{clause_label(record, innermost)} {item}".strip()


def _item_at(text: str, clause: Span, place: Span) -> str:
    """Return the number of the item of a clause's running text in which a place stands, "" when that is not clear."""
    items = [mark for marks in _items(text, clause) if len(marks) > 1 for mark in marks]
    inside = [mark for mark in items if place.start <= mark.start() < place.end]
    before = [mark for mark in items if mark.start() < place.start]
    if inside or not before:
        return inside[0][0] if len(inside) == 1 else ""
    over = _PARAGRAPH_END.search(text, before[-1].end(), place.start) is not None
    return "" if over else before[-1][0]


def _items(text: str, clause: Span) -> list[list[re.Match[str]]]:
    """Return the marks of the numbered items in a clause's running text, list by list; other marks are references."""
    found: list[list[re.Match[str]]] = []
    for mark in _ITEM.finditer(text, clause.start, clause.end):
        number = int(mark["number"]) if mark["number"].isdigit() else _NUMERALS.index(mark["number"]) + 1
        if number == 1:
            found.append([mark])
        elif found and number == len(found[-1]) + 1 and not text[mark.start() - 1].isalnum():  # 附件（2）
            found[-1].append(mark)
    return found


def clause_label(record: Record, clause: Clause) -> str:
    """Return a clause's number and title with the numbers above it: 三、 1、 日常监测."""
    numbers: list[str] = []
    current: Clause | None = clause
    while current is not None and len(numbers) <= len(record.clauses):
        numbers.insert(0, current.number or "")
        current = record.clauses[current.parent] if current.parent is not None else None
    return " ".join(part for part in (*numbers, clause.title or "") if part)


def worst_first(record: Record) -> list[tuple[int, Finding]]:
    """Return the findings with their index in the record: errors first, what was accepted last."""
    return sorted(
        enumerate(record.findings),
        key=lambda pair: (pair[1].accepted is not None, SEVERITIES.index(pair[1].severity), pair[0]),
    )
