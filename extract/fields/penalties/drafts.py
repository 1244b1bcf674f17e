"""Penalties while they are put together: one sanction each, and the caps that none of them has taken."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extract.fields.penalties.numbers import Number
from extract.model import Breach, Cap, PenaltyBase, Per, TextField
from extract.nlp.mentions import Region

Liable = Literal["buyer", "supplier", "either", "other"]


@dataclass(slots=True)
class Draft:
    """A penalty while caps and rights to terminate may still be attached."""

    number: Number
    evidence: Region
    liable: Liable
    named: bool
    """The clause names the liable side; it does not only follow from the breach."""
    breach: Breach
    base: PenaltyBase | None
    per: Per
    per_count: int
    cap: Cap | None = None
    termination: bool = False
    trigger: TextField | None = None


@dataclass(frozen=True, slots=True)
class CommonCap:
    """A cap that no penalty of its own sentence or paragraph takes: 「以上各项违约金累计不超过 …」."""

    cap: Cap
    sentence: Region
