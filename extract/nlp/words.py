"""The spaCy side: jieba words as tokens, every mention as an exact span with its typed value.

    nlp = load_pipeline(load_rules())
    doc = nlp(text)
    displacy.render(doc, style="span", options={"spans_key": "money"})
    doc.spans["money"][0]._.mention.value

Organisations and people are found in the text by their endings and posts, not by token patterns: the dictionary knows
few names. Its words and tags say where the name of an organisation begins (`extract.nlp.organisations`).
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

import spacy
import srsly  # type: ignore[import-untyped]
from pydantic import TypeAdapter
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import DummyTokenizer

from extract.nlp.mentions import Mention, Mentions
from extract.nlp.pipeline import find_mentions
from extract.nlp.segmentation import segmenter
from extract.rulepack import RulePack

KINDS = tuple(kind.name for kind in fields(Mentions))
"""The keys of `doc.spans`, each also the name of a component of the pipeline."""
_SENTENCE_ENDS = ["。", ";", "!", "?", "…", "\n"]
_LONGEST_TEXT = 10**8
_MENTIONS = "mentions"
_ADAPTER = TypeAdapter(Mentions)


class WordTokenizer(DummyTokenizer):
    """Cuts text into jieba words; an edge of a mention is always an edge of a token."""

    def __init__(self, vocab: Any, pack: RulePack) -> None:
        self.vocab, self.pack = vocab, pack

    def __call__(self, text: str) -> Doc:
        """Return the Doc of `text` with its mentions in `doc.user_data`; `doc.text == text`."""
        return self.cut(text, find_mentions(text, self.pack))

    def cut(self, text: str, mentions: Mentions) -> Doc:
        """Return the Doc of `text`, tagged from the dictionary, its tokens cut at the edges of `mentions`."""
        words: list[str] = []
        spaces: list[bool] = []
        known = segmenter()
        edges = {edge for mention in _all(mentions) for edge in (mention.start, mention.end)}
        for start, end in itertools.pairwise(sorted({0, len(text), *edges})):
            for word in known.cut(text[start:end]):
                if word == " " and words and not spaces[-1]:
                    spaces[-1] = True
                else:
                    words.append(word)
                    spaces.append(False)
        doc = Doc(self.vocab, words=words, spaces=spaces, tags=[known.tag(word) for word in words])
        doc.user_data[_MENTIONS] = mentions
        return doc


def _all(mentions: Mentions) -> Iterator[Mention]:
    for kind in KINDS:
        yield from getattr(mentions, kind)


@Language.factory("kanhe_spans")
def _spans_of_kind(nlp: Language, name: str, kind: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 - spaCy gives them
    """Return the component that puts one kind of mention into `doc.spans` under its name."""

    def put(doc: Doc) -> Doc:
        mentions = getattr(doc.user_data[_MENTIONS], kind)
        spans = [doc.char_span(mention.start, mention.end, label=kind) for mention in mentions]
        doc.spans[kind] = [span for span in spans if span is not None]
        return doc

    return put


@lru_cache(maxsize=2)
def load_pipeline(pack: RulePack) -> Language:
    """Return the spaCy pipeline for flow texts: words, sentences, `doc.spans` for every kind of mention.

    `doc.spans["parties"]` marks 甲方, 供应商 and the other words for the parties. `span._.mention` is the
    typed mention behind a span.
    """
    nlp = spacy.blank("zh")
    nlp.max_length = _LONGEST_TEXT  # spaCy's limit is there for its parser
    nlp.tokenizer = WordTokenizer(nlp.vocab, pack)
    nlp.add_pipe("sentencizer", config={"punct_chars": _SENTENCE_ENDS})
    for kind in KINDS:
        nlp.add_pipe("kanhe_spans", name=kind, config={"kind": kind})
    ruler = nlp.add_pipe("span_ruler", name="parties", config={"spans_key": "parties"})
    words = itertools.chain.from_iterable(pack.table("labels.parties").values())
    ruler.add_patterns([{"label": "party", "pattern": word} for word in words])  # type: ignore[attr-defined]
    return nlp


def make_doc(text: str, mentions: Mentions, pack: RulePack) -> Doc:
    """Return the spaCy Doc of the flow `text`, whose `mentions` are already known."""
    nlp = load_pipeline(pack)
    return nlp(WordTokenizer(nlp.vocab, pack).cut(text, mentions))


def _mention_of(span: Span) -> Mention | None:
    """Return the mention that `span` was made from, or None for a span of another origin."""
    mentions = span.doc.user_data.get(_MENTIONS)
    group: tuple[Mention, ...] = getattr(mentions, span.label_, ())
    index = bisect_left(group, span.start_char, key=attrgetter("start"))
    return group[index] if index < len(group) and group[index].start == span.start_char else None


@srsly.msgpack_encoders("kanhe_mentions")  # type: ignore[untyped-decorator]
def _encode(value: Any, chain: Any = None) -> Any:
    """Let spaCy write the mentions of a Doc (to_bytes, nlp.pipe with several processes)."""
    if isinstance(value, Mentions):
        return {"kanhe_mentions": _ADAPTER.dump_json(value)}
    return value if chain is None else chain(value)


@srsly.msgpack_decoders("kanhe_mentions")  # type: ignore[untyped-decorator]
def _decode(value: Any, chain: Any = None) -> Any:
    if isinstance(value, dict) and "kanhe_mentions" in value:
        return _ADAPTER.validate_json(value["kanhe_mentions"])
    return value if chain is None else chain(value)


Span.set_extension("mention", getter=_mention_of, force=True)
