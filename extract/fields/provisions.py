"""What the contract provides for, and what it is about: enough to tell which clauses it should have."""

from __future__ import annotations

from typing import get_args

from extract.fields.context import Context
from extract.model import Category, Party, Provision, ProvisionKind, Span, TextField

_OUTSIDE_LIABILITY = {"confidentiality", "dispute", "force_majeure"}
"""Clauses whose words on damages are no clause on liability for breach."""
_KINDS = {"goods", "works", "lease", "services"}
_BY_NAME = ("goods", "works", "lease", "services", "software", "data", "creation")


def read_provisions(context: Context) -> tuple[Provision, ...]:
    """Return for each matter the first place that provides for it; a matter without one is not in the list."""
    found = (_provision(context, kind) for kind in get_args(ProvisionKind))
    return tuple(provision for provision in found if provision is not None)


def _provision(context: Context, kind: ProvisionKind) -> Provision | None:
    for match in context.pack.pattern(f"provisions.{kind}").finditer(context.text):
        if _counts(context, kind, match.start()):
            span = context.span(*match.span())
            return Provision(kind=kind, text=context.quote(span), spans=(span,), rule=f"provisions.{kind}")
    return None


def _counts(context: Context, kind: ProvisionKind, offset: int) -> bool:
    """Tell whether the words at `offset` provide for the matter here."""
    if kind in ("breach", "subcontracting_free") and not context.in_contract(offset):
        return False
    if kind == "breach":
        return not _OUTSIDE_LIABILITY.intersection(context.outline.kinds_at(offset))
    if kind == "dispute":
        return not _heads_others(context, offset)
    if kind == "subcontracting_free" and _is_open_option(context, offset):
        return False
    if kind == "subcontracting_free":
        return context.pack.pattern("provisions.consent").search(context.text, *context.sentence(offset)) is None
    return True


def _heads_others(context: Context, offset: int) -> bool:
    """Tell whether the words stand in the heading of a chapter, whose clauses may be about anything."""
    clause = context.outline.clause_at(offset)
    if clause is None or context.outline.paragraph_at(offset).start != context.outline.paragraph_at(clause.start).start:
        return False
    return any(other.parent == clause.index for other in context.outline.clauses)


def _is_open_option(context: Context, offset: int) -> bool:
    """Tell whether the words at `offset` are an option whose box was left open: □允许分包."""
    return context.ticked(context.sentence(offset)[0], offset) is False


def read_categories(context: Context, parties: tuple[Party, ...], *names: TextField | None) -> tuple[Category, ...]:
    """Return what the contract is about: by its title and project name, personal information by the whole text.

    A party's name inside them says nothing (某检测中心设备采购项目). The kind of contract comes from the first name
    that shows one.
    """
    found: dict[str, Category] = {}
    for name in (field for field in names if field is not None):
        words = name.value
        for party in (party.value for who in parties for party in who.names):
            words = words.replace(party, "")
        for kind in _BY_NAME:
            if kind in _KINDS and name is not names[0] and _KINDS.intersection(found):
                continue
            if context.pack.pattern(f"provisions.{kind}").search(words) is not None and kind not in found:
                found[kind] = _category(kind, name.text, name.spans)
    titles = [match.span() for match in context.pack.pattern("provisions.title_in_marks").finditer(context.text)]
    for match in context.pack.pattern("provisions.personal_information").finditer(context.text):
        if not any(start <= match.start() < end for start, end in titles):
            span = context.span(*match.span())
            found["personal_information"] = _category("personal_information", context.quote(span), (span,))
            break
    return tuple(found.values())


def _category(kind: str, text: str, spans: tuple[Span, ...]) -> Category:
    return Category(kind=kind, text=text, spans=spans, rule=f"provisions.{kind}")  # type: ignore[arg-type]
