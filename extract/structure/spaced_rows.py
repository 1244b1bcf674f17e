"""Price tables that OCR ran together in one line, a space between the cells: told apart by their arithmetic.

「序号 名称 型号 数量 单价 金额 1 彩超 Resona R9 2 100 200 2 …」: the head says how many columns there are; each row has
a cell in each and the next number in the first, and its quantity × unit price = amount. Where that is not so, the line
is left as it is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

import regex

from extract.rulepack import RulePack

_CELL = regex.compile(r"[A-Za-z]\S*(?: [A-Za-z]\S*)*|\S+")
"""Words in Latin letters go on behind a space: Resona R9."""
_NUMBER = regex.compile(r"¥?(?P<number>\d[\d,]*(?:\.\d+)?)\p{Han}{0,3}")
_SHORTEST_LINE = 120
_FEWEST_COLUMNS, _MOST_COLUMNS = 4, 12
_LONGEST_HEAD = 14
_MEASURES = ("quantity", "unit_price", "amount")
Cells = Sequence[regex.Match[str]]


def with_spaced_rows(line: str, pack: RulePack) -> tuple[str, list[int]]:
    """Return a line of half-width text with tabs between the cells of such tables, and where their rows begin.

    The last place is where the text goes on behind a table. No offset changes.
    """
    if len(line) < _SHORTEST_LINE or " 1 " not in line:
        return line, []
    firsts = pack.table("structure.heads")["first"]
    if not any(f"{first} " in line for first in firsts):
        return line, []
    cells = list(_CELL.finditer(line))
    characters = list(line)
    starts: list[int] = []
    for head, cell in enumerate(cells):
        width = _width(cells, head) if cell[0] in firsts else 0
        rows = _count(cells, head + width, width, _columns(cells[head : head + width], pack)) if width else 0
        if rows == 0:
            continue
        behind = head + (rows + 1) * width
        starts.extend(row.start() for row in cells[head : behind + 1 : width])
        for index in range(head, behind):
            if (index - head) % width:
                characters[cells[index].start() - 1] = "\t"
    return "".join(characters), starts


def _width(cells: Cells, head: int) -> int:
    """Return how many columns the head has that begins here: the words up to the number 1; 0 where it is none."""
    for index in range(head + 1, min(head + _MOST_COLUMNS + 1, len(cells))):
        if cells[index][0] == "1":
            return index - head if index - head >= _FEWEST_COLUMNS else 0
        if len(cells[index][0]) > _LONGEST_HEAD or cells[index][0][0].isdigit():
            return 0
    return 0


def _columns(head: Cells, pack: RulePack) -> Mapping[str, int]:
    """Return the columns of quantity, unit price and amount; nothing without all three."""
    noise, names = pack.pattern("items.head_noise"), pack.table("items.columns")
    words = [noise.sub("", cell[0]) for cell in head]
    found = {role: index for index, word in enumerate(words) for role in _MEASURES if word in names[role]}
    return found if len(found) == len(_MEASURES) else {}


def _count(cells: Cells, start: int, width: int, columns: Mapping[str, int]) -> int:
    """Return how many rows follow from `start` on, each numbered in turn; 0 where one of them does not add up."""
    count = 0
    while (
        columns and (row := cells[start + count * width : start + (count + 1) * width]) and row[0][0] == str(count + 1)
    ):
        if len(row) < width or not _adds_up(row, columns):
            return 0
        count += 1
    return count


def _adds_up(row: Cells, columns: Mapping[str, int]) -> bool:
    values = [_NUMBER.fullmatch(row[columns[role]][0]) for role in _MEASURES]
    quantity, price, amount = (Decimal(value["number"].replace(",", "")) if value else Decimal(0) for value in values)
    return quantity * price == amount > 0
