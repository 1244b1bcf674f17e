"""From the picture of a page to its content: seals off, upright, tables found, lines read.

The text is what the recogniser read, never corrected. How sure it was of each character goes with it; under a seal it
is surer than it should be, so there a second reading with the seal left on must agree.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from extract.document import Box
from extract.readers.page import Glyph, Grid, GridCell, PageContent, Piece, Shown
from extract.readers.scan import upright
from extract.readers.scan.decode import Reading
from extract.readers.scan.engine import engine
from extract.readers.scan.lines import (
    Quadrangle,
    bounds,
    character_boxes,
    crop,
    cut_at_cells,
    has_ink,
    height_of,
    unstack,
)
from extract.readers.scan.rulings import PixelBox, RuledTable, find_rulings
from extract.readers.scan.seal import doubted_under_seal, take_off_seals
from extract.readers.scan.signs import tell_percent_signs
from extract.readers.scan.spaces import put_spaces

_POINTS_PER_MM = 72 / 25.4
_COARSE, _FINE = 170 / 72, 200 / 72  # pixels per point: less than the first is made the second
_MAX_SIDE = 3600  # pixels that a page is enlarged to at most
_MIN_CONFIDENCE = 0.5  # of a line; less is a stain or a flourish, except under a seal
_UPRIGHT = 0.85  # a page's longest lines, read upside down, stay far below
_SAMPLE = 5


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A page's pictures, upright: cleaned of seals, in plain grey, and where seal ink is; with its lines of text."""

    clean: NDArray[np.uint8]
    raw: NDArray[np.uint8]
    ink: NDArray[np.uint8]
    lines: list[Quadrangle]
    turn: upright.Turn


def read_picture(image: Image.Image, number: int, width: float, height: float) -> PageContent:
    """Return what stands on the picture of a page that measures `width` × `height` points.

    The content is upright and level; its `shown` leads back to the picture.
    """
    image = _fine(image, width)
    scale = image.width / width
    sheet = _upright(image, scale * _POINTS_PER_MM)
    line_height = height_of(sheet.lines)
    rulings = find_rulings(sheet.clean, line_height)
    lines = unstack(cut_at_cells(sheet.lines, rulings.tables), line_height)
    pieces = _pieces(replace(sheet, clean=rulings.picture, lines=lines), scale)
    grids = tuple(_grid(table, scale) for table in rulings.tables)
    turned_width, turned_height = sheet.turn.width / scale, sheet.turn.height / scale
    shown = Shown(width, height, sheet.turn.back(scale))
    return PageContent(number, turned_width, turned_height, pieces, grids, ocr=True, shown=shown)


def _fine(image: Image.Image, width: float) -> Image.Image:
    """Return the picture of a page `width` points wide, enlarged where rulings and strokes are too thin to measure."""
    enlargement = min(_FINE * width / image.width, _MAX_SIDE / max(image.size))
    if enlargement < _FINE / _COARSE:
        return image
    size = (round(image.width * enlargement), round(image.height * enlargement))
    return image.resize(size, Image.Resampling.BICUBIC)


def _upright(image: Image.Image, pixels_per_mm: float) -> _Sheet:
    """Return the page with its lines level and the right way up."""
    picture = take_off_seals(np.asarray(image.convert("RGB")), pixels_per_mm)
    lines = engine().find_lines(picture.clean)
    turn = upright.quarter_turns(image.width, image.height, 1 if upright.lies_on_its_side(lines) else 0)
    turned = [upright.in_reading_direction(turn.quadrangle(line)) for line in lines]
    if _is_upside_down(turn.picture(picture.clean, 255), turned):
        turn = turn.then(upright.quarter_turns(turn.width, turn.height, 2))
        turned = [upright.in_reading_direction(turn.quadrangle(line)) for line in lines]
    turn = turn.then(upright.levelled(turned, turn.width, turn.height))
    return _Sheet(
        turn.picture(picture.clean, 255),
        turn.picture(picture.raw, 255),
        turn.picture(picture.ink, 0),
        [upright.in_reading_direction(turn.quadrangle(line)) for line in lines],
        turn,
    )


def _is_upside_down(picture: NDArray[np.uint8], lines: list[Quadrangle]) -> bool:
    """Tell whether the longest lines read better when turned by 180°."""
    longest = sorted(lines, key=lambda line: -float(np.hypot(*(line[1] - line[0]))))[:_SAMPLE]
    crops = [crop(picture, line) for line in longest]
    ahead = _mean_confidence(engine().read_lines(crops))
    if not crops or ahead >= _UPRIGHT:
        return False
    return _mean_confidence(engine().read_lines([np.ascontiguousarray(c[::-1, ::-1]) for c in crops])) > ahead


def _mean_confidence(readings: list[Reading]) -> float:
    return sum(reading.confidence for reading in readings) / max(len(readings), 1)


def _pieces(sheet: _Sheet, scale: float) -> tuple[Piece, ...]:
    """Return what the sheet's lines say, characters under a seal as sure as two readings of them are."""
    crops = [(line, crop(sheet.clean, line)) for line in sheet.lines]
    crops = [(line, picture) for line, picture in crops if has_ink(picture)]
    pieces = []
    for (line, picture), found in zip(crops, engine().read_lines([picture for _, picture in crops]), strict=True):
        ink = crop(sheet.ink, line)
        sealed = bool(ink.any())
        if not found.text.strip() or (found.confidence < _MIN_CONFIDENCE and not sealed):
            continue
        reading = put_spaces(tell_percent_signs(found, picture), picture)
        if sealed:
            second = engine().read_lines([crop(sheet.raw, line)])[0]
            reading = doubted_under_seal(reading, second, ink)
        boxes = [_points(bounds(box), scale) for box in character_boxes(reading, line)]
        pieces.append(Piece(tuple(map(Glyph, reading.text, boxes, reading.confidences))))
    return tuple(pieces)


def _grid(table: RuledTable, scale: float) -> Grid:
    cells = [
        GridCell(_points(cell.box, scale), cell.row, cell.column, cell.row_span, cell.column_span)
        for cell in table.cells
    ]
    return Grid(_points(table.box, scale), tuple(cells))


def _points(box: PixelBox, scale: float) -> Box:
    left, top, right, bottom = (round(value / scale, 2) for value in box)
    return left, top, right, bottom
