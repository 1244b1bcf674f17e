"""Pictures of pages that a run keeps beside the text: `OUTPUT/pages/<contract>/<n>.jpg` and their sizes in points.

A report takes in the pictures of the pages that findings stand on, then of those that facts stand on, up to a limit.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from extract.exporters.json_files import contract_path
from extract.facts import facts
from extract.model import Record

_MOST_PAGES = 12
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
    folder = contract_path(output / "pages", record.document.path)
    sizes_file = folder / "pages.json"
    if record.document.redacted or not sizes_file.is_file():
        return Pictures()
    sizes = json.loads(sizes_file.read_bytes())
    embedded: dict[int, str] = {}
    for number in dict.fromkeys(_pages_by_weight(record)):
        path = folder / f"{number}.jpg"
        if len(embedded) == _MOST_PAGES or not path.is_file():
            continue
        picture = base64.b64encode(path.read_bytes()).decode()
        if len(picture) <= room:
            room -= len(picture)
            embedded[number] = picture
    return Pictures(sizes, embedded)


def _pages_by_weight(record: Record) -> Iterator[int]:
    for finding in record.findings:
        yield from (span.page for span in finding.spans if span.page is not None)
    for _, rows in facts(record):
        for row in rows:
            yield from (span.page for span in row.spans if span.page is not None)
