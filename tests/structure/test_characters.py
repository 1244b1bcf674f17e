"""Traditional characters and misread words are folded before reading, one to one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.structure.characters import plain_characters
from tests.helpers import PACK, record_of


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("合同總價", "合同总价"),
        ("入民币", "人民币"),
        ("末按约定交货", "未按约定交货"),
        ("联系入:王小明", "联系人:王小明"),
        ("10个工作曰", "10个工作日"),
        ("法定代表入", "法定代表人"),
        ("验收后1O个工作曰内", "验收后10个工作日内"),
        ("至2026年9月3O日止", "至2026年9月30日止"),
        ("2025年O9月l8曰", "2025年09月18日"),
        ("按O.5‰或者l0%", "按0.5‰或者10%"),
        ("甲方执l份", "甲方执1份"),
        ("l.交货地点 2.验收", "1.交货地点 2.验收"),
        ("电话:138O00l2345", "电话:13800012345"),
        ("0871-6l23456", "0871-6123456"),
        ("邮编:65O1l0", "邮编:650110"),
        ("每曰巡查、节假曰值班", "每日巡查、节假日值班"),
        ("人民市46.8方元", "人民币46.8万元"),
        ("人民巾468,000.00兀(肆拾陆万捌仟兀整)", "人民币468,000.00元(肆拾陆万捌仟元整)"),
        ("委托万(甲万):云岭市教育局", "委托方(甲方):云岭市教育局"),
        ("但累汁不超过合同总价的5%", "但累计不超过合同总价的5%"),
        ("协商解诀,支付万式", "协商解决,支付方式"),
        ("10个二作曰内", "10个工作日内"),
        ("伍仟兀整", "伍仟元整"),
        ("8月2O曰", "8月20日"),
        ("每逾期一曰,甲、乙双万各执", "每逾期一日,甲、乙双方各执"),
        ("竣エ验收后已支付", "竣工验收后已支付"),
        ("己支付的款项,自已承担", "已支付的款项,自己承担"),
    ],
)
def test_what_cannot_be_another_word_is_mended(written: str, plain: str) -> None:
    assert plain_characters(written, PACK) == plain


@pytest.mark.parametrize(
    "words",
    [
        "进入甲方场所",
        "提供万兆交换机,采购万元以上设备",
        "购买力(见附件)与实施力度",
        "云岭市人民市场",
        "自己收取,己方承担",
        "二期工程的果汁与混合汁",
        "工作目标",
        "壹拾贰方陆仟元整",
        "350元/方,共10方",
        "自己负责",
        "土地",
        "壹佰捌拾萬零叁仟圓",
        "太平洋保险",
        "月末结算",
        "每学期末按考核得分支付",
        "每年年末按考核结果支付",
        "每季度末经考核合格后支付",
        "第二季度末按进度支付",
        "每桶5l、10升",
        "账号:138O00l2345",
        "9l530100MA6KO12345",
        "HT-2O25-O1号",
        "12O,OOO元",
        "CO2份额",
        "设备IO次数",
    ],
)
def test_other_words_and_figures_stay(words: str) -> None:
    assert plain_characters(words, PACK) == words


@given(st.text(alphabet="人入日曰大太圆园價总甲方乙工作民币1。", max_size=40))
def test_no_offset_moves(text: str) -> None:
    assert len(plain_characters(text, PACK)) == len(text)


def test_a_misread_currency_does_not_split_an_instalment() -> None:
    record = record_of(
        "第一条 服务\n乙方提供服务。\n第二条 合同价款\n合同总价为入民币100000.00元（太写：壹拾万元整）。\n第三条 付款方式\n"
        "合同签订后10个工作曰内，甲方支付合同总价的30%，即入民币30000.00元（太写：叁万元整）；验收合格后支付合同总价的70%，"
        "即入民币70000.00元。\n第九条 其他\n双方协商。"
    )
    assert [payment.share and str(payment.share.value) for payment in record.payments] == ["0.30", "0.70"]
    assert not [finding for finding in record.findings if finding.code == "PAY001"]
