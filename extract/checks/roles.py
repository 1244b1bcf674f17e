"""How the checks call a party."""

from __future__ import annotations

from extract.model import Party
from extract.wording import word


def called(party: Party) -> str:
    """Return the Chinese word for a party's role."""
    return word("role", party.role)
