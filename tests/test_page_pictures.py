"""Pictures of pages that a run keeps for the HTML report."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from extract.batch import extract_folder
from extract.readers.pictures import page_pictures
from tests.readers.pdf_writer import HEIGHT, WIDTH, pdf_of

TEXT = (
    "服务合同", "甲方：青禾县图书馆", "乙方：青禾云图信息技术有限公司", "一、合同总价为人民币50000.00元（大写：伍万元整）。",
    "二、付款：合同签订后10日内支付合同总价的30%，验收合格后支付合同总价的80%。",
)  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    contracts = tmp_path / "contracts"
    contracts.mkdir()
    (contracts / "a.pdf").write_bytes(pdf_of(lambda sheet: sheet.lines(TEXT)))
    (contracts / "b.txt").write_text("\n".join(TEXT), encoding="utf-8")
    return contracts


def test_kept_with_the_html_report_and_only_then(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    extract_folder(folder, out)
    assert not (out / "pages").exists()
    batch = extract_folder(folder, out, formats=("html",))
    assert batch.unchanged == ("b.txt",), "a text has no pages, and the PDF is read again for its pictures"
    assert json.loads((out / "pages/a.pdf/pages.json").read_bytes()) == {"1": [WIDTH, HEIGHT]}
    with Image.open(out / "pages/a.pdf/1.jpg") as picture:
        assert picture.format == "JPEG" and abs(picture.width / picture.height - WIDTH / HEIGHT) < 0.01
    assert extract_folder(folder, out, formats=("html",)).unchanged == ("a.pdf", "b.txt")
    (folder / "a.pdf").unlink()
    extract_folder(folder, out, formats=("html",))
    assert not (out / "pages/a.pdf").exists()


def test_none_of_a_masked_contract(folder: Path, tmp_path: Path) -> None:
    extract_folder(folder, tmp_path / "out", formats=("html",), redact=True)
    assert not (tmp_path / "out/pages").exists()


def test_of_a_tiff_and_of_pages_that_are_not_there() -> None:
    file = BytesIO()
    Image.new("L", (60, 80), 255).save(file, "TIFF", save_all=True, append_images=[Image.new("L", (80, 60), 0)])
    drawn = dict(page_pictures(file.getvalue(), "image/tiff", [2, 1, 9]))
    assert sorted(drawn) == [1, 2]
    with Image.open(BytesIO(drawn[2])) as second:
        assert second.size == (80, 60)
