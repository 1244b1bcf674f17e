"""ZIP files of contracts, read like folders: members are listed and read in memory, nothing is ever unpacked.

Names are decoded as the programs of Chinese offices write them (GBK without a flag). What an archive declares of itself
is not believed: its directory is measured before it is parsed, and members are read up to a limit.
"""

from __future__ import annotations

import lzma
import re
import struct
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from extract.errors import ReadError
from extract.readers.archives import ENCRYPTED_FLAG

ARCHIVE_SUFFIX = ".zip"
MAX_MEMBERS = 10_000
MAX_TOTAL_BYTES = 4 * 1024**3
MAX_RATIO = 200
"""Times that an archive may grow when it is unpacked, past `_ANY_RATIO_BYTES`; office documents grow about tenfold."""
_ANY_RATIO_BYTES = 100 * 1024**2
_MAX_DIRECTORY_BYTES = 8 * 1024**2
"""Of 10,000 members with long names; a larger directory is not worth parsing."""

_END, _END_SIZE = b"PK\x05\x06", 22
_END_64_LOCATOR, _END_64_LOCATOR_SIZE = b"PK\x06\x07", 20
_MOST_COMMENT = 0xFFFF
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_DRIVE = re.compile(r"^[A-Za-z]:")
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    struct.error,
)


@dataclass(frozen=True, slots=True)
class Member:
    """One file in an archive: its path there, where it stands in the directory, and why it is not to be read."""

    name: str
    index: int
    problem: str = ""


def members(path: Path, name: str) -> tuple[Member, ...]:
    """Return the files in the archive `path`, in its own order; folders are left out.

    Raises ReadError, which calls the archive `name`, when it is none or exceeds a limit.
    """
    try:
        _measure(path, name)
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            size = path.stat().st_size
    except PermissionError as error:
        raise ReadError(f"{name}：没有读取权限") from error
    except _BROKEN as error:
        raise ReadError(f"{name}：不是有效的 ZIP 文件，或已损坏") from error
    if len(infos) > MAX_MEMBERS:
        raise ReadError(f"{name}：压缩包内文件过多（{len(infos)} 个，上限 {MAX_MEMBERS} 个）")
    total = sum(info.file_size for info in infos)
    if total > MAX_TOTAL_BYTES or (total > _ANY_RATIO_BYTES and total > MAX_RATIO * size):
        raise ReadError(f"{name}：解压后过大（{total / 1024**2:,.0f} MB），疑为压缩炸弹")
    return tuple(_listed(infos))


def member_content(path: Path, index: int, name: str, max_bytes: int) -> bytes:
    """Return the bytes of one member, at most `max_bytes`. Raises ReadError, which calls it `name`."""
    try:
        status = path.stat()
        archive = _opened(path, status.st_mtime_ns, status.st_size)
        with archive.open(archive.infolist()[index]) as file:
            content = file.read(max_bytes + 1)
    except NotImplementedError as error:
        raise ReadError(f"{name}：压缩包用了不支持的压缩方法，请解压后再读") from error
    except RuntimeError as error:
        raise ReadError(f"{name}：压缩包内的文件已加密") from error
    except (*_BROKEN, IndexError) as error:
        raise ReadError(f"{name}：压缩包已损坏，无法读出此文件") from error
    if len(content) > max_bytes:
        raise ReadError(f"{name}：文件过大（超过上限 {max_bytes / 1024**2:g} MB）")
    return content


def close_archives() -> None:
    """Let go of the archive that `member_content` keeps open between members."""
    _opened.cache_clear()


@lru_cache(maxsize=1)
def _opened(path: Path, _modified: int, _size: int) -> zipfile.ZipFile:
    """Return the archive, kept open: parsing the directory again for every member would cost its square."""
    return zipfile.ZipFile(path)


def _measure(path: Path, name: str) -> None:
    """Raise ReadError when the directory at the archive's end is too large to be parsed."""
    with path.open("rb") as file:
        if _directory_bytes(file) > _MAX_DIRECTORY_BYTES:
            raise ReadError(f"{name}：压缩包内文件过多（上限 {MAX_MEMBERS} 个）")


def _directory_bytes(file: BinaryIO) -> int:
    """Return the size of the central directory as zipfile will read it, 0 when there is none (APPNOTE 4.3.14–16)."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _MOST_COMMENT - _END_SIZE))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        return 0
    (declared,) = struct.unpack_from("<L", tail, at + 12)
    locator = at - _END_64_LOCATOR_SIZE
    if locator >= 0 and tail[locator : locator + 4] == _END_64_LOCATOR:
        (place,) = struct.unpack_from("<Q", tail, locator + 8)
        file.seek(min(place, size))
        record = file.read(56)
        if len(record) == 56:
            declared = max(declared if declared != 0xFFFFFFFF else 0, *struct.unpack_from("<Q", record, 40))
    return int(declared)


def _listed(infos: list[zipfile.ZipInfo]) -> Iterator[Member]:
    seen: Counter[str] = Counter()
    for index, info in enumerate(infos):
        path = _decoded(info).replace("\\", "/")
        if path.endswith("/"):
            continue
        if _unsafe(path):  # in brackets, its name leads nowhere
            path = path.replace("\0", "\N{SYMBOL FOR NULL}")
            yield Member(f"[{path}]", index, "压缩包内的路径不安全（绝对路径或越出目录）")
            continue
        name = PurePosixPath(path).as_posix()
        seen[name] += 1
        if seen[name] > 1:
            yield Member(f"{name} ({seen[name]})", index, "压缩包内有同名文件")
        else:
            yield Member(name, index, "压缩包内的文件已加密" if info.flag_bits & ENCRYPTED_FLAG else "")


def _unsafe(path: str) -> bool:
    return path.startswith("/") or ".." in path.split("/") or "\0" in path or _DRIVE.match(path) is not None


def _decoded(info: zipfile.ZipInfo) -> str:
    """Return a member's path: Unicode where the archive says so, else the encoding that gives Chinese.

    `orig_filename` is what zipfile read, before it cuts at NUL and turns separators; CP437 maps every byte.
    """
    if info.flag_bits & _UTF8:
        return info.orig_filename
    raw = info.orig_filename.encode("cp437", "replace")
    stated = _unicode_path(info.extra, raw)
    if stated is not None:
        return stated
    readings = []
    for encoding in ("utf-8", "gb18030"):
        try:
            readings.append(raw.decode(encoding))
        except UnicodeDecodeError:
            continue
    chinese = (reading for reading in readings if _HAN.search(reading))
    return next(chinese, readings[0] if readings else info.orig_filename)


def _unicode_path(extra: bytes, raw: bytes) -> str | None:
    """Return the name in the Info-ZIP Unicode Path field, if there is one for these raw bytes (APPNOTE 4.6.9)."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        body = extra[at + 4 : at + 4 + length]
        if kind == _UNICODE_PATH and len(body) > 5 and struct.unpack_from("<L", body, 1)[0] == zlib.crc32(raw):
            return body[5:].decode("utf-8", "replace")
        at += 4 + length
    return None
