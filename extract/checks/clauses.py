"""CLS: clauses and form."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Record
from extract.rulepack import RulePack


@check("CLS006")
def copies_add_up(record: Record, pack: RulePack) -> Iterator[Problem]:
    """各方所持份数之和不等于合同总份数。

    检查：把写明的各方份数（含备案份数）相加，与「一式N份」比较。
    意义：份数不符，不知哪一方少持或多持合同，归档和备案没有依据。
    不符合：一式六份，甲方三份，乙方二份。
    符合：一式六份，甲方三份，乙方二份，见证方一份。
    依据：合同文本前后应当一致，无专门条文。
    """
    copies = record.copies
    if copies is None:
        raise NotApplicableError("没有写明合同份数")
    held = sum(copies.by_role.values()) + copies.other
    if not held:
        raise NotApplicableError("没有写明各方所持份数")
    if copies.total is None:
        raise UnverifiableError("没有读到合同总份数")
    if held != copies.total:
        yield Problem(
            f"合同一式 {copies.total} 份，各方所持合计 {held} 份",
            (copies,),
            expected=str(copies.total),
            actual=str(held),
        )
