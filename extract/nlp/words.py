"""The spaCy side: jieba words as tokens, mentions as named spans, organisations and people by token patterns.

`load_pipeline(pack)` is an ordinary spaCy pipeline: `nlp(text)` gives a Doc whose `doc.spans["money"]`,
`doc.spans["dates"]` … are ready for `displacy.render(doc, style="span", options={"spans_key": "money"})`.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from extract.nlp.mentions import Mention, Mentions
from extract.nlp.pipeline import find_mentions
from extract.rulepack import RulePack, shipped_rules

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_LONGEST_PERSON = 6
_UNKNOWN = "x"


@lru_cache(maxsize=1)
def _jieba() -> Any:
    """Return jieba with our lexicon, silent."""
    import logging

    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    lexicon = shipped_rules() / "lexicon.txt"
    if lexicon.is_file():
        with lexicon.open(encoding="utf-8") as words:  # jieba leaves a file that it opens itself unclosed
            jieba.load_userdict(words)
    return jieba


@lru_cache(maxsize=1)
def _tagger() -> Any:
    """Return jieba's part-of-speech tagger over the same dictionary."""
    _jieba()
    import jieba.posseg

    return jieba.posseg.dt


class JiebaTokenizer:
    """Cuts text into jieba words; an edge of a mention is always an edge of a token."""

    def __init__(self, vocab: Any, pack: RulePack) -> None:
        self.vocab, self.pack = vocab, pack

    def __call__(self, text: str) -> Doc:
        """Return the Doc of `text` with its mentions in `doc.user_data["mentions"]`; `doc.text == text`."""
        mentions = find_mentions(text, self.pack)
        doc = make_words(text, mentions, self.vocab)
        doc.user_data["mentions"] = mentions
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing to save: the words come from jieba and the rules."""
        return b""

    def from_bytes(self, _data: bytes, **_: Any) -> JiebaTokenizer:
        """Nothing to load."""
        return self


def make_words(text: str, mentions: Mentions, vocab: Any) -> Doc:
    """Return a Doc of jieba words, tagged from jieba's dictionary, cut at the edges of `mentions`."""
    from spacy.tokens import Doc

    cut, tags_of = _jieba().cut, _dictionary_tags()
    edges = sorted(
        {0, len(text), *(edge for mention in all_mentions(mentions) for edge in (mention.start, mention.end))}
    )
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in itertools.pairwise(edges):
        for word in cut(text[start:end], HMM=False):
            if word == " " and words and not spaces[-1]:
                spaces[-1] = True
            else:
                words.append(word)
                spaces.append(False)
    tags = [tags_of.get(word, _UNKNOWN) for word in words]
    return Doc(vocab, words=words, spaces=spaces, tags=tags)


@lru_cache(maxsize=1)
def _dictionary_tags() -> dict[str, str]:
    tagger = _tagger()
    tagger.initialize()
    tags: dict[str, str] = tagger.word_tag_tab
    return tags


def all_mentions(mentions: Mentions) -> Iterator[Mention]:
    """Yield the mentions of every kind."""
    for kind in fields(mentions):
        yield from getattr(mentions, kind.name)


@lru_cache(maxsize=2)
def load_pipeline(pack: RulePack) -> Language:
    """Return the spaCy pipeline for flow texts: tokens, `doc.spans` per kind of mention, organisations, people."""
    import spacy
    from spacy.language import Language

    if not Language.has_factory("kanhe_mentions"):
        Language.factory("kanhe_mentions", func=lambda nlp, name: _spans_from_mentions)
        Language.factory("kanhe_people", func=lambda nlp, name: PeopleFinder(nlp))
    nlp = spacy.blank("zh")
    nlp.tokenizer = JiebaTokenizer(nlp.vocab, pack)
    nlp.add_pipe("kanhe_mentions")
    nlp.add_pipe("kanhe_people")
    return nlp


def _spans_from_mentions(doc: Doc) -> Doc:
    """Put each kind of mention into `doc.spans` under its name in Mentions."""
    mentions: Mentions = doc.user_data["mentions"]
    for kind in fields(mentions):
        spans = (doc.char_span(m.start, m.end, label=kind.name) for m in getattr(mentions, kind.name))
        doc.spans[kind.name] = [span for span in spans if span is not None]
    return doc


class PeopleFinder:
    """Finds people by spaCy token patterns: a surname with one or two single characters behind a post.

    Names that jieba's dictionary knows (tag nr) are single tokens; others fall apart into single characters.
    """

    def __init__(self, nlp: Language) -> None:
        from spacy.matcher import Matcher

        pack: RulePack = nlp.tokenizer.pack  # type: ignore[union-attr]
        surnames = [*pack.words("names.surnames"), *pack.words("names.compound_surnames")]
        post = {"TEXT": {"IN": list(pack.words("names.posts"))}}
        joint = {"TEXT": {"IN": [":", "为", "是", "("]}, "OP": "?"}
        single = {"LENGTH": 1, "IS_PUNCT": False, "IS_DIGIT": False}
        self.posts = frozenset(pack.words("names.posts"))
        self.not_names = frozenset(pack.words("names.not_names"))
        self.matcher = Matcher(nlp.vocab)
        known = {"TAG": {"IN": ["nr", "nrt", "nrfg"]}}
        surname = {"TEXT": {"IN": surnames}}
        forms: list[list[dict[str, Any]]] = [
            [known],
            [surname, known],
            [surname, single, {**single, "OP": "?"}],
        ]
        self.matcher.add("person", [[post, joint, *form] for form in forms], greedy="LONGEST")

    def __call__(self, doc: Doc) -> Doc:
        """Put the people into `doc.spans["people"]`."""
        from spacy.tokens import Span

        people = []
        for _, start, end in self.matcher(doc):
            while doc[start].text in self.posts or doc[start].text in ":为是(":
                start += 1
            span = doc[start:end]
            if 2 <= len(span.text) <= _LONGEST_PERSON and span.text not in self.not_names:
                people.append(Span(doc, start, end, label="people"))
        doc.spans["people"] = people
        return doc
