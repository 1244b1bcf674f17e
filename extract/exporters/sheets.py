"""The sheets of the working paper: their columns, and the rows that one contract gives to each."""

from __future__ import annotations

from collections.abc import Iterator

from extract.exporters.cells import (
    CONTRACT,
    PLACE,
    Code,
    Column,
    Level,
    Link,
    Row,
    Rows,
    code_cell,
    contract_cells,
    day_cell,
    money_cells,
    place_cells,
    text_cell,
)
from extract.exporters.places import link_into, link_to_finding, link_to_place, worst_first
from extract.exporters.sheets_of_terms import (
    CONFIDENTIALITY,
    PENALTIES,
    PERIODS,
    PRICE,
    confidentiality_rows,
    penalties_rows,
    periods_rows,
    price_rows,
)
from extract.model import SEVERITIES, Contact, CrossFinding, Evidence, Finding, Party, Record, Role, Span
from extract.wording import acceptance, word

# -- 合同概览 ---------------------------------------------------------------------------------------------

OVERVIEW = (
    *CONTRACT,
    Column("合同编号", 18),
    Column("项目名称", 26),
    Column("项目编号", 18),
    Column("采购方", 24),
    Column("供应方", 24),
    Column("签订日期", 12),
    Column("合同总价", 16),
    Column("合同总价（精确）", 18),
    Column("币种", 7),
    Column("大小写一致", 9),
    Column("错误", 7),
    Column("警告", 7),
    Column("提示", 7),
    Column("无法核对", 9),
    Column("程序问题", 9),
    Column("备注", 30),
    Column("链接", 10),
)


def _overview(record: Record, _text: str | None) -> Iterator[Row]:
    total = record.total
    agree = {True: "一致", False: "不一致", None: None}[total.agree if total is not None else None]
    notes = [*([record.doubt] if record.doubt is not None else []), *record.document.warnings]
    severities = [finding.severity for finding in record.findings if finding.accepted is None]
    statuses = [outcome.status for outcome in record.checks]
    yield [
        *contract_cells(record),
        text_cell(record.contract_number),
        text_cell(record.project_name),
        text_cell(record.project_number),
        _names(record, "buyer"),
        _names(record, "supplier"),
        day_cell(record.signed_on),
        *money_cells(total),
        total.currency if total is not None else None,
        agree,
        *(severities.count(severity) for severity in SEVERITIES),
        *(statuses.count(status) for status in ("unverifiable", "crashed")),
        "；".join(notes) or None,
        Link(link_to_place(record, ())),
    ]


def _names(record: Record, role: Role) -> str | None:
    names = [party.name.value for party in record.parties if party.role == role and party.name is not None]
    return "；".join(names) or None


# -- 主体与账户 -------------------------------------------------------------------------------------------

PARTIES = (
    *CONTRACT,
    Column("身份", 9),
    Column("名称", 26),
    Column("统一社会信用代码/税号", 22),
    Column("法定代表人", 11),
    Column("授权代表", 11),
    Column("联系人", 24),
    Column("电话", 18),
    Column("地址", 28),
    Column("开户名", 24),
    Column("开户银行", 24),
    Column("账号", 24),
    Column("账号完整", 9),
    *PLACE,
)


def _parties(record: Record, text: str | None) -> Iterator[Row]:
    for party in record.parties:
        for account in party.accounts or (None,):
            bank: Row = [None] * 4
            sources: list[Evidence | None] = [party.name, *party.labels]
            if account is not None:
                complete = "是" if account.complete else "否"
                bank = [text_cell(account.holder), text_cell(account.bank), code_cell(account.number), complete]
                sources = [account.number, account.bank, account.holder]
            yield [
                *contract_cells(record),
                word("role", party.role),
                text_cell(party.name),
                code_cell(party.tax_id),
                text_cell(party.legal_representative),
                text_cell(party.authorized_representative),
                "；".join(filter(None, map(_contact, party.contacts))) or None,
                _phones(party),
                text_cell(party.address),
                *bank,
                *place_cells(record, text, _first_spans(sources)),
            ]


def _first_spans(sources: list[Evidence | None]) -> tuple[Span, ...]:
    return next((source.spans for source in sources if source is not None), ())


def _contact(contact: Contact) -> str:
    return " ".join(field.value for field in (contact.name, contact.phone, contact.email) if field is not None)


def _phones(party: Party) -> Code | None:
    phones = "；".join(phone.value for phone in party.phones)
    return Code(phones) if phones else None


# -- 问题清单 ---------------------------------------------------------------------------------------------

FINDINGS = (
    *CONTRACT,
    Column("级别", 9),
    Column("代码", 9),
    Column("核对项", 24),
    Column("问题", 48),
    Column("比照", 22),
    Column("所写", 22),
    Column("依据", 26),
    Column("建议", 28),
    Column("状态", 12),
    *PLACE,
    Column("复核意见", 24),
    Column("复核人", 10),
)
_OPEN = "待复核"


def _findings(record: Record, text: str | None) -> Iterator[Row]:
    titles = {outcome.code: outcome.title or None for outcome in record.checks}
    for index, finding in worst_first(record):
        *place, _ = place_cells(record, text, finding.spans)
        yield [
            *contract_cells(record),
            Level(finding.severity, word("severity", finding.severity)),
            finding.code,
            titles.get(finding.code),
            finding.message,
            finding.expected,
            finding.actual,
            "；".join(finding.citations) or None,
            finding.suggestion,
            _status(finding),
            *place,
            Link(link_to_finding(record, index)),
            None,
            None,
        ]
    labels = {"unverifiable": "无法核对", "crashed": "程序问题"}
    for outcome in record.checks:
        if outcome.status in labels:
            unknown: Row = [None] * 4
            found: Row = [
                Level(outcome.status, labels[outcome.status]),
                outcome.code,
                outcome.title or None,
                outcome.reason,
                *unknown,
                _OPEN,
            ]
            yield [*contract_cells(record), *found, None, None, None, Link(link_to_place(record, ())), None, None]


def _status(finding: Finding | CrossFinding) -> str:
    return f"已接受（{acceptance(finding.accepted)}）" if finding.accepted is not None else _OPEN


SHEETS: tuple[tuple[str, tuple[Column, ...], Rows], ...] = (
    ("合同概览", OVERVIEW, _overview),
    ("主体与账户", PARTIES, _parties),
    ("价款与付款", PRICE, price_rows),
    ("期限", PERIODS, periods_rows),
    ("违约责任", PENALTIES, penalties_rows),
    ("保密", CONFIDENTIALITY, confidentiality_rows),
    ("问题清单", FINDINGS, _findings),
)
"""Title, columns, and the rows that one contract (its record and its text) gives."""

CROSS = (
    "跨合同",
    (
        Column("序号", 6),
        Column("级别", 9),
        Column("代码", 9),
        Column("问题", 48),
        Column("合同文件", 32),
        Column("原文", 48),
        Column("页", 6),
        Column("链接", 10),
        Column("依据", 26),
        Column("建议", 28),
        Column("状态", 12),
        Column("复核意见", 24),
        Column("复核人", 10),
    ),
)
"""The sheet of what contracts show together, one row for each place; there when the run has any."""


def cross_rows(finding: CrossFinding, number: int) -> Iterator[Row]:
    """Yield the rows of the finding across contracts that has this number."""
    for place in finding.contracts:
        yield [
            number,
            Level(finding.severity, word("severity", finding.severity)),
            finding.code,
            finding.message,
            place.path,
            " ".join(place.text.split()),
            place.spans[0].page if place.spans else None,
            Link(link_into(place.path, place.spans)),
            "；".join(finding.citations) or None,
            finding.suggestion,
            _status(finding),
            None,
            None,
        ]


UNREAD = ("未能读取", (Column("合同文件", 40), Column("原因", 60)))
"""The sheet of files without a record, there when the run has any."""
