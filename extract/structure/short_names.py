"""The short names that a contract defines for its parties, read as the labels that rules know.

「云岭市第二中学（以下称“学校”）」: from there on 学校 is who others call 甲方. In the flow every such word becomes
the label that stands before the name, or else the next of 甲方, 乙方, 丙方 and 丁方 that the text leaves free; its
characters still lead back to the word as it was written.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping

import regex

from extract.rulepack import RulePack, alternation
from extract.structure.lines import label_keys

_LONGEST_OPENING = 3000
_LONGEST_CLAUSE = 200
_FIRST_CLAUSE = re.compile(r"(?<=[\n。:])\s?(?:第[一1][条章]|一、|1[.、 ])")
HEREINAFTER = r"(?:以下|下文|下称|后文|在下文中?|在?本(?:合同|协议)[中内])"
"""How a bracket begins that says how the contract calls what stands before it."""
_DEFINED = regex.compile(
    rf"\({HEREINAFTER}?(?:统一)?(?:简称|下称|称|叫|称为|简称为|称作|叫做)[:为]?"
    r"(?P<quote>[\"“'‘「『【])?(?P<alias>\p{Han}{2,8}?)(?(quote)[\"”'’」』】])"
    r"(?:(?:或者?|[、,/])[\"“'‘「『【]?(?P<label>[甲乙丙丁]方)[\"”'’」』】]?)?\)"
)
_BESIDE_LABEL = regex.compile(
    rf"(?<=\n)(?P<label>\p{{Han}}{{2,10}})\({HEREINAFTER}(?:统一)?(?:简称|下称|称|叫|称为|简称为|称作|叫做)[:为]?"
    r"(?P<aliases>[^():\n]{2,24})\)(?=:\s?\p{Han}{4})"
)
"""A short name defined before the party's own: 委托方(以下称“医院”或甲方):某市第一医院."""
_OR = re.compile(r"或者?|[、,/和及]")
_NAME = regex.compile(r"\p{Han}{2,8}")
_NAME_ENDS = regex.compile(r"(?:^|[\n\t:、,。;)]|[与和及由])\p{Han}[\p{Han}A-Za-z0-9()·]{3,39}$")
_NAME_OPENS = regex.compile(r"(?:\([1-9]\)|以及|[;:\n])\s?(?P<name>\p{Han}[\p{Han}()]{3,30}),[^\n;]{0,120}$")
_LABEL = regex.compile(r"\n\s?(?:\([1-9]\)|[1-9][、.])?\s?(?P<label>\p{Han}{2,10})(?:\([^()\n]{0,14}\))?:[^\n:]*$")
_NO_PARTY = re.compile(
    r"^本|牵头|成员|联合体|^(?:合同|协议|[各双一]方)$|(?:合同|协议|项目|工程|系统|平台|法|条例|办法|服务|文件|信息)$"
)
_LABELLED = regex.compile(r"(?<=\n)(?P<label>\p{Han}{2,10})(?:\([^()\n]{0,14}\))?:(?=\s?\p{Han}{4})")
_SIDES = (("buyer", "first"), ("supplier", "second"))
_FREE = ("甲方", "乙方", "丙方", "丁方")
_LEAD = r"(?<=^|[\d\n\t。.,;:、()“”\" ]|[由向对经与和给按被从至为及或将应凭在到因若如当待则使令请让归含即以])"
_LONGER_LEAD = _LEAD.removesuffix("])") + "的是有请派方时内前后未因])"
_SHORT = 2
"""A common noun (学校, 客户) is the party only where a phrase begins; a longer word behind more."""


def short_names(text: str, pack: RulePack) -> dict[str, str]:
    """Return the short names that the opening of the flow `text` defines for parties, each with its label.

    A name without a label of its own counts only beside another party's, and not where lines with labels name both
    sides already: there it is a third office's.
    """
    first = _FIRST_CLAUSE.search(text)
    opening = text[: min(first.start() if first else len(text), _LONGEST_OPENING)]
    labels = label_keys(pack)
    found: dict[str, str | None] = {}
    others = 0
    for match in _DEFINED.finditer(opening):
        word = match["alias"]
        if _NO_PARTY.search(word) or not _names_organisation(opening, match.start(), pack):
            continue
        if word in labels:
            others += labels[word] == "party"
            continue
        line = _LABEL.search(f"\n{opening[: match.start()]}")
        known = line is not None and labels.get(line["label"]) == "party"
        found.setdefault(word, match["label"] or (line["label"] if known and line else None))
    found |= _beside_labels(opening, labels)
    if None in found.values() and (len(found) + others == 1 or _names_both_sides(opening, pack)):
        found = {word: label for word, label in found.items() if label}
    free = [label for label in _FREE if label not in text]
    return {word: label or free.pop(0) for word, label in found.items() if label or free}


def _beside_labels(opening: str, labels: Mapping[str, str]) -> dict[str, str | None]:
    """Return the short names that stand in brackets between a party's label and its name, each with that label."""
    found: dict[str, str | None] = {}
    for match in _BESIDE_LABEL.finditer(f"\n{opening}"):
        words = [word.strip(" \"“”'‘’「」『』【】") for word in _OR.split(match["aliases"])]
        new = [w for w in words if _NAME.fullmatch(w) and w not in labels and not _NO_PARTY.search(w)]
        found |= dict.fromkeys(new, match["label"]) if labels.get(match["label"]) == "party" else {}
    return found


def _names_both_sides(opening: str, pack: RulePack) -> bool:
    """Tell whether lines of the opening name a buyer and a supplier behind their labels."""
    parties = pack.table("labels.parties")
    named = {line["label"] for line in _LABELLED.finditer(f"\n{opening}")}
    return all(named & {*parties[side], *parties[place]} for side, place in _SIDES)


def _names_organisation(text: str, end: int, pack: RulePack) -> bool:
    """Tell whether the name of an organisation stands before `end`, or opens the sentence that leads there."""
    endings = pack.words("parties.organisation_endings")
    before = text[max(0, end - _LONGEST_CLAUSE) : end]
    if before.endswith(endings) and _NAME_ENDS.search(before) is not None:
        return True
    return opening_name(text, end, endings) is not None


def opening_name(text: str, end: int, endings: tuple[str, ...]) -> tuple[int, int] | None:
    """Return where the name with one of `endings` stands that opens the sentence leading to `end`, or None.

    某某委员会,一家依法设立的机构,其办公地位于某路1号(以下简称“客户”).
    """
    start = max(0, end - _LONGEST_CLAUSE)
    opens = _NAME_OPENS.search(text[start:end])
    if opens is None or not opens["name"].endswith(endings):
        return None
    return start + opens.start("name"), start + opens.end("name")


def with_labels(text: str, origin: array[int], names: dict[str, str]) -> tuple[str, array[int], dict[int, str]]:
    """Return the flow's text and origin with each of `names` as its label, and by place each word as it was written."""
    pieces: list[str] = []
    places = array("l")
    written: dict[int, str] = {}
    done = 0
    for start, end in _occurrences(text, names):
        label = names[text[start:end]]
        pieces += (text[done:start], label)
        places.extend(origin[done:start])
        written[len(places)] = text[start:end]
        places.extend([origin[start]] * (len(label) - 1) + [origin[end - 1]])
        done = end
    return "".join([*pieces, text[done:]]), places + origin[done:], written


def _occurrences(text: str, names: dict[str, str]) -> Iterator[tuple[int, int]]:
    """Yield where a short name stands for its party: not inside a longer name, not in the title of a law or paper."""
    short = [name for name in names if len(name) <= _SHORT]
    longer = [name for name in names if len(name) > _SHORT]
    ways = [rf"{_LEAD}(?:{alternation(short)})(?![生端们员长])"] if short else []
    ways += [rf"{_LONGER_LEAD}(?:{alternation(longer)})"] if longer else []
    for match in regex.compile("|".join(ways)).finditer(text):
        if text.rfind("《", 0, match.start()) <= text.rfind("》", 0, match.start()):
            yield match.span()
