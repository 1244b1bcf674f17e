"""The order of the stages for one contract."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from extract.acknowledgements import accept
from extract.checks import run_checks
from extract.config import AS_SHIPPED, Settings
from extract.document import Document
from extract.fields import read_fields
from extract.fields.confidence import limit_confidence
from extract.fields.context import Context
from extract.fields.trace import Trace
from extract.model import Record
from extract.nlp.pipeline import find_mentions
from extract.rulepack import RulePack
from extract.structure.flow import build_flow
from extract.structure.labels import find_labels
from extract.structure.outline import build_outline
from extract.structure.tables import find_tables

if TYPE_CHECKING:
    from spacy.tokens import Doc


@dataclass(frozen=True)
class Reading:
    """All that one contract gave: the record, and for explanations the context and the choices behind it."""

    document: Document
    record: Record
    context: Context

    @property
    def text(self) -> str:
        """The document's text, which the record's spans point into."""
        return self.document.text

    @property
    def trace(self) -> Trace:
        """The candidates of every field."""
        return self.context.trace

    @cached_property
    def doc(self) -> Doc:
        """The flow, the text with its layout normalised, as a spaCy Doc: mentions in `doc.spans`, ready for displaCy.

        Its offsets are not those of the record's spans, which are of `text`. Made on demand: loading spaCy and jieba
        takes longer than reading a contract.
        """
        from extract.nlp.words import make_doc

        return make_doc(self.context.text, self.context.mentions, self.context.pack)

    def _repr_html_(self) -> str:
        from extract.jupyter import record_html

        return record_html(self.record, self.text)

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        printer.text(f"<Reading {self.record.document.path}>")


def analyse(document: Document, pack: RulePack) -> Context:
    """Run the structure and mention stages."""
    flow = build_flow(document, pack)
    outline = build_outline(flow, pack)
    return Context(
        document=document,
        flow=flow,
        outline=outline,
        labels=find_labels(outline, pack),
        tables=find_tables(outline),
        mentions=find_mentions(flow.text, pack),
        pack=pack,
        trace=Trace(),
    )


def read_contract(document: Document, pack: RulePack, settings: Settings = AS_SHIPPED) -> Reading:
    """Read one contract: structure, mentions, fields, checks as the project's settings want them."""
    context = analyse(document, pack)
    record = run_checks(limit_confidence(read_fields(context), document, context.flow), pack, settings)
    return Reading(document, accept(record, document.text, settings.acknowledgements), context)
