"""The Chinese words for the record's codes, as a person reads them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extract.model import Accepted

WORDS: Mapping[str, Mapping[str, str]] = {
    "role": {
        "buyer": "采购方",
        "supplier": "供应方",
        "agent": "代理机构",
        "witness": "见证方",
        "user": "使用方",
        "guarantor": "担保方",
        "other": "其他方",
    },
    "severity": {"error": "错误", "warning": "警告", "info": "提示"},
    "unit": {
        "hour": "小时",
        "day": "日",
        "workday": "个工作日",
        "week": "周",
        "month": "个月",
        "quarter": "个季度",
        "year": "年",
    },
    "total_kind": {"fixed": "固定价", "unit_price": "单价合同", "ceiling": "最高限价", "estimate": "暂定价"},
    "tax": {"included": "含税", "excluded": "不含税"},
    "recurs": {"month": "按月", "quarter": "按季度", "half_year": "按半年", "year": "按年"},
    "period": {
        "service": "服务期",
        "warranty": "质保期",
        "development": "开发期",
        "delivery": "交付期",
        "construction": "工期",
        "acceptance": "验收期",
        "trial": "试运行期",
        "contract": "合同期",
        "other": "其他期限",
    },
    "liable": {"buyer": "采购方", "supplier": "供应方", "either": "任一方", "other": "其他方"},
    "breach": {
        "late_performance": "逾期履行",
        "late_payment": "逾期付款",
        "quality": "质量不符",
        "service_failure": "服务不到位",
        "staffing": "人员不到位",
        "confidentiality": "泄密",
        "security_incident": "安全事件",
        "subcontracting": "转包分包",
        "intellectual_property": "知识产权",
        "termination": "擅自解除",
        "fraud": "弄虚作假",
        "safety": "安全责任",
        "refusal": "拒绝履行",
        "other": "其他违约",
    },
    "base": {
        "contract_total": "合同总价",
        "unpaid": "未付款",
        "instalment": "当期款",
        "delivered_part": "相应部分价款",
        "other": "其他基数",
    },
    "per": {
        "once": "一次性",
        "occurrence": "每次",
        "day": "每日",
        "week": "每周",
        "month": "每月",
        "hour": "每小时",
        "person_day": "每人每日",
        "person": "每人",
        "item": "每项",
        "point": "每分",
        "unit": "每单位",
    },
    "guarantee": {
        "performance_bond": "履约保证金",
        "quality_retention": "质量保证金",
        "advance_guarantee": "预付款担保",
        "bid_bond": "投标保证金",
        "deposit": "定金、押金",
    },
    "confidentiality": {
        "perpetual": "永久",
        "fixed": "固定期限",
        "until_public": "至公开为止",
        "unstated": "未约定期限",
    },
    "section": {
        "cover": "封面",
        "preamble": "首部",
        "body": "正文",
        "signature": "签署页",
        "annex": "附件",
        "annex_signature": "附件签署页",
    },
    "method": {"litigation": "诉讼", "arbitration": "仲裁", "either": "或裁或诉", "unstated": "未约定方式"},
    "venue": {
        "buyer": "采购方所在地",
        "supplier": "供应方所在地",
        "plaintiff": "原告所在地",
        "defendant": "被告所在地",
        "performance_place": "合同履行地",
        "signing_place": "合同签订地",
        "project_place": "项目所在地",
        "named": "指定机构",
        "unstated": "未约定地点",
    },
}
"""Kind of code, then code, to its word."""


FIELDS: Mapping[str, str] = {
    "名称": "title",
    "合同编号": "contract_number",
    "项目名称": "project_name",
    "项目编号": "project_number",
    "签订地点": "signed_at",
    "签订日期": "signed_on",
    "成交日期": "awarded_on",
    "主体": "parties",
    "价款": "total",
    "合同总价": "total",
    "不含税金额": "total.net",
    "税额": "total.tax_amount",
    "付款": "payments",
    "期限": "periods",
    "违约责任": "penalties",
    "担保": "guarantees",
    "保密": "confidentiality",
    "保密义务": "confidentiality",
    "保密期限": "confidentiality.term",
    "争议解决": "dispute",
    "份数": "copies",
    "价格明细": "line_items",
    "引用法规": "laws",
}
"""What an overview calls a part of the record, to its path; the last name of a path is its best."""

PARTY_FIELDS: Mapping[str, str] = {
    "": "name",
    "地址": "address",
    "税号": "tax_id",
    "法定代表人": "legal_representative",
    "授权代表": "authorized_representative",
    "传真": "fax",
    "邮箱": "email",
    "邮编": "postcode",
    "联系人": "contacts",
    "电话": "phones",
    "账户": "accounts",
}
"""What an overview calls a part of a party, behind the party's role."""


def field_path(name: str) -> str:
    """Return the path of what an overview calls `name` (合同总价, 采购方地址), else `name`: it may be a path."""
    for role, said in WORDS["role"].items():
        if name.startswith(said) and name[len(said) :] in PARTY_FIELDS:
            return f"parties.{role}.{PARTY_FIELDS[name[len(said) :]]}"
    return FIELDS.get(name, name)


def field_name(path: str) -> str | None:
    """Return what an overview calls the part of the record at `path`, or None when it has no name of its own."""
    paths = {own: name for name, own in FIELDS.items()}
    for role, said in WORDS["role"].items():
        paths |= {f"parties.{role}.{own}": said + name for name, own in PARTY_FIELDS.items()}
    return paths.get(path)


def word(kind: str, code: str) -> str:
    """Return the word for one of the record's codes."""
    return WORDS[kind][code]


def percent(ratio: Decimal) -> str:
    """Return a ratio as a percentage without needless zeros: 0.305 is 30.5%, 0.0005 is 0.05%."""
    return f"{(ratio * 100).normalize():f}%"


def amount(value: Decimal, currency: str = "CNY") -> str:
    """Return an amount with its thousands marked and its currency; with one place as with two: 12.50, not 12.5."""
    value = value.quantize(Decimal("0.01")) if value.as_tuple().exponent == -1 else value
    return f"{value:,f}{'元' if currency == 'CNY' else ' ' + currency}"


def acceptance(accepted: Accepted) -> str:
    """Return by whom, when and why a finding was accepted."""
    return f"{accepted.by} {accepted.on}：{accepted.reason}"
