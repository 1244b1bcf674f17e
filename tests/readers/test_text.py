"""Text files come in many encodings and states; each is read rightly or refused in one clear line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from extract import readers
from extract.document import Document
from extract.errors import ReadError
from extract.readers import ReadOptions, document_from_text, read, suffixes

SIMPLIFIED = "合同编号：柳档采〔2024〕3号\n甲方：柳溪市档案馆\n乙方：柳溪拓印数据有限公司\n第一条 合同总价为人民币壹拾万元整（￥100,000.00元）。\n"
TRADITIONAL = (
    "合約編號：三號\n甲方：柳溪市檔案館\n乙方：柳溪拓印數據有限公司\n第一條 合約總價為人民幣壹拾萬元整，驗收後付款。\n"
)


def write(folder: Path, content: bytes, name: str = "合同.txt") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def reason(path: Path, **options: int) -> str:
    with pytest.raises(ReadError) as caught:
        read(path, name="某合同", **options)
    message = str(caught.value)
    assert message.startswith("某合同：")
    assert "\n" not in message
    return message.removeprefix("某合同：")


@pytest.mark.parametrize("times", [1, 40])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_encoding(tmp_path: Path, encoding: str, times: int) -> None:
    text = SIMPLIFIED * times
    document = read(write(tmp_path, text.encode(encoding)))
    assert document.text == text
    assert document.warnings == ()


@pytest.mark.parametrize("encoding", ["big5", "gbk", "utf-16-le"])
def test_traditional_characters(tmp_path: Path, encoding: str) -> None:
    assert read(write(tmp_path, TRADITIONAL.encode(encoding))).text == TRADITIONAL


def test_marks_of_byte_order_are_no_text(tmp_path: Path) -> None:
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\x84\x31\x95\x33", "gb18030")):
        assert read(write(tmp_path, mark + SIMPLIFIED.encode(encoding))).text == SIMPLIFIED


def test_encoding_found_by_statistics(tmp_path: Path) -> None:
    text = "契約金額は百万円とする。甲と乙は、次のとおり契約を締結する。\n" * 30
    assert read(write(tmp_path, text.encode("shift-jis"))).text == text


def test_digest_name_and_types(tmp_path: Path) -> None:
    path = write(tmp_path, SIMPLIFIED.encode(), "a.TXT")
    document = read(path, name="folder/a.TXT")
    assert document.path == "folder/a.TXT"
    assert (document.reader, document.media_type) == ("text", "text/plain")
    assert len(document.sha256) == 64
    assert read(path).path == str(path)
    assert read(write(tmp_path, SIMPLIFIED.encode(), "a.md")).media_type == "text/markdown"
    assert read(path).sha256 != read(write(tmp_path, SIMPLIFIED.encode("gbk"), "b.txt")).sha256


def test_line_breaks_and_controls_keep_offsets(tmp_path: Path) -> None:
    raw = "甲\x01方\x7f：\x0c乙\x0b方\x85丙\u2028丁\r\n戊\r己\t庚\u202e辛"
    document = read(write(tmp_path, (raw + "\n" + SIMPLIFIED * 5).encode()))
    assert document.text.startswith("甲 方 ：\n乙\n方\n丙\n丁\n戊\n己\t庚 辛\n")


@pytest.mark.parametrize(("encoding", "cut"), [("utf-8", 5), ("utf-8", 3), ("gb18030", 4), ("utf-16", 3)])
def test_file_cut_inside_a_character_is_read_with_a_warning(tmp_path: Path, encoding: str, cut: int) -> None:
    document = read(write(tmp_path, (SIMPLIFIED * 3).encode(encoding)[:-cut]))
    assert document.text.startswith(SIMPLIFIED * 2)
    assert len(document.warnings) == 1
    assert "1 处" in document.warnings[0]


def test_a_bad_byte_in_the_middle_is_a_warning(tmp_path: Path) -> None:
    content = (SIMPLIFIED * 20).encode()
    document = read(write(tmp_path, content[:600] + b"\xff" + content[600:]))
    assert "1 处" in document.warnings[0]
    assert document.text.endswith(SIMPLIFIED)


def test_replacement_characters_of_the_file_itself_are_no_bad_bytes(tmp_path: Path) -> None:
    document = read(write(tmp_path, ("甲方\ufffd\ufffd\ufffd" + SIMPLIFIED).encode()))
    assert document.warnings == ()


def test_characters_that_an_earlier_conversion_lost_are_a_warning(tmp_path: Path) -> None:
    lossy = SIMPLIFIED * 5 + "\n乙方（供应商）：云?信?科?有限??（?称乙?），??人：?某，??：?某\n"
    assert "13 个“?”" in read(write(tmp_path, lossy.encode())).warnings[0]
    assert read(write(tmp_path, (SIMPLIFIED * 10 + "是否含税？有无附件?").encode())).warnings == ()


def test_one_zero_byte_in_a_text_is_a_space(tmp_path: Path) -> None:
    text = SIMPLIFIED * 5
    assert read(write(tmp_path, (text + "\0" + text).encode())).text == text + " " + text


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "文件是空的"),
        (" \n\u3000\t\r\n \ufeff".encode(), "文件中没有文字"),
        (b"\xef\xbb\xbf", "文件中没有文字"),
        (bytes(range(256)) * 20, "二进制"),
        (b"\0" * 500, "二进制"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "PDF"),
        (b"PK\x03\x04\x14\0\x06\0", "Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Office"),
        (SIMPLIFIED.encode() * 3 + SIMPLIFIED.encode("gbk") * 3, "混有 UTF-8 与 GBK"),
        (SIMPLIFIED.encode().decode("gb18030", "replace").encode(), "乱码"),
        (SIMPLIFIED.encode("gbk").decode("latin-1").encode(), "乱码"),
        (b"\xff\xfe" + SIMPLIFIED.encode("gbk"), "UTF-16-LE 的标记"),
        (SIMPLIFIED.encode("ascii", "replace"), "转码时丢失"),
        ("Le présent contrat a été signé à Genève, après négociation\n".encode("latin-1") * 20, "编码"),
    ],
)
def test_refused(tmp_path: Path, content: bytes, says: str) -> None:
    assert says in reason(write(tmp_path, content))


def test_too_large(tmp_path: Path) -> None:
    assert "文件过大" in reason(write(tmp_path, b"x" * 1025), options=ReadOptions(max_bytes=1024))
    assert read(write(tmp_path, b"x" * 1024), options=ReadOptions(max_bytes=1024)).text == "x" * 1024


def test_paths_that_are_no_readable_file(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    assert "目录" in reason(tmp_path / "folder.txt")
    assert "文件不存在" in reason(tmp_path / "none.txt")
    assert "无法读取" in reason(tmp_path / ("长" * 300 + ".txt"))
    assert "无法读取" in reason(Path("a\0.txt"))
    assert "暂不支持 .xyz" in reason(write(tmp_path, b"x", "a.xyz"))
    assert "没有后缀" in reason(write(tmp_path, b"x", "LICENSE"))


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of Unix")
def test_broken_link_and_pipe(tmp_path: Path) -> None:
    (tmp_path / "link.txt").symlink_to(tmp_path / "gone.txt")
    assert "链接指向的文件不存在" in reason(tmp_path / "link.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    assert "不是普通文件" in reason(tmp_path / "pipe.txt")


def test_closed_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert reason(write(tmp_path, b"x")) == "没有读取权限"


def test_text_in_memory() -> None:
    document = document_from_text("甲方：某局\r\n乙方：某公司\ud800")
    assert document.text == "甲方：某局\n乙方：某公司?"
    assert document.path == "<text>"
    with pytest.raises(ReadError, match="没有文字"):
        document_from_text(" \n ")


def test_registry() -> None:
    assert {".txt", ".text", ".md", ".markdown"} <= set(suffixes())

    def other(source: readers.Source) -> Document:
        raise AssertionError

    with pytest.raises(ValueError, match=r"two readers for \.txt"):
        readers.reader(".txt", media_type="text/plain")(other)
