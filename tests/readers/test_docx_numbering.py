"""Word's automatic numbers, as Word counts them."""

from __future__ import annotations

import pytest

from extract.readers import read_bytes
from tests.readers.word_writer import abstract, level, num, numbered, paragraph, run, table, word_file

START = '<w:lvlOverride w:ilvl="{}"><w:startOverride w:val="{}"/></w:lvlOverride>'
STYLE = '<w:style w:type="paragraph" w:styleId="{0}"{2}><w:name w:val="{0}"/>{1}</w:style>'


def lines(body: str, **parts: str) -> list[str]:
    text = read_bytes(word_file(body, **parts), "合同.docx").text
    return [line for line in text.split("\n") if line]


def items(*paragraphs: tuple[int, int], numbering: str, **parts: str) -> list[str]:
    """Return the numbers of paragraphs given as (list, level)."""
    body = "".join(paragraph("款", numbered(identifier, index)) for identifier, index in paragraphs)
    return [line.removesuffix("款").strip() for line in lines(body, numbering=numbering, **parts)]


CLAUSES = abstract(
    0,
    level(0, "chineseCountingThousand", "第%1章"),
    level(1, "chineseCountingThousand", "第%2条"),
    level(2, "decimal", "%3."),
    level(3, "chineseCountingThousand", "（%4）"),
)
DECIMAL = abstract(0, level(0, "decimal", "%1."), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))


def test_clauses_of_a_contract() -> None:
    found = items((1, 0), (1, 1), (1, 2), (1, 2), (1, 3), (1, 1), (1, 2), (1, 0), (1, 1), numbering=CLAUSES + num(1, 0))
    assert found == ["第一章", "第一条", "1.", "2.", "（一）", "第二条", "1.", "第二章", "第一条"]


def test_clauses_that_go_on_counting_through_chapters() -> None:
    levels = level(0, "chineseCountingThousand", "第%1章"), level(1, "decimal", "第%2条", '<w:lvlRestart w:val="0"/>')
    found = items((1, 0), (1, 1), (1, 1), (1, 0), (1, 1), numbering=abstract(0, *levels) + num(1, 0))
    assert found == ["第一章", "第1条", "第2条", "第二章", "第3条"]


def test_a_level_that_starts_anew_after_a_named_level_only() -> None:
    levels = [
        level(0, "decimal", "%1"),
        level(1, "decimal", "%2"),
        level(2, "decimal", "%3", '<w:lvlRestart w:val="1"/>'),
    ]
    found = items((1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2), numbering=abstract(0, *levels) + num(1, 0))
    assert found == ["1", "1", "1", "2", "2", "2", "1"]


def test_levels_within_levels() -> None:
    found = items((1, 0), (1, 1), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2), (1, 2), numbering=DECIMAL + num(1, 0))
    assert found == ["1.", "1.1", "1.2", "1.2.1", "2.", "2.1", "2.1.1", "2.1.2"]


def test_a_level_left_out_counts_as_begun() -> None:
    assert items((1, 1), (1, 1), (1, 2), numbering=DECIMAL + num(1, 0)) == ["1.1", "1.2", "1.2.1"]


def test_legal_numbers_below_chinese_ones() -> None:
    levels = level(0, "chineseCountingThousand", "第%1条"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    found = items((1, 0), (1, 0), (1, 1), numbering=abstract(0, *levels) + num(1, 0))
    assert found == ["第一条", "第二条", "2.1"]
    mixed = level(0, "chineseCountingThousand", "第%1条"), level(1, "decimal", "%1.%2")
    assert items((1, 0), (1, 1), numbering=abstract(0, *mixed) + num(1, 0)) == ["第一条", "一.1"]


def test_a_bullet_above_has_no_number_to_show() -> None:
    levels = level(0, "bullet", "-"), level(1, "decimal", "%1%2)")
    assert items((1, 0), (1, 1), numbering=abstract(0, *levels) + num(1, 0)) == ["-", "1)"]


def test_lists_of_one_definition_go_on_unless_they_start_anew() -> None:
    numbering = DECIMAL + num(1, 0) + num(2, 0) + num(3, 0, START.format(0, 1)) + num(4, 0, START.format(0, 7))
    found = items((1, 0), (1, 0), (2, 0), (3, 0), (3, 0), (4, 0), (4, 0), numbering=numbering)
    assert found == ["1.", "2.", "3.", "1.", "2.", "7.", "8."]


def test_lists_of_two_definitions_count_apart() -> None:
    numbering = DECIMAL + abstract(1, level(0, "decimal", "(%1)")) + num(1, 0) + num(2, 1)
    assert items((1, 0), (2, 0), (1, 0), (2, 0), numbering=numbering) == ["1.", "(1)", "2.", "(2)"]


def test_a_list_changes_a_level_of_its_definition() -> None:
    changed = f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1)", start=3)}</w:lvlOverride>'
    assert items((1, 0), (1, 0), numbering=DECIMAL + num(1, 0, changed)) == ["C)", "D)"]


@pytest.mark.parametrize(
    ("suffix", "shown"),
    [("", "第一条 总则"), ('<w:suff w:val="space"/>', "第一条 总则"), ('<w:suff w:val="nothing"/>', "第一条总则")],
)
def test_what_stands_behind_the_number(suffix: str, shown: str) -> None:
    numbering = abstract(0, level(0, "chineseCountingThousand", "第%1条", suffix)) + num(1, 0)
    assert lines(paragraph("总则", numbered(1)), numbering=numbering) == [shown]


def test_numbers_come_through_styles() -> None:
    linked = [level(0, "chineseCountingThousand", "第%1条", '<w:pStyle w:val="clause"/>')]
    linked.append(level(1, "decimal", "%1.%2", '<w:pStyle w:val="sub"/><w:isLgl/>'))
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = STYLE.format("clause", listed, "") + STYLE.format("sub", listed, "")
    styles += STYLE.format("bold", '<w:basedOn w:val="clause"/>', "")
    body = "".join(
        paragraph("款", f'<w:pStyle w:val="{style}"/>') for style in ("clause", "sub", "bold", "none", "sub")
    )
    found = lines(body, numbering=abstract(0, *linked) + num(1, 0), styles=styles)
    assert found == ["第一条 款", "1.1 款", "第二条 款", "款", "2.1 款"]


def test_a_paragraph_may_refuse_the_number_of_its_style() -> None:
    styles = STYLE.format("clause", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>', "")
    body = paragraph("甲", '<w:pStyle w:val="clause"/>')
    body += paragraph("乙", '<w:pStyle w:val="clause"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    body += paragraph("丙", '<w:pStyle w:val="clause"/>')
    assert lines(body, numbering=DECIMAL + num(1, 0), styles=styles) == ["1. 甲", "乙", "2. 丙"]


def test_the_level_of_a_style() -> None:
    styles = STYLE.format("sub", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>', "")
    body = paragraph("甲", numbered(1)) + paragraph("乙", '<w:pStyle w:val="sub"/>')
    assert lines(body, numbering=DECIMAL + num(1, 0), styles=styles) == ["1. 甲", "1.1 乙"]


def test_styles_based_on_each_other_in_a_circle() -> None:
    styles = STYLE.format("a", '<w:basedOn w:val="b"/>', "") + STYLE.format("b", '<w:basedOn w:val="a"/>', "")
    assert lines(paragraph("甲", '<w:pStyle w:val="a"/>'), styles=styles) == ["甲"]


def test_list_styles_are_followed() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="lists"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="lists"/>{level(0, "decimal", "%1)")}</w:abstractNum>'
    )
    assert items((1, 0), (1, 0), numbering=numbering + num(1, 0) + num(2, 1)) == ["1)", "2)"]


def test_numbers_count_through_tables_and_content_controls() -> None:
    body = paragraph("甲", numbered(1)) + table([["<w:tc>" + paragraph("乙", numbered(1)) + "</w:tc>", "x"]])
    body += f"<w:sdt><w:sdtContent>{paragraph('丙', numbered(1))}</w:sdtContent></w:sdt>"
    assert lines(body, numbering=DECIMAL + num(1, 0)) == ["1. 甲", "2. 乙\tx", "3. 丙"]


def test_the_row_numbers_of_a_table_stand_in_empty_paragraphs() -> None:
    numbering = abstract(0, level(0, "decimal", "%1")) + num(1, 0)
    row = "<w:tc>" + paragraph("", numbered(1)) + "</w:tc>"
    assert lines(table([["序号", "名称"], [row, "空调"], [row, "电脑"]]), numbering=numbering)[1:] == [
        "1\t空调",
        "2\t电脑",
    ]


def test_an_empty_numbered_paragraph_counts_but_shows_nothing() -> None:
    body = "".join(paragraph(text, numbered(1)) for text in ("甲", "", "丙"))
    assert lines(body, numbering=DECIMAL + num(1, 0)) == ["1. 甲", "3. 丙"]


def test_a_deleted_paragraph_does_not_count() -> None:
    gone = numbered(1) + '<w:rPr><w:del w:id="1" w:author="a"/></w:rPr>'
    body = paragraph("甲", numbered(1)) + paragraph(f"<w:del>{run('乙')}</w:del>", gone) + paragraph("丙", numbered(1))
    assert lines(body, numbering=DECIMAL + num(1, 0)) == ["1. 甲", "2. 丙"]


def test_hidden_numbers_and_bullets_of_symbol_fonts() -> None:
    font = '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
    hidden = level(0, "decimal", "%1.").replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    box = level(0, "bullet", "\uf0a8").replace("</w:lvl>", f"{font}</w:lvl>")
    dot = level(0, "bullet", "\uf06c").replace("</w:lvl>", f"{font}</w:lvl>")
    numbering = abstract(0, hidden) + abstract(1, box) + abstract(2, dot) + num(1, 0) + num(2, 1) + num(3, 2)
    assert items((1, 0), (2, 0), (3, 0), numbering=numbering) == ["", "□", "●"]


def test_broken_numbering_numbers_nothing() -> None:
    assert items((9, 0), numbering=DECIMAL + num(1, 0)) == [""]
    assert items((1, 0), numbering=num(1, 5)) == [""]
    assert items((1, 99), numbering=DECIMAL + num(1, 0)) == [""]
    assert lines(paragraph("款", '<w:numPr><w:numId w:val="x"/><w:ilvl w:val="-"/></w:numPr>')) == ["款"]
