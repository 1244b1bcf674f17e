"""Layout of PDF pages: what is no text, what page breaks cut, columns, tables, and contracts that read as their text."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from extract.pipeline import read_contract
from extract.readers import read
from extract.structure.flow import build_flow
from tests.helpers import PACK, document_of
from tests.readers.pdf_writer import FONT, Draw, Sheet, pdf_of, read_bytes, read_pages, register_font
from tests.scoring import f1, score

CORPUS = Path(__file__).parents[2] / "corpus"
BODY = ["本合同由双方协商订立，内容如下。", "第一条 乙方按约定提供服务。", "第二条 甲方按约定支付价款。"]


def paged(header: str, body: list[list[str]]) -> list[Draw]:
    """Return pages with a header, a body and a page number at the foot."""

    def page(number: int, lines: list[str]) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.line(header, 200, 30, 9)
            sheet.lines(lines)
            sheet.line(f"第 {number} 页 共 {len(body)} 页", 260, 800, 9)

        return draw

    return [page(number, lines) for number, lines in enumerate(body, 1)]


# --- furniture ---------------------------------------------------------------------------------------------


def test_headers_and_page_numbers_are_no_text() -> None:
    text = read_pages(*paged("岚川市政府采购合同范本", [BODY, [line + "附" for line in BODY], BODY[::-1]])).text
    assert "范本" not in text and "页" not in text
    assert text.count("第一条") == 3


def test_what_only_the_header_tells_is_kept_once() -> None:
    document = read_pages(*paged("合同编号：LC-2025-018", [BODY] * 3))
    assert document.text.count("LC-2025-018") == 1
    assert document.page_at(document.text.index("LC-2025-018")) == 1
    told = read_pages(*paged("合同编号：LC-2025-018", [["合同编号：LC-2025-018", *BODY], BODY, BODY]))
    assert told.text.count("LC-2025-018") == 1


def test_a_number_beside_the_page_number_is_kept_without_it() -> None:
    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.line(f"合同编号：LC-2025-018 第 {number} 页 共 3 页", 70, 30, 9)
            sheet.lines([f"{line}{'甲乙丙'[number - 1]}" for line in BODY])

        return draw

    assert read_pages(page(1), page(2), page(3)).text.startswith("合同编号：LC-2025-018\n本合同")


def test_lines_that_only_look_alike_at_the_top_of_pages_are_text() -> None:
    text = read_pages(*(lambda s, n=n: s.lines([f"附件{n}", *BODY]) for n in (1, 2, 3))).text
    assert all(f"附件{number}" in text for number in (1, 2, 3))
    once = read_pages(
        lambda s: s.lines(["甲方：岚川市水务局", *BODY]), lambda s: s.lines(BODY), lambda s: s.lines(BODY)
    )
    assert "岚川市水务局" in once.text


@pytest.mark.parametrize("style", ["- {} -", "{}", "第{}页", "{}/3", "Page {} of 3", "第 {} 页，共 3 页"])
def test_page_numbers_in_every_style(style: str) -> None:
    def page(number: int) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.lines([f"{line}{'甲乙丙'[number - 1]}" for line in BODY])
            sheet.line(style.format(number), 290, 800, 9)

        return draw

    lines = read_pages(page(1), page(2), page(3)).text.split()
    assert not any(style.format(number).split()[0] in lines for number in (1, 2, 3))


# --- page breaks -------------------------------------------------------------------------------------------


def full_page(last: str, width: int = 38) -> list[str]:
    """Return lines that fill a page to the margin, the last of them `last`."""
    filler = "乙方应当按照本合同约定的标准提供服务并接受甲方的监督检查和考核评价且不得转包分包给第三方单位实施"
    return [(filler * 2)[i : i + width] for i in range(33)] + [last]


def test_a_sentence_and_a_number_cut_by_a_page_break_are_mended() -> None:
    cut = "服务期满并经验收合格后甲方在十个工作日内向乙方支付剩余合同价款即人民币壹拾贰万"
    pages = paged("岚川市政府采购合同", [full_page(cut[:38]), [cut[38:] + "叁仟元整（¥123,000.00）。", *BODY], BODY])
    flow = build_flow(read_pages(*pages), PACK).text
    assert cut + "叁仟元整(¥123,000.00)。" in flow


def test_a_span_over_two_pages_has_the_box_of_its_first_part() -> None:
    cut = "服务期满并经验收合格后甲方在十个工作日内向乙方支付剩余合同价款即人民币壹拾贰万"
    document = read_pages(*paged("岚川市政府采购合同", [full_page(cut[:38]), [cut[38:] + "叁仟元整。", *BODY], BODY]))
    start = document.text.index("合同价款即人民币")
    end = document.text.index("叁仟元整") + 4
    box = document.box_of(start, end)
    assert document.page_at(start) == 1 and document.page_at(end - 1) == 2
    assert box is not None and box[1] > 700


def test_a_short_page_ends_its_paragraph() -> None:
    cover = ["采购合同", "甲方：岚川市水务局"]
    document = read_pages(
        lambda s: s.lines(cover), lambda s: s.lines(full_page("第一条 总则")), lambda s: s.lines(BODY)
    )
    assert "水务局\n\n" in document.text


COLUMNS = [70.0, 120.0, 330.0, 430.0]
HEAD = ["序号", "名称", "金额（元）"]


def test_a_table_that_goes_on_is_one_table_with_one_head() -> None:
    def first(sheet: Sheet) -> None:
        sheet.lines(["分项报价表"])
        sheet.table([HEAD, ["1", "系统维护", "10,000.00"], ["2", "现场值守", "20,000.00"]], COLUMNS, 700)

    def second(sheet: Sheet) -> None:
        sheet.table([HEAD, ["3", "应急处置", "30,000.00"], ["合计", "", "60,000.00"]], COLUMNS, 80)

    document = read_pages(first, second)
    assert document.text.splitlines()[-5:] == [
        "\t".join(HEAD),
        "1\t系统维护\t10,000.00",
        "2\t现场值守\t20,000.00",
        "3\t应急处置\t30,000.00",
        "合计\t\t60,000.00",
    ]
    (table,) = document.tables
    assert max(cell.row for cell in table.cells) == 4
    assert document.page_at(document.text.index("30,000.00")) == 2


def test_a_row_cut_by_a_page_break_is_whole() -> None:
    def first(sheet: Sheet) -> None:
        sheet.lines(["分项报价表"])
        sheet.table([HEAD, ["1", "信息系统日常运行维护与数据备份及安全加固", "10,000.00"]], COLUMNS, 740)

    def second(sheet: Sheet) -> None:
        sheet.table([["", "应急处置", ""], ["2", "现场值守", "20,000.00"]], COLUMNS, 80)

    document = read_pages(first, second)
    assert "1\t信息系统日常运行维护与数据备份及安全加固应急处置\t10,000.00\n2\t现场值守" in document.text
    cell = document.text.index("应急处置")
    assert document.page_at(cell) == 2 and document.page_at(document.text.index("10,000.00")) == 1


def test_a_total_behind_a_page_break_is_no_rest_of_the_row_above() -> None:
    document = read_pages(
        lambda s: (s.lines(["报价表"]), s.table([HEAD, ["1", "系统日常维护", "10,000.00"]], COLUMNS, 740)),
        lambda s: s.table([["", "合计", "10,000.00"]], COLUMNS, 80),
    )
    assert document.text.splitlines()[-2:] == ["1\t系统日常维护\t10,000.00", "\t合计\t10,000.00"]


def test_another_table_on_the_next_page_stays_another() -> None:
    document = read_pages(
        lambda s: (s.lines(["报价表"]), s.table([HEAD, ["1", "维护", "1.00"]], COLUMNS, 740)),
        lambda s: s.table([["姓名", "电话"], ["程远", "13900000000"]], [70, 200, 500], 80),
    )
    assert len(document.tables) == 2


# --- tables ------------------------------------------------------------------------------------------------


def test_line_breaks_in_cells_are_mended() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.table(
            [HEAD, ["1", "政务服务一体化平台运行维护\n服务（含安全）", "1,000.00"]], [70, 120, 258, 400], 90, 40
        )

    assert "1\t政务服务一体化平台运行维护服务（含安全）\t1,000.00" in read_pages(draw).text


def test_merged_words_are_written_in_each_row_and_merged_figures_once() -> None:
    def draw(sheet: Sheet) -> None:
        xs = [70.0, 170.0, 270.0, 400.0]
        for y in (100, 130, 220):
            sheet.rule(xs[0], y, xs[-1], y)
        for y in (160, 190):
            sheet.rule(xs[1], y, xs[2], y)
        for x in xs:
            sheet.rule(x, 100, x, 220)
        for x, word in zip(xs, ["类别", "名称", "金额"], strict=False):
            sheet.line(word, x + 5, 108, 10)
        sheet.line("软件服务", 75, 168, 10)
        sheet.line("9,000.00", 275, 168, 10)
        for index, word in enumerate(["维护", "值守", "备份"]):
            sheet.line(word, 175, 138 + index * 30, 10)

    text = read_pages(draw).text
    assert text.splitlines() == ["类别\t名称\t金额", "软件服务\t维护\t9,000.00", "软件服务\t值守\t", "软件服务\t备份\t"]


def test_a_table_without_outer_borders() -> None:
    def draw(sheet: Sheet) -> None:
        for y in (100, 124, 148, 172):
            sheet.rule(70, y, 430, y)
        for x in (120, 330):
            sheet.rule(x, 100, x, 172)
        for index, row in enumerate([HEAD, ["1", "维护", "1,000.00"], ["2", "值守", "2,000.00"]]):
            for x, word in zip((74, 124, 334), row, strict=True):
                sheet.line(word, x, 105 + index * 24, 10)

    assert read_pages(draw).text.splitlines() == ["\t".join(HEAD), "1\t维护\t1,000.00", "2\t值守\t2,000.00"]


def test_a_frame_with_the_two_sides_of_a_signature_page() -> None:
    def draw(sheet: Sheet) -> None:
        left = "甲方（盖章）：岚川市水务局\n地址：岚川市文昌路8号\n电话：0791-5550101"
        right = "乙方（盖章）：云岭数维公司\n地址：云岭市高新区3号\n电话：0871-5550202"
        sheet.table([[left, right]], [70, 300, 530], 100, 80)

    assert read_pages(draw).text.splitlines() == [
        "甲方（盖章）：岚川市水务局\t乙方（盖章）：云岭数维公司",
        "地址：岚川市文昌路8号\t地址：云岭市高新区3号",
        "电话：0791-5550101\t电话：0871-5550202",
    ]


# --- columns -----------------------------------------------------------------------------------------------


def test_side_by_side_parties_are_columns_and_wrapped_values_stay_with_their_own() -> None:
    left = ["甲方（盖章）：岚川市水务局", "地址：岚川市文昌区文昌路一百", "零八号水务大厦", "电话：0791-5550101"]
    right = ["乙方（盖章）：云岭数维公司", "地址：云岭市高新区三号", "", "电话：0871-5550202"]

    def draw(sheet: Sheet) -> None:
        sheet.lines(["（以下无正文）"], y=60)
        for index, (one, other) in enumerate(zip(left, right, strict=True)):
            sheet.line(one, 70, 100 + index * 20)
            sheet.line(other, 320, 100 + index * 20)

    assert read_pages(draw).text.splitlines()[-3:] == [
        "甲方（盖章）：岚川市水务局\t乙方（盖章）：云岭数维公司",
        "地址：岚川市文昌区文昌路一百零八号水务大厦\t地址：云岭市高新区三号",
        "电话：0791-5550101\t电话：0871-5550202",
    ]


def test_values_and_labels_broken_on_both_sides_at_once() -> None:
    rows = [
        ("甲方（盖章）：岚川市水务局", "乙方（盖章）：云岭数维公司"),
        ("开户行：岚川农商银行文昌路", "开户行：云岭农商银行高新区"),
        ("支行营业部", "支行"),
        ("统一社会信用代", "统一社会信用代"),
        ("码：11530000015132103X", "码：91530100216520364R"),
    ]

    def draw(sheet: Sheet) -> None:
        for index, (one, other) in enumerate(rows):
            sheet.line(one, 70, 100 + index * 20)
            sheet.line(other, 320, 100 + index * 20)

    assert read_pages(draw).text.splitlines() == [
        "甲方（盖章）：岚川市水务局\t乙方（盖章）：云岭数维公司",
        "开户行：岚川农商银行文昌路支行营业部\t开户行：云岭农商银行高新区支行",
        "统一社会信用代码：11530000015132103X\t统一社会信用代码：91530100216520364R",
    ]


def test_a_table_that_only_alignment_shows() -> None:
    rows = [HEAD, ["1", "系统维护", "10,000.00"], ["2", "现场值守", "20,000.00"], ["合计", "", "30,000.00"]]

    def draw(sheet: Sheet) -> None:
        for index, row in enumerate(rows):
            for x, word in zip((70, 130, 330), row, strict=True):
                sheet.line(word, x, 100 + index * 20)

    assert read_pages(draw).text.splitlines() == ["\t".join(row) for row in rows]


@pytest.mark.parametrize(
    ("left", "right", "rest"),
    [
        ("甲方（盖章）：岚川市水务局", "乙方（盖章）：云岭数维信息技术有限公", "司"),
        ("机构代码：11530000015132103X", "机构代码：", "91530100216520364R"),
        ("甲方（章）：岚川市云麓区中级人民法院", "乙方（章）：云岭湘宁物业服务有限公", "司"),
        ("甲方（章）：岚川市云麓区中级人民法院", "乙方（章）：云岭湘宁物业服务有限", "责任公司"),
    ],
)
def test_what_runs_over_the_margin_belongs_to_the_right_half(left: str, right: str, rest: str) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(full_page("附则", width=36)[-8:])
        sheet.line(left, 70, 300)
        sheet.line(right, 70 + 12 * (36 - len(right)), 300)
        sheet.line(rest, 70, 320)

    assert read_pages(draw).text.splitlines()[-1] == f"{left}\t{right}{rest}"


def test_what_an_indented_line_loses_to_the_margin_belongs_to_its_right_half() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(full_page("附则", width=36)[-8:])
        sheet.line("地址：岚川市城关镇南环路52号", 94, 300)
        sheet.line("地址：云岭市物流大道与郎溪路交口", 70 + 12 * 20, 300)
        sheet.line("农产品物流园C区17号", 70, 320)

    right = "地址：云岭市物流大道与郎溪路交口农产品物流园C区17号"
    assert read_pages(draw).text.splitlines()[-1] == f"地址：岚川市城关镇南环路52号\t{right}"


def test_the_last_character_of_a_bank_goes_to_the_half_that_lacks_it() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(full_page("附则", width=36)[-8:])
        sheet.line("电子信箱：office@example.com", 70, 280)
        sheet.line("电子信箱：sales@example.com", 70 + 12 * 18, 280)
        sheet.line("开户银行：岚川农村银行工业大道支行", 70, 300)
        sheet.line("开户银行：云岭市商业银行工业新城高新区支", 70 + 12 * 18, 300)
        sheet.line("行", 70, 320)

    assert (
        read_pages(draw).text.splitlines()[-1]
        == "开户银行：岚川农村银行工业大道支行\t开户银行：云岭市商业银行工业新城高新区支行"
    )


def drawn(rows: list[list[str]], xs: tuple[float, ...]) -> list[str]:
    """Return the lines that a table without rules, its rows drawn one below the other, is read as."""

    def draw(sheet: Sheet) -> None:
        for index, row in enumerate(rows):
            for x, word in zip(xs, row, strict=True):
                sheet.line(word, x, 100 + index * 16)

    return read_pages(draw).text.splitlines()


def test_wrapped_cells_of_a_table_without_rules_are_whole() -> None:
    rows = [
        ["名称", "岚川市水务局", "云岭数维公司"],
        ["信用代码", "115300000151", "915301002165"],
        ["", "32103X", "20364R"],
        ["开户银行", "岚川农商银行文", "云岭银行"],
        ["", "昌路支行", ""],
        ["账号", "905020317001", "53001895036"],
        ["", "000213", "050004388"],
    ]
    assert drawn(rows, (70, 140, 232)) == [
        "名称\t岚川市水务局\t云岭数维公司",
        "信用代码\t11530000015132103X\t91530100216520364R",
        "开户银行\t岚川农商银行文昌路支行\t云岭银行",
        "账号\t905020317001000213\t53001895036050004388",
    ]


def test_a_code_that_a_page_break_cut_in_a_table_without_rules_is_whole() -> None:
    def rows(rows: list[list[str]], top: float) -> Draw:
        def draw(sheet: Sheet) -> None:
            for index, row in enumerate(rows):
                for x, word in zip((70, 140, 232), row, strict=True):
                    sheet.line(word, x, top + index * 16)

        return draw

    above = [
        ["名称", "岚川市水务局", "云岭数维公司"],
        ["电话", "0791-5550101", "0871-55502"],
        ["账号", "905020317001", "5300"],
    ]
    document = read_pages(rows(above, 740), rows([["", "000213", ""], ["日期", "2025年5月", "2025年5月"]], 70))
    assert document.text.splitlines()[2] == "账号\t905020317001000213\t5300"
    end = document.text.index("000213")
    assert document.page_at(end - 1) == 1 and document.page_at(end) == 2


def test_a_total_and_amounts_below_each_other_are_rows_of_their_own() -> None:
    rows = [
        ["序号", "货物名称", "数量", "金额"],
        ["1", "便携式水质分析", "2", "1,200.00"],
        ["", "仪及配套试剂", "", ""],
        ["2", "管理费及税金等", "1", "2,800.00"],
        ["", "合计", "", "4,000.00"],
    ]
    assert drawn(rows, (70, 110, 205, 240)) == [
        "序号\t货物名称\t数量\t金额",
        "1\t便携式水质分析仪及配套试剂\t2\t1,200.00",
        "2\t管理费及税金等\t1\t2,800.00",
        "\t合计\t\t4,000.00",
    ]


def test_columns_whose_heads_nearly_touch_are_parted() -> None:
    rows = [["名称", "单价（元）", "金额（元）"], *(["水泵", f"{n},200.00", f"{n},400.00"] for n in range(1, 5))]
    assert drawn(rows, (70, 140, 204)) == ["\t".join(row) for row in rows]


def test_an_address_of_the_internet_broken_in_a_cell_has_no_space() -> None:
    draw: Draw = lambda s: s.table([["邮箱", "lanchuanshuiw\nu@example.go\nv.cn"]], [70, 120, 190], 100, 60)  # noqa: E731
    assert "lanchuanshuiwu@example.gov.cn" in read_pages(draw).text


def test_a_code_that_found_no_room_beside_its_label_stays_with_it() -> None:
    lines = full_page("附则", width=36)[-8:]
    ending = "乙方收款账户的户名为云岭数维信息技术有限公司，开户行为云岭银行，账号："
    text = read_pages(lambda s: s.lines([*lines, ending, "6210 9933 0001 2457 66"])).text
    assert "账号：6210 9933 0001 2457 66" in text


def test_the_rest_of_a_right_half_alone_stays_with_it() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.lines(full_page("附则", width=36)[-8:])
        sheet.line("地址：岚川市文昌路8号", 70, 300)
        sheet.line("地址：云岭市高新区创新一路数", 300, 300)
        sheet.line("维大厦六楼", 300, 320)

    assert read_pages(draw).text.splitlines()[-1] == "地址：岚川市文昌路8号\t地址：云岭市高新区创新一路数维大厦六楼"


def test_a_left_half_that_nearly_touches_the_right_one_is_another_column() -> None:
    rows = [
        ("甲方（盖章）：岚川市水务局", "乙方（盖章）：云岭公司"),
        ("电话：0791-5550101", "电话：0871-5550202"),
        ("开户行：岚川市农村信用合作联社东江", "开户行：云岭银行高新支行"),
        ("社营业部", None),
        ("账号：80020000012234567", "账号：4406012040003366"),
    ]

    def draw(sheet: Sheet) -> None:
        for index, (left, right) in enumerate(rows):
            sheet.line(left, 70, 100 + index * 20)
            if right:
                sheet.line(right, 70 + 17 * 12 + 10, 100 + index * 20)

    assert read_pages(draw).text.splitlines()[2:] == [
        "开户行：岚川市农村信用合作联社东江社营业部\t开户行：云岭银行高新支行",
        "账号：80020000012234567\t账号：4406012040003366",
    ]


def test_halves_that_spaces_part_keep_to_their_labels_wherever_they_begin() -> None:
    rows = [
        ("地 址：屏溪县城关镇沿江东路88号", 8, "地 址：金兰市宾虹路126号"),
        ("邮编：322209", 14, "邮编：321017"),
        ("开户银行：中国农业银行屏溪县支行", 10, "开户银行：云岭银行金兰支行"),
    ]
    text = read_pages(lambda sheet: sheet.lines([left + " " * gap + right for left, gap, right in rows])).text
    assert text.splitlines() == [f"{left}\t{right}" for left, _, right in rows]


def test_items_of_a_list_are_no_rows_though_single_spaces_part_them_alike() -> None:
    items = [
        f"{number}. {number}级故障：乙方应在接到通知后 {number} 小时内到达现场，30 小时内排除。"
        for number in range(1, 5)
    ]
    assert read_pages(lambda sheet: sheet.lines(items)).text.splitlines() == items


@pytest.mark.parametrize(("gap", "between"), [(3, " "), (0.5, "")])
@pytest.mark.parametrize(("number", "title"), [("7", "保密"), ("12", "争议解决"), ("3.2", "交货地点")])
def test_the_narrow_space_behind_a_clause_number_is_kept(number: str, title: str, gap: float, between: str) -> None:
    def draw(sheet: Sheet) -> None:
        sheet.line(number, 70, 100)
        sheet.line(title, 70 + stringWidth(number, FONT, 12) + gap, 100)

    assert read_pages(draw).text.strip() == f"{number}{between}{title}"


def test_a_count_at_the_beginning_of_a_line_has_no_space() -> None:
    def draw(sheet: Sheet) -> None:
        sheet.line("7", 70, 100)
        sheet.line("个工作日内", 70 + stringWidth("7", FONT, 12) + 3, 100)

    assert read_pages(draw).text.strip() == "7个工作日内"


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("第三笔：服务期满并经最终验收合格后支付合同总价的百分之十，即（大写：", "人民币叁万壹仟柒佰陆拾元整）。"),
        ("每延误一天支付违约金一千元且不得申请延长；因乙方的原因造成延误，逾", "期违约金的上限：合同价的百分之三。"),
        ("应急指挥专线及云主机租用服务合同合同编号：租字第三号签约双方甲方：临", "湖县水利局 乙方：岚川通信有限公司"),
    ],
    ids=["a bracket", "a sentence", "a name before a label"],
)
def test_what_the_margin_broke_goes_on_though_it_looks_like_a_label(line: str, rest: str) -> None:
    filler = full_page("附则", width=len(line))[-8:-1]
    assert line + rest in read_pages(lambda s: s.lines([*filler, line, rest])).text


def test_rows_of_equally_many_parts_are_a_table_though_they_do_not_align() -> None:
    rows = [
        [(70, "期次"), (130, "支付时间"), (330, "比例"), (390, "金额（万元）")],
        [(70, "首付款"), (120, "合同签订后10日内"), (260, "30%"), (300, "3.00")],
        [(70, "第二次付款"), (137, "工程形象进度完成后10日内"), (300, "60%"), (350, "6.00")],
        [(70, "最后付款"), (125, "验收合格后"), (240, "10%"), (280, "1.00")],
    ]

    def draw(sheet: Sheet) -> None:
        for index, row in enumerate(rows):
            for x, word in row:
                sheet.line(word, x, 100 + index * 20)

    assert read_pages(draw).text.splitlines() == ["\t".join(word for _, word in row) for row in rows]


def test_dates_of_equally_many_parts_are_no_table() -> None:
    def draw(sheet: Sheet) -> None:
        for index, day in enumerate((3, 4, 5)):
            for x, word in ((70, "签订日期：2025"), (190, "年"), (230, f"{day}"), (250, "月"), (290, "8"), (310, "日")):
                sheet.line(word, x, 100 + index * 20)

    assert "\t" not in read_pages(draw).text


def test_a_label_broken_before_its_last_character_is_whole() -> None:
    lines = full_page("乙方指派程远为项目经理，持有建造师注册证书，常驻施工现场负责组织实施。联系电", width=36)[-8:]
    assert "联系电话：13900000000" in read_pages(lambda s: s.lines([*lines, "话：13900000000。"])).text


def test_numbers_and_labels_set_apart_are_no_columns() -> None:
    def draw(sheet: Sheet) -> None:
        for index, word in enumerate(["总则", "价款", "期限"]):
            sheet.line(f"第{'一二三'[index]}条", 70, 100 + index * 20)
            sheet.line(word, 140, 100 + index * 20)

    assert "\t" not in read_pages(draw).text


# --- contracts ---------------------------------------------------------------------------------------------


def set_in_type(path: Path, width: float, indent: float) -> bytes:
    """Return a contract of the corpus as a PDF: its paragraphs wrapped, its tables ruled, with headers and numbers."""
    register_font()
    flow = build_flow(read(path), PACK)
    pages: list[list[Callable[[Sheet], None]]] = [[]]
    y = 70.0

    def place(height: float, draw: Callable[[Sheet, float], None]) -> None:
        nonlocal y
        if y + height > 770:
            pages.append([])
            y = 70.0
        top = y
        pages[-1].append(lambda sheet: draw(sheet, top))
        y += height

    for paragraph in flow.text.split("\n"):
        if "\t" in paragraph:
            cells = paragraph.split("\t")
            xs = [60 + 475 / len(cells) * index for index in range(len(cells) + 1)]
            wrapped = ["\n".join(wrapped_lines(cell, xs[1] - xs[0] - 8, 10)) for cell in cells]
            height = 14.0 * (1 + max(cell.count("\n") for cell in wrapped)) + 10
            place(height, lambda s, top, w=wrapped, xs=xs, h=height: s.table([w], xs, top, h))  # type: ignore[misc]
            continue
        for number, line in enumerate(wrapped_lines(paragraph, width, 12, indent)):
            x = 60 + (indent if number == 0 else 0)
            place(20, lambda s, top, line=line, x=x: s.line(line, x, top))  # type: ignore[misc]
        if not indent:
            y += 10

    def page(number: int, draws: list[Callable[[Sheet], None]]) -> Draw:
        def draw(sheet: Sheet) -> None:
            sheet.line("政府采购合同文本", 250, 30, 9)
            for one in draws:
                one(sheet)
            sheet.line(f"- {number} -", 290, 800, 9)

        return draw

    return pdf_of(*(page(number, draws) for number, draws in enumerate(pages, 1)))


def wrapped_lines(text: str, width: float, size: float, indent: float = 0) -> Iterator[str]:
    """Yield `text` in lines of at most `width` points, the first one indented; words and numbers stay whole."""
    line, room = "", width - indent
    for token in re.findall(r"[\x21-\x7e]{1,18}[，。；：）、]?|.[，。；：）、]?", text):
        if line and stringWidth(line + token, FONT, size) > room:
            yield line
            line, room = "", width
        line += token
    yield line


@pytest.mark.parametrize("indent", [0, 24], ids=["spaced", "indented"])
@pytest.mark.parametrize(
    "stem", ["04-core-system-operations", "07-works-renovation", "13-security-guard", "18-software-development"]
)
def test_a_contract_reads_as_its_text(stem: str, indent: int) -> None:
    path = CORPUS / "contracts" / f"{stem}.txt"
    gold = json.loads((CORPUS / "gold" / f"{stem}.json").read_text(encoding="utf-8"))
    document = read_bytes(set_in_type(path, 470, indent))
    record = read_contract(document, PACK).record
    right, missed, wrong = score(gold, json.loads(record.model_dump_json()))
    text_record = read_contract(read(path), PACK).record
    text_right, text_missed, text_wrong = score(gold, json.loads(text_record.model_dump_json()))
    assert f1(right, len(missed), len(wrong)) >= f1(text_right, len(text_missed), len(text_wrong)) - 0.01, (
        missed,
        wrong,
    )
    assert {finding.code for finding in record.findings} == {finding.code for finding in text_record.findings}
    for field in (record.title, *(party.name for party in record.parties)):
        if field is not None:
            for span in field.spans:
                assert span.page is not None and span.bbox is not None
                assert document.text[span.start : span.end]
    assert document_of(document.text).text == document.text
