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
    ],
)
def test_what_cannot_be_another_word_is_mended(written: str, plain: str) -> None:
    assert plain_characters(written, PACK) == plain


@pytest.mark.parametrize(
    "words",
    [
        "进入甲方场所",
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
