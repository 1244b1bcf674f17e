"""Writes Word files for tests: from pieces of WordprocessingML, or from a contract's text with its numbers automatic."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_NAMESPACES = (
    f'xmlns:w="{MAIN}" xmlns:r="{_OFFICE}" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
    'package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName='
    '"/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main'
    '+xml"/>{}</Types>'
)
_MARKUP = ("<w:", "<mc:", "<m:")
_OVERRIDE = (
    '<Override PartName="/word/{0}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.{0}+xml"/>'
)


def word_file(body: str, *, strict: bool = False, more: Mapping[str, bytes] | None = None, **parts: str) -> bytes:
    """Return a DOCX file: `body` is the content of `w:body`, `parts` that of styles, numbering, footnotes, header1 …"""
    rels = "".join(
        f'<Relationship Id="r{name}" Type="{_OFFICE}/{name.rstrip("0123456789")}" Target="{name}.xml"/>'
        for name in parts
    )
    rels += "".join(f'<Relationship Id="{name}" Type="{_OFFICE}/aFChunk" Target="{name}"/>' for name in more or {})
    files = {
        "[Content_Types].xml": _TYPES.format("".join(map(_OVERRIDE.format, parts))),
        "_rels/.rels": _relations(
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(rels),
        "word/document.xml": f"<w:document {_NAMESPACES}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        root = {"header": "hdr", "footer": "ftr"}.get(name.rstrip("0123456789"), name)
        files[f"word/{name}.xml"] = f"<w:{root} {_NAMESPACES}>{content}</w:{root}>"
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            if strict:
                text = text.replace(MAIN, "http://purl.oclc.org/ooxml/wordprocessingml/main")
                text = text.replace(_OFFICE, "http://purl.oclc.org/ooxml/officeDocument/relationships")
            archive.writestr(name, text)
        for name, content in (more or {}).items():
            archive.writestr(f"word/{name}", content)
    return packed.getvalue()


def _relations(content: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{content}</Relationships>'


def run(text: str, properties: str = "") -> str:
    """Return a run; a tab or line break in its text is one of Word's."""
    inner = "".join(
        {"\t": "<w:tab/>", "\n": "<w:br/>"}.get(part, f'<w:t xml:space="preserve">{escape(part)}</w:t>')
        for part in re.split(r"([\t\n])", text)
        if part
    )
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}{inner}</w:r>"


def paragraph(content: str = "", properties: str = "") -> str:
    """Return a paragraph of runs, or of plain text."""
    inner = content if content.startswith(_MARKUP) or not content else run(content)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def cell(content: str = "", properties: str = "") -> str:
    """Return a table cell; each line of a plain text is a paragraph."""
    inner = content if content.startswith(_MARKUP) else "".join(map(paragraph, content.split("\n")))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def table(rows: Sequence[Sequence[str]], widths: Sequence[int] = ()) -> str:
    """Return a table of cells, each plain text or a whole `w:tc`."""
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths or [2000] * max(map(len, rows)))
    lines = "".join(
        f"<w:tr>{''.join(each if each.startswith('<w:tc>') else cell(each) for each in row)}</w:tr>" for row in rows
    )
    return f"<w:tbl><w:tblGrid>{grid}</w:tblGrid>{lines}</w:tbl>"


SPAN = '<w:gridSpan w:val="{}"/>'
MERGED, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def level(index: int, number_format: str, text: str, more: str = "", start: int = 1) -> str:
    """Return a level of an abstract list; `more` are its further properties."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{number_format}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(identifier: int, *levels: str) -> str:
    """Return an abstract list."""
    return f'<w:abstractNum w:abstractNumId="{identifier}">{"".join(levels)}</w:abstractNum>'


def num(identifier: int, abstract_identifier: int, more: str = "") -> str:
    """Return a list made from an abstract one."""
    return f'<w:num w:numId="{identifier}"><w:abstractNumId w:val="{abstract_identifier}"/>{more}</w:num>'


def numbered(identifier: int, index: int = 0) -> str:
    """Return the paragraph property that numbers with a list."""
    return f'<w:numPr><w:ilvl w:val="{index}"/><w:numId w:val="{identifier}"/></w:numPr>'


# --- a contract's text as a Word file ----------------------------------------------------------------------

_CHINESE = "一二三四五六七八九"
_KINDS = (
    ("chineseCountingThousand", "第%1章", r"第([一二三四五六七八九十]{1,3})章"),
    ("chineseCountingThousand", "第%1条", r"第([一二三四五六七八九十]{1,3})条"),
    ("chineseCountingThousand", "%1、", r"([一二三四五六七八九十]{1,3})、"),
    ("chineseCountingThousand", "（%1）", r"（([一二三四五六七八九十]{1,3})）"),
    ("decimal", "%1、", r"(\d{1,2})、"),
    ("decimal", "%1.", r"(\d{1,2})\.(?!\d)"),
    ("decimal", "（%1）", r"（(\d{1,2})）"),
    ("decimal", "(%1)", r"\((\d{1,2})\)"),
    ("decimalEnclosedCircle", "%1", r"([①②③④⑤⑥⑦⑧⑨⑩])"),
)


@dataclass(slots=True)
class _Automatic:
    """Replaces the numbers that open lines by Word's own, list by list."""

    count: list[int] = field(default_factory=lambda: [0] * len(_KINDS))
    current: list[int] = field(default_factory=lambda: [0] * len(_KINDS))
    nums: list[str] = field(default_factory=list)
    replaced: int = 0

    def paragraph(self, line: str) -> str:
        for index, (_, _, pattern) in enumerate(_KINDS):
            match = re.match(pattern, line)
            if match is None:
                continue
            value = _value(match[1])
            if value == 1:
                self.nums.append(num(len(self.nums) + 1, index, _STARTED))
                self.current[index] = len(self.nums)
            elif value != self.count[index] + 1:
                break
            self.count[index] = value
            self.replaced += 1
            return paragraph(run(line[match.end() :].lstrip()) or "<w:r/>", numbered(self.current[index]))
        return paragraph(line)

    def part(self) -> str:
        levels = [level(0, form, text) for form, text, _ in _KINDS]
        return "".join(abstract(index, each) for index, each in enumerate(levels)) + "".join(self.nums)


_STARTED = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def _value(words: str) -> int:
    if words.isdigit() and words.isascii():
        return int(words)
    if words in "①②③④⑤⑥⑦⑧⑨⑩":
        return ord(words) - ord("①") + 1
    tens, ten, ones = words.rpartition("十")
    return (10 * (_CHINESE.find(tens) + 1 if tens else 1) if ten else 0) + (_CHINESE.find(ones) + 1 if ones else 0)


def word_of_text(text: str) -> tuple[bytes, int]:
    """Return a contract's text as a Word file, rows as tables, numbers automatic, and how many numbers were."""
    automatic = _Automatic()
    blocks: list[str] = []
    rows: list[list[str]] = []
    for line in [*text.split("\n"), ""]:
        cells = _cells(line)
        if line.strip() and len(rows) > 1 and len(rows[-1]) < len(rows[0]) and len(rows[0]) > 2:
            first, *others = line.strip().split("\t")  # a cell of several paragraphs
            if len(rows[-1]) + len(others) <= len(rows[0]):
                rows[-1][-1] += f"\n{first}"
                rows[-1] += others
                continue
        if cells is not None:
            rows += [cells] if any(not re.fullmatch(r"[\s:-]*", each) for each in cells) else []
            continue
        if rows:
            columns = max(map(len, rows))
            blocks.append(table([[*row, *[""] * (columns - len(row))] for row in rows]))
            rows = []
        line = re.sub(r"^#{1,6}\s+|\*\*", "", line.strip(" \u3000"))
        blocks.append(automatic.paragraph(line))
    return word_file("".join(blocks), numbering=automatic.part()), automatic.replaced


def _cells(line: str) -> list[str] | None:
    if line.lstrip().startswith("|"):
        return [each.strip() for each in line.strip().strip("|").split("|")]
    return [each.strip() for each in line.split("\t")] if "\t" in line.strip() else None
