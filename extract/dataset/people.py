"""The tables of who takes part: parties, their accounts, their contacts."""

from __future__ import annotations

from collections.abc import Iterator

from extract.dataset.columns import (
    CONTRACT,
    EVIDENCE,
    POSITION,
    Column,
    Row,
    Table,
    date_cells,
    date_columns,
    evidence_cells,
    joined,
    value_of,
)
from extract.model import Contact, Party, Record

_OF_PARTY = (
    Column("party", "integer", "所属当事人在 parties 中的 position"),
    Column("role", "text", "所属当事人的身份"),
    Column("party_name", "text", "所属当事人的名称"),
)


def _parties(record: Record) -> Iterator[Row]:
    for position, party in enumerate(record.parties, 1):
        yield (
            record.document.path,
            position,
            party.role,
            value_of(party.name),
            joined(party.aliases),
            *map(value_of, (party.tax_id, party.address, party.postcode)),
            *map(value_of, (party.legal_representative, party.authorized_representative, party.fax, party.email)),
            *date_cells(party.signed_on),
            *evidence_cells(party.name, *party.labels),
        )


PARTIES = Table(
    "parties",
    "当事人，一方一行",
    (
        CONTRACT,
        POSITION,
        Column(
            "role",
            "text",
            "身份：buyer 采购方、supplier 供应方、agent 代理机构、witness 见证方、user、guarantor、other",
        ),
        Column("name", "text", "名称"),
        Column("aliases", "text", "简称等，以；分隔"),
        Column("tax_id", "text", "统一社会信用代码或纳税人识别号"),
        Column("address", "text", "地址"),
        Column("postcode", "text", "邮编"),
        Column("legal_representative", "text", "法定代表人"),
        Column("authorized_representative", "text", "授权代表"),
        Column("fax", "text", "传真"),
        Column("email", "text", "邮箱"),
        *date_columns("signed_on", "该方签署日期"),
        *EVIDENCE,
    ),
    _parties,
)


def _accounts(record: Record) -> Iterator[Row]:
    position = 0
    for number, party in enumerate(record.parties, 1):
        for account in party.accounts:
            position += 1
            yield (
                record.document.path,
                position,
                number,
                party.role,
                value_of(party.name),
                *map(value_of, (account.holder, account.bank, account.bank_code, account.number)),
                account.complete,
                *evidence_cells(account.number, account.bank, account.holder),
            )


ACCOUNTS = Table(
    "accounts",
    "银行账户，一个一行",
    (
        CONTRACT,
        POSITION,
        *_OF_PARTY,
        Column("holder", "text", "开户名，如所写"),
        Column("bank", "text", "开户银行"),
        Column("bank_code", "text", "行号"),
        Column("number", "text", "账号，只有数字"),
        Column("complete", "boolean", "账号是否完整"),
        *EVIDENCE,
    ),
    _accounts,
)


def _contacts(record: Record) -> Iterator[Row]:
    position = 0
    for number, party in enumerate(record.parties, 1):
        for contact in _of(party):
            position += 1
            yield (
                record.document.path,
                position,
                number,
                party.role,
                value_of(party.name),
                *map(value_of, (contact.name, contact.phone, contact.email)),
                contact.title,
                *evidence_cells(contact.phone, contact.name, contact.email),
            )


def _of(party: Party) -> Iterator[Contact]:
    """Yield the contacts of a party, then its telephones that belong to none of them."""
    yield from party.contacts
    named = {contact.phone.value for contact in party.contacts if contact.phone is not None}
    yield from (Contact(phone=phone) for phone in party.phones if phone.value not in named)


CONTACTS = Table(
    "contacts",
    "联系人和电话，一个一行；电话没有写明属于谁的，name 为空",
    (
        CONTRACT,
        POSITION,
        *_OF_PARTY,
        Column("name", "text", "姓名"),
        Column("phone", "text", "电话"),
        Column("email", "text", "邮箱"),
        Column("title", "text", "职务，如项目负责人"),
        *EVIDENCE,
    ),
    _contacts,
)
