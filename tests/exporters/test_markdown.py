"""One contract in Markdown: all parts, findings with their words, and no markup from the contract."""

from __future__ import annotations

from pathlib import Path

from extract.model import Record
from extract.reporting import report_stored
from tests.exporters.conftest import HOSTILE, store


def test_a_report_of_the_corpus(corpus_output: Path) -> None:
    report = (corpus_output / "reports/02-portal-maintenance.txt.md").read_text(encoding="utf-8")
    assert report.startswith("# 青屿市历史文化博馆2025年度观众服务门户网站维护服务项目\n")
    for heading in ("核对结果", "合同", "主体", "价款", "付款", "期限", "违约责任", "保密", "争议解决", "份数", "附件"):
        assert f"\n## {heading}\n" in report
    assert "**错误 PTY002 同一当事人出现不同的银行账号**：供应方" in report
    assert "五、 3、 款项通过银行转账支付至乙方下列账户：「8120 0146 3309 1000 7714」" in report
    assert "| 合同总价 | 317,600.00元 含税 大小写一致 |" in report


def test_tables_have_as_many_cells_in_every_row(corpus_output: Path) -> None:
    for path in (corpus_output / "reports").glob("*.md"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("|"):
                assert line.replace("\\|", "").count("|") == 5, line


def test_hostile_text_is_text(tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile, HOSTILE)
    report_stored(tmp_path, ["md"])
    report = (tmp_path / "reports/恶意/<b>&.txt.md").read_text(encoding="utf-8")
    assert "<" not in report.replace("\\<", "")
    assert "无法核对 1 项（不能断定有无下列情形）：AMT001（\\<i\\>大写看不清\\</i\\>）" in report
    assert "程序问题 1 项（核对未能运行）：NEW999" in report


def test_without_findings_the_open_checks_still_show(tmp_path: Path, hostile: Record) -> None:
    store(tmp_path, hostile.model_copy(update={"findings": ()}), HOSTILE)
    report_stored(tmp_path, ["md"])
    report = (tmp_path / "reports/恶意/<b>&.txt.md").read_text(encoding="utf-8")
    assert "已完成的核对未发现问题。" in report
    assert "无法核对 1 项" in report
    store(tmp_path, hostile.model_copy(update={"findings": (), "checks": ()}), HOSTILE)
    report_stored(tmp_path, ["md"])
    assert "未执行核对。" in (tmp_path / "reports/恶意/<b>&.txt.md").read_text(encoding="utf-8")
