"""Laws and other rules of the state that a contract cites, in 《》 or by a well-known name without it."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extract.nlp.mentions import Law, Text
from extract.rulepack import RulePack
from extract.width import is_han

_LAYOUT = str.maketrans("", "", " \n\t")
_NATION = "中华人民共和国"
_SHORTEST_RULE = 7
"""《保密规定》, 《管理办法》 are papers of the parties: no rule of the state has so short a name."""
_SHORTEST_STANDARD = 6
_FARTHEST = 120
"""Characters before a title in which laws that are set aside with it may stand."""
_SHORT_NAME = 3
"""Names up to this length also end other words: 按实计量法 is no 计量法."""


def find_laws(text: str, pack: RulePack) -> tuple[Law, ...]:
    """Return the laws, regulations, rules, interpretations and standards cited in the flow `text`, in order.

    `value` is the title as written, without 《》, spaces and line breaks; the span lies inside the marks.
    The number of an order behind a title belongs to it. The tender's papers, annexes and the parties' own rules are
    none. 政府采购法及其实施条例 names two.
    """
    found: list[Law] = []
    titles: list[tuple[int, int]] = []
    for match in _titles(text, pack):
        titles.append(match.span())
        title = match["title"].translate(_LAYOUT)
        if pack.pattern("laws_cited.set_aside").search(text, max(0, match.start() - _FARTHEST), match.start()):
            continue
        if _is_cited_by_number(text, match, pack) or is_law_title(title, pack):
            found.append(Law(*match.span("title"), title, order=_order_behind(text, match.end(), pack)))
            found += _implementing(title, pack.pattern("laws_cited.implementing").match(text, match.end()))
    for law in (*_unmarked(text, pack), *_unmarked_rules(text, pack)):
        if not any(start < law.end and law.start < end for start, end in titles):
            found.append(law)
            titles.append((law.start, law.end))
    return tuple(sorted(found, key=lambda law: law.start))


def is_law_title(title: str, pack: RulePack) -> bool:
    """Tell by its words alone whether a title (without 《》) is a law, regulation, rule or standard."""
    bare = pack.pattern("laws_cited.edition").sub("", title)
    if bare.removeprefix(_NATION) in pack.words("laws_cited.known"):
        return True
    if bare.startswith(pack.words("laws_cited.no_beginnings")):
        return False
    if bare.endswith(pack.words("laws_cited.law_endings")):
        return not bare.endswith(pack.words("laws_cited.not_law_endings")) or _is_rule(bare, pack)
    return _is_rule(bare, pack)


def _is_rule(bare: str, pack: RulePack) -> bool:
    """Tell a ministry's or local rule, an announcement or a standard from the parties' own papers."""
    if pack.pattern("laws_cited.own_paper").search(bare):
        return False
    public = "关于" in bare or "印发" in bare or pack.pattern("laws_cited.begins_with_authority").search(bare)
    internal = any(word in bare for word in pack.words("laws_cited.internal"))
    if bare.endswith(pack.words("laws_cited.rule_endings")):
        named = len(bare) >= _SHORTEST_RULE or bare.startswith(pack.words("laws_cited.state_subjects"))
        return bool(public) or (named and not internal)
    if bare.endswith(pack.words("laws_cited.announced_endings")):
        return bool(public) and not internal
    if bare.endswith(pack.words("laws_cited.standard_endings")):
        subject = bare.startswith(pack.words("laws_cited.standard_subjects"))
        return bool(public) or (subject and len(bare) >= _SHORTEST_STANDARD and not internal)
    return False


def _titles(text: str, pack: RulePack) -> Iterator[regex.Match[str]]:
    """Yield the titles in 《》, each with the titles inside it."""
    pattern = pack.pattern("laws_cited.title")
    position = text.find("《")
    while position >= 0:
        match = pattern.match(text, position)
        if match:
            yield match
        position = text.find("《", match.end() if match else position + 1)


def _unmarked(text: str, pack: RulePack) -> Iterator[Law]:
    """Yield the laws and orders that are named without 《》."""
    known, leading = pack.words("laws_cited.known"), pack.words("laws_cited.before_short")
    for match in pack.pattern("laws_cited.name_end").finditer(text):
        end = match.end("name")
        if not text.endswith(known, 0, end):
            continue
        length = max(len(name) for name in known if text.endswith(name, 0, end))
        start = end - length - (len(_NATION) if text.endswith(_NATION, 0, end - length) else 0)
        inside_word = is_han(text[max(start - 1, 0) : start]) and not text.endswith(leading, 0, start)
        if length <= _SHORT_NAME and inside_word:
            continue
        yield Law(start, end, text[start:end])
        yield from _implementing(text[start:end], match)
    for match in pack.pattern("laws_cited.order").finditer(text):
        yield Law(match.start(), match.end(), match[0].translate(_LAYOUT))


def _unmarked_rules(text: str, pack: RulePack) -> Iterator[Law]:
    """Yield the rules named without 《》 behind 根据 and the like, with who made them: 云岭省物业管理办法."""
    for match in pack.pattern("laws_cited.unmarked_rule").finditer(text):
        if is_law_title(match["rule"], pack):
            yield Law(*match.span("rule"), match["rule"])


def _is_cited_by_number(text: str, match: regex.Match[str], pack: RulePack) -> bool:
    """Tell whether a document number or a standard's number goes with the title."""
    standard = pack.pattern("laws_cited.standard_number")
    before = text[max(match.start() - 20, 0) : match.start()].rpartition("\n")[2].rpartition("《")[2]
    return bool(
        pack.pattern("laws_cited.document_number").match(text, match.end())
        or standard.search(match["title"])
        or standard.search(before)
    )


def _order_behind(text: str, end: int, pack: RulePack) -> Text | None:
    """Return the number of the order behind a title, in the one way of writing it: 财政部第74号令 is 财政部令第74号."""
    match = pack.pattern("laws_cited.order_behind").match(text, end)
    return Text(*match.span("order"), f"{match['ministry']}令第{match['number']}号") if match is not None else None


def _implementing(law: str, match: regex.Match[str] | None) -> Iterator[Law]:
    """Yield the rules that 及其实施条例 adds to `law`."""
    if match is not None and match["implementing"]:
        yield Law(*match.span("implementing"), law + match["implementing"])
