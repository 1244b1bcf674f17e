"""All recognisers together: nothing is lost, nothing is read twice."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import fields
from itertools import pairwise

import pytest

from extract.nlp.mentions import Mentions
from extract.nlp.pipeline import find_mentions
from extract.rulepack import load_rules

PACK = load_rules()
TEXT = (
    "甲方:云岭市教育局,统一社会信用代码:11530000MB1234567X,邮编:650000\n"
    "乙方:临江科技有限公司,开户行:中国建设银行云岭支行,账号:53001390000000112345\n"
    "联系人:王小明,电话:0871-65123456,邮箱:office@example.com\n"
    "依据《中华人民共和国民法典》,服务期自2024年7月19日起1年,每月5日前支付,"
    "合同总价¥100000.00元,逾期每日按0.05%支付违约金。"
)


@pytest.mark.parametrize("kind", [kind.name for kind in fields(Mentions)])
def test_every_kind_is_found(kind: str) -> None:
    assert getattr(find_mentions(TEXT, PACK), kind)


@pytest.mark.parametrize("kind", [kind.name for kind in fields(Mentions)])
def test_mentions_of_a_kind_stand_in_order_and_apart(kind: str) -> None:
    mentions = getattr(find_mentions(TEXT * 3, PACK), kind)
    assert all(left.end <= right.start for left, right in pairwise(mentions))


def test_a_date_holds_no_duration() -> None:
    mentions = find_mentions("自2024年7月1日起至30日", PACK)
    assert [date.value for date in mentions.dates] == ["2024-07-01", "2024-07-30"]
    assert mentions.durations == ()


def test_a_number_is_read_once() -> None:
    mentions = find_mentions("银行账户为13900000001", PACK)
    assert [account.value for account in mentions.accounts] == ["13900000001"]
    assert mentions.phones == ()


def test_empty_text() -> None:
    assert find_mentions("", PACK) == Mentions()


def test_the_recognisers_load_neither_spacy_nor_jieba() -> None:
    code = "import sys, extract.nlp.pipeline; sys.exit(any(name in sys.modules for name in ('spacy', 'jieba')))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
