"""Web pages: the main text of a saved announcement, its tables one row a line with cells separated by tabs."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from extract.document import Document
from extract.errors import ReadError
from extract.readers import Source, reader
from extract.readers.encodings import Decoded, decode
from extract.readers.html_chrome import drop_chrome, is_chrome_line
from extract.readers.html_lines import text_lines
from extract.readers.text import document_of_text

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_TAGS = 1_000_000
"""A contract's page has a few thousand; each costs memory."""
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_-]{2,20})""", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_CLOSED_AT_ONCE = re.compile(r"<(script|style|title|iframe|textarea|noscript)\b[^<>]{0,2000}/>", re.IGNORECASE)
"""In HTML these would swallow all behind them; whoever closed them so meant XHTML."""
_HEAD = 8192
_FEW_CHARACTERS = 60
_SAYS_SOMETHING = re.compile(r"[。；：;:]|\t|第.{1,4}条")
_MHTML = "message/rfc822"


@reader(".html", ".htm", ".xhtml", media_type="text/html", title="网页（采购公告等）")
@reader(".mht", ".mhtml", media_type=_MHTML, title="网页存档")
def read_html(source: Source) -> Document:
    """Return the document of a saved web page. Raises ReadError for what is no page, or holds navigation only."""
    page = replace(source, content=_page_of_archive(source)) if source.media_type == _MHTML else source
    decoded = _decoded(page)
    root = _tree(source, decoded.text)
    pictures = len(root.findall(".//img"))
    hidden = drop_chrome(root)
    lines = [line for line in text_lines(root) if not is_chrome_line(line)]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if _is_empty(text):
        cause = "正文可能是图片，请读取图片本身" if pictures else "可能只有导航，或正文由脚本另行加载，请另存完整网页"
        raise source.error(f"网页里没有合同正文（{cause}）")
    warnings: list[str] = []
    if decoded.bad:
        warnings.append(f"按 {decoded.encoding} 读取，有 {decoded.bad} 处无法辨认，以 \ufffd 代替")
    if hidden:
        warnings.append(f"网页中有隐藏的文字未读（{hidden} 字）")
    return document_of_text(source, text, tuple(warnings))


def _is_empty(text: str) -> bool:
    letters = sum(map(str.isalnum, text))
    return letters == 0 or (letters < _FEW_CHARACTERS and not _SAYS_SOMETHING.search(text))


def _decoded(page: Source) -> Decoded:
    """Return the page's text: by its content, and only where that does not tell, by the charset that it declares."""
    try:
        return decode(page)
    except ReadError:
        declared = _DECLARED.search(page.content[:_HEAD])
        name = declared[1].decode("ascii").lower() if declared else ""
        try:
            text = page.content.decode(_WIDER.get(name, name), "replace") if name else ""
        except LookupError:
            text = ""
        bad = text.count("\ufffd")
        if not text or "\0" in text or bad > len(text) // 100:
            raise
        return Decoded(text, name.upper(), bad)


def _tree(source: Source, text: str) -> _Element:
    from lxml import etree

    if text.count("<") > _MOST_TAGS:
        raise source.error(f"网页的标签过多（上限 {_MOST_TAGS:,} 个）")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )  # huge_tree: up to 2,048 levels, as broken pages have; the parser gives up its text behind deeper ones
    text = _CLOSED_AT_ONCE.sub(r"<\1></\1>", text.replace("\0", " "))
    content = text.encode("utf-8", "replace")
    try:
        root = etree.fromstring(content, parser)
    except etree.LxmlError as error:
        raise source.error("不是可以读取的网页") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise source.error("网页的标签嵌套过深")
    if root is None:
        raise source.error("网页是空的")
    return root


def _page_of_archive(source: Source) -> bytes:
    """Return the first page inside a saved web archive (MHTML)."""
    from email import message_from_bytes, policy

    message = message_from_bytes(source.content, policy=policy.compat32)
    for part in message.walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes) and payload.strip():
                return payload
    raise source.error("网页存档里没有网页")
