"""Confidentiality: who is bound, for how long, of what, and the annex about it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.fields.confidentiality.read import read_confidentiality
from extract.fields.penalties.read import read_penalties
from extract.model import Confidentiality, Party
from extract.rulepack import load_rules
from tests.helpers import clause_context, party

PACK = load_rules()
CASES = tomllib.loads((Path(__file__).parent / "cases" / "confidentiality.toml").read_text(encoding="utf-8"))["cases"]


ANNEX = (
    "甲方（盖章）：某局\t乙方（盖章）：某公司\n日期：2025年3月1日\t日期：2025年3月1日\n"
    "附件：保密协议\n一、乙方应对甲方提供的资料严格保密。\n二、{term}\n三、本协议一式肆份，双方各执贰份。\n"
)


def confidentiality_of(clause: str, *parties: Party) -> Confidentiality:
    context = clause_context(clause)
    return read_confidentiality(context, read_penalties(context, parties), parties)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"].strip()[:28].replace("\n", " "))
def test_reads_obligors_and_term(case: dict[str, Any]) -> None:
    found = confidentiality_of(case["clause"])
    assert found.present is case.get("present", True)
    if not found.present:
        return
    assert list(found.obligors) == case["obligors"]
    assert found.term.kind == case["term"]
    duration = found.term.duration
    assert ([duration.value, duration.unit] if duration else None) == case.get("duration")
    if "after" in case:
        assert found.term.after == case["after"]


def test_obligors_follow_the_roles_of_the_labels() -> None:
    parties = (party("supplier", "甲方"), party("buyer", "乙方"))
    found = confidentiality_of("第三条 保密\n乙方应对甲方的商业秘密严格保密。", *parties)
    assert found.obligors == ("buyer",)


def test_scope_with_its_list_and_exceptions() -> None:
    found = confidentiality_of(
        "第三条 保密\n1.双方应遵守保密义务。\n2.保密信息包括：\n（1）技术方案；\n（2）业务数据。\n"
        "3.下列信息不属于保密信息：\n（1）已经公开的信息。"
    )
    assert [field.value for field in found.scope] == ["保密信息包括", "技术方案;", "业务数据。"]
    assert [field.value for field in found.exceptions] == ["下列信息不属于保密信息", "已经公开的信息。"]


def test_an_exception_within_a_line_that_says_more() -> None:
    found = confidentiality_of(
        "第八条 其他\n合同价格双方均已知悉。任何一方不得向第三方披露对方的商业秘密，但依监管机关的要求披露的除外。其余照旧。"
    )
    assert [part.value for part in found.exceptions] == [
        "任何一方不得向第三方披露对方的商业秘密,但依监管机关的要求披露的除外"
    ]
    assert found.scope == ()


def test_points_at_the_penalties_for_breaking_it() -> None:
    found = confidentiality_of(
        "第三条 违约责任\n1.乙方逾期交货的，每日支付违约金1000元。\n"
        "2.违反保密义务的一方，应支付违约金5000元。\n"
        "第四条 保密\n双方应保守商业秘密。"
    )
    assert found.penalties == (1,)


def test_an_annex_binds_too_and_is_described() -> None:
    term = ANNEX.format(term="保密期限为三年。")
    signed = "甲方（盖章）：某局\t乙方（盖章）：某公司\n日期：2025年3月6日\t日期：2025年3月8日"
    found = confidentiality_of("第三条 其他\n甲方按时付款。\n" + term + signed)
    assert found.obligors == ("supplier",)
    assert found.annex is not None
    assert found.annex.title is not None
    assert found.annex.title.value == "保密协议"
    assert found.annex.signed_on is not None
    assert found.annex.signed_on.value == "2025-03-08"
    assert found.annex.copies is not None
    assert found.annex.copies.value == 4
    assert found.term.duration is not None
    assert found.term.duration.value == 3


def test_the_date_of_an_annex_without_a_signature_page() -> None:
    found = confidentiality_of("第三条 其他\n甲方按时付款。\n" + ANNEX.format(term="永久保密。") + "2025年3月9日")
    assert found.annex is not None
    assert found.annex.signed_on is not None
    assert found.annex.signed_on.value == "2025-03-09"


def test_of_two_terms_the_contracts_own_wins() -> None:
    clause = "第三条 保密\n双方应保守商业秘密，保密期限为永久。\n" + ANNEX.format(term="保密期限为三年。")
    found = confidentiality_of(clause)
    assert found.term.kind == "perpetual"
    assert found.term.text == "双方应保守商业秘密，保密期限为永久"


def test_nothing_is_agreed_where_only_a_paper_is_named() -> None:
    found = confidentiality_of("第三条 合同文件\n本合同包括《保密承诺书》和投标文件。")
    assert found == Confidentiality()
