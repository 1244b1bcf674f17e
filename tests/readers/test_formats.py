"""Format invariance: a contract of the corpus says the same as a web page, a Word file and a printed page."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet

from extract.model import Record
from extract.pipeline import read_contract
from extract.readers import ReadOptions, read, read_bytes
from extract.rulepack import load_rules
from tests.readers.typeset import blocks_of, web_page, word_document
from tests.scoring import f1, score
from tests.test_corpus import assert_evidence

CORPUS = Path(__file__).resolve().parent.parent.parent / "corpus"
HARD_WRAPPED = {
    "11-cleaning-ocr", "17-training-service", "23-elevator-ocr", "39-portal-paste", "52-ultrasound-ocr",
    "54-seeds-terminal-table", "55-audit-html-entities", "57-sewer-hard-wrapped", "59-refuse-collection-ocr",
}  # fmt: skip
"""Whose text is one line of OCR, a web page or a terminal's, or whose cells go on in lines of their own: nobody typed
it so.
"""
CONTRACTS = [path for path in sorted((CORPUS / "contracts").iterdir()) if path.stem not in HARD_WRAPPED]
PACK = load_rules()
NO_OCR = ReadOptions(ocr="never")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
needs_browser = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine: apt-get install chromium")
Printer = Callable[[str], bytes]
TABLED = [path for path in CONTRACTS if any(isinstance(block, list) for block in blocks_of(read(path).text))]
"""Those that have tables; the others print the same in both styles."""
each_contract = pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)


WEAK = {"03-operations-service", "16-laboratory-equipment"}
"""Printed without rules, the head of a table, or a cell of two lines beside a page break, aligns with nothing: rows are
lost, and their sums are reported.
"""


def _with_known_weakness(path: Path) -> ParameterSet:
    marks = [pytest.mark.xfail(reason="a head or cell of a table without rules that aligns with nothing")]
    return pytest.param(path, id=path.stem, marks=marks if path.stem in WEAK else [])


@pytest.fixture(scope="module")
def printer() -> Iterator[Printer]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page()

        def printed(markup: str) -> bytes:
            page.set_content(markup)
            return page.pdf(prefer_css_page_size=True)

        yield printed
        browser.close()


@cache
def text_of(path: Path) -> str:
    return read(path).text


@cache
def as_text(path: Path) -> tuple[float, set[str]]:
    return measured(path, read_contract(read(path), PACK).record)


def measured(path: Path, record: Record) -> tuple[float, set[str]]:
    """Return the record's F1 against gold, and the codes of its findings."""
    gold = json.loads((CORPUS / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    right, missed, wrong = score(gold, json.loads(record.to_json()))
    return f1(right, len(missed), len(wrong)), {finding.code for finding in record.findings}


def assert_same(path: Path, content: bytes, suffix: str, allowed: float) -> None:
    document = read_bytes(content, f"{path.stem}{suffix}", options=NO_OCR)
    record = read_contract(document, PACK).record
    assert_evidence(document, record)
    (reached, found), (expected, planted) = measured(path, record), as_text(path)
    assert found == planted
    assert reached >= expected - allowed


@each_contract
def test_as_a_web_page(path: Path) -> None:
    assert_same(path, web_page(text_of(path), "ruled").encode(), ".html", 0.02)


@each_contract
def test_as_a_word_file(path: Path) -> None:
    assert_same(path, word_document(text_of(path)), ".docx", 0.02)


@needs_browser
@each_contract
def test_printed_with_ruled_tables(path: Path, printer: Printer) -> None:
    assert_same(path, printer(web_page(text_of(path), "ruled")), ".pdf", 0.03)


@needs_browser
@pytest.mark.parametrize("path", [_with_known_weakness(path) for path in TABLED])
def test_printed_with_tables_without_rules(path: Path, printer: Printer) -> None:
    """The worst: rows that a page break cut, and payment terms that fill one high cell."""
    assert_same(path, printer(web_page(text_of(path), "plain")), ".pdf", 0.12)
