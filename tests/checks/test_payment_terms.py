"""PAY007 measures a period of payment by the thresholds of the rules, and says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.checks.registry import run_checks
from extract.rulepack import load_rules
from tests.checks.framing import framed
from tests.helpers import record_of

TERMS = "第五条 付款方式\n服务期满并经甲方验收合格，甲方自{event}之日起{period}内支付合同总价的100%。"


@pytest.mark.parametrize(
    ("threshold", "event", "period", "shown"),
    [
        ("invoice_workdays = 7", "收到发票", "8个工作日", "7 个工作日"),
        ("invoice_advice = 9\ninvoice_workdays = 6", "收到发票", "10日", "6 个工作日"),
        ("invoice_limit = 12", "收到发票", "14日", "12 日"),
        ("delivery_default = 20", "验收合格", "25日", "20 日"),
    ],
)
def test_another_threshold_is_another_verdict(
    tmp_path: Path, threshold: str, event: str, period: str, shown: str
) -> None:
    (tmp_path / "checks.toml").write_text(f"[thresholds]\n{threshold}\n", encoding="utf-8")
    record = record_of(framed("service", {"payment": TERMS.format(event=event, period=period)}))
    assert not [finding for finding in record.findings if finding.code == "PAY007"]
    (finding,) = [f for f in run_checks(record, load_rules(tmp_path)).findings if f.code == "PAY007"]
    assert finding.message.endswith(f"不应超过 {shown}")
    assert (finding.expected, finding.actual) == (f"不超过 {shown}", period)
