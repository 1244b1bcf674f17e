"""Line items: rows of price tables, their sums, and tables that price nothing."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extract.fields.items.read import read_line_items
from extract.model import LineItem, Subtotal
from tests.helpers import context_of

OPENING = """服务合同
甲方：云岭市教育局
乙方：临江科技有限公司
第一条 服务
乙方按采购文件为甲方提供服务，具体见附件，双方共同遵守执行。
第二条 价格
"""
CLOSING = "\n第三条 其他\n本合同一式四份，甲方两份，乙方两份。\n"
CASES = tomllib.loads((Path(__file__).parent / "cases" / "items.toml").read_text(encoding="utf-8"))["cases"]
HEAD = "序号\t名称\t数量\t单价（元）\t金额（元）\n"


def read(table: str) -> tuple[tuple[LineItem, ...], tuple[Subtotal, ...]]:
    return read_line_items(context_of(OPENING + table.strip("\n") + CLOSING))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["table"].strip()[:30])
def test_reads_the_table(case: dict[str, Any]) -> None:
    items, subtotals = read(case["table"])
    assert len(items) == case["items"]
    assert sum((item.amount.value for item in items if item.amount), Decimal(0)) == Decimal(case["sum"])
    found = [(subtotal.amount, len(subtotal.items)) for subtotal in subtotals]
    assert found == [(Decimal(subtotal["amount"]), subtotal["items"]) for subtotal in case.get("subtotals", [])]


def test_all_columns_of_a_row() -> None:
    table = "序号\t货物名称\t规格型号\t单位\t数量\t单价（元）\t金额（元）\n一、硬件\n1\t服务器\tX-200\t台\t2\t50,000.00\t100,000.00"
    (item,), _ = read(table)
    assert item.section is not None and item.section.value == "一、硬件"
    texts = (item.sequence, item.name, item.specification, item.unit)
    assert [field.value if field else None for field in texts] == ["1", "服务器", "X-200", "台"]
    numbers = (item.quantity, item.unit_price, item.amount)
    assert [field.value if field else None for field in numbers] == [Decimal(2), Decimal(50000), Decimal(100000)]
    assert item.text == "1\t服务器\tX-200\t台\t2\t50,000.00\t100,000.00"


@pytest.mark.parametrize(
    "heads", ["单价（元）\t优惠后单价（元）", "报价单价\t成交单价", "优惠前单价\t优惠后单价", "最高限价单价\t最终单价"]
)
def test_of_two_unit_prices_the_agreed_one_is_the_rows(heads: str) -> None:
    items, _ = read(f"序号\t名称\t数量\t{heads}\t金额（元）\n1\t光谱仪\t2\t120\t100\t200\n合计\t\t\t\t\t200")
    assert [item.unit_price.value for item in items if item.unit_price] == [Decimal(100)]


@pytest.mark.parametrize(
    "head", ["点（次）数", "样品数量", "年估算量", "预计量", "全年清运量", "暂定采购量", "计划量（吨）"]
)
def test_an_estimated_amount_of_work_is_a_quantity(head: str) -> None:
    (item,), _ = read(f"序号\t项目\t单位\t{head}\t综合单价（元）\t合价（元）\n1\t污泥外运\t吨\t250\t80\t20000")
    assert item.quantity is not None and item.quantity.value == Decimal(250)


@pytest.mark.parametrize("head", ["单车保费", "每辆租金", "单台费用（元）", "保费/辆", "费用标准（元/辆）"])
def test_what_one_thing_costs_is_a_unit_price(head: str) -> None:
    (item,), _ = read(f"车型\t数量（辆）\t{head}\t小计\n洗扫车\t32\t7120.50\t227856.00")
    assert item.unit_price is not None and item.unit_price.value == Decimal("7120.50")


@pytest.mark.parametrize(
    ("heads", "cells", "amounts"),
    [
        ("点位\t数量\t发布费（元）\t制作费（元）", "东门\t2\t5000\t300", []),
        ("点位\t数量\t发布费（元）\t制作费（元）\t合计（元）", "东门\t2\t5000\t300\t5300", [5300]),
        ("点位\t数量\t发布费（元）", "东门\t2\t5000", [5000]),
        ("电梯\t台数\t单价（元/台·月）\t月费（元）\t年费（元）", "客梯\t5\t450\t2250\t27000", [27000]),
    ],
)
def test_one_of_several_fees_is_not_what_a_row_comes_to(heads: str, cells: str, amounts: list[int]) -> None:
    items, _ = read(f"{heads}\n{cells}\n")
    assert [item.amount.value for item in items if item.amount] == [Decimal(amount) for amount in amounts]


def test_a_currency_behind_the_head_of_a_column_says_nothing_of_it() -> None:
    items, _ = read("名称\t单位\t（税后）单价CNY\t税率\t数量\t（税后）总金额CNY\n面壳\t套\t6.85\t13%\t8000\t54800.00")
    assert [item.amount.value for item in items if item.amount] == [Decimal("54800.00")]


def test_a_standard_of_quality_is_no_quantity() -> None:
    (item,), _ = read("序号\t项目\t质量\t综合单价（元）\t合价（元）\n1\t污泥外运\t80\t80\t20000")
    assert item.quantity is None


def test_a_class_beside_a_name_is_no_name() -> None:
    items, _ = read("序号\t类别\t货物名称\t数量\t单价\t金额\n1\t设备\t光谱仪\t2\t100\t200\n2\t耗材\t试管\t5\t10\t50")
    assert [item.name and item.name.value for item in items] == ["光谱仪", "试管"]


@pytest.mark.parametrize(
    ("heads", "cells", "told"),
    [
        ("品牌\t规格型号", "云光\tYG-9", "YG-9"),
        ("规格\t商标品牌", "YG-9\t云光", "YG-9"),
        ("品牌", "云光", "云光"),
    ],
)
def test_a_brand_beside_a_model_is_no_specification(heads: str, cells: str, told: str) -> None:
    (item,), _ = read(f"序号\t货物名称\t{heads}\t数量\t单价\t金额\n1\t光谱仪\t{cells}\t2\t100\t200")
    assert item.specification is not None and item.specification.value == told


@pytest.mark.parametrize(
    ("heads", "cells", "price", "amount"),
    [
        ("数量\t协议供货价（元）\t成交价（元）\t金额（元）", "2\t120\t100\t200", 100, 200),
        ("数量\t单价（元）\t成交价（元）", "2\t100\t200", 100, 200),
    ],
)
def test_a_price_between_quantity_and_amount_is_that_of_one(heads: str, cells: str, price: int, amount: int) -> None:
    (item,), _ = read(f"序号\t货物名称\t{heads}\n1\t光谱仪\t{cells}")
    assert item.unit_price is not None and item.unit_price.value == Decimal(price)
    assert item.amount is not None and item.amount.value == Decimal(amount)


def test_a_head_repeated_behind_a_page_break_goes_on_with_the_table() -> None:
    rows = "1\t甲\t1\t100\t100\n" + HEAD + "2\t乙\t1\t200\t200\n合计\t\t\t\t300"
    items, (total,) = read(HEAD + rows)
    assert [item.sequence.value if item.sequence else None for item in items] == ["1", "2"]
    assert total.items == (0, 1)


@pytest.mark.parametrize("before", ["二、合同标的及金额 ", "明细:合同一年一签,成交金额为620元/1年,1860元/3年 "])
def test_a_head_behind_text_in_its_line(before: str) -> None:
    head, rows = (
        "序号 | 名称 | 单位 | 数量 | 单价 | 总价",
        "1 | 保洁 | 项 | 1 | 500 | 500 | 2 | 绿化 | 项 | 3 | 40 | 120",
    )
    items, _ = read(f"{before}{head} | {rows} | | 合计报价 | | | | 620 | ")
    assert [item.name and item.name.value for item in items] == ["保洁", "绿化"]
    assert [item.unit_price and item.unit_price.value for item in items] == [Decimal(500), Decimal(40)]


def test_headings_between_rows_name_the_section() -> None:
    table = HEAD + "一、硬件\n1\t甲\t1\t100\t100\n二、软件\n1\t乙\t1\t200\t200"
    items, _ = read(table)
    assert [item.section.value if item.section else None for item in items] == ["一、硬件", "二、软件"]


def test_a_table_repeated_in_an_annex_counts_once() -> None:
    rows = HEAD + "1\t甲\t1\t100\t100\n2\t乙\t1\t200\t200\n合计\t\t\t\t300"
    signed = "\n第三条 其他\n甲方（盖章）：某局\t乙方（盖章）：某公司\n日期：2025年3月1日\t日期：2025年3月1日\n附件一 报价明细表\n"
    items, subtotals = read(rows + signed + rows)
    assert len(items) == 2 and len(subtotals) == 1


def test_a_row_without_a_price_is_an_item_where_its_cell_says_why() -> None:
    items, _ = read(HEAD + "1\t甲\t1\t100\t100\n2\t培训\t1\t免费\t免费\n3\t运费\t1\t/\t/")
    assert [item.amount.value if item.amount else None for item in items] == [Decimal(100), None, None]


def test_an_unfilled_form_has_no_items() -> None:
    assert read(HEAD + "1\t\t\t\t\n2\t……\t\t\t\n合计\t\t\t\t") == ((), ())
    assert read(HEAD + "1\t服务器\t2\t\t\n2\t交换机\t1\t\t\n合计\t\t\t\t") == ((), ())


def test_a_table_of_something_else_ends_the_price_table() -> None:
    items, _ = read(HEAD + "1\t甲\t1\t100\t100\n附件二 主要参数\n品目\t关键指标\t要求\n服务器\t内存\t不少于64\n")
    assert len(items) == 1


@pytest.mark.parametrize(
    "other",
    [
        "期次\t比例\t金额（元）\t付款条件\n首期\t50%\t5,000.00\t合同签订后十日内\n",
        "批次\t份额\t款项\t内容\n首期\t50%\t5,000.00\t合同签订后十日内\n",
        "岗位\t姓名\t电话\n队长\t段青禾\t15900001234\n",
    ],
)
def test_a_table_of_something_else_below_a_line_ends_the_price_table(other: str) -> None:
    items, _ = read(f"{HEAD}1\t服务器\t2\t5,000\t10,000\n第三条 付款\n{other}")
    assert [item.name.value for item in items if item.name] == ["服务器"]


def test_a_head_that_numbers_other_rows_ends_the_price_table() -> None:
    scores = "附件二\n考核评分表\n序号\t考核项目\t分值\t评分标准\t得分\n1\t保洁质量\t35\t每处扣1分\t\n"
    items, _ = read(HEAD + "1\t甲\t1\t100\t100\n合计\t\t\t\t100\n" + scores)
    assert [item.name.value for item in items if item.name] == ["甲"]


def test_uppercase_below_the_sum_covers_the_same_items() -> None:
    _, subtotals = read(HEAD + "1\t甲\t1\t100\t100\n2\t乙\t1\t200\t200\n合计\t\t\t\t300\n合计（大写）\t叁佰元整\t\t\t")
    assert [(subtotal.amount, subtotal.items) for subtotal in subtotals] == [(Decimal(300), (0, 1))] * 2


@pytest.mark.parametrize(
    ("label", "covered"),
    [("小计", (2,)), ("总计", (0, 1, 2)), ("合计", (0, 1, 2))],
)
def test_what_the_last_sum_covers(label: str, covered: tuple[int, ...]) -> None:
    rows = "1\t甲\t1\t100\t100\n2\t乙\t1\t200\t200\n小计\t\t\t\t300\n3\t丙\t1\t400\t400\n"
    amount = 400 if label == "小计" else 700
    _, subtotals = read(HEAD + rows + f"{label}\t\t\t\t{amount}")
    assert subtotals[-1].items == covered


def test_a_grand_total_covers_all_items_even_when_it_is_wrong() -> None:
    rows = "1\t甲\t1\t100\t100\n小计\t\t\t\t100\n2\t乙\t1\t200\t200\n总计\t\t\t\t350\n优惠后总价\t\t\t\t280"
    _, subtotals = read(HEAD + rows)
    assert [subtotal.items for subtotal in subtotals] == [(0,), (0, 1), (0, 1)]


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("(1)宣传折页20000份 单价0.42元 计8400元；(2)海报600张 单价5.1O元 计3060元。", [("宣传折页", "20000份", "0.42", "8400"), ("海报", "600张", "5.10", "3060")]),
        ("其中空调5台，每台3,200元，合计16,000元。", [("空调", "5台", "3200", "16000")]),
        ("学习机，单价4500元，数量20台，金额90000元。", [("学习机", "20台", "4500", "90000")]),
        ("纸质档案扫描约1,860页，单价0.50元/页，计930.00元。", [("纸质档案扫描", "1860页", "0.50", "930.00")]),
        ("桌子20张（单价500元/张），共计10000元。", [("桌子", "20张", "500", "10000")]),
        ("电缆单价35元/米，共1,200米，合计42,000元。", [("电缆", "1200米", "35", "42000")]),
        ("保安5人，每人3000元，合计15000元。", []),
        ("分3期，每期30000元，共计90000元。", []),
        ("12个月，每月5000元，合计60000元。", []),
        ("合同单价0.42元，合同总价84000元。", []),
    ],
)  # fmt: skip
def test_items_in_running_text(words: str, items: list[tuple[str, str, str, str]]) -> None:
    found, _ = read(words)
    assert [
        (i.name and i.name.value, f"{i.quantity and i.quantity.value}{i.unit and i.unit.value}",
         str(i.unit_price and i.unit_price.value), str(i.amount and i.amount.value))
        for i in found
    ] == items  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "货物名称：激光打印机\n规格型号：P-405\n数量：20台\n单价：2,850元\n总价：57,000元\n",
        "1、品名：激光打印机；品牌：远山；型号：P-405；数量：20；单价（元）：2850；合计：57000元。\n",
        "（1）产品名称：激光打印机，型号：P-405，数量：20台，单价：2850元，金额：57000元\n",
        "品名：激光打印机\n型号：P-405\n数量：20台\n单价：2850元\n金额：57000元\n合计：98000元\n",
    ],
)
def test_items_part_by_part_under_labels(words: str) -> None:
    ((item,), _) = read_line_items(
        context_of("采购合同\n甲方：云岭市教育局\n乙方：临江科技有限公司\n一、标的\n" + words)
    )
    parts = (item.name, item.specification, item.quantity, item.unit_price, item.amount)
    assert [part and str(part.value) for part in parts] == ["激光打印机", "P-405", "20", "2850", "57000"]


@pytest.mark.parametrize(
    "words",
    [
        "货物名称：激光打印机\n数量：20台\n",
        "货物名称：激光打印机\n二、其他\n数量：20台\n单价：2850元\n",
        "单价：2850元\n数量：20台\n",
    ],
)
def test_labels_without_name_quantity_and_price_together_are_no_item(words: str) -> None:
    assert read_line_items(context_of("采购合同\n甲方：云岭市教育局\n一、标的\n" + words))[0] == ()


def test_where_a_table_has_items_the_text_adds_none() -> None:
    found, _ = read(
        HEAD + "1\t服务器\t2\t50,000.00\t100,000.00\n合计\t\t\t\t100,000.00\n其中硬盘4块，单价500元，计2000元。"
    )
    assert [item.name.value for item in found if item.name] == ["服务器"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("一、乙方为甲方印刷《云岭年鉴》", "《云岭年鉴》"),
        ("二、甲方向乙方采购教学椅", "教学椅"),
        ("三、乙方提供的绘图桌", "绘图桌"),
        ("四、印刷机", "印刷机"),
    ],
)
def test_number_parties_and_verb_are_no_part_of_a_name(words: str, name: str) -> None:
    text = f"采购合同\n甲方：云岭市档案馆\n乙方：临江印务有限公司\n{words}500册，单价80元，总价40,000元。\n"
    (item,) = read_line_items(context_of(text))[0]
    assert item.name is not None and item.name.value == name


@pytest.mark.parametrize(("head", "unit"), [("数量（台）", "台"), ("面积（平方米）", "平方米"), ("数量（暂定）", None)])
def test_the_head_of_the_quantities_names_their_unit(head: str, unit: str | None) -> None:
    (item,), _ = read(f"序号\t货物名称\t{head}\t单价（元）\t金额（元）\n1\t光谱仪\t2\t100\t200")
    assert (item.unit and item.unit.value) == unit


def test_what_tells_the_rows_apart_is_not_how_many() -> None:
    (item,), _ = read("班次\t学员\t人数\t天数\t标准（元/人·天）\t经费（元）\n第一期\t班主任\t60\t5\t480\t144000")
    assert item.name is not None and item.name.value == "班主任"
    assert item.quantity is not None and item.quantity.value == Decimal(60)
    assert item.unit_price is not None and item.unit_price.value == Decimal(480)


def test_books_are_counted_and_paid_below_their_list_price() -> None:
    items, _ = read(
        "序号\t类别\t预计册数\t码洋\t折扣率\t实洋\n1\t馆藏图书\t800\t36000.00\t65%\t23400.00\n2\t工具书\t50\t6200.00\t70%\t4340.00\n"
    )
    told = [
        (item.quantity and item.quantity.value, item.unit_price, item.amount and item.amount.value) for item in items
    ]
    assert told == [(800, None, Decimal(23400)), (50, None, Decimal(4340))]
