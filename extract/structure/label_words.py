"""The words of labels: which words are one, what they label, and which party they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import regex

from extract.rulepack import RulePack, compiled_words
from extract.structure.lines import without_note
from extract.structure.short_names import HEREINAFTER
from extract.structure.values import Owner

_QUALIFIER = re.compile(
    r"\([^()]*\)?|[/、]?(?:盖章|签字|签章|公章|签名|盖公章|签字或盖章)+$|^[\d.、\s(一二三四五六七八九十)①-⑳-]+"
)
_BEFORE_LABEL = frozenset("\n\t:;,。 )(】[、_")
_LONGEST_LABEL = 28
_BRACKETED = regex.compile(r"\(([\p{Han}/]{2,14})\):?$")
MEMBER = "member"
"""The group of labels of a consortium's members, each a party of its own."""
_SUPPLYING, _BUYING = ("second", "supplier"), ("first", "buyer")
_MEMBER_NOTE = re.compile(
    r"\((?:(?P<member>(?:联合体)?(?:其[他它])?(?:成员|参加)(?:单位|方)?[一二三四五1-5]?)(?:[,、/]?[签盖公][^()]{1,5})?|[二三四五2-5])\)"
)
_NUMBERS = frozenset("一二三四五12345")
_JOINT = re.compile(r"[、/]|(?<!以)及|[和与](?=联系|电话|手机|邮|传真)")
_JOINING = frozenset("、/及和与")
"""What stands between two things that one label asks for; a label without one of these asks for one thing."""
_LEADING = ("address", "legal_representative", "authorized_representative", "either_representative", "contact")
_BESIDE = ("phone", "postcode", "fax", "email")
"""What one label may ask for first, and what besides."""
_NUMBERED = regex.compile(r"(?P<party>\p{Han}{2,5}?)(?P<number>[一二三四五1-5])")
FOREIGN = re.compile(r"[A-Za-z .]+")
_BILINGUAL = regex.compile(
    r"(?<!\p{Han})(?P<word>\p{Han}{2,14})(?:\([\p{Han}/]{1,8}\))? ?[A-Za-z][A-Za-z ./&-]{1,40}"
    r"(?:\([A-Za-z][A-Za-z ./&-]{1,30}\))?(?=$|:)"
)
"""A label and its translation: 甲方 Party A(Customer), 账号 A/C No."""
_CALLED = regex.compile(rf"\p{{Han}}\({HEREINAFTER}?(?:统一)?(?:简?称|称为|简称为)[:为]?[“”\"'‘’「『【]?$")
_COINED = regex.compile(r"\p{Han}{1,6}(?:[方人商者]|单位|企业|机构|部门)")
_LONGEST_LEAD = 12
_LABEL_BEFORE = regex.compile(r"(?r)(?P<word>\p{Han}{2,8})(?:\([^()]{1,12}\))?: ?$")
_SURE_LABEL = 4
_OF_PARTY = ("名称", "全称", "单位", "盖章", "签章", "公章", "印章", "签字", "签名")
"""What a party's column may be headed with besides the party: 甲方签章:某局."""
_BODIES = ("公司", "医院", "学校", "学院", "中心")
_APPOINTS = re.compile(r"(?:指定|指派|委派|派驻|派出|安排|确定|授权)")
_LATIN_END = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.)")
_GLUED = regex.compile(r"^(?:[\w\-/]*[A-Za-z\d]|.*\))(?=\p{Han})")
"""What ran into the next label, a number or a bracket: 2024-018甲方, 某局(签章)乙方."""
ANNOUNCES = re.compile(
    r"账户|帐户|账号|帐号|开户|收款|开票|银行|联系|信息|地址|送达|项目负责人|项目经理|代表|负责人|如下|资料"
)

_INVOICES = regex.compile(
    r"(?:按|依据?)(?:照)?[^。;\n]{0,12}(?:信息|资料|抬头)[^。;\n]{0,8}?开(?:具|票)|开具[^。;\n]{0,12}票[^。;\n]{0,12}(?:信息|资料|抬头)"
)
"""Behind a supplier: on whom it makes out its invoice, whose particulars follow: 乙方按以下信息开具发票:."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A label before its value's end is known."""

    key: str
    label: str
    label_start: int
    value_start: int
    cell_end: int
    owner: Owner | None


class Lexicon:
    """The label words of the rule pack, by word."""

    def __init__(self, fields: Mapping[str, tuple[str, ...]], parties: Mapping[str, tuple[str, ...]]) -> None:
        self.parties = {word: group for group, words in parties.items() for word in words}
        self.fields = {_squeezed(word): key for key, words in fields.items() for word in words}
        self.party_pattern = compiled_words(self.parties)
        self.separator = _separator({key: fields.get(key, ()) for key in _TELLING})

    def field(self, word: str) -> str | None:
        """Return what a word labels: 地址, or 地址、电话 and 法定代表人(或授权代表)/联系电话, which begin with it."""
        key = self.fields.get(word)
        if key is not None or _JOINING.isdisjoint(word):
            return key
        joints = list(_JOINT.finditer(word))
        if not joints:
            return None
        joint = joints[-1]
        stem, last = word[: joint.start()], word[joint.end() :]
        first = self.field(stem) or self.fields.get(bare(stem))
        beside = self.fields.get(last)
        joined = first in _LEADING and beside in _BESIDE
        return first if joined or (first, beside) == ("phone", "fax") else None

    def party(self, word: str) -> str | None:
        """Return the group of a party word such as 甲方, else None; 乙方二 is another one than 乙方一."""
        numbered = _NUMBERED.fullmatch(word) if word[-1:] in _NUMBERS else None
        if numbered is None or self.parties.get(numbered["party"]) not in _SUPPLYING:
            return self.parties.get(word)
        return self.parties[numbered["party"]] if numbered["number"] in "一1" else MEMBER


_TELLING = {
    "holder": r"\p{Han}{4,30}(?:公司|局|中心|学校|医院|院|社|店|部|所)(?:[,;。)/ ]|$)",
    "bank": r"\p{Han}{2,24}(?:行|信用社|联社|营业部|分理处)(?:[,;。)/ ]|$)",
    "account": r"\d(?: ?\d){8}",
    "postcode": r"\d{6}(?!\d)",
    "phone": r"(?:1[3-9]\d{9}|0\d{2,3}-\d{7,8})(?!\d)",
    "fax": r"0\d{2,3}-\d{7,8}(?!\d)",
}
"""What tells the value of a label that has no colon: 户名 某公司, 开户行某某支行, 账号6222…, 邮编230000."""
_OF_LINES = ("phone", "fax")
"""Of these, what prose has, too, where the person before it tells whose it is: 指定王某对接,联系电话0551-…."""


_BEHIND_COMMA = "[,;、(]"
_BEHIND_PLACE = r"(?:住所|住址|地址|法定代表人|负责人)[^。;\n]{2,80},"
_TOLD = (
    (_BEHIND_COMMA, r"住所地?|地址|注册地址|法定代表人|负责人", r"[为是]", r"\p{Han}{2}"),
    (
        _BEHIND_COMMA,
        r"住所地?|住址|(?:注册|通讯)?地址",
        r"在|位于|",
        r"\p{Han}{2,24}[省市区县州镇乡路街道村]\p{Han}{0,12}",
    ),
    (_BEHIND_COMMA, r"法定代表人|法人代表|负责人", "", r"\p{Han}{2,4}[,;。)]"),
    (_BEHIND_COMMA, r"统一社会信用代码", "", r"[0-9A-HJ-NP-Z]{18}(?![0-9A-Z])"),
    (_BEHIND_PLACE, r"联系人", "", r"\p{Han}{2,10}[,;](?:联系)?(?:电话|手机)"),
    (_BEHIND_PLACE, r"(?:联系)?电话|手机", "", r"(?:1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)"),
)
"""Particulars of a party in a sentence: what stands before a label, in the place of its colon, and behind it.

甲方:某局,住所在某市某路1号,法定代表人某人,联系电话….
"""


def _separator(telling: Mapping[str, tuple[str, ...]]) -> regex.Pattern[str]:
    """Return the pattern whose `gap` stands between a label and its value: a colon, a comma, or nothing."""
    plain = "|".join(rf"\L<{key}>(?P<gap>[为是,]?[ ]?)(?={_TELLING[key]})" for key in telling if key not in _OF_LINES)
    lines = "|".join(rf"\L<{key}>(?P<gap>[ ]?)(?={_TELLING[key]})" for key in _OF_LINES)
    told = "|".join(rf"(?<={before})(?:{label})(?P<gap>{gap})(?={value})" for before, label, gap, value in _TOLD)
    words: dict[str, Any] = dict(telling)
    at = r"\d[号室楼层座幢栋]"  # 某某路139号邮编230000
    return regex.compile(
        rf"(?P<gap>:)|(?<=^|[^\p{{Han}}]|[方的至]|{at})(?:{plain})|(?<=^|[ \t\d]|{at})(?:{lines})|{told}",
        regex.MULTILINE,
        **words,
    )


@lru_cache(maxsize=4)
def _lexicon(pack: RulePack) -> Lexicon:
    return Lexicon(pack.table("labels.fields"), pack.table("labels.parties"))


def _squeezed(word: str) -> str:
    return word.replace(" ", "")


@lru_cache(maxsize=2048)
def bare(text: str) -> str:
    """Return a label without brackets, numbering and (盖章)."""
    return _QUALIFIER.sub("", text.strip(" \t:")).replace(" ", "")


class LabelWords:
    """Reads the words of labels in one text."""

    def __init__(self, text: str, pack: RulePack) -> None:
        self.text, self.lexicon = text, _lexicon(pack)
        self.bodies = pack.words("parties.organisation_endings")

    def before(self, colon: int, start: int, end: int, owner: Owner | None) -> Hit | None:
        """Return the label that ends at `colon`, or None when the words before it are no label."""
        floor = max(start, colon - 2 * _LONGEST_LABEL)
        begin = self._begin(floor, colon)
        whole = self.text[begin:colon]
        for word, place in self._candidates(whole, begin, floor, colon):
            hit = self._known(word, place, colon, end, owner)
            if hit is not None:
                return hit
        word = bare(whole)
        bracketed = self.bracketed(whole)
        if bracketed is not None:
            return Hit(bracketed, word, begin, colon + 1, end, owner)
        return self._tail_label(word, colon, end, owner)

    def _begin(self, floor: int, colon: int) -> int:
        """Return where the words before `colon` begin: behind a mark, a gap, or a bracket that they did not open."""
        begin = colon
        depth = 0
        while begin > floor:
            character = self.text[begin - 1]
            if character == ")":
                depth += 1
            elif character == "(":
                if depth == 0:
                    break
                depth -= 1
            elif depth == 0 and character in _BEFORE_LABEL:
                break
            begin -= 1
        return begin

    def _candidates(self, whole: str, begin: int, floor: int, colon: int) -> Iterator[tuple[str, int]]:
        """Yield what may be the label in the words before a colon, with its place."""
        both = _BILINGUAL.search(self.text, floor, colon) if whole[-1:] in _LATIN_END else None
        if both is not None:
            yield both["word"], both.start()
        joined = begin
        while self.text[joined - 1 : joined] == "、" and joined - 1 > floor:
            joined = self._begin(floor, joined - 1)
        if joined < begin:  # 地址、邮编、电话
            yield _squeezed(self.text[joined:colon]), joined
        yield _squeezed(whole), begin
        glued = _GLUED.search(whole)
        behind = [(bare(whole[glued.end() :]), begin + glued.end())] if glued is not None else []
        if whole[:1] != "(":
            yield from behind  # 200032电话: the number is a value, and numbers no clause
        yield bare(whole), begin
        yield from behind
        slash = whole.rfind("/") + 1
        if slash:
            yield bare(whole[slash:]), begin + slash
        yield from self._behind_value(whole, begin)

    def _behind_value(self, whole: str, begin: int) -> Iterator[tuple[str, int]]:
        """Yield the label that ran into the value before it: 甲方:某局|乙方:, 签订地点:某县|签订日期:, 地址:…|地址:."""
        label = _LABEL_BEFORE.search(self.text, max(begin - _LONGEST_LABEL, 0), begin)
        if label is None:
            return
        key = self.key_of(label["word"])
        words = without_note(whole)
        if key is not None and len(label["word"]) < len(words) and words.endswith(label["word"]):
            yield label["word"], begin + len(words) - len(label["word"])
            return
        for place in range(2, len(words) - 1):
            word = words[place:]
            if (key == "signed_at" and len(word) >= _SURE_LABEL and self.key_of(word) == "signed_on") or (
                self.lexicon.party(word) is not None and words[:place].endswith(self.bodies)
            ):
                yield word, begin + place
                return

    def _known(self, word: str, begin: int, colon: int, end: int, owner: Owner | None) -> Hit | None:
        group = self.lexicon.party(word)
        if group is None and "(" in self.text[begin:colon]:
            inside = self.lexicon.party_pattern.search(self.text, self.text.index("(", begin), colon)
            outer = self.lexicon.party_pattern.match(self.text, begin, colon)
            member = self._member(outer) if outer is not None else None
            if member is not None:
                group, word = member.group, member.label
            elif inside is not None and outer is not None and self.text[outer.end()] == "(":
                group, word = self.lexicon.parties[outer[0]], outer[0]
            elif inside is not None and (
                FOREIGN.fullmatch(self.text[begin : inside.start() - 1])  # Party A(甲方)
                or _CALLED.search(self.text, begin, inside.start())  # 项目牵头部门(以下称“甲方”)
                or self._coined(begin, inside.start())  # 研究开发方(乙方)
            ):
                group, word = self.lexicon.parties[inside[0]], inside[0]
        if group is not None:
            return Hit("party", word, begin, colon + 1, end, Owner(group, word, begin, colon))
        key = self.key_of(word)
        if key is not None:  # 甲方代表 is one label and names its party all the same
            return Hit(key, word, begin, colon + 1, end, self._leading_party(word, begin) or owner)
        prefixed, bare_key = self.prefixed(word, begin)
        if bare_key is not None:
            if bare_key in ("name", "seal") and prefixed is not None:
                return Hit("party", prefixed.label, begin, colon + 1, end, prefixed)
            return Hit(bare_key, word, begin, colon + 1, end, prefixed or owner)
        return None

    def _coined(self, begin: int, bracket: int) -> bool:
        """Tell whether the words before a party in brackets are another name for it, that no list of labels has."""
        outer = self.text[begin : bracket - 1]
        return _COINED.fullmatch(outer) is not None and self.key_of(outer) is None

    def _member(self, outer: re.Match[str]) -> Owner | None:
        """Return the other party that the brackets behind a label make of one: 乙方(联合体成员), 乙方(二)."""
        note = _MEMBER_NOTE.match(self.text, outer.end())
        if note is None or self.lexicon.parties[outer[0]] not in _SUPPLYING:
            return None
        start, end = note.span("member") if note["member"] else outer.span()
        return Owner(MEMBER, self.text[start:end], start, end)

    def _tail_label(self, word: str, colon: int, end: int, owner: Owner | None) -> Hit | None:
        """Read prose that ends in a label: 「乙方指定邮箱地址为：」, 「甲方指派项目负责人陈某（联系电话：」."""
        trimmed = word[:-1] if word.endswith(("为", "是")) else word
        for length in range(min(len(trimmed), _LONGEST_LABEL), 1, -1):
            key = self.lexicon.fields.get(trimmed[-length:])
            if length < len(trimmed) and trimmed[-length:].startswith(_BODIES):
                continue  # 某某人民医院地址: the body is part of the name before the label
            if (
                key is not None
                and key not in ("other", "name", "signed_on", "project_name", "seal", "number")
                and (
                    key.endswith("_number")
                    or len(trimmed) - length <= _LONGEST_LEAD
                    or trimmed[:-length].endswith(self.bodies)  # 甲方:某某大学附属第一医院地址:
                    or self.text[colon] != ":"  # 地址:某市某区某某路139号邮编111000
                )
            ):
                line = max(self.text.rfind("\n", 0, colon) + 1, colon - 40)
                start = self.text.rfind(trimmed[-length:], line, colon)  # a bracket may stand behind the label
                start = start if start >= 0 else colon - length
                prefix = self.last_party(line, colon)
                if trimmed[-length:] == "代表":  # 发包人派驻现场的代表: speaks on site, does not sign
                    key = "contact"
                return Hit(key, trimmed[-length:], start, colon + 1, end, prefix or owner)
        return None

    def _leading_party(self, word: str, begin: int) -> Owner | None:
        match = self.lexicon.party_pattern.match(word)
        if match is None or len(word) == match.end() + 1:
            return None  # 采购方式 begins with no 采购方
        return self._owner(match, begin)

    def _owner(self, match: re.Match[str], begin: int = 0) -> Owner:
        """Return the party of a matched word; `begin` is where the text that was searched begins."""
        return Owner(self.lexicon.parties[match[0]], match[0], begin + match.start(), begin + match.end())

    def prefixed(self, word: str, begin: int) -> tuple[Owner | None, str | None]:
        """Split 「乙方开户银行」 into its party and its label."""
        match = self.lexicon.party_pattern.match(word)
        if match is None:
            return None, None
        rest = word[match.end() :].lstrip("的")
        key = self.key_of(rest)
        if key is None:
            return None, None
        if rest == "代表":  # 发包人代表 is who speaks for the party on site, not who signs for it
            key = "contact"
        return self._owner(match, begin), key

    def bracketed(self, words: str) -> str | None:
        """Return the key of a label that stands in brackets behind another name for it: Address(地址)."""
        match = _BRACKETED.search(words)
        key = self.key_of(match[1]) if match else None
        return None if key in ("seal", "other") else key

    def key_of(self, word: str) -> str | None:
        """Return what a label word labels, None when it is no label; of several in one, what the first does."""
        return self.lexicon.field(_squeezed(word))

    def is_label(self, word: str) -> bool:
        """Tell whether a word is a label or a party and nothing else."""
        return self.key_of(word) is not None or self.lexicon.party(word) is not None

    def last_party(self, start: int, end: int) -> Owner | None:
        """Return the party that an announcement speaks of: the last one before its last telling word."""
        telling = [match.start() for match in ANNOUNCES.finditer(self.text, start, end)]
        limit = telling[-1] if telling else end
        found = None
        for match in self.lexicon.party_pattern.finditer(self.text, start, end):
            told = match.start() < limit or _APPOINTS.match(self.text, match.end())  # …为项目联系人,乙方指定某人(手机:
            if told and (found is None or self.text[match.start() - 1] != "为"):  # 甲方应为乙方人员提供条件,指定某人
                found = match
        if found is not None and self.lexicon.parties[found[0]] in _SUPPLYING:
            found = self._invoiced(found.end(), end) or found
        return self._owner(found) if found is not None else None

    def _invoiced(self, start: int, end: int) -> re.Match[str] | None:
        """Return the buyer as last named, where the words behind a supplier announce on whom it makes out invoices."""
        if _INVOICES.search(self.text, start, end) is None:
            return None
        named = self.lexicon.party_pattern.finditer(self.text, 0, start)
        return next((m for m in reversed(list(named)) if self.lexicon.parties[m[0]] in _BUYING), None)

    def first_party(self, start: int, end: int) -> Owner | None:
        """Return the party that a sentence is about: the first one named."""
        match = self.lexicon.party_pattern.search(self.text, start, end)
        return self._owner(match) if match is not None else None

    def spoken_of(self, start: int, end: int) -> Owner | None:
        """Return the party that the words before a label appoint someone for: 「…，乙方指派项目经理白露（电话：」."""
        start = max(start, *(self.text.rfind(mark, start, end) for mark in "。;"))
        if end - start > 8 and ANNOUNCES.search(self.text, start, end):
            return self.last_party(start, end)
        return None

    def party_of_cell(self, start: int, end: int) -> Owner | None:
        """Return the party that a cell names, alone or before a colon or bracket."""
        match = self.lexicon.party_pattern.match(self.text, start, end)
        if match is None:
            return None
        rest = self.text[match.end() : end]
        member = self._member(match)
        if member is not None:
            return member
        if not rest or rest[0] in ":(" or rest.startswith(_OF_PARTY):
            return self._owner(match)
        return None
