"""How a check ends that finds nothing to test: the contract has none, or it was not read."""

from __future__ import annotations

from collections.abc import Iterable

from extract.checks.registry import NotApplicableError, UnverifiableError
from extract.model import Record, Span

_BREACH = "违约"
"""In a heading that names terms before it (合同期限及违约责任) the clause is about breach as well."""


def no_payments(record: Record) -> Exception:
    """Return how a check of payments ends where none was read: there are no terms, or they were not made out."""
    if record.document.unfilled or any(clause.kind == "payment" for clause in record.clauses):
        return UnverifiableError("没有读出付款约定")
    return NotApplicableError("没有付款约定")


def no_penalties(record: Record, reason: str) -> Exception:
    """Return how a check of penalties ends that finds none: `reason`, or a clause on breach with an amount unread."""
    if record.document.unfilled:
        return UnverifiableError("空白范本")
    known = [span for penalty in record.penalties for span in penalty.spans]
    breach = [clause.span for clause in record.clauses if clause.kind == "breach" or _BREACH in (clause.title or "")]
    for money in record.amounts:
        start = money.spans[0].start
        if _within(start, breach) and not _within(start, known):
            return UnverifiableError(f"违约条款中的「{money.text.strip()}」没有读出是何违约金")
    return NotApplicableError(reason)


def _within(place: int, spans: Iterable[Span]) -> bool:
    return any(span.start <= place < span.end for span in spans)
