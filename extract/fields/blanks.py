"""Blanks left to fill in, and whether the whole file is an unfilled form."""

from __future__ import annotations

import re
from bisect import bisect_right

from extract.fields.context import Context
from extract.fields.parties.ownership import member_below
from extract.fields.payments.blocks import option_number
from extract.model import Blank
from extract.structure.numbering import read_number
from extract.structure.values import LabelledValue

_KEYS = ("contract_number", "project_number", "plan_number", "project_name", "signed_on", "signed_at", "party")
_OF_ACCOUNTS = ("bank", "bank_code", "account")
_OF_PARTIES = ("address", "legal_representative", "tax_id", *_OF_ACCOUNTS)
"""What a party that is named has; a form may ask for it twice, and wherever it is signed."""
_MAY_NOT_APPLY = ("project_number", "plan_number", "project_name")
"""Not every contract has them: a stroke says that this one has none."""
_MASK = "****"
"""What a published contract has in the place of a value is no blank."""
_MANY = 12
_LABEL_LENGTH = 12
_OPTION_MARK = re.compile(r"[:;。,]\s?")
_OPTIONS = 8
"""Paragraphs above an option in which the form says which option is agreed."""


def read_blanks(context: Context) -> tuple[Blank, ...]:
    """Return the blanks outside signature pages: labels without a value, and ____, 【】, ×× in the text."""
    blanks: dict[int, Blank] = {}
    for value in context.labels.of(*_KEYS, *_OF_PARTIES):
        masked = _MASK in context.text[value.start : value.end]
        open_label = value.blank and not masked and value.section in ("cover", "preamble", "body")
        if open_label and value.key == "party" and not _awaits_value(context, value.label_start):
            continue  # 「发包人」 as a heading
        if open_label and value.key == "party" and (member_below(context, value) or _is_named_below(context, value)):
            continue
        if value.key in _OF_PARTIES and not _is_asked_for(context, value):
            continue
        if value.key in _MAY_NOT_APPLY and "/" in context.text[value.label_start + len(value.label) : value.end + 1]:
            continue
        if open_label and context.text[value.label_start : value.end].strip():
            end = max(value.end, value.label_start + len(value.label))
            blanks[value.label_start] = _blank(context, value.label_start, end, value.label)
    labelled = [(start, context.flow.flow_offset(blank.spans[0].end)) for start, blank in blanks.items()]
    for match in context.pack.pattern("blanks.blank").finditer(context.text):
        section = context.outline.section_at(match.start()).kind
        if section not in ("signature", "annex_signature"):
            paragraph = context.outline.paragraph_at(match.start())
            before = context.text[max(paragraph.start, match.start() - _LABEL_LENGTH) : match.start()]
            if _is_not_chosen(context, match.start()) or _is_optional(context, match.start()):
                continue
            index = bisect_right(labelled, (match.start(), len(context.text))) - 1
            if index < 0 or labelled[index][1] <= match.start():
                blanks[match.start()] = _blank(context, *match.span(), before.strip(" :,。;") or "空白")
    return tuple(blanks[start] for start in sorted(blanks))


def _is_not_chosen(context: Context, offset: int) -> bool:
    """Tell whether a blank stands in an option that was not agreed: an open box, another number than the one chosen."""
    text, pack, paragraphs = context.text, context.pack, context.outline.paragraphs
    own = context.outline.paragraph_at(offset)
    ticked = context.ticked(own.start, offset)
    if ticked is not None:
        return not ticked and any(box["ticked"] for box in pack.pattern("payments.box").finditer(text))
    choice = pack.pattern("payments.choice").search(text, own.start, offset)
    if choice is not None:
        return _option_around(text, choice.end(), offset) not in (None, option_number(choice["number"]))
    number = own.number
    for above in reversed(paragraphs[max(own.index - _OPTIONS, 0) : own.index] if number is not None else ()):
        choice = pack.pattern("payments.choice").search(text, above.start, above.end)
        if choice is not None and number is not None:
            return option_number(choice["number"]) != option_number(number.text)
        if above.number is None or number is None or above.number.style != number.style:
            return False
    return False


def _option_around(text: str, start: int, offset: int) -> int | None:
    """Return the number of the option in [start, offset) that a blank stands in: 第2种方式:1.提交____仲裁;2.起诉."""
    numbers = (read_number(text, mark.end()) for mark in _OPTION_MARK.finditer(text, start, offset))
    return next((option_number(number.text) for number in reversed([*numbers]) if number is not None), None)


def _is_optional(context: Context, offset: int) -> bool:
    """Tell whether a blank need not be filled in: 分包金额(如有), and the 大写 in the line below it."""
    text, optional = context.text, context.pack.pattern("blanks.optional")
    own = context.outline.paragraph_at(offset)
    if optional.search(text, own.start, offset):
        return True
    above = context.outline.paragraphs[max(own.index - 1, 0)]
    again = text[own.start : offset].strip(":") in ("大写", "小写")
    return again and optional.search(text[above.start : above.end].rstrip("_ ")) is not None


def _awaits_value(context: Context, label_start: int) -> bool:
    """Tell whether a colon or an open line follows a label on its line, and nothing but that.

    In the body 「甲方：」 above a numbered list heads what that party is to do.
    """
    paragraph = context.outline.paragraph_at(label_start)
    following = context.outline.paragraphs[paragraph.index + 1 : paragraph.index + 2]
    if context.outline.section_at(label_start).kind == "body" and any(each.number is not None for each in following):
        return False
    line = context.text[label_start : paragraph.end]
    return re.fullmatch(r"[^:_\n]{1,24}[:_][\s_:]*", line) is not None


def _is_asked_for(context: Context, value: LabelledValue) -> bool:
    """Tell whether a form asks for what a party has where it is named or paid, and no other place tells it.

    「乙方收款账户：」 heads the lines on its account.
    """
    if value.label.endswith("户") or (value.section == "body" and value.key not in _OF_ACCOUNTS):
        return False
    told = (other for other in context.labels.of(value.key) if not other.blank)
    return not any(value.group is None or other.group in (value.group, None) for other in told)


def _is_named_below(context: Context, value: LabelledValue) -> bool:
    """Tell whether the line below a party's label names it: 监理人: / 名称:某公司."""
    below = next((other for other in context.labels.values if other.start > value.end), None)
    return below is not None and below.key == "name" and not below.blank and below.paragraph == value.paragraph + 1


def _blank(context: Context, start: int, end: int, label: str) -> Blank:
    span = context.span(start, end)
    return Blank(
        label=label,
        section=context.outline.section_at(start).kind,
        text=context.quote(span),
        spans=(span,),
        rule="blanks.blank",
    )


def is_unfilled(context: Context, blanks: tuple[Blank, ...]) -> bool:
    """Tell whether the file is a form whose blanks are open: many blanks, and no party that is named."""
    named = any(
        value.key == "party" and not value.blank and value.section != "annex" for value in context.labels.values
    )
    open_parties = [value for value in context.labels.of("party") if value.blank]
    return len(blanks) >= _MANY and (not named or (len(open_parties) >= 2 and len(blanks) >= 2 * _MANY))
