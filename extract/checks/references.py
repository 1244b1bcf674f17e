"""CLS: numbers of clauses, references to them, and annexes."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.absent import need_clauses
from extract.checks.differences import contained, plain, similar
from extract.checks.registry import NotApplicableError, Problem, check
from extract.model import Annex, Record, TextField
from extract.rulepack import RulePack

_SAME_ENDING = 4
"""Two titles with so many last characters in common are of one kind of paper: 安全保密协议, 知识产权及保密协议."""


@check("CLS002")
def numbers_in_order(record: Record, pack: RulePack) -> Iterator[Problem]:
    """条款编号跳号或重号。

    检查：同一级、同一种编号是否依次相连；附件、通用条款等各自重新编号，列表从 1 重新开始，均不算。
    意义：可能有条款被删去、漏印，或引用会指错条款。
    不符合：「第六条」之后是「第八条」；两个「第五条」。
    符合：「第一条」至「第十二条」依次相连，其下各款从 1 重新编号。
    依据：合同文本应当完整，无专门条文。
    """
    need_clauses(record)
    for found in record.numbering_breaks:
        what = "重号" if found.kind == "repeat" else "跳号"
        yield Problem(
            f"条款编号{what}：应为「{found.expected}」，写为「{found.actual}」",
            found.spans,
            expected=found.expected,
            actual=found.actual,
            suggestion="核对是否有条款被删去或编号写错",
        )


@check("CLS003")
def annexes_as_announced(record: Record, pack: RulePack) -> Iterator[Problem]:
    """附件与正文所称不符：列明的没有附上，附上的没有列明，或名称不同。

    检查：把正文列明、提到的附件与文件中的附件按编号和名称对应；名称一处是另一处的简写不算不同。
    意义：附件是合同的组成部分，缺附件或名称不符则内容不能确定。
    不符合：正文「签订《安全保密协议》」，所附为《知识产权及保密协议》；「附件三」未附。
    符合：「附件1：《廉政承诺书》」，所附标题为「廉政承诺书」。
    依据：合同文本前后应当一致，无专门条文。
    """
    if not record.annexes:
        raise NotApplicableError("没有附件，也没有提到附件")
    present = [annex for annex in record.annexes if annex.present]
    listed = [annex for annex in present if annex.number is not None and annex.announced]
    for annex in record.annexes:
        if annex.present:
            yield from _named_otherwise(annex, pack)
            if not annex.announced and len(listed) > 1:
                yield Problem(f"附件「{annex.title.value}」没有在正文中列明", (annex.title,), actual=annex.title.value)
        elif annex.number is None and any(_alike(annex.title.value, a.title.value, pack) for a in present):
            continue
        elif annex.number is None and (twin := _same_kind(annex.title, present)) is not None:
            yield _other_name(annex.title, twin)
        elif listed or not record.document.unfilled:  # a form may leave out its annexes, but not some of its list
            title = annex.title.value
            name = title if title.startswith("附") else f"{_number(annex)}{title.removeprefix(annex.number or '')}"
            same = next((a for a in present if a.number is not None and contained(title, a.title.value)), None)
            yield Problem(
                f"正文所称「{name}」没有附上",
                (annex.title, *annex.mentions),
                expected=name,
                suggestion=f"所附同名的是{_number(same).strip()}，核对编号" if same is not None else "补齐附件",
            )


def _named_otherwise(annex: Annex, pack: RulePack) -> Iterator[Problem]:
    """Yield the mentions that call a present annex by a title that shares nothing of its own but the kind of paper."""
    seen: set[str] = set()
    for mention in annex.mentions:
        words = plain(mention.value)
        if words in seen or mention.value.startswith("附") or _alike(mention.value, annex.title.value, pack):
            continue
        seen.add(words)
        yield _other_name(mention, annex.title)


def _alike(one: str, other: str, pack: RulePack) -> bool:
    """Tell whether two titles are one paper's: 服务内容清单 and 服务内容及要求清单, 廉政责任书 and 廉洁责任书."""
    return contained(one, other) or similar(plain(one), plain(other)) >= pack.threshold("references.same_title")


def _other_name(mention: TextField, title: TextField) -> Problem:
    return Problem(
        f"正文称「{mention.value}」，所附标题为「{title.value}」",
        (mention, title),
        expected=mention.value,
        actual=title.value,
        suggestion="统一附件名称，核对是否为同一文件",
    )


def _same_kind(title: TextField, present: list[Annex]) -> TextField | None:
    ending = plain(title.value).removesuffix("书")[-_SAME_ENDING:]
    return next((a.title for a in present if plain(a.title.value).removesuffix("书").endswith(ending)), None)


def _number(annex: Annex) -> str:
    return f"附件{annex.number} " if annex.number is not None else ""


@check("CLS004")
def references_lead_somewhere(record: Record, pack: RulePack) -> Iterator[Problem]:
    """所引用的条款不存在。

    检查：「见第八条」「按第3.2款」所指的条款在本合同中有没有；引用法律、采购文件和其他文件条款的不算，附件中的引用先看附件自身。
    意义：引用落空，则责任、程序没有依据，多为沿用范本时漏改。
    不符合：合同共十四条，写「按本合同第十八条处理」。
    符合：「按照《民法典》第五百六十三条」「依本合同第十条承担违约责任」。
    依据：合同文本前后应当一致，无专门条文。
    """
    need_clauses(record)
    if not record.references:
        raise NotApplicableError("没有引用本合同的条款")
    for reference in record.references:
        if not reference.found:
            yield Problem(
                f"引用的「{reference.text}」不存在",
                (reference,),
                actual=reference.text,
                suggestion="核对应引用哪一条",
            )
