"""Where the values of labels stand: what belongs to a value behind its label, and which line below may be one."""

from __future__ import annotations

import re
from collections.abc import Iterator

import regex

from extract.rulepack import RulePack
from extract.structure.label_words import Hit, LabelWords, bare
from extract.structure.outline import Outline, Paragraph
from extract.structure.stacking import stacked_values
from extract.structure.values import LabelledValue

_BLANK = re.compile(r"[\s_\-—/\\.×Xx*＊□()年月日至元整¥【】\[\]〔〕“”\"':;,。…~·第号]*")
_SURE_VALUES = {
    "total": "labels.sure_total",
    "project_name": "labels.sure_project",
    "signed_on": "labels.sure_day",
    "contract_number": "labels.sure_number",
    "project_number": "labels.sure_number",
}
"""What a line must be to be the value of the label in the line above it, whatever the other lines look like."""
_IN_NEXT_LINE = ("party", "project_name", "address", "bank")
_EMPTY_BOX = re.compile(r"【[\s_/]*】|〔[\s_/]*〕")
_DRAWN = re.compile(r"__|【[\s_]*】|×{2}|[Xx]{3}")
_NEXT_NUMBER = regex.compile(
    r"(?r)(?<=[\p{Han}\dA-Za-z ])(?P<number>\(\d{1,2}\)|\([一二三四五六七八九十]{1,2}\)|[①-⑳])"
)
"""The number of the next label in the line: 合同编号:A-1 (2)项目名称:…."""

_SIGNS = re.compile(r"(?:[甲乙丙]方|发包[人方]|承包[人方])代表")
"""On a signature page it is who signs; in the clauses whom to turn to."""


def is_blank(text: str) -> bool:
    """Tell whether `text` is a form's blank: nothing, ____, 【】, ××, 　年　月　日, /."""
    return _BLANK.fullmatch(text) is not None or set(text) <= set("×XxX*_")


class Values:
    """Finds the values of labels in one text."""

    def __init__(self, outline: Outline, words: LabelWords, pack: RulePack) -> None:
        self.outline, self.text, self.words = outline, outline.text, words
        self.sure = {key: pack.pattern(name) for key, name in _SURE_VALUES.items()}
        self.alias, self.value_end = pack.pattern("labels.alias"), pack.pattern("labels.value_end")
        self.leading_note, self.seal_note = pack.pattern("labels.leading_note"), pack.pattern("labels.seal_note")
        self.issuer, self.or_another = pack.pattern("labels.issuer"), pack.pattern("labels.or_another")
        self.stacked = stacked_values(outline, words)

    def of(self, hits: list[Hit], paragraph: Paragraph, section: str) -> Iterator[LabelledValue]:
        """Yield the labels of a paragraph with their values."""
        for index, hit in enumerate(hits):
            limit = hit.cell_end
            if index + 1 < len(hits) and hits[index + 1].label_start >= hit.value_start:
                limit = min(limit, hits[index + 1].label_start)
                number = _NEXT_NUMBER.match(self.text, hit.value_start, limit)
                limit = number.start("number") if number is not None else limit
            start, end = self._trimmed(hit.value_start, self._stop(hit.value_start, limit))
            box = _EMPTY_BOX.match(self.text, start, end)
            end = box.end() if box else end
            if start == end and index == len(hits) - 1:
                start, end = self.stacked.get(paragraph.index) or self._next_line(hit, paragraph) or (start, end)
            signs = hit.key == "contact" and section == "signature" and _SIGNS.fullmatch(hit.label) is not None
            key = "authorized_representative" if signs else hit.key
            other = self.or_another.match(self.text, start, end) if key == "legal_representative" else None
            if other is not None:  # 法定代表人:某某 or, in the line below the label, 某某 alone
                below = hit.label_start == hit.value_start
                key, start = "authorized_representative" if below else "either_representative", other.end()
            blank = is_blank(self.alias.sub("", self.text[start:end]))
            place = (hit.label_start, start, end)
            yield LabelledValue(key, hit.label, *place, hit.owner, section, paragraph.index, blank)

    def told_below(self, key: str, paragraph: Paragraph) -> bool:
        """Tell whether the line below is a value that nothing else can be: a number below 合同金额(元):, a date."""
        below = self.outline.paragraphs[paragraph.index + 1 : paragraph.index + 2]
        value = self.sure.get(key)
        return (
            bool(below) and value is not None and value.fullmatch(self.text, below[0].start, below[0].end) is not None
        )

    def _next_line(self, hit: Hit, paragraph: Paragraph) -> tuple[int, int] | None:
        """Return the line below a bare `甲方：` or `项目名称：` at the end of its line, if it can be the value.

        Where a blank was drawn behind the label it was left open, and who issued the form is nobody's name.
        """
        if _DRAWN.search(self.text, hit.value_start, hit.cell_end):
            return None
        stacked = hit.value_start == paragraph.end and self.text[paragraph.end - 1] != ":" and hit.key != "party"
        if paragraph.index + 1 >= len(self.outline.paragraphs) or not (
            stacked or hit.key in _IN_NEXT_LINE or self.told_below(hit.key, paragraph)
        ):
            return None
        if "\t" in self.text[paragraph.start : paragraph.end]:
            return None
        below = self.outline.paragraphs[paragraph.index + 1]
        words = self.text[below.start : below.end]
        if (
            below.number is not None
            or not (2 if stacked or hit.key == "party" else 4) <= len(words) <= 60
            or any(mark in words for mark in ":\t。")
            or words[0] == "("
            or self.words.is_label(bare(words))
            or (hit.key == "party" and self._issued(below))
        ):
            return None
        return below.start, below.end

    def _issued(self, paragraph: Paragraph) -> bool:
        """Tell whether a line names who issued the form, in it or the next: 住房城乡建设部 / 国家工商总局制定."""
        lines = self.outline.paragraphs[paragraph.index : paragraph.index + 2]
        return any(self.issuer.fullmatch(self.text, line.start, line.end) for line in lines)

    def _stop(self, start: int, end: int) -> int:
        """Return where a value ends: at a full stop, a semicolon or a bracket that it did not open."""
        text = self.text
        for match in self.value_end.finditer(text, start, end):
            if match[0] != ")" or text.count("(", start, match.start()) <= text.count(")", start, match.start()):
                return match.start()
        return end

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        """Trim white space, the blank that a value was written into, and what separates it from the next value."""
        text = self.text
        while start < end and text[start] in " \t:;,、_":
            start += 1
        lead = self.leading_note.match(text, start, end)
        start = lead.end() if lead else start
        note = self.seal_note.search(text, start, end)
        if note is not None and not text[note.end() : end].strip(" \t_-年月日"):
            end = note.start()
        while end > start and (text[end - 1] in " \t;,。、(?\n_" or (text[end - 1] == "/" and end - start > 1)):
            end -= 1
        if text[start : start + 1] == "【" and text[end - 1] == "】" and end - start > 2:
            return self._trimmed(start + 1, end - 1)
        return start, end
