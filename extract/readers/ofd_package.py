"""The container of an OFD file (GB/T 33190): its parts by name, within limits, and their XML without entities."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from extract.readers import Source
from extract.readers.archives import ENCRYPTED_FLAG, UNREADABLE, parts_by_name

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PARTS = 50_000
_LARGEST_PART = 64 * 1024 * 1024
_LARGEST_WHOLE = 512 * 1024 * 1024


class Package:
    """The parts of one OFD file. Names are matched without regard to case, as its programs do."""

    def __init__(self, source: Source) -> None:
        """Open the container. Raises ReadError when it is none, is encrypted or holds too much."""
        self._source = source
        self._read = 0
        self._shared: dict[str, _Element | None] = {}
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.content))
            entries = self._zip.infolist()
        except UNREADABLE as error:
            raise source.error("不是完整的 OFD 文件（无法打开其压缩包）") from error
        if len(entries) > _MOST_PARTS:
            raise source.error(f"OFD 文件中的部件过多（上限 {_MOST_PARTS:,} 个）")
        if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
            raise source.error("OFD 文件已加密，请提供解密后的文件")
        self._entries = parts_by_name(entries, _normal)

    @property
    def names(self) -> tuple[str, ...]:
        """The parts' names in lower case, without a leading slash."""
        return tuple(self._entries)

    def resolve(self, base: str, location: str | None) -> str | None:
        """Return the part that `location`, written in the part `base`, leads to; None when there is none.

        A location is relative to its part, or to the root behind a slash; many programs leave that slash out.
        """
        if not location or not location.strip():
            return None
        written = location.strip().replace("\\", "/")
        relative = posixpath.join(posixpath.dirname(base), written)
        for candidate in (written,) if written.startswith("/") else (relative, written):
            name = _normal(candidate)
            if name in self._entries:
                return name
        return None

    def read(self, name: str) -> bytes | None:
        """Return a part's content, or None when it is missing or damaged. Raises ReadError over the limits."""
        entry = self._entries.get(name)
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as stream:
                content = stream.read(_LARGEST_PART + 1)
        except UNREADABLE:
            return None
        self._read += len(content)
        if len(content) > _LARGEST_PART or self._read > _LARGEST_WHOLE:
            raise self._source.error("OFD 文件解压后过大")
        return content

    def xml(self, name: str | None) -> _Element | None:
        """Return the root of a part's XML, or None. Raises ReadError when it declares entities: OFD has none."""
        from lxml import etree

        content = self.read(name) if name is not None else None
        if not content:
            return None
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(content, parser)
        except (etree.LxmlError, ValueError):
            return None
        if root is not None and root.getroottree().docinfo.doctype:
            raise self._source.error("OFD 文件中有不安全的实体声明")
        return root

    def shared_xml(self, name: str | None) -> _Element | None:
        """Return the same as `xml`, and keep it: templates and resources are asked for again by every page."""
        if name is None:
            return None
        if name not in self._shared:
            self._shared[name] = self.xml(name)
        return self._shared[name]


def name_of(element: _Element) -> str:
    """Return an element's name without its namespace; the standard's has changed, and some files have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def children(element: _Element | None, *path: str) -> Iterator[_Element]:
    """Yield the elements at a path of names below `element`; `*` is any name."""
    if element is None:
        return
    for child in element:
        if path[0] in (name_of(child), "*"):
            if len(path) == 1:
                yield child
            else:
                yield from children(child, *path[1:])


def text_at(element: _Element | None, *path: str) -> str:
    """Return the text of the first element at a path of names, or ""."""
    found = next(children(element, *path), None)
    return (found.text or "").strip() if found is not None else ""


def _normal(name: str) -> str:
    """Return a part's name in one spelling; steps upwards end at the root."""
    return posixpath.normpath("/" + name.replace("\\", "/")).lstrip("/").casefold()
