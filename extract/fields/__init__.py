"""From context to record: one module or package per part of the record, put together here."""

from __future__ import annotations

from extract.fields.context import Context
from extract.model import DocumentInfo, Record


def read_fields(context: Context) -> Record:
    """Return the record of one contract, without checks."""
    from extract.fields.annexes import read_annexes, read_clauses, read_laws
    from extract.fields.blanks import is_unfilled, read_blanks
    from extract.fields.confidentiality.read import read_confidentiality
    from extract.fields.copies import read_copies
    from extract.fields.dispute import read_dispute
    from extract.fields.guarantees.read import read_guarantees
    from extract.fields.identity import read_identity
    from extract.fields.items.read import read_line_items, read_section_mentions
    from extract.fields.numbering_breaks import read_numbering_breaks
    from extract.fields.parties.read import read_parties
    from extract.fields.payments.read import read_payments
    from extract.fields.penalties.answerable import read_liability
    from extract.fields.penalties.read import read_penalties
    from extract.fields.periods.read import read_periods
    from extract.fields.price.read import read_amounts, read_total
    from extract.fields.provisions import read_categories, read_provisions
    from extract.fields.references import read_references
    from extract.fields.service_levels import read_service_levels
    from extract.fields.slips import (
        read_credit_codes,
        read_doubtful_total,
        read_identity_numbers,
        read_impossible_dates,
        read_self_dealings,
        read_signatories,
        read_unread_amounts,
    )

    document = context.document
    who = read_parties(context)
    names = read_identity(context)
    terms = read_periods(context, names.signed_on)
    total = read_total(context, terms)
    instalments = read_payments(context, total)
    breaches = read_penalties(context, who)
    line_items, subtotals = read_line_items(context)
    forms = read_blanks(context)
    return Record(
        document=DocumentInfo(
            path=document.path,
            sha256=document.sha256,
            media_type=document.media_type,
            reader=document.reader,
            pages=len(document.pages) or None,
            characters=len(document.text),
            ocr_pages=tuple(page.number for page in document.pages if page.ocr),
            damaged_pages=tuple(page.number for page in document.pages if page.damaged),
            unfilled=is_unfilled(context, forms),
            warnings=document.warnings,
        ),
        title=names.title,
        contract_number=names.contract_number,
        project_name=names.project_name,
        project_number=names.project_number,
        signed_on=names.signed_on,
        signed_at=names.signed_at,
        awarded_on=names.awarded_on,
        signing_dates=names.signing_dates,
        parties=who,
        total=total,
        amounts=read_amounts(context),
        payments=instalments,
        periods=terms,
        penalties=breaches,
        guarantees=read_guarantees(context),
        liability=read_liability(context, who),
        service_levels=read_service_levels(context),
        confidentiality=read_confidentiality(context, breaches, who),
        dispute=read_dispute(context, who),
        copies=read_copies(context, who),
        line_items=line_items,
        subtotals=subtotals,
        section_mentions=read_section_mentions(context, line_items),
        laws=read_laws(context),
        annexes=read_annexes(context),
        blanks=forms,
        clauses=read_clauses(context),
        categories=read_categories(context, who, names.title, names.project_name),
        provisions=read_provisions(context),
        numbering_breaks=read_numbering_breaks(context),
        references=read_references(context),
        impossible_dates=read_impossible_dates(context),
        doubtful_total=read_doubtful_total(context) if total is None else None,
        unread_amounts=read_unread_amounts(context),
        credit_codes=read_credit_codes(context),
        identity_numbers=read_identity_numbers(context),
        signatories=read_signatories(context),
        self_dealings=read_self_dealings(context),
    )
