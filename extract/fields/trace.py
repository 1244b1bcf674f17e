"""The memory of every choice: which candidates a field had, and why each won or lost."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Candidate:
    """One value that a field could have taken. Offsets are into the document text."""

    field: str
    value: str
    start: int
    end: int
    rule: str
    score: float
    won: bool
    reason: str


@dataclass(slots=True)
class Trace:
    """Candidates in the order in which they were judged."""

    candidates: list[Candidate] = field(default_factory=list)

    def of(self, name: str) -> list[Candidate]:
        """Return the candidates of field `name` and of its parts (`parties` gives `parties.buyer.name` too)."""
        return [c for c in self.candidates if c.field == name or c.field.startswith(name + ".")]

    @property
    def fields(self) -> list[str]:
        """Names of all fields that had candidates, without repeats."""
        return list(dict.fromkeys(candidate.field for candidate in self.candidates))
