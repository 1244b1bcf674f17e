"""How results look in Jupyter: records, findings and runs as HTML in Chinese, and values marked in their text.

    reading = extract.read("合同.txt")
    reading                                                              # facts and findings as a table
    marked = values_in(reading.record, reading.text)
    displacy.render(marked, style="ent", manual=True, options={"colors": colours(reading.record)})

Contracts are hostile text: every word of theirs is escaped.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice, pairwise
from typing import TYPE_CHECKING, Any

from extract.model import CrossFinding, Finding, Record, Span
from extract.overview import filled, parts
from extract.wording import word

if TYPE_CHECKING:
    from extract.results import Batch, Summary

_MOST_ROWS = 100
_MOST_PLACES = 5
_LONGEST_QUOTE = 60
_SEVERITY_COLOURS = {"error": "#b42318", "warning": "#b54708", "info": "#175cd3"}
_PART_COLOURS = {
    "合同": "#c7d7fe",
    "主体": "#fde68a",
    "价款": "#fca5a5",
    "付款": "#fdba74",
    "期限": "#a7f3d0",
    "违约责任": "#f5d0fe",
    "担保": "#bfdbfe",
    "保密": "#e2e8f0",
    "争议解决": "#d9f99d",
    "份数": "#e7e5e4",
}
_LEFT = "text-align:left;vertical-align:top"
_UNBROKEN = "white-space:nowrap"


def record_html(record: Record, text: str | None = None) -> str:
    """Return a record as a table of its facts and one of its findings; `text`, its document's, adds lines and words."""
    places = _Places(text)
    title = record.document.path + (f"（{record.doubt}）" if record.doubt is not None else "")
    blocks = [_heading(title), *(_note(f"注意：{warning}") for warning in record.document.warnings)]
    facts: list[Sequence[str]] = []
    for name, rows in filled(parts(record)):
        facts.append((f"<b>{escape(name)}</b>",))
        facts += [(_unbroken(row.label), escape(row.value), *places.cells(row.spans[:1], row.spans)) for row in rows]
    blocks.append(_table(("", "内容", *places.header), facts))
    found = [(*_finding_cells(f), *places.cells(f.spans, f.spans)) for f in record.findings]
    blocks.append(
        _table(("级别", "编号", "问题", *places.header), found, "核对结果") if found else _note("核对：没有发现问题")
    )
    for status, meaning in (("unverifiable", "无法核对"), ("crashed", "核对出错（程序问题）")):
        reasons = [f"{outcome.code} {outcome.reason}" for outcome in record.checks if outcome.status == status]
        blocks += [_note(f"{meaning}：{'；'.join(reasons)}")] if reasons else []
    return _page(blocks)


def finding_html(finding: Finding) -> str:
    """Return one finding with all that it says."""
    severity, code, message = _finding_cells(finding)
    told = (("应为", finding.expected), ("实为", finding.actual), ("建议", finding.suggestion))
    rows = [("级别", severity), ("编号", code), ("问题", message)]
    rows += [(label, escape(value)) for label, value in told if value]
    rows += [("依据", escape("；".join(finding.citations)))] if finding.citations else []
    return _page([_table((), [*rows, ("位置", *_Places(None).cells((), finding.spans))])])


def batch_html(batch: Batch) -> str:
    """Return a run as the table of its contracts, with what was not read and what the contracts show together."""
    header = ("文件", "名称", "采购方", "供应方", "总价", "付款", "错误", "警告", "提示")
    shown = batch.summaries[:_MOST_ROWS]
    blocks = [_heading(f"读取 {len(batch.summaries)} 份，未能读取 {len(batch.failures)} 份")]
    blocks += [_table(header, (_summary(summary) for summary in shown))] if shown else []
    blocks += _more(len(batch.summaries), "份", "to_frame()")
    if batch.failures:
        failures = ((escape(failure.name), escape(failure.reason)) for failure in islice(batch.failures, _MOST_ROWS))
        blocks += [_table(("文件", "原因"), failures, "未能读取"), *_more(len(batch.failures), "份", "failures")]
    findings = batch.cross.findings
    if findings:
        together = (
            (*_finding_cells(f), "<br>".join(dict.fromkeys(escape(place.path) for place in f.contracts)))
            for f in islice(findings, _MOST_ROWS)
        )
        blocks.append(_table(("级别", "编号", "问题", "合同"), together, "跨合同"))
        blocks += _more(len(findings), "条", "cross.findings")
    return _page(blocks)


# -- values marked in their text --------------------------------------------------------------------------


def values_in(record: Record, text: str) -> dict[str, Any]:
    """Return the values of a record marked in `text`, its document's, as displaCy takes them with `manual=True`.

    Labels are those of the facts, in Chinese. displaCy cannot nest: a value within a longer one interrupts its mark.
    """
    marks = _marks(record)
    edges = sorted({edge for start, end, _ in marks for edge in (start, end)})
    pieces: list[dict[str, Any]] = []
    covering: list[tuple[int, int, str] | None] = [None] * len(edges)
    for mark in sorted(marks, key=lambda mark: mark[0] - mark[1]):  # the longest first, the shorter over it
        first, last = bisect_left(edges, mark[0]), bisect_left(edges, mark[1])
        covering[first:last] = [mark] * (last - first)
    previous = None
    for (start, end), top in zip(pairwise(edges), covering, strict=False):
        if top is not None and top == previous:
            pieces[-1]["end"] = end
        elif top is not None:
            pieces.append({"start": start, "end": end, "label": top[2]})
        previous = top
    return {"text": text, "ents": pieces, "title": None}


def colours(record: Record) -> dict[str, str]:
    """Return for displaCy's option `colors` a colour for each label of `values_in`: one for each part of a contract."""
    found: dict[str, str] = {}
    for part, rows in filled(parts(record)):
        for row in rows:
            found.setdefault(row.label.upper(), _PART_COLOURS[part])  # displaCy looks for labels in capitals
    return found


def _marks(record: Record) -> list[tuple[int, int, str]]:
    """Return start, end and label of every place of a value; of several at the same place the first."""
    places: dict[tuple[int, int], str] = {}
    for _, rows in filled(parts(record)):
        for row in rows:
            for span in row.spans:
                places.setdefault((span.start, span.end), row.label)
    return [(start, end, label) for (start, end), label in places.items()]


# -- cells ------------------------------------------------------------------------------------------------


class _Places:
    """Cells that say where in a text something stands: its words and lines too, when the text is known."""

    def __init__(self, text: str | None) -> None:
        self._text = text
        self._breaks = [offset for offset, character in enumerate(text or "") if character == "\n"]

    @property
    def header(self) -> tuple[str, ...]:
        return ("位置",) if self._text is None else ("原文", "位置")

    def cells(self, quoted: Sequence[Span], spans: Sequence[Span]) -> tuple[str, ...]:
        """Return the words at the spans `quoted`, if known, and the places `spans`, the first few of them."""
        places = [_unbroken(self._place(span)) for span in spans[:_MOST_PLACES]]
        places += [f"等 {len(spans)} 处"] if len(spans) > _MOST_PLACES else []
        cell = "<br>".join(places)
        if self._text is None:
            return (cell,)
        return "<br>".join(dict.fromkeys(self._words(span) for span in quoted[:_MOST_PLACES])), cell

    def _place(self, span: Span) -> str:
        page = f"第{span.page}页 " if span.page else ""
        line = "" if page or self._text is None else f"第{bisect_left(self._breaks, span.start) + 1}行 "
        return f"{page}{line}{span.start}–{span.end}"

    def _words(self, span: Span) -> str:
        plain = " ".join((self._text or "")[span.start : span.end].split())
        return escape(f"「{plain if len(plain) <= _LONGEST_QUOTE else plain[: _LONGEST_QUOTE - 1] + '…'}」")


def _summary(summary: Summary) -> tuple[str, ...]:
    name, title, buyer, supplier, total, *counts = summary.cells()
    return (*map(escape, (name, title, buyer, supplier)), _unbroken(total), *counts)


def _finding_cells(finding: Finding | CrossFinding) -> tuple[str, str, str]:
    colour = f"color:{_SEVERITY_COLOURS[finding.severity]};{_UNBROKEN}"
    severity = f'<b style="{colour}">{word("severity", finding.severity)}</b>'
    return severity, escape(finding.code), escape(finding.message) + ("（已接受）" if finding.accepted else "")


# -- markup -----------------------------------------------------------------------------------------------


def _page(blocks: Iterable[str]) -> str:
    """Return one block, in which MathJax takes no dollar sign of a contract for a formula."""
    return f'<div class="kanhe tex2jax_ignore mathjax_ignore">{"".join(blocks)}</div>'


def _heading(title: str) -> str:
    return f"<h4>{escape(title)}</h4>"


def _unbroken(text: str) -> str:
    return f'<span style="{_UNBROKEN}">{escape(text)}</span>'


def _note(text: str) -> str:
    return f"<p>{escape(text)}</p>"


def _more(count: int, unit: str, where: str) -> Iterator[str]:
    if count > _MOST_ROWS:
        yield _note(f"另有 {count - _MOST_ROWS} {unit}未列出，全部见 {where}")


def _table(header: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> str:
    """Return a table of cells that are markup already; a row of one cell goes over all columns."""
    caption = f'<caption style="{_LEFT}"><b>{escape(title)}</b></caption>' if title else ""
    cells = "".join(f'<th style="{_LEFT};{_UNBROKEN}">{escape(name)}</th>' for name in header)
    head = f"<thead><tr>{cells}</tr></thead>" if header else ""
    body = "".join(f"<tr>{''.join(_cell(cell, row, header) for cell in row)}</tr>" for row in rows)
    return f"<table>{caption}{head}<tbody>{body}</tbody></table>"


def _cell(cell: str, row: Sequence[str], header: Sequence[str]) -> str:
    over = f' colspan="{len(header)}"' if len(row) == 1 < len(header) else ""
    return f'<td{over} style="{_LEFT}">{cell}</td>'
