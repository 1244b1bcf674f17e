"""The list of formats: complete, and honest about this machine."""

from __future__ import annotations

import pytest

from extract import formats as module
from extract.formats import formats
from extract.inputs import CONTRACT_SUFFIXES
from extract.readers import suffixes


def missing(suffix: str) -> str | None:
    (form,) = [form for form in formats() if suffix in form.suffixes]
    return form.missing


def test_every_suffix_of_a_contract_is_listed_once() -> None:
    listed = [suffix for form in formats() for suffix in form.suffixes]
    assert len(listed) == len(set(listed))
    assert set(listed) >= CONTRACT_SUFFIXES | set(suffixes())


def test_formats_with_a_reader_can_be_read_and_others_say_what_to_do() -> None:
    assert missing(".ofd") is None
    assert missing(".html") is None
    assert missing(".rar") == "暂不支持，请先解压或转为 .zip"
    assert all(form.title for form in formats())


def test_what_a_reader_needs_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    readers = {".txt": ("纯文本", None), ".text": ("纯文本", lambda: "需要安装 X"), ".abc": ("新格式", lambda: None)}
    monkeypatch.setattr(module, "registered", lambda: readers)
    assert missing(".txt") is None
    assert missing(".text") == "需要安装 X"
    assert [form.title for form in formats() if ".abc" in form.suffixes] == ["新格式"]
    assert missing(".ofd") == "暂不支持"
