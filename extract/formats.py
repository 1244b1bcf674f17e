"""What `kanhe formats` lists: every format under which contracts are kept, and whether this machine can read it."""

from __future__ import annotations

from dataclasses import dataclass

from extract.readers import registered

_KNOWN: tuple[tuple[tuple[str, ...], str, str], ...] = (
    ((".txt", ".text"), "纯文本", ""),
    ((".md", ".markdown"), "Markdown 文本", ""),
    ((".pdf",), "PDF（电子版、扫描件）", ""),
    ((".ofd",), "OFD 版式文件", ""),
    ((".docx",), "Word 文档", ""),
    ((".doc",), "旧版 Word 文档", "请另存为 .docx"),
    ((".wps",), "WPS 文字", "请另存为 .docx"),
    ((".rtf",), "RTF 文档", "请另存为 .docx"),
    ((".odt",), "ODT 文档", "请另存为 .docx"),
    ((".html", ".htm", ".xhtml"), "网页", ""),
    ((".mht", ".mhtml"), "网页存档", ""),
    ((".jpg", ".jpeg", ".png", ".bmp", ".tif", ".tiff"), "图片（扫描件、照片）", ""),
    ((".zip",), "压缩包，其中的合同逐份读取", ""),
    ((".rar", ".7z"), "压缩包", "请先解压或转为 .zip"),
    ((".xls", ".xlsx", ".et"), "电子表格", "请另存为 PDF"),
    ((".eml",), "邮件", "请存出其中的附件"),
)
"""Suffixes, what they are, and what to do about a format that has no reader."""
_SEARCHED = frozenset((".zip",))
"""Files that are searched like folders, and need no reader."""


@dataclass(frozen=True, slots=True)
class Format:
    """One format; `missing` says why it cannot be read here and what to do, or is None."""

    suffixes: tuple[str, ...]
    title: str
    missing: str | None


def formats() -> tuple[Format, ...]:
    """Return all formats: those known, then those that other readers add."""
    found: list[Format] = []
    readers = dict(registered())
    for suffixes, title, advice in _KNOWN:
        for suffix in suffixes:
            if suffix in readers:
                own, needs = readers.pop(suffix)
                missing = needs() if needs is not None else None
                _add(found, suffix, own or title, missing)
            else:
                reason = f"暂不支持，{advice}" if advice else "暂不支持"
                _add(found, suffix, title, None if suffix in _SEARCHED else reason)
    for suffix, (title, needs) in readers.items():
        _add(found, suffix, title or suffix, needs() if needs is not None else None)
    return tuple(found)


def _add(found: list[Format], suffix: str, title: str, missing: str | None) -> None:
    """Add a suffix, to the line of its own format where that exists."""
    for index, form in enumerate(found):
        if (form.title, form.missing) == (title, missing):
            found[index] = Format((*form.suffixes, suffix), title, missing)
            return
    found.append(Format((suffix,), title, missing))
