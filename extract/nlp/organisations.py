"""Organisations in running text: their endings say that there is a name, jieba's words and tags where it begins."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extract.nlp.mentions import Text
from extract.nlp.segmentation import Word, tag_of, tagged_words
from extract.rulepack import RulePack

_SHORTEST_NAME = 4
_SHORTEST_OWN_NAME = 2
"""中铁 is the shortest name that a company has before its ending."""
_PARTING = ("p", "c", "u", "r", "nl")
"""Prepositions, conjunctions, particles, pronouns, and the words of parties, posts and labels: a name begins behind."""
_ACTING = frozenset({"v", "vd", "vi", "d", "ad"})
"""Verbs and adverbs, which may also stand inside a name (保卫, 启明); nouns made of verbs are tagged vn."""
_MOST_PARTS = 3
_KINDRED = ("nt", "nz", "j")
"""Tags of what may stand before the place in a name: 共青团云岭市委员会."""
_NO_OWN_NAME = ("vn", "r", "q", "b", "u", "f", "d")
"""Tags of words before an ending that make no name of their own: 监理公司, 下属公司."""
_NO_PLACE = ("m", "v", "n", "d", "f")
"""Tags of words that form no name of a place with 市 or 区 behind them: 服务区, 两县."""


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
    run = before[0] if before else ""
    whole = tagged_words(run + form)  # 教育局 is a word
    words = name_words([_cut_off(word, run) for word in whole if word.start < len(run)], pack)
    if not words or words[-1].text in pack.words("names.leading"):
        return None
    length = len(run) - words[0].start + len(form)
    if ending["company"]:
        named = _own_name(words, pack) >= _SHORTEST_OWN_NAME
    else:
        named = _has_place(words, pack) or (form in pack.words("names.unplaced_endings") and _is_unknown(words))
    return ending.end() - length if named and length >= _SHORTEST_NAME else None


def _cut_off(word: Word, run: str) -> Word:
    """Return `word` as far as it lies in `run`: 信息 of 信息中心."""
    if word.end <= len(run):
        return word
    rest = run[word.start :]
    return Word(word.start, rest, word.tag if word.tag == "nt" else tag_of(rest))


def name_words(words: Sequence[Word], pack: RulePack) -> Sequence[Word]:
    """Return the words at the end of `words` that can be a name: those behind 甲方委托, 应由, 项目名称."""
    for index in range(len(words) - 1, -1, -1):
        if _parts(words, index, pack):
            words = words[index + 1 :]
            break
    if words and words[0].text == "(":
        closed = next((index for index, word in enumerate(words) if word.text == ")"), -1)
        words = words[closed + 1 :]
    first = next((index for index in range(len(words)) if _is_place(words, index, pack)), None)
    leading = pack.words("names.leading")
    if first is not None:
        while first > 0 and _before_place(words[first - 1], leading):
            first -= 1
        return words[first:]
    begin = 0
    for index, word in enumerate(words):
        if len(word.text) == 1 and word.text not in leading:
            break
        if len(word.text) == 1 or word.tag in _ACTING:
            begin = index + 1  # 款项汇入岚川启明咨询有限公司
    return words[begin:]


def _before_place(word: Word, leading: tuple[str, ...]) -> bool:
    """Tell whether `word` belongs to the name in which a place follows: 共青团, and characters that make no word."""
    return word.tag.startswith(_KINDRED) or (len(word.text) == 1 and word.text not in leading)


def _parts(words: Sequence[Word], index: int, pack: RulePack) -> bool:
    """Tell whether the name begins behind words[index]: 由, 的, 甲方; verbs before a place; 和 before a place."""
    word = words[index]
    before_place = index + 1 < len(words) and _is_place(words, index + 1, pack)
    if word.tag == "c" and not before_place:
        in_word = index > 0 and len(word.text) == len(words[index - 1].text) == 1  # 锦川宁和
        return not in_word and not _has_place(words[:index], pack)  # 云岭市住房和城乡建设局
    if word.tag.startswith(_PARTING):
        return True
    acts = len(word.text) > 1 and word.tag in _ACTING  # one character may be part of a place: 临|湖区
    return before_place and (acts or word.text in pack.words("names.leading"))


def _has_place(words: Sequence[Word], pack: RulePack) -> bool:
    return any(_is_place(words, index, pack) for index in range(len(words)))


def _is_place(words: Sequence[Word], index: int, pack: RulePack) -> bool:
    """Tell whether a place, or a body named after one, begins at words[index]; not where brackets hold it.

    The dictionary knows places; others are told by 市, 县 and the like behind two characters: 岚川市.
    """
    word = words[index]
    if index and words[index - 1].text == "(":
        return False
    if word.text.startswith(pack.words("names.nationwide")):
        return True
    if word.tag in ("ns", "nt") and len(word.text) > 1:
        return word.tag == "ns" or any(tag_of(word.text[:length]) == "ns" for length in (2, 3))
    if word.tag.startswith((*_PARTING, *_NO_PLACE)) and (
        len(word.text) > 1 or word.text in pack.words("names.leading")
    ):
        return False
    beginning = "".join(following.text for following in words[index : index + 3])
    return pack.pattern("names.unknown_place").match(beginning) is not None


def _is_unknown(words: Sequence[Word]) -> bool:
    """Tell whether characters that make no word begin a name: 岚|川|海关, 岚|川|职业|技术|学院."""
    return len(words) > 1 and all(len(word.text) == 1 for word in words[:2])


def _own_name(words: Sequence[Word], pack: RulePack) -> int:
    """Return how much of a name is left without its trade: 恒泰 of 恒泰物业, nothing of 专业物业."""
    generic = pack.words("names.generic")
    for word in reversed(words):
        trade = word.text in generic or (len(word.text) > 1 and word.tag.startswith(_NO_OWN_NAME))
        if not trade:
            return word.end - words[0].start
    return 0


def _name_end(text: str, start: int, end: int, pack: RulePack) -> int:
    """Return the end of the name with the branches, offices or forms behind it: 信息中心, 西安分公司."""
    for _ in range(_MOST_PARTS):
        rest = pack.pattern("names.rest_of_name").match(text, end)
        if rest is None or not _belongs(rest[0], text[start : start + 2], pack):
            break
        end = rest.end()
    return end


def _belongs(rest: str, begins: str, pack: RulePack) -> bool:
    """Tell whether `rest` behind a name that `begins` so is part of it, and no other body of the same place."""
    words = tagged_words(rest)
    first = words[0]
    if first.text in pack.words("names.leading") or (len(first.text) > 1 and first.tag in _ACTING):
        return False
    if any(_parts(words, index, pack) for index in range(len(words))):
        return False
    return not rest.startswith(begins) or rest.endswith(pack.words("names.branches"))
