"""Word files as files: their variants, what is refused, what headers give, and that records do not depend on the format."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.batch import extract_folder
from extract.document import Document
from extract.errors import ReadError
from extract.model import Record
from extract.pipeline import read_contract
from extract.readers import read, read_bytes
from tests.helpers import PACK
from tests.readers.word_writer import (
    GOES_ON,
    MERGED,
    SPAN,
    abstract,
    cell,
    level,
    num,
    numbered,
    paragraph,
    run,
    table,
    word_file,
    word_of_text,
)
from tests.scoring import f1, score
from tests.test_corpus import CONTRACTS, CORPUS, assert_evidence

SHARED = Path(__file__).resolve().parents[3] / "shared"
BODY = paragraph("采购合同") + paragraph("甲方：柳溪市档案馆")


def reason(content: bytes, name: str = "合同.docx") -> str:
    with pytest.raises(ReadError) as caught:
        read_bytes(content, name)
    message = str(caught.value)
    assert message.startswith(f"{name}：")
    assert "\n" not in message
    return message


def packed(parts: dict[str, str | bytes], *, stored: bool = False) -> bytes:
    """Return a container of parts; `stored` leaves them uncompressed."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


# --- the container -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("suffix", [".docx", ".docm", ".dotx", ".dotm", ".DOCX"])
def test_variants(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"合同{suffix}"
    path.write_bytes(word_file(BODY))
    found = read(path)
    assert found.text == "采购合同\n甲方：柳溪市档案馆\n"
    assert found.reader == "docx"
    assert ("macroEnabled" in found.media_type) == suffix.endswith("m")
    assert found.warnings == found.pages == ()


def test_the_strict_variant_reads_like_the_usual_one() -> None:
    numbering = abstract(0, level(0, "chineseCountingThousand", "第%1条")) + num(1, 0)
    body = BODY + paragraph("价款", numbered(1)) + table([["甲", "乙"]])
    plain, strict = (word_file(body, numbering=numbering, strict=strict) for strict in (False, True))
    assert read_bytes(plain, "a.docx").text == read_bytes(strict, "a.docx").text
    assert "第一条 价款" in read_bytes(strict, "a.docx").text


def test_a_document_in_another_place_or_without_relations() -> None:
    moved = word_file(BODY).replace(b"word/document.xml", b"word/documenz.xml")
    assert reason(moved)  # the directory's names changed, its check sums did not: still no crash
    with zipfile.ZipFile(io.BytesIO(word_file(BODY))) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    assert read_bytes(packed({"word/document.xml": parts["word/document.xml"]}), "a.docx").text.startswith("采购合同")
    parts["word/document2.xml"] = parts.pop("word/document.xml")
    parts["_rels/.rels"] = bytes(parts["_rels/.rels"]).replace(b"document.xml", b"document2.xml")
    parts["word/_rels/document2.xml.rels"] = parts.pop("word/_rels/document.xml.rels")
    assert read_bytes(packed(parts), "a.docx").text.startswith("采购合同")


def test_refused() -> None:
    assert "文件中没有文字" in reason(word_file(paragraph(" ")))
    assert "只有图片" in reason(word_file(paragraph('<w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r>')))
    assert "没有正文" in reason(packed({"xl/workbook.xml": "<x/>"}))
    assert "文件已损坏" in reason(packed({"word/document.xml": "<w:document"}))
    assert "压缩包" in reason(b"PK\x03\x04" + bytes(200))
    assert "压缩包" in reason(word_file(BODY)[:-30])
    assert "文件是空的" in reason(b"")
    assert "压缩包" in reason(b"\x01\x02\x03" * 50)


def test_encrypted() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(900)
    assert "有密码保护" in reason(ole)
    assert "有密码保护" in reason(ole, "合同.doc")
    assert "旧版 Office" in reason(ole.replace(b"E\0n\0c\0", b"X\0x\0x\0"))


def test_entities_and_bombs_are_refused() -> None:
    declared = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><w:document xmlns:w="x">&b;</w:document>'
    assert "实体" in reason(packed({"word/document.xml": declared}))
    outside = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><w:document xmlns:w="x">&a;</w:document>'
    assert "实体" in reason(packed({"word/document.xml": outside}))
    powers = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    laughs = f'<!DOCTYPE d [<!ENTITY a0 "ha">{powers}]><w:document xmlns:w="x">&a8;</w:document>'
    assert "实体" in reason(packed({"word/document.xml": laughs}))
    assert "嵌套过深" in reason(packed({"word/document.xml": "<a>" * 300 + "</a>" * 300}))
    assert "压缩炸弹" in reason(packed({"word/document.xml": b" " * 70 * 1024**2}))
    assert "压缩炸弹" in reason(packed({"word/document.xml": b" " * 10 * 1024**2}))
    assert "标记过多" in reason(packed({"word/document.xml": b"<a>" + b"<b />\n" * 4_000_001 + b"</a>"}, stored=True))
    assert "部件过多" in reason(packed({"word/document.xml": "<x/>"}) + b"PK\x01\x02" * 30_000)


def test_deep_nesting_is_refused_or_read() -> None:
    deep = paragraph("底")
    for _ in range(70):
        deep = f"<w:tbl><w:tr><w:tc>{deep}</w:tc></w:tr></w:tbl>"
    assert read_bytes(word_file(BODY + deep), "a.docx").text.endswith("底\n")
    for _ in range(400):
        deep = f"<w:sdt><w:sdtContent>{deep}</w:sdtContent></w:sdt>"
    assert "嵌套过深" in reason(word_file(BODY + deep))


# --- headers, embedded documents ---------------------------------------------------------------------------


def test_numbers_that_only_headers_tell_are_kept_once() -> None:
    header = paragraph("柳溪市政府采购合同\t合同编号：LX-2024-1") + paragraph("第 1 页 电话：0755-1234567")
    found = read_bytes(word_file(BODY, header1=header, header2=header, footer1=paragraph("备案号：B-7")), "a.docx")
    assert found.text == "合同编号：LX-2024-1\n备案号：B-7\n采购合同\n甲方：柳溪市档案馆\n"


def test_headers_are_left_out_when_the_text_says_the_same_or_nothing_is_said() -> None:
    body = BODY + paragraph("合同编号：LX-2024-1")
    assert read_bytes(word_file(body, header1=paragraph("合同编号： LX-2024-1")), "a.docx").text.count("编号") == 1
    assert "编号" not in read_bytes(word_file(BODY, header1=paragraph("合同编号：______")), "a.docx").text


def test_embedded_documents_are_read() -> None:
    chunk = '<w:altChunk r:id="part.txt"/>'
    found = read_bytes(word_file(BODY + chunk, more={"part.txt": "第一条 总价壹元。".encode()}), "a.docx")
    assert "第一条 总价壹元。" in found.text
    itself = read_bytes(word_file(BODY + chunk, more={"part.txt": word_file(BODY)}), "a.docx")
    assert itself.warnings == ("有嵌入的文档 1 份读不出来",)
    unread = read_bytes(word_file(BODY + chunk, more={"part.txt": b"\0\1\2" * 50}), "a.docx")
    assert unread.warnings == itself.warnings


# --- records -----------------------------------------------------------------------------------------------


def record_of(content: bytes) -> Record:
    document = read_bytes(content, "合同.docx")
    record = read_contract(document, PACK).record
    assert_evidence(document, record)
    return record


@pytest.mark.parametrize("path", CONTRACTS, ids=lambda path: path.stem)
def test_a_contract_gives_the_same_facts_as_word_file_with_automatic_numbers(path: Path) -> None:
    gold = json.loads((CORPUS / "gold" / f"{path.stem}.json").read_text(encoding="utf-8"))
    document = read(path)
    content, _ = word_of_text(document.text)
    scores = []
    for record in (read_contract(document, PACK).record, record_of(content)):
        right, missed, wrong = score(gold, json.loads(record.to_json()))
        scores.append(f1(right, len(missed), len(wrong)))
    assert abs(scores[0] - scores[1]) <= 0.01


def test_the_corpus_has_automatic_numbers_enough() -> None:
    assert sum(word_of_text(read(path).text)[1] for path in CONTRACTS) > 800


PARTIES = (
    paragraph("柳溪市档案馆服务采购合同") + paragraph("甲方：柳溪市档案馆") + paragraph("乙方：柳溪拓印数据有限公司")
)
PRICE = paragraph("第一条 价款") + paragraph("合同总价为人民币叁拾万元整（¥300,000.00）。")
LAST = paragraph("第九条 争议") + paragraph("争议由甲方所在地人民法院管辖。")


def test_a_price_table_with_merged_cells_and_two_rows_of_heads() -> None:
    below = cell("", GOES_ON)
    head = [cell("序号", MERGED), cell("名称", MERGED), cell("价格（万元）", SPAN.format(3))]
    prices = [
        head,
        [below, below, "数量", "单价", "小计"],
        ["1", "服务器", "2", "5", "10"],
        ["2", "软件", "1", "20", "20"],
    ]
    prices.append([cell("合计", SPAN.format(4)), "30"])
    record = record_of(word_file(PARTIES + PRICE + table(prices) + LAST))
    items = [(item.name.value, item.amount.value) for item in record.line_items if item.name and item.amount]
    assert [(name, int(amount)) for name, amount in items] == [("服务器", 100_000), ("软件", 200_000)]
    assert [int(total.amount) for total in record.subtotals] == [300_000]


FIRST = ["甲方（盖章）：柳溪市档案馆", "地址：柳溪市文昌路1号", "电话：0755-1234567", "开户行：柳溪银行文昌支行"]
FIRST += ["账号：6222000000000001", "日期：2024年5月6日"]
SECOND = [
    "乙方（盖章）：柳溪拓印数据有限公司",
    "地址：柳溪市工业路2号",
    "电话：0755-7654321",
    "开户行：柳溪银行工业支行",
]
SECOND += ["账号：6222000000000002", "日期：2024年5月7日"]


@pytest.mark.parametrize(
    "signatures",
    [
        table([["\n".join(FIRST), "\n".join(SECOND)]]),
        table([list(pair) for pair in zip(FIRST, SECOND, strict=True)]),
        "".join(paragraph(f"{first}\t{second}") for first, second in zip(FIRST, SECOND, strict=True)),
        "".join(map(paragraph, [*FIRST, "", *SECOND])),
    ],
    ids=["one row", "a row for each label", "tabs", "below each other"],
)
def test_parties_side_by_side_on_the_signature_page(signatures: str) -> None:
    record = record_of(word_file(PARTIES + PRICE + LAST + paragraph("（以下无正文）") + signatures))
    facts = {
        party.role: (
            party.address and party.address.value,
            [phone.value for phone in party.phones],
            [account.number.value for account in party.accounts if account.number],
        )
        for party in record.parties
    }
    assert facts == {
        "buyer": ("柳溪市文昌路1号", ["0755-1234567"], ["6222000000000001"]),
        "supplier": ("柳溪市工业路2号", ["0755-7654321"], ["6222000000000002"]),
    }


def test_rows_of_labels_below_a_party_merged_over_them() -> None:
    below = cell("", GOES_ON)
    rows = [[cell("甲方", MERGED), "单位名称", "柳溪市档案馆"], [below, "地址", "柳溪市文昌路1号"]]
    rows += [[cell("乙方", MERGED), "单位名称", "柳溪拓印数据有限公司"], [below, "地址", "柳溪市工业路2号"]]
    record = record_of(word_file(paragraph("服务采购合同") + PRICE + table(rows) + LAST))
    names = {
        party.role: (party.name and party.name.value, party.address and party.address.value) for party in record.parties
    }
    assert names == {
        "buyer": ("柳溪市档案馆", "柳溪市文昌路1号"),
        "supplier": ("柳溪拓印数据有限公司", "柳溪市工业路2号"),
    }


def test_a_form_in_a_layout_table_and_ticked_boxes() -> None:
    ticked, empty = (f'<w:r><w:sym w:font="Wingdings" w:char="{code}"/></w:r>' for code in ("F0FE", "F0A8"))
    choice = paragraph(
        run("争议解决：") + empty + run("向仲裁委员会申请仲裁；") + ticked + run("向甲方所在地人民法院起诉。")
    )
    frame = table([["<w:tc>" + PARTIES + PRICE + paragraph("第二条 争议") + choice + "</w:tc>"]])
    record = record_of(word_file(frame))
    assert {party.role: party.name and party.name.value for party in record.parties} == {
        "buyer": "柳溪市档案馆",
        "supplier": "柳溪拓印数据有限公司",
    }
    assert record.total is not None
    assert int(record.total.value) == 300_000
    assert record.dispute.method == "litigation"


@pytest.mark.skipif(not (SHARED / "formats").is_dir(), reason="the real contracts as Word files are not at hand")
def test_real_contracts_score_like_their_text(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for path in (SHARED / "formats").glob("*.docx"):
        (folder / path.name).write_bytes(path.read_bytes())
    scores = []
    for name, source in (("text", SHARED / "seeds"), ("word", folder)):
        extract_folder(source, tmp_path / name)
        command = [
            sys.executable,
            str(SHARED / "eval" / "score.py"),
            str(tmp_path / name / "records"),
            str(SHARED / "gold"),
        ]
        result = subprocess.run([*command, "--json"], capture_output=True, check=True)
        scores.append(json.loads(result.stdout)["fields"]["f1"])
    assert abs(scores[0] - scores[1]) <= 0.01


# --- damaged files -----------------------------------------------------------------------------------------

_NUMBERING = abstract(0, level(0, "chineseCountingThousand", "第%1条")) + num(1, 0)
_STYLES = '<w:style w:type="paragraph" w:styleId="a"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
_WHOLE = word_file(
    BODY + paragraph("价款", '<w:pStyle w:val="a"/>') + table([[cell("甲", MERGED), "乙"], [cell("", GOES_ON), "丙"]]),
    numbering=_NUMBERING,
    styles=_STYLES,
    header1=paragraph("合同编号：LX-1"),
)


def read_or_refuse(content: bytes) -> None:
    try:
        document = read_bytes(content, "合同.docx")
    except ReadError:
        return
    assert isinstance(document, Document)
    for found in document.tables:
        for each in found.cells:
            assert 0 <= each.start < each.end <= len(document.text)
            assert min(each.row_span, each.column_span) >= 1


def test_a_part_without_a_name_is_none() -> None:
    content = bytearray(_WHOLE)
    entry = content.index(b"PK\x01\x02")
    name = entry + 46
    content[name] = 0  # what a zero byte cuts off leaves nothing
    assert read_bytes(bytes(content), "合同.docx").text == read_bytes(_WHOLE, "合同.docx").text


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_containers(data: st.DataObject) -> None:
    content = bytearray(_WHOLE)
    for at in data.draw(st.lists(st.integers(0, len(content) - 1), max_size=8)):
        content[at] = data.draw(st.integers(0, 255))
    read_or_refuse(bytes(content[: data.draw(st.integers(0, len(content)))] if data.draw(st.booleans()) else content))


@given(st.data())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_and_missing_parts(data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(_WHOLE)) as archive:
        parts: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name in data.draw(st.lists(st.sampled_from(sorted(parts)), max_size=2, unique=True)):
        del parts[name]
    name = data.draw(st.sampled_from([*sorted(parts), "word/document.xml"]))
    text = bytes(parts.get(name, b"")).decode()
    values = st.sampled_from(["", "-1", "0", "999999999999", "x", "%9", "restart", "1e5"])
    start = data.draw(st.integers(0, max(0, len(text) - 1)))
    at = text.find('"', start) + 1
    if at:
        parts[name] = text[:at] + data.draw(values) + text[text.find('"', at) :]
    read_or_refuse(packed(parts))
