"""PDF: which pages are read how, what is broken, and where every character stands."""

from __future__ import annotations

import contextlib
import io
import sys
import types
from itertools import pairwise

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from extract.errors import ReadError
from extract.readers import ReadOptions
from extract.readers.page import Glyph, PageContent, Piece
from tests.readers.pdf_writer import FONT, HEIGHT, WIDTH, Sheet, pdf_of, read_bytes, read_pages

CLAUSES = ["第一条 本合同总价为人民币壹万元整（¥10,000.00）。", "第二条 乙方应于2025年6月1日前交货。"]


def clauses(sheet: Sheet) -> None:
    sheet.lines(CLAUSES)


def scan(sheet: Sheet) -> None:
    picture = Image.new("RGB", (300, 424), "white")
    ImageDraw.Draw(picture).line((30, 60, 270, 60), fill="black", width=6)
    sheet.canvas.drawImage(ImageReader(picture), 0, 0, WIDTH, HEIGHT)


def test_every_character_has_its_page_and_its_place() -> None:
    document = read_pages(clauses, lambda sheet: sheet.line("乙方：岚川市华清工程有限公司", 70, 100))
    start = document.text.index("岚川市")
    assert document.page_at(start) == 2
    assert document.box_of(start, start + 3) == pytest.approx((106, 100, 142, 112), abs=4)
    assert [(page.number, page.width, page.height, page.ocr) for page in document.pages] == [
        (1, WIDTH, HEIGHT, False),
        (2, WIDTH, HEIGHT, False),
    ]
    assert len(document.boxes) == len(document.confidences) == len(document.page_numbers) == len(document.text)


def test_the_order_of_the_content_does_not_matter() -> None:
    def shuffled(sheet: Sheet) -> None:
        sheet.line("第二条 交货。", 70, 120)
        sheet.line("金额为", 130, 80)
        sheet.line("¥10,000.00。", 166, 80)
        sheet.line("第一条 总价", 70, 80)

    assert read_pages(shuffled).text.split() == ["第一条", "总价金额为¥10,000.00。", "第二条", "交货。"]


def test_characters_printed_twice_to_look_bold_are_read_once() -> None:
    def bold(sheet: Sheet) -> None:
        for shift in (0, 0.3, 0.6):
            sheet.line("谢谢采购合同编号1001", 70 + shift, 80)

    assert read_pages(bold).text.strip() == "谢谢采购合同编号1001"


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_pages_that_a_viewer_turns(rotation: int) -> None:
    def turned(sheet: Sheet) -> None:
        canvas = sheet.canvas
        canvas.setPageRotation(rotation)
        canvas.rotate(rotation)
        canvas.translate(*{0: (0, 0), 90: (0, -HEIGHT), 180: (-WIDTH, -HEIGHT), 270: (-WIDTH, 0)}[rotation])
        clauses(sheet)

    document = read_pages(turned)
    assert "".join(document.text.split()) == "".join("".join(CLAUSES).split())
    start = document.text.index("第一条")
    assert document.box_of(start, start + 3) == pytest.approx((70, 80, 106, 92), abs=4)


def test_text_that_runs_up_the_page_keeps_its_place_on_the_page_as_shown() -> None:
    def sideways(sheet: Sheet) -> None:
        canvas = sheet.canvas
        canvas.rotate(90)
        canvas.setFont(FONT, 12)
        canvas.drawString(100, -80, CLAUSES[0])
        canvas.drawString(100, -100, CLAUSES[1])

    document = read_pages(sideways)
    assert "".join(document.text.split()) == "".join("".join(CLAUSES).split())
    page = document.pages[0]
    assert (page.width, page.height) == (WIDTH, HEIGHT)
    start = document.text.index("第一条")
    assert document.box_of(start, start + 3) == pytest.approx((68, HEIGHT - 136, 80, HEIGHT - 100), abs=4)


def test_watermarks_across_the_page_are_no_text() -> None:
    def marked(sheet: Sheet) -> None:
        clauses(sheet)
        sheet.canvas.rotate(45)
        sheet.line("样本仅供参考", 400, 600, 40)

    assert "样本" not in read_pages(marked).text


def test_words_that_run_sideways_are_reported() -> None:
    def stamped(sheet: Sheet) -> None:
        clauses(sheet)
        sheet.canvas.rotate(90)
        sheet.canvas.setFont(FONT, 12)
        sheet.canvas.drawString(200, -570, "骑缝编号甲乙丙丁")

    document = read_pages(stamped)
    assert "骑缝" not in document.text
    assert document.warnings == ("第 1 页有 8 个侧向的文字未读",)


# --- files that cannot be read -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\x03\x04 not a PDF", "内容不是 PDF"),
        (b"%PDF-1.7\n", "已损坏"),
        (b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj trailer<</Root 1 0 R>>", "已损坏"),
    ],
)
def test_what_is_no_pdf_is_told_in_one_line(content: bytes, reason: str) -> None:
    with pytest.raises(ReadError, match=reason) as caught:
        read_bytes(content)
    assert str(caught.value).startswith("合同.pdf：") and "\n" not in str(caught.value)


def test_a_real_password_is_asked_for_and_an_empty_one_opens() -> None:
    with pytest.raises(ReadError, match="有密码"):
        read_bytes(pdf_of(clauses, encrypt=StandardEncryption("秘密".encode().hex(), canPrint=0)))
    assert "第一条" in read_bytes(pdf_of(clauses, encrypt=StandardEncryption("", "owner"))).text


def test_too_many_pages_are_refused() -> None:
    with pytest.raises(ReadError, match="3 页，上限 2 页"):
        read_bytes(pdf_of(clauses, clauses, clauses), ReadOptions(ocr="never", max_pages=2))


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_files_give_a_document_or_one_line(data: st.DataObject) -> None:
    content = bytearray(
        pdf_of(clauses, lambda sheet: sheet.table([["项目", "金额"], ["维护", "1"]], [70, 200, 300], 90))
    )
    for _ in range(data.draw(st.integers(1, 30))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(len(content) // 2, len(content))) :]
    with contextlib.suppress(ReadError):
        document = read_bytes(bytes(content))
        assert len(document.boxes) == len(document.text)


# --- pages that are pictures -------------------------------------------------------------------------------


@pytest.fixture
def recogniser(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, tuple[int, int]]]:
    """A stand-in for OCR that reads the same words on every page; returns what it was shown."""
    seen: list[tuple[int, tuple[int, int]]] = []

    def read_page(image: Image.Image, number: int, width: float, height: float) -> PageContent:
        seen.append((number, image.size))
        glyphs = tuple(Glyph(c, (70.0 + 12 * i, 80, 82.0 + 12 * i, 92), 0.8) for i, c in enumerate("识别的文字"))
        return PageContent(number, width, height, (Piece(glyphs),), ocr=True)

    module = types.ModuleType("extract.readers.ocr")
    module.read_page = read_page  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "extract.readers.ocr", module)
    return seen


def test_scanned_pages_go_to_ocr_at_200_dots_an_inch(recogniser: list[tuple[int, tuple[int, int]]]) -> None:
    shown: list[tuple[int, int]] = []
    options = ReadOptions(on_page=lambda number, count: shown.append((number, count)))
    document = read_bytes(pdf_of(clauses, scan), options)
    assert [number for number, _ in recogniser] == [2]
    assert recogniser[0][1] == pytest.approx((WIDTH * 200 / 72, HEIGHT * 200 / 72), abs=1)
    assert "第一条" in document.text and "识别的文字" in document.text
    assert [page.ocr for page in document.pages] == [False, True]
    assert document.confidence_of(document.text.index("识别"), len(document.text)) == 0.8
    assert shown == [(2, 2)]


def test_ocr_of_every_page_and_of_none(recogniser: list[tuple[int, tuple[int, int]]]) -> None:
    read_bytes(pdf_of(clauses, scan), ReadOptions(ocr="always"))
    assert [number for number, _ in recogniser] == [1, 2]
    document = read_bytes(pdf_of(clauses, scan, scan, clauses, scan), ReadOptions(ocr="never"))
    assert len(recogniser) == 2
    assert document.warnings == ("第 2—3、5 页没有文字层，按设置未用 OCR 识别",)


def test_a_scan_without_ocr_is_an_error_that_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "extract.readers.ocr", None)
    with pytest.raises(ReadError, match="第 1 页没有文字层，而本机没有安装 OCR 组件"):
        read_bytes(pdf_of(scan), ReadOptions())


def test_empty_pages_are_no_scans() -> None:
    document = read_pages(clauses, lambda sheet: None)
    assert document.warnings == () and len(document.pages) == 2
    with pytest.raises(ReadError, match="没有文字"):
        read_pages(lambda sheet: None)


def test_a_stamp_over_a_scan_is_no_text_layer(recogniser: list[tuple[int, tuple[int, int]]]) -> None:
    def stamped(sheet: Sheet) -> None:
        scan(sheet)
        sheet.line("第 1 页", 280, 800)

    assert read_bytes(pdf_of(stamped), ReadOptions()).pages[0].ocr
    assert len(recogniser) == 1


def test_text_hidden_under_a_scan_counts_as_read_by_ocr(recogniser: list[tuple[int, tuple[int, int]]]) -> None:
    def hidden(words: list[str]) -> bytes:
        def draw(sheet: Sheet) -> None:
            scan(sheet)
            text = sheet.canvas.beginText(70, 700)
            text.setFont(FONT, 12)
            text.setTextRenderMode(3)
            for word in words:
                text.textLine(word)
            sheet.canvas.drawText(text)

        return pdf_of(draw)

    document = read_bytes(hidden(CLAUSES), ReadOptions())
    assert "壹万元整" in document.text and document.pages[0].ocr and not recogniser
    assert document.confidence_of(0, 3) < 1
    garbled = read_bytes(hidden(["锟斤拷烫鏉戝簡镄勫悎鍚岄噾棰濅负" * 3]), ReadOptions())
    assert "识别的文字" in garbled.text and len(recogniser) == 1


def test_characters_without_a_meaning_send_the_page_to_ocr(recogniser: list[tuple[int, tuple[int, int]]]) -> None:
    document = read_bytes(
        pdf_of(clauses, lambda sheet: sheet.lines(["\ue5e5\ue123\ue456合同金额为\ue001元"] * 3)), ReadOptions()
    )
    assert [number for number, _ in recogniser] == [2]
    assert "识别的文字" in document.text


# --- evidence ----------------------------------------------------------------------------------------------


def test_the_file_has_in_each_box_the_text_of_the_span() -> None:
    content = pdf_of(
        clauses, lambda sheet: sheet.table([["项目", "金额"], ["系统\n维护", "1,200.00"]], [70, 200, 300], 90, 40)
    )
    document = read_bytes(content)
    pdf = pypdfium2.PdfDocument(io.BytesIO(content))
    for words in ("¥10,000.00", "2025年6月1日", "壹万元整", "1,200.00", "系统"):
        start = document.text.index(words)
        box = document.box_of(start, start + len(words))
        assert box is not None
        page = pdf[(document.page_at(start) or 0) - 1]
        found = page.get_textpage().get_text_bounded(box[0] + 1, HEIGHT - box[3] + 1, box[2] - 1, HEIGHT - box[1] - 1)
        assert "".join(found.split()) == words


def test_boxes_of_a_line_stand_behind_each_other() -> None:
    document = read_pages(clauses)
    line = [box for box in document.boxes[: document.text.index("\n")] if box is not None]
    assert all(left[2] <= right[0] + 1.5 for left, right in pairwise(line))
