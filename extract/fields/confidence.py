"""What OCR was not sure of, or took a letter for, no field may be sure of."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel

from extract.document import Document
from extract.fields.context import MISREAD
from extract.model import Evidence, Span
from extract.structure.flow import Flow

AnyModel = TypeVar("AnyModel", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class _Doubts:
    """What the reader was not sure of, and the offsets of letters that were taken for digits."""

    document: Document
    letters: Sequence[int]

    def surest(self, span: Span) -> float:
        """Return how sure a value read at `span` can be."""
        first = bisect_left(self.letters, span.start)
        misread = first < len(self.letters) and self.letters[first] < span.end
        return min(self.document.confidence_of(span.start, span.end), MISREAD if misread else 1.0)


def limit_confidence(part: AnyModel, document: Document, flow: Flow) -> AnyModel:
    """Return `part` of a record, no value in it more certain than the least certain character that it was read from."""
    letters = flow.misread_digits(document.text)
    return _limited_part(part, _Doubts(document, letters)) if letters or document.confidences else part


def _limited_part(part: AnyModel, doubts: _Doubts) -> AnyModel:
    changes = {name: limited for name, value in part if (limited := _limited(value, doubts)) is not value}
    if isinstance(part, Evidence):
        surest = min(map(doubts.surest, part.spans), default=1.0)
        if surest < part.confidence:
            changes["confidence"] = surest
    return part.model_copy(update=changes) if changes else part


def _limited(value: object, doubts: _Doubts) -> object:
    if isinstance(value, BaseModel):
        return _limited_part(value, doubts)
    if isinstance(value, tuple):
        limited = tuple(_limited(item, doubts) for item in value)
        return limited if any(new is not old for new, old in zip(limited, value, strict=True)) else value
    return value
