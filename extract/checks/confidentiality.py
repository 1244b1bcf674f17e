"""CON: confidentiality."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.absent import need_clauses
from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Confidentiality, ConfidentialityTerm, Penalty, Record, Span
from extract.rulepack import RulePack
from extract.wording import amount, percent, word

_SENSITIVE = ("software", "data", "personal_information")
_SECRECY = "保密"
_UNKNOWN = "没有读出是哪一类合同"


@check("CON001")
def data_is_kept_secret(record: Record, pack: RulePack) -> Iterator[Problem]:
    """涉及数据、软件或个人信息，却没有保密条款。

    检查：名称或内容显示涉及软件、数据、个人信息的合同，正文或附件有没有保密义务；列有保密协议而没有附上的，不能核验。
    意义：泄露数据和个人信息没有合同责任，委托处理个人信息还应约定保护措施。
    不符合：信息系统运维合同全文没有保密约定。
    符合：「乙方对接触到的数据负有保密义务」，或附有保密协议。
    依据：民法典第五百零九条、个人信息保护法第二十一条。
    """
    about = [category for category in record.categories if category.kind in _SENSITIVE]
    if not about:
        raise NotApplicableError("不涉及软件、数据或个人信息") if record.categories else UnverifiableError(_UNKNOWN)
    if record.confidentiality.present:
        return
    need_clauses(record, "可能不是合同全文")
    announced = next((annex.title.value for annex in record.annexes if _SECRECY in annex.title.value), None)
    if announced is not None:
        raise UnverifiableError(f"所列附件「{announced}」没有附上，见 CLS003")
    yield Problem(
        "合同涉及软件、数据或个人信息，没有保密条款",
        tuple(about),
        expected="保密义务、范围、期限和违约责任",
        suggestion="补充保密条款或签订保密协议",
        basis=("CC-03", "DP-01") if any(c.kind == "personal_information" for c in about) else ("CC-03",),
    )


@check("CON002")
def one_confidentiality(record: Record, pack: RulePack) -> Iterator[Problem]:
    """正文与保密附件约定的保密期限或违约金不同。

    检查：两处都写明的保密期限（永久、固定年限）和泄密违约金（同一计算方式）是否相同。
    意义：两处不同，保密到何时、赔多少没有定论。
    不符合：正文「保密期限三年」，保密协议「长期有效」。
    符合：正文「详见保密协议」，期限只在附件写明。
    依据：合同文本前后应当一致，无专门条文。
    """
    secrecy = record.confidentiality
    annex = secrecy.annex
    if annex is None or annex.term is None or annex.span is None:
        raise NotApplicableError("没有单独的保密附件")
    own, other = secrecy.term, annex.term
    inside = _inside(own.spans, annex.span)
    if not inside and {own.kind, other.kind} <= {"perpetual", "fixed"} and _length(own) != _length(other):
        yield Problem(
            f"保密期限正文为{_length(own)}，附件为{_length(other)}",
            (*own.spans, *other.spans),
            expected=_length(own),
            actual=_length(other),
            suggestion="统一保密期限，或写明以哪一处为准",
        )
    yield from _differing_penalties(record, secrecy, annex.span)


def _length(term: ConfidentialityTerm) -> str:
    if term.duration is None:
        return word("confidentiality", term.kind)
    return f"{term.duration.value}{word('unit', term.duration.unit)}"


def _differing_penalties(record: Record, secrecy: Confidentiality, annex: Span) -> Iterator[Problem]:
    known = [record.penalties[index] for index in secrecy.penalties]
    for own in (penalty for penalty in known if not _inside(penalty.spans, annex)):
        for other in (penalty for penalty in known if _inside(penalty.spans, annex)):
            if _for_the_same(own, other) and _sum(own) and _sum(other) and _sum(own) != _sum(other):
                yield Problem(
                    f"泄密违约金正文为{_sum(own)}，附件为{_sum(other)}",
                    (own, other),
                    expected=_sum(own),
                    actual=_sum(other),
                    suggestion="统一违约金，或写明以哪一处为准",
                )


def _for_the_same(one: Penalty, other: Penalty) -> bool:
    """Tell whether two penalties punish one leak of one side: once, and each time, are the same to whoever pays."""
    counted = one.per == other.per or {one.per, other.per} == {"once", "occurrence"}
    return counted and (one.liable == other.liable or "either" in (one.liable, other.liable))


def _sum(penalty: Penalty) -> str:
    if penalty.amount is not None:
        return amount(penalty.amount.value)
    return f"{word('base', penalty.base)}的{percent(penalty.rate.value)}" if penalty.rate and penalty.base else ""


def _inside(spans: tuple[Span, ...], region: Span) -> bool:
    return bool(spans) and region.start <= spans[0].start < region.end


@check("CON003")
def outlives_the_contract(record: Record, pack: RulePack) -> Iterator[Problem]:
    """涉及数据，保密义务却随合同终止而结束。

    检查：涉及软件、数据、个人信息的合同，保密期限是否只到合同终止为止。
    意义：合同终止后数据仍在对方手中，保密义务依诚信原则和法律仍应继续。
    不符合：「保密期限为合同有效期内」。
    符合：「保密期限为合同终止后三年」「保密义务不因合同终止而失效」。
    依据：民法典第五百五十八条。
    """
    about = [category for category in record.categories if category.kind in _SENSITIVE]
    term = record.confidentiality.term
    if not record.categories:
        raise UnverifiableError(_UNKNOWN)
    if not about or not record.confidentiality.present:
        raise NotApplicableError("不涉及软件、数据或个人信息，或没有保密条款")
    if term.kind == "unstated":
        raise UnverifiableError("没有读出保密期限") if term.spans else NotApplicableError("没有约定保密期限")
    if term.kind == "fixed" and term.duration is None:
        yield Problem(
            "合同涉及数据，保密义务随合同终止而结束",
            term.spans,
            actual=" ".join((term.text or "").split()),
            suggestion="改为合同终止后继续保密",
        )
