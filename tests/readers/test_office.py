"""DOC, WPS, RTF and ODT through LibreOffice: converted, refused in one line, and never left running."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extract.errors import ReadError
from extract.readers import office, read, read_bytes
from extract.readers.signatures import sniff
from tests.readers.word_writer import abstract, level, num, numbered, paragraph, table, word_file

NEEDS_OFFICE = pytest.mark.skipif(office.needs_office() is not None, reason="LibreOffice is not installed")
NEEDS_UNIX = pytest.mark.skipif(sys.platform == "win32", reason="stands in for LibreOffice with a shell script")
TEXT = "服务合同\n第一条 价款\n总价为壹万元。\n序号\t名称\n1\t空调\n以下无正文\n"
RTF = rb"{\rtf1\ansi\ansicpg936 \u26381?\u21153?\u21512?\u21516?\par \'bc\'d7\'b7\'bd\par}"
DOC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + b"\xec\xa5" + bytes(40) + "WordDocument".encode("utf-16-le")


def _contract() -> bytes:
    body = paragraph("服务合同") + paragraph("价款", numbered(1)) + paragraph("总价为壹万元。")
    body += table([["序号", "名称"], ["1", "空调"]]) + paragraph("以下无正文")
    return word_file(body, numbering=abstract(0, level(0, "chineseCountingThousand", "第%1条")) + num(1, 0))


@pytest.fixture(scope="module")
def converted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with one contract in each old format, written by LibreOffice."""
    folder = tmp_path_factory.mktemp("office")
    (folder / "合同.docx").write_bytes(_contract())
    program = office._program()
    assert program is not None
    for form in ("doc:MS Word 97", "rtf", "odt"):
        command = [program, f"-env:UserInstallation={(folder / 'p').as_uri()}", "--headless", "--convert-to", form]
        subprocess.run([*command, "--outdir", str(folder), str(folder / "合同.docx")], check=True, capture_output=True)
    (folder / "合同.wps").write_bytes((folder / "合同.doc").read_bytes())
    return folder


@NEEDS_OFFICE
@pytest.mark.parametrize(
    ("suffix", "media_type"),
    [
        (".doc", "application/msword"),
        (".wps", "application/vnd.ms-works"),
        (".rtf", "application/rtf"),
        (".odt", "application/vnd.oasis.opendocument.text"),
    ],
)
def test_formats(converted: Path, suffix: str, media_type: str) -> None:
    path = converted / f"合同{suffix}"
    found = read(path, name=f"a/合同{suffix}")
    text = found.text.replace("?一?", "第一条")  # LibreOffice writes the numbers of RTF in ASCII alone
    assert "\n".join(filter(None, text.split("\n"))) + "\n" == TEXT
    assert [len(each.cells) for each in found.tables] == [4]
    assert (found.reader, found.media_type, found.path) == ("office", media_type, f"a/合同{suffix}")
    assert found.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert found.warnings == ()


@NEEDS_OFFICE
def test_rtf_in_the_encoding_of_chinese_offices() -> None:
    assert read_bytes(RTF, "a.rtf").text.split() == ["服务合同", "甲方"]


@NEEDS_OFFICE
def test_a_damaged_file_is_one_line(converted: Path) -> None:
    content = (converted / "合同.doc").read_bytes()
    with pytest.raises(ReadError, match=r"^a.doc：\S+"):
        read_bytes(content[:1600] + "WordDocument".encode("utf-16-le"), "a.doc")


@NEEDS_OFFICE
def test_an_encrypted_doc_is_one_line(converted: Path) -> None:
    content = bytearray((converted / "合同.doc").read_bytes())
    at = content.find(b"\xec\xa5\x01\x01")
    assert at % 64 == 0
    content[at + 11] |= 1
    with pytest.raises(ReadError, match="有密码保护"):
        read_bytes(bytes(content), "a.doc")


@pytest.mark.parametrize("name", ["a.doc", "a.wps", "a.dot"])
def test_without_libreoffice(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(office, "_program", lambda: None)
    needed = office.needs_office()
    assert needed is not None
    assert "LibreOffice" in needed
    with pytest.raises(ReadError) as caught:
        read_bytes(DOC, name)
    assert str(caught.value).startswith(f"{name}：读取 DOC 文件需要安装 LibreOffice")
    assert "\n" not in str(caught.value)


def test_what_is_no_office_file() -> None:
    for content in (b"\0\1\2" * 99, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(999), b"PK\x03\x04"):
        with pytest.raises(ReadError, match="不是可以识别的文字处理文件"):
            read_bytes(content, "a.doc")


# --- a LibreOffice that misbehaves -------------------------------------------------------------------------


def stand_in(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(office, "_program", lambda: str(program))


@NEEDS_UNIX
def test_a_conversion_that_hangs_is_ended_with_its_children(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert sniff(DOC) == ".doc"
    stand_in(tmp_path, monkeypatch, f"sleep 300 & echo $! > {tmp_path}/child; sleep 300")
    monkeypatch.setattr(office, "SECONDS", 1)
    with pytest.raises(ReadError, match="转换超时"):
        read_bytes(DOC, "a.doc")
    child = int((tmp_path / "child").read_text())
    assert _ends(child)


@NEEDS_UNIX
@pytest.mark.parametrize("script", ["exit 0", "exit 1", "kill -9 $$", "sleep 300 & exit 0"])
def test_a_conversion_that_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    stand_in(tmp_path, monkeypatch, script)
    with pytest.raises(ReadError, match="LibreOffice 无法打开此文件"):
        read_bytes(DOC, "a.doc")


@NEEDS_UNIX
def test_a_conversion_that_gives_no_word_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = '$(echo "$*" | sed "s/.*--outdir //; s/ .*//")'
    stand_in(tmp_path, monkeypatch, f"mkdir -p {folder}; echo nothing > {folder}/contract.docx")
    with pytest.raises(ReadError, match=r"^a\.doc：不是完整的 Word 文件"):
        read_bytes(DOC, "a.doc")


@NEEDS_UNIX
def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.tempfile, "tempdir", str(tmp_path / "t"))
    (tmp_path / "t").mkdir()
    stand_in(tmp_path, monkeypatch, "exit 1")
    with pytest.raises(ReadError):
        read_bytes(DOC, "a.doc")
    assert list((tmp_path / "t").iterdir()) == []


def _ends(process: int) -> bool:
    """Tell whether a process is gone, or will be as soon as its parent looks."""
    for _ in range(100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        state = Path(f"/proc/{process}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return True
        time.sleep(0.1)
    return False
