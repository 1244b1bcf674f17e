"""LAW: laws and regulations cited."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extract.checks.registry import NotApplicableError, Problem, UnverifiableError, check
from extract.model import Law, Record, TextField, is_before
from extract.rulepack import RulePack
from extract.width import fold_width

_SURE_NAME = 5
"""Characters of a law's name that no other law has by chance."""
_NATION = "中华人民共和国"
_EDITION = re.compile(r"\((?:\d{4}年?(?:版|修订|修正|修改)?|修订|修正)\)$")
_VERIFIED = ("V1", "V2")


@check("LAW001")
def law_in_force(record: Record, pack: RulePack) -> Iterator[Problem]:
    """引用了签订时已废止的法律法规。

    检查：把引用的法律法规与废止表比较，以签订日期为准；名称之后附有令号的，令号已废止也算。《劳动合同法》是另一部法律，现行有效。
      级别依所引的是什么：合同法、担保法等并入民法典的法律为错误；条例、规章和更早废止的法律为警告；规范性文件为提示
      （rules/laws.toml 各行的 severity）。
    意义：依据已废止的法律订立合同，权利义务的依据不明，说明合同文本沿用了旧范本。
    不符合：2025年签订的合同写「根据《中华人民共和国合同法》」，或者「《政府采购货物和服务招标投标管理办法》（财政部令第18号）」。
    符合：2020年签订的合同同样写；2025年的合同写「根据《中华人民共和国民法典》」。
    依据：各法的废止条款，如民法典第一千二百六十条。
    """
    if not record.laws:
        raise NotApplicableError("没有引用法律法规")
    repealed = {_short(name): row for row in pack.rows("laws") if "repealed_on" in row for name in row["names"]}
    cited = [
        (law, repealed[name])
        for law in record.laws
        for name in (_short(law.value), law.order.value if law.order is not None else "")
        if name in repealed
    ]
    if not cited:
        return
    if record.signed_on is None:
        raise UnverifiableError("没有签订日期，无法判断所引法律当时是否有效")
    open_ones = [law for law, row in cited if _may_be_before(record.signed_on.value, row["repealed_on"])]
    for law, row in cited:
        if law not in open_ones and not is_before(record.signed_on.value, row["repealed_on"]):
            verified = "" if row.get("status") in _VERIFIED else "（待核）"
            successor = row.get("replaced_by")
            replaced = f"，由《{successor}》取代" if successor is not None else ""
            yield Problem(
                f"所引《{law.value}》{_order(law)}已于 {row['repealed_on']} 废止{replaced}{verified}",
                (law, record.signed_on),
                expected=successor,
                actual=law.value,
                suggestion="请改引现行有效的法律",
                severity=row.get("severity"),
                basis=tuple(row.get("basis", ())),
            )
    if open_ones:
        raise UnverifiableError(f"签订日期没有写到日，不知《{open_ones[0].value}》当时是否已废止")


def _order(law: Law) -> str:
    return f"（{law.order.value}）" if law.order is not None else ""


def _may_be_before(signed: str, day: str) -> bool:
    """Tell whether a partial date may lie before the ISO date `day`, or not: 2025 and 2025-06-01."""
    first = f"{signed}-01-01"[: len(day)] if len(signed) < len(day) else signed
    return signed == day[: len(signed)] and first < day


@check("LAW002")
def law_by_its_name(record: Record, pack: RulePack) -> Iterator[Problem]:
    """所引法律的名称不存在或不完整。

    检查：常见的误称（采购法、招投标法），以及冠以「中华人民共和国」而与某部法律只差一两个字的名称。地方性法规、规章和不认识的名称不判断。
    意义：名称写错，所依据的是哪部法律不明。
    不符合：「《中华人民共和国政府采够法》」「《招投标法》」。
    符合：「《中华人民共和国招标投标法》」「《云岭省政府采购管理办法》」。
    依据：无专门条文。
    """
    if not record.laws:
        raise NotApplicableError("没有引用法律法规")
    wrong = {_bare(name): right for right, names in pack.table("laws.wrong_names").items() for name in names}
    national = frozenset((*pack.words("laws.national"), *pack.words("laws_cited.known")))
    for law in record.laws:
        name = _bare(law.value)
        right = wrong.get(name) or _meant(name, national, pack)
        if right is not None:
            yield _misnamed(law, right)


def _misnamed(law: TextField, right: str) -> Problem:
    return Problem(
        f"没有《{law.value}》，可能是《{right}》",
        (law,),
        expected=right,
        actual=law.value,
        suggestion=f"改为《{right}》",
    )


def _meant(name: str, national: frozenset[str], pack: RulePack) -> str | None:
    """Return the national law that a name with 中华人民共和国 before it is a slip of, or None."""
    short = name.removeprefix(_NATION)
    rules = ("实施条例", "实施细则", "条例", "规定", "办法")
    if short == name or short in national or short.endswith(rules):
        return None
    limit = int(pack.threshold("laws.name_distance"))
    longer = [law for law in national if len(law) >= _SURE_NAME and _put_in(short, law)]
    if len(longer) == 1:
        return _NATION + longer[0]
    near = sorted((_distance(short, law), law) for law in national if abs(len(law) - len(short)) <= limit)
    if not near or near[0][0] > min(limit, len(near[0][1]) // 3):
        return None
    return _NATION + near[0][1]


def _put_in(name: str, law: str) -> bool:
    """Tell whether a name is that of a law with a word of two characters put in: 数据安全(保护)法."""
    return len(name) == len(law) + 2 and any(name[:i] + name[i + 2 :] == law for i in range(1, len(law)))


def _distance(one: str, other: str) -> int:
    """Return how many characters must be changed, put in or taken out to make one name of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            previous, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, previous + (a != b))
    return row[-1]


@lru_cache(maxsize=512)
def _bare(name: str) -> str:
    """Return a law's name half-width, without the year of its edition; （暂行） makes another rule and stays."""
    return _EDITION.sub("", fold_width(name).strip())


def _short(name: str) -> str:
    return _bare(name).removeprefix(_NATION)
