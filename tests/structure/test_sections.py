"""Sections: cover, preamble, body, signature page, annexes and what is signed inside them."""

from __future__ import annotations

import pytest

from extract.structure.outline import Outline
from tests.helpers import outline_of

BODY = """第一条 服务内容
乙方为甲方提供园林绿化养护服务，养护面积为四万平方米，具体要求见养护标准。
第二条 服务期限
服务期限为一年，自2025年3月1日起至2026年2月28日止。
第三条 服务费
服务费总额为人民币三十万元整，甲方按季度支付给乙方，乙方提供发票。
"""
COVER = """合同编号：YL-2025-07
园林绿化养护合同
甲方：岚川市园林处
乙方：云岭翠谷园林有限公司
二〇二五年二月
"""
PREAMBLE = """甲方：岚川市园林处
乙方：云岭翠谷园林有限公司
根据《中华人民共和国民法典》的规定，甲乙双方经平等协商，就园林绿化养护事宜达成如下协议：
"""
SIGNED = """甲方（盖章）：岚川市园林处        乙方（盖章）：云岭翠谷园林有限公司
法定代表人：岳青禾                  法定代表人：贺云帆
日期：2025年2月20日                 日期：2025年2月20日
"""


def kinds(outline: Outline) -> list[str]:
    return [section.kind for section in outline.sections]


def words(outline: Outline, kind: str) -> str:
    """Return the text of the first section of `kind`."""
    section = next(section for section in outline.sections if section.kind == kind)
    return outline.text[section.start : section.end].strip("\n")


def test_cover_preamble_body_and_signature_page() -> None:
    outline = outline_of(COVER + PREAMBLE + BODY + SIGNED)
    assert kinds(outline) == ["cover", "preamble", "body", "signature"]
    assert words(outline, "cover").endswith("二〇二五年二月")
    assert words(outline, "preamble").startswith("甲方:岚川市园林处")
    assert words(outline, "body").startswith("第一条服务内容")
    assert words(outline, "signature").startswith("甲方(盖章):岚川市园林处")


def test_party_lines_without_a_cover_before_them_are_no_preamble() -> None:
    outline = outline_of("园林绿化养护合同\n" + PREAMBLE + BODY + SIGNED)
    assert words(outline, "preamble").startswith("根据《中华人民共和国民法典》")


def test_a_short_opening_sentence_is_the_preamble() -> None:
    outline = outline_of(
        "园林绿化养护合同\n甲方：岚川市园林处\n乙方：云岭翠谷园林有限公司\n根据招标结果，签订本合同。\n" + BODY + SIGNED
    )
    assert words(outline, "preamble") == "根据招标结果,签订本合同。"


def test_a_text_without_numbers_is_all_body() -> None:
    outline = outline_of(
        "园林养护合同\n甲乙双方经协商一致，由乙方为甲方提供养护服务，甲方按季度付款，其他事项另行商定。"
    )
    assert kinds(outline)[-1] == "body"
    assert "cover" not in kinds(outline)


def test_the_table_of_contents_is_no_body() -> None:
    contents = "目录\n第一条 服务内容......1\n第二条 服务期限......2\n第三条 服务费......3\n"
    outline = outline_of("园林绿化养护合同\n" + contents + PREAMBLE + BODY + SIGNED)
    assert words(outline, "body").startswith("第一条服务内容\n乙方为甲方")
    assert "......" in words(outline, "cover")


@pytest.mark.parametrize(
    "signed",
    [
        SIGNED,
        "（以下无正文）\n" + SIGNED,
        (
            "（本页无正文，为合同签署页）\n甲方（公章）：\n法定代表人或授权代表（签字）：\n签订日期：2025年2月20日\n乙方（公章）：\n"
            "法定代表人或授权代表（签字）：\n签订日期：2025年2月21日\n"
        ),
        "甲方（签章）：              乙方（签章）：\n代表人：                    代表人：\n2025年2月20日               2025年2月20日\n",
        "甲方（盖章）：\n代表（签字）：\n2025年  月  日\n乙方（盖章）：\n代表（签字）：\n2025年  月  日\n",
        "\t甲方\t乙方\n单位名称（盖章）\t岚川市园林处\t云岭翠谷园林有限公司\n法定代表人\t岳青禾\t贺云帆\n签订日期\t2025年2月20日\t2025年2月20日\n",
        "事项\t甲方\t乙方\n名称（公章）\t岚川市园林处\t云岭翠谷园林有限公司\n开户银行\t岚川农商行\t云岭银行\n",
        "| 甲方（盖章） | 岚川市园林处 | 乙方（盖章） | 云岭翠谷园林有限公司 |\n|---|---|---|---|\n| 法定代表人 | 岳青禾 | 法定代表人 | 贺云帆 |\n",
        "发包人：（公章）            承包人：（公章）\n法定代表人：（签字）        法定代表人：（签字）\n地址：岚川市松涛路          地址：云岭市环湖路\n",
        "出租方签字：\n承租方盖章：\n联系电话：\n签约日期：2024年12月20日\n",
        (
            "采购人（盖章）：岚川市园林处   供应商（盖章）：云岭翠谷园林有限公司   见证方（盖章）：岚川正衡招标有限公司\n"
            "授权代表：    授权代表：    授权代表：\n二〇二五年二月二十日\n"
        ),
    ],
)
def test_finds_the_signature_page_of_every_drafter(signed: str) -> None:
    outline = outline_of("园林绿化养护合同\n" + PREAMBLE + BODY + signed)
    assert kinds(outline) == ["cover", "preamble", "body", "signature"]
    assert words(outline, "body").endswith("乙方提供发票。")


def test_a_sentence_about_signing_is_no_signature_page() -> None:
    outline = outline_of(
        "园林绿化养护合同\n"
        + PREAMBLE
        + BODY
        + "第四条 生效\n本合同自双方法定代表人签字并加盖公章之日起生效。\n第五条 其他\n未尽事宜另行协商。\n"
    )
    assert "signature" not in kinds(outline)


def test_a_letter_of_two_sentences_between_parties_and_signatures_has_a_body() -> None:
    outline = outline_of(
        "劳务派遣协议\n用工单位(甲方):岚川市园林处\n地址:岚川市江畔路8号\n用人单位(乙方):临江人力有限公司\n地址:岚川市东街6号\n"
        "甲方每月支付派遣费用81,600元。\n每月10日前支付上月费用。\n甲方(盖章):岚川市园林处\t乙方(盖章):临江人力有限公司\n"
        "代表人:林守正\t代表人:顾清和\n"
    )
    assert kinds(outline) == ["body", "signature"]
    assert words(outline, "signature").startswith("甲方(盖章)")


def test_the_signature_page_and_the_annex_of_a_text_without_line_breaks() -> None:
    signed = (
        "甲方(盖章):岚川市园林处 地址:岚川市涪江区剑南路西段12号 法定代表人(授权代表): 经办人:岳青禾 "
        "电话:0816-2336719 税号:12510704391539029A 日期:2025年2月20日 乙方(盖章):云岭翠谷园林有限公司 "
        "地址:云岭市武兴四路166号 法定代表人(授权代表): 联系人:贺云帆 电话:028-85376604 日期:2025年2月20日\n"
    )
    outline = outline_of(
        BODY + signed + "附件一 配置清单 设备一:修剪机1台,割草机3台,洒水车2辆,工具箱4个,防护服12套,对讲机6台。"
    )
    assert kinds(outline)[-2:] == ["signature", "annex"]
    title = outline.sections[-1].title
    assert title is not None and outline.text[slice(*title)] == "配置清单"


def test_two_lines_of_names_and_dates_close_a_contract() -> None:
    signed = "甲方：岚川市园林处 代表：岳青禾 日期：2025年2月20日\n乙方：云岭翠谷园林有限公司 代表：贺云帆 日期：2025年2月20日\n"
    assert kinds(outline_of(BODY + signed))[-1] == "signature"


def test_an_annex_keeps_its_own_signatures() -> None:
    outline = outline_of(
        "园林绿化养护合同\n"
        + PREAMBLE
        + BODY
        + SIGNED
        + "附件1：保密协议\n甲方：岚川市园林处\n乙方：云岭翠谷园林有限公司\n一、乙方应当妥善保管甲方的全部技术资料，不得泄露。\n二、保密期限为五年。\n"
        + SIGNED
        + "附件2：养护标准\n一、乔木每年修剪两次。\n"
    )
    assert kinds(outline) == ["cover", "preamble", "body", "signature", "annex", "annex_signature", "annex"]
    assert [s.annex for s in outline.sections] == [None, None, None, None, 0, 0, 1]
    titles = [outline.text[slice(*s.title)] for s in outline.sections if s.title is not None]
    assert titles == ["保密协议", "养护标准"]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("附件一：养护标准", "养护标准"),
        ("附件1 养护标准", "养护标准"),
        ("附件：\n养护标准", "养护标准"),
        ("附件一\n园林绿化养护标准", "园林绿化养护标准"),
        ("附表1：报价明细", "报价明细"),
        ("（附件二）保密承诺书", "保密承诺书"),
        ("【附件三】分项报价表", "分项报价表"),
        ("园林绿化养护标准", "园林绿化养护标准"),
        ("廉洁承诺书", "廉洁承诺书"),
        ("附件", "附件"),
    ],
)
def test_an_annex_begins_with_its_heading(heading: str, title: str) -> None:
    outline = outline_of(
        "园林绿化养护合同\n" + PREAMBLE + BODY + SIGNED + heading + "\n一、乔木每年修剪两次，灌木每月修剪一次。\n"
    )
    annex = outline.sections[-1]
    assert annex.kind == "annex"
    assert annex.title is not None
    assert outline.text[slice(*annex.title)] == title


def test_the_list_of_annexes_in_the_body_is_no_annex() -> None:
    outline = outline_of(
        "园林绿化养护合同\n"
        + PREAMBLE
        + BODY
        + "第四条 附件\n附件一：养护标准\n附件二：保密承诺书\n附件三：报价表\n第五条 其他\n未尽事宜另行协商。\n"
        + SIGNED
    )
    assert kinds(outline) == ["cover", "preamble", "body", "signature"]


def test_the_list_of_annexes_before_the_signatures_is_no_annex() -> None:
    outline = outline_of("园林绿化养护合同\n" + PREAMBLE + BODY + "附件：养护标准\n（以下无正文）\n" + SIGNED)
    assert kinds(outline) == ["cover", "preamble", "body", "signature"]


def test_general_terms_behind_the_agreement_are_the_contract() -> None:
    outline = outline_of(
        "园林绿化养护合同\n"
        + PREAMBLE
        + BODY
        + SIGNED
        + "第二部分 通用合同条款\n1. 一般约定\n1.1 词语定义：下列词语应具有本款所赋予的含义，适用于合同全部文件。\n"
    )
    assert kinds(outline)[-2:] == ["signature", "body"]


def test_the_contract_goes_on_behind_an_annex_when_terms_follow() -> None:
    outline = outline_of(
        "园林绿化养护合同\n"
        + PREAMBLE
        + BODY
        + SIGNED
        + "附件一：养护标准\n一、乔木每年修剪两次。\n专用合同条款\n1. 一般约定\n1.1 语言文字为中文。\n"
    )
    assert kinds(outline)[-2:] == ["annex", "body"]


@pytest.mark.parametrize(("head", "kind"), [("合同文本（预览）", "body"), ("养护标准（预览）", "annex")])
def test_what_a_notice_hangs_on_itself_is_the_contract(head: str, kind: str) -> None:
    text = (
        "园林绿化养护合同公告\n一、合同编号：YL-7\n二、合同名称：园林绿化养护合同\n三、其他补充事宜：无\n附件：" + head
    )
    outline = outline_of(text + "\n园林绿化养护合同\n" + PREAMBLE + BODY)
    assert outline.section_at(outline.text.find("服务费总额")).kind == kind


def test_a_wide_gap_may_stand_in_the_title_of_an_annex_but_rows_of_a_list_are_none() -> None:
    text = "园林绿化养护合同\n" + PREAMBLE + BODY + SIGNED
    table = "序号\t苗木\t株数\n1\t香樟\t12\n2\t桂花\t9\n"
    assert kinds(outline_of(text + "附件一    苗木交接清单\n" + table))[-1] == "annex"
    assert kinds(outline_of(text + "附件一\t苗木交接清单\n附件二\t养护标准\n"))[-1] != "annex"


@pytest.mark.parametrize("heading", ["附件一  苗木配置表", "附件一\t养护人员名册", "附件1  养护路段图"])
def test_a_numbered_annex_below_a_date_without_a_colon_is_no_value(heading: str) -> None:
    signed = (
        "甲方（公章）  岚川市园林处\n日期  2025年2月20日\n\n乙方（公章）  云岭翠谷园林有限公司\n日期  2025年2月20日\n\n"
    )
    outline = outline_of(BODY + signed + heading + "\n序号\t苗木\t株数\n1\t香樟\t12\n2\t桂花\t9\n")
    assert kinds(outline)[-2:] == ["signature", "annex"]


def test_a_supplement_below_the_signatures_is_titled_by_its_second_line() -> None:
    text = (
        "园林绿化养护合同\n" + PREAMBLE + BODY + SIGNED + "园林绿化养护合同\n{}\n一、增加养护面积。\n二、其余不变。\n"
    )
    titles = [outline_of(text.format(line)) for line in ("补 充 协 议", "（第二次）")]
    shown = [o.text[slice(*o.sections[-1].title)] for o in titles if o.sections[-1].title is not None]
    assert [title.replace(" ", "") for title in shown] == ["补充协议", "园林绿化养护合同"]


def test_a_value_below_its_label_closes_the_signature_page() -> None:
    outline = outline_of(BODY + SIGNED + "日期\n2025年2月20日\n附件一：养护标准\n一、乔木每年修剪两次。\n")
    assert kinds(outline)[-2:] == ["signature", "annex"]
    assert words(outline, "signature").endswith("2025年2月20日")


def test_sections_leave_no_gap() -> None:
    outline = outline_of(COVER + PREAMBLE + BODY + SIGNED + "附件一：养护标准\n一、乔木每年修剪两次。\n")
    assert outline.sections[0].start == 0
    assert all(one.end == other.start for one, other in zip(outline.sections, outline.sections[1:], strict=False))
    assert outline.sections[-1].end == len(outline.text) + 1
