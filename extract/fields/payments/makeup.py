"""What one payment is made up of: 支付50%,其中自筹20%,拨款30%; 即40000元,其中设备款30000元,服务费10000元."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import accumulate
from typing import TypeVar

from extract.fields.context import Context
from extract.fields.payments.events import find_event
from extract.fields.segments import segment_end, segments
from extract.nlp import mentions as found

Number = TypeVar("Number", found.Rate, found.Money)
_WHOLE = Decimal(1)


def without_makeup(context: Context, numbers: Sequence[Number], start: int, end: int) -> list[Number]:
    """Return the `numbers` of the part [start, end) without those behind 其中 that come to the one before it.

    In a bracket, 支付30%(其中20%作为定金), one that is less is enough. They are payments of their own where they have
    an event, a verb of paying behind them, or the name of the first instalment or the last; so are those that make up
    100%.
    """
    kept = list(numbers)
    for match in context.pack.pattern("payments.made_up_of").finditer(context.text, start, end):
        before = [number for number in kept if number.end <= match.start()]
        if not before or before[-1].value == _WHOLE:
            continue
        behind: list[Number] = [number for number in kept if number.start >= match.end()]
        sums = [*accumulate(number.value for number in behind)]
        parts = _bracketed(context, match.start(), behind, end)
        if before[-1].value in sums[1:]:
            parts = behind[: sums.index(before[-1].value) + 1]
        elif sum((part.value for part in parts), Decimal(0)) >= before[-1].value:
            continue
        if parts and not _are_payments(context, match.end(), parts, end):
            kept = [number for number in kept if number not in parts]
    return kept


def _bracketed(context: Context, start: int, numbers: list[Number], end: int) -> list[Number]:
    """Return the first of `numbers`, those in the bracket that opens right before `start`, none without one."""
    text = context.text
    close = text.find(")", start, end) if text[start - 1 : start] == "(" else -1
    return [number for number in numbers if number.end <= close]


def _are_payments(context: Context, start: int, parts: Sequence[found.Rate | found.Money], end: int) -> bool:
    """Tell whether parts behind 其中 are paid one by one: 其中20%签订后支付, 其中预付款20%."""
    text, pack = context.text, context.pack
    pay, named = pack.pattern("payments.pay"), pack.pattern("payments.first_or_last")
    stop = segment_end(text, parts[-1].end, end)
    events = [find_event(context, *segment, stop) for segment in segments(text, start, stop)]
    return any(event is not None and event.marked for event in events) or any(
        pay.search(text, part.end, segment_end(text, part.end, end)) or named.search(text, start, part.start)
        for part in parts
    )
