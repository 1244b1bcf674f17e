"""The contract price: which amount it is, its kind, its tax, where it stands again."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.fields.periods.read import read_periods
from extract.fields.price.read import read_amounts, read_total
from extract.model import Total
from tests.helpers import context_of

OPENING = """运维服务合同
甲方：云岭市水务局
乙方：临江科技有限公司
根据《中华人民共和国民法典》，双方经协商一致，就本项目订立本合同，共同遵守执行如下条款。
第一条 服务内容
乙方为甲方提供信息系统运维服务，具体内容见附件，服务要求以采购文件为准。
"""
CLOSING = "\n第八条 违约责任\n每逾期一日支付违约金1,000元。\n"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "price.toml").read_text(encoding="utf-8"))["cases"]


def total_of(clause: str) -> Total | None:
    context = context_of(OPENING + clause.strip("\n") + CLOSING)
    return read_total(context, read_periods(context, None))


@pytest.mark.parametrize(
    ("head", "below", "tax", "rate"),
    [
        ("单价", "备注：\n1、以上价格含增值税专用发票16%及运费。", "included", "0.16"),
        ("含税单价", "", "included", None),
        ("单价（含税）", "", "included", None),
        ("不含税单价", "", "excluded", None),
        ("不含税单价\t含税单价", "", None, None),
        ("单价", "", None, None),
    ],
)
def test_what_a_price_table_says_of_the_tax(head: str, below: str, tax: str | None, rate: str | None) -> None:
    prices = "2\t" * (head.count("\t") + 1)
    total = total_of(f"第二条 产品\n名称\t数量\t{head}\t金额\n螺丝\t100\t{prices}200\n合计\t200\n{below}")
    assert total is not None and total.value == 200
    assert (total.tax.value if total.tax else None) == tax
    assert (total.tax_rate.value if total.tax_rate else None) == (Decimal(rate) if rate else None)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["clause"].strip()[:30])
def test_reads_the_clause(case: dict[str, Any]) -> None:
    total = total_of(case["clause"])
    assert (total.value if total else None) == (Decimal(case["total"]) if "total" in case else None)
    if total is None:
        return
    if "kind" in case:
        assert total.kind == case["kind"]
    if "tax" in case:
        assert total.tax is not None and total.tax.value == case["tax"]
    assert (total.tax_rate.value if total.tax_rate else None) == (
        Decimal(case["tax_rate"]) if "tax_rate" in case else None
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "采购预算为100,000元。",
        "乙方注册资本5,000万元。",
        "履约保证金为50,000元。",
        "甲方应于签订后支付服务费30,000元。",
        "单价为120元/人/天。",
        "每逾期一日支付违约金2,000元。",
        "合同金额为100万元以上的业绩。",
        "合同总价为____元。",
        "合同总价：设备费800,000元，安装费50,000元，培训费10,000元。",
    ],
)
def test_is_no_price(sentence: str) -> None:
    assert total_of("第二条 合同价款\n" + sentence) is None


@pytest.mark.parametrize(
    "statement",
    [
        "合同总价（大写）：叁拾陆万元整\n（小写）：¥360,000.00",
        "合同总价（大写）：叁拾陆万元整\n合同总价（小写）：¥360,000.00",
        "合同总价\t大写\t叁拾陆万元整\t小写\t360000.00",
        "（1）合同金额大写：人民币叁拾陆万元整；\n（2）合同金额小写：¥360000元。",
    ],
)
def test_uppercase_and_digits_under_two_labels_are_one_price(statement: str) -> None:
    total = total_of("第二条 合同价款\n" + statement)
    assert total is not None and total.uppercase is not None
    assert (total.value, total.uppercase.value, total.agree) == (Decimal(360000), "叁拾陆万元整", True)
    assert total.others == ()


@pytest.mark.parametrize(("label", "value"), [("合同金额：360,000.00", "360000"), ("合同总价（万元）：36.5", "365000")])
def test_a_label_needs_no_yuan(label: str, value: str) -> None:
    total = total_of("第二条 合同价款\n" + label)
    assert total is not None and total.value == Decimal(value)


def test_net_and_tax_stand_beside_the_price() -> None:
    total = total_of("第二条 合同价款\n合同总价106,000元（含税，税率6%），其中不含税价100,000元，税额6,000元。")
    assert total is not None and total.net is not None and total.tax_amount is not None
    assert (total.value, total.net.value, total.tax_amount.value) == (Decimal(106000), Decimal(100000), Decimal(6000))


@pytest.mark.parametrize(
    "clause", ["验收后支付余款，按合同价款计为50,000元。", "签订后支付一半，按本合同总价计算为50,000元。"]
)
def test_what_is_reckoned_by_the_price_is_no_other_price(clause: str) -> None:
    total = total_of("第二条 合同价款\n合同总价为100,000元。\n" + clause)
    assert total is not None and (total.value, total.others) == (Decimal(100000), ())


def test_a_price_that_names_its_net_includes_the_tax() -> None:
    total = total_of("第二条 合同价款\n合同总费用106,000元，不含税价100,000元，税额6,000元。")
    assert total is not None and total.tax is not None
    assert total.tax.value == "included"


@pytest.mark.parametrize(
    "statement",
    [
        "合同金额¥100,000元（不含税），税额¥6,000元，含税金额¥106,000元。",
        "合同总价100,000元（不含增值税），增值税税额6,000元，价税合计106,000元。",
        "合同金额为100,000元（未税），税额6,000元，含税总金额106,000元（大写：壹拾万陆仟元整）。",
    ],
)
def test_a_net_told_behind_its_amount_is_no_price(statement: str) -> None:
    total = total_of("第二条 合同价款\n" + statement)
    assert total is not None and total.net is not None and total.tax_amount is not None
    assert (total.value, total.net.value, total.tax_amount.value) == (Decimal(106000), Decimal(100000), Decimal(6000))
    assert total.others == ()


def test_the_net_of_a_price_before_its_reduction_is_not_that_of_the_price() -> None:
    clause = "不含税价100,000元，税额6,000元，价税合计106,000元。经协商优惠6,000元，优惠后实付价款为100,000元。"
    total = total_of("第二条 合同价款\n" + clause)
    assert total is not None
    assert (total.value, total.net, total.tax_amount) == (Decimal(100000), None, None)


@pytest.mark.parametrize(
    "behind",
    [
        "。其中：软件150,000元；硬件80,000元。",
        "，其中：软件150,000元；硬件80,000元。",
        "。\n其中：软件150,000元，硬件80,000元。",
        "，第一年150,000元，第二年80,000元。",
        "，其中第一年服务费150,000元，第二年服务费80,000元。",
    ],
)
def test_parts_of_the_price(behind: str) -> None:
    total = total_of("第二条 合同价款\n合同总价230,001元" + behind)
    assert total is not None and [part.value for part in total.parts] == [Decimal(150000), Decimal(80000)]


def test_an_amount_for_several_parts_is_none_of_them() -> None:
    total = total_of("第二条 合同价款\n合同总价240,000元，其中设备款100,000元，安装款、调试款各70,000元。")
    assert total is not None and total.parts == ()


def test_a_bracket_spells_out_the_price_in_the_clause_on_liability() -> None:
    clause = "合同总价为516,000元。\n第三条 违约责任\n累计赔偿总额以本合同服务费总额（人民币561,000元）为限。"
    total = total_of("第二条 合同价款\n" + clause)
    assert total is not None and [other.value for other in total.others] == [Decimal(561000)]


def test_the_net_below_the_uppercase_is_not_its_other_half() -> None:
    total = total_of(
        "第二条 价款\n合同金额（含税）：\n大写：人民币壹拾万元整\n其中不含税价94,339.62元，税额5,660.38元。"
    )
    assert total is not None
    assert (total.value, total.digits) == (Decimal(100000), None)


def test_an_open_box_says_nothing_of_tax() -> None:
    total = total_of("第二条 合同价款\n合同总价100,000元，□含税□不含税。")
    assert total is not None and total.tax is None


@pytest.mark.parametrize(("words", "uppercase"), [("叁拾陆万元整", "叁拾陆万元整"), ("叁拾伍万元整", None)])
def test_another_place_tells_the_price_in_words(words: str, uppercase: str | None) -> None:
    rows = "序号\t名称\t数量\t单价（元）\t金额（元）\n1\t锅炉\t2\t180000\t360000\n"
    total = total_of(
        f"第二条 价款\n{rows}合计人民币（大写）：{words}\t\t\t\t360000\n合同总价￥360000元，系交钥匙价格。"
    )
    assert total is not None and total.value == Decimal(360000)
    assert (total.uppercase.value if total.uppercase else None) == uppercase
    assert total.agree is (True if uppercase else None)


@pytest.mark.parametrize(
    ("words", "others"),
    [
        ("合同总价以第二条约定的350,000元为准。", [Decimal(350000)]),
        ("合同总金额按照本合同第二条所列350,000元执行。", [Decimal(350000)]),
        ("合同总价按第二条约定支付，首期50,000元。", []),
        ("履约保证金以第二条约定的35,000元为准。", []),
    ],
)
def test_the_price_as_another_clause_has_it(words: str, others: list[Decimal]) -> None:
    total = total_of(f"第二条 合同价款\n合同总价为人民币360,000元。\n第三条 说明\n{words}")
    assert total is not None and total.value == Decimal(360000)
    assert [other.value for other in total.others] == others


def test_other_places_that_state_the_price() -> None:
    clause = "第二条 合同价款\n合同总价为人民币360,000元（大写：叁拾陆万元整）。\n第三条 说明\n本合同总金额为人民币350,000元。"
    total = total_of(clause)
    assert total is not None and total.value == Decimal(360000)
    assert [other.value for other in total.others] == [Decimal(350000)]


def test_a_bid_that_came_down_to_the_price_is_no_other_price() -> None:
    total = total_of("第二条 合同价款\n中标价260000元，经协商优惠20000元，最终合同价为240000元。")
    assert total is not None and total.value == Decimal(240000)
    assert total.others == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "其中：2025年度合同金额为120,000元。",
        "其中设备总价为200,000元。",
        "第一年度服务费为120,000元。",
        "服务费每月为30,000元。",
        "上一年度合同价为218,000元。",
        "上一合同期合同总价为218,000元。",
    ],
)
def test_a_part_of_the_price_is_no_other_price(sentence: str) -> None:
    total = total_of("第二条 合同价款\n合同总价为人民币360,000元。\n" + sentence)
    assert total is not None and total.others == ()


@pytest.mark.parametrize(
    ("fees", "price"),
    [
        ("三年租金总额360,000元。三年物业费合计36,000元。\n本合同总金额（租金与物业费之和）：396,000元。", 396000),
        ("本合同总价为人民币460,000元，其余如下：\n服务费总额为人民币360,000元。\n备品费100,000元。", 460000),
        ("租金总额为人民币360,000元。\n押金：30,000元。\n合同总金额（含押金）为人民币390,000元。", 390000),
    ],
)
def test_a_fee_is_a_part_of_the_price_that_adds_another_to_it(fees: str, price: int) -> None:
    total = total_of("第二条 合同价款\n" + fees)
    assert total is not None and total.value == Decimal(price)
    assert total.others == ()


def test_a_fee_to_which_nothing_is_added_is_another_price() -> None:
    total = total_of("第二条 合同价款\n租金总额为人民币360,000元。\n合同总金额为人民币390,000元。")
    assert total is not None and len(total.others) == 1


TABLE = "\n附件一 报价表\n序号\t名称\t数量\t单价（元）\t金额（元）\n1\t巡检\t10\t{}\t{}\n合计\t\t\t\t{}"


def test_a_price_table_that_differs_is_another_price() -> None:
    total = total_of("第二条 合同价款\n合同总价为人民币360,000元。" + TABLE.format("35,000", "350,000", "350,000"))
    assert total is not None
    assert [(other.value, other.rule) for other in total.others] == [(Decimal(350000), "price.table")]


def test_a_price_table_of_one_month_is_none() -> None:
    total = total_of("第二条 合同价款\n合同总价为人民币360,000元。" + TABLE.format("3,000", "30,000", "30,000"))
    assert total is not None and total.others == ()


def test_without_words_the_price_table_gives_the_price() -> None:
    total = total_of("第二条 价格" + TABLE.format("3,000", "30,000", "30,000"))
    assert total is not None
    assert total.value == Decimal(30000) and total.confidence < 1


def test_a_subtotal_is_no_other_price() -> None:
    table = TABLE.format("35,000", "350,000", "350,000").replace("合计", "小计")
    total = total_of("第二条 合同价款\n合同总价为人民币360,000元。" + table)
    assert total is not None and total.others == ()


def test_the_sum_of_some_rows_is_no_other_price() -> None:
    rows = "\n2\t培训\t1\t9,000\t9,000\n3\t运输\t1\t1,000\t1,000"
    total = total_of(
        "第二条 合同价款\n合同总价为人民币360,000元。" + TABLE.format("35,000", "350,000", "350,000") + rows
    )
    assert total is not None and total.others == ()


def test_an_annex_may_state_the_price_of_the_contract() -> None:
    total = total_of("第二条 说明\n价款见附件一。\n附件一 价款\n合同总价：人民币360,000元。")
    assert total is not None and total.value == Decimal(360000)


def test_every_amount_in_order() -> None:
    context = context_of("第一条 价款\n总价10万元，首付3万元，尾款70,000元。")
    assert [money.value for money in read_amounts(context)] == [Decimal(100000), Decimal(30000), Decimal(70000)]


def test_losers_are_remembered_with_a_reason() -> None:
    context = context_of(OPENING + "第二条 合同价款\n合同总价为360,000元。每年服务费为120,000元。" + CLOSING)
    read_total(context)
    won, lost = context.trace.of("total")[:2]
    assert won.won and not lost.won
    assert "每年" in lost.reason


@pytest.mark.parametrize(
    ("term", "price"),
    [
        ("三年，自2025年6月1日起至2028年5月31日止，合同一年一签", 2880000),
        ("一年，自2025年6月1日起至2026年5月31日止，合同一年一签", 960000),
    ],
)
def test_the_term_tells_whether_one_year_or_all_are_agreed(term: str, price: int) -> None:
    fees = "每年服务费960,000元（玖拾陆万元整），三年合计2,880,000元（大写：贰佰捌拾捌万元整）。"
    context = context_of(OPENING + f"第二条 服务期限\n服务期限{term}。\n第三条 价款\n{fees}" + CLOSING)
    total = read_total(context, read_periods(context, None))
    assert total is not None and total.value == Decimal(price)


@pytest.mark.parametrize(
    ("terms", "kind"),
    [
        ("合同价格形式：固定单价。", "unit_price"),
        ("食材采购费用据实结算，不含在本合同价款内。", "fixed"),
        ("服务费据实结算。", "unit_price"),
    ],
)
def test_how_binding_the_price_is(terms: str, kind: str) -> None:
    total = total_of("第二条 合同价款\n合同总价为人民币120,000元。\n" + terms)
    assert total is not None and total.kind == kind
