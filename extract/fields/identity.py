"""What the contract is: title, numbers, project, signing, award, laws cited, annexes, clauses."""

from __future__ import annotations

from dataclasses import dataclass

import regex

from extract.fields.context import Context, between, clean
from extract.model import Annex, Clause, DateField, Party, TextField
from extract.nlp.mentions import Date
from extract.structure.labels import is_blank

_COVER_LINES = 16
_TITLE_BREAK = regex.compile(r"[:。;,\t]")
_NUMBER_END = regex.compile(r"[\s,;。、]|\((?!\d{4}\))|(?<=[A-Za-z\d]{3})(?=\p{Han}{4})(?!\p{Han}{0,3}[字号第])")
_LONGEST_TITLE_LINE = 70


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


def read_identity(context: Context, parties: tuple[Party, ...]) -> Identity:
    """Return title, numbers, project, signing and award facts."""
    title = _title(context)
    signing = _signing_dates(context)
    return Identity(
        title=title,
        contract_number=_number(context, "contract_number"),
        project_name=_project_name(context, title),
        project_number=_number(context, "project_number"),
        signed_on=_signed_on(context, signing),
        signed_at=_signed_at(context, parties),
        awarded_on=_awarded_on(context),
        signing_dates=tuple(
            context.date_field(date.value, date.start, date.end, "identity.signing_date") for date, _ in signing
        ),
    )


# -- title and names --------------------------------------------------------------------------------------


def _title(context: Context) -> TextField | None:
    """Return the title: the first run of unlabelled lines at the top, a bare 合同 line under others left out."""
    labelled = {value.paragraph for value in context.labels.values}
    noise = context.pack.pattern("identity.title_noise")
    skipped = context.pack.words("identity.not_a_title")
    run: list[tuple[int, int]] = []
    for paragraph in context.outline.paragraphs[:_COVER_LINES]:
        start, end = paragraph.start, paragraph.end
        words = context.text[start:end].replace("\t", "")
        stop = _title_stop(context, start, end)
        plain = (
            paragraph.index not in labelled
            and paragraph.number is None
            and 2 <= len(words) <= _LONGEST_TITLE_LINE
            and not noise.fullmatch(words)
            and not words.startswith(skipped)
            and "\t" not in context.text[start:end].strip("\t")
            and not _TITLE_BREAK.search(words)
        )
        if plain or stop > start:
            run.append((start, end if plain else stop))
            if not plain:
                break
        elif run:
            break
        elif len(words) > _LONGEST_TITLE_LINE or paragraph.number is not None and context.outline.section_at(start).kind == "body":
            break
    return _joined_title(context, run or _behind_number(context))


def _behind_number(context: Context) -> list[tuple[int, int]]:
    """Return the title that ran into the contract number before it (OCR text without line breaks)."""
    endings = context.pack.words("identity.title_endings")
    for value in context.labels.of("contract_number", "number")[:1]:
        stop = _NUMBER_END.search(context.text, value.start, value.end)
        if stop is not None and context.text[value.start : value.end].endswith(endings):
            return [(stop.end(), value.end)]
    return []


def _title_stop(context: Context, start: int, end: int) -> int:
    """Return where a title ends that runs straight into a label (OCR text), or `start` when none does."""
    first = next((v for v in context.labels.values if v.label_start >= start), None)
    if first is None or not start < first.label_start < end or first.label_start - start > _LONGEST_TITLE_LINE:
        return start
    words = context.text[start : first.label_start].rstrip(" (")
    return start + len(words) if words.endswith(context.pack.words("identity.title_endings")) else start


def _joined_title(context: Context, run: list[tuple[int, int]]) -> TextField | None:
    generic = context.pack.words("identity.generic_titles")
    while len(run) > 1 and context.text[slice(*run[-1])] in generic:
        run.pop()
    if not run:
        return None
    words = "".join(context.text[start:end] for start, end in run).replace("\t", "")
    start, end = run[0][0], run[-1][1]
    context.consider("title", words, start, end, "identity.title", 1, won=True, reason="文首未带标签的标题行")
    return context.text_field(start, end, "identity.title", value=words)


def _number(context: Context, key: str) -> TextField | None:
    """Return the first filled number under `key`; on the cover a bare 编号 counts as the contract's."""
    keys = (key, "number") if key == "contract_number" else (key,)
    best: TextField | None = None
    for value in context.labels.of(*keys):
        if value.blank or value.section.startswith("annex") or (value.key == "number" and value.section not in ("cover", "preamble")):
            continue
        start, end = value.start, value.end
        stop = _NUMBER_END.search(context.text, start, end)
        end = stop.start() if stop else end
        words = context.text[start:end]
        fits = any(character.isdigit() for character in words) and len(words) <= 50 and not is_blank(words) and "__" not in words
        context.consider(key, words or "(空)", start, max(end, start + 1), f"labels.{value.key}", 1, won=fits and best is None, reason="标签后的编号" if fits else "不像编号")
        if fits and best is None:
            best = context.text_field(start, end, f"labels.{value.key}")
    return best


def _project_name(context: Context, title: TextField | None) -> TextField | None:
    """Return the project's name: labelled, or named in the preamble, or the title where it is a project's."""
    for value in context.labels.of("project_name"):
        words = context.text[value.start : value.end]
        if value.blank or value.section.startswith("annex") or len(words) < 4 or len(words) > 100:
            continue
        end = value.end
        for mark in ("(以下", "(项目编号", "(采购编号", "(招标编号", "\t", ",项目", "(编号", "(简称"):
            cut = context.text.find(mark, value.start, end)
            end = cut if cut > value.start else end
        context.consider("project_name", words, value.start, end, "labels.project_name", 3, won=True, reason="标签「项目名称」等之后")
        return context.text_field(value.start, end, "labels.project_name")
    if title is not None and title.value.endswith(context.pack.words("identity.project_endings")) and title.value not in context.pack.words("identity.generic_titles"):
        context.consider("project_name", title.value, 0, 0, "identity.title", 2, won=True, reason="标题即项目名称")
        return title.model_copy(update={"rule": "identity.title_is_project"})
    limit = min(len(context.text), 2500)
    for match in context.pack.pattern("identity.project_in_prose").finditer(context.text, 0, limit):
        group = "notice" if match["notice"] else "opened"
        words = match[group]
        if len(words) < 6 or words.startswith(("本项目", "该项目", "上述")):
            continue
        context.consider("project_name", words, *match.span(group), "identity.project_in_prose", 1, won=True, reason="序言中的项目名称")
        return context.text_field(*match.span(group), "identity.project_in_prose")
    return None


# -- signing and award ------------------------------------------------------------------------------------


def _signing_dates(context: Context) -> list[tuple[Date, str]]:
    """Return the dates of signing with the section each stands in: labelled ones, prose, bare ones when signing."""
    dates = context.mentions.dates
    found: dict[int, tuple[Date, str]] = {}
    for value in context.labels.of("signed_on"):
        if value.blank or value.section.startswith("annex"):
            continue
        if value.label in ("日期", "时间") and value.section not in ("signature", "cover"):
            continue
        for date in between(dates, value.start, value.end + 1)[:1]:
            found[date.start] = (date, value.section)
    for match in context.pack.pattern("identity.signed_in_prose").finditer(context.text):
        if context.in_contract(match.start()):
            for date in between(dates, *match.span("date")) if match["date"] else ():
                found.setdefault(date.start, (date, "body"))
    for section in context.outline.sections:
        if section.kind in ("signature", "cover"):
            for date in between(dates, section.start, section.end):
                alone = _alone(context, date)
                if alone and date.start not in found:
                    found[date.start] = (date, section.kind if section.kind == "signature" else "cover_bare")
    return [found[start] for start in sorted(found)]


def _alone(context: Context, date: Date) -> bool:
    """Tell whether a date fills its line or cell."""
    before = context.text[date.start - 1] if date.start else "\n"
    after = context.text[date.end] if date.end < len(context.text) else "\n"
    return before in "\n\t" and after in "\n\t"


def _signed_on(context: Context, signing: list[tuple[Date, str]]) -> DateField | None:
    """Choose the signing date: the latest full date of the signature page, else cover or prose, else a partial."""
    rank = {"signature": 4, "preamble": 3, "body": 3, "cover": 3, "cover_bare": 1}
    possible = [(date, section) for date, section in signing if date.possible and not date.whole_year]
    if not possible:
        return None

    def weight(entry: tuple[Date, str]) -> tuple[int, int, str]:
        date, section = entry
        return int(len(date.value) == 10), rank.get(section, 0), date.value

    best = max(possible, key=weight)
    for date, section in possible:
        won = date is best[0]
        context.consider("signed_on", date.value, date.start, date.end, f"identity.signed_on.{section}", rank.get(section, 0), won=won, reason="签署页最晚的完整日期优先" if won else "次于所选日期")
    return context.date_field(best[0].value, best[0].start, best[0].end, f"identity.signed_on.{best[1]}")


def _signed_at(context: Context, parties: tuple[Party, ...]) -> TextField | None:
    for value in context.labels.of("signed_at"):
        words = context.text[value.start : value.end]
        if value.blank or value.section.startswith("annex") or not 2 <= len(words) <= 40:
            continue
        context.consider("signed_at", words, value.start, value.end, "labels.signed_at", 1, won=True, reason="标签「签订地点」等之后")
        return context.text_field(value.start, value.end, "labels.signed_at")
    for match in context.pack.pattern("identity.signed_in_prose").finditer(context.text):
        group = "place" if match["place"] else "only"
        if match[group] and context.in_contract(match.start()):
            return context.text_field(*match.span(group), "identity.signed_in_prose")
    return None


def _awarded_on(context: Context) -> DateField | None:
    dates = context.mentions.dates
    for value in context.labels.of("awarded_on"):
        for date in between(dates, value.start, value.end + 1)[:1]:
            if len(date.value) == 10:
                return context.date_field(date.value, date.start, date.end, "labels.awarded_on")
    for match in context.pack.pattern("identity.award_notice").finditer(context.text):
        if not context.in_contract(match.start()):
            continue
        for date in reversed(between(dates, max(0, match.start() - 70), match.start())):
            gap = context.text[date.end : match.start()]
            if len(date.value) == 10 and context.pack.pattern("identity.issued").match(gap) and "。" not in gap and ";" not in gap:
                return _award(context, date)
        for date in between(dates, match.end(), match.end() + 22):
            if len(date.value) == 10 and context.pack.pattern("identity.issued_behind").fullmatch(context.text[match.end() : date.start]):
                return _award(context, date)
    return None


def _award(context: Context, date: Date) -> DateField:
    context.consider("awarded_on", date.value, date.start, date.end, "identity.award_notice", 1, won=True, reason="与中标/成交通知书相连的日期")
    return context.date_field(date.value, date.start, date.end, "identity.award_notice")


# -- laws, annexes, clauses -------------------------------------------------------------------------------


def read_laws(context: Context) -> tuple[TextField, ...]:
    """Return the laws cited, each once, where it is first cited."""
    seen: dict[str, TextField] = {}
    for law in context.mentions.laws:
        seen.setdefault(law.value, context.text_field(law.start, law.end, "laws_cited", value=law.value))
    return tuple(seen.values())


def read_annexes(context: Context) -> tuple[Annex, ...]:
    """Return the annexes: announced in the text, present in the file, or both."""
    announced = _announced(context)
    annexes: list[Annex] = []
    used: set[int] = set()
    for section in context.outline.sections:
        if section.kind != "annex" or section.title is None:
            continue
        title = context.text_field(*section.title, "identity.annex")
        number = _annex_number(context.text[section.start : section.start + 12])
        index = next((i for i, (n, t) in enumerate(announced) if i not in used and _same_annex(n, t.value, number, title.value)), None)
        if index is not None:
            used.add(index)
        end = max((s.end for s in context.outline.sections if s.annex == section.annex), default=section.end)
        annexes.append(
            Annex(number=number, title=title, announced=index is not None, present=True, signed_on=_annex_date(context, section.start, end))
        )
    annexes.extend(Annex(number=n, title=t, announced=True) for i, (n, t) in enumerate(announced) if i not in used)
    return tuple(annexes)


def _announced(context: Context) -> list[tuple[str | None, TextField]]:
    found: list[tuple[str | None, TextField]] = []
    pattern = context.pack.pattern("identity.annex_entry")
    listing = False
    for paragraph in context.outline.paragraphs:
        start, end = paragraph.start, paragraph.end
        if not context.in_contract(start):
            continue
        if end - start <= 70 and context.text.startswith(("附件", "附表", "附录"), start):
            match = pattern.match(context.text, start, end)
            if match is not None:
                number = match["number"] or _annex_number(context.text[start : start + 6])
                found.append((number, context.text_field(*match.span("title"), "identity.annex_entry")))
            listing = True
        elif listing and paragraph.number is not None and paragraph.number.style.startswith("arabic") and end - start <= 50:
            number = paragraph.number.text.strip("、.()")
            found.append((number, context.text_field(paragraph.body_start, end, "identity.annex_entry")))
        else:
            listing = False
    return found


def _annex_number(head: str) -> str | None:
    match = regex.match(r"附\s?(?:件|表|录)\s?([一二三四五六七八九十]{1,2}|\d{1,2})", head)
    return match[1] if match else None


def _same_annex(number: str | None, title: str, other_number: str | None, other: str) -> bool:
    def plain(words: str) -> str:
        return regex.sub(r"[\W_]", "", words)

    a, b = plain(title), plain(other)
    return a == b or (len(a) >= 4 and len(b) >= 4 and (a in b or b in a)) or (number is not None and number == other_number)


def _annex_date(context: Context, start: int, end: int) -> DateField | None:
    """Return the date an annex was signed on: labelled, or alone on a line of its last third."""
    dates = [date for date in between(context.mentions.dates, start, end) if len(date.value) == 10 and date.possible]
    for value in context.labels.of("signed_on"):
        if start <= value.start < end:
            for date in dates:
                if value.start <= date.start < value.end + 1:
                    return context.date_field(date.value, date.start, date.end, "labels.signed_on")
    for date in reversed(dates):
        if date.start > start + (end - start) // 2 and _alone(context, date):
            return context.date_field(date.value, date.start, date.end, "identity.annex_date")
    return None


def read_clauses(context: Context) -> tuple[Clause, ...]:
    """Return the outline as clauses."""
    return tuple(
        Clause(number=c.number, title=clean(c.title) if c.title else None, level=c.level, kind=c.kind, parent=c.parent, span=context.span(c.start, c.end))
        for c in context.outline.clauses
    )


