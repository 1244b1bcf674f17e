"""Words about 质保金 that stand beside a sum: kept back for itself, or held by another sum that is paid."""

from __future__ import annotations

from extract.fields.context import Context
from extract.nlp.mentions import Region


def find_held(context: Context, start: int, end: int) -> list[Region]:
    """Return the words in [start, end) about retentions that another sum holds: 余款(含5%质保金)."""
    return [match.span() for match in context.pack.pattern("payments.held").finditer(context.text, start, end)]


def is_retained(context: Context, start: int, end: int) -> bool:
    """Tell whether [start, end) is about a retention that no other sum holds."""
    held = find_held(context, start, end)
    words = context.pack.pattern("payments.retention").finditer(context.text, start, end)
    return any(not any(low <= word.start() < high for low, high in held) for word in words)
