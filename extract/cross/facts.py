"""What is compared across contracts: a few facts of each, small enough to hold those of every contract of a run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from extract.cross.keys import account_key, address_key, lots_of, name_key, person_key, phone_key, subject_key
from extract.model import CrossPlace, Evidence, Party, Record, Span, TextField
from extract.rulepack import RulePack


@dataclass(frozen=True, slots=True)
class Mention:
    """A value where a contract states it: `key` is what is compared, `value` what messages show."""

    key: str
    value: str
    place: CrossPlace


@dataclass(frozen=True, slots=True)
class Side:
    """One party of a contract. `key` identifies it over all contracts, "" when its name is not known."""

    role: str
    key: str
    name: str
    tax_id: str
    place: CrossPlace | None
    accounts: tuple[tuple[Mention, str], ...] = ()
    """Account numbers, each with its holder as written, "" when it is not."""
    phones: tuple[Mention, ...] = ()
    addresses: tuple[Mention, ...] = ()
    emails: tuple[Mention, ...] = ()
    people: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
    """A period of service with its first and last day."""

    start: date
    end: date
    place: CrossPlace


@dataclass(frozen=True, slots=True)
class Contract:
    """One contract. `place` stands for the whole of it: its title, else its first character."""

    path: str
    place: CrossPlace
    buyer: Side | None
    suppliers: tuple[Side, ...]
    others: tuple[Side, ...]
    number: Mention | None
    project_number: str
    subject: str
    lots: frozenset[str]
    total: tuple[Decimal, CrossPlace] | None
    signed_on: date | None
    services: tuple[Service, ...]
    works: bool
    supplement: bool
    unfilled: bool
    redacted: bool

    @property
    def supplier_keys(self) -> frozenset[str]:
        """The keys of the suppliers that are known."""
        return frozenset(supplier.key for supplier in self.suppliers if supplier.key)

    @property
    def buyer_key(self) -> str:
        """The key of the buyer, "" when it is not known."""
        return self.buyer.key if self.buyer is not None else ""


def facts_of(record: Record, pack: RulePack) -> Contract:
    """Return what is compared of a record."""
    path = record.document.path
    sides = [_side(path, party) for party in record.parties]
    title = record.title.value if record.title is not None else ""
    named = record.project_name.value if record.project_name is not None else title
    total = record.total
    return Contract(
        path=path,
        place=_place(path, record.title) if record.title is not None else _beginning(record),
        buyer=next((side for side in sides if side.role == "buyer"), None),
        suppliers=tuple(side for side in sides if side.role == "supplier"),
        others=tuple(side for side in sides if side.role not in ("buyer", "supplier")),
        number=next(_mentions(path, [record.contract_number], name_key), None),
        project_number=name_key(record.project_number.value) if record.project_number is not None else "",
        subject=subject_key(named, pack, [side.name for side in sides if side.role == "buyer"]),
        lots=lots_of(f"{named} {title}", pack),
        total=(total.value, _place(path, total)) if total is not None and total.currency == "CNY" else None,
        signed_on=record.signed_on.day if record.signed_on is not None else None,
        services=tuple(_services(record)),
        works=any(category.kind == "works" for category in record.categories),
        supplement=pack.pattern("cross.supplement").search(title) is not None,
        unfilled=record.document.unfilled,
        redacted=record.document.redacted,
    )


def _side(path: str, party: Party) -> Side:
    people = [party.legal_representative, party.authorized_representative, *(c.name for c in party.contacts)]
    phones = [*party.phones, *(contact.phone for contact in party.contacts)]
    emails = [party.email, *(contact.email for contact in party.contacts)]
    accounts = [
        (mention, account.holder.value if account.holder is not None else "")
        for account in party.accounts
        if account.complete
        for mention in _mentions(path, [account.number], account_key)
    ]
    name = party.name.value if party.name is not None else ""
    return Side(
        role=party.role,
        key=name_key(name),
        name=name,
        tax_id=name_key(party.tax_id.value) if party.tax_id is not None else "",
        place=_place(path, party.name) if party.name is not None else None,
        accounts=tuple(accounts),
        phones=_distinct(_mentions(path, phones, phone_key)),
        addresses=_distinct(_mentions(path, party.addresses or [party.address], address_key)),
        emails=_distinct(_mentions(path, emails, name_key)),
        people=_distinct(_mentions(path, people, person_key)),
    )


def _mentions(path: str, fields: Iterable[TextField | None], key_of: Callable[[str], str]) -> Iterator[Mention]:
    for field in fields:
        key = key_of(field.value) if field is not None else ""
        if field is not None and key:
            yield Mention(key, field.value, _place(path, field))


def _distinct(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    first: dict[str, Mention] = {}
    for mention in mentions:
        first.setdefault(mention.key, mention)
    return tuple(first.values())


def _services(record: Record) -> Iterator[Service]:
    for period in record.periods:
        start, end = (field.day if field is not None else None for field in (period.start, period.end))
        if period.kind == "service" and start is not None and end is not None and start <= end:
            yield Service(start, end, _place(record.document.path, period))


def _place(path: str, field: Evidence) -> CrossPlace:
    return CrossPlace(path=path, text=field.text, spans=field.spans)


def _beginning(record: Record) -> CrossPlace:
    return CrossPlace(path=record.document.path, text="", spans=(Span(start=0, end=0),))
