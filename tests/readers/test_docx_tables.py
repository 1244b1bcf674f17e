"""Word tables become rows that the price, party and payment readers understand."""

from __future__ import annotations

from extract.document import Document
from extract.readers import read_bytes
from tests.readers.word_writer import GOES_ON, MERGED, SPAN, cell, paragraph, table, word_file

BELOW = cell("", GOES_ON)


def document(*blocks: str) -> Document:
    return read_bytes(word_file("".join(blocks)), "合同.docx")


def rows(*blocks: str) -> list[str]:
    return document(*blocks).text.rstrip("\n").split("\n")


def wide(text: str, columns: int) -> str:
    return cell(text, SPAN.format(columns))


def merged(text: str) -> str:
    return cell(text, MERGED)


def cells(found: Document, index: int = 0) -> list[tuple[str, int, int, int, int]]:
    """Return each cell of a table: its text, row, column, and how many rows and columns it covers."""
    return [
        (found.text[each.start : each.end], each.row, each.column, each.row_span, each.column_span)
        for each in found.tables[index].cells
    ]


def test_rows_are_lines_and_cells_are_parted_by_tabs() -> None:
    found = document(table([["序号", "名称"], ["1", "空调"], ["", "电脑"]]))
    assert found.text == "序号\t名称\n1\t空调\n\t电脑\n"
    assert cells(found)[0] == ("序号", 0, 0, 1, 1)
    assert cells(found)[-1] == ("电脑", 2, 1, 1, 1)
    assert (found.tables[0].start, found.tables[0].end) == (0, len(found.text) - 1)
    assert found.pages == ()


def test_paragraphs_breaks_and_tabs_in_a_cell_stay_in_its_row() -> None:
    assert rows(table([["名称", "规格"], ["空调\n（壁挂）", "甲\t乙"]]))[1] == "空调 （壁挂）\t甲 乙"


def test_cells_merged_over_columns_keep_the_columns() -> None:
    found = document(table([["序号", "名称", "金额"], [wide("合计", 2), "100"], [wide("大写：壹佰元整", 3)]]))
    assert found.text.split("\n")[1:3] == ["合计\t\t100", "大写：壹佰元整"]
    assert cells(found)[3:] == [("合计", 1, 0, 1, 2), ("100", 1, 2, 1, 1), ("大写：壹佰元整", 2, 0, 1, 3)]


def test_short_words_merged_over_rows_are_repeated_and_covered_by_one_cell() -> None:
    found = document(table([[merged("硬件"), "空调"], [BELOW, "电脑"], [BELOW, "桌子"], ["软件", "系统"]]))
    assert found.text == "硬件\t空调\n硬件\t电脑\n硬件\t桌子\n软件\t系统\n"
    assert ("硬件", 0, 0, 3, 1) in cells(found)
    assert len([each for each in cells(found) if each[0] == "硬件"]) == 1


def test_figures_and_long_texts_merged_over_rows_are_not_repeated() -> None:
    for text in ("100.00", "壹佰元整", "3台", "自验收合格之日起由乙方负责免费维护", "合计：一"):
        # a price that is repeated is a price too many
        assert rows(table([["甲", merged(text)], ["乙", BELOW]])) == [f"甲\t{text}", "乙\t"]


def test_two_names_in_one_merged_cell_are_not_repeated() -> None:
    assert rows(table([[merged("空调\n电脑"), "1"], [BELOW, "2"]])) == ["空调 电脑\t1", "\t2"]


def test_two_rows_of_heads() -> None:
    found = rows(table([[merged("序号"), wide("价格", 2)], [BELOW, "单价", "小计"], ["1", "2.00", "4.00"]]))
    assert found == ["序号\t价格\t", "序号\t单价\t小计", "1\t2.00\t4.00"]


def test_a_cell_that_continues_nothing_is_a_cell() -> None:
    assert rows(table([[cell("丙", GOES_ON), "丁"]])) == ["丙\t丁"]


def test_old_style_horizontal_merging() -> None:
    first, second = '<w:hMerge w:val="restart"/>', "<w:hMerge/>"
    assert rows(table([["甲", "乙", "丙"], [cell("合计", first), cell("", second), "1"]]))[1] == "合计\t\t1"


def test_borders_that_do_not_line_up_make_no_columns() -> None:
    upper = [wide("名称", 2), "单价", "金额"]
    lower = ["空调", wide("10", 2), "20"]
    assert rows(table([upper, lower], widths=[2000, 60, 2000, 2000])) == ["名称\t单价\t金额", "空调\t10\t20"]


def test_narrow_cells_with_text_are_columns() -> None:
    assert rows(table([["编号", "2", "0", "2", "4"]], widths=[2000, 200, 200, 200, 200])) == ["编号\t2\t0\t2\t4"]


def test_columns_that_are_empty_throughout_are_left_out() -> None:
    assert rows(table([["名称", "", "金额"], ["空调", "", "20"]])) == ["名称\t金额", "空调\t20"]


def test_rows_that_begin_further_right() -> None:
    late = table([["甲", "乙"], ["丙"]]).replace(
        "</w:tr><w:tr>", '</w:tr><w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>'
    )
    assert rows(late) == ["甲\t乙", "\t丙"]


def test_rows_and_cells_in_content_controls() -> None:
    wrapped = table([["甲", "乙"]]).replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
    wrapped = wrapped.replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
    inner = wrapped.replace("<w:tc>", "<w:sdt><w:sdtContent><w:tc>", 1).replace(
        "</w:tc>", "</w:tc></w:sdtContent></w:sdt>", 1
    )
    assert rows(wrapped) == rows(inner) == ["甲\t乙"]


def test_a_table_that_frames_the_whole_form_dissolves() -> None:
    inner = table([["序号", "金额"], ["1", "20"]])
    frame = table([["<w:tc>" + paragraph("第一条 价款") + paragraph() + inner + paragraph("第二条 争议") + "</w:tc>"]])
    found = document(paragraph("合同"), frame)
    assert found.text.split("\n")[:-1] == ["合同", "第一条 价款", "", "序号\t金额", "1\t20", "第二条 争议"]
    assert [cells(found, index)[0][0] for index in range(len(found.tables))] == ["序号"]


def test_a_table_in_a_cell_beside_others() -> None:
    inner = "<w:tc>" + table([["第一期", "30%"], ["第二期", "70%"]]) + paragraph("") + "</w:tc>"
    assert [line for line in rows(table([["付款", inner]])) if line] == ["付款", "第一期\t30%", "第二期\t70%"]


def test_an_item_stays_a_row_whatever_its_cells_hold() -> None:
    specification = "<w:tc>" + table([["一、功率", "2匹"], ["二、电压", "220V"]]) + paragraph("") + "</w:tc>"
    assert rows(table([["1", "空调", specification, "2.00"]])) == ["1\t空调\t一、功率 2匹 二、电压 220V\t2.00"]


def test_merged_words_are_not_repeated_among_clauses() -> None:
    rest = cell("旧文字", GOES_ON)
    found = rows(table([[merged("附件"), "甲"], [rest, "一、价款\n二、争议"]]))
    assert found == ["附件\t甲", "一、价款", "二、争议"]


def test_clauses_in_a_cell_stay_lines() -> None:
    assert rows(table([["一、价款\n总价见下。\n二、争议", "备注"]])) == ["一、价款", "总价见下。", "二、争议", "备注"]


def test_parties_side_by_side_are_paired_label_by_label() -> None:
    found = document(table([["甲方：柳溪市档案馆\n\n电话：1\n日期：", "乙方：柳溪公司\n电话：2"]]))
    assert found.text == "甲方：柳溪市档案馆\t乙方：柳溪公司\n电话：1\t电话：2\n日期：\t\n"
    assert cells(found)[-1] == ("日期：", 2, 0, 1, 1)


def test_labels_in_a_cell_of_a_wide_table_keep_a_line_each() -> None:
    found = rows(table([["序号", "内容", "约定", "条款"], ["1", "甲方", "名称：某局\n地址：某路", "第一条"]]))
    assert found[1:] == ["1\t甲方\t名称：某局", "地址：某路\t第一条"]


def test_a_long_clause_beside_its_title_follows_it() -> None:
    clause = "\n".join(f"（{index}）乙方应当履行第{index}项义务。" for index in range(1, 11))
    found = document(table([["乙方义务", clause], ["期限", "一年"]]))
    assert found.text.split("\n")[:3] == ["乙方义务", "（1）乙方应当履行第1项义务。", "（2）乙方应当履行第2项义务。"]
    assert cells(found)[1][0] == clause
    assert found.text.endswith("（10）乙方应当履行第10项义务。\n期限\t一年\n")


def test_empty_rows_and_tables_leave_nothing() -> None:
    assert rows(paragraph("合同"), table([["", ""], ["", ""]]), paragraph("正文")) == ["合同", "正文"]
