"""The samples of other formats: each is read as the text that it was made from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extract.document import Document
from extract.model import Record
from extract.pipeline import read_contract
from extract.readers import read
from extract.rulepack import load_rules
from tests.scoring import score
from tests.test_corpus import assert_evidence

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"
SAMPLES = sorted((CORPUS / "formats").iterdir())
PACK = load_rules()


def reading(path: Path) -> tuple[Document, Record]:
    document = read(path)
    return document, read_contract(document, PACK).record


def twin(sample: Path) -> Path:
    (path,) = (CORPUS / "contracts").glob(f"{sample.stem}.*")
    return path


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_sample_is_read_as_its_text_is(sample: Path) -> None:
    document, record = reading(sample)
    _, other = reading(twin(sample))
    gold = json.loads((CORPUS / "gold" / f"{sample.stem}.json").read_text(encoding="utf-8"))
    own, expected = (score(gold, json.loads(item.to_json())) for item in (record, other))
    assert own[0] > 40
    assert own == expected
    assert {finding.code for finding in record.findings} == {finding.code for finding in other.findings}
    assert_evidence(document, record)


def test_values_from_ofd_know_their_page_and_place() -> None:
    document, record = reading(CORPUS / "formats" / "14-catering-ingredients.ofd")
    assert record.total is not None
    span = record.total.spans[0]
    assert span.page is not None
    assert span.bbox is not None
    page = document.pages[span.page - 1]
    left, top, right, bottom = span.bbox
    assert 0 < left < right < page.width
    assert 0 < top < bottom < page.height


def test_nothing_of_the_site_is_in_the_web_page() -> None:
    document, _ = reading(CORPUS / "formats" / "17-training-service.html")
    for words in ("首页", "政策法规", "浏览次数", "打印本页", "相关公告", "植保无人机", "版权所有", "主办单位", "ICP"):
        assert words not in document.text
