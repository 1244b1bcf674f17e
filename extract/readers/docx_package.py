"""The parts of a Word file (ISO/IEC 29500): the document, and what it is related to."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extract.readers import Source
from extract.readers.archives import Archive, open_zip

if TYPE_CHECKING:
    from lxml.etree import _Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORD_2010 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TRANSITIONAL = tuple(
    (b"http://purl.oclc.org/ooxml/" + strict, b"http://schemas.openxmlformats.org/" + transitional)
    for strict, transitional in (
        (b"wordprocessingml/main", b"wordprocessingml/2006/main"),
        (b"officeDocument/relationships", b"officeDocument/2006/relationships"),
        (b"officeDocument/math", b"officeDocument/2006/math"),
        (b"drawingml/main", b"drawingml/2006/main"),
    )
)
"""The namespaces of the strict variant; apart from them it reads like the usual one."""


@dataclass(frozen=True, slots=True)
class Relation:
    """Something that the document refers to: the last word of its type (`styles`, `footer`) and its part."""

    kind: str
    part: str


class Package:
    """A Word file, opened."""

    def __init__(self, archive: Archive, document: str, root: _Element) -> None:
        """Take over what `open_package` found."""
        self._archive = archive
        self.root = root
        self.relations = _relations(archive, document)

    def related(self, kind: str) -> list[_Element]:
        """Return the roots of the related parts of a kind, in the order of their relations."""
        found = [relation for relation in self.relations.values() if relation.kind == kind]
        return [root for relation in found if (root := _xml(self._archive, relation.part)) is not None]

    def content(self, identifier: str | None) -> tuple[str, bytes] | None:
        """Return the name and the bytes of a related part, by the identifier of its relation."""
        relation = self.relations.get(identifier or "")
        content = self._archive.read(relation.part) if relation is not None else None
        return (relation.part, content) if relation is not None and content is not None else None


def open_package(source: Source, content: bytes) -> Package:
    """Return the Word file in `content`. Raises ReadError when it is none, or damaged."""
    archive = open_zip(source, content, " Word 文件")
    main = next((relation.part for relation in _relations(archive, "").values() if _is_document(relation)), "")
    for part in (main, "word/document.xml"):
        root = _xml(archive, part)
        if root is not None and root.tag == f"{WORD}document":
            return Package(archive, part, root)
    raise source.error("不是 Word 文件，或文件不完整（其中没有正文）")


def flag(element: _Element | None) -> bool:
    """Return whether an on-off property is there and not switched off."""
    return element is not None and element.get(f"{WORD}val", "1").lower() not in ("0", "false", "off", "none")


def value_of(element: _Element | None, name: str = "val") -> str | None:
    """Return an attribute of a property that may be missing."""
    return element.get(f"{WORD}{name}") if element is not None else None


def number_of(element: _Element | None, default: int, name: str = "val") -> int:
    """Return a property's whole number, or `default` when it is missing or none."""
    text = value_of(element, name) or ""
    return int(text) if text.isascii() and text.removeprefix("-").isdigit() and len(text) < 10 else default


def _is_document(relation: Relation) -> bool:
    return relation.kind == "officeDocument"


def _relations(archive: Archive, part: str) -> dict[str, Relation]:
    """Return the relations of a part, of the whole file for "", by identifier; external ones are left out."""
    folder, name = posixpath.split(part)
    root = _xml(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, Relation] = {}
    for element in root.iter(_RELATIONSHIP) if root is not None else ():
        if element.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))
            found[element.get("Id", "")] = Relation(element.get("Type", "").rpartition("/")[2], target)
    return found


def _xml(archive: Archive, part: str) -> _Element | None:
    return archive.xml(part, _TRANSITIONAL)
