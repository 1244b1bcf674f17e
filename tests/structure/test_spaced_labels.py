"""The particulars of two parties side by side, without colons."""

from __future__ import annotations

import pytest

from extract.structure.spaced_labels import with_spaced_labels
from tests.helpers import PACK

WRITTEN = """\
甲方（章）云岭市园林处        乙方（章）临江养护有限公司
地址  云岭市南湖路3号         地    址  临江市北山路8号
负责人  高远                  法定代表人  孟川
经办人                        经办人  罗溪
                              开户银行  临江农商银行北山支行
2025年6月3日                  2025年6月3日"""
READ = """\
甲方（章）云岭市园林处        乙方（章）临江养护有限公司
地址: 云岭市南湖路3号         地    址: 临江市北山路8号
负责人: 高远                  法定代表人: 孟川
经办人:                       经办人: 罗溪
                              开户银行: 临江农商银行北山支行
2025年6月3日                  2025年6月3日"""


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (WRITTEN, READ),
        (
            "甲方  云岭市园林处       乙方  临江公司\n地址 南湖路3号           地址 北山路8号",
            "甲方: 云岭市园林处       乙方: 临江公司\n地址:南湖路3号           地址:北山路8号",
        ),
        (
            "电话　0871-6000　　　　电话　0871-7000\n传真　0871-6001　　　　传真　0871-7001",
            "电话:0871-6000　　　　电话:0871-7000\n传真:0871-6001　　　　传真:0871-7001",
        ),
        ("户名 临江公司  开户行 北山支行  账号 6210001", "户名:临江公司  开户行:北山支行  账号:6210001"),
    ],
)
def test_labels_get_colons(written: str, read: str) -> None:
    assert with_spaced_labels(written, PACK) == read


@pytest.mark.parametrize(
    "text",
    [
        "地址  云岭市南湖路3号         地址  临江市北山路8号\n\n双方签字后生效。",  # one line is no habit
        "户名      开户行          账号\n临江公司  北山支行        6210001\n某某公司  南湖支行        6210002",
        "地址：云岭市南湖路3号         地址：临江市北山路8号\n电话：0871-6000         电话：0871-7000",
        "地址  云岭市南湖路3号\n电话  0871-6000\n",  # of one party
        "名称  数量  单位  单价\n铁锹  20  把  35\n扫帚  40  把  12\n",
        "姓名  电话  备注\n高远  0871-6000  夜班\n",
    ],
)
def test_anything_else_is_left_as_it_is(text: str) -> None:
    assert with_spaced_labels(text, PACK) == text
