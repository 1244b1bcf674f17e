"""The outline: the tree of clauses over all numbering styles, their headings and kinds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.structure.outline import ClauseNode, Outline
from tests.helpers import outline_of

GOODS = """通风设备采购合同
甲方：临江市第四中学
乙方：云岭清风通风设备有限公司
根据《中华人民共和国民法典》的规定，经双方协商一致，签订本合同。
第一章 总则
第一条 合同标的
1.1 乙方向甲方提供通风柜六台。
1.2 设备规格如下：
（1）风量不低于每小时1200立方米；
（2）噪声不高于62分贝。
第二条 合同价款
合同总价为人民币壹拾贰万元整。
第二章 履行
第三条 交货与验收
一、交货期：合同签订后30日内交货。
二、验收：到货后5日内验收。
第四条 违约责任
乙方逾期交货的，每日按合同总价的千分之一支付违约金。
（以下无正文）
甲方（盖章）：临江市第四中学        乙方（盖章）：云岭清风通风设备有限公司
日期：2025年4月12日                 日期：2025年4月12日
附件一：设备清单
一、通风柜
1、数量六台。
二、风机
1、数量两台。
"""


def tree(outline: Outline) -> list[tuple[str, int, str | None]]:
    """Return number, level and the parent's number of every clause."""
    return [
        (c.number, c.level, outline.clauses[c.parent].number if c.parent is not None else None) for c in outline.clauses
    ]


def words(outline: Outline, clause: ClauseNode) -> str:
    return outline.text[clause.start : clause.end].strip("\n")


@pytest.mark.parametrize("heading", ["三  服务期", "三　服务期", "三 工期"])
def test_a_short_heading_keeps_the_space_behind_its_number(heading: str) -> None:
    outline = outline_of(
        f"一  范围和内容\n乙方负责养护。\n二  养护标准\n按国家标准执行。\n{heading}\n2026年1月1日至2026年12月31日。"
    )
    assert [clause.number for clause in outline.clauses] == ["一", "二", "三"]


def test_builds_the_tree_of_chapters_articles_and_items() -> None:
    assert tree(outline_of(GOODS)) == [
        ("第一章", 1, None),
        ("第一条", 2, "第一章"),
        ("1.1", 3, "第一条"),
        ("1.2", 3, "第一条"),
        ("(1)", 4, "1.2"),
        ("(2)", 4, "1.2"),
        ("第二条", 2, "第一章"),
        ("第二章", 1, None),
        ("第三条", 2, "第二章"),
        ("一、", 3, "第三条"),
        ("二、", 3, "第三条"),
        ("第四条", 2, "第二章"),
        ("一、", 1, None),
        ("1、", 2, "一、"),
        ("二、", 1, None),
        ("1、", 2, "二、"),
    ]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (
            "一、服务内容\n（一）清扫\n1、道路清扫每日两次。\n2、广场清扫每日一次。\n（二）清运\n二、服务期限\n",
            [
                ("一、", 1, None),
                ("(一)", 2, "一、"),
                ("1、", 3, "(一)"),
                ("2、", 3, "(一)"),
                ("(二)", 2, "一、"),
                ("二、", 1, None),
            ],
        ),
        (
            "1. 定义\n1.1 服务指保洁。\n1.1.1 保洁含清扫。\n1.2 期限指一年。\n2. 价款\n2.1 总价三万元。\n",
            [
                ("1.", 1, None),
                ("1.1", 2, "1."),
                ("1.1.1", 3, "1.1"),
                ("1.2", 2, "1."),
                ("2.", 1, None),
                ("2.1", 2, "2."),
            ],
        ),
        (
            "## 第一条 服务内容\n### 1、清扫\n①早班。\n②晚班。\n### 2、清运\n## 第二条 服务期限\n",
            [
                ("第一条", 1, None),
                ("1、", 2, "第一条"),
                ("①", 3, "1、"),
                ("②", 3, "1、"),
                ("2、", 2, "第一条"),
                ("第二条", 1, None),
            ],
        ),
        (
            "第一部分 协议书\n一、概况\n二、工期\n第二部分 通用条款\n1. 一般约定\n1.1 语言\n",
            [
                ("第一部分", 1, None),
                ("一、", 2, "第一部分"),
                ("二、", 2, "第一部分"),
                ("第二部分", 1, None),
                ("1.", 2, "第二部分"),
                ("1.1", 3, "1."),
            ],
        ),
        (
            "第一章 总则\n第一节 定义\n第一条 用语\n第二节 范围\n第二条 内容\n第二章 价款\n第三条 总价\n",
            [
                ("第一章", 1, None),
                ("第一节", 2, "第一章"),
                ("第一条", 3, "第一节"),
                ("第二节", 2, "第一章"),
                ("第二条", 3, "第二节"),
                ("第二章", 1, None),
                ("第三条", 2, "第二章"),
            ],
        ),
        (
            "1.本范本供参考。\n2.空格处打×。\n第一条 质量\n（一）标准\n第二条 争议\n1.协商。\n2.仲裁。\n",
            [
                ("1.", 1, None),
                ("2.", 1, None),
                ("第一条", 1, None),
                ("(一)", 2, "第一条"),
                ("第二条", 1, None),
                ("1.", 2, "第二条"),
                ("2.", 2, "第二条"),
            ],
        ),
        (
            "一、总则\n第一条 用语\n第二条 范围\n二、价款\n第三条 总价\n",
            [
                ("一、", 1, None),
                ("第一条", 2, "一、"),
                ("第二条", 2, "一、"),
                ("二、", 1, None),
                ("第三条", 2, "二、"),
            ],
        ),
        (
            "一、付款\n1）首付款。\n2）尾款。\n（1）发票。\n二、其他\n",
            [("一、", 1, None), ("1)", 2, "一、"), ("2)", 2, "一、"), ("(1)", 3, "2)"), ("二、", 1, None)],
        ),
        (
            "第1条 内容\nA、清扫。\nB、清运。\n第2条 期限\n",
            [("第1条", 1, None), ("A、", 2, "第1条"), ("B、", 2, "第1条"), ("第2条", 1, None)],
        ),
    ],
)
def test_every_numbering_style_finds_its_level(lines: str, expected: list[tuple[str, int, str | None]]) -> None:
    filler = "双方应当严格遵守本合同的全部约定，不得擅自变更其内容。\n" * 3
    assert tree(outline_of("保洁合同\n" + lines + filler)) == expected


def test_a_clause_ends_where_the_next_of_its_rank_begins() -> None:
    outline = outline_of(GOODS)
    by_title = {clause.title: clause for clause in outline.clauses}
    assert words(outline, by_title["合同价款"]) == "第二条合同价款\n合同总价为人民币壹拾贰万元整。"
    assert words(outline, by_title["总则"]).endswith("壹拾贰万元整。")
    assert words(outline, by_title["违约责任"]).endswith("支付违约金。")
    assert words(outline, by_title["风机"]) == "二、风机\n1、数量两台。"


def test_signature_lines_and_table_rows_are_no_clauses() -> None:
    outline = outline_of(
        "保洁合同\n一、服务内容\n保洁面积为三千平方米，每日清扫两次，每周清洗一次。\n二、价款\n总价三万元整，按季度支付给乙方。\n"
        "1、大厅\t3000\t每日两次\n2、走廊\t800\t每日一次\n（以下无正文）\n甲方（盖章）：\n乙方（盖章）：\n日期：\n"
    )
    assert [clause.number for clause in outline.clauses] == ["一、", "二、"]


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("第一条 服务内容", "服务内容"),
        ("第一条  合同金额及支付方式：总价为三万元。", "合同金额及支付方式"),
        ("第一条　服务期限。本合同服务期限为一年。", "服务期限"),
        ("第一条、保密义务", "保密义务"),
        ("第一条      房屋位置", "房屋位置"),
        ("第 一 条   租  金", "租金"),
        ("一、  付款方式：分两期支付。", "付款方式"),
        ("第一条 甲方应当在收到发票后十个工作日内，向乙方支付合同价款。", None),
        ("第一条 乙方在本合同履行期间所知悉的甲方全部资料以及由此产生的一切成果和文件均属于甲方所有", None),
    ],
)
def test_reads_the_heading_of_a_clause(line: str, title: str | None) -> None:
    outline = outline_of(
        f"保洁合同\n{line}\n双方应当严格遵守本合同的全部约定，不得擅自变更其内容。\n第二条 其他\n第三条 附则\n"
    )
    assert outline.clauses[0].title == title


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("服务内容", "subject"),
        ("标的物", "subject"),
        ("工程概况", "subject"),
        ("租赁房屋", "subject"),
        ("服务期限", "period"),
        ("合同工期", "period"),
        ("租赁期限", "period"),
        ("合同履行时间", "period"),
        ("合同价款", "price"),
        ("签约合同价", "price"),
        ("服务费用", "price"),
        ("租金标准", "price"),
        ("付款方式", "payment"),
        ("费用结算", "payment"),
        ("合同金额及付款方式", "payment"),
        ("租金及支付方式", "payment"),
        ("交货时间、地点", "delivery"),
        ("包装和运输", "delivery"),
        ("安装调试", "delivery"),
        ("配送要求", "delivery"),
        ("竣工验收", "acceptance"),
        ("考核办法", "acceptance"),
        ("验收标准和方法", "acceptance"),
        ("质保期与售后服务", "warranty"),
        ("缺陷责任与保修", "warranty"),
        ("履约保证金", "guarantee"),
        ("质量保证金", "guarantee"),
        ("押金", "guarantee"),
        ("履约担保", "guarantee"),
        ("违约责任", "breach"),
        ("罚则", "breach"),
        ("违约责任与争议解决", "breach"),
        ("合同期限及违约责任", "period"),
        ("合同价款与违约责任", "price"),
        ("付款方式和违约责任", "payment"),
        ("逾期交货及违约责任", "breach"),
        ("权利义务及违约责任", "breach"),
        ("损害赔偿", "breach"),
        ("索赔", "breach"),
        ("争议的解决方式", "dispute"),
        ("争端的解决", "dispute"),
        ("合同纠纷解决", "dispute"),
        ("适用法律及管辖", "dispute"),
        ("保密条款", "confidentiality"),
        ("信息安全与保密", "confidentiality"),
        ("商业秘密保护", "confidentiality"),
        ("知识产权归属", "intellectual_property"),
        ("成果归属", "intellectual_property"),
        ("不可抗力", "force_majeure"),
        ("合同的解除与终止", "termination"),
        ("合同变更", "termination"),
        ("转包与分包", "subcontracting"),
        ("人员要求", "staffing"),
        ("安全文明施工", "safety"),
        ("双方的权利和义务", "rights"),
        ("通知与送达", "notice"),
        ("合同生效及份数", "effect"),
        ("附则", "effect"),
        ("技术要求", "quality"),
        ("质量标准", "quality"),
        ("合同文件的组成", "documents"),
        ("转租", "other"),
    ],
)
def test_kind_follows_the_words_of_the_heading(title: str, kind: str) -> None:
    outline = outline_of(
        f"服务合同\n第一条 {title}\n双方应当严格遵守本条之内容，不得擅自变更。\n第二条 用语\n第三条 用语\n"
    )
    assert (outline.clauses[0].title, outline.clauses[0].kind) == (title, kind)


def test_a_heading_may_join_breach_to_its_terms() -> None:
    outline = outline_of("服务合同\n第一条 合同期限及违约责任\n双方应当严格遵守本条。\n第二条 验收\n第三条 附则\n")
    place = outline.text.index("双方应当")
    assert outline.kinds_at(place) == ("period",)
    assert outline.is_about(place, "breach")
    assert not outline.is_about(outline.text.index("附则"), "breach")


def test_a_sentence_that_heads_a_clause_gives_its_kind() -> None:
    outline = outline_of(
        "服务合同\n一、双方同意按照下列约定各自承担违反本合同的违约责任和相应的赔偿：\n1、甲方逾期付款的，应当支付利息。\n"
        "2、乙方逾期交付的，应当减少价款。\n二、其他\n"
    )
    assert outline.clauses[0].kind == "breach"
    assert outline.kinds_at(outline.text.index("逾期付款"))[-1] == "breach"


class TestPlaces:
    outline = outline_of(GOODS)

    def at(self, words_there: str) -> int:
        return self.outline.text.index(words_there)

    def test_ancestry_runs_from_the_innermost_clause_outwards(self) -> None:
        assert [clause.number for clause in self.outline.ancestry(self.at("风量"))] == [
            "(1)",
            "1.2",
            "第一条",
            "第一章",
        ]

    def test_no_clause_outside_the_clauses(self) -> None:
        assert self.outline.clause_at(self.at("根据《")) is None
        assert self.outline.ancestry(self.at("甲方(盖章)")) == ()

    def test_kinds_leave_out_clauses_of_no_kind(self) -> None:
        assert self.outline.kinds_at(self.at("到货后5日")) == ("acceptance", "delivery")

    def test_of_kind_returns_the_outermost_clauses(self) -> None:
        assert [c.number for c in self.outline.of_kind("delivery", "acceptance", "period")] == ["第三条"]
        assert [c.number for c in self.outline.of_kind("breach")] == ["第四条"]
        assert self.outline.of_kind("dispute") == ()

    def test_paragraphs_know_their_place(self) -> None:
        paragraph = self.outline.paragraph_at(self.at("风量") + 3)
        assert self.outline.text[paragraph.start : paragraph.end] == "(1)风量不低于每小时1200立方米;"
        assert self.outline.text[paragraph.body_start : paragraph.end] == "风量不低于每小时1200立方米;"
        start, end = self.at("第一条"), self.at("第二条合同价款")
        inside = self.outline.paragraphs_in(start, end)
        assert [self.outline.text[p.start : p.start + 3] for p in inside] == ["第一条", "1.1", "1.2", "(1)", "(2)"]

    def test_the_last_offset_belongs_to_the_last_section(self) -> None:
        assert self.outline.section_at(len(self.outline.text)).kind == "annex"


LINE = st.sampled_from(
    [
        "第一条 内容",
        "第二条 期限",
        "一、价款",
        "（一）付款",
        "1、首付款。",
        "1.1 发票。",
        "①清单",
        "甲方：某局",
        "附件一：清单",
        "第二部分 通用条款",
        "甲方（盖章）：\t乙方（盖章）：",
        "日期：2025年1月2日",
        "乙方应当按照约定提供服务，并接受甲方的监督和检查。",
        "（以下无正文）",
        "名称\t数量\t单价",
        "目录",
        "",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINE, max_size=25))
def test_whatever_the_order_of_lines_the_structure_is_whole(lines: list[str]) -> None:
    outline = outline_of("\n".join(["服务合同", *lines]))
    assert "\n".join(outline.text[p.start : p.end] for p in outline.paragraphs) == outline.text
    assert outline.sections[0].start == 0
    assert all(a.end == b.start for a, b in zip(outline.sections, outline.sections[1:], strict=False))
    assert outline.sections[-1].end >= len(outline.text)
    for clause in outline.clauses:
        assert clause.start < clause.end
        if clause.parent is not None:
            parent = outline.clauses[clause.parent]
            assert parent.start < clause.start
            assert clause.end <= parent.end
            assert clause.level == parent.level + 1


def test_clauses_begin_anew_behind_numbered_recitals() -> None:
    recitals = "鉴于：\n1. 双方已签订原合同。\n2. 甲方需要增加服务内容。\n经协商一致，达成补充协议如下：\n"
    outline = outline_of(
        "补充协议\n甲方：云岭市教育局\n乙方：临江科技有限公司\n"
        + recitals
        + "一、服务期限的变更\n服务期限延长三个月。\n二、费用的支付\n1. 签订后支付40%。\n2. 期满后支付60%。\n三、其他\n1. 本协议一式四份。\n"
    )
    found = [(c.number, c.parent and outline.clauses[c.parent].number) for c in outline.clauses]
    assert found[2:] == [("一、", None), ("二、", None), ("1.", "二、"), ("2.", "二、"), ("三、", None), ("1.", "三、")]


def test_headings_below_a_numbered_sentence_that_announces_them_are_its_parts() -> None:
    outline = outline_of("服务合同\n1. 服务内容\n2. 乙方应当完成下列各项工作:\n一、日常巡查\n二、设备保养\n")
    assert [c.level for c in outline.clauses] == [1, 1, 2, 2]


def test_a_decimal_clause_is_part_of_its_own_prefix_only() -> None:
    special = "\n15.缺陷责任与保修\n15.3质量保证金：结算价的3%。\n15.4.1保修期：屋面防水工程5年，装修工程2年。\n16.违约\n16.1甲方违约的，承担责任。\n"
    outline = outline_of(
        "施工合同\n甲方：云岭市第三幼儿园\n乙方：临江建安工程有限公司\n根据《中华人民共和国民法典》，双方签订本合同。"
        + special
    )
    assert ("15.4.1", 2, "15.") in tree(outline)


PLAIN = "开发合同\n甲方：云岭市水务局\n乙方：临江科技有限公司\n1 项目内容\n1.1 乙方开发巡检系统。\n2 价款\n2.1 合同总价为人民币十万元整。\n{}\n"


@pytest.mark.parametrize(
    "line", ["3 工期：自合同生效之日起90日内完成。", "3 成果归甲方所有。", "3 未经甲方同意，不得转包。"]
)
def test_a_bare_number_that_follows_the_last_begins_a_clause_with_its_text(line: str) -> None:
    assert [c.number for c in outline_of(PLAIN.format(line)).clauses if c.level == 1] == ["1", "2", "3"]


@pytest.mark.parametrize("line", ["3 个月内完成。", "3名人员驻场。", "5 工期：自合同生效之日起90日内完成。"])
def test_counts_and_numbers_that_do_not_follow_begin_none(line: str) -> None:
    assert [c.number for c in outline_of(PLAIN.format(line)).clauses if c.level == 1] == ["1", "2"]
