"""Results in notebooks: every fact and finding is there, hostile words are only words, marks are where the values are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from IPython.core.formatters import DisplayFormatter
from lxml import html as markup
from spacy import displacy

import extract
from extract.jupyter import _PART_COLOURS, batch_html, colours, finding_html, record_html, values_in
from extract.model import Accepted, CrossAudit, CrossFinding, CrossPlace, Finding, Outcome, Record, Span
from extract.overview import filled, parts
from extract.results import Batch, Failure, Records, summarise
from tests.helpers import record_of

CORPUS = Path(__file__).parent.parent / "corpus" / "contracts"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"'"
CONTRACT = f"""设备采购合同{HOSTILE}
甲方：青禾县第二中学
乙方：青禾味源厨具有限公司
项目名称：厨具{HOSTILE}采购
第一条 合同总价为人民币伍万元整（￥50,000.00元）。
第二条 验收合格后30日内，甲方一次性支付合同总价的100%。
"""


def words(html: str) -> str:
    return " ".join(" ".join(markup.fromstring(html).itertext()).split())


def rows(html: str) -> list[list[str]]:
    table = markup.fromstring(html).iter("tr")
    return [[" ".join(" ".join(cell.itertext()).split()) for cell in row] for row in table]


def batch_of(*records: Record, failures: tuple[Failure, ...] = (), cross: CrossAudit | None = None) -> Batch:
    sources = Records([record.model_dump_json() for record in records])
    summaries = tuple(summarise(record) for record in records)
    return Batch(summaries, sources, failures, (), "0" * 64, cross=cross or CrossAudit())


def finding(message: str, **more: object) -> Finding:
    return Finding(code="AMT001", severity="error", message=message, spans=(Span(start=2, end=6),), **more)  # type: ignore[arg-type]


# -- records and readings ---------------------------------------------------------------------------------


def test_a_reading_shows_every_fact_with_its_words_and_line() -> None:
    reading = extract.read(CORPUS / "02-portal-maintenance.txt")
    shown = rows(reading._repr_html_())
    for _, group in filled(parts(reading.record)):
        for row in group:
            (cells,) = [cells for cells in shown if cells[:2] == [row.label, " ".join(row.value.split())]]
            assert row.place is not None
            quote = " ".join(reading.text[row.place.start : row.place.end].split())
            assert cells[2].strip("「」…") == quote[: len(cells[2].strip("「」…"))] != ""
            line = reading.text.count("\n", 0, row.place.start) + 1
            assert cells[3].startswith(f"第{line}行 {row.place.start}–{row.place.end}")
    found = [cells for cells in shown if len(cells) == 5 and cells[1] != "编号"]
    assert [cells[1] for cells in found] == [finding.code for finding in reading.record.findings]
    for cells, one in zip(found, reading.record.findings, strict=True):
        assert cells[2] == one.message
        first = one.spans[0]
        assert cells[3].startswith("「" + " ".join(reading.text[first.start : first.end].split())[:50])


def test_a_record_alone_shows_places_but_no_words() -> None:
    record = record_of(CONTRACT)
    header = rows(record._repr_html_())[0]
    assert header == ["", "内容", "位置"]
    assert "第3行" not in words(record_html(record))
    assert "第3行" in words(record_html(record, CONTRACT))


def test_pages_are_named_where_there_are_pages() -> None:
    record = record_of(CONTRACT)
    total = record.total
    assert total is not None
    paged = total.model_copy(update={"spans": (Span(start=8, end=9, page=3, bbox=(0, 0, 1, 1)),)})
    assert "第3页 8–9" in words(record_html(record.model_copy(update={"total": paged}), CONTRACT))


def test_warnings_templates_unverifiable_and_crashed_checks_are_told() -> None:
    record = record_of(CONTRACT)
    document = record.document.model_copy(update={"warnings": ("有修订痕迹",), "unfilled": True})
    checks = (
        Outcome(code="AMT001", status="unverifiable", reason="看不清"),
        Outcome(code="AMT002", status="crashed", reason="KeyError"),
        Outcome(code="AMT003", status="pass"),
    )
    changed = record.model_copy(update={"document": document, "checks": checks, "findings": ()})
    shown = words(record_html(changed))
    assert "（空白范本）" in shown
    assert "注意：有修订痕迹" in shown
    assert "没有发现问题" in shown
    assert "无法核对：AMT001 看不清" in shown
    assert "核对出错（程序问题）：AMT002 KeyError" in shown


def test_more_places_than_can_be_read_are_counted() -> None:
    many = finding("多处").model_copy(update={"spans": tuple(Span(start=n, end=n + 1) for n in range(9))})
    record = record_of(CONTRACT).model_copy(update={"findings": (many,)})
    assert "等 9 处" in words(record_html(record, CONTRACT))


# -- findings ---------------------------------------------------------------------------------------------


def test_a_finding_shows_all_it_says() -> None:
    one = finding("不符", expected="甲", actual="乙", suggestion="核对", citations=("法一", "法二"))
    shown = rows(one._repr_html_())
    assert shown == [
        ["级别", "错误"], ["编号", "AMT001"], ["问题", "不符"], ["应为", "甲"], ["实为", "乙"], ["建议", "核对"],
        ["依据", "法一；法二"], ["位置", "2–6"],
    ]  # fmt: skip
    assert [label for label, *_ in rows(finding_html(finding("不符")))] == ["级别", "编号", "问题", "位置"]


def test_accepted_findings_say_so() -> None:
    accepted = finding("不符", accepted=Accepted(reason="已核", by="李审", on="2025-01-01"))
    assert "不符（已接受）" in words(finding_html(accepted))


# -- runs -------------------------------------------------------------------------------------------------


def test_a_run_shows_contracts_failures_and_what_they_show_together() -> None:
    record = record_of(CONTRACT)
    place = CrossPlace(path="乙.txt", text="1", spans=(Span(start=0, end=1),))
    cross = CrossFinding(code="XCT001", severity="warning", message="同一账号", contracts=(place, place))
    failure = Failure("坏.pdf", "unreadable", "已加密")
    shown = rows(batch_of(record, failures=(failure,), cross=CrossAudit(findings=(cross,)))._repr_html_())
    assert shown[1][2:6] == ["青禾县第二中学", "青禾味源厨具有限公司", "50,000.00元", "1"]
    assert ["坏.pdf", "已加密"] in shown
    assert ["警告", "XCT001", "同一账号", "乙.txt"] in shown


def test_a_long_run_is_cut_and_says_so() -> None:
    batch = batch_of(record_of(CONTRACT))
    long = replace(
        batch, summaries=batch.summaries * 250, failures=tuple(Failure(str(n), "unreadable", "坏") for n in range(101))
    )
    shown = batch_html(long)
    assert len(rows(shown)) == 1 + 100 + 1 + 100
    assert "读取 250 份，未能读取 101 份" in words(shown)
    assert "另有 150 份未列出，全部见 to_frame()" in words(shown)
    assert "另有 1 份未列出，全部见 failures" in words(shown)


def test_an_empty_run() -> None:
    assert words(batch_html(batch_of())) == "读取 0 份，未能读取 0 份"


# -- hostile words ----------------------------------------------------------------------------------------


def test_hostile_words_are_only_words() -> None:
    reading = extract.read(CONTRACT)
    assert reading.record.title is not None
    assert "<script>" in reading.record.title.value
    bad = finding(HOSTILE, expected=HOSTILE, actual=HOSTILE, suggestion=HOSTILE, citations=(HOSTILE,))
    record = reading.record.model_copy(
        update={
            "findings": (bad,),
            "checks": (Outcome(code="A", status="crashed", reason=HOSTILE),),
            "document": reading.record.document.model_copy(update={"path": HOSTILE, "warnings": (HOSTILE,)}),
        }
    )
    place = CrossPlace(path=HOSTILE, text="1", spans=(Span(start=0, end=1),))
    cross = CrossFinding(code="XCT001", severity="info", message=HOSTILE, contracts=(place,))
    failure = Failure(HOSTILE, "unreadable", HOSTILE)
    pages = [
        record_html(record),
        record_html(record, reading.text),
        finding_html(bad),
        batch_html(batch_of(record, failures=(failure,), cross=CrossAudit(findings=(cross,)))),
        displacy.render(values_in(record, reading.text), style="ent", manual=True, jupyter=False),
    ]
    for page in pages:
        tags = {element.tag for element in markup.fromstring(page).iter()}
        assert tags.isdisjoint({"script", "img"})
        assert "alert(1)" in words(page)


def test_mathjax_leaves_money_alone() -> None:
    assert "tex2jax_ignore" in record_html(record_of(CONTRACT))


# -- what Jupyter makes of them ---------------------------------------------------------------------------


def test_the_plain_form_beside_the_table_is_short() -> None:
    reading = extract.read(CONTRACT)
    for value, plain in (
        (reading, "<Reading t"),
        (reading.record, "<Record "),
        (batch_of(reading.record), "<Batch 1 read, 0 failed>"),
    ):
        data, _ = DisplayFormatter().format(value)
        assert "<table>" in data["text/html"]
        assert data["text/plain"].startswith(plain[:8])
        assert len(data["text/plain"]) < 100


# -- values marked in their text --------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(CORPUS.iterdir()), ids=lambda path: path.stem)
def test_marks_hold_every_value_of_a_contract(path: Path) -> None:
    reading = extract.read(path)
    marked = values_in(reading.record, reading.text)
    assert marked["text"] == reading.text
    ends = [0, *(entity["end"] for entity in marked["ents"])]
    assert all(end <= entity["start"] < entity["end"] for end, entity in zip(ends, marked["ents"], strict=False))
    covered = {n for entity in marked["ents"] for n in range(entity["start"], entity["end"])}
    facts = [row for _, group in filled(parts(reading.record)) for row in group]
    assert covered == {n for row in facts for span in row.spans for n in range(span.start, span.end)}
    assert {entity["label"].upper() for entity in marked["ents"]} <= colours(reading.record).keys()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 10)), max_size=8))
def test_the_shortest_value_at_a_place_is_marked(places: list[tuple[int, int]]) -> None:
    record = record_of("合同")
    total = extract.extract("合同总价为人民币伍万元整（￥50,000.00元）。").total
    assert total is not None
    fields = [
        total.model_copy(update={"spans": (Span(start=s, end=s + n),), "value": Decimal(i)})
        for i, (s, n) in enumerate(places)
    ]
    record = record.model_copy(
        update={"total": fields[0].model_copy(update={"others": tuple(fields[1:])}) if fields else None}
    )
    text = "字" * 50
    marked = values_in(record, text)["ents"]
    owners = {n: (e["start"], e["end"]) for e in marked for n in range(e["start"], e["end"])}
    for start, length in places:
        for n in range(start, start + length):
            first, last = owners[n]
            assert last - first <= min(size for begin, size in places if begin <= n < begin + size)


def test_a_value_within_another_interrupts_its_mark() -> None:
    reading = extract.read(CORPUS / "02-portal-maintenance.txt")
    marked = values_in(reading.record, reading.text)["ents"]
    index = next(index for index, entity in enumerate(marked) if entity["label"] == "保密期限")
    assert [entity["label"] for entity in marked[index - 1 : index + 2]] == ["保密义务", "保密期限", "保密义务"]


def test_every_part_has_a_colour() -> None:
    assert [title for title, _ in parts(record_of(CONTRACT))] == list(_PART_COLOURS)
