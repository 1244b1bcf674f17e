"""The tables of who takes part: parties, their accounts, their contacts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, NamedTuple

from extract.dataset.columns import Item, Part, Table, boolean, dated, evidence, integer, joined, text
from extract.model import Account, Contact, Party, Record

PARTIES = Table(
    "parties",
    "当事人，一方一行",
    lambda record: record.parties,
    (
        text(
            "role",
            "身份：buyer 采购方、supplier 供应方、agent 代理机构、witness 见证方、user、guarantor、other",
            lambda party: party.role,
        ),
        text("name", "名称", lambda party: party.name),
        text("aliases", "简称等，以；分隔", lambda party: joined(party.aliases)),
        text("tax_id", "统一社会信用代码或纳税人识别号", lambda party: party.tax_id),
        text("address", "地址", lambda party: party.address),
        text("postcode", "邮编", lambda party: party.postcode),
        text("legal_representative", "法定代表人", lambda party: party.legal_representative),
        text("authorized_representative", "授权代表", lambda party: party.authorized_representative),
        text("fax", "传真", lambda party: party.fax),
        text("email", "邮箱", lambda party: party.email),
        dated("signed_on", "该方签署日期", lambda party: party.signed_on),
        evidence(lambda party: (party.name, *party.labels)),
    ),
)


class _Of(NamedTuple, Generic[Item]):
    """Something of a party, and the party with its position."""

    thing: Item
    number: int
    party: Party


_PARTY: tuple[Part[_Of[Account] | _Of[Contact]], ...] = (
    integer("party", "所属当事人在 parties 中的 position", lambda of: of.number),
    text("role", "所属当事人的身份", lambda of: of.party.role),
    text("party_name", "所属当事人的名称", lambda of: of.party.name),
)


def _accounts(record: Record) -> Iterator[_Of[Account]]:
    for number, party in enumerate(record.parties, 1):
        yield from (_Of(account, number, party) for account in party.accounts)


ACCOUNTS = Table(
    "accounts",
    "银行账户，一个一行",
    _accounts,
    (
        *_PARTY,
        text("holder", "开户名，如所写", lambda of: of.thing.holder),
        text("bank", "开户银行", lambda of: of.thing.bank),
        text("bank_code", "行号", lambda of: of.thing.bank_code),
        text("number", "账号，只有数字", lambda of: of.thing.number),
        boolean("complete", "账号是否完整", lambda of: of.thing.complete),
        evidence(lambda of: (of.thing.number, of.thing.bank, of.thing.holder)),
    ),
)


def _contacts(record: Record) -> Iterator[_Of[Contact]]:
    """Yield the contacts of each party, then its telephones that belong to none of them."""
    for number, party in enumerate(record.parties, 1):
        yield from (_Of(contact, number, party) for contact in party.contacts)
        named = {contact.phone.value for contact in party.contacts if contact.phone is not None}
        others = (phone for phone in party.phones if phone.value not in named)
        yield from (_Of(Contact(phone=phone), number, party) for phone in others)


CONTACTS = Table(
    "contacts",
    "联系人和电话，一个一行；电话没有写明属于谁的，name 为空",
    _contacts,
    (
        *_PARTY,
        text("name", "姓名", lambda of: of.thing.name),
        text("phone", "电话", lambda of: of.thing.phone),
        text("email", "邮箱", lambda of: of.thing.email),
        text("title", "职务，如项目负责人", lambda of: of.thing.title),
        evidence(lambda of: (of.thing.phone, of.thing.name, of.thing.email)),
    ),
)
