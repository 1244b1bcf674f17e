"""Tables laid out with spaces or drawn with box characters; and the spaces of prose, which part nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.structure.columns import with_columns
from extract.width import fold_width
from tests.helpers import context_of, flow_of


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in flow_of(text).text.split("\n")]


def test_columns_two_spaces_apart() -> None:
    text = (
        "序号  名称      单位  数量  单价    金额\n"
        "1     办公桌    张    10    500.00  5,000.00\n"
        "2     文件柜    个    2     80.00   160.00\n"
        "合计                                5,160.00"
    )
    assert rows(text) == [
        ["序号", "名称", "单位", "数量", "单价", "金额"],
        ["1", "办公桌", "张", "10", "500.00", "5,000.00"],
        ["2", "文件柜", "个", "2", "80.00", "160.00"],
        ["合计", "", "", "", "", "5,160.00"],
    ]


def test_full_width_spaces_and_a_margin() -> None:
    text = "  序号　　名称　　　　数量\n  1　　　　桌子　　　　2\n  2　　　　椅子　　　　3"
    assert rows(text) == [["序号", "名称", "数量"], ["1", "桌子", "2"], ["2", "椅子", "3"]]


def test_rules_part_no_table() -> None:
    text = (
        "序号  品名        单位   数量     单价(元)    金额(元)\n"
        "------------------------------------------------------\n"
        " 1    玉米种      公斤   12000      26.50     318,000.00\n"
        " 2    小麦种      公斤   30000       5.80     174,000.00\n"
        "------------------------------------------------------\n"
        "      合计                                    492,000.00"
    )
    table = rows(text)
    assert table[0] == ["序号", "品名", "单位", "数量", "单价(元)", "金额(元)"]
    assert table[1] == ["1", "玉米种", "公斤", "12000", "26.50", "318,000.00"]


def test_a_gap_behind_a_date_is_a_border() -> None:
    text = (
        "期次  开始日期       结束日期        金额\n"
        "一    2025年1月1日   2025年6月30日   1,000.00\n"
        "二    2025年7月1日   2025年9月30日   2,000.00\n"
        "三    2025年10月1日  2025年12月31日  3,000.00"
    )
    assert rows(text)[1:] == [
        ["一", "2025年1月1日", "2025年6月30日", "1,000.00"],
        ["二", "2025年7月1日", "2025年9月30日", "2,000.00"],
        ["三", "2025年10月1日", "2025年12月31日", "3,000.00"],
    ]


def test_columns_aligned_by_the_number_of_characters() -> None:
    text = "名称     数量  单价\n服务器    2   30000\n交换机设备  10  800\n机柜     1   2500"
    assert rows(text)[1:] == [["服务器", "2", "30000"], ["交换机设备", "10", "800"], ["机柜", "1", "2500"]]


def test_rows_that_do_not_align_but_have_as_many_parts() -> None:
    text = "名称  数量  金额\n网络安全审计服务  1  12,000.00\n机房巡检  12  3,600.00\n驻场  2  96,000.00"
    assert rows(text)[1:] == [
        ["网络安全审计服务", "1", "12,000.00"],
        ["机房巡检", "12", "3,600.00"],
        ["驻场", "2", "96,000.00"],
    ]


def test_one_long_cell_shifts_its_row_and_no_other() -> None:
    text = (
        "名称        数量    金额\n服务器      2       30,000.00\n机柜        1       2,500.00\n"
        "核心交换机及其配件  2  8,000.00\n光模块      8       1,600.00"
    )
    assert rows(text)[3:] == [["核心交换机及其配件", "2", "8,000.00"], ["光模块", "8", "1,600.00"]]


def test_empty_cells_keep_their_columns() -> None:
    text = (
        "项目      2023年    2024年\n服务费    100.00    200.00\n材料费              300.00\n          40.00     50.00"
    )
    assert rows(text)[2:] == [["材料费", "", "300.00"], ["", "40.00", "50.00"]]


def test_a_unit_of_one_character_is_a_cell() -> None:
    text = "名称    单位    数量\n桌      张      10\n椅      把      20\n柜      个      3"
    assert rows(text)[1] == ["桌", "张", "10"]


@pytest.mark.parametrize("walls", ["│─┼", "┃━╋", "║═╬"])
def test_tables_drawn_with_box_characters(walls: str) -> None:
    wall, rule, cross = walls
    drawn = f"{cross}{rule * 6}{cross}{rule * 10}{cross}\n"
    lines = ("序号│ 名  称  │", " 1  │ 服务器   │", " 2  │ 机柜     │")
    text = drawn + drawn.join("│" + line + "\n" for line in lines) + drawn
    assert rows(text.replace("│", wall)) == [["序号", "名称"], ["1", "服务器"], ["2", "机柜"]]


def test_the_spaces_that_pad_a_drawn_cell_part_nothing() -> None:
    text = (
        "┌──────────────┬──────────────┐\n"
        "│甲方（盖章）：│乙方（盖章）：│\n"
        "│云岭市水务局  │临江科技公司  │\n"
        "│代理人：白露  │代理人：  /   │\n"
        "│邮编：110000  │邮编：  110001│\n"
        "│              │备注          │\n"
        "└──────────────┴──────────────┘"
    )
    assert rows(text) == [
        ["甲方(盖章):", "乙方(盖章):"],
        ["云岭市水务局", "临江科技公司"],
        ["代理人:白露", "代理人:/"],
        ["邮编:110000", "邮编:110001"],
        ["", "备注"],
    ]


def test_a_table_with_inner_walls_alone() -> None:
    assert rows("名称│数量\n────┼────\n桌子│2\n椅子│3") == [["名称", "数量"], ["桌子", "2"], ["椅子", "3"]]


def test_the_price_table_of_a_text_is_read() -> None:
    text = (
        "办公家具采购合同\n甲方：岚川市水务局\n乙方：云岭家具有限公司\n第一条 标的\n"
        "序号  名称    数量  单价    金额\n1     办公桌  10    500.00  5,000.00\n2     文件柜  2     80.00   160.00\n"
        "第二条 合同总价为5,160.00元。\n"
    )
    (table,) = [table for table in context_of(text).tables if len(table.rows) == 3]
    assert [len(row) for row in table.rows] == [5, 5, 5]


# -- spaces that part nothing -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "甲  方：岚川市水务局\n地  址：河东路1号\n电  话：0999-1234",
        "开户银行：  岚川银行\n账    号：  91440000\n税    号：  91441111",
        "第一条  合同标的\n第二条  合同价款\n第三条  付款方式",
        "一、  合同标的\n二、  合同价款\n三、  付款方式",
        "1  乙方应当按照约定提供服务\n2  甲方应当按时付款\n3  双方应当保密",
        "签订日期：    年    月    日\n生效日期：    年    月    日\n终止日期：    年    月    日",
        "政  府  采  购\n服  务  合  同\n甲  乙  丙  丁",
        "乙方应当按照  合同约定履行义务，并接受  甲方的监督和检\n查，对检查中  发现的问题应当及  时整改，不得以任何理由\n拖延或者拒绝  ，否则甲方有权解  除合同并要求赔偿损失。",
        "（一）  提供服务\n（二）  提交报告\n（三）  配合验收",
    ],
)
def test_no_border_in(text: str) -> None:
    assert "\t" not in flow_of(text).text


def test_page_numbers_of_a_table_of_contents_are_a_column() -> None:
    assert rows("第一章  总则      1\n第二章  价款      3\n第三章  付款      12") == [
        ["第一章总则", "1"],
        ["第二章价款", "3"],
        ["第三章付款", "12"],
    ]


def test_two_lines_are_no_table() -> None:
    assert "\t" not in flow_of("工期  180天\n质量  合格").text


@pytest.mark.parametrize(
    "line",
    [
        "统一社会信用代码：1143098747602936X2 统一社会信用代码：91430981MA4Q6P8W1F",
        "　电话：0737-4218806　电话：13607376542",
        "账号：8002 0000 1223 账号：4406 0120 4000",
    ],
)
def test_the_same_label_twice_is_two_columns(line: str) -> None:
    cells = rows(line)[0]
    assert len(cells) == 2 and cells[0].split(":")[0] == cells[1].split(":")[0]


@pytest.mark.parametrize("line", ["电话：0737-4218806 传真：0737-4218807", "电话：0737-4218806；电话：13607376542"])
def test_other_labels_beside_each_other_are_no_columns(line: str) -> None:
    assert "\t" not in with_columns(line, fold_width(line))


# -- invariants -------------------------------------------------------------------------------------------


TEXT = st.text(alphabet="甲乙方：1,.年月日 　\n│─┼|\t", max_size=200)


@settings(max_examples=300, deadline=None)
@given(TEXT)
def test_no_offset_changes_and_nothing_but_spaces_and_boxes_is_replaced(text: str) -> None:
    folded = fold_width(text)
    tabbed = with_columns(text, folded)
    assert len(tabbed) == len(folded)
    assert all(
        new == old or old.isspace() or "\u2500" <= old <= "\u257f" for new, old in zip(tabbed, folded, strict=True)
    )
    assert tabbed.count("\n") == folded.count("\n")


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["服务器", "桌", "网络交换机", "机柜配件"]), st.integers(1, 999), st.integers(100, 99999)
        ),
        min_size=3,
        max_size=12,
    ),
    st.integers(2, 5),
)
def test_a_table_written_with_spaces_is_read_back(items: list[tuple[str, int, int]], gap: int) -> None:
    cells = [["货物名称", "数量", "金额"], *([name, str(count), str(amount)] for name, count, amount in items)]
    widths = [max(sum(1 + (ord(c) > 255) for c in row[n]) for row in cells) + gap for n in range(3)]
    lines = [
        "".join(
            cell + " " * (width - sum(1 + (ord(c) > 255) for c in cell))
            for cell, width in zip(row, widths, strict=True)
        )
        for row in cells
    ]
    assert rows("\n".join(line.rstrip() for line in lines)) == cells


def test_clause_numbers_and_an_ideographic_space_make_no_table() -> None:
    text = "4\u3000结算与付款\n4.1\u3000双方按季据实结算。\n4.2\u3000单笔费用不足500元的，即时结清。\n5\u3000交付与质量"
    assert "\t" not in with_columns(text, fold_width(text))


def test_rows_with_a_word_in_every_column_need_not_align() -> None:
    text = (
        "\u3000\u3000序号\u3000\u3000品目\u3000\u3000\u3000\u3000单位\u3000\u3000单价（元）\n"
        "\u3000\u30001\u3000\u3000\u3000 A4双面文印（70克）\u3000张\u3000\u30000.15\n"
        "\u3000\u30002\u3000\u3000\u3000 红头信笺\u3000\u3000\u3000\u3000百张\u300022.00"
    )
    assert rows(text)[1:] == [["1", "A4双面文印(70克)", "张", "0.15"], ["2", "红头信笺", "百张", "22.00"]]


def test_single_spaces_part_the_cells_of_a_price_table() -> None:
    text = "岗位 人数 单价(元) 金额(元)\n保安队长 1 5600 5600\n门岗 6 4300 25800\n合计 7 31400\n服务费 每月 支付 一次"
    assert rows(text)[:3] == [
        ["岗位", "人数", "单价(元)", "金额(元)"],
        ["保安队长", "1", "5600", "5600"],
        ["门岗", "6", "4300", "25800"],
    ]
    assert "\t" not in flow_of(text).text.split("\n")[3]


@pytest.mark.parametrize(
    "text", ["甲方 乙方 丙方 丁方\n费用 1 2 3\n", "数量 单价 金额 备注\n一台 两元 三元 无\n一 二 三 四"]
)
def test_few_rows_or_no_figures_make_no_table(text: str) -> None:
    assert "\t" not in with_columns(text, fold_width(text))


def test_full_rows_that_do_not_align_and_their_sum() -> None:
    text = (
        "序号  项目名称  计量单位  工程量  综合单价  合价\n"
        "1  清淤疏浚（水力冲挖，排距1km内）  m³  58000  24.50  1421000.00\n"
        "2  淤泥外运（运距10km）  m³  12000  31.00  372000.00\n"
        "3  围堰填筑及拆除  项  1  113600.00  113600.00\n"
        "合计  1906600.00\n"
        "　　２．２　合同总价为人民币1906600.00元，含税，乙方不得另行收取任何费用，双方另有约定的除外，以约定为准。"
    )
    found = rows(text)
    assert found[1] == ["1", "清淤疏浚(水力冲挖,排距1km内)", "m³", "58000", "24.50", "1421000.00"]
    assert found[4] == ["合计", "1906600.00"]


def test_many_rows_of_words_with_as_many_parts() -> None:
    text = (
        "项目  甲方  乙方\n"
        "单位名称  云岭市第四人民医院  临江电梯工程有限公司\n"
        "单位地址  云岭市人民路1号  临江市科技路9号A栋3层\n"
        "法定代表人  王建国  李海涛\n"
        "联系人  白露  岳青禾"
    )
    assert rows(text)[1:3] == [
        ["单位名称", "云岭市第四人民医院", "临江电梯工程有限公司"],
        ["单位地址", "云岭市人民路1号", "临江市科技路9号A栋3层"],
    ]


def test_a_head_that_is_wider_than_its_column_splits_no_gap() -> None:
    text = (
        "岗位        人数  单价（元/人·月）  月数  小计（元）\n"
        "保安队长      1       4600         10      46000\n"
        "值班班长      3       4000         10     120000\n"
        "监控员        1       4200         10      42000\n"
        "合计          5                            208000"
    )
    assert rows(text)[1] == ["保安队长", "1", "4600", "10", "46000"]
    assert rows(text)[4][-1] == "208000"


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (
            "1     数据备份（两地）          年         3      1200.00      3600.00",
            "1\t数据备份(两地)\t年\t3\t1200.00\t3600.00",
        ),
        ("签订日期（盖章）：2026   年  3   月  12  日", "签订日期(盖章):2026年3月12日"),
    ],
)
def test_a_unit_of_time_between_numbers_is_a_cell(line: str, read: str) -> None:
    assert flow_of(line).text == read


@pytest.mark.parametrize("gap", [" ", "  "])
def test_remarks_may_be_missing_where_the_row_ends_with_a_figure(gap: str) -> None:
    table = [
        ["序号", "名称", "数量", "单价", "金额", "备注"],
        ["1", "课桌", "100", "200", "20000"],
        ["2", "课椅", "100", "80", "8000", "含运费"],
        ["3", "讲台", "1", "900", "900"],
    ]
    assert rows("\n".join(map(gap.join, table))) == table


def test_a_row_that_lacks_another_cell_than_the_remarks_is_no_row() -> None:
    text = "名称 规格 数量 单价 备注\n课桌 100 200 送货\n课椅 100 80 送货\n讲台 1 900 送货"
    assert with_columns(text, text) == text


def test_a_label_of_the_right_column_alone() -> None:
    lines = [
        "甲方（盖章）：云岭市图书馆                乙方（盖章）：临江科技有限公司",
        "代表：司空图                              代表：宇文澈",
        "电话：0571-86001122                       电话：0571-86003344",
        "                                          开户行：云岭银行高新支行",
        "",
        "                                          账号：3301 0401 6000 1234 567",
        "签订日期：2025年3月20日                   签订日期：2025年3月20日",
    ]
    flow = flow_of("\n".join(lines)).text
    assert "\n\t开户行:云岭银行高新支行\n\t账号:3301040160001234567\n" in flow


def test_a_label_of_the_right_column_alone_between_blank_lines() -> None:
    lines = [
        "地址：云岭市滨水路3号        地址：临江市大道52号",
        "值班电话：0571-86001122      值班电话：0571-86003344",
        "                             统一社会信用代码：91530902MA6K7TQ41P",
        "签订日期：2025年3月20日      签订日期：2025年3月20日",
    ]
    for written in ("\n\n".join(lines), "\n\n".join(lines).replace("：", ": ")):
        assert "\n\t统一社会信用代码:91530902MA6K7TQ41P\n" in flow_of(written).text


def test_few_columns_of_a_price_table_with_full_width_spaces() -> None:
    text = "序号　项目　金额（元）\n1　拆除工程　86240.15\n2　屋面防水工程　412633.80\n3　室内粉刷及改造　100.00\n合计　498973.95"
    assert rows(text) == [
        ["序号", "项目", "金额(元)"],
        ["1", "拆除工程", "86240.15"],
        ["2", "屋面防水工程", "412633.80"],
        ["3", "室内粉刷及改造", "100.00"],
        ["合计", "498973.95"],
    ]


@pytest.mark.parametrize(
    ("below", "borders"),
    [("合计金额小写: 772200 元", 12), ("2 其他服务 保安服务 详见附件 增派人员 人 1 20000", 0)],
)
def test_a_single_row_one_space_between_its_cells(below: str, borders: int) -> None:
    """A second row that does not fit leaves in doubt where the columns are."""
    head = "序号 标的名称 政府采购品目 型号规格 数量单位 数量 总价(元)"
    text = f"{head}\n1 校园安保服务 保安服务 为学校提供安保服务 年 1 772200\n{below}"
    assert with_columns(text, fold_width(text)).count("\t") == borders
