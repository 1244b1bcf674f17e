"""The samples of other formats: each is read as the text that it was made from."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
from pydantic import BaseModel

from extract.document import Document
from extract.model import Evidence, Record
from extract.pipeline import read_contract
from extract.readers import read
from extract.rulepack import load_rules
from tests.scoring import score
from tests.test_corpus import assert_evidence

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"
SAMPLES = sorted((CORPUS / "formats").iterdir())
PACK = load_rules()
HYPHEN = "\x02"
"""What pdfium gives for a hyphen that may end a line."""
ONE_LINE = 1.5


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


def evidence(part: object) -> Iterator[Evidence]:
    if isinstance(part, Evidence):
        yield part
    if isinstance(part, BaseModel):
        for _, value in part:
            yield from evidence(value)
    elif isinstance(part, tuple):
        for item in part:
            yield from evidence(item)


@pytest.mark.parametrize("sample", [path for path in SAMPLES if path.suffix == ".pdf"], ids=lambda path: path.name)
def test_the_file_has_in_the_box_of_every_value_what_the_value_was_read_from(sample: Path) -> None:
    """Of a value on one line, its box holds nothing else, in whatever order; of several, the box around holds more."""
    document, record = reading(sample)
    pdf = pypdfium2.PdfDocument(sample)
    pages = [pdf[number] for number in range(len(pdf))]
    texts = [page.get_textpage() for page in pages]
    count = 0
    for span in (span for value in evidence(record) for span in value.spans if span.bbox is not None):
        assert span.page is not None and span.bbox is not None
        x0, top, x1, bottom = span.bbox
        height = pages[span.page - 1].get_height()
        shown = texts[span.page - 1].get_text_bounded(x0 + 1, height - bottom + 1, x1 - 1, height - top - 1)
        inside = "".join(shown.replace(HYPHEN, "-").split())
        own = [place for place in range(span.start, span.end) if document.page_at(place) == span.page]
        words = "".join("".join(document.text[place] for place in own).split())
        boxes = [box for place in own if (box := document.boxes[place]) is not None]
        if bottom - top <= ONE_LINE * max(box[3] - box[1] for box in boxes):
            assert Counter(inside) == Counter(words)
        else:
            assert not Counter(words) - Counter(inside)
        count += 1
    assert count > 200


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
