"""People named in running text: by their surnames and the words around them."""

from __future__ import annotations

import regex

from extract.nlp.mentions import Text
from extract.nlp.segmentation import tag_of
from extract.rulepack import RulePack

_LONGEST_GIVEN_NAME = 2
_SHORTEST_TRANSLITERATED = 3
_NAME_TAGS = ("nr", "x")
"""jieba's tags of what can be a person in running text: a person's name, and what the dictionary does not know."""
_NAME_TAGS_BEHIND_LABEL = ("nr", "x", "n", "a")


def find_people(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return the people named in the flow `text` behind or before a post, in order.

    联系人:张三, 指定李四为项目联系人, 核心技术人员王五、赵六, 张三(签章), also 王主任 and 李工.
    """
    found: list[Text] = []
    done = 0
    for first in pack.pattern("names.person").finditer(text):
        group = next(name for name in ("name", "appointed", "sealed", "addressed") if first[name])
        match: regex.Match[str] | None = first
        labelled = ":" in text[first.start() : first.start(group)]
        while match and match.start(group) >= done and is_person_name(match[group], pack, labelled=labelled):
            found.append(Text(*match.span(group), match[group]))
            done = match.end(group)
            match = pack.pattern("names.next_person").match(text, match.end(group))
            group = "name"
    return tuple(found)


def is_person_name(words: str, pack: RulePack, *, labelled: bool = False) -> bool:
    """Tell whether `words` can be a person's name: a surname, one or two characters more, and no common word.

    What the dictionary tags as something else than a person is none in running text (成员, 常驻, 任何). Behind a label
    of people, nouns and adjectives are let through: 联系人:文静 is somebody.
    """
    if "·" in words or _is_transliterated(words, pack):
        return True
    compound = words.startswith(pack.words("names.compound_surnames"))
    given = words[2:] if compound else words[1:]
    if not (compound or words.startswith(pack.words("names.surnames"))) or not 1 <= len(given) <= _LONGEST_GIVEN_NAME:
        return False
    if words.startswith(pack.words("names.not_names")):
        return False
    let_through = pack.words("names.rare_in_names") if labelled else ()
    if any(character in given and character not in let_through for character in pack.words("names.not_in_names")):
        return False
    return tag_of(words).startswith(_NAME_TAGS_BEHIND_LABEL if labelled else _NAME_TAGS)


def _is_transliterated(words: str, pack: RulePack) -> bool:
    """Tell whether `words` are a name of another tongue, which has no surname, and no place: 阿斯卡尔."""
    characters = pack.words("names.transliterated")
    return (
        len(words) >= _SHORTEST_TRANSLITERATED and all(c in characters for c in words) and tag_of(words) in _NAME_TAGS
    )
