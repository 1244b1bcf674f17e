"""The legal basis: every id resolves, the version in force on the signing date is printed, doubt is marked."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from extract.checks.legal import citations, governing
from tests.checks.framing import framed
from tests.helpers import PACK, record_of

ROOT = Path(__file__).resolve().parents[2]
LAWS = {row["id"]: row for row in PACK.rows("laws")}
BASIS = {row["id"]: row for row in PACK.rows("basis")}


@pytest.mark.parametrize("key", sorted(BASIS))
def test_every_basis_names_a_law_and_says_what_it_says(key: str) -> None:
    row = BASIS[key]
    assert set(row) <= {"id", "law", "article", "summary", "status", "note", "before", "instead"}
    assert row["summary"]
    assert row["status"] in ("V1", "V2", "P", "U")
    for version in (row, *row.get("before", ())):
        assert version.get("law", row["law"]) in LAWS
    dates = [version["date"] for version in row.get("before", ())]
    assert dates == sorted(dates)


@pytest.mark.parametrize("key", sorted(LAWS))
def test_every_law_has_its_names_and_status(key: str) -> None:
    row = LAWS[key]
    known = {
        "id",
        "names",
        "number",
        "in_force",
        "repealed_on",
        "replaced_by",
        "status",
        "severity",
        "basis",
        "not_for",
    }
    assert set(row) <= known
    assert row["names"]
    assert row["status"] in ("V1", "V2", "P", "U")
    assert ("repealed_on" in row) == ("replaced_by" in row) == ("severity" in row)
    assert all(basis in BASIS for basis in row.get("basis", ()))


def test_the_citation_names_law_number_and_article() -> None:
    assert citations(["GP-02"], "2025-03-01", PACK) == ("《中华人民共和国政府采购法》第四十六条",)
    assert citations(["O87-02"], None, PACK) == ("《政府采购货物和服务招标投标管理办法》（财政部令第87号）第七十二条",)


def test_what_was_not_verified_is_marked() -> None:
    assert citations(["GPS-02"], "2025-03-01", PACK)[0].endswith("第二十四条（待核）")


@pytest.mark.parametrize(
    ("on", "printed"),
    [
        ("2020-08-31", ()),
        ("2020-09-01", ("《保障中小企业款项支付条例（2020）》（国务院令第728号）第八条",)),
        ("2025-05-31", ("《保障中小企业款项支付条例（2020）》（国务院令第728号）第八条",)),
        ("2025-06-01", ("《保障中小企业款项支付条例》（国务院令第802号）第九条",)),
        ("2025", ("《保障中小企业款项支付条例》（国务院令第802号）第九条",)),
        (None, ("《保障中小企业款项支付条例》（国务院令第802号）第九条",)),
    ],
)
def test_the_version_in_force_on_the_signing_date(on: str | None, printed: tuple[str, ...]) -> None:
    assert citations(["SP-01"], on, PACK) == printed


def test_arbitration_before_and_after_its_revision() -> None:
    assert citations(["JUR-03"], "2025-01-01", PACK) == ("《中华人民共和国仲裁法》第十六条、第十八条",)
    assert citations(["JUR-03"], "2026-03-01", PACK) == ("《中华人民共和国仲裁法》第二十七条、第二十九条",)


def test_the_civil_code_is_no_basis_before_it_was_in_force() -> None:
    assert citations(["CC-09"], "2020-12-31", PACK) == ()


def test_what_is_no_id_is_printed_as_it_stands_and_nothing_twice() -> None:
    assert citations(["某市办法第三条", "GP-02", "GP-02"], None, PACK)[0] == "某市办法第三条"
    assert len(citations(["GP-02", "GP-02"], None, PACK)) == 1


def test_ids_in_the_rules_of_checks_resolve() -> None:
    rows = (*PACK.rows("checks"), *PACK.rows("tax_rates"))
    assert {basis for row in rows for basis in row.get("basis", ())} <= set(BASIS)


def test_the_rules_on_tenders_of_goods_and_services_are_no_basis_for_works() -> None:
    building, service = (record_of(framed(name, {"dispute": ""})) for name in ("building", "service"))
    assert {category.kind for category in building.categories} == {"works"}
    assert governing(["O87-02", "O87-07", "GP-02"], building, PACK) == ("CC-01", "GP-02")
    assert governing(["O87-02", "GP-02"], service, PACK) == ("O87-02", "GP-02")
    for record, cites in ((building, False), (service, True)):
        (finding,) = [f for f in record.findings if f.code == "CLS001"]
        assert any("第87号" in citation for citation in finding.citations) is cites


def test_advice_on_works_does_not_name_the_rules_on_tenders() -> None:
    price = "第四条 合同价款\n签约合同价为人民币486,000.00元（大写：肆拾捌万伍仟元整）。"
    (finding,) = [f for f in record_of(framed("building", {"price": price})).findings if f.code == "AMT001"]
    assert "87" not in (finding.suggestion or "") + "".join(finding.citations)


def test_every_basis_that_a_check_names_is_one() -> None:
    known = {row["id"] for row in PACK.rows("basis")}
    written = {
        (path.name, identifier)
        for path in (ROOT / "extract" / "checks").glob("*.py")
        for identifier in re.findall(r'"([A-Z][A-Z0-9]+-\d+[a-z]?)"', path.read_text(encoding="utf-8"))
    }
    assert len(written) > 5
    assert [each for each in written if each[1] not in known] == []
