"""The spaCy pipeline: exact text, tokens cut at mentions, spans per kind, people by pattern."""

from __future__ import annotations

import pytest
from spacy import displacy
from spacy.tokens import Doc

from extract.document import Document
from extract.nlp.mentions import Mentions
from extract.nlp.pipeline import find_mentions
from extract.nlp.words import KINDS, load_pipeline, make_doc
from extract.pipeline import read_contract
from extract.rulepack import load_rules

PACK = load_rules()
TEXT = (
    "甲方应于2025年6月3日前支付合同总价的30%,即人民币伍拾万元整(¥500000.00)。\n"
    "项目联系人:欧阳若水,电话:13900001111;项目经理为赵大伟。服务期12个月,依据《中华人民共和国民法典》。"
)


def test_the_doc_holds_the_exact_text() -> None:
    assert load_pipeline(PACK)(TEXT).text == TEXT


@pytest.mark.parametrize("text", ["", " ", "a  b\t\n 甲方", "合同 总价  100 元\n\n乙方"])
def test_white_space_survives(text: str) -> None:
    assert load_pipeline(PACK)(text).text == text


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("dates", ["2025年6月3日"]),
        ("rates", ["30%"]),
        ("durations", ["12个月"]),
        ("phones", ["13900001111"]),
        ("people", ["欧阳若水", "赵大伟"]),
    ],
)
def test_spans_by_kind(kind: str, expected: list[str]) -> None:
    doc = load_pipeline(PACK)(TEXT)
    assert [span.text for span in doc.spans[kind]] == expected


def test_every_mention_is_a_span() -> None:
    doc = load_pipeline(PACK)(TEXT)
    mentions = doc.user_data["mentions"]
    assert [(s.start_char, s.end_char) for s in doc.spans["money"]] == [(m.start, m.end) for m in mentions.money]
    assert len(doc.spans["laws"]) == 1


def test_words_are_words_and_tagged() -> None:
    doc = load_pipeline(PACK)("双方应当履行保密义务")
    assert "双方" in [token.text for token in doc]
    assert {token.tag_ for token in doc} != {"x"}


def test_a_reading_gives_a_doc_that_displacy_draws() -> None:
    document = Document(path="t.txt", sha256="", media_type="text/plain", reader="text", text=TEXT)
    doc = read_contract(document, PACK).doc
    html = displacy.render(doc, style="span", options={"spans_key": "money"}, page=False, jupyter=False)
    assert "500000" in html


def test_every_span_leads_to_its_typed_mention() -> None:
    mentions = find_mentions(TEXT, PACK)
    doc = make_doc(TEXT, mentions, PACK)
    for kind in KINDS:
        assert [span._.mention for span in doc.spans[kind]] == list(getattr(mentions, kind))
    assert doc.spans["parties"][0]._.mention is None


def test_a_doc_of_known_mentions_is_the_doc_of_the_text() -> None:
    doc, again = make_doc(TEXT, find_mentions(TEXT, PACK), PACK), load_pipeline(PACK)(TEXT)
    assert [token.text for token in doc] == [token.text for token in again]
    assert {key: len(spans) for key, spans in doc.spans.items()} == {key: len(s) for key, s in again.spans.items()}


def test_mentions_that_are_given_are_not_sought_again() -> None:
    doc = make_doc(TEXT, Mentions(), PACK)
    assert doc.text == TEXT
    assert all(not doc.spans[kind] for kind in KINDS)


def test_words_for_the_parties_are_marked() -> None:
    doc = load_pipeline(PACK)("甲方向供应商支付价款")
    assert [span.text for span in doc.spans["parties"]] == ["甲方", "供应商"]


def test_sentences() -> None:
    doc = load_pipeline(PACK)("甲方付款。乙方交货;双方验收\n本合同生效")
    assert [sentence.text for sentence in doc.sents] == ["甲方付款。", "乙方交货;", "双方验收\n", "本合同生效"]


def test_a_component_can_be_left_out() -> None:
    nlp = load_pipeline(PACK)
    with nlp.select_pipes(disable=["money"]):
        doc = nlp(TEXT)
    assert "money" not in doc.spans
    assert doc.spans["dates"]


def test_a_doc_survives_writing_and_reading() -> None:
    nlp = load_pipeline(PACK)
    doc = nlp(TEXT)
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again.user_data["mentions"] == doc.user_data["mentions"]
    assert again.spans["rates"][0]._.mention == doc.spans["rates"][0]._.mention
