"""Pages of pieces become one document whose characters know their place."""

import pytest

from extract.errors import ReadError
from extract.readers import Source
from extract.readers.page import Glyph, PageContent, Piece, document_of_pages

SOURCE = Source("甲.pdf", b"x", "application/pdf", "pdf")


def piece(words: str, x: float, y: float) -> Piece:
    return Piece(tuple(Glyph(c, (x + 10 * i, y, x + 10 * i + 10, y + 10), 0.9) for i, c in enumerate(words)))


def test_every_character_knows_its_page_and_box() -> None:
    document = document_of_pages(
        SOURCE,
        [
            PageContent(1, 595, 842, (piece("甲方：岚川市水务局。", 50, 100),)),
            PageContent(2, 595, 842, (piece("乙方：云岭公司。", 50, 80),), ocr=True),
        ],
    )
    start = document.text.index("云岭公司")
    assert document.page_at(start) == 2
    assert document.box_of(start, start + 4) == (80, 80, 120, 90)
    assert document.confidence_of(start, start + 4) == 0.9
    assert [page.ocr for page in document.pages] == [False, True]


def test_pages_without_text_are_an_error() -> None:
    with pytest.raises(ReadError, match="没有文字"):
        document_of_pages(SOURCE, [PageContent(1, 595, 842, ())])
