"""Where paragraphs begin in text that lost its line breaks."""

from __future__ import annotations

from itertools import pairwise

import pytest

from extract.structure.breaking import Numbering, paragraph_breaks, with_colons, with_number
from extract.structure.lines import label_keys
from tests.helpers import PACK, record_of

LABELS = label_keys(PACK)


def parts(line: str) -> list[str]:
    """Return the parts into which a line is cut."""
    cuts = [0, *paragraph_breaks(line, PACK, Numbering()), len(line)]
    return [line[start:end].strip() for start, end in pairwise(cuts)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("甲方:云岭市教育局 地址:人民路1号", ["甲方:云岭市教育局", "地址:人民路1号"]),
        ("甲方:云岭市教育局乙方:临江科技有限公司地址:人民路1号", ["甲方:云岭市教育局", "乙方:临江科技有限公司", "地址:人民路1号"]),
        ("法定代表人:王小明日期:2025年1月10日", ["法定代表人:王小明", "日期:2025年1月10日"]),
        ("云岭市保洁服务合同项目名称:办公楼保洁", ["云岭市保洁服务合同", "项目名称:办公楼保洁"]),
        ("开户银行:中国建设银行账号:53001234567890", ["开户银行:中国建设银行", "账号:53001234567890"]),
        ("甲 方 :云岭市教育局 乙 方 :临江科技有限公司", ["甲 方 :云岭市教育局", "乙 方 :临江科技有限公司"]),
        ("收款账户 乙方开户银行:云岭农商行", ["收款账户", "乙方开户银行:云岭农商行"]),
        ("乙方开户银行名称和账号为:开户银行:云岭农商行", ["乙方开户银行名称和账号为:", "开户银行:云岭农商行"]),
        ("项目名称:云岭平台开发项目 委托方:云岭市水务局", ["项目名称:云岭平台开发项目", "委托方:云岭市水务局"]),
        ("乙方(盖章):临江科技有限公司日期:2025年1月10日", ["乙方(盖章):临江科技有限公司", "日期:2025年1月10日"]),
        ("邮政编码:6500112025.1.102025.1.10", ["邮政编码:650011", "2025.1.102025.1.10"]),
        ("地址:人民路9号二〇二五年十月十三日", ["地址:人民路9号", "二〇二五年十月十三日"]),
        ("地址:人民路9号二〇二五年十月十三日至", ["地址:人民路9号二〇二五年十月十三日至"]),
        ("地址:人民路9号 单位地址:和平街2号", ["地址:人民路9号", "单位地址:和平街2号"]),
        ("乙方:临江科技有限公司第一部分协议书", ["乙方:临江科技有限公司", "第一部分协议书"]),
        ("地址:人民路9号A座负责人:王小明", ["地址:人民路9号A座", "负责人:王小明"]),
        ("地址:人民路农业大楼代表人(签字):王小明", ["地址:人民路农业大楼", "代表人(签字):王小明"]),
        ("地址:人民路9号日期:2025年1月10日", ["地址:人民路9号", "日期:2025年1月10日"]),
        ("地址:人民路9号,项目服务代表:王小明", ["地址:人民路9号,项目服务代表:王小明"]),
        ("工程名称:云岭渠道改造工程工程地点:云岭市", ["工程名称:云岭渠道改造工程", "工程地点:云岭市"]),
        ("下单日期:2025年4月10日采购方式:询价", ["下单日期:2025年4月10日", "采购方式:询价"]),
        ("税号:91530100MA6K1234X6日期:2025年1月10日", ["税号:91530100MA6K1234X6", "日期:2025年1月10日"]),
        ("税号:91530100MA6K1234X65.4乙方开户", ["税号:91530100MA6K1234X6", "5.4乙方开户"]),
        ("税号:91530100MA6K1234X62025年1月10日", ["税号:91530100MA6K1234X6", "2025年1月10日"]),
        ("税号:91530100MA6K1234X65", ["税号:91530100MA6K1234X65"]),
        (
            "第二节第6.1款包装纸箱第二节第13.1款延迟交货每日0.1%第二节第14.2款保密2年",
            ["第二节第6.1款包装纸箱", "第二节第13.1款延迟交货每日0.1%", "第二节第14.2款保密2年"],
        ),
        ("按第二节第6.1款包装第二节第7.1款交货", ["按第二节第6.1款包装第二节第7.1款交货"]),
        ("账号:5300123456789016违约6.1乙方", ["账号:530012345678901", "6违约6.1乙方"]),
        ("账号:530012345678906 第六条 押金 6.1乙方", ["账号:530012345678906 第六条 押金", "6.1乙方"]),
        ("账号:5300123456789016个月6.5%", ["账号:5300123456789016个月6.5%"]),
        ("采购项目名称:____ 采购项目编号:____", ["采购项目名称:____", "采购项目编号:____"]),
        ("账号:530012345678902025年1月10日", ["账号:53001234567890", "2025年1月10日"]),
        ("电话:0871-6512345 2025年1月10日", ["电话:0871-6512345", "2025年1月10日"]),
        ("乙方:临江科技有限公司 甲方因工作需要委托", ["乙方:临江科技有限公司", "甲方因工作需要委托"]),
    ],
)  # fmt: skip
def test_a_label_begins_a_paragraph(line: str, expected: list[str]) -> None:
    assert parts(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "由甲方和乙方:各执一份",
        "(项目编号:YL-1)采购结果",
        "双方签字代表:王小明",
        "计划竣工日期:2025年1月10日",
        "户名:临江科技有限公司,账号:53001234567890",
        "项目委托方:云岭市水务局",
        "乙方:临江科技有限公司 云岭分公司",
        "服务期限:2025年1月10日 2025年1月20日至",
    ],
)
def test_the_end_of_a_longer_label_does_not(line: str) -> None:
    assert parts(line) == [line]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "1 供货范围 1.1 供应蔬菜。账号 490163298058991519573 2 履约保证金 2.1 乙方提交保证金。 3 争议 双方协商",
            [
                "1 供货范围",
                "1.1 供应蔬菜。账号 490163298058991519573",
                "2 履约保证金",
                "2.1 乙方提交保证金。",
                "3 争议",
                "双方协商",
            ],
        ),
        (
            "一、验收(一)甲方验收。(二)乙方整改。二、付款(一)分期支付。按照(一)、(二)执行",
            ["一、验收", "(一)甲方验收。", "(二)乙方整改。", "二、付款", "(一)分期支付。按照(一)、(二)执行"],
        ),
    ],
)
def test_numbers_without_a_mark_and_in_brackets(line: str, expected: list[str]) -> None:
    assert parts(line) == expected


def test_bank_and_account_without_colons_are_labels() -> None:
    line = "配送方账户: 单位名称 临江科技有限公司 开户银行 云岭农商行高新支行 账 号 53001234567890"
    assert with_colons(line, LABELS).count(":") == 4
    assert with_colons("甲方的 开户银行 由财政部门确定", LABELS) == "甲方的 开户银行 由财政部门确定"


def test_numbers_count_in_sequence() -> None:
    line = "1、双方诚信履约。2、账号:8120014633091000773、乙方请款时提交发票,每年1、2月不办理4、争议协商解决"
    assert [part[:2] for part in parts(line)] == ["1、", "2、", "3、", "4、"]
    assert parts(line)[1] == "2、账号:812001463309100077"


def test_the_number_behind_an_account_follows_the_one_before_it() -> None:
    line = "1.双方诚信履约。2.账号:812001463309100073.乙方请款时提交发票。4.争议协商解决"
    assert [part[:2] for part in parts(line)] == ["1.", "2.", "3.", "4."]
    line = "1.双方诚信履约。2.账号:812001463309100075.5%的折扣"
    assert parts(line)[1] == "2.账号:812001463309100075.5%的折扣"


def test_the_part_behind_an_account_follows_the_one_before_it() -> None:
    line = "4.4乙方账户,账号:5300123456789014.5物业费每月3.5元"
    assert parts(line) == ["4.4乙方账户,账号:530012345678901", "4.5物业费每月3.5元"]
    line = "4.2乙方账户,账号:5300123456789014.5物业费每月3.5元"
    assert parts(line) == [line]


def test_an_article_that_is_spoken_of_heads_nothing() -> None:
    line = "第一条乙方提供服务第二条按照第三条约定付款,依照《民法典》第三条处理第三条争议解决"
    assert [part[:3] for part in parts(line)] == ["第一条", "第二条", "第三条"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("第一部分 供货 第二部分 付款", ["第一部分 供货", "第二部分 付款"]),
        ("第一条 检测期限 现场检测共90日。第二条 付款 分期", ["第一条 检测期限", "现场检测共90日。", "第二条 付款", "分期"]),
        ("一、合同期限本合同期限为12个月", ["一、合同期限", "本合同期限为12个月"]),
        ("第一条 定金 第二条 支付1000元,以本合同第三条定金抵作", ["第一条 定金", "第二条 支付1000元,以本合同第三条定金抵作"]),
        ("一、甲方付款 应当及时", ["一、甲方付款 应当及时"]),
        ("一、验收合格后甲方付款", ["一、验收合格后甲方付款"]),
        ("第一条 标的 第二条 合同价款支付□一次性支付☑分期支付:", ["第一条 标的", "第二条 合同价款支付", "□一次性支付☑分期支付:"]),
        ("第一节协议书正文。第二节通用条款双方", ["第一节协议书正文。", "第二节通用条款双方"]),
        ("第二节课应当在第一节课之后", ["第二节课应当在第一节课之后"]),
    ],
)  # fmt: skip
def test_a_heading_ends_where_its_line_ended(line: str, expected: list[str]) -> None:
    assert parts(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("5.支付5.1支付货币为人民币。", ["5.支付", "5.1支付货币为人民币。"]),
        ("12.价格、计量与支付12.2预付款:30%", ["12.价格、计量与支付", "12.2预付款:30%"]),
        ("4.2委托人的责任4.2.3逾期付款利息", ["4.2委托人的责任", "4.2.3逾期付款利息"]),
        ("16.违约16.1发包人逾期的", ["16.违约", "16.1发包人逾期的"]),
        ("6  付款方式6.1 合同签订后", ["6  付款方式", "6.1 合同签订后"]),
        ("第四章租金及支付4.1租金每月42元", ["第四章租金及支付", "4.1租金每月42元"]),
        ("由甲方负责。五履约保证金5.1乙方应当", ["由甲方负责。五履约保证金", "5.1乙方应当"]),
        ("甲方返还。4.3  押金:一个月租金", ["甲方返还。", "4.3  押金:一个月租金"]),
        ("按合同第四条租金标准4.1元", ["按合同第四条租金标准4.1元"]),
        ("每亩4.3 元。4.3 元为单价", ["每亩4.3 元。4.3 元为单价"]),
        ("3.违约金为3.5万元", ["3.违约金为3.5万元"]),
        ("2.面积约2.5平方公里", ["2.面积约2.5平方公里"]),
        ("3.层高3.3米", ["3.层高3.3米"]),
        ("序号条款号内容1第二节3.1交货:乙方送货。2第二节7.1包装", ["序号条款号内容", "1第二节3.1交货:乙方送货。", "2第二节7.1包装"]),
        ("1.构成:总计 568,000.002.费用由甲方分期支付", ["1.构成:总计 568,000.00", "2.费用由甲方分期支付"]),
        ("1.构成:总计 568,000.004.费用由甲方分期支付", ["1.构成:总计 568,000.004.费用由甲方分期支付"]),
    ],
)  # fmt: skip
def test_the_first_part_of_a_clause_begins_behind_its_heading(line: str, expected: list[str]) -> None:
    assert parts(line) == expected


@pytest.mark.parametrize(
    ("line", "words", "expected"),
    [
        ("支付30%。5.4 乙方账户:户名", "乙方账户", "5.4 乙方账户:户名"),
        ("第三条 乙方账户:户名", "乙方账户", "第三条 乙方账户:户名"),
        ("第一章 第四条 1、乙方提供", "1、", "1、乙方提供"),
        ("单价 9.80 电话:1", "电话", "电话:1"),
    ],
)
def test_a_clause_number_goes_with_its_words(line: str, words: str, expected: str) -> None:
    assert line[with_number(line, line.index(words)) :] == expected


def test_labels_of_a_table_that_was_run_together_get_their_colons() -> None:
    line = "甲方 名称 云岭市教育局 住所 人民路1号 邮政 编码 650000 电话 0871-6512345 账号 53001234567890"
    assert with_colons(line, LABELS).count(":") >= 5
    assert len(with_colons(line, LABELS)) == len(line)
    spaced = "委 托 方(甲方) 云岭市水务局 住 所 人民路1号 法定代表人 丁一 联 系 电 话 0871-6512345 电 子 邮 箱 a@b.cn"
    assert with_colons(spaced, LABELS).count(":") == 5
    coloned = "户名 : 临江科技有限公司 开户行 : 云岭银行 账号 : 530012345678 税号 : 91530902MA6K7TQ41P"
    assert with_colons(coloned, LABELS) == coloned
    assert with_colons("提供 联系人 和 电话 各一个", LABELS).count(":") == 0


@pytest.mark.parametrize("label", ["法定代表人或委托代理人", "法定代表人/授权代表"])
def test_a_label_of_two_offices_is_not_cut(label: str) -> None:
    filler = "乙方应当按照采购文件的要求提供服务，甲方应当提供必要的工作条件。" * 40
    record = record_of(f"合同编号：YL-1 保安服务合同 {filler} 乙方：临江科技有限公司 {label}：施明远 地址：临江路2号")
    assert [signer.value for signer in record.signatories] == ["施明远"]


def test_a_contract_in_one_line_is_read() -> None:
    filler = "乙方应当按照采购文件的要求提供服务,甲方应当提供必要的工作条件。" * 40
    record = record_of(
        "合同编号：YL-2025-01 信息化运维服务合同 甲方：云岭市教育局 地址：云岭市人民路1号 乙方：临江科技有限公司 "
        "地址：临江市江边路2号 为明确双方的权利义务，订立本合同。第一条 服务内容 "
        + filler
        + "第二条 合同总价 合同总价为人民币"
        "1803000.00元（大写：壹佰捌拾万零叁仟元整），含税。第三条 争议解决 向甲方所在地人民法院起诉。"
    )
    assert record.contract_number is not None
    assert record.contract_number.value == "YL-2025-01"
    assert {party.role: party.address and party.address.value for party in record.parties} == {
        "buyer": "云岭市人民路1号",
        "supplier": "临江市江边路2号",
    }
    assert record.total is not None
    assert record.total.agree
