"""Word files (DOCX and its kin): text as printed, automatic numbers and tables included; they have no pages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

import regex

from extract.document import Cell, Document, Table
from extract.errors import ReadError
from extract.readers import Source, read_bytes, reader
from extract.readers.docx_body import Body
from extract.readers.docx_fields import fields_of
from extract.readers.docx_numbering import read_numbering
from extract.readers.docx_package import WORD, Package, open_package
from extract.readers.docx_styles import Styles, read_styles
from extract.readers.docx_tables import Line, Place
from extract.readers.docx_text import Counts, TextReader
from extract.readers.signatures import sniff

if TYPE_CHECKING:
    from lxml.etree import _Element

_OPEN_XML = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_NUMBER_LINE = regex.compile(r"[\p{Han}\w/（）() ]{0,16}[号號]\s*[:：]\s*(\S.{2,60})")
"""What a header or footer says of the contract and not of the page: 合同编号, 项目编号, 备案号."""
_SPACE = re.compile(r"\s+")


@reader(".docx", media_type=f"{_OPEN_XML}.document", title="Word 文档")
@reader(".dotx", media_type=f"{_OPEN_XML}.template", title="Word 模板")
@reader(".docm", media_type="application/vnd.ms-word.document.macroEnabled.12", title="含宏的 Word 文档")
@reader(".dotm", media_type="application/vnd.ms-word.template.macroEnabled.12", title="含宏的 Word 模板")
def read_docx(source: Source) -> Document:
    """Return the document of a Word file. Raises ReadError for what is none, is encrypted, damaged or empty."""
    if source.content.startswith(_OLE):
        encrypted = _ENCRYPTED in source.content
        reason = "文件有密码保护，请提供解除密码的文件" if encrypted else "内容是旧版 Office 文件，不是 Word 文档"
        raise source.error(reason)
    return document_of_word(source, source.content)


def document_of_word(source: Source, content: bytes) -> Document:
    """Return the document of `source` whose text stands in `content`, a DOCX file's bytes. Raises ReadError."""
    package = open_package(source, content)
    styles = read_styles(package.related("styles"))
    counts = Counts()
    body = Body(
        TextReader(styles, fields_of(package.root), counts),
        read_numbering(package.related("numbering"), styles),
        dict(_notes(package)),
        lambda identifier: _embedded(source, package, identifier, counts),
    )
    blocks = package.root.find(f"{WORD}body")
    lines = list(_sparse(body.lines(blocks if blocks is not None else package.root)))
    numbers = [Line(text) for text in _page_numbers(package, styles, lines)]
    return _document(source, [*numbers, *lines], tuple(_warnings(package, counts)), counts)


def _document(source: Source, lines: list[Line], warnings: tuple[str, ...], counts: Counts) -> Document:
    text = "".join(f"{line.text}\n" for line in lines)
    pictures = "，只有图片（可能是扫描件），请读取扫描的原件" if counts.pictures else ""
    document = source.document(text, warnings, blank=f"文件中没有文字{pictures}")
    return replace(document, tables=tuple(_tables(lines)))


def _sparse(lines: Iterable[Line]) -> Iterator[Line]:
    """Yield the lines, several empty ones as one, none at the start."""
    text_before = False
    for empty, group in groupby(lines, key=lambda line: not line.text):
        if not empty:
            yield from group
        elif text_before:
            yield next(group)
        text_before = True


def _tables(lines: Iterable[Line]) -> Iterator[Table]:
    """Yield the tables with the places of their cells in the text; a cell of several lines is one."""
    found: dict[int, dict[Place, tuple[int, int]]] = {}
    offset = 0
    for line in lines:
        for start, end, place in line.cells:
            known = found.setdefault(place.table, {})
            first = known.get(place, (offset + start, 0))[0]
            known[place] = (first, offset + end)
        offset += len(line.text) + 1
    for places in found.values():
        cells = [
            Cell(start, end, place.row, place.column, place.row_span, place.column_span)
            for place, (start, end) in places.items()
        ]
        yield Table(min(cell.start for cell in cells), max(cell.end for cell in cells), tuple(cells))


def _notes(package: Package) -> Iterator[tuple[tuple[str, str], _Element]]:
    """Yield footnotes and endnotes by kind and identifier; their ruling lines have none of use."""
    for kind in ("footnote", "endnote"):
        for root in package.related(f"{kind}s"):
            for note in root.findall(f"{WORD}{kind}"):
                yield (kind, note.get(f"{WORD}id", "")), note


def _page_numbers(package: Package, styles: Styles, lines: list[Line]) -> Iterator[str]:
    """Yield what headers and footers say of the contract (its number) and the body does not, once."""
    known = _SPACE.sub("", "".join(line.text for line in lines))
    for root in (root for kind in ("header", "footer") for root in package.related(kind)):
        margin = Body(TextReader(styles, fields_of(root), Counts()), read_numbering([], styles))
        for line in margin.lines(root):
            for text in line.text.split("\t"):
                match = _NUMBER_LINE.fullmatch(text.strip())
                value = _SPACE.sub("", match[1]) if match is not None else ""
                if any(map(str.isalnum, value)) and value not in known:
                    known += value
                    yield text.strip()


def _embedded(source: Source, package: Package, identifier: str | None, counts: Counts) -> list[str]:
    """Return the lines of an embedded document, as systems that assemble contracts leave them."""
    found = package.content(identifier)
    if found is None:
        return []
    name, content = found
    if sniff(content) == ".docx":  # it might embed itself
        counts.unread += 1
        return []
    try:
        return read_bytes(content, f"{source.name} 内的 {name}", options=source.options).text.split("\n")
    except ReadError:
        counts.unread += 1
        return []


def _warnings(package: Package, counts: Counts) -> Iterator[str]:
    """Yield what a person should look at in the file itself."""
    if counts.inserted or counts.deleted:
        yield f"有未处理的修订（插入 {counts.inserted} 处，删除 {counts.deleted} 处），按接受全部修订后的文字读取"
    comments = sum(len(root.findall(f"{WORD}comment")) for root in package.related("comments"))
    if comments:
        yield f"有批注 {comments} 条，未读"
    if counts.hidden:
        yield f"有隐藏或者带删除线的文字（{counts.hidden} 字），未读"
    if counts.pictures:
        yield f"有图片 {counts.pictures} 幅，图中的文字未读"
    if counts.unread:
        yield f"有嵌入的文档 {counts.unread} 份读不出来"
