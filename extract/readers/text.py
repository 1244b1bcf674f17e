"""Plain text and Markdown, in whatever encoding it was saved."""

from __future__ import annotations

import codecs
import hashlib

import regex

from extract.document import Document
from extract.errors import ReadError
from extract.readers import reader

_CONTROLS = regex.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_TRUNCATED = 4
"""A file cut off in the middle of a character lacks at most so many bytes at its end."""


@reader(".txt", ".text", ".md", ".markdown")
def read_text(name: str, content: bytes) -> Document:
    """Return the text of `content`: UTF-8 or UTF-16 by mark, else UTF-8, GB18030, UTF-16, in that order.

    Raises ReadError when the bytes are no text.
    """
    text, warnings = _decoded(name, content)
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    text = _CONTROLS.sub(" ", text)
    if not text.strip():
        raise ReadError(f"{name}：没有文字")
    suffix = name.rpartition(".")[2].lower()
    media_type = "text/markdown" if suffix in ("md", "markdown") else "text/plain"
    return Document(
        path=name, sha256=hashlib.sha256(content).hexdigest(), media_type=media_type, reader="text", text=text,
        warnings=tuple(warnings),
    )


def _decoded(name: str, content: bytes) -> tuple[str, list[str]]:
    for mark, encoding in _MARKS.items():
        if content.startswith(mark):
            try:
                return content.decode(encoding), []
            except UnicodeDecodeError:
                break
    if b"\x00" in content[:4096]:
        return _wide(name, content), []
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding), []
        except UnicodeDecodeError as error:
            if error.start >= len(content) - _TRUNCATED and error.start > 0:
                return content[: error.start].decode(encoding), ["文件末尾有不完整的字符，已略去"]
    return _guessed(name, content)


def _wide(name: str, content: bytes) -> str:
    """Decode UTF-16 without a mark; other content with zero bytes is binary."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if sum("\u4e00" <= character <= "\u9fff" for character in text) > len(text) // 5:
            return text
    raise ReadError(f"{name}：不是文本文件（含二进制内容）")


def _guessed(name: str, content: bytes) -> tuple[str, list[str]]:
    from charset_normalizer import from_bytes

    best = from_bytes(content).best()
    if best is None:
        raise ReadError(f"{name}：无法识别文字编码")
    text = str(best)
    if sum("\u4e00" <= character <= "\u9fff" for character in text) < len(text) // 10:
        raise ReadError(f"{name}：无法识别文字编码")
    return text, [f"文字编码不规范，按 {best.encoding} 读取，可能有错字"]
