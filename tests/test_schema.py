"""The published schema is the model's, and what the pipeline writes conforms to it."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from extract.model import SCHEMA_VERSION, Money, Record, Span, Total
from extract.schema import schema_text
from tests.helpers import INFO, record_of

PUBLISHED = Path(__file__).parent.parent / "schema" / f"record-{SCHEMA_VERSION}.json"


def test_published_schema_is_the_model(pytestconfig: pytest.Config) -> None:
    if pytestconfig.getoption("--regenerate"):
        PUBLISHED.write_text(schema_text(), encoding="utf-8")
    assert PUBLISHED.read_text(encoding="utf-8") == schema_text()
    assert json.loads(schema_text()) == Record.model_json_schema(mode="serialization")


def test_regenerate_is_not_left_on(pytestconfig: pytest.Config) -> None:
    assert not pytestconfig.getoption("--regenerate"), "golden files were rewritten: check them, run again without"


def test_every_part_and_value_is_described_or_typed() -> None:
    for name, part in json.loads(schema_text())["$defs"].items():
        assert part["description"], name
        assert part["additionalProperties"] is False, name


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def test_record_conforms(validator: Any) -> None:
    text = "房屋修缮合同\n甲方：柳溪镇中心小学\n乙方：柳溪宏固修缮有限公司\n第一条 合同总价为人民币12,300.50元。\n"
    record = json.loads(record_of(text).to_json())
    validator.validate(record)
    assert record["total"]["value"] == "12300.50"


def test_money_is_a_decimal_string(validator: Any) -> None:
    span = (Span(start=0, end=4),)
    total = Total(
        text="1.10",
        spans=span,
        value=Decimal("9999999999999.99"),
        net=Money(text="1", spans=span, value=Decimal("0.10")),
    )
    data = json.loads(Record(document=INFO, total=total).to_json())
    assert data["total"]["value"] == "9999999999999.99"
    assert data["total"]["net"]["value"] == "0.10"
    validator.validate(data)
    data["total"]["value"] = 1.5
    with pytest.raises(jsonschema.ValidationError):
        validator.validate(data)


def test_record_reads_back_as_written() -> None:
    record = record_of("采购合同\n甲方：某某局\n乙方：某某有限公司\n合同总价：人民币叁万元整（￥30,000.00）\n")
    assert Record.model_validate_json(record.to_json()) == record
