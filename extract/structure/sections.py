"""Sections: cover, preamble, body, signature page, annexes and the signature pages inside annexes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from extract.rulepack import RulePack
from extract.structure.numbering import read_number

SectionKind = Literal["cover", "preamble", "body", "signature", "annex", "annex_signature"]
_Region = tuple[int, int]
_ANNEX_HEAD = re.compile(
    r"[(【\[]?附\s?(?:件|表|录)\s?(?:[A-H](?![A-Za-z])|[一二三四五六七八九十\d]{0,3})(?:-\d+)?\s?[:、.)】\]]?"
)
_LONGEST_HEAD = 45
_LONGEST_TITLE = 16
_LONGEST_BLOCK = 80
"""Lines of a signature page."""
_LONGEST_REMARK = 150
"""Characters of a line of a signature page that is no label."""
_LONGEST_SIGNATURE_LINE = 130
_LONGEST_VALUE = 24
"""Characters from one label of a dense line to the next, on average."""
_NEAR = 4
"""A list of annexes stands at most so many lines above the signatures."""
_FEWEST_CLOSING = 3
"""So many values of a party (representative, account …) make the end of a text a signature page without any seal."""
_TOP_STYLES = frozenset({"part", "chapter", "article", "formal", "han", "han_bracket", "arabic", "plain", "decimal2"})
"""Of the numbers that may head the first clause."""
_LONGEST_LABEL = 24
_LABEL_NOTE = re.compile(r"[( ].*$")
_PARTY_LABELS = (
    "address", "postcode", "legal_representative", "authorized_representative", "either_representative", "contact",
    "phone", "fax", "email", "tax_id", "bank", "bank_code", "account", "holder",
)  # fmt: skip
_TITLE_NOISE = re.compile(r"[\s《》#*]")


@dataclass(frozen=True, slots=True)
class Section:
    """A stretch of the flow of one kind; `annex` counts annexes from 0, `title` is the annex's heading."""

    kind: SectionKind
    start: int
    end: int
    annex: int | None = None
    title: _Region | None = None


@dataclass(slots=True)
class _Marks:
    """What single paragraphs look like, before they are put together into sections."""

    text: str
    regions: list[_Region]
    signing: list[bool]
    """Paragraph holds a sign-here word (盖章, 签字) in signature form."""
    labelled: list[bool]
    """Paragraph is a line or row of signature labels."""


def find_sections(text: str, regions: list[_Region], pack: RulePack) -> tuple[Section, ...]:
    """Return the sections of the flow, in order, without gaps; `regions` are the paragraphs' offsets."""
    marks = _marks(text, regions, pack)
    first_body = _first_body(marks, pack)
    first_preamble = _first_preamble(marks, first_body, pack)
    cuts: list[tuple[int, SectionKind, int | None, _Region | None]] = []
    if first_preamble > 0:
        cuts.append((0, "cover", None, None))
    if first_body > first_preamble:
        cuts.append((first_preamble, "preamble", None, None))
    cuts.append((first_body, "body", None, None))
    annex = -1
    signed = False
    index = first_body
    while index < len(regions):
        end = _signature_block(marks, index, pack)
        if end > index:
            cuts.append((index, "signature" if annex < 0 else "annex_signature", annex if annex >= 0 else None, None))
            signed, index = True, end
            if index < len(regions) and not _annex_title(marks, index, pack, signed=True):
                cuts.append((index, "body" if annex < 0 else "annex", annex if annex >= 0 else None, None))
            continue
        title = _annex_title(marks, index, pack, signed=signed and cuts[-1][1] in ("signature", "annex_signature"))
        if title is not None and not _resumes(text, regions[index], pack):
            annex += 1
            cuts.append((index, "annex", annex, title))
            signed = True
        elif annex >= 0 and _resumes(text, regions[index], pack):
            annex = -1
            cuts.append((index, "body", None, None))
        index += 1
    return _sections(text, regions, cuts)


def _sections(
    text: str, regions: list[_Region], cuts: list[tuple[int, SectionKind, int | None, _Region | None]]
) -> tuple[Section, ...]:
    sections = []
    for position, (index, kind, annex, title) in enumerate(cuts):
        following = cuts[position + 1][0] if position + 1 < len(cuts) else len(regions)
        start = regions[index][0] if index < len(regions) else len(text)
        end = regions[following][0] if following < len(regions) else len(text) + 1
        if end > start:
            sections.append(Section(kind, start, end, annex, title))
    return tuple(sections) or (Section("body", 0, len(text) + 1),)


def _marks(text: str, regions: list[_Region], pack: RulePack) -> _Marks:
    sign = pack.pattern("structure.sign_here")
    label = pack.pattern("structure.signature_label")
    words = frozenset(word for key in _PARTY_LABELS for word in pack.table("labels.fields")[key])
    signing, labelled = [], []
    for start, end in regions:
        row = "\t" in text[start:end]
        short = end - start <= _LONGEST_SIGNATURE_LINE or row or _is_dense(text, start, end)
        if not short or "。" in text[start:end] or (not row and read_number(text, start) is not None):
            signing.append(False)
            labelled.append(False)
            continue
        signing.append(sign.search(text, start, end) is not None)
        labelled.append(label.search(text, start, end) is not None or _of_party(text, start, end, words))
    return _Marks(text, regions, signing, labelled)


def _is_dense(text: str, start: int, end: int) -> bool:
    """Tell whether a long line holds label behind label: the signature page of a text without line breaks."""
    return text.count(":", start, end) * _LONGEST_VALUE >= end - start > _LONGEST_SIGNATURE_LINE


def _of_party(text: str, start: int, end: int, words: frozenset[str]) -> bool:
    """Tell whether a line begins with the label of something that a party has: 银行帐号:."""
    colon = text.find(":", start, min(end, start + _LONGEST_LABEL))
    return colon > start and _LABEL_NOTE.sub("", text[start:colon]) in words


def _first_body(marks: _Marks, pack: RulePack) -> int:
    """Return the index of the paragraph where the numbered clauses begin (0 when there are none)."""
    text = marks.text
    for index, (start, end) in enumerate(marks.regions):
        number = read_number(text, start)
        if number is None or "\t" in text[start:end]:
            continue
        if number.style in _TOP_STYLES:
            later = sum(1 for s, e in marks.regions[index + 1 : index + 12] if e - s > 30 or read_number(text, s))
            listing = pack.pattern("structure.contents_line").search(text, start, end)
            if later >= 2 and not listing:
                return index
    return 0


def _first_preamble(marks: _Marks, first_body: int, pack: RulePack) -> int:
    """Return the index of the paragraph where the text proper begins, at most `first_body`."""
    openers = pack.words("structure.openers")
    for index, (start, end) in enumerate(marks.regions[:first_body]):
        paragraph = marks.text[start:end]
        opened = paragraph.startswith(openers)
        if (opened and end - start >= 10 and paragraph.endswith(("。", ":"))) or (
            end - start >= 28 and (opened or "以下简称" in paragraph or "以下称" in paragraph or "。" in paragraph)
        ):
            back = index
            while (
                back > 0
                and index - back < 6
                and pack.pattern("structure.party_line").match(marks.text, marks.regions[back - 1][0])
            ):
                back -= 1
            return back if _seen_before(marks, back, index) else index
    return first_body


def _seen_before(marks: _Marks, start: int, end: int) -> bool:
    """Tell whether the party lines in [start, end) repeat those of a cover before them."""
    heads = {marks.text[s : s + 2] for s, _ in marks.regions[start:end]}
    return any(marks.text[s : s + 2] in heads for s, _ in marks.regions[:start])


def _signature_block(marks: _Marks, index: int, pack: RulePack) -> int:
    """Return the index behind the signature block that begins at `index`, or `index` if none begins there."""
    text, regions = marks.text, marks.regions
    start, end = regions[index]
    announced = end - start <= 40 and any(word in text[start:end] for word in pack.words("structure.no_more_text"))
    if not announced and not (marks.signing[index] or (marks.labelled[index] and _party_starts(text, start, pack))):
        return index
    last, signing, labels, values, position = index, marks.signing[index], 0, 0, index
    while position < min(len(regions), index + _LONGEST_BLOCK) and position - last <= 3:
        begin, stop = regions[position]
        if position > index and _annex_title(marks, position, pack, signed=True) and not marks.signing[position]:
            break
        dated = position == last + 1 and pack.pattern("structure.signature_tail").fullmatch(text, begin, stop)
        if marks.signing[position] or marks.labelled[position] or dated:
            signing = signing or marks.signing[position]
            labels += 2 if _is_dense(text, begin, stop) else 1
            values += max(1, text.count(":", begin, stop))
            last = position
        elif "\t" not in text[begin:stop] and (
            read_number(text, begin) is not None
            or stop - begin > _LONGEST_REMARK
            or (not signing and text.endswith("。", begin, stop))  # the parties of a letter without numbers: its text
        ):
            break
        position += 1
    closes = position >= len(regions) and values >= _FEWEST_CLOSING and index >= _FEWEST_CLOSING
    if not (signing or closes) or (labels < 2 and not announced):
        return last + 1 if announced and labels else index
    return last + (2 if _awaits_value(marks, last, pack) else 1)


def _awaits_value(marks: _Marks, index: int, pack: RulePack) -> bool:
    """Tell whether a line of a signature page is a label alone, whose value stands in the line below.

    The heading of an annex is no value.
    """
    text = marks.text[slice(*marks.regions[index])]
    if not marks.labelled[index] or marks.signing[index] or ":" in text or index + 1 >= len(marks.regions):
        return False
    if _annex_title(marks, index + 1, pack, signed=True) is not None:
        return False
    start, end = marks.regions[index + 1]
    return end - start <= _LONGEST_HEAD and read_number(marks.text, start) is None and "。" not in marks.text[start:end]


def _party_starts(text: str, start: int, pack: RulePack) -> bool:
    """Tell whether a line begins with a party, or a row does behind a short corner cell (事项|甲方|乙方)."""
    party = pack.pattern("structure.party_line")
    if party.match(text, start) is not None:
        return True
    stop = text.find("\n", start)
    corner = text.find("\t", start, stop if stop >= 0 else len(text))
    return 0 <= corner - start <= 6 and party.match(text, corner + 1) is not None


def _annex_title(marks: _Marks, index: int, pack: RulePack, *, signed: bool) -> _Region | None:
    """Return the region of the annex heading at paragraph `index`, or None.

    「附件一：…」 counts when it is no entry of a list of annexes; behind a signature page a short line that
    ends like the title of an agreement, list or plan counts too.
    """
    text, (start, end) = marks.text, marks.regions[index]
    if end - start > _LONGEST_HEAD and signed:
        return _title_run_on(text, start, end, pack)
    head = _ANNEX_HEAD.match(text, start, end)
    if end - start > _LONGEST_HEAD or "。" in text[start:end]:
        return None
    if "\t" in text[start:end]:
        return _title_behind_tab(marks, index, pack) if signed else None
    if head is not None:
        if not signed and (_in_list(marks, index) or read_number(text, head.end()) is not None):
            return None
        if not signed and pack.pattern("structure.contract_itself").fullmatch(text, head.end(), end):
            return None
        if head.end() >= end and index + 1 < len(marks.regions):
            following = marks.regions[index + 1]
            if (
                following[1] - following[0] <= _LONGEST_HEAD
                and read_number(text, following[0]) is None
                and "\t" not in text[slice(*following)]
                and ":" not in text[slice(*following)]
            ):
                return following
        return (head.end(), end) if head.end() < end else (start, end)
    if not signed or read_number(text, start) is not None:
        return None
    line = _TITLE_NOISE.sub("", text[start:end])
    titled = (
        len(line) <= 30
        and line.endswith(pack.words("structure.annex_titles"))
        and ":" not in line
        and "(" not in line[:1]
    )
    return (_supplement_below(marks, index, pack) or (start, end)) if titled else None


def _supplement_below(marks: _Marks, index: int, pack: RulePack) -> _Region | None:
    """Return the line below one that repeats the contract's title, where it says that a supplement begins: 补充协议."""
    below = marks.regions[index + 1] if index + 1 < len(marks.regions) else (0, 0)
    line = _TITLE_NOISE.sub("", marks.text[slice(*below)])
    return below if pack.pattern("structure.supplement").fullmatch(line) else None


def _title_behind_tab(marks: _Marks, index: int, pack: RulePack) -> _Region | None:
    """Return the title that a wide gap parts from the number of its annex, where no other annex is named beside it."""
    text, (start, end) = marks.text, marks.regions[index]
    head, title = _ANNEX_HEAD.match(text, start, end), text.rfind("\t", start, end) + 1
    endings = (*pack.words("structure.annex_titles"), *pack.words("structure.numbered_titles"))
    if head is None or head.end() < title - 1 or not text[title:end].endswith(endings):
        return None
    beside = marks.regions[index - 1 : index] + marks.regions[index + 1 : index + 2]
    return None if any(_ANNEX_HEAD.match(text, *near) for near in beside) else (title, end)


def _title_run_on(text: str, start: int, end: int, pack: RulePack) -> _Region | None:
    """Return the title that a numbered annex begins with in the line of its text: 附件一配置清单 设备一:…."""
    head = _ANNEX_HEAD.match(text, start, end)
    if head is None or "\t" in text[start:end] or not head[0].strip("([【:、.)】] ")[2:]:
        return None
    for stop in range(head.end() + 2, min(head.end() + _LONGEST_TITLE, end) + 1):
        if text[head.end() : stop].endswith(pack.words("structure.annex_titles")):
            return head.end(), stop
    return None


def _in_list(marks: _Marks, index: int) -> bool:
    """Tell whether an 附件 line is an entry of the list of annexes and not the annex itself."""
    text = marks.text
    start, end = marks.regions[index]
    body = text[start:end]
    if body.endswith((";", ",", "、")) or re.fullmatch(r"附件[:：]", body):
        return True

    def entry(position: int) -> bool:
        if not 0 <= position < len(marks.regions):
            return False
        begin, stop = marks.regions[position]
        return stop - begin <= _LONGEST_HEAD and _ANNEX_HEAD.match(text, begin, stop) is not None

    if entry(index - 1) or entry(index + 1):
        return True
    following = marks.regions[index + 1 : index + 1 + _NEAR]
    return any(marks.signing[index + 1 + i] or "无正文" in text[s:e] for i, (s, e) in enumerate(following))


def _resumes(text: str, region: _Region, pack: RulePack) -> bool:
    """Tell whether a paragraph heads general or special terms: the contract goes on."""
    start, end = region
    if end - start > 30:
        return False
    number = read_number(text, start)
    line = _TITLE_NOISE.sub("", text[start:end])
    if number is not None and number.style == "part":
        return True
    return line.endswith(pack.words("structure.general_terms")) and "附件" not in line
