"""Names in running text: organisations by their endings, people by surname and the words around them."""

from __future__ import annotations

import regex

from extract.nlp.mentions import Text
from extract.nlp.segmentation import tag_of
from extract.rulepack import RulePack

_SHORTEST_NAME = 4
_LONGEST_GIVEN_NAME = 2
_NAME_TAGS = ("nr", "x")
"""jieba's tags of what can be a person in running text: a person's name, and what the dictionary does not know."""
_NAME_TAGS_BEHIND_LABEL = ("nr", "x", "n", "a")
_SHORTEST_CORE = 2
"""中铁 is the shortest name that a company has before its ending."""


def find_organisations(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return the organisations named in the flow `text`, in order.

    A company counts with a name of its own before its legal form (not 本公司, 物业公司), a public body with
    its place (云岭市教育局). What hangs on the name belongs to it: 中国建设银行股份有限公司云岭支行 is one.
    """
    found: list[Text] = []
    taken = 0
    for ending in pack.pattern("names.organisation_end").finditer(text):
        if ending.end() <= taken:
            continue
        start = _name_start(text, taken, ending, pack)
        if start is not None:
            taken = _name_end(text, start, ending.end(), pack)
            found.append(Text(start, taken, text[start:taken]))
    return tuple(found)


def _name_start(text: str, left: int, ending: regex.Match[str], pack: RulePack) -> int | None:
    """Return where the name before `ending` begins, not left of `left`; None when there is no name."""
    form = ending["company"] or ending["public"]
    before = pack.pattern("names.before_ending").match(text, left, ending.end() - len(form))
    core = _without_lead(before[0] if before else "", pack)
    place = pack.pattern("names.place").search(core)
    if place and place.start() > 0 and not core.startswith("中"):
        core = core[place.start() :]
    length = len(core) + len(form)
    if core.endswith(pack.words("names.never_last")):
        return None
    own_name = len(_without_trade(core, pack)) >= _SHORTEST_CORE
    known = place is not None if ending["public"] else own_name
    return ending.end() - length if known and length >= _SHORTEST_NAME else None


def _without_lead(core: str, pack: RulePack) -> str:
    """Return `core` behind the last word that introduces a name: 甲方委托临江科技 gives 临江科技."""
    cutters = pack.words("names.cutters")
    core = core[max((core.rfind(word) + len(word) for word in cutters if word in core), default=0) :]
    leading, protected = pack.words("names.leading"), pack.words("names.protected")
    while core.startswith(leading) and not core.startswith(protected):
        core = core[1:]
    return core


def _without_trade(core: str, pack: RulePack) -> str:
    """Return what is left of 恒泰物业 without its trade: 恒泰; nothing of 专业物业."""
    generic = pack.words("names.generic")
    while core.endswith(generic):
        core = core[: -max(len(word) for word in generic if core.endswith(word))]
    return core


def _name_end(text: str, start: int, end: int, pack: RulePack) -> int:
    """Return the end of the name with the branch, office or form behind it: 信息中心, 西安分公司."""
    rest = pack.pattern("names.rest_of_name").match(text, end)
    if rest is None or rest[0].startswith(pack.words("names.leading")):
        return end
    repeats = text[start : start + 2] == rest[0][:2] and not rest[0].endswith(pack.words("names.branches"))
    if repeats or any(word in rest[0] for word in pack.words("names.cutters")):
        return end
    return rest.end()


def find_people(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return the people named in the flow `text` behind or before a post, in order.

    联系人:张三, 指定李四为项目联系人, 核心技术人员王五、赵六, 张三(签章), also 王主任 and 李工.
    """
    found: list[Text] = []
    for first in pack.pattern("names.person").finditer(text):
        group = next(name for name in ("name", "appointed", "sealed") if first[name])
        match: regex.Match[str] | None = first
        labelled = ":" in text[first.start() : first.start(group)]
        while match and is_person_name(match[group], pack, labelled=labelled):
            found.append(Text(*match.span(group), match[group]))
            match = pack.pattern("names.next_person").match(text, match.end(group))
            group = "name"
    return tuple(found)


def is_person_name(words: str, pack: RulePack, *, labelled: bool = False) -> bool:
    """Tell whether `words` can be a person's name: a surname, one or two characters more, and no common word.

    What the dictionary tags as something else than a person is none in running text (成员, 常驻, 任何). Behind a label
    of people, nouns and adjectives are let through: 联系人:文静 is somebody.
    """
    if "·" in words:
        return True
    compound = words.startswith(pack.words("names.compound_surnames"))
    given = words[2:] if compound else words[1:]
    if not (compound or words.startswith(pack.words("names.surnames"))) or not 1 <= len(given) <= _LONGEST_GIVEN_NAME:
        return False
    if words.startswith(pack.words("names.not_names")):
        return False
    if any(character in given for character in pack.words("names.not_in_names")):
        return False
    return tag_of(words).startswith(_NAME_TAGS_BEHIND_LABEL if labelled else _NAME_TAGS)
