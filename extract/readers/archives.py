"""Files that are ZIP containers (DOCX and its kin): their parts within limits, their XML without entities."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from extract.readers import Source

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PARTS = 20_000
_LARGEST_PART = 32 * 1024**2
_LARGEST_WHOLE = 128 * 1024**2
_MOST_TAGS = 4_000_000
"""A contract of a thousand pages has some 500,000; each costs memory."""
_MAX_RATIO = 200
"""Times that a part may grow, past `_ANY_RATIO_BYTES`; the XML of documents grows 10 to 50 times."""
_ANY_RATIO_BYTES = 8 * 1024**2
_DIRECTORY_ENTRY = b"PK\x01\x02"
_DECLARED = "文件中有不安全的实体声明"
ENCRYPTED_FLAG = 0x1
"""Of a part's general purpose bits."""
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    RuntimeError,
    NotImplementedError,
    EOFError,
    OSError,
    ValueError,
)
"""What zipfile raises for a damaged container or part."""


class Archive:
    """The parts of one container. Names are matched without regard to case, as office programs do."""

    def __init__(self, source: Source, opened: zipfile.ZipFile) -> None:
        """Take over an opened container; `open_zip` is the way to make one."""
        self._source = source
        self._zip = opened
        self._read = 0
        self._entries = parts_by_name(opened.infolist(), _normal)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names in lower case, without a leading slash."""
        return tuple(self._entries)

    def read(self, name: str) -> bytes | None:
        """Return a part's content, None when there is no such part. Raises ReadError when damaged or over a limit."""
        entry = self._entries.get(_normal(name))
        if entry is None:
            return None
        if entry.flag_bits & ENCRYPTED_FLAG:
            raise self._source.error("文件有密码保护，请提供解除密码的文件")
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(_LARGEST_PART + 1)
        except UNREADABLE as error:
            raise self._source.error(f"文件已损坏（部件 {name} 读不出来）") from error
        self._read += len(content)
        swollen = len(content) > _ANY_RATIO_BYTES and len(content) > _MAX_RATIO * max(entry.compress_size, 1)
        if swollen or len(content) > _LARGEST_PART or self._read > _LARGEST_WHOLE:
            raise self._source.error("文件解压后过大，疑为压缩炸弹")
        return content

    def xml(self, name: str, replacements: tuple[tuple[bytes, bytes], ...] = ()) -> _Element | None:
        """Return the root of a part's XML, None when there is no such part; bytes are replaced before parsing.

        Raises ReadError when it is not well-formed, or declares a document type: these formats have none.
        """
        from lxml import etree

        content = self.read(name)
        if content is None:
            return None
        if content.count(b"<") > _MOST_TAGS:
            raise self._source.error(f"文件的标记过多（上限 {_MOST_TAGS:,} 个）")
        for old, new in replacements:
            content = content.replace(old, new)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.LxmlError, ValueError) as error:
            raise self._source.error(_trouble(name, content, error)) from error
        if root.getroottree().docinfo.doctype:
            raise self._source.error(_DECLARED)
        return root


def _trouble(name: str, content: bytes, error: Exception) -> str:
    """Return why a part's XML cannot be used: what it declares, how deep it is nested, or that it is broken."""
    from lxml import etree

    if b"<!DOCTYPE" in content:
        return _DECLARED
    if isinstance(error, etree.XMLSyntaxError) and error.code == etree.ErrorTypes.ERR_RESOURCE_LIMIT:
        return f"部件 {name} 的标记嵌套过深或内容过大，不能安全读取"
    return f"文件已损坏（部件 {name} 不是完整的 XML）"


def open_zip(source: Source, content: bytes, kind: str) -> Archive:
    """Return the container in `content`. Raises ReadError, which calls it a `kind`, when it is none or too large."""
    if content.count(_DIRECTORY_ENTRY) > _MOST_PARTS:  # before the directory is parsed
        raise source.error(f"{kind}中的部件过多（上限 {_MOST_PARTS:,} 个）")
    try:
        return Archive(source, zipfile.ZipFile(io.BytesIO(content)))
    except UNREADABLE as error:
        raise source.error(f"不是完整的{kind}（无法打开其压缩包）") from error


def parts_by_name(entries: Sequence[zipfile.ZipInfo], spelling: Callable[[str], str]) -> dict[str, zipfile.ZipInfo]:
    """Return the parts of a container by name in one `spelling`, the first of those with the same.

    Folders are none, nor is what a damaged directory leaves without a name.
    """
    return {spelling(entry.filename): entry for entry in reversed(entries) if entry.filename and not entry.is_dir()}


def _normal(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()
