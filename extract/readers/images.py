"""Scans and photos as picture files; a TIFF may hold many pages."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import TYPE_CHECKING

from extract.document import Document
from extract.errors import ReadError
from extract.readers import Source, reader
from extract.readers.ocr import missing_components, read_page
from extract.readers.page import document_of_pages

if TYPE_CHECKING:
    from PIL import Image

_TITLE = "图片（扫描件、照片）"
_FORMATS = ("JPEG", "PNG", "TIFF", "BMP")
_MAX_PIXELS = 120_000_000  # the largest telephone pictures have 108 million; A3 at 600 dpi has 70
_MAX_SIDE = 3600  # pixels that reading takes from a page: A4 at 300 dpi
_MIN_SIDE = 16
_INCHES = (3.0, 17.0)  # the sides of a page, from a slip of paper to A3
_A4_HEIGHT = 842.0  # points
_NAMES = {b"%PDF": "PDF 文件", b"PK\x03\x04": "Office 文件或压缩包", b"GIF8": "GIF 动图", b"RIFF": "WebP 图片"}
_DAMAGED = (
    OSError,
    SyntaxError,
    ValueError,
    LookupError,
    TypeError,
    EOFError,
    MemoryError,
    OverflowError,
    struct.error,
)
"""What Pillow raises for a picture whose data or metadata are damaged."""
_HEIC = b"ftyphei"


@reader(".jpg", ".jpeg", media_type="image/jpeg", title=_TITLE, needs=missing_components)
@reader(".png", media_type="image/png", title=_TITLE, needs=missing_components)
@reader(".tif", ".tiff", media_type="image/tiff", title=_TITLE, needs=missing_components)
@reader(".bmp", media_type="image/bmp", title=_TITLE, needs=missing_components)
def read_image(source: Source) -> Document:
    """Return the document of a picture's pages, read by OCR. Raises ReadError for what is no readable picture."""
    if source.options.ocr == "never":
        raise source.error("是图片，须经文字识别（OCR）才能读取，而本次运行已用 --ocr never 关闭")
    pages = []
    for number, count, image in _pages(source):
        width, height = _size_in_points(image)
        try:
            pages.append(read_page(_reduced(_on_white(image)), number, width, height))
        except ReadError as error:  # the recogniser is missing
            raise source.error(str(error)) from error
        if source.options.on_page is not None:
            source.options.on_page(number, count)
    return document_of_pages(source, pages)


def _pages(source: Source) -> Iterator[tuple[int, int, Image.Image]]:
    """Yield the number of each page, how many there are, and its picture, turned as its camera said."""
    from PIL import Image, ImageOps

    with _translated_errors(source):
        image = Image.open(BytesIO(source.content), formats=_FORMATS)
        count = _page_count(source, image)
    for number in range(1, count + 1):
        with _translated_errors(source):
            image.seek(number - 1)
            _check_size(source, image)
            image.load()
            page = ImageOps.exif_transpose(image)
        yield number, count, page


@contextmanager
def _translated_errors(source: Source) -> Iterator[None]:
    """Turn what Pillow raises for bad pictures into ReadError; its warnings, of metadata and size, do not matter."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnidentifiedImageError as error:
        raise source.error(_no_picture(source.content)) from error
    except Image.DecompressionBombError as error:
        raise source.error(f"图片过大，上限 {_MAX_PIXELS // 10**6} 百万像素") from error
    except _DAMAGED as error:
        raise source.error("图片已损坏或不完整，无法读取") from error


def _page_count(source: Source, image: Image.Image) -> int:
    """Return how many pages a picture file has. Raises ReadError for animations and for too many."""
    if image.format == "PNG" and getattr(image, "is_animated", False):
        raise source.error("是动画，不是合同的扫描件")
    count = int(getattr(image, "n_frames", 1)) if image.format == "TIFF" else 1
    if count > source.options.max_pages:
        raise source.error(f"页数过多（{count} 页，上限 {source.options.max_pages} 页）")
    return count


def _check_size(source: Source, image: Image.Image) -> None:
    if image.width * image.height > _MAX_PIXELS:
        raise source.error(
            f"图片过大（{image.width} × {image.height}，上限 {_MAX_PIXELS // 10**6} 百万像素），请降低扫描分辨率"
        )
    if min(image.size) < _MIN_SIDE:
        raise source.error(f"图片过小（{image.width} × {image.height}），看不出文字")


def _on_white(image: Image.Image) -> Image.Image:
    """Return the picture in RGB, what is transparent in it white."""
    from PIL import Image

    if image.mode.startswith("I"):  # 16 bits of grey, of which `convert` would keep the lower eight
        image = image.point(lambda value: value / 256, "L")
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        over = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over).convert("RGB")
    return image.convert("RGB")


def _size_in_points(image: Image.Image) -> tuple[float, float]:
    """Return width and height of the page: by the file's resolution where that makes a page, else as A4 is high."""
    resolution = image.info.get("dpi", (0, 0))
    try:
        inches = sorted(side / float(dots) for side, dots in zip(image.size, resolution, strict=True))
    except (TypeError, ValueError, ZeroDivisionError):
        inches = [0.0, 0.0]
    if _INCHES[0] <= inches[0] and inches[1] <= _INCHES[1]:
        points = 72 / float(resolution[0])
    else:
        points = _A4_HEIGHT / max(image.size)
    return round(image.width * points, 2), round(image.height * points, 2)


def _reduced(image: Image.Image) -> Image.Image:
    """Return the picture no larger than reading needs it."""
    from PIL import Image

    if max(image.size) <= _MAX_SIDE:
        return image
    smaller = image.copy()
    smaller.thumbnail((_MAX_SIDE, _MAX_SIDE), Image.Resampling.LANCZOS)
    return smaller


def _no_picture(content: bytes) -> str:
    """Return why a file under a picture's suffix is none."""
    for magic, name in _NAMES.items():
        if content.startswith(magic):
            return f"内容是 {name}，不是所写后缀的图片"
    if _HEIC in content[:32]:
        return "内容是 HEIC 图片（手机照片），请先转存为 JPG"
    return "不是能识别的图片，或已损坏"
