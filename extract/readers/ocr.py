"""Pages that are pictures: scans and photos, read by OCR."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

from extract.errors import ReadError
from extract.readers.page import PageContent

if TYPE_CHECKING:
    from PIL import Image

_PACKAGES = ("rapidocr", "onnxruntime")


def missing_components() -> str | None:
    """Return what has to be installed before scans can be read here, or None."""
    lacking = [package for package in _PACKAGES if find_spec(package) is None]
    return f"缺少文字识别（OCR）组件，请运行 pip install {' '.join(lacking)}" if lacking else None


def read_page(image: Image.Image, number: int, width: float, height: float) -> PageContent:
    """Return what stands on the picture of a page that measures `width` × `height` points.

    The content is upright and level; its `shown` leads back to the picture. 200 dots per inch are enough. Raises
    ReadError, which names no file, when the recogniser is not installed or cannot be loaded.
    """
    try:
        from extract.readers.scan.reading import read_picture
    except ImportError as error:
        reason = f"文字识别（OCR）组件缺失或无法加载（{error}）"
        raise ReadError(f"{reason}，请运行 pip install {' '.join(_PACKAGES)}") from error
    return read_picture(image, number, width, height)
