"""Arguments of a wrong type: one Chinese line that names the argument and what was given."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import extract
from extract.errors import KanheError

GIVEN: Any = [None, 5, b"", [], b"contract.txt"]


@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("call", [extract.extract, extract.read])
def test_a_contract_is_a_path_or_a_text(call: Callable[[Any], object], given: Any) -> None:
    with pytest.raises(KanheError, match=r"^合同 应为路径（str 或 Path），不能是 .+$"):
        call(given)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"workers": -1}, "workers 应为不小于 0 的整数，不能是 -1"),
        ({"workers": "2"}, "workers 应为不小于 0 的整数，不能是 '2'"),
        ({"workers": True}, "workers 应为不小于 0 的整数，不能是 True"),
        ({"formats": "csv"}, r"formats 应为名称的列表，不能是 'csv'，应写作 \['csv'\]"),
        ({"formats": None}, "formats 应为名称的列表，不能是 None"),
        ({"formats": [1]}, "formats 中应为名称（str），不能是 1"),
        ({"formats": ["pqrquet"]}, "没有输出格式 pqrquet"),
        ({"output": 5}, "output 应为路径"),
        ({"rules": 5}, "rules 应为路径"),
    ],
)
def test_an_option_of_a_wrong_type(options: dict[str, Any], told: str, tmp_path: Path) -> None:
    with pytest.raises(KanheError, match=f"^{told}"):
        extract.extract_folder(tmp_path, **options)


@pytest.mark.parametrize("given", [None, 5, b"", "contracts", Path("contracts")])
def test_paths_are_a_list(given: Any) -> None:
    with pytest.raises(KanheError, match=r"^paths 应为路径的列表"):
        extract.extract_paths(given)


@pytest.mark.parametrize("given", [None, 5])
def test_folders_are_paths(given: Any) -> None:
    with pytest.raises(KanheError, match=r"^folder 应为路径"):
        extract.extract_folder(given)
    with pytest.raises(KanheError, match=r"^outputs 应为路径"):
        extract.load(given)


def test_a_path_object_of_any_kind_and_any_list_will_do(tmp_path: Path) -> None:
    assert extract.extract_paths((path for path in (tmp_path,)), formats={"json"}).failures == ()
