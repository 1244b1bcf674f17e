"""Labelled values: `标签：值` in lines, in side-by-side columns and in table cells, and whose they are.

The owner of a value is found from the layout: the column of a signature table, the row group of a form, the
party line above, or the party named in the label itself or in the sentence that announces the values
(「乙方指定的账户为：」).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

from extract.rulepack import RulePack
from extract.structure.label_words import ANNOUNCES, FOREIGN, Hit, LabelWords, bare
from extract.structure.outline import Outline, Paragraph
from extract.structure.sides import with_sides
from extract.structure.stacking import stacked_values
from extract.structure.values import LabelledValue, Owner, dealt

_BLANK = regex.compile(r"[\s_\-—/\\.×Xx*＊□()年月日至元整¥【】\[\]〔〕“”\"':;,。…~·第号]*")
_OF_ACCOUNTS = frozenset({"bank", "bank_code", "account", "holder"})
_SURE_VALUES = {
    "total": regex.compile(r"¥?\d[\d,]{2,14}(?:\.\d{1,2})?(?:万?元)?"),
    "project_name": regex.compile(r"[\p{Han}A-Za-z\d()〔〕《》—、·-]{4,60}(?:项目|工程|采购|服务)"),
    "signed_on": regex.compile(r"\d{4}(?:年\d{1,2}月\d{1,2}日|[-./]\d{1,2}[-./]\d{1,2})"),
    "contract_number": regex.compile(r"(?=\D*\d)(?!.*\p{Han}{7})[\p{Han}A-Z\d()〔〕\[\]/—-]{6,40}"),
    "project_number": regex.compile(r"(?=\D*\d)(?!.*\p{Han}{7})[\p{Han}A-Z\d()〔〕\[\]/—-]{6,40}"),
}
"""What a line must be to be the value of the label in the line above it, whatever the other lines look like."""
_PROSE_REACH, _SENTENCE_REACH = 60, 120
"""Characters before a label in prose in which its party is named: in its own sentence, and in those before."""
_LONGEST_CELL = 40
_FEWEST_HEADS = 3
_ALIAS = regex.compile(r"\((?:以下|下文|下称|简称|称)[^()]{1,16}\)")
"""Behind a name, and behind the blank for one: ____(以下称“学校”)."""
_LEADING_NOTE = regex.compile(
    r"(?:\((?:盖章|公章|签章|签字|签名|章|(?:以下|下文)?(?:简称|称)[^()]{1,8})\)\s*)*"
    r"(?:[A-Za-z][A-Za-z .]{2,24}(?:\([A-Za-z .]{2,24}\))?:(?!//)\s*)?"
)
"""Between a label and its value: 甲方:(公章)…, 买方(盖章)Buyer:…."""
_SEAL_NOTE = regex.compile(
    r"\((?:单位)?(?:盖章|公章|签章|签字|签名|章|盖单位章|签字或盖章|盖公章|签字盖章|印章|合同专用章|盖章处)\)"
)
_EMPTY_BOX = regex.compile(r"【[\s_/]*】|〔[\s_/]*〕")
_VALUE_STOP = regex.compile(r"[。;)\n]|[依根按遵][据照](?=《)(?<=[\p{Han}\d)]\p{Han}{2})")
_NEXT_NUMBER = regex.compile(
    r"(?r)(?<=[\p{Han}\dA-Za-z ])(?P<number>\(\d{1,2}\)|\([一二三四五六七八九十]{1,2}\)|[①-⑳])"
)
"""The number of the next label in the line: 合同编号:A-1 (2)项目名称:…."""
_SEALED = regex.compile(r"(?<![^ \n])(?P<party>\p{Han}{2,10})\([^(),]{0,6}章[^(),]{0,4}\) ?(?=\p{Han}{4})")
_LETTERED = regex.compile(r"(?P<party>[甲乙丙丁]方)\(\p{Han}{2,8}\) ?(?=(?:(?![甲乙丙丁]方)[\p{Han}()]){4,40}$)")
_DATE_CELL = regex.compile(r"[\d一二〇零○ ]{0,12}年[\d一二三四五六七八九十 ]{0,6}月|\d{4}[-./]\d")
_LONGEST_SIGNATURE = 120


@dataclass(frozen=True, slots=True)
class Labels:
    """All labelled values of a contract, in order, and the parties that head columns and row groups."""

    values: tuple[LabelledValue, ...]
    heads: tuple[Owner, ...] = ()

    def of(self, *keys: str) -> tuple[LabelledValue, ...]:
        """Return the values with any of `keys`, blank ones included."""
        return tuple(value for value in self.values if value.key in keys)


def is_blank(text: str) -> bool:
    """Tell whether `text` is a form's blank: nothing, ____, 【】, ××, 　年　月　日, /."""
    return _BLANK.fullmatch(text) is not None or set(text) <= set("×XxX*_")


def find_labels(outline: Outline, pack: RulePack) -> Labels:
    """Return the labelled values of the outline, with owners."""
    walker = _Walker(outline, pack)
    return Labels(tuple(with_sides(list(dealt(walker.walk(), outline)), outline)), tuple(walker.heads))


class _Walker:
    """Walks the paragraphs in order and remembers who is being spoken of."""

    def __init__(self, outline: Outline, pack: RulePack) -> None:
        self.outline, self.text = outline, outline.text
        self.words = LabelWords(outline.text, pack)
        self.lexicon = self.words.lexicon
        self.table_heads = frozenset(pack.table("structure.heads")["first"])
        self.heads: list[Owner] = []
        self.columns: list[Owner | None] = []
        self.owner: Owner | None = None
        self.form_owner: Owner | None = None
        self.section: object = None
        self.named_in = -1  # the last paragraph that ends with the name of a party
        self.open_row: list[Hit] = []
        self.beside: list[Owner] = []  # the parties of the last line that named any
        self.headed = False  # the row above named the parties of the columns
        self.values: list[LabelledValue] = []
        self.stacked = stacked_values(outline, self.words)

    def walk(self) -> list[LabelledValue]:
        for paragraph in self.outline.paragraphs:
            section = self.outline.section_at(paragraph.start)
            if section is not self.section:
                introduced = section.kind == "preamble" and self.named_in == paragraph.index - 1
                owner = self.owner if introduced else None  # 委托方:某局 ends the cover, 住所地:… goes on below
                self.section, self.owner, self.form_owner, self.columns = section, owner, None, []
            tabbed = "\t" in self.text[paragraph.start : paragraph.end]
            hits = self._row(paragraph) if tabbed else self._line(paragraph)
            if hits and hits[-1].key == "party" and not tabbed:
                self.named_in = paragraph.index
                self.columns = [] if len(hits) == 1 else self.columns  # 采购代理机构:… below the two of a table
            self._emit(hits, paragraph, section.kind)
        return self.values

    # -- lines ------------------------------------------------------------------------------------------

    def _line(self, paragraph: Paragraph) -> list[Hit]:
        start, end = paragraph.start, paragraph.end
        word = FOREIGN.sub("", bare(self.text[start:end])) if end - start <= 40 else ""
        alone = self.lexicon.party(word)
        if alone is not None:
            self._turn_to(Owner(alone, word, start, end))
            return [Hit("party", word, start, end, end, self.owner)]
        self.form_owner = None
        hits = self._beside(
            self._colon_labels(start, end) or self._sealed(start, end) or self._stacked(paragraph, word)
        )
        if hits and hits[-1].owner is not None and not self.text[hits[-1].value_start : end].strip():
            self.owner = hits[-1].owner
        if not hits:
            self._announced(paragraph)
            if paragraph.number is None and end - start > 60:
                self.columns = []
        elif paragraph.number is not None and hits[0].label_start > paragraph.body_start + 12:
            self._announced(paragraph)
        return hits

    def _beside(self, hits: list[Hit]) -> list[Hit]:
        """Give each label of a line its party where a line before named the parties beside each other."""
        named = [hit.owner for hit in hits if hit.key == "party" and hit.owner is not None]
        if named:
            self.beside = named
        elif len(hits) == len(self.beside) >= 2 and len({hit.label for hit in hits}) == 1:
            return [replace(hit, owner=owner) for hit, owner in zip(hits, self.beside, strict=True)]
        return hits

    def _stacked(self, paragraph: Paragraph, word: str) -> list[Hit]:
        """Return the label that fills a line, its value in the line below, where others are written so near it."""
        if paragraph.number is not None:  # 七、合同签订日期, as public notices have it
            body = bare(self.text[paragraph.body_start : paragraph.end])
            key = self.words.key_of(body)
            if key is None or not self._told_below(key, paragraph):
                return []
            return [Hit(key, body, paragraph.body_start, paragraph.end, paragraph.end, self.owner)]
        key = self.words.key_of(word)
        if key is None:
            return []
        near = range(max(paragraph.index - 3, 0), min(paragraph.index + 4, len(self.outline.paragraphs)))
        if paragraph.index not in self.stacked and not any(
            index != paragraph.index and self._fills_line(self.outline.paragraphs[index]) for index in near
        ):
            return []
        return [Hit(key, word, paragraph.start, paragraph.end, paragraph.end, self.owner)]

    def _fills_line(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph is a label or a party and nothing else."""
        if paragraph.end - paragraph.start > _LONGEST_CELL:
            return False
        word = bare(self.text[paragraph.start : paragraph.end])
        return self.words.key_of(word) is not None or self.lexicon.party(word) is not None

    def _sealed(self, start: int, end: int) -> list[Hit]:
        """Return the parties of a line without colons: 甲方(盖章)某局 乙方(盖章)某公司, 甲方(需方)某局."""
        if end - start > _LONGEST_SIGNATURE or self.text.find("。", start, end) >= 0:
            return []
        hits = []
        lettered = _LETTERED.match(self.text, start, end)
        for match in [lettered] if lettered is not None else _SEALED.finditer(self.text, start, end):
            word = match["party"]
            group = self.lexicon.party(word)
            if group is not None:
                self.owner = Owner(group, word, match.start(), match.end())
                hits.append(Hit("party", word, match.start(), match.end(), end, self.owner))
        return hits

    def _announced(self, paragraph: Paragraph) -> None:
        """Take the owner from a sentence that announces values, or drop it at a new clause."""
        text = self.text[paragraph.start : paragraph.end]
        tail = text[-60:]
        sentence = text.endswith("。") and not text.endswith("如下。")
        if text.endswith((":", "为", "如下")) or (ANNOUNCES.search(tail) and len(text) <= 80 and not sentence):
            owner = self.words.last_party(paragraph.start, paragraph.end)
            if owner is not None:
                self.owner = owner
                return
        if paragraph.number is not None or len(text) > 60:
            self.owner = None

    def _turn_to(self, owner: Owner) -> None:
        self.owner = owner
        self.form_owner = owner

    # -- rows -------------------------------------------------------------------------------------------

    def _row(self, paragraph: Paragraph) -> list[Hit]:
        cells = _cells(self.text, paragraph.start, paragraph.end)
        owners = [self.words.party_of_cell(start, end) for start, end in cells]
        named = [owner for owner in owners if owner is not None]
        filled = sum(end > start for start, end in cells)
        if len(named) >= 2 and self._side_by_side(cells, owners):
            self.columns = _carried(owners)
            self.form_owner = None
            self.heads.extend(named)
        elif len(named) >= 2 and filled <= 2 * len(named):
            self.columns = list(owners)
            self.form_owner = None
            self.heads.extend(named)
        elif (head := self._row_head(cells, owners)) is not None:
            self.form_owner, self.owner, self.columns = head, head, []
            self.heads.append(head)
        if self.columns and not named:
            self._spread(cells)
        below = self._values_below(cells) or ([] if named else self._matrix_row(cells))
        if below:
            return below
        if (heads := self._label_heads(cells)) and not named:
            self.open_row = heads
            return []
        hits: list[Hit] = []
        headed, self.headed = self.headed, bool(self.columns) and len(named) >= 2 and filled <= len(named) + 1
        named_in_row: Owner | None = None  # 乙方开户行:…	户名:…	账号:…
        for index, (start, end) in enumerate(cells):
            column_owner = self.columns[index] if index < len(self.columns) else None
            owner = column_owner or self.form_owner or named_in_row or (self.owner if not self.columns else None)
            found = self._colon_labels(start, end, owner=owner, columns=bool(self.columns))
            if found:
                named_in_row = found[0].owner if not self.columns and found[0].key in _OF_ACCOUNTS else None
                hits.extend(self._reach_next_cell(found, cells, index))
            elif headed and column_owner is not None and self._can_be_name(start, end):
                hits.append(Hit("party", column_owner.label, start, start, end, column_owner))
            else:
                hits.extend(self._cell_label(cells, index, owner))
        self.open_row = hits if self._all_open(hits, cells) else []
        return hits

    def _side_by_side(self, cells: list[tuple[int, int]], owners: list[Owner | None]) -> bool:
        """Tell whether every party of a row is followed by a label: 甲方|名称|…|乙方|名称|…."""
        following = [cells[index + 1] for index, owner in enumerate(owners[:-1]) if owner is not None]
        return (
            owners[0] is not None
            and owners[-1] is None
            and all(self.words.key_of(bare(self.text[start:end])) is not None for start, end in following)
        )

    def _all_open(self, hits: list[Hit], cells: list[tuple[int, int]]) -> bool:
        """Tell whether a row holds labels only, their values standing in the row below."""
        filled = [end > start for start, end in cells]
        return len(hits) == sum(filled) >= 2 and all(not self.text[h.value_start : h.cell_end].strip() for h in hits)

    def _values_below(self, cells: list[tuple[int, int]]) -> list[Hit]:
        """Read a row that holds the values of the labels above it, cell under cell."""
        above, self.open_row = self.open_row, []
        filled = [cell for cell in cells if cell[1] > cell[0]]
        if not above or len(above) != len(filled) or any(":" in self.text[s:e] for s, e in cells):
            return []
        if any(
            hit.key != "signed_on" and _DATE_CELL.match(self.text, *cell)
            for hit, cell in zip(above, filled, strict=True)
        ):
            return []  # the dates of signing below 代表: 代表: are nobody's name
        return [Hit(h.key, h.label, start, start, end, h.owner) for h, (start, end) in zip(above, filled, strict=True)]

    def _label_heads(self, cells: list[tuple[int, int]]) -> list[Hit]:
        """Return the labels of a row that holds nothing else, its values in the row below: 户名|开户行|账号."""
        words = [(bare(self.text[start:end]), start, end) for start, end in cells if end > start]
        keys = [self.words.key_of(word) for word, _, _ in words]
        if len(keys) < _FEWEST_HEADS or not all(key in _OF_ACCOUNTS for key in keys):
            return []
        return [
            Hit(key, word, start, end, end, self.form_owner or self.owner)
            for key, (word, start, end) in zip(keys, words, strict=True)
            if key is not None
        ]

    def _row_head(self, cells: list[tuple[int, int]], owners: list[Owner | None]) -> Owner | None:
        """Return the party that heads a row of a form, alone in the first cell or behind a sequence number."""
        for index, owner in enumerate(owners[:2]):
            if owner is not None and len(cells) > index + 1 and bare(self.text[slice(*cells[index])]) == owner.label:
                return owner if index == 0 or self.text[slice(*cells[0])].strip().isdigit() else None
        return None

    def _matrix_row(self, cells: list[tuple[int, int]]) -> list[Hit]:
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

    def _can_be_name(self, start: int, end: int) -> bool:
        """Tell whether an unlabelled cell under a party's column head can be its name."""
        return 4 <= end - start <= 60 and self.words.key_of(bare(self.text[start:end])) is None

    def _spread(self, cells: list[tuple[int, int]]) -> None:
        """Widen the column heads to a form that has a label and a value per party: 住所|…|住所|…."""
        keys = [
            index
            for index, (start, end) in enumerate(cells)
            if self.words.key_of(bare(self.text[start:end])) is not None
        ]
        owners = [owner for owner in self.columns if owner is not None]
        if len(keys) == len(owners) >= 2 and keys[0] == 0 and len(cells) >= 2 * len(owners):
            self.columns = []
            for position, owner in enumerate(dict.fromkeys(owners)):
                following = keys[position + 1] if position + 1 < len(keys) else len(cells)
                self.columns.extend([owner] * (following - keys[position]))

    def _reach_next_cell(self, found: list[Hit], cells: list[tuple[int, int]], index: int) -> list[Hit]:
        """Let a label whose cell ends at its colon take the next cell as value: no label, and nobody else's."""
        last = found[-1]
        own, following = [*self.columns[index : index + 2], None, None][:2]
        if last.value_start < last.cell_end or index + 1 >= len(cells) or following not in (None, own):
            return found
        start, end = cells[index + 1]
        if (
            start == end
            or self.words.key_of(bare(self.text[start:end]))
            or ":" in self.text[start : min(end, start + 16)]
        ):
            return found
        return [*found[:-1], Hit(last.key, last.label, last.label_start, start, end, last.owner)]

    def _cell_label(self, cells: list[tuple[int, int]], index: int, owner: Owner | None) -> list[Hit]:
        """Read a cell that is a label without a colon; its value stands in the next cell."""
        start, end = cells[index]
        if not 0 < end - start <= _LONGEST_CELL or index + 1 >= len(cells) or self._heads(cells):
            return []
        word = bare(self.text[start:end])
        group = self.lexicon.party(word)
        key = "party" if group is not None else self.words.key_of(word) or self.words.bracketed(self.text[start:end])
        key = key or self.words.prefixed(word, start)[1]  # 甲方名称
        if key is None or (group is not None and self.columns and not self._named_beside(cells, index)):
            return []
        value_start, value_end = cells[index + 1]
        value = bare(self.text[value_start:value_end])
        if self.words.key_of(value) is not None or self.lexicon.party(value) is not None:
            return []
        if group is not None:
            owner = Owner(group, word, start, end)
        else:
            prefixed, bare_key = self.words.prefixed(word, start)
            owner, key = prefixed or owner, bare_key or key
        return [Hit(key, word, start, value_start, value_end, owner)]

    def _named_beside(self, cells: list[tuple[int, int]], index: int) -> bool:
        """Tell whether the cell right of a party's is nobody's column and can be its name: 甲方|…|乙方|…."""
        return self.columns[index + 1 : index + 2] == [None] and self._can_be_name(*cells[index + 1])

    def _heads(self, cells: list[tuple[int, int]]) -> bool:
        """Tell whether a row is the head of a data table and not a row of labels and values."""
        words = [self.text[start:end] for start, end in cells if end > start]
        if any(character.isdigit() for word in words for character in word):
            return False
        of_parties = self.words.party_of_cell(*cells[0]) is not None or len(set(words)) < len(words)
        return (words[0] in self.table_heads and len(words) >= 3) or (len(words) >= 5 and not of_parties)

    # -- labels -----------------------------------------------------------------------------------------

    def _colon_labels(self, start: int, end: int, owner: Owner | None = None, columns: bool = False) -> list[Hit]:
        """Return the labels with a colon in [start, end), each with the owner that it has there."""
        hits: list[Hit] = []
        for separator in self.lexicon.separator.finditer(self.text, start, end):
            position, value_start = separator.span("gap")
            carried = owner if columns or owner else self.owner
            hit = self.words.before(position, start, end, carried)
            if hit is not None:
                hit = replace(hit, value_start=value_start)
                said = hits[-1].value_start if hits else start
                if hit.owner is None and hit.label_start > start + 3:
                    hit = replace(hit, owner=self._told_before(hit, start))
                elif not columns and hit.owner is carried:
                    hit = replace(hit, owner=self.words.spoken_of(said, hit.label_start) or carried)
                if hit.key == "party" and not columns:
                    self.owner = hit.owner
                owner = hit.owner or owner
                hits.append(hit)
        return hits

    def _told_before(self, hit: Hit, start: int) -> Owner | None:
        """Return the party that the words before a label name: last in its own sentence, or else first in another."""
        sentence = max(start, self.text.rfind("。", start, hit.label_start) + 1)
        owner = self.words.last_party(max(sentence, hit.label_start - _PROSE_REACH), hit.label_start)
        if owner is not None or hit.key in _OF_ACCOUNTS:
            return owner  # who pays in one sentence is not who is paid in the next
        return self.words.first_party(max(start, sentence - _SENTENCE_REACH), sentence)

    # -- values -----------------------------------------------------------------------------------------

    def _emit(self, hits: list[Hit], paragraph: Paragraph, section: str) -> None:
        for index, hit in enumerate(hits):
            limit = hit.cell_end
            if index + 1 < len(hits) and hits[index + 1].label_start >= hit.value_start:
                limit = min(limit, hits[index + 1].label_start)
                number = _NEXT_NUMBER.match(self.text, hit.value_start, limit)
                limit = number.start("number") if number is not None else limit
            start, end = _trimmed(self.text, hit.value_start, _stop(self.text, hit.value_start, limit))
            box = _EMPTY_BOX.match(self.text, start, end)
            end = box.end() if box else end
            if start == end and index == len(hits) - 1:
                below = self.stacked.get(paragraph.index) or self._next_line(hit, paragraph)
                start, end = below or (start, end)
            blank = is_blank(_ALIAS.sub("", self.text[start:end]))
            self.values.append(
                LabelledValue(
                    hit.key,
                    hit.label,
                    hit.label_start,
                    start,
                    end,
                    hit.owner,
                    section,
                    paragraph.index,
                    blank,
                )
            )

    def _told_below(self, key: str, paragraph: Paragraph) -> bool:
        """Tell whether the line below is a value that nothing else can be: a number below 合同金额(元):, a date."""
        below = self.outline.paragraphs[paragraph.index + 1 : paragraph.index + 2]
        value = _SURE_VALUES.get(key)
        return (
            bool(below) and value is not None and value.fullmatch(self.text, below[0].start, below[0].end) is not None
        )

    def _next_line(self, hit: Hit, paragraph: Paragraph) -> tuple[int, int] | None:
        """Return the line below a bare `甲方：` or `项目名称：` at the end of its line, if it can be the value."""
        stacked = hit.value_start == paragraph.end and self.text[paragraph.end - 1] != ":" and hit.key != "party"
        if paragraph.index + 1 >= len(self.outline.paragraphs) or not (
            stacked or hit.key in ("party", "project_name", "address", "bank") or self._told_below(hit.key, paragraph)
        ):
            return None
        if "\t" in self.text[paragraph.start : paragraph.end]:
            return None
        below = self.outline.paragraphs[paragraph.index + 1]
        words = self.text[below.start : below.end]
        if (
            below.number is not None
            or not (2 if stacked or hit.key == "party" else 4) <= len(words) <= 60
            or ":" in words
            or "\t" in words
            or "。" in words
            or words[0] == "("
        ):
            return None
        if self.words.key_of(bare(words)) is not None or self.lexicon.party(bare(words)) is not None:
            return None
        return below.start, below.end


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    cells = []
    position = start
    for part in text[start:end].split("\t"):
        cells.append((position, position + len(part)))
        position += len(part) + 1
    return cells


def _stop(text: str, start: int, end: int) -> int:
    """Return where a value ends: at a full stop, a semicolon or a bracket that it did not open."""
    for match in _VALUE_STOP.finditer(text, start, end):
        if match[0] != ")" or text.count("(", start, match.start()) <= text.count(")", start, match.start()):
            return match.start()
    return end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Trim white space, the blank that a value was written into, and what separates it from the next value."""
    while start < end and text[start] in " \t:;,、_":
        start += 1
    lead = _LEADING_NOTE.match(text, start, end)
    start = lead.end() if lead else start
    note = _SEAL_NOTE.search(text, start, end)
    if note is not None and not text[note.end() : end].strip(" \t_-年月日"):
        end = note.start()
    while end > start and (text[end - 1] in " \t;,。、(?\n_" or (text[end - 1] == "/" and end - start > 1)):
        end -= 1
    if text[start : start + 1] == "【" and text[end - 1] == "】" and end - start > 2:
        return _trimmed(text, start + 1, end - 1)
    return start, end


def _carried(owners: list[Owner | None]) -> list[Owner | None]:
    """Return the owners with every empty place taken by the owner on its left."""
    carried: list[Owner | None] = []
    for owner in owners:
        carried.append(owner or (carried[-1] if carried else None))
    return carried
