"""Blanks that were left to fill in, and whether the whole file is an unfilled form."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.fields.blanks import is_unfilled, read_blanks
from tests.helpers import context_of

BODY = """根据招标结果，签订本合同。
第一条 服务内容
乙方为甲方提供园林绿化养护服务，面积为四万平方米。
第二条 服务期限
服务期限为一年。
第三条 其他
本合同一式两份。
"""
PARTIES = "甲方：岚川市园林处\n乙方：云岭翠谷园林有限公司\n"


def blanks_of(text: str) -> list[tuple[str, str, str]]:
    return [(blank.label, blank.text, blank.section) for blank in read_blanks(context_of(text))]


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("合同编号：", "合同编号"),
        ("合同编号：________", "合同编号"),
        ("项目编号：【  】", "项目编号"),
        ("签订地点：", "签订地点"),
        ("签订日期：    年    月    日", "签订日期"),
        ("项目名称：××××", "项目名称"),
    ],
)
def test_an_empty_label_of_the_cover_is_a_blank(line: str, label: str) -> None:
    blanks = blanks_of(f"园林养护合同\n{line}\n{PARTIES}{BODY}")
    assert [(blank[0], blank[2]) for blank in blanks] == [(label, "cover")]
    assert blanks[0][1].startswith(label)


def test_a_stroke_says_that_there_is_none() -> None:
    assert blanks_of(f"园林养护合同\n项目名称：/\n项目编号：/\n{PARTIES}{BODY}") == []


@pytest.mark.parametrize(
    ("clause", "text"),
    [
        ("合同总价为人民币________元。", "________"),
        ("付款方式按第【 】种执行。", "【 】"),
        ("争议按下列第    种方式解决。", "第    种"),
        ("服务期限自    年    月    日起计算。", "年    月    日"),
        ("由××××负责验收。", "××××"),
        ("违约金为〔 〕元。", "〔 〕"),
        ("任何一方解除合同的，需提前   天通知对方。", "天"),
        ("甲方自收到发票之日起   日内付清。", "日内"),
    ],
)
def test_a_gap_in_a_clause_is_a_blank(clause: str, text: str) -> None:
    blanks = blanks_of("园林养护合同\n" + PARTIES + BODY + "第四条 补充约定\n" + clause + "\n")
    assert [(blank[1], blank[2]) for blank in blanks] == [(text, "body")]


def test_the_label_of_a_gap_is_what_stands_before_it() -> None:
    blanks = blanks_of("园林养护合同\n" + PARTIES + BODY + "第四条 价款\n合同总价为人民币____元。\n")
    assert blanks[0][0].endswith("合同总价为人民币")


@pytest.mark.parametrize(
    "clause",
    [
        "服务期限自2025年3月1日起计算。",
        "提供5×8小时服务。",
        "解除合同的，需提前 三 天通知对方，并提前告知原因。",
        "由二〇二五年三月一日起计算。",
        "按【重要】条款执行。",
        "接口地址为a_b。",
        "暂估价：人民币（大写）    /    （¥  /  元）。",
        "养护标准：__CJJ/T 287《园林绿化养护标准》、DB53/T 102《城市绿地养护规范》，以及乙方投标文件所附的养护方案和承诺__",
        "包装要求\t__木箱，内衬泡沫，防潮__",
        "| 拨款阶段 | 拨款% | 金额 |\n| 开工 | 30% | 3000元 |",
    ],
)
def test_what_is_no_blank(clause: str) -> None:
    assert blanks_of("园林养护合同\n" + PARTIES + BODY + "第四条 补充约定\n" + clause + "\n") == []


def test_empty_lines_of_the_signature_page_are_no_blanks() -> None:
    signed = "甲方（盖章）：________        乙方（盖章）：________\n法定代表人：____              法定代表人：____\n日期：    年  月  日           日期：    年  月  日\n"
    assert blanks_of("园林养护合同\n" + PARTIES + BODY + signed) == []


def test_a_filled_contract_is_no_form() -> None:
    context = context_of("园林养护合同\n合同编号：\n" + PARTIES + BODY + "第四条 其他\n单价为____元。\n")
    assert not is_unfilled(context, read_blanks(context))


def test_a_form_with_its_blanks_open_is_one() -> None:
    gaps = "".join(f"第{n}条 事项\n本项金额为____元，由____负责，自____年__月__日起执行。\n" for n in "四五六七八九")
    context = context_of("服务合同\n合同编号：____\n甲方：________\n乙方：________\n" + BODY + gaps)
    blanks = read_blanks(context)
    assert len(blanks) >= 12
    assert is_unfilled(context, blanks)


def test_many_gaps_in_a_contract_whose_parties_are_named_are_no_form() -> None:
    gaps = "".join(f"第{n}条 事项\n本项金额为____元，由____负责，自____年__月__日起执行。\n" for n in "四五六七八九")
    context = context_of("服务合同\n" + PARTIES + BODY + gaps)
    assert not is_unfilled(context, read_blanks(context))


def test_blanks_stand_in_order_and_do_not_overlap() -> None:
    context = context_of(
        "服务合同\n合同编号：____\n项目编号：【】\n甲方：____\n乙方：____\n"
        + BODY
        + "第四条 价款\n总价____元，税率____。\n"
    )
    spans = [blank.spans[0] for blank in read_blanks(context)]
    assert len(spans) == 6
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(context.document.text[s.start : s.end].strip() for s in spans)


OPTIONS = "第四条 争议解决\n协商不成的，按下列第（2）种方式解决：\n（1）向____仲裁委员会申请仲裁；\n（2）向甲方所在地人民法院起诉。\n"


INLINE = "第四条 争议解决\n协商不成的，按以下第2种方式解决：1.提交____仲裁委员会仲裁；2.向甲方所在地人民法院起诉。\n"


@pytest.mark.parametrize(
    "clause",
    [
        OPTIONS,
        INLINE,
        "第四条 付款方式\n□全额付款：____\n☑分期付款：验收合格后付清。\n",
        "第四条 合同金额\n分包金额（如有）小写：____\n大写：____\n",
        "第四条 保密\n甲方：\n1．保密内容：乙方的测评工具。\n2．保密期限：两年。\n",
    ],
)
def test_what_was_not_agreed_is_no_blank(clause: str) -> None:
    assert blanks_of(f"园林养护合同\n{PARTIES}{BODY}{clause}") == []


def test_a_blank_in_the_option_that_was_agreed_is_one() -> None:
    chosen = OPTIONS.replace("第（2）种", "第（1）种")
    assert [blank[1] for blank in blanks_of(f"园林养护合同\n{PARTIES}{BODY}{chosen}")] == ["____"]


def test_a_blank_in_the_option_of_the_same_line_that_was_agreed_is_one() -> None:
    chosen = INLINE.replace("第2种", "第1种")
    assert [blank[1] for blank in blanks_of(f"园林养护合同\n{PARTIES}{BODY}{chosen}")] == ["____"]


def test_a_party_that_is_named_in_the_line_below_is_no_blank() -> None:
    clause = "第四条 监理\n监理人：\n{0}联系电话：0571-85550000\n"
    named = blanks_of("园林养护合同\n" + PARTIES + BODY + clause.format("名    称：禹安监理咨询有限公司\n"))
    unnamed = blanks_of("园林养护合同\n" + PARTIES + BODY + clause.format(""))
    assert (named, [label for label, *_ in unnamed]) == ([], ["监理人"])


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        ("甲方：岚川市园林处\n法定代表人：\n地址：\n乙方：云岭翠谷园林有限公司\n", ["法定代表人", "地址"]),
        ("甲方：岚川市园林处\n地址：岚川市人民路1号\n乙方：云岭翠谷园林有限公司\n地址：\n", ["地址"]),
        ("甲方：岚川市园林处\n传真：\n乙方：云岭翠谷园林有限公司\n", []),
    ],
)
def test_what_a_party_leaves_open_where_it_is_named(lines: str, labels: list[str]) -> None:
    assert [label for label, *_ in blanks_of(f"园林养护合同\n{lines}{BODY}")] == labels


@pytest.mark.parametrize(
    ("account", "labels"),
    [
        ("户名：云岭翠谷园林有限公司\n开户行：云岭银行\n行号：\n账号：6222000011112222\n", ["行号"]),
        ("户名：云岭翠谷园林有限公司\n开户行：云岭银行\n账号：6222000011112222\n", []),
    ],
)
def test_what_an_account_leaves_open(account: str, labels: list[str]) -> None:
    text = f"园林养护合同\n{PARTIES}{BODY}第四条 收款\n乙方收款账户：\n{account}第五条 其他\n无。\n"
    assert [label for label, *_ in blanks_of(text)] == labels
