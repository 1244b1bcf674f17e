"""Kanhe (勘合): reads Chinese contracts into normalised, audited records.

    import extract
    record = extract.extract("合同.txt")                 # or the text itself
    extract.read("合同.txt")                             # the record with its text and spaCy Doc
    batch = extract.extract_folder("contracts", "outputs", formats=("parquet",))
    extract.load("outputs").payments                     # the dataset as pandas DataFrames

Nothing heavy is imported until one of these names is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extract.batch import extract_folder, extract_paths
    from extract.batch import extract_one as extract
    from extract.batch import reading_of as read
    from extract.dataset.load import Dataset, load
    from extract.model import Record
    from extract.pipeline import Reading
    from extract.results import Batch

__version__ = "0.1.0"
__all__ = [
    "Batch",
    "Dataset",
    "Reading",
    "Record",
    "__version__",
    "extract",
    "extract_folder",
    "extract_paths",
    "load",
    "read",
]

_HOMES = {
    "Batch": ("extract.results", "Batch"),
    "Dataset": ("extract.dataset.load", "Dataset"),
    "Reading": ("extract.pipeline", "Reading"),
    "Record": ("extract.model", "Record"),
    "extract": ("extract.batch", "extract_one"),
    "extract_folder": ("extract.batch", "extract_folder"),
    "extract_paths": ("extract.batch", "extract_paths"),
    "load": ("extract.dataset.load", "load"),
    "read": ("extract.batch", "reading_of"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module 'extract' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return getattr(import_module(module), attribute)
