"""Every check across contracts: sets that fail it, and sets like them that are sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from extract.checks.registry import UnverifiableError
from extract.config import Settings
from extract.cross import registry
from extract.cross.audit import rules_of_cross_checks
from extract.cross.registry import Corpus, CrossProblem, cross_checks
from extract.errors import RuleError
from extract.model import CrossPlace, Span
from extract.rulepack import RulePack, load_rules
from tests.cross.contracts import audited, contract, found, paths
from tests.helpers import PACK

ACCOUNT, OTHER_ACCOUNT = "6217003810012345678", "3305016192840000771"
A = {"supplier": "云岭净美保洁服务有限公司", "address": "云岭市西山区清泉路7号3幢201室"}
B = {"supplier": "海湾洁诚物业管理有限公司", "address": "海湾市港城区船厂路66号1幢5层"}
MANUAL = ("检查：", "意义：", "不符合：", "符合：", "依据：")


@pytest.mark.parametrize("code", sorted(cross_checks()))
def test_every_check_has_its_manual_and_its_row(code: str) -> None:
    summary, _, body = (cross_checks()[code].__doc__ or "").partition("\n")
    assert summary.endswith("。")
    lines = [line.strip() for line in body.splitlines()]
    assert [line[: line.index("：") + 1] for line in lines if line.startswith(MANUAL)] == list(MANUAL)
    assert {row["id"]: row["severity"] for row in PACK.rows("cross")}[code] in ("error", "warning", "info")


def test_all_seven_are_there_and_no_row_without_its_check() -> None:
    assert list(cross_checks()) == [f"XCT00{number}" for number in range(1, 8)]
    assert {row["id"] for row in PACK.rows("cross")} == set(cross_checks())


def test_a_rule_of_a_check_that_there_is_not_is_told(tmp_path: Path) -> None:
    (tmp_path / "cross.toml").write_text('[[rows]]\nid = "XCT0O1"\nseverity = "info"', encoding="utf-8")
    with pytest.raises(RuleError, match="没有检查 XCT0O1，是不是 XCT001？"):
        rules_of_cross_checks(load_rules(tmp_path))


# -- XCT001 -----------------------------------------------------------------------------------------------


def test_one_account_under_two_holders() -> None:
    (finding,) = found("XCT001", contract(**A, account=ACCOUNT), contract(**B, account="6217 0038 1001 2345 678"))
    assert finding.severity == "error"
    assert paths(finding) == ["1.txt", "2.txt"]
    assert A["supplier"] in finding.message
    assert B["supplier"] in finding.message
    assert {"6217003810012345678", "6217 0038 1001 2345 678"} <= {place.text for place in finding.contracts}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({**A, "account": ACCOUNT}, {**A, "account": ACCOUNT}),
        ({**A, "account": ACCOUNT}, {**B, "account": OTHER_ACCOUNT}),
        ({**A, "account": ACCOUNT}, {**A, "supplier": f"{A['supplier']}海湾分公司", "account": ACCOUNT}),
        ({**A, "account": ACCOUNT}, {**A, "supplier": "云岭净美保洁服务有限公司 ", "account": ACCOUNT}),
        (
            {"supplier": "净美（云岭）保洁有限公司", "account": ACCOUNT},
            {"supplier": "净美(云岭)保洁有限公司", "account": ACCOUNT},
        ),
    ],
    ids=["the same holder", "two accounts", "a branch", "a space", "brackets"],
)
def test_accounts_that_are_sound(one: dict[str, str], other: dict[str, str]) -> None:
    assert not found("XCT001", contract(**one), contract(**other))


# -- XCT002 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("phone", ["13957120466", "139 5712 0466", "+86 13957120466"])
def test_two_suppliers_share_a_telephone(phone: str) -> None:
    (finding,) = found("XCT002", contract(**A, phone="13957120466"), contract(**B, phone=phone))
    assert finding.severity == "warning"
    assert "电话" in finding.message
    assert paths(finding) == ["1.txt", "2.txt"]


def test_two_suppliers_share_an_address_however_it_is_spaced() -> None:
    same = {**B, "address": "云岭市西山区清泉路７号 3幢201室"}
    (finding,) = found("XCT002", contract(**A), contract(**same))
    assert "地址" in finding.message


def test_two_suppliers_of_one_buyer_share_a_person() -> None:
    (finding,) = found("XCT002", contract(**A, person="陆清和"), contract(**B, person="陆清和"))
    assert finding.severity == "info"
    assert not found("XCT002", contract(**A, person="陆清和"), contract(**B, person="陆清和", buyer="海湾市图书馆"))


def test_a_telephone_that_the_buyer_uses_too_is_not_the_suppliers() -> None:
    shared = {"phone": "0571-85550100"}
    assert not found("XCT002", contract(**A, **shared), contract(**B, **shared))


def test_one_supplier_may_keep_its_telephone() -> None:
    assert not found("XCT002", contract(**A, phone="13957120466"), contract(**A, phone="13957120466"))


# -- XCT003 -----------------------------------------------------------------------------------------------


def test_one_supplier_with_another_account() -> None:
    (finding,) = found("XCT003", contract(**A, account=ACCOUNT), contract(**A, account=OTHER_ACCOUNT, total="5,000.00"))
    assert finding.severity == "info"
    assert ACCOUNT in finding.message
    assert OTHER_ACCOUNT in finding.message


def test_one_supplier_with_one_account() -> None:
    assert not found("XCT003", contract(**A, account=ACCOUNT), contract(**A, account=ACCOUNT, total="5,000.00"))
    assert not found("XCT003", contract(**A, account=ACCOUNT), contract(**B, account=OTHER_ACCOUNT))


# -- XCT004 -----------------------------------------------------------------------------------------------

LONG = "".join(
    f"\n乙方应当做好第{word}区域的清扫保洁并且如实填写记录。甲方每月检查第{word}区域并且书面告知检查结果。"
    for word in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
)
OTHER_LONG = LONG.replace("清扫保洁", "绿化养护").replace("如实填写", "按月上报")


def test_files_of_one_contract_are_named_once_and_count_as_one() -> None:
    same = contract(**A, own=LONG, number="YL-2025-018")
    result = audited(same, same.replace("\n\n", "\n"))
    (finding,) = result.findings
    assert (finding.code, finding.severity) == ("XCT004", "info")
    assert "同一份合同" in finding.message


def test_a_contract_and_its_scan_are_one_contract_though_their_texts_differ() -> None:
    files = contract(**A, own=LONG, number="YL-2025-018"), contract(**A, own=OTHER_LONG, number="YL-2025-018")
    assert [(finding.code, finding.severity) for finding in audited(*files).findings] == [("XCT004", "info")]


def test_files_of_a_contract_without_number_are_one_by_their_text() -> None:
    same = contract(**A, own=LONG)
    assert "同一份合同" in found("XCT004", same, same)[0].message
    assert not found("XCT004", same, contract(**A, own=OTHER_LONG))


def test_the_same_text_and_price_of_two_suppliers() -> None:
    (finding,) = found("XCT004", contract(**A, own=LONG), contract(**B, own=LONG))
    assert finding.severity == "warning"
    assert "供应方不同而总价相同" in finding.message


def test_the_same_text_signed_again_within_days() -> None:
    again = contract(**A, own=LONG, total="310,000.00", signed="2025年3月2日")
    (finding,) = found("XCT004", contract(**A, own=LONG), again)
    assert finding.severity == "warning"
    assert "再次签约" in finding.message


def test_a_renewal_after_a_year_is_a_hint_only() -> None:
    (finding,) = found("XCT004", contract(**A, own=LONG), contract(**A, own=LONG, signed="2026年2月20日", total="1.00"))
    assert finding.severity == "info"


def test_other_texts_and_short_texts_are_no_duplicates() -> None:
    assert not found("XCT004", contract(**A, own=LONG), contract(**B, own=OTHER_LONG))
    assert not found("XCT004", contract(**A), contract(**B))


@pytest.mark.parametrize("values", [{}, {"own": LONG}, {"own": LONG, "number": "YL-2025-018"}])
@pytest.mark.parametrize("count", [2, 6, 9])
def test_copies_in_any_number_are_told_once_and_count_as_one(count: int, values: dict[str, str]) -> None:
    (finding,) = audited(*[contract(**A, account=ACCOUNT, **values)] * count).findings
    assert (finding.code, finding.severity) == ("XCT004", "info")
    assert finding.message.startswith(f"{count} 个文件的")


def test_copies_of_a_contract_whose_price_is_not_known_are_one_by_their_text() -> None:
    (finding,) = audited(*[contract(**A).replace("合同总价为人民币300,000.00元", "合同总价另行商定")] * 7).findings
    assert finding.message.startswith("7 个文件的文字完全相同")


def test_copies_make_no_wording_common() -> None:
    copies = [contract(**A, own=LONG)] * 6
    alike = [finding for finding in found("XCT004", *copies, contract(**B, own=LONG)) if finding.severity == "warning"]
    assert ["供应方不同而总价相同" in finding.message for finding in alike] == [True]


# -- XCT005 -----------------------------------------------------------------------------------------------


def test_three_contracts_that_add_up() -> None:
    texts = [contract(**A, total="900,000.00", signed=f"2025年{month}月20日") for month in (2, 3, 4)]
    (finding,) = found("XCT005", *texts)
    assert paths(finding) == ["1.txt", "2.txt", "3.txt"]
    assert "2,700,000.00" in finding.message
    assert f"与{A['supplier']}在 " in finding.message
    assert all("待核" in citation for citation in finding.citations)


@pytest.mark.parametrize(
    "other",
    [
        {**A, "total": "900,000.00", "signed": "2025年3月20日"},
        {**A, "total": "1,900,000.00", "signed": "2026年2月20日"},
        {**A, "total": "1,900,000.00", "project": "食堂燃气改造工程"},
        {**B, "total": "1,900,000.00"},
        {**A, "total": "1,900,000.00", "title": "保洁服务合同补充协议"},
        {**A, "total": "2,500,000.00"},
    ],
    ids=["below in sum", "a year later", "another matter", "another supplier", "a supplement", "above by itself"],
)
def test_contracts_that_are_not_split(other: dict[str, str]) -> None:
    assert not found("XCT005", contract(**A, total="900,000.00"), contract(**other))


def test_lots_of_one_procurement_are_not_split() -> None:
    lots = [
        contract(**A, total="1,500,000.00", project_number="YLCG-2025-31", project=f"校园保洁服务项目（{n}标段）")
        for n in "一二"
    ]
    assert not found("XCT005", *lots)


# -- XCT006 -----------------------------------------------------------------------------------------------


def test_periods_of_service_that_overlap() -> None:
    next_year = {"start": "2025年12月1日", "end": "2026年11月30日", "signed": "2025年11月20日"}
    (finding,) = found("XCT006", contract(**A), contract(**A, **next_year, project="2026年度校园保洁服务项目"))
    assert "重叠 90 天" in finding.message
    assert paths(finding) == ["1.txt", "2.txt"]


@pytest.mark.parametrize(
    "other",
    [
        {**A, "start": "2026年3月1日", "end": "2027年2月28日", "signed": "2026年2月20日"},
        {**A, "project": "食堂燃气改造工程"},
        {**B},
        {**A, "title": "补充协议"},
    ],
    ids=["the day after", "another matter", "another supplier", "a supplement"],
)
def test_periods_that_are_sound(other: dict[str, str]) -> None:
    assert not found("XCT006", contract(**A, total="1.00"), contract(**other))


def test_many_periods_that_overlap_are_one_finding() -> None:
    starts = [f"2025年{month}月1日" for month in range(3, 11)]
    (finding,) = found("XCT006", *(contract(**A, start=start, total=f"{i}.00") for i, start in enumerate(starts, 1)))
    assert "8 份合同就同一事项的服务期重叠，最多 334 天" in finding.message
    assert len(paths(finding)) == 8


def test_lots_may_run_side_by_side() -> None:
    assert not found("XCT006", *(contract(**A, project=f"校园保洁服务项目（{n}标段）") for n in "一二"))


# -- XCT007 -----------------------------------------------------------------------------------------------


def test_one_number_on_two_contracts() -> None:
    (finding,) = found("XCT007", contract(**A, number="YL-2025-018"), contract(**B, number="YL－2025－018"))
    assert {place.text for place in finding.contracts} == {"YL-2025-018", "YL－2025－018"}


@pytest.mark.parametrize(
    "other",
    [
        {**B, "number": "YL-2025-019"},
        {**B, "number": "YL-2025-018", "buyer": "海湾市图书馆"},
        {**A, "number": "YL-2025-018", "title": "保洁服务合同补充协议"},
    ],
    ids=["another number", "other parties number for themselves", "a supplement"],
)
def test_numbers_that_are_sound(other: dict[str, str]) -> None:
    assert not found("XCT007", contract(**A, number="YL-2025-018"), contract(**other))


# -- the audit --------------------------------------------------------------------------------------------


def test_settings_choose_and_grade_checks() -> None:
    texts = contract(**A, account=ACCOUNT, phone="13957120466"), contract(**B, account=ACCOUNT, phone="13957120466")
    chosen = audited(*texts, settings=Settings(select=("XCT001",), severity={"XCT": "info"}))
    assert [outcome.code for outcome in chosen.checks] == ["XCT001"]
    assert [finding.severity for finding in chosen.findings] == ["info"]
    assert audited(*texts, settings=Settings(select=("AMT",))).checks == ()


def test_one_contract_alone_shows_nothing() -> None:
    assert {outcome.status for outcome in audited(contract()).checks} == {"not_applicable"}


def test_what_was_found_before_the_rest_could_not_be_verified_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    def half(corpus: Corpus, pack: RulePack) -> Iterator[CrossProblem]:
        places = [CrossPlace(path=each.path, text="", spans=(Span(start=0, end=0),)) for each in corpus.contracts]
        yield CrossProblem("两份合同相似", tuple(places))
        raise UnverifiableError("其余合同的原文不在")

    monkeypatch.setattr(registry, "_CHECKS", {**cross_checks(), "XCT001": half})
    result = audited(contract(**A), contract(**B), settings=Settings(select=("XCT001",)))
    assert [(outcome.status, outcome.reason) for outcome in result.checks] == [
        ("fail", "1 处；其余无法核对：其余合同的原文不在")
    ]
    assert [finding.message for finding in result.findings] == ["两份合同相似"]
