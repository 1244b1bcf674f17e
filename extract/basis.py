"""What a record depends on besides its contract: the program, the libraries, the rules, and how files are read."""

from __future__ import annotations

import hashlib
import json
import platform
import re
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

import extract
from extract.config import Settings
from extract.model import SCHEMA_VERSION
from extract.readers import ReadOptions


@dataclass(frozen=True, slots=True)
class Basis:
    """Two runs on the same basis give the same record for the same contract."""

    version: str
    code: str
    """SHA-256 of the program's own source, which may change without its version."""
    schema: str
    libraries: dict[str, str]
    """Versions of the libraries that the program names as its own."""
    rules: str
    """SHA-256 of the rules."""
    options: dict[str, str | int]
    """How files are read: `ocr`, `max_bytes`, `max_pages`; whether personal data is masked: `redact`; and
    SHA-256 of which checks run and what was accepted: `checks`."""

    @property
    def digest(self) -> str:
        """SHA-256 of everything above."""
        return hashlib.sha256(json.dumps(self.described(), sort_keys=True).encode()).hexdigest()

    def described(self) -> dict[str, object]:
        """Return everything above by name."""
        return {name: getattr(self, name) for name in self.__slots__}


def basis_of(rules: str, options: ReadOptions, settings: Settings, *, redact: bool = False) -> Basis:
    """Return the basis of a run now, with the digest of its rules, its options and its settings."""
    chosen: dict[str, str | int] = {
        "ocr": options.ocr,
        "max_bytes": options.max_bytes,
        "max_pages": options.max_pages,
        "redact": redact,
        "checks": settings.digest,
    }
    return Basis(extract.__version__, _code(), SCHEMA_VERSION, _libraries(), rules, chosen)


def python_version() -> str:
    """Return the version of Python. It is named in reports, but a newer patch is no reason to read all again."""
    return platform.python_version()


@cache
def _code() -> str:
    folder = Path(extract.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*.py")):
        digest.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _libraries() -> dict[str, str]:
    try:
        required = metadata.requires("kanhe") or []
    except metadata.PackageNotFoundError:  # run from a checkout that is not installed
        return {}
    found = {}
    for line in required:
        name = re.match(r"[\w.-]+", line)
        if name is None or "extra ==" in line:
            continue
        try:
            found[name[0]] = metadata.version(name[0])
        except metadata.PackageNotFoundError:
            continue
    return dict(sorted(found.items()))
