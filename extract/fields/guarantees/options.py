"""Guarantees that a form tells as numbered options, one of them agreed: 采用以下第(2)种方式: / (2)3%的工程款."""

from __future__ import annotations

from extract.fields.context import Context
from extract.fields.payments.blocks import option_number
from extract.nlp.mentions import Region

_OPTIONS = 8
"""Lines below the choice in which its options stand."""


def read_options(context: Context, start: int) -> tuple[Region, Region] | None:
    """Return the option that the line at `start` says is agreed, without its number, and the stretch of all options.

    None where the line makes no choice, or the one that it makes is not found below.
    """
    line = context.outline.paragraph_at(start)
    choice = context.pack.pattern("payments.choice").search(context.text, start, line.end)
    if choice is None or not context.text.endswith(":", start, line.end):
        return None
    below = context.outline.paragraphs[line.index + 1 : line.index + 1 + _OPTIONS]
    style = below[0].number.style if below and below[0].number is not None else None
    options = [each for each in below if each.number is not None and each.number.style == style]
    wanted = option_number(choice["number"])
    agreed = next((each for each in options if each.number and option_number(each.number.text) == wanted), None)
    if agreed is None:
        return None
    return (agreed.body_start, agreed.end), (options[0].start, options[-1].end)
