"""Sets contracts of the corpus in other formats: as a web page, which a browser prints, and as a Word file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

from tests.readers.word_writer import paragraph, table, word_file

Block = str | list[list[str]]
"""A paragraph, or the rows of a table."""
STYLES = {
    "ruled": "table { border-collapse: collapse; width: 100% } td { border: 0.6pt solid #000; padding: 2pt 4pt }",
    "plain": "table { border-collapse: collapse; width: 100% } td { padding: 2pt 6pt }",
}
_PAGE = "@page { size: A4; margin: 25mm 26mm } body { font: 12pt/1.6 'Liberation Serif', 'WenQuanYi Micro Hei' }"
_PAGE += " tr { break-inside: avoid } p { margin: 0 } td { white-space: pre-line }"
_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW, _CELL = re.compile(r"<tr>(.*?)</tr>", re.DOTALL), re.compile(r"<t[dh][^<>]*>(.*?)</t[dh]>", re.DOTALL)
_PAGE_NUMBER = re.compile(r"\s*(?:[-—]\s*\d+\s*[-—]|第\s*\d+\s*页.{0,9})\s*")
_RULE = re.compile(r"[|:\s-]+")
_SPACES = re.compile(" {2,}")
_MARKUP = re.compile(r"^#+\s*|\*\*")


def blocks_of(text: str) -> Iterator[Block]:
    """Yield the paragraphs and tables of a contract as text or Markdown."""
    rest = 0
    for match in _TABLE.finditer(text):
        yield from _blocks(text[rest : match.start()])
        rows = _ROW.findall(match[0])
        yield [[unescape(cell.replace("<br>", "\n")) for cell in _CELL.findall(row)] for row in rows]
        rest = match.end()
    yield from _blocks(text[rest:])


def _blocks(text: str) -> Iterator[Block]:
    rows: list[list[str]] = []
    for line in text.replace("\f", "\n").splitlines():
        if _PAGE_NUMBER.fullmatch(line):
            continue
        row = _row(line)
        if row is not None:
            rows.append(row)
            continue
        if rows:
            yield rows
            rows = []
        yield _MARKUP.sub("", line).rstrip()
    if rows:
        yield rows


def _row(line: str) -> list[str] | None:
    """Return the cells of a line that is a row of a table."""
    if line.startswith("|"):
        return [] if _RULE.fullmatch(line) else [cell.strip() for cell in line.strip().strip("|").split("|")]
    return [cell.strip() for cell in line.split("\t")] if "\t" in line else None


def _cell(text: str) -> str:
    """Return a cell; one that holds a label is as wide as that, as in every form that somebody laid out."""
    style = " style='white-space: pre'" if text.endswith("：") else ""
    return f"<td{style}>{escape(text)}</td>"


def web_page(text: str, style: str) -> str:
    """Return a contract as a web page, its tables in one of STYLES."""
    parts = []
    for block in blocks_of(text):
        if isinstance(block, str):
            words = _SPACES.sub(lambda spaces: "&nbsp;" * len(spaces[0]), escape(block))
            parts.append(f"<p>{words or '<br>'}</p>")
        else:
            rows = ("".join(map(_cell, row)) for row in block if row)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return f"<meta charset=utf-8><style>{_PAGE} {STYLES[style]}</style><body>{''.join(parts)}</body>"


def word_document(text: str) -> bytes:
    """Return a contract as a Word file."""
    return word_file(
        "".join(
            paragraph(escape(block)) if isinstance(block, str) else table([row for row in block if row])
            for block in blocks_of(text)
        )
    )
