"""One Markdown report per contract, under `reports/` at the contract's own path: to read, mail or paste."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from extract.exporters import exporter
from extract.exporters.places import clause_at, quote, stored_text, worst_first
from extract.facts import facts
from extract.files import write_text
from extract.model import Finding, Record, Span
from extract.output_folder import REPORTS, contract_path
from extract.wording import acceptance, word

_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~!$&])")
_STATUSES = {
    "pass": ("通过", "没有发现下列情形"),
    "not_applicable": ("不适用", "合同没有所涉内容"),
    "unverifiable": ("无法核对", "不能断定有无下列情形"),
    "crashed": ("程序问题", "核对未能运行"),
}


def report_path(output: Path, name: str) -> Path:
    """Return where the Markdown report of the contract `name` stands in the folder `output`."""
    return contract_path(output / REPORTS, f"{name}.md")


@exporter("md", REPORTS)
def export_markdown(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/reports/<path of the contract>.md` for each record."""
    for record in records:
        text = stored_text(output, record)
        lines = (f"{line}\n" for line in _lines(record, text))
        write_text(report_path(output, record.document.path), lines)


def _lines(record: Record, text: str | None) -> Iterator[str]:
    title = record.title.value if record.title is not None else record.document.path
    yield f"# {_plain(title)}"
    yield ""
    doubt = f"，{record.doubt}" if record.doubt is not None else ""
    yield f"文件 {_plain(record.document.path)}，{record.document.characters:,} 字{doubt}"
    yield f"SHA-256 {record.document.sha256}"
    for warning in record.document.warnings:
        yield f"> 注意：{_plain(warning)}"
    yield ""
    yield from _findings(record, text)
    for heading, rows in facts(record):
        yield f"## {heading}"
        yield ""
        cells = [(row.label, row.value, clause_at(record, row.spans, text), quote(text, row.spans[:1])) for row in rows]
        yield from _table(("项目", "内容", "条款", "原文"), cells)


def _findings(record: Record, text: str | None) -> Iterator[str]:
    yield "## 核对结果"
    yield ""
    titles = {outcome.code: outcome.title for outcome in record.checks}
    for number, (_, finding) in enumerate(worst_first(record), 1):
        check = _plain(f"{finding.code} {titles.get(finding.code, '')}")
        yield f"{number}. **{word('severity', finding.severity)} {check}**：{_plain(finding.message)}"
        for label, value in _details(record, finding, text):
            yield f"   - {label}：{_plain(value)}"
    if not record.findings:
        yield "已完成的核对未发现问题。" if record.checks else "未执行核对。"
    yield ""
    for status, (label, meaning) in _STATUSES.items():
        outcomes = [outcome for outcome in record.checks if outcome.status == status]
        if outcomes:
            shown = "；".join(
                f"{outcome.code} {outcome.title}".strip() + (f"（{outcome.reason}）" if outcome.reason else "")
                for outcome in outcomes
            )
            yield f"- {label} {len(outcomes)} 项（{meaning}）：{_plain(shown)}"
    yield ""


def _details(record: Record, finding: Finding, text: str | None) -> Iterator[tuple[str, str]]:
    for label, value in (("比照", finding.expected), ("所写", finding.actual)):
        if value is not None:
            yield label, value
    for span in finding.spans:
        yield _place(record, text, span), f"「{quote(text, [span])}」"
    if finding.citations:
        yield "依据", "；".join(finding.citations)
    if finding.suggestion is not None:
        yield "建议", finding.suggestion
    if finding.accepted is not None:
        yield "已接受", acceptance(finding.accepted)


def _place(record: Record, text: str | None, span: Span) -> str:
    page = f"第{span.page}页 " if span.page is not None else ""
    return (page + _plain(clause_at(record, [span], text))).strip() or "原文"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield f"|{' --- |' * len(headings)}"
    for row in rows:
        yield f"| {' | '.join(map(_plain, row))} |"
    yield ""


def _plain(text: str) -> str:
    """Return `text` on one line, its Markdown and HTML marks as the characters that they are."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
