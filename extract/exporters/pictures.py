"""Pictures of pages that a run keeps beside the text: `OUTPUT/pages/<contract>/<n>.jpg` and their sizes in points.

A report takes in the pictures of the pages that findings stand on, then of those that facts stand on, up to a limit.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from shutil import rmtree

from extract.facts import facts
from extract.files import write_text
from extract.model import Record
from extract.output_folder import PAGES, contract_path

Drawn = Callable[[Sequence[int]], Iterable[tuple[int, bytes]]]
_SIZES = "pages.json"
MOST_PAGES = 12
"""Pictures of one contract in a report."""


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pages of one contract: width and height in points by page number, and pictures as base64 JPEG."""

    sizes: dict[str, list[float]] = field(default_factory=dict)
    embedded: dict[int, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Characters that the pictures take in a report."""
        return sum(map(len, self.embedded.values()))


def stored_pictures(output: Path, record: Record, room: int) -> Pictures:
    """Return the pictures that fit into `room` characters; none of a redacted record, whose pages show all."""
    folder = contract_path(output / PAGES, record.document.path)
    sizes_file = folder / _SIZES
    if record.document.redacted or not sizes_file.is_file():
        return Pictures()
    sizes = json.loads(sizes_file.read_bytes())
    embedded: dict[int, str] = {}
    for number in dict.fromkeys(pages_by_weight(record)):
        path = folder / f"{number}.jpg"
        if len(embedded) == MOST_PAGES or not path.is_file():
            continue
        picture = base64.b64encode(path.read_bytes()).decode()
        if len(picture) <= room:
            room -= len(picture)
            embedded[number] = picture
    return Pictures(sizes, embedded)


def store_pictures(output: Path, record: Record, sizes: Mapping[int, tuple[float, float]], drawn: Drawn) -> None:
    """Keep the pictures that a report of `record` would show. `drawn` gives them by page. Raises OSError."""
    folder = contract_path(output / PAGES, record.document.path)
    rmtree(folder, ignore_errors=True)
    for number, picture in drawn(list(dict.fromkeys(pages_by_weight(record)))[:MOST_PAGES]):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{number}.jpg").write_bytes(picture)
    write_text(folder / _SIZES, [json.dumps({str(number): size for number, size in sizes.items()}) + "\n"])


def are_stored(output: Path, name: str) -> bool:
    """Tell whether the pictures of the contract `name` are kept: their sizes are written last."""
    return (contract_path(output / PAGES, name) / _SIZES).is_file()


def discard_pictures(output: Path, name: str) -> None:
    """Remove what is kept of the contract `name`."""
    rmtree(contract_path(output / PAGES, name), ignore_errors=True)


def pages_by_weight(record: Record) -> Iterator[int]:
    """Yield the pages that findings stand on, then those that facts stand on, with repeats."""
    for finding in record.findings:
        yield from (span.page for span in finding.spans if span.page is not None)
    for _, rows in facts(record):
        for row in rows:
            yield from (span.page for span in row.spans if span.page is not None)
