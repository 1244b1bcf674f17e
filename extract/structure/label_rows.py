"""Labelled values in the rows of tables: side by side, under the parties' columns, below a row of labels."""

from __future__ import annotations

import re

import regex

from extract.rulepack import RulePack
from extract.structure.label_owners import OF_ACCOUNTS, Spoken, colon_labels
from extract.structure.label_words import Hit, LabelWords, bare
from extract.structure.outline import Paragraph
from extract.structure.values import Owner

LONGEST_CELL = 40
_FEWEST_HEADS = 3
_SIGNATURE = regex.compile(r"\p{Han}{2,4}")
_DATE_CELL = re.compile(r"[\d一二〇零○ ]{0,12}年[\d一二三四五六七八九十 ]{0,6}月|\d{4}[-./]\d")
_GLUED = regex.compile(r"(?P<label>\p{Han}{2,10})(?P<number>[0-9A-Z-]{6,24})")
_NUMBERS = ("tax_id", "phone", "postcode", "account")
"""What a label of needs no colon before its figures."""
Cells = list[tuple[int, int]]
"""Where the cells of a row stand in the text."""


class Rows:
    """Reads the rows of tables in order; a row tells what the one below it holds."""

    def __init__(self, words: LabelWords, spoken: Spoken, pack: RulePack) -> None:
        self.text, self.words, self.spoken = words.text, words, spoken
        self.seal_note = pack.pattern("labels.seal_note")
        self.table_heads = frozenset(pack.table("structure.heads")["first"])
        self.heads: list[Owner] = []  # the parties that head columns and row groups
        self.columns: list[Owner | None] = []  # whose each column is, as the last heading says
        self.headed = False  # the row above named the parties of the columns
        self.open_row: list[Hit] = []  # the labels of the row above, their values still to come

    def read(self, paragraph: Paragraph) -> list[Hit]:
        """Return the labels of a row, each with the cell that holds its value."""
        cells = _cells(self.text, paragraph.start, paragraph.end)
        owners = [self.words.party_of_cell(start, end) for start, end in cells]
        named = [owner for owner in owners if owner is not None]
        filled = sum(end > start for start, end in cells)
        self._turn_to(cells, owners, named, filled)
        below = self._values_below(cells) or ([] if named else self._matrix_row(cells))
        if below:
            return below
        heads = [] if named else self._label_heads(cells)
        if heads:
            self.open_row = heads
            return []
        headed, self.headed = self.headed, bool(self.columns) and len(named) >= 2 and filled <= len(named) + 1
        hits = self._in_cells(cells, headed)
        self.open_row = hits if self._all_open(hits, cells) else []
        return hits

    # -- whose columns and rows -------------------------------------------------------------------------

    def _turn_to(self, cells: Cells, owners: list[Owner | None], named: list[Owner], filled: int) -> None:
        """Take the parties that a row names as heads of its columns or of the rows below."""
        beside = len(named) >= 2 and self._side_by_side(cells, owners)
        if beside or (len(named) >= 2 and filled <= 2 * len(named)):
            self.columns = _carried(owners) if beside else list(owners)
            self.spoken.form = None
            self.heads.extend(named)
        elif (head := self._row_head(cells, owners)) is not None:
            self.spoken.form, self.spoken.owner, self.columns = head, head, []
            self.heads.append(head)
        if self.columns and not named:
            self._spread(cells)

    def _side_by_side(self, cells: Cells, owners: list[Owner | None]) -> bool:
        """Tell whether every party of a row is followed by a label: 甲方|名称|…|乙方|名称|…."""
        following = [cells[index + 1] for index, owner in enumerate(owners[:-1]) if owner is not None]
        return owners[0] is not None and owners[-1] is None and all(self._key(*cell) is not None for cell in following)

    def _row_head(self, cells: Cells, owners: list[Owner | None]) -> Owner | None:
        """Return the party that heads a row of a form, alone in the first cell or behind a sequence number."""
        for index, owner in enumerate(owners[:2]):
            if owner is not None and len(cells) > index + 1 and bare(self.text[slice(*cells[index])]) == owner.label:
                return owner if index == 0 or self.text[slice(*cells[0])].strip().isdigit() else None
        return None

    def _spread(self, cells: Cells) -> None:
        """Widen the column heads to a form that has a label and a value per party: 住所|…|住所|…."""
        keys = [index for index, cell in enumerate(cells) if self._key(*cell) is not None]
        owners = [owner for owner in self.columns if owner is not None]
        if len(keys) == len(owners) >= 2 and keys[0] == 0 and len(cells) >= 2 * len(owners):
            self.columns = []
            for position, owner in enumerate(dict.fromkeys(owners)):
                following = keys[position + 1] if position + 1 < len(keys) else len(cells)
                self.columns.extend([owner] * (following - keys[position]))

    # -- whole rows -------------------------------------------------------------------------------------

    def _values_below(self, cells: Cells) -> list[Hit]:
        """Read a row that holds the values of the labels above it, cell under cell."""
        above, self.open_row = self.open_row, []
        filled = [cell for cell in cells if cell[1] > cell[0]]
        if not above or len(above) != len(filled) or any(":" in self.text[s:e] for s, e in cells):
            return []
        below = list(zip(above, filled, strict=True))
        if not all(self._can_stand_below(hit, cell) for hit, cell in below):
            return []
        return [Hit(hit.key, hit.label, start, start, end, hit.owner) for hit, (start, end) in below]

    def _can_stand_below(self, hit: Hit, cell: tuple[int, int]) -> bool:
        """Tell whether a cell can be the value of the label above it.

        The dates of signing below 代表: 代表: are nobody's name, and below a place to sign nothing but names is
        anybody's.
        """
        if hit.key != "signed_on" and _DATE_CELL.match(self.text, *cell):
            return False
        return not self._behind(hit).strip() or _SIGNATURE.fullmatch(self.text, *cell) is not None

    def _matrix_row(self, cells: Cells) -> list[Hit]:
        """Read a row that has its label first and one value per party: 地址|…|…, under 事项|甲方|乙方."""
        if not self.columns or self.columns[0] is not None or len(cells) < 2:
            return []
        start, end = cells[0]
        word = bare(self.text[start:end])
        key = self.words.key_of(word)
        if key is None:
            return []
        return [
            Hit(key, word, start, *cells[index], owner)
            for index, owner in enumerate(self.columns[: len(cells)])
            if owner is not None
        ]

    def _label_heads(self, cells: Cells) -> list[Hit]:
        """Return the labels of a row that holds nothing else, its values in the row below: 户名|开户行|账号."""
        words = [(bare(self.text[start:end]), start, end) for start, end in cells if end > start]
        keys = [self.words.key_of(word) for word, _, _ in words]
        if len(keys) < _FEWEST_HEADS or not all(key in OF_ACCOUNTS for key in keys):
            return []
        return [
            Hit(key, word, start, end, end, self.spoken.form or self.spoken.owner)
            for key, (word, start, end) in zip(keys, words, strict=True)
            if key is not None
        ]

    def _all_open(self, hits: list[Hit], cells: Cells) -> bool:
        """Tell whether a row holds labels only, a place to sign at most behind them, their values in the row below."""
        filled = [end > start for start, end in cells]
        return len(hits) == sum(filled) >= 2 and not any(
            self.seal_note.sub("", self._behind(hit)).strip() for hit in hits
        )

    def _behind(self, hit: Hit) -> str:
        return self.text[hit.value_start : hit.cell_end]

    # -- cells ------------------------------------------------------------------------------------------

    def _in_cells(self, cells: Cells, headed: bool) -> list[Hit]:
        """Return the labels in the cells of a row; right below the parties' names an unlabelled cell is a name."""
        hits: list[Hit] = []
        in_columns = bool(self.columns)
        columns = self._said_for_each(cells) or self.columns
        named_in_row: Owner | None = None  # 乙方开户行:…	户名:…	账号:…
        for index, (start, end) in enumerate(cells):
            column_owner = columns[index] if index < len(columns) else None
            owner = column_owner or self.spoken.form or named_in_row or (None if in_columns else self.spoken.owner)
            found = colon_labels(self.words, self.spoken, start, end, owner, in_columns)
            if found:
                named_in_row = found[0].owner if not in_columns and found[0].key in OF_ACCOUNTS else None
                hits.extend(self._reach_next_cell(found, cells, index))
            elif headed and column_owner is not None and self._can_be_name(start, end):
                hits.append(Hit("party", column_owner.label, start, start, end, column_owner))
            else:
                hits.extend(self._glued(start, end, owner) or self._cell_label(cells, index, owner))
        return hits

    def _said_for_each(self, cells: Cells) -> list[Owner | None]:
        """Return whose each cell is of a row that says its labels anew for each party: 电话:…|传真:…|电话:…|传真:…."""
        parties = [owner for owner in dict.fromkeys(self.columns) if owner is not None]
        size, over = divmod(len(cells), max(len(parties), 1))
        labels = [self.text[start:end].partition(":")[0] for start, end in cells]
        anew = size > 1 and not over and len(parties) > 1 and labels == labels[:size] * len(parties)
        if not anew or any(self.words.key_of(bare(label)) is None for label in labels[:size]):
            return []
        return [owner for owner in parties for _ in range(size)]

    def _reach_next_cell(self, found: list[Hit], cells: Cells, index: int) -> list[Hit]:
        """Let a label whose cell ends at its colon take the next cell as value: no label, and nobody else's."""
        last = found[-1]
        own, following = [*self.columns[index : index + 2], None, None][:2]
        if last.value_start < last.cell_end or index + 1 >= len(cells) or following not in (None, own):
            return found
        start, end = cells[index + 1]
        if start == end or self._key(start, end) or ":" in self.text[start : min(end, start + 16)]:
            return found
        return [*found[:-1], Hit(last.key, last.label, last.label_start, start, end, last.owner)]

    def _glued(self, start: int, end: int, owner: Owner | None) -> list[Hit]:
        """Read a cell that is a label and its number with nothing between: 统一社会信用代码11520…."""
        match = _GLUED.fullmatch(self.text, start, end)
        key = self.words.key_of(match["label"]) if match is not None else None
        if match is None or key not in _NUMBERS:
            return []
        return [Hit(key, match["label"], start, match.start("number"), end, owner)]

    def _cell_label(self, cells: Cells, index: int, owner: Owner | None) -> list[Hit]:
        """Read a cell that is a label without a colon; its value stands in the next cell."""
        start, end = cells[index]
        if not 0 < end - start <= LONGEST_CELL or index + 1 >= len(cells) or self._heads(cells):
            return []
        word = bare(self.text[start:end])
        group = self.words.lexicon.party(word)
        key = "party" if group is not None else self.words.key_of(word) or self.words.bracketed(self.text[start:end])
        key = key or self.words.prefixed(word, start)[1]  # 甲方名称
        if key is None or (group is not None and self.columns and not self._named_beside(cells, index)):
            return []
        value_start, value_end = cells[index + 1]
        if self.words.is_label(bare(self.text[value_start:value_end])):
            return []
        if group is not None:
            owner = Owner(group, word, start, end)
        else:
            prefixed, bare_key = self.words.prefixed(word, start)
            owner, key = prefixed or owner, bare_key or key
        return [Hit(key, word, start, value_start, value_end, owner)]

    def _named_beside(self, cells: Cells, index: int) -> bool:
        """Tell whether the cell right of a party's is nobody's column and can be its name: 甲方|…|乙方|…."""
        return self.columns[index + 1 : index + 2] == [None] and self._can_be_name(*cells[index + 1])

    def _can_be_name(self, start: int, end: int) -> bool:
        """Tell whether an unlabelled cell under a party's column head can be its name."""
        return 4 <= end - start <= 60 and self._key(start, end) is None

    def _heads(self, cells: Cells) -> bool:
        """Tell whether a row is the head of a data table and not a row of labels and values."""
        words = [self.text[start:end] for start, end in cells if end > start]
        if any(character.isdigit() for word in words for character in word):
            return False
        of_parties = self.words.party_of_cell(*cells[0]) is not None or len(set(words)) < len(words)
        return (words[0] in self.table_heads and len(words) >= 3) or (len(words) >= 5 and not of_parties)

    def _key(self, start: int, end: int) -> str | None:
        """Return what a cell labels when it is a label and nothing else."""
        return self.words.key_of(bare(self.text[start:end]))


def _cells(text: str, start: int, end: int) -> Cells:
    cells = []
    position = start
    for part in text[start:end].split("\t"):
        cells.append((position, position + len(part)))
        position += len(part) + 1
    return cells


def _carried(owners: list[Owner | None]) -> list[Owner | None]:
    """Return the owners with every empty place taken by the owner on its left."""
    carried: list[Owner | None] = []
    for owner in owners:
        carried.append(owner or (carried[-1] if carried else None))
    return carried
