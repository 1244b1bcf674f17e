"""Price tables that OCR ran together in one line, a space between the cells: told apart by their arithmetic.

「序号 名称 型号 数量 单价 金额 1 彩超 Resona R9 2 100 200 2 …」: the head says how many columns there are; each row has
a cell in each and the next number in the first, and its quantity × unit price = amount, or that × a number of months.
A row with more words than columns holds spaces in the one column of specifications. A list of unit prices has nothing
to reckon: its rows fit word for word. Where that is not so, the line is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from extract.rulepack import RulePack

_CELL = re.compile(r"[A-Za-z]\S*(?: [A-Za-z]\S*)*|\S+")
"""Words in Latin letters go on behind a space: Resona R9."""
_NUMBER = regex.compile(r"¥?(?P<number>\d[\d,]*(?:\.\d+)?)\p{Han}{0,3}")
_NONE = frozenset("/-—")
"""So a cell without a number of months is filled in."""
_SHORTEST_LINE = 120
_FEWEST_COLUMNS, _MOST_COLUMNS = 4, 12
_FEWEST_ROWS = 3
"""So many rows that fit word for word are a table, though one of them is reckoned wrongly, or none can be reckoned."""
_FEWEST_UNNUMBERED = 2
_MOST_SURPLUS = 5
_LONGEST_HEAD = 14
_PROSE = re.compile(r"[。,;:]|^\d")
_MEASURES = ("quantity", "unit_price", "amount")
Cells = Sequence[re.Match[str]]


@dataclass(frozen=True, slots=True)
class _Head:
    """The head of a table: its width, where its measures stand, and the one column whose cells may hold spaces."""

    width: int
    numbered: bool
    columns: Mapping[str, int]
    specification: int | None

    @property
    def reckoned(self) -> bool:
        """Tell whether the rows can be checked by their arithmetic."""
        return all(role in self.columns for role in _MEASURES)

    def values(self, row: Cells) -> dict[str, Decimal]:
        """Return the numbers of a row, counted from the right behind the column of specifications."""
        surplus = len(row) - self.width
        moved = {
            role: index + surplus if self.specification is not None and index > self.specification else index
            for role, index in self.columns.items()
        }
        found = {role: _NUMBER.fullmatch(row[index][0]) for role, index in moved.items()}
        months = moved.get("months")
        single = {"months": Decimal(1)} if months is not None and row[months][0] in _NONE else {}
        return single | {role: Decimal(match["number"].replace(",", "")) for role, match in found.items() if match}

    def adds_up(self, row: Cells) -> bool:
        """Tell whether every measure of a row is a number, and they make its amount."""
        values = self.values(row)
        if not self.reckoned or len(values) < len(self.columns):
            return False
        return values["quantity"] * values["unit_price"] * values.get("months", Decimal(1)) == values["amount"] > 0


def with_spaced_rows(line: str, pack: RulePack) -> tuple[str, list[int]]:
    """Return a line of half-width text with tabs between the cells of such tables, and where their rows begin.

    The last place is where the text goes on behind a table. No offset changes.
    """
    firsts = pack.table("structure.heads")["first"]
    if len(line) < _SHORTEST_LINE or not any(f"{first} " in line or f"{first}/" in line for first in firsts):
        return line, []
    cells = list(_CELL.finditer(line))
    characters = list(line)
    starts: list[int] = []
    for place, cell in enumerate(cells):
        head = _head(cells, place, pack) if cell[0].partition("/")[0] in firsts else None
        rows = _rows(cells, place + head.width, head) if head is not None else []
        if head is None or not rows:
            continue
        for row in (cells[place : place + head.width], *rows):
            starts.append(row[0].start())
            surplus = (
                range(head.specification + 1, head.specification + 1 + len(row) - head.width)
                if head.specification
                else ()
            )
            for index in set(range(1, len(row))) - set(surplus):
                characters[row[index].start() - 1] = "\t"
        behind = place + head.width + sum(map(len, rows))
        starts.append(cells[behind].start() if behind < len(cells) else len(line))
    return "".join(characters), starts


def _head(cells: Cells, place: int, pack: RulePack) -> _Head | None:
    """Return the head of a table that begins at `place`, or None where it is none."""
    words: list[str] = []
    noise = pack.pattern("items.head_noise")
    for cell in cells[place : place + _MOST_COLUMNS + 1]:
        columns = _columns(words, pack)
        numbered = cell[0] == "1"
        if numbered or (columns.get("amount") == len(words) - 1 and all(role in columns for role in _MEASURES)):
            specified = pack.table("items.columns")["specification"]
            specifications = [index for index, word in enumerate(words) if word.endswith(specified)]
            one = specifications[0] if numbered and len(specifications) == 1 and specifications[0] > 1 else None
            return _Head(len(words), numbered, columns, one) if len(words) >= _FEWEST_COLUMNS else None
        if len(cell[0]) > _LONGEST_HEAD or _PROSE.search(cell[0]):
            return None
        words.append(noise.sub("", cell[0]))
    return None


def _columns(words: Sequence[str], pack: RulePack) -> dict[str, int]:
    """Return the columns of quantity, unit price, amount and months, told by the words of a head without brackets."""
    names, months = pack.table("items.columns"), pack.words("structure.months")
    found = {role: index for index, word in enumerate(words) for role in _MEASURES if word in names[role]}
    counted = [index for index, word in enumerate(words) if word in months]
    others = [index for index, word in enumerate(words) if word in names["quantity"] and index not in counted]
    for role in ("unit_price", "amount"):
        ends = [index for index, word in enumerate(words) if word.endswith(names[role])]
        if role not in found and ends:
            found[role] = ends[-1]
    if counted and others:
        found |= {"quantity": others[-1], "months": counted[-1]}
    return found


def _rows(cells: Cells, place: int, head: _Head) -> list[Cells]:
    """Return the rows from `place` on, each numbered in turn; none where one does not fit or too many are unsound."""
    rows: list[Cells] = []
    while not head.numbered or (place < len(cells) and cells[place][0] == str(len(rows) + 1)):
        row = _row(cells, place, head)
        if row is None and head.numbered:
            return []
        if row is None:
            break
        rows.append(row)
        place += len(row)
    if not head.numbered:
        return rows if len(rows) >= _FEWEST_UNNUMBERED else []
    if not head.reckoned:
        return rows if len(rows) >= _FEWEST_ROWS else []
    unsound = sum(not head.adds_up(row) for row in rows)
    return rows if unsound == 0 or (unsound == 1 and len(rows) > _FEWEST_ROWS) else []


def _row(cells: Cells, place: int, head: _Head) -> Cells | None:
    """Return the words of the row that begins at `place`, or None where no number of them fits the head."""
    exact = cells[place : place + head.width]
    if len(exact) < head.width or (not head.numbered and _NUMBER.fullmatch(exact[0][0])):
        return None
    surplus = _MOST_SURPLUS if head.specification is not None and head.reckoned else 0
    for length in range(head.width, head.width + surplus + 1):
        row = cells[place : place + length]
        if len(row) == length and head.adds_up(row):
            return row
    priced = "unit_price" in head.columns and (head.reckoned or not {"quantity", "amount"} & set(head.columns))
    fits = head.numbered and priced and len(head.values(exact)) == len(head.columns)
    return exact if fits else None
