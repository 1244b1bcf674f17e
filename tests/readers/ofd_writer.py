"""Writes OFD packages: a small part of GB/T 33190, enough for text, ruling lines, templates and odd cases.

`python -m tests.readers.ofd_writer IN.txt OUT.ofd` sets a contract's text on pages.
"""

from __future__ import annotations

import io
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'
SIZE = 4.2
"""Height of a character in millimetres (about 12 points)."""
_LEFT, _TOP, _BOTTOM, _WIDTH, _STEP = 20.0, 25.0, 275.0, 170.0, 6.4
_EPOCH = (2025, 1, 1, 0, 0, 0)


def text_object(text: str, x: float, y: float, *, size: float = SIZE, deltas: str | None = None, more: str = "") -> str:
    """Return a text object whose first character's baseline starts at x, y (millimetres on the page)."""
    if deltas is None:
        deltas = " ".join(f"{_width(character) * size:g}" for character in text[:-1])
    step = f" DeltaX={quoteattr(deltas)}" if deltas else ""
    return (
        f'<ofd:TextObject ID="1" Boundary="{x:g} {y - size:g} 170 {size * 1.5:g}" Font="1" Size="{size:g}" {more}>'
        f'<ofd:TextCode X="0" Y="{size:g}"{step}>{escape(text)}</ofd:TextCode></ofd:TextObject>'
    )


def path_object(data: str, *, boundary: str = "0 0 210 297", more: str = "") -> str:
    """Return a path object."""
    return (
        f'<ofd:PathObject ID="2" Boundary="{boundary}" LineWidth="0.3" {more}>'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def page(*objects: str, area: str = "", template: str = "") -> str:
    """Return the XML of a page or a template."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Page {NAMESPACE}>{area}{template}'
        f'<ofd:Content><ofd:Layer ID="9" Type="Body">{"".join(objects)}</ofd:Layer></ofd:Content></ofd:Page>'
    )


def document(pages: int, *, common: str = "", more: str = "") -> str:
    """Return the XML of a document with so many pages, in parts `Pages/Page_0/Content.xml` and so on."""
    listed = "".join(f'<ofd:Page ID="{n + 100}" BaseLoc="Pages/Page_{n}/Content.xml"/>' for n in range(pages))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ofd:Document {NAMESPACE}><ofd:CommonData><ofd:PageArea>'
        f"<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>{common}</ofd:CommonData>"
        f"<ofd:Pages>{listed}</ofd:Pages>{more}</ofd:Document>"
    )


def parts_of(*documents_pages: Sequence[str], common: str = "", more: str = "", body: str = "") -> dict[str, str]:
    """Return the parts of a package: one document for each list of pages."""
    bodies = "".join(
        f"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_{n}/Document.xml</ofd:DocRoot>{body}</ofd:DocBody>"
        for n in range(len(documents_pages))
    )
    parts = {"OFD.xml": f'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD {NAMESPACE} Version="1.0">{bodies}</ofd:OFD>'}
    for number, pages in enumerate(documents_pages):
        parts[f"Doc_{number}/Document.xml"] = document(len(pages), common=common, more=more)
        for index, content in enumerate(pages):
            parts[f"Doc_{number}/Pages/Page_{index}/Content.xml"] = content
    return parts


def package(parts: Mapping[str, str | bytes]) -> bytes:
    """Return the container of `parts`, the same bytes for the same parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as container:
        for name, content in parts.items():
            container.writestr(zipfile.ZipInfo(name, _EPOCH), content, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def ofd_of_text(text: str) -> bytes:
    """Return a package that shows `text` on A4 pages: long lines are wrapped, tabbed rows are ruled tables."""
    sheets: list[list[str]] = [[]]
    y = _TOP
    for objects, height in _blocks(text.split("\n")):
        if y + height > _BOTTOM:
            sheets.append([])
            y = _TOP
        sheets[-1] += [write(y) for write in objects]
        y += height
    return package(parts_of([page(*sheet) for sheet in sheets]))


def _blocks(lines: Sequence[str]) -> Iterator[tuple[list[Callable[[float], str]], float]]:
    """Yield what keeps together, as functions of where it goes on the page, and its height."""
    for tabbed, run in groupby(lines, lambda line: "\t" in line):
        if tabbed:
            yield from _table([row.split("\t") for row in run])
            continue
        for line in run:
            for part in _wrapped(line, _WIDTH):
                yield ([partial(_line, part, _LEFT)] if part.strip() else []), _STEP


def _table(rows: list[list[str]]) -> Iterator[tuple[list[Callable[[float], str]], float]]:
    count = max(map(len, rows))
    cells = [[*row, *[""] * (count - len(row))] for row in rows]
    wanted = [max(4.0, min(60.0, max(sum(map(_width, row[n])) for row in cells) + 1)) for n in range(count)]
    widths = [_WIDTH * width / sum(wanted) for width in wanted]
    lefts = [_LEFT + sum(widths[:n]) for n in range(count)]
    for row in cells:
        parts = [_wrapped(text, width - 1.5) for text, width in zip(row, widths, strict=True)]
        height = max(map(len, parts)) * _STEP
        objects: list[Callable[[float], str]] = []
        for left, width, lines in zip(lefts, widths, parts, strict=True):
            objects.append(partial(_frame, left, width, height))
            objects += [
                partial(_line, line, left + 0.7, below=_STEP * n) for n, line in enumerate(lines) if line.strip()
            ]
        yield objects, height


def _line(text: str, x: float, y: float, *, below: float = 0.0) -> str:
    return text_object(text, x, y + below + SIZE + 0.6)


def _frame(x: float, width: float, height: float, y: float) -> str:
    corners = f"M 0 0 L {width:g} 0 L {width:g} {height:g} L 0 {height:g} C"
    return path_object(corners, boundary=f"{x:g} {y:g} {width:g} {height:g}")


def _wrapped(text: str, width: float) -> list[str]:
    lines, room = [""], width
    for character in text:
        needed = _width(character) * SIZE
        if needed > room:
            lines.append("")
            room = width
        lines[-1] += character
        room -= needed
    return lines


def _width(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


if __name__ == "__main__":
    from extract.readers import read

    Path(sys.argv[2]).write_bytes(ofd_of_text(read(Path(sys.argv[1])).text))
