"""A contract's files stand inside the output folder, whatever its path."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.output_folder import holds_results, record_path


@pytest.mark.parametrize(
    ("name", "place"),
    [("甲/乙.txt", "甲/乙.txt.json"), ("../../乙.txt", "乙.txt.json"), ("/etc/乙.txt", "etc/乙.txt.json")],
)
def test_a_record_stands_inside(name: str, place: str) -> None:
    assert record_path(Path("out"), name) == Path("out/records") / place


@pytest.mark.parametrize(
    ("folders", "names", "results"),
    [
        (["records", "text"], ["run.json"], True),
        (["records", "text"], [".kanhe-journal"], True),
        (["results"], ["run.json"], True),
        (["records", "text"], [], False),
        (["records"], ["run.json"], False),
    ],
)
def test_results_of_a_run_are_known(folders: list[str], names: list[str], results: bool) -> None:
    assert holds_results(folders, names) is results
