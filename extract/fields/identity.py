"""What the contract is called: title, numbers and project; with where and when it was signed."""

from __future__ import annotations

import re
from dataclasses import dataclass

import regex

from extract.fields.context import Context
from extract.fields.signing import awarded_on, signed_at, signed_on, signing_dates
from extract.model import DateField, TextField
from extract.structure.label_values import is_blank
from extract.structure.values import LabelledValue

_COVER_LINES = 16
_PROJECT = ("项目", "工程")
_KIND = re.compile(r" ?\((?:(?:货物|服务|工程)类?|[两二双三四]方(?:合同|协议)?)\)$")
_NOTICE_LINES = 60
_CONTRACT_LINES = 12
"""A contract below the notice that it was published with has more lines."""
_ANNEX_LABEL = 6
"""附件一: before the name of the file."""
_TITLE_BREAK = re.compile(r"[:。;,\t](?![^()]*\))")
"""A mark that no title holds but in a bracket: (第2包:免疫试剂)."""
_NUMBER_END = regex.compile(
    r"[,;。、#《\t\n]|(?<=[A-Za-z\d])(?!号)(?=\p{Han}{2,8}:)"
    r"|(?<![\dA-Za-z-]) | (?![\d-]+(?!\d| |年)) ?|\((?!\d{1,4}\)|\p{Han}{1,4}\)[字第〔\[(\d-])"
    r"|(?<=[A-Za-z\d]{3})(?=\p{Han}{4})(?!\p{Han}{0,3}[字号第])"
    r"|(?<=\d号)(?=\p{Han}{2})"
    r"|(?<=[A-Za-z\d])(?=\p{Han}{2})(?!\p{Han}{0,6}(?:[A-Za-z\d字号第〔\[-]|\((?:\d|\p{Han}{1,4}\)[字第〔\[(\d-])))"
)
_FILED = ("备案编号", "立项编号")
"""Numbers under which an authority has filed the project: only where it has none of its tender."""
_LONGEST_WORDS = regex.compile(r"\p{Han}{13}")
"""No number holds so many characters in a row: a blank number, and the title behind it."""
_RUN_INTO_HEADING = regex.compile(r"\d\.\p{Han}{2}")
"""A number with the next clause stuck to it, nobody can tell from which digit on: 2023071100132.合同标的."""
_LEFT_OPEN = re.compile(r"_|/|[Xx×*]{2}|【\s*】|〔\s*〕")
"""A name that begins with a blank: ____信息化项目."""
_ORDER = "订单"
_ANNOUNCED = ("公告", "公示")
_LONGEST_TITLE_LINE = 70
_FEWEST_BOXES = 5
_FIRST_WORDS = 2500
"""So far into the text prose tells what the contract is about."""
_BEFORE_LABEL = 6
"""Characters that may name whose number a label asks for: 框架 before 协议编号."""


@dataclass(frozen=True, slots=True)
class Identity:
    """The scalar facts that name a contract."""

    title: TextField | None
    contract_number: TextField | None
    project_name: TextField | None
    project_number: TextField | None
    signed_on: DateField | None
    signed_at: TextField | None
    awarded_on: DateField | None
    signing_dates: tuple[DateField, ...]


def read_identity(context: Context) -> Identity:
    """Return title, numbers, project, signing and award facts."""
    title = _title(context) or _named_title(context) or _form_title(context)
    signing = signing_dates(context)
    return Identity(
        title=title,
        contract_number=_number(context, "contract_number", title)
        or _boxed_number(context)
        or _document_number(context),
        project_name=_project_name(context, title),
        project_number=_number(context, "project_number")
        or _number_behind_name(context)
        or _number_in_prose(context)
        or _number(context, "plan_number"),
        signed_on=signed_on(context, signing),
        signed_at=signed_at(context),
        awarded_on=awarded_on(context),
        signing_dates=tuple(
            context.date_field(date.value, date.start, date.end, "identity.signing_date")
            for date, _ in signing
            if date.possible
        ),
    )


# -- title and names --------------------------------------------------------------------------------------


def _title(context: Context) -> TextField | None:
    """Return the title: the first run of unlabelled lines at the top, a bare 合同 line under others left out."""
    labelled = {value.paragraph for value in context.labels.values}
    aside_lines = [context.pack.pattern(f"identity.{name}") for name in ("title_noise", "letterhead", "slogan")]
    skipped = context.pack.words("identity.not_a_title")
    issuer, endings = context.pack.pattern("identity.issuer"), context.pack.words("identity.contract_words")
    parties, unparted = context.pack.alternation("labels.parties"), context.pack.pattern("identity.unparted_number")
    run: list[tuple[int, int]] = []
    aside = announced = False
    first = _behind_notice(context)
    for paragraph in context.outline.paragraphs[first : first + _COVER_LINES]:
        start, end = paragraph.start, paragraph.end
        words = context.text[start:end].replace("\t", "")
        announced = announced or words.endswith(_ANNOUNCED)
        stop = _title_stop(context, start, end)
        whole = _words_of(context, run).endswith(endings)
        if whole and (issuer.fullmatch(words) or parties.match(words) or unparted.fullmatch(words)):
            break  # who issued the form stands below its title, or who signs, or its number
        plain = (
            paragraph.index not in labelled
            and paragraph.number is None
            and 2 <= len(words) <= _LONGEST_TITLE_LINE
            and not any(line.fullmatch(words) for line in aside_lines)
            and not words.startswith(skipped)
            and "\t" not in context.text[start:end].strip("\t")
            and not _TITLE_BREAK.search(words)
        )
        runs_on = stop > start and words[0] != "(" and (not whole or context.text.endswith(endings, start, stop))
        if plain or runs_on:
            if aside and not words.endswith(endings):
                break
            if run and _is_header(context, run, words, endings):
                run = []
            run.append((start, end if plain else stop))
            if not plain:
                break
        elif run and not whole and words.startswith("(") and words.endswith(")"):
            aside = True  # the lot or the number of a project, above what its contract is called
        elif run or (
            len(words) > _LONGEST_TITLE_LINE
            or (paragraph.number is not None and context.outline.section_at(start).kind == "body")
        ):
            break
    if announced and not _words_of(context, run).endswith(endings):
        run = []  # below the title of the notice there may be none of a contract
    if not _words_of(context, run).endswith(endings):
        run = _behind_number(context) or run
    return _joined_title(context, run)


def _named_title(context: Context) -> TextField | None:
    """Return what a label says the contract is called, for a text without a title of its own: 合同名称:…采购合同."""
    for value in context.labels.of("project_name"):
        words = context.text[value.start : value.end]
        if (
            value.label == "合同名称"
            and not value.blank
            and words.endswith(context.pack.words("identity.contract_words"))
        ):
            return context.text_field(value.start, value.end, "labels.project_name")
    return None


def _form_title(context: Context) -> TextField | None:
    """Return what the form is called that a text without a title of its own is written on, or its first part.

    「房屋租赁合同示范文本 / (非住宅用途)」; 第一部分 合同协议书.
    """
    form = context.pack.pattern("identity.form_title")
    for paragraph in context.outline.paragraphs[:_COVER_LINES]:
        if (named := form.match(context.text, paragraph.start)) is not None:
            return context.text_field(*named.span(), "identity.form_title")
    first = next((each for each in context.outline.paragraphs if each.end > each.start), None)
    if first is None or first.number is None or first.number.style != "part":
        return None
    words = context.text[first.body_start : first.end].lstrip()
    if len(words) > _LONGEST_TITLE_LINE or not words.endswith(context.pack.words("identity.contract_words")):
        return None
    return context.text_field(first.end - len(words), first.end, "identity.title")


def _is_header(context: Context, run: list[tuple[int, int]], words: str, endings: tuple[str, ...]) -> bool:
    """Tell whether what stands above a whole title is a shorter one, the header of the pages: 充电设施EPC合同."""
    above = _words_of(context, run)
    return (
        above.endswith(endings)
        and words.endswith(endings)
        and len(words) >= len(above)
        and not words.startswith("补充")
    )


def _behind_notice(context: Context) -> int:
    """Return the paragraph where the contract begins: 0, or behind the notice that it was published with."""
    heads = context.pack.pattern("structure.contract_itself")
    begins = 0
    enough = len(context.outline.paragraphs) - _CONTRACT_LINES  # what the page hangs on below the contract is no head
    for paragraph in context.outline.paragraphs[:_NOTICE_LINES]:
        start = paragraph.start
        annex = context.text.find(":", start, start + _ANNEX_LABEL)
        if heads.fullmatch(context.text, annex + 1 if annex > 0 else start, paragraph.end):
            begins = paragraph.index + 1 if paragraph.index < enough else begins
    return begins


def _behind_number(context: Context) -> list[tuple[int, int]]:
    """Return the title that ran into the contract number before it (OCR text without line breaks)."""
    endings = context.pack.words("identity.title_endings")
    for value in context.labels.of("contract_number", "number")[:1]:
        stop = _NUMBER_END.search(context.text, value.start, value.end)
        words = context.text[value.start : value.end]
        if words.endswith(endings) and _LONGEST_WORDS.match(words):
            return [(value.start, value.end)]
        if stop is not None and words.endswith(endings):
            return [(stop.end(), value.end)]
    return []


def _title_stop(context: Context, start: int, end: int) -> int:
    """Return where a title ends that runs straight into a label (OCR text), or `start` when none does."""
    labels = (v for v in context.labels.values if v.key != "package")  # 某项目(三标段:…)采购合同
    first = next((v for v in labels if v.label_start >= start), None)
    if first is None or not start < first.label_start < end or first.label_start - start > _LONGEST_TITLE_LINE:
        return start
    words = _KIND.sub("", context.text[start : first.label_start].rstrip(" \t("))
    prose = _TITLE_BREAK.search(words) is not None
    return start + len(words) if words.endswith(context.pack.words("identity.title_endings")) and not prose else start


def _joined_title(context: Context, run: list[tuple[int, int]]) -> TextField | None:
    generic, half = context.pack.words("identity.generic_titles"), context.pack.pattern("identity.half_title")
    while (
        len(run) > 1 and context.text[slice(*run[-1])] in generic and not half.fullmatch(_words_of(context, run[:-1]))
    ):
        run.pop()
    if not run:
        return None
    words = _words_of(context, run)
    start, end = run[0][0], run[-1][1]
    context.consider("title", (start, end), "identity.title", "文首未带标签的标题行", value=words)
    return context.text_field(start, end, "identity.title", value=words)


def _words_of(context: Context, run: list[tuple[int, int]]) -> str:
    return "".join(context.text[start:end] for start, end in run).replace("\t", "")


def _number(context: Context, key: str, title: TextField | None = None) -> TextField | None:
    """Return the first filled number under `key`; on the cover a bare 编号 counts as the contract's."""
    keys = (key, "number") if key == "contract_number" else (key,)
    best: TextField | None = None
    values = list(context.labels.of(*keys))
    if key == "contract_number":  # 合同编号 before 框架协议编号 and 订单编号, in whatever order they stand
        other = context.pack.pattern("identity.number_of_other")
        values.sort(
            key=lambda v: (
                other.search(context.text, max(0, v.label_start - _BEFORE_LABEL), v.start) is not None,
                v.key == "number" and _ORDER in v.label,
            )
        )
    if key == "project_number":
        values = sorted([*values, *_of_tender(context)], key=lambda value: (value.label in _FILED, value.start))
    for value in values:
        if (
            value.blank
            or value.section.startswith("annex")
            or (value.key == "number" and value.section not in ("cover", "preamble"))
            or (value.key == "number" and key == "contract_number" and value in _of_tender(context))
            or (key == "contract_number" and _of_other_contract(context, value, title))
        ):
            continue
        start, end = value.start, value.end
        stop = _NUMBER_END.search(context.text, start, end)
        end = stop.start() if stop else end
        words = context.text[start:end]
        fits = (
            any(character.isdigit() for character in words)
            and len(words) <= 50
            and not is_blank(words)
            and "__" not in words
            and not _LONGEST_WORDS.search(words)
            and not _RUN_INTO_HEADING.search(words)
        )
        context.consider(
            key,
            (start, max(end, start + 1)),
            f"labels.{value.key}",
            "标签后的编号" if fits else "不像编号",
            value=words or "(空)",
            won=fits and best is None,
        )
        if fits and best is None:
            best = context.text_field(start, end, f"labels.{value.key}")
    return best


def _of_other_contract(context: Context, value: LabelledValue, title: TextField | None) -> bool:
    """Tell whether a number is that of a contract above or before this one: 框架协议编号, (编号:…,以下简称“原合同”)."""
    pack, text = context.pack, context.text
    other = pack.pattern("identity.number_of_other").search(
        text, max(0, value.label_start - _BEFORE_LABEL), value.start
    )
    if other is not None:
        return title is None or other["which"] not in title.value  # a framework contract's own number is one, too
    stop = next((at for at in range(value.start, value.end) if text[at] in ",("), value.end)
    called = pack.pattern("identity.called_other").match(text, stop)
    return called is not None or context.earlier_contract(value.label_start) is not None


def _number_behind_name(context: Context) -> TextField | None:
    """Return the number that stands in brackets behind the project's name: 项目名称和编号：某某采购（YL-2025-1）."""
    for value in context.labels.of("project_name"):
        match = context.pack.pattern("identity.number_behind_name").search(context.text, value.start, value.end)
        if match is not None and not value.section.startswith("annex"):
            return context.text_field(*match.span("number"), "identity.number_behind_name")
    return None


def _of_tender(context: Context) -> list[LabelledValue]:
    """Return the bare numbers that stand in brackets behind a tender: 经公开招标(编号:YL-1)."""
    pattern = context.pack.pattern("identity.tender_before")
    return [
        v
        for v in context.labels.of("number")
        if pattern.search(context.text, max(0, v.label_start - 24), v.label_start)
    ]


def _number_in_prose(context: Context) -> TextField | None:
    """Return the number of the tender that the first words of the contract name without a label."""
    match = context.pack.pattern("identity.number_in_prose").search(context.text, 0, _FIRST_WORDS)
    if match is None or not context.in_contract(match.start()):
        return None
    return context.text_field(*match.span("number"), "identity.number_in_prose")


def _boxed_number(context: Context) -> TextField | None:
    """Return the contract number that stands below its label, one character a box: 技术合同登记编号."""
    for value in context.labels.of("contract_number"):
        row = context.outline.paragraphs[min(value.paragraph + 1, len(context.outline.paragraphs) - 1)]
        boxes = context.text[row.start : row.end].split("\t")
        if value.blank and len(boxes) >= _FEWEST_BOXES and all(len(box) == 1 for box in boxes):
            return context.text_field(row.start, row.end, "identity.boxed_number", value="".join(boxes))
    return None


def _document_number(context: Context) -> TextField | None:
    """Return the number that stands without a label below the title, or in brackets: （2025）云衡顾字第0216号.

    Or with nothing between it and its label: 合同编号YL(2024)CG-16.
    """
    pattern = context.pack.pattern("identity.document_number")
    unparted = context.pack.pattern("identity.unparted_number")
    for paragraph in context.outline.paragraphs[:_COVER_LINES]:
        start, end = paragraph.start, paragraph.end
        if context.text[start] == "(" and context.text[end - 1] == ")":
            start, end = start + 1, end - 1
        if pattern.fullmatch(context.text, start, end):
            return context.text_field(start, end, "identity.document_number")
        labelled = unparted.fullmatch(context.text, start, end)
        if labelled is not None and labelled["number"]:
            return context.text_field(*labelled.span("number"), "identity.unparted_number")
    return None


def _project_name(context: Context, title: TextField | None) -> TextField | None:
    """Return the project's name: labelled, or named in the preamble, or the title where it is a project's."""
    for value in sorted(context.labels.of("project_name"), key=lambda value: "合同" in value.label):
        words = context.text[value.start : value.end]
        if value.blank or value.section.startswith("annex") or not 4 <= len(words) <= 100 or _LEFT_OPEN.match(words):
            continue
        if _heads_table(context, words):
            continue
        end = value.end
        for mark in ("(以下", "(项目编号", "(采购编号", "(招标编号", "\t", ",项目", "(编号", "(简称"):
            cut = context.text.find(mark, value.start, end)
            end = cut if cut > value.start else end
        numbered = context.pack.pattern("identity.number_behind_name").search(context.text, value.start, end)
        end = numbered.start() if numbered else end
        context.consider(
            "project_name", (value.start, end), "labels.project_name", "标签「项目名称」等之后", value=words, score=3
        )
        return context.text_field(value.start, end, "labels.project_name")
    if (
        title is not None
        and not _LEFT_OPEN.match(title.value)
        and title.value.endswith(context.pack.words("identity.project_endings"))
        and title.value not in context.pack.words("identity.generic_titles")
    ):
        context.consider("project_name", (0, 0), "identity.title", "标题即项目名称", value=title.value, score=2)
        return title.model_copy(update={"rule": "identity.title_is_project"})
    stem = _title_stem(context, title)
    if stem is not None:
        return stem
    bracketed = _bracketed_project(context)
    if bracketed is not None:
        return bracketed
    for match in context.pack.pattern("identity.project_in_prose").finditer(context.text, 0, _FIRST_WORDS):
        group = "notice" if match["notice"] else "opened"
        words = match[group]
        if len(words) < 6 or words.startswith(("本项目", "该项目", "上述", "其")) or _LEFT_OPEN.match(words):
            continue
        start, end = match.span(group)
        lot = context.pack.pattern("identity.lot_behind_name").match(context.text, end)
        end = lot.end() if lot is not None else end
        context.consider("project_name", (start, end), "identity.project_in_prose", "序言中的项目名称")
        return context.text_field(start, end, "identity.project_in_prose")
    return _title_stem(context, title, any_name=True)


def _heads_table(context: Context, words: str) -> bool:
    """Tell whether words are the other heads of a price table, whose first is a label: 标的名称 规格型号 数量 单价."""
    columns = context.pack.table("items.columns")
    return all(any(name in words for name in columns[role]) for role in ("quantity", "unit_price", "amount"))


def _title_stem(context: Context, title: TextField | None, *, any_name: bool = False) -> TextField | None:
    """Return the project's name from a title such as 「某某项目采购合同」.

    With `any_name` one that may end in 服务 or 采购, too, above a line of its own that says what kind of paper it is.
    """
    if title is None or not title.spans or _LEFT_OPEN.match(title.value):
        return None
    pack, named = context.pack, _KIND.sub("", title.value)
    endings = pack.words("identity.project_endings") if any_name else _PROJECT
    for words in pack.words(f"identity.{'kinds_of_paper' if any_name else 'contract_words'}"):
        stem = named.removesuffix(words)
        if pack.pattern("identity.kind_of_works").fullmatch(stem):
            return None
        lot = pack.pattern("identity.lot_behind_name").search(stem) is not None  # only a project has lots
        if stem != named and (lot or stem.endswith(endings)) and len(stem) >= 6:
            start = end = context.flow.flow_offset(title.spans[0].start)
            for character in stem:
                end = context.text.index(character, end) + 1
            if any_name and context.text[end : end + 1] != "\n":
                continue
            context.consider("project_name", (start, end), "identity.title_stem", "标题去掉「合同」等字样", value=stem)
            return context.text_field(start, end, "identity.title_stem", value=stem)
    return None


def _bracketed_project(context: Context) -> TextField | None:
    """Return the project that a bracketed line of the cover names: （某某服务项目 项目编号：…）."""
    for paragraph in context.outline.paragraphs[:_COVER_LINES]:
        match = context.pack.pattern("identity.bracketed_project").match(context.text, paragraph.start, paragraph.end)
        if match is not None:
            return context.text_field(*match.span("name"), "identity.bracketed_project")
    return None
