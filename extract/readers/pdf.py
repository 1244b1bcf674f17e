"""PDF: text with a box per character from pdfium, tables from ruling lines; pages that are pictures go to OCR."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import TYPE_CHECKING

from extract.document import Document
from extract.errors import ReadError
from extract.readers import Source, reader
from extract.readers.encodings import is_garbled
from extract.readers.page import PageContent, Shown, document_of_pages, doubted
from extract.readers.pdf_damage import Damage, PageDamage
from extract.readers.pdf_objects import Ruling

if TYPE_CHECKING:
    import pypdfium2

    from extract.readers.pdf_glyphs import Characters
    from extract.readers.pdf_objects import Objects

_HEAD = 1024
"""A PDF says so within so many bytes."""
_DOTS = 200 / 72
"""Pixels in a point of the pictures that OCR gets."""
_PICTURE_SHARE = 0.5
_FEW = 30
"""So few characters over a picture of the whole page are a stamp or a page number."""
_MANY_PATHS = 200
"""A page without text but with so many drawn shapes has its text drawn as shapes."""
_LARGEST_SIDE = 3000.0  # points
_FEWEST_SIDEWAYS = 4
_HIDDEN_CONFIDENCE = 0.9
"""What another program's OCR read is not as sure as print."""
_DAMAGED_CONFIDENCE = 0.5
"""What is left of a broken page is no more than a hint."""
_REPAIRED = "文件结构有损坏之处，可能缺少文字，请对照原件核实"
_LOSSY = "的内容已损坏，文字可能缺少或有误，请对照原件核实"
_CODES = "的字符编码已损坏，文字可能有误，请对照原件核实"
_PASSWORD, _SECURITY = 4, 5


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page that pdfium opened, its size in points, and what stands on it as it is shown."""

    page: pypdfium2.PdfPage
    number: int
    size: tuple[float, float]
    characters: Characters
    objects: Objects


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a page is to be read: from its characters, or from its picture for a reason; `hidden`: by OCR before us."""

    picture: str = ""
    hidden: bool = False


@reader(".pdf", media_type="application/pdf")
def read_pdf(source: Source) -> Document:
    """Return the document of a PDF file.

    Raises ReadError when it is damaged, needs a password, has too many pages, or no page of it can be read.
    """
    if b"%PDF" not in source.content[:_HEAD]:
        raise source.error("内容不是 PDF，请改回原来的后缀")
    pdf = _opened(source)
    try:
        count = len(pdf)
        if count == 0:
            raise source.error("PDF 文件已损坏，没有页面")
        if count > source.options.max_pages:
            raise source.error(f"页数过多（{count} 页，上限 {source.options.max_pages} 页）")
        pages: list[PageContent] = []
        notes: dict[str, list[int]] = {}
        damage = Damage(source.content)
        for number in range(1, count + 1):
            content, found = _page(source, pdf, number, damage.of_page(number))
            pages.append(content)
            for note in filter(None, found):
                notes.setdefault(note, []).append(number)
            if content.ocr and source.options.on_page is not None:
                source.options.on_page(number, count)
    finally:
        pdf.close()
    warnings = tuple(f"第 {_listed(numbers)} 页{note}" for note, numbers in notes.items())
    if damage.of_structure(count):
        warnings = (_REPAIRED, *warnings)
    if not any(page.pieces for page in pages):
        raise source.error("；".join(warnings) or "文件中没有文字")
    return document_of_pages(source, pages, warnings)


def _opened(source: Source) -> pypdfium2.PdfDocument:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(source.content)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise source.error("PDF 文件有密码，请先解除密码再读取") from error
        if error.err_code == _SECURITY:
            raise source.error("PDF 文件以不支持的方式加密，请另存为未加密的 PDF") from error
        raise source.error("PDF 文件已损坏，无法打开") from error
    pdf.init_forms()
    return pdf


def _page(
    source: Source, pdf: pypdfium2.PdfDocument, number: int, damage: PageDamage
) -> tuple[PageContent, tuple[str, ...]]:
    """Return what stands on a page, and what of it could not be read, or not for certain."""
    from pypdfium2 import PdfiumError

    from extract.readers.pdf_glyphs import read_characters
    from extract.readers.pdf_objects import read_objects
    from extract.readers.pdf_view import view_of

    try:
        page = _loaded(pdf, number)
        width, height = page.get_size()
        if not 0 < max(width, height) <= _LARGEST_SIDE:
            return PageContent(number, width, height, ()), ("尺寸异常，未读",)
        view = view_of(page)
        sheet = _Sheet(page, number, (width, height), read_characters(page, view), read_objects(page, view))
    except PdfiumError:
        return PageContent(number, 0, 0, ()), ("已损坏，未读",)
    plan = _plan(source, sheet)
    if damage.codes and not damage.drawing and not plan.picture:
        content, _ = _recognised(source, sheet, _CODES)
        if content.pieces:
            return content, (_CODES,)
    content, note = _recognised(source, sheet, plan.picture) if plan.picture else _content(sheet, hidden=plan.hidden)
    if damage.drawing or damage.codes:
        content = replace(doubted(content, _DAMAGED_CONFIDENCE), damaged=True)
        return content, (_LOSSY if damage.drawing else _CODES, note)
    return content, (note,)


def _loaded(pdf: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    """Return a page with what was filled into its forms and notes as part of it."""
    import pypdfium2.raw as raw

    page = pdf[number - 1]
    if raw.FPDFPage_GetAnnotCount(page.raw) and raw.FPDFPage_Flatten(page.raw, raw.FLAT_NORMALDISPLAY) == 0:
        page.close()
        page = pdf[number - 1]
    return page


def _plan(source: Source, sheet: _Sheet) -> _Plan:
    """Decide how a page is read."""
    if source.options.ocr == "always":
        return _Plan("按设置须用 OCR 识别")
    characters, objects = sheet.characters, sheet.objects
    text = characters.text
    count = len(text)
    area = sheet.size[0] * sheet.size[1]
    covered = sum((x1 - x0) * (y1 - y0) for x0, y0, x1, y1 in objects.pictures) >= area * _PICTURE_SHARE
    if count == 0:
        drawn = bool(objects.pictures) or objects.segments >= _MANY_PATHS
        return _Plan("没有文字层" if drawn else "")
    if characters.unreadable or is_garbled(text):
        return _Plan("的文字层无法辨认（缺少字符编码）")
    if covered and count < _FEW:
        return _Plan("没有可用的文字层")
    return _Plan(hidden=covered and objects.invisible * 2 > objects.texts)


def _recognised(source: Source, sheet: _Sheet, reason: str) -> tuple[PageContent, str]:
    """Return what OCR reads on a page, or nothing and the reason."""
    number, (width, height) = sheet.number, sheet.size
    empty = PageContent(number, width, height, ())
    if source.options.ocr == "never":
        return empty, f"{reason}，按设置未用 OCR 识别"
    try:
        read_page: Callable[..., PageContent] = import_module("extract.readers.ocr").read_page
    except ImportError:
        return empty, f"{reason}，而本机没有安装 OCR 组件"
    image = sheet.page.render(scale=_DOTS).to_pil()
    try:
        return read_page(image, number, width, height), ""
    except ReadError as error:
        return empty, f"{reason}，未能识别（{error}）"


def _content(sheet: _Sheet, *, hidden: bool) -> tuple[PageContent, str]:
    """Return the characters and tables of a page, turned upright, and what of it was left out."""
    from extract.readers.pdf_glyphs import pieces_of
    from extract.readers.pdf_grids import find_grids
    from extract.readers.pdf_view import quarter_turn

    size, characters, objects = sheet.size, sheet.characters, sheet.objects
    turns = characters.turns
    width, height = size if turns % 2 == 0 else (size[1], size[0])
    glyphs, rulings, shown = characters.glyphs, objects.rulings, None
    if turns:
        turn, back = quarter_turn(turns, *size), quarter_turn(-turns, width, height)
        glyphs = tuple(replace(glyph, box=turn.box(glyph.box)) for glyph in glyphs)
        rulings = [Ruling(*turn.box((r.x0, r.top, r.x1, r.bottom))) for r in rulings]
        shown = Shown(*size, (back.a, back.c, back.e, back.b, back.d, back.f))
    content = PageContent(
        sheet.number, width, height, tuple(pieces_of(glyphs)), find_grids(rulings), ocr=hidden, shown=shown
    )
    note = f"有 {characters.sideways} 个侧向的文字未读" if characters.sideways >= _FEWEST_SIDEWAYS else ""
    return doubted(content, _HIDDEN_CONFIDENCE) if hidden else content, note


def _listed(numbers: list[int]) -> str:
    """Return page numbers in words: 1、3—5."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return "、".join(str(part[0]) if len(part) == 1 else f"{part[0]}—{part[-1]}" for part in parts)
