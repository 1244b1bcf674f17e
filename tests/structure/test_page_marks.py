"""Page numbers and running titles inside a line that lost its line breaks."""

from __future__ import annotations

from array import array

import pytest

from extract.structure.page_marks import without_page_marks
from extract.structure.unwrapping import Mended

FILLER = "乙方应当保证服务质量，接受甲方检查。" * 50
PAGE = "乙方应当保证服务质量，接受甲方检查。" * 5
"""A page that is one line, shorter than one which holds what were many."""


def without_marks(text: str) -> str:
    mended = without_page_marks(Mended(text, array("l", range(len(text)))))
    assert len(mended.text) == len(mended.origin)
    assert all(
        text[place] == character
        for place, character in zip(mended.origin, mended.text, strict=True)
        if character != " "
    )
    return mended.text.replace(FILLER, "…")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{FILLER}地址：人民路1号 - 1 - 云岭市苗木采购合同 电话：1{FILLER} - 2 - 云岭市苗木采购合同 日期", "…地址：人民路1号 电话：1… 日期"),
        (f"{FILLER}日期 - 1 - 甲方{FILLER}— — — — 43 — 合计{FILLER}路 - 2 - 乙方{FILLER} - 3 - 附件", "…日期 甲方…— — — — 43 — 合计…路 乙方… 附件"),
        (f"{FILLER}账号：102901042875-1-三、验收{FILLER}电话：0871-6512345-2-附件", "…账号：102901042875 三、验收…电话：0871-6512345 附件"),
        (f"{FILLER}第2页 共3页 三、付款{FILLER}第3页 共3页（签署页）", "… 三、付款… （签署页）"),
        (f"{FILLER}云岭市保洁服务合同 第1页共2页 甲{FILLER}云岭市保洁服务合同 第2页共2页 乙", "… 甲… 乙"),
        (f"{PAGE}第 1 页 共 3 页\n\n{PAGE}第 2 页 共 3 页\n\n附件第3页共3页", f"{PAGE} {PAGE} 附件第3页共3页"),
    ],
)  # fmt: skip
def test_a_space_stands_where_they_stood(text: str, expected: str) -> None:
    assert without_marks(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "第1页共2页 短文 第2页共2页",
        "云岭市保洁服务合同 第1页共2页\n乙方\n云岭市保洁服务合同 第2页共2页",
        f"{PAGE}见第1页共2页，{PAGE}见第2页共2页。",
        f"{FILLER}电话：0871-3-6512345，型号：A-2-7",
        f"{FILLER}— 7 — 合计{FILLER}— 8 — 合计{FILLER}— 43 — 总计",
        f"{FILLER}见附件第3页共5页，另见第9页共9页",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    assert without_marks(text) == text.replace(FILLER, "…")
