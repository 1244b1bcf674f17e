"""What the system refuses is said in Chinese."""

from __future__ import annotations

import errno
import os
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.errors import system_reason, toml_reason


def test_common_reasons_are_in_chinese() -> None:
    assert system_reason(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) == "磁盘空间不足"
    assert system_reason(PermissionError(errno.EACCES, "Permission denied", "a.txt")) == "没有权限"


@given(st.integers(1, 200))
def test_there_is_always_a_reason(number: int) -> None:
    assert system_reason(OSError(number, "odd"))


def test_an_error_without_a_number_keeps_its_words() -> None:
    assert system_reason(OSError("embedded null byte")) == "embedded null byte"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("a = 1\nb 2\n", "第 2 行第 3 列不合 TOML 的写法（键的后面缺少等号，或键中有须加引号的字符）"),
        ("a = 1\n[b\nc = 2\n", "第 2 行第 3 列不合 TOML 的写法（表名的方括号 [ ] 没有闭合）"),
        ("a = 余款", "第 1 行第 5 列不合 TOML 的写法（等号后的值有误，文字须加引号）"),
        ("a = [", "文件末尾不合 TOML 的写法（等号后的值有误，文字须加引号）"),
        ("a = [1", "文件末尾不合 TOML 的写法（数组的方括号没有闭合）"),
    ],
)
def test_what_a_parser_says_is_told_in_chinese(content: str, reason: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as caught:
        tomllib.loads(content)
    assert toml_reason(caught.value) == reason


def test_text_of_another_encoding_is_said_so() -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        "甲方".encode("gb18030").decode()
    assert toml_reason(caught.value) == "不是 UTF-8 编码的文本，请另存为 UTF-8"
