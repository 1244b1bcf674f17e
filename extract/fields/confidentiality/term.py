"""How long confidentiality lasts: for ever, for a fixed time, until the information is public."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from extract.fields.context import Context, between
from extract.model import ConfidentialityTerm, Duration
from extract.nlp.mentions import Region

Kind = Literal["perpetual", "fixed", "until_public"]
After = Literal["signing", "contract_end", "disclosure", "other"]
_TERM = "confidentiality.term"
_EXPLICIT = 3.0
_HEADED = 2.0
_DURATION = 2.5
_FOREVER = 2.0
_IMPLIED = 1.0
_OF_ONE_THING = 0.0
"""样片发布前不得泄露 gives way to whatever is said of the rest."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    """One sentence that may state the term."""

    region: Region
    kind: Kind
    score: float
    duration: Duration | None = None
    after: After | None = None


def read_term(context: Context, own: Sequence[Region], annexed: Sequence[Region]) -> ConfidentialityTerm:
    """Return the term that the contract states, else the annexes'; the most explicit statement wins."""
    for regions in (own, annexed):
        candidates = [candidate for region in regions for candidate in _candidates(context, region)]
        if not candidates:
            continue
        best = max(candidates, key=lambda candidate: candidate.score)
        for candidate in candidates:
            won = candidate is best
            context.consider(
                "confidentiality.term",
                candidate.region,
                _TERM,
                "最明确的保密期限" if won else "另有更明确的保密期限",
                value=candidate.kind,
                score=candidate.score,
                won=won,
            )
        span = context.span(*best.region)
        return ConfidentialityTerm(
            kind=best.kind, duration=best.duration, after=best.after, text=context.quote(span), spans=(span,)
        )
    return ConfidentialityTerm()


def _candidates(context: Context, region: Region) -> Iterator[_Candidate]:
    text, pack = context.text, context.pack
    term = pack.pattern(_TERM)
    for paragraph in context.outline.paragraphs_in(region[0], region[1]) or (context.outline.paragraph_at(region[0]),):
        position = max(paragraph.start, region[0])
        end = min(paragraph.end, region[1])
        while position < end:
            stop = min((at for at in (text.find(mark, position, end) for mark in "。;") if at >= 0), default=end)
            sentence = (position, stop)
            if term.search(text, *sentence):
                candidate = _candidate(context, sentence, _heading_bonus(context, position))
                if candidate is not None:
                    yield candidate
            position = stop + 1


def _heading_bonus(context: Context, offset: int) -> float:
    """Return the weight of a heading like 保密期限 above the sentence."""
    label = context.pack.pattern("confidentiality.term_label")
    for clause in context.outline.ancestry(offset):
        if clause.title is not None and label.search(clause.title):
            return _HEADED
    return 0.0


def _candidate(context: Context, sentence: Region, headed: float) -> _Candidate | None:
    """Return what a sentence says of the term, or None when it speaks of something else."""
    text, pack = context.text, context.pack
    about = pack.pattern("confidentiality.subject").search(text, *sentence) is not None or headed > 0
    in_clause = "confidentiality" in context.outline.kinds_at(sentence[0]) or not context.in_contract(sentence[0])
    goes_on = pack.pattern("confidentiality.goes_on").match(text, max(sentence[0] - 1, 0)) is not None
    if not about and not in_clause and not goes_on:
        return None
    label = pack.pattern("confidentiality.term_label").search(text, *sentence)
    explicit = headed + (_EXPLICIT if label is not None else 0.0)
    if pack.pattern("confidentiality.of_agreement").search(text, *sentence):
        explicit = 0.0
    score = explicit + (0.5 if about else 0.0)
    forever = next(
        (
            words
            for words in pack.pattern("confidentiality.perpetual").finditer(text, *sentence)
            if not _is_left_open(context, sentence, words.start())
        ),
        None,
    )
    public = pack.pattern("confidentiality.until_public").search(text, *sentence)
    durations = _durations(context, sentence, explicit=label is not None or headed > 0)
    if durations:
        duration, after = durations[0]
        return _Candidate(sentence, "fixed", score + _DURATION, duration, after)
    if public is not None and not _speaks_of_exceptions(context, sentence):
        return _Candidate(sentence, "until_public", score + _FOREVER)
    if forever is not None:
        return _Candidate(sentence, "perpetual", score + _FOREVER)
    if (label is not None or headed) and pack.pattern("confidentiality.contract_term").search(text, *sentence):
        return _Candidate(sentence, "fixed", score + _IMPLIED)
    if pack.pattern("confidentiality.before_public").search(text, *sentence):
        return _Candidate(sentence, "until_public", _OF_ONE_THING)
    return None


def _speaks_of_exceptions(context: Context, sentence: Region) -> bool:
    return context.pack.pattern("confidentiality.exception").search(context.text, *sentence) is not None


def _durations(context: Context, sentence: Region, *, explicit: bool) -> list[tuple[Duration, After | None]]:
    """Return the lengths of time in a sentence that are a term, with the event that each runs from.

    Without the words 保密期限 only a time after the contract's end or from its signing counts: 15日内返还资料
    is none.
    """
    text, pack = context.text, context.pack
    found: list[tuple[Duration, After | None]] = []
    for mention in between(context.mentions.durations, *sentence):
        if _is_left_open(context, sentence, mention.start):
            continue
        before = text[max(sentence[0], mention.start - 30) : mention.start]
        if pack.pattern("confidentiality.of_another_term").search(before):
            continue
        runs = pack.pattern("confidentiality.runs_from").match(text, mention.end, sentence[1])
        after = _after(before, context) or (_after(runs[1], context) if runs is not None else None)
        long = mention.unit in ("year", "quarter") or (mention.unit == "month" and mention.value >= 3)
        returns = pack.pattern("confidentiality.hands_back").search(text, mention.end, sentence[1]) is not None
        measured = pack.pattern("confidentiality.length_of_secrecy").match(text, mention.end) is not None
        if explicit or measured or (long and after is not None and not returns):
            if returns and not long:
                continue
            found.append((context.duration(mention, "confidentiality.term", after=after), after))
    return found


def _is_left_open(context: Context, sentence: Region, offset: int) -> bool:
    """Tell whether what stands at `offset` is an option whose box was not ticked: ☑永久 □5年."""
    return context.ticked(sentence[0], offset) is False


def _after(before: str, context: Context) -> After | None:
    pack = context.pack
    for rule, event in (
        ("from_contract_end", "contract_end"),
        ("from_signing", "signing"),
        ("from_disclosure", "disclosure"),
    ):
        if pack.pattern(f"confidentiality.{rule}").search(before):
            return event  # type: ignore[return-value]
    return None
