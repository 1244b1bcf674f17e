"""Cuts the words of a payment clause into the parts that promise one thing each."""

from __future__ import annotations

from collections.abc import Iterator

from extract.fields.context import Context, between
from extract.nlp.mentions import Region


def split_parts(context: Context, start: int, end: int) -> Iterator[Region]:
    """Yield the parts of [start, end) between full stops, semicolons and item numbers."""
    text, position = context.text, start
    for match in context.pack.pattern("payments.break").finditer(text, start, end):
        opened = text.count("(", position, match.start()) > text.count(")", position, match.start())
        if match[0] and opened and text.find(")", match.end(), end) >= 0:
            continue  # a stop inside a bracket
        yield from _promise_and_aside(context, position, match.end())
        position = match.end()
    yield from _promise_and_aside(context, position, end)


def _promise_and_aside(context: Context, start: int, end: int) -> Iterator[Region]:
    """Yield a part; one that says what or how often is paid and goes on about scores or penalties is two.

    服务费按季度支付,每季度末由甲方考核,得分90分以上全额支付 promises a payment each quarter,
    其余30%根据考核结果支付:90分以上全额支付 the rest.
    """
    text = context.text
    if not text[start:end].strip():
        return
    scale = context.pack.pattern("payments.scale").search(text, start, end)
    if scale is not None and _promises(context, start, scale.start()):
        yield start, scale.start() + 1
        yield scale.start() + 1, end
        return
    aside = context.pack.pattern("payments.not_instalment").search(text, start, end)
    recurring = context.pack.pattern("payments.recurring")
    limit = aside.start() if aside is not None else start
    ends = sorted((text.find(",", start, limit) + 1, text.rfind(":", start, limit) + 1))
    first = next((place for place in ends if place and recurring.search(text, start, place)), None)
    if first is not None:
        yield start, first
        yield first, end
    else:
        yield start, end


def _promises(context: Context, start: int, end: int) -> bool:
    """Tell whether the words before a scale promise a share, or the rest."""
    pack, text = context.pack, context.text
    told = between(context.mentions.rates, start, end) or pack.pattern("payments.rest").search(text, start, end)
    return bool(told) and pack.pattern("payments.pay").search(text, start, end) is not None
