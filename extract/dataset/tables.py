"""The tables of the dataset. Names and meanings are fixed as those of the record: add to them, never change them."""

from __future__ import annotations

from extract.dataset.columns import (
    Part,
    Table,
    boolean,
    dated,
    evidence,
    integer,
    joined,
    money,
    own_evidence,
    place,
    ratio,
    text,
)
from extract.dataset.people import ACCOUNTS, CONTACTS, PARTIES
from extract.dataset.terms import GUARANTEES, PAYMENTS, PENALTIES, PERIODS
from extract.model import Record, Role, Severity
from extract.wording import acceptance


def _names(record: Record, role: Role) -> str | None:
    return joined(party.name for party in record.parties if party.role == role)


def _open_findings(name: str, meaning: str, severity: Severity) -> Part[Record]:
    """Return a column with the number of findings of a severity that nobody accepted."""
    return integer(
        name,
        f"{meaning}条数，不含已接受的",
        lambda record: sum(finding.accepted is None and finding.severity == severity for finding in record.findings),
    )


_CONTRACTS = Table(
    "contracts",
    "合同，一份一行",
    lambda record: (record,),
    (
        text("title", "合同名称", lambda record: record.title),
        text("contract_number", "合同编号", lambda record: record.contract_number),
        text("project_name", "项目名称", lambda record: record.project_name),
        text("project_number", "项目编号、招标编号、采购编号", lambda record: record.project_number),
        text("buyer", "采购方；几方以；分隔", lambda record: _names(record, "buyer")),
        text("supplier", "供应方；几方以；分隔", lambda record: _names(record, "supplier")),
        dated("signed_on", "签订日期", lambda record: record.signed_on),
        text("signed_at", "签订地点", lambda record: record.signed_at),
        dated("awarded_on", "中标、成交通知书日期", lambda record: record.awarded_on),
        money("total", "合同总价（元）", lambda record: record.total),
        text("currency", "币种", lambda record: record.total and record.total.currency),
        text(
            "total_kind",
            "总价性质：fixed 固定价、unit_price 单价合同、ceiling 最高限价、estimate 暂定价",
            lambda record: record.total and record.total.kind,
        ),
        text("tax", "included 含税、excluded 不含税", lambda record: record.total and record.total.tax),
        ratio("tax_rate", "税率，0.06 即 6%", lambda record: record.total and record.total.tax_rate),
        money("net", "不含税金额（元）", lambda record: record.total and record.total.net),
        money("tax_amount", "税额（元）", lambda record: record.total and record.total.tax_amount),
        boolean(
            "amounts_agree",
            "总价大小写是否一致；只有其一的为空",
            lambda record: record.total and record.total.agree,
        ),
        boolean("confidentiality", "有无保密条款", lambda record: record.confidentiality.present),
        text(
            "confidentiality_term",
            "保密期限：perpetual 永久、fixed 固定、until_public 至公开、unstated 未约定",
            lambda record: record.confidentiality.term.kind if record.confidentiality.present else None,
        ),
        text(
            "dispute_method",
            "争议解决：litigation 诉讼、arbitration 仲裁、either 或裁或诉、unstated 未约定",
            lambda record: record.dispute.method,
        ),
        text(
            "dispute_venue",
            "管辖地点，如 buyer、supplier、plaintiff、performance_place",
            lambda record: record.dispute.venue,
        ),
        text("dispute_institution", "写明的法院或仲裁机构", lambda record: record.dispute.institution),
        integer("copies", "合同份数", lambda record: record.copies and record.copies.total),
        text(
            "categories",
            "类别：goods、works、services、lease、software 等，以；分隔",
            lambda record: joined(category.kind for category in record.categories),
        ),
        _open_findings("errors", "错误", "error"),
        _open_findings("warnings", "警告", "warning"),
        _open_findings("infos", "提示", "info"),
        boolean("unfilled", "空白范本", lambda record: record.document.unfilled),
        boolean("redacted", "个人信息已遮盖", lambda record: record.document.redacted),
        integer("pages", "页数", lambda record: record.document.pages),
        integer("ocr_pages", "经文字识别的页数", lambda record: len(record.document.ocr_pages)),
        integer("characters", "原文字数", lambda record: record.document.characters),
        text("media_type", "文件类型", lambda record: record.document.media_type),
        text("sha256", "合同文件的 SHA-256", lambda record: record.document.sha256),
        evidence(lambda record: (record.total,), of="合同总价："),
    ),
    numbered=False,
)

_LINE_ITEMS = Table(
    "line_items",
    "价格明细，一行一行",
    lambda record: record.line_items,
    (
        text("section", "所在分部", lambda item: item.section),
        text("sequence", "序号，如所写", lambda item: item.sequence),
        text("name", "名称", lambda item: item.name),
        text("specification", "规格型号", lambda item: item.specification),
        text("unit", "单位", lambda item: item.unit),
        money("quantity", "数量", lambda item: item.quantity),
        money("unit_price", "单价（元）", lambda item: item.unit_price),
        money("amount", "金额（元）", lambda item: item.amount),
        own_evidence(),
    ),
)


_FINDINGS = Table(
    "findings",
    "问题，一条一行",
    lambda record: record.findings,
    (
        text("code", "核对项编号，说明见 kanhe checks", lambda finding: finding.code),
        text("severity", "级别：error、warning、info", lambda finding: finding.severity),
        text("message", "问题", lambda finding: finding.message),
        text("expected", "应为", lambda finding: finding.expected),
        text("actual", "实为", lambda finding: finding.actual),
        text("basis", "依据，以；分隔", lambda finding: joined(finding.citations or finding.basis)),
        text("suggestion", "建议", lambda finding: finding.suggestion),
        boolean("accepted", "审计人员已接受", lambda finding: finding.accepted is not None),
        text("acceptance", "何人何时为何接受", lambda finding: finding.accepted and acceptance(finding.accepted)),
        place(lambda finding: finding.spans),
    ),
)


def _position(index: int | None) -> int | None:
    """Return the position, counted from 1, of what has this index in the record."""
    return index + 1 if index is not None else None


_CLAUSES = Table(
    "clauses",
    "条款，一条一行",
    lambda record: record.clauses,
    (
        text("number", "编号，如所写", lambda clause: clause.number),
        text("title", "标题", lambda clause: clause.title),
        integer("level", "层级", lambda clause: clause.level),
        text("kind", "类型", lambda clause: clause.kind),
        integer("parent", "上级条款的 position", lambda clause: _position(clause.parent)),
        integer("annex", "所在附件的序号，从 1 起；合同本身为空", lambda clause: _position(clause.annex)),
        place(lambda clause: (clause.span,)),
    ),
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
