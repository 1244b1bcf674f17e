"""Where paragraphs begin inside a line that lost its line breaks: before known labels and before numbers in sequence.

Text that OCR or a converter ran together keeps what paragraphs begin with. A label counts with its colon; a number
counts where it follows the one before it, so that 「第三条」 in a sentence and the digits of an account are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import takewhile

import regex

from extract.rulepack import RulePack
from extract.structure.lines import AMBIGUOUS_START, label_keys, without_note
from extract.structure.numbering import REFERS, starts_numbered
from extract.width import is_han

_LONGEST_LABEL = 20
_LONGEST_NOTE = 18
_SURE_LABEL = 4
"""A label of so many characters is one wherever it stands; a shorter one only behind the end of a value."""
_SPACED_LETTERS = 6
"""The longest label whose letters are spaced out has so many."""
_TABLE_RUN = 4
"""So many labels without colons near each other are the cells of a table."""
_ACCOUNT = {"bank", "account"}
"""These two beside each other are an account."""
_NEAR = 60
"""Labels that follow each other stand no further apart."""
_NOT_BEFORE_LABEL = frozenset("、和与及或,(/的为各本该其是:;《“\"'-_指")
_VALUE_ENDS = re.compile(r"[\dA-Za-z)〕”司局心院校学会厅处站所部队馆社店厂行府室号楼层座日元整章]$")
_PROJECT_START = re.compile(r"项目|工程|服务|货物|设备")
"""So the name of a project or a contract ends as a rule, and some words for a party begin: 某某开发项目|委托方."""
_WHOLE_NAME = re.compile(r"(?:公司|[支分]行|营业部|信用社|联社|分理处|[局厅院校馆站所]|中心)\s*$")
"""Before such a label nothing of a name is missing: 某某支行|银行账号, 某某局|单位地址."""
_WEAK = frozenset({"项目", "单位", "名称", "法人", "银行", "编号", "NO", "No", "NO.", "No.", "卡号", "Mail"})
_ENDS_ONLY = ("代表", "代表人", "代表签字", "代表人签字", "代理人", "负责人", "其中")
"""More often the end of a longer label than one of their own: 签字代表, (或)授权代表签字."""
_WHOLE_VALUES = {
    "address": regex.compile(r"[^。;:,]*(?:[\d一二三四五六七八九十A-Za-z][号室楼层座栋幢户][楼]?|\p{Han}[楼厦])"),
    "signed_on": regex.compile(r"[^。;:,]*日"),
    "project_name": regex.compile(r"[^。;:,]*(?:项目|工程|采购|服务)"),
}
"""How the values of these labels end, whatever label follows: 地址:某路8号|负责人:, 工程名称:某工程|工程地点:."""
_DATE_LABELS = ("日期", "时间")
_ANNOUNCED = regex.compile(r"\p{Han}{4}(?:如下|为|信息)\s?:\s*$")
"""Behind such words and their colon the labels come one by one: 账户如下:户名:…."""
_DOTTED = r"(?P<dot>[./-])(?:0?[1-9]|1[0-2])(?P=dot)[0-3]?\d(?=\D|20\d\d[./-]|$)"
_NO_UNIT = r"\s{0,3}(?=\p{Han})(?![万千百元角倍米亿个人日天年月周吨公克升级号平%])"
"""Behind the number of a clause: words, and none by which it would be a figure."""
_VALUE_ENDS_HERE = (
    # a date or a clause behind a credit code, which has eighteen signs
    regex.compile(
        rf"(?<=(?:代码|识别号|税号)(?:\([^()]{{1,8}}\))?: ?[1-9A-Z][\dA-Z]{{17}})"
        rf"(?=20\d\d(?:年|{_DOTTED})|\d{{1,2}}(?:\.\d{{1,2}}){{1,2}}\s{{0,4}}\p{{Han}}|\d{{1,2}}[、.]\s?\p{{Han}})"
    ),
    # a date behind an account, a telephone, a bank, an address
    regex.compile(
        r"(?<=[\d号室楼层座)行部社局司院所校] ?)(?=二[〇○零O]\p{Han}{2}年\p{Han}{1,2}月\p{Han}{1,3}日(?![至到起前]))"
    ),
    regex.compile(rf"(?<=\d{{6}} ?)(?=20\d\d(?:年\d{{1,2}}月\d{{1,2}}日|{_DOTTED}))"),
    regex.compile(r"(?<=[\dA-Za-z)行部社] )(?=20\d\d年\d{1,2}月\d{1,2}日(?:\s(?![至到起前])|$))"),
    # a clause, apart from its number, behind the end of a sentence
    regex.compile(rf"(?<=[。;] ?)(?=\d{{1,2}}(?:\.\d{{1,2}}){{1,2}} {_NO_UNIT})"),
    # the number of a heading, that of its first part behind it: 账号:6222…|6违约6.1
    regex.compile(r"(?<=\d{6})(?=(?P<number>[1-9]\d?) {0,3}(?!第)\p{Han}[^。;:、\d\n]{1,16}(?P=number)\.1(?!\d))"),
    # a company's name behind its label: 乙方:某某有限公司 甲方因…
    regex.compile(
        r":\s?[\p{Han}()]{4,40}?公司\s+(?=\p{Han}{2}|第\s?\d{1,3}\s?页)(?!\p{Han}{1,12}(?:分公司|[支分]行|项目部|公司))"
    ),
)
_FEWEST_ROWS = 3
"""So many rows of special terms in a line are a table."""
_NUMBER_BEFORE = re.compile(
    r"(?:(?<![\d.,])\d{1,2}(?:(?:\.(?:[1-9]|[12]\d)){1,3}|[.、])|\(\d{1,2}\)"
    r"|(?<![第一二三四五六七八九十])(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))"
    r"|第\s?[一二三四五六七八九十百\d]{1,4}\s?条)\s*$"
)
_LEADING_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}|\d{1,2})[、.]")
_HAS_COLON = re.compile(r"\s*:")
_LONGEST_NUMBER = 8
_SHORT_VALUE = 7
"""Behind a label with a person's name a date may follow: 代表:王小明日期:."""
_SEQUENCES = {
    "part": regex.compile(r"第\s?(?P<number>[一二三四五六七八九十\d]{1,3})\s?部分(?![的中之和、及或])"),
    "article": regex.compile(r"第\s?(?P<number>[一二三四五六七八九十百\d]{1,4})\s?条(?![款第约规所的之和、及或])"),
    "chapter": regex.compile(r"第\s?(?P<number>[一二三四五六七八九十\d]{1,3})\s?章"),
    "section": regex.compile(r"第\s?(?P<number>[一二三四五六七八九十\d]{1,3})\s?节(?![的中之和、及或课\d])"),
    "formal": regex.compile(
        r"(?<![零壹贰叁肆伍陆柒捌玖拾佰仟万])(?P<number>[壹贰叁肆伍陆柒捌玖拾]{1,3})\s?、(?=\s?\p{Han})"
    ),
    "han": regex.compile(r"(?<![第周期月十百])(?P<number>[一二三四五六七八九十]{1,3})\s?、(?=\s?\p{Han})"),
    "bracketed": regex.compile(r"\((?P<number>[一二三四五六七八九十]{1,3})\)(?=\s?\p{Han})"),
    "arabic": regex.compile(
        r"(?<![.\d][.\d]?)(?P<number>\d{1,2})\s?[、.](?=\s?\p{Han})"
        r"|(?<=\d[\d ]{4})(?P<behind>[1-9]\d?)[、.](?=\s?\p{Han})"
        r"|(?<=\d\.\d\d)(?P<behind>\d{1,2})[、.](?=\s?\p{Han})"
    ),
    # 7 履约保证金 7.1 …, behind a full stop a heading alone, and the rows of special terms: 5第二节12.2付款方式
    "bare": regex.compile(
        r"(?<![\d.、])(?P<number>\d{1,2}) (?=\p{Han}[^。;:\n]{1,24}?(?<!\d)(?P=number)\.1(?!\d))"
        r"|(?<=[。;] ?)(?P<number>\d{1,2}) (?=\p{Han}{2,14} )"
        r"|(?<=[。;]|内容) ?(?P<number>\d{1,2}) ?(?=第[一二三四五六七八九十]{1,2}[节条章部] ?\d)"
    ),
}
_HEADING_WORDS = r"\s{0,3}\p{Han}[^\d。;:,\n]{1,24}?(?<![为是共计达至到按过于的]|(?<!违)约)"
_OWN_PARTS = (
    regex.compile(
        rf"(?<![\d.])(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}})[.、]?{_HEADING_WORDS}"
        rf"(?=(?P=number)(?:\.\d{{1,2}}){{1,2}}{_NO_UNIT})"
    ),
    regex.compile(
        rf"(?:(?<!合同|协议|照|按|据)第[一二三四五六七八九十]{{1,3}}[章条]|(?<=[。;\d])[一二三四五六七八九十]{{1,3}})(?![款约规所的之])"
        rf"{_HEADING_WORDS}(?=\d{{1,2}}\.1{_NO_UNIT})"
    ),
)
"""A heading of a clause up to the number of its first part: 5.支付|5.1支付货币, 第五条支付|5.1支付货币."""
_STUCK_PART = regex.compile(r"(?<=\d{2}[ \d-]{6})(?P<heading>[1-9]\d?)\.(?P<part>[2-9]|1\d)(?=\s?\p{Han})")
"""The number of a clause right behind that of an account or a telephone."""
_HEADED = {"part", "chapter", "section", "article", "formal", "han", "bare"}
"""Clauses with such numbers have headings, as a rule."""
_NOT_BEFORE_NUMBER = frozenset("第见按照据依在至到或和及与、,(《》“-~—每周期法例定")
_BOLD = "**"
_DIGITS = "〇一二三四五六七八九"
_PLAIN = str.maketrans("壹贰叁肆伍陆柒捌玖拾", "一二三四五六七八九十")
_STARTS = frozenset("。;:!?\n \t")


@dataclass(slots=True)
class Numbering:
    """The last number of each style that headed a paragraph so far."""

    last: dict[str, int] = field(default_factory=dict)


def paragraph_breaks(line: str, pack: RulePack, numbering: Numbering) -> list[int]:
    """Return the offsets in the half-width `line` at which paragraphs begin, in order."""
    labels = label_keys(pack)
    ends = {match.end() for pattern in _VALUE_ENDS_HERE for match in pattern.finditer(line)}
    parts = {match.end() for pattern in _OWN_PARTS for match in pattern.finditer(line, overlapped=True)}
    parts.update(_behind_numbers(line))
    rows = [match.end() for match in pack.pattern("structure.special_row").finditer(line)]
    parts.update(rows if len(rows) >= _FEWEST_ROWS else ())
    breaks = {*_label_breaks(line, labels), *_number_breaks(line, pack, numbering), *parts, *ends}
    return sorted(breaks - {0, len(line)})


def _behind_numbers(line: str) -> Iterator[int]:
    """Yield where a clause begins whose number sticks to a longer one, and the clause before it stands above."""
    for match in _STUCK_PART.finditer(line, overlapped=True):
        before = rf"(?<![\d.]){match['heading']}\.{int(match['part']) - 1}(?![\d.%])"
        if re.search(before, line[: match.start()]):
            yield match.start()


def with_number(line: str, cut: int) -> int:
    """Return where the clause number begins that ends at `cut`, before words without one (5.4 |乙方账户:), or `cut`."""
    number = _NUMBER_BEFORE.search(line, max(0, cut - _LONGEST_NUMBER), cut)
    return cut if number is None or starts_numbered(line[cut : cut + _LONGEST_NUMBER]) else number.start()


def inside_label(line: str, cut: int, labels: Mapping[str, str]) -> bool:
    """Tell whether a label begins before `cut` and goes on behind it, spaced out or wrapped: 签 约 |日 期:."""
    colon = line.find(":", cut, cut + _LONGEST_LABEL + _LONGEST_NOTE)
    found = label_before(line, colon, labels) if colon > cut else None
    if found is None:
        return False
    before = len(found[1]) - len(without_note("".join(line[cut:colon].split())))
    return before > 0 and found[1][:before] not in labels


def with_colons(line: str, labels: Mapping[str, str]) -> str:
    """Return `line` with a colon for the space behind each label of a table that was run together; no offset changes.

    「住所 某市某路1号 邮编 650000 电话 …」: labels without colons are some only where several stand near each other.
    """
    found = list(_bare_labels(line, labels))
    characters = list(line)
    for index, (start, end, _) in enumerate(found):
        near = [place for place, *_ in found[max(0, index - _TABLE_RUN + 1) : index + _TABLE_RUN]]
        row = any(last - first <= _NEAR * _TABLE_RUN for first, last in zip(near, near[_TABLE_RUN - 1 :], strict=False))
        beside = [each for each in found[max(0, index - 2) : index + 3] if abs(each[0] - start) <= 2 * _NEAR]
        if row or {key for *_, key in beside} >= _ACCOUNT:
            characters[end] = ":"
    return "".join(characters)


def _bare_labels(line: str, labels: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield where labels without colons stand between spaces, and their keys: 邮编, 联 系 电 话, 住所 (地址)."""
    words = [match.span() for match in re.finditer(r"\S+", line)]
    last = 0
    for index, (start, _) in enumerate(words[:-1]):
        letters = sum(1 for _ in takewhile(lambda word: word[1] - word[0] == 1, words[index : index + _SPACED_LETTERS]))
        for behind in dict.fromkeys((index + letters, index + letters - 1, index + 1, index)):
            end = words[min(behind, len(words) - 2)][1]
            word = _LEADING_NUMBER.sub("", without_note("".join(line[start:end].split())))
            key = labels.get(word, "other")
            if start >= last and len(word) > 1 and key not in ("other", "seal", "total") and word not in _WEAK:
                if _HAS_COLON.match(line, end):
                    break
                last = end
                yield start, end, key
                break


# --- labels ------------------------------------------------------------------------------------------------


def _label_breaks(line: str, labels: Mapping[str, str]) -> Iterator[int]:
    last, said = -_NEAR, ""
    for colon in re.finditer(":", line):
        found = label_before(line, colon.start(), labels, said)
        if found is None:
            continue
        start, word = found
        before = line[:start].rstrip()
        whole = _is_whole(labels.get(said, ""), line[last:start])
        gap, last, said = start - last, colon.end(), word
        announced = labels[word] != "other" and _ANNOUNCED.search(before, max(0, start - _NEAR)) is not None
        parted = before[-1:] == "_" and len(before) < start  # the blank of the label before it
        if whole:
            yield start
            continue
        if not before or word in _ENDS_ONLY or (before[-1] in _NOT_BEFORE_LABEL and not (announced or parted)):
            continue
        if announced or len(before) < start or _begins_glued(word, labels[word], before[-8:], gap):
            yield start


def _is_whole(key: str, value: str) -> bool:
    """Tell whether `value`, which stands between the label for `key` and the next label, ends as such values do."""
    shape = _WHOLE_VALUES.get(key)
    return shape is not None and len(value) <= _NEAR and shape.fullmatch(value.strip()) is not None


def _begins_glued(word: str, key: str, before: str, gap: int) -> bool:
    """Tell whether a label begins where nothing parts it from `before`; the label before it ended `gap` ago."""
    behind_value = _VALUE_ENDS.search(before) is not None
    if key == "other":
        return False
    if word in _DATE_LABELS:
        ended = re.search(r"[\dA-Za-z)_]$|公司$", before) is not None
        return ended or gap <= _SHORT_VALUE
    if word in _WEAK:
        return behind_value and gap <= _NEAR
    return len(word) >= _SURE_LABEL or behind_value or gap <= _NEAR


def label_before(line: str, colon: int, labels: Mapping[str, str], said: str = "") -> tuple[int, str] | None:
    """Return where the longest label that ends at `colon` begins, its party with it, and the label.

    `said` is the label before it: once more it takes nothing from the value, 单位地址:某路9号|单位地址:某街2号.
    """
    end = len(line[max(0, colon - 4) : colon].rstrip()) + max(0, colon - 4)
    if line[end - 1 : end] == ")":
        opened = line.rfind("(", max(0, end - _LONGEST_NOTE), end)
        end = opened if opened >= 0 else end
    places = [place for place in range(max(0, end - 2 * _LONGEST_LABEL), end) if not line[place].isspace()]
    places = places[-_LONGEST_LABEL:]
    letters = "".join(line[place] for place in places)
    for skipped in range(len(places) - 1):
        word = letters[skipped:]
        if word in labels and (word == said or not _takes_from_value(line, places[skipped:], word, labels)):
            return places[skipped - _party_length(letters[:skipped], labels)], word
    return None


def _takes_from_value(line: str, places: list[int], word: str, labels: Mapping[str, str]) -> bool:
    """Tell whether the first word of a label belongs to the value before it: 某某有限公司地址, 某某公司 地址."""
    glued = places[0] > 0 and is_han(line[places[0] - 1])
    project = _PROJECT_START.match(word)
    if project is not None and labels.get(word[project.end() :]) == "party":
        return glued
    start = AMBIGUOUS_START.match(word)
    if start is None or _WHOLE_NAME.search(line, max(0, places[0] - 6), places[0]):
        return False
    apart = start.end() < len(places) and places[start.end()] - places[start.end() - 1] > 1
    spaced_out = places[1] - places[0] > 1
    return glued or (apart and not spaced_out)


def _party_length(before: str, labels: Mapping[str, str]) -> int:
    """Return how many characters before a label name the party whose it is: 乙方|开户银行."""
    return next((len(before) - start for start in range(len(before)) if labels.get(before[start:]) == "party"), 0)


# --- numbers -----------------------------------------------------------------------------------------------


def _number_breaks(line: str, pack: RulePack, numbering: Numbering) -> Iterator[int]:
    """Yield where clauses begin that are numbered in turn, and where the words begin behind their headings."""
    apart, glued = pack.pattern("structure.heading_apart"), pack.pattern("structure.heading_glued")
    found = [(match, style) for style, pattern in _SEQUENCES.items() for match in pattern.finditer(line)]
    for match, style in sorted(found, key=lambda pair: pair[0].start()):
        group = "behind" if match.groupdict().get("behind") else "number"
        number, start = _following(match[group], numbering.last.get(style, 0)), match.end(group)
        if number is None:
            continue
        value, written = number
        start = match.start() if group == "number" else match.end(group) - len(written)
        before = line[:start].rstrip()
        heads = not before or before[-1] in _STARTS or len(before) < start
        if value > 1 and not heads and REFERS.search(before, max(0, len(before) - 8)):
            continue
        follows = value == numbering.last.get(style, 0) + 1
        if heads or (follows and before[-1] not in _NOT_BEFORE_NUMBER):
            numbering.last[style] = value
            if style != "arabic":
                numbering.last["arabic"] = 0
            if style not in ("arabic", "bracketed"):
                numbering.last["bracketed"] = 0
            if style in ("formal", "part"):
                numbering.last["han"] = 0
            if follows and before:
                yield _before_bold(line, start)
            heading = apart.match(line, match.end())
            if heading is None and style in _HEADED:
                heading = glued.match(line, match.end())
            if heading is not None:
                yield heading.end()


def _before_bold(line: str, start: int) -> int:
    """Return where the asterisks begin that print a heading in bold whose number begins at `start`, or `start`."""
    opens = line.endswith(_BOLD, 0, start) and line.count(_BOLD, 0, start) % 2 == 1
    return start - len(_BOLD) if opens else start


def _following(written: str, last: int) -> tuple[int, str] | None:
    """Return the number, or the end of the figures where that follows `last`: 714|4 behind 3."""
    for digits in dict.fromkeys((written, written[-1:])):
        if _number(digits) == last + 1:
            return last + 1, digits
    value = _number(written)
    return None if value is None else (value, written)


def _number(written: str) -> int | None:
    """Return the number that a clause bears, up to 99; None for what is no number."""
    if written.isdecimal():
        return int(written)
    tens, ten, ones = written.translate(_PLAIN).partition("十")
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS) or (not ten and len(tens) != 1):
        return None
    if not ten:
        return _DIGITS.index(tens)
    return (_DIGITS.index(tens) if tens else 1) * 10 + (_DIGITS.index(ones) if ones else 0)
