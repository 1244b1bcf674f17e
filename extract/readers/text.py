"""Plain text and Markdown, in whatever encoding Chinese offices write them."""

from __future__ import annotations

from extract.document import Document
from extract.readers import Source, reader
from extract.readers.encodings import decode

_OTHER_FORMATS = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "Office（DOCX、XLSX 等）或 ZIP"),
    (b"\xd0\xcf\x11\xe0", "旧版 Office（DOC、XLS、WPS）"),
    (b"{\\rtf", "RTF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
)
_LINE_BREAKS = "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_DIRECTION_MARKS = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n"]
_SPACES = dict.fromkeys([*_CONTROLS, *_DIRECTION_MARKS], " ")
_FEWEST_LOST, _LOST_SHARE, _MOST_LOST = 10, 0.01, 0.2
"""A conversion that knew no Chinese wrote "?" for each character; contracts themselves have next to none."""
_CLEAN = str.maketrans(_SPACES | dict.fromkeys(_LINE_BREAKS, "\n"))


@reader(".txt", ".text", media_type="text/plain", title="纯文本")
@reader(".md", ".markdown", media_type="text/markdown", title="Markdown 文本")
def read_text(source: Source) -> Document:
    """Return the document of a text file. Raises ReadError for what is not text, or is blank."""
    for magic, format_name in _OTHER_FORMATS:
        if source.content.startswith(magic):
            raise source.error(f"内容是 {format_name} 文件，不是文本，请改回原来的后缀")
    decoded = decode(source)
    warnings: tuple[str, ...] = ()
    if decoded.bad:
        warnings = (f"按 {decoded.encoding} 读取，有 {decoded.bad} 处无法辨认，以 \ufffd 代替",)
    return document_of_text(source, decoded.text, warnings)


def document_of_text(source: Source, text: str, warnings: tuple[str, ...] = ()) -> Document:
    """Return the document that holds `text`, every line break as a line feed and no other control characters.

    Raises ReadError when it holds no letter and no digit, or when its Chinese was lost in an earlier conversion.
    """
    lost = text.count("?")
    if lost > max(len(text) * _MOST_LOST, _FEWEST_LOST):
        raise source.error("汉字已在以前转码时丢失，成了“?”，请用原文件重新转换")
    if lost > max(len(text) * _LOST_SHARE, _FEWEST_LOST):
        warnings = (*warnings, f"文中有 {lost} 个“?”，可能是以前转码时丢失的汉字，请与原文件核对")
    return source.document(text.replace("\r\n", "\n").translate(_CLEAN), warnings)
