"""Labelled values: `标签：值` in lines, in side-by-side columns and in table cells, and whose they are.

The owner of a value is found from the layout: the column of a signature table, the row group of a form, the
party line above, or the party named in the label itself or in the sentence that announces the values
(「乙方指定的账户为：」).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

import regex

from extract.rulepack import RulePack
from extract.structure.outline import Outline, Paragraph
from extract.structure.values import LabelledValue, Owner, dealt

_QUALIFIER = regex.compile(
    r"\([^()]*\)?|[/、]?(?:盖章|签字|签章|公章|签名|盖公章|签字或盖章)+$|^[\d.、\s(一二三四五六七八九十)①-⑳-]+"
)
_BLANK = regex.compile(r"[\s_\-—/\\.×Xx*＊□()年月日至元整¥【】\[\]〔〕“”\"':;,。…~·第号]*")
_BEFORE_LABEL = frozenset("\n\t:;,。 )(】[、_")
_LONGEST_LABEL = 28
_OF_ACCOUNTS = frozenset({"bank", "bank_code", "account", "holder"})
_LONGEST_CELL = 40
_BRACKETED = regex.compile(r"\(([\p{Han}/]{2,14})\):?$")
_FOREIGN = regex.compile(r"[A-Za-z .]+")
_LEADING_NOTE = regex.compile(r"(?:\((?:盖章|公章|签章|签字|签名|章|(?:以下|下文)?(?:简称|称)[^()]{1,8})\)\s*)+")
_SEAL_NOTE = regex.compile(
    r"\((?:单位)?(?:盖章|公章|签章|签字|签名|章|盖单位章|签字或盖章|盖公章|签字盖章|印章|合同专用章|盖章处)\)"
)
_GLUED = regex.compile(r"^(?:[\w\-/]*[A-Za-z\d]|.*\))(?=\p{Han})")
"""What ran into the next label, a number or a bracket: 2024-018甲方, 某局(签章)乙方."""
_VALUE_STOP = regex.compile(r"[。;)\n]")
_SEALED = regex.compile(r"(?<![^ \n])(?P<party>\p{Han}{2,10})\([^(),]{0,6}章[^(),]{0,4}\) ?(?=\p{Han}{4})")
_DATE_CELL = regex.compile(r"[\d一二〇零○ ]{0,12}年[\d一二三四五六七八九十 ]{0,6}月|\d{4}[-./]\d")
_LONGEST_SIGNATURE = 120
_ANNOUNCES = regex.compile(
    r"账户|帐户|账号|帐号|开户|收款|开票|银行|联系|信息|地址|送达|项目负责人|项目经理|代表|负责人|如下|资料"
)


@dataclass(frozen=True, slots=True)
class Labels:
    """All labelled values of a contract, in order, and the parties that head columns and row groups."""

    values: tuple[LabelledValue, ...]
    heads: tuple[Owner, ...] = ()

    def of(self, *keys: str) -> tuple[LabelledValue, ...]:
        """Return the values with any of `keys`, blank ones included."""
        return tuple(value for value in self.values if value.key in keys)


@dataclass(frozen=True, slots=True)
class _Hit:
    """A label before its value's end is known."""

    key: str
    label: str
    label_start: int
    value_start: int
    cell_end: int
    owner: Owner | None


class _Lexicon:
    """The label words of the rule pack, by word."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]], parties: Mapping[str, tuple[str, ...]]) -> None:
        self.parties = {word: group for group, words in parties.items() for word in words}
        self.fields = {_squeezed(word): key for key, words in fields.items() for word in words}
        self.party_pattern = regex.compile(
            "|".join(regex.escape(word) for word in sorted(self.parties, key=lambda w: (-len(w), w)))
        )

        self.separator = _separator({key: fields.get(key, ()) for key in _BANKING})

    def party(self, word: str) -> str | None:
        return self.parties.get(word)


_BANKING = {
    "holder": r"\p{Han}{4,30}(?:公司|局|中心|学校|医院|院|社|店|部|所)(?:[,;。)/ ]|$)",
    "bank": r"\p{Han}{2,24}(?:行|信用社|联社|营业部|分理处)(?:[,;。)/ ]|$)",
    "account": r"\d(?: ?\d){8}",
}
"""What stands behind a banking label that has no colon: 户名 某公司, 开户行某某支行, 账号6222…."""


def _separator(banking: Mapping[str, tuple[str, ...]]) -> regex.Pattern[str]:
    """Return the pattern of what stands between a label and its value: a colon, behind banking labels also nothing."""
    bare = (rf"(?<=(?:^|[^\p{{Han}}]|[方的至])\L<{key}>)(?:为|是)?[ ]?(?={_BANKING[key]})" for key in banking)
    words: dict[str, Any] = dict(banking)
    return regex.compile("|".join((":", *bare)), regex.MULTILINE, **words)


@lru_cache(maxsize=4)
def _lexicon(pack: RulePack) -> _Lexicon:
    return _Lexicon(pack.table("labels.fields"), pack.table("labels.parties"))


def _squeezed(word: str) -> str:
    return word.replace(" ", "")


def is_blank(text: str) -> bool:
    """Tell whether `text` is a form's blank: nothing, ____, 【】, ××, 　年　月　日, /."""
    return _BLANK.fullmatch(text) is not None or set(text) <= set("×XxX*_")


def find_labels(outline: Outline, pack: RulePack) -> Labels:
    """Return the labelled values of the outline, with owners."""
    walker = _Walker(outline, pack)
    return Labels(tuple(dealt(walker.walk(), outline)), tuple(walker.heads))


class _Walker:
    """Walks the paragraphs in order and remembers who is being spoken of."""

    def __init__(self, outline: Outline, pack: RulePack) -> None:
        self.outline, self.text, self.lexicon = outline, outline.text, _lexicon(pack)
        self.table_heads = frozenset(pack.table("structure.heads")["first"])
        self.heads: list[Owner] = []
        self.columns: list[Owner | None] = []
        self.owner: Owner | None = None
        self.form_owner: Owner | None = None
        self.section: object = None
        self.open_row: list[_Hit] = []
        self.beside: list[Owner] = []  # the parties of the last line that named any
        self.headed = False  # the row above named the parties of the columns
        self.values: list[LabelledValue] = []

    def walk(self) -> list[LabelledValue]:
        for paragraph in self.outline.paragraphs:
            section = self.outline.section_at(paragraph.start)
            if section is not self.section:
                self.section, self.owner, self.form_owner, self.columns = section, None, None, []
            tabbed = "\t" in self.text[paragraph.start : paragraph.end]
            hits = self._row(paragraph) if tabbed else self._line(paragraph)
            self._emit(hits, paragraph, section.kind)
        return self.values

    # -- lines ------------------------------------------------------------------------------------------

    def _line(self, paragraph: Paragraph) -> list[_Hit]:
        start, end = paragraph.start, paragraph.end
        word = _FOREIGN.sub("", _bare(self.text[start:end])) if end - start <= 40 else ""
        alone = self.lexicon.party(word)
        if alone is not None:
            self._turn_to(Owner(alone, word, start, end))
            return [_Hit("party", word, start, end, end, self.owner)]
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

    def _beside(self, hits: list[_Hit]) -> list[_Hit]:
        """Give each label of a line its party where a line before named the parties beside each other."""
        named = [hit.owner for hit in hits if hit.key == "party" and hit.owner is not None]
        if named:
            self.beside = named
        elif len(hits) == len(self.beside) >= 2 and len({hit.label for hit in hits}) == 1:
            return [replace(hit, owner=owner) for hit, owner in zip(hits, self.beside, strict=True)]
        return hits

    def _stacked(self, paragraph: Paragraph, word: str) -> list[_Hit]:
        """Return the label that fills a line, its value in the line below, where others are written so near it."""
        key = self._label_key(word)
        if key is None or paragraph.number is not None:
            return []
        near = range(max(paragraph.index - 3, 0), min(paragraph.index + 4, len(self.outline.paragraphs)))
        if not any(index != paragraph.index and self._fills_line(self.outline.paragraphs[index]) for index in near):
            return []
        return [_Hit(key, word, paragraph.start, paragraph.end, paragraph.end, self.owner)]

    def _fills_line(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph is a label or a party and nothing else."""
        if paragraph.end - paragraph.start > _LONGEST_CELL:
            return False
        word = _bare(self.text[paragraph.start : paragraph.end])
        return self._label_key(word) is not None or self.lexicon.party(word) is not None

    def _sealed(self, start: int, end: int) -> list[_Hit]:
        """Return the parties of a signature line without colons: 甲方(盖章)某局 乙方(盖章)某公司."""
        if end - start > _LONGEST_SIGNATURE or self.text.find("。", start, end) >= 0:
            return []
        hits = []
        for match in _SEALED.finditer(self.text, start, end):
            word = match["party"]
            group = self.lexicon.party(word)
            if group is not None:
                self.owner = Owner(group, word, match.start(), match.end())
                hits.append(_Hit("party", word, match.start(), match.end(), end, self.owner))
        return hits

    def _announced(self, paragraph: Paragraph) -> None:
        """Take the owner from a sentence that announces values, or drop it at a new clause."""
        text = self.text[paragraph.start : paragraph.end]
        tail = text[-60:]
        sentence = text.endswith("。") and not text.endswith("如下。")
        if text.endswith((":", "为", "如下")) or (_ANNOUNCES.search(tail) and len(text) <= 80 and not sentence):
            owner = self._last_party(paragraph.start, paragraph.end)
            if owner is not None:
                self.owner = owner
                return
        if paragraph.number is not None or len(text) > 60:
            self.owner = None

    def _last_party(self, start: int, end: int) -> Owner | None:
        """Return the party that an announcement speaks of: the last one before its last telling word."""
        telling = [match.start() for match in _ANNOUNCES.finditer(self.text, start, end)]
        limit = telling[-1] if telling else end
        found = None
        for match in self.lexicon.party_pattern.finditer(self.text, start, limit):
            found = match
        if found is None:
            return None
        return Owner(self.lexicon.parties[found[0]], found[0], found.start(), found.end())

    def _spoken_of(self, start: int, end: int) -> Owner | None:
        """Return the party that the words before a label appoint someone for: 「…，乙方指派项目经理白露（电话：」."""
        start = max(start, *(self.text.rfind(mark, start, end) for mark in "。;"))
        if end - start > 8 and _ANNOUNCES.search(self.text, start, end):
            return self._last_party(start, end)
        return None

    def _turn_to(self, owner: Owner) -> None:
        self.owner = owner
        self.form_owner = owner

    # -- rows -------------------------------------------------------------------------------------------

    def _row(self, paragraph: Paragraph) -> list[_Hit]:
        cells = _cells(self.text, paragraph.start, paragraph.end)
        owners = [self._cell_party(start, end) for start, end in cells]
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
        below = self._values_below(cells) or self._matrix_row(cells)
        if below:
            return below
        hits: list[_Hit] = []
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
                hits.append(_Hit("party", column_owner.label, start, start, end, column_owner))
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
            and all(self._label_key(_bare(self.text[start:end])) is not None for start, end in following)
        )

    def _all_open(self, hits: list[_Hit], cells: list[tuple[int, int]]) -> bool:
        """Tell whether a row holds labels only, their values standing in the row below."""
        filled = [end > start for start, end in cells]
        return len(hits) == sum(filled) >= 2 and all(not self.text[h.value_start : h.cell_end].strip() for h in hits)

    def _values_below(self, cells: list[tuple[int, int]]) -> list[_Hit]:
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
        return [_Hit(h.key, h.label, start, start, end, h.owner) for h, (start, end) in zip(above, filled, strict=True)]

    def _row_head(self, cells: list[tuple[int, int]], owners: list[Owner | None]) -> Owner | None:
        """Return the party that heads a row of a form, alone in the first cell or behind a sequence number."""
        for index, owner in enumerate(owners[:2]):
            if owner is not None and len(cells) > index + 1 and _bare(self.text[slice(*cells[index])]) == owner.label:
                return owner if index == 0 or self.text[slice(*cells[0])].strip().isdigit() else None
        return None

    def _matrix_row(self, cells: list[tuple[int, int]]) -> list[_Hit]:
        """Read a row that has its label first and one value per party: 地址|…|…, under 事项|甲方|乙方."""
        if not self.columns or self.columns[0] is not None or len(cells) < 2:
            return []
        start, end = cells[0]
        word = _bare(self.text[start:end])
        key = self._label_key(word)
        if key is None:
            return []
        return [
            _Hit(key, word, start, *cells[index], owner)
            for index, owner in enumerate(self.columns[: len(cells)])
            if owner is not None
        ]

    def _can_be_name(self, start: int, end: int) -> bool:
        """Tell whether an unlabelled cell under a party's column head can be its name."""
        return 4 <= end - start <= 60 and self._label_key(_bare(self.text[start:end])) is None

    def _spread(self, cells: list[tuple[int, int]]) -> None:
        """Widen the column heads to a form that has a label and a value per party: 住所|…|住所|…."""
        keys = [
            index
            for index, (start, end) in enumerate(cells)
            if self._label_key(_bare(self.text[start:end])) is not None
        ]
        owners = [owner for owner in self.columns if owner is not None]
        if len(keys) == len(owners) >= 2 and keys[0] == 0 and len(cells) >= 2 * len(owners):
            self.columns = []
            for position, owner in enumerate(dict.fromkeys(owners)):
                following = keys[position + 1] if position + 1 < len(keys) else len(cells)
                self.columns.extend([owner] * (following - keys[position]))

    def _reach_next_cell(self, found: list[_Hit], cells: list[tuple[int, int]], index: int) -> list[_Hit]:
        """Let a label whose cell ends at its colon take the next cell as value, if that is no label itself."""
        last = found[-1]
        if last.value_start < last.cell_end or index + 1 >= len(cells) or self.columns:
            return found
        start, end = cells[index + 1]
        if (
            start == end
            or self._label_key(_bare(self.text[start:end]))
            or ":" in self.text[start : min(end, start + 16)]
        ):
            return found
        return [*found[:-1], _Hit(last.key, last.label, last.label_start, start, end, last.owner)]

    def _cell_label(self, cells: list[tuple[int, int]], index: int, owner: Owner | None) -> list[_Hit]:
        """Read a cell that is a label without a colon; its value stands in the next cell."""
        start, end = cells[index]
        if not 0 < end - start <= _LONGEST_CELL or index + 1 >= len(cells) or self._heads(cells):
            return []
        word = _bare(self.text[start:end])
        group = self.lexicon.party(word)
        key = "party" if group is not None else self._label_key(word) or self._bracketed(self.text[start:end])
        key = key or self._prefixed(word, start)[1]  # 甲方名称
        if key is None or (group is not None and self.columns and not self._named_beside(cells, index)):
            return []
        value_start, value_end = cells[index + 1]
        value = _bare(self.text[value_start:value_end])
        if self._label_key(value) is not None or self.lexicon.party(value) is not None:
            return []
        if group is not None:
            owner = Owner(group, word, start, end)
        else:
            prefixed, bare_key = self._prefixed(word, start)
            owner, key = prefixed or owner, bare_key or key
        return [_Hit(key, word, start, value_start, value_end, owner)]

    def _named_beside(self, cells: list[tuple[int, int]], index: int) -> bool:
        """Tell whether the cell right of a party's is nobody's column and can be its name: 甲方|…|乙方|…."""
        return self.columns[index + 1 : index + 2] == [None] and self._can_be_name(*cells[index + 1])

    def _heads(self, cells: list[tuple[int, int]]) -> bool:
        """Tell whether a row is the head of a data table and not a row of labels and values."""
        words = [self.text[start:end] for start, end in cells if end > start]
        if any(character.isdigit() for word in words for character in word):
            return False
        of_parties = self._cell_party(*cells[0]) is not None or len(set(words)) < len(words)
        return (words[0] in self.table_heads and len(words) >= 3) or (len(words) >= 5 and not of_parties)

    def _cell_party(self, start: int, end: int) -> Owner | None:
        """Return the party that a cell names, alone or before a colon or bracket."""
        match = self.lexicon.party_pattern.match(self.text, start, end)
        if match is None:
            return None
        rest = self.text[match.end() : end]
        if not rest or rest[0] in ":(" or rest.startswith(("名称", "单位", "盖章", "(")):
            return Owner(self.lexicon.parties[match[0]], match[0], match.start(), match.end())
        return None

    # -- labels -----------------------------------------------------------------------------------------

    def _colon_labels(self, start: int, end: int, owner: Owner | None = None, columns: bool = False) -> list[_Hit]:
        """Return the labels with a colon in [start, end), each with the owner that it has there."""
        hits: list[_Hit] = []
        for separator in self.lexicon.separator.finditer(self.text, start, end):
            position = separator.start()
            carried = owner if columns or owner else self.owner
            hit = self._label_before(position, start, end, carried)
            if hit is not None:
                hit = replace(hit, value_start=separator.end())
                said = hits[-1].value_start if hits else start
                if hit.owner is None and hit.label_start > start + 3:
                    hit = replace(hit, owner=self._last_party(max(start, hit.label_start - 60), hit.label_start))
                elif not columns and hit.owner is carried:
                    hit = replace(hit, owner=self._spoken_of(said, hit.label_start) or carried)
                if hit.key == "party" and not columns:
                    self.owner = hit.owner
                owner = hit.owner or owner
                hits.append(hit)
        return hits

    def _label_before(self, colon: int, start: int, end: int, owner: Owner | None) -> _Hit | None:
        """Return the label that ends at `colon`, or None when the words before it are no label."""
        floor = max(start, colon - 2 * _LONGEST_LABEL)
        begin = colon
        depth = 0
        while begin > floor:
            character = self.text[begin - 1]
            if character == ")":
                depth += 1
            elif character == "(":
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0 and character in _BEFORE_LABEL:
                break
            begin -= 1
        whole = self.text[begin:colon]
        word = _bare(whole)
        for candidate in (_squeezed(whole), word):
            hit = self._known(candidate, begin, colon, end, owner)
            if hit is not None:
                return hit
        glued = _GLUED.search(whole)
        if glued is not None:
            hit = self._known(_bare(whole[glued.end() :]), begin + glued.end(), colon, end, owner)
            if hit is not None:
                return hit
        slash = whole.rfind("/") + 1
        hit = self._known(_bare(whole[slash:]), begin + slash, colon, end, owner) if slash else None
        if hit is not None:
            return hit
        bracketed = self._bracketed(whole)
        if bracketed is not None:
            return _Hit(bracketed, word, begin, colon + 1, end, owner)
        return self._tail_label(word, colon, end, owner)

    def _known(self, word: str, begin: int, colon: int, end: int, owner: Owner | None) -> _Hit | None:
        group = self.lexicon.party(word)
        if group is None and "(" in self.text[begin:colon]:
            inside = self.lexicon.party_pattern.search(self.text, begin, colon)
            outer = self.lexicon.party_pattern.match(self.text, begin, colon)
            if inside is not None and outer is not None and self.text[outer.end()] == "(":
                group, word = self.lexicon.parties[outer[0]], outer[0]
            elif inside is not None and _FOREIGN.fullmatch(self.text[begin : inside.start() - 1]):
                group, word = self.lexicon.parties[inside[0]], inside[0]  # Party A(甲方)
        if group is not None:
            return _Hit("party", word, begin, colon + 1, end, Owner(group, word, begin, colon))
        key = self._label_key(word)
        if key is not None:  # 甲方代表 is one label and names its party all the same
            return _Hit(key, word, begin, colon + 1, end, self._leading_party(word, begin) or owner)
        prefixed, bare_key = self._prefixed(word, begin)
        if bare_key is not None:
            if bare_key in ("name", "seal") and prefixed is not None:
                return _Hit("party", prefixed.label, begin, colon + 1, end, prefixed)
            return _Hit(bare_key, word, begin, colon + 1, end, prefixed or owner)
        return None

    def _tail_label(self, word: str, colon: int, end: int, owner: Owner | None) -> _Hit | None:
        """Read prose that ends in a label: 「乙方指定邮箱地址为：」, 「甲方指派项目负责人陈某（联系电话：」."""
        trimmed = word[:-1] if word.endswith(("为", "是")) else word
        for length in range(min(len(trimmed), _LONGEST_LABEL), 1, -1):
            key = self.lexicon.fields.get(trimmed[-length:])
            if trimmed[-length:].startswith("公司") and trimmed[: len(trimmed) - length].endswith(
                ("有限", "责任", "股份", "集团", "分")
            ):
                continue
            if (
                key is not None
                and key not in ("other", "name", "signed_on", "project_name", "seal", "number")
                and (key.endswith("_number") or len(trimmed) - length <= 12)
            ):
                line = max(self.text.rfind("\n", 0, colon) + 1, colon - 40)
                start = self.text.rfind(trimmed[-length:], line, colon)  # a bracket may stand behind the label
                start = start if start >= 0 else colon - length
                prefix = self._last_party(line, colon)
                if trimmed[-length:] == "代表":  # 发包人派驻现场的代表: speaks on site, does not sign
                    key = "contact"
                return _Hit(key, trimmed[-length:], start, colon + 1, end, prefix or owner)
        return None

    def _leading_party(self, word: str, begin: int) -> Owner | None:
        match = self.lexicon.party_pattern.match(word)
        return Owner(self.lexicon.parties[match[0]], match[0], begin, begin + match.end()) if match else None

    def _prefixed(self, word: str, begin: int) -> tuple[Owner | None, str | None]:
        """Split 「乙方开户银行」 into its party and its label."""
        match = self.lexicon.party_pattern.match(word)
        if match is None:
            return None, None
        rest = word[match.end() :].lstrip("的")
        key = self._label_key(rest)
        if key is None:
            return None, None
        if rest == "代表":  # 发包人代表 is who speaks for the party on site, not who signs for it
            key = "contact"
        return Owner(self.lexicon.parties[match[0]], match[0], begin, begin + match.end()), key

    def _bracketed(self, words: str) -> str | None:
        """Return the key of a label that stands in brackets behind another name for it: Address(地址)."""
        match = _BRACKETED.search(words)
        key = self._label_key(match[1]) if match else None
        return None if key in ("seal", "other") else key

    def _label_key(self, word: str) -> str | None:
        return self.lexicon.fields.get(_squeezed(word))

    # -- values -----------------------------------------------------------------------------------------

    def _emit(self, hits: list[_Hit], paragraph: Paragraph, section: str) -> None:
        for index, hit in enumerate(hits):
            limit = hit.cell_end
            if index + 1 < len(hits) and hits[index + 1].label_start >= hit.value_start:
                limit = min(limit, hits[index + 1].label_start)
            start, end = _trimmed(self.text, hit.value_start, _stop(self.text, hit.value_start, limit))
            if start == end and index == len(hits) - 1:
                start, end = self._next_line(hit, paragraph) or (start, end)
            blank = is_blank(self.text[start:end])
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

    def _next_line(self, hit: _Hit, paragraph: Paragraph) -> tuple[int, int] | None:
        """Return the line below a bare `甲方：` or `项目名称：` at the end of its line, if it can be the value."""
        stacked = hit.value_start == paragraph.end and self.text[paragraph.end - 1] != ":" and hit.key != "party"
        if paragraph.index + 1 >= len(self.outline.paragraphs) or not (
            stacked or hit.key in ("party", "project_name", "address", "bank")
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
        if self._label_key(_bare(words)) is not None or self.lexicon.party(_bare(words)) is not None:
            return None
        return below.start, below.end


def _bare(text: str) -> str:
    """Return a label without brackets, numbering and (盖章)."""
    return _QUALIFIER.sub("", text.strip(" \t:")).replace(" ", "")


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
    """Trim white space and the punctuation that separates one labelled value from the next."""
    while start < end and text[start] in " \t:;,、":
        start += 1
    lead = _LEADING_NOTE.match(text, start, end)
    start = lead.end() if lead else start
    note = _SEAL_NOTE.search(text, start, end)
    if note is not None and not text[note.end() : end].strip(" \t_-年月日"):
        end = note.start()
    while end > start and (text[end - 1] in " \t;,。、(\n" or (text[end - 1] == "/" and end - start > 1)):
        end -= 1
    return start, end


def _carried(owners: list[Owner | None]) -> list[Owner | None]:
    """Return the owners with every empty place taken by the owner on its left."""
    carried: list[Owner | None] = []
    for owner in owners:
        carried.append(owner or (carried[-1] if carried else None))
    return carried
