"""Release packages hold to the official OCDS 1.1 schema with our extension, and say what the record says."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker
from referencing import Registry, Resource

from extract.batch import extract_one
from extract.exporters.ocds import export_ocds, release_package
from extract.model import DateField, DocumentInfo, Party, Record, Span, TextField
from tests.helpers import record_of

ROOT = Path(__file__).parents[2]
OFFICIAL = Path(__file__).parent / "ocds_schema"
CORPUS = sorted((ROOT / "corpus" / "contracts").iterdir())
CHINA = timezone(timedelta(hours=8))
TODAY = date(2026, 3, 9)
BARE = Record(
    document=DocumentInfo(path="空.txt", sha256="0" * 64, media_type="text/plain", reader="text", characters=0)
)


def merged(schema: Any, patch: Any) -> Any:
    """Return `schema` with a JSON Merge Patch laid over it, which is how OCDS extensions apply."""
    if not isinstance(schema, dict) or not isinstance(patch, dict):
        return patch
    return schema | {key: merged(schema.get(key, {}), value) for key, value in patch.items()}


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    release = json.loads((OFFICIAL / "release-schema.json").read_bytes())
    extension = json.loads((ROOT / "schema" / "ocds-kanhe" / "release-schema.json").read_bytes())
    patched = Resource.from_contents(merged(release, extension))
    package = json.loads((OFFICIAL / "release-package-schema.json").read_bytes())
    registry: Registry[Any] = Registry().with_resource(release["id"], patched)
    return Draft4Validator(package, registry=registry, format_checker=FormatChecker())


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_corpus_is_valid(path: Path, validator: Draft4Validator) -> None:
    package = json.loads(json.dumps(release_package(extract_one(path), TODAY)))
    assert [error.message for error in validator.iter_errors(package)] == []


def test_a_contract_that_says_nothing_is_valid(validator: Draft4Validator) -> None:
    package = release_package(BARE, TODAY)
    assert list(validator.iter_errors(package)) == []
    contract = package["releases"][0]["contracts"][0]
    assert "dateSigned" not in contract
    assert "value" not in contract


def test_the_schema_can_fail(validator: Draft4Validator) -> None:
    package = release_package(BARE, TODAY)
    package["releases"][0]["contracts"][0]["kanhe"]["penalties"] = [{"liable": "nobody"}]
    del package["releases"][0]["ocid"]
    assert len(list(validator.iter_errors(package))) == 2


def test_an_arbitral_body_has_its_place_in_the_extension() -> None:
    record = record_of("设备采购合同\n甲方：青禾县第二中学\n第一条 发生争议的，提交清溪仲裁委员会仲裁。\n")
    (contract,) = release_package(record, TODAY)["releases"][0]["contracts"]
    assert contract["kanhe"]["dispute"] == {"method": "arbitration", "venue": "named", "institution": "清溪仲裁委员会"}


def test_what_a_release_says() -> None:
    record = record_of(
        "设备采购合同\n合同编号：QH-2024-017\n甲方：青禾县第二中学\n乙方：青禾味源厨具有限公司\n"
        "第一条 合同总价为人民币伍万元整（￥50,000.01元）。\n"
        "第二条 合同签订后10日内，甲方向乙方支付合同总价的30%；验收合格后30日内，支付合同总价的70%。\n"
        "第三条 乙方逾期交货的，每逾期一日，按合同总价的0.1%支付违约金。\n"
        "签订日期：2024年3月5日\n"
    )
    release = release_package(record, TODAY)["releases"][0]
    contract = release["contracts"][0]
    assert contract["id"] == "QH-2024-017"
    assert Decimal(repr(contract["value"]["amount"])) == Decimal("50000.01")
    assert contract["dateSigned"] == "2024-03-05T00:00:00+08:00"
    assert [step["kanhe"]["share"] for step in contract["milestones"]] == [0.3, 0.7]
    assert {step["type"] for step in contract["milestones"]} == {"financing"}
    assert contract["kanhe"]["penalties"][0]["rate"] == 0.001
    assert {party["name"]: party["roles"] for party in release["parties"]} == {
        "青禾县第二中学": ["buyer"],
        "青禾味源厨具有限公司": ["supplier"],
    }
    assert release["buyer"]["name"] == "青禾县第二中学"
    assert release["awards"][0]["suppliers"][0]["name"] == "青禾味源厨具有限公司"


def test_parties_with_one_credit_code_have_ids_of_their_own() -> None:
    code = TextField(value="91350200MA2XW3K75L", text="x", spans=())
    parties = tuple(Party(role=role, tax_id=code) for role in ("buyer", "supplier", "agent"))
    release = release_package(BARE.model_copy(update={"parties": parties}), TODAY)["releases"][0]
    assert [party["id"] for party in release["parties"]] == ["CN-USCC-91350200MA2XW3K75L", "party-2", "party-3"]
    assert [party["roles"] for party in release["parties"]] == [["buyer"], ["supplier"], ["procuringEntity"]]
    assert release["awards"][0]["suppliers"] == [{"id": "party-2"}]


@pytest.mark.parametrize("day", ["2024-03", "2024", "2024-02-30"])
def test_a_partial_or_impossible_date_is_left_out(day: str, validator: Draft4Validator) -> None:
    signed = DateField(value=day, text=day, spans=(Span(start=0, end=len(day)),))
    package = release_package(BARE.model_copy(update={"signed_on": signed}), TODAY)
    assert "dateSigned" not in package["releases"][0]["contracts"][0]
    assert package["releases"][0]["date"] == "2026-03-09T00:00:00+08:00"
    assert list(validator.iter_errors(package)) == []


def test_the_release_is_dated_by_the_contract_where_it_tells_a_day() -> None:
    days = [DateField(value=day, text=day, spans=(Span(start=0, end=10),)) for day in ("2024-03-05", "2024-02-20")]
    signed = release_package(BARE.model_copy(update={"signed_on": days[0], "awarded_on": days[1]}), TODAY)
    assert signed["releases"][0]["date"] == signed["publishedDate"] == "2024-03-05T00:00:00+08:00"
    awarded = release_package(BARE.model_copy(update={"awarded_on": days[1]}), TODAY)
    assert awarded["releases"][0]["date"] == "2024-02-20T00:00:00+08:00"


def test_one_file_per_contract(tmp_path: Path) -> None:
    export_ocds([BARE], tmp_path)
    assert json.loads((tmp_path / "ocds" / "空.txt.json").read_bytes())["version"] == "1.1"


def test_a_contract_without_a_date_is_dated_by_the_day_of_writing(tmp_path: Path) -> None:
    before = datetime.now(CHINA).date()
    export_ocds([BARE], tmp_path)
    after = datetime.now(CHINA).date()
    written = json.loads((tmp_path / "ocds" / "空.txt.json").read_bytes())["releases"][0]["date"]
    assert before <= datetime.fromisoformat(written).date() <= after
