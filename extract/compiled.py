"""The rules' patterns as they were compiled when this package was built: to compile them takes a second of each start.

The file is made by `hatch_build.py`. It only ever saves time: a pattern that it does not have, as rules were edited
since, is compiled when it is first used, and so is every pattern where another release of `regex` is installed.
"""

from __future__ import annotations

import hashlib
import io
import pickle
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import regex

PLACE = Path(__file__).with_name("patterns.pickle")
_CHECKSUM = hashlib.sha256().digest_size


class _PatternsOnly(pickle.Unpickler):
    """Reads pickled patterns and nothing else, as pickle would run whatever a file names."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) != ("regex._regex", "compile"):
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def compiled_patterns(place: Path = PLACE) -> dict[str, regex.Pattern[str]]:
    """Return the patterns compiled beforehand by their sources: none where the file is missing or is not for us."""
    try:
        content = place.read_bytes()
    except OSError:
        return {}
    checksum, pickled = content[:_CHECKSUM], content[_CHECKSUM:]
    if checksum != _checksum(pickled):
        return {}
    try:
        patterns = _PatternsOnly(io.BytesIO(pickled)).load()
    except pickle.UnpicklingError:
        return {}
    return patterns if isinstance(patterns, dict) else {}


def save_patterns(patterns: Iterable[regex.Pattern[str]], place: Path = PLACE) -> None:
    """Write the file of `compiled_patterns`. Raises OSError."""
    pickled = pickle.dumps({pattern.pattern: pattern for pattern in patterns})
    place.write_bytes(_checksum(pickled) + pickled)


def _checksum(pickled: bytes) -> bytes:
    """Return the checksum of what this release of `regex` has compiled; another would not understand it."""
    return hashlib.sha256(regex.__version__.encode() + b"\0" + pickled).digest()
