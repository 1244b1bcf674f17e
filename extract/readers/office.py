"""Old and foreign word-processor files (DOC, WPS, RTF, ODT), through LibreOffice where it is installed.

LibreOffice turns the file into DOCX, and that is read like any Word file. It runs with a profile of its own that is
thrown away, without macros and without fetching what a file links to.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from extract.document import Document
from extract.errors import ReadError
from extract.readers import Source, read_bytes, reader
from extract.readers.docx import document_of_word
from extract.readers.signatures import sniff

SECONDS = 120
"""The longest that LibreOffice may take for one file; a usual contract takes 2 to 10."""
_PROGRAMS = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_NEEDED = (
    "需要安装 LibreOffice（Debian/Ubuntu：apt install libreoffice-writer-nogui；Windows：libreoffice.org 下载安装）"
)
_OWN = (".doc", ".rtf", ".odt")
_WORD_97 = frozenset(b"\xec\xa5" + version for version in (b"\xc1\0", b"\xd9\0", b"\1\1", b"\x0c\1", b"\x12\1"))
_FLAGS_AT, _ENCRYPTED = 0x0B, 0x01
"""How the text of a DOC begins, and where it says that it is encrypted (MS-DOC 2.5.2)."""
_SECTOR = 64
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks"
 oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse">
<value>2</value></prop></item>
</oor:items>
"""


def _program() -> str | None:
    """Return the path of LibreOffice, or None."""
    found = (shutil.which(program) for program in (*_PROGRAMS, *_PLACES))
    return next((path for path in found if path is not None), None)


def needs_office() -> str | None:
    """Return what has to be installed to read these files, or None when it is there."""
    return None if _program() else _NEEDED


@reader(".doc", ".dot", media_type="application/msword", title="旧版 Word 文档", needs=needs_office)
@reader(".wps", media_type="application/vnd.ms-works", title="WPS 文字", needs=needs_office)
@reader(".rtf", media_type="application/rtf", title="RTF 文档", needs=needs_office)
@reader(".odt", media_type="application/vnd.oasis.opendocument.text", title="OpenDocument 文本", needs=needs_office)
def read_office(source: Source) -> Document:
    """Return the document of a DOC, WPS, RTF or ODT file.

    Raises ReadError without LibreOffice, and for what it cannot open: damaged, encrypted, or something else.
    """
    suffix = sniff(source.content)
    if suffix not in _OWN:
        return _plain_text(source)
    if _is_encrypted(source.content):
        raise source.error("文件有密码保护，请提供解除密码的文件")
    program = _program()
    if program is None:
        raise source.error(f"读取 {suffix[1:].upper()} 文件{_NEEDED}")
    return document_of_word(source, _converted(source, program, suffix))


def _plain_text(source: Source) -> Document:
    """Return the document of a plain text that some system saved under an office suffix."""
    try:
        document = read_bytes(source.content, source.name, suffix=".txt", options=source.options)
    except ReadError as error:
        raise source.error("不是可以识别的文字处理文件，或已损坏") from error
    return replace(document, warnings=(*document.warnings, "内容其实是纯文本，已按文本读取"))


def _is_encrypted(content: bytes) -> bool:
    """Tell whether a DOC asks for a password: the head of its text, at the start of some (short) sector, says so."""
    heads = (at for at in range(_SECTOR, len(content) - _SECTOR, _SECTOR) if content[at : at + 4] in _WORD_97)
    return any(content[at + _FLAGS_AT] & _ENCRYPTED for at in heads)


def _converted(source: Source, program: str, suffix: str) -> bytes:
    """Return the file as DOCX. Raises ReadError when LibreOffice fails or overruns its time."""
    with tempfile.TemporaryDirectory(prefix="kanhe-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        profile = folder / "profile"
        (profile / "user").mkdir(parents=True)
        (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
        original = folder / f"contract{suffix}"
        original.write_bytes(source.content)
        result = folder / "converted" / "contract.docx"
        command = [
            program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
            "--nodefault", "--nologo", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(result.parent),
            str(original),
        ]  # fmt: skip
        if not _run(command, folder, SECONDS):
            raise source.error(f"LibreOffice 转换超时（{SECONDS} 秒）")
        try:
            return result.read_bytes()
        except OSError as error:
            raise source.error("LibreOffice 无法打开此文件（可能已损坏，或有密码保护）") from error


def _run(command: Sequence[str], folder: Path, seconds: float) -> bool:
    """Run a program to its end; return False when it was killed, with what it started, for taking too long."""
    alone = {"creationflags": 0x200} if sys.platform == "win32" else {"start_new_session": True}
    process = subprocess.Popen(  # noqa: S603  the program is LibreOffice, its arguments are ours
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **alone
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:  # its children too: soffice only starts soffice.bin
        if sys.platform == "win32":
            process.kill()
        else:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    return True
