"""What OCR was not sure of, no field may be sure of."""

from __future__ import annotations

from typing import TypeVar

from pydantic import BaseModel

from extract.document import Document
from extract.model import Evidence

AnyModel = TypeVar("AnyModel", bound=BaseModel)


def limit_confidence(part: AnyModel, document: Document) -> AnyModel:
    """Return `part` of a record, no value in it more certain than the least certain character that it was read from."""
    if not document.confidences:
        return part
    changes = {name: limited for name, value in part if (limited := _limited(value, document)) is not value}
    if isinstance(part, Evidence):
        surest = min((document.confidence_of(span.start, span.end) for span in part.spans), default=1.0)
        if surest < part.confidence:
            changes["confidence"] = surest
    return part.model_copy(update=changes) if changes else part


def _limited(value: object, document: Document) -> object:
    if isinstance(value, BaseModel):
        return limit_confidence(value, document)
    if isinstance(value, tuple):
        limited = tuple(_limited(item, document) for item in value)
        return limited if any(new is not old for new, old in zip(limited, value, strict=True)) else value
    return value
