"""Where the words stand that tell what one sanction number is for."""

from __future__ import annotations

from dataclasses import dataclass

from extract.fields.context import Context
from extract.fields.passages import phrase_around, sentences
from extract.fields.penalties.numbers import Number
from extract.nlp.mentions import Region

_FARTHEST_BEFORE = 500
_FARTHEST_BEHIND = 250
_EARLIER_SENTENCES = 4
_LONGEST_LIST = 200


@dataclass(frozen=True, slots=True)
class Places:
    """The words around one sanction number, by how near they are to it."""

    phrase: Region
    """The comma phrase of the number, and `own` what of it stands behind the sanction before."""
    own: Region
    told: Region
    """From behind the sanction before to where the breach ends and what it costs begins."""
    before: list[Region]
    """The rest of its sentence, and `earlier` the sentences before that, nearest first."""
    earlier: list[Region]
    behind: Region

    def naming(self, context: Context) -> list[Region]:
        """Return the earlier sentences that may name who breaks the contract.

        Who pays late without a name (乙方提供服务。逾期支付的,…) is named by sentences on money alone.
        """
        text, pack = context.text, context.pack
        late, pays, money = (pack.pattern(f"penalties.{name}") for name in ("late", "pays", "on_money"))
        if not (late.search(text, *self.told) and pays.search(text, *self.told)):
            return self.earlier
        return [each for each in self.earlier if money.search(text, *each)]


def bearing_on(number: Number, sentence: Region) -> Region:
    """Return the part of an overlong sentence (text that lost its punctuation) that can bear on `number`."""
    return max(sentence[0], number.start - _FARTHEST_BEFORE), min(sentence[1], number.end + _FARTHEST_BEHIND)


def places_of(context: Context, passage: Region, number: Number, sentence: Region, position: int) -> Places:
    """Return where to look for the facts of a number; `position` is where the sanction before it ended."""
    text, start = context.text, min(position, number.start)
    phrase = phrase_around(text, number.start, number.end, sentence)
    own = (max(phrase[0], start), phrase[1])
    return Places(
        phrase=phrase,
        own=own,
        told=(start, _demanded(context, number, own[0])),
        before=[(sentence[0], start)] if start > sentence[0] else [],
        earlier=_earlier(text, passage[0], sentence[0]),
        behind=(number.end, _list_end(context, passage, sentence)),
    )


def _demanded(context: Context, number: Number, phrase_start: int) -> int:
    """Return where the words before a number turn from the breach to what it costs (应向甲方支付 …)."""
    turn = context.pack.pattern("penalties.demanded").search(context.text, phrase_start, number.start)
    return turn.start() if turn is not None else number.start


def _earlier(text: str, floor: int, end: int) -> list[Region]:
    """Return the sentences of a passage before offset `end`, nearest first."""
    before = list(sentences(text, max(floor, end - _FARTHEST_BEFORE), end))
    return before[::-1][:_EARLIER_SENTENCES]


def _list_end(context: Context, passage: Region, sentence: Region) -> int:
    """Return where to stop looking behind a number: its sentence's end, or that of the list that it opens."""
    end = passage[1]
    clause = context.outline.clause_at(passage[0]) if context.text[end - 1] == ":" else None
    return min(clause.end, end + _LONGEST_LIST, len(context.text)) if clause is not None else sentence[1]
