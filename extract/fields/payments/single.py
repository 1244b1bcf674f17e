"""The payment of a contract that pays all at once without saying so: 验收合格后30日内支付货款."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extract.fields.context import Context
from extract.fields.payments.anchors import Anchor
from extract.fields.payments.blocks import PAYMENT, Block
from extract.fields.payments.choice import Draft
from extract.fields.payments.parts import is_aside
from extract.fields.payments.terms import read_terms

_RULE = "payments.pays_price"
_MARKS = ("后", "时", "之日")


def find_only_payment(context: Context, blocks: Sequence[Block], price: Decimal | None) -> list[Draft]:
    """Return the one payment that the payment clause tells, or nothing where it speaks of parts or tells several.

    It is all of the `price`; of a price that is not known, or paid batch by batch, nobody can say so.
    """
    pack, text = context.pack, context.text
    telling = [block for block in blocks if block.place == PAYMENT and block.chosen and not block.retention_only]
    batches = False
    for block in telling:
        parts = {match[0] for match in pack.pattern("price.in_parts").finditer(text, block.start, block.end)}
        if not parts <= set(pack.words("payments.batches")) or _is_open(context, block):
            return []
        batches = batches or bool(parts)
    told = []
    for block in telling:
        for start, end in block.parts:
            pays = pack.pattern(_RULE).search(text, start, end)
            if pays is None or is_aside(context, start, end):
                continue
            share = Decimal(1) if price is not None and not batches else None
            anchor = Anchor("whole", *pays.span(), share=share, lead=pays.end())
            terms = read_terms(context, start, end, anchor)
            timed = terms.due is not None or (terms.trigger and text.endswith(_MARKS, 0, terms.trigger[1]))
            if terms.trigger is not None and timed:  # 按约定组织验收、支付价款 tells no time
                told.append(Draft(start, end, anchor, terms, block.group, block.place, _RULE))
    return told if len(told) == 1 else []


def _is_open(context: Context, block: Block) -> bool:
    """Tell whether a paragraph of a form is left open: a box in it, or a blank."""
    patterns = (context.pack.pattern(name) for name in ("payments.box", "blanks.blank"))
    return any(pattern.search(context.text, block.start, block.end) for pattern in patterns)
