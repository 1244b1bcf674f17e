"""Which lines are one paragraph: those that a margin, a page or a cell cut, told by how they end and begin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import regex

from extract.rulepack import RulePack
from extract.structure.lines import LABEL_START, LONGEST_LABEL_LINE, Line, label_keys, without_note
from extract.structure.numbering import read_number, starts_numbered
from extract.structure.unwrapping import COUNTED, closes_bracket, is_rest_of_number
from extract.width import is_han

_DAY = r"[\d一二三四五六七八九十]{1,3}"
_DATE = rf"(?:(?:\d{{4}}|[〇零○一二三四五六七八九]{{4}})年{_DAY}月{_DAY}日|\d{{4}}[-./]\d{{1,2}}[-./]\d{{1,2}})"
_DATES = re.compile(rf"{_DATE}(?:[ \t]*{_DATE})?")
"""A date, or those of two parties beside each other."""
_OPENS = regex.compile(
    rf"{LABEL_START.pattern}|[A-H]-\d{{1,2}}(?!\d)|[甲乙丙丁]方\(\p{{Han}}{{2,8}}\) ?\p{{Han}}{{4}}"
    r"|第[一二三四五]{1,2}[节部章]第\d{1,2}(?:\.\d{1,2}){0,2}[款条项](?![的中所规约之和、及或])\p{Han}{2}"
)
"""A label, the number of an annex's clause: A-1, a party before its name: 甲方(需方)某局, or a row of special terms."""
_TERMINAL = frozenset("。;:!?…")
_JOINS_ON = frozenset(",、(《“-—/")
_DANGLING = frozenset("的和与及或在于由将按向对经并且后")
"""No sentence and no heading ends with these."""
_WORDS_IN_HOU = ("售后", "最后", "前后", "事后", "背后")
_CONTINUES = frozenset(",。、;)》”:%元")
_REST_OF_RATE = re.compile(r"\d{1,3}(?:\.\d+)?[%‰](?:[的以及)]|违约金|作为)")
"""No sentence begins with a rate and what is told of it: 3%的, 20%的违约金."""
_TURN = regex.compile(
    r"第[一二三四五六七八九十\d]{1,3}(?P<unit>[期次笔批])|\d{4}年\d{1,2}月\d{1,2}日(?P<unit>之?前|以前)"
)
"""What the lines of a list without numbers begin with: 第一期 2025年1月31日前 90,000元."""
_NUMBER_VALUE = re.compile(r"[^:]{1,12}号(?:码)?(?:\([^()]{0,16}\))?:[^:]{0,60}[A-Za-z0-9]")
"""合同编号:X-2024-3, 账号:6222…: words in a line below belong to something else."""
_IDENTIFIER = re.compile(r"[\dA-Z][\dA-Z -]{7,}")
"""A line that is a number of an account, a telephone, a code."""
_SPLIT_NAMES = tuple(
    (name[:cut], regex.compile(rf"{name[cut:]}(?![^\s(,、])"))
    for name in ("有限公司", "有限责任公司", "委员会", "事务所", "管理局", "办事处")
    for cut in range(1, len(name))
)
"""The halves of what names end with, parted by a line break."""
_AMOUNT = re.compile(r"[元圆角分][整正]?$|\d\.\d\d$")
_SAID_AGAIN = re.compile(r"\((?:人民币)?(?:大写|小写|[¥￥])")
_ENOUGH_LINES, _PARTED = 20, 0.6
"""Of a text of so many lines, so great a part must follow a blank one to say that blank lines part paragraphs."""
_FEWEST_CUT, _CUT = 4, 0.25
"""Of the lines of prose, so many and so great a part must end in mid-sentence: a ragged copy."""
_MOST_FOR_A_STOP = 4
"""Who puts fewer stops than one for so many lines ends his sentences without any."""
_PAUSES = frozenset(",。;")
_LONGER_THAN_HEADINGS = 14
_OF_ITEMS, _LONGEST_ITEM_HEADING = ("arabic", "arabic_bracket", "arabic_half", "circled", "han_bracket"), 12
_OF_SENTENCES = re.compile("[应须将由经自于与在]|不得|为确保")
_CODE_CUT = (
    re.compile(r"[\dA-Za-z._-]$"),
    re.compile(r"(?:\d[\d -]{0,20}|[A-Za-z@._-][\dA-Za-z@._-]{0,30})(?=$|[^\dA-Za-z -])"),
)
"""How the two halves of a number, a code or an e-mail address end and begin that a line break parted."""
_FIXED_NUMBER = re.compile(
    r"(?:(?P<postcode>邮编|邮政编码)|代码|识别号|税号)(?:\([^()]{1,12}\))?: ?(?P<written>[\dA-Z]{1,17})$"
)
_REST = re.compile(r"[\dA-Z]{1,17}(?![\dA-Za-z.、])")
_POSTCODE, _CREDIT_CODE = 6, 18
"""Numbers of so many signs, of which a line break may have left some in the line below."""
_LONGEST_PARAGRAPH = 4000
_SHORTEST_WRAPPED = 20
_LONG_ENOUGH = 12
"""A shorter line is a heading or a label, not a wrapped line."""
_FEWEST_WALLS = 3
"""A row of so many columns and one more is no rest of a line without any."""
_LONGEST_CUT = 8
_LONGEST_REST = 24
"""What is left of a labelled value (an address, a bank) is at most so long."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a text is laid out, and the words by which lines are told apart."""

    width: int
    """A line from this length on counts as full: it ends at the margin, not at a paragraph's end.

    None is so long where hardly a sentence has a stop: there the line's end is the sentence's.
    """
    parted: bool
    """Blank lines stand between the paragraphs: without one, a line goes on where the line before it stopped."""
    ragged: bool
    """Lines end in mid-sentence at any length: what a narrow window or a chat left of the text."""
    openers: tuple[str, ...]
    endings: tuple[str, ...]
    labels: Mapping[str, str]
    rests: Mapping[str, tuple[str, ...]]
    """By what a label labels: the words with which its value ends, and a blank line does not part it from."""


def goes_on(previous: Line, line: Line, habits: Habits) -> bool:
    """Tell whether `line` belongs to the paragraph of `previous`; a label that fills a line is a paragraph."""
    if len(previous.text) > _LONGEST_PARAGRAPH:
        return False
    if _is_label_line(previous.text, habits.labels) or _is_label_line(line.text, habits.labels):
        return line.text.startswith("或")  # 法定代表人 / 或其委托代理人(签章) is one label
    return _joined(previous, line, habits)


def _is_label_line(text: str, labels: Mapping[str, str]) -> bool:
    """Tell whether a line is a label and nothing else, its value standing in the line below: 单位名称(公章)."""
    return len(text) <= LONGEST_LABEL_LINE and text[-1] != ":" and without_note(text) in labels


def habits_of(lines: list[Line], pack: RulePack) -> Habits:
    """Return how the text of `lines` is laid out."""
    labels = label_keys(pack)
    lengths = sorted(
        len(line.text) for line in lines if len(line.text) >= 15 and not line.alone and line.text[-1] not in _TERMINAL
    )
    width = max(16, min(60, int(lengths[len(lengths) * 3 // 4] * 0.8))) if lengths else 25
    parted = sum(line.blank_before for line in lines)
    prose = [line.text for line in lines if not line.alone and _is_prose(line.text)]
    cut = sum(text[-1] not in _TERMINAL for text in prose)
    stops = sum(line.text.count("。") + line.text.count(";") for line in lines)
    stacked = sum(_is_label_line(line.text, labels) for line in lines) > len(prose) / 2  # a form: each value below
    unstopped = cut >= _FEWEST_CUT and cut > stops * _MOST_FOR_A_STOP
    return Habits(
        width=len(max((line.text for line in lines), key=len)) + 1 if unstopped else width,
        parted=len(lines) >= _ENOUGH_LINES and parted >= len(lines) * _PARTED,
        ragged=cut >= max(_FEWEST_CUT, len(prose) * _CUT) and not unstopped and not stacked,
        openers=(*pack.words("structure.openers"), *(f"{line}\n" for line in pack.words("structure.title_lines"))),
        endings=pack.words("structure.complete_endings"),
        labels=labels,
        rests=pack.table("structure.rests"),
    )


def _joined(previous: Line, line: Line, habits: Habits) -> bool:
    """Tell whether `line` goes on where `previous` was wrapped."""
    before, after = previous.text, line.text
    if closes_bracket(before, after):
        return True
    if not line.blank_before and _ends_last_cell(before, after, habits):
        return True
    dangling = before[-1] in _DANGLING and not before.endswith(_WORDS_IN_HOU) and len(before) >= _LONG_ENOUGH
    if not line.blank_before and _cuts_fixed_number(before, after):
        return True
    if starts_numbered(after) or (line.alone and not (dangling and "\t" in after)):
        return False
    if _AMOUNT.search(before) is not None and _SAID_AGAIN.match(after) is not None:
        return True  # 人民币玖万元整 above (¥90,000.00元), whatever stands between
    if before[-1] in ",、" and "\t" in before and not line.blank_before:
        return True  # a table cell of several lines
    if previous.alone or ("\t" not in before and after.count("\t") >= _FEWEST_WALLS):
        return False
    if not line.blank_before and (dangling or _runs_on(before, after) or _cuts_label(before, after, habits.labels)):
        return True
    if previous.cut and not line.blank_before and not LABEL_START.match(before):
        return not _apart(before, after, habits)
    if (
        before[-1] == ":"
        and not _is_labelled(after, habits)
        and len(before) >= habits.width
        and ((after[0].isascii() and (after[0].isalnum() or after[0] == "¥")) or "。" in before)
    ):
        return True
    return (
        not line.begins and not _apart(before, after, habits) and _wrapped(previous, after, line.blank_before, habits)
    )


def _runs_on(before: str, after: str) -> bool:
    """Tell whether `after` begins with what nothing begins with: a comma, a closing bracket, 元, 个工作日 behind 10."""
    if before[-1].isdecimal() and COUNTED.match(after) is not None:
        return True
    if before[-1] not in _TERMINAL and len(before) >= _LONG_ENOUGH and _REST_OF_RATE.match(after) is not None:
        return True
    return after[0] in _CONTINUES and not (before[-1] in _TERMINAL and after[0] != ")")


def _cuts_fixed_number(before: str, after: str) -> bool:
    """Tell whether two lines hold the halves of a number whose length is known: 邮编:6500 / 11."""
    cut, rest = _FIXED_NUMBER.search(before), _REST.match(after)
    if cut is None or rest is None:
        return False
    return len(cut["written"] + rest[0]) == (_POSTCODE if cut["postcode"] else _CREDIT_CODE)


def _cuts_label(before: str, after: str, labels: Mapping[str, str]) -> bool:
    """Tell whether the line break stands inside a label: (招 / 标编号:."""
    head, colon, _ = after[:_LONGEST_CUT].partition(":")
    return bool(colon) and head not in labels and any(before[-k:] + head in labels for k in range(1, _LONGEST_CUT))


def _apart(before: str, after: str, habits: Habits) -> bool:
    """Tell whether two lines are two paragraphs by how the first ends or the second begins."""
    bracketed = before[0] == "(" and before[-1] == ")"
    opens = f"{after}\n".startswith(habits.openers) or after[0] in "☑□■◆●•·*_【[|" or _OPENS.match(after) is not None
    opens = opens or _is_labelled(after, habits)
    dated = before[-1] != ":" and _DATES.fullmatch(after) is not None
    turns = _TURN.match(before), _TURN.match(after)
    listed = all(turns) and len({turn["unit"] for turn in turns if turn is not None}) == 1
    return bracketed or before[-1] in _TERMINAL or opens or dated or listed


def _is_labelled(text: str, habits: Habits) -> bool:
    """Tell whether a line begins with a known label and its colon."""
    head, colon, _ = text.partition(":")
    return colon != "" and habits.labels.get(without_note(head), "other") != "other"


def _wrapped(previous: Line, after: str, blank_before: bool, habits: Habits) -> bool:
    """Tell whether a line was wrapped, by its length, an open bracket, or a value that is not complete."""
    before = previous.text
    if _IDENTIFIER.fullmatch(before) or (_IDENTIFIER.fullmatch(after) and before.endswith(habits.endings)):
        return False  # two numbers in two lines are never made one
    if is_rest_of_number(after, before) and not blank_before:
        return True
    if habits.ragged and not blank_before and (_is_prose(before) or _cuts_code(before, after)):
        return True
    if any(before.endswith(name) and rest.match(after) for name, rest in _SPLIT_NAMES) and not blank_before:
        return len(after) <= _LONGEST_REST
    opened = before.count("(") > before.count(")") or before.count("《") > before.count("》")
    if opened and len(after) <= _LONG_ENOUGH * 16:
        return not blank_before or len(before) >= _LONG_ENOUGH
    if before[-1] == "," and not blank_before:
        return len(before) >= _LONG_ENOUGH - 2
    if LABEL_START.match(before) and not ("," in before and len(before) >= habits.width):
        if before[-1].isdigit() and after[0].isdigit():
            return False  # two numbers in two lines are never made one
        near = not blank_before or _completes(previous, after, habits)
        short = len(after) <= _LONGEST_REST and near and "。" not in after and after[0] != "("
        complete = before.endswith(habits.endings) or (_NUMBER_VALUE.fullmatch(before) and is_han(after[0]))
        return short and len(before) >= _LONG_ENOUGH and not complete
    if before[-1] in _JOINS_ON:
        return len(before) >= _LONG_ENOUGH - 2
    if blank_before:
        return len(before) >= max(habits.width, 25) and len(after) >= 4 and is_han(after[0])
    return len(before) >= (min(habits.width, _SHORTEST_WRAPPED) if habits.parted else habits.width)


def _is_prose(text: str) -> bool:
    """Tell whether a line holds a sentence or its beginning, and no heading or value alone."""
    number = read_number(text)
    if not _PAUSES.isdisjoint(text[:-1]) or (":" in text[:-1] and number is not None):
        return True
    if number is not None and number.style in _OF_ITEMS and len(text) >= _LONGEST_ITEM_HEADING:
        return True
    return len(text) >= _LONGER_THAN_HEADINGS and _OF_SENTENCES.search(text) is not None and ":" not in text


def _cuts_code(before: str, after: str) -> bool:
    """Tell whether a line break may stand inside a number, a code or an e-mail address: 合同编号:LJ-2025 above -019."""
    end, begin = _CODE_CUT
    rest = begin.match(after)
    return end.search(before) is not None and rest is not None and rest[0][-1] != " "


def _completes(previous: Line, after: str, habits: Habits) -> bool:
    """Tell whether `after` ends an address or a bank's name where a blank line stands before each line of a block."""
    key = habits.labels.get(previous.text.partition(":")[0], "")
    return previous.blank_before and after.endswith(habits.rests.get(key, ()))


def _ends_last_cell(before: str, after: str, habits: Habits) -> bool:
    """Tell whether a row begins with what ends the address or bank at the end of the row above.

    甲方:某局    地址:某县某街 above 道9号    邮编:233500. Where the label stands twice, the rest may be of either.
    """
    label, colon, value = before.rpartition("\t")[2].partition(":")
    rest, _, behind = after.partition("\t")
    endings = habits.rests.get(habits.labels.get(label, ""), ())
    alone = colon != "" and before.count(f"{label}:") == 1 and not value.endswith(habits.endings)
    return alone and ":" in behind and ":" not in rest and rest.endswith(endings)
