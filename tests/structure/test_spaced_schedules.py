"""Payment schedules whose cells stand a space apart."""

from __future__ import annotations

import pytest

from extract.structure.spaced_schedules import with_spaced_schedules
from tests.helpers import PACK

HEAD = "支付期次 支付比例(%) 支付期次说明"


def test_cells_are_parted_without_moving_anything() -> None:
    text = f"付款方式\n{HEAD}\n1 40 合同签订后 7日内\n第二期  60  验收合格后\n以上为全部款项"
    read = with_spaced_schedules(text, PACK)
    assert len(read) == len(text)
    assert read.split("\n")[1:] == [
        "支付期次\t支付比例(%)\t支付期次说明",
        "1\t40\t合同签订后 7日内",
        "第二期 \t60 \t验收合格后",
        "以上为全部款项",
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "1 40 合同签订后\n3 60 验收合格后",  # not in turn
        "1 合同签订后 40\n2 验收合格后 60",  # the sums are in another column
        "1 100 验收合格后",  # one row is no table
        "甲方应按期付款",
    ],
)
def test_anything_else_is_left_as_it_is(lines: str) -> None:
    text = f"{HEAD}\n{lines}\n"
    assert with_spaced_schedules(text, PACK) == text
