"""OFD: what stands on its pages, where, and what happens with broken files."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.document import Document
from extract.errors import ReadError
from extract.readers import ReadOptions, Source
from extract.readers.ofd import read_ofd
from extract.readers.page import PageContent
from tests.readers.ofd_writer import NAMESPACE, package, page, parts_of, path_object, text_object

POINTS = 72 / 25.4
CLAUSE = "甲方：岚川市水务局。"


def source(content: bytes, options: ReadOptions = ReadOptions()) -> Source:  # noqa: B008 - frozen
    return Source("合同.ofd", content, "application/ofd", "ofd", options)


def read(*pages: str, **more: str) -> Document:
    return read_ofd(source(package(parts_of(pages, **more))))


def pages_of(monkeypatch: pytest.MonkeyPatch, content: bytes) -> list[PageContent]:
    """Return the pages as the reader hands them over, before they are put in reading order."""
    handed: list[PageContent] = []

    def catch(_source: Source, found: list[PageContent], _warnings: tuple[str, ...]) -> Document:
        handed.extend(found)
        return Document("", "", "", "", "")

    monkeypatch.setattr("extract.readers.ofd.document_of_pages", catch)
    read_ofd(source(content))
    return handed


def box_of(document: Document, words: str) -> tuple[float, ...]:
    start = document.text.index(words)
    box = document.box_of(start, start + len(words))
    assert box is not None
    return tuple(round(side / POINTS, 2) for side in box)


# -- characters and their places --------------------------------------------------------------------------


def test_characters_stand_where_their_deltas_say() -> None:
    document = read(page(text_object("甲方：某局", 30, 50, size=4, deltas="4 4 6 4")))
    assert [box_of(document, word)[0] for word in "甲方：某局"] == [30, 34, 38, 44, 48]
    assert box_of(document, "甲")[3] > 50 > box_of(document, "甲")[1]  # the baseline runs through the box
    assert document.pages[0].width == pytest.approx(210 * POINTS)


def test_repeated_deltas_are_written_out() -> None:
    document = read(page(text_object("合同总价壹万", 10, 50, size=4, deltas="g 3 5 4 g 99999999999 4.5")))
    assert [box_of(document, word)[0] for word in "合同总价壹万"] == [10, 15, 20, 25, 29, 33.5]


def test_without_deltas_characters_follow_by_their_width() -> None:
    document = read(page(text_object("A1价", 10, 50, size=4, deltas="")))
    assert [box_of(document, word)[0] for word in "A1价"] == [10, 12, 14]


def test_a_matrix_scales_and_moves() -> None:
    document = read(page(text_object("总价", 10, 50, size=2, more='CTM="2 0 0 2 5 -2"')))
    left, top, right, bottom = box_of(document, "总")
    assert (left, right) == (15, 19)
    assert bottom - top == pytest.approx(4)


def test_characters_far_apart_are_two_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    content = package(parts_of([page(text_object("甲方乙方", 10, 50, size=4, deltas="4 60 4"))]))
    (only,) = pages_of(monkeypatch, content)
    assert ["".join(glyph.text for glyph in piece.glyphs) for piece in only.pieces] == ["甲方", "乙方"]


def test_text_set_downwards(monkeypatch: pytest.MonkeyPatch) -> None:
    written = text_object("甲方", 10, 50, size=4, deltas="").replace('Y="4"', 'Y="4" DeltaY="4"')
    (only,) = pages_of(monkeypatch, package(parts_of([page(written)])))
    first, second = only.pieces[0].glyphs
    assert first.box[0] == second.box[0]
    assert second.box[1] - first.box[1] == pytest.approx(4 * POINTS)


def test_a_page_that_lies_on_its_side_is_set_upright(monkeypatch: pytest.MonkeyPatch) -> None:
    content = package(parts_of([page(text_object("甲方：某局", 50, 50, size=4, more='CTM="0 1 -1 0 0 0"'))]))
    (only,) = pages_of(monkeypatch, content)
    assert (only.width, only.height) == pytest.approx((297 * POINTS, 210 * POINTS))
    lefts = [glyph.box[0] for glyph in only.pieces[0].glyphs]
    assert lefts == sorted(lefts)
    assert len({round(glyph.box[1], 3) for glyph in only.pieces[0].glyphs}) == 1


def test_the_page_box_of_the_page_counts_before_that_of_the_document() -> None:
    area = "<ofd:Area><ofd:PhysicalBox>10 20 100 150</ofd:PhysicalBox></ofd:Area>"
    document = read(page(text_object("甲方：某局", 30, 50), area=area))
    assert document.pages[0].height == pytest.approx(150 * POINTS)
    assert box_of(document, "甲")[0] == 20


def test_slanted_text_is_a_watermark_and_told() -> None:
    mark = text_object("内部资料", 50, 150, more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    document = read(page(text_object(CLAUSE, 20, 50), mark))
    assert "内部资料" not in document.text
    assert "水印" in document.warnings[0]


def test_unseen_text_is_left_out_unless_the_page_is_a_scan_with_its_text() -> None:
    unseen = text_object("乙方：云岭公司。", 20, 60, more='Alpha="0"')
    assert "乙方" not in read(page(text_object(CLAUSE, 20, 50), unseen)).text
    assert "乙方" in read(page(unseen)).text
    assert (
        "乙方"
        not in read(
            page(text_object(CLAUSE, 20, 50), unseen.replace("Alpha", "Visible").replace('"0"', '"false"', 1))
        ).text
    )


# -- the package ------------------------------------------------------------------------------------------


def test_pages_come_in_the_order_of_the_document_and_documents_in_that_of_the_file() -> None:
    parts = parts_of(
        [page(text_object(f"第{n}页甲方", 20, 50)) for n in "一二"], [page(text_object("补充协议", 20, 50))]
    )
    main = parts["Doc_0/Document.xml"]
    first, second = 'BaseLoc="Pages/Page_0/Content.xml"', 'BaseLoc="Pages/Page_1/Content.xml"'
    parts["Doc_0/Document.xml"] = main.replace(first, "*").replace(second, first).replace("*", second)
    document = read_ofd(source(package(parts)))
    assert document.text.split() == ["第二页甲方", "第一页甲方", "补充协议"]
    assert [sheet.number for sheet in document.pages] == [1, 2, 3]
    assert document.page_at(document.text.index("补充协议")) == 3


def test_templates_lend_their_content() -> None:
    parts = parts_of(
        [page(text_object(CLAUSE, 20, 50), template='<ofd:Template TemplateID="7" ZOrder="Background"/>')],
        common='<ofd:TemplatePage ID="7" BaseLoc="Tpls/Tpl_0/Content.xml"/>',
    )
    parts["Doc_0/Tpls/Tpl_0/Content.xml"] = page(text_object("岚川市政府采购合同", 20, 15))
    assert read_ofd(source(package(parts))).text.split() == ["岚川市政府采购合同", CLAUSE]


def composite(unit_content: str) -> dict[str, str]:
    parts = parts_of(
        [page('<ofd:CompositeObject ID="5" Boundary="30 40 100 100" ResourceID="8"/>', text_object(CLAUSE, 20, 20))],
        common="<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>",
    )
    parts["Doc_0/DocumentRes.xml"] = (
        f"<ofd:Res {NAMESPACE}><ofd:CompositeGraphicUnits><ofd:CompositeGraphicUnit ID='8' Width='1' Height='1'>"
        f"<ofd:Content>{unit_content}</ofd:Content></ofd:CompositeGraphicUnit></ofd:CompositeGraphicUnits></ofd:Res>"
    )
    return parts


def test_composite_objects_hold_text_at_their_place() -> None:
    document = read_ofd(source(package(composite(text_object("乙方：云岭公司", 10, 10)))))
    assert box_of(document, "乙")[0] == 40


def test_composite_objects_that_hold_themselves_end() -> None:
    circle = '<ofd:CompositeObject ID="6" ResourceID="8"/>' * 3
    document = read_ofd(source(package(composite(circle))))
    assert CLAUSE in document.text
    assert any("互相引用" in warning for warning in document.warnings)


def test_the_version_in_force_is_read() -> None:
    versions = '<ofd:Versions><ofd:Version ID="1" Index="1" Current="true" BaseLoc="Versions/V1.xml"/></ofd:Versions>'
    parts = parts_of([page(text_object("旧：甲方某局", 20, 50))], [page(text_object("新：甲方某局", 20, 50))])
    parts["OFD.xml"] = (
        f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>{versions}</ofd:DocBody></ofd:OFD>"
    )
    parts["Versions/V1.xml"] = (
        f"<ofd:DocVersion {NAMESPACE}><ofd:DocRoot>/Doc_1/Document.xml</ofd:DocRoot></ofd:DocVersion>"
    )
    assert read_ofd(source(package(parts))).text.strip() == "新：甲方某局"


@pytest.mark.parametrize("location", ["/Doc_0/Document.xml", "doc_0\\document.XML", "./x/../Doc_0/Document.xml"])
def test_locations_as_programs_write_them(location: str) -> None:
    parts = parts_of([page(text_object(CLAUSE, 20, 50))])
    parts["OFD.xml"] = parts["OFD.xml"].replace("Doc_0/Document.xml", location)
    assert CLAUSE in read_ofd(source(package(parts))).text


@pytest.mark.parametrize("namespace", ["", 'xmlns:ofd="http://www.ofdspec.org"'])
def test_other_namespaces(namespace: str) -> None:
    parts = parts_of([page(text_object(CLAUSE, 20, 50))])
    changed = {
        name: text.replace(NAMESPACE, namespace).replace("ofd:", "" if not namespace else "ofd:")
        for name, text in parts.items()
    }
    assert CLAUSE in read_ofd(source(package(changed))).text


def test_seals_annotations_and_attachments_are_told() -> None:
    parts = parts_of(
        [page(text_object(CLAUSE, 20, 50))],
        body="<ofd:Signatures>/Doc_0/Signs/Signatures.xml</ofd:Signatures>",
        more="<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations><ofd:Attachments>A.xml</ofd:Attachments>",
    )
    parts["Doc_0/Signs/Signatures.xml"] = (
        f'<ofd:Signatures {NAMESPACE}><ofd:Signature ID="1" Type="Seal"/></ofd:Signatures>'
    )
    parts["Doc_0/A.xml"] = f'<ofd:Attachments {NAMESPACE}><ofd:Attachment ID="1" Name="清单"/></ofd:Attachments>'
    parts["Doc_0/Annots/Annotations.xml"] = (
        f'<ofd:Annotations {NAMESPACE}><ofd:Page PageID="100"><ofd:FileLoc>P.xml</ofd:FileLoc></ofd:Page></ofd:Annotations>'
    )
    parts["Doc_0/Annots/P.xml"] = (
        f'<ofd:PageAnnot {NAMESPACE}><ofd:Annot ID="1" Type="Stamp"><ofd:Appearance Boundary="0 0 9 9">'
        f"{text_object('已作废', 1, 9)}</ofd:Appearance></ofd:Annot></ofd:PageAnnot>"
    )
    document = read_ofd(source(package(parts)))
    assert "已作废" not in document.text
    told = "\n".join(document.warnings)
    assert "1 处电子签名或签章" in told
    assert "第 1 页有批注或印章文字，未读入正文：「已作废」" in told
    assert "1 个附件" in told


# -- tables -----------------------------------------------------------------------------------------------


def rulings(*data: str) -> bytes:
    return package(parts_of([page(text_object(CLAUSE, 20, 20), *(path_object(words) for words in data))]))


def test_ruling_lines_make_a_table_with_merged_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        "M 20 50 L 120 50",
        "M 20 60 L 120 60",
        "M 20 70 L 120 70",
        "M 20 50 L 20 70",
        "M 70 60 L 70 70",
        "M 120 50 L 120 70",
    ]
    (only,) = pages_of(monkeypatch, rulings(*lines))
    (grid,) = only.grids
    assert [(c.row, c.column, c.row_span, c.column_span) for c in grid.cells] == [
        (0, 0, 1, 2),
        (1, 0, 1, 1),
        (1, 1, 1, 1),
    ]
    assert grid.box == pytest.approx([side * POINTS for side in (20, 50, 120, 70)])


def test_cells_drawn_as_boxes_make_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    boxes = [f"M {x} {y} L {x + 30} {y} L {x + 30} {y + 8} L {x} {y + 8} C" for x in (20, 50, 80) for y in (40, 48)]
    (only,) = pages_of(monkeypatch, rulings(*boxes))
    assert [len(grid.cells) for grid in only.grids] == [6]


def test_a_frame_or_an_underline_is_no_table(monkeypatch: pytest.MonkeyPatch) -> None:
    (only,) = pages_of(
        monkeypatch, rulings("M 5 5 L 205 5 L 205 290 L 5 290 C", "M 40 80 L 90 80", "M 1 1 B 2 2 3 3 4 4 X")
    )
    assert not only.grids


# -- scans ------------------------------------------------------------------------------------------------


def scan(options: ReadOptions = ReadOptions(), *, text: str = CLAUSE) -> Document:  # noqa: B008 - frozen
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "red").save(picture, "PNG")
    image = '<ofd:ImageObject ID="4" Boundary="0 0 210 297" CTM="210 0 0 297 0 0" ResourceID="3"/>'
    parts: dict[str, str | bytes] = {
        **parts_of([page(text_object(text, 20, 50)), page(image)], common="<ofd:PublicRes>Res.xml</ofd:PublicRes>"),
        "Doc_0/Res/a.png": picture.getvalue(),
        "Doc_0/Res.xml": (
            f'<ofd:Res {NAMESPACE} BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="3" Type="Image">'
            "<ofd:MediaFile>a.png</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>"
        ),
    }
    return read_ofd(source(package(parts), options))


def test_a_page_that_is_a_picture_goes_to_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    from types import ModuleType

    from extract.readers.page import Glyph, Piece

    seen: list[tuple[object, ...]] = []

    def read_page(image: object, number: int, width: float, height: float) -> PageContent:
        seen.append((image.size, image.getpixel((5, 5)), number))  # type: ignore[attr-defined]
        return PageContent(number, width, height, (Piece((Glyph("印", (1, 1, 9, 9), 0.5),)),), ocr=True)

    fake = ModuleType("extract.readers.ocr")
    fake.read_page = read_page  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "extract.readers.ocr", fake)
    document = scan()
    assert seen == [((1654, 2339), (255, 0, 0), 2)]
    assert [sheet.ocr for sheet in document.pages] == [False, True]
    assert document.confidence_of(document.text.index("印"), document.text.index("印") + 1) == 0.5


def test_without_recognition_a_page_that_is_a_picture_is_told() -> None:
    assert "第 2 页只有图片，未能识别" in scan(ReadOptions(ocr="never")).warnings
    with pytest.raises(ReadError, match="页面只有图片"):
        scan(ReadOptions(ocr="never"), text=" ")


def test_recognition_that_is_not_installed_costs_only_its_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "extract.readers.ocr", None)
    assert "第 2 页只有图片，未能识别" in scan().warnings


# -- what cannot be read ----------------------------------------------------------------------------------


def broken(**changes: str | bytes | None) -> bytes:
    parts: dict[str, str | bytes] = dict(parts_of([page(text_object(CLAUSE, 20, 50))]))
    for name, content in changes.items():
        if content is None:
            del parts[name]
        else:
            parts[name] = content
    return package(parts)


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "甲甲甲甲甲甲甲甲甲甲">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "&a;" * 10}">' for n in range(9))
    + "]>"
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"PK\x03\x04", "不是完整的 OFD 文件"),
        (b"%PDF-1.7", "不是完整的 OFD 文件"),
        (package({"word/document.xml": "<a/>"}), "没有 OFD.xml"),
        (broken(**{"OFD.xml": "<a"}), "没有页面|没有 OFD.xml"),
        (broken(**{"Doc_0/Document.xml": None}), "没有页面"),
        (broken(**{"Doc_0/Pages/Page_0/Content.xml": None}), "没有文字"),
        (broken(**{"Doc_0/Encryptions.xml": "<a/>"}), "已加密"),
        (broken(**{"OFD.xml": BOMB + "<x>&a8;</x>"}), "实体"),
        (broken(**{"Doc_0/Pages/Page_0/Content.xml": BOMB + "<x>&a8;</x>"}), "实体"),
        (broken(**{"OFD.xml": '<!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'}), "实体"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(content: bytes, message: str) -> None:
    with pytest.raises(ReadError, match=message) as caught:
        read_ofd(source(content))
    assert str(caught.value).startswith("合同.ofd：")
    assert "\n" not in str(caught.value)


def test_a_part_that_unpacks_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.ofd_package._LARGEST_PART", 100_000)
    bomb = page(text_object("甲" * 200_000, 20, 50))
    with pytest.raises(ReadError, match="解压后过大"):
        read_ofd(source(package(parts_of([bomb]))))


def test_a_template_is_read_once_for_all_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.ofd_package._LARGEST_WHOLE", 100_000)
    sheet = page(text_object(CLAUSE, 20, 50), template='<ofd:Template TemplateID="7"/>')
    parts = parts_of([sheet] * 30, common='<ofd:TemplatePage ID="7" BaseLoc="T.xml"/>')
    parts["Doc_0/T.xml"] = page(text_object("页眉", 20, 15)) + "<!--" + "x" * 20_000 + "-->"
    assert len(read_ofd(source(package(parts))).pages) == 30


def test_a_page_with_more_objects_than_a_page_can_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extract.readers.ofd_objects._MOST_OBJECTS", 20)
    document = read(page(text_object(CLAUSE, 20, 50), *[text_object("乙", 20, 60)] * 50))
    assert CLAUSE in document.text
    assert document.text.count("乙") < 50
    assert "未读全" in document.warnings[0]


def test_a_page_with_more_text_than_a_page_can_hold() -> None:
    document = read(page(text_object(CLAUSE, 20, 50), text_object("甲" * 200_000, 20, 60, deltas="g 200000 4")))
    assert document.text.strip() == CLAUSE
    assert "未读全" in document.warnings[0]


def test_an_encrypted_container() -> None:
    content = bytearray(package(parts_of([page(text_object(CLAUSE, 20, 50))])))
    content[6] |= 1
    central = content.index(b"PK\x01\x02")
    content[central + 8] |= 1
    with pytest.raises(ReadError, match="已加密"):
        read_ofd(source(bytes(content)))


def test_too_many_pages() -> None:
    content = package(parts_of([page(text_object(CLAUSE, 20, 50))] * 3))
    with pytest.raises(ReadError, match="页数过多（上限 2 页）"):
        read_ofd(source(content, ReadOptions(max_pages=2)))


def test_names_that_lead_out_of_the_package_stay_inside(tmp_path: Path) -> None:
    outside = tmp_path / "secret.xml"
    outside.write_text(page(text_object("外面的文字", 20, 50)), encoding="utf-8")
    parts = parts_of([page(text_object(CLAUSE, 20, 50))])
    for location in (str(outside), f"../../../../../../../..{outside}", outside.as_uri()):
        changed = parts["Doc_0/Document.xml"].replace("Pages/Page_0/Content.xml", location)
        with pytest.raises(ReadError, match="没有文字"):
            read_ofd(source(package({**parts, "Doc_0/Document.xml": changed})))
    sneaky = {**parts, "../../OFD.xml": "<a/>"}
    assert CLAUSE in read_ofd(source(package(sneaky))).text


WHOLE = parts_of(
    [page(text_object(CLAUSE, 20, 50), path_object("M 1 1 L 9 1 L 9 9 C"), template='<ofd:Template TemplateID="7"/>')]
    * 2,
    common='<ofd:TemplatePage ID="7" BaseLoc="T.xml"/><ofd:PublicRes>R.xml</ofd:PublicRes>',
)
WHOLE["Doc_0/T.xml"] = page(text_object("页眉", 20, 15), '<ofd:CompositeObject ResourceID="8"/>')
WHOLE["Doc_0/R.xml"] = composite('<ofd:CompositeObject ResourceID="8"/>')["Doc_0/DocumentRes.xml"]
SOUND = package(WHOLE)


def assert_document_or_error(content: bytes) -> None:
    said = ""
    try:
        document = read_ofd(source(content))
    except ReadError as error:
        said = str(error)
    else:
        assert len(document.boxes) == len(document.text)
    assert not said or (said.startswith("合同.ofd：") and "\n" not in said)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SOUND) - 1), st.integers(0, 255)), min_size=1, max_size=8))
def test_changed_bytes_of_the_container(changes: list[tuple[int, int]]) -> None:
    content = bytearray(SOUND)
    for place, value in changes:
        content[place] = value
    assert_document_or_error(bytes(content))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SOUND)))
def test_a_container_cut_off(length: int) -> None:
    assert_document_or_error(SOUND[:length])


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(
        st.tuples(
            st.floats(0, 1),
            st.sampled_from(["<", ">", '"', "&", "g ", "1e999", "nan", "-", "", "\0", "/", "<ofd:Layer>"]),
        )
    ),
    st.booleans(),
)
def test_changed_parts(name: str, changes: list[tuple[float, str]], missing: bool) -> None:
    text = WHOLE[name]
    for place, words in changes:
        cut = int(place * len(text))
        text = text[:cut] + words + text[cut + 1 :]
    parts = {key: value for key, value in WHOLE.items() if key != name}
    assert_document_or_error(package(parts if missing else {**parts, name: text}))


@settings(max_examples=100, deadline=None)
@given(
    ctm=st.text(alphabet="0123456789 .-e", max_size=30),
    deltas=st.text(alphabet="0123456789 .-eg", max_size=30),
    size=st.text(alphabet="0123456789.-e", max_size=6),
)
def test_odd_numbers(ctm: str, deltas: str, size: str) -> None:
    written = text_object(CLAUSE, 20, 50, deltas=deltas, more=f'CTM="{ctm}"').replace('Size="4.2"', f'Size="{size}"')
    assert_document_or_error(package(parts_of([page(written)])))


def test_the_writer_writes_containers_that_others_can_open() -> None:
    with zipfile.ZipFile(io.BytesIO(SOUND)) as container:
        assert container.testzip() is None
        assert "OFD.xml" in container.namelist()
