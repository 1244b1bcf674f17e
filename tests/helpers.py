"""Shared by the tests: a contract text becomes a document, an outline, labels, a context or a record."""

from __future__ import annotations

from extract.document import Document
from extract.fields.context import Context
from extract.model import Record
from extract.readers import document_from_text
from extract.rulepack import load_rules
from extract.structure.flow import Flow, build_flow
from extract.structure.labels import Labels, find_labels
from extract.structure.outline import Outline, build_outline

PACK = load_rules()


def document_of(text: str) -> Document:
    """Return a document of `text`, as a reader would make it."""
    return document_from_text(text, "t.txt")


def flow_of(text: str) -> Flow:
    """Return the flow of a contract text."""
    return build_flow(document_of(text), PACK)


def outline_of(text: str) -> Outline:
    """Return the outline of a contract text."""
    return build_outline(flow_of(text), PACK)


def labels_of(text: str) -> tuple[Outline, Labels]:
    """Return the outline of a contract text and its labelled values."""
    outline = outline_of(text)
    return outline, find_labels(outline, PACK)


def context_of(text: str) -> Context:
    """Return a contract text after the structure and mention stages."""
    from extract.pipeline import analyse

    return analyse(document_of(text), PACK)


def record_of(text: str) -> Record:
    """Return the record of a contract text, checks included."""
    from extract.pipeline import read_contract

    return read_contract(document_of(text), PACK).record
