"""From a file to a Document: one module per input format, found by the file's suffix.

To add a format, add one module to this package with a function under `@reader(".suffix", media_type=…, title=…)`.
A module imports the library that it needs inside its functions: registering costs nothing. What must be installed
beside Kanhe is told by `needs`; `kanhe formats` shows it.
"""

from __future__ import annotations

import hashlib
import pkgutil
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pathlib import Path, PurePath
from typing import Literal

from extract.document import Document
from extract.errors import ReadError, system_reason

MAX_BYTES = 50 * 1024 * 1024
"""No contract is larger; what is, is something else under a contract's suffix."""
MAX_PAGES = 2000
"""No contract has more."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read files. `ocr`: only pages without usable text, every page, or none."""

    ocr: Literal["auto", "always", "never"] = "auto"
    max_bytes: int = MAX_BYTES
    max_pages: int = MAX_PAGES
    on_page: Callable[[int, int], None] | None = None
    """Called after each page that took long (OCR) with its number and how many there are."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's content as a reader function gets it."""

    name: str
    content: bytes
    media_type: str
    reader: str
    options: ReadOptions = ReadOptions()

    @property
    def sha256(self) -> str:
        """The digest of the content, hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()

    def document(self, text: str, warnings: tuple[str, ...] = (), *, blank: str = "文件中没有文字") -> Document:
        """Return the document that holds `text`. Raises ReadError, `blank`, when it holds no letter and no digit."""
        if not any(map(str.isalnum, text)):
            raise self.error(blank)
        return Document(self.name, self.sha256, self.media_type, self.reader, text, warnings=warnings)

    def error(self, reason: str) -> ReadError:
        """Return the error that names this file and `reason`."""
        return ReadError(f"{self.name}：{reason}")


_DEFAULT = ReadOptions()
ReaderFunction = Callable[[Source], Document]
Needs = Callable[[], str | None]
"""Returns what has to be installed before a format can be read here, in Chinese, or None."""


@dataclass(frozen=True, slots=True)
class _Entry:
    function: ReaderFunction
    media_type: str
    title: str
    needs: Needs | None


_READERS: dict[str, _Entry] = {}


def reader(
    *suffixes: str, media_type: str, title: str = "", needs: Needs | None = None
) -> Callable[[ReaderFunction], ReaderFunction]:
    """Register a function that reads files with one of `suffixes` (lower case, with the dot).

    `title` says in Chinese what such files are; `needs` what this machine lacks to read them.
    """

    def register(function: ReaderFunction) -> ReaderFunction:
        for suffix in suffixes:
            if suffix in _READERS:
                raise ValueError(f"two readers for {suffix}")
            _READERS[suffix] = _Entry(function, media_type, title, needs)
        return function

    return register


@cache
def _readers() -> Mapping[str, _Entry]:
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return _READERS


def suffixes() -> tuple[str, ...]:
    """Return every suffix that has a reader, in lower case."""
    return tuple(_readers())


def registered() -> Mapping[str, tuple[str, Needs | None]]:
    """Return the title of every suffix that has a reader, and what tells what it needs."""
    return {suffix: (entry.title, entry.needs) for suffix, entry in _readers().items()}


def read(path: Path, *, name: str | None = None, options: ReadOptions = _DEFAULT) -> Document:
    """Return the document in the file `path`; `name` is what the record and messages call it.

    Raises ReadError, one line that names the file and the reason, when it cannot be read as a contract.
    """
    called = str(path) if name is None else name
    content = content_of(path, called, options.max_bytes)
    return read_bytes(content, called, suffix=path.suffix, options=options)


def read_bytes(content: bytes, name: str, *, suffix: str | None = None, options: ReadOptions = _DEFAULT) -> Document:
    """Return the document in `content`, a file's bytes; the format is that of `suffix`, by default the name's.

    Content that is another format beyond doubt is read as that, with a warning. Raises ReadError like `read`.
    """
    from extract.readers.signatures import sniff

    suffix = (PurePath(name).suffix if suffix is None else suffix).lower()
    entry = _readers().get(suffix)
    if entry is None:
        raise ReadError(f"{name}：暂不支持 {suffix or '没有后缀的'} 文件，可读的有 {' '.join(suffixes())}")
    actual = _readers().get(sniff(content) or suffix, entry)
    if actual.function is not entry.function:
        document = actual.function(_source(name, content, actual, options))
        note = f"后缀是 {suffix}，内容其实是{actual.title or actual.media_type}，已按内容读取"
        return replace(document, warnings=(note, *document.warnings))
    source = _source(name, content, entry, options)
    if not content:
        raise source.error("文件是空的")
    return entry.function(source)


def _source(name: str, content: bytes, entry: _Entry, options: ReadOptions) -> Source:
    return Source(name, content, entry.media_type, entry.function.__module__.rpartition(".")[2], options)


def document_from_text(text: str, name: str = "<text>") -> Document:
    """Return the document of a contract that is already text. Raises ReadError when it is blank."""
    from extract.readers.text import document_of_text

    content = text.encode("utf-8", "replace")
    return document_of_text(Source(name, content, "text/plain", "text"), content.decode())


def too_large(size: int, max_bytes: int) -> str:
    """Return why a file of `size` bytes is not read."""
    return f"文件过大（{size / 1024**2:.1f} MB，上限 {max_bytes / 1024**2:g} MB）"


def content_of(path: Path, name: str, max_bytes: int = MAX_BYTES) -> bytes:
    """Return the bytes of the file `path`, at most `max_bytes`. Raises ReadError, which calls the file `name`."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise ReadError(f"{name}：这是目录，不是文件")
        if not stat.S_ISREG(status.st_mode):
            raise ReadError(f"{name}：不是普通文件")
        if status.st_size > max_bytes:
            raise ReadError(f"{name}：{too_large(status.st_size, max_bytes)}")
        return path.read_bytes()
    except FileNotFoundError as error:
        broken = path.is_symlink()
        raise ReadError(f"{name}：{'链接指向的文件不存在' if broken else '文件不存在'}") from error
    except PermissionError as error:
        raise ReadError(f"{name}：没有读取权限") from error
    except (OSError, ValueError) as error:
        reason = system_reason(error) if isinstance(error, OSError) else error
        raise ReadError(f"{name}：无法读取（{reason}）") from error
