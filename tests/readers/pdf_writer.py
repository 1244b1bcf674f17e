"""Writes small PDF files for the tests: lines and tables at given places, in a Chinese font that needs no file."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from extract.document import Document
from extract.readers import ReadOptions, Source
from extract.readers.pdf import read_pdf

FONT = "STSong-Light"
WIDTH, HEIGHT = 595.0, 842.0
Draw = Callable[["Sheet"], None]


class Sheet:
    """One page under the pen; y counts from the top, as in the record's boxes."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def line(self, text: str, x: float, y: float, size: float = 12) -> None:
        """Write `text` with its upper left corner at (x, y)."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, HEIGHT - y - size, text)

    def lines(self, texts: Sequence[str], x: float = 70, y: float = 80, pitch: float = 20) -> None:
        """Write lines below each other."""
        for index, text in enumerate(texts):
            self.line(text, x, y + index * pitch)

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """Draw a line."""
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)

    def table(self, rows: Sequence[Sequence[str]], xs: Sequence[float], y: float, height: float = 24) -> None:
        """Draw a ruled table; a cell's text may hold line breaks."""
        for index in range(len(rows) + 1):
            self.rule(xs[0], y + index * height, xs[-1], y + index * height)
        for x in xs:
            self.rule(x, y, x, y + len(rows) * height)
        for index, row in enumerate(rows):
            for x, cell in zip(xs, row, strict=False):
                for number, text in enumerate(cell.split("\n")):
                    self.line(text, x + 4, y + index * height + 4 + number * 14, 10)


def register_font() -> None:
    """Make the font known, so that text can be measured."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def pdf_of(*pages: Draw, **settings: object) -> bytes:
    """Return a PDF of the pages; `settings` go to reportlab's Canvas."""
    register_font()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(WIDTH, HEIGHT), invariant=True, **settings)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def read_bytes(content: bytes, options: ReadOptions | None = None) -> Document:
    """Read a PDF as a file named 合同.pdf."""
    return read_pdf(Source("合同.pdf", content, "application/pdf", "pdf", options or ReadOptions(ocr="never")))


def read_pages(*pages: Draw) -> Document:
    """Write a PDF of the pages and read it."""
    return read_bytes(pdf_of(*pages))
