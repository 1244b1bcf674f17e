"""What the system refuses is said in Chinese."""

from __future__ import annotations

import errno
import os

from hypothesis import given
from hypothesis import strategies as st

from extract.errors import system_reason


def test_common_reasons_are_in_chinese() -> None:
    assert system_reason(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) == "磁盘空间不足"
    assert system_reason(PermissionError(errno.EACCES, "Permission denied", "a.txt")) == "没有权限"


@given(st.integers(1, 200))
def test_there_is_always_a_reason(number: int) -> None:
    assert system_reason(OSError(number, "odd"))


def test_an_error_without_a_number_keeps_its_words() -> None:
    assert system_reason(OSError("embedded null byte")) == "embedded null byte"
