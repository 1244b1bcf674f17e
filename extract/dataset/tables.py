"""The tables of the dataset. Names and meanings are fixed as those of the record: add to them, never change them."""

from __future__ import annotations

from collections.abc import Iterator

from extract.dataset.columns import (
    CONTRACT,
    EVIDENCE,
    PLACE,
    POSITION,
    Column,
    Row,
    Table,
    date_cells,
    date_columns,
    evidence_cells,
    joined,
    number_of,
    place_cells,
    scaled,
    value_of,
)
from extract.dataset.people import ACCOUNTS, CONTACTS, PARTIES
from extract.dataset.terms import GUARANTEES, PAYMENTS, PENALTIES, PERIODS
from extract.model import Record, Role

# -- contracts --------------------------------------------------------------------------------------------


def _names(record: Record, role: Role) -> str | None:
    return joined(party.name for party in record.parties if party.role == role and party.name is not None)


def _contracts(record: Record) -> Iterator[Row]:
    document, total, secrecy = record.document, record.total, record.confidentiality
    unaccepted = [finding.severity for finding in record.findings if finding.accepted is None]
    money: Row = (None,) * 8
    if total is not None:
        money = (
            scaled(total.value, "money"),
            total.currency,
            total.kind,
            value_of(total.tax),
            number_of(total.tax_rate, "ratio"),
            number_of(total.net, "money"),
            number_of(total.tax_amount, "money"),
            total.agree,
        )
    yield (
        document.path,
        value_of(record.title),
        value_of(record.contract_number),
        value_of(record.project_name),
        value_of(record.project_number),
        _names(record, "buyer"),
        _names(record, "supplier"),
        *date_cells(record.signed_on),
        value_of(record.signed_at),
        *date_cells(record.awarded_on),
        *money,
        secrecy.present,
        secrecy.term.kind if secrecy.present else None,
        record.dispute.method,
        record.dispute.venue,
        value_of(record.dispute.institution),
        record.copies.total if record.copies is not None else None,
        "；".join(category.kind for category in record.categories) or None,
        *(unaccepted.count(severity) for severity in ("error", "warning", "info")),
        document.unfilled,
        document.redacted,
        document.pages,
        len(document.ocr_pages),
        document.characters,
        document.media_type,
        document.sha256,
        *evidence_cells(total),
    )


_CONTRACTS = Table(
    "contracts",
    "合同，一份一行",
    (
        CONTRACT,
        Column("title", "text", "合同名称"),
        Column("contract_number", "text", "合同编号"),
        Column("project_name", "text", "项目名称"),
        Column("project_number", "text", "项目编号、招标编号、采购编号"),
        Column("buyer", "text", "采购方；几方以；分隔"),
        Column("supplier", "text", "供应方；几方以；分隔"),
        *date_columns("signed_on", "签订日期"),
        Column("signed_at", "text", "签订地点"),
        *date_columns("awarded_on", "中标、成交通知书日期"),
        Column("total", "money", "合同总价（元）"),
        Column("currency", "text", "币种"),
        Column("total_kind", "text", "总价性质：fixed 固定价、unit_price 单价合同、ceiling 最高限价、estimate 暂定价"),
        Column("tax", "text", "included 含税、excluded 不含税"),
        Column("tax_rate", "ratio", "税率，0.06 即 6%"),
        Column("net", "money", "不含税金额（元）"),
        Column("tax_amount", "money", "税额（元）"),
        Column("amounts_agree", "boolean", "总价大小写是否一致；只有其一的为空"),
        Column("confidentiality", "boolean", "有无保密条款"),
        Column(
            "confidentiality_term", "text", "保密期限：perpetual 永久、fixed 固定、until_public 至公开、unstated 未约定"
        ),
        Column(
            "dispute_method", "text", "争议解决：litigation 诉讼、arbitration 仲裁、either 或裁或诉、unstated 未约定"
        ),
        Column("dispute_venue", "text", "管辖地点，如 buyer、supplier、plaintiff、performance_place"),
        Column("dispute_institution", "text", "写明的法院或仲裁机构"),
        Column("copies", "integer", "合同份数"),
        Column("categories", "text", "类别：goods、works、services、lease、software 等，以；分隔"),
        Column("errors", "integer", "错误条数，不含已接受的"),
        Column("warnings", "integer", "警告条数，不含已接受的"),
        Column("infos", "integer", "提示条数，不含已接受的"),
        Column("unfilled", "boolean", "空白范本"),
        Column("redacted", "boolean", "个人信息已遮盖"),
        Column("pages", "integer", "页数"),
        Column("ocr_pages", "integer", "经文字识别的页数"),
        Column("characters", "integer", "原文字数"),
        Column("media_type", "text", "文件类型"),
        Column("sha256", "text", "合同文件的 SHA-256"),
        *(Column(column.name, column.type, f"合同总价：{column.meaning}") for column in EVIDENCE),
    ),
    _contracts,
)


# -- line items, findings, clauses ------------------------------------------------------------------------


def _line_items(record: Record) -> Iterator[Row]:
    for position, item in enumerate(record.line_items, 1):
        numbers = (item.quantity, item.unit_price, item.amount)
        yield (
            record.document.path,
            position,
            *map(value_of, (item.section, item.sequence, item.name, item.specification, item.unit)),
            *(number_of(number, "money") for number in numbers),
            *evidence_cells(item),
        )


_LINE_ITEMS = Table(
    "line_items",
    "价格明细，一行一行",
    (
        CONTRACT,
        POSITION,
        Column("section", "text", "所在分部"),
        Column("sequence", "text", "序号，如所写"),
        Column("name", "text", "名称"),
        Column("specification", "text", "规格型号"),
        Column("unit", "text", "单位"),
        Column("quantity", "money", "数量"),
        Column("unit_price", "money", "单价（元）"),
        Column("amount", "money", "金额（元）"),
        *EVIDENCE,
    ),
    _line_items,
)


def _findings(record: Record) -> Iterator[Row]:
    for position, finding in enumerate(record.findings, 1):
        accepted = finding.accepted
        yield (
            record.document.path,
            position,
            finding.code,
            finding.severity,
            finding.message,
            finding.expected,
            finding.actual,
            "；".join(finding.citations or finding.basis) or None,
            finding.suggestion,
            accepted is not None,
            f"{accepted.by} {accepted.on}：{accepted.reason}" if accepted is not None else None,
            *place_cells(finding.spans),
        )


_FINDINGS = Table(
    "findings",
    "问题，一条一行",
    (
        CONTRACT,
        POSITION,
        Column("code", "text", "核对项编号，说明见 kanhe checks"),
        Column("severity", "text", "级别：error、warning、info"),
        Column("message", "text", "问题"),
        Column("expected", "text", "应为"),
        Column("actual", "text", "实为"),
        Column("basis", "text", "依据，以；分隔"),
        Column("suggestion", "text", "建议"),
        Column("accepted", "boolean", "审计人员已接受"),
        Column("acceptance", "text", "何人何时为何接受"),
        *PLACE,
    ),
    _findings,
)


def _clauses(record: Record) -> Iterator[Row]:
    for position, clause in enumerate(record.clauses, 1):
        yield (
            record.document.path,
            position,
            clause.number,
            clause.title,
            clause.level,
            clause.kind,
            clause.parent + 1 if clause.parent is not None else None,
            clause.annex + 1 if clause.annex is not None else None,
            *place_cells((clause.span,)),
        )


_CLAUSES = Table(
    "clauses",
    "条款，一条一行",
    (
        CONTRACT,
        POSITION,
        Column("number", "text", "编号，如所写"),
        Column("title", "text", "标题"),
        Column("level", "integer", "层级"),
        Column("kind", "text", "类型"),
        Column("parent", "integer", "上级条款的 position"),
        Column("annex", "integer", "所在附件的序号，从 1 起；合同本身为空"),
        *PLACE,
    ),
    _clauses,
)

TABLES: tuple[Table, ...] = (
    _CONTRACTS,
    PARTIES,
    ACCOUNTS,
    CONTACTS,
    PAYMENTS,
    PERIODS,
    PENALTIES,
    GUARANTEES,
    _LINE_ITEMS,
    _FINDINGS,
    _CLAUSES,
)
"""Every table, in the order in which they are listed."""
