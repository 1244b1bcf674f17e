"""Readers: one module per input format, each from a file's bytes to a Document.

A reader registers itself with `@reader(".txt", media_type="text/plain")`; its module is imported only when a file
with its suffix is read.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from extract.document import Document
from extract.errors import ReadError

ReadBytes = Callable[[str, bytes], Document]

_MODULES = {".txt": "text", ".text": "text", ".md": "text", ".markdown": "text"}
_READERS: dict[str, ReadBytes] = {}
SUFFIXES = frozenset(_MODULES)
"""The suffixes that this installation reads, lower case, with the dot."""
LARGEST_FILE = 50 * 1024 * 1024
"""Bytes. A contract is kilobytes; a larger file is something else."""


def reader(*suffixes: str) -> Callable[[ReadBytes], ReadBytes]:
    """Register a function from (name, bytes) to Document for `suffixes`."""

    def register(function: ReadBytes) -> ReadBytes:
        for suffix in suffixes:
            _READERS[suffix] = function
        return function

    return register


def read(path: Path, *, name: str | None = None) -> Document:
    """Read the file at `path`; `name` is what the record calls it (default: the path).

    Raises ReadError, one Chinese line that names the file, for a file that is no contract text: missing, empty,
    too large, of an unknown format, undecodable.
    """
    shown = name or str(path)
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise ReadError(f"{shown}：暂不支持的格式 {suffix or '(无扩展名)'}")
    try:
        if not path.is_file():
            raise ReadError(f"{shown}：不是文件")
        if path.stat().st_size > LARGEST_FILE:
            raise ReadError(f"{shown}：文件超过 {LARGEST_FILE // 1024 // 1024} MB，不像一份合同")
        content = path.read_bytes()
    except OSError as error:
        raise ReadError(f"{shown}：无法读取：{error.strerror or error}") from error
    if not content.strip():
        raise ReadError(f"{shown}：空文件")
    import_module(f"extract.readers.{_MODULES[suffix]}")
    return _READERS[suffix](shown, content)


def document_from_text(text: str, name: str = "<text>") -> Document:
    """Return a Document of text that is already in memory."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(path=name, sha256=digest, media_type="text/plain", reader="text", text=text.replace("\r\n", "\n").replace("\r", "\n"))
