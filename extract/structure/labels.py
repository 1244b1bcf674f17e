"""Labelled values: `标签：值` in lines, in side-by-side columns and in table cells, and whose they are.

The owner of a value is found from the layout: the column of a signature table, the row group of a form, the
party line above, or the party named in the label itself or in the sentence that announces the values
(「乙方指定的账户为：」).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.rulepack import RulePack
from extract.structure.label_owners import Spoken, colon_labels
from extract.structure.label_rows import LONGEST_CELL, Rows
from extract.structure.label_values import Values
from extract.structure.label_words import ANNOUNCES, FOREIGN, Hit, LabelWords, bare
from extract.structure.outline import Outline, Paragraph
from extract.structure.shared_labels import of_each_party
from extract.structure.sides import with_sides
from extract.structure.values import LabelledValue, Owner, dealt

_LONGEST_SIGNATURE = 120


@dataclass(frozen=True, slots=True)
class Labels:
    """All labelled values of a contract, in order, and the parties that head columns and row groups."""

    values: tuple[LabelledValue, ...]
    heads: tuple[Owner, ...] = ()

    def of(self, *keys: str) -> tuple[LabelledValue, ...]:
        """Return the values with any of `keys`, blank ones included."""
        return tuple(value for value in self.values if value.key in keys)


def find_labels(outline: Outline, pack: RulePack) -> Labels:
    """Return the labelled values of the outline, with owners."""
    walker = _Walker(outline, pack)
    return Labels(tuple(with_sides(list(dealt(walker.walk(), outline)), outline)), tuple(walker.rows.heads))


class _Walker:
    """Walks the paragraphs in order and remembers who is being spoken of."""

    def __init__(self, outline: Outline, pack: RulePack) -> None:
        self.outline, self.text = outline, outline.text
        self.words = LabelWords(outline.text, pack)
        self.lexicon = self.words.lexicon
        self.sealed, self.lettered = pack.pattern("labels.sealed_party"), pack.pattern("labels.lettered_party")
        self.spoken = Spoken()
        self.rows = Rows(self.words, self.spoken, pack)
        self.values = Values(outline, self.words, pack)
        self.beside: list[Owner] = []  # the parties of the last line that named any

    def walk(self) -> list[LabelledValue]:
        """Return the labelled values in order."""
        found: list[LabelledValue] = []
        current: object = None
        named_in = -1  # the last paragraph that ends with the name of a party
        for paragraph in self.outline.paragraphs:
            section = self.outline.section_at(paragraph.start)
            if section is not current:
                introduced = section.kind == "preamble" and named_in == paragraph.index - 1
                if not introduced:  # 委托方:某局 ends the cover, 住所地:… goes on below
                    self.spoken.owner = None
                current, self.spoken.form, self.rows.columns = section, None, []
            tabbed = "\t" in self.text[paragraph.start : paragraph.end]
            before = self.spoken.owner
            hits = self.rows.read(paragraph) if tabbed else self._line(paragraph)
            if tabbed and not self.rows.columns:
                hits = self._beside(hits)  # 代码:…  代码:…, the parties in a line with one space between
            apart = of_each_party(hits, self.words)
            if apart != hits:  # both have been spoken of
                hits, self.spoken.owner = apart, before
            if hits and hits[-1].key == "party" and not tabbed:
                named_in = paragraph.index
                if len(hits) == 1:  # 采购代理机构:… below the two of a table
                    self.rows.columns = []
            found.extend(self.values.of(hits, paragraph, section.kind))
        return found

    def _line(self, paragraph: Paragraph) -> list[Hit]:
        start, end = paragraph.start, paragraph.end
        word = FOREIGN.sub("", bare(self.text[start:end])) if end - start <= 40 else ""
        alone = self.lexicon.party(word)
        if alone is not None:
            self.spoken.owner = self.spoken.form = Owner(alone, word, start, end)
            return [Hit("party", word, start, end, end, self.spoken.owner)]
        self.spoken.form = None
        hits = self._beside(
            colon_labels(self.words, self.spoken, start, end)
            or self._sealed(start, end)
            or self._stacked(paragraph, word)
        )
        if hits and hits[-1].owner is not None and not self.text[hits[-1].value_start : end].strip():
            self.spoken.owner = hits[-1].owner
        if not hits:
            self._announced(paragraph)
            if paragraph.number is None and end - start > 60:
                self.rows.columns = []
        elif paragraph.number is not None and hits[0].label_start > paragraph.body_start + 12:
            self._announced(paragraph)
        elif paragraph.number is not None and hits[-1].owner is not None:  # 3.甲方开票信息:名称:某局; / 地址:…
            self.spoken.owner = hits[-1].owner
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
            if key is None or not self.values.told_below(key, paragraph):
                return []
            return [Hit(key, body, paragraph.body_start, paragraph.end, paragraph.end, self.spoken.owner)]
        key = self.words.key_of(word)
        if key is None:
            return []
        near = range(max(paragraph.index - 3, 0), min(paragraph.index + 4, len(self.outline.paragraphs)))
        if paragraph.index not in self.values.stacked and not any(
            index != paragraph.index and self._fills_line(self.outline.paragraphs[index]) for index in near
        ):
            return []
        return [Hit(key, word, paragraph.start, paragraph.end, paragraph.end, self.spoken.owner)]

    def _fills_line(self, paragraph: Paragraph) -> bool:
        """Tell whether a paragraph is a label or a party and nothing else."""
        if paragraph.end - paragraph.start > LONGEST_CELL:
            return False
        return self.words.is_label(bare(self.text[paragraph.start : paragraph.end]))

    def _sealed(self, start: int, end: int) -> list[Hit]:
        """Return the parties of a line without colons: 甲方(盖章)某局 乙方(盖章)某公司, 甲方(需方)某局."""
        if end - start > _LONGEST_SIGNATURE or self.text.find("。", start, end) >= 0:
            return []
        hits = []
        lettered = self.lettered.match(self.text, start, end)
        for match in [lettered] if lettered is not None else self.sealed.finditer(self.text, start, end):
            word = match["party"]
            group = self.lexicon.party(word)
            if group is not None:
                self.spoken.owner = Owner(group, word, match.start(), match.end())
                hits.append(Hit("party", word, match.start(), match.end(), end, self.spoken.owner))
        return hits

    def _announced(self, paragraph: Paragraph) -> None:
        """Take the owner from a sentence that announces values, or drop it at a new clause."""
        text = self.text[paragraph.start : paragraph.end]
        tail = text[-60:]
        sentence = text.endswith("。") and not text.endswith("如下。")
        if text.endswith((":", "为", "如下")) or (ANNOUNCES.search(tail) and len(text) <= 80 and not sentence):
            owner = self.words.last_party(paragraph.start, paragraph.end)
            if owner is not None:
                self.spoken.owner = owner
                return
        if paragraph.number is not None or len(text) > 60:
            self.spoken.owner = None
