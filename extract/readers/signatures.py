"""What a file is in truth, whatever its suffix says: web systems and WPS save pages, RTF and DOCX under `.doc`."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

_HEAD = 4096
_MARK = b"\xef\xbb\xbf"
_STARTS = (
    (b"{\\rtf", ".rtf"),
    (b"\x89PNG\r\n\x1a\n", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"II*\0", ".tif"),
    (b"MM\0*", ".tif"),
)
_PDF = re.compile(rb"%PDF-\d")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("EncryptedPackage", ".docx"), ("WordDocument", ".doc"))
_ZIP = b"PK\x03\x04"
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_WORD_XML = re.compile(rb'progid="Word\.Document"|<w:wordDocument\b|<pkg:package\b', re.IGNORECASE)
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html\b)", re.I | re.S)
_WEB_ARCHIVE = re.compile(rb"\s*(?:[A-Za-z-]{2,40}:[^\n]{0,300}\n(?:[ \t][^\n]{0,300}\n){0,5}){1,12}", re.I)
_ARCHIVE_TYPE = re.compile(rb"content-type:\s*multipart/related", re.I)


def sniff(content: bytes) -> str | None:
    """Return the suffix of the format that `content` is in beyond doubt, or None when it does not tell."""
    head = content[:_HEAD].removeprefix(_MARK)
    for start, suffix in _STARTS:
        if head.startswith(start):
            return suffix
    if _PDF.search(head[:1024]):
        return ".pdf"
    if head.startswith(_OLE):
        return next((suffix for name, suffix in _OLE_STREAMS if name.encode("utf-16-le") in content), None)
    if head.startswith(_ZIP):
        return _of_zip(content)
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        head = content[: _HEAD * 2].decode("utf-16", "ignore").encode()
    if _WORD_XML.search(head):
        return ".doc"
    if _PAGE.match(head):
        return ".html"
    headers = _WEB_ARCHIVE.match(head)
    return ".mht" if headers is not None and _ARCHIVE_TYPE.search(headers[0]) else None


def _of_zip(content: bytes) -> str | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {name.replace("\\", "/").lstrip("/").lower() for name in archive.namelist()}
            declared = archive.open("mimetype").read(_HEAD) if "mimetype" in names else b""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError, KeyError, zlib.error):
        return None
    if any(name.startswith("word/document") for name in names):
        return ".docx"
    if "ofd.xml" in names:
        return ".ofd"
    return ".odt" if declared.strip().startswith(_OPEN_DOCUMENT) else None
