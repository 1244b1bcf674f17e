"""What of a Word paragraph is text of the contract, and how it is written."""

from __future__ import annotations

import pytest

from extract.document import Document
from extract.readers import read_bytes
from tests.readers.word_writer import paragraph, run, table, word_file

BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
BEGIN_FORM = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'
CODE = "<w:r><w:instrText>{}</w:instrText></w:r>"
SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("separate", "end"))
UNDERLINED = '<w:u w:val="single"/>'
FONT = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'


def document(body: str, **parts: str) -> Document:
    return read_bytes(word_file(body + paragraph("甲方：柳溪市档案馆"), **parts), "合同.docx")


def shown(*content: str, **parts: str) -> str:
    """Return the text of a paragraph with `content`, before the paragraph that every document here ends with."""
    text = document(paragraph("".join(content)), **parts).text
    return text.removesuffix("甲方：柳溪市档案馆\n").strip("\n")


def test_runs_tabs_breaks_and_hyphens() -> None:
    assert shown(run("总价\t1\n元"), "<w:r><w:noBreakHyphen/><w:softHyphen/><w:t>a</w:t></w:r>") == "总价\t1\n元-a"


def test_text_inside_links_tags_and_controls() -> None:
    inner = run("乙")
    for tag in ("hyperlink", "smartTag", "customXml", "bdo"):
        assert shown(run("甲"), f"<w:{tag}>{inner}</w:{tag}>", run("丙")) == "甲乙丙"
    assert shown(f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>") == "乙"


def test_pronunciation_is_left_out_and_formulas_are_kept() -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('hé')}</w:rt><w:rubyBase>{run('合')}</w:rubyBase></w:ruby></w:r>"
    assert shown(ruby, run("同"), "<m:oMath><m:r><m:t>a×b</m:t></m:r></m:oMath>") == "合同a×b"


# --- revisions, comments, hidden text ----------------------------------------------------------------------


def test_revisions_count_as_accepted_and_are_reported() -> None:
    found = document(
        paragraph(
            run("总价")
            + '<w:del w:id="1" w:author="a"><w:r><w:delText>壹</w:delText></w:r></w:del>'
            + f'<w:ins w:id="2" w:author="a">{run("贰")}</w:ins>'
            + f"<w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo>"
            + run("元")
        )
    )
    assert found.text.startswith("总价贰新元\n")
    assert found.warnings == ("有未处理的修订（插入 2 处，删除 2 处），按接受全部修订后的文字读取",)


def test_paragraphs_whose_end_was_deleted_are_one() -> None:
    body = paragraph(run("合同总价"), '<w:rPr><w:del w:id="1"/></w:rPr>') + paragraph("为壹元")
    assert document(body).text.startswith("合同总价为壹元\n")


def test_deleted_rows_are_gone() -> None:
    rows = table([["空调", "1"], ["电脑", "2"]]).replace("<w:tr>", "<w:tr><w:trPr><w:del/></w:trPr>", 1)
    assert "空调" not in document(rows).text
    assert "删除 1 处" in document(rows).warnings[0]
    assert "电脑\t2" in document(rows).text


def test_comments_are_not_read_but_reported() -> None:
    comments = f'<w:comment w:id="0">{paragraph("这里要改")}</w:comment>'
    found = document(paragraph(run("总价") + '<w:r><w:commentReference w:id="0"/></w:r>'), comments=comments)
    assert "这里要改" not in found.text
    assert found.warnings == ("有批注 1 条，未读",)


@pytest.mark.parametrize(
    ("properties", "style"),
    [
        ("<w:vanish/>", ""),
        ("<w:dstrike/>", ""),
        ("<w:strike/>", ""),
        ('<w:rStyle w:val="h"/>', ""),
        ("", '<w:pStyle w:val="p"/>'),
    ],
)
def test_hidden_text_is_not_read_but_reported(properties: str, style: str) -> None:
    styles = '<w:style w:type="character" w:styleId="h"><w:rPr><w:vanish/></w:rPr></w:style>'
    styles += '<w:style w:type="paragraph" w:styleId="p"><w:rPr><w:vanish/></w:rPr></w:style>'
    visible = run("总价", '<w:vanish w:val="0"/>')
    found = document(paragraph(visible + run(" 壹 元", properties), style), styles=styles)
    assert found.text.startswith("总价\n")
    assert found.warnings == ("有隐藏或者带删除线的文字（2 字），未读",)


def test_a_clean_file_has_no_warnings() -> None:
    assert document(paragraph("总价", "<w:ind/>")).warnings == ()


# --- fields ------------------------------------------------------------------------------------------------


def test_results_of_fields_are_text_and_their_codes_are_not() -> None:
    field = BEGIN + CODE.format(" REF _Ref1 ") + SEPARATE + run("第三条") + END
    assert shown(run("见"), field, run("。")) == "见第三条。"
    assert shown('<w:fldSimple w:instr=" DATE ">', run("2024年"), "</w:fldSimple>") == "2024年"


def test_fields_within_fields() -> None:
    inner = BEGIN + CODE.format(" PAGE ") + SEPARATE + run("7") + END
    outer = BEGIN + CODE.format(" IF ") + inner + CODE.format(' = 1 "a" "b" ') + SEPARATE + run("乙") + END
    assert shown(run("甲"), outer, run("丙")) == "甲乙丙"


def test_tables_of_contents_are_left_out() -> None:
    body = paragraph("目录")
    body += paragraph(BEGIN + CODE.format(' TOC \\o "1-3" ') + SEPARATE + run("第一条 总则\t1"))
    body += paragraph(run("第二条 价款\t2")) + paragraph(run("第三条 争议\t3") + END) + paragraph("第一条 总则")
    assert document(body).text.split() == ["目录", "第一条", "总则", "甲方：柳溪市档案馆"]
    control = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
    control += f"<w:sdtContent>{paragraph('第一条 总则 1')}</w:sdtContent></w:sdt>"
    assert "总则" not in document(control).text


def test_fields_that_never_end_hide_nothing() -> None:
    body = paragraph(BEGIN + CODE.format(" TOC ") + SEPARATE + run("第一条")) + paragraph("第二条 总价")
    assert "第二条 总价" in document(body).text


@pytest.mark.parametrize(
    ("data", "result", "text"),
    [
        ("<w:checkBox><w:default w:val='0'/></w:checkBox>", "", "□"),
        ("<w:checkBox><w:default w:val='1'/></w:checkBox>", "", "☑"),
        ("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>", "", "☑"),
        ("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>", "", "□"),
        (
            "<w:ddList><w:result w:val='1'/><w:listEntry w:val='诉讼'/><w:listEntry w:val='仲裁'/></w:ddList>",
            "",
            "仲裁",
        ),
        ("<w:textInput/>", "壹拾万", "壹拾万"),
        ("<w:textInput/>", "\u2002\u2002\u2002\u2002\u2002", "_____"),
    ],
)
def test_controls_of_forms(data: str, result: str, text: str) -> None:
    field = BEGIN_FORM.format(data) + CODE.format(" FORM ") + SEPARATE + run(result) + END
    assert shown(run("选："), field, run("。")) == f"选：{text}。"


@pytest.mark.parametrize(
    ("properties", "text"),
    [
        ('<w14:checkbox><w14:checked w14:val="1"/></w14:checkbox>', "☑"),
        ('<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>', "□"),
        ("<w14:checkbox/>", "□"),
        ("<w:showingPlcHdr/>", "____"),
        ("<w:text/>", "单击此处"),
    ],
)
def test_content_controls(properties: str, text: str) -> None:
    control = f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{{}}</w:sdtContent></w:sdt>"
    assert shown(run("税："), control.format(run("单击此处")), run("含税")) == f"税：{text}含税"
    assert document(control.format(paragraph("单击此处"))).text.startswith(f"{text}\n")


# --- symbols, blanks ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Wingdings", "F0FE", "☑"),
        ("Wingdings", "F0A8", "□"),
        ("Wingdings", "00FE", "☑"),
        ("Wingdings 2", "F052", "☑"),
        ("Wingdings 2", "F0A3", "□"),
        ("Wingdings", "F0FC", "√"),
        ("Symbol", "F0B7", "•"),
        ("Symbol", "0033", "3"),
        ("宋体", "2611", "☑"),
        ("Wingdings", "zz", ""),
    ],
)
def test_symbols(font: str, code: str, sign: str) -> None:
    assert shown(f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>', run("含税")) == f"{sign}含税"


def test_text_set_in_a_symbol_font() -> None:
    assert shown(run("R", FONT.format("Wingdings 2")), run("含税"), run("£", FONT.format("Wingdings 2"))) == "☑含税□"
    assert shown(run("\uf0fe含税", FONT.format("Wingdings"))) == "☑含税"
    assert shown(run("R含税", FONT.format("Arial"))) == "R含税"


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        ([("甲方：", ""), ("      ", UNDERLINED), ("（盖章）", "")], "甲方：______（盖章）"),
        ([("甲方：", ""), ("\t", UNDERLINED), ("（盖章）", "")], "甲方：____（盖章）"),
        ([("总价", ""), ("  壹元 ", UNDERLINED), ("整", "")], "总价 壹元 整"),
        ([("总价", ""), ("  ", UNDERLINED), ("壹元", UNDERLINED), ("   ", UNDERLINED), ("整", "")], "总价 壹元 整"),
        ([("总价", ""), ("    ", '<w:u w:val="none"/>'), ("元", "")], "总价    元"),
        ([("总价", ""), (" ", UNDERLINED), ("元", "")], "总价 元"),
    ],
)
def test_underlined_gaps_are_blanks(pieces: list[tuple[str, str]], text: str) -> None:
    assert shown(*(run(*piece) for piece in pieces)) == text


# --- what stands beside the text ---------------------------------------------------------------------------


def _box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def test_text_boxes_are_read_once() -> None:
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{_box("编号：甲-1")}</wps:txbx></w:drawing></mc:Choice>'
    fallback = (
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{_box('编号：甲-1')}</v:textbox></v:shape></w:pict></mc:Fallback>"
    )
    either = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent></w:r>"
    assert shown(run("封面"), either).split() == ["封面", "编号：甲-1"]
    only = f'<w:r><mc:AlternateContent><mc:Choice Requires="x"/>{fallback}</mc:AlternateContent></w:r>'
    assert shown(run("封面"), only).split() == ["封面", "编号：甲-1"]
    old = f"<w:r><w:pict><v:shape><v:textbox>{_box('编号：甲-1')}</v:textbox></v:shape></w:pict></w:r>"
    assert shown(old).split() == ["编号：甲-1"]


def test_notes_follow_their_paragraph() -> None:
    note = '<w:footnote w:id="2">' + paragraph("<w:r><w:footnoteRef/></w:r>" + run("含税。")) + "</w:footnote>"
    end = f'<w:endnote w:id="2">{paragraph("不含运费。")}</w:endnote>'
    body = paragraph(
        run("总价") + '<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r>' + run("壹元")
    )
    text = document(body + paragraph("第二条"), footnotes=note, endnotes=end).text
    assert text.split() == ["总价壹元", "含税。", "不含运费。", "第二条", "甲方：柳溪市档案馆"]


def test_pictures_are_counted() -> None:
    picture = '<w:r><w:drawing><a:blip r:embed="r9"/></w:drawing></w:r>'
    assert document(paragraph(run("见图") + picture)).warnings == ("有图片 1 幅，图中的文字未读",)


def test_paragraphs_that_look_different_are_parted() -> None:
    centred, indented = '<w:jc w:val="center"/>', '<w:ind w:firstLine="480"/>'
    body = paragraph("柳溪市档案馆", centred) + paragraph("数字化服务", centred) + paragraph("甲方与乙方")
    body += paragraph("订立合同", indented) + paragraph("如下", indented) + paragraph("正文")
    text = document(body).text
    assert text == "柳溪市档案馆\n数字化服务\n\n甲方与乙方\n\n订立合同\n如下\n正文\n甲方：柳溪市档案馆\n"


def test_several_empty_paragraphs_are_one_empty_line() -> None:
    assert (
        document(paragraph("封面") + paragraph() * 9 + paragraph("正文")).text == "封面\n\n正文\n甲方：柳溪市档案馆\n"
    )
