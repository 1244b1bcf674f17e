"""Copies: 合同一式N份, originals and duplicates, and who gets how many."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from extract.fields.copies import read_copies
from extract.model import Copies, Party
from extract.rulepack import load_rules
from tests.helpers import clause_context, party

PACK = load_rules()
CASES = tomllib.loads((Path(__file__).parent / "cases" / "copies.toml").read_text(encoding="utf-8"))["cases"]


def copies_of(clause: str, *parties: Party) -> Copies | None:
    return read_copies(clause_context("第三条 其他\n" + clause.strip()), parties)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"].strip()[:24])
def test_reads_copies_as_drafters_write_them(case: dict[str, Any]) -> None:
    copies = copies_of(case["clause"])
    if "total" not in case:
        assert copies is None
        return
    assert copies is not None
    assert copies.total == case["total"]
    assert (copies.originals, copies.duplicates) == (case.get("originals"), case.get("duplicates"))
    assert (copies.by_role, copies.other) == (case["by_role"], case.get("other", 0))


@pytest.mark.parametrize(
    "parties", [(), (party("buyer", "甲方"), party("supplier", "乙方"), party("agent", "采购代理机构"))]
)
def test_an_agency_takes_its_copies_whether_it_signs_or_not(parties: tuple[Party, ...]) -> None:
    copies = copies_of("本合同一式五份，甲方执两份，乙方执两份，采购代理机构执一份。", *parties)
    assert copies is not None
    assert (copies.by_role, copies.other) == ({"buyer": 2, "supplier": 2, "agent": 1}, 0)


@pytest.mark.parametrize(
    ("parties", "by_role"),
    [
        ((party("buyer", "甲方"), party("supplier", "乙方")), {"buyer": 2, "supplier": 2}),
        ((party("buyer", "甲方"), party("supplier", "乙方"), party("witness", "见证方")), {}),
    ],
)
def test_each_is_said_of_both_where_nobody_else_signs(parties: tuple[Party, ...], by_role: dict[str, int]) -> None:
    copies = copies_of("本合同一式四份，各执两份。", *parties)
    assert copies is not None
    assert copies.by_role == by_role


def test_a_witness_takes_copies_as_a_party() -> None:
    copies = copies_of("合同一式陆份，甲方叁份，乙方贰份，鉴证方壹份。")
    assert copies is not None
    assert copies.by_role == {"buyer": 3, "supplier": 2, "witness": 1}


def test_parties_by_name_and_swapped_labels() -> None:
    named = copies_of(
        "本合同一式三份，云岭市教育局执二份，临江科技有限公司执一份。",
        party("buyer", "甲方", name="云岭市教育局"),
        party("supplier", "乙方", name="临江科技有限公司"),
    )
    assert named is not None
    assert named.by_role == {"buyer": 2, "supplier": 1}
    swapped = copies_of("本合同一式三份，甲方执二份，乙方执一份。", party("supplier", "甲方"), party("buyer", "乙方"))
    assert swapped is not None
    assert swapped.by_role == {"supplier": 2, "buyer": 1}


def test_copies_of_an_annex_are_its_own() -> None:
    clause = (
        "本合同一式两份，双方各执一份。\n"
        "甲方（盖章）：某局\t乙方（盖章）：某公司\n日期：2025年3月1日\t日期：2025年3月1日\n"
        "附件：保密协议\n一、本协议一式肆份，甲乙双方各执贰份。"
    )
    copies = copies_of(clause)
    assert copies is not None
    assert copies.total == 2


def test_a_copy_that_is_printed_is_one_of_the_contract() -> None:
    copies = copies_of("2. 需打印存档的，一式叁份，甲方贰份、乙方壹份。")
    assert copies is not None
    assert (copies.total, copies.by_role) == (3, {"buyer": 2, "supplier": 1})


def test_quotes_the_statement() -> None:
    context = clause_context("第三条 其他\n本合同 一式 肆 份，双方各执贰份，具有同等法律效力。")
    copies = read_copies(context, ())
    assert copies is not None
    assert copies.text == "本合同 一式 肆 份，双方各执贰份"
    assert context.document.text[copies.spans[0].start : copies.spans[0].end] == copies.text
