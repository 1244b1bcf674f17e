"""How a check ends that finds nothing to test: the contract has none, or it was not read, or is not filled in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NoReturn

from extract.checks.registry import NotApplicableError, UnverifiableError
from extract.model import Record, Span

_SHORTEST_CONTRACT = 3
_BREACH = "违约"
"""In a heading that names terms before it (合同期限及违约责任) the clause is about breach as well."""


def need_filled(record: Record, what: str = "") -> None:
    """Raise UnverifiableError for a blank form, in which `what` was to be filled in."""
    if record.document.unfilled:
        raise UnverifiableError(f"空白范本，{what}未填写" if what else "空白范本")


def need_clauses(record: Record, remark: str = "") -> None:
    """Raise UnverifiableError for a cover sheet or a fragment: what it lacks says nothing."""
    if len(record.clauses) < _SHORTEST_CONTRACT:
        raise UnverifiableError("，".join(filter(None, ("没有读到编号的条款", remark))))


def no_payments(record: Record, reason: str = "") -> NoReturn:
    """End a check that has no payment to test: `reason` where there are others; no terms, or terms not made out."""
    if record.payments:
        raise NotApplicableError(reason)
    if record.document.unfilled or any(clause.kind == "payment" for clause in record.clauses):
        raise UnverifiableError("没有读出付款约定")
    raise NotApplicableError("没有付款约定")


def no_penalties(record: Record, reason: str) -> NoReturn:
    """End a check that has no penalty to test: `reason`, or a clause on breach with an amount unread."""
    need_filled(record)
    known = [span for penalty in record.penalties for span in penalty.spans]
    breach = [clause.span for clause in record.clauses if clause.kind == "breach" or _BREACH in (clause.title or "")]
    for money in record.amounts:
        start = money.spans[0].start
        if within(start, breach) and not within(start, known):
            raise UnverifiableError(f"违约条款中的「{money.text.strip()}」没有读出是何违约金")
    raise NotApplicableError(reason)


def within(place: int, spans: Iterable[Span]) -> bool:
    """Tell whether an offset of the text stands in one of `spans`."""
    return any(span.start <= place < span.end for span in spans)
