"""Clause numbers that begin a paragraph: 第X条, Article 1, 壹、, 一、, （一）, 1、, 1.1, 1-1, (1), ①, A, bare 1, 一."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import regex

_NUMERAL = r"[一二三四五六七八九十百零〇两壹贰叁肆伍陆柒捌玖拾\d]{1,5}"
_COUNTED = "个台年月日号天元万千百份套层楼栋幢座室人名次倍级期批项小周季学米吨度岁辆组班包标名件分公平种块类口孔厘毫"
"""The unit of a range: 1-2个工作日, 2-3层."""
_NUMBER = regex.compile(
    rf"""
    (?P<part>第\s?{_NUMERAL}\s?部分) | (?P<chapter>第\s?{_NUMERAL}\s?章)
    | (?P<section>第\s?{_NUMERAL}\s?节(?!第|[中的所规]))
    | (?P<article>(?:Article|ARTICLE)\s?\d{{1,2}}(?!\d)\s?[.:、]?)
    | (?P<article>第\s?{_NUMERAL}\s?条(?!款)) (?=[^\p{{Han}}]|[\p{{Han}}]) (?!第?{_NUMERAL}?[款项规定所约之的])
    | (?P<formal>[壹贰叁肆伍陆柒捌玖拾]{{1,3}}\s?、(?=\p{{Han}}))
    | (?P<han>[一二三四五六七八九十]{{1,3}}\s?、|[一二三四五六七八九十]{{1,3}}\s?[.:,](?=\p{{Han}}))
    | (?P<han>[一二三四五六七八九十]{{1,3}}[ ](?=\p{{Han}}[\p{{Han}}、与和及()]{{1,18}}(?:\n|$))
        (?!项(?!目)|[{_COUNTED}]))
    | (?P<han_bracket>\([一二三四五六七八九十]{{1,3}}\)、?)
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,3}}(?![\d.%‰]|\s?(?:元|万元|%|米|个|年|月|日|%))[、.]?)
    | (?P<dashed>\d{{1,2}}-\d{{1,2}}[、.]?(?=[ ]{{0,3}}\p{{Han}})
        (?![ ]{{0,3}}[{_COUNTED}]|\s?(?:之间|以上|以下|以内)))
    | (?P<arabic>\d{{1,2}}\s?(?:、|\.(?!\d)|,(?=\p{{Han}})))
    | (?P<plain>\d{{1,2}}[ ](?=\p{{Han}}[\p{{Han}}、与和及()]{{1,18}}(?:\n|$))
        (?!项(?!目)|[个台年月日天元万份套人次小周米吨名件批章条级期、]))
    | (?=(?P<figures>\d{{1,2}})\p{{Han}}[\p{{Han}}、()]{{1,18}}\n(?P=figures)\.1(?!\d))(?P<plain>\d{{1,2}})
    | (?P<arabic_bracket>\(\d{{1,2}}\)、?)
    | (?P<arabic_half>\d{{1,2}}\)、?)
    | (?P<circled>[①-⑳])
    | (?P<letter>[A-Ha-h](?:[、)]|\.(?=\p{{Han}})))
    """,
    regex.VERBOSE,
)
_PLAIN_WITH_TEXT = regex.compile(
    r"(?P<figure>\d{1,2})[ ]{0,2}(?=\p{Han}{2})"
    r"(?!项(?!目)|人(?!员)|批(?!准)|期(?!限)|条(?!件)|名(?!称)|[个台年月日天元万千百份套次小周米吨件章级号层楼栋辆位种家])"
)
"""A bare number that text follows, the space between them lost or not; units behind it make it a count."""
_ANY = re.compile(r"[第一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾\d(①-⑳A-Ha-h]")
_NO_FIGURE = re.compile(r"[^\d.一二三四五六七八九十百零〇壹贰叁肆伍陆柒捌玖拾]")
REFERS = re.compile(r"(?:(?:本|原|主|该|上述)(?:补充)?(?:合同|协议书?|约定书)|[按依参]照)$")
"""Behind these an article is spoken of: 以本合同第四条定金抵作."""
_RANKS = {"part": 0, "chapter": 1, "section": 2, "article": 3, "formal": 3, "han": 3}
_ABOVE_OTHERS = ("part", "chapter", "section", "article")
"""一、 stands above 1. in one contract and below it in the next; 第一条 never stands below 1. or （一）."""


@dataclass(frozen=True, slots=True)
class Number:
    """A clause number: `text` as written, `style` (one of the groups above; decimals with their depth)."""

    text: str
    style: str
    end: int


def read_number(text: str, start: int = 0) -> Number | None:
    """Return the clause number that begins at `start`, or None."""
    match = _NUMBER.match(text, start) if _ANY.match(text, start) else None
    if match is None:
        return None
    style = str(match.lastgroup)
    if style == "decimal":
        style = f"decimal{match[0].strip('、.').count('.') + 1}"
    return Number(match[0].strip(), style, match.end())


def read_next_plain(text: str, start: int, last: Number) -> Number | None:
    """Return the bare number at `start` with text behind it, if it follows `last`: 4 工期:自…, behind 3."""
    match = _PLAIN_WITH_TEXT.match(text, start)
    if match is None or last.style != "plain" or int(match["figure"]) != int(last.text) + 1:
        return None
    return Number(match["figure"], "plain", match.end())


def figures_of(number: str) -> str:
    """Return the figures of a clause number with the dots between them: 3.2 of 第3.2条."""
    return _NO_FIGURE.sub("", number).strip(".")


@lru_cache(maxsize=1024)
def number_alone(words: str) -> Number | None:
    """Return the clause number that `words` are, whatever follows them in a text; None when they are none."""
    return read_number(words + " ") or read_number(words + "文") or read_number(words + " 文件")


def starts_numbered(text: str) -> bool:
    """Tell whether a paragraph begins with a clause number."""
    return _ANY.match(text) is not None and _NUMBER.match(text) is not None


def outranks(style: str, other: str) -> bool:
    """Tell whether `style` always stands above `other`: parts, chapters, sections, articles, then all other numbers."""
    return style in _ABOVE_OTHERS and _RANKS[style] < _RANKS.get(other, 9)
