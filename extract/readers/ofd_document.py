"""The documents of an OFD file: their pages in order, with the templates and resources that pages refer to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extract.readers.ofd_geometry import numbers
from extract.readers.ofd_package import Package, children, name_of, text_at

if TYPE_CHECKING:
    from lxml.etree import _Element

_A4 = (0.0, 0.0, 210.0, 297.0)
_RESOURCES = ("PublicRes", "DocumentRes", "PageRes")
PageBox = tuple[float, float, float, float]
"""x, y, width and height in millimetres."""


@dataclass(slots=True)
class Resources:
    """Composite graphic units and the parts that hold pictures, by their identifiers."""

    units: dict[str, _Element] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)

    def add(self, package: Package, base: str, holder: _Element | None) -> None:
        """Add what the resource files name that `holder`, standing in the part `base`, refers to."""
        for reference in holder if holder is not None else ():
            if name_of(reference) not in _RESOURCES:
                continue
            part = package.resolve(base, reference.text)
            root = package.shared_xml(part)
            if root is None or part is None:
                continue
            for unit in children(root, "CompositeGraphicUnits", "CompositeGraphicUnit"):
                self.units[unit.get("ID", "").strip()] = unit
            folder = f"{root.get('BaseLoc', '').strip().rstrip('/')}/".lstrip("/")
            for media in children(root, "MultiMedias", "MultiMedia"):
                name = text_at(media, "MediaFile")
                found = package.resolve(part, folder + name) or package.resolve(part, name)
                if found is not None:
                    self.pictures[media.get("ID", "").strip()] = found

    def copy(self) -> Resources:
        """Return resources that can be added to without changing these."""
        return Resources(dict(self.units), dict(self.pictures))


@dataclass(frozen=True, slots=True)
class OfdPage:
    """One page: its box, what is drawn on it (templates first), its resources, and its annotations."""

    box: PageBox
    contents: tuple[_Element, ...]
    resources: Resources
    annotations: tuple[_Element, ...] = ()
    complete: bool = True


def documents(package: Package) -> Iterator[tuple[str, _Element]]:
    """Yield the part name and the root of every document in the file, in order."""
    root = package.xml("ofd.xml")
    for body in children(root, "DocBody"):
        for part in (_current(package, body), package.resolve("ofd.xml", text_at(body, "DocRoot"))):
            document = package.xml(part)
            if part is not None and document is not None:
                yield part, document
                break


def _current(package: Package, body: _Element) -> str | None:
    """Return the root of the version that is in force, when a document was saved in versions."""
    for version in children(body, "Versions", "Version"):
        if version.get("Current", "").strip().lower() == "true":
            part = package.resolve("ofd.xml", version.get("BaseLoc"))
            return package.resolve(part, text_at(package.xml(part), "DocRoot")) if part is not None else None
    return None


def pages(package: Package, part: str, document: _Element) -> Iterator[OfdPage]:
    """Yield the pages of the document whose root stands in `part`. One that is missing is not `complete`."""
    common = next(children(document, "CommonData"), None)
    default = _box(next(children(common, "PageArea"), None)) or _A4
    templates = {
        template.get("ID", "").strip(): package.resolve(part, template.get("BaseLoc"))
        for template in children(common, "TemplatePage")
    }
    shared = Resources()
    shared.add(package, part, common)
    annotations = dict(_annotations(package, part, document))
    for entry in children(document, "Pages", "Page"):
        place = package.resolve(part, entry.get("BaseLoc"))
        page = package.xml(place)
        if page is None or place is None:
            yield OfdPage(default, (), shared, complete=False)
            continue
        resources = shared.copy()
        resources.add(package, place, page)
        drawn: list[_Element] = []
        for template in children(page, "Template"):
            template_part = templates.get(template.get("TemplateID", "").strip())
            template_page = package.shared_xml(template_part)
            if template_page is not None and template_part is not None:
                resources.add(package, template_part, template_page)
                drawn += children(template_page, "Content", "Layer")
        drawn += children(page, "Content", "Layer")
        box = _box(next(children(page, "Area"), None)) or default
        yield OfdPage(box, tuple(drawn), resources, annotations.get(entry.get("ID", "").strip(), ()))


def _box(area: _Element | None) -> PageBox | None:
    found = numbers(text_at(area, "PhysicalBox"))
    if len(found) != 4 or found[2] <= 0 or found[3] <= 0:
        return None
    return found[0], found[1], found[2], found[3]


def _annotations(package: Package, part: str, document: _Element) -> Iterator[tuple[str, tuple[_Element, ...]]]:
    place = package.resolve(part, text_at(document, "Annotations"))
    for page in children(package.xml(place), "Page"):
        found = package.xml(package.resolve(place or "", text_at(page, "FileLoc")))
        yield page.get("PageID", "").strip(), tuple(children(found, "Annot"))


def signatures(package: Package) -> int:
    """Return how many electronic seals and signatures the file carries."""
    count = 0
    for body in children(package.xml("ofd.xml"), "DocBody"):
        listed = package.xml(package.resolve("ofd.xml", text_at(body, "Signatures")))
        count += sum(1 for _ in children(listed, "Signature"))
    return count


def attachments(package: Package, part: str, document: _Element) -> int:
    """Return how many files are attached to a document."""
    listed = package.xml(package.resolve(part, text_at(document, "Attachments")))
    return sum(1 for _ in children(listed, "Attachment"))
