"""What stands where in an output folder: the names of its parts, and the place of each contract's files."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path, PurePath

RECORDS, TEXTS, ERRORS, PAGES = "records", "text", "errors", "pages"
REPORTS, OCDS, DATASET = "reports", "ocds", "dataset"
HTML_REPORT, WORKING_PAPER = "report.html", "report.xlsx"
RECORD_LINES = "records.jsonl"
SPARK_RESULTS = "results"
RUN, JOURNAL, CROSS = "run.json", ".kanhe-journal", "cross.json"

RUN_FILES = (RUN, JOURNAL)
"""What shows that a folder holds the results of a run: its report, or the journal of one that was broken off."""

OUTPUT_PARTS = (RECORDS, TEXTS, ERRORS, REPORTS, OCDS, PAGES, DATASET, HTML_REPORT, WORKING_PAPER)
"""The folders and files that a run writes under its output folder and that could be taken for contracts."""

SPARK_PARTS = (SPARK_RESULTS, RECORD_LINES, DATASET)
"""The folders that a run on Spark writes under its output folder."""


def record_path(output: Path, name: str) -> Path:
    """Return where the record of the contract `name` stands in the folder `output`: always inside it."""
    return contract_path(output / RECORDS, f"{name}.json")


def text_path(output: Path, name: str) -> Path:
    """Return where the text of the contract `name` stands in the folder `output`."""
    return contract_path(output / TEXTS, f"{name}.txt")


def error_log_path(output: Path, name: str) -> Path:
    """Return where the traceback of an internal error over the contract `name` is kept."""
    return contract_path(output / ERRORS, f"{name}.log")


def contract_path(folder: Path, name: str) -> Path:
    """Return the place below `folder` for a contract's path, which may be absolute or climb."""
    path = PurePath(name)
    return folder.joinpath(*(part for part in path.parts if part not in (path.anchor, "..")))


def holds_results(folders: Collection[str], names: Collection[str]) -> bool:
    """Tell whether a folder of these folders and files is the output of a run, finished or broken off."""
    there = set(folders)
    return ({RECORDS, TEXTS} <= there or not there.isdisjoint(SPARK_PARTS)) and not set(RUN_FILES).isdisjoint(names)
