"""Names in running text: organisations by their endings, people by surname and the words around them."""

from __future__ import annotations

import regex

from extract.nlp.mentions import Text
from extract.rulepack import RulePack

_LONGEST_NAME = 32
_SHORTEST_NAME = 4
_SHORTEST_CORE = 2


def find_organisations(text: str, pack: RulePack) -> tuple[Text, ...]:
    """Return the organisations named in the flow `text`, in order.

    A company counts with a name of its own before its legal form (not 本公司, 物业公司), a public body with its
    place (云岭市教育局). Branches behind the name belong to it: 中国建设银行股份有限公司云岭支行 is one.
    """
    found: list[Text] = []
    taken = 0
    for ending in pack.pattern("names.organisation_end").finditer(text):
        if ending.end() <= taken:
            continue
        start = _name_start(text, max(taken, ending.end() - _LONGEST_NAME), ending, pack)
        if start is None:
            continue
        rest = pack.pattern("names.rest_of_name").match(text, ending.end())
        taken = rest.end() if rest and _belongs(rest[0], pack) else ending.end()
        found.append(Text(start, taken, text[start:taken]))
    return tuple(found)


def _name_start(text: str, left: int, ending: regex.Match[str], pack: RulePack) -> int | None:
    """Return where the name that ends with `ending` begins, or None when there is no name before it."""
    start = ending.start()
    while start > left and _is_name_character(text, start - 1, left):
        start -= 1
    run = text[start : ending.end()]
    cut = max((run.rfind(word) + len(word) for word in pack.words("names.cutters") if word in run), default=0)
    run = run[cut:]
    while run.startswith(pack.words("names.leading")) and len(run) > len(ending[0]):
        run = run[1:]
    core = run[: -len(ending[0])]
    if len(core) < _SHORTEST_CORE or len(run) < _SHORTEST_NAME or core.endswith(pack.words("names.generic")) and len(core) <= 4:
        return None
    place = pack.pattern("names.place").search(core)
    if ending[0] in pack.words("names.public_endings") and place is None:
        return None
    if place is not None and place.start() and place.start() <= 4 and not core[: place.start()].endswith("·"):
        run = run[place.start() :]
    return ending.end() - len(run)
