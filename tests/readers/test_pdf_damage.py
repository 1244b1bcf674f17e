"""Damaged PDF files: what differs from the sound file is never read without a warning."""

from __future__ import annotations

import io
import random
import re
import zlib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from extract.document import Document
from extract.errors import ReadError
from extract.pipeline import read_contract
from extract.rulepack import load_rules
from tests.readers.pdf_writer import pdf_of, read_bytes

FORMATS = Path(__file__).resolve().parent.parent.parent / "corpus" / "formats"
SAMPLE = FORMATS / "16-laboratory-equipment.pdf"
COVER = ["采购合同封面"]
CLAUSES = ["第一条 本合同总价为人民币壹佰万元整（¥1,000,000.00）。", "第二条 乙方应于2025年6月1日前交货。"]
LOST = "第 2 页的内容已损坏，文字可能缺少或有误，请对照原件核实"
REPAIRED = "文件结构有损坏之处，可能缺少文字，请对照原件核实"
STREAM = re.compile(rb"stream\r?\n(.{40,}?)endstream", re.DOTALL)


def edited(content: bytes, edit: Callable[[Any], None]) -> bytes:
    """Return a PDF after `edit` of its objects."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        edit(pdf)
        pdf.save(target)
    return target.getvalue()


def with_second_page(change: Callable[[bytes], bytes], *, filters: str = "/FlateDecode") -> Document:
    """Read a file of two pages, the packed content of the second one changed."""

    def edit(pdf: Any) -> None:
        content = pdf.pages[1].Contents
        packed = change(zlib.compress(content.read_bytes()))
        content.write(packed, filter=pikepdf.Name(filters))

    pages = pdf_of(lambda sheet: sheet.lines(COVER), lambda sheet: sheet.lines(CLAUSES))
    return read_bytes(edited(pages, edit))


def damaged_at_random(content: bytes, seed: int) -> bytes:
    """Overwrite five bytes, or a few in the middle of one stream, or cut the end off."""
    chance = random.Random(seed)
    found = bytearray(content)
    if seed % 3 == 0:
        for _ in range(5):
            found[chance.randrange(len(found))] = chance.randrange(256)
    elif seed % 3 == 1:
        start, end = chance.choice([match.span(1) for match in STREAM.finditer(content)])
        place = chance.randrange(start, end - 4)
        found[place : place + 4] = chance.randbytes(4)
    else:
        del found[chance.randrange(len(found) // 2, len(found)) :]
    return bytes(found)


@pytest.fixture(scope="module")
def sound() -> Document:
    return read_bytes(SAMPLE.read_bytes())


@pytest.mark.parametrize("seed", range(45))
def test_other_text_is_never_read_silently(sound: Document, seed: int) -> None:
    try:
        document = read_bytes(damaged_at_random(SAMPLE.read_bytes(), seed))
    except ReadError:
        return
    assert document.text == sound.text or document.warnings


def test_a_total_that_lost_figures_is_warned_of_and_unsure() -> None:
    content = bytearray((FORMATS / "06-goods-medical.pdf").read_bytes())
    chance = random.Random(2)
    for _ in range(60):
        content[chance.randrange(len(content))] = chance.randrange(256)
    document = read_bytes(bytes(content))
    record = read_contract(document, load_rules()).record
    assert record.total is not None
    assert record.total.value != Decimal(1921000), "the damage is meant to hit the figures"
    assert record.total.confidence == 0.5
    assert any("已损坏" in warning for warning in document.warnings)
    assert next(outcome.status for outcome in record.checks if outcome.code == "OCR001") == "fail"


@pytest.mark.parametrize(
    "change",
    [
        lambda packed: packed[:-30],
        lambda packed: packed[:-20] + b"\xff\x00\xff\x00" + packed[-16:],
        lambda packed: packed[:-4] + b"\x00\x00\x00\x00",
        lambda packed: b"\x00" * len(packed),
    ],
    ids=["cut", "changed", "checksum", "emptied"],
)
def test_content_that_does_not_unpack_to_its_end(change: Callable[[bytes], bytes]) -> None:
    document = with_second_page(change)
    assert document.warnings == (LOST,)
    assert [page.damaged for page in document.pages] == [False, True]
    assert document.confidence_of(0, len(COVER[0])) == 1
    rest = document.pages[1].start
    assert {document.confidences[i] for i in range(rest, len(document.text)) if not document.text[i].isspace()} <= {0.5}


def test_a_checksum_that_was_never_written_is_no_damage() -> None:
    document = with_second_page(lambda packed: packed[:-4])
    assert document.warnings == ()
    assert "壹佰万元" in document.text


def test_content_whose_packing_is_unknown_is_no_empty_page() -> None:
    assert with_second_page(lambda packed: packed, filters="/FlateDecXde").warnings == (LOST,)


def test_content_that_cannot_be_found_is_no_empty_page() -> None:
    pages = pdf_of(lambda sheet: sheet.lines(COVER), lambda sheet: sheet.lines(CLAUSES))

    def without(pdf: Any) -> None:
        del pdf.pages[1].Contents

    assert read_bytes(edited(pages, without)).warnings == (REPAIRED,)


def test_a_font_that_cannot_be_found() -> None:
    def without(pdf: Any) -> None:
        pdf.pages[0].Resources.Font["/F9"] = pikepdf.Dictionary()

    assert read_bytes(edited(pdf_of(lambda sheet: sheet.lines(COVER)), without)).warnings == (REPAIRED,)


def test_damage_says_nothing_on_the_terminal(capfd: pytest.CaptureFixture[str]) -> None:
    pages = pdf_of(lambda sheet: sheet.lines(COVER), lambda sheet: sheet.lines(CLAUSES))

    def without(pdf: Any) -> None:
        pdf.Root.Pages.Kids[1] = pikepdf.Array()

    assert REPAIRED in read_bytes(edited(pages, without)).warnings
    assert capfd.readouterr().err == ""


def test_codes_of_characters_that_are_damaged_make_the_text_unsure() -> None:
    def broken(pdf: Any) -> None:
        codes = next(iter(pdf.pages[0].Resources.Font.values())).ToUnicode
        codes.write(codes.read_raw_bytes()[:-40], filter=pikepdf.Name.FlateDecode)

    document = read_bytes(edited(SAMPLE.read_bytes(), broken))
    assert any("的字符编码已损坏" in warning for warning in document.warnings)
    assert document.pages[0].damaged
    assert document.confidence_of(0, 1) == 0.5
