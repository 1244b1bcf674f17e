"""Labels with a colon, and whose they are: who is spoken of goes on from label to label and from line to line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract.structure.label_words import Hit, LabelWords
from extract.structure.values import Owner

OF_ACCOUNTS = frozenset({"bank", "bank_code", "account", "holder"})
_PROSE_REACH, _SENTENCE_REACH = 60, 120
"""Characters before a label in prose in which its party is named: in its own sentence, and in those before."""


@dataclass(slots=True)
class Spoken:
    """Who is spoken of where a line or row begins; `form` is whose rows of a form go on."""

    owner: Owner | None = None
    form: Owner | None = None


def colon_labels(
    words: LabelWords, spoken: Spoken, start: int, end: int, owner: Owner | None = None, columns: bool = False
) -> list[Hit]:
    """Return the labels with a colon in [start, end), each with the owner that it has there.

    `owner` is whose cell it is, `columns` whether it stands in a party's column, which speaks of nobody else. A party
    among the labels is spoken of from there on.
    """
    hits: list[Hit] = []
    for separator in words.lexicon.separator.finditer(words.text, start, end):
        position, value_start = separator.span("gap")
        carried = owner if columns or owner else spoken.owner
        hit = words.before(position, start, end, carried)
        if hit is not None:
            said = hits[-1].value_start if hits else start
            whose = hit.owner
            if whose is None and hit.label_start > start + 3:
                whose = _told_before(words, hit, start)
            elif not columns and whose is carried:
                whose = words.spoken_of(said, hit.label_start) or carried
            hit = replace(hit, value_start=value_start, owner=whose)
            if hit.key == "party" and not columns:
                spoken.owner = hit.owner
            owner = hit.owner or owner
            hits.append(hit)
    return hits


def _told_before(words: LabelWords, hit: Hit, start: int) -> Owner | None:
    """Return the party that the words before a label name: last in its own sentence, or else first in another."""
    sentence = max(start, words.text.rfind("。", start, hit.label_start) + 1)
    owner = words.last_party(max(sentence, hit.label_start - _PROSE_REACH), hit.label_start)
    if owner is not None or hit.key in OF_ACCOUNTS:
        return owner  # who pays in one sentence is not who is paid in the next
    return words.first_party(max(start, sentence - _SENTENCE_REACH), sentence)
