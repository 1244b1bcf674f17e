"""How results look in Jupyter: records, findings and runs as HTML in Chinese, and values marked in their text.

    reading = extract.read("合同.txt")
    reading                                                              # facts and findings as a table
    displacy.render(values_in(reading.record, reading.text), style="ent", manual=True)

Contracts are hostile text: every word of theirs is escaped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

from extract.model import Evidence, Finding, Part, Record, Span
from extract.overview import Row, filled, parts
from extract.wording import amount, word

if TYPE_CHECKING:
    from extract.results import Batch, Summary

_MOST_ROWS = 100
_LONGEST_QUOTE = 60
_COLOURS = {"error": "#b42318", "warning": "#b54708", "info": "#175cd3"}
_LEFT = ' style="text-align:left;vertical-align:top"'


def record_html(record: Record, text: str | None = None) -> str:
    """Return a record as a table of its facts and one of its findings; `text`, its document's, adds the words."""
    groups = [_heading(record.document.path)]
    for title, rows in filled(parts(record)):
        groups.append(_table(title, ("", "内容", "位置"), (_fact(row) for row in rows)))
    quotes = _quotes(record)
    found = [_finding_cells(finding, _quoted(finding, quotes, text)) for finding in record.findings]
    groups.append(
        _table("核对结果", ("级别", "编号", "问题", "原文", "位置"), found) if found else _note("核对：没有问题")
    )
    for status, meaning in (("unverifiable", "无法核对"), ("crashed", "核对出错（程序问题）")):
        codes = [outcome.code for outcome in record.checks if outcome.status == status]
        if codes:
            groups.append(_note(f"{meaning}：{'、'.join(codes)}"))
    return _page(groups)


def finding_html(finding: Finding) -> str:
    """Return one finding with all that it says."""
    severity, code, message, _, places = _finding_cells(finding, "")
    rows = [("级别", severity), ("编号", code), ("问题", message)]
    told = (("应为", finding.expected), ("实为", finding.actual), ("建议", finding.suggestion))
    rows += [(label, escape(value)) for label, value in told if value]
    rows += [("依据", escape("；".join(finding.citations)))] if finding.citations else []
    return _page([_table("", (), [*rows, ("位置", places)])])


def batch_html(batch: Batch) -> str:
    """Return a run as the table of its contracts, with what was not read and what the contracts show together."""
    counts = f"读取 {len(batch.summaries)} 份，未能读取 {len(batch.failures)} 份"
    header = ("文件", "名称", "采购方", "供应方", "总价", "付款", "错误", "警告", "提示")
    groups = [_heading(counts), _table("", header, (_summary(summary) for summary in batch.summaries[:_MOST_ROWS]))]
    if len(batch.summaries) > _MOST_ROWS:
        groups.append(_note(f"另有 {len(batch.summaries) - _MOST_ROWS} 份未列出，全部见 to_frame()"))
    if batch.failures:
        failures = ((escape(failure.name), escape(failure.reason)) for failure in islice(batch.failures, _MOST_ROWS))
        groups.append(_table("未能读取", ("文件", "原因"), failures))
    if batch.cross.findings:
        together = (
            (
                _severity(finding.severity),
                finding.code,
                escape(finding.message),
                "<br>".join(dict.fromkeys(escape(place.path) for place in finding.contracts)),
            )
            for finding in islice(batch.cross.findings, _MOST_ROWS)
        )
        groups.append(_table("跨合同", ("级别", "编号", "问题", "合同"), together))
    return _page(groups)


def values_in(record: Record, text: str) -> dict[str, Any]:
    """Return the values of a record marked in `text`, its document's, as displaCy takes them with `manual=True`.

    Labels are Chinese. Where values overlap, the one that begins first is marked, of these the longest.
    """
    places: dict[tuple[int, int], str] = {}
    for _, rows in filled(parts(record)):
        for row in rows:
            for span in row.spans:
                places.setdefault((span.start, -span.end), row.label)
    marked: list[dict[str, Any]] = []
    reached = 0
    for (start, negative_end), label in sorted(places.items()):
        if start >= reached:
            reached = -negative_end
            marked.append({"start": start, "end": reached, "label": label})
    return {"text": text, "ents": marked, "title": None}


# -- cells ------------------------------------------------------------------------------------------------


def _fact(row: Row) -> tuple[str, str, str]:
    return escape(row.label), escape(row.value), _places(row.spans)


def _summary(summary: Summary) -> tuple[str, ...]:
    total = amount(summary.total, summary.currency or "CNY") if summary.total is not None else "—"
    names = (summary.name, summary.title or "—", summary.buyer or "—", summary.supplier or "—", total)
    counts = (summary.payments, summary.errors, summary.warnings, summary.infos)
    return (*(escape(name) for name in names), *(str(count or "·") for count in counts))


def _finding_cells(finding: Finding, quoted: str) -> tuple[str, str, str, str, str]:
    message = escape(finding.message) + ("（已接受）" if finding.accepted is not None else "")
    return _severity(finding.severity), escape(finding.code), message, escape(quoted), _places(finding.spans)


def _severity(severity: str) -> str:
    return f'<b style="color:{_COLOURS[severity]}">{word("severity", severity)}</b>'


def _places(spans: Sequence[Span]) -> str:
    return "<br>".join(f"{f'第{span.page}页 ' if span.page else ''}{span.start}–{span.end}" for span in spans[:5])


def _quotes(record: Record) -> dict[tuple[int, int], str]:
    """Return the words of every place that a value of the record begins at."""
    return {(part.spans[0].start, part.spans[0].end): part.text for part in _evidence(record) if part.spans}


def _evidence(value: object) -> Iterator[Evidence]:
    if isinstance(value, Evidence):
        yield value
    if isinstance(value, Part):
        for inner in value.__dict__.values():
            yield from _evidence(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _evidence(inner)


def _quoted(finding: Finding, quotes: dict[tuple[int, int], str], text: str | None) -> str:
    """Return the words at the places of a finding: from the text, else those that a value of the record shares."""
    words = []
    for span in finding.spans:
        known = quotes.get((span.start, span.end), "") if text is None else text[span.start : span.end]
        plain = " ".join(known.split())
        words.append(plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + "…")
    return " ".join(f"「{quote}」" for quote in dict.fromkeys(words) if quote)


# -- markup -----------------------------------------------------------------------------------------------


def _page(parts: Iterable[str]) -> str:
    """Return one block, in which MathJax takes no dollar sign of a contract for a formula."""
    return f'<div class="kanhe tex2jax_ignore mathjax_ignore">{"".join(parts)}</div>'


def _heading(title: str) -> str:
    return f"<h4>{escape(title)}</h4>"


def _note(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _table(title: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of cells that are markup already."""
    caption = f'<caption style="text-align:left"><b>{escape(title)}</b></caption>' if title else ""
    head = f"<thead><tr>{''.join(f'<th{_LEFT}>{escape(name)}</th>' for name in header)}</tr></thead>" if header else ""
    body = "".join(f"<tr>{''.join(f'<td{_LEFT}>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table>{caption}{head}<tbody>{body}</tbody></table>"
