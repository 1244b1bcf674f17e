"""ZIP files of contracts: whatever an archive holds or claims, members are read or named, and nothing is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import archives
from extract.archives import close_archives, member_content, members
from extract.errors import ReadError

MEGABYTE = 1024**2


@pytest.fixture(autouse=True)
def _closed() -> object:
    yield
    close_archives()


def packed(*files: tuple[str | bytes, bytes], utf8: bool = False, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return an archive; names given as bytes stand in it as they are, without the flag for UTF-8."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, content in files:
            info = zipfile.ZipInfo(name if isinstance(name, str) else "x" * len(name))
            info.compress_type = method
            archive.writestr(info, content)
    content = made.getvalue()
    for name, _ in files:
        if isinstance(name, bytes):
            content = content.replace(b"x" * len(name), name)
    return content


def stored(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "a.zip"
    path.write_bytes(content)
    return path


def listed(tmp_path: Path, content: bytes) -> list[tuple[str, str]]:
    return [(member.name, member.problem) for member in members(stored(tmp_path, content), "a.zip")]


# -- names ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
@pytest.mark.parametrize("name", ["采购合同.txt", "合同/2024年/设备采购.md", "联通.txt", "甲.txt", "贸易/裎.txt"])
def test_names_without_the_flag_for_unicode(tmp_path: Path, encoding: str, name: str) -> None:
    assert listed(tmp_path, packed((name.encode(encoding), b"x"))) == [(name, "")]


def test_names_with_the_flag_for_unicode(tmp_path: Path) -> None:
    assert listed(tmp_path, packed(("采购合同 ①.txt", b"x"))) == [("采购合同 ①.txt", "")]


def test_separators_of_windows_but_not_those_inside_a_character(tmp_path: Path) -> None:
    assert "乗".encode("gb18030")[1:] == b"\\"
    assert listed(tmp_path, packed(("合同\\乗.txt".encode("gb18030"), b"x"))) == [("合同/乗.txt", "")]


def test_name_in_the_unicode_path_field(tmp_path: Path) -> None:
    name, raw = "契約書.txt", "契約書.txt".encode("shift_jis")
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        info = zipfile.ZipInfo("x" * len(raw))
        body = b"\1" + struct.pack("<L", zlib.crc32(raw)) + name.encode()
        info.extra = struct.pack("<HH", 0x7075, len(body)) + body
        archive.writestr(info, b"x")
    assert listed(tmp_path, made.getvalue().replace(b"x" * len(raw), raw)) == [(name, "")]


@pytest.mark.parametrize(
    "name", ["../up.txt", "a/../../up.txt", "/etc/a.txt", "..\\up.txt", "C:\\a.txt", "c:a.txt", "\\\\host\\a.txt"]
)
def test_names_that_lead_out_of_the_archive(tmp_path: Path, name: str) -> None:
    ((shown, problem),) = listed(tmp_path, packed((name, b"x")))
    assert shown == f"[{name.replace(chr(92), '/')}]"
    assert "路径不安全" in problem


def test_name_with_a_nul(tmp_path: Path) -> None:
    ((shown, problem),) = listed(tmp_path, packed((b"a.txt\0.exe", b"x")))
    assert "\0" not in shown
    assert "路径不安全" in problem


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_two_members_of_one_name(tmp_path: Path) -> None:
    assert listed(tmp_path, packed(("a.txt", b"x"), ("./a.txt", b"y"))) == [
        ("a.txt", ""),
        ("a.txt (2)", "压缩包内有同名文件"),
    ]


# -- content and limits -----------------------------------------------------------------------------------


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_read_by_their_place(tmp_path: Path, method: int) -> None:
    path = stored(tmp_path, packed(("a.txt", "甲方".encode()), ("b.txt", b"second"), method=method))
    assert member_content(path, 1, "b.txt", 6) == b"second"
    assert member_content(path, 0, "a.txt", 6) == "甲方".encode()
    with pytest.raises(ReadError, match=r"^a.txt：文件过大"):
        member_content(path, 0, "a.txt", 5)


def test_an_archive_that_changes_is_opened_again(tmp_path: Path) -> None:
    path = stored(tmp_path, packed(("a.txt", b"first")))
    assert member_content(path, 0, "a.txt", 99) == b"first"
    stored(tmp_path, packed(("a.txt", b"the second")))
    assert member_content(path, 0, "a.txt", 99) == b"the second"


def test_encrypted_member(tmp_path: Path) -> None:
    content = bytearray(packed(("a.txt", b"secret")))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert listed(tmp_path, bytes(content)) == [("a.txt", "压缩包内的文件已加密")]
    with pytest.raises(ReadError, match="已加密"):
        member_content(tmp_path / "a.zip", 0, "a.txt", 99)


def test_compression_that_python_does_not_know(tmp_path: Path) -> None:
    content = bytearray(packed(("a.txt", b"x")))
    deflate64 = struct.pack("<H", 9)
    content[8:10] = deflate64
    place = content.index(b"PK\x01\x02") + 10
    content[place : place + 2] = deflate64
    path = stored(tmp_path, bytes(content))
    assert [member.problem for member in members(path, "a.zip")] == [""]
    with pytest.raises(ReadError, match=r"^a\.txt：压缩包用了不支持的压缩方法"):
        member_content(path, 0, "a.txt", 99)


def test_a_bomb_is_refused_unopened(tmp_path: Path) -> None:
    bomb = packed(*((f"{n}.txt", bytes(30 * MEGABYTE)) for n in range(4)))
    with pytest.raises(ReadError, match=r"^a\.zip：解压后过大（120 MB），疑为压缩炸弹$"):
        listed(tmp_path, bomb)


def test_a_member_larger_than_it_says(tmp_path: Path) -> None:
    content = bytearray(packed(("a.txt", bytes(30 * MEGABYTE))))
    place = content.index(b"PK\x01\x02") + 24
    content[place : place + 4] = struct.pack("<L", 10)
    path = stored(tmp_path, bytes(content))
    with pytest.raises(ReadError, match=r"^a\.txt："):
        member_content(path, 0, "a.txt", MEGABYTE)


def test_too_many_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_MEMBERS", 2)
    with pytest.raises(ReadError, match="文件过多（3 个，上限 2 个）"):
        listed(tmp_path, packed(*((f"{n}.txt", b"") for n in range(3))))


@pytest.mark.parametrize("wide", [False, True])
def test_a_directory_too_large_to_parse(tmp_path: Path, wide: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1 if wide else 65535)  # one more member makes it ZIP64
    content = packed(("a.txt", b""), ("b.txt", b""))
    assert (b"PK\x06\x06" in content) == wide
    assert [name for name, _ in listed(tmp_path, content)] == ["a.txt", "b.txt"]
    monkeypatch.setattr(archives, "_MAX_DIRECTORY_BYTES", 50)
    with pytest.raises(ReadError, match="文件过多"):
        listed(tmp_path, content)


def test_no_archive_at_all(tmp_path: Path) -> None:
    for content in (b"", b"PK", "不是压缩包".encode() * 99, packed(("a.txt", b"x"))[:-9]):
        with pytest.raises(ReadError, match=r"^a\.zip：不是有效的 ZIP 文件，或已损坏$"):
            listed(tmp_path, content)


WHOLE = packed(("a.txt", "甲方：某局".encode() * 9), ("合同/b.txt", b"x" * 99)) + packed(("c.txt", b"x"))


@given(st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), max_size=12), st.integers(0, 40))
def test_damage_is_one_error_or_none(changes: list[tuple[int, int]], cut: int) -> None:
    import tempfile

    content = bytearray(WHOLE)
    for place, byte in changes:
        content[place] = byte
    said = "a.zip："
    with tempfile.TemporaryDirectory() as folder:
        path = stored(Path(folder), bytes(content[: len(content) - cut]))
        try:
            for member in members(path, "a.zip"):
                assert ".." not in member.name.split("/")
                member_content(path, member.index, "m", 1000)
        except ReadError as error:
            said = str(error)
        finally:
            close_archives()
    assert said.startswith(("a.zip：", "m："))
