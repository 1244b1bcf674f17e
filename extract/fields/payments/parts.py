"""Cuts a block into the pieces that speak of one instalment each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extract.fields.context import Context, between
from extract.fields.payments.anchors import Anchor, find_anchors
from extract.fields.payments.blocks import PRICE, Block, ticked_before
from extract.fields.payments.dealing import find_turns, is_for_each
from extract.fields.payments.events import find_event, has_event
from extract.fields.payments.lists import has_sum
from extract.fields.payments.terms import Terms, read_terms
from extract.fields.segments import segment_end, segments, stops
from extract.nlp.mentions import Region

_NEAR = 80
_BESIDE = 16
"""A part that begins with an ordinal may have a label before it: 4.1 资金支付方式:第1次…."""


@dataclass(frozen=True, slots=True)
class Piece:
    """The words [start, end) about one instalment, and where they say how much it is."""

    start: int
    end: int
    anchor: Anchor


def find_pieces(context: Context, block: Block) -> list[Piece]:
    """Return the pieces of a block, in order."""
    pieces: list[Piece] = []
    carried: int | None = None
    told = block.start
    for start, end in block.parts:
        if start < told:
            continue
        item = _starts_item(context, start, end)
        anchors = _anchors(context, block, start, end)
        if pieces and carried is None and _releases_last(context, pieces[-1], start, end, anchors):
            pieces[-1] = Piece(pieces[-1].start, end, pieces[-1].anchor)
        elif turns := find_turns(context, anchors, block.end):
            pieces.extend(Piece(*turn, replace(anchor, parts=1)) for turn, anchor in zip(turns, anchors, strict=True))
            told, carried = turns[-1][1], None
        elif anchors:
            first = start if carried is None or item else carried
            pieces.extend(_pieces(context, first, end, _said_once(context, first, anchors)))
            carried = None
        elif carried is None and pieces and _sets_term(context, start, end):
            pieces[-1] = Piece(pieces[-1].start, end, pieces[-1].anchor)
        elif item:
            carried = start
        elif carried is None and pieces and _continues(context, start, end):
            pieces[-1] = Piece(pieces[-1].start, end, pieces[-1].anchor)
        elif carried is None and not is_aside(context, start, end) and not _pays_apart(context, start, end):
            carried = start
    return [each for piece in pieces for each in _each_ordinal(context, block, piece)]


def _releases_last(context: Context, last: Piece, start: int, end: int, anchors: list[Anchor]) -> bool:
    """Tell whether a part only says when the retention before it is paid: 5%作为质保金。质保期满后一次性付清。"""
    kinds = [anchor.kind for anchor in anchors]
    if kinds not in (["whole"], ["rest"]) or not last.anchor.retained or last.anchor.share is None:
        return False
    own = read_terms(context, last.start, last.end, last.anchor)
    return own.trigger is None and own.due is None and own.due_on is None and has_event(context, start, end)


def _said_once(context: Context, start: int, anchors: list[Anchor]) -> list[Anchor]:
    """Return `anchors` without the share that an instalment says again: 第1次支付…,占百分之30,说明:…支付30%."""
    if context.pack.pattern("payments.ordinal").search(context.text, start, start + _BESIDE) is None:
        return anchors
    if sum(anchor.share or 0 for anchor in anchors) == 1:
        return anchors
    kept: list[Anchor] = []
    for anchor in anchors:
        if anchor.share is None or all(anchor.share != other.share for other in kept):
            kept.append(anchor)
    return kept


def _each_ordinal(context: Context, block: Block, piece: Piece) -> list[Piece]:
    """Return a piece for each instalment named beside a share or an amount that holds for all.

    每期支付50%:第一期于……,第二期于……; 第一期、第二期各支付30%; 每次5万元: above a list of the dates.
    """
    text, anchor = context.text, piece.anchor
    if anchor.kind not in ("share", "amount") or not is_for_each(context, piece.start, anchor.words_start):
        return [piece]
    ordinal = context.pack.pattern("payments.ordinal")
    before = [match.start() for match in ordinal.finditer(text, piece.start, anchor.words_start)]
    if len(before) > 1:
        return [Piece(start, piece.end, anchor) for start in before]
    end = _end_of_list(context, anchor.end, block.end)
    starts = [match.start() for match in ordinal.finditer(text, anchor.end, end)]
    if len(starts) < 2 or has_sum(context, starts[0], end):
        return [piece]
    return [Piece(start, stop, anchor) for start, stop in zip(starts, [*starts[1:], end], strict=True)]


def _end_of_list(context: Context, start: int, end: int) -> int:
    """Return where the list ends that a block announces with its last sign (具体如下:), else where the block ends."""
    text, clause = context.text, context.outline.clause_at(start)
    stop = clause.end if clause is not None and text[start:end].endswith(":") else end
    ordinal = context.pack.pattern("payments.ordinal")
    for paragraph in context.outline.paragraphs_in(end, stop):
        if ordinal.match(text, paragraph.body_start) is None:
            break
        end = paragraph.end
    return end


def _sets_term(context: Context, start: int, end: int) -> bool:
    """Tell whether a part sets when the instalment before it is paid: 预付款支付期限:合同签订后7天内."""
    match = context.pack.pattern("payments.term_of_last").match(context.text, start, end)
    return match is not None and (
        match["label"] is None or context.text.find(match["label"], max(0, start - _NEAR), start) >= 0
    )


def is_aside(context: Context, start: int, end: int) -> bool:
    """Tell whether a part is about something else (a penalty, a guarantee) and begins no instalment."""
    names = ("payments.not_instalment", "payments.about_deposit")
    return any(context.pack.pattern(name).search(context.text, start, end) for name in names)


def _pays_apart(context: Context, start: int, end: int) -> bool:
    """Tell whether a part pays a share of its own that is none of the price: 付已完工程量的30%."""
    pay, rates = context.pack.pattern("payments.pay"), between(context.mentions.rates, start, end)
    return any(pay.search(context.text, start, rate.start) for rate in rates)


def find_general_terms(context: Context, block: Block, *, only: bool, alone: bool) -> Terms | None:
    """Return the payment period that a part without numbers sets for all instalments, or None.

    Where one instalment comes again and again and is the `only` one, there is no other that the part could be on; nor
    is there for what a line names the time of paying (付款时间:验收合格后15日内), where one instalment stands `alone`.
    """
    pack, text = context.pack, context.text
    for start, end in block.parts:
        words = text[start:end]
        named = pack.pattern("payments.term_of_last").match(text, start, end) if alone else None
        told = pack.pattern("payments.for_all").search(words) and pack.pattern("payments.pay").search(words)
        if not (named or told) or is_aside(context, start, end) or pack.pattern("payments.recital").search(words):
            continue
        if any(anchor.kind in ("share", "amount", "rest") for anchor in find_anchors(context, start, end, strict=True)):
            continue
        terms = read_terms(context, start if named is None else named.end(), end, Anchor("whole", end, end))
        if named is not None and (terms.due is not None or terms.trigger is not None):
            return terms
        if terms.due is not None and (only or _is_general(context, words, terms)):
            return terms
    return None


def find_named_terms(context: Context, block: Block) -> Iterator[tuple[str, Terms]]:
    """Yield the terms that a line without a sum sets for the instalment it names: 预付款支付期限:合同签订后7天内."""
    for start, end in block.parts:
        named = context.pack.pattern("payments.term_of_last").match(context.text, start, end)
        if named is None or named["label"] is None or find_anchors(context, start, end, strict=True):
            continue
        yield named["label"], read_terms(context, named.end(), end, Anchor("whole", end, end))


def _is_general(context: Context, words: str, terms: Terms) -> bool:
    """Tell whether a payment period is for every instalment: it hangs on papers only, or the part says so."""
    pack = context.pack
    if pack.pattern("payments.for_each").search(words):
        return True
    if terms.label is not None:
        return False
    if terms.recurs is not None:
        return True
    return terms.trigger is None or pack.pattern("payments.paper").search(context.text, *terms.trigger) is not None


def _anchors(context: Context, block: Block, start: int, end: int) -> list[Anchor]:
    anchors = find_anchors(context, start, end, strict=block.place >= PRICE)
    if block.retention_only:
        titled = _is_on_retention(context, block)
        anchors = [replace(anchor, retained=True) for anchor in anchors if anchor.retained or titled]
    anchors = [anchor for anchor in anchors if ticked_before(context, block, anchor.start)]
    closing = _closing(context, start, end, anchors)
    return anchors if closing is None else [*anchors, closing]


def _closing(context: Context, start: int, end: int, anchors: list[Anchor]) -> Anchor | None:
    """Return the rest that is paid off behind a share with an event of its own: 验收后付至95%,质保期满付清.

    The retention is such a rest: 验收后付至95%,质保期满支付质保金.
    """
    if not anchors or anchors[-1].share is None or any(anchor.rest or anchor.retained for anchor in anchors):
        return None
    last, text = anchors[-1], context.text
    behind = segment_end(text, last.end, end)
    retention = context.pack.pattern("payments.pays_retention").search(text, behind, end)
    paid_off = retention or context.pack.pattern("payments.paid_off").search(text, behind, end)
    before = anchors[-2].end if len(anchors) > 1 else start
    if paid_off is None or not _is_released(context, before, last, (behind, paid_off.start())):
        return None
    return Anchor("rest", *paid_off.span(), rest=True, retained=retention is not None)


def _is_released(context: Context, start: int, anchor: Anchor, behind: Region) -> bool:
    """Tell whether a share has its event before it, so that the one `behind` it releases the rest.

    The name of the first instalment is as good where the event behind is none of the beginning: 首付60%,验收后付清.
    """
    pack, text = context.pack, context.text
    told = has_event(context, start, anchor.words_start)
    if anchor.cumulative:
        return told
    if anchor.base is not None or pack.pattern("payments.first_due").search(text, *behind):
        return False
    named = pack.pattern("payments.first_or_last").search(text, start, anchor.start)
    first = named is not None and named["first"] is not None
    events = (find_event(context, *segment, behind[1]) for segment in segments(text, *behind))
    return (told or first) and any(event is not None and not event.paper for event in events)


def _is_on_retention(context: Context, block: Block) -> bool:
    """Tell whether a heading above names the retention, so that what is paid there is one: 4.3质保金."""
    titles = (node.title for node in context.outline.ancestry(block.start) if node.title is not None)
    return any(context.pack.pattern("payments.retention").search(title) for title in titles)


def _starts_item(context: Context, start: int, end: int) -> bool:
    pack, text = context.pack, context.text
    return bool(
        pack.pattern("payments.item_start").match(text, start, end)
        or pack.pattern("payments.label_start").match(text, start, end)
    )


def _continues(context: Context, start: int, end: int) -> bool:
    """Tell whether a part without a number goes on about the instalment before it: 质保期满后30日内无息支付."""
    words = context.text[start:end]
    if context.pack.pattern("payments.not_instalment").search(words):
        return False
    return context.pack.pattern("payments.pay").search(words) is not None and has_event(context, start, end)


# --- several instalments in one part -----------------------------------------------------------------------


def _pieces(context: Context, start: int, end: int, anchors: list[Anchor]) -> Iterator[Piece]:
    """Cut a part with several anchors at commas: an event that stands before its share stays with it.

    Shares that are told at one place (平均分三次) are one piece.
    """
    anchors = anchors[:1] if anchors[0].parts > 1 else anchors
    begin = start
    for index, anchor in enumerate(anchors):
        following = anchors[index + 1] if index + 1 < len(anchors) else None
        if following is None:
            yield Piece(begin, end, anchor)
            return
        stop = _cut(context, begin, anchor, following)
        yield Piece(begin, stop, anchor)
        begin = stop


def _cut(context: Context, begin: int, anchor: Anchor, following: Anchor) -> int:
    """Return where the words about `anchor` end and those about `following` begin."""
    text = context.text
    commas = stops(text, anchor.end, following.start)
    if not commas:
        joints = [place + 1 for place in range(anchor.end, following.start) if text[place] in "、 和及"]
        return joints[0] if joints else anchor.end
    if not has_event(context, begin, anchor.start):
        return commas[-1]  # 预付款30%,签订后支付,尾款70%……: the event follows its share
    for place, after in zip(commas, [*commas[1:], following.start], strict=True):
        if has_event(context, place, after) or after == following.start:
            return place
    return commas[-1]
