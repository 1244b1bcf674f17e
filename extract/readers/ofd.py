"""OFD, the national format for fixed pages (GB/T 33190): every character with its place, straight from the XML.

Of the libraries for it, easyofd and ofd2img need PyMuPDF (AGPL), ofdparser ignores matrices and templates, and
ofdkit gives runs of text without the place of each character, paths or pictures.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from extract.document import Box, Document
from extract.readers import Source, reader
from extract.readers.ofd_document import OfdPage, attachments, documents, pages, signatures
from extract.readers.ofd_geometry import POINTS, Matrix
from extract.readers.ofd_objects import Objects, Run, find_objects
from extract.readers.ofd_package import Package, text_at
from extract.readers.ofd_rulings import find_grids
from extract.readers.page import Glyph, PageContent, Piece, document_of_pages

if TYPE_CHECKING:
    from PIL import Image

_DOTS = 200 / 72
"""Pixels in a point of the pictures that OCR gets."""
_LARGEST_SIDE = 2000.0  # points; no sheet is larger
_PICTURE_SHARE = 0.3
"""A page without text whose pictures cover so much of it is a scan."""
_UNREAD = "只有图片，未能识别"
_LONGEST_NOTE = 40


@reader(".ofd", media_type="application/ofd", title="OFD 版式文件（GB/T 33190）")
def read_ofd(source: Source) -> Document:
    """Return the document of an OFD file: all its documents' pages in order.

    Raises ReadError when it is damaged, encrypted or too large, or holds no text.
    """
    package = Package(source)
    if any(name.rpartition("/")[2] in ("encryptions.xml", "decryptseed.dat") for name in package.names):
        raise source.error("OFD 文件已加密，请提供解密后的文件")
    if package.xml("ofd.xml") is None:
        raise source.error("不是 OFD 文件（其中没有 OFD.xml）")
    found: list[PageContent] = []
    warnings: list[str] = []
    for part, document in documents(package):
        if attached := attachments(package, part, document):
            warnings.append(f"文件带有 {attached} 个附件，未读")
        for page in pages(package, part, document):
            if len(found) >= source.options.max_pages:
                raise source.error(f"页数过多（上限 {source.options.max_pages} 页）")
            content, notes = _page(source, package, page, len(found) + 1)
            found.append(content)
            warnings += (f"第 {len(found)} 页{note}" for note in notes)
    if not found:
        raise source.error("OFD 文件中没有页面")
    if sealed := signatures(package):
        warnings.append(f"文件有 {sealed} 处电子签名或签章，未验证其效力")
    if not any(page.pieces for page in found) and any(warning.endswith(_UNREAD) for warning in warnings):
        raise source.error("页面只有图片，未能识别（需要文字识别组件，且 --ocr 不为 never）")
    return document_of_pages(source, found, tuple(warnings))


def _page(source: Source, package: Package, page: OfdPage, number: int) -> tuple[PageContent, list[str]]:
    """Return what stands on a page, and what is to be told of it."""
    x, y, width, height = page.box
    width, height = min(width * POINTS, _LARGEST_SIDE), min(height * POINTS, _LARGEST_SIDE)
    if not page.complete:
        return PageContent(number, width, height, ()), ["缺失或已损坏"]
    origin = Matrix(e=-x, f=-y)
    objects = find_objects(iter(page.contents), page.resources.units, origin)
    runs = [run for run in objects.runs if run.visible] or objects.runs  # unseen text is that of a scan
    notes = list(_notes(page, objects, origin))
    if not runs and _is_picture(objects, width, height):
        picture = _picture(package, page, objects, width, height)
        content = None if picture is None else _recognised(source, picture, number, width, height)
        if content is None:
            return PageContent(number, width, height, ()), [*notes, _UNREAD]
        return content, notes
    return _upright(PageContent(number, width, height, (), find_grids(objects.paths)), runs), notes


def _notes(page: OfdPage, objects: Objects, origin: Matrix) -> Iterator[str]:
    if objects.slanted:
        yield "有斜排文字（水印）未读"
    if not objects.complete:
        yield "的内容过多或互相引用，未读全"
    for annotation in page.annotations:
        drawn = find_objects(iter(annotation), page.resources.units, origin)
        words = "".join(glyph.text for run in drawn.runs for glyph in run.piece.glyphs)
        words = " ".join((words or text_at(annotation, "Remark")).split())
        if words:
            short = words if len(words) <= _LONGEST_NOTE else words[: _LONGEST_NOTE - 1] + "…"
            yield f"有批注或印章文字，未读入正文：「{short}」"


def _upright(page: PageContent, runs: list[Run]) -> PageContent:
    """Return the page with its text, turned so that most of it stands upright."""
    turns = [run.turn % 360 for run in runs]
    turn = max((0, 90, 180, 270), key=turns.count)
    if turn == 0:
        return PageContent(page.number, page.width, page.height, tuple(run.piece for run in runs), page.grids)

    def turned(box: Box) -> Box:
        x0, top, x1, bottom = box
        if turn == 180:
            return page.width - x1, page.height - bottom, page.width - x0, page.height - top
        if turn == 90:
            return top, page.width - x1, bottom, page.width - x0
        return page.height - bottom, x0, page.height - top, x1

    sides = (page.width, page.height) if turn == 180 else (page.height, page.width)
    pieces = tuple(Piece(tuple(Glyph(glyph.text, turned(glyph.box)) for glyph in run.piece.glyphs)) for run in runs)
    return PageContent(page.number, *sides, pieces)


def _is_picture(objects: Objects, width: float, height: float) -> bool:
    covered = sum((x1 - x0) * (bottom - top) for x0, top, x1, bottom in (item.box for item in objects.pictures))
    return covered >= width * height * _PICTURE_SHARE


def _picture(package: Package, page: OfdPage, objects: Objects, width: float, height: float) -> Image.Image | None:
    """Return a page's pictures on one sheet, or None when none of them can be opened."""
    from PIL import Image

    sheet: Image.Image | None = None
    for item in objects.pictures:
        content = package.read(page.resources.pictures.get(item.resource, ""))
        if content is None:
            continue
        x0, top, x1, bottom = (round(side * _DOTS) for side in item.box)
        right, low = min(x1, round(width * _DOTS)), min(bottom, round(height * _DOTS))
        if not (0 <= x0 < right and 0 <= top < low) or x1 - x0 > 2 * right or bottom - top > 2 * low:
            continue
        try:
            with Image.open(io.BytesIO(content)) as opened:
                scaled = opened.convert("RGB").resize((x1 - x0, bottom - top))
        except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
            continue
        if sheet is None:
            sheet = Image.new("RGB", (round(width * _DOTS), round(height * _DOTS)), "white")
        sheet.paste(scaled, (x0, top))
    return sheet


def _recognised(source: Source, picture: Image.Image, number: int, width: float, height: float) -> PageContent | None:
    """Return what OCR reads in a page's picture, or None when it may not, or is not installed."""
    if source.options.ocr == "never":
        return None
    try:
        recogniser = import_module("extract.readers.ocr")
    except ImportError:
        return None
    content: PageContent = recogniser.read_page(picture, number, width, height)
    if source.options.on_page is not None:
        source.options.on_page(number, number)
    return content
