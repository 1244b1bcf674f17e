"""Shared by the tests of exporters: a hostile contract with findings of every kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from extract.exporters.json_files import export_json
from extract.model import Accepted, DocumentInfo, Finding, Outcome, Party, Record, Span, TextField
from extract.output_folder import text_path

HOSTILE = (
    '采购合同</script><img src=x onerror="window.hacked=1">\n'
    "甲方：青禾县𠮷祥</script><script>window.hacked=1</script>图书馆\n"
    '=HYPERLINK("http://evil.example/","点此")\n'
    "第二段：青禾县图书馆𠮷\n"
)


def field(value: str, *places: str) -> TextField:
    """Return a field read from where `places` (or the value) stand in the hostile contract."""
    spans = [Span(start=HOSTILE.index(words), end=HOSTILE.index(words) + len(words)) for words in places or (value,)]
    return TextField(value=value, text=HOSTILE[spans[0].start : spans[0].end], spans=tuple(spans))


@pytest.fixture
def hostile() -> Record:
    """Return a record whose every text tries to be markup or a formula, with outcomes of every status."""
    title = field('采购合同</script><img src=x onerror="window.hacked=1">')
    formula = field('=HYPERLINK("http://evil.example/","点此")')
    name = field("青禾县图书馆", "青禾县𠮷祥", "青禾县图书馆𠮷")
    return Record(
        document=DocumentInfo(
            path="恶意/<b>&.txt", sha256="0" * 64, media_type="text/plain", reader="text", characters=len(HOSTILE)
        ),
        title=title,
        project_name=formula,
        parties=(Party(role="buyer", name=name),),
        checks=(
            Outcome(code="AMT001", status="unverifiable", reason="<i>大写看不清</i>"),
            Outcome(code="NEW999", status="crashed", reason="KeyError: 'x'"),
            Outcome(code="PTY001", status="fail", reason="1 处"),
            Outcome(code="LAW001", status="pass"),
        ),
        findings=(
            Finding(
                code="PTY001",
                severity="error",
                message="名称不一致 <script>window.hacked=1</script>",
                expected="=1+1",
                actual="青禾县图书馆𠮷",
                spans=name.spans,
                citations=("某规定第一条「待核」",),
                suggestion="核实",
            ),
        ),
    )


def with_accepted(record: Record) -> Record:
    """Return the record with its first finding accepted."""
    accepted = Accepted(by="审计员甲", on="2025-03-01", reason="已核实")
    update = {"citations": ("某规定第二条「待核」",), "accepted": accepted}
    finding = record.findings[0].model_copy(update=update)
    return record.model_copy(update={"findings": (finding,)})


def store(output: Path, record: Record, text: str) -> None:
    """Put a record and its text where a run puts them."""
    export_json([record], output)
    path = text_path(output, record.document.path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
