"""From context to record: one module per part of the record, put together here."""

from __future__ import annotations

from extract.fields.context import Context
from extract.model import DocumentInfo, Record


def read_fields(context: Context) -> Record:
    """Return the record of one contract, without checks."""
    from extract.fields import (
        annexes,
        blanks,
        breach_terms,
        confidentiality,
        copies,
        dispute,
        guarantees,
        identity,
        items,
        numbering_breaks,
        parties,
        payments,
        penalties,
        periods,
        price,
        provisions,
        references,
        service_levels,
        slips,
    )

    document = context.document
    who = parties.read_parties(context)
    names = identity.read_identity(context)
    terms = periods.read_periods(context, names.signed_on)
    total = price.read_total(context, terms)
    instalments = payments.read_payments(context, total)
    breaches = penalties.read_penalties(context, who)
    line_items, subtotals = items.read_line_items(context)
    forms = blanks.read_blanks(context)
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
            unfilled=blanks.is_unfilled(context, forms),
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
        amounts=price.read_amounts(context),
        payments=instalments,
        periods=terms,
        penalties=breaches,
        guarantees=guarantees.read_guarantees(context),
        liability=breach_terms.read_liability(context, who),
        service_levels=service_levels.read_service_levels(context),
        confidentiality=confidentiality.read_confidentiality(context, breaches, who),
        dispute=dispute.read_dispute(context, who),
        copies=copies.read_copies(context, who),
        line_items=line_items,
        subtotals=subtotals,
        section_mentions=items.read_section_mentions(context, line_items),
        laws=annexes.read_laws(context),
        annexes=annexes.read_annexes(context),
        blanks=forms,
        clauses=annexes.read_clauses(context),
        categories=provisions.read_categories(context, who, names.title, names.project_name),
        provisions=provisions.read_provisions(context),
        numbering_breaks=numbering_breaks.read_numbering_breaks(context),
        references=references.read_references(context),
        impossible_dates=slips.read_impossible_dates(context),
        credit_codes=slips.read_credit_codes(context),
        identity_numbers=slips.read_identity_numbers(context),
        signatories=slips.read_signatories(context),
        self_dealings=slips.read_self_dealings(context),
    )
