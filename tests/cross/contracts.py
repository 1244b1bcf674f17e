"""Small contracts of one's own for the checks across contracts: a sound one, and what a case changes of it."""

from __future__ import annotations

from extract.config import Settings
from extract.cross.audit import audit
from extract.model import CrossAudit, CrossFinding
from extract.pipeline import read_contract
from extract.readers import document_from_text
from tests.helpers import PACK

_FRAME = """{title}

合同编号：{number}
项目名称：{project}
项目编号：{project_number}
甲方（采购人）：{buyer}
地址：云岭市东湖区学府路18号
联系电话：{buyer_phone}
乙方（供应商）：{supplier}
统一社会信用代码：{tax_id}
地址：{address}
联系人：{person}
联系电话：{phone}

第一条 合同标的
乙方按照本合同向甲方提供{project}。{own}
第二条 合同价款
合同总价为人民币{total}元。
第三条 服务期限
服务期限自{start}起至{end}止。
第四条 付款方式
验收合格后10日内，甲方一次性支付合同总价的100%。
乙方账户：
户名：{holder}
开户银行：云岭银行东湖支行
账号：{account}

甲方：{buyer}（盖章）
乙方：{supplier}（盖章）
签订日期：{signed}
"""
_VALUES = {
    "title": "保洁服务合同",
    "number": "",
    "project": "校园保洁服务项目",
    "project_number": "",
    "buyer": "云岭市第一中学",
    "buyer_phone": "0571-85550100",
    "supplier": "云岭净美保洁服务有限公司",
    "tax_id": "",
    "address": "云岭市西山区清泉路7号3幢201室",
    "person": "",
    "phone": "",
    "total": "300,000.00",
    "start": "2025年3月1日",
    "end": "2026年2月28日",
    "holder": "",
    "account": "",
    "signed": "2025年2月20日",
    "own": "",
}


def contract(**values: str) -> str:
    """Return the text of a contract; what is not given is as in `_VALUES`, lines of nothing are left out."""
    filled = _FRAME.format(**{**_VALUES, "holder": values.get("supplier", _VALUES["supplier"]), **values})
    return "\n".join(line for line in filled.split("\n") if not line.endswith("：") or line == "乙方账户：")


def audited(*texts: str, settings: Settings | None = None) -> CrossAudit:
    """Return what the checks across contracts come to; evidence that is not in its contract fails the test."""
    documents = {f"{number}.txt": document_from_text(text, f"{number}.txt") for number, text in enumerate(texts, 1)}
    contracts = [(read_contract(document, PACK).record, document.text) for document in documents.values()]
    result = audit(contracts, PACK, settings or Settings())
    assert not [outcome for outcome in result.checks if outcome.status == "crashed"]
    for finding in result.findings:
        assert len({place.path for place in finding.contracts}) > 1
        for place in finding.contracts:
            first = place.spans[0]
            assert documents[place.path].text[first.start : first.end] == place.text
    return result


def found(code: str, *texts: str) -> list[CrossFinding]:
    """Return the findings of one check."""
    return [finding for finding in audited(*texts).findings if finding.code == code]


def paths(finding: CrossFinding) -> list[str]:
    """Return the contracts of a finding."""
    return sorted({place.path for place in finding.contracts})
