"""What is damaged in a PDF file. pdfium reads and draws what is left of a broken stream, and says nothing of it.

Almost every stream of a PDF is compressed, and a compressed stream ends in a checksum: what does not unpack to that
end is damaged, however much of it can be read. qpdf, which finds the streams, overlooks the checksum.
"""

from __future__ import annotations

import base64
import logging
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Any

logging.getLogger("pikepdf").addHandler(logging.NullHandler())  # else its remarks go to the terminal
_HEAD = 2  # bytes before the packed data of a stream
_CHUNK = 1 << 16
_LONGEST = 1 << 28
"""Bytes unpacked of one stream; one that is longer is no text, and held to be sound."""
_DEEPEST = 8
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


@dataclass(frozen=True, slots=True)
class PageDamage:
    """What is damaged of a page. `drawing`: characters may be lost, or shown as others. `codes`: characters may be
    others than those that the page shows, for a font's map from codes to Unicode is broken.
    """

    drawing: bool = False
    codes: bool = False


class Damage:
    """What is damaged in the PDF file `content`, which opens without a password."""

    def __init__(self, content: bytes) -> None:
        import pikepdf

        self._errors = (pikepdf.PdfError, RuntimeError, ValueError, TypeError, AttributeError)
        self._sound: dict[tuple[int, int], bool] = {}
        self._lacking = False
        self._pdf: pikepdf.Pdf | None = None
        self._pages: list[Any] = []
        try:
            self._pdf = pikepdf.open(BytesIO(content))
            self._pages = [page.obj for page in self._pdf.pages]
        except self._errors:
            self._lacking = True

    def of_structure(self, pages: int) -> bool:
        """Tell whether objects of the file, of which pdfium opens so many pages, are missing or had to be repaired.

        Objects are looked at with the page that they belong to: ask for all pages before.
        """
        return self._lacking or self._pdf is None or len(self._pages) != pages or bool(self._pdf.get_warnings())

    def of_page(self, number: int) -> PageDamage:
        """Return what is damaged of a page; the first is 1."""
        try:
            streams = _Streams(self._pages[number - 1])
            self._lacking |= streams.lacking
            return PageDamage(self._any_broken(streams.drawing), self._any_broken(streams.codes))
        except (*self._errors, IndexError):
            self._lacking = True
            return PageDamage()

    def _any_broken(self, streams: list[Any]) -> bool:
        for stream in streams:
            if stream.objgen not in self._sound:
                self._sound[stream.objgen] = _is_sound(stream)
        return not all(self._sound[stream.objgen] for stream in streams)


def _is_sound(stream: Any) -> bool:
    """Tell whether a stream unpacks to its end. One that is not packed has nothing that could tell."""
    from pikepdf import PdfError

    raw = stream.read_raw_bytes()
    filters = [str(name) for name in _listed(stream.get("/Filter"))]
    if filters[:1] == ["/ASCII85Decode"]:
        try:
            raw = base64.a85decode(raw.partition(b"~>")[0])
        except ValueError:
            return False
        del filters[0]
    if filters[:1] == ["/FlateDecode"]:
        return _unpacks(raw)
    try:
        return not filters or stream.read_bytes() is not None
    except PdfError:
        return False


def _unpacks(raw: bytes) -> bool:
    """Tell whether packed data end where they should and agree with their checksum, if that was written at all."""
    try:
        if _reaches_end(zlib.decompressobj(), raw):
            return True
        return _reaches_end(zlib.decompressobj(-zlib.MAX_WBITS), raw[_HEAD:])
    except zlib.error:
        return False


def _reaches_end(unpacker: Any, raw: bytes) -> bool:
    length = 0
    while raw and not unpacker.eof and length < _LONGEST:
        length += len(unpacker.decompress(raw, _CHUNK))
        raw = unpacker.unconsumed_tail
    return unpacker.eof or length >= _LONGEST


class _Streams:
    """The streams on which the characters of a page hang.

    `lacking`: something that the page names is not there, or not what it should be.
    """

    def __init__(self, page: Any) -> None:
        self.drawing: list[Any] = []
        self.codes: list[Any] = []
        self.lacking = False
        self._seen: set[tuple[int, int]] = set()
        resources = _resources(page)
        contents = _listed(page.get("/Contents"))
        for stream in contents:
            self._draws(stream)
        if not contents and _entries(resources, "/Font"):
            self.lacking = True
        self._of_resources(resources, 0)
        for note in _listed(page.get("/Annots")):
            look = note.get("/AP", {}).get("/N")
            if _is_stream(look):
                self._of_form(look, 0)

    def _draws(self, stream: Any) -> None:
        if _is_stream(stream):
            self.drawing.append(stream)
        else:
            self.lacking = True

    def _of_resources(self, resources: Any, depth: int) -> None:
        for font in _entries(resources, "/Font"):
            self._of_font(font)
        for item in _entries(resources, "/XObject"):
            if not _is_stream(item):
                self.lacking = True
            elif item.get("/Subtype") == "/Form":
                self._of_form(item, depth + 1)

    def _of_form(self, form: Any, depth: int) -> None:
        if depth > _DEEPEST or form.objgen in self._seen:
            return
        self._seen.add(form.objgen)
        self._draws(form)
        self._of_resources(form.get("/Resources"), depth)

    def _of_font(self, font: Any) -> None:
        if not _is_dictionary(font) or font.get("/Subtype") is None:
            self.lacking = True
            return
        self.codes += [stream for name in ("/ToUnicode", "/Encoding") if _is_stream(stream := font.get(name))]
        for own in (font, *_listed(font.get("/DescendantFonts"))):
            descriptor = own.get("/FontDescriptor", {})
            self.drawing += [file for name in _FONT_FILES if _is_stream(file := descriptor.get(name))]


def _resources(page: Any) -> Any:
    """Return a page's resources, its own or those of the branch of the page tree that it is on."""
    for _ in range(_DEEPEST * _DEEPEST):
        if page is None or "/Resources" in page:
            break
        page = page.get("/Parent")
    return None if page is None else page.get("/Resources")


def _entries(resources: Any, kind: str) -> list[Any]:
    """Return the resources of a kind."""
    named: Any = resources.get(kind, {}) if _is_dictionary(resources) else {}
    return [item for _, item in named.items()] if _is_dictionary(named) else []


def _listed(item: Any) -> list[Any]:
    """Return the items of an array; what is none as the only item."""
    import pikepdf

    if item is None:
        return []
    return list(item) if isinstance(item, pikepdf.Array) else [item]


def _is_stream(item: Any) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Stream)


def _is_dictionary(item: Any) -> bool:
    import pikepdf

    return isinstance(item, pikepdf.Dictionary)
