"""Facts are the overview's parts and everything that the overview leaves out, each with all its places."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, get_args

from extract.facts import facts
from extract.model import (
    Annex,
    Blank,
    DateField,
    DecimalField,
    Finding,
    IntegerField,
    Law,
    LineItem,
    Party,
    Record,
    Subtotal,
)
from extract.structure.sections import SectionKind
from extract.wording import WORDS
from tests.helpers import HERE, INFO, text


def number(value: str) -> DecimalField:
    return DecimalField(value=Decimal(value), **HERE)


def listed(**parts: Any) -> dict[str, list[tuple[str, str]]]:
    record = Record(document=INFO, **parts)
    return {title: [(row.label, row.value) for row in rows] for title, rows in facts(record)}


def test_price_table() -> None:
    item = LineItem(
        sequence=text("3"),
        name=text("教材"),
        unit=text("套"),
        quantity=number("300.0"),
        unit_price=number("45"),
        **HERE,
    )
    total = Subtotal(label="合计", amount=Decimal("13500"), **HERE)
    assert listed(line_items=(item, LineItem(name=text("赠品"), **HERE)), subtotals=(total,))["价格明细"] == [
        ("第3项", "教材，300套，单价 45元"),
        ("第2项", "赠品"),
        ("合计", "13,500元"),
    ]


def test_annexes_laws_and_blanks() -> None:
    signed = DateField(value="2025-04-28", **HERE)
    annex = Annex(
        number="附件1", title=text("保密协议"), announced=True, signed_on=signed, copies=IntegerField(value=2, **HERE)
    )
    shown = listed(
        annexes=(annex, Annex(title=text("报价单"), present=True)),
        laws=(Law(**dict(text("中华人民共和国民法典"))),),
        blanks=(Blank(label="合同编号", section="cover", **HERE),),
    )
    assert shown == {
        "附件": [("附件1", "保密协议，正文提及，签于 2025-04-28，2份"), ("附件", "报价单，文中载有")],
        "引用法规": [("法规", "《中华人民共和国民法典》")],
        "空白未填": [("封面", "合同编号")],
    }


def test_every_section_has_a_word() -> None:
    assert set(WORDS["section"]) == set(get_args(SectionKind))


def test_findings_are_no_facts() -> None:
    assert listed(findings=(Finding(code="AMT001", severity="error", message="不一致"),)) == {}


def test_a_fact_has_all_its_places() -> None:
    party = Party(role="buyer", name=text("某馆", 10), names=(text("某馆", 10), text("某 馆", 40)))
    ((_, (row,)),) = facts(Record(document=INFO, parties=(party,)))
    assert [span.start for span in row.spans] == [10, 40]
