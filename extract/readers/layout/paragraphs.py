"""Which lines were one before the margin broke them, and which stand apart: what the layout says and the text does not.

Only what is certain is said here. Where a full line may as well end its paragraph, the line break stays, and the flow
decides by the words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from extract.readers.layout.lines import Line, label_broken, wraps

_APART = 1.3
"""Lines so many times the usual distance apart are two paragraphs."""
_COMMON = 0.15
"""A distance between lines that is so frequent is that of lines of one paragraph, if no smaller one is."""
_FULL = 0.05
"""So many of the lines end at the margin, at least."""
_FEW_FULL = 3
_INDENT, _DEEPEST = 1.2, 5.0  # em; what stands further in is centred or in a column
_SAME_SIZE = 0.15
_ALIKE = 20.0  # points
_SHORT_LABEL = 7
_NEARLY_ALL = 0.9
_LABELLED = re.compile(r"[^:：，。;；]{2,10}[:：]")
_ENDING_LABEL = re.compile(r"[一-鿿（）()]{2,12}[:：]\s*$")
_CODE = re.compile(r"[\dA-Za-z][\dA-Za-z -]{9,31}[。；;]?|[\w.-]{1,40}@[\w.-]{3,40}", re.ASCII)
_TERMINAL = frozenset("。；：！？;:!?…")
_OPENS = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[条章节款]|[一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]"
    r"|\d{1,2}(?:\.\d{1,2}){0,3}[.、．)）\s](?!\d)|\d{1,2}(?:\.\d{1,2}){1,3}[一-鿿]|[①-⑳☑□■◆●•]|附件"
)
_LABEL = re.compile(r"(?:[^\s:：，。;；]{1,14}|(?:[^\s:：，。;；]\s{1,4}){1,7}[^\s:：，。;；]{1,2})\s?[:：]")
"""In one piece, or its letters spread; in 「湖县水利局 乙方：」 the end of a name stands before it."""
_UNFINISHED = re.compile(r"[，、；][^，、。；：！？;:!?]{0,12}$")
"""A sentence that goes on: what follows, though a colon stands in it, is no label."""
_OPEN = re.compile(r"[（(][^（()）]{0,40}$")
_CLOSES = re.compile(r"[^（()）]{0,40}[)）]")
_NUMBERED = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳•●■◆]")


class Paragraphs:
    """The measures of a document's paragraphs: the distance of their lines, where full lines begin and end.

    `marked`: whether a space or an indent shows where paragraphs begin.
    """

    def __init__(self, pages: Sequence[Sequence[Line]]) -> None:
        pairs = [pair for lines in pages for pair in pairwise(lines)]
        self.pitch = _usual_pitch(pairs)
        self._edges = _edges(pages)
        ended = [pair for pair in pairs if not self._full(*pair)]
        self.marked = sum(self.apart(*pair) or self._indented(pair[1]) for pair in ended) >= len(ended) * _NEARLY_ALL

    def margin(self, page: int) -> float | None:
        """Return where the full lines of a page end, in points, if it has any."""
        edges = self._edges.get(page)
        return edges[1] if edges else None

    def apart(self, before: Line, after: Line) -> bool:
        """Tell whether two lines of a page stand further apart than lines of one paragraph."""
        return _pitch(before, after) > self.pitch * _APART

    def ended(self, before: Line, after: Line) -> bool:
        """Tell whether the first of two lines of a page surely ends its paragraph: an indent or a space follows."""
        return self.apart(before, after) or (self._indented(after) and not self._full(before, after))

    def broken(self, before: Line, after: Line) -> bool:
        """Tell whether the margin broke what is one line, on one page or at the foot of one and the head of another."""
        if abs(before.em - after.em) > _SAME_SIZE * before.em:
            return False
        if before.page == after.page and self.apart(before, after):
            return False
        words, rest = before.text, after.text
        if self._awaits_code(before, after):
            return True
        if (_below_value(before, after) and not _is_labelled(rest)) or label_broken(words, rest):
            return True
        if not self._full(before, after):
            return False
        if _OPEN.search(words) and _CLOSES.match(rest):
            return True
        if _LABELLED.match(words) and _is_labelled(rest):
            return False
        if self.marked and not self._indented(after):
            return True
        further = after.box[0] - before.box[0] > _INDENT * before.em
        if further and _NUMBERED.match(words) is None:
            return False
        if words[-1] in _TERMINAL or _OPENS.match(rest):
            return False
        return _LABEL.match(rest) is None or _UNFINISHED.search(words) is not None

    def _awaits_code(self, before: Line, after: Line) -> bool:
        """Tell whether a line ends with a label whose value, one long word, found no room beside it."""
        label = _ENDING_LABEL.search(before.text)
        if label is None or _CODE.fullmatch(after.text) is None:
            return False
        alone = label.start() == 0 and abs(after.box[0] - before.box[0]) < before.em
        return alone or self._full(before, after)

    def _full(self, before: Line, after: Line) -> bool:
        margin = self._edges.get(before.page)
        return margin is not None and wraps(before.run(), after.run(), margin[1], before.em)

    def _indented(self, line: Line) -> bool:
        left = self._edges.get(line.page, (0.0, 0.0))[0]
        return _INDENT * line.em < line.box[0] - left < _DEEPEST * line.em


def _is_labelled(text: str) -> bool:
    """Tell whether a line is a label with its value, or a short label alone; 「验收合格之日起计算：」 is neither."""
    label = _LABELLED.match(text)
    return label is not None and (label.end() < len(text) or len(text) <= _SHORT_LABEL)


def _below_value(before: Line, after: Line) -> bool:
    """Tell whether a line begins below the value of a labelled line, further in than the label."""
    label = _LABELLED.match(before.text)
    glyphs = before.run().glyphs
    if label is None or label.end() >= len(glyphs):
        return False
    value = next((glyph for glyph in glyphs[label.end() :] if not glyph.text.isspace()), None)
    return value is not None and abs(value.box[0] - after.box[0]) < before.em / 2


def _pitch(before: Line, after: Line) -> float:
    """Return how far apart two lines stand, in em."""
    return (after.level - before.level) / max(before.em, after.em)


def _usual_pitch(pairs: Sequence[tuple[Line, Line]]) -> float:
    """Return the smallest distance that is frequent between one line and the next, in em."""
    found = Counter(round(_pitch(*pair), 1) for pair in pairs)
    enough = sum(found.values()) * _COMMON
    return min((pitch for pitch, count in found.items() if 1.0 <= pitch <= 5.0 and count > enough), default=2.0)


def _edges(pages: Sequence[Sequence[Line]]) -> dict[int, tuple[float, float]]:
    """Return for each page where its full lines begin and end: as on most pages, unless the page is set differently."""
    usual = _edges_of([line for lines in pages for line in lines])
    edges: dict[int, tuple[float, float]] = {}
    for lines in filter(None, pages):
        first = min(line.box[0] for line in lines)
        alike = usual is not None and usual[0] - _ALIKE <= first <= usual[0] + 2 * _ALIKE
        found = (
            usual if alike and usual is not None and max(line.box[2] for line in lines) <= usual[1] + _ALIKE else None
        )
        found = found or _edges_of(lines)
        if found is not None:
            edges[lines[0].page] = found
    return edges


def _edges_of(lines: Sequence[Line]) -> tuple[float, float] | None:
    if not lines:
        return None
    left = _edge([line.box[0] for line in lines], lines[0].em)
    right = _edge([-line.box[2] for line in lines], lines[0].em)
    return None if left is None or right is None else (left, -right)


def _edge(places: Sequence[float], em: float) -> float | None:
    """Return the outermost place at which enough lines begin."""
    enough = max(_FEW_FULL, len(places) * _FULL)
    ordered = sorted(places)
    return next((place for place in ordered if sum(place <= p < place + em for p in ordered) >= enough), None)
