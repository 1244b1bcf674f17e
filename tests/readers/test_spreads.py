"""Two pages on one sheet are read one after the other."""

from __future__ import annotations

import pytest

from extract.readers import Source
from extract.readers.page import Glyph, PageContent, Piece, document_of_pages

SENTENCE = "乙方应当按照本合同约定的标准提供服务并接受甲方监督"


def piece(text: str, x: float, y: float, em: float = 12) -> Piece:
    glyphs = (Glyph(letter, (x + em * i, y, x + em * (i + 1), y + em)) for i, letter in enumerate(text))
    return Piece(tuple(glyphs))


def lines(name: str, x: float, count: int, length: int) -> list[Piece]:
    texts = (f"{name}{'一二三四五六七八九十'[index]}{SENTENCE}"[:length] for index in range(count))
    return [piece(text, x, 80 + 20 * index) for index, text in enumerate(texts)]


def text_of(*pieces: Piece, width: float = 842, height: float = 595) -> str:
    source = Source("合同.pdf", b"", "application/pdf", "pdf")
    return document_of_pages(source, [PageContent(1, width, height, pieces)]).text


def test_the_left_page_comes_first() -> None:
    text = text_of(*lines("左", 60, 10, 26), *lines("右", 470, 10, 26))
    assert text.index("左十") < text.index("右一") and "\t" not in text


@pytest.mark.parametrize(
    ("left", "right"),
    [((10, 26), (3, 26)), ((10, 4), (10, 4))],
    ids=["few lines", "joined by a title"],
)
def test_columns_of_one_page_stay_beside_each_other(left: tuple[int, int], right: tuple[int, int]) -> None:
    title = [piece("政府采购货物买卖合同分项价格明细表", 320, 40)] if right[1] < 26 else []
    text = text_of(*title, *lines("左", 60, *left), *lines("右", 470, *right))
    assert text.index("右一") < text.index("左三")


def test_an_upright_page_is_one_page() -> None:
    text = text_of(*lines("左", 40, 10, 18), *lines("右", 320, 10, 18), width=595, height=842)
    assert text.index("右一") < text.index("左三")
