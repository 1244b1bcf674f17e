"""Names that only labels and headings of columns tell, whatever the surname."""

from __future__ import annotations

import pytest

from extract.nlp.personal import find_personal_names
from extract.rulepack import load_rules

PACK = load_rules()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("代表人:保无双\n", ["保无双"]),
        ("代表:公西无咎签订日期:2025年", ["公西无咎"]),
        ("监督人:保无双、逯大勇和扎西多吉。", ["保无双", "逯大勇", "扎西多吉"]),
        ("验收小组成员:岑知远(组长)、保无双(组员)", ["岑知远", "保无双"]),
        ("司机:逯大勇/保无双", ["逯大勇", "保无双"]),
        ("Attn: Anna M. Keller, Brandt Optics GmbH", ["Anna M. Keller"]),
        ("陪同人员有Mr. John Smith。", ["John Smith"]),
        ("授权代表:HansBrandt", ["HansBrandt"]),
        (
            "姓名\t岗位\n扎西多吉\t保洁员\n待定\t保安员\n岑知远\t项目负责人\n保无双\t电工\n",
            ["扎西多吉", "岑知远", "保无双"],
        ),
        ("| 授课教师 | 课程 |\n|---|---|\n| 公西无咎 | 茶艺 |\n", ["公西无咎"]),
        ("1\t录音设备\t2\n序号\t联系人\n1\t保无双 13900001111\n", ["保无双"]),
    ],
)
def test_people(text: str, expected: list[str]) -> None:
    assert list(find_personal_names(text, PACK)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "代表:采购办",
        "联系人:见附件",
        "负责人:财务科。",
        "经办人:待定",
        "签字:(盖章)",
        "姓名:\n职务:",
        "验收人员:采购人代表、财务人员和监理单位",
        "联系人\t\t地址\t\n开户名称\t青禾远图公司\t账号\t1\n",
        "姓名\t岗位\n合计\t2人\n",
        "Authorized: Brandt Optics GmbH",
        "Contact: Brandt Instruments Co., Ltd.",
    ],
)
def test_nobody(text: str) -> None:
    assert list(find_personal_names(text, PACK)) == []
