"""Small sound contracts (`frames.toml`), whole or with clauses of a case's own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path

FRAMES: dict[str, dict[str, str]] = tomllib.loads((Path(__file__).parent / "frames.toml").read_text(encoding="utf-8"))


def framed(name: str, clauses: Mapping[str, str]) -> str:
    """Return the contract text of a frame; `clauses` replace its own, an empty one leaves it out."""
    frame = FRAMES[name]
    assert not set(clauses) - set(frame), "the frame has no such clause"
    return "\n\n".join(text.strip() for text in (frame | dict(clauses)).values() if text) + "\n"
