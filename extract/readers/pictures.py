"""Pictures of pages as a person sees them, for reports that show where a value stands."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

_PDF = "application/pdf"
_IMAGES = "image/"
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp")
_WIDTH = 1000
"""Pixels: a page of a report is read at this width."""
_QUALITY = 70


def has_pictures(media_type: str) -> bool:
    """Tell whether pages of such files can be shown as pictures."""
    return media_type == _PDF or media_type.startswith(_IMAGES)


def page_pictures(content: bytes, media_type: str, numbers: Collection[int]) -> Iterator[tuple[int, bytes]]:
    """Yield each of the pages `numbers` (1-based) of a file that was read before with its picture, a JPEG.

    A page that cannot be drawn is left out.
    """
    draw = _of_pdf if media_type == _PDF else _of_image
    for number, picture in draw(content, sorted(set(numbers))):
        height = max(1, round(picture.height * _WIDTH / max(picture.width, 1)))
        shown = picture.convert("RGB").resize((_WIDTH, height)) if picture.width > _WIDTH else picture.convert("RGB")
        file = BytesIO()
        shown.save(file, "JPEG", quality=_QUALITY)
        yield number, file.getvalue()


def _of_pdf(content: bytes, numbers: list[int]) -> Iterator[tuple[int, Image.Image]]:
    import pypdfium2

    pdf = pypdfium2.PdfDocument(content)
    try:
        pdf.init_forms()
        for number in numbers:
            try:
                page = pdf[number - 1]
                width, _ = page.get_size()
                yield number, page.render(scale=_WIDTH / width).to_pil()
            except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError):
                continue
    finally:
        pdf.close()


def _of_image(content: bytes, numbers: list[int]) -> Iterator[tuple[int, Image.Image]]:
    from PIL import Image, ImageOps

    with Image.open(BytesIO(content)) as image:
        for number in numbers:
            try:
                image.seek(number - 1)
                yield number, ImageOps.exif_transpose(image)
            except (EOFError, OSError):
                continue
