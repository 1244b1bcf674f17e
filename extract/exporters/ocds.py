"""Open Contracting Data Standard 1.1: one release package per contract, under `ocds/` at the contract's own path.

What a contract says and OCDS has no place for stands under `kanhe` keys, an extension that `schema/ocds-kanhe/`
describes. Our prefix of the OCID is not registered; who publishes the data puts a registered one in its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import extract
from extract.exporters import exporter
from extract.files import write_text
from extract.model import DateField, LineItem, Money, Party, Payment, Record
from extract.output_folder import OCDS, contract_path
from extract.overview import describe_payment

EXTENSION = "urn:kanhe:ocds-extension:contract-terms:1.0"
_PREFIX = "ocds-kanhe0"
_CHINA = timezone(timedelta(hours=8))
_ROLES = {"agent": "procuringEntity"}
"""OCDS names of our roles where they differ; partyRole is an open codelist."""
_MAIN_PERIODS = ("contract", "service", "construction", "delivery")
_CREDIT_CODE_LENGTH = 18


@exporter("ocds", OCDS)
def export_ocds(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/ocds/<path of the contract>.json` for each record."""
    today = datetime.now(_CHINA).date()
    for record in records:
        path = contract_path(output / OCDS, f"{record.document.path}.json")
        write_text(path, [json.dumps(release_package(record, today), ensure_ascii=False, indent=1) + "\n"])


def release_package(record: Record, released: date) -> dict[str, Any]:
    """Return the release package of one contract.

    OCDS wants a date of every release: when its content was recorded, or last changed. That is the signing of the
    contract or else its award; where the contract tells neither, nothing but the day `released`, on which we write.
    """
    return {
        "uri": f"urn:sha256:{record.document.sha256}",
        "version": "1.1",
        "extensions": [EXTENSION],
        "publishedDate": _release_date(record, released),
        "publisher": {"name": f"Kanhe {extract.__version__}"},
        "releases": [_release(record, released)],
    }


def _release(record: Record, released: date) -> dict[str, Any]:
    identifiers = _identifiers(record.parties)
    parties = [_party(party, name) for party, name in zip(record.parties, identifiers, strict=True)]
    references: dict[str, list[dict[str, Any]]] = {"buyer": [], "supplier": []}
    for party, organisation in zip(record.parties, parties, strict=True):
        reference = _given(id=organisation["id"], name=organisation.get("name"))
        references.setdefault(party.role, []).append(reference)
    return _given(
        ocid=f"{_PREFIX}-{record.document.sha256[:24]}",
        id=record.document.sha256[:24],
        date=_release_date(record, released),
        tag=["award", "contract"],
        initiationType="tender",
        language="zh",
        parties=parties,
        buyer=references["buyer"][0] if references["buyer"] else None,
        awards=[
            _given(
                id="1",
                date=_moment(record.awarded_on),
                value=_value(record.total),
                suppliers=references["supplier"],
            )
        ],
        contracts=[_contract(record)],
    )


def _given(**members: Any) -> dict[str, Any]:
    """Return what is known: OCDS leaves out the rest."""
    return {name: member for name, member in members.items() if member not in (None, [], {})}


def _release_date(record: Record, released: date) -> str:
    return _moment(record.signed_on) or _moment(record.awarded_on) or _midnight(released)


def _moment(day: DateField | None) -> str | None:
    """Return the day as a date-time in China, None when it is known to the month alone or impossible."""
    return _midnight(day.day) if day is not None and day.day is not None else None


def _midnight(day: date) -> str:
    return datetime.combine(day, time(), _CHINA).isoformat()


def _number(value: Decimal | None) -> float | None:
    """Return a JSON number: the shortest one that reads back as the same decimal (to 15 digits)."""
    return float(value) if value is not None else None


def _value(money: Money | None) -> dict[str, Any] | None:
    return {"amount": _number(money.value), "currency": money.currency} if money is not None else None


# -- parties ----------------------------------------------------------------------------------------------


def _identifiers(parties: Iterable[Party]) -> list[str]:
    """Return an id for every party: its credit code, or its number where it has none of its own."""
    taken: list[str] = []
    for number, party in enumerate(parties, 1):
        code = _credit_code(party)
        name = f"CN-USCC-{code}" if code is not None else f"party-{number}"
        taken.append(name if name not in taken else f"party-{number}")
    return taken


def _credit_code(party: Party) -> str | None:
    code = party.tax_id.value if party.tax_id is not None else ""
    return code if len(code) == _CREDIT_CODE_LENGTH else None


def _party(party: Party, identifier: str) -> dict[str, Any]:
    name = party.name.value if party.name is not None else None
    code = _credit_code(party)
    contact = party.contacts[0] if party.contacts else None
    phone = (contact.phone if contact is not None else None) or (party.phones[0] if party.phones else None)
    email = (contact.email if contact is not None else None) or party.email
    accounts = [
        _given(
            holder=account.holder.value if account.holder is not None else None,
            bank=account.bank.value if account.bank is not None else None,
            number=account.number.value if account.number is not None else None,
        )
        for account in party.accounts
    ]
    return _given(
        id=identifier,
        name=name,
        identifier=_given(scheme="CN-USCC", id=code, legalName=name) if code is not None else None,
        address=_given(
            streetAddress=party.address.value if party.address is not None else None,
            postalCode=party.postcode.value if party.postcode is not None else None,
        ),
        contactPoint=_given(
            name=contact.name.value if contact is not None and contact.name is not None else None,
            telephone=phone.value if phone is not None else None,
            email=email.value if email is not None else None,
            faxNumber=party.fax.value if party.fax is not None else None,
        ),
        roles=[_ROLES.get(party.role, party.role)],
        kanhe=_given(accounts=accounts),
    )


# -- contract ---------------------------------------------------------------------------------------------


def _contract(record: Record) -> dict[str, Any]:
    number = record.contract_number
    name = record.title or record.project_name
    return _given(
        id=number.value if number is not None else record.document.sha256[:24],
        awardID="1",
        title=name.value if name is not None else None,
        description=record.project_name.value if record.project_name is not None else None,
        period=_period(record),
        value=_value(record.total),
        items=[_item(item, str(index)) for index, item in enumerate(record.line_items, 1)],
        dateSigned=_moment(record.signed_on),
        documents=_documents(record),
        milestones=[_milestone(payment, index) for index, payment in enumerate(record.payments, 1)],
        kanhe=_terms(record),
    )


def _period(record: Record) -> dict[str, Any] | None:
    for kind in _MAIN_PERIODS:
        for period in record.periods:
            if period.kind != kind:
                continue
            length = period.duration
            days = length.value if length is not None and length.unit == "day" else None
            dated = _given(startDate=_moment(period.start), endDate=_moment(period.end), durationInDays=days)
            if dated:
                return dated
    return None


def _item(item: LineItem, identifier: str) -> dict[str, Any]:
    words = [field.value for field in (item.section, item.name, item.specification) if field is not None]
    price = {"amount": _number(item.unit_price.value), "currency": "CNY"} if item.unit_price is not None else None
    return _given(
        id=identifier,
        description=" ".join(words),
        quantity=_number(item.quantity.value) if item.quantity is not None else None,
        unit=_given(name=item.unit.value if item.unit is not None else None, value=price),
    )


def _documents(record: Record) -> list[dict[str, Any]]:
    info = record.document
    main = _given(
        id="contract",
        documentType="contractDraft" if info.unfilled else "contractSigned",
        title=record.title.value if record.title is not None else info.path,
        format=info.media_type,
        language="zh",
    )
    annexes = [
        {"id": f"annex-{index}", "documentType": "contractAnnexe", "title": annex.title.value, "language": "zh"}
        for index, annex in enumerate(record.annexes, 1)
    ]
    return [main, *annexes]


def _milestone(payment: Payment, index: int) -> dict[str, Any]:
    terms = _given(
        share=_number(payment.share.value) if payment.share is not None else None,
        amount=_value(payment.amount),
        remainder=payment.remainder or None,
        trigger=payment.trigger.value if payment.trigger is not None else None,
        conditions=[condition.value for condition in payment.conditions],
        due=_given(value=payment.due.value, unit=payment.due.unit) if payment.due is not None else None,
    )
    return _given(
        id=f"payment-{index}",
        title=payment.label.value if payment.label is not None else f"第{index}期付款",
        type="financing",
        description=describe_payment(payment) or None,
        dueDate=_moment(payment.due_on),
        status="scheduled",
        kanhe=terms,
    )


def _terms(record: Record) -> Mapping[str, Any]:
    """Return what OCDS has no place for: penalties, guarantees, confidentiality, disputes, copies."""
    secrecy, dispute, copies = record.confidentiality, record.dispute, record.copies
    return _given(
        penalties=[
            _given(
                liable=penalty.liable,
                breach=penalty.breach,
                rate=_number(penalty.rate.value) if penalty.rate is not None else None,
                base=penalty.base,
                amount=_value(penalty.amount),
                amountMax=_value(penalty.amount_max),
                per=penalty.per,
                perCount=penalty.per_count,
                cap=_given(rate=_number(penalty.cap.rate), base=penalty.cap.base, amount=_number(penalty.cap.amount))
                if penalty.cap is not None
                else None,
                termination=penalty.termination or None,
            )
            for penalty in record.penalties
        ],
        guarantees=[
            _given(kind=guarantee.kind, rate=_number(guarantee.rate), amount=_value(guarantee.amount))
            for guarantee in record.guarantees
        ],
        confidentiality=_given(obligors=list(secrecy.obligors), term=secrecy.term.kind) if secrecy.present else None,
        dispute=_given(
            method=dispute.method,
            venue=dispute.venue,
            institution=dispute.institution.value if dispute.institution is not None else None,
        ),
        copies=_given(total=copies.total, byRole=dict(copies.by_role)) if copies is not None else None,
    )
