"""The HTML report: one file for a whole run, to open without network or server.

Every contract is a block of its own, JSON compressed with zlib and written in base64, which the page unpacks only when
the contract is opened; the index, with what the lists show, comes last. Nothing of a contract is ever markup: the page
builds its text with `textContent`, and its content security policy runs no script but its own and loads nothing.
"""

from __future__ import annotations

import base64
import hashlib
import json
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import extract
from extract.exporters import exporter
from extract.exporters.cross_file import stored_cross
from extract.exporters.pictures import Pictures, stored_pictures
from extract.exporters.places import clause_label, contract_key, key_of, stored_text
from extract.exporters.run_file import failures, run_facts
from extract.facts import facts
from extract.files import write_text
from extract.model import CrossAudit, CrossFinding, Finding, Record, Span
from extract.output_folder import HTML_REPORT
from extract.wording import acceptance, amount

_SCRIPTS = ("data.js", "elements.js", "lists.js", "cross.js", "contract.js", "pictures.js", "main.js")
_MOST_PICTURE_BYTES = 64_000_000
"""Pictures in one report; behind that a page shows where its picture is kept."""


@exporter("html", HTML_REPORT, after_audit=True)
def export_html(records: Iterable[Record], output: Path) -> None:
    """Write `OUTPUT/report.html`."""
    write_text(output / HTML_REPORT, _pieces(records, output))


def _pieces(records: Iterable[Record], output: Path) -> Iterator[str]:
    style = _asset("report.css")
    script = "\n".join(_asset(name) for name in _SCRIPTS)
    page = _asset("report.html").replace("{{policy}}", _policy(script, style)).replace("{{style}}", style)
    head, tail = page.split("{{blocks}}")
    yield head
    contracts: list[dict[str, Any]] = []
    statuses: dict[str, Counter[str]] = {}
    titles: dict[str, str] = {}
    room = _MOST_PICTURE_BYTES
    for record in records:
        pictures = stored_pictures(output, record, room)
        room -= pictures.size
        contracts.append(_index_entry(record))
        for outcome in record.checks:
            statuses.setdefault(outcome.code, Counter())[outcome.status] += 1
            titles[outcome.code] = outcome.title
        key = contract_key(record)
        yield _block(f"contract-{key}", _contract(record, stored_text(output, record), pictures))
        for number, picture in pictures.embedded.items():
            yield f'<script type="text/plain" id="picture-{key}-{number}">{picture}</script>\n'
    yield _block("index", _index(contracts, statuses, titles, output))
    yield tail.replace("{{script}}", script)


def _asset(name: str) -> str:
    return (resources.files(extract) / "exporters" / "assets" / name).read_text(encoding="utf-8")


def _policy(script: str, style: str) -> str:
    """Return a content security policy: this script and this style, pictures inside the file, nothing else."""
    allowed = {"script-src": _digest(script), "style-src": _digest(style), "img-src": "data:"}
    closed = ("default-src", "base-uri", "form-action")
    rules = [f"{name} 'none'" for name in closed] + [f"{name} {source}" for name, source in allowed.items()]
    return "; ".join(rules)


def _digest(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"


def _block(name: str, content: Mapping[str, Any]) -> str:
    packed = zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), 9)
    return f'<script type="text/plain" id="{name}">{base64.b64encode(packed).decode()}</script>\n'


# -- the index --------------------------------------------------------------------------------------------


def _index(
    contracts: list[dict[str, Any]], statuses: Mapping[str, Counter[str]], titles: Mapping[str, str], output: Path
) -> dict[str, Any]:
    run, cross = run_facts(output), stored_cross(output)
    return {
        "version": extract.__version__,
        "rules": str(run.get("rules", "")),
        "contracts": contracts,
        "checks": {code: dict(statuses[code]) for code in sorted(statuses)},
        "titles": {**titles, **{outcome.code: outcome.title for outcome in cross.checks}},
        "cross": _cross(cross),
        "failures": [[failure.name, failure.reason] for failure in failures(output)],
    }


def _cross(audit: CrossAudit) -> list[dict[str, Any]]:
    """Return what the contracts of the run show together, each place with the key of its contract."""
    return [
        {
            "code": finding.code,
            "level": _level(finding),
            "message": finding.message,
            "suggestion": finding.suggestion,
            "basis": finding.citations,
            "places": [
                [key_of(place.path), place.path, place.text, place.spans[0].start, place.spans[0].end]
                for place in finding.contracts
                if place.spans
            ],
        }
        for finding in audit.findings
    ]


def _index_entry(record: Record) -> dict[str, Any]:
    """Return what the lists show of a contract, and what they are filtered and sorted by."""
    total = record.total
    return {
        "key": contract_key(record),
        "path": record.document.path,
        "title": record.title.value if record.title is not None else None,
        "number": record.contract_number.value if record.contract_number is not None else None,
        "project": record.project_name.value if record.project_name is not None else None,
        "buyers": _names(record, "buyer"),
        "suppliers": _names(record, "supplier"),
        "signed": record.signed_on.value if record.signed_on is not None else None,
        "total": amount(total.value, total.currency) if total is not None else None,
        "order": float(total.value) if total is not None else None,
        "doubt": record.doubt,
        "findings": [
            {"code": finding.code, "level": _level(finding), "message": finding.message} for finding in record.findings
        ],
        "open": [
            [outcome.code, outcome.status, outcome.reason]
            for outcome in record.checks
            if outcome.status in ("unverifiable", "crashed")
        ],
        "checked": bool(record.checks),
    }


def _names(record: Record, role: str) -> list[str]:
    names = (party.name.value for party in record.parties if party.role == role and party.name is not None)
    return list(dict.fromkeys(names))


def _level(finding: Finding | CrossFinding) -> str:
    """Return what a finding counts as: its severity, or that it was accepted."""
    return "accepted" if finding.accepted is not None else finding.severity


# -- one contract -----------------------------------------------------------------------------------------


def _contract(record: Record, text: str | None, pictures: Pictures) -> dict[str, Any]:
    info = record.document
    return {
        "document": info.model_dump(mode="json"),
        "facts": [
            {"title": title, "rows": [[row.label, row.value, _spans(row.spans), row.confidence] for row in rows]}
            for title, rows in facts(record)
        ],
        "findings": [
            {
                "code": finding.code,
                "severity": finding.severity,
                "message": finding.message,
                "expected": finding.expected,
                "actual": finding.actual,
                "spans": _spans(finding.spans),
                "basis": finding.citations,
                "suggestion": finding.suggestion,
                "accepted": acceptance(finding.accepted) if finding.accepted is not None else "",
            }
            for finding in record.findings
        ],
        "checks": [[outcome.code, outcome.status, outcome.reason] for outcome in record.checks],
        "clauses": [
            [clause.span.start, clause.span.end, clause_label(record, clause), clause.level]
            for clause in record.clauses
        ],
        "pages": pictures.sizes,
        "pictures": sorted(pictures.embedded),
        "text": text,
    }


def _spans(spans: Iterable[Span]) -> list[list[Any]]:
    """Return spans as [start, end], and as [start, end, page, bbox] where there are pages."""
    return [
        [span.start, span.end] if span.page is None else [span.start, span.end, span.page, span.bbox] for span in spans
    ]
