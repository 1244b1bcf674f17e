"""Picture files become pages; what is no readable picture is one clear line."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from extract.document import Document
from extract.errors import ReadError
from extract.readers import ReadOptions, read
from extract.readers.page import Glyph, PageContent, Piece
from tests.readers import pictures


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Image.Image, float, float]]:
    """What the recogniser would get; it answers that every page says 合同."""
    pages: list[tuple[Image.Image, float, float]] = []

    def read_page(image: Image.Image, number: int, width: float, height: float) -> PageContent:
        pages.append((image, width, height))
        glyphs = tuple(Glyph(c, (10.0 + i, 10.0, 11.0 + i, 12.0), 0.9) for i, c in enumerate("合同"))
        return PageContent(number, width, height, (Piece(glyphs),), ocr=True)

    monkeypatch.setattr("extract.readers.images.read_page", read_page)
    return pages


@pytest.fixture
def stored(tmp_path: Path) -> Callable[..., Document]:
    def store(name: str, content: bytes, **options: Any) -> Document:
        (tmp_path / name).write_bytes(content)
        return read(tmp_path / name, name=name, options=ReadOptions(**options))

    return store


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


A4 = Image.new("RGB", (827, 1169), "white")


@pytest.mark.parametrize(
    ("name", "kind", "media_type"),
    [("a.jpg", "JPEG", "image/jpeg"), ("a.PNG", "PNG", "image/png"), ("a.bmp", "BMP", "image/bmp")],
)
def test_a_picture_is_one_page(
    name: str, kind: str, media_type: str, stored: Callable[..., Document], seen: list[Any]
) -> None:
    document = stored(name, encoded(A4, kind, dpi=(100, 100)))
    assert document.text == "合同\n"
    assert (document.media_type, document.reader) == (media_type, "images")
    assert [(page.number, page.ocr) for page in document.pages] == [(1, True)]
    assert document.confidence_of(0, 2) == 0.9
    assert seen[0][1:] == pytest.approx((595.4, 841.7), abs=1)


def test_every_page_of_a_tiff_is_read_and_reported(stored: Callable[..., Document], seen: list[Any]) -> None:
    reported: list[tuple[int, int]] = []
    content = encoded(A4, "TIFF", save_all=True, append_images=[A4.convert("1"), A4.convert("L")])
    document = stored("a.tif", content, on_page=lambda *page: reported.append(page))
    assert [page.number for page in document.pages] == [1, 2, 3]
    assert reported == [(1, 3), (2, 3), (3, 3)]
    assert {image.mode for image, *_ in seen} == {"RGB"}


def test_too_many_pages_are_refused_before_reading(stored: Callable[..., Document], seen: list[Any]) -> None:
    content = encoded(A4, "TIFF", save_all=True, append_images=[A4, A4])
    with pytest.raises(ReadError, match=r"^a\.tif：页数过多（3 页，上限 2 页）$"):
        stored("a.tif", content, max_pages=2)
    assert seen == []


@pytest.mark.parametrize("dots", [1, 72, 5000, None])
def test_a_resolution_that_makes_no_page_is_not_believed(
    dots: int | None, stored: Callable[..., Document], seen: list[Any]
) -> None:
    options = {} if dots is None else {"dpi": (dots, dots)}
    stored("photo.jpg", encoded(Image.new("RGB", (3000, 4000)), "JPEG", **options))
    (image, width, height) = seen[0]
    assert (width, height) == (631.5, 842)
    assert image.size == (2700, 3600)


def test_a_photo_is_turned_as_its_camera_says(stored: Callable[..., Document], seen: list[Any]) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # the camera was held upright
    stored("photo.jpg", encoded(Image.new("RGB", (400, 300)), "JPEG", exif=exif))
    assert seen[0][0].size == (300, 400)


def test_what_is_transparent_is_paper(stored: Callable[..., Document], seen: list[Any]) -> None:
    stored("a.png", encoded(Image.new("RGBA", (300, 400), (0, 0, 0, 0)), "PNG"))
    assert seen[0][0].getpixel((150, 200)) == (255, 255, 255)


def test_sixteen_bits_of_grey_keep_their_shades(stored: Callable[..., Document], seen: list[Any]) -> None:
    shades = np.tile(np.linspace(0, 65535, 200).astype(np.uint16), (100, 1))
    stored("a.png", encoded(Image.fromarray(shades), "PNG"))
    assert [seen[0][0].getpixel((x, 50))[0] // 16 for x in (0, 100, 199)] == [0, 8, 15]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.jpg", b"%PDF-1.7 \n%%EOF", "PDF 文件已损坏，无法打开"),
        ("a.png", b"GIF89a....", "内容是 GIF 动图，不是所写后缀的图片"),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0", "内容是 HEIC 图片（手机照片），请先转存为 JPG"),
        ("a.bmp", "合同".encode(), "不是能识别的图片，或已损坏"),
        ("a.jpg", encoded(A4, "JPEG")[:1500], "图片已损坏或不完整，无法读取"),
        ("a.png", encoded(A4, "PNG")[:200], "图片已损坏或不完整，无法读取"),
        (
            "a.png",
            encoded(A4, "PNG", save_all=True, append_images=[A4.point(lambda v: v // 2)]),
            "是动画，不是合同的扫描件",
        ),
        ("a.png", encoded(Image.new("1", (8, 400)), "PNG"), "图片过小（8 × 400），看不出文字"),
        (
            "a.png",
            encoded(Image.new("1", (12000, 11000)), "PNG"),
            "图片过大（12000 × 11000，上限 120 百万像素），请降低扫描分辨率",
        ),
    ],
)
def test_what_is_no_page_is_one_line(
    name: str, content: bytes, reason: str, stored: Callable[..., Document], seen: list[Any]
) -> None:
    with pytest.raises(ReadError) as raised:
        stored(name, content)
    assert str(raised.value) == f"{name}：{reason}"
    assert seen == []


def test_a_decompression_bomb_is_refused_unopened(stored: Callable[..., Document], seen: list[Any]) -> None:
    content = encoded(Image.new("1", (20000, 20000)), "PNG")
    with pytest.raises(ReadError, match=r"^a\.png：图片过大，上限 120 百万像素$"):
        stored("a.png", content)


def test_without_ocr_a_picture_cannot_be_read(stored: Callable[..., Document], seen: list[Any]) -> None:
    with pytest.raises(ReadError, match=r"^a\.png：是图片，须经文字识别（OCR）才能读取"):
        stored("a.png", encoded(A4, "PNG"), ocr="never")
    assert seen == []


def test_a_missing_recogniser_is_told_of_the_file(
    stored: Callable[..., Document], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(*_: object) -> PageContent:
        raise ReadError("请安装")

    monkeypatch.setattr("extract.readers.images.read_page", missing)
    with pytest.raises(ReadError, match=r"^a\.png：请安装$"):
        stored("a.png", encoded(A4, "PNG"))


SAMPLES = [encoded(Image.effect_noise((40, 60), 80), kind) for kind in ("PNG", "JPEG", "TIFF", "BMP")]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(SAMPLES), st.integers(0, 5000), st.binary(max_size=6), st.booleans())
def test_damaged_pictures_give_a_page_or_one_line(
    seen: list[Any], stored: Callable[..., Document], content: bytes, place: int, noise: bytes, cut: bool
) -> None:
    place %= len(content)
    damaged = content[:place] + noise + (b"" if cut else content[place + len(noise) :])
    try:
        outcome = stored("a.tif", damaged or b"x").text
    except ReadError as error:
        outcome = str(error)
    assert outcome.startswith("合同\n") or (outcome.startswith("a.tif：") and "\n" not in outcome)


@pictures.needs_font
def test_a_scanned_file_is_read_from_end_to_end(stored: Callable[..., Document]) -> None:
    page = pictures.scanned(pictures.page(["采购合同", "合同总价：人民币1,803,000.00元"]), skew=-1.0)
    document = stored("a.png", encoded(page, "PNG", dpi=(200, 200)))
    start = document.text.index("1,803,000.00")
    left, top, right, bottom = document.box_of(start, start + 12) or (0, 0, 0, 0)
    assert document.page_at(start) == 1
    assert 100 < left < right < 330
    assert 80 < top < bottom < 120
