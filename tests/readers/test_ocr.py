"""Drawn scans are read: text, amounts, boxes, tables, what lies under a seal, pages on their side."""

import math
import subprocess
import sys

import pytest

from extract.errors import ReadError
from extract.readers.page import PageContent
from tests.readers import pictures

LINES = (
    "设备采购合同",
    "合同编号：YLCG-2025-0317",
    "甲方（采购人）：岚川市水务局",
    "乙方（供应商）：云岭信息技术有限公司",
    "合同总价为人民币壹佰捌拾万叁仟元整（￥1,803,000.00元）。",
    "账号：6222021001100303456",
    "联系电话：029-88651234  13900001234",
    "每逾期一日，按合同总价的0.5‰支付违约金，最高不超过5%。",
)
ROWS = (
    ("序号", "名称", "数量", "金额（元）"),
    ("1", "网络设备", "2", "13,500.00"),
    ("2", "存储服务器", "10", "280,000.00"),
    ("合计", "<", "<", "293,500.00"),
)
SKEW = 2.0


def text_of(page: PageContent) -> list[str]:
    """Return the lines of a page from top to bottom."""
    pieces = sorted(page.pieces, key=lambda piece: piece.glyphs[0].box[1])
    return ["".join(glyph.text for glyph in piece.glyphs) for piece in pieces]


def folded(text: str) -> str:
    """Return the text without what OCR may lose: spaces, the width of signs."""
    return text.replace(" ", "").translate(str.maketrans("，：（）￥", ",:()¥"))


@pytest.fixture(scope="module")
def crooked() -> PageContent:
    from extract.readers.ocr import read_page

    page = pictures.page(LINES)
    pictures.table(page, ROWS)
    page = pictures.seal(page, 500, 320)
    return read_page(pictures.scanned(page, skew=SKEW), 3, *pictures.POINTS)


@pictures.needs_font
def test_text_amounts_accounts_and_rates_are_exact(crooked: PageContent) -> None:
    found = {folded(line) for line in text_of(crooked)}
    for line in (0, 1, 4, 5, 6, 7):
        assert folded(LINES[line]) in found
    assert crooked.number == 3
    assert crooked.ocr


@pictures.needs_font
def test_two_telephone_numbers_stay_two(crooked: PageContent) -> None:
    assert any("88651234 13900001234" in line for line in text_of(crooked))


@pictures.needs_font
def test_what_is_misread_under_a_seal_is_not_sure(crooked: PageContent) -> None:
    expected = folded("".join(LINES) + "".join(map("".join, ROWS)))
    for piece in crooked.pieces:
        text = folded("".join(glyph.text for glyph in piece.glyphs))
        if text not in expected:
            assert min(glyph.confidence for glyph in piece.glyphs) <= 0.5, text


@pictures.needs_font
def test_boxes_lie_on_the_characters_of_the_crooked_page(crooked: PageContent) -> None:
    piece = next(p for p in crooked.pieces if "".join(g.text for g in p.glyphs).startswith("设备采购合同"))
    assert crooked.shown is not None
    assert (crooked.shown.width, crooked.shown.height) == pictures.POINTS
    for index, glyph in enumerate(piece.glyphs):
        x0, top, x1, bottom = (value * pictures.DPI / 72 for value in crooked.shown_box(glyph.box))
        x, y = turned(200 + 34 * index + 17, 200 + 22)
        assert x0 - 3 <= x <= x1 + 3
        assert top <= y <= bottom
        assert x1 - x0 < 60
        assert bottom - top < 70


def turned(x: float, y: float) -> tuple[float, float]:
    """Return where the scanner puts a point: SKEW degrees counter-clockwise about the middle."""
    angle = math.radians(SKEW)
    dx, dy = x - pictures.WIDTH / 2, y - pictures.HEIGHT / 2
    return (
        pictures.WIDTH / 2 + dx * math.cos(angle) + dy * math.sin(angle),
        pictures.HEIGHT / 2 - dx * math.sin(angle) + dy * math.cos(angle),
    )


@pictures.needs_font
def test_ruled_tables_come_as_cells_with_their_text(crooked: PageContent) -> None:
    (grid,) = crooked.grids
    cells = {}
    for cell in grid.cells:
        x0, top, x1, bottom = cell.box
        inside = [
            "".join(glyph.text for glyph in piece.glyphs)
            for piece in crooked.pieces
            if x0 <= piece.glyphs[0].box[0] <= x1 and top <= sum(piece.glyphs[0].box[1::2]) / 2 <= bottom
        ]
        cells[cell.row, cell.column] = ("".join(inside).translate(str.maketrans("()", "（）")), cell.column_span)
    assert cells == {
        **{(row, column): (ROWS[row][column], 1) for row in range(3) for column in range(4)},
        (3, 0): ("合计", 3),
        (3, 3): ("293,500.00", 1),
    }


@pictures.needs_font
def test_coarse_scans_keep_their_tables() -> None:
    from extract.readers.ocr import read_page

    page = pictures.page(LINES[4:6])
    pictures.table(page, ROWS)
    coarse = pictures.scanned(page).resize((827, 1170))
    found = read_page(coarse, 1, *pictures.POINTS)
    assert [len(grid.cells) for grid in found.grids] == [14]
    assert {"280,000.00", "293,500.00", folded(LINES[4]), folded(LINES[5])} <= {folded(t) for t in text_of(found)}
    assert found.page(0).width == pictures.POINTS[0]


@pictures.needs_font
@pytest.mark.parametrize("turn", [90, 180, 270])
def test_pages_on_their_side_or_head_are_turned(turn: int) -> None:
    from extract.readers.ocr import read_page

    image = pictures.scanned(pictures.page(LINES[1:4]), turn=turn)
    width, height = (round(side * 72 / pictures.DPI) for side in image.size)
    page = read_page(image, 1, width, height)
    assert [folded(line) for line in text_of(page)] == [folded(line) for line in LINES[1:4]]
    assert page.height > page.width
    assert (page.page(0).width, page.page(0).height) == (width, height)


def test_a_blank_page_holds_nothing() -> None:
    from PIL import Image

    from extract.readers.ocr import read_page

    page = read_page(Image.new("RGB", (400, 600), "white"), 1, 144, 216)
    assert (page.pieces, page.grids, page.width, page.height) == ((), (), 144, 216)


def test_without_its_components_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    from extract.readers.ocr import read_page

    monkeypatch.setitem(sys.modules, "extract.readers.scan.reading", None)
    with pytest.raises(ReadError, match="pip install rapidocr onnxruntime") as raised:
        read_page(Image.new("RGB", (40, 60)), 1, 20, 30)
    assert "\n" not in str(raised.value)


def test_missing_components_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    from extract.readers import ocr

    assert ocr.missing_components() is None
    monkeypatch.setattr(ocr, "find_spec", {"rapidocr": object()}.get)
    assert ocr.missing_components() == "缺少文字识别（OCR）组件，请运行 pip install onnxruntime"


def test_text_contracts_load_nothing_of_ocr() -> None:
    program = (
        "import sys; from extract.readers import document_from_text, suffixes; from extract.cli import main\n"
        "suffixes(); document_from_text('合同')\n"
        "print({'cv2', 'onnxruntime', 'rapidocr', 'PIL'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


@pytest.mark.parametrize(("wanted", "parent", "threads"), [("1", None, 1), ("", object(), 1), ("x", object(), 1)])
def test_workers_beside_each_other_use_one_thread(
    wanted: str, parent: object, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extract.readers.scan import engine

    monkeypatch.setenv(engine.THREADS_VARIABLE, wanted)
    monkeypatch.setattr(engine.multiprocessing, "parent_process", lambda: parent)
    assert engine._threads() == threads
