"""A file is what its content is, whatever its suffix says."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.readers import read, read_bytes, suffixes
from extract.readers.signatures import sniff
from tests.readers.test_docx import packed
from tests.readers.word_writer import paragraph, word_file

PAGE = "<html><head><title>合同</title></head><body><p>甲方：柳溪市档案馆。</p></body></html>"
TEXT = "服务合同\n甲方：柳溪市档案馆\n第一条 合同总价为人民币壹拾万元整（￥100,000.00元），验收合格后付款。\n"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def web_archive() -> bytes:
    message = EmailMessage()
    message["From"] = "<Saved by WPS>"
    message["Subject"] = "合同"
    message.set_content(PAGE, subtype="html")
    message.make_related()
    return message.as_bytes()


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (word_file(paragraph("甲")), ".docx"),
        (packed({"word/document.xml": "<x/>"}), ".docx"),
        (packed({"OFD.xml": "<x/>"}), ".ofd"),
        (packed({"xl/workbook.xml": "<x/>"}), None),
        (packed({"mimetype": "application/vnd.oasis.opendocument.text-template"}), ".odt"),
        (packed({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), None),
        (OLE + "WordDocument".encode("utf-16-le"), ".doc"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), ".docx"),
        (OLE + "Workbook".encode("utf-16-le"), None),
        (b"{\\rtf1\\ansi}", ".rtf"),
        (b"%PDF-1.7\n", ".pdf"),
        (b"\xef\xbb\xbf%PDF-1.7\n", ".pdf"),
        (b"\x89PNG\r\n\x1a\n", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"II*\0", ".tif"),
        (PAGE.encode(), ".html"),
        (PAGE.encode("gbk"), ".html"),
        (b"\xff\xfe" + PAGE.encode("utf-16-le"), ".html"),
        (b"\n <!DOCTYPE html PUBLIC>" + PAGE.encode(), ".html"),
        (b'<?xml version="1.0"?>\n<!-- by WPS -->' + PAGE.encode(), ".html"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>', ".doc"),
        (web_archive(), ".mht"),
        (TEXT.encode(), None),
        (b"# \xe5\x90\x88 <html>", None),
        (b"Subject: x\nFrom: y\n\nContent-Type: multipart/related", None),
        (b"PK\x03\x04", None),
        (b"", None),
    ],
)
def test_sniff(content: bytes, suffix: str | None) -> None:
    assert sniff(content) == suffix


@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", OLE, b"<?xml ", b"A: b\n", b"\xff\xfe"]))
def test_sniffing_never_fails(content: bytes, start: bytes) -> None:
    assert sniff(start + content) in (
        None,
        *[".docx", ".doc", ".odt", ".ofd", ".rtf", ".pdf", ".png", ".jpg", ".tif", ".html", ".mht"],
    )


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".txt"])
def test_a_word_file_under_another_suffix(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"合同{suffix}"
    path.write_bytes(word_file(paragraph("甲方：柳溪市档案馆")))
    found = read(path)
    assert found.text == "甲方：柳溪市档案馆\n"
    assert (found.reader, found.path) == ("docx", str(path))
    assert found.media_type.endswith("wordprocessingml.document")
    assert found.warnings == (f"后缀是 {suffix}，内容其实是Word 文档，已按内容读取",)


@pytest.mark.parametrize("suffix", [".doc", ".wps", ".rtf"])
def test_plain_text_under_an_office_suffix(suffix: str) -> None:
    found = read_bytes(TEXT.encode("gb18030"), f"合同{suffix}")
    assert found.text == TEXT
    assert found.warnings == ("内容其实是纯文本，已按文本读取",)


@pytest.mark.parametrize(("content", "suffix"), [(PAGE.encode(), ".html"), (web_archive(), ".mht")])
def test_a_page_saved_as_doc(content: bytes, suffix: str) -> None:
    if suffix not in suffixes():
        pytest.skip("no reader of web pages in this version")
    found = read_bytes(content, "合同.doc")
    assert "甲方：柳溪市档案馆。" in found.text
    assert "已按内容读取" in found.warnings[0]
