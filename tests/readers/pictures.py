"""Pictures of pages for the OCR tests: drawn, stamped, then spoilt the way scanners spoil them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",  # fonts-wqy-microhei, which .ci/run installs
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "C:/Windows/Fonts/simsun.ttc",
)
DPI = 200
WIDTH, HEIGHT = 1654, 2339  # A4
POINTS = (595.0, 842.0)
INK, RED = (20, 20, 20), (205, 30, 40)

needs_font = pytest.mark.skipif(
    not any(Path(path).exists() for path in FONTS),
    reason="no Chinese font to draw scans with: apt-get install fonts-wqy-microhei",
)


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    """Return a Chinese font, `size` in pixels."""
    return ImageFont.truetype(next(path for path in FONTS if Path(path).exists()), size)


def page(lines: Sequence[str], *, size: int = 34, top: int = 200, left: int = 200, width: int = WIDTH) -> Image.Image:
    """Return a page with `lines` set below each other; 34 pixels at 200 dpi are 12 point."""
    picture = Image.new("RGB", (width, HEIGHT), (250, 250, 247))
    draw = ImageDraw.Draw(picture)
    for index, line in enumerate(lines):
        draw.text((left, top + index * round(1.7 * size)), line, font=font(size), fill=INK)
    return picture


def table(
    picture: Image.Image,
    rows: Sequence[Sequence[str]],
    *,
    left: int = 200,
    top: int = 900,
    widths: Sequence[int] = (120, 420, 220, 300),
    height: int = 70,
) -> None:
    """Draw a ruled table. A cell that says `<` is merged with the one to its left, `^` with the one above."""
    draw = ImageDraw.Draw(picture)
    edges = [left, *(left + sum(widths[: index + 1]) for index in range(len(widths)))]
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            x0, x1, y0, y1 = edges[c], edges[c + 1], top + r * height, top + (r + 1) * height
            if words != "^":
                draw.line((x0, y0, x1, y0), fill=INK, width=3)
            if words != "<":
                draw.line((x0, y0, x0, y1), fill=INK, width=3)
            if words not in "<^":
                draw.text((x0 + 14, y0 + 16), words, font=font(32), fill=INK)
    bottom = top + len(rows) * height
    draw.line((left, bottom, edges[-1], bottom), fill=INK, width=3)
    draw.line((edges[-1], top, edges[-1], bottom), fill=INK, width=3)


def seal(picture: Image.Image, x: int, y: int, *, opaque: bool = False, radius: int = 160) -> Image.Image:
    """Return the page with a round red seal about (x, y): ring, star, words; ink darkens paper and text alike."""
    stamp = Image.new("RGB", picture.size, (255, 255, 255))
    draw = ImageDraw.Draw(stamp)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=RED, width=9)
    points = []
    for index in range(10):
        reach = radius * (0.32 if index % 2 == 0 else 0.13)
        angle = math.pi * index / 5 - math.pi / 2
        points.append((x + reach * math.cos(angle), y + reach * math.sin(angle)))
    draw.polygon(points, fill=RED)
    draw.text((x - 105, y + radius // 2 - 20), "合同专用章", font=font(42), fill=RED)
    upper, lower = np.asarray(stamp), np.asarray(picture)
    if opaque:
        return Image.fromarray(np.where(upper.min(axis=2, keepdims=True) < 250, upper, lower))
    return Image.fromarray((upper.astype(np.uint16) * lower // 255).astype(np.uint8))


def scanned(
    picture: Image.Image, *, skew: float = 0.0, turn: int = 0, noise: float = 6.0, blur: float = 0.6, seed: int = 7
) -> Image.Image:
    """Return the page as a scanner gives it: `skew` degrees off, lying `turn` degrees counter-clockwise, noisy."""
    spoilt = picture.rotate(skew, resample=Image.Resampling.BICUBIC, fillcolor=(250, 250, 247))
    spoilt = spoilt.rotate(turn, expand=True).filter(ImageFilter.GaussianBlur(blur))
    grain = np.random.default_rng(seed).normal(0, noise, (spoilt.height, spoilt.width, 1))
    return Image.fromarray(np.clip(np.asarray(spoilt) + grain, 0, 255).astype(np.uint8))
