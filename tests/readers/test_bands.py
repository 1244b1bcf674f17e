"""Tables without rules whose cells are centred on their rows."""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase.pdfmetrics import stringWidth

from tests.readers.pdf_writer import FONT, Draw, Sheet, read_pages, register_font

PITCH, PADDING = 15.0, 4.0
Cell = str | Sequence[str]


def centred(rows: Sequence[Sequence[Cell]], xs: Sequence[float], top: float = 100, padding: float = PADDING) -> Draw:
    """Draw a table without rules, each cell's lines centred on their row."""

    def draw(sheet: Sheet) -> None:
        y = top
        for row in rows:
            cells = [[cell] if isinstance(cell, str) else list(cell) for cell in row]
            height = max(map(len, cells)) * PITCH
            for x, cell in zip(xs, cells, strict=True):
                for number, text in enumerate(cell):
                    sheet.line(text, x, y + (height - len(cell) * PITCH) / 2 + number * PITCH, 10)
            y += height + padding

    return draw


def rows_of(*pages: Draw) -> list[list[str]]:
    return [line.split("\t") for line in read_pages(*pages).text.splitlines() if line]


XS = (70.0, 130.0, 210.0, 300.0, 360.0)


def test_a_cell_of_two_lines_is_one_row() -> None:
    rows = [
        ["序号", "名称", "生产厂家", "数量", "金额"],
        ["1", "有创呼吸机", ["苏南瑞息医疗", "科技有限公司"], "2", "396,000.00"],
        ["2", "除颤监护仪", ["心舟医疗电子", "股份有限公司", "江陵分公司"], "4", "186,000.00"],
        ["3", ["多参数监护仪", "及中央站"], ["恒注生物工程", "有限公司"], "20", "372,000.00"],
    ]
    assert rows_of(centred(rows, XS)) == [["".join(cell) for cell in row] for row in rows]


def test_a_table_may_begin_with_a_high_cell() -> None:
    rows = [
        ["1", "呼吸机", ["苏南瑞息医疗", "科技有限公司", "临江分公司五"], "2", "396,000.00"],
        ["2", "监护仪", "心舟公司", "4", "186,000.00"],
    ]
    assert rows_of(centred(rows, XS)) == [["".join(cell) for cell in row] for row in rows]


def test_an_amount_in_words_that_wraps_beside_a_wrapped_label_is_whole() -> None:
    rows = [
        ["1", "热线值守", "18,000", "36,000"],
        ["2", "例行巡检", "15,500", "62,000"],
        [["总", "计"], ["壹佰零柒万零柒", "佰元整"], "", "1,070,700"],
    ]
    found = rows_of(centred(rows, (70, 110, 230, 300)))
    assert found[-1] == ["总计", "壹佰零柒万零柒佰元整", "", "1,070,700"]


def test_rows_beside_a_column_that_is_mostly_empty_stay_apart() -> None:
    rows = [
        ["岗位", "人数", "单价", "月费用", "备注"],
        ["项目经理", "1", "6,500.00", "6,500.00", ""],
        ["秩序维护", "8", "3,800.00", "30,400.00", "含夜班补贴"],
        ["保洁人员", "7", "2,900.00", "20,300.00", ""],
    ]
    assert rows_of(centred(rows, XS)) == rows


def test_labelled_values_under_each_other_stay_apart() -> None:
    rows = [
        ["甲方：临江县人民医院", "乙方：云岭康博公司"],
        ["邮编：677306", "邮编：677000"],
        ["传真：0879-6120420", ""],
        ["日期：2025年9月12日", "日期：2025年9月12日"],
    ]
    assert rows_of(centred(rows, (70, 320), padding=0)) == rows


def test_a_heading_between_two_tables_is_no_row_of_them() -> None:
    rows = [
        ["名称", ["桐岭市机关事务", "管理局"]],
        ["邮编", "547300"],
        ["乙方（供应商）", ""],
        ["名称", ["桐岭畅行汽车租", "赁有限公司"]],
    ]
    assert rows_of(centred(rows, (70, 200)))[2] == ["乙方（供应商）"]


def test_a_label_spread_to_the_width_of_others_is_one_word() -> None:
    def spread(sheet: Sheet) -> None:
        register_font()
        for y, words in ((80, "邮政编码：674801"), (100, "住　　所：翠屏镇3号"), (120, "电　　话：5523107")):
            x = 70.0
            for word in words:
                if word != "　":
                    sheet.line(word, x, y)
                x += stringWidth(word, FONT, 12)

    assert "住　　所：翠屏镇3号" in read_pages(spread).text
