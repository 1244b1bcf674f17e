"""The parts of reading a picture, each alone: decoding, signs, gaps, seals, rulings, turning."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from extract.readers.scan.decode import Decoder, Reading
from extract.readers.scan.lines import character_boxes, cut_at_cells, unstack
from extract.readers.scan.rulings import find_rulings
from extract.readers.scan.seal import doubted_under_seal, take_off_seals
from extract.readers.scan.signs import tell_percent_signs
from extract.readers.scan.spaces import put_spaces
from extract.readers.scan.upright import levelled, lies_on_its_side, quarter_turns
from tests.readers import pictures

PIXELS_PER_MM = pictures.DPI / 25.4
SONG = "（(甲 "


def reading(text: str, confidence: float = 1.0) -> Reading:
    """Return a reading whose characters stand at even distances."""
    middles = tuple((index + 0.5) / len(text) for index in range(len(text)))
    return Reading(text, middles, (confidence,) * len(text))


def line(text: str, size: int = 34) -> tuple[np.ndarray, Reading]:
    """Return the grey picture of a drawn line, cropped as detection crops, and a sure reading with true middles."""
    font = pictures.font(size)
    height, width = round(size / 0.72), round(font.getlength(text)) + 8
    picture = Image.new("L", (width, height), 248)
    ImageDraw.Draw(picture).text((4, height * 0.1), text, font=font, fill=20)
    ends = [4 + font.getlength(text[:index]) for index in range(len(text) + 1)]
    middles = tuple((start + end) / 2 / width for start, end in pairwise(ends))
    return np.asarray(picture), Reading(text, middles, (1.0,) * len(text))


def test_decoding_joins_repeated_steps_and_keeps_repeated_characters() -> None:
    probabilities = np.zeros((1, 8, 5), np.float32)
    for step, index in enumerate((0, 3, 3, 0, 3, 0, 0, 0)):
        probabilities[0, step, index] = 0.5 + step / 20
    (text, _), *_ = Decoder(("blank", *SONG))(probabilities, True, wh_ratio_list=[4.0], max_wh_ratio=8.0)[0]
    (found,) = Decoder(("blank", *SONG))(probabilities, True, wh_ratio_list=[4.0], max_wh_ratio=8.0)[1]
    assert text == found.text == "甲甲"
    assert found.confidences == pytest.approx((0.6, 0.7))
    assert found.middles == pytest.approx((2 / 4, 1.0))


def test_doubt_about_the_width_of_a_bracket_is_none() -> None:
    probabilities = np.zeros((1, 1, 5), np.float32)
    probabilities[0, 0] = (0.0, 0.5, 0.45, 0.05, 0.0)
    _, (found,) = Decoder(("blank", *SONG))(probabilities, True, wh_ratio_list=[1.0], max_wh_ratio=1.0)
    assert found.text == "（"
    assert found.confidences == pytest.approx((0.95,))


@pictures.needs_font
@pytest.mark.parametrize("read_as", ["0.5%的违约金", "0.5%0的违约金", "0.5%o的违约金", "0.5‰的违约金"])
def test_two_rings_are_per_mille_whatever_the_recogniser_read(read_as: str) -> None:
    picture, truth = line("0.5‰的违约金")
    sign = truth.middles[3]
    middles = (*truth.middles[:3], *((sign,) if len(read_as) == 8 else (sign - 0.02, sign + 0.03)), *truth.middles[4:])
    told = tell_percent_signs(Reading(read_as, middles, (1.0,) * len(read_as)), picture)
    assert told.text == "0.5‰的违约金"
    assert len(told.middles) == len(told.confidences) == 8
    assert min(told.confidences) > 0.9


@pictures.needs_font
@pytest.mark.parametrize("text", ["30%的预付款", "最高不超过5%。", "（5%）", "占80%，余"])
def test_one_ring_is_percent(text: str) -> None:
    picture, truth = line(text)
    assert tell_percent_signs(truth, picture) == truth


@pictures.needs_font
def test_signs_too_small_to_tell_are_not_sure() -> None:
    picture, truth = line("30%的", size=16)
    told = tell_percent_signs(truth, picture)
    assert told.text == truth.text
    assert told.confidences == (1.0, 1.0, 0.5, 1.0)


@pictures.needs_font
@pytest.mark.parametrize(
    ("drawn", "read_as", "expected"),
    [
        ("88651234   13900001234", "8865123413900001234", "88651234 13900001234"),
        ("1111211", "1111211", "1111211"),
        ("甲方：岚川市", "甲方：岚川市", "甲方：岚川市"),
        ("岚川　　水务局", "岚川水务局", "岚川 水务局"),
        ("7 保密", "7保密", "7 保密"),
        ("3.2 争议解决", "3.2争议解决", "3.2 争议解决"),
        ("7 日内", "7日内", "7日内"),
        ("7保密", "7保密", "7保密"),
    ],
)
def test_wide_gaps_become_spaces(drawn: str, read_as: str, expected: str) -> None:
    picture, truth = line(drawn)
    places = [middle for character, middle in zip(drawn, truth.middles, strict=True) if not character.isspace()]
    assert put_spaces(Reading(read_as, tuple(places), (1.0,) * len(read_as)), picture).text == expected


@pictures.needs_font
def test_seals_come_off_and_the_text_under_them_stays() -> None:
    page = pictures.page(["甲方（盖章）：岚川市水务局"] * 12)
    stamped = pictures.seal(page, 500, 500)
    unsealed = take_off_seals(np.asarray(stamped), PIXELS_PER_MM)
    before = np.asarray(page.convert("L"))
    assert (unsealed.ink > 0).sum() > 10_000
    assert np.abs(unsealed.clean.astype(int) - before)[unsealed.ink > 0].mean() < 12
    assert np.array_equal(unsealed.raw, np.asarray(stamped.convert("L")))


@pictures.needs_font
def test_red_text_is_no_seal() -> None:
    page = pictures.page([])
    ImageDraw.Draw(page).text((200, 200), "岚川市人民政府文件", font=pictures.font(120), fill=pictures.RED)
    unsealed = take_off_seals(np.asarray(page), PIXELS_PER_MM)
    assert not unsealed.ink.any()
    assert np.array_equal(unsealed.clean, unsealed.raw)


def test_readings_that_differ_under_a_seal_are_doubted_as_one() -> None:
    ink = np.zeros((48, 480), np.uint8)
    ink[:, 144:240] = 255  # over the fourth and fifth of ten characters
    doubted = doubted_under_seal(reading("合同总价壹佰贰拾万元"), reading("合同总价查佰贰拾万元"), ink)
    assert doubted.text == "合同总价壹佰贰拾万元"
    assert doubted.confidences[:2] == (1.0, 1.0)
    assert doubted.confidences[3:5] == (0.5, 0.5)
    assert doubted.confidences[7:] == (1.0, 1.0, 1.0)


def test_what_both_readings_are_sure_of_stays_sure() -> None:
    ink = np.full((48, 480), 255, np.uint8)
    same = reading("合同总价壹佰贰拾万元", 0.999)
    assert min(doubted_under_seal(same, same, ink).confidences) > 0.9
    unsure = reading("合同总价壹佰贰拾万元", 0.9)
    assert max(doubted_under_seal(unsure, unsure, ink).confidences) < 0.5


def test_a_character_that_an_opaque_seal_may_hide_makes_its_neighbours_unsure() -> None:
    ink = np.zeros((48, 480), np.uint8)
    ink[:, 210:270] = 255
    gap = Reading("工商行岚", (0.3, 0.4, 0.6, 0.7), (1.0,) * 4)  # one is missing between 0.4 and 0.6
    assert doubted_under_seal(gap, gap, ink).confidences == (1.0, 0.5, 0.5, 1.0)


@pictures.needs_font
def test_merged_cells_span_their_places() -> None:
    page = pictures.page([])
    pictures.table(page, [("甲", "乙", "丙", "丁"), ("戊", "<", "^", "己"), ("庚", "辛", "<", "<")])
    (table,) = find_rulings(np.asarray(page.convert("L")), 44).tables
    places = {(cell.row, cell.column): (cell.row_span, cell.column_span) for cell in table.cells}
    assert places == {
        (0, 0): (1, 1), (0, 1): (1, 1), (0, 2): (2, 1), (0, 3): (1, 1),
        (1, 0): (1, 2), (1, 3): (1, 1), (2, 0): (1, 1), (2, 1): (1, 3),
    }  # fmt: skip


@pictures.needs_font
def test_rulings_go_and_long_strokes_in_cells_stay() -> None:
    page = pictures.page([])
    pictures.table(page, [("一", "一二三", "王", "二")])
    grey = np.asarray(page.convert("L"))
    found = find_rulings(grey, 44)
    assert len(found.tables[0].cells) == 4
    for cell in found.tables[0].cells:
        left, top, right, bottom = cell.box
        assert np.array_equal(found.picture[top:bottom, left:right], grey[top:bottom, left:right])
    assert found.picture[900, 200:1200].min() > 200  # the upper ruling, drawn at 900


@pictures.needs_font
def test_underlines_and_frames_are_no_tables() -> None:
    page = pictures.page(["甲方：岚川市水务局"])
    draw = ImageDraw.Draw(page)
    draw.line((300, 300, 900, 300), fill=pictures.INK, width=3)
    draw.line((300, 400, 900, 400), fill=pictures.INK, width=3)
    draw.rectangle((100, 100, 1500, 2200), outline=pictures.INK, width=4)
    grey = np.asarray(page.convert("L"))
    found = find_rulings(grey, 44)
    assert found.tables == ()
    assert np.array_equal(found.picture, grey)


@pictures.needs_font
def test_a_table_inside_a_frame_is_read_once() -> None:
    page = pictures.page([])
    ImageDraw.Draw(page).rectangle((60, 60, 1560, 2280), outline=pictures.INK, width=6)  # the dark edge of a photo
    pictures.table(page, [("甲", "乙", "丙", "丁"), ("甲", "乙", "丙", "丁")])
    (table,) = find_rulings(np.asarray(page.convert("L")), 44).tables
    assert table.box[1] > 800
    assert len(table.cells) == 8


@pictures.needs_font
def test_characters_that_nearly_touch_the_rulings_of_a_low_row_part_no_cell() -> None:
    page = pictures.page([])
    pictures.table(page, [("", "", "", "")] * 3, height=42)
    for row in range(3):
        ImageDraw.Draw(page).text((334, 900 + row * 42), "川川門川門", font=pictures.font(34), fill=pictures.INK)
    (table,) = find_rulings(np.asarray(page.convert("L")), 38).tables
    assert len(table.cells) == 12


def quadrangle(left: float, top: float, right: float, bottom: float) -> np.ndarray:
    return np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)


@pictures.needs_font
def test_a_line_through_two_cells_is_cut_at_the_ruling() -> None:
    page = pictures.page([])
    pictures.table(page, [("甲", "乙", "丙", "丁"), ("甲", "乙", "丙", "丁")])
    tables = find_rulings(np.asarray(page.convert("L")), 44).tables
    left, right = cut_at_cells([quadrangle(210, 910, 700, 960)], tables)
    assert right[0, 0] - left[1, 0] < 15
    assert left[1, 0] == pytest.approx(320, abs=8)
    (whole,) = cut_at_cells([quadrangle(210, 300, 700, 350)], tables)
    assert whole[1, 0] == 700


def test_characters_set_one_below_the_other_are_lines_of_their_own() -> None:
    stacked = unstack([quadrangle(100, 100, 140, 220), quadrangle(300, 100, 320, 144)], 44)
    assert [tuple(part[0]) for part in stacked] == [(100, 100), (100, 140), (100, 180), (300, 100)]


def test_character_boxes_divide_the_line() -> None:
    boxes = character_boxes(reading("合同总价"), quadrangle(100, 50, 260, 100))
    assert [tuple(box[0]) for box in boxes] == [(100, 50), (140, 50), (180, 50), (220, 50)]
    assert tuple(boxes[3][2]) == (260, 100)


@given(st.integers(0, 3), st.integers(1, 500), st.integers(1, 500), st.floats(0, 1), st.floats(0, 1))
def test_four_quarter_turns_end_where_they_began(count: int, width: int, height: int, x: float, y: float) -> None:
    turn = quarter_turns(width, height, count)
    back = turn.then(quarter_turns(turn.width, turn.height, 4 - count))
    point = np.array([[x * width, y * height]], np.float32)
    assert (back.width, back.height) == (width, height)
    assert np.allclose(back.quadrangle(point), point, atol=1e-2)
    assert (turn.quadrangle(point) <= [turn.width + 1e-3, turn.height + 1e-3]).all()


@pytest.mark.parametrize("angle", [-3.0, -0.5, 0.3, 2.0])
def test_crooked_lines_come_level(angle: float) -> None:
    lines = []
    for top in range(100, 900, 60):
        tilt = np.tan(np.radians(angle)) * 800
        lines.append(np.array([[100, top], [900, top + tilt], [900, top + tilt + 40], [100, top + 40]], np.float32))
    turn = levelled(lines, 1000, 1000)
    for found in map(turn.quadrangle, lines):
        assert abs(found[1, 1] - found[0, 1]) < 1.5
    assert not lies_on_its_side(lines)
    assert lies_on_its_side([part[:, ::-1] for part in lines])
