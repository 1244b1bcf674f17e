"""What of a web page is not its text: scripts, navigation, share bars, breadcrumbs, footers, hidden parts.

Losing a clause is worse than keeping a menu. So nothing is picked as "the article"; only what is surely not text
goes, and never a part that speaks of parties, clauses or payment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def _names(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NEVER_TEXT = _names(
    "script style template noscript svg iframe frame frameset object embed applet audio video canvas map button "
    "datalist link meta title base nav del s strike param source track"
)
_CHROME_NAMES = _names(
    "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs share bdshare sharebar bshare footer foot "
    "copyright sidebar sider toolbar pagination pager login search qrcode ewm related recommend dqwz weizhi friendlink "
    "friendlinks yqlj gotop backtop totop"
)
_BLOCKS = _names("div ul ol dl table tr td section aside p form center header footer article main")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_CONTRACT = re.compile(
    r"第[一二三四五六七八九十百\d]{1,4}[条章]|[甲乙丙]\s{0,4}方|采购人|采购单位|供应商|供货|中标|成交|承包|发包|出租|承租"
    r"|合同(?:编号|名称|金额|总价|价款)|项目(?:名称|编号)|违约|付款|支付|总价|金额|单价|数量|合计|期限|验收|质保|保修"
    r"|签订|签署|签字|盖章|法定代表人|开户|账号|(?:^|\s)[一二三四五六七八九十]、|\d\.\d\d(?!\d)"
)
_FOOTER = re.compile(r"ICP备|公网安备|网站标识码|版权所有\s{0,4}[:：©(（]|Copyright|©", re.IGNORECASE)
_LARGEST_CHROME, _LARGEST_FOOTER = 2000, 400
_LEAST_LINKS, _LINK_SHARE, _LARGEST_REST, _LONGEST_LINK = 4, 3, 200, 200
_WORTH_TELLING = 200

_BUTTONS = (
    "返回顶部|返回首页|返回列表|返回|首页|关闭窗口|关闭本页|关闭页面|关闭|打印本页|打印此页|打印页面|打印|加入收藏|收藏本页|收藏|设为首页|"
    "网站地图|联系我们|关于我们|友情链接|无障碍浏览|无障碍|长者模式|登录|注册|分享|下载|大|中|小|字体|字号|微信|微博|繁體|繁体"
)
_CHROME_LINE = re.compile(
    rf"(?:[\s|｜·•\[\]【】()（）:：/-]{{0,6}}(?:{_BUTTONS})){{1,16}}[\s|｜·•\[\]【】()（）:：/-]{{0,6}}"
    r"|(?:您)?(?:现在|当前)?(?:的|所在)?(?:的)?位置[:：]?.{0,60}[>＞›»].{0,160}"
    r"|首页\s{0,4}[>＞›»].{0,160}"
    r"|[【\[]?(?:上|下)一(?:篇|条|页)[】\]]?\s{0,4}(?:[:：>].{0,100})?"
    r"|(?:信息|公告)?(?:发布|公告|更新)(?:时间|日期)[:：]?\s{0,4}\d{4}\s{0,2}[-年/.][\d\s年月日:：./-]{3,24}"
    r"|.{0,80}(?:(?:浏览|阅读|点击|访问)(?:次数|量|数)[:：]?|【?字(?:体|号)[:：]?\s{0,4}[【\[]?\s{0,2}大|分享(?:到|至)[:：]|扫一扫).{0,80}"
)
_LONGEST_CHROME_LINE = 240


@dataclass(slots=True)
class _Size:
    """What an element holds: letters, those in links that lead away, such links, and whether it speaks of a
    contract, with (`speaks`) and without (`rest_speaks`) its links. Words are kept until the parent is measured."""

    letters: int = 0
    linked: int = 0
    links: int = 0
    words: str = ""
    rest: str = ""
    speaks: bool = False
    rest_speaks: bool = False


def drop_chrome(root: _Element) -> int:
    """Remove what is not text from the tree; return how many characters of hidden text speak of a contract."""
    _drop_all([element for element in root.iter() if element.tag in _NEVER_TEXT])
    hidden = list(_outermost(root, _is_hidden))
    told = sum(len(words) for words in map(_words, hidden) if _CONTRACT.search(words))
    _drop_all(hidden)
    sizes = _sizes(root)
    _drop_all(list(_outermost(root, lambda element: _is_chrome(element, sizes[element]))))
    _drop_footers(root)
    return told if told >= _WORTH_TELLING else 0


def is_chrome_line(line: str) -> bool:
    """Tell whether a line is a breadcrumb, a row of buttons, a counter or a link to the neighbouring page."""
    stripped = line.strip()
    if not 0 < len(stripped) <= _LONGEST_CHROME_LINE or "。" in stripped:
        return False
    return _CHROME_LINE.fullmatch(stripped) is not None and not re.search(r"[甲乙]方|第.{1,3}条", stripped)


def _is_hidden(element: _Element) -> bool:
    if element.tag in ("html", "body"):
        return False
    return "hidden" in element.attrib or _HIDDEN.search(element.get("style", "")) is not None


def _is_chrome(element: _Element, size: _Size) -> bool:
    if element.tag not in _BLOCKS or not size.letters:
        return False
    if size.letters <= _LARGEST_CHROME and _named_chrome(element):
        return not size.rest_speaks
    rest = size.letters - size.linked
    listed = size.links >= _LEAST_LINKS and size.linked >= rest * _LINK_SHARE and rest <= _LARGEST_REST
    return listed and not size.rest_speaks


def _named_chrome(element: _Element) -> bool:
    if element.tag == "footer":
        return True
    names = f"{element.get('class', '')} {element.get('id', '')}"
    return any(word.lower() in _CHROME_NAMES for word in _WORDS.findall(names))


def _drop_footers(root: _Element) -> None:
    """Remove the largest small part around each copyright or registration notice."""
    sizes = _sizes(root)
    for element in list(root.iter()):
        own = (element.text or "", *(child.tail or "" for child in element))
        if element.tag in ("html", "body") or not any(map(_FOOTER.search, own)) or not _may_go(element, sizes):
            continue
        part, parent = element, element.getparent()
        while parent is not None and parent.tag not in ("html", "body") and _may_go(parent, sizes):
            part, parent = parent, parent.getparent()
        _drop_all([part])


def _may_go(element: _Element, sizes: dict[_Element, _Size]) -> bool:
    return sizes[element].letters <= _LARGEST_FOOTER and not sizes[element].speaks


def _sizes(root: _Element) -> dict[_Element, _Size]:
    """Return the size of every element below `root`, from the leaves up and without recursion."""
    from lxml import etree

    sizes: dict[_Element, _Size] = {}
    for _, element in etree.iterwalk(root, events=("end",)):
        size = _Size(_length(element.text))
        words, rest = [element.text or ""], [element.text or ""]
        for child in element:
            inner = sizes[child]
            size.letters += inner.letters + _length(child.tail)
            size.linked += inner.linked
            size.links += inner.links
            size.speaks |= inner.speaks
            size.rest_speaks |= inner.rest_speaks
            words += (inner.words, child.tail or "")
            rest += (inner.rest, child.tail or "")
            inner.words = inner.rest = ""
        size.words, size.speaks = _merged(words, size.speaks)
        size.rest, size.rest_speaks = _merged(rest, size.rest_speaks)
        if element.tag == "a" and _leads_away(element) and size.letters <= _LONGEST_LINK:
            size.linked, size.links, size.rest, size.rest_speaks = size.letters, 1, "", False
        sizes[element] = size
    return sizes


def _merged(parts: list[str], speaks: bool) -> tuple[str, bool]:
    """Return the words of an element, as many as chrome may have, and whether they speak of a contract."""
    filled = [part for part in parts if part and not part.isspace()]
    words = " ".join(filled)[: _LARGEST_CHROME * 2]
    return words, speaks or (bool(filled) and _CONTRACT.search(words) is not None)


def _leads_away(link: _Element) -> bool:
    """Tell whether a link is not one into its own page, as tables of contents have."""
    target = link.get("href")
    return target is not None and not target.startswith("#")


def _length(text: str | None) -> int:
    """Return the letters in a text; the dates behind the links of a list are none."""
    return sum(map(str.isalpha, text)) if text else 0


def _words(element: _Element) -> str:
    return " ".join(element.itertext(with_tail=False))


def _outermost(root: _Element, chosen: Callable[[_Element], bool]) -> Iterator[_Element]:
    """Yield the chosen elements that stand in no other chosen one."""
    from lxml import etree

    walk = etree.iterwalk(root, events=("start",))
    for _, element in walk:
        if chosen(element):
            walk.skip_subtree()
            yield element


def _drop_all(elements: list[_Element]) -> None:
    """Take elements out of their tree; the text behind each stays."""
    for element in elements:
        parent = element.getparent()
        if parent is None:
            continue
        if element.tail:
            before = element.getprevious()
            if before is None:
                parent.text = (parent.text or "") + element.tail
            else:
                before.tail = (before.tail or "") + element.tail
        parent.remove(element)
