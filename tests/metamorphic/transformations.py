"""What happens to the text of a contract on its way into a file: every way is a function of the text.

A transformation under `@transformation` changes how a contract is written and nothing of what it says: the record
must say what it said before. It takes the contract and a random generator and returns the altered text, or None where
the contract gives it nothing to alter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

import regex

from extract.model import Record


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract, the record of its text as it is, and the words that count as values (of gold)."""

    name: str
    text: str
    record: Record
    values: tuple[str, ...] = ()


Transformation = Callable[[Contract, Random], str | None]
_TRANSFORMATIONS: dict[str, Transformation] = {}


def transformation(name: str) -> Callable[[Transformation], Transformation]:
    """Register a function that rewrites a contract."""

    def register(function: Transformation) -> Transformation:
        _TRANSFORMATIONS[name] = function
        return function

    return register


def all_transformations() -> dict[str, Transformation]:
    """Return every transformation by name."""
    from tests.metamorphic import layouts, rewritings  # noqa: F401

    return dict(_TRANSFORMATIONS)


def transformed(name: str, contract: Contract) -> str | None:
    """Return `contract` under the transformation `name`; the same for the same contract at every call.

    None where nobody would make it: what was saved from a web page has its entities in plain letters, line by line.
    """
    if name in ("one line", "full width") and "&nbsp;" in contract.text:
        return None
    return all_transformations()[name](contract, Random(f"{name} {contract.name}"))


def replaced(text: str, edits: list[tuple[int, int, str]]) -> str:
    """Return `text` with every [start, end) replaced; of edits that overlap the first one counts."""
    pieces = []
    position = 0
    for start, end, words in sorted(edits):
        if start >= position:
            pieces += [text[position:start], words]
            position = end
    return "".join([*pieces, text[position:]])


def is_row(line: str) -> bool:
    """Tell whether a line is a row of a table, which nothing wraps."""
    return "\t" in line or "|" in line or "<t" in line or regex.search(r"\S[ \u3000]{3,}\S", line) is not None
