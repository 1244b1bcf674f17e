"""Shared by the tests: a contract text becomes a document, an outline, labels, a context or a record."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from extract.document import Document
from extract.fields.context import Context
from extract.model import DocumentInfo, Money, Party, Record, Role, Span, TextField
from extract.readers import document_from_text
from extract.rulepack import load_rules
from extract.structure.flow import Flow, build_flow
from extract.structure.labels import Labels, find_labels
from extract.structure.outline import Outline, build_outline

PACK = load_rules()
INFO = DocumentInfo(path="a.txt", sha256="0" * 64, media_type="text/plain", reader="text", characters=9)
HERE: dict[str, Any] = {"text": "原文", "spans": (Span(start=3, end=5),)}
"""Where a part of a made-up record stands."""


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


_OPENING = """第一条 服务内容
乙方为甲方提供服务，服务内容以采购文件为准，双方均认可。
第二条 费用
甲方支付费用，费用以成交通知书为准，双方均认可此金额并遵照执行。
"""


def clause_context(clause: str) -> Context:
    """Return the context of a contract that says nothing else of what `clause` is about."""
    return context_of(_OPENING + clause.strip() + "\n第九条 其他\n未尽事宜双方协商。")


def party(role: Role, *labels: str, name: str | None = None) -> Party:
    """Return a party with its labels and name, standing nowhere."""
    fields = tuple(TextField(value=label, text=label, spans=()) for label in labels)
    return Party(role=role, labels=fields, name=TextField(value=name, text=name, spans=()) if name else None)


def text(value: str, start: int = 3) -> TextField:
    """Return a field of a made-up record."""
    return TextField(value=value, text="原文", spans=(Span(start=start, end=start + 2),))


def money(value: str) -> Money:
    """Return an amount of a made-up record."""
    return Money(value=Decimal(value), **HERE)
