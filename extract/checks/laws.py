"""LAW: laws and regulations cited."""

from __future__ import annotations

from collections.abc import Iterator

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Record
from extract.rulepack import RulePack

_FULL_NAME = "中华人民共和国"


@check("LAW001")
def law_in_force(record: Record, pack: RulePack) -> Iterator[Problem]:
    """引用了签订时已废止的法律法规。

    检查：把引用的法律法规与废止表比较，以签订日期为准。《劳动合同法》是另一部法律，现行有效。
    意义：依据已废止的法律订立合同，权利义务的依据不明，说明合同文本沿用了旧范本。
    不符合：2025年签订的合同写「根据《中华人民共和国合同法》」。
    符合：2020年签订的合同同样写；2025年的合同写「根据《中华人民共和国民法典》」。
    依据：各法的废止条款，如民法典第一千二百六十条。
    """
    if not record.laws:
        raise NotApplicableError("没有引用法律法规")
    repealed = {_short(name): row for row in pack.rows("laws") if "repealed_on" in row for name in row["names"]}
    cited = [(law, repealed[_short(law.value)]) for law in record.laws if _short(law.value) in repealed]
    if not cited:
        return
    if record.signed_on is None:
        raise UnverifiableError("没有签订日期，无法判断所引法律当时是否有效")
    for law, row in cited:
        if record.signed_on.value >= row["repealed_on"][: len(record.signed_on.value)]:
            verified = "" if row["status"] in ("V1", "V2") else "（待核）"
            yield Problem(
                f"所引《{law.value}》已于 {row['repealed_on']} 废止，由《{row['replaced_by']}》取代{verified}",
                (law, record.signed_on),
                expected=str(row["replaced_by"]),
                actual=law.value,
                suggestion="请改引现行有效的法律",
                severity=row["severity"],
                basis=tuple(row["basis"]),
            )


def _short(name: str) -> str:
    """Return a law's name without 中华人民共和国 and without a bracket behind it."""
    return name.removeprefix(_FULL_NAME).partition("(")[0].partition("（")[0].strip()
